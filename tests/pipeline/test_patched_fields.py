"""A patch sets one field of a work, talk or course, whatever the sources say, and leaves the rest alone."""

from __future__ import annotations

from typing import Any

import pytest

from pubsync.curation import Curation, Decision
from pubsync.pipeline.works import match_works, resolve_talks, resolve_works
from pubsync.records.base import Value
from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import Link
from pubsync.records.ledger import Ledger
from pubsync.records.names import Name
from pubsync.records.record import RecordId
from pubsync.records.talk import TalkRecord
from pubsync.records.text import Translation
from pubsync.records.work import Work
from tests.builders import record, rid

TEA = record(
    "tea",
    "The history of tea and its many kinds",
    author=(Name("Lee", "Ann"), Name("Wu", "Bo", roles=("equal",)), Name(literal="齐炜祯")),
    links=(Link("pdf", "https://far.example.org/tea.pdf"), Link("code", "https://example.org/code")),
)


def patched(field: str, value: Any) -> Work:
    curation = Curation((Decision(kind="patch", records=(rid("tea"),), field=field, value=value),))
    groups = match_works([TEA], Ledger(), curation).groups
    (work,) = resolve_works([TEA], groups, Ledger(), curation).shown
    return work


def roles(work: Work) -> list[tuple[str, ...]]:
    return [author.roles for author in work.author]


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("roles.equal", "Ann Lee; 齐炜祯", [("equal",), (), ("equal",)]),
        ("roles.corresponding", "A. Lee", [("corresponding",), ("equal",), ()]),
        ("roles.corresponding", "Lee, Ann;Bo Wu", [("corresponding",), ("corresponding", "equal"), ()]),
        ("roles.equal", "", [(), (), ()]),
        ("roles.corresponding", "Nobody Else", [(), ("equal",), ()]),
    ],
)
def test_a_role_is_had_by_those_named_and_by_nobody_else(
    field: str, value: str, expected: list[tuple[str, ...]]
) -> None:
    work = patched(field, value)
    assert roles(work) == expected
    assert [(str(one.field), one.record) for one in work.origins if one.record is None] == [(field, None)]
    assert [str(one) for one in work.author] == ["Ann Lee", "Bo Wu", "齐炜祯"]


def test_an_initial_that_two_authors_share_names_neither() -> None:
    two = record("two", "Another history of tea and its kinds", author=(Name("Lee", "Ann"), Name("Lee", "Amy")))
    curation = Curation((Decision(kind="patch", records=(rid("two"),), field="roles.equal", value="A. Lee"),))
    (work,) = resolve_works([two], match_works([two], Ledger(), curation).groups, Ledger(), curation).shown
    assert roles(work) == [(), ()]


@pytest.mark.parametrize("kind", ["url", "pdf", "code", "data", "slides", "video", "poster", "project", "bibtex"])
def test_a_link_of_any_kind_takes_the_place_of_that_kinds(kind: str) -> None:
    work = patched(kind, "https://mine.example.org/x")
    assert [link.url for link in work.links if link.kind == kind] == ["https://mine.example.org/x"]
    assert {link.kind for link in work.links} == {"pdf", "code", kind}


def test_labels_awards_and_titles_in_other_languages() -> None:
    assert patched("labels", ["Oral", "Top 1%"]).labels == ("Oral", "Top 1%")
    assert patched("labels", "Oral; Spotlight").labels == ("Oral", "Spotlight")
    assert patched("award", "Best Paper").award == "Best Paper"
    chinese = patched("title.zh", "茶史")
    assert (chinese.title, chinese.text("title", "zh")) == (TEA.title, "茶史")
    assert chinese.translations == (Translation("title", "zh", "茶史"),)


def test_a_talk_takes_links_and_no_roles() -> None:
    talk = TalkRecord(source="talks:talks.yaml", id="t", title="On tea", start=PartialDate(2020))
    values: list[tuple[str, Value]] = [("video", "https://v.example.org"), ("roles.equal", "Lee"), ("labels", ["Oral"])]
    decisions = [
        Decision(kind="patch", records=(RecordId("talks:talks.yaml", "t"),), field=field, value=value)
        for field, value in values
    ]
    (one,) = resolve_talks([talk], Ledger(), Curation(tuple(decisions))).shown
    assert one.links == (Link("video", "https://v.example.org"),)
