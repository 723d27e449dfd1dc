"""A paper that no source names is read from its entry where its words leave no doubt; else it is said what lacks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.records.people import finder, person
from pubsync.records.record import Record
from pubsync.sites.handmade.lists import read_lists
from pubsync.sites.handmade.reading_works import NO_TITLE, NO_YEAR, NOT_YOURS, SEVERAL_YEARS, WorkReading, read_work

_NAMED = finder([person("Ann Lee", ["李安"]), person("Bo Macklin-Wu")])


def readings(text: str, path: str = "papers.md") -> list[WorkReading]:
    return [
        read_work(item, hand, is_own=lambda name: bool(_NAMED(name)), source=f"page:{path}")
        for hand in read_lists(text, path)
        for item in hand.items
    ]


def read(line: str, path: str = "papers.md") -> Record:
    (found,) = readings(f"# Publications\n\n- {line}\n", path)
    assert found.record is not None, found.fault
    return found.record


def fault(line: str) -> str:
    (found,) = readings(f"# Publications\n\n- {line}\n")
    assert found.record is None, found.record
    return found.fault


@pytest.mark.parametrize(
    ("line", "title", "authors", "venue"),
    [
        (
            "Ann Lee, Carl Diaz. **Counting tea leaves at scale**. *Journal of Tea*, 2020.",
            "Counting tea leaves at scale",
            ["Ann Lee", "Carl Diaz"],
            "Journal of Tea",
        ),
        (
            "Lee, A., Diaz, C., & Wu, F. (2021). Counting tea leaves at scale. *Tea Letters*, 12(3), 1-9.",
            "Counting tea leaves at scale",
            ["A. Lee", "C. Diaz", "F. Wu"],
            "Tea Letters",
        ),
        (
            "[Counting tea leaves at scale](https://x.org/p), Carl Diaz, **Ann Lee**, et al. *TeaConf 2022*. (Oral)",
            "Counting tea leaves at scale",
            ["Carl Diaz", "Ann Lee"],
            "TeaConf",
        ),
        (
            '**Ann Lee**, Carl Diaz, "Counting tea leaves, at scale," IEEE Transactions on Tea (TOT), vol. 3, 2019',
            "Counting tea leaves, at scale",
            ["Ann Lee", "Carl Diaz"],
            "IEEE Transactions on Tea",
        ),
        (
            "**Macklin-Wu, Bo** & Erich R. Round. 2022. Counting tea leaves at scale. *Linguistic Teas* 26(3).",
            "Counting tea leaves at scale",
            ["Bo Macklin-Wu", "Erich R. Round"],
            "Linguistic Teas",
        ),
        (
            "Counting tea leaves at scale  \n  Carl Diaz, Ann Lee  \n  **Journal of Expert Teas**, 2018",
            "Counting tea leaves at scale",
            ["Carl Diaz", "Ann Lee"],
            "Journal of Expert Teas",
        ),
        (
            "Lee A, Diaz C. Counting tea leaves at scale[J]. Journal of Tea, 2019, 160: 15-22.",
            "Counting tea leaves at scale",
            ["A. Lee", "C. Diaz"],
            "Journal of Tea",
        ),
        (
            "李安, 王芳. 基于深度学习的茶叶识别方法研究[J]. 农业工程学报, 2021, 37(5): 101-110.",
            "基于深度学习的茶叶识别方法研究",
            ["李安", "王芳"],
            "农业工程学报",
        ),
        (
            "李安等：水稻病害识别的进展，《中国农业科学》，2017年第3期，第20-30页",
            "水稻病害识别的进展",
            ["李安"],
            "中国农业科学",
        ),
        (
            "李安. 面向遥感影像的语义分割方法[C]//第十届全国遥感大会论文集. 武汉, 2016: 55-60.",
            "面向遥感影像的语义分割方法",
            ["李安"],
            "第十届全国遥感大会论文集",
        ),
    ],
)
def test_the_usual_forms_are_read(line: str, title: str, authors: list[str], venue: str) -> None:
    record = read(line)
    assert record.title == title
    assert [str(one) for one in record.author] == authors
    assert record.container_title == venue


def test_numbers_identifiers_links_and_marks_are_read() -> None:
    record = read(
        "Ann Lee\\*, Carl Diaz\\*, Eva Fox. **Counting tea leaves at scale**. *Journal of Tea*, 37(5): 101–110, 2021. "
        "[[code](https://github.com/x/y)] [[pdf](https://x.org/p.pdf)] https://doi.org/10.1234/tea "
        "(* equal contribution)"
    )
    assert (record.volume, record.issue, record.page) == ("37", "5", "101-110")
    assert str(record.identifiers[0]) == "doi:10.1234/tea"
    assert {link.kind for link in record.links} == {"code", "pdf"}
    assert [one.roles for one in record.author] == [("equal",), ("equal",), ()]
    assert record.type == "article-journal"


@pytest.mark.parametrize(
    ("written", "volume", "issue", "page"),
    [
        ("37(5): 101–110", "37", "5", "101-110"),
        ("vol. 53, no. 5, pp. 2467-2480", "53", "5", "2467-2480"),
        ("volume 32, pp. 41–52", "32", "", "41-52"),
        ("134, pp. 86–117", "134", "", "86-117"),
        ("12(12)", "12", "12", ""),
        ("IF 4.5 (2022)", "", "", ""),
        ("Melbourne, August 19-25", "", "", ""),
    ],
)
def test_volume_issue_and_pages_are_read_where_they_stand_beside_each_other(
    written: str, volume: str, issue: str, page: str
) -> None:
    record = read(f"Ann Lee. **Counting tea leaves at scale**. *Journal of Tea*, {written}, 2021.")
    assert (record.volume, record.issue, record.page) == (volume, issue, page)


def test_a_list_of_authors_that_is_cut_is_not_whole_and_one_that_cannot_be_read_is_unknown() -> None:
    assert read("Ann Lee, Carl Diaz, et al. **Counting tea leaves at scale**. 2020.").author_complete is False
    assert read("**Counting tea leaves at scale**, Ann Lee, x3 and some more people of ours, 2020").author == ()


@pytest.mark.parametrize(
    ("line", "kind", "publisher"),
    [
        ("李安. 城市空气质量的时空建模研究[D]. 北京: 清华大学, 2015.", "thesis", "清华大学"),
        ("李安，张三，《大气污染防治的数据方法》，科学出版社，2018年。", "book", "科学出版社"),
        ("王芳, 李安. 一种空气质量监测装置[P]. 中国专利: CN201910123456.7, 2019-05-01.", "patent", ""),
        (
            "Ann Lee. **Counting tea leaves at scale**. In *Proceedings of the Tea Conference*, 2020.",
            "paper-conference",
            "",
        ),
        ("Ann Lee. **Counting tea leaves at scale**. arXiv:2001.01234, 2020.", "article", ""),
    ],
)
def test_the_type_is_that_which_the_entry_tells(line: str, kind: str, publisher: str) -> None:
    record = read(line)
    assert (record.type, record.publisher) == (kind, publisher)


def test_the_year_may_stand_in_the_heading_above() -> None:
    (found,) = readings("# Publications\n\n## 2019\n- Ann Lee. **Counting tea leaves at scale**. *Tea*.\n")
    assert found.record is not None
    assert str(found.record.issued) == "2019"


def test_pages_impact_factors_and_addresses_are_no_years() -> None:
    record = read(
        "Ann Lee. **Counting tea leaves at scale**. *Journal of Tea*, pp. 1998–2005, 2020. IF: 4.3 (2022) "
        "https://doi.org/10.1234/tea.2011.5"
    )
    assert str(record.issued) == "2020"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Ann Lee. **Counting tea leaves at scale**. *Journal of Tea*.", NO_YEAR),
        ("Ann Lee. **Counting tea leaves at scale**. First written 2009, rewritten 2020.", SEVERAL_YEARS),
        ("Carl Diaz. **Counting tea leaves at scale**. *Journal of Tea*, 2020.", NOT_YOURS),
        ("Chen Yang, Bo Dai, Ann Lee Counting tea leaves at scale on measures (Tea 2020)", NO_TITLE),
        ("A long remark on teas of all kinds, which I, Ann Lee, wrote in 2020", NO_TITLE),
    ],
)
def test_what_cannot_be_read_well_is_no_record_and_told(line: str, why: str) -> None:
    assert fault(line) == why


def test_an_html_list_is_read_like_any_other() -> None:
    (found,) = readings(
        "<h2>Publications</h2><ol>\n<li>Ann Lee, Carl Diaz. <b>Counting tea &amp; leaves at scale</b>. "
        "<i>Journal of Tea</i>, 2020.</li>\n</ol>",
        "papers.html",
    )
    assert found.record is not None
    assert found.record.title == "Counting tea & leaves at scale"


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_whatever_stands_there_the_title_is_none_of_the_authors_and_on_one_line(text: str) -> None:
    for one in readings(f"# Publications\n\n- Ann Lee. {' '.join(text.split())} 2020\n"):
        if one.record is not None:
            assert one.record.title
            assert one.record.issued is not None
            assert "\n" not in one.record.title
            assert "Ann Lee" not in one.record.title


_WORDS = st.lists(
    st.sampled_from(["Teas", "and", "leaves", "count", "in", "old", "towns", "with", "small", "models", "for"]),
    min_size=4,
    max_size=9,
)
_NAMES = st.lists(
    st.sampled_from(["Carl Diaz", "Eva Fox", "Wei Zhang", "Mary Roe", "Jean-Luc Moreau"]), unique=True, max_size=4
)


@given(_WORDS, _NAMES, st.integers(1960, 2030), st.sampled_from(["bold", "quoted", "plain"]))
@settings(max_examples=100, deadline=None)
def test_title_year_and_authors_come_back(words: list[str], names: list[str], year: int, form: str) -> None:
    title = " ".join(words)
    title = title[0].upper() + title[1:]
    authors = ["Ann Lee", *names]
    shown = {"bold": f"**{title}**", "quoted": f'"{title}"', "plain": title}[form]
    record = read(f"{', '.join(authors)}. {shown}. *Journal of Tea*, {year}.")
    assert record.title == title
    assert [str(one) for one in record.author] == authors
    assert str(record.issued) == str(year)


@pytest.mark.parametrize("piece", ["Aa-", "2020-", "ICML 2020 ", "Lee A, ", "李安、", "(2020) ", "vol. 1, no. 2, "])
@pytest.mark.parametrize("before", ["", "Ann Lee. **Counting tea leaves at scale**. "])
def test_a_very_long_entry_does_not_hold_things_up(piece: str, before: str) -> None:
    (found,) = readings(f"# Publications\n\n- {before}{piece * (10_000 // len(piece))} Ann Lee\n")
    assert (found.record is None) == bool(found.fault)


def test_a_title_of_a_few_characters_is_read_where_the_mark_of_the_standard_stands_behind_it() -> None:
    found = read("王芳, 张明, **李安**. 茶学[M]. 北京: 科学出版社, 2019.")
    assert (found.title, found.type, str(found.issued)) == ("茶学", "book", "2019")
    assert (found.publisher, found.publisher_place) == ("科学出版社", "北京")
    assert len(found.author) == 3


@pytest.mark.parametrize(
    ("line", "venue", "publisher", "place", "page"),
    [
        (
            "李安, 王芳. 茶叶的长期观测与识别[C]//第九届茶学大会论文集. 北京: 中国茶学会, 2014: 88-93.",
            *("第九届茶学大会论文集", "中国茶学会", "北京", "88-93"),
        ),
        ("李安. 茶叶的长期观测与识别研究[D]. 南京: 南京大学, 2013.", "", "南京大学", "南京", ""),
        (
            "李安, 王芳. 茶叶的长期观测与识别[C]//第九届茶学大会论文集, 2014: 88～93.",
            "第九届茶学大会论文集",
            "",
            "",
            "88-93",
        ),
        ("李安, 王芳. 茶叶的长期观测与识别[J]. 湖泊科学, 2018, 33(7): 701-712.", "湖泊科学", "", "", "701-712"),
    ],
)
def test_place_publisher_and_pages_are_read_where_the_standard_ends_with_them(
    line: str, venue: str, publisher: str, place: str, page: str
) -> None:
    found = read(line)
    told = (found.container_title, found.publisher, found.publisher_place, found.page)
    assert told == (venue, publisher, place, page)
