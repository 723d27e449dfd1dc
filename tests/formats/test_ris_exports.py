"""What the exports of each program and database say, with the habits of each."""

from __future__ import annotations

from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import Identifier, Link
from pubsync.records.names import Name
from pubsync.records.record import Record
from pubsync.records.text import Translation
from tests.formats.exports import (
    CNKI_ENDNOTE,
    CNKI_NOTEEXPRESS,
    CNKI_REFWORKS,
    ENDNOTE_XML,
    IEEE,
    NBIB,
    PUBMED_RIS,
    REFWORKS,
    SCOPUS,
    WANFANG_ENDNOTE,
    WEB_OF_SCIENCE,
    WEB_OF_SCIENCE_RIS,
    ZOTERO,
    extra,
    notices_of,
    reading_of,
    record_of,
)


class TestRis:
    def test_an_export_of_zotero(self) -> None:
        assert record_of(ZOTERO) == Record(
            source="bibtex:list",
            id="10.18653/v1/2020.findings-emnlp.217",
            type="paper-conference",
            language="en",
            title="ProphetNet: Predicting Future N-gram for Sequence-to-Sequence Pre-training",
            author=(Name("Qi", "Weizhen"), Name("Yan", "Yu"), Name("Gong", "Yeyun")),
            issued=PartialDate(2020, 11),
            container_title="Findings of the Association for Computational Linguistics: EMNLP 2020",
            event_title="Findings of EMNLP",
            publisher="ACL",
            page="2401-2410",
            abstract="This paper presents a new sequence-to-sequence pre-training model.",
            identifiers=(Identifier("doi", "10.18653/v1/2020.findings-emnlp.217"),),
            links=(Link("url", "https://aclanthology.org/2020.findings-emnlp.217"),),
            keywords=("pre-training", "n-gram"),
        )

    def test_scopus_has_the_conference_in_c3_and_the_pmid_in_c2(self) -> None:
        record = record_of(SCOPUS)
        assert record.container_title == "Proceedings of EMNLP"
        assert record.event_title == "Conference on Empirical Methods, EMNLP 2020"
        assert record.identifiers == (
            Identifier("doi", "10.18653/v1/2020.findings-emnlp.217"),
            Identifier("pmid", "38580657"),
        )
        assert (record.note, record.citations, extra(record, "isbn")) == ("", None, "9781952148903")

    def test_web_of_science_has_authors_homes_in_c3_and_half_a_date_in_da(self) -> None:
        record = record_of(WEB_OF_SCIENCE_RIS)
        assert (record.id, record.container_title, record.publisher) == ("WOS:000457738300001", "PEERJ", "PEERJ INC")
        assert (record.issued, record.page, record.type) == (PartialDate(2019, 2, 1), "e6239", "article-journal")
        assert record.abstract == "Background: first part. Methods: second part."
        assert record.author[0] == Name("Qi", "W. Z.")

    def test_ieee_writes_given_names_first_and_the_volume_twice(self) -> None:
        record = record_of(IEEE)
        assert record.author == (Name("Li", "C."), Name("Fox", "M. D."))
        assert (record.volume, record.issue, record.issued) == ("19", "12", PartialDate(2010, 12))
        assert record.container_title == "IEEE Transactions on Image Processing"

    def test_pubmed_has_its_numbers_in_an_u1_and_u2_and_a_date_for_the_edition(self) -> None:
        record = record_of(PUBMED_RIS)
        assert record.id == "34265844"
        assert record.identifiers[1:] == (Identifier("pmid", "34265844"), Identifier("pmcid", "PMC8371605"))
        assert (record.edition, record.issued) == ("", PartialDate(2021, 8))
        assert extra(record, "issn") == "1476-4687, 0028-0836"


class TestEndNote:
    def test_an_export_of_cnki(self) -> None:
        article, thesis = reading_of(CNKI_ENDNOTE).records
        assert article == Record(
            source="bibtex:list",
            id="10.13386/j.issn1002-0306.2023090315",
            type="article-journal",
            language="zh",
            title="多糖提取工艺优化及其α-葡萄糖苷酶IC₅₀测定",
            author=(Name(literal="张三"), Name(literal="李四")),
            issued=PartialDate(2023),
            container_title="食品工业科技",
            volume="44",
            issue="7",
            page="94-98, 103",
            abstract="目的：以黄芪为原料。方法：在正交实验的基础上,采用响应面法。",
            identifiers=(Identifier("doi", "10.13386/j.issn1002-0306.2023090315"),),
            links=(Link("url", "https://link.cnki.net/doi/10.13386/j.issn1002-0306.2023090315"),),
            keywords=("多糖", "提取工艺", "响应面"),
            extra=(("issn", "1002-0306"),),
        )
        assert (thesis.type, thesis.genre, thesis.publisher) == ("thesis", "PhD thesis", "某某大学")
        assert (thesis.author, extra(thesis, "supervisor")) == ((Name(literal="王五"),), "赵六; 钱七")

    def test_an_export_of_wanfang_has_both_languages(self) -> None:
        record = record_of(WANFANG_ENDNOTE)
        assert (record.title, record.container_title, record.language) == ("参考文献管理工具研究", "现代情报", "zh")
        assert record.translations == (
            Translation("title", "en", "A Study of Reference Managers"),
            Translation("container_title", "en", "JOURNAL OF MODERN INFORMATION"),
        )
        assert extra(record, "translated_author") == "Yu Min; Zhu Jiang"
        assert record.keywords == ("参考文献管理", "文献管理软件", "Zotero")

    def test_an_export_of_google_scholar(self) -> None:
        record = record_of(
            "%0 Journal Article\n%T Prophetnet: Predicting future n-gram\n%A Qi, Weizhen\n%A Yan, Yu\n"
            "%J arXiv preprint arXiv:2001.04063\n%D 2020\n\n"
        )
        assert (record.type, record.container_title) == ("article", "arXiv")
        assert (record.identifiers, len(record.author)) == ((Identifier("arxiv", "2001.04063"),), 2)

    def test_authors_and_keywords_may_share_a_line_and_lack_a_blank(self) -> None:
        record = record_of("%0 Journal Article\n%A 张三 %A 李四 %A 王五\n%T 题名\n%K一;二\n%W CNKI\n")
        assert [str(name) for name in record.author] == ["张三", "李四", "王五"]
        assert record.keywords == ("一", "二")

    def test_a_conference_paper_of_cnki_has_two_kinds_of_pages(self) -> None:
        record = record_of(
            "%0 Conference Proceedings\n%A 张三\n%T 题名\n%B 2013年中国药学大会\n%C 中国广西南宁\n%? 中国药学会\n"
            "%D 2013\n%P 5\n%P 269-273\n%X 正文\n%W CNKI"
        )
        assert (record.type, record.container_title) == ("paper-conference", "2013年中国药学大会")
        assert (record.page, record.event_place) == ("269-273", "中国广西南宁")

    def test_patents_and_standards_have_their_numbers(self) -> None:
        patent = record_of(
            "%0 Patent\n%T Font device\n%A A Choi;B Jeong\n%8 2023-05-16\n%@ US11651140\n%~ 海外专利\n%W CNKI"
        )
        assert (patent.type, patent.number, patent.issued) == ("patent", "US11651140", PartialDate(2023, 5, 16))
        standard = record_of("%0 Legal Rule or Regulation\n%T 钢板\n%V GB/T 43109-2023\n%~ 国家标准\n%P 12\n%W CNKI")
        assert (standard.type, standard.number, standard.volume) == ("standard", "GB/T 43109-2023", "")

    def test_two_types_are_one_entry(self) -> None:
        assert record_of("%0 Serial\n%0 Audio\n%T Der Podcast\n%D 2021\n").title == "Der Podcast"

    def test_entries_without_types_are_parted_by_empty_lines(self) -> None:
        reading = reading_of("%T Corn\n%A Newman, W.\n%D 1891\n\n%A Qi, W.\n%T Wheat\n%D 1892\n")
        assert [(record.title, record.author[0].family) for record in reading.records] == [
            ("Corn", "Newman"),
            ("Wheat", "Qi"),
        ]


class TestEndNoteXml:
    def test_an_export_of_endnote(self) -> None:
        assert record_of(ENDNOTE_XML) == Record(
            source="bibtex:list",
            id="10.1000/abc",
            type="article-journal",
            title="CO₂ & x < y in E. coli",
            author=(Name("Qi", "Weizhen"), Name(literal="The ATLAS Collaboration")),
            issued=PartialDate(2021, 5, 3),
            container_title="Nature",
            volume="5",
            issue="2",
            page="1-10",
            identifiers=(Identifier("doi", "10.1000/abc"),),
            links=(Link("url", "https://x.org/a"),),
            keywords=("a", "b"),
            extra=(("issn", "1476-4687, 0028-0836"),),
        )

    def test_a_label_is_the_id_and_a_number_the_type(self) -> None:
        record = record_of(
            "<xml><records><record><ref-type>32</ref-type><label>qi2020</label><titles><title>T&eacute;</title></titles>"
            "</record></records></xml>"
        )
        assert (record.id, record.type, record.title) == ("qi2020", "thesis", "Té")

    def test_damage_costs_no_more_than_what_is_damaged(self) -> None:
        record = "<record>\n<titles><title>One\x0b</title></titles></record>"
        text = f"<xml>\n<records>{record}{record.replace('One', 'Two &#x0B; &')}<record><titles><title>Thr"
        reading = reading_of(text)
        assert [one.title for one in reading.records][:2] == ["One", "Two"]
        assert reading.notices[0].what.startswith("is damaged XML")

    def test_entities_are_not_resolved(self) -> None:
        doctype = '<!DOCTYPE xml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
        record = "<record><titles><title>T&b;&f;</title></titles></record>"
        for text in (
            f"{doctype}<xml><records>{record}</records></xml>",
            f"<xml>{doctype}<records>{record}</records></xml>",
        ):
            reading = reading_of(text)
            assert not any("aaaa" in one.title or "root" in one.title for one in reading.records)
            assert reading.notices


class TestNoteExpress:
    def test_an_export_of_cnki(self) -> None:
        article, thesis = reading_of(CNKI_NOTEEXPRESS).records
        assert [str(name) for name in article.author] == ["张三", "李四", "王五"]
        assert (article.title, article.container_title, article.issue) == (
            "铁路物流服务方案评价",
            "铁道运输与经济",
            "1",
        )
        assert (article.keywords, article.language) == (("铁路物流", "服务方案", "评价指标"), "zh")
        assert (article.abstract, article.note) == ("选择合理的铁路物流服务方案。", "")
        assert (thesis.genre, thesis.publisher) == ("Master's thesis", "某某交通大学")
        assert extra(thesis, "supervisor") == "钱七"

    def test_an_export_of_wanfang_has_one_author_a_line_and_translations(self) -> None:
        record = record_of(
            "{Reference Type}: Journal Article\n{Title}: 阻滞的影响\n{Translated Title}: Influence of a block\n"
            "{Author}: 江文\n{Author}: 韩超\n{Translated Author}: Wen JIANG\n{Journal}: 检验杂志（电子版）\n"
            "{Translated Journal}: Laboratory Journal\n{Volume} : 9\n"
            "{Keywords}: 一\n{Keywords}:  二\n{DOI}: 10.1000/x\n"
        )
        assert record.text("title", "en") == "Influence of a block"
        assert record.text("container_title", "en") == "Laboratory Journal"
        assert (len(record.author), record.volume, record.keywords) == (2, "9", ("一", "二"))

    def test_english_names_are_parted_by_two_semicolons(self) -> None:
        record = record_of("{Reference Type}: Journal Article\n{Title}: T\n{Author}: Ximena C. Rivera;;Adisa Azap;\n")
        assert record.author == (Name("Rivera", "Ximena C."), Name("Azap", "Adisa"))


class TestRefWorks:
    def test_an_export_of_cnki(self) -> None:
        article, thesis = reading_of(CNKI_REFWORKS).records
        assert (article.title, article.volume, article.issue) == ("外施Ca²⁺对盐碱胁迫的缓解效应", "49", "6")
        assert (article.page, article.id) == ("1106-1111, 1117", "10.13287/j.1001-9332.2020.0212")
        assert article.abstract == "分别施加缓解胁迫处理。结果表明,叶面喷施效果好。"
        assert (str(thesis.author[0]), thesis.publisher, thesis.issue) == ("林行", "某某农业大学", "")

    def test_an_export_of_refworks_begins_with_its_legend(self) -> None:
        record = record_of(REFWORKS)
        assert (record.type, record.container_title, record.page) == ("chapter", "Stress and the heart", "101-123")
        assert (record.issued, record.id) == (PartialDate(2002, 2), "2002-00714-006")
        assert record.editor == (Name("Gulford", "C.T."),)
        assert notices_of(REFWORKS) == []


class TestPubMed:
    def test_an_export_of_pubmed(self) -> None:
        article, chapter = reading_of(NBIB).records
        assert article.title == "The structure of bovine F1-ATPase complexed with the antibiotic inhibitor aurovertin B"
        assert [str(name) for name in article.author] == ["M. J. van Raaij", "J. E. Walker", "Some Study Group"]
        assert not article.author_complete
        assert (article.id, article.page, article.issued) == ("8692918", "6913-6917", PartialDate(1996, 7, 9))
        assert article.identifiers == (
            Identifier("doi", "10.1073/pnas.93.14.6913"),
            Identifier("pmid", "8692918"),
            Identifier("pmcid", "PMC38908"),
        )
        assert (article.keywords, article.language) == (("enzymes",), "en")
        assert (chapter.type, chapter.container_title) == ("chapter", "Cancer Syndromes")
        assert chapter.editor == (Name("Boardman", "Lisa A"),)

    def test_a_title_in_brackets_is_a_translation(self) -> None:
        record = record_of("PMID- 12345678\nTI  - [Effects of sugar].\nTT  - 糖的作用.\nLA  - chi\n")
        assert (record.title, record.language, record.text("title", "en")) == ("糖的作用", "zh", "Effects of sugar")
        assert record_of("PMID- 12345678\nTI  - [Effects of sugar].\n").title == "Effects of sugar"

    def test_a_preprint_says_so(self) -> None:
        assert (
            record_of("PMID- 12345678\nTI  - T\nPT  - Journal Article\nPT  - Preprint\nJT  - bioRxiv\n").type
            == "article"
        )


def test_an_export_of_web_of_science() -> None:
    record = record_of(WEB_OF_SCIENCE)
    assert record.author == (Name("Chen", "Ling"), Name("Qi", "Weizhen"))
    assert record.title == "A conference control protocol for small scale conferencing"
    assert (record.type, record.issued, record.page) == ("paper-conference", PartialDate(2005, 2), "532-537")
    assert (record.event_title, record.event_place) == (
        "7th International Conference on Communication",
        "Phoenix Pk, SOUTH KOREA",
    )
    assert (record.id, record.keywords) == (
        "WOS:000230445900101",
        ("video conferencing", "full mesh", "loosely coupled"),
    )
