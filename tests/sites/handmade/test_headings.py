"""What headings above lists say, in the words that people use."""

from __future__ import annotations

import pytest

from pubsync.sites.handmade.headings import read_heading


@pytest.mark.parametrize(
    ("words", "section", "kind"),
    [
        ("📝 Publications (\\* equal contribution)", "publications", ""),
        ("Peer-reviewed Journal Articles", "publications", "article-journal"),
        ("Refereed Conference Proceedings", "publications", "paper-conference"),
        ("Conference and Journal Papers", "publications", ""),
        ("1. Journal papers", "publications", "article-journal"),
        ("一、会议论文", "publications", "paper-conference"),
        ("Working Papers", "publications", "article"),
        ("Ph.D. Thesis", "publications", "thesis"),
        ("学术论文（*通讯作者）", "publications", ""),
        ("Invited talks", "talks", ""),
        ("Conference presentations", "talks", ""),
        ("学术报告", "talks", ""),
        ("Teaching Experience", "teaching", ""),
        ("主讲课程", "teaching", ""),
        ("Papers and talks", "", ""),
        ("🔥 News", "news", ""),
        ("最新动态", "news", ""),
        ("Best Paper Awards", "other", ""),
        ("Research Experience", "other", ""),
        ("获奖情况", "other", ""),
        ("Research", "", ""),
    ],
)
def test_sections_and_types(words: str, section: str, kind: str) -> None:
    heading = read_heading(words)
    assert (heading.section, heading.type) == (section, kind)


@pytest.mark.parametrize(
    ("words", "year", "vague"),
    [
        ("2020", "2020", False),
        ("**2020** (3 papers)", "2020", False),
        ("2020年", "2020", False),
        ("2015 and before", "", True),
        ("2018–2020", "", True),
        ("2021-至今", "", True),
        ("2019年及以前", "", True),
        ("In press", "", True),
        ("In 2020 we moved", "", False),
    ],
)
def test_headings_that_part_a_list_by_time(words: str, year: str, vague: bool) -> None:
    heading = read_heading(words)
    assert (heading.year, heading.vague, heading.groups) == (year, vague, bool(year) or vague)


def test_selected_and_recent() -> None:
    flags = [
        (one.selected, one.recent)
        for one in map(read_heading, ("Selected Papers", "代表性论文", "Recent Papers", "Papers"))
    ]
    assert flags == [(True, False), (True, False), (False, True), (False, False)]
