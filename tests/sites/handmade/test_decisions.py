"""What an entry says that the sources do not becomes the person's decision, and nothing that it leaves unclear."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pubsync.curation import Curation, append_decisions, parse_curation
from pubsync.records.base import Value
from pubsync.records.identifiers import Link
from pubsync.records.text import Translation
from pubsync.sites.handmade.decisions import decisions_from_item
from pubsync.sites.handmade.entry_words import Subject
from pubsync.sites.handmade.items import HandItem
from pubsync.sites.handmade.leftovers import says_more
from pubsync.sites.handmade.lists import read_lists
from tests.sites.handmade.pages import ABOUT, CITY, KEYNOTE, LEE, MOSS, QIAO, TIDE, WU


def item(entry: str, heading: str = "# Papers") -> HandItem:
    return read_lists(f"{heading}\n- {entry}\n", "about.md")[0].items[0]


def told(entry: str, subject: Subject, heading: str = "# Papers") -> dict[str, Value]:
    return {one.field or one.kind: one.value for one in decisions_from_item(item(entry, heading), subject)}


def test_what_a_homepage_decides() -> None:
    _, papers, chinese, talks = read_lists(ABOUT, "about.md")
    tide, _, moss, *_ = papers.items
    decisions = decisions_from_item(tide, TIDE, origin="about.md")
    assert [(one.field, one.value, one.saw) for one in decisions] == [
        ("roles.equal", "Lin Qiao; Ann Lee", None),
        ("roles.corresponding", "Bo Wu", None),
        ("pdf", "https://qiao.example.org/tide.pdf", None),
        ("code", "https://github.com/linqiao/tide", None),
    ]
    assert {(one.kind, one.records, one.origin) for one in decisions} == {("patch", TIDE.records, "about.md")}
    assert {one.field: one.value for one in decisions_from_item(moss, MOSS)} == {
        "award": "Best Paper Award",
        "labels": ["Oral"],
        "slides": "https://qiao.example.org/moss-slides.pdf",
    }
    assert {one.field: one.value for one in decisions_from_item(chinese.items[0], CITY)} == {
        "roles.corresponding": "吴波",
        "title.en": "Automatic recognition of urban lichens",
    }
    assert {one.field: one.value for one in decisions_from_item(talks.items[0], KEYNOTE)} == {
        "video": "https://youtu.be/abc"
    }


def test_decisions_are_such_as_the_file_of_decisions_holds() -> None:
    decisions = decisions_from_item(read_lists(ABOUT, "about.md")[1].items[2], MOSS)
    assert parse_curation(append_decisions("", decisions)) == Curation(tuple(decisions))


def test_what_the_sources_know_already_is_no_decision() -> None:
    known = replace(
        MOSS,
        award="Best Paper Award",
        labels=("Oral",),
        links=(Link("slides", "https://qiao.example.org/moss-slides.pdf"),),
    )
    assert decisions_from_item(read_lists(ABOUT, "about.md")[1].items[2], known) == ()


def test_a_link_of_the_persons_own_stands_before_that_of_a_source() -> None:
    known = replace(MOSS, links=(Link("pdf", "https://far.example.com/moss.pdf"),))
    entry = f"**{MOSS.title}**. Lin Qiao. 2023. [PDF](https://qiao.example.org/moss.pdf)"
    (decision,) = decisions_from_item(item(entry), known)
    assert (decision.field, decision.value, decision.saw) == (
        "pdf",
        "https://qiao.example.org/moss.pdf",
        "https://far.example.com/moss.pdf",
    )


@pytest.mark.parametrize(
    ("authors", "roles"),
    [
        ("Lin Qiao\\*, Ann Lee\\*, Bo Wu (\\* equal contribution)", {"roles.equal": "Lin Qiao; Ann Lee"}),
        ("L. Qiao, A. Lee, B. Wu\\* (\\*corresponding author)", {"roles.corresponding": "Bo Wu"}),
        ("Lin Qiao\\*, Ann Lee, Bo Wu", {}),
        ("Kai Roe\\*, Jo Fen\\* (\\* equal contribution)", {}),
        ("Lin Qiao✉", {}),
    ],
)
def test_roles_only_of_the_works_own_authors(authors: str, roles: dict[str, str]) -> None:
    assert told(f"**{TIDE.title}**. {authors}. Ocean Letters, 2024.", TIDE) == roles


def test_roles_that_are_known_stay_with_those_that_are_told() -> None:
    known = replace(TIDE, author=(QIAO, LEE, replace(WU, roles=("corresponding",))))
    entry = f"**{TIDE.title}**. Lin Qiao✉, Ann Lee, Bo Wu. 2024."
    (decision,) = decisions_from_item(item(entry), known)
    assert (decision.field, decision.value, decision.saw) == ("roles.corresponding", "Lin Qiao; Bo Wu", "Bo Wu")


@pytest.mark.parametrize(
    ("entry", "language", "text"),
    [
        (
            "**城市地衣的自动识别方法** (Automatic recognition of urban lichens). 乔琳，吴波. 2022",
            "en",
            "Automatic recognition of urban lichens",
        ),
        (
            "Automatic recognition of urban lichens<br>城市地衣的自动识别方法<br>乔琳，吴波",
            "en",
            "Automatic recognition of urban lichens",
        ),
        ("**城市地衣的自动识别方法**. *Chinese Journal of Computers*, 2022", "", ""),
        ("**城市地衣的自动识别方法**, Lin Qiao, Bo Wu", "", ""),
    ],
)
def test_a_second_title_stands_right_beside_the_first(entry: str, language: str, text: str) -> None:
    found = {field: value for field, value in told(entry, CITY).items() if field.startswith("title.")}
    assert found == ({f"title.{language}": text} if language else {})


def test_a_chinese_title_of_an_english_paper() -> None:
    entry = f"**{TIDE.title}** (从卫星噪声中读取潮汐). Lin Qiao, Ann Lee. *Ocean Letters*, 2024."
    assert told(entry, TIDE) == {"title.zh": "从卫星噪声中读取潮汐"}
    known = replace(TIDE, translations=(Translation("title", "zh", "潮汐"),))
    assert told(entry, known) == {}


@pytest.mark.parametrize(
    "before",
    [
        "**乔琳**，李安. 从卫星噪声中读取潮汐 (",
        "乔琳，李安，从卫星噪声中读取潮汐（",
        "乔琳, 李安。《从卫星噪声中读取潮汐》(",
    ],
)
def test_a_title_before_the_first_one_is_told_without_the_names_before_it(before: str) -> None:
    assert told(f"{before}{TIDE.title}). Ocean Letters 2024.", TIDE).get("title.zh") == "从卫星噪声中读取潮汐"


def test_a_list_of_selected_works_selects() -> None:
    entry = f"**{TIDE.title}**. 2024."
    assert told(entry, TIDE, "# Selected Papers") == {"select": None}
    assert told(entry, replace(TIDE, selected=True), "# Selected Papers") == {}
    assert told(entry, TIDE) == {}


def test_links_that_lead_nowhere_on_the_web_are_none() -> None:
    entry = f"[{TIDE.title}]() [PDF](../a.pdf) [Code](javascript:alert%281%29) [Slides](mailto:a@b) 2024"
    assert told(entry, TIDE) == {}


@pytest.mark.parametrize(
    ("rest", "more"),
    [
        ("Lin Qiao, Ann Lee, Bo Wu. *Ocean Letters*, 2024.", False),
        ("Lin Qiao, Ann Lee, Bo Wu. In Proceedings of the Ocean Letters Conference, Lund, Sweden, 2024.", False),
        (
            "Lin Qiao\\*, Ann Lee\\*, Bo Wu. Ocean Lett. 12(3), pp. 1-9, Mar. 2024. (\\* equal contribution) [PDF](https://q.org/a.pdf)",
            False,
        ),
        ("Lin Qiao. *Ocean Letters*, 2024. [doi](https://doi.org/10.1234/tide)", False),
        ("Lin Qiao. *Ocean Letters*, 2024. Best Paper Award.", False),
        ("Lin Qiao. *Ocean Letters*, 2024. Covered by the press.", True),
        ("Lin Qiao. *Ocean Letters*, 2024. Shown on television in 2024.", True),
        ("Lin Qiao, Ann Lee, Kai Roe. *Ocean Letters*, 2024.", True),
        ("Lin Qiao. *Ocean Letters*, 2024 (acceptance rate 12%).", True),
        ("Lin Qiao. *Ocean Letters*, 2024. ![a plot](p.png)", True),
        ("Lin Qiao. *Ocean Letters*, 2024. <!-- mine -->", True),
        ("Lin Qiao. *Ocean Letters*, 2024. [PDF](files/a.pdf)", True),
        ("Lin Qiao. *Ocean Letters*, 2024. [PDF]({{ site.url }}/a.pdf)", True),
        ("[Lin Qiao](https://qiao.example.org). *Ocean Letters*, 2024.", True),
        ("Lin Qiao. *Ocean Letters*, 2024.\n  - We read tides where nobody looked.", True),
    ],
)
def test_whether_an_entry_says_more_than_we_would(rest: str, more: bool) -> None:
    assert says_more(item(f"**{TIDE.title}**. {rest}"), TIDE) is more


@pytest.mark.parametrize(("rest", "more"), [("TACL 2024", False), ("TACL 2024, my best", True), ("ICML 2024", True)])
def test_the_short_name_of_the_venue_says_no_more_than_the_long_one(rest: str, more: bool) -> None:
    known = replace(TIDE, container_title="Transactions of the Association for Computational Linguistics")
    entry = item(f'Lin Qiao. "{TIDE.title}". {rest}.')
    assert says_more(replace(entry, venue=""), known) is more


def test_what_is_known_but_not_printed_is_more_than_we_would_say() -> None:
    oral = item(f"**{TIDE.title}**. Lin Qiao. *Ocean Letters*, 2024 (Oral).")
    translated = item(f"**{TIDE.title}** (从卫星噪声中读取潮汐). Lin Qiao. *Ocean Letters*, 2024.")
    assert [says_more(one, TIDE) for one in (oral, translated)] == [False, True]
    assert [says_more(one, TIDE, unprinted={"labels"}) for one in (oral, translated)] == [True, False]


def test_a_venue_beside_a_chinese_title_is_no_translation_of_it() -> None:
    work = replace(TIDE, title="深度学习方法综述与展望", container_title="Conference on Sound")
    entry = item("Jane Doe. **深度学习方法综述与展望**. *Conference on Sound*, 2014.")
    assert not [one for one in decisions_from_item(entry, work) if one.field.startswith("title.")]
