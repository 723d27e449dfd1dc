"""What is fuzzed: the parsers that read what others wrote, good texts for each, and what must hold for any text."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache

from pubsync.errors import PubsyncError, SiteError, SourceError
from pubsync.formats import bibtex
from pubsync.records.record import Record
from pubsync.sites import frontmatter, regions
from pubsync.sites.yamltext import entry_line
from pubsync.sources.scholar import ScholarSource
from pubsync.sources.scholar.author_line import read_authors
from pubsync.sources.scholar.guard import Guard, Reply
from pubsync.sources.scholar.venue_line import read_venue
from tests.fakes.scholar_pages import profile_page
from tests.fakes.scholar_source import JANE


@dataclass(frozen=True, slots=True)
class Target:
    """A parser: good texts, pieces that mean something to it, and what must hold for any text.

    ``share`` is its part of all inputs, at least a tenth; the quick ones have more. ``sample`` is the number that a
    test takes of it, some ten seconds.
    """

    name: str
    check: Callable[[str], None]
    seeds: tuple[str, ...]
    pieces: tuple[str, ...]
    share: float
    sample: int


# What must hold


def check_regions(text: str) -> None:
    """Read, or refused with the place; what is written back is what was read, and all around it stays."""
    path = "page.html" if text.count("e") % 2 else "page.md"
    try:
        found = regions.find(text, path)
    except SiteError as error:
        _assert_told(error, f"{path}:")
        return
    assert all(text[one.start : one.end] == one.text for one in found)
    assert regions.fill(text, path, {one.id: one.text for one in found}) == text
    around = regions.outside(text, path)
    assert len(around) + sum(len(one.text) for one in found) == len(text)
    with suppress(SiteError):
        filled = regions.fill(text, path, {one.id: "7" if one.count else "- an entry\n" for one in found})
        assert _ink(regions.outside(filled, path)) == _ink(around)
    bare = regions.without_markers(text, path)
    assert all(one.text.strip() in bare for one in found)


def _assert_told(error: PubsyncError, place: str) -> None:
    assert error.where.startswith(place)
    assert error.remedy


def _ink(text: str) -> str:
    return "".join(text.split())


def check_front_matter(text: str) -> None:
    """Read, or refused with the place; one key is added, and every other byte stays."""
    content = text.encode("utf-8", "surrogatepass")
    frontmatter.peek_key(content)
    try:
        front = frontmatter.parse(content, "a.md")
        if front is None:
            return
        assert frontmatter.update(content, {}, None, path="a.md") == content
        values = front.values
        after = frontmatter.update(content, {"pubsync": "new"}, None, path="a.md")
    except SiteError as error:
        _assert_told(error, "a.md")
        return
    changed = frontmatter.parse(after, "a.md")
    assert changed is not None
    assert changed.values == values | {"pubsync": "new"}
    assert changed.body == front.body
    if "pubsync" not in values:
        indent = front.keys[0].indent if front.keys else ""
        line = f"{indent}{entry_line('pubsync', 'new')}{front.newline}"
        assert after.decode().replace(line, "", 1).encode() == content


_LAST = "\n\n@article{thelastone, title = {A sure title}, author = {Doe, Jane}, year = {2020}}\n"


def check_bibtex(text: str) -> None:
    """Read, ids unique, titles there; the entry after it is read, or it is said that something is not."""
    reading = bibtex.read(text + _LAST, source="bibtex:a.bib", where="a.bib")
    ids = [*(one.id for one in reading.records), *(one.id for one in reading.talks)]
    assert len(ids) == len(set(ids))
    assert all(one.title.strip() for one in reading.records)
    assert reading.notices or any("thelastone" in one for one in ids), "the last entry is lost, and nothing said"


def check_scholar_lines(text: str) -> None:
    """The two lines of a row: any text is read, and no name is empty."""
    names, complete = read_authors(text)
    assert all(str(name).strip() for name in names)
    assert names or not complete
    read_venue(text)


def check_scholar_page(text: str) -> None:
    """A list of works, or a source's error."""
    reply = Reply(200, {"content-type": "text/html; charset=UTF-8"}, text.encode("utf-8", "surrogatepass"))
    answers = Guard.ask
    try:
        Guard.ask = lambda *_: reply  # type: ignore[method-assign] # mock.patch would take a tenth of the time
        answer = _scholar().fetch(None)
    except SourceError as error:
        _assert_told(error, "scholar:jane")
        return
    finally:
        Guard.ask = answers  # type: ignore[method-assign]
    ids = [one.id for one in answer.records]
    assert len(ids) == len(set(ids))
    for one in answer.records:
        assert isinstance(one, Record)
        assert one.title.strip()


@cache
def _scholar() -> ScholarSource:
    return ScholarSource(name="scholar:jane", scholar_id=JANE.id, pause=0)


_BIB = """@string{jv = "Journal of Vision"}
@article{doe2020, title = {On {BERT} and \\"{o}dd $\\alpha$ things}, author = {Doe, Jane and {The Team} and others},
  journal = jv # " B", year = 2020, month = mar, doi = {10.5555/x}, pages = {1--9}, note = {Best \\emph{paper}} }
@misc{roe:1, title = "A talk", author = "Mary Roe", howpublished = {Invited talk}, date = {2019-03}, keywords={talk} }
% @misc{no, title={Not this}}
@inproceedings(lee, title={齐 and 李}, crossref={p}) @proceedings{p, booktitle={Proc}, year=2001} @comment{x}
"""
_ABOUT = """---
title: "About"
---
Over <!-- pubsync:count publications round=down:10 -->60<!-- pubsync:end --> papers, `<!-- pubsync:end -->` in code.

- <!-- pubsync:begin publications group_by=year lang="zh" -->
  - A paper
  <!-- pubsync:end -->

```
<!-- pubsync:begin talks -->
```
<pre><!-- pubsync:end --></pre>
<!-- pubsync:begin talks -->
<!-- pubsync:end -->
"""
_FRONT = (
    (
        '---\npubsync: "doe2020"\ntitle: "A: b # c" # mine\ndate: 2020-01-02\nredirect_from:\n  - /a/\n  - /b/\n'
        "tags: [a, 'b']\nnested: {a: {b: 1}}\ntext: |\n  one\n   two\n\nno: no\n# end\n---\nBody\n---\nmore\n"
    ),
    "\ufeff---\r\ntitle: x\r\nexcerpt: >-\r\n  folded\r\n  text\r\n...\r\nbody\r\n",
    "---\na: &x [1]\nb: *x\n? odd\n: value\n'quoted key': \"\\u00e9\\n\"\n---\n",
)
_LINES = (
    "JQ Doe, A Müller, J García-López, ...",
    "W Qi, 齐炜祯, D van der Berg, The Team",
    "Journal of Vision 12 (2), 1-9, 2020",
    "arXiv preprint arXiv:2012.15525, 2020",
    "Proceedings of the 38th International Conference on Machine Learning …, 2021",
    "US Patent App. 16/123,456, 2021",
)


def _scholar_page(rows: int) -> str:
    """A profile of so many rows; the short ones, which are read in a third of the time, without the citations."""
    short = replace(JANE, papers=JANE.papers[:rows], counts=(), by_year=())
    return profile_page(short if rows < len(JANE.papers) else JANE)


TARGETS = {
    one.name: one
    for one in (
        Target(
            "regions",
            check_regions,
            (_ABOUT, _ABOUT.replace("\n", "\r\n")),
            (
                *("<!-- pubsync:begin publications -->", "<!-- pubsync:end -->", "<!-- pubsync:count a -->", "<!--"),
                *(
                    "-->",
                    "pubsync:",
                    "```",
                    "~~~",
                    "`",
                    "``",
                    "<pre>",
                    "</pre>",
                    "<code>",
                    "</code>",
                    "    ",
                    "- ",
                    "> ",
                ),
                *('x="', "='", "=", "<script>", "{% raw %}", "<![CDATA[", "&lt;", "\\"),
            ),
            0.35,
            60_000,
        ),
        Target(
            "front matter",
            check_front_matter,
            _FRONT,
            (
                *(
                    "---\n",
                    "...\n",
                    "pubsync: x\n",
                    "title:",
                    ": ",
                    "- ",
                    "|",
                    ">",
                    "&a ",
                    "*a",
                    "<<: *a\n",
                    "!!int ",
                    "!",
                ),
                *(
                    "? ",
                    "{",
                    "}",
                    "[",
                    "]",
                    ",",
                    "#",
                    " #",
                    '"',
                    "'",
                    "\\",
                    "%YAML 1.1\n",
                    "  ",
                    "\t",
                    "~",
                    "null",
                    "+++\n",
                ),
            ),
            0.1,
            16_000,
        ),
        Target(
            "BibTeX",
            check_bibtex,
            (_BIB, _BIB.replace("\n", "\r\n")),
            (
                *("@article{", "@string{", "@comment{", "@preamble{", "@", "{", "}", "(", ")", '"', "#", "=", ",", "%"),
                *(
                    "\\",
                    "\\'",
                    "\\emph{",
                    "$",
                    "title = ",
                    "author = ",
                    " and ",
                    "~",
                    "--",
                    "crossref={lee}",
                    "xdata={p}",
                ),
                *("---\n", "talk", "others", "date={2020/..}", "\\input{x}", "\\def\\a{\\a}\\a"),
            ),
            0.1,
            6_000,
        ),
        Target(
            "Scholar's lines",
            check_scholar_lines,
            _LINES,
            (
                "...",
                "…",
                ", ",
                " - ",
                "(",
                ")",
                "1-9",
                "2020",
                "99999999999999999999",
                "arXiv:",
                "Patent",
                "-",
                "'",
                ";",
                "&",
            ),
            0.35,
            60_000,
        ),
        Target(
            "Scholar's pages",
            check_scholar_page,
            (_scholar_page(3), _scholar_page(2), *[_scholar_page(1)] * 3),
            (
                *(
                    "</tr>",
                    "</div>",
                    "<tr class='gsc_a_tr'>",
                    "<a class='gsc_a_at' href='?'>",
                    "<!--",
                    "<script>",
                    "<table>",
                ),
                *("<svg>", "<", ">", '"', "&#0;", "&nbsp;", " disabled", "]]>", "-1", "<b>", "<template>", "&#x202e;"),
            ),
            0.1,
            1_000,
        ),
    )
}
