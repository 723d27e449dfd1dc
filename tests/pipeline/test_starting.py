"""``init``: a pubsync.yaml from what the site says, a look at what would be, and nothing of a person's overwritten."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from pubsync.detect import FoundPerson, FoundSite, look_at
from pubsync.errors import PublishError, SettingsError
from pubsync.pipeline.deciding import undo_last
from pubsync.pipeline.starting import (
    SCHEMA_PATH,
    Answers,
    Draft,
    begin,
    draft_settings,
    found_lines,
    missing_lines,
    preview,
    refuse_existing,
    update_lines,
    whole_site_above,
)
from pubsync.pipeline.starting.drafting import scalar
from pubsync.pipeline.status import read_status
from pubsync.settings import Settings, parse_settings, schema
from pubsync.sites.tree import SiteTree
from tests.detect.homepages import (
    ACADEMICPAGES,
    AL_FOLIO,
    BIB,
    HTML,
    HUGO_BLOX_NEWER,
    HUGO_BLOX_OLDER,
    LAB_WEBSITE,
    SITES,
    looked_at,
    write,
)
from tests.pipeline.runs import NOW, pages, sync, tree

NOBODY = Answers()


def settings_for(folder: Path, files: Mapping[str, str], answers: Answers = NOBODY) -> Settings:
    return draft_settings(looked_at(folder, files), answers).settings


def started(folder: Path, files: Mapping[str, str]) -> tuple[FoundSite, Draft]:
    site = looked_at(folder, files)
    return site, draft_settings(site, NOBODY)


def sources(made: Settings) -> list[str]:
    return [one.unique_name for one in made.all_sources]


# What is written


@pytest.mark.parametrize("name", SITES)
def test_every_kind_of_site_gets_settings_that_say_what_was_found(tmp_path: Path, name: str) -> None:
    made = settings_for(tmp_path, SITES[name])
    assert made.people[0].name == ("Na Li" if name == "lab-website" else "Weizhen Qi")
    assert {one.kind for one in made.outputs} == {"page" if name == "html" else name.partition(",")[0]}
    assert any(one.startswith(("scholar:", "orcid:")) for one in sources(made))


def test_an_academicpages_sites_settings(tmp_path: Path) -> None:
    made = settings_for(tmp_path, ACADEMICPAGES)
    assert (made.person.name, made.person.aliases) == ("Weizhen Qi", ("齐炜祯",))
    assert sources(made) == [
        "bibtex:files/publications.bib",
        "scholar:rme-IWIAAAAJ",
        "orcid:0000-0002-1825-0097",
        "semantic_scholar:15629561",
    ]
    assert made.enrich == ("crossref", "arxiv")
    assert (made.talks, made.teaching) == ((), ())


def test_a_lab_has_each_members_profiles_under_their_name(tmp_path: Path) -> None:
    made = settings_for(tmp_path, LAB_WEBSITE)
    assert [(one.name, [source.unique_name for source in one.sources]) for one in made.people] == [
        ("Na Li", ["orcid:0000-0002-1825-0097"]),
        ("Wei Wang", ["scholar:rme-IWIAAAAJ"]),
    ]
    assert made.sources == ()


EXPORT = """\
@article{qi2020%(word)s,
  title={%(word)s and tea},
  author={Qi, Weizhen and Li, Na},
  journal={Journal of Tea},
  volume={1},
  pages={1--9},
  year={2020},
  publisher={Tea Press}
}

"""


def test_a_bib_that_looks_like_scholars_export_is_told_with_how_to_name_it_as_one(tmp_path: Path) -> None:
    export = "".join(EXPORT % {"word": word} for word in ("leaves", "pots", "cups", "steeping"))
    files = {**HTML, "citations.bib": export}
    site, draft = started(tmp_path / "exported", files)
    assert "- bibtex: citations.bib  # or scholar: {file: citations.bib}" in draft.text
    (told,) = [line for line in missing_lines(site, draft, None) if line.startswith("citations.bib: ")]
    assert "scholar: {file: citations.bib}" in told
    by_hand = {**files, "citations.bib": export.replace("  volume={1},", "  doi={10.5555/1},")}
    site, draft = started(tmp_path / "by-hand", by_hand)
    assert "or scholar:" not in draft.text
    assert not [line for line in missing_lines(site, draft, None) if line.startswith("citations.bib: ")]


def test_a_labs_site_without_what_makes_the_templates_list_has_regions_alone(tmp_path: Path) -> None:
    entry = "@article{a, title={Steeping pots}, author={Wang, Wei and Li, Na}, year={2022}}\n"
    files = {path: text for path, text in LAB_WEBSITE.items() if not path.startswith("_cite/")}
    site, draft = started(tmp_path, {**files, "lab.bib": entry})
    assert site.kind == "lab-website"
    assert draft.settings.outputs == ()
    assert "outputs: []" in draft.text
    told = list(missing_lines(site, draft, None))
    marker = "<!-- pubsync:begin publications person=wei-wang -->"
    assert f"  _members/wei-wang.md: {marker}" in told
    begin(tmp_path, draft)
    with (tmp_path / "_members/wei-wang.md").open("a", encoding="utf-8") as page:
        page.write(f"\n{marker}\n<!-- pubsync:end -->\n")
    assert pages(sync(tmp_path)) == ["_members/wei-wang.md"]


def test_a_hugo_site_of_two_languages_has_an_output_for_each(tmp_path: Path) -> None:
    made = settings_for(tmp_path, HUGO_BLOX_NEWER)
    assert [(one.kind, one.language, one.folder) for one in made.outputs] == [
        ("hugo-blox", "en", "content/en"),
        ("hugo-blox", "zh", "content/zh"),
    ]


def test_al_folios_bibliography_is_source_and_output(tmp_path: Path) -> None:
    made = settings_for(tmp_path, AL_FOLIO)
    assert made.sources[0].bibtex == made.outputs[0].file == "_bibliography/papers.bib"


def test_a_page_of_the_persons_own_is_no_output(tmp_path: Path) -> None:
    made = settings_for(tmp_path, HTML)
    assert [(one.file, one.language) for one in made.outputs] == [
        ("publication-list.html", "en"),
        ("publication-list-zh.html", "zh"),
    ]


def test_what_a_person_says_counts_before_what_was_found(tmp_path: Path) -> None:
    said = Answers(name="W. Qi 齐炜祯", scholar="AAAAAAAAAAAJ", orcid="0000-0001-5109-3700")
    made = settings_for(tmp_path, ACADEMICPAGES, said)
    assert made.person.name == "W. Qi"
    assert set(made.person.aliases) == {"齐炜祯", "Weizhen Qi"}
    assert {"scholar:AAAAAAAAAAAJ", "orcid:0000-0001-5109-3700"} <= set(sources(made))


def test_names_with_a_full_width_comma_between_them_are_two(tmp_path: Path) -> None:
    made = settings_for(tmp_path, HTML, Answers(name="Ann Lee，安李"))
    assert made.person.name == "Ann Lee"
    assert "安李" in made.person.aliases


def test_without_a_name_nothing_is_guessed(tmp_path: Path) -> None:
    site = looked_at(tmp_path, {"index.md": "Hello.\n"})
    with pytest.raises(SettingsError, match="--name"):
        draft_settings(site, NOBODY)
    assert draft_settings(site, Answers(name="Jane Doe")).settings.sources == ()


def test_what_was_left_out_stands_there_as_a_comment_with_the_reason(tmp_path: Path) -> None:
    text = draft_settings(looked_at(tmp_path, ACADEMICPAGES), NOBODY).text
    (line,) = [line for line in text.splitlines() if "files/references.bib" in line]
    assert line.lstrip().startswith("# - bibtex:")
    assert "other people's works" in line


def test_the_lists_by_hand_name_the_command_that_adopts_them(tmp_path: Path) -> None:
    site, draft = started(tmp_path, ACADEMICPAGES)
    assert "pubsync adopt" in draft.text
    assert any("pubsync adopt _pages/about.md" in line for line in missing_lines(site, draft, None))


def test_an_editor_finds_the_schema_beside_the_settings(tmp_path: Path) -> None:
    _, draft = started(tmp_path, ACADEMICPAGES)
    first = draft.text.splitlines()[0]
    assert first == f"# yaml-language-server: $schema={SCHEMA_PATH}"
    begin(tmp_path, draft)
    assert YAML(typ="safe").load((tmp_path / SCHEMA_PATH).read_text(encoding="utf-8")) == schema()


# Hostile words


WORDS = st.text(max_size=40) | st.sampled_from(
    [
        *(
            "a: b",
            "- x",
            "#",
            "'",
            '"',
            "{{ 1 }}",
            "{% x %}",
            "a\n- scholar: BBBBBBBBBBBJ",
            "%YAML 1.1",
            "&a",
            "*a",
            "!!x",
        ),
        *(
            "no",
            "null",
            "1e3",
            "2020-01-01",
            "---",
            "a\u2028b",
            "\u202ex",
            "x" * 300,
            "齐 # 炜祯",
            "a\x00b",
            "\ud800",
            "!!x",
        ),
    ]
)


def kept(text: str) -> str:
    """No file in UTF-8 holds half a character."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


@given(WORDS)
def test_any_text_is_read_back_as_it_was(text: str) -> None:
    written = scalar(text)
    read = YAML(typ="safe", pure=True).load(f"- {written}  # a remark\n")
    assert read == [kept(text)]


@given(name=WORDS.filter(str.strip), where=WORDS, path=WORDS, ident=WORDS)
@settings(max_examples=60, deadline=None)
def test_nothing_that_a_site_says_becomes_a_setting(
    tmp_path_factory: pytest.TempPathFactory, name: str, where: str, path: str, ident: str
) -> None:
    plain = look_at(SiteTree(write(tmp_path_factory.getbasetemp() / "hostile", {"index.md": "# Jane Doe\n"})))
    person = FoundPerson(name=name.strip(), aliases=(ident or "x",), where=where)
    listed = replace(plain, people=(person,), calendars=(path,))
    try:
        made = draft_settings(listed, NOBODY).settings
    except SettingsError:
        return
    assert made.sources == ()
    assert len(made.people) == 1
    assert made.person.name == kept(name.strip())
    assert (made.talks, made.coauthors, made.templates) == ((), {}, "")


# Before and after


def test_the_look_ahead_tells_what_the_first_sync_does_and_writes_nothing(tmp_path: Path) -> None:
    _, draft = started(tmp_path, ACADEMICPAGES)
    before = tree(tmp_path)
    seen = preview(tmp_path, draft, offline=True, now=NOW)
    assert tree(tmp_path) == before
    assert seen.outcome
    foretold = pages(seen.outcome)
    assert any(path.startswith("_publications/") for path in foretold)
    begin(tmp_path, draft)
    assert pages(sync(tmp_path)) == foretold


@pytest.mark.parametrize("name", SITES)
def test_what_was_shown_is_what_is_written_and_a_sync_after_it_writes_nothing(tmp_path: Path, name: str) -> None:
    who = "Li, Na" if name == "lab-website" else "Qi, Weizhen"
    more = f"@article{{l, title={{On leaves and their many pots}}, author={{{who}}}, year={{2018}}}}\n"
    _, draft = started(tmp_path, {**SITES[name], "bib/more.bib": more})
    seen = preview(tmp_path, draft, offline=True, now=NOW)
    assert seen.outcome, seen.problem
    written = begin(tmp_path, draft, seen.outcome)
    assert {"pubsync.yaml", SCHEMA_PATH, *pages(seen.outcome)} <= set(written)
    assert pages(sync(tmp_path)) == []


def test_a_persons_pages_and_entries_stay_as_they_are_but_for_absent_keys(tmp_path: Path) -> None:
    _, draft = started(tmp_path, ACADEMICPAGES)
    begin(tmp_path, draft, preview(tmp_path, draft, offline=True, now=NOW).outcome)
    assert (tmp_path / "_pages/about.md").read_text(encoding="utf-8") == ACADEMICPAGES["_pages/about.md"]
    mine = (tmp_path / "_publications/2019-01-01-on-tea.md").read_text(encoding="utf-8")
    for line in ACADEMICPAGES["_publications/2019-01-01-on-tea.md"].splitlines():
        assert line in mine


def test_a_first_sync_with_init_is_a_run_that_is_remembered(tmp_path: Path) -> None:
    _, draft = started(tmp_path, ACADEMICPAGES)
    begin(tmp_path, draft)
    assert read_status(tmp_path, sync(tmp_path, dry_run=True))["last_run"] is None
    (tmp_path / "pubsync.yaml").unlink()
    begin(tmp_path, draft, preview(tmp_path, draft, offline=True, now=NOW).outcome)
    assert read_status(tmp_path, sync(tmp_path, dry_run=True))["last_run"]


def test_undo_takes_the_beginning_back(tmp_path: Path) -> None:
    _, draft = started(tmp_path, HUGO_BLOX_OLDER)
    before = tree(tmp_path)
    begin(tmp_path, draft, preview(tmp_path, draft, offline=True, now=NOW).outcome)
    assert tree(tmp_path) != before
    undo_last(tmp_path)
    assert tree(tmp_path) == before


def test_settings_that_stand_already_are_never_overwritten(tmp_path: Path) -> None:
    _, draft = started(tmp_path, ACADEMICPAGES)
    (tmp_path / "pubsync.yaml").write_text("mine: yes\n", encoding="utf-8")
    for attempt in (lambda: refuse_existing(tmp_path), lambda: begin(tmp_path, draft)):
        with pytest.raises(SettingsError, match="stays as it is"):
            attempt()
    assert (tmp_path / "pubsync.yaml").read_text(encoding="utf-8") == "mine: yes\n"
    assert not (tmp_path / SCHEMA_PATH).exists()


def test_a_link_to_nowhere_in_its_place_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "pubsync.yaml").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(SettingsError, match="stays as it is"):
        refuse_existing(tmp_path)


def test_a_page_that_changed_since_it_was_shown_stops_all_of_it(tmp_path: Path) -> None:
    _, draft = started(tmp_path, ACADEMICPAGES)
    seen = preview(tmp_path, draft, offline=True, now=NOW)
    page = tmp_path / "_publications/2019-01-01-on-tea.md"
    page.write_text(page.read_text(encoding="utf-8") + "Newer words.\n", encoding="utf-8")
    before = tree(tmp_path)
    with pytest.raises(PublishError):
        begin(tmp_path, draft, seen.outcome)
    assert tree(tmp_path) == before


def test_a_look_ahead_that_finds_nobody_to_ask_says_so(tmp_path: Path) -> None:
    files = {
        "_config.yml": "author:\n  name: Jane Doe\n  googlescholar: https://scholar.google.com/citations?user=AAAAAAAAAAAJ\n"
    }
    _, draft = started(tmp_path, files)
    seen = preview(tmp_path, draft, offline=True, now=NOW)
    assert seen.outcome is None
    assert "no source gave an answer" in seen.problem


# The three answers


def test_what_was_found_is_told_with_its_place(tmp_path: Path) -> None:
    site, _ = started(tmp_path, ACADEMICPAGES)
    text = "\n".join(found_lines(site))
    for words in (
        "academicpages",
        "Weizhen Qi, also 齐炜祯 (_config.yml:8)",
        "scholar: rme-IWIAAAAJ (_config.yml:11)",
        "files/publications.bib: 2 entries",
        "files/references.bib: 6 entries; left out",
        "_pages/about.md:9: a list of 3 entries for publications, written by hand",
        "_publications: 1 of your own, 1 example of the template's",
    ):
        assert words in text


def test_a_part_of_a_site_is_called_so_and_a_whole_one_is_not(tmp_path: Path) -> None:
    write(tmp_path, {"_config.yml": "title: A\n", "_pages/about.md": "# A\n", "docs/_config.yml": "title: B\n"})
    assert f"{tmp_path} holds _config.yml" in whole_site_above(tmp_path / "_pages")
    assert whole_site_above(tmp_path / "docs") == whole_site_above(tmp_path) == ""


def test_an_empty_folder_is_called_none_of_a_site(tmp_path: Path) -> None:
    assert "No site stands in this folder" in next(found_lines(look_at(SiteTree(tmp_path))))
    write(tmp_path, {"index.html": "<p>A"})
    assert "This is a site of Markdown or HTML pages" in next(found_lines(look_at(SiteTree(tmp_path))))


def test_of_many_files_some_are_told_and_the_number_of_the_others(tmp_path: Path) -> None:
    bibs = {f"bib/{number:02}.bib": BIB.replace("{", f"{{x{number}", 1) for number in range(40)}
    told = list(found_lines(started(tmp_path, {**HTML, **bibs})[0]))
    assert len(told) < 30
    assert any("more" in line for line in told)


def test_a_page_that_is_no_utf_8_is_told_with_what_to_do(tmp_path: Path) -> None:
    write(tmp_path, HTML)
    (tmp_path / "old.html").write_bytes("<h1>陈静的主页：发表论文二十余篇</h1>".encode("gb18030"))
    (line,) = (one for one in found_lines(look_at(SiteTree(tmp_path))) if "old.html" in one)
    assert "iconv -f GB18030 -t UTF-8 old.html" in line


def test_what_is_missing_names_authors_and_older_papers(tmp_path: Path) -> None:
    bib = BIB + "@article{cut, title={Of cups and saucers}, author={Qi, Weizhen and others}, year={2018}}\n"
    site, draft = started(tmp_path, {**HTML, "papers/qi.bib": bib})
    outcome = preview(tmp_path, draft, offline=True, now=NOW).outcome
    assert outcome
    text = "\n".join(missing_lines(site, draft, outcome))
    assert "1 paper has no whole list of authors (Of cups and saucers)" in text
    assert "talks.yaml" in text
    partial = replace(outcome.report.sources[1], partial="100 rows; more exist", state="fresh", problem="")
    outcome = replace(outcome, report=replace(outcome.report, sources=(partial,)))
    assert "100 rows; more exist; for older papers" in "\n".join(missing_lines(site, draft, outcome))


def test_a_number_in_the_biography_comes_with_the_words_that_keep_it_true(tmp_path: Path) -> None:
    about = ACADEMICPAGES["_pages/about.md"] + "\nI have written over 20 papers.\n"
    site, draft = started(tmp_path, {**ACADEMICPAGES, "_pages/about.md": about})
    text = "\n".join(missing_lines(site, draft, None))
    assert '"over 20 papers" is a number by hand; written like this it stays true: over' in text
    outcome = preview(tmp_path, draft, offline=True, now=NOW).outcome
    assert outcome
    text = "\n".join(missing_lines(site, draft, outcome))
    assert f"it stays true, once the sources name all (so far {len(outcome.shown.works)}): over" in text
    assert "over <!-- pubsync:count publications round=down:10 --><!-- pubsync:end --> papers" in text


def test_talks_of_the_persons_own_are_not_called_missing(tmp_path: Path) -> None:
    talk = '---\ntitle: "On tea, in the garden"\ncollection: talks\ndate: 2020-05-06\nvenue: Tea House\n---\n'
    site, draft = started(tmp_path, {**ACADEMICPAGES, "_talks/2020-05-06-tea.md": talk})
    text = "\n".join(missing_lines(site, draft, None))
    assert "_talks: 1 file of your own, which stand there as before" in text
    assert "no list of talks" not in text


def test_what_the_sites_configuration_would_hide_is_told_from_the_start(tmp_path: Path) -> None:
    config = ACADEMICPAGES["_config.yml"].replace("output: true", "output: false")
    site, draft = started(tmp_path, {**ACADEMICPAGES, "_config.yml": config})
    assert any("output: true" in line for line in missing_lines(site, draft, None))


def test_how_updates_reach_the_web_names_what_to_print(tmp_path: Path) -> None:
    site, _ = started(tmp_path, HUGO_BLOX_OLDER)
    text = "\n".join(update_lines(site))
    assert "Netlify builds the site after each push" in text
    assert "pubsync schedule --print crontab" in text


def test_a_site_that_is_pushed_is_pushed_at_night_too(tmp_path: Path) -> None:
    site, _ = started(tmp_path, {**HTML, ".git/config": '[remote "origin"]\n\turl = git@example.org:me/home.git\n'})
    assert any(line.endswith("--print crontab --push") for line in update_lines(site))


def test_talks_that_stand_in_pages_alone_are_named_and_said_to_stay(tmp_path: Path) -> None:
    talks = "# Talks\n\n- On tea. Keynote, Oxford, 3 May 2023.\n- On coffee. Invited talk, ETH, 2022.\n"
    site, draft = started(tmp_path, {**HTML, "talks.md": talks})
    (line,) = (one for one in missing_lines(site, draft, None) if "talks.yaml" in one)
    assert "talks.md:3" in line
    assert "stay as you wrote them" in line
    assert not any("adopt talks.md" in one for one in missing_lines(site, draft, None))


def test_why_a_source_is_silent_is_not_said_twice(tmp_path: Path) -> None:
    site, draft = started(tmp_path, ACADEMICPAGES)
    outcome = preview(tmp_path, draft, offline=True).outcome
    assert outcome is not None
    silent = tuple(replace(one, state="failed", problem="down") for one in outcome.report.sources)
    text = "\n".join(missing_lines(site, draft, replace(outcome, report=replace(outcome.report, sources=silent))))
    assert "down" not in text
    assert "no answer yet from " in text


def test_settings_made_by_init_are_those_that_were_drafted(tmp_path: Path) -> None:
    _, draft = started(tmp_path, ACADEMICPAGES)
    begin(tmp_path, draft)
    assert parse_settings((tmp_path / "pubsync.yaml").read_text(encoding="utf-8"), "x") == draft.settings


def test_a_labs_files_of_works_stand_under_the_member_that_they_are_named_after(tmp_path: Path) -> None:
    entry = "@article{a, title={Steeping %s}, author={%s and Li, Na}, year={2022}}\n"
    files = {
        "bib/wei-wang.bib": entry % ("pots", "Wang, Wei"),
        "bib/gone.bib": entry % ("cups", "Gone, Ann"),
        "bib/lab.bib": entry % ("leaves", "Wang, Wei"),
        "bib/na-wang.bib": entry % ("sieves", "Wang, Wei"),
    }
    made = settings_for(tmp_path, {**LAB_WEBSITE, **files})
    assert [source.unique_name for source in made.people[1].sources] == [
        "bibtex:bib/wei-wang.bib",
        "scholar:rme-IWIAAAAJ",
    ]
    assert [source.bibtex for source in made.sources] == ["bib/lab.bib", "bib/na-wang.bib"]


def test_who_left_a_lab_stands_in_the_settings_as_a_comment_that_needs_its_dates(tmp_path: Path) -> None:
    entry = "@article{a, title={Steeping cups}, author={Gone, Ann}, year={2022}}\n"
    _, draft = started(tmp_path, {**LAB_WEBSITE, "gone.bib": entry})
    text = draft.text
    assert "# Who left: write when they came and left" in text
    block = text[text.index("  # - name: Ann Gone") : text.index("# Where the papers come from")]
    taken_in = "people:\n" + re.sub("^  # ", "  ", block, flags=re.MULTILINE) + "outputs: [{kind: page}]\n"
    (gone,) = parse_settings(taken_in, "x").people
    assert (gone.name, gone.until, [one.bibtex for one in gone.sources]) == ("Ann Gone", "2024", ["gone.bib"])
