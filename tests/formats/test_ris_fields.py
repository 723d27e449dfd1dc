"""What an entry in RIS says, field by field."""

from __future__ import annotations

import pytest

from pubsync.records.identifiers import Identifier, Link
from pubsync.records.names import Name
from pubsync.records.text import Translation
from tests.formats.exports import (
    extra,
    journal,
    record_of,
)


class TestFields:
    @pytest.mark.parametrize(
        ("kind", "expected"),
        [
            ("JOUR", "article-journal"),
            ("EJOUR", "article-journal"),
            ("CPAPER", "paper-conference"),
            ("CHAP", "chapter"),
            ("BOOK", "book"),
            ("THES", "thesis"),
            ("RPRT", "report"),
            ("PAT", "patent"),
            ("UNPB", "manuscript"),
            ("ELEC", "webpage"),
            ("COMP", "software"),
            ("DATA", "dataset"),
            ("GEN", ""),
            ("NOSUCH", ""),
        ],
    )
    def test_types(self, kind: str, expected: str) -> None:
        assert journal(kind=kind).type == expected

    @pytest.mark.parametrize(
        ("lines", "expected"),
        [
            (["PY  - 2019/05/03/"], "2019-05-03"),
            (["Y1  - 2019/05/03/"], "2019-05-03"),
            (["PY  - 1948/07//"], "1948-07"),
            (["DA  - 2014///", "PY  - 2014"], "2014"),
            (["PY  - 2015/11/23/online"], "2015-11-23"),
            (["Y1  - 2014/06/01", "PY  - 2014", "DA  - 2014/06/01"], "2014-06-01"),
            (["Y1  - 1900/01/01", "DA  - 1950/01/01"], "1950-01-01"),
            (["PY  - 2020", "DA  - 2019/12/30"], "2020"),
            (["PY  - 2012", "DA  - SEP 22"], "2012-09-22"),
            (["PY  - 2024", "Y2  - 2026/09/12"], "2024"),
            (["PY  - 0000"], "None"),
            ([], "None"),
        ],
    )
    def test_dates(self, lines: list[str], expected: str) -> None:
        assert str(journal(*lines).issued) == expected

    @pytest.mark.parametrize(
        ("lines", "expected"),
        [
            (["SP  - 476", "EP  - 481"], "476-481"),
            (["SP  - 476-481"], "476-481"),
            (["SP  - 476", "EP  - 81"], "476-481"),
            (["SP  - 82", "EP  - 82"], "82"),
            (["SP  - 39"], "39"),
            (["SP  - n/a", "EP  - n/a"], ""),
            (["C7  - 2864", "SP  - "], "2864"),
            (["SP  - 1106–1111"], "1106-1111"),
        ],
    )
    def test_pages(self, lines: list[str], expected: str) -> None:
        assert journal(*lines).page == expected

    def test_the_length_of_a_book_is_no_page(self) -> None:
        record = journal("SP  - 352", "SN  - 978-0-306-40615-7", "T2  - A Series", "A2  - Doe, S.", kind="BOOK")
        assert (record.page, extra(record, "pages"), record.collection_title) == ("", "352", "A Series")
        assert record.identifiers == (Identifier("isbn", "9780306406157"),)
        assert record.editor == ()

    @pytest.mark.parametrize(
        ("lines", "expected"),
        [
            (["JF  - Nature Communications", "JO  - Nat. Commun."], "Nature Communications"),
            (["T2  - Nature", "J2  - Nat."], "Nature"),
            (["JO  - Nature"], "Nature"),
            (["JA  - J. Neurosurg."], "J. Neurosurg."),
        ],
    )
    def test_the_journal_is_the_fullest_name(self, lines: list[str], expected: str) -> None:
        assert journal(*lines).container_title == expected

    def test_editors_stand_in_a2_of_a_chapter(self) -> None:
        record = journal("A2  - Cohn, Trevor", "BT  - The Book", "T2  - The Series", kind="CHAP")
        assert (record.editor, record.container_title) == ((Name("Cohn", "Trevor"),), "The Book")
        assert journal("A2  - Somebody, Cited").editor == ()

    def test_the_authors_of_an_edited_book_are_its_editors(self) -> None:
        record = journal("AU  - Cohn, Trevor", kind="EDBOOK")
        assert (record.author, record.editor) == ((), (Name("Cohn", "Trevor"),))

    def test_a_thesis_has_its_school_and_its_kind(self) -> None:
        record = journal("PB  - MIT", "M3  - Ph.D. thesis", "A3  - Minsky, M.", kind="THES")
        assert (record.publisher, record.genre, record.editor) == ("MIT", "PhD thesis", ())
        assert extra(record, "supervisor") == "M. Minsky"

    @pytest.mark.parametrize(
        "lines",
        [
            ["JO  - arXiv preprint arXiv:2001.04063"],
            ["T2  - arXiv", "DO  - 10.48550/arXiv.2001.04063"],
            ["PB  - arXiv", "AN  - arXiv:2001.04063"],
            ["UR  - http://arxiv.org/abs/2001.04063v3"],
            ["N1  - arXiv:2001.04063 [cs]"],
        ],
    )
    @pytest.mark.parametrize("kind", ["JOUR", "UNPB", "GEN"])
    def test_what_only_arxiv_has_is_a_preprint(self, lines: list[str], kind: str) -> None:
        record = journal(*lines, kind=kind)
        assert (record.type, record.container_title, record.publisher) == ("article", "arXiv", "")
        assert record.identifiers == (Identifier("arxiv", "2001.04063"),)

    @pytest.mark.parametrize(
        "lines",
        [
            ["DO  - https://doi.org/10.1000/ABC"],
            ["DO  - doi:10.1000/abc"],
            ["L3  - 10.1000/abc"],
            ["M3  - doi: 10.1000/abc"],
            ["N1  - 10.1000/abc"],
            ["N1  - doi: 10.1000/abc"],
            ["UR  - http://dx.doi.org/10.1000/abc"],
            ["UR  - https://onlinelibrary.wiley.com/doi/abs/10.1000/abc"],
        ],
    )
    def test_a_doi_is_found_where_exports_hide_it(self, lines: list[str]) -> None:
        assert journal(*lines).identifier("doi") == "10.1000/abc"

    def test_the_dois_of_what_it_cites_are_not_its_own(self) -> None:
        note = "N1  - References: Doe, https://doi.org/10.1000/other; Roe, 10.1000/another"
        assert journal(note).identifiers == ()

    @pytest.mark.parametrize(
        ("lines", "status"),
        [
            (["PY  - in press"], "in press"),
            (["M3  - Article in Press"], "in press"),
            (["M3  - Article in Press", "VL  - 1", "SP  - 2"], ""),
            (["N1  - under review"], "submitted"),
            (["N1  - Best paper of the year"], ""),
            (["JO  - Submitted to Nature"], "submitted"),
        ],
    )
    def test_the_status(self, lines: list[str], status: str) -> None:
        record = journal(*lines)
        assert (record.status, record.note) == (status, "")
        assert record.container_title == ""

    def test_links_are_http_and_several_may_share_a_line(self) -> None:
        record = journal(
            "UR  - https://x.org/a?b=1&amp;c=2 http://dx.doi.org/10.1000/x     U2  - L20", "L1  - https://x.org/a.pdf"
        )
        assert record.links == (Link("url", "https://x.org/a?b=1&c=2"), Link("pdf", "https://x.org/a.pdf"))
        for unsafe in ("javascript:alert(1)", "file:///etc/passwd", "internal-pdf://1/a.pdf", "files/12/a.pdf"):
            assert journal(f"UR  - {unsafe}", f"L1  - {unsafe}", f"L2  - {unsafe}").links == ()

    @pytest.mark.parametrize(
        ("written", "title"),
        [
            ("On H<sub>2</sub>O &amp; <i>E. coli</i>.", "On H₂O & E. coli"),
            ("{BERT} and {\\'e}coles", "BERT and écoles"),
            ("Costs of 50% for p < 0.05 and $\\alpha$", "Costs of 50% for p < 0.05 and $\\alpha$"),
            ("In the U.S.", "In the U.S."),
            ("a~b_c", "a~b_c"),
        ],
    )
    def test_titles(self, written: str, title: str) -> None:
        assert record_of(f"TY  - JOUR\nTI  - {written}\nER  - ").title == title

    def test_a_chinese_and_an_english_title_are_both_kept(self) -> None:
        record = record_of("TY  - JOUR\nTI  - 中文题名\nT1  - English Title.\nJF  - 学报\nT2  - Journal\nER  - ")
        assert (record.title, record.container_title) == ("中文题名", "学报")
        assert record.translations == (
            Translation("title", "en", "English Title"),
            Translation("container_title", "en", "Journal"),
        )
        record = record_of("TY  - JOUR\nTI  - 中文题名 = English Title\nER  - ")
        assert (record.title, record.text("title", "en")) == ("中文题名", "English Title")


class TestNames:
    @pytest.mark.parametrize(
        ("written", "names"),
        [
            ("Shannon,Claude E.", [("Shannon", "Claude E.")]),
            ("Berg, Jan van den", [("Berg", "Jan")]),
            ("Brownstein C D", [("Brownstein", "C. D.")]),
            ("Smith, J.; Doe, A.", [("Smith", "J."), ("Doe", "A.")]),
            ("Smith, J. and Doe, A.", [("Smith", "J."), ("Doe", "A.")]),
            ("John Smith and Jane Doe", [("Smith", "John"), ("Doe", "Jane")]),
            ("Qi, Weizhen (0000-0001-2345-6789)", [("Qi", "Weizhen")]),
            ("[Anonymous]", []),
        ],
    )
    def test_orders_and_separators(self, written: str, names: list[tuple[str, str]]) -> None:
        assert [(name.family, name.given) for name in journal(f"AU  - {written}").author] == names

    @pytest.mark.parametrize(
        ("written", "names"),
        [
            ("张三;李四；王五;", ["张三", "李四", "王五"]),
            ("颜宏,石德成,尹尚军", ["颜宏", "石德成", "尹尚军"]),
            ("郝国强[1,2];李星莹[1]", ["郝国强", "李星莹"]),
            ("中国临床肿瘤学会", ["中国临床肿瘤学会"]),
        ],
    )
    def test_chinese_lists(self, written: str, names: list[str]) -> None:
        assert [str(name) for name in journal(f"AU  - {written}").author] == names

    @pytest.mark.parametrize("written", ["余, 敏", "余,敏", "欧阳,修文"])
    def test_a_chinese_name_may_have_a_comma(self, written: str) -> None:
        assert len(journal(f"AU  - {written}").author) == 1

    @pytest.mark.parametrize("end", ["et al.", "et al", "others", "等"])
    def test_a_cut_list_is_no_person(self, end: str) -> None:
        record = journal("AU  - Qi, Weizhen", f"AU  - {end}")
        assert (record.author, record.author_complete) == ((Name("Qi", "Weizhen"),), False)
        assert journal("AU  - Qi, Weizhen").author_complete

    def test_a_group_ends_in_a_comma(self) -> None:
        assert journal("AU  - Foo and Bar Inquiry,").author == (Name(literal="Foo and Bar Inquiry"),)

    def test_a1_and_au_are_one_list_in_their_order(self) -> None:
        record = journal("A1  - Georgiev, Danko", "AU  - Bello, Leon")
        assert [name.family for name in record.author] == ["Georgiev", "Bello"]

    def test_a_list_written_twice_is_one_and_namesakes_are_two(self) -> None:
        record = journal("A1  - Qi, W.", "A1  - Yan, Y.", "AU  - Qi, W.", "AU  - Yan, Y.")
        assert [name.family for name in record.author] == ["Qi", "Yan"]
        assert len(journal("AU  - Wang, Wei", "AU  - Wang, Wei", "AU  - Li, Na").author) == 3
