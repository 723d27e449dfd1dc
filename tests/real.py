"""Real programs for real sites: Debian's Jekyll, Hugo and Chromium.

Where ``PUBSYNC_REAL_SITES`` is ``required``, as in continuous integration, a missing program is a failure; elsewhere
the test is skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

import pytest

DATA = Path(__file__).parent / "data"
ROOT = Path(__file__).resolve().parent.parent
_BUILD_SECONDS = 120


def program(*names: str) -> str:
    """Return the path of the first of ``names`` that is installed."""
    for name in names:
        if found := shutil.which(name):
            return found
    return _missing(names[0])


def package(name: str) -> None:
    """Go on only where a package of Python's is installed."""
    if find_spec(name) is None:
        _missing(name)


def _missing(name: str) -> NoReturn:
    if os.environ.get("PUBSYNC_REAL_SITES") == "required":
        pytest.fail(f"{name} is not installed, and is required here")
    pytest.skip(f"{name} is not installed")


def example(folder: Path) -> Path:
    """Copy the shipped example site into ``folder`` and return where it stands."""
    return Path(shutil.copytree(ROOT / "config" / "example", folder / "site"))


def jekyll_build(site: Path) -> Path:
    """Build a site in a copy, with layouts of our own and academicpages' settings, and return the result's folder."""
    work = site.parent / f"{site.name}-jekyll"
    shutil.copytree(site, work)
    shutil.copytree(DATA / "jekyll", work, dirs_exist_ok=True)
    configs = ",".join(str(work / name) for name in ("_config.yml", "_config_build.yml") if (work / name).exists())
    places = ["--source", str(work), "--destination", str(work / "_site"), "--config", configs]
    told = _run(
        [program("jekyll"), "build", *places, "--disable-disk-cache", "--quiet"],
        {"LANG": "C.UTF-8", "JEKYLL_ENV": "production"},
    )
    assert "Liquid" not in told, told
    return work / "_site"


def hugo_build(site: Path, *, raw_html: bool = False) -> Path:
    """Build a site in a copy, over layouts of our own, and return the result's folder.

    ``raw_html`` is Hugo's ``markup.goldmark.renderer.unsafe``: off by Hugo's default, on in Hugo Blox.
    """
    work = site.parent / f"{site.name}-hugo{'-raw' if raw_html else ''}"
    shutil.copytree(DATA / "hugo", work)
    shutil.copytree(site, work, dirs_exist_ok=True)
    told = _run(
        [program("hugo"), "--source", str(work), "--destination", str(work / "public"), "--noBuildLock"],
        {
            "HUGO_MARKUP_GOLDMARK_RENDERER_UNSAFE": str(raw_html).lower(),
            "HUGO_CACHEDIR": str(work / "cache"),
        },
    )
    assert "ERROR" not in told, told
    return work / "public"


def _run(command: Sequence[str], environment: Mapping[str, str]) -> str:
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=_BUILD_SECONDS,
        check=False,
        env=os.environ | environment,
    )
    told = done.stdout + done.stderr
    assert done.returncode == 0, told
    return told
