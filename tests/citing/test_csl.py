from __future__ import annotations

from pubsync.citing.csl import csl_entry
from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import Identifier, Link
from pubsync.records.names import Name
from pubsync.records.record import Bibliographic
from pubsync.records.text import Translation

QI = Name("Qi", "Weizhen")


def test_a_journal_article() -> None:
    work = Bibliographic(
        type="article-journal",
        title="Sign language",
        author=(Name("Gogh", "Vincent", "van", "Jr."), Name(literal="齐炜祯")),
        editor=(QI,),
        issued=PartialDate(2021, 6),
        container_title="IEEE Trans.",
        volume="23",
        issue="4",
        page="768--779",
        identifiers=(Identifier("doi", "10.1/x"), Identifier("isbn", "9780262035613")),
        note="Oral",
    )
    assert csl_entry(work, "gogh2021") == {
        "id": "gogh2021",
        "type": "article-journal",
        "title": "Sign language",
        "author": [
            {"family": "Gogh", "given": "Vincent", "non-dropping-particle": "van", "suffix": "Jr."},
            {"literal": "齐炜祯"},
        ],
        "editor": [{"family": "Qi", "given": "Weizhen"}],
        "issued": {"date-parts": [[2021, 6]]},
        "container-title": "IEEE Trans.",
        "volume": "23",
        "issue": "4",
        "page": "768-779",
        "DOI": "10.1/x",
        "ISBN": "9780262035613",
        "note": "Oral",
    }


def test_pages_are_written_as_one_range_whatever_stands_between_them() -> None:
    for page in ("801-820", "801--820", "801–820", "801～820", "801 ~ 820", "801〜820"):
        assert csl_entry(Bibliographic(page=page), "k")["page"] == "801-820"
    assert csl_entry(Bibliographic(page="~12"), "k")["page"] == "~12"


def test_unknown_fields_have_no_key() -> None:
    assert csl_entry(Bibliographic(title="Alone"), "k") == {"id": "k", "type": "document", "title": "Alone"}


def test_dates_keep_their_precision() -> None:
    for date, parts in ((PartialDate(2020), [2020]), (PartialDate(2020, 5, 3), [2020, 5, 3])):
        assert csl_entry(Bibliographic(issued=date), "k")["issued"] == {"date-parts": [parts]}


def test_a_preprint_is_published_by_its_server() -> None:
    arxiv = (Identifier("arxiv", "2001.04063"),)
    for work in (
        Bibliographic(type="article", title="A", identifiers=arxiv),
        Bibliographic(type="article", title="A", container_title="arXiv", identifiers=arxiv),
        Bibliographic(type="article-journal", title="A", container_title="arXiv preprint arXiv:2001.04063"),
        Bibliographic(title="A", container_title="CoRR", identifiers=arxiv),
        Bibliographic(title="A", identifiers=arxiv),
    ):
        assert csl_entry(work, "k") == {
            "id": "k",
            "type": "article",
            "title": "A",
            "publisher": "arXiv",
            "number": "arXiv:2001.04063",
            "URL": "https://arxiv.org/abs/2001.04063",
        }


def test_a_preprint_elsewhere() -> None:
    entry = csl_entry(Bibliographic(type="article", container_title="bioRxiv", number="12"), "k")
    assert (entry["publisher"], entry["number"]) == ("bioRxiv", "12")
    assert "container-title" not in entry


def test_a_published_work_with_a_preprint_stays_what_it_is() -> None:
    work = Bibliographic(
        type="paper-conference",
        container_title="EMNLP",
        identifiers=(Identifier("arxiv", "2001.04063"), Identifier("doi", "10.1/x")),
    )
    entry = csl_entry(work, "k")
    assert entry == {"id": "k", "type": "paper-conference", "container-title": "EMNLP", "DOI": "10.1/x"}


def test_other_types() -> None:
    thesis = csl_entry(Bibliographic(type="thesis", genre="PhD thesis", publisher="USTC"), "k")
    assert (thesis["genre"], thesis["publisher"]) == ("PhD thesis", "USTC")
    patent = csl_entry(Bibliographic(type="patent", identifiers=(Identifier("patent", "US1"),)), "k")
    assert patent["number"] == "US1"
    report = csl_entry(Bibliographic(type="report", number="TR-1", publisher="MSR"), "k")
    assert (report["number"], report["publisher"]) == ("TR-1", "MSR")
    talk = csl_entry(Bibliographic(type="speech", container_title="ICML"), "k")
    assert talk["event-title"] == "ICML"
    assert "container-title" not in talk
    assert csl_entry(Bibliographic(status="in press"), "k")["status"] == "in press"
    assert csl_entry(Bibliographic(container_title="Nature"), "k")["type"] == "article-journal"


def test_a_cut_list_says_so() -> None:
    entry = csl_entry(Bibliographic(author=(QI,), author_complete=False), "k")
    assert entry["author"] == [{"family": "Qi", "given": "Weizhen"}, {"literal": "others"}]
    assert "author" not in csl_entry(Bibliographic(author_complete=False), "k")


def test_only_addresses_of_the_web_and_none_that_repeats_the_doi() -> None:
    doi = (Identifier("doi", "10.1/x"),)
    assert csl_entry(Bibliographic(links=(Link("url", "https://a.b/c d"),)), "k")["URL"] == "https://a.b/c%20d"
    assert "URL" not in csl_entry(Bibliographic(links=(Link("url", "javascript:alert(1)"),)), "k")
    assert "URL" not in csl_entry(Bibliographic(links=(Link("url", "https://doi.org/10.1/x"),), identifiers=doi), "k")


def test_texts_in_the_language_wanted() -> None:
    work = Bibliographic(title="研究", language="zh", translations=(Translation("title", "en", "A study"),))
    assert csl_entry(work, "k", "en")["title"] == "A study"
    assert csl_entry(work, "k", "en")["language"] == "en"
    assert csl_entry(work, "k")["title"] == "研究"
    assert csl_entry(work, "k", "zh")["language"] == "zh"
    assert csl_entry(Bibliographic(title="研究"), "k")["language"] == "zh-CN"
