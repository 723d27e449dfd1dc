from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.pipeline.runs import sync
from tests.real import example


@pytest.fixture(scope="module")
def synced_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, synced; nobody writes to it."""
    once = example(tmp_path_factory.mktemp("once"))
    assert sync(once).report.exit_code == 0
    return once


@pytest.fixture
def synced(synced_once: Path, tmp_path: Path) -> Path:
    """A copy of the synced example."""
    return Path(shutil.copytree(synced_once, tmp_path / "site"))
