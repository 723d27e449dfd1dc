"""Marked regions are found wherever they stand, and filled without a change around them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.errors import SiteError
from pubsync.sites.regions import Region, attribute_in, fill, find, match_bases, outside, region_id

BEGIN, END = "<!-- pubsync:begin publications -->", "<!-- pubsync:end -->"


def only(text: str, path: str = "a.md") -> Region:
    (region,) = find(text, path)
    return region


def test_a_region_with_its_attributes() -> None:
    text = (
        "# Papers\n<!-- pubsync:begin publications lang=zh group_by=year title=\"My work\" x='' -->\n- a\n- b\n" + END
    )
    region = only(text)
    assert region.id == 'publications group_by=year lang=zh title="My work" x=""'
    assert (region.name, region.attribute("lang"), region.attribute("none")) == ("publications", "zh", "")
    assert (region.text, region.line, region.count) == ("- a\n- b\n", 2, False)


def test_the_id_is_that_of_region_id() -> None:
    text = '<!-- pubsync:count publications venue="ACL, EMNLP" round=down:10 -->60' + END
    region = only(text)
    attributes = {"venue": "ACL, EMNLP", "round": "down:10"}
    assert region.id == region_id("publications", attributes, count=True)
    assert (region.text, region.count) == ("60", True)


@given(st.dictionaries(st.from_regex(r"[a-z_]{1,5}", fullmatch=True), st.text(max_size=12), max_size=3))
def test_an_id_tells_its_attributes(attributes: dict[str, str]) -> None:
    identity = f"{region_id('publications', attributes)} #2"
    assert {name: attribute_in(identity, name) for name in attributes} == attributes
    assert attribute_in(identity, "none-of-these") == ""


@pytest.mark.parametrize("damaged", ['publications person="\\q"', "publications person=", "person=x", 'a b="'])
def test_an_id_that_was_damaged_tells_nothing(damaged: str) -> None:
    assert attribute_in(damaged, "person") == ""


def test_equal_regions_are_numbered() -> None:
    text = f"{BEGIN}\n{END}\n" * 3
    assert [region.id for region in find(text, "a.md")] == ["publications", "publications #2", "publications #3"]


@pytest.mark.parametrize(
    "quoted",
    [
        f"```\n{BEGIN}\n```\n",
        f"~~~ html\n{BEGIN}\n```\n~~~\n",
        f"````\n```\n{BEGIN}\n````\n",
        f"- list\n\n  ```html\n  {BEGIN}\n  ```\n",
        f"> ```\n> {BEGIN}\n> ```\n",
        f"`{BEGIN}`\n",
        f"text ``{BEGIN} ` and {END}`` more\n",
        f"a `code\n{END.replace('<!--', 'x <!--')}` span\n",
        f"<pre>\n{BEGIN}\n\n</pre>\n",
        f'<pre class="x"><code>\n{BEGIN}\n</code></pre>\n',
        f"<code>{BEGIN}</code>\n",
        f"<PRE>{BEGIN}</PRE >\n",
        "<!-- other -->\n<!-- pubsync is a tool -->\n",
        f"```\n{BEGIN}\n",
    ],
)
def test_a_quoted_marker_is_none(quoted: str) -> None:
    assert find(quoted, "a.md") == ()
    if not quoted.endswith(f"```\n{BEGIN}\n") or quoted.startswith("~"):
        assert only(f"{quoted}\n{BEGIN}\n- a\n{END}\n").text == "- a\n"


@pytest.mark.parametrize(
    "before",
    [
        "An odd ` backtick\n",
        "An odd ` backtick\n\nand another ` here\n\n",
        "\\`escaped ",
        "<code> left open\n\n",
        "<pre> left open\n",
        "<preface>\n",
        "<!-- <pre> ``` -->\n",
        "`` x ` y\n",
        "---\ntitle: an odd ` one\n---\n",
    ],
)
def test_what_only_looks_like_code_hides_nothing(before: str) -> None:
    assert only(f"{before}{BEGIN}\n- a ` b\n{END}\nmore ` text\n").text == "- a ` b\n"


def test_an_escaped_backtick_opens_no_code() -> None:
    assert only(f"A \\` and <!-- pubsync:count talks -->3{END} and another `.\n").text == "3"
    assert find(f"A \\\\` and <!-- pubsync:count talks -->3{END} and another `.\n", "a.md") == ()


def test_html_files_know_no_markdown() -> None:
    text = f"<div>\na tick: `x\n{BEGIN}\n{END}\n`;\n```\n</div>{BEGIN}\n{END}"
    assert len(find(text, "a.HTML")) == 2


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (f"a\n{BEGIN}\n- a\n", 2, "never ends"),
        (f"a\n\n{END}\n", 3, "never began"),
        (f"{BEGIN}\n{BEGIN}\n{END}\n{END}\n", 2, "line 1"),
        (f"{BEGIN}\n<!-- pubsync:count publications -->3{END}\n{END}\n", 2, "line 1"),
        (f"<!-- pubsync:begin -->\n{END}\n", 1, "names no region"),
        (f"<!-- pubsync:begin publications year -->\n{END}\n", 1, "'year'"),
        (f'<!-- pubsync:begin publications a="b -->\n{END}\n', 1, "name=value"),
        (f"<!-- pubsync:begin publications a=“b” -->\n{END}\n", 1, "name=value"),
        (f'<!-- pubsync:begin publications a="b"c=d -->\n{END}\n', 1, "name=value"),
        (f"<!-- pubsync:begin publications a=b a=c -->\n{END}\n", 1, "'a' stands twice"),
        (f"<!-- pubsync:start publications -->\n{END}\n", 1, "pubsync:start"),
        (f"<!-- Pubsync:begin publications -->\n{END}\n", 1, "Pubsync"),
        (f"{BEGIN}\n<!-- pubsync:end publications -->\n", 2, "pubsync:end publications"),
        (f"<!-- pubsync:count publications -->\n3{END}\n", 1, "one line"),
        (f"{BEGIN}\n- a\n```\n{END}\n", 1, "never ends"),
        (f"{BEGIN}\n{END}\n<!-- pubsync:begin publications\n", 3, "none that pubsync knows"),
    ],
)
def test_a_damaged_marker_is_told_with_file_and_line(text: str, line: int, says: str) -> None:
    with pytest.raises(SiteError) as caught:
        find(text, "_pages/a.md")
    assert caught.value.what.startswith("damaged marker: ")
    assert (caught.value.where, says in caught.value.what) == (f"_pages/a.md:{line}", True)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"x\n{BEGIN}\nold\n{END}\ny", f"x\n{BEGIN}\n- a\n- b\n{END}\ny"),
        (f"{BEGIN}\n{END}", f"{BEGIN}\n- a\n- b\n{END}"),
        (f"\ufeff{BEGIN}\r\nold\r\n  {END}\r\n", f"\ufeff{BEGIN}\r\n- a\r\n- b\r\n  {END}\r\n"),
        (f"x {BEGIN}{END} y", f"x {BEGIN}\n- a\n- b\n{END} y"),
        (f"  {BEGIN} {END}\n", f"  {BEGIN}\n- a\n- b\n  {END}\n"),
        (f"{BEGIN}old\n{END}", f"{BEGIN}\n- a\n- b\n{END}"),
        (f"{BEGIN}\nold {END}", f"{BEGIN}\n- a\n- b\n{END}"),
        (f"{BEGIN}  \n\n\n{END}", f"{BEGIN}  \n- a\n- b\n{END}"),
    ],
)
def test_a_region_is_filled_and_all_else_stays(before: str, after: str) -> None:
    wanted = "- a\r\n- b\r\n" if "\r" in before else "- a\n- b\n"
    assert fill(before, "a.md", {"publications": wanted}) == after
    assert fill(after, "a.md", {"publications": wanted}) == after


def test_counts_are_filled_within_their_line() -> None:
    text = f"Over <!-- pubsync:count publications -->{END} papers, <!-- pubsync:count citations -->7{END} times.\n"
    filled = fill(text, "a.md", {"count:publications": "60", "count:citations": "8"})
    assert filled == text.replace("-->" + END, "-->60" + END).replace(">7<", ">8<")


def test_new_lines_are_indented_as_their_marker() -> None:
    assert only(f"- x\n\n    {BEGIN}\n{END}").indent == "    "
    assert only(f"- x\n\n\t{BEGIN}\n{END}").indent == "\t"
    assert only(f" 10. {BEGIN}\n{END}").indent == "     "
    assert only(f"text {BEGIN}\n{END}").indent == ""


def test_text_that_would_change_the_markers_is_refused() -> None:
    for wanted in (f"- {END}\n", "- a\n```\n", f"- {BEGIN}\n", "<pre>\n", "<!-- \n"):
        with pytest.raises(SiteError):
            fill(f"{BEGIN}\n{END}\n<pre>\n</pre>\n", "a.md", {"publications": wanted})


def test_bases_follow_changed_attributes() -> None:
    text = "".join(
        f"<!-- pubsync:begin {head} -->\n{inner}{END}\n"
        for head, inner in [
            ("talks", "x\n"),
            ("publications b=2", "x\n"),
            ("publications c=3", "x\n"),
            ("publications d=4", ""),
        ]
    )
    regions = find(text, "a.md")
    bases = ["publications c=3", "publications a=1", "publications z=9", "teaching"]
    assert match_bases(regions, bases) == {
        "publications c=3": "publications c=3",
        "publications b=2": "publications a=1",
    }


def test_outside_is_all_but_the_regions() -> None:
    assert outside(f"a\n{BEGIN}\n- a\n{END}\nb", "a.md") == f"a\n{BEGIN}\n{END}\nb"


@pytest.mark.parametrize(
    "part", ["` `` ", "<!-- ", "<pre>", "<code>", "```\n", "- - - ", "~~~", "[ \t", "\\`", "> ", "`a\n"]
)
def test_a_hostile_page_is_read_in_a_moment(part: str) -> None:
    started = time.process_time()
    find(part * (300_000 // len(part)), "a.md")
    assert time.process_time() - started < 5


pieces = st.sampled_from(
    [
        BEGIN,
        END,
        "\n",
        "\r\n",
        "- a",
        "`",
        "```",
        "<pre>",
        "</pre>",
        "  ",
        "<!-- x -->",
        "中",
        "\n\n",
        "> ",
        "~~~",
        "text",
        "<code>",
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(pieces, max_size=14).map("".join), st.sampled_from(["- new\n", "", "x\n\ny\n", "- new"]))
def test_property_only_the_regions_change(text: str, wanted: str) -> None:
    try:
        regions = find(text, "a.md")
    except SiteError:
        return
    own_lines = all(region.start == 0 or text[region.start - 1] == "\n" for region in regions)
    own_lines = own_lines and all(text[: region.end].endswith("\n") for region in regions)
    try:
        filled = fill(text, "a.md", {region.id: wanted for region in regions})
    except SiteError:
        assert not own_lines
        return
    assert "".join(outside(filled, "a.md").split()) == "".join(outside(text, "a.md").split())
    assert [region.text.strip() for region in find(filled, "a.md")] == [wanted.strip()] * len(regions)
    assert fill(filled, "a.md", {region.id: region.text for region in find(filled, "a.md")}) == filled
    if own_lines:
        assert outside(filled, "a.md") == outside(text, "a.md")


@pytest.mark.parametrize(
    ("text", "path", "found"),
    [
        ("As code:\n\n    {begin}\n    {end}\n", "a.md", 0),
        ("As code:\n\n\t{begin}\n\n\t{end}\n", "a.md", 0),
        ("    {begin}\n    {end}\n", "a.md", 0),
        ("- an item\n\n    {begin}\n    {end}\n", "a.md", 1),
        ("A paragraph goes on\n    {begin}\n    {end}\n", "a.md", 1),
        ("   {begin}\n   {end}\n", "a.md", 1),
        ("<div>\n\n    {begin}\n    {end}\n</div>\n", "a.html", 1),
        ("<script>\n/* {begin}\n{end} */\n</script>\n", "a.html", 0),
        ("<style>\n/* {begin}\n{end} */\n</style>\n", "a.md", 0),
    ],
)
def test_what_is_code_by_its_indentation_or_element_is_no_marker(text: str, path: str, found: int) -> None:
    page = text.replace("{begin}", "<!-- pubsync:begin talks -->").replace("{end}", "<!-- pubsync:end -->")
    assert len(find(page, path)) == found


def test_of_two_like_regions_the_one_that_was_blank_and_is_filled_by_hand_is_not_taken_for_the_other() -> None:
    marked = "<!-- pubsync:begin talks -->\n{}<!-- pubsync:end -->\n"
    before = find(marked.format("") + marked.format("- ours\n"), "a.md")
    known = match_bases(before, ["talks #2"])
    after = find(marked.format("- by hand\n") + marked.format("- ours\n"), "a.md")
    assert known == {"talks #2": "talks #2"}
    assert match_bases(after, ["talks #2"]) == {"talks #2": "talks #2"}
