"""What is said of an OpenCV that is installed twice, or has no windows."""

from importlib.metadata import PackageNotFoundError

import pytest

from formcheck.cli.app import run
from formcheck.source import opencv_kind
from formcheck.source.opencv_kind import installed_kinds, no_windows, several_opencvs


@pytest.mark.parametrize(
    ("kinds", "is_said"),
    [
        (["opencv-python"], False),
        ([], False),
        (["opencv-python", "opencv-python-headless"], True),
        (["opencv-contrib-python", "opencv-python"], True),
    ],
    ids=str,
)
def test_two_kinds_are_said_with_what_to_do(kinds: list[str], is_said: bool) -> None:
    def version_of(name: str) -> str:
        if name not in kinds:
            raise PackageNotFoundError(name)
        return "5.0"

    line = several_opencvs(installed_kinds(version_of))
    assert (line is not None) == is_said
    if line is not None:
        assert all(kind in line for kind in kinds)
        assert "pip uninstall" in line
        assert "\n" not in line


def test_one_without_windows_is_said() -> None:
    line = no_windows("  Other:\n  GUI:                           NONE\n    more: YES\n")
    assert line is not None
    assert "--headless" in line
    assert no_windows("no such line") is None


def test_the_doctor_finds_it(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(opencv_kind, "installed_kinds", lambda: ("opencv-python", "opencv-python-headless"))
    assert run(["doctor", "--quiet"]) == 1
    assert "OpenCV is installed 2 times" in capsys.readouterr().err
