"""The examples that site templates ship with, and what people leave of them in files of their own.

An example is told by its title and another fact (venue, address, authors, a filler text), never by the title alone.
What people leave of it, such as the template's citation below a title of their own, is no fact about their paper.

Facts from the templates themselves: academicpages, Hugo Blox (Wowchemy), al-folio, AcadHomepage and greenelab's
lab-website-template.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pubsync.records.base import Value

_LONGEST = 20_000


class _Example(NamedTuple):
    title: re.Pattern[str]
    fact: re.Pattern[str]


def _example(title: str, fact: str) -> _Example:
    return _Example(re.compile(title, re.IGNORECASE), re.compile(fact, re.IGNORECASE))


_EXAMPLES = (
    _example(
        r"Paper Title Number \d+(?:, with math .*)?",
        r"\AJournal 1\Z|\AGitHub Journal of Bugs\Z|academicpages\.github\.io/files/|Your Name, You\."
        r"|This paper is about (?:the number \d|fixing template issue|a famous math equation)",
    ),
    _example(
        r"(?:Talk|Tutorial|Conference Proceeding talk) \d+ on Relevant Topic in Your Field",
        r"\AUC San Francisco, Department of Testing\Z|\AUC[- ]Berkeley Institute for Testing Science\Z"
        r"|\ALondon School of Testing\Z|\ATesting Institute of America 2014|This is a description of your ",
    ),
    _example(r"Teaching experience \d+", r"\AUniversity 1, Department\Z|\ACity, Country\Z|This is a description of a "),
    _example(
        r"An example (?:conference paper|journal article|preprint(?: / working paper)?)",
        r"(?:Wowchemy|Source Themes|HugoBlox Kit) Conference|Journal of Source Themes|Lorem ipsum"
        r"|\A10\.5555/123456\Z|arxiv\.org/\w+/1512\.04133|github\.com/HugoBlox/|\A1512\.04133",
    ),
    _example(r"Example (?:Event|Talk)", r"(?:Wowchemy|Source Themes|HugoBlox) |Lorem ipsum"),
    _example(r"Create Beautiful Presentations with Markdown", r"HugoBlox"),
    _example(
        r"Can Quantum[- ]Mechanical Description of Physical Reality Be Considered Complete\??"
        r"|(?:\{\\\"U\}|Ü)ber (?:die von der molekularkinetischen Theorie der|einen die Erzeugung und Verwandlung).*"
        r"|(?:On|Un) the movement of small particles suspended in stati[ou]nary liquids.*"
        r"|On the electrodynamics of moving bodies|Letters on wave mechanics|The meaning of relativity"
        r"|Investigations on the Theory of the Brownian Movement"
        r"|Concerning an Heuristic Point of View Toward the Emission and Transformation of Light"
        r"|The PhotoElectric Effect",
        r"\bEinstein\b|\bPrzibram\b",
    ),
    _example(r"Lorem ipsum dolor sit amet.*", r"https://github\.com/?(?:\)|\Z)|\bA, B, C\b"),
    _example(r"Deep Residual Learning for Image Recognition", r"Lorem ipsum|images/500x300\.png"),
    _example(r"Cool (?:Dataset|Package|Tutorial|Web App|Web Server)", r"Lorem ipsum|greenelab/lab-website-template"),
    _example(
        r"doi:(?:10\.1371/journal\.pcbi\.1007128|10\.1016/j\.csbj\.2020\.05\.017|10\.7554/eLife\.32822)",
        r"\ALorem ipsum|greenelab/meta-review|1-s2\.0-S2001037020302804|lax:32822",
    ),
)
_LEFT_OVER = re.compile(
    r"Your Name, You\.|academicpages\.github\.io/files/(?:paper|slides|bibtex)\d|\AGitHub Journal of Bugs\Z"
    r"|\AJournal 1\Z|\AUniversity 1, Department\Z|\ACity, Country\Z"
    r"|\AThis paper is about (?:the number \d|fixing template issue)|github\.com/HugoBlox/(?:hugo-blox-builder|kit)/?\Z"
    r"|arxiv\.org/\w+/1512\.04133|\Ahttps?://(?:www\.)?youtube\.com/?\Z|\Ahttps?://www\.slideshare\.net/?\Z|\A#\Z"
    r"|\A10\.5555/123456\Z|\A1512\.04133v1\Z|(?:Wowchemy|Source Themes) Conference|exampleurl\.com|example2\.com"
    r"|\Ahttps?://example\.(?:org|com)/?\Z|Lorem ipsum dolor",
    re.IGNORECASE,
)
_TEMPLATE_DATES = frozenset(
    {"2009-10-01", "2010-10-01", "2015-10-01", "2024-02-17", "2025-06-08", "2012-03-01", "2013-03-01", "2014-02-01"}
    | {"2014-03-01", "2014-01-01", "2015-01-01", "2013-07-01", "2015-09-01", "2019-04-07", "2030-06-01"}
)
_TEMPLATE_NAME = re.compile(
    r"\d{4}-\d{2}-\d{2}-(?:paper-title-number-\d|talk-\d|tutorial-\d)|\d{4}-spring-teaching-\d"
    r"|(?:conference-paper|journal-article|preprint|example)(?:/index\.md)?$",
    re.IGNORECASE,
)
_BODY_LINES = re.compile(
    r"This (?:paper is about|is a description of (?:your|a) )|\[Download paper here\]\(http"
    r"|Recommended citation: Your Name, You|\[More information here\]\(http|The contents above will be part of a list"
    r"|Heading \d\s*$|=+\s*$|Using \[MathJax\]|Use \[MathJax\]|\{\{[%<]|> \[!NOTE\]|> ?(?:Click|Create) |Click the"
    r"|Create your slides|Add the publication's \*\*full text|This work is driven by the results in my"
    r"|Further event details|Slides can be|- \*\*(?:Create|Upload|Embed)\*\*|supplementary notes",
    re.IGNORECASE,
)
_LONG_BODY = "## 🎯 Why Markdown Slides?"


def is_placeholder(shown: Mapping[str, Value], body: str = "") -> bool:
    """Whether an entry is one of a template's own examples.

    ``shown`` holds its fields under any names: a front matter, the fields of a BibTeX entry, a row of a YAML file. A
    body that a person wrote makes it theirs.
    """
    title = str(shown.get("title") or shown.get("id") or "").strip().strip("{}")[:_LONGEST]
    others = list(_texts({name: value for name, value in shown.items() if name != "title"}))
    if not title or not _is_template_body(body):
        return False
    others += [line.strip() for line in body[:_LONGEST].splitlines()]
    return any(
        example.title.fullmatch(title) and any(example.fact.search(text) for text in others) for example in _EXAMPLES
    )


def is_placeholder_text(words: str, markup: str) -> bool:
    """Whether an entry of a list in a page is a template's example; ``words`` are its words without markup."""
    return any(example.fact.search(markup) for example in _EXAMPLES if example.title.match(words))


def is_left_over(text: str) -> bool:
    """Whether a value is what the template had there, and so says nothing of a person's paper."""
    return bool(_LEFT_OVER.search(text.strip()[:_LONGEST]))


def is_left_over_date(date: str, path: str, permalink: str) -> bool:
    """Whether a date is the template's own, in a file that was made from that example and still bears its name."""
    return date[:10] in _TEMPLATE_DATES and bool(_TEMPLATE_NAME.search(path) or _TEMPLATE_NAME.search(permalink))


def _is_template_body(body: str) -> bool:
    lines = [line.strip() for line in body[:_LONGEST].splitlines() if line.strip()]
    return all(_BODY_LINES.match(line) for line in lines) or lines[0] == _LONG_BODY


def _texts(value: Value, depth: int = 0) -> Iterator[str]:
    if isinstance(value, dict):
        members: list[Value] = list(value.values())
    elif isinstance(value, list):
        members = value
    else:
        yield "" if value is None else str(value)[:_LONGEST]
        return
    for member in members if depth < 6 else ():  # noqa: PLR2004 - deeper than any front matter is
        yield from _texts(member, depth + 1)
