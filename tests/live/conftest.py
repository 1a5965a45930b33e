from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def no_profiles_of_the_user(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever runs the tests may have calibrated."""
    folder: Path = tmp_path_factory.mktemp("profiles")
    monkeypatch.setenv("FORMCHECK_PROFILES", str(folder))
