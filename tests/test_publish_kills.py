"""Killed, failing, interrupted or met by another run at any moment: as before or as it should be, never a mix.

A run happens in a forked child. An audit hook there sees every call that touches a file, and at the N-th it kills the
child, fails the call, or interrupts it. All N are gone through, until the child gets to its end untroubled.
"""

from __future__ import annotations

import errno
import gc
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.errors import PublishError
from pubsync.publish import lock, publish, recover, undo
from pubsync.records.plan import PlannedFile

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

FILE_CALLS = frozenset(
    ["open", "fcntl.flock"]
    + [f"os.{name}" for name in ("chmod", "chown", "link", "listdir", "mkdir", "remove", "rename", "rmdir", "scandir")]
)
DONE, REFUSED, INTERRUPTED, BROKEN = 0, 3, 5, 6

BEFORE = {"a.md": b"a old\n", "b/c.md": b"c old\n", "d.md": b"d going\n", "theirs.md": b"theirs\n"}
AFTER = {
    "a.md": b"a new\n",
    "b/c.md": b"c new\n",
    "e/f/g.md": b"g new\n",
    "_pubsync/library.json": b"{}\n",
    "theirs.md": b"theirs\n",
}
PLANNED = tuple(
    PlannedFile(path, AFTER.get(path), BEFORE.get(path)) for path in sorted({*BEFORE, *AFTER} - {"theirs.md"})
)
Tree = dict[str, bytes]
Trouble = Callable[[str, tuple[Any, ...]], None]


@dataclass(frozen=True)
class Place:
    """A site, with the folder for undo beside it."""

    root: Path
    kept: Path = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "kept", self.root.with_name("kept"))

    def reset(self, files: Tree) -> None:
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.rmtree(self.kept, ignore_errors=True)
        self.root.mkdir()
        for path, content in files.items():
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            (self.root / path).write_bytes(content)

    def files(self) -> Tree:
        found = (path for path in self.root.rglob("*") if path.is_file())
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in found}

    def folders(self) -> set[str]:
        return {path.relative_to(self.root).as_posix() for path in self.root.rglob("*") if path.is_dir()}

    def publish(self) -> None:
        publish(self.root, PLANNED, undo_folder=self.kept)

    def recover(self) -> None:
        recover(self.root, undo_folder=self.kept)

    def undo(self) -> None:
        undo(self.root, self.kept)

    @property
    def committed(self) -> bool:
        return (self.root / "_pubsync" / ".journal" / "journal.json").exists()


@pytest.fixture
def place() -> Iterator[Place]:
    """In memory where there is such a place: thousands of runs, and none has to survive the machine."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Place(Path(folder).resolve() / "site")


def child(action: Callable[[], object], trouble: Trouble) -> int:
    """Do it in a process of its own; its exit code, or minus the signal that ended it."""
    process = os.fork()
    if process == 0:
        code = BROKEN
        gc.disable()  # it would copy most of the parent's memory
        try:
            sys.addaudithook(lambda call, args: trouble(call, args) if call in FILE_CALLS else None)
            action()
            code = DONE
        except PublishError:
            code = REFUSED
        except KeyboardInterrupt:
            code = INTERRUPTED
        except BaseException:  # noqa: BLE001 - shown here, as pytest is not told of a child's
            traceback.print_exc()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def at_call(number: int, act: Callable[[], None]) -> Trouble:
    """Trouble at one call of all that touch files."""
    calls = count()

    def trouble(_call: str, _args: tuple[Any, ...]) -> None:
        if next(calls) == number:
            act()

    return trouble


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def untroubled(_call: str, _args: tuple[Any, ...]) -> None:
    """Let everything pass."""


def kills(place: Place, action: Callable[[], object], *, first: int = 0, step: int = 1) -> Iterator[int]:
    """Kill ``action`` before its N-th call, for each N in turn, until it gets through."""
    for number in range(first, 10_000, step):
        ended = child(action, at_call(number, die))
        if ended == DONE:
            assert number > 20, "nothing was killed"
            return
        assert ended == -signal.SIGKILL
        yield number
    pytest.fail(f"no end of calls in {place}")


def assert_settled(place: Place, *allowed: Tree) -> None:
    """The site is one of those allowed, nothing is left behind, and recovering again changes nothing."""
    found = place.files()
    assert found in allowed
    made = {parent.as_posix() for path in found for parent in Path(path).parents} | {"b"}
    assert place.folders() <= made
    assert recover(place.root) is None
    assert place.files() == found


def test_a_run_killed_before_any_call_ends_as_before_or_after(place: Place) -> None:
    seen = set()
    place.reset(BEFORE)
    for number in kills(place, place.publish):
        committed = place.committed
        own = {path: content for path, content in place.files().items() if "/.journal" not in path}
        assert committed or own in (BEFORE, AFTER), "changed before the commit point"
        assert "d.md" in own or own == AFTER, "what moves would be absent for a moment"
        if number % 5:
            place.recover()
        else:
            assert child(place.recover, untroubled) == DONE
        assert_settled(place, AFTER if committed or own == AFTER else BEFORE)
        seen.add((committed, place.files() == AFTER))
        place.reset(BEFORE)
    assert seen == {(False, False), (True, True), (False, True)}


@pytest.mark.parametrize("edited", ["a.md", "d.md", "e/f/g.md", "theirs.md"])
@pytest.mark.parametrize("how", ["replaced", "removed"])
def test_what_a_person_does_after_a_kill_stays(place: Place, edited: str, how: str) -> None:
    place.reset(BEFORE)
    for _ in kills(place, place.publish, first=len(edited) % 6, step=6):
        file = place.root / edited
        stood = place.files()
        if how == "removed":
            file.unlink(missing_ok=True)
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(b"by hand\n")
        place.recover()
        found = place.files()
        by_hand = found.get(edited)
        found[edited] = b""
        assert found in ({**BEFORE, edited: b""}, {**AFTER, edited: b""})
        if how == "replaced":
            assert by_hand == b"by hand\n"
        elif stood.get(edited) not in (None, BEFORE.get(edited)):
            assert by_hand is None
        told = how == "replaced" or edited in BEFORE  # a new file that is gone again looks as if never written
        if told and all(stood.get(path) == AFTER.get(path) for path in {*BEFORE, *AFTER}):
            assert found == {**AFTER, edited: b""}, "what was done was taken back"
        place.reset(BEFORE)


@pytest.mark.parametrize("edited", ["a.md", "d.md", "e/f/g.md"])
def test_a_file_edited_after_the_run_wrote_it_lets_the_run_be_finished_and_one_before_takes_it_back(
    place: Place, edited: str
) -> None:
    place.reset(BEFORE)
    seen = set()
    for _ in kills(place, place.publish, step=3):
        written = place.files().get(edited) == AFTER.get(edited)
        if place.committed:
            (place.root / edited).parent.mkdir(parents=True, exist_ok=True)
            (place.root / edited).write_bytes(b"by hand\n")
            place.recover()
            assert_settled(place, {**(AFTER if written else BEFORE), edited: b"by hand\n"})
            seen.add(written)
        place.reset(BEFORE)
    assert seen == {False, True}


def test_what_stands_beside_a_file_that_was_written_and_edited_fits_it_where_the_rest_is_taken_back(
    place: Place,
) -> None:
    by_hand = {"a.md": b"by hand\n", "d.md": b"by hand\n"}

    def beside(path: str) -> str:
        return {"a.md": "b/c.md", "d.md": "e/f/g.md"}.get(path, path)

    seen = set()
    place.reset(BEFORE)
    for _ in kills(place, place.publish, step=2):
        found = place.files()
        if place.committed and "d.md" in found:
            for path, content in by_hand.items():
                (place.root / path).write_bytes(content)
            recover(place.root, undo_folder=place.kept, companion=beside)
            new = AFTER if found["a.md"] == AFTER["a.md"] else BEFORE
            assert_settled(place, {**BEFORE, **by_hand, "b/c.md": new["b/c.md"]})
            seen.add(new is AFTER)
        place.reset(BEFORE)
    assert seen == {False, True}


def test_what_stands_beside_a_file_that_was_written_and_edited_fits_it_where_a_run_fails_halfway(place: Place) -> None:
    """The person is faster than the run: it meets the edit of one file, and takes back what it wrote into others."""
    place.reset(BEFORE)

    def beside(path: str) -> str:
        return {"a.md": "b/c.md"}.get(path, path)

    def edit(call: str, args: tuple[Any, ...]) -> None:
        if call == "os.rename" and str(args[1]).endswith("/b/c.md"):  # a.md was written just before
            (place.root / "a.md").write_bytes(b"by hand\n")
            (place.root / "d.md").write_bytes(b"by hand\n")

    def run() -> None:
        publish(place.root, PLANNED, undo_folder=place.kept, companion=beside)

    assert child(run, edit) == REFUSED
    assert_settled(place, {**BEFORE, "a.md": b"by hand\n", "d.md": b"by hand\n", "b/c.md": AFTER["b/c.md"]})


def killed_states(place: Place, edit: bool) -> Iterator[None]:
    """The site as some kills after the commit point leave it, edited by a person or not."""
    place.reset(BEFORE)
    for _ in kills(place, place.publish, first=3, step=13):
        if place.committed:
            if edit:
                (place.root / "d.md").write_bytes(b"by hand\n")
            yield
        place.reset(BEFORE)


@pytest.mark.parametrize("edit", [False, True])
def test_recovering_may_itself_be_killed_anywhere(place: Place, edit: bool) -> None:
    hand = {"d.md": b"by hand\n"} if edit else {}
    spare = place.root.with_name("spare")
    for first, _ in enumerate(killed_states(place, edit)):
        shutil.rmtree(spare, ignore_errors=True)
        shutil.copytree(place.root, spare)
        for number in count(first % 5, 5):
            ended = child(place.recover, at_call(number, die))
            place.recover()
            assert_settled(place, {**BEFORE, **hand}, {**AFTER, **hand})
            if ended == DONE:
                break
            shutil.rmtree(place.root)
            shutil.copytree(spare, place.root)


def test_undoing_may_be_killed_anywhere(place: Place) -> None:
    place.reset(BEFORE)
    place.publish()
    for _ in kills(place, place.undo, step=3):
        place.recover()
        assert place.files() in (BEFORE, AFTER)
        place.reset(BEFORE)
        place.publish()
    assert place.files() == BEFORE


def test_after_a_kill_the_run_that_counts_can_be_undone(place: Place) -> None:
    trees = [{**BEFORE, "first.md": b"1"}, {**AFTER, "first.md": b"1"}, {**AFTER, "first.md": b"1", "a.md": b"3"}]

    def publish_third() -> None:
        publish(place.root, [PlannedFile("a.md", b"3", AFTER["a.md"])], undo_folder=place.kept)

    def run_twice() -> None:
        place.reset(BEFORE)
        publish(place.root, [PlannedFile("first.md", b"1", None)], undo_folder=place.kept)
        place.publish()

    run_twice()
    for _ in kills(place, publish_third, step=3):
        place.recover()
        assert_settled(place, trees[1], trees[2])
        expected = trees[1] if place.files() == trees[2] else trees[0]
        place.undo()
        assert place.files() == expected
        run_twice()


@pytest.mark.parametrize("moment", [0, 1])
def test_an_editor_that_writes_while_its_file_is_replaced_keeps_its_text(place: Place, moment: int) -> None:
    """The editor opened the file before; it writes just before, or just after, the new contents take its place."""
    place.reset(BEFORE)
    editor = os.open(place.root / "a.md", os.O_WRONLY)
    calls: list[bool] = []

    def write(call: str, args: tuple[Any, ...]) -> None:
        replaced = call == "os.rename" and str(args[1]).endswith("/a.md")
        if calls or replaced:
            calls.append(replaced)
        if len(calls) == moment + 1:
            os.write(editor, b"hand!\n")

    assert child(place.publish, write) == REFUSED
    os.close(editor)
    assert_settled(place, {**BEFORE, "a.md": b"hand!\n"})


def test_an_editor_that_writes_into_a_replaced_file_after_a_kill_keeps_its_text(place: Place) -> None:
    place.reset(BEFORE)

    def kill_when_done(call: str, args: tuple[Any, ...]) -> None:
        if call == "os.rename" and Path(args[0]).name == ".journal":
            die()

    editor = os.open(place.root / "a.md", os.O_WRONLY)
    assert child(place.publish, kill_when_done) == -signal.SIGKILL
    os.write(editor, b"hand!\n")
    os.close(editor)
    (place.root / "b" / "c.md").write_bytes(b"by hand\n")
    place.recover()
    assert_settled(place, {**BEFORE, "a.md": b"hand!\n", "b/c.md": b"by hand\n"})


@pytest.mark.parametrize("path", ["b/c.md", "d.md", "e/f/g.md"])
def test_what_a_person_saves_while_a_run_writes_stays(place: Place, path: str) -> None:
    place.reset(BEFORE)

    def save(call: str, args: tuple[Any, ...]) -> None:
        if call == "os.rename" and str(args[1]).endswith("/a.md"):
            (place.root / path).parent.mkdir(parents=True, exist_ok=True)
            (place.root / "saved").write_bytes(b"by hand\n")
            (place.root / "saved").replace(place.root / path)

    assert child(place.publish, save) == REFUSED
    assert_settled(place, {**BEFORE, path: b"by hand\n"})


def test_a_run_that_is_being_taken_back_is_not_finished_after_a_kill(place: Place) -> None:
    """The person saves one file during the run, and after the kill those that were already given back."""
    place.reset(BEFORE)

    def save_and_kill(call: str, args: tuple[Any, ...]) -> None:
        if call == "os.rename" and str(args[0]).endswith("/new-1"):
            (place.root / "saved").write_bytes(b"by hand\n")
            (place.root / "saved").replace(place.root / "d.md")
        if call == "os.remove" and str(args[0]).endswith("/library.json"):
            die()

    assert child(place.publish, save_and_kill) == -signal.SIGKILL
    by_hand = dict.fromkeys(("a.md", "b/c.md", "d.md", "e/f/g.md"), b"by hand\n")
    for path, content in by_hand.items():
        (place.root / path).parent.mkdir(parents=True, exist_ok=True)
        (place.root / path).write_bytes(content)
    place.recover()
    assert_settled(place, {**BEFORE, **by_hand})


def test_a_journal_that_somebody_tidied_up_does_not_stop_the_next_run(place: Place) -> None:
    place.reset(BEFORE)
    for _ in kills(place, place.publish):
        if place.committed and place.files()["a.md"] == AFTER["a.md"]:
            break
        place.reset(BEFORE)
    for kept in (place.root / "_pubsync" / ".journal").glob("old-*"):
        kept.unlink()
    (place.root / "d.md").write_bytes(b"by hand\n")
    assert recover(place.root) is not None
    assert_settled(place, {**BEFORE, "a.md": AFTER["a.md"], "d.md": b"by hand\n"})


def test_folders_are_on_the_disk_before_what_relies_on_them(place: Place) -> None:
    place.reset(BEFORE)
    synced: set[int] = set()
    relies_on = {
        "journal.json.new": ["_pubsync/.journal", "_pubsync", "."],
        "new-0": ["_pubsync/.journal"],
        ".journal": [".", "b", "e", "e/f", "_pubsync"],
    }

    def watch(call: str, args: tuple[Any, ...]) -> None:
        if call not in ("os.rename", "os.remove") or not Path(args[0]).is_relative_to(place.root):
            return
        for folder in relies_on.get(Path(args[0]).name, ()) if call == "os.rename" else ():
            if (place.root / folder).stat().st_ino not in synced:
                os._exit(BROKEN)
        synced.clear()

    assert child(partial(publish_noting, place, synced), watch) == DONE


def test_git_is_not_offered_what_a_killed_run_leaves(place: Place) -> None:
    if not shutil.which("git"):
        pytest.skip("needs git")
    place.reset(BEFORE)
    git = ["git", "-C", str(place.root)]
    subprocess.run([*git, "init", "-q"], check=True)
    for _ in kills(place, place.publish, first=11, step=7):
        if place.committed:
            break
        place.recover()
    status = subprocess.run([*git, "status", "--porcelain", "-uall"], check=True, capture_output=True, text=True)
    assert ".journal" not in status.stdout


def fail(number: int) -> Callable[[], None]:
    def act() -> None:
        raise OSError(number, os.strerror(number))

    return act


@pytest.mark.parametrize(("code", "first"), [(errno.ENOSPC, 0), (errno.EIO, 1)])
def test_a_call_that_fails_anywhere_is_an_error_with_everything_put_back(place: Place, code: int, first: int) -> None:
    ends: list[int] = []
    for number in range(first, 200, 2):
        place.reset(BEFORE)
        ends.append(child(place.publish, at_call(number, fail(code))))
        assert ends[-1] in (DONE, REFUSED)
        expected = AFTER if ends[-1] == DONE else BEFORE
        assert {path: content for path, content in place.files().items() if "/.journal" not in path} == expected
        place.recover()  # clearing away an ended journal may be left to it
        assert_settled(place, expected)
        if ends[-4:] == [DONE] * 4:
            break
    assert ends.count(REFUSED) > 20


def needs_room(call: str, args: tuple[Any, ...]) -> bool:
    if call == "os.mkdir":
        return not os.path.lexists(args[0])
    return call == "os.link" or (call == "open" and bool(args[2] & os.O_CREAT))


def test_a_disk_that_stays_full_from_any_moment_on_leaves_no_half_run(place: Place) -> None:
    for number in range(40):
        place.reset(BEFORE)
        calls = count()

        def full(call: str, args: tuple[Any, ...], calls: Iterator[int] = calls, number: int = number) -> None:
            if needs_room(call, args) and next(calls) >= number:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        ended = child(place.publish, full)
        assert_settled(place, AFTER if ended == DONE else BEFORE)
        if ended == DONE:
            assert number > 5
            return
    pytest.fail("the disk was always full")


def interrupt() -> None:
    raise KeyboardInterrupt


def test_an_interrupt_anywhere_puts_back_or_leaves_it_to_the_next_run(place: Place) -> None:
    for number in count(0, 2):
        place.reset(BEFORE)
        ended = child(place.publish, at_call(number, interrupt))
        assert ended in (DONE, INTERRUPTED, REFUSED)
        place.recover()
        assert_settled(place, BEFORE, AFTER)
        if ended == DONE:
            break
    assert number > 60


def cut_power(place: Place, known: set[int], synced: set[int]) -> None:
    """Lose what was written since the start and not brought to the disk, as a delayed allocation does; then die."""
    for path in place.root.rglob("*"):
        looks = path.lstat()
        if path.is_file() and looks.st_ino not in known | synced:
            os.truncate(path, 0)
    die()


def publish_noting(place: Place, synced: set[int]) -> None:
    """Publish in a child, and note which files were brought to the disk."""
    real = os.fsync

    def fsync(descriptor: int) -> None:
        real(descriptor)
        synced.add(os.fstat(descriptor).st_ino)

    os.fsync = fsync  # type: ignore[assignment]
    place.publish()


def test_a_power_failure_anywhere_ends_as_before_or_after(place: Place) -> None:
    for number in count(1, 2):
        place.reset(BEFORE)
        known = {path.stat().st_ino for path in place.root.rglob("*")}
        synced: set[int] = set()
        cut = at_call(number, partial(cut_power, place, known, synced))
        ended = child(partial(publish_noting, place, synced), cut)
        place.recover()
        assert_settled(place, BEFORE, AFTER)
        if ended == DONE:
            break
    assert number > 60


ROOM = """
import sys
from pathlib import Path
from pubsync.errors import PublishError
from pubsync.publish import publish, recover
from pubsync.records.plan import PlannedFile
site = Path(sys.argv[1]); (site / "a.md").write_bytes(b"old")
files = [PlannedFile("a.md", b"new", b"old")] + [PlannedFile(f"p/{n}.md", b"x" * 9000, None) for n in range(20)]
try:
    publish(site, files, undo_folder=Path(sys.argv[2]))
except PublishError as error:
    print(error.what)
print(sorted(p.relative_to(site).as_posix() for p in site.rglob("*")), (site / "a.md").read_bytes())
"""


def test_a_disk_that_is_really_full(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    script = 'mount -t tmpfs -o size=128k none "$1" && exec "$2" -c "$3" "$1" "$4"'
    arguments = [str(tmp_path / "site"), sys.executable, ROOM, str(tmp_path / "kept")]
    command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, "sh", *arguments]
    if (
        not shutil.which("unshare")
        or subprocess.run([*command[:4], "true"], check=False, capture_output=True).returncode
    ):
        pytest.skip("needs a small file system of its own")
    ended = subprocess.run(command, check=False, capture_output=True, text=True)
    if ended.returncode:
        pytest.skip(f"may not mount: {ended.stderr}")
    assert ended.stdout.splitlines() == ["the disk is full", "['a.md'] b'old'"], ended.stderr


def test_a_file_over_the_limit_for_files(place: Place) -> None:
    resource = pytest.importorskip("resource")
    place.reset(BEFORE)

    def publish_large() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
        publish(place.root, [*PLANNED, PlannedFile("large.md", b"x" * 5000, None)], undo_folder=place.kept)

    assert child(publish_large, untroubled) == REFUSED
    assert_settled(place, BEFORE)


def test_two_runs_at_once_never_mix(place: Place) -> None:
    trees = [{path: content + bytes([number]) for path, content in AFTER.items()} for number in range(3)]
    for _ in range(8):
        place.reset(BEFORE)
        barrier, start = os.pipe()
        processes = []
        for tree in trees:
            process = os.fork()
            if process == 0:
                code = BROKEN
                try:
                    os.close(start)
                    os.read(barrier, 1)
                    files = [PlannedFile(path, content, BEFORE.get(path)) for path, content in tree.items()]
                    publish(place.root, files, undo_folder=place.kept)
                    code = DONE
                except PublishError:
                    code = REFUSED
                finally:
                    os._exit(code)
            processes.append(process)
        os.close(start)
        codes = [os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) for process in processes]
        os.close(barrier)
        assert sorted(codes) == [DONE, REFUSED, REFUSED]
        left = {path: content for path, content in BEFORE.items() if path not in AFTER}
        assert_settled(place, {**left, **trees[codes.index(DONE)]})


def test_the_journal_of_a_run_that_lives_is_not_touched(place: Place) -> None:
    """As from a second machine on a shared folder, which has no lock in common but the journal's own."""
    for number in range(20, 80, 5):
        place.reset(BEFORE)
        reached, tell = os.pipe()
        go_on, let = os.pipe()

        def pause(tell: int = tell, go_on: int = go_on) -> None:
            os.write(tell, b"!")
            os.read(go_on, 1)

        process = os.fork()
        if process == 0:
            os.close(let)
            code = child(place.publish, at_call(number, pause))
            os._exit(code)
        os.close(tell)
        assert os.read(reached, 1) == b"!"
        if (place.root / "_pubsync" / ".journal").exists():
            for act in (place.recover, place.publish):
                with pytest.raises(PublishError):
                    act()
        os.close(let)
        assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == DONE
        for descriptor in (reached, go_on):
            os.close(descriptor)
        assert_settled(place, AFTER)


def test_the_lock_of_a_killed_run_is_free(place: Place) -> None:
    place.reset(BEFORE)

    def hold() -> None:
        with lock(place.root, place.kept, timeout=0):
            place.publish()

    for _ in kills(place, hold, first=40, step=20):
        with lock(place.root, place.kept, timeout=0):
            place.recover()
        assert_settled(place, BEFORE, AFTER)
        place.reset(BEFORE)


NAMES = st.sampled_from(["a.md", "b/c.md", "b/d.md", "_pubsync/x.json", "e/f/g.md", "e/h.md"])
TREES = st.dictionaries(NAMES, st.sampled_from([b"", b"one\n", b"two\r\n", b"x" * 5000]), max_size=6)


@settings(max_examples=40, deadline=None)
@given(before=TREES, after=TREES, seed=st.integers(0, 2**32))
def test_any_plan_killed_anywhere_ends_as_before_or_after(before: Tree, after: Tree, seed: int) -> None:
    chance = random.Random(seed)
    files = [PlannedFile(path, after.get(path), before.get(path)) for path in sorted({*before, *after})]
    chance.shuffle(files)
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        place = Place(Path(folder).resolve() / "site")
        place.reset(before)
        kill = at_call(chance.randrange(150), die)
        child(lambda: publish(place.root, files, undo_folder=place.kept), kill)
        if chance.random() < 0.5:
            child(place.recover, at_call(chance.randrange(60), die))
        place.recover()
        assert place.files() in (before, after)
        assert recover(place.root) is None
