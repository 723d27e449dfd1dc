"""An entry is taken for the work that it surely shows, and for none where that is unsure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.records.course import Course
from pubsync.records.work import Work
from pubsync.sites.handmade.entry_words import Subject
from pubsync.sites.handmade.lists import read_lists
from pubsync.sites.handmade.matching import MatchedList, match_items
from tests.sites.handmade.pages import (
    ABOUT,
    ACAD,
    CITY,
    ECOLOGY,
    GLACIER,
    GLACIER_ONE,
    HTML,
    IEEE,
    KEYNOTE,
    KEYNOTE_AGAIN,
    LICHEN,
    MOSS,
    THESIS,
    TIDE,
    TRANSLATED,
    WORKS,
    work,
)

ALL: Sequence[Subject] = (*WORKS, KEYNOTE, KEYNOTE_AGAIN, ECOLOGY)


def matched(text: str, subjects: Sequence[Subject] = ALL, path: str = "about.md") -> tuple[MatchedList, ...]:
    return match_items(read_lists(text, path), subjects)


def keys(text: str, subjects: Sequence[Subject] = ALL, path: str = "publications.md") -> list[str]:
    """What each entry of the page's one list shows."""
    (found,) = matched(text, subjects, path)
    return [match.key if match else "" for match in found.matches]


def shown_by(entry: str, *subjects: Subject) -> str:
    return keys(f"# Papers\n- {entry}\n", subjects)[0]


def test_the_lists_of_a_homepage() -> None:
    news, papers, chinese, talks = matched(ABOUT)
    assert [match and match.key for match in papers.matches] == ["tide", None, "moss", "lichen", "glacier"]
    assert [match and match.key for match in chinese.matches] == ["city", None]
    assert [match and match.key for match in talks.matches] == ["keynote"]
    assert [one.takes for one in (news, papers, chinese, talks)] == [False, True, True, True]
    assert (papers.section, talks.section, papers.left_out) == ("publications", "talks", 3)
    assert "news" in news.reason


def test_boxes_html_and_numbers() -> None:
    assert [[match and match.key for match in one.matches] for one in matched(ACAD)[1:2]] == [["moss", "tide"]]
    assert [match and match.key for match in matched(HTML, path="a.html")[0].matches] == [
        "tide",
        "moss",
        None,
        "glacier",
    ]
    assert [match and match.key for match in matched(HTML, path="a.html")[1].matches] == ["ecology"]
    assert keys(IEEE) == ["tide", "moss", "thesis", "lichen"]


@pytest.mark.parametrize(
    ("entry", "key"),
    [
        ("Lin Qiao. Glaciers that answer back. IceConf, 2019.", "one"),
        ("Lin Qiao. Glaciers that answer back: A survey. Annals of Ice, 2021.", "glacier"),
        ("Lin Qiao. Glaciers that answer back: a sequel of another kind. 2022.", ""),
        ("Lin Qiao. New glaciers that answer back. 2019.", ""),
        ("Lin Qiao. Glaciers that answer back and sing. 2019.", ""),
        ("[Glaciers that answer back](x) (short version). 2019.", "one"),
    ],
)
def test_a_title_within_a_longer_one_is_another(entry: str, key: str) -> None:
    assert shown_by(entry, GLACIER, GLACIER_ONE) == key


def test_a_work_that_alone_is_known_is_not_taken_for_a_longer_title() -> None:
    assert shown_by("Lin Qiao. **Glaciers that answer back: A survey**. Annals of Ice, 2021.", GLACIER_ONE) == ""
    assert shown_by("Lin Qiao. **Glaciers that answer back**. IceConf, 2019.", GLACIER) == ""


def test_two_works_of_one_title_are_told_by_kind_year_or_venue_or_not_at_all() -> None:
    first = work("first", "Maps of bark", 2020, "Annals of Trees")
    second = replace(first, key="second", issued=first.issued, container_title="TreeConf", type="paper-conference")
    assert shown_by("Maps of bark. Annals of Trees, 2020.", first, second) == "first"
    assert shown_by("Maps of bark. TreeConf, 2020.", first, second) == "second"
    assert shown_by("Maps of bark. 2020.", first, second) == ""
    assert shown_by("Counting lichens, one wall at a time. PhD thesis, 2024.", LICHEN, THESIS) == "thesis"
    assert shown_by("Counting lichens, one wall at a time. Invention patent CN1118875", LICHEN) == ""


def test_an_identifier_names_the_work_whatever_the_title_in_print() -> None:
    tide = replace(TIDE, title="Reading ocean tides from satellite noise")
    assert (
        shown_by(
            "Lin Qiao, Ann Lee, Bo Wu. **Reading tides from satellite noise**. doi:10.1234/tide. 2024",
            tide,
        )
        == "tide"
    )
    assert (
        shown_by("**Quite another paper of ours**, which extends [this](https://doi.org/10.1234/tide). 2020", tide)
        == ""
    )


def test_another_doi_is_another_version_and_a_short_title_needs_its_year() -> None:
    assert shown_by(f"**{TIDE.title}**. Ocean Conference, 2024. doi:10.1234/other", TIDE) == ""
    assert shown_by(f"**{TIDE.title}**. Preprint. doi:10.1101/2024.01.01.123456", TIDE) == "tide"
    bark = work("bark", "On old bark", 2020, "Leaf")
    assert shown_by("Lin Qiao talks on old bark. Leaf, 2020.", bark) == ""
    assert [shown_by(f"[On old bark](x)<br>Lin Qiao<br>Leaf, {year}", bark) for year in (2020, 2019)] == ["bark", ""]


def test_titles_in_other_languages_and_of_preprints() -> None:
    renamed = replace(MOSS, title="A field guide learned from photographs", preprint_title=MOSS.title, identifiers=())
    assert shown_by(f"{MOSS.title}. Lin Qiao. 2023", renamed) == "moss"
    assert shown_by("乔琳. 玻璃之下的河流及其回声. 2020.", TRANSLATED) == "river"
    assert shown_by("乔琳，吴波. 城市地衣的自动识别方法[J]. 计算机学报, 2022.", CITY) == "city"
    assert shown_by("乔琳. 城市地衣的自动识别方法综述. 2022.", CITY) == ""


@pytest.mark.parametrize(
    ("entry", "key"),
    [
        ("Lin Qiao, Ann Lee, Bo Wu. **Reading the tides from satellite noises**. Ocean Letters, 2024.", "tide"),
        ("Lin Qiao, Ann Lee, Bo Wu. **Reading tides from satellites**. Ocean Letters, 2016.", ""),
        ("Kai Roe. **Reading ferns from satellite noise**. Ocean Letters, 2024.", ""),
    ],
)
def test_likeness_needs_year_and_authors(entry: str, key: str) -> None:
    assert shown_by(entry, replace(TIDE, identifiers=())) == key


def test_one_work_is_shown_once_by_the_entry_that_names_it_best() -> None:
    text = f"# Papers\n- {TIDE.title}. arXiv, 2023.\n- {TIDE.title}. Ocean Letters, 2024. doi:10.1234/tide\n"
    assert keys(text) == ["", "tide"]


def test_a_short_title_needs_to_stand_by_itself() -> None:
    bark = work("bark", "On bark", 2020, "Leaf")
    assert shown_by("Lin Qiao. A word on bark. Leaf, 2020.", bark) == ""
    assert shown_by("Lin Qiao talks on bark beetles and their lives, 2020.", bark) == ""


def test_talks_of_one_title_are_told_by_their_year() -> None:
    text = (
        "# Talks\n- 2021.03, *What moss remembers*, Fern Forum\n"
        "- June 2023: *What moss remembers*, keynote\n- *What moss remembers*, 2018\n"
    )
    assert keys(text) == ["again", "keynote", ""]


@pytest.mark.parametrize(
    ("text", "takes"),
    [
        (
            "# Research\n"
            + "".join(f"- {one.title}. {one.issued}\n" for one in (TIDE, MOSS, GLACIER))
            + "- Words on moss, too\n",
            True,
        ),
        (
            "# Research\n"
            + "".join(f"- {one.title}. {one.issued}\n" for one in (TIDE, MOSS))
            + "- Words on moss, too\n",
            False,
        ),
        ("# Papers\n" + f"- {TIDE.title}. 2024\n" + "- Words on moss, 2020\n- Words on bark, 2020\n", True),
        ("# Papers\n" + f"- {TIDE.title}. 2024\n" + "- Words on moss, 2020\n" * 9, False),
        ("# Awards\n" + "".join(f"- A prize for {one.title}. {one.issued}\n" for one in (TIDE, MOSS, GLACIER)), False),
        ("# What's new\n" + "".join(f"- 2024.0{n}: {one.title} is accepted\n" for n, one in enumerate(WORKS)), False),
        (
            "# Latest\n"
            + "".join(f"- 2024-0{n}: our paper **{one.title}** is accepted\n" for n, one in enumerate(WORKS)),
            False,
        ),
        ("# Papers\n- [Home](/)\n- [Publications](/p)\n- [Talks](/t)\n", False),
        (f"# Papers\n## Moss\n- {MOSS.title}. 2023\n## Ice\n- {GLACIER.title}. 2021\n", False),
        (f"# Papers on moss\n- {MOSS.title}. 2023\n# Papers on ice\n- {GLACIER.title}. 2021\n", False),
        (f"# Papers\n- {MOSS.title}. 2023\n- {GLACIER.title}. 2021\n# Papers on ice\n- {GLACIER.title}. 2021\n", True),
        (f"# Recent papers\n- {MOSS.title}. 2023\n- {TIDE.title}. 2024\n", False),
        (f"# Selected papers\n- {MOSS.title}. 2023\n", True),
        (
            f"# Papers\n- {MOSS.title}. 2023\n- {TIDE.title}. 2024\n# Patents\n- A patent nobody knows, CN12345678\n",
            True,
        ),
    ],
)
def test_which_lists_may_be_taken_over(text: str, takes: bool) -> None:
    found = matched(text)[0]
    assert (found.takes, bool(found.reason)) == (takes, not takes)


WORDS = st.lists(
    st.sampled_from(
        ["moss", "bark", "tide", "learning", "of", "the", "a", "survey", "deep", "苔藓", "地衣", ":", "-", "2020"]
    ),
    min_size=2,
    max_size=7,
).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=6, unique_by=str.casefold))
def test_an_entry_is_only_ever_taken_for_a_work_of_its_own_title(titles: list[str]) -> None:
    works = [Work(key=title, title=title) for title in titles]
    text = "# Papers\n" + "".join(f"- Ann Lee, Bo Wu. **{title}**. Leaf.\n" for title in titles)
    for found in matched(text, works):
        shown = [key for _, key in found.shown]
        assert len(shown) == len(set(shown))
        assert all(key in item.words for item, key in found.shown)


def test_a_courses_short_title_before_its_level_and_terms_is_known() -> None:
    chemistry = Course(key="chemistry", title="大气化学", terms=("2019-fall",))
    control = Course(key="control", title="大气污染控制工程")
    text = "# 教学\n\n- 大气污染控制工程(本科), 2020–2024 春\n- 大气化学(研究生), 2019–2023 秋\n- 高等大气化学, 2018\n"
    assert keys(text, (chemistry, control), "zh.md") == ["control", "chemistry", ""]


def test_a_short_title_that_only_begins_an_entry_is_no_works() -> None:
    assert shown_by("Tea: a history of leaves. Ann Lee. 2020", work("tea", "Tea", 2020, "Leaf")) == ""
