"""The wheel and the source distribution: built twice, at other times and from other places, they are the same bytes."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.real import ROOT

pytestmark = pytest.mark.wheel

MOMENT = 1_767_225_600
"""2026-01-01, as SOURCE_DATE_EPOCH tells it (https://reproducible-builds.org/specs/source-date-epoch/)."""
PARTS = ("pubsync", "templates", "config", "docs", "tests", "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md")


def checkout(folder: Path, *, touched: int, source: Path = ROOT) -> Path:
    """Copy what a release is made from, every file with another date."""
    folder.mkdir()
    for part in PARTS:
        place = source / part
        if place.is_dir():
            shutil.copytree(place, folder / part, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
        else:
            shutil.copy(place, folder / part)
    for path in folder.rglob("*"):
        os.utime(path, (touched, touched))
    return folder


def built(source: Path, out: Path, moment: int = MOMENT) -> dict[str, str]:
    """Build both in an own environment's backend, and return their checksums by name."""
    words = [sys.executable, "-m", "build", "--outdir", str(out), str(source)]
    environment = {
        **os.environ,
        "SOURCE_DATE_EPOCH": str(moment),
        "TZ": "Asia/Tokyo" if "second" in str(out) else "UTC",
    }
    done = subprocess.run(words, capture_output=True, text=True, env=environment, check=False, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(out.iterdir())}


def test_a_release_built_twice_is_the_same_bytes(tmp_path: Path) -> None:
    first = built(checkout(tmp_path / "one", touched=MOMENT + 1000), tmp_path / "first")
    other = checkout(tmp_path / "another place", touched=MOMENT - 9_999_999, source=tmp_path / "one")
    second = built(other, tmp_path / "second")
    assert sorted(name.rpartition(".")[2] for name in first) == ["gz", "whl"]
    assert first == second
    (wheel,) = (tmp_path / "first").glob("*.whl")
    (source,) = (tmp_path / "first").glob("*.tar.gz")
    assert {one.date_time[0] for one in zipfile.ZipFile(wheel).infolist()} == {2026}
    with tarfile.open(source) as archive:
        assert {one.mtime for one in archive} == {MOMENT}
        assert {(one.uid, one.uname) for one in archive} == {(0, "")}
