"""A file is added to pubsync.yaml as a source, and every other byte of it stays."""

from __future__ import annotations

import pytest

from pubsync.settings import parse_settings
from pubsync.settings.adding import lines_to_add, with_files

BASE = "people: [{name: Ann Lee}]\n"
ALL = {"sources": ["by-hand.bib"], "talks": ["talks.yaml"], "teaching": ["teaching.yaml"]}


@pytest.mark.parametrize(
    "text",
    [
        BASE,
        BASE.rstrip("\n"),
        BASE + "sources: []\ntalks: []  # such as [talks.yaml]\nteaching:\n",
        BASE + "sources:\n  # my own\n  - bibtex: a.bib  # mine\n  - scholar:\n      id: AAAAAAAAAAAJ\n"
        "      pages: all\n  # - orcid: none\n\n# more\ntalks: talks.tsv\nteaching: [t.csv, u.csv]\n",
        BASE + "sources:\n- bibtex: a.bib\n- dblp: 65/9612\nenrich: [crossref]\ntalks:\n- {calendar: a.ics}\n- b.yaml",
        BASE + "sources: [{bibtex: a.bib}, {dblp: 65/9612}]\ntalks: [{calendar: a.ics, only: talk}]  # mine\n",
        BASE + "sources: {bibtex: a.bib}\ntalks: [a.yaml,]\n",
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_files_come_after_what_stands_and_nothing_else_changes(text: str, newline: str) -> None:
    text = text.replace("\n", newline)
    added = with_files(text, ALL)
    assert added is not None
    before, after = parse_settings(text, "x"), parse_settings(added, "x")
    assert [one.unique_name for one in after.sources] == [
        *(one.unique_name for one in before.sources),
        "bibtex:by-hand.bib",
    ]
    assert after.talks == (*before.talks, "talks.yaml")
    assert after.teaching == (*before.teaching, "teaching.yaml")
    assert after.model_copy(update={"sources": (), "talks": (), "teaching": ()}) == before.model_copy(
        update={"sources": (), "talks": (), "teaching": ()}
    )
    remarks = [line.partition("#")[2] for line in text.splitlines()]
    assert [remark for remark in remarks if remark] == [
        remark for line in added.splitlines() if (remark := line.partition("#")[2])
    ]
    assert ("\r\n" in added) == ("\r\n" in text)
    assert "\r\n" not in text or "\n" not in added.replace("\r\n", "")


def test_a_byte_order_mark_stays() -> None:
    added = with_files("\ufeff" + BASE, ALL)
    assert added is not None
    assert added.startswith("\ufeffpeople")


def test_a_file_that_a_glob_reads_already_is_not_added() -> None:
    text = BASE + 'sources:\n  - bibtex: "*.bib"\n'
    assert with_files(text, {"sources": ["by-hand.bib"]}) == text


@pytest.mark.parametrize(
    "text",
    [
        BASE + "sources: [\n  {bibtex: a.bib},\n]\n",
        BASE + "sources: &s\n  - bibtex: a.bib\n",
        'people: [{name: Ann Lee}]\n"sources": [{bibtex: a.bib}]\n',
        "{people: [{name: Ann Lee}], sources: [{bibtex: a.bib}]}\n",
        "people: [\n",
    ],
)
def test_what_is_written_in_another_way_is_left_to_the_person(text: str) -> None:
    assert with_files(text, ALL) is None


def test_the_lines_for_a_person_to_write_say_the_same() -> None:
    settings = parse_settings(BASE + "\n".join(lines_to_add(ALL)), "x")
    assert [one.bibtex for one in settings.sources] == ["by-hand.bib"]
    assert (settings.talks, settings.teaching) == (("talks.yaml",), ("teaching.yaml",))


def test_a_file_that_is_named_before_it_stands_there_is_not_named_twice() -> None:
    text = BASE + "sources: [{bibtex: by-hand.bib}]\ntalks: [talks.yaml]\nteaching:\n  - teaching.yaml\n"
    assert with_files(text, ALL) == text
    theirs = (
        "people: [{name: Ann Lee, sources: [{bibtex: by-hand.bib}], talks: [talks.yaml], teaching: teaching.yaml}]\n"
    )
    assert with_files(theirs, ALL) == theirs
    assert with_files(text, {"talks": ["talks-2.yaml"]}) == text.replace("[talks.yaml]", "[talks.yaml, talks-2.yaml]")
