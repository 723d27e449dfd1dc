"""A lost or conflicted ledger comes back from what the site shows: same keys, same permalinks, no file changed."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pubsync.errors import CurationError, LedgerError
from pubsync.library import LEDGER_PATH, ledger_from_text, ledger_to_text, read_library
from pubsync.pipeline.deciding import decide, merged, patched, simple, undo_last
from pubsync.pipeline.rebuilding import Rebuilt, rebuild, rebuilt_lines
from pubsync.records.ledger import Ledger
from pubsync.snapshots import snapshot_path
from tests.pipeline.runs import BANG, NOW, edit, pages, sync, tree

SCHOLAR = snapshot_path("scholar:rme-IWIAAAAJ")


def of_the_site(site: Path) -> dict[str, bytes]:
    return {path: content for path, content in tree(site).items() if not path.startswith("_pubsync/")}


def names(site: Path) -> dict[str, dict[str, str]]:
    """The names given for life, by the key of what is on the site."""
    return {entry.key: dict(entry.names) for entry in read_library(site).library.ledger if not entry.merged_into}


def shown(site: Path) -> list[str]:
    outcome = sync(site, dry_run=True)
    subjects: list[Any] = [*outcome.shown.works, *outcome.shown.talks, *outcome.shown.courses]
    return sorted(f"{one.key}: {one.title}" for one in subjects)


def held(site: Path, damage: Callable[[Path], None]) -> Rebuilt:
    """Damage a site's ledger, rebuild it, and hold it to the promise; return what was said."""
    assert pages(sync(site)) == []
    files, given, titles = of_the_site(site), names(site), shown(site)
    damage(site / LEDGER_PATH)
    done = rebuild(site, NOW)
    assert done.stale == ()
    assert pages(sync(site)) == []
    assert of_the_site(site) == files
    assert shown(site) == titles
    on_site = {title.partition(": ")[0] for title in titles}
    today = names(site)
    assert {key: today[key] for key in on_site} == {key: given[key] for key in on_site}
    return done


def lost(ledger: Path) -> None:
    ledger.unlink()


def conflicted(ledger: Path) -> None:
    lines = ledger.read_text(encoding="utf-8").splitlines(keepends=True)
    middle = len(lines) // 2
    marked = [*lines[:middle], "<<<<<<< HEAD\n", lines[middle], "=======\n", ">>>>>>> theirs\n", *lines[middle + 1 :]]
    ledger.write_text("".join(marked), encoding="utf-8")


def emptied(ledger: Path) -> None:
    ledger.write_bytes(b"")


def cut(ledger: Path) -> None:
    content = ledger.read_bytes()
    ledger.write_bytes(content[: len(content) // 2])


def scrambled(ledger: Path) -> None:
    ledger.write_bytes(b"\xff\xfe\x00{[")


DAMAGES = [lost, conflicted, emptied, cut, scrambled]


# Sites of every kind


@pytest.mark.parametrize("damage", DAMAGES)
def test_an_academicpages_site_keeps_every_key_file_and_permalink(synced: Path, damage: Callable[[Path], None]) -> None:
    before = (synced / LEDGER_PATH).read_bytes()
    held(synced, damage)
    assert (synced / LEDGER_PATH).read_bytes() == before


def with_outputs(site: Path, outputs: str) -> Path:
    text = (site / "pubsync.yaml").read_text(encoding="utf-8")
    start, end = text.index("outputs:"), text.index("\npublications:")
    (site / "pubsync.yaml").write_text(f"{text[:start]}outputs:\n{outputs}{text[end:]}", encoding="utf-8")
    return site


@pytest.mark.parametrize(
    "outputs",
    [
        "  - kind: hugo-blox\n",
        "  - {kind: page, path: only.html}\n",
        "  - kind: al-folio\n    path: shown.bib\n",
        "  - kind: lab-website\n  - {kind: json, path: all.json}\n",
        "  - kind: academicpages\n  - {kind: hugo-blox}\n  - {kind: page}\n",
    ],
)
def test_every_kind_of_output_tells_the_keys(site: Path, outputs: str) -> None:
    (site / "content" / "publications").mkdir(parents=True)
    (site / "content" / "events").mkdir()
    (site / "content" / "teaching").mkdir()
    for page in ("about.md", "about-zh.md", "cv.md", "cv-zh.md"):
        (site / "_pages" / page).unlink(missing_ok=True)
    sync(with_outputs(site, outputs))
    held(site, lost)


def test_a_course_that_shows_each_term_keeps_a_file_for_each(site: Path) -> None:
    (site / "teaching.yaml").write_text(
        "- {title: Tea for beginners, terms: [2022-fall, 2023-fall, 2024-spring], show: each}\n"
        "- {title: Tea for all, terms: [2022-fall, 2023-fall], show: each, venue: Tea House}\n",
        encoding="utf-8",
    )
    sync(site)
    held(site, lost)
    assert len(list((site / "_teaching").glob("*.md"))) == 5


def test_a_lab_of_several_people_keeps_its_keys(tmp_path: Path) -> None:
    (tmp_path / "pubsync.yaml").write_text(
        "people:\n  - {name: Na Li, sources: [{bibtex: li.bib}]}\n  - {name: Wei Wang, sources: [{bibtex: wang.bib}]}\n"
        "outputs: [{kind: page, path: lab.html}]\n",
        encoding="utf-8",
    )
    joint = "@article{joint, title={Brewing tea with care}, author={Li, Na and Wang, Wei}, year={2022}}\n"
    (tmp_path / "li.bib").write_text(joint + "@article{a, title={Leaves alone}, author={Li, Na}, year={2019}}\n")
    (tmp_path / "wang.bib").write_text(joint + "@article{b, title={Pots alone}, author={Wang, Wei}, year={2018}}\n")
    sync(tmp_path)
    held(tmp_path, lost)


# A site with a history


def test_a_key_stays_though_its_proposal_would_be_another_today(site: Path) -> None:
    sync(site)
    edit(site / "publications.bib", "{BANG}: Bridging Autoregressive", "{BOOM}: Bridging Autoregressive")
    sync(site)
    keys = names(site)
    assert "qi2021bang" in keys
    held(site, lost)
    assert names(site)["qi2021bang"] == keys["qi2021bang"]


def test_patches_overrides_and_hidden_works_stand(synced: Path) -> None:
    decide(synced, lambda ledger: patched(ledger, "qi2021bang", "title", "A title of my own"))
    decide(synced, lambda ledger: simple("hide")(ledger, ["yan2021el"]))
    sync(synced)
    done = held(synced, lost)
    assert "yan2021el" in done.keys
    assert "A title of my own" in (synced / BANG).read_text(encoding="utf-8")


def test_a_merge_keeps_the_redirect_of_what_was_taken_in(synced: Path) -> None:
    given = names(synced)
    taken = next(key for key in sorted(given) if key.startswith("yan"))
    address = given[taken]["permalink:academicpages"]
    decide(synced, lambda ledger: merged(ledger, ["qi2021bang", taken]))
    sync(synced)
    held(synced, lost)
    (home,) = [path for path in (synced / "_publications").glob("*.md") if address in path.read_text(encoding="utf-8")]
    entry = read_library(synced).library.ledger.get("qi2021bang")
    assert entry
    assert address in (*entry.redirects, entry.name("permalink:academicpages")), home


def own_file(site: Path) -> Path:
    """A file of the person's own that shows a work."""
    own = site / "_publications" / "my-own-name.md"
    own.parent.mkdir()
    own.write_text(
        '---\ntitle: "EL-Attention: Memory Efficient Lossless Attention for Generation"\ncollection: publications\n'
        "permalink: /mine/el\nexcerpt: mine\n---\nWords of mine.\n",
        encoding="utf-8",
    )
    return own


def test_an_adopted_file_whose_work_was_merged_stays_off_the_site(site: Path) -> None:
    own = own_file(site)
    sync(site)
    keeper = site / BANG  # a file of the person's, too: of two such the older work's stays
    text = keeper.read_text(encoding="utf-8")
    keeper.unlink()
    (site / "_pubsync/base" / f"{BANG}.json").unlink()
    keeper.write_text(re.sub("(?m)^pubsync: .*\n", "", text), encoding="utf-8")
    sync(site)
    decide(site, lambda ledger: merged(ledger, ["qi2021bang", "yan2021el"]))
    sync(site)
    assert "published: false" in own.read_text(encoding="utf-8")
    held(site, lost)
    entry = read_library(site).library.ledger.get("yan2021el")
    assert entry
    assert (entry.records, entry.merged_into) == ((), "qi2021bang")


def test_an_adopted_file_and_a_renamed_one_keep_their_names(site: Path) -> None:
    own = own_file(site)
    sync(site)
    (site / BANG).rename(site / "_publications" / "bang.md")
    sync(site)
    held(site, lost)
    entries = {path for entry in read_library(site).library.ledger for _, path in entry.names}
    assert {"_publications/my-own-name.md", "/mine/el", "_publications/bang.md"} <= entries
    assert "Words of mine." in own.read_text(encoding="utf-8")


def test_what_an_edit_made_of_a_file_since_the_last_sync_is_still_noticed(synced: Path) -> None:
    edit(synced / BANG, "BANG: Bridging", "Our BANG: Bridging")
    lost(synced / LEDGER_PATH)
    rebuild(synced, NOW)
    sync(synced)
    assert "Our BANG: Bridging" in (synced / BANG).read_text(encoding="utf-8")
    assert [one.field for one in read_library(synced).library.curation.patches()] == ["title"]


@pytest.mark.parametrize("outputs", ["[{kind: academicpages}]", "[{kind: page}]"])
def test_two_works_that_the_page_keeps_apart_stay_two(tmp_path: Path, outputs: str) -> None:
    """Their titles became the same, so that from scratch they would be taken for one."""
    (tmp_path / "pubsync.yaml").write_text(
        f"people: [{{name: Jane Doe}}]\nsources: [{{bibtex: p.bib}}]\noutputs: {outputs}\n", encoding="utf-8"
    )
    entry = "@article{%s, title={%s}, author={Doe, Jane and Roe, Mary}, journal={J. Tea}, year={2020}, %s}\n"
    bib = tmp_path / "p.bib"
    first = entry % ("a", "On the making of black tea", "url={https://example.net/black}")
    bib.write_text(first + entry % ("b", "On the drinking of green tea", "volume={7}"), encoding="utf-8")
    sync(tmp_path)
    edit(bib, "drinking of green", "making of black")
    sync(tmp_path)
    keys = {entry.key: entry.records for entry in read_library(tmp_path).library.ledger}
    assert len(keys) == len(shown(tmp_path)) == 2
    held(tmp_path, lost)
    assert {entry.key: entry.records for entry in read_library(tmp_path).library.ledger} == keys


def test_a_file_is_known_by_all_that_it_shows_where_its_title_was_changed_since(synced: Path) -> None:
    (synced / snapshot_path("bibtex:publications.bib")).unlink()
    edit(
        synced / "publications.bib",
        "Predicting Future N-gram for Sequence-to-Sequence Pre-training",
        "Another subtitle",
    )
    (synced / SCHOLAR).unlink()
    lost(synced / LEDGER_PATH)
    rebuild(synced, NOW)
    entry = read_library(synced).library.ledger.get("qi2020prophetnet")
    assert entry
    assert [str(record) for record in entry.records] == ["bibtex:publications.bib#qi2020prophetnet"]


# Conflicts


def in_conflict(site: Path, path: str, ours: bytes, theirs: bytes) -> None:
    """Leave a file as git does where each side changed all of it."""
    marks = b"<<<<<<< HEAD\n" + ours + b"=======\n" + theirs + b">>>>>>> other\n"
    (site / path).write_bytes(marks)


def test_both_sides_of_a_conflict_keep_their_works(synced: Path, tmp_path: Path) -> None:
    """Two machines each added a work; git merged the pages, and not the ledger."""
    other = Path(shutil.copytree(synced, tmp_path / "other"))
    entry = "@article{%s, title={%s}, author={Qi, Weizhen}, year={2024}}\n"
    for site, key, title in ((synced, "mine", "Tea and its makers"), (other, "theirs", "Pots and their lids")):
        bib = site / "publications.bib"
        bib.write_text(bib.read_text(encoding="utf-8") + entry % (key, title), encoding="utf-8")
        sync(site)
    keys = {**names(other), **names(synced)}
    in_conflict(synced, LEDGER_PATH, (synced / LEDGER_PATH).read_bytes(), (other / LEDGER_PATH).read_bytes())
    bib = synced / "publications.bib"
    bib.write_text(bib.read_text(encoding="utf-8") + entry % ("theirs", "Pots and their lids"), encoding="utf-8")
    for path in of_the_site(other):
        if not (synced / path).exists():
            shutil.copy(other / path, synced / path)
            shutil.copy(other / "_pubsync" / "base" / f"{path}.json", synced / "_pubsync" / "base" / f"{path}.json")
    rebuild(synced, NOW)
    sync(synced)
    assert names(synced) == keys
    assert not list((synced / "_publications").glob("*-2.md"))


def test_a_base_and_a_snapshot_in_conflict_are_settled_by_what_stands(synced: Path) -> None:
    base, snapshot = f"_pubsync/base/{BANG}.json", SCHOLAR
    for path in (base, snapshot):
        content = (synced / path).read_bytes()
        older = content.replace(b"Bridging", b"Crossing").replace(b"2026-11-23", b"2020-01-01")
        in_conflict(synced, path, older, content)
    with pytest.raises(LedgerError):
        read_library(synced)
    done = rebuild(synced, NOW)
    assert set(done.mended) == {base, snapshot}
    assert done.stale == ()
    assert pages(sync(synced)) == []
    assert not read_library(synced).library.curation.decisions
    assert read_library(synced).library.snapshots["scholar:rme-IWIAAAAJ"].unchanged_since == "2026-11-23"


def test_the_decisions_of_both_sides_stand_and_no_line_of_a_persons_is_lost(synced: Path) -> None:
    path = synced / "_pubsync" / "curation.yaml"
    head = '# mine\n- hide: ["bibtex:publications.bib#qi2021bang"]\n'
    path.write_text(
        f'{head}<<<<<<< HEAD\n# why\n- select: ["bibtex:publications.bib#yan2021el"]\n=======\n'
        '- pin: ["bibtex:publications.bib#yan2021el"]\n  # because\n>>>>>>> other\n- unselect: ["a#b"]\n',
        encoding="utf-8",
    )
    rebuild(synced, NOW)
    assert path.read_text(encoding="utf-8") == (
        f'{head}# why\n- select: ["bibtex:publications.bib#yan2021el"]\n- pin: ["bibtex:publications.bib#yan2021el"]\n'
        '  # because\n- unselect: ["a#b"]\n'
    )


def test_decisions_that_cannot_be_read_stop_everything(synced: Path) -> None:
    (synced / "_pubsync" / "curation.yaml").write_text("- hide\n- [", encoding="utf-8")
    lost(synced / LEDGER_PATH)
    with pytest.raises(CurationError):
        rebuild(synced, NOW)
    assert not (synced / LEDGER_PATH).exists()


# What is beyond restoring is said, and costs nothing of a person's


def test_a_base_beyond_reading_makes_what_stands_the_persons_own(synced: Path) -> None:
    (synced / "_pubsync" / "base" / f"{BANG}.json").write_bytes(b"{")
    files = of_the_site(synced)
    done = rebuild(synced, NOW)
    assert "counts as yours" in done.mended[f"_pubsync/base/{BANG}.json"]
    sync(synced)
    assert of_the_site(synced) == files
    assert names(synced)["qi2021bang"]["file:academicpages"] == BANG


def test_all_of_pubsyncs_folder_lost_leaves_keys_and_permalinks_in_the_files(synced: Path) -> None:
    given = names(synced)
    snapshot = (synced / SCHOLAR).read_bytes()
    shutil.rmtree(synced / "_pubsync")
    (synced / SCHOLAR).parent.mkdir(parents=True)
    (synced / SCHOLAR).write_bytes(snapshot)
    rebuild(synced, NOW)
    entries = {path: content for path, content in of_the_site(synced).items() if path.startswith("_publications/")}
    sync(synced)
    assert {path: of_the_site(synced)[path] for path in entries} == entries
    assert names(synced) == given


def test_a_newer_pubsyncs_ledger_is_not_told_anew(synced: Path) -> None:
    text = (synced / LEDGER_PATH).read_text(encoding="utf-8").replace('"version": 1', '"version": 2')
    (synced / LEDGER_PATH).write_text(text, encoding="utf-8")
    with pytest.raises(LedgerError, match="version 2"):
        rebuild(synced, NOW)
    assert (synced / LEDGER_PATH).read_text(encoding="utf-8") == text


def test_a_work_that_no_source_names_any_more_keeps_its_key_for_when_it_returns(synced: Path) -> None:
    bib = synced / "publications.bib"
    text = bib.read_text(encoding="utf-8")
    snapshot = synced / snapshot_path("bibtex:publications.bib")
    bib.write_text("", encoding="utf-8")
    snapshot.unlink()
    lost(synced / LEDGER_PATH)
    done = rebuild(synced, NOW)
    assert "qi2020prophetnet" in done.keys
    bib.write_text(text, encoding="utf-8")
    sync(synced, accepted=frozenset({"deletions"}))
    assert "qi2020prophetnet" in names(synced)


def test_a_whole_ledger_stays_byte_for_byte(synced: Path) -> None:
    before = tree(synced)
    done = rebuild(synced, NOW)
    assert (done.mended, done.keys) == ({}, ())
    assert tree(synced) == before
    assert any("Nothing was to be restored" in line for line in rebuilt_lines(done))


def test_a_site_that_was_never_synced_gets_no_ledger(site: Path) -> None:
    (site / SCHOLAR).unlink()
    before = tree(site)
    rebuild(site, NOW)
    assert tree(site) == before


def test_undo_takes_a_rebuilding_back(synced: Path) -> None:
    conflicted(synced / LEDGER_PATH)
    before = tree(synced)
    rebuild(synced, NOW)
    undo_last(synced)
    assert tree(synced) == before


# Whatever a site holds


TITLES = st.lists(
    st.tuples(
        st.sampled_from(["Tea", "Leaves", "Pots", "Water", "On heat", "茶与水", "A long night", "Café"]),
        st.sampled_from(["of the mountain", "in winter", "and time", "revisited", "with great care", "的研究"]),
        st.integers(2015, 2018),
    ),
    min_size=1,
    max_size=5,
    unique=True,
)


@given(TITLES, st.sets(st.integers(0, 4)), st.sampled_from(DAMAGES))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_site_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory,
    made: list[tuple[str, str, int]],
    retitled: set[int],
    damage: Callable[[Path], None],
) -> None:
    site = tmp_path_factory.mktemp("any")
    (site / "pubsync.yaml").write_text(
        "people: [{name: Jane Doe}]\nsources: [{bibtex: p.bib}]\noutputs: [{kind: academicpages}, {kind: page}]\n",
        encoding="utf-8",
    )

    def write(change: str) -> None:
        rows = [
            f"@article{{k{place}, title={{{one} {other}{change if place in retitled else ''}}}, "
            f"author={{Doe, Jane and {('Roe, Mary', 'Li, Na', 'Fox, Otto', 'Sun, Ulf', 'Berg, Ida')[place]}}}, "
            f"journal={{{('Tea', 'Pots', 'Water', 'Fire', 'Earth')[place]}}}, year={{{year}}}}}\n"
            for place, (one, other, year) in enumerate(made)
        ]
        (site / "p.bib").write_text("".join(rows), encoding="utf-8")

    write("")
    sync(site)
    write(" again")
    sync(site)
    held(site, damage)


@given(st.text(alphabet="<=>|-ab \n", max_size=60))
def test_marks_of_any_shape_are_read_without_fail(text: str) -> None:
    from pubsync.pipeline.rebuilding.conflicts import both_sides, sides  # noqa: PLC0415 - this test alone

    found = sides(text)
    settled = both_sides(text)
    if found is None:
        assert settled == text
    else:
        assert "<<<<<<<" not in "".join(line for line in found if line.startswith("<<<<<<< "))


def test_a_ledger_joined_with_itself_is_itself(synced: Path) -> None:
    from pubsync.pipeline.rebuilding.conflicts import joined  # noqa: PLC0415 - this test alone

    ledger = ledger_from_text((synced / LEDGER_PATH).read_text(encoding="utf-8"))
    assert ledger_to_text(joined(ledger, ledger)) == ledger_to_text(ledger)
    assert joined(Ledger(), ledger) == ledger
