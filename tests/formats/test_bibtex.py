"""Which entries a .bib text has, fault by fault."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.formats.bibtex import Reading, read
from pubsync.records.dates import PartialDate
from pubsync.records.names import Name


def _read(text: str) -> Reading:
    return read(text, source="bibtex:papers.bib", where="papers.bib")


def _notices(text: str) -> list[str]:
    return [f"{where}: {what}" for what, where in _read(text).notices]


class TestValues:
    def test_strings_and_concatenation_are_resolved(self) -> None:
        text = '@string{acl = "Meeting of " # {{ACL}}}\n@misc{a, title = "A " # {B} # " C", journal = ACL # " 2020"}'
        record = _read(text).records[0]
        assert (record.title, record.container_title) == ("A B C", "Meeting of ACL 2020")

    def test_a_string_may_stand_after_its_use(self) -> None:
        assert _read("@misc{a, title = x}\n@string{x = {Late}}").records[0].title == "Late"

    def test_an_unknown_string_is_taken_as_text_and_reported(self) -> None:
        reading = _read("@misc{a, title = {T}, journal = tpami}")
        assert reading.records[0].container_title == "tpami"
        assert reading.notices[0].what == "a: journal: no @string defines tpami, which is taken as text"

    def test_strings_that_grow_end(self) -> None:
        doubling = "".join(f"@string{{s{n + 1} = s{n} # s{n}}}\n" for n in range(60))
        title = _read('@string{s0 = "x"}\n' + doubling + "@misc{a, title = s60}").records[0].title
        assert len(title) <= 50_000

    @pytest.mark.parametrize("opening", ["@article{key,", "@ARTICLE(key,", "@Article {key,"])
    def test_entries_open_in_every_way(self, opening: str) -> None:
        closing = ")" if "(" in opening else "}"
        assert _read(f'{opening} title = "A {{"}}quote{{"}}"{closing}').records[0].title == 'A "quote"'


class TestFaults:
    def test_what_cannot_be_read_is_reported_with_its_line_and_start(self) -> None:
        text = "\n\n@article{a, title = {X, year = {2020}\n\n@misc{b, title = {Y}}\n"
        assert [record.id for record in _read(text).records] == ["b"]
        (notice,) = _notices(text)
        assert notice.startswith("papers.bib:3: can't be read: ")
        assert '"@article{a, title = {X, year = {2020}' in notice

    def test_lines_are_right_behind_lines_that_end_with_a_backslash(self) -> None:
        assert _notices("@misc{a, title = {X \\\\\n Y \\\n Z}}\n@misc{b, title}")[0].startswith("papers.bib:4: ")

    def test_a_repeated_key_keeps_both_entries(self) -> None:
        text = "@misc{k, title={A}}\n@misc{k, title={B}}\n@misc{k, title={C}}\n"
        reading = _read(text)
        assert [(record.id, record.title) for record in reading.records] == [("k", "A"), ("k@2", "B"), ("k@3", "C")]
        assert _notices(text) == [
            "papers.bib:2: the key k is used again (first in line 1); this entry is k@2",
            "papers.bib:3: the key k is used again (first in line 1); this entry is k@3",
        ]

    def test_ids_never_collide_with_real_keys(self) -> None:
        ids = [record.id for record in _read("@misc{k@2,title={A}}@misc{k,title={B}}@misc{k,title={C}}").records]
        assert ids == ["k@2", "k", "k@3"]

    def test_ids_taken_elsewhere_are_not_given_again(self) -> None:
        reading = read("@misc{k, title={A}}", source="s", where="b.bib", taken=["k"])
        assert reading.records[0].id == "k@2"
        assert "first in another file" in reading.notices[0].what

    def test_entries_without_a_key_are_named_by_their_position(self) -> None:
        text = "@misc{a, title={A}}\n@misc{, title={B}}\n@misc{title={C}, year=2020}"
        assert [record.id for record in _read(text).records] == ["a", "@2", "@3"]

    def test_a_missing_comma_is_mended_and_reported(self) -> None:
        text = "@misc{a, title = {A}\n author = {B C}\n year = 2020}"
        record = _read(text).records[0]
        assert (record.title, record.author, record.issued) == ("A", (Name("C", "B."),), PartialDate(2020))
        assert _notices(text) == [
            "papers.bib:1: a: title: a comma is missing before author",
            "papers.bib:1: a: author: a comma is missing before year",
        ]

    def test_what_follows_a_value_is_reported(self) -> None:
        assert _notices("@misc{a, title = {A} B}") == ['papers.bib:1: a: title: what follows its end is left out: "B"']

    def test_a_field_given_twice_is_reported_where_it_differs(self) -> None:
        text = "@misc{a, title = {A}, Title = {B}, year = {}, year = 2020, note = {n}, note = {n}}"
        record = _read(text).records[0]
        assert (record.title, record.issued) == ("A", PartialDate(2020))
        assert _notices(text) == ["papers.bib:1: a: title is given twice; the first holds"]

    def test_fields_outside_of_entries_are_reported_and_remarks_are_not(self) -> None:
        assert _notices("A remark, see x.\n@misc{a, title={A}}} , year = {2020}}\n% x = {y}\n") == [
            'papers.bib:2: stands outside any entry: "} , year = {"'
        ]

    def test_entries_behind_a_percent_sign_are_left_out_and_said(self) -> None:
        text = "%@misc{a, title={A}}\n@misc{b, title={B},\n % note = {hidden},\n year = 2020}\n"
        assert [(record.id, record.note) for record in _read(text).records] == [("b", "")]
        assert _notices(text) == ["papers.bib:1: not taken, since a % stands before: a"]

    def test_an_entry_without_a_title_is_reported(self) -> None:
        assert _notices("@misc{a, author={A B}}") == ["papers.bib:1: a: an entry without a title is left out"]

    def test_comments_and_preambles_say_nothing(self) -> None:
        text = '@comment{jabref-meta: databaseType:bibtex;}\n@preamble{"\\newcommand{\\x}{}"}\n@string{a = "b"}'
        assert _read(text) == Reading((), (), ())

    def test_front_matter_and_other_line_ends_are_tolerated(self) -> None:
        text = "\ufeff---\r\ntitle: x\r\n---\r\n@misc{a, title={A}}\r@misc{b, title}\r"
        assert [record.id for record in _read(text).records] == ["a"]
        assert _notices(text)[0].startswith("papers.bib:5: ")

    def test_many_faults_are_counted_not_listed(self) -> None:
        notices = _read("@misc{a, title}\n" * 500).notices
        assert (len(notices), notices[-1].what) == (201, "300 more like these")


class TestInheritance:
    VOLUME = "@proceedings{vol, title={Proc. of X}, year=2020, publisher={ACM}, editor={E, D}, doi={10.1000/volume}, url={https://v.org}}\n"

    def test_crossref_gives_what_belongs_to_the_volume(self) -> None:
        record = _read("@inproceedings{a, title={A}, crossref={VOL}, publisher={}}\n" + self.VOLUME).records[0]
        assert (record.container_title, record.publisher, record.issued) == ("Proc. of X", "ACM", PartialDate(2020))
        assert record.editor == (Name("E", "D."),)
        assert (record.identifiers, record.links) == ((), ())

    def test_xdata_gives_all_its_fields_and_is_no_work(self) -> None:
        reading = _read("@xdata{x, journal={J}, year=1999}\n@article{a, title={A}, xdata={x}, year=2000}")
        (record,) = reading.records
        assert (record.container_title, record.issued) == ("J", PartialDate(2000))

    def test_a_missing_parent_is_reported_and_a_circle_ends(self) -> None:
        text = "@misc{a, title={A}, crossref={b}}\n@misc{b, title={B}, crossref={a}}\n@misc{c, title={C}, crossref={d}}"
        assert _notices(text) == ["papers.bib:3: c: crossref names d, which this file has not"]


class TestBounds:
    @pytest.mark.parametrize(
        "text",
        [
            "@a{k,title={" + "x " * 5_000_000 + "}}",
            "@a{k,title={x},note={" + "{" * 100_000 + "}" * 100_000 + "}}",
            "@a{k,title={" + "{" * 300_000,
            "\0" * 5_000_000,
            "@a{" * 50_000,
            "@a{k,title={x},author={A" + "," * 200_000 + "B}}",
            "@a{k,title={x},author={" + r"\thanks[" * 50_000 + "}}",
            "@a{" + "k" * 3_000_000 + ",title={x}}",
            "a-" * 200_000 + "= {",
        ],
    )
    def test_hostile_texts_end_with_a_notice(self, text: str) -> None:
        began = time.process_time()
        reading = _read(text)
        assert reading.notices
        assert time.process_time() - began < 10

    def test_a_field_is_cut_where_no_text_is_that_long(self) -> None:
        assert len(_read("@a{k,title={" + "x" * 100_000 + "}}").records[0].title) == 50_000

    def test_blanks_without_end_are_one_blank(self) -> None:
        text = "@a{k,title={x" + " " * 400_000 + "y},author={A" + " " * 400_000 + "B}}"
        (record,) = _read(text).records
        assert record.author == (Name("B", "A."),)

    def test_a_file_has_an_end(self) -> None:
        reading = _read("@a{\n" * 100_001)
        assert any("what follows is not read" in what for what, _ in reading.notices)


PIECES = st.sampled_from(
    [
        *("@article{", "@misc(", "@string{", "@comment{", "key,", "title", "author", "year", "doi", "crossref", " = "),
        *(
            "{",
            "}",
            "(",
            ")",
            '"',
            ",",
            "#",
            "%",
            "\n",
            " ",
            "\\",
            "\\'e",
            "$",
            "x",
            "2020",
            "may",
            "key",
            "and",
            "others",
        ),
        *(
            "10.1000/x",
            "https://x.org/",
            "note",
            "howpublished",
            "keywords",
            "talk",
            "*",
            "齐炜祯",
            "\0",
            "title_zh",
            "~",
        ),
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join))
@settings(deadline=None, max_examples=400)
def test_any_text_is_read(text: str) -> None:
    reading = _read(text)
    ids = [*(record.id for record in reading.records), *(talk.id for talk in reading.talks)]
    assert len(ids) == len(set(ids))
    assert all(record.title for record in reading.records)


@given(st.text(max_size=60).filter(lambda text: "\\" not in text and text.count("{") == text.count("}") == 0))
@settings(deadline=None)
def test_any_value_is_read(text: str) -> None:
    for field in (
        "author",
        "year",
        "month",
        "date",
        "pages",
        "doi",
        "url",
        "note",
        "howpublished",
        "keywords",
        "eprint",
    ):
        _read(f"@article{{k, title = {{T}}, {field} = {{{text}}}}}")


REAL = Path(__file__).parents[3] / "shared" / "data" / "scholar-bibtex"


@pytest.mark.skipif(not REAL.is_dir(), reason="the real files are not here")
@pytest.mark.parametrize("path", sorted(REAL.glob("*/papers.bib")), ids=lambda path: path.parent.name)
def test_every_entry_of_a_real_file_comes_out(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    entries = sum(line.lstrip().startswith("@") and "@string" not in line.casefold() for line in text.splitlines())
    reading = _read(text)
    assert len(reading.records) == entries
    assert not any("can't be read" in what or "left out" in what for what, _ in reading.notices)
