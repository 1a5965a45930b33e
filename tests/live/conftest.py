from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def no_profiles_of_the_user(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever runs the tests may have calibrated."""
    monkeypatch.setenv("FORMCHECK_PROFILES", str(tmp_path_factory.mktemp("profiles")))
