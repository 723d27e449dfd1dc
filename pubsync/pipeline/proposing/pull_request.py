"""The pull request of a proposal on GitHub, by way of ``gh``, which GitHub's machines have and know who is asking.

Its text holds the summary between two markers; what people write outside of them stays, and a title of their own, too.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pubsync.errors import PubsyncError
from pubsync.frozen import frozen
from pubsync.pipeline.proposing.proposal import Proposal
from pubsync.report import headline, report_markdown
from pubsync.repository.git import without_secrets

BEGIN = "<!-- pubsync:summary -->"
END = "<!-- /pubsync:summary -->"
_BLOCK = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
_OWN_TITLE = "pubsync: "
_SECONDS = 60.0
_LONGEST = 300
_HOW_TO_ALLOW = (
    "allow it under Settings, Actions, General, Workflow permissions, or give the job a token of its own; the branch "
    "is pushed, and a pull request can be opened by hand"
)
_HOW_TO_ASK_AGAIN = "check the network and run gh auth status; the next run asks again"


@frozen()
class PullRequest:
    """A pull request; ``done`` is ``opened``, ``renewed``, ``left alone`` or ``closed``, which it stays."""

    url: str
    done: str


def open_pull_request(root: Path, proposal: Proposal) -> PullRequest | None:
    """Open a pull request for a proposal, or renew the text of the one that is open.

    One that a person closed as it stands is not opened again; what comes later is proposed anew.

    Args:
        root: the site's folder.
        proposal: what was pushed.

    Returns:
        None where there is nothing to propose.

    Raises:
        PubsyncError: where there is no ``gh``, or GitHub refuses.
    """
    if not proposal.differs:
        return None
    place = proposal.place
    branch, base = quote(place.branch, safe=""), quote(place.base, safe="")
    query = f"head={{owner}}:{branch}&base={base}&state=all&sort=created&direction=desc&per_page=50"
    known = _asked(root, "GET", f"repos/{{owner}}/{{repo}}/pulls?{query}")
    is_open = [one for one in known if one["state"] == "open"]
    if is_open:
        return _renewed(root, proposal, is_open[0])
    closed = [one for one in known if one["head"]["sha"] == proposal.head]
    if closed:
        return PullRequest(str(closed[0]["html_url"]), "closed")
    fields = {"title": title(proposal), "head": place.branch, "base": place.base, "body": text(proposal)}
    made = _asked(root, "POST", "repos/{owner}/{repo}/pulls", fields)
    return PullRequest(str(made["html_url"]), "opened")


def title(proposal: Proposal) -> str:
    """Return the title, in words of pubsync's own."""
    return f"{_OWN_TITLE}{headline(proposal.report) or 'what the sources say today'}"


def text(proposal: Proposal, before: str = "") -> str:
    """Return the text: the summary in its place in the former text, which stays; where it has none, that alone."""
    block = f"{BEGIN}\n{report_markdown(proposal.report)}{END}"
    if not before.strip():
        return f"{block}\n"
    return _BLOCK.sub(lambda _: block, before, count=1)


def _renewed(root: Path, proposal: Proposal, known: Any) -> PullRequest:  # noqa: ANN401 - GitHub's own mapping
    before = str(known["body"] or "")
    wanted = {"title": title(proposal), "body": text(proposal, before.replace("\r\n", "\n"))}
    if not str(known["title"]).startswith(_OWN_TITLE):
        wanted.pop("title")
    changed = {name: value for name, value in wanted.items() if value.strip() != str(known[name] or "").strip()}
    if changed:
        _asked(root, "PATCH", f"repos/{{owner}}/{{repo}}/pulls/{int(known['number'])}", changed)
    return PullRequest(str(known["html_url"]), "renewed" if changed else "left alone")


def _asked(root: Path, method: str, address: str, fields: dict[str, str] | None = None) -> Any:  # noqa: ANN401 - JSON
    """Ask GitHub through ``gh``, which fills in the names in braces from the repository of the folder."""
    program = shutil.which("gh")
    if program is None:
        raise PubsyncError(
            "gh is not installed, so no pull request can be opened", remedy="install it, or leave --open out"
        )
    words = [program, "api", "--method", method, address, *(["--input", "-"] if fields else [])]
    try:
        done = subprocess.run(  # noqa: S603 - separate words; what is told goes to standard input as JSON
            words,
            cwd=root,
            input=json.dumps(fields) if fields else None,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _unanswered(f"gave no answer within {_SECONDS:.0f} seconds", _HOW_TO_ASK_AGAIN) from error
    except OSError as error:
        raise _unanswered(f"can't be run: {error.strerror or error}", f"look at {program}") from error
    if done.returncode:
        raise _refused(done.stderr)
    try:
        return json.loads(done.stdout)
    except ValueError as error:
        what = "printed something that is no answer of GitHub's" if done.stdout.strip() else "printed nothing"
        raise _unanswered(what, "run gh auth status, and gh auth login where it says that you are nobody") from error


def _unanswered(what: str, remedy: str) -> PubsyncError:
    return PubsyncError(f"gh {what}, so no pull request was opened or renewed; the branch is pushed", remedy=remedy)


def _refused(said: str) -> PubsyncError:
    shown = without_secrets(" ".join(said.split()))[:_LONGEST]
    forbidden = "not permitted" in said or "403" in said or "Resource not accessible" in said
    return PubsyncError(
        f"GitHub refuses the pull request: {shown}", remedy=_HOW_TO_ALLOW if forbidden else "run gh auth status"
    )
