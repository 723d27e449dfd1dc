"""``sync --commit`` and ``--push``, against real repositories with a second writer."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pubsync.changes import Change
from pubsync.errors import AskPersonError, PublishError, PubsyncError, SettingsError
from pubsync.pipeline.committing import commit_message, deliver
from pubsync.pipeline.deciding import decide, simple
from pubsync.pipeline.delivery import Delivery
from pubsync.pipeline.run import Outcome, SyncOptions, run_loaded, sync_site
from pubsync.publish import lock
from pubsync.report import RunReport, WrittenFile
from pubsync.repository import GitError, Repository, catch_up, open_repository, publishing, push, start_over
from pubsync.repository.git import without_secrets
from pubsync.state import state_folder
from tests.pipeline.nights import BIB, NOW, make_site, page

ABOUT = """# Jane Doe

I study what is seen.

<!-- pubsync:begin publications -->
<!-- pubsync:end -->

I live by the sea.

And I like windows.
"""
MORE = "@article{doe2021more,\n  title = {More on windows},\n  author = {Doe, Jane},\n  year = {2021}\n}\n"


@pytest.fixture(autouse=True)
def _own_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the settings of the machine's user."""
    settings = tmp_path / "gitconfig"
    settings.write_text(
        "[user]\nname = Jane Doe\nemail = jane@example.edu\n[init]\ndefaultBranch = main\n"
        '[protocol "file"]\nallow = always\n[advice]\ndetachedHead = false\n'
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"git {' '.join(words)}: {done.stderr}"
    return done.stdout.strip("\n")


def at(folder: Path, path: str, commit: str = "HEAD") -> str:
    return git(folder, "show", f"{commit}:{path}")


def in_commit(folder: Path, commit: str = "HEAD") -> set[str]:
    return set(git(folder, "show", "--name-only", "--format=", commit).splitlines())


def log(folder: Path, branch: str = "HEAD") -> list[str]:
    return git(folder, "log", "--format=%s", branch).splitlines()


def standing(folder: Path) -> dict[str, str]:
    lines = git(folder, "status", "--porcelain", "--untracked-files=all").splitlines()
    return {line[3:]: line[:2] for line in lines}


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")


def elsewhere_pushes(folder: Path, message: str = "Elsewhere") -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", message)
    git(folder, "push", "-q")


def night(site: Path, *, push: bool = False) -> Delivery:
    return deliver(site, SyncOptions(), pushing=push, now=NOW)


def good(delivery: Delivery) -> Delivery:
    assert delivery.problem is None, delivery.problem
    return delivery


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of its own repository, synced and committed, without a remote."""
    site = make_site(tmp_path, bib=BIB)
    write(site, about__md=ABOUT, notes__md="Mine.\n")
    git(site, "init", "-q")
    git(site, "add", "-A")
    git(site, "commit", "-q", "-m", "My site")
    good(night(site))
    assert standing(site) == {}
    return site


@pytest.fixture
def bare(site: Path, tmp_path: Path) -> Path:
    bare = tmp_path / "bare.git"
    git(tmp_path, "init", "-q", "--bare", str(bare))
    git(site, "remote", "add", "origin", str(bare))
    git(site, "push", "-q", "--set-upstream", "origin", "main")
    return bare


@pytest.fixture
def elsewhere(bare: Path, tmp_path: Path) -> Path:
    """The second writer's clone."""
    git(tmp_path, "clone", "-q", str(bare), str(tmp_path / "elsewhere"))
    return tmp_path / "elsewhere"


def add_work(site: Path, text: str = MORE) -> None:
    """Name one more work, and commit that as a person does."""
    with (site / "publications.bib").open("a", encoding="utf-8") as stream:
        stream.write(text)
    git(site, "commit", "-q", "-m", "One more work", "--", "publications.bib")


# What a commit takes


def test_a_commit_takes_what_the_run_wrote_and_nothing_of_the_persons(site: Path) -> None:
    add_work(site)
    write(site, notes__md="Half a thought.\n", draft__md="A draft.\n", staged__md="Staged.\n")
    git(site, "add", "staged.md")
    made = good(night(site)).commit
    assert made
    assert in_commit(site) >= {"publications.html", "about.md", "_pubsync/library.json"}
    assert {path for path in in_commit(site) if not path.startswith("_pubsync/")} == {"publications.html", "about.md"}
    assert standing(site) == {"notes.md": " M", "draft.md": "??", "staged.md": "A "}
    assert log(site)[0] == made.message == "Publications: 1 new"


def test_a_quiet_night_commits_nothing(site: Path) -> None:
    before = log(site)
    assert good(night(site)).commit is None
    assert log(site) == before


def test_the_first_commit_of_a_repository_can_be_pubsyncs(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    git(site, "init", "-q")
    assert good(night(site)).commit
    assert "publications.html" in in_commit(site)
    assert standing(site) == {"publications.bib": "??", "pubsync.yaml": "??"}


def test_what_a_run_without_commit_left_goes_into_the_next_commit(site: Path) -> None:
    add_work(site)
    sync_site(site, SyncOptions(), NOW)
    assert standing(site)["publications.html"] == " M"
    good(night(site))
    assert standing(site) == {}
    assert "More on windows" in at(site, "publications.html")


def test_a_deleted_file_is_deleted_in_the_commit(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    settings = (site / "pubsync.yaml").read_text()
    (site / "pubsync.yaml").write_text(settings.replace("kind: page", "kind: academicpages"))
    git(site, "init", "-q")
    good(night(site))
    (gone,) = (path for path in in_commit(site) if path.startswith("_publications/2019"))
    (site / "publications.bib").write_text(BIB.partition("@inproceedings")[0])
    good(night(site))
    assert gone not in git(site, "ls-files").splitlines()
    assert gone in git(site, "show", "--name-only", "--diff-filter=D", "--format=").splitlines()


@pytest.mark.parametrize("staged", [False, True])
@pytest.mark.parametrize("earlier", [False, True])
def test_a_file_of_pubsyncs_that_the_person_deleted_is_deleted_in_the_commit_of_what_follows(
    tmp_path: Path, staged: bool, earlier: bool
) -> None:
    site = make_site(tmp_path)
    settings = (site / "pubsync.yaml").read_text()
    (site / "pubsync.yaml").write_text(settings.replace("kind: page", "kind: academicpages"))
    write(site, notes__md="Mine.\n", others__md="Mine, too.\n")
    git(site, "init", "-q")
    git(site, "add", "-A")
    git(site, "commit", "-q", "-m", "My site")
    good(night(site))
    (gone,) = (path for path in in_commit(site) if path.startswith("_publications/2019"))
    (site / gone).unlink()
    (site / "others.md").unlink()
    write(site, notes__md="Half a thought.\n")
    if staged:
        git(site, "add", gone)
    if earlier:  # a run without --commit took it over
        sync_site(site, SyncOptions(), NOW)
    made = good(night(site)).commit
    assert made
    assert gone in git(site, "show", "--name-only", "--diff-filter=D", "--format=").splitlines()
    assert f"file deleted: {gone}" in at(site, "_pubsync/curation.yaml")
    assert standing(site) == {"notes.md": " M", "others.md": " D"}


@pytest.fixture
def adopted(tmp_path: Path) -> Path:
    """A file of the person's that shows a known work, in a site that was never synced."""
    site = make_site(tmp_path)
    settings = (site / "pubsync.yaml").read_text()
    (site / "pubsync.yaml").write_text(settings.replace("kind: page", "kind: academicpages"))
    own = site / "_publications" / "sound.md"
    own.parent.mkdir()
    own.write_text(
        "---\ntitle: The sound of many windows in winter\ndate: 2019-01-01\nmine: yes\n"
        "venue: Proceedings of the Conference on Sound\n---\nMy words.\n\nMore of them.\n"
    )
    git(site, "init", "-q")
    git(site, "add", "-A")
    git(site, "commit", "-q", "-m", "My site")
    return own


def test_a_draft_in_an_adopted_file_stays_out_of_the_commit(adopted: Path) -> None:
    site = adopted.parent.parent
    adopted.write_text(adopted.read_text().replace("More of them.", "More of them, half done"))
    good(night(site))
    committed = at(site, "_publications/sound.md")
    assert "pubsync:" in committed
    assert "half done" not in committed
    assert "half done" in adopted.read_text()
    assert "pubsync:" in adopted.read_text()


def test_an_adopted_file_that_an_earlier_run_wrote_goes_in_whole_or_with_a_draft_not_at_all(adopted: Path) -> None:
    site = adopted.parent.parent
    sync_site(site, SyncOptions(), NOW)
    synced = adopted.read_text()
    adopted.write_text(synced.replace("More of them.", "More of them, half done"))
    problem = night(site).problem
    assert isinstance(problem, AskPersonError)
    assert "_publications/sound.md" in str(problem)
    assert log(site) == ["My site"]
    adopted.write_text(synced)
    good(night(site))
    assert at(site, "_publications/sound.md") == synced.rstrip("\n")
    assert standing(site) == {}


def test_a_file_of_the_persons_own_that_they_deleted_is_theirs_to_commit(adopted: Path) -> None:
    site = adopted.parent.parent
    good(night(site))
    adopted.unlink()
    done = night(site)
    assert isinstance(done.problem, AskPersonError)
    assert done.problem.where == "_publications/sound.md"
    assert done.commit is None


def test_a_draft_in_a_page_that_pubsync_writes_into_stays_out_of_the_commit(site: Path) -> None:
    add_work(site)
    about = (site / "about.md").read_text()
    write(site, about__md=about.replace("And I like windows.", "And I like windows. (A draft, not to be seen yet.)"))
    good(night(site))
    assert "More on windows" in at(site, "about.md")
    assert "not to be seen yet" not in at(site, "about.md")
    assert "More on windows" in (site / "about.md").read_text()
    assert "not to be seen yet" in (site / "about.md").read_text()
    assert standing(site) == {"about.md": " M"}
    diff = git(site, "diff", "--", "about.md")
    assert [line for line in diff.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")] == [
        "-And I like windows.",
        "+And I like windows. (A draft, not to be seen yet.)",
    ]


def test_a_draft_stays_out_beside_a_list_that_was_edited_by_hand_or_left_by_an_earlier_run(site: Path) -> None:
    about = (site / "about.md").read_text()
    write(
        site, about__md=about.replace("On seeing and not", "On seeing, and not").replace("the sea.", "the secret sea.")
    )
    sync_site(site, SyncOptions(), NOW)
    (site / "publications.bib").write_text(BIB + MORE)
    sync_site(site, SyncOptions(), NOW)
    good(night(site))
    committed = at(site, "about.md")
    assert "On seeing, and not" in committed
    assert "More on windows" in committed
    assert "secret" not in committed
    assert "the secret sea" in (site / "about.md").read_text()
    assert standing(site) == {"about.md": " M", "publications.bib": " M"}
    git(site, "stash", "-q")
    assert sync_site(site, SyncOptions(dry_run=True, offline=True), NOW).report.taken_over == ()


@pytest.mark.parametrize("how", ["staged", "a new page", "a new list"])
def test_where_a_draft_and_the_run_cant_be_told_apart_nothing_is_committed(site: Path, how: str) -> None:
    before = log(site)
    about = (site / "about.md").read_text()
    draft = about.replace("I live by the sea.", "I live by the sea, in secret.")
    if how == "a new list":
        draft = about + "\n<!-- pubsync:begin publications limit=1 -->\n<!-- pubsync:end -->\n"
    if how == "a new page":
        write(site, new__md=ABOUT)
    else:
        write(site, about__md=draft)
    if how == "staged":
        git(site, "add", "about.md")
    (site / "publications.bib").write_text(BIB + MORE)
    problem = night(site).problem
    assert isinstance(problem, AskPersonError)
    assert "changes of yours" in str(problem)
    assert "git commit -- '" in str(problem)
    assert log(site) == before
    assert "More on windows" in page(site)
    if how != "a new page":
        git(site, "commit", "-q", "-m", "Mine", "--", "about.md")
        good(night(site))
        assert "More on windows" in at(site, "publications.html")


def test_a_persons_staged_version_of_another_file_survives_though_the_file_went_on(site: Path) -> None:
    add_work(site)
    write(site, notes__md="Staged.\n")
    git(site, "add", "notes.md")
    write(site, notes__md="And further.\n")
    good(night(site))
    assert standing(site) == {"notes.md": "MM"}
    assert git(site, "show", ":notes.md") == "Staged."
    assert at(site, "notes.md") == "Mine."


def test_windows_line_ends_in_the_working_tree_stay_out_of_the_commit(site: Path) -> None:
    git(site, "config", "core.autocrlf", "true")
    add_work(site)
    about = (site / "about.md").read_text().replace("And I like windows.", "A draft.")
    (site / "about.md").write_bytes(about.replace("\n", "\r\n").encode())
    good(night(site))
    assert "More on windows" in at(site, "about.md")
    assert "A draft" not in at(site, "about.md")
    assert "\r" not in at(site, "about.md")


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Callable[[], None]]]:
    """What happens after tonight's run has written, before it is committed."""
    deeds: list[Callable[[], None]] = []

    def run(*given: Any) -> Outcome:
        outcome = run_loaded(*given)
        deeds.pop()()
        return outcome

    monkeypatch.setattr("pubsync.pipeline.committing.run_loaded", run)
    yield deeds
    assert not deeds


def test_no_other_run_comes_between_a_run_and_its_commit(site: Path, meanwhile: list[Callable[[], None]]) -> None:
    def come() -> None:
        with pytest.raises(PublishError, match="another run is at work"), lock(site, state_folder(site), timeout=0):
            pass

    add_work(site)
    meanwhile.append(come)
    assert good(night(site)).commit
    assert standing(site) == {}


def test_what_a_person_writes_between_a_run_and_its_commit_stays_out_of_it(
    site: Path, meanwhile: list[Callable[[], None]]
) -> None:
    shown = site / "publications.html"
    git(site, "rm", "-q", "--cached", "--", "publications.html")  # as one that the run makes
    git(site, "commit", "-q", "-m", "Without the page")

    def write_on() -> None:
        write(site, about__md=(site / "about.md").read_text() + "Half a thought.\n")
        write(site, publications__html=page(site) + "<!-- a thought -->\n")

    add_work(site)
    meanwhile.append(write_on)
    assert good(night(site)).commit
    assert "More on windows" in at(site, "about.md")
    assert "thought" not in at(site, "about.md") + at(site, "publications.html")
    assert (site / "about.md").read_text().endswith("Half a thought.\n")
    assert shown.read_text().endswith("<!-- a thought -->\n")
    assert standing(site) == {"about.md": " M", "publications.html": " M"}


def test_names_with_blanks_stars_and_other_scripts_are_taken_literally(site: Path) -> None:
    (site / "pubsync.yaml").write_text(
        (site / "pubsync.yaml").read_text().replace("{kind: page}", '{kind: page, path: "论文 *[a].html"}')
    )
    git(site, "commit", "-q", "-am", "Another name")
    write(site, **{"论文 xa__html": "not pubsync's"})
    git(site, "add", "论文 xa.html")
    good(night(site))
    committed = git(site, "-c", "core.quotePath=false", "ls-tree", "-r", "--name-only", "HEAD").splitlines()
    assert "论文 *[a].html" in committed
    assert "论文 xa.html" not in committed
    assert git(site, "-c", "core.quotePath=false", "status", "--porcelain") == 'A  "论文 xa.html"'


def test_a_page_that_git_ignores_is_left_out_and_named(site: Path) -> None:
    git(site, "rm", "-q", "--cached", "publications.html")
    write(site, __gitignore="publications.html\n")
    git(site, "add", ".gitignore")
    git(site, "commit", "-q", "-m", "Ignore it")
    add_work(site)
    done = good(night(site))
    assert "publications.html" not in in_commit(site)
    assert any("publications.html is not committed: git is told to ignore it" in one for one in done.remarks)


def test_a_source_file_that_is_not_committed_is_named(site: Path) -> None:
    (site / "publications.bib").write_text(BIB + MORE)
    done = good(night(site))
    assert "publications.bib" not in in_commit(site)
    assert any(one.startswith("publications.bib is not committed") for one in done.remarks)


def test_a_site_in_a_folder_of_the_repository(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    site = make_site(tmp_path)
    write(site, about__md=ABOUT)
    write(tmp_path, other__md="Mine.\n")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "All")
    good(night(site))
    write(tmp_path, other__md="Changed.\n")
    (site / "publications.bib").write_text(BIB + MORE)
    git(site, "commit", "-q", "-m", "More", "--", "publications.bib")
    write(site, about__md=(site / "about.md").read_text().replace("I like windows", "I like draughts"))
    good(night(site))
    assert {"site/about.md", "site/publications.html"} <= in_commit(tmp_path)
    assert "More on windows" in at(tmp_path, "site/about.md")
    assert "draughts" not in at(tmp_path, "site/about.md")
    assert standing(tmp_path) == {"other.md": " M", "site/about.md": " M"}


def test_the_persons_hooks_run_and_a_refusal_is_told_with_nothing_committed(site: Path) -> None:
    hook = site / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\ngit diff --cached --name-only >.git/seen\necho 'spelling: wnidows' >&2\nexit 1\n")
    hook.chmod(0o755)
    add_before = log(site)
    (site / "publications.bib").write_text(BIB + MORE)
    write(site, notes__md="Mine still.\n")
    problem = night(site).problem
    assert isinstance(problem, GitError)
    assert "spelling: wnidows" in str(problem)
    assert log(site) == add_before
    assert "notes.md" not in (site / ".git" / "seen").read_text()
    assert "publications.html" in (site / ".git" / "seen").read_text()
    hook.unlink()
    good(night(site))
    assert "More on windows" in at(site, "publications.html")


def test_a_file_within_a_submodule_is_refused(site: Path, tmp_path: Path) -> None:
    other = tmp_path / "theme"
    other.mkdir()
    write(other, readme__md="A theme.\n")
    git(other, "init", "-q")
    git(other, "add", "-A")
    git(other, "commit", "-q", "-m", "Theme")
    git(site, "submodule", "--quiet", "add", str(other), "theme")
    (site / "pubsync.yaml").write_text(
        (site / "pubsync.yaml").read_text().replace("{kind: page}", "{kind: page, path: theme/p.html}")
    )
    git(site, "commit", "-q", "-am", "A theme")
    problem = night(site).problem
    assert "submodule" in str(problem)
    assert "theme/p.html" in str(problem)


def test_a_site_that_is_a_submodule_commits_to_its_own_branch(site: Path, tmp_path: Path) -> None:
    outer = tmp_path / "outer"
    outer.mkdir()
    git(outer, "init", "-q")
    git(outer, "submodule", "--quiet", "add", str(site), "inner")
    inner = outer / "inner"
    (inner / "publications.bib").write_text(BIB + MORE)
    good(night(inner))
    assert "More on windows" in at(inner, "publications.html")


def test_a_hook_of_another_repository_does_not_mislead(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / ".git" / "index"))
    (site / "publications.bib").write_text(BIB + MORE)
    good(night(site))
    monkeypatch.delenv("GIT_DIR")
    monkeypatch.delenv("GIT_INDEX_FILE")
    assert log(site)[0] == "Publications: 1 new"


# What stands in the way is told before anything is written


def detach(site: Path) -> None:
    git(site, "checkout", "-q", "--detach")


def forget_author(site: Path) -> None:
    Path(os.environ["GIT_CONFIG_GLOBAL"]).write_text("[user]\nuseConfigOnly = true\n")
    assert site


def begin_merge(site: Path) -> None:
    git(site, "checkout", "-q", "-b", "side")
    write(site, notes__md="Side.\n")
    git(site, "commit", "-q", "-am", "Side")
    git(site, "checkout", "-q", "main")
    write(site, notes__md="Main.\n")
    git(site, "commit", "-q", "-am", "Main")
    subprocess.run(["git", "merge", "-q", "side"], cwd=site, capture_output=True, check=False)


def no_repository(site: Path) -> None:
    (site / ".git").rename(site.parent / "gone")


@pytest.mark.parametrize(
    ("spoil", "what", "remedy"),
    [
        (detach, "detached HEAD", "git switch main"),
        (forget_author, "in whose name", "git config user.name"),
        (begin_merge, "a merge is under way", "git merge --abort"),
        (no_repository, "not in a git repository", "git init"),
        (lambda _site: None, "follows none elsewhere", "git push --set-upstream origin main"),
    ],
)
def test_what_stands_in_the_way_is_told_with_its_remedy_and_nothing_is_written(
    site: Path, spoil: Callable[[Path], None], what: str, remedy: str
) -> None:
    (site / "publications.bib").write_text(BIB + MORE)
    spoil(site)
    before = page(site)
    with pytest.raises(SettingsError, match=what) as caught:
        night(site, push=True)
    assert remedy in caught.value.remedy
    assert page(site) == before


# Pushing


def test_a_push_brings_the_commit_to_the_remote_and_a_quiet_night_pushes_nothing(site: Path, bare: Path) -> None:
    (site / "publications.bib").write_text(BIB + MORE)
    git(site, "commit", "-q", "-am", "More")
    git(site, "push", "-q")
    assert good(night(site, push=True)).pushed
    assert log(bare, "main")[0] == "Publications: 1 new"
    assert not good(night(site, push=True)).pushed


def test_what_was_pushed_elsewhere_is_taken_in_before_the_run(site: Path, elsewhere: Path, bare: Path) -> None:
    (elsewhere / "publications.bib").write_text(BIB + MORE)
    elsewhere_pushes(elsewhere, "More")
    write(site, notes__md="A draft.\n", staged__md="Staged.\n")
    git(site, "add", "staged.md")
    assert good(night(site, push=True)).pushed
    assert log(bare, "main")[:2] == ["Publications: 1 new", "More"]
    assert standing(site) == {"notes.md": " M", "staged.md": "A "}


@pytest.fixture
def racing(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Callable[[], None]]]:
    """What somebody else does between tonight's commits and their pushes, one each."""
    deeds: list[Callable[[], None]] = []

    def hurried(repository: Repository) -> bool:
        if deeds:
            deeds.pop(0)()
        return push(repository)

    monkeypatch.setattr("pubsync.pipeline.committing.push", hurried)
    yield deeds
    assert not deeds


def test_a_faster_push_of_other_files_is_built_upon_and_never_overwritten(
    site: Path, elsewhere: Path, bare: Path, racing: list[Callable[[], None]]
) -> None:
    def hurry() -> None:
        write(elsewhere, other__md="Theirs.\n")
        elsewhere_pushes(elsewhere)

    add_work(site)
    git(site, "push", "-q")
    git(elsewhere, "pull", "-q")
    write(site, notes__md="Staged.\n")
    git(site, "add", "notes.md")
    write(site, notes__md="And further.\n", draft__md="A draft.\n")
    racing.append(hurry)
    assert good(night(site, push=True)).pushed
    assert log(bare, "main")[:2] == ["Publications: 1 new", "Elsewhere"]
    assert (site / "other.md").read_text() == "Theirs.\n"
    assert standing(site) == {"notes.md": "MM", "draft.md": "??"}
    assert git(site, "show", ":notes.md") == "Staged."
    assert git(site, "worktree", "list").count("\n") == 0


def test_where_both_changed_the_same_lines_the_run_is_made_anew_on_top_of_theirs(
    site: Path, elsewhere: Path, bare: Path, racing: list[Callable[[], None]]
) -> None:
    """Two machines sync; each has a decision and a work that the other does not know."""

    def hurry() -> None:
        decide(elsewhere, lambda ledger: simple("hide")(ledger, ["doe2019sound"]))
        about = (elsewhere / "about.md").read_text()
        write(elsewhere, about__md=about.replace("On seeing and not seeing", "On seeing, and not seeing"))
        good(night(elsewhere, push=True))

    add_work(site)
    git(site, "push", "-q")
    git(elsewhere, "pull", "-q")
    key = next(one.key for one in sync_site(site, SyncOptions(dry_run=True), NOW).shown.works if "winter" in one.title)
    assert key == "doe2019sound"
    decide(site, lambda ledger: simple("select")(ledger, ["doe2020seeing"]))
    write(site, notes__md="A draft.\n")
    racing.append(hurry)
    done = night(site, push=True)
    assert done.problem is None, done.problem
    assert done.pushed
    shown = at(bare, "about.md", "main")
    assert "More on windows" in shown
    assert "On seeing, and not seeing" in shown
    assert "The sound of many windows" not in shown
    decisions = at(bare, "_pubsync/curation.yaml", "main")
    assert "hide" in decisions
    assert "select" in decisions
    assert standing(site) == {"notes.md": " M"}
    assert sync_site(site, SyncOptions(), NOW).report.files == ()
    assert git(site, "show", "--no-patch", "--format=%s", "refs/pubsync/set-aside") == "Publications: 1 new"
    assert git(bare, "log", "--format=%s", "main").splitlines().count("One more work") == 1


def test_a_second_defeat_is_told_and_the_commit_goes_with_the_next_run(
    site: Path, elsewhere: Path, bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = publishing._pushed
    count = iter(range(10))

    def pushed(repository: Repository, commit: str) -> GitError | None:
        if (number := next(count)) < 2:
            write(elsewhere, **{f"other{number}__md": "Theirs.\n"})
            elsewhere_pushes(elsewhere, f"Elsewhere {number}")
        return real(repository, commit)

    add_work(site)
    git(site, "push", "-q")
    git(elsewhere, "pull", "-q")
    monkeypatch.setattr(publishing, "_pushed", pushed)
    assert "goes with the next run" in str(night(site, push=True).problem)
    assert good(night(site, push=True)).pushed
    assert log(bare, "main")[:3] == ["Publications: 1 new", "Elsewhere 1", "Elsewhere 0"]


@pytest.mark.usefixtures("bare")
def test_git_moves_no_file_while_another_run_is_at_work(site: Path, elsewhere: Path) -> None:
    @contextmanager
    def busy() -> Iterator[None]:
        raise PublishError("another run is at work on this site")
        yield

    add_work(site)
    git(site, "push", "-q")
    git(elsewhere, "pull", "-q")
    good(night(site))
    repository = replace(open_repository(site, pushing=True), held=busy)
    write(elsewhere, other__md="Theirs.\n")
    elsewhere_pushes(elsewhere)
    before = git(site, "rev-parse", "HEAD")
    with pytest.raises(PublishError, match="another run"):
        push(repository)
    with pytest.raises(PublishError, match="another run"):
        start_over(repository, {})
    assert (git(site, "rev-parse", "HEAD"), standing(site)) == (before, {})
    git(site, "reset", "-q", "--hard", "HEAD~")
    assert "another run" in catch_up(repository)
    assert (git(site, "rev-parse", "HEAD"), standing(site)) == (git(site, "rev-parse", f"{before}~"), {})
    assert not (site / "other.md").exists()


def test_a_commit_that_a_person_makes_during_the_push_is_not_pushed_for_them(
    site: Path, bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = publishing._pushed

    def pushed(*given: Any) -> GitError | None:
        write(site, notes__md="Not yet for all.\n")
        git(site, "commit", "-q", "-am", "Mine")
        return real(*given)

    add_work(site)
    git(site, "push", "-q")
    monkeypatch.setattr(publishing, "_pushed", pushed)
    assert good(night(site, push=True)).pushed
    assert (log(bare, "main")[0], log(site)[0]) == ("Publications: 1 new", "Mine")


def test_commits_of_the_persons_are_not_pushed_for_them(site: Path, bare: Path) -> None:
    add_work(site)
    done = night(site, push=True)
    assert isinstance(done.problem, AskPersonError)
    assert "1 of your own commits" in str(done.problem)
    assert done.commit
    assert log(bare, "main")[0] != "Publications: 1 new"
    git(site, "push", "-q")
    assert log(bare, "main")[0] == "Publications: 1 new"


def test_a_changed_file_of_the_persons_is_never_overwritten_by_what_was_pushed(
    site: Path, elsewhere: Path, bare: Path, racing: list[Callable[[], None]]
) -> None:
    def hurry() -> None:
        write(elsewhere, notes__md="Theirs.\n")
        elsewhere_pushes(elsewhere)

    add_work(site)
    git(site, "push", "-q")
    git(elsewhere, "pull", "-q")
    write(site, notes__md="Mine, and not committed.\n")
    racing.append(hurry)
    problem = night(site, push=True).problem
    assert isinstance(problem, GitError)
    assert "notes.md" in str(problem)
    assert (site / "notes.md").read_text() == "Mine, and not committed.\n"
    assert log(site)[0] == "Publications: 1 new"
    assert log(bare, "main")[0] == "Elsewhere"
    assert git(site, "worktree", "list").count("\n") == 0


def test_a_remote_that_is_away_leaves_the_commit_for_the_next_run(site: Path, bare: Path) -> None:
    add_work(site)
    git(site, "push", "-q")
    bare.rename(bare.parent / "away")
    done = night(site, push=True)
    assert isinstance(done.problem, GitError)
    assert done.commit
    assert any("not taken in" in one for one in done.remarks)
    (bare.parent / "away").rename(bare)
    assert good(night(site, push=True)).pushed
    assert log(bare, "main")[0] == "Publications: 1 new"


def test_a_branch_that_may_not_be_pushed_to_is_told_in_the_servers_words(site: Path, bare: Path) -> None:
    add_work(site)
    git(site, "push", "-q")
    hook = bare / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'main is protected' >&2\nexit 1\n")
    hook.chmod(0o755)
    problem = night(site, push=True).problem
    assert isinstance(problem, GitError)
    assert "main is protected" in str(problem)
    assert "at the same time" not in str(problem)


def test_a_shallow_clone_as_in_ci_pushes_and_builds_upon_a_faster_push(
    site: Path, elsewhere: Path, bare: Path, tmp_path: Path, racing: list[Callable[[], None]]
) -> None:
    def hurry() -> None:
        write(elsewhere, other__md="Theirs.\n")
        elsewhere_pushes(elsewhere)

    add_work(site)
    git(site, "push", "-q")
    git(elsewhere, "pull", "-q")
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth", "1", bare.as_uri(), str(shallow))
    racing.append(hurry)
    assert good(night(shallow, push=True)).pushed
    assert log(bare, "main")[:3] == ["Publications: 1 new", "Elsewhere", "One more work"]
    assert git(shallow, "rev-parse", "--is-shallow-repository") == "true"


# Words


def test_the_message_says_in_a_line_what_changed() -> None:
    def change(kind: str, subject: str = "work", key: str = "a") -> Change:
        return Change(kind=kind, subject=subject, key=key, title="<b>T</b>\n\nMade-by: me")

    def report(*changes: Change, files: tuple[str, ...] = ()) -> RunReport:
        written = tuple(WrittenFile(path=path, action="updated") for path in files)
        return RunReport(exit_code=0, dry_run=False, totals={}, changes=changes, files=written)

    told = commit_message(report(change("added"), change("added"), change("published"), change("added", "talk")))
    assert told == "Publications: 2 new, 1 published; Talks: 1 new"
    assert commit_message(report(files=("about.md",))) == "Publications: brought up to date"
    assert commit_message(report(files=("_pubsync/snapshots/a.json",))) == "Publications: what the sources say today"


def test_tokens_in_addresses_are_never_shown() -> None:
    told = without_secrets("unable to access 'https://pubsync:glpat-s3cr3t@gitlab.example.edu/a.git/': 403")
    assert told == "unable to access 'https://gitlab.example.edu/a.git/': 403"


def test_a_push_that_fails_over_an_address_with_a_token_shows_no_token(site: Path, bare: Path) -> None:
    assert bare
    add_work(site)
    git(site, "push", "-q")
    git(site, "remote", "set-url", "origin", "https://me:t0k3n@127.0.0.1:1/a.git")
    done = night(site, push=True)
    assert isinstance(done.problem, PubsyncError)
    assert "t0k3n" not in str(done.problem) + " ".join(done.remarks)


def test_on_the_command_line(site: Path, bare: Path) -> None:
    def pubsync(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pubsync", *words, "--site", str(site)]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)

    add_work(site)
    refused = pubsync("sync", "--commit", "--dry-run")
    assert (refused.returncode, "nothing to commit" in refused.stderr) == (2, True)
    asked = pubsync("sync", "--push")
    assert (asked.returncode, "git push" in asked.stderr) == (4, True)
    assert "Committed " in asked.stdout
    git(site, "push", "-q")
    (site / "publications.bib").write_text(BIB)
    git(site, "commit", "-q", "-am", "One less")
    git(site, "push", "-q")
    done = pubsync("sync", "--push", "--accept", "bibtex:publications.bib")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "Pushed."
    assert log(bare, "main")[0].startswith("Publications: ")
