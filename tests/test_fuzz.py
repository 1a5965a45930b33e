"""Damaged files of every kind that is read: a short run of what `python -m benchmarks.fuzz` does for long."""

from pathlib import Path

from benchmarks.fuzz.attempts import attempt_many
from benchmarks.fuzz.targets import targets


def test_damaged_files_are_refused_in_one_line_or_read() -> None:
    tally = attempt_many(seed=1, seconds=600, executions=500)
    assert {name for name, _ in tally.defects} == set(), [*tally.defects.values()]
    assert tally.executions.total() == 500
    assert tally.refused.total() > 220, "most damage is noticed"


def test_every_example_is_sound(tmp_path: Path) -> None:
    for target in targets():
        for number, example in enumerate(target.examples):
            folder = tmp_path / f"{target.name}-{number}"
            folder.mkdir()
            (folder / target.file_name).write_bytes(example)
            target.read(folder / target.file_name)
