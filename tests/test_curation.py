from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubsync.curation import HEADER, Curation, Decision, append_decisions, append_toggle, parse_curation
from pubsync.errors import CurationError
from pubsync.records.record import RecordId
from tests.builders import rid

A, B, C = rid("a"), rid("b"), rid("c")


def test_a_merge_links_and_a_later_split_parts() -> None:
    merged = Curation((Decision(kind="merge", records=(B, A)),))
    assert merged.links() == ((A, B),)
    split = Curation((*merged.decisions, Decision(kind="split", parts=((A,), (B, C)))))
    assert split.links() == ()
    assert split.cannot() == ((A, B), (A, C))


def test_a_merge_after_a_split_joins_again() -> None:
    both = Curation((Decision(kind="split", parts=((A,), (B,))), Decision(kind="merge", records=(A, B))))
    assert both.links() == ((A, B),)
    assert both.cannot() == ()


def test_show_ends_hide_and_hide_ends_show() -> None:
    hidden = Decision(kind="hide", records=(A, B))
    shown = Decision(kind="show", records=(A,))
    assert Curation((hidden,)).hidden() == {A, B}
    assert Curation((hidden, shown)).hidden() == {B}
    assert Curation((hidden, shown)).shown() == {A}
    assert Curation((shown, hidden)).shown() == set()


@given(
    st.lists(st.tuples(st.sampled_from(["hide", "show", "select"]), st.sets(st.sampled_from([A, B, C]), min_size=1)))
)
def test_hiding_and_showing_again_leaves_one_decision_that_means_the_same(
    steps: list[tuple[str, set[RecordId]]],
) -> None:
    decisions = [Decision(kind=kind, records=tuple(sorted(records))) for kind, records in steps]
    text = ""
    for one in decisions:
        text = append_toggle(text, one) if one.kind in ("hide", "show") else append_decisions(text, [one])
    short, long = parse_curation(text), Curation(tuple(decisions))
    assert (short.hidden(), short.shown(), short.selected()) == (long.hidden(), long.shown(), long.selected())
    of_toggles = [one.records if one.kind in ("hide", "show") else None for one in short.decisions]
    assert not any(one and one == other for one, other in pairwise(of_toggles))


def test_a_hide_beside_a_comment_of_the_persons_stays_and_so_does_one_of_other_works() -> None:
    hide, show = (Decision(kind=kind, records=(A,)) for kind in ("hide", "show"))
    text = append_decisions("", [hide])
    assert append_toggle(text, show) == append_decisions("", [show])
    for standing in (f"{text}# since it was retracted\n", f"{HEADER}# since it was retracted\n{text[len(HEADER) :]}"):
        assert append_toggle(standing, show) == append_decisions(standing, [show])
    other = append_decisions("", [replace(hide, records=(A, B))])
    assert append_toggle(other, show) == append_decisions(other, [show])
    deleted = append_decisions("", [replace(hide, origin="file deleted: a.md")])
    assert append_toggle(deleted, show) == append_decisions(deleted, [show])


def test_the_latest_patch_of_a_field_counts_until_released() -> None:
    first = Decision(kind="patch", records=(A,), field="title", value="one")
    second = Decision(kind="patch", records=(A,), field="title", value="two")
    assert [one.value for one in Curation((first, second)).patches()] == ["two"]
    assert Curation((first, Decision(kind="release", records=(A, B), field="title"))).patches() == ()
    assert Curation((first, Decision(kind="release", records=(B,), field="title"))).patches() == (first,)


def test_an_override_counts_until_its_place_is_released() -> None:
    one = Decision(kind="override", path="_pages/a.md", place="key:excerpt", value="x")
    assert Curation((one,)).overrides() == (one,)
    assert Curation((one, Decision(kind="release", path="_pages/a.md", place="key:other"))).overrides() == (one,)
    assert Curation((one, Decision(kind="release", path="_pages/a.md", place="key:excerpt"))).overrides() == ()
    assert Curation((one, Decision(kind="release", path="_pages/a.md"))).overrides() == ()


def test_what_a_person_wrote_in_the_file_stays_when_the_tool_appends() -> None:
    text = "# my notes\n\n-   hide:   [bibtex:a.bib#a]   # a reason"
    longer = append_decisions(text, [Decision(kind="hide", records=(B,))])
    assert longer.startswith(text + "\n")
    assert parse_curation(longer).hidden() == {A, B}


def test_nothing_to_append_changes_nothing() -> None:
    assert append_decisions("- x", []) == "- x"


def test_an_empty_file_or_one_of_comments_holds_no_decision() -> None:
    assert parse_curation("") == Curation()
    assert parse_curation(HEADER) == Curation()


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("- hide: [bibtex:a.bib#a]\n- hyde: [bibtex:a.bib#b]\n", 2, "known kind"),
        ("- hide: [not a record]\n", 1, "no record id"),
        ("- patch: [bibtex:a.bib#a]\n  field: colour\n  value: red\n", 1, "field should be one of"),
        ("- hide: [\n", 2, "not valid YAML"),
        ("hide: bibtex:a.bib#a\n", 0, "list of decisions"),
        ("- just words\n", 1, "known kind"),
    ],
)
def test_a_bad_decision_is_named_with_its_line(text: str, line: int, what: str) -> None:
    with pytest.raises(CurationError) as caught:
        parse_curation(text)
    assert what in str(caught.value)
    assert caught.value.where == f"_pubsync/curation.yaml:{line}" if line else "_pubsync/curation.yaml"
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("roles.equal", "Lin Qiao; Ann Lee"),
        ("roles.corresponding", "吴波"),
        ("title.zh", "从卫星噪声中读取潮汐"),
        ("labels", ["Oral", "Spotlight"]),
        ("code", "https://github.com/a/b"),
        ("poster", "https://example.org/p.pdf"),
    ],
)
def test_what_a_hand_made_list_tells_can_be_kept(field: str, value: object) -> None:
    made = Decision(kind="patch", records=(A,), field=field, value=value, origin="about.md")  # type: ignore[arg-type]
    assert parse_curation(append_decisions("", [made])).patches() == (made,)


texts = st.text(max_size=40)
ids = st.lists(st.sampled_from([A, B, C]), min_size=1, max_size=3, unique=True).map(tuple)
decisions = st.one_of(
    st.builds(
        Decision, kind=st.sampled_from(["merge", "hide", "show", "disown"]), records=ids, origin=texts.map(str.strip)
    ),
    st.builds(Decision, kind=st.just("split"), parts=st.lists(ids, min_size=2, max_size=3).map(tuple)),
    st.builds(Decision, kind=st.just("patch"), records=ids, field=st.just("title"), value=texts, saw=texts),
    st.builds(
        Decision,
        kind=st.just("override"),
        path=st.just("_pages/a.md"),
        records=ids,
        place=st.just("body"),
        value=st.none() | texts | st.booleans() | st.lists(texts, max_size=2),
        saw=st.none() | texts,
    ),
)


@given(st.lists(decisions, max_size=4))
def test_decisions_are_read_back_as_they_were_made(made: list[Decision]) -> None:
    assert parse_curation(append_decisions("", made)).decisions == tuple(made)
