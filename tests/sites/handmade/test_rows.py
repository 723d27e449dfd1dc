"""A table of which each row is an entry becomes a region of rows; ours have the cells that the person's have."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.edits.reading import read_region
from pubsync.edits.rows import cells_of, in_rows
from pubsync.records.base import Chunk
from pubsync.sites.assembly import plan, tell
from pubsync.sites.handmade.adoption import AdoptedPage, plan_adoption
from pubsync.sites.handmade.lists import read_lists
from pubsync.sites.handmade.matching import match_items
from pubsync.sites.interface import Override, Page
from tests.sites.assembled import base_of, content_of
from tests.sites.handmade.pages import GLACIER, MOSS, TIDE, WORKS

MARKER = re.compile(r"[ \t]*<!-- pubsync:(?:begin [^>]*|end) -->\r?\n")
TABLE = f"""<h2>Publications</h2>
<table class="papers">
<tr valign="top" onmouseover="show(1)" id="a"><td></td><td class="text">Lin Qiao. {TIDE.title}. 2024.</td></tr>
<tr valign="top" onmouseover="show(3)"><td><img src="moss.png"></td><td class="text">{MOSS.title}. 2023.</td></tr>
<tr valign="top" id="c"><td></td><td class="text">Lin Qiao. <b>A note that no source knows</b>. 2022.</td></tr>
<TR valign="top" onmouseover="show(2)"><TD id="d"></TD><TD class="text">{GLACIER.title}. 2021.</TD></TR>
</table>
"""


def adopted(text: str, path: str = "a.html") -> AdoptedPage:
    return plan_adoption(text, path, match_items(read_lists(text, path), WORKS), WORKS)


def synced(page: AdoptedPage, *keys: str) -> str:
    """The page after a sync that wants these entries; a second one changes nothing."""
    entries = tuple(Chunk("entry", key, f'<li class="x">OURS {key}, whose words are many</li>\n') for key in keys)
    asked = Page(path=page.path, regions=((page.regions[0].id, entries),))
    shown = {one.records: one.key for one in WORKS}
    kept = [Override(path=one.path, place=f"{one.place}:{shown[one.records]}", value=one.value) for one in page.kept]
    after = plan(asked, page.base, page.text.encode(), kept)
    text = content_of(after).decode()
    assert tell(page.path, base_of(after), text.encode()) == ()
    assert not plan(asked, base_of(after), text.encode(), kept).planned.changes
    return text


def test_ours_are_rows_with_the_cells_and_the_looks_of_the_persons() -> None:
    page = adopted(TABLE)
    assert page.regions[0].id == "publications group_by=none rows=own template=list"
    assert MARKER.sub("", page.text) == TABLE
    rows = [line for line in synced(page, "new", "tide", "moss", "glacier").splitlines() if "<tr" in line]
    cells = '<tr valign="top"><td></td><td class="text">OURS {}, whose words are many</td></tr>'
    assert rows == [
        *(cells.format("new"), cells.format("tide")),
        *(line for line in TABLE.splitlines() if "moss.png" in line or "no source knows" in line),
        cells.format("glacier"),
    ]


@pytest.mark.parametrize("first", ["[1]", "2023", "C3&nbsp;", "EcoVision", '<video src="a.mp4"></video>'])
def test_a_row_that_says_something_in_two_cells_stays_as_it_stands(first: str) -> None:
    row = f"<tr><td>{first}</td><td>{MOSS.title}. 2023.</td></tr>"
    page = adopted(f"<h2>Papers</h2>\n<table>\n{row}\n<tr><td></td><td>{TIDE.title}. 2024</td></tr>\n</table>\n")
    text = synced(page, "tide", "moss")
    assert f"{row}\n" in text
    assert "OURS moss" not in text
    assert "<tr><td></td><td>OURS tide" in text


def test_rows_without_end_tags_are_told_apart() -> None:
    text = f"<h2>Papers</h2>\n<table>\n  <tr><td>{TIDE.title}. 2024\n  <tr><td>{MOSS.title}. 2023\n</table>\n"
    page = adopted(text)
    assert page.regions[0].keys == ("tide", "moss")
    assert "<table>\n  <!-- pubsync:begin" in page.text
    assert synced(page, "tide", "moss").count("</td></tr>\n") == 2


def test_a_table_with_rows_that_are_no_entries_is_left_alone() -> None:
    text = TABLE.replace('<tr valign="top" id="c"><td></td>', "<tr><th>Old</th></tr>\n<tr><td></td>")
    page = adopted(text)
    assert page.text == text
    assert [why for _, why in page.left] == ["rows of its table that are no entries stand between them"]


def test_a_table_within_a_cell_is_a_part_of_it() -> None:
    inner = "<table><tr><td>1</td><td>2</td></tr></table>"
    assert cells_of(f"<tr>\n<td>{inner}</td><td>b</td></tr>") == (inner, "b")
    assert cells_of("<tr><td>a<td>b") == ("a", "b")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(["<tr>", "<td>", "</td>", "<table>", "</table>", "</tr>", "<th x='", "a", "\n"]), max_size=12
    )
)
def test_whatever_stands_there_ours_is_one_whole_row(pieces: list[str]) -> None:
    base = [Chunk("entry", "old", "".join(pieces) + "\n")]
    (row,) = in_rows([Chunk("entry", "new", "<li>Words</li>\n")], read_region(base, base[0].text))
    assert re.fullmatch(r"<tr>(?:<(td|th)>(?:Words)?</\1>)+</tr>\n", row.text)
    assert row.text.count("Words") == 1
