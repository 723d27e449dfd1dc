"""Where this pubsync is: how it is called on this machine, and where another machine may install it from."""

from __future__ import annotations

import json
import re
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from pubsync.errors import PubsyncError
from pubsync.repository.git import Git, without_secrets

NOT_KNOWN = "pubsync @ git+https://ADDRESS-OF-ITS-REPOSITORY"
"""Better a step that fails than one that installs whatever bears the name."""


def program() -> list[str]:
    """Return the words that run this pubsync from any folder: the command beside Python, or Python and the module."""
    for name in ("pubsync", "pubsync.exe"):
        command = Path(sys.executable).with_name(name)
        if command.is_file():
            return [str(command)]
    return [sys.executable, "-P", "-m", "pubsync"]


def requirement() -> str:
    """Return what pip is to install elsewhere: this version, from where it was installed here.

    A copy installed from a folder is looked up in that folder's repository; see
    https://packaging.python.org/en/latest/specifications/direct-url/.
    """
    try:
        found = distribution("pubsync")
    except PackageNotFoundError:
        return NOT_KNOWN
    origin = found.read_text("direct_url.json")
    if origin is None:
        return f"pubsync=={found.version}"
    try:
        return _from_origin(json.loads(origin))
    except (ValueError, KeyError, TypeError, PubsyncError):
        return NOT_KNOWN


def action() -> str:
    """Return what a workflow of GitHub's is to use, "" where this pubsync was not installed from a commit on GitHub."""
    found = re.fullmatch(
        r"pubsync @ git\+https://github\.com/([\w.-]+/[\w.-]+?)(?:\.git)?@([0-9a-f]{40})", requirement()
    )
    return f"{found[1]}@{found[2]}" if found else ""


def _from_origin(origin: dict[str, dict[str, str]]) -> str:
    address, commit = str(origin["url"]), ""
    if "vcs_info" in origin:
        commit = origin["vcs_info"]["commit_id"]
    elif urlsplit(address).scheme == "file":
        git = Git(Path(url2pathname(urlsplit(address).path)))
        address, commit = git.told("remote", "get-url", "origin"), git.told("rev-parse", "HEAD")
    address = without_secrets(address)
    if not (address.startswith("https://") and address.isprintable() and " " not in address):
        return NOT_KNOWN
    return f"pubsync @ git+{address}@{commit}" if commit else f"pubsync @ {address}"
