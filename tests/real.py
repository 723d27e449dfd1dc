"""Real programs for real sites: Debian's Jekyll and Chromium.

Where ``PUBSYNC_REAL_SITES`` is ``required``, as in continuous integration, a missing program is a failure; elsewhere
the test is skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

DATA = Path(__file__).parent / "data"
ROOT = Path(__file__).resolve().parent.parent


def program(*names: str) -> str:
    """Return the path of the first of ``names`` that is installed."""
    for name in names:
        if found := shutil.which(name):
            return found
    if os.environ.get("PUBSYNC_REAL_SITES") == "required":
        pytest.fail(f"{names[0]} is not installed, and is required here")
    pytest.skip(f"{names[0]} is not installed")


def example(folder: Path) -> Path:
    """Copy the shipped example site into ``folder`` and return where it stands."""
    return Path(shutil.copytree(ROOT / "config" / "example", folder / "site"))


def jekyll_build(site: Path) -> Path:
    """Build a site with layouts of our own, in a copy, and return the folder of the result."""
    jekyll = program("jekyll")
    work = site.parent / f"{site.name}-jekyll"
    shutil.copytree(site, work)
    shutil.copytree(DATA / "jekyll", work, dirs_exist_ok=True)
    done = subprocess.run(
        [jekyll, "build", "--source", str(work), "--destination", str(work / "_site"), "--disable-disk-cache"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env=os.environ | {"LANG": "C.UTF-8", "JEKYLL_ENV": "production"},
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return work / "_site"


def chromium(*arguments: str) -> str:
    """Run headless Chromium with a profile of its own and return what it printed."""
    with tempfile.TemporaryDirectory() as profile:
        done = subprocess.run(
            [
                program("chromium", "chromium-browser", "google-chrome"),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--virtual-time-budget=2000",
                f"--user-data-dir={profile}",
                *arguments,
            ],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    return done.stdout


def dom(page: Path) -> str:
    """Return a page's document after its scripts ran."""
    return chromium("--dump-dom", page.as_uri())


def screenshot(page: Path, picture: Path, width: int = 1280, height: int = 1600) -> None:
    """Keep a picture of a page."""
    picture.parent.mkdir(parents=True, exist_ok=True)
    chromium(f"--screenshot={picture}", f"--window-size={width},{height}", page.as_uri())
    assert picture.stat().st_size > 0
