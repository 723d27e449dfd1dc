"""What publishing promises while nothing goes wrong in the middle; kills are in test_publish_kills."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubsync.errors import PublishError
from pubsync.publish import Recovery, UndoResult, lock, publish, recover, undo
from pubsync.publish.journal import Entries, Step, decode, encode
from pubsync.publish.paths import locate
from pubsync.records.plan import PlannedFile, content_hash


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    root.mkdir()
    (root / "cv.md").write_bytes(b"old\n")
    (root / "gone.md").write_bytes(b"going\n")
    return root


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "state" / "undo"


def tree(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


PLAN = (
    PlannedFile("cv.md", b"new\n", b"old\n"),
    PlannedFile("gone.md", None, b"going\n"),
    PlannedFile("_publications/deep/a.md", b"a\n", None),
    PlannedFile("_pubsync/library.json", b"{}\n", None),
)
BEFORE = {"cv.md": b"old\n", "gone.md": b"going\n"}
AFTER = {"cv.md": b"new\n", "_publications/deep/a.md": b"a\n", "_pubsync/library.json": b"{}\n"}


def refusal(root: Path, kept: Path, files: Sequence[PlannedFile]) -> PublishError:
    """Publish what must be refused, and see that nothing came of it."""
    before = tree(root)
    with pytest.raises(PublishError) as caught:
        publish(root, files, undo_folder=kept)
    assert tree(root) == before
    assert not os.path.lexists(root / "_pubsync" / ".journal")
    assert caught.value.remedy
    return caught.value


def test_a_plan_is_written_whole_and_leaves_nothing_else(site: Path, kept: Path) -> None:
    assert publish(site, PLAN, undo_folder=kept) == tuple(planned.path for planned in PLAN)
    assert tree(site) == AFTER
    assert [path.name for path in (site / "_pubsync").iterdir()] == ["library.json"]


def test_a_site_without_files_of_ours_gets_no_folder_of_ours(site: Path, kept: Path) -> None:
    publish(site, PLAN[:1], undo_folder=kept)
    assert sorted(path.name for path in site.iterdir()) == ["cv.md", "gone.md"]


def test_git_sees_the_planned_files_and_nothing_else(site: Path, kept: Path) -> None:
    if not shutil.which("git"):
        pytest.skip("needs git")
    git = ["git", "-C", str(site), "-c", "user.name=n", "-c", "user.email=e@example.org"]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "start"]):
        subprocess.run([*git, *command], check=True)
    publish(site, PLAN, undo_folder=kept)
    status = subprocess.run([*git, "status", "--porcelain", "-uall"], check=True, capture_output=True, text=True)
    assert status.stdout.split() == [
        *("M", "cv.md", "D", "gone.md"),
        *("??", "_publications/deep/a.md", "??", "_pubsync/library.json"),
    ]


def test_a_second_run_touches_no_file(site: Path, kept: Path) -> None:
    publish(site, PLAN, undo_folder=kept)
    moments = {path: path.stat().st_mtime_ns for path in [site, *site.rglob("*")]}
    again = [PlannedFile(path, content, content) for path, content in AFTER.items()]
    assert publish(site, [*again, PlannedFile("gone.md", None, None)], undo_folder=kept) == ()
    assert {path: path.stat().st_mtime_ns for path in [site, *site.rglob("*")]} == moments


def test_a_file_that_is_as_planned_is_not_touched_beside_one_that_changes(site: Path, kept: Path) -> None:
    moment = (site / "gone.md").stat()
    files = [PLAN[0], PlannedFile("gone.md", b"going\n", b"going\n")]
    assert publish(site, files, undo_folder=kept) == ("cv.md",)
    now = (site / "gone.md").stat()
    assert (now.st_ino, now.st_mtime_ns) == (moment.st_ino, moment.st_mtime_ns)


@pytest.mark.parametrize(
    "stale",
    [
        PlannedFile("gone.md", None, b"older\n"),
        PlannedFile("gone.md", b"mine\n", None),
        PlannedFile("absent.md", b"mine\n", b"was here\n"),
        PlannedFile("gone.md", b"older\n", b"older\n"),
        PlannedFile("gone.md", b"going\n", b"older\n"),
    ],
)
def test_a_plan_from_contents_that_no_longer_stand_is_void(site: Path, kept: Path, stale: PlannedFile) -> None:
    assert refusal(site, kept, [PLAN[0], stale]).where == stale.path


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755])
def test_permission_bits_stay(site: Path, kept: Path, mode: int) -> None:
    (site / "cv.md").chmod(mode)
    publish(site, PLAN, undo_folder=kept)
    assert stat.S_IMODE((site / "cv.md").stat().st_mode) == mode


def test_a_new_file_has_the_usual_permission_bits(site: Path, kept: Path) -> None:
    publish(site, PLAN, undo_folder=kept)
    made = site / "usual"
    made.touch()
    assert (site / "_publications/deep/a.md").stat().st_mode == made.stat().st_mode


def test_root_leaves_a_file_with_its_owner(site: Path, kept: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give files away")
    os.chown(site / "cv.md", 1234, 1235)
    publish(site, PLAN, undo_folder=kept)
    looks = (site / "cv.md").stat()
    assert (looks.st_uid, looks.st_gid) == (1234, 1235)


@pytest.mark.parametrize(
    "path",
    [
        *(
            "",
            "/etc/passwd",
            "../out.md",
            "a/../../out.md",
            "a/..",
            "./a.md",
            "a//b.md",
            "a/",
            ".",
            "a\0b.md",
            "a\nb.md",
        ),
        *("C:/a.md", "c:a.md", "a\\b.md", "\\\\host\\a.md", "a\ud800.md"),
        *("con", "nul.md", "a/AUX.txt", "lpt1", "COM¹.md", "conin$", "con .md", "prn/a.md"),
        *(".git/config", ".GIT/hooks/x", "sub/.git/config", ".git", ".git./x", ".git /x", "git~1/x", ".g\u200cit/x"),
        *(
            ".git::$INDEX_ALLOCATION/x",
            "_pubsync/.journal/journal.json",
            "_PUBSYNC/.Journal/x",
            "_pubsync/.journal.1/x",
        ),
    ],
)
def test_an_unsafe_path_is_refused(site: Path, kept: Path, path: str) -> None:
    assert refusal(site, kept, [PLAN[0], PlannedFile(path, b"x", None)]).where == path


@pytest.mark.parametrize(
    "path", [".github/workflows/a.yml", ".gitignore", "console.md", "a.git/b", "齐.md", "a b:c.md"]
)
def test_an_unusual_but_safe_path_is_written(site: Path, kept: Path, path: str) -> None:
    assert publish(site, [PlannedFile(path, b"x", None)], undo_folder=kept) == (path,)
    assert (site / path).read_bytes() == b"x"


@given(st.text(alphabet=st.sampled_from("ab./\\:\0 ~git\u200c_C齐é"), max_size=30))
def test_no_path_leads_out_of_the_site(path: str) -> None:
    root = Path("/nowhere/site")
    try:
        place = Path(locate(root, path))
    except PublishError:
        return
    assert place.is_relative_to(root)
    assert place != root
    assert ".git" not in {part.casefold() for part in place.parts}


def test_a_path_planned_twice_is_refused(site: Path, kept: Path) -> None:
    assert refusal(site, kept, [PLAN[0], PLAN[0]]).where == "cv.md"


def test_two_paths_to_one_file_are_refused(site: Path, kept: Path) -> None:
    (site / "link.md").symlink_to("cv.md")
    refusal(site, kept, [PLAN[0], PlannedFile("link.md", b"other\n", b"old\n")])


TWINS = [
    ("Paper.md", "paper.md"),
    ("caf\u00e9.md", "cafe\u0301.md"),
    ("A/x.md", "a/X.md"),
    ("stra\u00dfe.md", "STRASSE.md"),
]


@pytest.mark.parametrize("twins", TWINS)
def test_paths_that_this_file_system_folds_are_refused(site: Path, kept: Path, twins: tuple[str, str]) -> None:
    files = [PlannedFile(path, path.encode(), None) for path in twins]
    one, other = ((site / path).as_posix() for path in twins)
    Path(one).parent.mkdir(exist_ok=True)
    Path(one).touch()
    folds = Path(other).exists()
    Path(one).unlink()
    if folds:
        refusal(site, kept, files)
    else:
        assert publish(site, files, undo_folder=kept) == twins


@pytest.mark.parametrize("twins", TWINS)
def test_paths_that_another_file_system_folds_are_refused_there(
    site: Path, kept: Path, twins: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # No folding file system can be counted on where the tests run: its answer is put in its place.
    monkeypatch.setattr("pubsync.publish.paths._same_name", lambda _one, _other: True)
    refused = refusal(site, kept, [PlannedFile(path, path.encode(), None) for path in twins])
    assert repr(twins[0]) in refused.what


@pytest.mark.parametrize("target", ["outside", ".git"])
def test_a_linked_folder_that_leaves_the_site_is_refused(site: Path, kept: Path, target: str) -> None:
    away = site.parent / "outside" if target == "outside" else site / ".git"
    away.mkdir()
    (site / "posts").symlink_to(away, target_is_directory=True)
    assert refusal(site, kept, [PLAN[0], PlannedFile("posts/a.md", b"x", None)]).where == "posts/a.md"
    assert not list(away.iterdir())


def test_a_linked_file_that_leaves_the_site_is_refused(site: Path, kept: Path) -> None:
    away = site.parent / "outside.md"
    away.write_bytes(b"theirs\n")
    (site / "page.md").symlink_to(away)
    refusal(site, kept, [PlannedFile("page.md", b"x", b"theirs\n")])
    assert away.read_bytes() == b"theirs\n"


def test_a_folder_of_ours_that_is_a_link_out_of_the_site_is_refused(site: Path, kept: Path) -> None:
    away = site.parent / "outside"
    away.mkdir()
    (site / "_pubsync").symlink_to(away, target_is_directory=True)
    refusal(site, kept, PLAN[:1])
    with pytest.raises(PublishError):
        recover(site)
    assert not list(away.iterdir())


def test_a_link_within_the_site_stays_a_link(site: Path, kept: Path) -> None:
    (site / "pages").mkdir()
    (site / "pages" / "list.md").write_bytes(b"old\n")
    (site / "list.md").symlink_to("pages/list.md")
    (site / "posts").symlink_to("pages", target_is_directory=True)
    files = [PlannedFile("list.md", b"new\n", b"old\n"), PlannedFile("posts/a.md", b"a\n", None)]
    publish(site, files, undo_folder=kept)
    assert (site / "list.md").is_symlink()
    assert (site / "pages" / "list.md").read_bytes() == b"new\n"
    assert (site / "pages" / "a.md").read_bytes() == b"a\n"


def test_a_site_may_be_reached_through_a_link(site: Path, kept: Path) -> None:
    (site.parent / "home").symlink_to(site, target_is_directory=True)
    publish(site.parent / "home", PLAN, undo_folder=kept)
    assert tree(site) == AFTER


def test_links_in_a_circle_are_refused(site: Path, kept: Path) -> None:
    (site / "a").symlink_to("b")
    (site / "b").symlink_to("a")
    refusal(site, kept, [PLAN[0], PlannedFile("a", b"x", None)])


def test_a_read_only_file_is_refused(site: Path, kept: Path) -> None:
    (site / "gone.md").chmod(0o444)
    refused = refusal(site, kept, PLAN)
    assert (refused.where, refused.what) == ("gone.md", "it is read-only")


def test_a_read_only_folder_is_named_and_all_is_put_back(site: Path, kept: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root writes everywhere")
    (site / "_publications").mkdir(mode=0o555)
    assert refusal(site, kept, PLAN).where == "_publications/deep/a.md"


@pytest.mark.parametrize("stands", ["folder", "pipe", "file for a folder"])
def test_what_is_no_ordinary_file_is_refused(site: Path, kept: Path, stands: str) -> None:
    if stands == "folder":
        (site / "odd").mkdir()
    elif stands == "pipe":
        os.mkfifo(site / "odd")
    path = "cv.md/odd" if stands == "file for a folder" else "odd"
    refused = refusal(site, kept, [PLAN[1], PlannedFile(path, b"x", b"")])
    assert refused.where == path
    assert any(word in refused.what for word in ("folder", "no ordinary file"))


def test_a_file_planned_above_another_is_refused_and_all_is_put_back(site: Path, kept: Path) -> None:
    refusal(site, kept, [*PLAN, PlannedFile("_publications/deep", b"x", None)])
    assert not (site / "_publications").exists()


def test_a_name_that_is_too_long_is_refused(site: Path, kept: Path) -> None:
    assert "too long" in refusal(site, kept, [*PLAN, PlannedFile("n" * 300, b"x", None)]).what


def test_a_failure_after_half_the_files_gives_back_the_very_files(site: Path, kept: Path) -> None:
    looks = {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in site.iterdir()}
    refusal(site, kept, [*PLAN, PlannedFile("_publications/deep", b"x", None)])
    assert {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in site.iterdir()} == looks


def test_there_must_be_a_site(tmp_path: Path) -> None:
    for act in (lambda: publish(tmp_path / "no", PLAN, undo_folder=tmp_path / "u"), lambda: recover(tmp_path / "no")):
        with pytest.raises(PublishError, match="no such folder"):
            act()


def test_undo_gives_back_what_nobody_edited(site: Path, kept: Path) -> None:
    publish(site, PLAN, undo_folder=kept)
    (site / "cv.md").write_bytes(b"edited since\n")
    assert undo(site, kept) == UndoResult(
        restored=("gone.md", "_publications/deep/a.md", "_pubsync/library.json"), kept=("cv.md",)
    )
    assert tree(site) == {"cv.md": b"edited since\n", "gone.md": b"going\n"}


def test_undo_gives_a_deleted_file_its_permission_bits(site: Path, kept: Path) -> None:
    (site / "gone.md").chmod(0o750)
    publish(site, PLAN, undo_folder=kept)
    undo(site, kept)
    assert stat.S_IMODE((site / "gone.md").stat().st_mode) == 0o750


def test_a_second_undo_takes_the_first_back(site: Path, kept: Path) -> None:
    publish(site, PLAN, undo_folder=kept)
    undo(site, kept)
    assert tree(site) == BEFORE
    undo(site, kept)
    assert tree(site) == AFTER


def test_undo_leaves_what_a_person_put_in_the_place_of_a_file(site: Path, kept: Path) -> None:
    publish(site, PLAN, undo_folder=kept)
    (site / "gone.md").mkdir()
    (site / "cv.md").unlink()
    assert undo(site, kept).kept == ("cv.md", "gone.md")
    assert (site / "gone.md").is_dir()
    assert not (site / "cv.md").exists()


def test_a_run_that_changes_nothing_or_fails_leaves_the_run_before_to_be_undone(site: Path, kept: Path) -> None:
    publish(site, PLAN, undo_folder=kept)
    publish(site, [PlannedFile("cv.md", b"new\n", b"new\n")], undo_folder=kept)
    clash = [PlannedFile("n/m", b"x", None), PlannedFile("n", b"x", None)]
    refusal(site, kept, [PlannedFile("cv.md", b"3\n", b"new\n"), *clash])
    undo(site, kept)
    assert tree(site) == BEFORE


def test_only_the_last_run_is_undone(site: Path, kept: Path) -> None:
    publish(site, PLAN, undo_folder=kept)
    publish(site, [PlannedFile("cv.md", b"third\n", b"new\n")], undo_folder=kept)
    assert undo(site, kept).restored == ("cv.md",)
    assert tree(site) == AFTER


def test_where_old_contents_cannot_be_kept_the_run_stands(site: Path, kept: Path) -> None:
    kept.parent.write_bytes(b"a file where the folder should be")
    publish(site, PLAN, undo_folder=kept)
    assert tree(site) == AFTER
    with pytest.raises(PublishError):
        undo(site, kept)


def test_an_older_run_is_not_undone_in_place_of_one_that_could_not_be_kept(site: Path, kept: Path) -> None:
    publish(site, PLAN, undo_folder=kept)
    (kept / "next.zip").mkdir()
    publish(site, [PlannedFile("cv.md", b"third\n", b"new\n")], undo_folder=kept)
    with pytest.raises(PublishError, match="no run to undo"):
        undo(site, kept)


def test_damaged_old_contents_restore_nothing(site: Path, kept: Path) -> None:
    publish(site, PLAN, undo_folder=kept)
    (file,) = kept.iterdir()
    whole, other = file.read_bytes(), kept / "other"
    with zipfile.ZipFile(file) as archive, zipfile.ZipFile(other, "w") as changed:
        for name in archive.namelist():
            changed.writestr(name, archive.read(name).replace(b"going", b"gonig"))
    for damaged in (b"", whole[:-30], whole.replace(b"going", b"gonig"), b"PK" + whole[::-1], other.read_bytes()):
        file.write_bytes(damaged)
        with pytest.raises(PublishError) as caught:
            undo(site, kept)
        assert caught.value.remedy
    assert tree(site) == AFTER


def test_nothing_to_undo_is_said(site: Path, kept: Path) -> None:
    with pytest.raises(PublishError, match="no run to undo"):
        undo(site, kept)


def test_there_is_nothing_to_recover_after_a_run(site: Path, kept: Path) -> None:
    assert recover(site) is None
    publish(site, PLAN, undo_folder=kept)
    assert recover(site) is None


def left_journal(site: Path, record: bytes | None, staged: bytes = b"evil\n") -> Path:
    folder = site / "_pubsync" / ".journal"
    folder.mkdir(parents=True)
    (folder / "new-0").write_bytes(staged)
    if record is not None:
        (folder / "journal.json").write_bytes(record)
    return folder


@pytest.mark.parametrize("record", [None, b"", b"{}", b"[]", b"\xff\0", b'{"checksum": ""}', b"[" * 100_000])
def test_a_journal_without_a_good_record_is_thrown_away(site: Path, record: bytes | None) -> None:
    left_journal(site, record)
    assert recover(site) == Recovery("discarded")
    assert tree(site) == BEFORE
    assert not (site / "_pubsync").exists()


def test_a_record_cut_or_changed_anywhere_is_thrown_away() -> None:
    record = encode(Entries((Step("cv.md", "a" * 64, "b" * 64, 0o644),), ("x",)))
    assert decode(record) == Entries((Step("cv.md", "a" * 64, "b" * 64, 0o644),), ("x",))
    assert all(decode(record[:length]) is None for length in range(len(record)))
    assert decode(record.replace(b"cv.md", b"gone.md")) is None


def test_a_journal_of_a_newer_version_is_left_alone(site: Path) -> None:
    body = {"version": 99, "what": "else"}
    checksum = content_hash(json.dumps(body, sort_keys=True).encode())
    folder = left_journal(site, json.dumps({"checksum": checksum, **body}).encode())
    with pytest.raises(PublishError, match="newer"):
        recover(site)
    assert folder.exists()


def test_what_a_newer_version_kept_of_its_last_run_is_left_alone(site: Path, kept: Path) -> None:
    body = {"version": 99, "what": "else"}
    checksum = content_hash(json.dumps(body, sort_keys=True).encode())
    kept.mkdir(parents=True)
    with zipfile.ZipFile(kept / "last.zip", "w") as archive:
        archive.writestr("undo.json", json.dumps({"checksum": checksum, **body}))
    before = (kept / "last.zip").read_bytes()
    with pytest.raises(PublishError, match="newer") as caught:
        undo(site, kept)
    assert caught.value.where == str(kept / "last.zip")
    assert (kept / "last.zip").read_bytes() == before


@pytest.mark.parametrize("path", ["../out.md", ".git/hooks/pre-commit", "/tmp/out.md", "con", "posts/a.md"])
def test_a_journal_from_elsewhere_cannot_write_where_a_plan_could_not(site: Path, path: str) -> None:
    away = site.parent / "outside"
    away.mkdir()
    (site / "posts").symlink_to(away, target_is_directory=True)
    left_journal(site, encode(Entries((Step(path, "", content_hash(b"evil\n")),), ("../outside",))))
    assert recover(site) == Recovery("taken back", (), (path,))
    assert tree(site.parent) == {f"site/{name}": content for name, content in BEFORE.items()}
    assert away.is_dir()


@pytest.mark.parametrize("stands", ["link", "file"])
def test_what_is_no_journal_is_not_followed(site: Path, kept: Path, stands: str) -> None:
    away = site.parent / "outside"
    away.mkdir()
    (away / "precious").touch()
    (site / "_pubsync").mkdir()
    journal = site / "_pubsync" / ".journal"
    if stands == "link":
        journal.symlink_to(away, target_is_directory=True)
    else:
        journal.touch()
    for act in (lambda: recover(site), lambda: publish(site, PLAN, undo_folder=kept)):
        with pytest.raises(PublishError):
            act()
    assert (away / "precious").exists()
    assert (site / "cv.md").read_bytes() == b"old\n"


def test_a_run_does_not_write_over_a_journal_that_was_left(site: Path, kept: Path) -> None:
    left_journal(site, None)
    with pytest.raises(PublishError, match="another run"):
        publish(site, PLAN, undo_folder=kept)
    recover(site)
    publish(site, PLAN, undo_folder=kept)
    assert tree(site) == AFTER


def test_one_run_holds_the_site(site: Path, kept: Path) -> None:
    with lock(site, kept, timeout=0):
        (site.parent / "home").symlink_to(site, target_is_directory=True)
        with pytest.raises(PublishError, match="another run") as caught, lock(site.parent / "home", kept, timeout=0):
            pytest.fail("two runs at once")
        assert caught.value.remedy
        assert tree(site) == BEFORE
    with lock(site, kept, timeout=0):
        pass


def test_two_sites_do_not_wait_for_one_another(site: Path, kept: Path) -> None:
    other = site.parent / "other"
    other.mkdir()
    with lock(site, kept, timeout=0), lock(other, kept, timeout=0):
        pass


def test_a_run_of_another_process_holds_the_site_until_it_dies(site: Path, kept: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from pubsync.publish import lock\n"
        "with lock(Path(sys.argv[1]), Path(sys.argv[2])): print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", program, str(site), str(kept)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(PublishError, match="another run"), lock(site, kept, timeout=0):
            pytest.fail("two runs at once")
        other.kill()
    with lock(site, kept, timeout=0):
        pass


def test_a_state_folder_that_cannot_be_made_is_named(site: Path) -> None:
    with pytest.raises(PublishError, match="can't be locked") as caught, lock(site, site / "cv.md" / "state"):
        pytest.fail("held without a lock")
    assert "PUBSYNC_STATE_HOME" in caught.value.remedy
