"""Whole runs on bad disks, odd file systems and damaged files: refused clearly, or done right; never half.

What one journalled step does there is in test_publish and test_publish_kills; sites of every kind come back in
pipeline/test_rebuilding.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings

from pubsync.errors import LedgerError, NewerError, PublishError, PubsyncError
from pubsync.library import COUNTS_PATH, LEDGER_PATH, counts_to_text
from pubsync.pipeline.checking.site import check_library
from pubsync.pipeline.memory import Memory
from pubsync.pipeline.rebuilding.restoring import rebuild
from pubsync.pipeline.run import SyncOptions, sync_site
from pubsync.records.counts import Counts
from pubsync.records.plan import PlannedFile
from pubsync.snapshots import snapshot_path
from tests.fakes.damage import damaged
from tests.pipeline.runs import BANG, NOW, edit, pages, sync, tree, written
from tests.real import example

ABOUT = "_pages/about.md"
BASE = f"_pubsync/base/{BANG}.json"
SCHOLAR = snapshot_path("scholar:rme-IWIAAAAJ")
COUNTED = counts_to_text(Counts(date="2026-01-01", source="scholar", citations=3)).encode()
NEW_ENTRY = "@misc{qi2024new, title = {A wholly new thing}, author = {Qi, Weizhen}, year = 2024}\n"


@pytest.fixture(scope="module")
def synced_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, synced; nobody writes to it."""
    once = example(tmp_path_factory.mktemp("once"))
    sync(once)
    return once


@pytest.fixture
def synced(synced_once: Path, tmp_path: Path) -> Path:
    """A copy of the synced example."""
    return Path(shutil.copytree(synced_once, tmp_path / "site", symlinks=True))


def refused(site: Path, kind: type[PubsyncError] = PubsyncError, run: Callable[[Path], object] = sync) -> PubsyncError:
    """Run, see that it stops as a person can understand, and that nothing came of it."""
    before = tree(site)
    with pytest.raises(kind) as caught:
        run(site)
    assert tree(site) == before
    assert caught.value.exit_code == 4
    assert_told(caught.value)
    return caught.value


def assert_told(error: PubsyncError) -> None:
    assert error.where
    assert error.remedy


def command(site: Path, before: str = "") -> subprocess.CompletedProcess[str]:
    """Sync in a process of its own, after something in its shell."""
    words = [sys.executable, "-m", "pubsync", "sync", "--offline", "--site", str(site)]
    return subprocess.run(
        ["/bin/sh", "-c", f'{before or ":"}; exec "$@"', "sh", *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, "COLUMNS": "200", "PYTHONDONTWRITEBYTECODE": "1"},
    )


# Room and rights


def test_a_quota_on_file_sizes_stops_the_run_with_the_site_as_it_was(site: Path) -> None:
    before = tree(site)
    done = command(site, "ulimit -f 4")
    assert done.returncode == 4
    assert "larger than the limit" in done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    assert tree(site) == before
    assert command(site).returncode == 0


def test_a_read_only_page_stops_the_run_and_is_named(synced: Path) -> None:
    (synced / ABOUT).chmod(0o444)
    (synced / "publications.bib").open("a").write(NEW_ENTRY)
    assert refused(synced, PublishError).where == ABOUT


def test_a_site_that_can_only_be_read_is_shown_by_a_dry_run_and_refused_by_a_sync(site: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root writes everywhere")
    site.chmod(0o555)
    try:
        assert written(sync(site, dry_run=True))
        refused(site, PublishError)
    finally:
        site.chmod(0o755)


def test_a_memory_that_cannot_be_written_is_named(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBSYNC_STATE_HOME", str(site / "pubsync.yaml" / "no"))
    before = tree(site)
    with pytest.raises(PublishError, match="PUBSYNC_STATE_HOME"):
        sync(site)
    assert tree(site) == before


def test_a_site_need_not_be_a_git_repository_and_one_in_a_folder_of_any_name_is_served(tmp_path: Path) -> None:
    for name in ("with blanks & signs", "-rf", "齐 ü", "a'b\"c"):
        home = tmp_path / name
        home.mkdir()
        site = example(home)
        assert command(site).returncode == 0
        assert (site / BANG).is_file()


# What happens between reading and writing


def before_writing(monkeypatch: pytest.MonkeyPatch, happen: Callable[[], object]) -> None:
    """Let something happen when all is planned and nothing is written."""

    publish_truly = Memory.publish

    def publish(memory: Memory, files: Sequence[PlannedFile]) -> tuple[str, ...]:
        happen()
        return publish_truly(memory, files)

    monkeypatch.setattr(Memory, "publish", publish)


@pytest.mark.parametrize("path", [BANG, ABOUT, LEDGER_PATH, "publications.html"])
@pytest.mark.parametrize("how", ["changes", "vanishes"])
def test_a_file_that_changes_or_vanishes_before_it_is_written_stops_the_run_and_is_not_written_over(
    synced: Path, monkeypatch: pytest.MonkeyPatch, path: str, how: str
) -> None:
    edit(synced / "publications.bib", "Bridging", "Connecting")
    place = synced / path
    theirs = place.read_bytes() + b"\n"

    def happen() -> None:
        if how == "vanishes":
            place.unlink()
        else:
            place.write_bytes(theirs)

    before = tree(synced)
    with monkeypatch.context() as patch:
        before_writing(patch, happen)
        with pytest.raises(PublishError, match="run again") as caught:
            sync(synced)
    assert caught.value.where == path
    expected = {**before, path: theirs}
    if how == "vanishes":
        del expected[path]
    assert tree(synced) == expected


def test_what_a_person_saves_during_a_run_is_taken_over_by_the_next(
    synced: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(synced / "publications.bib", "Bridging", "Connecting")
    with monkeypatch.context() as patch:
        before_writing(patch, lambda: edit(synced / BANG, 'excerpt: ""', "excerpt: My own words."))
        with pytest.raises(PublishError):
            sync(synced)
    sync(synced)
    text = (synced / BANG).read_text(encoding="utf-8")
    assert "excerpt: My own words.\n" in text
    assert "BANG: Connecting" in text
    assert written(sync(synced)) == []


def test_of_two_syncs_at_once_each_ends_well_and_the_site_is_that_of_one(site: Path, tmp_path: Path) -> None:
    twin = Path(shutil.copytree(site, tmp_path / "twin"))
    assert command(twin).returncode == 0
    words = [sys.executable, "-m", "pubsync", "sync", "--offline", "--quiet", "--site", str(site)]
    both = [subprocess.Popen(words, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    told = [one.communicate(timeout=120)[1] for one in both]
    assert {one.returncode for one in both} <= {0, 4}
    assert 0 in {one.returncode for one in both}
    assert not any("Traceback" in text for text in told)
    assert tree(site) == tree(twin)


@pytest.mark.parametrize("year", [1970, 1999, 2038, 2100])
def test_a_clock_that_jumps_changes_nothing(synced: Path, year: int) -> None:
    before = tree(synced)
    for moment in (dt.datetime(year, 1, 1, tzinfo=dt.UTC), NOW):
        with time_machine.travel(moment):
            assert sync_site(synced, SyncOptions(offline=True)).report.exit_code == 0
    assert tree(synced) == before


# Names and links


def test_no_two_files_have_names_that_some_file_system_takes_for_one(site: Path) -> None:
    titles = [
        "Über Straßen",
        "U\u0308ber Strassen",
        "ÜBER STRASSEN",
        "uber-strassen",
        "Uber. Strassen!",
        "齐",
        "其",
        "???",
        "!!!",
    ]
    entries = [
        f"@misc{{k{n}, title={{{title}}}, year={{2020}}, doi={{10.5555/{n}}}}}" for n, title in enumerate(titles)
    ]
    (site / "publications.bib").write_text("\n".join(entries), encoding="utf-8")
    sync(site)
    names = [path.relative_to(site).as_posix() for path in site.rglob("*")]
    folded = {unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()) for name in names}
    assert len(folded) == len(names)
    assert len(list((site / "_publications").iterdir())) >= len(titles)


def test_a_new_file_does_not_meet_a_persons_own_of_another_case(site: Path) -> None:
    own = site / BANG.replace("bang", "BANG").replace("generation", "Generation")
    own.parent.mkdir()
    own.write_text("---\ntitle: Something else entirely\n---\nMine.\n", encoding="utf-8")
    sync(site)
    names = [path.name for path in own.parent.iterdir()]
    assert len({name.casefold() for name in names}) == len(names)
    assert own.read_text(encoding="utf-8").endswith("Mine.\n")


@pytest.mark.parametrize("what", ["_publications", ABOUT, "_pubsync", "publications.html"])
def test_a_link_that_leads_out_of_the_site_is_refused_and_nothing_is_written_there(
    site: Path, tmp_path: Path, what: str
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    if (site / what).exists():
        (site / what).rename(outside / "there")
    elif not what.endswith(".html"):
        (outside / "there").mkdir()
    (site / what).symlink_to(outside / "there")
    stood = tree(outside)
    refused(site, PublishError)
    assert tree(outside) == stood


def test_a_link_that_leads_nowhere_or_in_a_circle_hinders_nobody(site: Path) -> None:
    (site / "_pages" / "gone.md").symlink_to("nowhere.md")
    (site / "loop").symlink_to(site)
    (site / "_publications").mkdir()
    (site / "_publications" / "round.md").symlink_to("round.md")
    assert command(site).returncode in (0, 4)
    assert "Traceback" not in command(site).stderr


# Bytes


def test_line_ends_and_byte_order_marks_stay_everywhere(site: Path) -> None:
    typed = ["pubsync.yaml", "publications.bib", "talks.yaml", "teaching.yaml", ABOUT, "_pages/cv.md", "_config.yml"]
    for path in typed:
        content = (site / path).read_bytes().replace(b"\n", b"\r\n")
        (site / path).write_bytes(b"\xef\xbb\xbf" + content)
    outcome = sync(site)
    assert outcome.report.exit_code == 0
    assert len(outcome.shown.works) == 10
    for path in typed:
        content = (site / path).read_bytes()
        assert content.startswith(b"\xef\xbb\xbf---" if path.endswith(".md") else b"\xef\xbb\xbf"), path
        assert content.count(b"\n") == content.count(b"\r\n"), path
    assert b"BANG" in (site / ABOUT).read_bytes()
    assert pages(sync(site)) == []


def test_decisions_saved_with_other_line_ends_and_a_mark_are_read_and_added_to(synced: Path) -> None:
    (synced / BANG).unlink()
    sync(synced)
    decisions = synced / "_pubsync/curation.yaml"
    decisions.write_bytes(b"\xef\xbb\xbf" + decisions.read_bytes().replace(b"\n", b"\r\n"))
    assert pages(sync(synced)) == []
    before = decisions.read_bytes()
    edit(
        synced / next(iter(sorted(path for path in tree(synced) if path.startswith("_publications/")))),
        'excerpt: ""',
        "excerpt: x",
    )
    sync(synced)
    assert decisions.read_bytes().startswith(before.rstrip(b"\r\n"))
    assert not (synced / BANG).exists()


# What pubsync keeps, damaged


def of_version(content: bytes, version: int) -> bytes:
    document = json.loads(content)
    return json.dumps({**document, "version": version}).encode()


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "emptied": lambda _: b"",
    "cut at a third": lambda content: content[: len(content) // 3],
    "cut before the end": lambda content: content[:-3],
    "conflict": lambda content: b"<<<<<<< HEAD\n" + content + b"=======\n" + content + b">>>>>>> theirs\n",
    "no text": lambda content: content[:50] + b"\xff\xfe\x00" + content[50:],
    "nulls": lambda content: b"\0" * len(content),
    "a list": lambda content: b"[" + content + b"]",
    "a page": lambda _: b"<!DOCTYPE html><html></html>",
    "newer": lambda content: of_version(content, 99),
    "deep": lambda _: b"[" * 100_000,
}


@pytest.mark.parametrize("path", [LEDGER_PATH, BASE, SCHOLAR, f"_pubsync/base/{ABOUT}.json"])
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_of_pubsyncs_own_stops_the_run_is_named_and_stays_for_rescue(
    synced: Path, path: str, damage: str
) -> None:
    content = (synced / path).read_bytes()
    (synced / path).write_bytes(DAMAGES[damage](content))
    assert refused(synced, LedgerError).where.partition(":")[0] == path
    (synced / path).write_bytes(content)
    assert written(sync(synced)) == []


def with_fact(content: bytes) -> bytes:
    return json.dumps({**json.loads(content), "mood": "sunny"}).encode()


def with_other(*place: str | int) -> Callable[[bytes], bytes]:
    """Another word at some place of a document, as where a newer version knows more kinds."""

    def change(content: bytes) -> bytes:
        document = json.loads(content)
        part = document
        for step in place[:-1]:
            part = part[step]
        part[place[-1]] = "mood"
        return json.dumps(document).encode()

    return change


NEWER: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "the version of the ledger": (LEDGER_PATH, lambda content: of_version(content, 2)),
    "a fact in the ledger": (LEDGER_PATH, with_fact),
    "a kind of entry in the ledger": (LEDGER_PATH, with_other("entries", 0, "kind")),
    "a fact of an entry in the ledger": (LEDGER_PATH, with_other("entries", 0, "mood")),
    "the version of a base": (BASE, lambda content: of_version(content, 2)),
    "a fact in a base": (BASE, with_fact),
    "a kind of chunk in a base": (f"_pubsync/base/{ABOUT}.json", with_other("regions", 0, 1, 0, 0)),
    "the version of a snapshot": (SCHOLAR, lambda content: of_version(content, 2)),
    "a fact in a snapshot": (SCHOLAR, with_fact),
    "a kind of record in a snapshot": (SCHOLAR, with_other("records", 0, "kind")),
    "a fact of a record in a snapshot": (SCHOLAR, with_other("records", 0, "mood")),
    "the version of the counts": (COUNTS_PATH, lambda _: of_version(COUNTED, 2)),
    "a fact in the counts": (COUNTS_PATH, lambda _: with_fact(COUNTED)),
}
"""What only a newer version can have written."""


@pytest.mark.parametrize("what", NEWER)
def test_what_a_newer_version_wrote_is_no_damage_and_stays_for_it(synced: Path, what: str) -> None:
    path, change = NEWER[what]
    file = synced / path
    file.write_bytes(change(file.read_bytes() if file.exists() else b""))
    for error in (refused(synced, NewerError), refused(synced, NewerError, rebuild)):
        assert error.where == path
        assert "does not know" in error.what
        assert "newer pubsync" in error.remedy
    (told,) = check_library(synced)[1]
    assert "--rebuild" not in told.remedy


def test_one_side_of_a_conflict_that_a_newer_version_wrote_is_not_thrown_away(synced: Path) -> None:
    ours = (synced / LEDGER_PATH).read_bytes()
    theirs = with_fact(ours) + b"\n"
    (synced / LEDGER_PATH).write_bytes(b"<<<<<<< HEAD\n" + ours + b"=======\n" + theirs + b">>>>>>> theirs\n")
    assert refused(synced, NewerError, rebuild).where == LEDGER_PATH


def test_a_damaged_count_of_citations_stops_the_run_and_is_named(synced: Path) -> None:
    (synced / COUNTS_PATH).write_bytes(b'{"version": 1, "date"')
    assert refused(synced, LedgerError).where == COUNTS_PATH


@pytest.mark.parametrize("path", [LEDGER_PATH, BASE, SCHOLAR, f"_pubsync/base/{ABOUT}.json"])
def test_half_a_character_is_damage_and_a_whole_one_none(synced: Path, path: str) -> None:
    content = (synced / path).read_bytes()
    assert b'": "' in content
    (synced / path).write_bytes(content.replace(b'": "', b'": "\\ud83d', 1))
    assert refused(synced, LedgerError).where == path
    (synced / path).write_bytes(content.replace("é".encode(), b"\\u00e9").replace("齐".encode(), b"\\u9f50"))
    sync(synced, dry_run=True)


@pytest.mark.parametrize("path", [LEDGER_PATH, BASE, SCHOLAR, f"_pubsync/base/{ABOUT}.json"])
def test_whatever_stands_in_a_file_of_pubsyncs_own_is_used_or_refused_clearly(synced_once: Path, path: str) -> None:
    content = (synced_once / path).read_bytes()

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None)
    @given(damaged(json.loads(content)))
    def hold(document: Any) -> None:
        (synced_once / path).write_text(json.dumps(document), encoding="utf-8")
        before = tree(synced_once)
        try:
            sync(synced_once, dry_run=True)
        except PubsyncError as error:
            assert_told(error)
        assert tree(synced_once) == before

    try:
        hold()
    finally:
        (synced_once / path).write_bytes(content)
