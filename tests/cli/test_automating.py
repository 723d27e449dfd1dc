"""``pubsync ci`` as a job runs it: a process of its own, in a clone of a real repository, told by variables."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pipeline.nights import make_site

NEW = "\n@article{doe2024new, title = {Something new}, author = {Doe, Jane}, year = {2024}}\n"
PAGE = "publications.html"


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


class Job:
    """A clone on a machine of GitHub's; ``origin`` is the repository."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.origin, self.clone = folder, folder / "origin.git", folder / "clone"
        self.output, self.step = folder / "output", folder / "step.md"
        site = make_site(folder, "sources: [{bibtex: publications.bib}, {orcid: 0000-0002-1825-0097}]\n")
        git(folder, "init", "--quiet", "--bare", "--initial-branch=main", str(self.origin))
        git(site, "init", "--quiet", "--initial-branch=main")
        git(site, "add", ".")
        git(site, "-c", "user.name=Jane", "-c", "user.email=jane@example.edu", "commit", "--quiet", "-m", "The site")
        git(site, "push", "--quiet", str(self.origin), "main")
        git(folder, "clone", "--quiet", str(self.origin), str(self.clone))

    def run(self, *words: str, event: str = "schedule", **variables: str) -> subprocess.CompletedProcess[str]:
        self.output.unlink(missing_ok=True)
        github = {
            "GITHUB_ACTIONS": "true",
            "GITHUB_EVENT_NAME": event,
            "GITHUB_OUTPUT": str(self.output),
            "GITHUB_STEP_SUMMARY": str(self.step),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
            "HTTPS_PROXY": "http://127.0.0.1:9",  # nothing listens there: whoever is asked is out of reach
        }
        return subprocess.run(
            [sys.executable, "-m", "pubsync", "ci", *words],
            cwd=self.clone,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            env={**os.environ, "COLUMNS": "100", **github, **variables},
        )

    @property
    def outputs(self) -> dict[str, str]:
        return dict(line.split("=", 1) for line in self.output.read_text(encoding="utf-8").splitlines())

    def log(self, branch: str) -> list[str]:
        return git(self.origin, "log", "--format=%an: %s", branch).splitlines()

    def edit(self, text: str) -> None:
        """Push a change of the .bib file, as its owner would."""
        with (self.clone / "publications.bib").open("a", encoding="utf-8") as stream:
            stream.write(text)
        words = ["-c", "user.name=Jane", "-c", "user.email=jane@example.edu", "commit", "--quiet", "-am", "Edit"]
        git(self.clone, *words)
        git(self.clone, "push", "--quiet")


@pytest.fixture
def job(tmp_path: Path) -> Job:
    return Job(tmp_path)


def test_a_night_is_committed_and_pushed_in_the_name_of_githubs_robot(job: Job) -> None:
    done = job.run()
    assert done.returncode == 0, done.stderr
    assert job.log("main")[0] == "github-actions[bot]: Publications: 2 new"
    assert job.outputs == {"exit-code": "3", "news": "2 new papers", "stale": "", "changed": "true"}
    assert job.step.read_text(encoding="utf-8").startswith("## pubsync: 2 new papers\n")


def test_a_source_that_fails_is_a_warning(job: Job) -> None:
    done = job.run()
    assert done.returncode == 0
    assert "::warning title=pubsync::no answer of orcid:0000-0002-1825-0097, and none from before" in done.stdout


@pytest.mark.parametrize(
    ("event", "ask", "asked"),
    [
        ("schedule", "auto", True),
        ("workflow_dispatch", "auto", True),
        ("push", "auto", False),
        ("release", "auto", False),
        ("push", "always", True),
        ("schedule", "never", False),
    ],
)
def test_only_a_schedule_or_a_person_asks_the_sources(job: Job, event: str, ask: str, *, asked: bool) -> None:
    done = job.run("sync", event=event, PUBSYNC_ASK=ask)
    assert "orcid:0000-0002-1825-0097: nothing" in done.stdout
    assert ("has no snapshot yet" not in done.stdout) is asked


def test_sources_can_be_named_one_a_line(job: Job) -> None:
    done = job.run("sync", PUBSYNC_SOURCES="\n  bibtex:publications.bib\n\n")
    assert done.returncode == 0
    assert "warning" not in done.stdout


def test_a_night_can_be_proposed_instead(job: Job, tmp_path: Path) -> None:
    asked = tmp_path / "asked"
    gh = tmp_path / "bin" / "gh"
    gh.parent.mkdir()
    gh.write_text(
        f'#!/bin/sh\necho "$@" >>{asked}\n'
        'if [ "$3" = GET ]; then echo "[]"; else cat >/dev/null; echo \'{"html_url": "https://example.org/1"}\'; fi\n',
        encoding="utf-8",
    )
    gh.chmod(0o755)
    done = job.run(PUBSYNC_MODE="pull-request", PATH=f"{gh.parent}{os.pathsep}{os.environ['PATH']}")
    assert done.returncode == 0, done.stderr
    assert job.log("pubsync/update")[0] == "github-actions[bot]: Publications: 2 new"
    assert job.log("main") == ["Jane: The site"]
    assert "Pull request opened: https://example.org/1" in done.stdout
    assert asked.read_text(encoding="utf-8").count("\n") == 2
    assert (job.outputs["changed"], job.outputs["news"]) == ("true", "2 new papers")

    job.output.unlink()
    job.run(PUBSYNC_MODE="pull-request", PATH=f"{gh.parent}{os.pathsep}{os.environ['PATH']}")
    assert (job.outputs["changed"], job.outputs["news"]) == ("false", "")  # the pull request stands as it did


def test_a_proposal_in_json_says_where_it_stands(job: Job) -> None:
    words = [sys.executable, "-m", "pubsync", "propose", "--branch", "news", "--offline", "--json"]
    identity = {f"GIT_{role}_{what}": "r@e.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    done = subprocess.run(words, cwd=job.clone, env=os.environ | identity, capture_output=True, text=True, check=False)
    told = json.loads(done.stdout)
    assert (told["branch"], told["differs"], told["pushed"], told["pull_request"]) == ("news", True, True, "")
    assert [one["kind"] for one in told["changes"]] == ["added", "added"]
    assert job.log("news")[0] == "r@e.org: Publications: 2 new"


def test_a_quiet_proposal_names_each_source_in_trouble_once_as_a_quiet_sync_does(job: Job) -> None:
    identity = {f"GIT_{role}_{what}": "r@e.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    said = []
    for command in (["sync", "--dry-run"], ["propose", "--branch", "news"]):
        words = [sys.executable, "-m", "pubsync", *command, "--offline", "--quiet"]
        done = subprocess.run(
            words, cwd=job.clone, env=os.environ | identity, capture_output=True, text=True, check=False
        )
        assert done.returncode == 3, done.stderr
        said.append(done.stdout)
    assert said[0] == said[1]
    assert said[0].count("orcid:0000-0002-1825-0097") == 1


def test_a_run_for_a_pull_request_only_checks_whatever_is_wanted(job: Job) -> None:
    job.run()
    job.edit(NEW)
    before = job.log("main")
    done = job.run(event="pull_request", PUBSYNC_MODE="commit")
    assert done.returncode == 1
    assert "would be updated: publications.html" in done.stdout
    assert (job.log("main"), git(job.clone, "status", "--porcelain")) == (before, "")


def test_what_a_person_pushed_is_taken_in_at_once(job: Job) -> None:
    job.run()
    job.edit(NEW)
    assert job.run(event="push").returncode == 0
    assert "Something new" in git(job.origin, "show", f"main:{PAGE}")


def test_a_source_that_has_not_answered_for_too_long_fails_the_job_after_the_push(job: Job, tmp_path: Path) -> None:
    settings = job.clone / "pubsync.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + "stale_after: 0 days\n", encoding="utf-8")
    git(job.clone, "-c", "user.name=J", "-c", "user.email=j@e.edu", "commit", "--quiet", "-am", "Settings")
    git(job.clone, "push", "--quiet")
    state = {"PUBSYNC_STATE_HOME": str(tmp_path / "state")}
    job.run(**state)
    job.edit(NEW)
    done = job.run(**state)
    assert done.returncode == 1
    assert "::error title=pubsync::for too long there is no good answer of orcid:0000-0002-1825-0097" in done.stdout
    assert job.outputs["stale"] == "orcid:0000-0002-1825-0097"
    assert "Something new" in git(job.origin, "show", f"main:{PAGE}")
    going_on = job.run(PUBSYNC_FAIL_WHEN_STALE="false", **state)
    assert going_on.returncode == 0
    assert "::warning title=pubsync::for too long" in going_on.stdout


def test_who_commits_can_be_named(job: Job) -> None:
    job.run(GIT_AUTHOR_NAME="Ann", GIT_AUTHOR_EMAIL="ann@example.edu")
    assert job.log("main")[0].startswith("Ann: ")


def test_what_cannot_be_done_fails_the_job(job: Job) -> None:
    (job.clone / "pubsync.yaml").unlink()
    done = job.run("sync")
    assert done.returncode == 2
    assert re.search("^::error title=pubsync::.*no pubsync.yaml here", done.stdout, re.MULTILINE)


def test_a_mode_that_there_is_not_is_named(job: Job) -> None:
    done = job.run(PUBSYNC_MODE="comit")
    assert done.returncode == 2
    assert "pull-request" in done.stderr


def test_elsewhere_it_speaks_plainly(job: Job) -> None:
    shutil.rmtree(job.clone / ".git")
    done = job.run("sync", GITHUB_ACTIONS="", GITHUB_EVENT_NAME="", CI_PIPELINE_SOURCE="schedule")
    assert done.returncode == 0
    assert "pubsync: warning: no answer of orcid:" in done.stderr
    assert "::" not in done.stdout


def test_a_check_leaves_out_of_account_a_source_that_never_answered_and_says_so(job: Job) -> None:
    job.run()
    git(job.clone, "pull", "--quiet")
    done = job.run(event="pull_request")
    assert done.returncode == 0
    assert "::notice title=pubsync::never heard so far: orcid:0000-0002-1825-0097" in done.stdout
    assert job.outputs["exit-code"] == "0"


def test_a_check_says_on_the_runs_page_what_is_stale_and_what_mends_it(job: Job) -> None:
    job.run()
    job.edit(NEW)
    job.step.unlink()
    done = job.run(event="pull_request")
    assert done.returncode == 1
    assert "::error title=pubsync::not up to date with what is known: publications.html. Run pubsync" in done.stdout
    told = job.step.read_text(encoding="utf-8")
    assert told.startswith("## pubsync: 1 new paper\n\nNot up to date with what is known. Run pubsync sync --offline")
    assert "Files would be updated: `publications.html`." in told
    assert job.outputs == {"exit-code": "1", "news": "1 new paper", "stale": "", "changed": "false"}
