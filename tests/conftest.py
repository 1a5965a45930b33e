import itertools
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from formcheck.calibration.store import FOLDER_VARIABLE
from formcheck.history.place import PATH_VARIABLE

# A process that a test starts runs what stands beside the tests, wherever it begins.
ROOT = Path(__file__).parents[1]
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))

# The same examples in every run, and no failure because a machine was busy.
settings.register_profile(
    "formcheck",
    deadline=None,
    derandomize=True,
    max_examples=30,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("formcheck")


def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are cores: many tests wait for a command, a window or a camera."""
    return len(os.sched_getaffinity(0)) + 1 if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1) + 1


@pytest.fixture(autouse=True)
def no_error_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Whatever a test does, nothing in it may log an error."""
    yield
    errors = [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.ERROR]
    assert not errors


@pytest.fixture(scope="session")
def data_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A new folder for each test that asks; counted, as looking for a free name among thousands is slow."""
    root = tmp_path_factory.mktemp("data")
    return (root / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def own_data(data_folders: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test sees or touches the profiles and the history of whoever runs it."""
    folder = next(data_folders)
    folder.mkdir()
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder / "profiles"))
    monkeypatch.setenv(PATH_VARIABLE, str(folder / "history.db"))
    return folder


@pytest.fixture
def plane_geometry_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Arms are as they are in the picture: stick figures lift in one plane, and no network knows them."""
    monkeypatch.setattr("formcheck.measurements.arms.arm_reading", lambda body, side: None)
    monkeypatch.setattr("formcheck.measurements.arms.hands_reading", lambda body: None)
    monkeypatch.setattr("formcheck.measurements.trunk.legs_reading", lambda body: None)
    monkeypatch.setattr("formcheck.measurements.seat.seat_reading", lambda body: None)


@pytest.fixture
def own_profiles(own_data: Path) -> Path:
    """Where this test's profiles lie."""
    return own_data / "profiles"


@pytest.fixture
def own_history(own_data: Path) -> Path:
    """Where this test's history lies."""
    return own_data / "history.db"


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with nothing in it, and the folders of a session; short paths, as sockets lie there."""
    folder = tmp_path_factory.mktemp("h")
    monkeypatch.setenv("HOME", str(folder))
    for variable, name in {
        "XDG_RUNTIME_DIR": "run", "XDG_DATA_HOME": "data", "XDG_CONFIG_HOME": "config",
    }.items():  # fmt: skip
        (folder / name).mkdir(mode=0o700)
        monkeypatch.setenv(variable, str(folder / name))
    return folder
