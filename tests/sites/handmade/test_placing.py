"""A person's own entries stand among ours by their years once a list is taken over, and no line of theirs changes."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.records.base import Chunk
from pubsync.records.work import Work
from pubsync.sites.assembly import plan
from pubsync.sites.handmade.adoption import plan_adoption
from pubsync.sites.handmade.lists import read_lists
from pubsync.sites.handmade.matching import match_items
from pubsync.sites.handmade.placing import Years, in_places
from pubsync.sites.interface import Page
from tests.sites.assembled import base_of, content_of
from tests.sites.handmade.pages import MOSS, TIDE, WORKS, work
from tests.sites.handmade.test_adoption import ours, pages_by_hand, year

LATER, FIRST = work("later", "Cups of porcelain", 2020, "Ear"), work("first", "A history of salt", 2014, "Ear")
OLD, NEW = "- An early work, 2015.", "- A late work, 2030."
TITLE = "# Publications\n\n"


def taken_over(text: str, works: Sequence[Work], *, grouped: bool = False, sort: str = "newest") -> str:
    """The page after the sync that takes its lists over, with the person's own entries in their places."""
    matched = match_items(read_lists(text, "about.md"), WORKS)
    page = plan_adoption(text, "about.md", matched, WORKS)
    if not page.regions:
        return text
    years = {one.key: one.issued.year for one in works if one.issued}
    order = sorted(works, key=lambda one: (-years[one.key] if sort == "newest" else years[one.key], one.key))
    chunks: list[Chunk] = []
    for one in order:
        heading = year(str(years[one.key]))
        chunks += [heading] if grouped and heading not in chunks else []
        chunks.append(ours(one))
    wanted = tuple((region.id, tuple(chunks)) for region in page.regions)
    after = plan(Page(path=page.path, regions=wanted), page.base, page.text.encode())
    standing, base = content_of(after).decode(), base_of(after)
    taken = sorted((one for one in matched if one.takes), key=lambda one: one.hand.start)[: len(page.regions)]
    placed = in_places(standing, base, text, page, taken, Years(years, sort))
    assert sorted(filter(str.strip, placed.splitlines())) == sorted(filter(str.strip, standing.splitlines()))
    return placed


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith(("- ", "###", "<"))][1:-1]


def entry(one: Work) -> str:
    return f"- {one.title}. Lin Qiao. {one.container_title}, {one.issued}.\n"


def shown(one: Work) -> str:
    return f"- OURS {one.title}"


def test_an_entry_goes_below_the_last_of_ours_that_is_not_older() -> None:
    text = f"{TITLE}{entry(TIDE)}{OLD}\n{NEW}\n{entry(MOSS)}"
    assert lines(taken_over(text, [TIDE, MOSS, LATER, FIRST])) == [
        NEW,
        shown(TIDE),
        shown(MOSS),
        shown(LATER),
        OLD,
        shown(FIRST),
    ]


def test_in_a_list_that_begins_with_the_oldest_it_goes_the_other_way() -> None:
    text = f"{TITLE}{OLD}\n{NEW}\n{entry(MOSS)}{entry(TIDE)}"
    found = lines(taken_over(text, [TIDE, MOSS, LATER, FIRST], sort="oldest"))
    assert found == [shown(FIRST), OLD, shown(LATER), shown(MOSS), shown(TIDE), NEW]


def test_entries_that_fit_or_name_no_year_or_two_stay_where_the_person_put_them() -> None:
    own = ["- Without a year.", "- Of 2015, and again in 2019.", f"- Of {MOSS.issued}, before ours."]
    text = TITLE + entry(TIDE) + "".join(f"{one}\n" for one in own) + entry(MOSS)
    assert lines(taken_over(text, [TIDE, MOSS, FIRST])) == [shown(TIDE), *own, shown(MOSS), shown(FIRST)]


def test_a_heading_of_their_own_goes_among_ours_with_its_entries() -> None:
    text = f"{TITLE}### {TIDE.issued}\n\n{entry(TIDE)}\n### 2015\n\n{OLD}\n\n### 2014 and earlier\n\n- Older, 2012.\n"
    after = taken_over(text, [TIDE, LATER, FIRST], grouped=True)
    assert lines(after) == [
        f"### {TIDE.issued}",
        shown(TIDE),
        "### 2020",
        shown(LATER),
        "### 2015",
        OLD,
        "### 2014",
        shown(FIRST),
        "### 2014 and earlier",
        "- Older, 2012.",
    ]
    assert "\n\n### 2015\n\n" in after
    assert "\n\n\n" not in after


def test_an_entry_below_several_years_goes_below_its_own_where_we_have_that() -> None:
    text = f"{TITLE}### {TIDE.issued}\n\n{entry(TIDE)}\n### 2020 and earlier\n\n- Own, 2014.\n- Own, 2020.\n"
    after = taken_over(text, [TIDE, LATER, FIRST], grouped=True)
    assert f"\n\n### 2014\n\n{shown(FIRST)}\n- Own, 2014.\n" in after
    assert f"\n{shown(LATER)}\n- Own, 2020.\n\n### 2020 and earlier\n" in after


def test_words_of_the_persons_between_entries_do_not_move() -> None:
    text = f"{TITLE}{entry(TIDE)}\n<b>Early ones</b>\n\n{OLD}\n{entry(MOSS)}"
    after = taken_over(text, [TIDE, MOSS, LATER])
    assert after.index("Early ones") < after.index(shown(MOSS))


@settings(max_examples=80, deadline=None)
@given(pages_by_hand(), st.lists(st.sampled_from(WORKS), unique=True), st.booleans())
def test_no_line_is_lost_or_changed(text: str, wanted: list[Work], grouped: bool) -> None:
    taken_over(text, [one for one in wanted if one.issued], grouped=grouped)
