from pathlib import Path

import pytest


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
