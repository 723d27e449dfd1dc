"""RIS and its relatives: which form a text is in, what is wrong with it, and what its records are called."""

from __future__ import annotations

import itertools
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.formats.ris import decoded, looks_like, read
from pubsync.formats.ris.reading import Reading
from tests.formats.exports import (
    CNKI_ENDNOTE,
    CNKI_REFWORKS,
    EVERY_FORM,
    IEEE,
    PUBMED_RIS,
    REFWORKS,
    SCOPUS,
    WEB_OF_SCIENCE_RIS,
    ZOTERO,
    extra,
    journal,
    notices_of,
    reading_of,
    record_of,
)


class TestLooks:
    @pytest.mark.parametrize("form", EVERY_FORM)
    def test_each_form_is_known_by_its_content(self, form: str) -> None:
        text = EVERY_FORM[form]
        assert looks_like(text) == form
        assert looks_like("\ufeff" + text.replace("\n", "\r\n")) == form
        assert reading_of(text).notices == ()

    @pytest.mark.parametrize(
        ("text", "form"),
        [
            (REFWORKS, "refworks"),
            ("Record #1 of 2\nProvider: John Wiley & Sons, Ltd.\n\nTY  -  JOUR\n", "ris"),
            ("6. \nTY  - JOUR\n", "ris"),
            ("%T Corn\n%A Newman, W. H.\n%D 1891\n", "endnote"),
            ("{Title}: x\n{Author}: y\n{Year}: 2020\n", "noteexpress"),
            ("\r\nOWN - ERIC\r\nTI  - x\r\n", "nbib"),
            ("", ""),
            ("% TI  - a comment\n@article{a,\n  abstract = {\nTY  - JOUR\n},\n}", ""),
            ("<!DOCTYPE html><html><xml><records/></xml></html>", ""),
            ("<PubmedArticleSet><PubmedArticle/></PubmedArticleSet>", ""),
            ("just text", ""),
        ],
    )
    def test_other_texts(self, text: str, form: str) -> None:
        assert looks_like(text) == form

    def test_what_is_in_no_form_is_said_and_an_empty_text_is_an_empty_list(self) -> None:
        assert notices_of("some\nwords") == [
            "list.ris:1: is neither RIS nor one of EndNote's, RefWorks', NoteExpress's or PubMed's exports"
        ]
        assert reading_of(" \n\ufeff") == Reading((), ())


class TestDecoding:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
    def test_what_is_known_is_no_guess(self, encoding: str) -> None:
        assert decoded(CNKI_ENDNOTE.encode(encoding)) == (CNKI_ENDNOTE, "")

    @pytest.mark.parametrize("text", [CNKI_ENDNOTE, CNKI_REFWORKS, "{Title}: 张三的题名\n" + "words " * 500])
    @pytest.mark.parametrize("encoding", ["gbk", "gb18030"])
    def test_chinese_exports_are_gb18030(self, text: str, encoding: str) -> None:
        text = text.replace("α", "a")
        assert decoded(text.encode(encoding)) == (text, "GB18030")
        assert decoded((text + "某").encode(encoding)[:-1])[1] == "GB18030"

    @pytest.mark.parametrize("text", ["Müller’s größe\n", "TI  - Çà et là, déjà vu\n" * 3, "ÄÖÜ\n", "Ünïcödé"])
    def test_other_words_are_windows_1252(self, text: str) -> None:
        assert decoded(text.encode("cp1252")) == (text, "Windows-1252 in part")

    def test_a_stray_byte_does_not_spoil_a_file_in_utf_8(self) -> None:
        text, read_as = decoded(CNKI_ENDNOTE.encode() + "Müller".encode("cp1252"))
        assert (text, read_as) == (CNKI_ENDNOTE + "Müller", "Windows-1252 in part")

    @given(st.binary())
    def test_any_bytes_are_text(self, content: bytes) -> None:
        assert isinstance(decoded(content)[0], str)


class TestFaults:
    def test_a_missing_end_is_mended_and_said(self) -> None:
        text = "TY  - JOUR\nTI  - One\nTY  - JOUR\nTI  - Two\nER  - \nTY  - JOUR\nTI  - Three\n"
        assert [record.title for record in reading_of(text).records] == ["One", "Two", "Three"]
        assert notices_of(text) == ["list.ris:6: 2 entries end without ER; the file may have been cut"]

    def test_a_missing_type_is_said(self) -> None:
        text = "TY  - JOUR\nTI  - One\nER  - \n\nTI  - Two\nAU  - Qi, W.\nER  - \n"
        assert [(record.title, record.type) for record in reading_of(text).records] == [
            ("One", "article-journal"),
            ("Two", ""),
        ]
        assert notices_of(text) == ["list.ris:5: an entry begins without its type, with TI"]

    def test_an_entry_without_a_title_is_left_out_and_said(self) -> None:
        text = "TY  - JOUR\nT2  - Statistics\nPY  - 2015\nER  - \nTY  - JOUR\nTI  - One\nER  - \n"
        assert [record.title for record in reading_of(text).records] == ["One"]
        assert notices_of(text) == ["list.ris:1: an entry without a title is left out (Statistics)"]

    def test_text_outside_of_entries_is_said_once_but_what_exports_write_there_is_not(self) -> None:
        entry = "TY  - JOUR\nTI  - One\nID  - {}\nER  - \n"
        text = f"6. \n{entry}\nRecord #2 of 3\nProvider: x\n47. \nlost words\nmore\n{entry.replace('{}', 'k')}"
        assert notices_of(text) == ['list.ris:10: stands outside any entry: "lost words", and 1 more lines']

    @pytest.mark.parametrize(
        "line", ["TI  - A Title", "TI - A Title", "TI  -A Title", "TI\t- A Title", "  TI  - A Title", "TI  -  A Title "]
    )
    def test_blanks_around_the_hyphen(self, line: str) -> None:
        assert record_of(f"TY  - JOUR\n{line}\nER  - ").title == "A Title"

    @pytest.mark.parametrize("ends", ["\r\n", "\r", "\n\n"])
    def test_line_ends_and_a_byte_order_mark(self, ends: str) -> None:
        expected = record_of(ZOTERO)
        assert record_of("\ufeff" + ends.join(ZOTERO.split("\n"))) == expected

    def test_values_go_on_in_the_next_line(self) -> None:
        text = "TY  - JOUR\nTI  - A long\n  title\nKW  - one\ntwo\nthree\nSN  - 1932-8494\n1932-8486\nER  - "
        record = record_of(text)
        assert (record.title, record.keywords) == ("A long title", ("one", "two", "three"))
        assert extra(record, "issn") == "1932-8494, 1932-8486"

    def test_a_line_that_only_looks_like_a_tag_goes_on_too(self) -> None:
        assert journal("AB  - Levels of", "IL - 6 and", "CO-OP rose").abstract == "Levels of IL - 6 and CO-OP rose"

    def test_unknown_tags_do_no_harm(self) -> None:
        assert journal("ZZ  - x", "Q9  - y", "AU  - Qi, W.") == journal("AU  - Qi, W.")

    def test_line_separators_within_a_line_are_blanks(self) -> None:
        assert record_of("TY  - JOUR\nTI  - Two\u2028words\nER  - ").title == "Two words"

    def test_nul_characters_and_what_swells_are_said(self) -> None:
        assert notices_of("TY  - JOUR\nTI  - O\0ne\nER  - ")[0].startswith("list.ris:2: NUL")
        (notice,) = notices_of(f"TY  - JOUR\nTI  - One\nAB  - {'x' * 60_000}\nER  - ")
        assert notice == "list.ris:1: abstract has 60000 characters and is cut at 50000"


class TestIds:
    def test_an_entry_keeps_the_name_that_it_has(self) -> None:
        assert journal("ID  - qi2020", "AN  - WOS:1", "DO  - 10.1000/x").id == "qi2020"
        assert journal("AN  - WOS:000457738300001", "DO  - 10.1000/x").id == "WOS:000457738300001"
        assert journal("DO  - 10.1000/X").id == "10.1000/x"

    def test_a_running_number_stands_behind_a_doi(self) -> None:
        assert journal("ID  - 889", "DO  - 10.1000/x").id == "10.1000/x"
        assert journal("ID  - 889").id == "889"

    def test_an_id_from_the_content_is_that_of_title_and_year(self) -> None:
        made = journal("PY  - 2020").id
        assert made.startswith("title2020-")
        assert record_of("TY  - CONF\nT1  - a TITLE.\nDA  - 2020/05\nAU  - Qi, W.\nER  - ").id == made
        assert journal("PY  - 2021").id != made

    def test_one_that_comes_again_is_numbered(self) -> None:
        text = "TY  - JOUR\nTI  - T{}\nID  - k\nER  - \n"
        text = "".join(text.replace("{}", str(number)) for number in range(3))
        assert [(record.id, record.title) for record in reading_of(text).records] == [
            ("k", "T0"),
            ("k@2", "T1"),
            ("k@3", "T2"),
        ]
        assert notices_of(text)[0] == "list.ris:5: the id k is used again (first in line 1); this entry is k@2"
        taken = read(text, source="s", where="w", taken=["k", "k@2"])
        assert [record.id for record in taken.records] == ["k@3", "k@4", "k@5"]
        assert "first in another file" in taken.notices[0].what

    def test_ids_are_not_those_of_places(self) -> None:
        entries = [f"TY  - JOUR\nTI  - Title {number}\nPY  - 20{number}\nER  - \n" for number in range(10, 20)]
        before = {record.title: record.id for record in reading_of("".join(entries)).records}
        random.Random(1).shuffle(entries)
        after = {
            record.title: record.id
            for record in reading_of("".join(["TY  - GEN\nTI  - New\nER  -\n", *entries])).records
        }
        assert before.items() <= after.items()


_PIECES = sorted({line for text in EVERY_FORM.values() for line in text.splitlines()})


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_any_text_is_read(text: str) -> None:
    for opening in (
        "",
        "TY  - JOUR\n",
        "%0 Book\n",
        "RT Book\n",
        "{Reference Type}: x\n",
        "PMID- 1\n",
        "PT J\n",
        "<xml><records>",
    ):
        assert isinstance(reading_of(opening + text), Reading)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=20)), max_size=30))
def test_any_mixture_of_lines_is_read(lines: list[str]) -> None:
    assert isinstance(reading_of("\n".join(lines)), Reading)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from(("TI  - One", "AU  - Qi, W.", "PY  - 2020", "ID  - k", "junk")), max_size=5),
        max_size=6,
    ),
    st.booleans(),
)
def test_every_entry_becomes_a_record_or_a_notice(entries: list[list[str]], ended: bool) -> None:
    texts = ["\n".join(["TY  - JOUR", "KW  - x", *lines, *(["ER  - "] if ended else [])]) for lines in entries]
    reading = reading_of("\n".join(texts))
    lost = sum("without a title" in notice.what for notice in reading.notices)
    assert len(reading.records) + lost == len(entries)
    assert len({record.id for record in reading.records}) == len(reading.records)


@settings(max_examples=50, deadline=None)
@given(st.permutations(range(5)))
def test_the_order_of_entries_changes_no_record(order: list[int]) -> None:
    entries = [ZOTERO, SCOPUS.replace("10.18653", "10.1000"), IEEE, PUBMED_RIS, WEB_OF_SCIENCE_RIS]
    shuffled = reading_of("\n".join(entries[place] for place in order)).records
    assert {record.id: record for record in shuffled} == {
        record.id: record for record in reading_of("\n".join(entries)).records
    }


@pytest.mark.parametrize(
    "sign", [" ", "(", "(1", ";", "{", "$", "<i>", "~(", " and ", "A, ", "中", "http://", "中 = ", "\n\n"]
)
def test_long_values_end(sign: str) -> None:
    value = sign * (50_000 // len(sign))
    tags = [
        "TI",
        "T1",
        "AU",
        "A2",
        "PY",
        "T2",
        "SP",
        "EP",
        "VL",
        "IS",
        "SN",
        "DO",
        "UR",
        "AB",
        "KW",
        "N1",
        "M3",
        "M1",
        "ID",
        "AN",
        "CY",
    ]
    text = "\n".join(itertools.chain(["TY  - JOUR"], (f"{tag}  - x{value}y" for tag in tags), ["ER  - "]))
    start = time.process_time()
    assert isinstance(reading_of(text), Reading)
    assert time.process_time() - start < 30
