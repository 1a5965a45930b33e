import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from formcheck.profiles.store import FOLDER_VARIABLE

# A process that a test starts runs what stands beside the tests, wherever it begins.
ROOT = Path(__file__).parents[1]
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))

# What is made once and dear: the tests that share it stay in one process.
SHARED = ("press", "display", "long_clip")

# The same examples in every run, and no failure because a machine was busy.
settings.register_profile(
    "formcheck",
    deadline=None,
    derandomize=True,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("formcheck")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep together what shares something dear, where several processes run the tests."""
    if not config.pluginmanager.hasplugin("xdist"):
        return
    for item in items:
        used = getattr(item, "fixturenames", ())
        for name in SHARED:
            if name in used:
                item.add_marker(pytest.mark.xdist_group(name))


@pytest.fixture(autouse=True)
def no_error_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Whatever a test does, nothing in it may log an error."""
    yield
    errors = [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.ERROR]
    assert not errors


@pytest.fixture(autouse=True)
def own_profiles(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test sees or touches the profiles of whoever runs it."""
    folder = tmp_path_factory.mktemp("data") / "profiles"
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))
    return folder
