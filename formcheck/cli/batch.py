"""Runs the analyses of one command line: progress and talk on stderr, results on stdout."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from formcheck.activities.activity import Activity
from formcheck.analysis.analysis_options import AnalysisOptions
from formcheck.analysis.analyze import analyze_source, refuse_inputs
from formcheck.analysis.auto import analyze_auto
from formcheck.analysis.recorded import folder_name
from formcheck.cli.look import Look
from formcheck.cli.say import patient_stderr, say, show_json
from formcheck.cli.signals import ended_by_signals
from formcheck.cli.text import print_result
from formcheck.errors import FormcheckError, OutputError
from formcheck.files import printable
from formcheck.results.result import WrittenResult
from formcheck.rules.finding import Severity
from formcheck.sinks.output_folder import clear_left_below
from formcheck.source.frame import StreamInfo

# A longer name would leave no room for the bar.
_LONGEST_NAME = 24


class Batch:
    """One or more videos, one after the other; a bad one does not stop the others.

    Args:
        activity: What they show, or several of which the one that they show is found out.
        options: How they are analysed.
        folder: Where the folders of the results go.
        quiet: Print errors only.
        as_json: Print the summaries as JSON.
    """

    def __init__(
        self,
        activity: Activity | tuple[Activity, ...],
        options: AnalysisOptions,
        folder: Path,
        *,
        quiet: bool,
        as_json: bool,
    ) -> None:
        self._activity, self._options, self._folder = activity, options, folder
        self._quiet, self._as_json = quiet, as_json
        self._console = Console(file=patient_stderr())
        self._results: list[WrittenResult] = []
        self._errors = 0
        self._folders: dict[Path, str] = {}
        self._unprinted: OSError | None = None
        self.interrupted = False

    def analyze(self, video: Path) -> None:
        """Analyse one source and print what was found.

        Raises:
            FormcheckError: If it cannot be read, or its results not written.
        """
        with self._progress(video) as progress, ended_by_signals(self._stop):
            folder = self._folder_of(video)
            watched: Any = {"progress": progress, "should_stop": lambda: self.interrupted}
            if isinstance(self._activity, Activity):
                result = analyze_source(video, folder, self._activity, self._options, **watched)
            else:
                result = analyze_auto(video, folder, self._activity, self._options, **watched)
        self._results.append(result)
        for warning in result.written.warnings:
            say(warning)
        if self.interrupted:
            say("interrupted; what was seen until then is written")
        if not self._quiet and not self._as_json:
            self._print(result)

    def failed(self, error: FormcheckError) -> None:
        """Say what went wrong with one of several sources."""
        self._errors += 1
        say(str(error))

    def print_json(self, *, as_list: bool) -> None:
        """Print the summaries, if that was asked for.

        Args:
            as_list: Whether several sources were named: their summaries are a list, however many came
                to be before an error or Ctrl-C.
        """
        if not self._as_json:
            return
        texts = [result.summary.to_json().strip() for result in self._results]
        show_json("[" + ",\n".join(texts) + "]" if as_list else texts[0])

    def exit_code(self, fail_on: str | None) -> int:
        """0, or 1 after an error or a finding that was asked to fail, or 130 after Ctrl-C.

        Raises:
            OSError: If results could not be printed; all of them are written.
        """
        if self.interrupted:
            return 130
        if self._unprinted is not None:
            raise self._unprinted
        if self._errors:
            return 1
        worst = Severity(fail_on).rank if fail_on else 99
        findings = [f for result in self._results for f in result.summary.findings]
        return int(any(Severity(f.severity).rank >= worst for f in findings))

    def prepare(self, sources: Sequence[Path], rule_files: Sequence[Path]) -> None:
        """Know all sources before the first is analysed.

        Raises:
            OutputError: If the results of one would replace another one, or a rule file.
        """
        for source in sources:
            refuse_inputs([*sources, *rule_files], source, self._folder_of(source))
        clear_left_below(self._folder)

    def _folder_of(self, video: Path) -> Path:
        """Two sources of the same name do not share a folder; one that is named twice has one."""
        if video not in self._folders:
            base, number, names = folder_name(video), 2, {*self._folders.values()}
            name = base
            while name in names:
                name, number = f"{base}-{number}", number + 1
            self._folders[video] = name
        folder = self._folder / self._folders[video]
        if os.path.islink(folder):  # noqa: PTH114 - one that cannot be looked at is none
            raise OutputError(f"{folder} is a link elsewhere; remove it, or choose another folder with -o")
        return folder

    def _print(self, result: WrittenResult) -> None:
        """What cannot be printed is no reason not to analyse what is left; it is told at the end."""
        if self._unprinted is None:
            try:
                print_result(result, Look.of(sys.stdout))
            except OSError as error:
                self._unprinted = error

    def _stop(self, number: int) -> None:
        self.interrupted = True

    @contextmanager
    def _progress(self, video: Path) -> Iterator[Any]:
        if self._quiet or not self._console.is_terminal:
            with nullcontext():
                yield lambda time_s, info: None
            return
        columns = (
            TextColumn("[bold]{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"),
            TextColumn("ready in"), TimeRemainingColumn(compact=True),
        )  # fmt: skip
        with Progress(*columns, console=self._console, transient=True) as bar:
            task = bar.add_task(escape(_shortened(printable(video.name).replace("\n", "?"))), total=None)

            def update(time_s: float, info: StreamInfo) -> None:
                start_s = self._options.start_s or 0.0
                end_s = self._options.end_s or info.duration_s
                total_s = None if end_s is None else max(0.1, min(end_s, info.duration_s or end_s) - start_s)
                bar.update(task, total=total_s, completed=time_s - start_s)

            yield update


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
