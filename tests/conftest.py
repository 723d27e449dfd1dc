from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("pubsync", deadline=None)  # how busy the machine is tells nothing of what is tested
settings.load_profile("pubsync")


@pytest.fixture(autouse=True)
def _own_state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees, or leaves, what the machine remembers of other runs."""
    monkeypatch.setenv("PUBSYNC_STATE_HOME", str(tmp_path_factory.mktemp("state")))
    monkeypatch.setenv("PUBSYNC_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT", "GITHUB_ACTIONS"):  # where the tests run in CI themselves
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A copy of the shipped example site."""
    from tests.real import example  # noqa: PLC0415 - only where it is asked for

    return example(tmp_path)
