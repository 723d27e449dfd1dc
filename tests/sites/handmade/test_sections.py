"""A list of which each year has its own tags becomes one region, whose headings and tags stay the person's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.records.base import Chunk, FileBase
from pubsync.records.base_text import base_from_json, base_to_json
from pubsync.records.work import Work
from pubsync.sites.assembly import plan, tell
from pubsync.sites.handmade.adoption import AdoptedPage, plan_adoption
from pubsync.sites.handmade.lists import read_lists
from pubsync.sites.handmade.matching import match_items
from pubsync.sites.handmade.sections import with_sections
from pubsync.sites.interface import Override, Page
from tests.sites.assembled import base_of, content_of
from tests.sites.handmade.pages import GLACIER, GLACIER_ONE, LICHEN, MOSS, THESIS, TIDE, WORKS, work

MARKER = re.compile(r"[ \t]*<!-- pubsync:(?:begin [^>]*|end) -->\r?\n")
OWN = "<li>Lin Qiao. <b>A note that no source knows</b>. {}.</li>"
OLDEST = work("oldest", "On the patience of boulders", 1998, "Annals of Ice")
BY_YEAR = """<h2>Publications</h2>
<h3 class="year" id="y2024">2024</h3>
<ul class="pubs">
  <li>Lin Qiao. Reading tides from satellite noise. 2024.</li>
</ul>
<!-- a comment -->
<h3 class="year" id="y2021">2021</h3>
<ul class="pubs">
  <li>Lin Qiao. Glaciers that answer back: A survey. 2021.</li>
  <li>Lin Qiao. <b>A note that no source knows</b>. 2021.</li>
</ul>
<p>Bye</p>
"""
BOXED = "<div class='y'>\n<h4>{}</h4>\n<ul>\n<li>{}.</li>\n</ul>\n</div>\n"


def adopted(text: str, path: str = "a.html", works: Sequence[Work] = (*WORKS, OLDEST)) -> AdoptedPage:
    lists = with_sections(text, path, match_items(read_lists(text, path), works))
    return plan_adoption(text, path, lists, works)


def wanted(works: Sequence[Work], path: str = "a.html") -> tuple[Chunk, ...]:
    """What a region by year asks for."""
    blank, html = ("\n", False) if path.endswith(".md") else ("", True)
    chunks: list[Chunk] = []
    for one in sorted(works, key=lambda one: str(one.issued), reverse=True):
        words = f"<h3>{one.issued}</h3>\n" if html else f"### {one.issued}\n"
        chunks += [Chunk("heading", str(one.issued), f"{blank}{words}{blank}")]
        chunks += [Chunk("entry", one.key, f"<li>OURS {one.title}</li>\n" if html else f"- OURS {one.title}\n")]
    return tuple(dict.fromkeys(chunks))


def synced(
    page: AdoptedPage, works: Sequence[Work], text: str = "", base: FileBase | None = None
) -> tuple[str, FileBase]:
    """The page after a sync that wants these works in its first region, and its base; a second one changes nothing."""
    asked = Page(path=page.path, regions=((page.regions[0].id, wanted(works, page.path)),))
    after = plan(asked, base or page.base, (text or page.text).encode(), [])
    found, new = content_of(after).decode(), base_of(after)
    assert tell(page.path, new, found.encode()) == ()
    assert base_from_json(base_to_json(new), page.path) == new
    assert not plan(asked, new, found.encode(), []).planned.changes
    return found, new


class _Tags(HTMLParser):
    """Tells whether every tag is closed in its order, and which entries stand in no list."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.crossed = False
        self.outside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.outside += tag == "li" and self.opened[-1:] not in (["ul"], ["ol"])
        self.opened.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.crossed = self.crossed or self.opened.pop() != tag


def is_sound(text: str) -> bool:
    tags = _Tags()
    tags.feed(text)
    return not tags.opened and not tags.crossed and not tags.outside


def inner(text: str) -> str:
    return text[text.index("-->\n") + 4 : text.index("<!-- pubsync:end")]


def test_it_is_one_region_from_the_first_heading_to_the_last_lists_end() -> None:
    page = adopted(BY_YEAR)
    assert [one.id for one in page.regions] == ["publications group_by=year headings=own template=list"]
    assert MARKER.sub("", page.text) == BY_YEAR
    assert page.text.index("pubsync:begin") < page.text.index("<h3") < page.text.index("pubsync:end")
    assert page.text.index("pubsync:end") > page.text.rindex("</ul>")
    assert tell("a.html", page.base, page.text.encode()) == ()


def test_headings_and_list_tags_stay_and_a_new_years_are_written_like_them() -> None:
    text, _ = synced(adopted(BY_YEAR), (TIDE, MOSS, GLACIER))
    assert [line for line in inner(text).splitlines() if "OURS" not in line] == [
        *('<h3 class="year" id="y2024">2024</h3>', '<ul class="pubs">', "</ul>", "<!-- a comment -->"),
        *('<h3 class="year" id="y2023">2023</h3>', '<ul class="pubs">', "</ul>"),
        *('<h3 class="year" id="y2021">2021</h3>', '<ul class="pubs">'),
        *("  <li>Lin Qiao. <b>A note that no source knows</b>. 2021.</li>", "</ul>"),
    ]
    assert "\n  <li>OURS Mo" in text
    assert is_sound(text)


def test_an_id_of_one_heading_is_not_given_to_another() -> None:
    text, _ = synced(adopted(BY_YEAR.replace('id="y20', 'id="part-')), (TIDE, MOSS, GLACIER))
    assert '<h3 class="year">2023</h3>' in text
    assert text.count("id=") == 2


def test_liquid_in_a_heading_is_not_repeated() -> None:
    liquid = re.sub(r">(20\d\d)</h3>", r">\1 {% include old.html %}</h3>", BY_YEAR)
    text, _ = synced(adopted(liquid), (TIDE, MOSS, GLACIER))
    assert '<h3 class="year">2023</h3>' in text
    assert text.count("{%") == 2


def test_a_heading_stays_as_long_as_a_persons_own_entry_stands_below_it() -> None:
    page = adopted(BY_YEAR)
    text, base = synced(page, (TIDE, MOSS))
    assert '<h3 class="year" id="y2021">2021</h3>' in text
    text, _ = synced(page, (TIDE, LICHEN, GLACIER_ONE), text, base)
    years = [found.group() for found in re.finditer(r">\d{4}<", text)]
    assert years == [">2024<", ">2023<", ">2021<", ">2019<"]
    assert text.index(">2021<") < text.index("that no source knows") < text.index(">2019<")
    assert is_sound(text)


def test_an_entry_added_by_hand_stays_in_its_list_and_a_section_added_below_stays_one() -> None:
    page = adopted(BY_YEAR)
    mine = '<h3>1999</h3>\n<ul class="pubs">\n  <li>My very first paper.</li>\n</ul>\n'
    text = page.text.replace("</ul>\n<!-- a", "  <li>Another of mine.</li>\n</ul>\n<!-- a")
    text = text.replace("<!-- pubsync:end", mine + "<!-- pubsync:end")
    after, _ = synced(page, (TIDE, THESIS, MOSS, GLACIER, GLACIER_ONE), text)
    assert is_sound(after)
    assert mine in after
    assert after.index('id="y2024"') < after.index("Another of mine") < after.index(">2023<")


def test_a_heading_changed_by_hand_keeps_its_list_whole() -> None:
    page = adopted(BY_YEAR)
    text = page.text.replace(">2021</h3>", ">2021 and a bit</h3>")
    assert [edit.place.partition(":")[0] for edit in tell("a.html", page.base, text.encode())] == ["heading"]
    asked = Page(path="a.html", regions=((page.regions[0].id, wanted((TIDE, MOSS, GLACIER))),))
    after = content_of(plan(asked, page.base, text.encode(), [])).decode()
    assert ">2021 and a bit</h3>" in after
    assert is_sound(after)


def test_a_list_within_an_entry_of_the_persons_does_not_end_the_years_list() -> None:
    mine = "  <li>Mine, in parts:\n<ul>\n<li>one</li>\n</ul>\n  </li>\n"
    page = adopted(BY_YEAR)
    text = page.text.replace("</ul>\n<!-- pubsync:end", mine + "</ul>\n<!-- pubsync:end")
    later = work("later", "Glaciers that never answer", 2021, "Annals of Ice")
    after, _ = synced(page, (TIDE, GLACIER, later), text)
    assert mine in after
    assert is_sound(after)


def test_a_section_taken_out_by_hand_is_told_as_its_entries_alone() -> None:
    page = adopted(BY_YEAR)
    start, end = page.text.index('<h3 class="year" id="y2021"'), page.text.index("<!-- pubsync:end")
    edits = tell("a.html", page.base, (page.text[:start] + page.text[end:]).encode())
    assert [(edit.key, edit.after) for edit in edits] == [("glacier", None)]


def test_a_year_of_which_every_entry_was_taken_out_gets_no_empty_list() -> None:
    page = adopted(BY_YEAR)
    region = page.regions[0].id
    asked = Page(path="a.html", regions=((region, wanted((TIDE, MOSS, GLACIER))),))
    out = Override(path="a.html", place=f"entry:{region}:moss", value=None)
    text = content_of(plan(asked, page.base, page.text.encode(), [out])).decode()
    assert "2023" not in text
    assert text.count("</ul>") == 2


def test_an_older_list_that_holds_what_is_newer_is_not_told_by_years() -> None:
    older = f"<h3>Before 2000</h3>\n<ul>\n<li>{MOSS.title}. 2023.</li>\n</ul>\n"
    page = adopted(BY_YEAR.replace("<p>Bye", older + "<p>Bye"))
    assert page.regions == ()


def test_a_list_of_all_that_is_older_stays_the_persons() -> None:
    older = f"<h3>Before 2000</h3>\n<ul>\n<li>{OLDEST.title}. 1998.</li>\n</ul>\n"
    page = adopted(BY_YEAR.replace("<p>Bye", older + "<p>Bye"))
    assert page.regions[0].id == "publications group_by=year headings=own since=2021 template=list"
    assert page.text.endswith("<!-- pubsync:end -->\n" + older + "<p>Bye</p>\n")


@pytest.mark.parametrize(
    "text",
    [
        BY_YEAR.replace("</ul>\n<!-- a comment -->\n", "</ul>"),
        BY_YEAR.replace("</ul>\n<p>", "</div>\n<p>"),
        BY_YEAR.replace('"pubs">\n  <li>Lin Qiao. Gl', '"pubs">\nSome words.\n  <li>Lin Qiao. Gl').replace(
            "</h3>\n<ul", "</h3>mine\n<ul"
        ),
        BY_YEAR.replace(">2021</h3>", ">2024</h3>"),
        BY_YEAR.replace(">2024</h3>", ">Recent years</h3>"),
        BY_YEAR.replace("</ul>\n<!--", "</ul> see below\n<!--"),
    ],
)
def test_sections_that_are_not_lines_of_tags_are_left_alone(text: str) -> None:
    page = adopted(text)
    assert (page.text, page.base) == (text, FileBase())
    assert all(why for _, why in page.left)


@pytest.mark.parametrize(
    ("page", "path", "new"),
    [
        ("# Papers\n\n**2024**\n\n- {TIDE}. 2024\n\n**2021**\n\n- {GLACIER}. 2021\n", "a.md", "\n**2023**\n"),
        (
            "# Papers\n\n### 2024 {{#in-2024}}\n- {TIDE}.\n\n### 2021 {{#in-2021}}\n- {GLACIER}.\n",
            "a.md",
            "\n### 2023 {#in-2023}\n",
        ),
        (
            "<h2>Papers</h2>\n<p><b>2024</b></p>\n<ol>\n<li>{TIDE}.\n</ol>\n<p><b>2021</b></p>\n<ol>\n<li>{GLACIER}.\n</ol>\n",
            "a.html",
            "<p><b>2023</b></p>\n<ol>\n",
        ),
        (
            "<h2>Papers</h2>\n" + BOXED.format("2024", "{TIDE}") + BOXED.format("2021", "{GLACIER}"),
            "a.html",
            f"<div class='y'>\n<h4>2023</h4>\n<ul>\n<li>OURS {MOSS.title}</li>\n</ul>\n</div>\n",
        ),
    ],
)
def test_how_a_new_years_heading_is_written(page: str, path: str, new: str) -> None:
    found = adopted(page.format(TIDE=TIDE.title, GLACIER=GLACIER.title), path)
    assert "headings=own" in found.regions[0].id
    text, _ = synced(found, (TIDE, MOSS, GLACIER))
    assert new in text


def test_by_type_each_list_becomes_a_region_of_what_stands_in_it() -> None:
    text = (
        f"<h2>Publications</h2>\n<h3>Journal papers</h3>\n<ul>\n<li>{TIDE.title}, 2024.</li>\n</ul>\n"
        f"<h3>会议论文</h3>\n<ol>\n<li>{MOSS.title}, 2023.</li>\n<li>{GLACIER_ONE.title}, 2019</li>\n</ol>\n"
    )
    page = adopted(text)
    assert [(one.id, one.keys) for one in page.regions] == [
        ("publications group_by=none template=list type=article-journal", ("tide",)),
        ("publications group_by=none template=list type=paper-conference", ("moss", "one")),
    ]
    assert MARKER.sub("", page.text) == text


def test_by_type_they_are_left_alone_where_works_of_one_type_stand_in_two() -> None:
    text = (
        f"<h2>Publications</h2>\n<h3>Journal papers</h3>\n<ul>\n<li>{TIDE.title}, 2024.</li>\n</ul>\n"
        f"<h3>Conference papers</h3>\n<ul>\n<li>{MOSS.title}, 2023.</li>\n<li>{GLACIER.title}, 2021</li>\n</ul>\n"
    )
    page = adopted(text)
    assert page.text == text
    assert [why for _, why in page.left] == ["tags of the page stand between its entries"]


FORMS = st.sampled_from(
    [
        ("<h3>{}</h3>\n<ul>\n", "</ul>\n"),
        ("  <h4 id='{}'>{}</h4>\n  <ol class=x>\n", "  </ol>\n"),
        ("<p><strong>{}</strong></p>\n\n<ul>\n", "</ul>\n\n"),
        ("<div>\n<h3>{}</h3><ul>\n", "</ul></div>\n"),
        ("<div>\n\t<h2>{}</h2>\n<ul>\n", "</ul>\n</div>\n"),
    ]
)
BELOW = st.sampled_from(["", "<!-- note -->\n", "<hr/>\n", "<p>Words between.</p>\n"])


@st.composite
def pages_by_year(draw: st.DrawFn) -> str:
    head, foot = draw(FORMS)
    years = draw(st.lists(st.integers(2018, 2025), min_size=2, max_size=6, unique=True))
    pieces = []
    for year in sorted(years, reverse=draw(st.booleans())):
        known = [f"  <li>{one.title}. {one.issued}.</li>\n" for one in WORKS if str(one.issued) == str(year)]
        own = draw(st.lists(st.just(f"  {OWN.format(year)}\n"), min_size=not known, max_size=2))
        pieces += [head.format(year, year), *draw(st.permutations([*known, *own])), foot, draw(BELOW)]
    text = f"<h2>Publications</h2>\n{''.join(pieces)}<p>Bye</p>\n"
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


@settings(max_examples=80, deadline=None)
@given(pages_by_year(), st.lists(st.lists(st.sampled_from(WORKS), unique=True), min_size=1, max_size=3))
def test_nothing_of_a_persons_is_lost_and_tags_stay_closed(text: str, nights: list[list[Work]]) -> None:
    page = adopted(text, works=WORKS)
    assert MARKER.sub("", page.text) == text
    known = {line.strip() for _, chunks in page.base.regions for one in chunks for line in one.text.split("\n")}
    mine = [line.strip() for line in text.splitlines() if line.strip() not in known]
    after, base = page.text, page.base
    for works in nights if page.regions else ():
        after, base = synced(page, works, after, base)
        standing = [line.strip() for line in after.splitlines()]
        assert all(standing.count(line) >= mine.count(line) for line in mine)
        for own in (line for line in standing if "no source knows" in line):
            above = re.findall(r">(\d{4})</", after[: after.index(own)])
            assert own.endswith(f"{above[-1]}.</li>")
        assert is_sound(re.sub("<hr/>", "", after))
        assert ("\r" in text) == ("\r" in after)
        assert after.count("\n") - after.count("\r\n") in (0, after.count("\n"))


def test_lists_below_headings_of_types_are_told_apart_by_what_stands_in_them() -> None:
    text = (
        f"# Journal papers\n- {TIDE.title}, 2024.\n- {THESIS.title}, PhD thesis, 2024.\n"
        f"# Conference papers\n- {MOSS.title}, 2023.\n- {GLACIER_ONE.title}, 2019\n"
    )
    assert [one.id for one in adopted(text, "a.md").regions] == [
        "publications group_by=none type=article-journal,thesis",
        "publications group_by=none type=paper-conference",
    ]
    mixed = text.replace(GLACIER_ONE.title, GLACIER.title)
    assert adopted(mixed, "a.md").text == mixed
