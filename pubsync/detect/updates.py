"""How what is written into a site's folder reaches the web, as far as its files tell."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from pubsync.detect.survey import Survey
from pubsync.frozen import frozen

_WORKFLOWS = ".github/workflows"
_DEPLOYS = re.compile(
    r"actions/deploy-pages|actions/upload-pages-artifact|actions-gh-pages|github-pages-deploy-action|ghaction-github-pages"
    r"|jekyll-deploy|gh-deploy|\bgh-pages\b|github-pages|netlify|vercel|wrangler|firebase|surge|rsync|aws s3",
    re.IGNORECASE,
)
_ON_PUSH = re.compile(r"^\s*(?:['\"]?on['\"]?\s*:.*\bpush\b|push\s*:|-\s*push\s*$)", re.MULTILINE)
_RUNS_PUBSYNC = re.compile(r"\bpubsync\s+(?:sync|ci|propose|schedule)\b|uses:\s*\S*pubsync", re.IGNORECASE)
_ONLY_CHECKS = re.compile(r"\b(?:PUBSYNC_MODE|mode)\s*:\s*['\"]?check\b|\bpubsync\s+ci\s+check\b", re.IGNORECASE)
_SERVICES = {
    "netlify.toml": "Netlify",
    "vercel.json": "Vercel",
    "wrangler.toml": "Cloudflare Pages",
    "firebase.json": "Firebase Hosting",
    "render.yaml": "Render",
    "amplify.yml": "AWS Amplify",
}
_REMOTE = re.compile(r"^\s*url\s*=\s*(\S+)", re.MULTILINE)
_LARGEST = 1_000_000


@frozen(kw_only=True)
class Updates:
    """How updates reach the web.

    ``way`` says it in one sentence. ``schedules`` are what ``pubsync schedule --print`` can print that suits, the best
    first. ``runs`` is the file by which pubsync runs already, "" where none does.
    """

    way: str
    schedules: tuple[str, ...]
    runs: str = ""
    in_git: bool = True
    is_pushed: bool = False
    """Whether the repository has a remote."""


@frozen()
class PublishingWorkflow:
    """A workflow of GitHub's that builds and publishes the site: its file's name, and whether another may start it."""

    name: str
    can_be_called: bool


def publishing_workflows(root: Path) -> Iterator[PublishingWorkflow]:
    """Yield the workflows of a repository that publish its site, but those by which pubsync runs."""
    for path, text in _texts(root, _WORKFLOWS):
        if _DEPLOYS.search(text) and not _RUNS_PUBSYNC.search(text):
            yield PublishingWorkflow(Path(path).name, "workflow_dispatch" in text)


def has_service(root: Path) -> bool:
    """Tell whether a service that hears of each push by itself, such as Netlify, builds what lies in a folder."""
    return any((root / name).exists() for name in _SERVICES)


def updates_of(survey: Survey) -> Updates:
    """Return how updates of the site reach the web."""
    root = repository_root(survey.tree.root)
    remote = remote_of(root)
    workflows = _texts(root, _WORKFLOWS)
    runs = next((path for path, text in workflows if _RUNS_PUBSYNC.search(text) and not _ONLY_CHECKS.search(text)), "")
    gitlab = next(filter(None, (_text(root / f".gitlab-ci.{suffix}") for suffix in ("yml", "yaml"))), "")
    if _RUNS_PUBSYNC.search(gitlab):
        runs = ".gitlab-ci.yml"
    in_git = (root / ".git").exists()
    way = _way(survey, workflows, gitlab, remote, in_git=in_git)
    schedules = tuple(_schedules(workflows, gitlab, remote))
    return Updates(way=way, schedules=schedules, runs=runs, in_git=in_git, is_pushed=bool(remote))


def repository_root(folder: Path) -> Path:
    """Return the folder of the git repository that a site lies in, the site's own where it lies in none."""
    return next((one for one in (folder, *folder.parents) if (one / ".git").exists()), folder)


def _way(survey: Survey, workflows: list[tuple[str, str]], gitlab: str, remote: str, *, in_git: bool) -> str:
    deploying = [path for path, text in workflows if _DEPLOYS.search(text)]
    on_push = [
        path for path, text in workflows if path in deploying and _ON_PUSH.search(text) and "preview" not in path
    ]
    service = next((name for name in _SERVICES if survey.has_file(name)), "")
    of_github = "github.com" in remote and (survey.engine == "jekyll" or remote.casefold().endswith(".github.io"))
    ways = (
        (deploying, f"a push starts {next(iter((*on_push, *deploying)), '')}, which builds and publishes the site"),
        (service, f"{_SERVICES.get(service, '')} builds the site after each push ({service})"),
        ("pages" in gitlab, "GitLab Pages builds the site after each push (.gitlab-ci.yml)"),
        (of_github, "GitHub Pages builds the site after each push, from the branch: there is no workflow for it"),
        (remote, f"it is pushed to {shown_remote(remote)}; what publishes it from there, no file here says"),
        (in_git, "it is kept in git without a remote; nothing here says how it is published"),
    )
    return next((way for is_so, way in ways if is_so), "it is not kept in git; you copy it to your web server yourself")


def _schedules(workflows: list[tuple[str, str]], gitlab: str, remote: str) -> Iterator[str]:
    if workflows or "github.com" in remote:
        yield "github"
    if gitlab or "gitlab" in remote:
        yield "gitlab"
    yield from ("launchd",) if sys.platform == "darwin" else ("crontab", "systemd")


def remote_of(root: Path) -> str:
    """Return the address that the repository is pushed to, without running git; "" where there is none.

    A user's name and password in it are left out.
    """
    found = _REMOTE.search(_text(root / ".git" / "config"))
    address = re.sub(r"//[^/@]*@", "//", found[1]) if found else ""
    return address.removesuffix("/").removesuffix(".git")


def shown_remote(remote: str) -> str:
    """Return the host and path of a remote."""
    return re.sub(r"^(?:\w+://|[\w.-]+@)", "", remote)[:120]


def _texts(root: Path, folder: str) -> list[tuple[str, str]]:
    place = root / folder
    names = sorted(path for path in place.glob("*.y*ml") if path.is_file()) if place.is_dir() else []
    return [(f"{folder}/{path.name}", _text(path)) for path in names]


def _text(path: Path) -> str:
    try:
        if not path.is_file() or path.stat().st_size > _LARGEST:
            return ""
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
