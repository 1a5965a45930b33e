"""What the folder of each source's results is called: the same in every run, and its own."""

import os
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from formcheck.analysis.recorded import folder_name
from formcheck.batch.record import read_record
from formcheck.batch.results import Results
from formcheck.batch.sources import Source
from formcheck.batch.storage import StorageUrl
from formcheck.files import UNFINISHED
from formcheck.sinks.own_files import RECORD


def places(sources: Sequence[Source], results: Results) -> list[str]:
    """The folder of each source, seen from the folder of all results, with / between its parts.

    It is called as the source without its ending, in the same folders as the source. Of several sources of
    one name the later ones get a number; which one has which is kept with the results, so that a source that
    is added takes nothing from those that were there.

    Args:
        sources: All of a run.
        results: What there is already.
    """
    known = [_identity(source) for source in sources]
    owners = _Owners(results, {*known})
    taken = {
        _alike("/".join(source.below[:depth]))
        for source in sources
        for depth in range(1, len(source.below) + 1)
    }
    given: dict[int, str] = {}
    for keeps in (True, False):  # first those that have a folder, then those that look for one
        for number, source in enumerate(sources):
            if number in given:
                continue
            for name in _names(source):
                owner = owners.of(name)
                if _alike(name) in taken or (owner is not None and owner != known[number]):
                    continue
                if owner is None and keeps:
                    break
                taken.add(_alike(name))
                given[number] = name
                break
    return [given[number] for number in range(len(sources))]


def _names(source: Source) -> Iterator[str]:
    """What a folder can be called, the best first."""
    parts = [part if not part.startswith(UNFINISHED) else f"source{part}" for part in source.below]
    base, number = "/".join([*parts, folder_name(Path(source.path))]), 1
    while True:
        yield base if number == 1 else f"{base}-{number}"
        number += 1


def _alike(name: str) -> str:
    """Names that some system takes for one have the same."""
    return unicodedata.normalize("NFC", name).casefold()


def _identity(source: Source) -> str:
    return identity(source.at)


def identity(at: Path | StorageUrl) -> str:
    """What a source is told by from run to run."""
    return str(at) if isinstance(at, StorageUrl) else os.path.abspath(at)  # noqa: PTH100 - links stay


class _Owners:
    """Whose the folders of results are."""

    def __init__(self, results: Results, in_this_run: set[str]) -> None:
        self._results, self._in_this_run = results, in_this_run
        self._known: dict[str, str | None] = {}

    def of(self, name: str) -> str | None:
        """The source that the results in a folder are of; None where they are nobody's any more."""
        if name not in self._known:
            self._known[name] = self._read(name)
        return self._known[name]

    def _read(self, name: str) -> str | None:
        record = read_record(self._results.read(f"{name}/{RECORD}"))
        if record is None:
            return None
        owner = record.source
        is_there = owner in self._in_this_run or os.path.lexists(owner) or "://" in owner
        return owner if is_there else None
