"""Proposals against real repositories: a bare one, the clone that runs, and the clone of a person who looks at them."""

from __future__ import annotations

import json
import os
import stat
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pubsync.errors import AskPersonError, PublishError, PubsyncError, SettingsError
from pubsync.pipeline.proposing import Proposal, PullRequest, open_pull_request, propose
from pubsync.pipeline.proposing.branch import Place as Target
from pubsync.pipeline.proposing.branch import push_proposal
from pubsync.pipeline.proposing.pull_request import BEGIN, END
from pubsync.pipeline.run import SyncOptions
from pubsync.publish import lock
from pubsync.repository import GitError, Repository
from pubsync.state import state_folder
from tests.pipeline.nights import NOW, make_site

BRANCH = "pubsync/update"
PAGE = "publications.html"
NEW = "@article{doe2024new,\n  title = {Something new under the sun},\n  author = {Doe, Jane},\n  year = {2024}\n}\n"


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


class Place:
    """A site's repository, the clone in which pubsync runs, and a person's clone."""

    def __init__(self, folder: Path) -> None:
        self.origin, self.runner, self.person = folder / "origin.git", folder / "runner", folder / "person"
        site = make_site(folder)
        git(folder, "init", "--quiet", "--bare", "--initial-branch=main", str(self.origin))
        git(site, "init", "--quiet", "--initial-branch=main")
        git(site, "add", ".")
        git(site, "commit", "--quiet", "-m", "The site")
        git(site, "push", "--quiet", str(self.origin), "main")
        for clone in (self.runner, self.person):
            git(folder, "clone", "--quiet", str(self.origin), str(clone))
        git(self.person, "config", "user.name", "Jane Doe")
        git(self.person, "config", "user.email", "jane@example.edu")

    def propose(self, **options: Any) -> Proposal:
        return propose(self.runner, SyncOptions(**options), BRANCH, now=NOW)

    def shown(self, path: str, branch: str = BRANCH) -> str:
        return git(self.origin, "show", f"{branch}:{path}")

    def commits(self) -> list[str]:
        return git(self.origin, "log", "--format=%s", f"main..{BRANCH}").splitlines()

    def commit(self, branch: str, path: str, old: str, new: str) -> str:
        """Let the person change a file on a branch, and push; return the commit."""
        git(self.person, "fetch", "--quiet")
        git(self.person, "checkout", "--quiet", "-B", branch, f"origin/{branch}")
        file = self.person / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        git(self.person, "commit", "--quiet", "--all", "-m", f"Edit {path}")
        git(self.person, "push", "--quiet", "origin", branch)
        return git(self.person, "rev-parse", "HEAD")

    def by_robot(self, path: str, text: str) -> None:
        """Let another night's run put a file on the branch."""
        git(self.runner, "fetch", "--quiet")
        git(self.runner, "checkout", "--quiet", "--detach", f"origin/{BRANCH}")
        (self.runner / path).write_text(text, encoding="utf-8")
        git(self.runner, "add", path)
        git(self.runner, "commit", "--quiet", "-m", "A night\n\nMade-by: pubsync")
        git(self.runner, "push", "--quiet", "origin", f"HEAD:{BRANCH}")
        git(self.runner, "checkout", "--quiet", "main")

    def merge(self, *words: str) -> None:
        """Let the person merge the proposal."""
        git(self.person, "fetch", "--quiet")
        git(self.person, "checkout", "--quiet", "-B", "main", "origin/main")
        git(self.person, "merge", "--quiet", *words, f"origin/{BRANCH}")
        if words == ("--squash",):
            git(self.person, "commit", "--quiet", "-m", "Squashed")
        git(self.person, "push", "--quiet", "origin", "main")

    def holds(self, commit: str) -> bool:
        words = ["git", "merge-base", "--is-ancestor", commit, BRANCH]
        return subprocess.run(words, cwd=self.origin, check=False).returncode == 0


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.delenv(f"GIT_{role}_NAME", raising=False)
    (tmp_path / "gitconfig").write_text("[user]\nname = robot\nemail = robot@example.org\n", encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    return Place(tmp_path)


def added(report: Any) -> list[str]:
    return sorted(one.key for one in report.changes if one.kind == "added")


def test_what_a_run_writes_stands_on_the_branch_and_nowhere_else(place: Place) -> None:
    done = place.propose()
    assert (done.pushed, done.differs, added(done.report)) == (True, True, ["doe2019sound", "doe2020seeing"])
    assert "On seeing and not seeing" in place.shown(PAGE)
    assert git(place.origin, "ls-tree", "--name-only", "main").split() == ["publications.bib", "pubsync.yaml"]
    assert git(place.runner, "symbolic-ref", "--short", "HEAD") == "main"
    assert git(place.runner, "status", "--porcelain") == ""
    assert not (place.runner / PAGE).exists()


def test_a_second_run_pushes_nothing_and_tells_the_whole_proposal(place: Place) -> None:
    first, second = place.propose(), place.propose()
    assert (second.pushed, second.differs, second.head, second.commit) == (False, True, first.head, None)
    assert added(second.report) == added(first.report)
    assert second.outcome.report.changes == ()


def test_no_other_run_comes_between_the_first_look_and_the_return_to_the_person_s_branch(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    pushed: list[str] = []
    state = state_folder(place.runner)

    def push(repository: Repository, to: Target) -> GitError | None:
        with (
            pytest.raises(PublishError, match="another run"),
            lock(place.runner, state_folder(place.runner), timeout=0),
        ):
            pass
        pushed.append(to.branch)
        return push_proposal(repository, to)

    monkeypatch.setattr("pubsync.pipeline.proposing.proposal.push_proposal", push)
    assert place.propose().pushed
    assert pushed == [BRANCH]
    with lock(place.runner, state, timeout=0):
        pass


def test_there_is_nothing_to_propose_where_the_site_is_as_it_should_be(place: Place) -> None:
    place.propose()
    place.merge("--ff-only")
    done = place.propose()
    assert (done.pushed, done.differs, done.report.files) == (False, False, ())


def test_a_later_night_goes_on_from_the_branch_and_takes_the_base_in(place: Place) -> None:
    place.propose()
    place.commit("main", "publications.bib", "@article", NEW + "@article")
    done = place.propose()
    assert added(done.report) == ["doe2019sound", "doe2020seeing", "doe2024something"]
    assert added(done.outcome.report) == ["doe2024something"]
    assert place.commits() == ["Publications: 1 new", "Take in main", "Publications: 2 new"]
    assert "Something new under the sun" in place.shown(PAGE)


def test_a_persons_commit_on_the_branch_is_kept_and_their_edit_taken_over(place: Place) -> None:
    place.propose()
    edit = place.commit(BRANCH, PAGE, "On seeing and not seeing", "On seeing, in my words")
    done = place.propose()
    assert place.holds(edit)
    assert "On seeing, in my words" in place.shown(PAGE)
    assert "in my words" in place.shown("_pubsync/curation.yaml")
    assert [one.path for one in done.report.taken_over] == [PAGE]
    assert place.propose().pushed is False


def test_a_persons_commit_stays_when_the_base_moves_on(place: Place) -> None:
    place.propose()
    edit = place.commit(BRANCH, PAGE, "On seeing and not seeing", "On seeing, in my words")
    place.commit("main", "publications.bib", "@article", NEW + "@article")
    place.propose()
    assert place.holds(edit)
    page = place.shown(PAGE)
    assert "On seeing, in my words" in page
    assert "Something new under the sun" in page


@pytest.mark.parametrize("how", [("--ff-only",), ("--no-ff",), ("--squash",)])
def test_after_a_merge_the_next_night_proposes_only_what_is_new(place: Place, how: tuple[str, ...]) -> None:
    place.propose()
    place.merge(*how)
    assert place.propose().differs is False
    place.commit("main", "publications.bib", "@article", NEW + "@article")
    done = place.propose()
    assert (done.pushed, added(done.report)) == (True, ["doe2024something"])


def conflict(place: Place) -> None:
    """Let the base hold the very file that the proposal makes, with other words."""
    git(place.person, "checkout", "--quiet", "-B", "main", "origin/main")
    (place.person / PAGE).write_text("A page of my own.\n", encoding="utf-8")
    git(place.person, "add", PAGE)
    git(place.person, "commit", "--quiet", "-m", "My own page")
    git(place.person, "push", "--quiet", "origin", "main")


def test_a_conflict_with_pubsyncs_own_commits_begins_anew_without_force(place: Place) -> None:
    first = place.propose()
    conflict(place)
    done = place.propose()
    assert place.holds(first.head)
    assert place.commits()[-2:] == ["Begin anew from main", "Publications: 2 new"]
    assert place.shown(PAGE) == "A page of my own."
    assert done.differs


def test_what_sources_said_on_the_branch_outlives_a_new_beginning(place: Place) -> None:
    place.propose()
    snapshot = "_pubsync/snapshots/scholar-x.json"
    known = json.loads(place.shown("_pubsync/snapshots/bibtex-publications.bib.json"))
    place.by_robot(snapshot, json.dumps(known | {"source": "scholar:x", "records": []}))
    conflict(place)
    place.propose()
    assert "Begin anew from main" in place.commits()
    assert "scholar:x" in place.shown(snapshot)


def test_a_conflict_with_a_persons_commits_stops_and_leaves_the_branch(place: Place) -> None:
    place.propose()
    edit = place.commit(BRANCH, PAGE, "On seeing and not seeing", "On seeing, in my words")
    conflict(place)
    with pytest.raises(AskPersonError, match="change the same lines") as caught:
        place.propose()
    assert "git merge origin/main" in caught.value.remedy
    assert git(place.origin, "rev-parse", BRANCH) == edit
    assert git(place.runner, "symbolic-ref", "--short", "HEAD") == "main"


def test_a_commit_of_pubsyncs_that_a_person_amended_is_theirs(place: Place) -> None:
    place.propose()
    git(place.person, "fetch", "--quiet")
    git(place.person, "checkout", "--quiet", "-B", BRANCH, f"origin/{BRANCH}")
    git(place.person, "commit", "--quiet", "--amend", "--no-edit", "--reset-author")
    git(place.person, "push", "--quiet", "--force", "origin", BRANCH)
    conflict(place)
    with pytest.raises(AskPersonError):
        place.propose()


def test_what_goes_together_but_cannot_be_read_is_a_conflict(place: Place) -> None:
    place.propose()
    place.by_robot(
        "_pubsync/library.json", place.shown("_pubsync/library.json").replace('"version": 1', '"version": 9')
    )
    place.commit("main", "publications.bib", "@article", NEW + "@article")
    done = place.propose()
    assert "Begin anew from main" in place.commits()
    assert added(done.report) == ["doe2019sound", "doe2020seeing", "doe2024something"]


def test_a_ledger_that_cannot_be_read_stops_it_and_the_runner_is_as_before(place: Place) -> None:
    place.propose()
    place.merge("--ff-only")
    place.commit("main", "_pubsync/library.json", '"version": 1', '"version": 99')
    with pytest.raises(PubsyncError, match="version 99"):
        place.propose()
    assert git(place.runner, "symbolic-ref", "--short", "HEAD") == "main"
    assert git(place.runner, "status", "--porcelain") == ""


def test_what_somebody_pushes_during_a_run_is_taken_in(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.propose()
    place.commit("main", "publications.bib", "@article", NEW + "@article")
    edits: list[str] = []

    def late(*arguments: Any) -> GitError | None:
        if not edits:
            edits.append(place.commit(BRANCH, PAGE, "On seeing and not seeing", "On seeing, in my words"))
        return push_proposal(*arguments)

    monkeypatch.setattr("pubsync.pipeline.proposing.proposal.push_proposal", late)
    done = place.propose()
    assert done.pushed
    assert place.holds(edits[0])
    assert "On seeing, in my words" in place.shown(PAGE)
    assert "Something new under the sun" in place.shown(PAGE)


def test_a_push_that_is_refused_is_an_error_and_the_runner_is_as_before(place: Place) -> None:
    hook = place.origin / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho protected >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(hook.stat().st_mode | stat.S_IXUSR)
    with pytest.raises(GitError):
        place.propose()
    assert git(place.runner, "symbolic-ref", "--short", "HEAD") == "main"
    assert git(place.runner, "status", "--porcelain") == ""
    hook.unlink()
    assert place.propose().pushed


def test_a_commit_that_a_hook_refuses_leaves_the_runner_as_before(place: Place) -> None:
    hook = place.runner / ".git" / "hooks" / "pre-commit"
    hook.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    hook.chmod(hook.stat().st_mode | stat.S_IXUSR)
    with pytest.raises(GitError):
        place.propose()
    assert git(place.runner, "status", "--porcelain") == ""
    assert git(place.runner, "symbolic-ref", "--short", "HEAD") == "main"


def test_changes_that_are_not_committed_stop_it_before_anything(place: Place) -> None:
    (place.runner / "publications.bib").write_text("% mine\n", encoding="utf-8")
    with pytest.raises(AskPersonError, match="not committed"):
        place.propose()
    assert (place.runner / "publications.bib").read_text(encoding="utf-8") == "% mine\n"
    assert git(place.origin, "branch", "--list", BRANCH) == ""


def test_a_file_that_git_does_not_know_is_never_written_over(place: Place) -> None:
    place.propose()
    (place.runner / PAGE).write_text("mine\n", encoding="utf-8")
    with pytest.raises(GitError, match="checkout failed"):
        place.propose()
    assert (place.runner / PAGE).read_text(encoding="utf-8") == "mine\n"


def test_a_shallow_clone_is_deepened_first(place: Place, tmp_path: Path) -> None:
    place.propose()
    place.commit("main", "publications.bib", "@article", NEW + "@article")
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "--quiet", "--depth", "1", place.origin.as_uri(), str(shallow))
    done = propose(shallow, SyncOptions(), BRANCH, now=NOW)
    assert (done.pushed, added(done.report)) == (True, ["doe2019sound", "doe2020seeing", "doe2024something"])


@pytest.mark.parametrize(
    ("branch", "base", "what"),
    [
        ("main", "", "can't be proposed to itself"),
        ("--force", "", "no branch can be called"),
        ("a..b", "", "no branch can be called"),
        (BRANCH, "nowhere", "has no branch nowhere"),
    ],
)
def test_names_that_cannot_be_are_refused(place: Place, branch: str, base: str, what: str) -> None:
    with pytest.raises(SettingsError, match=what):
        propose(place.runner, SyncOptions(), branch, base, now=NOW)


def test_a_site_in_a_folder_of_the_repository_is_proposed_alike(tmp_path: Path, place: Place) -> None:
    git(place.person, "checkout", "--quiet", "main")
    (place.person / "web").mkdir()
    for name in ("publications.bib", "pubsync.yaml"):
        git(place.person, "mv", name, f"web/{name}")
    git(place.person, "commit", "--quiet", "-m", "Move")
    git(place.person, "push", "--quiet", "origin", "main")
    git(place.runner, "pull", "--quiet")
    done = propose(place.runner / "web", SyncOptions(), BRANCH, now=NOW)
    assert "On seeing and not seeing" in place.shown(f"web/{PAGE}")
    assert ("created", PAGE) in {(one.action, one.path) for one in done.report.files}
    assert tmp_path.exists()


# The pull request, with a program in the place of gh


class GitHub:
    """A ``gh`` that answers from a file of pull requests and keeps what it was asked."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.known, self.asked_file = folder / "known.json", folder / "asked.jsonl"
        program = folder / "bin" / "gh"
        program.parent.mkdir()
        program.write_text(
            f"""#!/usr/bin/env python3
import json, pathlib, sys
method, address = sys.argv[3], sys.argv[4]
fields = json.load(sys.stdin) if "--input" in sys.argv else None
known = pathlib.Path({str(self.known)!r})
rows = json.loads(known.read_text())
with open({str(self.asked_file)!r}, "a") as stream:
    stream.write(json.dumps([method, address, fields]) + "\\n")
if rows == "forbidden":
    sys.exit("gh: GitHub Actions is not permitted to create or approve pull requests (HTTP 403)")
if isinstance(rows, str):
    sys.exit(print(rows))
if method == "GET":
    print(json.dumps(rows))
else:
    print(json.dumps({{"html_url": "https://example.org/pull/7", "number": 7, **fields}}))
""",
            encoding="utf-8",
        )
        program.chmod(0o755)
        self.know([])
        monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")

    def know(self, rows: Any) -> None:
        self.known.write_text(json.dumps(rows), encoding="utf-8")

    @property
    def asked(self) -> list[tuple[str, str, Any]]:
        lines = self.asked_file.read_text(encoding="utf-8").splitlines() if self.asked_file.exists() else []
        return [tuple(json.loads(line)) for line in lines]


@pytest.fixture
def github(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitHub:
    return GitHub(tmp_path, monkeypatch)


def pull_request(proposal: Proposal, **fields: Any) -> dict[str, Any]:
    usual = {
        "number": 7,
        "state": "open",
        "html_url": "https://example.org/pull/7",
        "title": "pubsync: old",
        "body": "",
    }
    return usual | {"head": {"sha": proposal.head}} | fields


def test_a_pull_request_is_opened_with_the_summary_as_its_text(place: Place, github: GitHub) -> None:
    done = place.propose()
    assert open_pull_request(place.runner, done) == PullRequest("https://example.org/pull/7", "opened")
    (_, query, _), (method, address, fields) = github.asked
    assert "head={owner}:pubsync%2Fupdate&base=main" in query
    assert (method, address) == ("POST", "repos/{owner}/{repo}/pulls")
    assert (fields["title"], fields["head"], fields["base"]) == ("pubsync: 2 new papers", BRANCH, "main")
    assert "[On seeing and not seeing](https://doi.org/10.5555/jv.2020.1)" in fields["body"]


def test_the_one_that_is_open_is_renewed_and_what_people_wrote_into_it_stays(place: Place, github: GitHub) -> None:
    done = place.propose()
    mine = f"Please look at this, Ann.\n\n{BEGIN}\nold\n{END}\n\n- [x] looked at\n"
    github.know([pull_request(done, body=mine.replace("\n", "\r\n"), title="Our papers")])
    assert open_pull_request(place.runner, done) == PullRequest("https://example.org/pull/7", "renewed")
    method, address, fields = github.asked[-1]
    assert (method, address, list(fields)) == ("PATCH", "repos/{owner}/{repo}/pulls/7", ["body"])
    assert fields["body"].startswith("Please look at this, Ann.\n\n")
    assert fields["body"].endswith("- [x] looked at\n")
    assert "2 new papers" in fields["body"]
    assert "old" not in fields["body"]


def test_a_text_that_a_person_replaced_stays_theirs(place: Place, github: GitHub) -> None:
    done = place.propose()
    github.know([pull_request(done, body="My own text.", title="Mine")])
    assert open_pull_request(place.runner, done) == PullRequest("https://example.org/pull/7", "left alone")
    assert [method for method, _, _ in github.asked] == ["GET"]


def test_one_that_was_closed_as_it_stands_is_not_opened_again(place: Place, github: GitHub) -> None:
    done = place.propose()
    github.know([pull_request(done, state="closed")])
    assert open_pull_request(place.runner, done) == PullRequest("https://example.org/pull/7", "closed")
    github.know([pull_request(done, state="closed", head={"sha": "0" * 40})])
    assert open_pull_request(place.runner, done) == PullRequest("https://example.org/pull/7", "opened")


def test_nothing_to_propose_asks_github_nothing(place: Place, github: GitHub) -> None:
    done = replace(place.propose(), differs=False)
    assert open_pull_request(place.runner, done) is None
    assert github.asked == []


def test_a_refusal_says_where_it_is_allowed(place: Place, github: GitHub) -> None:
    done = place.propose()
    github.know("forbidden")
    with pytest.raises(PubsyncError, match="not permitted") as caught:
        open_pull_request(place.runner, done)
    assert "Workflow permissions" in caught.value.remedy


@pytest.mark.parametrize(("printed", "told"), [("", "gh printed nothing"), ("Welcome!", "no answer of GitHub's")])
def test_a_gh_that_gives_no_answer_is_told_in_words_with_what_to_do(
    place: Place, github: GitHub, printed: str, told: str
) -> None:
    done = place.propose()
    github.know(printed)
    with pytest.raises(PubsyncError, match=told) as caught:
        open_pull_request(place.runner, done)
    assert "Error" not in caught.value.what
    assert "gh auth login" in caught.value.remedy


def test_without_gh_the_branch_stands_and_the_error_says_so(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    done = place.propose()
    monkeypatch.setattr("shutil.which", lambda _name: None)
    with pytest.raises(PubsyncError, match="gh is not installed"):
        open_pull_request(place.runner, done)
    assert place.commits() == ["Publications: 2 new"]


def test_a_labs_proposal_goes_on_saying_whose_a_new_paper_is_on_the_nights_after(place: Place) -> None:
    place.commit("main", "pubsync.yaml", "{name: Jane Doe}", "{name: Jane Doe}, {name: Na Li}")
    git(place.runner, "pull", "--quiet")
    for _ in range(2):
        done = place.propose()
        new = [change.key for change in done.report.changes if change.kind == "added"]
        assert new
        assert {done.report.described[key].whose for key in new} == {("Jane Doe",)}
