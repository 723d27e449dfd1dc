"""Lists of one work's authors in two scripts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubsync.merging import merge
from pubsync.records.aliases import same_person
from pubsync.records.names import Name, parse_name
from pubsync.records.people import person
from pubsync.records.record import Record
from pubsync.records.text import has_han
from pubsync.records.two_scripts import authors_in, known_by
from pubsync.records.work import Work
from tests.builders import record, rid

HAN = ("刘霞", "王芳", "欧阳明", "张伟", "吕布", "曾国平", "John Smith")
LATIN = ("Xia Liu", "Fang Wang", "Ming Ouyang", "Wei Zhang", "Bu Lyu", "Guoping Zeng", "John Smith")
FORMS = {
    "Xia Liu": ("Xia Liu", "Liu Xia", "X. Liu", "LIU Xia"),
    "Guoping Zeng": ("Guo-Ping Zeng", "G. P. Zeng", "Zeng, Guoping", "Guo Ping Zeng"),
}


def names(*written: str) -> tuple[Name, ...]:
    return tuple(map(parse_name, written))


def chinese(*written: str, **fields: Any) -> Record:
    return record("zh", "论茶", author=names(*written), doi="10.1/x", **fields)


def english(*written: str, **fields: Any) -> Record:
    return record("en", "On tea", author=names(*written), doi="10.1/x", **fields)


def shown(work: Work, language: str) -> list[str]:
    return [str(name) for name in work.authors(language)]


def test_each_page_names_the_authors_in_its_own_script_whichever_record_leads() -> None:
    for leading in ("en", "zh"):
        both = [chinese("刘霞", "曾国平"), replace(english("Xia Liu", "Guo-Ping Zeng"), source="bibtex:b.bib")]
        work = merge("k", [replace(one, source="bibtex:0.bib") if one.id == leading else one for one in both])
        assert shown(work, "zh") == shown(work, "zh-CN") == ["刘霞", "曾国平"]
        assert shown(work, "en") == shown(work, "en-GB") == ["Xia Liu", "Guo-Ping Zeng"]
        assert work.authors() == work.author == work.authors("de")


@pytest.mark.parametrize(
    "latin",
    [
        ("Xia Liu", "Fang Wang"),  # one fewer
        ("Xia Liu", "Guoping Zeng", "Fang Wang"),  # another order
        ("Xia Liu", "Fang Wang", "Guobin Zeng"),  # another name
        ("Xia Liu", "Fang Wang", "Zeng"),  # a family name alone is nobody for certain
    ],
)
def test_lists_that_do_not_align_name_by_name_are_left_alone(latin: tuple[str, ...]) -> None:
    work = merge("k", [chinese("刘霞", "王芳", "曾国平"), english(*latin)])
    assert (work.author_in, shown(work, "zh")) == ((), shown(work, "en"))


@pytest.mark.parametrize("cut", ["zh", "en"])
def test_a_cut_list_is_no_list_of_all(cut: str) -> None:
    both = [chinese("刘霞", "王芳"), english("Xia Liu", "Fang Wang")]
    work = merge("k", [replace(one, author_complete=one.id != cut) for one in both])
    assert not work.author_in


def test_roles_go_with_the_author_in_every_script_and_a_later_word_on_them_too() -> None:
    marked = (Name("Liu", "Xia", roles=("equal",)), Name("Wang", "Fang"))
    work = merge("k", [replace(english("Xia Liu", "Fang Wang"), author=marked), chinese("刘霞", "王芳")])
    assert [name.roles for name in work.authors("zh")] == [("equal",), ()]
    patched = replace(work, author=(marked[0], replace(marked[1], roles=("corresponding",))))
    assert [name.roles for name in patched.authors("zh")] == [("equal",), ("corresponding",)]


@pytest.mark.parametrize(("leading", "expected"), [((), ["", "equal"]), (("equal",), ["equal", ""])])
def test_roles_that_the_leading_source_tells_nobody_of_come_from_the_other(
    leading: tuple[str, ...], expected: list[str]
) -> None:
    zh = replace(chinese("刘霞", "王芳"), author=(Name(literal="刘霞", roles=leading), Name(literal="王芳")))
    en = replace(english("Xia Liu", "Fang Wang"), author=(Name("Liu", "Xia"), Name("Wang", "Fang", roles=("equal",))))
    work = merge("k", [zh, replace(en, source="crossref:x")])
    for language in ("zh", "en"):
        assert ["".join(name.roles) for name in work.authors(language)] == expected


def test_a_name_that_no_pinyin_tells_is_known_by_the_settings() -> None:
    both = [chinese("李伟", "王芳"), english("Wilson Li", "Fang Wang")]
    wilson = person("Wilson Li", ["李伟"])
    assert not merge("k", both).author_in
    assert shown(merge("k", both, is_one=known_by([wilson])), "zh") == ["李伟", "王芳"]
    assert not merge("k", [both[0], english("Wilson Li", "Wilson Li")], is_one=known_by([wilson])).author_in


def test_repeated_names_keep_their_places() -> None:
    work = merge("k", [english("Wei Zhang", "Wei Zhang", "W. Zhang"), chinese("张伟", "张薇", "张文")])
    assert shown(work, "zh") == ["张伟", "张薇", "张文"]
    assert shown(work, "en") == ["Wei Zhang", "Wei Zhang", "W. Zhang"]


def test_a_paper_with_no_title_in_chinese_keeps_its_latin_names() -> None:
    work = merge("k", [english("Xia Liu"), replace(english("刘霞"), id="other")])
    assert shown(work, "zh") == ["Xia Liu"]


def test_the_list_with_the_most_names_in_han_is_taken() -> None:
    mixed = replace(chinese("刘霞", "Fang Wang"), source="crossref:x")
    work = merge("k", [english("Xia Liu", "Fang Wang"), mixed, replace(chinese("刘霞", "王芳"), source="orcid:x")])
    assert shown(work, "zh") == ["刘霞", "王芳"]


def test_a_list_of_another_length_changes_nobody() -> None:
    work = merge("k", [chinese("刘霞"), english("Xia Liu")])
    assert authors_in("en", names("刘霞", "王芳"), work.author_in) == names("刘霞", "王芳")


people = st.lists(st.sampled_from(range(len(HAN))), min_size=1, max_size=4)


@st.composite
def records(draw: st.DrawFn) -> list[Record]:
    """Records of one work, mostly by the same people in one order, some cut or by others."""
    base = draw(people)
    found: list[Record] = []
    for number in range(draw(st.integers(1, 4))):
        who = draw(st.one_of(st.just(base), st.just(base), people))
        han = draw(st.booleans())
        written = [HAN[one] if han else draw(st.sampled_from(FORMS.get(LATIN[one], (LATIN[one],)))) for one in who]
        roles = draw(st.sampled_from([(), ("equal",), ("corresponding",)]))
        one = record(
            draw(st.sampled_from([f"{number}", f"orcid:x#{number}"])),
            "论茶" if draw(st.booleans()) else "On tea",
            author=tuple(replace(name, roles=roles) for name in names(*written)),
            author_complete=draw(st.booleans()),
        )
        found.append(one)
    return found


@given(records(), st.sampled_from(["", "en", "zh", "zh-Hant", "ja"]), st.randoms(use_true_random=False))
def test_no_author_is_lost_or_invented_and_no_list_is_of_two_sources(
    said: list[Record], language: str, order: object
) -> None:
    work = merge("k", said)
    authors = work.authors(language)
    assert len(authors) == len(work.author)
    assert all(map(same_person, authors, work.author))
    assert [name.roles for name in authors] == [name.roles for name in work.author]
    bare = tuple(replace(name, roles=()) for name in authors)
    assert bare in {tuple(replace(name, roles=()) for name in one.author) for one in said}
    order.shuffle(said)  # type: ignore[attr-defined]
    assert merge("k", said) == work


@given(people)
def test_each_script_is_shown_where_both_are_known(who: list[int]) -> None:
    han, latin = ([written[one] for one in who] for written in (HAN, LATIN))
    work = merge("k", [chinese(*han), english(*latin)])
    assert shown(work, "zh") == [str(name) for name in names(*han)]
    if any(map(has_han, han)):
        assert shown(work, "en") == [str(name) for name in names(*latin)]
    assert work.records == (rid("en"), rid("zh"))
