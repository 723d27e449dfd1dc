"""A whole run on a whole site: the promises that a person can rely on."""

from __future__ import annotations

import datetime as dt
import errno
import json
import os
import re
import shutil
from pathlib import Path

import pytest

from pubsync.errors import AskPersonError, LedgerError, PublishError, PubsyncError, SettingsError, SiteError
from pubsync.library import read_library
from pubsync.pipeline.deciding import decide, merged, parted, patched, simple, undo_last
from pubsync.pipeline.run import SyncOptions, sync_site
from tests.pipeline.nights import make_site
from tests.pipeline.runs import BANG, NOW, TALK, edit, pages, sync, tree, written


def test_the_example_syncs_to_entry_files_regions_and_pages(synced: Path) -> None:
    works = sorted(path.name for path in (synced / "_publications").iterdir())
    assert len(works) == 10
    assert len(list((synced / "_talks").iterdir())) == len(list((synced / "_teaching").iterdir())) == 1
    front = (synced / BANG).read_text(encoding="utf-8")
    assert 'category: "conferences"' in front
    assert "<b>Qi, W.</b>" in front
    assert "https://arxiv.org/abs/2012.15525" in front
    chinese = (synced / "_pages/about-zh.md").read_text(encoding="utf-8")
    assert "<b>齐炜祯</b>" in chinese
    assert "2023年4月26日" in chinese
    page = (synced / "publications.html").read_text(encoding="utf-8")
    assert page.count("<article ") == 12


def test_preprint_paper_and_scholars_row_are_one_work(synced: Path) -> None:
    outcome = sync(synced, dry_run=True)
    (bang,) = (work for work in outcome.shown.works if work.title.startswith("BANG"))
    assert [record.source.partition(":")[0] for record in bang.records] == ["bibtex", "bibtex", "scholar"]
    assert (bang.type, str(bang.issued), len(bang.author), bang.author_complete) == (
        "paper-conference",
        "2021-07",
        12,
        True,
    )


def test_the_entry_that_lost_a_brace_is_told_with_its_line_and_the_others_are_used(site: Path) -> None:
    (notice,) = sync(site).report.sources[0].notices
    assert notice.startswith("publications.bib:82: ")
    assert "zhou2021broken" in notice


def test_what_no_page_shows_is_no_news_every_night(site: Path) -> None:
    text = (site / "pubsync.yaml").read_text(encoding="utf-8")
    (site / "pubsync.yaml").write_text(re.sub(r"(?ms)^outputs:\n.*?(?=^\S)", "outputs: []\n", text), encoding="utf-8")
    for path in (*site.rglob("*.md"), *site.rglob("*.html")):
        path.unlink()
    assert {one.kind for one in sync(site).report.changes} == {"added"}
    assert sync(site).report.changes == ()


def test_a_second_sync_writes_nothing(synced: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in synced.rglob("*")}
    assert written(sync(synced)) == []
    assert {path: path.stat().st_mtime_ns for path in synced.rglob("*")} == before


def test_the_time_of_a_run_shows_nowhere(site: Path, tmp_path: Path) -> None:
    twin = Path(shutil.copytree(site, tmp_path / "twin"))
    sync_site(site, SyncOptions(offline=True), NOW)
    sync_site(twin, SyncOptions(offline=True), NOW)
    assert tree(site) == tree(twin)
    sync_site(twin, SyncOptions(offline=True), NOW + dt.timedelta(days=400))
    assert tree(site) == tree(twin)


def test_a_dry_run_writes_nothing_and_says_what_it_would(site: Path) -> None:
    before = tree(site)
    outcome = sync(site, dry_run=True, with_diff=True)
    assert tree(site) == before
    assert BANG in written(outcome)
    (one,) = (one for one in outcome.report.files if one.path == "_pages/about.md")
    assert "+### 2023" in one.diff


def test_only_one_part_is_brought_up_to_date(site: Path) -> None:
    told = sorted(pages(sync(site, parts=frozenset({"talks"}))))
    assert told == ["_pages/about-zh.md", "_pages/about.md", TALK, "publications-zh.html", "publications.html"]
    assert "Qi, W." not in (site / "_pages/about.md").read_text(encoding="utf-8")
    assert BANG in pages(sync(site))
    assert pages(sync(site)) == []


# What a person does to the site


def test_an_edited_title_becomes_a_patch_that_every_page_follows(synced: Path) -> None:
    edit(synced / BANG, 'title: "BANG: Bridging', 'title: "BANG!: Bridging')
    outcome = sync(synced)
    assert [(one.kind, one.field) for one in outcome.report.taken_over] == [("patch", "title")]
    assert "BANG!: Bridging" in (synced / "publications.html").read_text(encoding="utf-8")
    assert "BANG!: Bridging" in (synced / "_pages/about.md").read_text(encoding="utf-8")
    assert written(sync(synced)) == []


def test_an_edit_that_no_field_holds_overrides_that_key_alone(synced: Path) -> None:
    edit(synced / BANG, 'excerpt: ""', "excerpt: My own words.")
    edit(synced / BANG, 'paperurl: "http://', 'paperurl: "https://')
    before = (synced / BANG).read_bytes()
    outcome = sync(synced)
    assert sorted(one.place for one in outcome.report.taken_over) == ["key:excerpt", "key:paperurl"]
    decide(synced, lambda ledger: patched(ledger, "qi2021bang", "container_title", "ICML 2021"))
    sync(synced)
    after = (synced / BANG).read_text(encoding="utf-8")
    assert "excerpt: My own words.\n" in after
    assert 'venue: "ICML 2021"' in after
    assert (
        before.decode().replace(
            "Proceedings of the 38th International Conference on Machine Learning (ICML)", "ICML 2021"
        )
        == after
    )
    assert written(sync(synced)) == []


def test_an_added_body_and_added_keys_stay_and_are_no_edit_of_ours(synced: Path) -> None:
    edit(synced / BANG, "---\n\n[Link]", "header:\n  teaser: a.png # mine\n---\n\nMy words.\n\n[Link]")
    outcome = sync(synced)
    assert [one.place for one in outcome.report.taken_over] == ["body"]
    assert pages(outcome) == []
    text = (synced / BANG).read_text(encoding="utf-8")
    assert "  teaser: a.png # mine\n" in text
    assert "My words." in text


def test_a_formatters_run_is_no_edit(synced: Path) -> None:
    for path in (synced / "_publications").iterdir():
        text = path.read_text(encoding="utf-8")
        path.write_text(
            text.replace('collection: "publications"', "collection: publications  ").replace("\n", "\r\n"), newline=""
        )
    assert pages(sync(synced)) == []
    assert sync(synced).report.taken_over == ()


def test_a_line_added_to_a_region_and_a_line_changed_there_stay(synced: Path) -> None:
    about = synced / "_pages/about.md"
    edit(about, "### 2022\n", "### 2022\n- A paper that only I know of.\n")
    edit(about, "Visual ChatGPT: Talking", "Visual ChatGPT (a favourite): Talking")
    before = about.read_bytes()
    sync(synced)
    assert about.read_bytes() == before
    decide(synced, lambda ledger: patched(ledger, "shao2020graph", "title", "A graph thing"))
    sync(synced)
    text = about.read_text(encoding="utf-8")
    assert "- A paper that only I know of.\n" in text
    assert "(a favourite)" in text
    assert "A graph thing" in text
    assert written(sync(synced)) == []


def test_a_deleted_entry_file_stays_away_and_its_work_is_hidden_everywhere(synced: Path) -> None:
    (synced / BANG).unlink()
    outcome = sync(synced)
    assert [(one.kind, one.origin) for one in outcome.report.taken_over] == [("hide", f"file deleted: {BANG}")]
    assert not (synced / BANG).exists()
    assert "BANG" not in (synced / "publications.html").read_text(encoding="utf-8")
    assert written(sync(synced)) == []
    decide(synced, lambda ledger: simple("show")(ledger, ["qi2021bang"]))
    sync(synced)
    assert (synced / BANG).exists()


def test_a_renamed_entry_file_keeps_its_new_name(synced: Path) -> None:
    renamed = synced / "_publications/my-favourite.md"
    (synced / BANG).rename(renamed)
    outcome = sync(synced)
    assert outcome.report.taken_over == ()
    assert not (synced / BANG).exists()
    assert renamed.exists()
    assert 'permalink: "/publication/2021-07-01-bang' in renamed.read_text(encoding="utf-8")
    assert written(sync(synced)) == []


def test_what_a_person_did_to_a_file_follows_it_when_they_rename_it(synced: Path) -> None:
    edit(synced / BANG, 'excerpt: ""', "excerpt: My own words.")
    sync(synced)
    renamed = synced / "_publications/mine.md"
    (synced / BANG).rename(renamed)
    decide(synced, lambda ledger: patched(ledger, "qi2021bang", "container_title", "ICML 2021"))
    sync(synced)
    text = renamed.read_text(encoding="utf-8")
    assert "excerpt: My own words.\n" in text
    assert 'venue: "ICML 2021"' in text
    assert written(sync(synced)) == []


def test_a_hidden_works_file_that_holds_a_persons_words_is_kept_unpublished(synced: Path) -> None:
    edit(synced / BANG, 'excerpt: ""', 'excerpt: ""\nmine: yes # a note')
    decide(synced, lambda ledger: simple("hide")(ledger, ["qi2021bang"]))
    sync(synced)
    text = (synced / BANG).read_text(encoding="utf-8")
    assert "published: false" in text
    assert "mine: yes # a note\n" in text
    decide(synced, lambda ledger: simple("show")(ledger, ["qi2021bang"]))
    sync(synced)
    assert "published" not in (synced / BANG).read_text(encoding="utf-8")


def test_one_term_of_a_course_that_a_person_deleted_stays_away(site: Path) -> None:
    edit(site / "teaching.yaml", "  terms: [2022-fall, 2023-fall]\n", "  terms: [2022-fall, 2023-fall]\n  show: each\n")
    sync(site)
    terms = sorted((site / "_teaching").iterdir())
    assert len(terms) == 2
    terms[0].unlink()
    sync(site)
    assert sorted((site / "_teaching").iterdir()) == terms[1:]
    assert written(sync(site)) == []


def test_hiding_many_on_purpose_needs_no_second_word(synced: Path) -> None:
    keys = [work.key for work in sync(synced, dry_run=True).shown.works][:5]
    decide(synced, lambda ledger: simple("hide")(ledger, keys))
    assert sync(synced).report.exit_code == 0
    assert len(list((synced / "_publications").iterdir())) == 5


def test_many_files_that_vanish_at_once_stop_the_run(synced: Path) -> None:
    for path in sorted((synced / "_publications").iterdir())[:4]:
        path.unlink()
    before = tree(synced)
    with pytest.raises(AskPersonError, match="accept deletions") as caught:
        sync(synced)
    assert caught.value.exit_code == 4
    assert tree(synced) == before
    assert sync(synced, accepted=frozenset({"deletions"})).report.exit_code == 0


def test_a_guard_that_stops_the_run_names_the_file_that_is_not_there(synced: Path) -> None:
    edit(synced / "pubsync.yaml", "publications.bib", "publication.bib")
    edit(synced / "pubsync.yaml", "  - scholar: ", "  # ")
    with pytest.raises(AskPersonError, match=r"publication\.bib: no such file.*mend this first") as caught:
        sync(synced)
    assert "accept deletions" in str(caught.value)


def test_a_name_that_no_paper_has_is_told_and_one_that_some_have_is_not(synced: Path) -> None:
    assert not [one for one in sync(synced).report.remarks if "among its authors" in one]
    edit(synced / "pubsync.yaml", "name: Weizhen Qi", "name: Wiezehn Qiu")
    text = (synced / "pubsync.yaml").read_text(encoding="utf-8")
    (synced / "pubsync.yaml").write_text(re.sub(r"(?m)^ *aliases: .*\n", "", text), encoding="utf-8")
    (told,) = [one for one in sync(synced, dry_run=True).report.remarks if "among its authors" in one]
    assert "'Wiezehn Qiu'" in told


def test_a_merge_of_one_work_with_itself_is_no_decision(synced: Path) -> None:
    with pytest.raises(SettingsError, match="one work already"):
        decide(synced, lambda ledger: merged(ledger, ["qi2021bang", "qi2021bang"]))


def test_a_file_of_the_persons_that_shows_a_known_work_is_adopted(site: Path) -> None:
    mine = site / "_publications/2014-CBA.md"
    mine.parent.mkdir()
    own = (
        '---\ntitle: "EL-Attention: Memory Efficient Lossless Attention for Generation" # mine\n'
        "permalink: /old/place\ndate: 2021-01-01\nvenue: ICML\n---\nMy text.\n"
    )
    mine.write_text(own, encoding="utf-8")
    sync(site)
    adopted = mine.read_text(encoding="utf-8")
    assert adopted.endswith("---\nMy text.\n")
    assert all(line in adopted for line in own.splitlines())
    assert 'pubsync: "yan2021el"' in adopted
    assert len(list((site / "_publications").glob("*el-attention*"))) == 0
    assert written(sync(site)) == []
    decide(site, lambda ledger: simple("hide")(ledger, ["yan2021el"]))
    sync(site)
    hidden = mine.read_text(encoding="utf-8")
    assert "published: false" in hidden
    assert all(line in hidden for line in own.splitlines())


def test_a_merge_keeps_a_file_that_holds_a_persons_words(synced: Path) -> None:
    graph = next((synced / "_publications").glob("2020-02-01-graph*"))
    el = next((synced / "_publications").glob("2021-07-01-el-attention*"))
    for path in (graph, el):
        path.write_text(path.read_text(encoding="utf-8") + "\nWords of mine.\n", encoding="utf-8")
    sync(synced)
    decide(synced, lambda ledger: merged(ledger, ["yan2021el", "shao2020graph"]))
    outcome = sync(synced)
    assert all("Words of mine." in path.read_text(encoding="utf-8") for path in (graph, el))
    assert sum("published: false" in path.read_text(encoding="utf-8") for path in (graph, el)) == 1
    assert any("holds words of yours" in remark for remark in outcome.report.remarks)
    assert written(sync(synced)) == []


def test_a_lost_ledger_stops_the_run_and_says_how_to_get_it_back(synced: Path) -> None:
    (synced / "_pubsync/library.json").unlink()
    before = tree(synced)
    with pytest.raises(LedgerError, match="git checkout HEAD"):
        sync(synced)
    assert tree(synced) == before


def test_losing_all_that_pubsync_keeps_makes_no_second_files(synced: Path) -> None:
    scholar = (synced / "_pubsync/snapshots/scholar-rme-IWIAAAAJ.json").read_bytes()
    shutil.rmtree(synced / "_pubsync")
    (synced / "_pubsync/snapshots").mkdir(parents=True)
    (synced / "_pubsync/snapshots/scholar-rme-IWIAAAAJ.json").write_bytes(scholar)
    before = {path for path in tree(synced) if not path.startswith("_pubsync/")}
    sync(synced)
    assert {path for path in tree(synced) if not path.startswith("_pubsync/")} == before
    assert pages(sync(synced)) == []


def test_a_copied_entry_file_is_told(synced: Path) -> None:
    shutil.copy(synced / BANG, synced / "_publications/copy.md")
    assert any("_publications/copy.md: a copy of" in remark for remark in sync(synced).report.remarks)


def test_a_new_region_above_one_just_like_it_is_filled(synced: Path) -> None:
    about = synced / "_pages/about.md"
    edit(about, "## Publications", "<!-- pubsync:begin talks -->\n<!-- pubsync:end -->\n\n## Publications")
    assert sync(synced).report.taken_over == ()
    assert about.read_text(encoding="utf-8").count("**An introduction to GPT-4 for everyone**") == 2
    assert written(sync(synced)) == []


def test_a_region_that_a_person_emptied_is_filled_anew(synced: Path) -> None:
    about = synced / "_pages/about.md"
    before = about.read_bytes()
    text = about.read_text(encoding="utf-8")
    start = text.index("<!-- pubsync:begin publications")
    inside = text[text.index("\n", start) + 1 : text.index("<!-- pubsync:end -->")]
    edit(about, inside, "")
    assert sync(synced).report.taken_over == ()
    assert about.read_bytes() == before


def test_undo_leaves_a_page_that_was_edited_since_and_the_next_run_repeats_nothing(synced: Path) -> None:
    about, bib = synced / "_pages/about.md", synced / "publications.bib"
    edit(
        bib,
        "@misc{qi2023gpt4",
        "@misc{qi2024new, title = {A wholly new thing}, author = {Qi, Weizhen}, year = 2024}\n@misc{qi2023gpt4",
    )
    sync(synced)
    edit(about, "written by hand", "written by MY hand")
    assert undo_last(synced).kept == ("_pages/about.md",)
    sync(synced)
    text = about.read_text(encoding="utf-8")
    assert text.count("A wholly new thing") == 1
    assert "written by MY hand" in text
    assert written(sync(synced)) == []


def test_a_run_that_fails_halfway_takes_no_text_of_its_own_for_the_persons(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site(tmp_path)
    sync(site)
    edit(site / "publications.bib", "not seeing", "never seeing")
    edit(site / "publications.bib", "in winter", "in spring")
    replace = os.replace

    def troubled(source: str, target: str) -> None:
        if Path(target).name == "library.json":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        replace(source, target)
        if Path(target).name == "publications.html":
            edit(Path(target), "of many windows", "of all windows")

    with monkeypatch.context() as trouble:
        trouble.setattr(os, "replace", troubled)
        with pytest.raises(PublishError, match="disk is full"):
            sync(site)
    assert "of all windows" in (site / "publications.html").read_text(encoding="utf-8")
    edit(site / "publications.bib", "never seeing", "not seeing")
    taken = sync(site).library.curation.decisions
    assert ["of all windows" in str(one.value) for one in taken] == [True], "what the run wrote is taken for a hand's"


def test_one_stray_byte_spoils_its_own_line_alone(synced: Path) -> None:
    bib = synced / "publications.bib"
    bib.write_bytes(bib.read_bytes() + b"@misc{x, title = {Caf\xe9}, author = {Doe, Jane}, year = 2020}\n")
    outcome = sync(synced)
    titles = {work.title for work in outcome.shown.works}
    assert {"GPT-4 科普分享", "Café"} <= titles
    assert any("not UTF-8" in notice for notice in outcome.report.sources[0].notices)


def test_a_region_that_was_not_written_by_us_is_left_alone(site: Path) -> None:
    about = site / "_pages/about.md"
    edit(about, "<!-- pubsync:begin talks -->\n", "<!-- pubsync:begin talks -->\n- my own list\n")
    outcome = sync(site)
    assert "- my own list\n" in about.read_text(encoding="utf-8")
    assert any("_pages/about.md" in remark and "not empty" in remark for remark in outcome.report.remarks)


def test_a_damaged_marker_is_an_error_with_file_and_line_and_nothing_is_written(synced: Path) -> None:
    edit(synced / "_pages/about.md", "<!-- pubsync:begin talks -->", "<!-- pubsync:begin tlaks -->")
    before = tree(synced)
    with pytest.raises(SiteError, match=r"_pages/about\.md:\d+.*did you mean talks"):
        sync(synced)
    assert tree(synced) == before


def test_conflict_marks_in_the_ledger_are_an_error_and_nothing_is_written(synced: Path) -> None:
    (synced / "_pubsync/library.json").write_text("<<<<<<< HEAD\n", encoding="utf-8")
    before = tree(synced)
    with pytest.raises(LedgerError, match="git checkout"):
        sync(synced)
    assert tree(synced) == before


# What happens to the sources


def test_an_entry_removed_from_the_bib_leaves_and_comes_back_on_a_persons_word(synced: Path) -> None:
    bib = synced / "publications.bib"
    text = bib.read_text(encoding="utf-8")
    start = text.index("@misc{qi2023gpt4")
    bib.write_text(text[:start], encoding="utf-8")
    outcome = sync(synced)
    assert [change.kind for change in outcome.report.changes] == ["left"]
    deleted = [one.path for one in outcome.report.files if one.action == "deleted"]
    assert "_publications/2023-04-01-gpt-4-ke-pu-fen-xiang.md" in deleted
    decide(synced, lambda ledger: simple("show")(ledger, ["qiweizhen2023gpt"]))
    assert "qiweizhen2023gpt" in {work.key for work in sync(synced).shown.works}


def test_a_corrected_title_year_and_bibtex_key_keep_file_and_permalink(synced: Path) -> None:
    bib = synced / "publications.bib"
    edit(bib, "@inproceedings{qi2021prophetnetx,", "@inproceedings{qi-prophetnet-x,")
    edit(bib, "Large-Scale Pre-training Models for {E}nglish", "Large-scale Models for {E}nglish")
    before = set(tree(synced))
    outcome = sync(synced)
    assert set(tree(synced)) == before
    assert [change.kind for change in outcome.report.changes] == ["corrected"]


def test_a_broken_file_is_stood_in_for_by_its_last_good_answer(synced: Path) -> None:
    before = tree(synced)
    (synced / "talks.yaml").write_text("- [", encoding="utf-8")
    outcome = sync(synced)
    assert outcome.report.exit_code == 3
    assert {**tree(synced), "talks.yaml": b""} == {**before, "talks.yaml": b""}
    assert "talks.yaml:1" in outcome.report.sources[2].problem


def test_a_lost_snapshot_of_a_silent_source_takes_no_work_off_the_page(synced: Path) -> None:
    snapshot = next((synced / "_pubsync" / "snapshots").glob("scholar*"))
    answer = snapshot.read_bytes()
    snapshot.unlink()
    before = tree(synced)
    with pytest.raises(AskPersonError, match=r"scholar:\S+: does not answer.* rest on it alone"):
        sync(synced)
    assert tree(synced) == before
    snapshot.write_bytes(answer)
    assert written(sync(synced)) == []
    snapshot.unlink()
    accepted = sync(synced, accepted=frozenset({"deletions"}))
    assert any(path.startswith("_publications/") for path in pages(accepted))


def test_a_lost_snapshot_of_a_source_that_no_work_rests_on_alone_stops_nothing(synced: Path) -> None:
    edit(synced / "pubsync.yaml", "scholar: rme-IWIAAAAJ", "scholar: rme-IWIAAAAJ\n  - orcid: 0000-0002-1825-0097")
    assert sync(synced).report.exit_code == 3


def test_a_bib_suddenly_short_is_not_believed(synced: Path) -> None:
    bib = synced / "publications.bib"
    bib.write_text("@misc{a, title = {Only this}}\n", encoding="utf-8")
    before = tree(synced)
    outcome = sync(synced)
    assert outcome.report.exit_code == 3
    assert tree(synced) == before
    assert "--accept 'bibtex:publications.bib'" in outcome.report.sources[0].problem


def test_no_source_at_all_writes_nothing_and_fails(tmp_path: Path) -> None:
    (tmp_path / "pubsync.yaml").write_text(
        "people: [{name: A}]\nsources: [{bibtex: none.bib}]\noutputs: [{kind: page}]\n", encoding="utf-8"
    )
    with pytest.raises(PubsyncError, match="no source gave an answer") as caught:
        sync(tmp_path)
    assert caught.value.exit_code == 4
    assert list(tree(tmp_path)) == ["pubsync.yaml"]


def test_a_source_that_no_one_knows_is_a_usage_error(site: Path) -> None:
    with pytest.raises(SettingsError, match="did you mean bibtex:publications"):
        sync(site, accepted=frozenset({"bibtex:publication.bib"}))


# Decisions


def test_merge_and_split_hold_and_permalinks_never_break(synced: Path) -> None:
    decide(synced, lambda ledger: merged(ledger, ["yan2021el", "shao2020graph"]))
    sync(synced)
    kept = next((synced / "_publications").glob("2021-07-01-el-attention*"), None) or next(
        (synced / "_publications").glob("2020-02-01-graph*")
    )
    assert "redirect_from:" in kept.read_text(encoding="utf-8")
    assert len(list((synced / "_publications").iterdir())) == 9
    records = {record.id: str(record) for work in sync(synced, dry_run=True).shown.works for record in work.records}
    one, other = records["yan2021el"], records["shao2020graph"]
    decide(synced, lambda ledger: parted(ledger, [one, other]))
    sync(synced)
    assert len(list((synced / "_publications").iterdir())) == 10
    assert "redirect_from" not in "".join(
        path.read_text(encoding="utf-8") for path in (synced / "_publications").iterdir()
    )
    assert written(sync(synced)) == []


def test_a_disowned_record_takes_part_in_nothing(synced: Path) -> None:
    decide(synced, lambda ledger: simple("disown")(ledger, ["shao2020graph"]))
    assert "shao2020graph" not in {work.key for work in sync(synced).shown.works}


def test_words_that_name_nothing_or_several_are_errors_that_help(synced: Path) -> None:
    with pytest.raises(SettingsError, match="pubsync list"):
        decide(synced, lambda ledger: simple("hide")(ledger, ["no such thing"]))
    with pytest.raises(SettingsError, match="name one by its key"):
        decide(synced, lambda ledger: simple("hide")(ledger, ["generation"]))
    for word in ("yan2021el", "EL-Attention", "2105.04779", "https://example.org/publication/" + BANG[14:-3]):
        decide(synced, lambda ledger, word=word: simple("show")(ledger, [word]))  # type: ignore[misc]


def test_undo_takes_the_last_run_back(site: Path) -> None:
    before = tree(site)
    sync(site)
    result = undo_last(site)
    assert result.kept == ()
    assert tree(site) == before


def test_git_stays_clean_of_leftovers(synced: Path) -> None:
    names = {path.name for path in (synced / "_pubsync").iterdir()}
    assert names == {"base", "snapshots", "library.json"}


def test_the_ledger_is_read_back_as_written(synced: Path) -> None:
    entries = json.loads((synced / "_pubsync/library.json").read_text(encoding="utf-8"))["entries"]
    assert [entry.key for entry in read_library(synced).library.ledger] == [row["key"] for row in entries]


def test_a_word_replaced_in_title_and_citation_alike_is_one_patch_and_freezes_nothing(synced: Path) -> None:
    edit(synced / BANG, "BANG: Bridging", "Our BANG: Bridging")
    taken = sync(synced).library.curation.decisions
    assert [(one.kind, one.field) for one in taken] == [("patch", "title")]
    assert pages(sync(synced)) == []
