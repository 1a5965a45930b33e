"""The repository itself: nothing of a machine in it, and nothing too large."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MIB = 1 << 20
# Written in two parts each, so that this file names none of them either.
_HOST_PARTS = [
    ("py", r"pi\.org"),
    ("python", r"hosted\.org"),
    ("registry.np", r"mjs\.org"),
    ("registry.ya", r"rnpkg\.com"),
    ("npm", r"mirror\.com"),
    ("anaco", r"nda\.org"),
    ("arti", "factory"),
    ("--(extra-)?index", "-url"),
    ("proxy.go", r"lang\.org"),
]
HOSTS = re.compile("|".join(first + second for first, second in _HOST_PARTS))
MACHINE = re.compile(
    r"(?<![\w.~}>:/-])/(home|root|work|workspace|Users|mnt|opt/venv|tmp)/[\w.]|[A-Z]:\\\\?Users"
)


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def texts() -> dict[str, str]:
    """The text files, by name."""
    found = {}
    for path in tracked():
        data = path.read_bytes() if path.is_file() else b""
        if b"\0" not in data[:8000]:
            found[str(path.relative_to(ROOT))] = data.decode("utf-8", errors="replace")
    return found


@pytest.mark.parametrize("pattern", [HOSTS, MACHINE], ids=["registry host", "path of a machine"])
def test_no_text_file_names_what_is_not_its_business(pattern: re.Pattern[str]) -> None:
    files = texts()
    assert "pyproject.toml" in files
    found = [
        f"{name}:{number}: {line.strip()[:80]}"
        for name, text in files.items()
        if name != "tests/test_repository.py"  # it has to say what it looks for
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (HOSTS, "see https://files.python" + "hosted.org/x"),
        (HOSTS, "pip install --index" + "-url x"),
        (MACHINE, "path = '/ho" + "me/me/x'"),
        (MACHINE, "saved to C:\\Us" + "ers\\me"),
    ],
)
def test_the_patterns_can_find_something(pattern: re.Pattern[str], line: str) -> None:
    assert pattern.search(line)


def test_constraints_pin_names_to_versions_and_nothing_else() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    wrong = [line for line in lines if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*==[\w.!+]+", line)]
    assert lines
    assert wrong == []
    names = [re.sub(r"[-_.]+", "-", line.split("==")[0]).lower() for line in lines]
    assert len(set(names)) == len(names)


def test_constraints_cover_what_the_program_needs() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needed = {re.split(r"[<>=!~\[; ]", entry)[0].lower() for entry in project["dependencies"]}
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {re.sub(r"[-_.]+", "-", line.split("==")[0]).lower() for line in lines}
    assert sorted(needed - pinned) == []


def test_the_source_distribution_leaves_the_recordings_out() -> None:
    import tomllib

    targets = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]
    excluded = [ROOT / name.removeprefix("/") for name in targets["sdist"]["exclude"]]
    kept = [path for path in tracked() if not any(path.is_relative_to(folder) for folder in excluded)]
    assert excluded == [ROOT / "benchmarks" / "recordings"]
    assert sum(path.stat().st_size for path in kept if path.is_file()) < 27 * MIB


@pytest.mark.parametrize("path", sorted((ROOT / "sample_videos").glob("*.mp4")), ids=lambda path: path.name)
def test_sample_videos_are_small(path: Path) -> None:
    assert path.stat().st_size < 2 * MIB


def test_there_are_sample_videos_and_nothing_large_but_models() -> None:
    files = [path for path in tracked() if path.is_file()]
    assert sum(path.suffix == ".mp4" for path in files) >= 2
    large = [str(path.relative_to(ROOT)) for path in files if path.stat().st_size > 2 * MIB]
    assert [name for name in large if not name.startswith("models/")] == []
