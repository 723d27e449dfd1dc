"""A site whose every text from outside is hostile, and its harmless twin of the same shape.

Whatever stands in the one site's pages must have the same elements and attributes as in the other's: then no text of
those below acted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TEXTS: Mapping[str, str] = {
    "script": "<script>window.pwned=1</script>",
    "handler": "<img src=x onerror=window.pwned=1>",
    "svg": "<svg/onload=window.pwned=1><style>*{display:none}</style>",
    "frame": "<iframe srcdoc='<script>parent.pwned=1</script>'></iframe><base href=https://evil.example/>",
    "closing": "\"'></a></li></p></title></style></textarea><script>window.pwned=1</script>",
    "form": "<form action=https://evil.example/><input autofocus onfocus=window.pwned=1><meta http-equiv=refresh>",
    "comment": "--> <!-- hidden <!-- pubsync:end --> <!-- pubsync:begin talks -->]]>",
    "entity": "&lt;script&gt;window.pwned=1&lt;/script&gt; &amp;lt;b&gt; &#60;i&#62; &#x3c;u&#x3e; &copy",
    "liquid": "{{ site.title }} {{ 'x' | upcase }} {{- page.url -}}",
    "include": "{% include evil.html %} {% assign pwned = 1 %} {%- if true -%}",
    "raw": "{% raw %} {% endraw %} {% comment %} {% highlight html %}",
    "inline-list": "*star*{: onclick='window.pwned=1' .evil} word{:#evil}",
    "block-list": "{: onclick='window.pwned=1' .evil style='display:none'}",
    "extension": "{::options parse_block_html='true' /} {::nomarkdown}<b>{:/} {::comment} {:toc} * TOC",
    "maths": r"$$\href{javascript:window.pwned=1}{x}$$ and $a_b$ and \(c\) and \[d\] and x^2^ y~3~ ==z==",
    "code": "`code` ```fence ~~~ ``double`` ` <?php evil ?>",
    "emphasis": "*star* _under_ **bold** __also__ ~~gone~~ ***all*** \\*kept\\*",
    "links": "[x](javascript:window.pwned=1) ![i](https://evil.example/i.png) [r][1] [1]: /evil [^1] [^1]: note",
    "autolinks": "<https://evil.example/> https://evil.example/ www.evil.example evil@evil.example <a@b.example>",
    "yaml": "--- : # key: \"value\" 'quoted' - item, [flow] {map: 1} & * ! | > % @",
    "yaml-end": '"\n---\npermalink: /evil/\nlayout: null\n...\n# comment',
    "heading": "# Heading ## {#evil} ===== -----",
    "listing": "- one\n* two\n+ three\n1. four\n2) five",
    "ordinal": "1. first of all",
    "table": "| a | b |\n|---|---|\n| c | d |",
    "quoting": "> quoted\n: defined\n*[HTML]: Hyper\n    indented",
    "hugo": "{{< evil >}} {{% evil %}} {{</* evil */>}} {{< highlight html >}} +++",
    "jinja": "{{ 7 * 7 }} {# gone #} {% for x in y %} ${7*7} #{7*7} <%= 7*7 %>",
    "controls": "bell\x07 \x1b[31m nul\x00 over\u202eevil\u202c isolate\u2066 mark\ufeff zero\u200b l\u2028 next\x85",
    "backslash": r"back\slash \\ \n \u003cscript\u003e \x3c C:\evil",
}
ADDRESSES = (
    "javascript:window.pwned=1",
    " java\tscript:window.pwned=1",
    "data:text/html,<script>parent.pwned=1</script>",
    "vbscript:evil",
    'https://example.org/"onmouseover="window.pwned=1" <b>',
    "https://example.org/{{ site.title }}/{% include evil.html %})[x](javascript:window.pwned=1)",
    "https://user:secret@evil.example/",
    "//evil.example/",
    "file:///etc/passwd",
    "https://example.org/?a=1&amp;b=2&copy=3#x'y",
)
TEXTS_IN_ORDER = tuple(TEXTS.values())
_WEB = "https://example.org/"
_WORDS = "amber birch cedar delta ember fjord grove heath inlet knoll lagoon marsh nectar olive pebble".split()  # noqa: SIM905 - reads better so
FIELDS = {
    "publications": ("title", "author", "venue", "publisher", "abstract", "note"),
    "talks": ("title", "venue", "location", "type", "role", "description"),
    "teaching": ("title", "venue", "location", "type", "role", "level", "description", "terms"),
}
_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "`": r"\textasciigrave{}",
    "'": r"\textquotesingle{}",
    '"': r"\textquotedbl{}",
    "-": "{-}",
    **{character: f"\\{character}" for character in "$%&#_"},
}


@dataclass(frozen=True, slots=True)
class Words:
    """What stands in each field: ``text`` makes it from the entry's number and section and the field's name."""

    text: Callable[[int, str, str], str]
    address: Callable[[int], str]


def hostile() -> Words:
    """Return hostile texts, each with a word at its end that tells its field and entry."""
    return Words(
        lambda number, section, field: f"{TEXTS_IN_ORDER[number]} {_mark(number, section, field)}",
        lambda number: ADDRESSES[number % len(ADDRESSES)],
    )


def harmless() -> Words:
    """Return plain words in their place; addresses that may stand on a page stay addresses."""
    return Words(
        lambda number, section, field: f"{_WORDS[number % len(_WORDS)]} {_mark(number, section, field)}",
        lambda number: f"{_WEB}{number}" if ADDRESSES[number % len(ADDRESSES)].startswith(_WEB) else "",
    )


def _mark(number: int, section: str, field: str) -> str:
    """Return a word that stands nowhere else."""
    return f"{section[:2]}{field}{_WORDS[number // len(_WORDS)]}{_WORDS[number % len(_WORDS)]}"


def write_sources(site: Path, words: Words) -> None:
    """Write ``publications.bib``, ``talks.yaml`` and ``teaching.yaml`` into ``site``: an entry for each text."""
    numbers = range(len(TEXTS))
    bib = "\n".join(_bib_entry(number, words) for number in numbers)
    (site / "publications.bib").write_text(bib, encoding="utf-8")
    for section in ("talks", "teaching"):
        entries = [_occasion(section, number, words) for number in numbers]
        lines = "".join(f"- {json.dumps(entry)}\n" for entry in entries)
        (site / f"{section}.yaml").write_text(lines, encoding="utf-8")


def _bib_entry(number: int, words: Words) -> str:
    values = {field: _latex(words.text(number, "publications", field)) for field in FIELDS["publications"]}
    values["author"] = values["author"].replace("*", "")  # which marks an equal contribution
    fields = {
        "title": f"{{{values['title']}}}",
        "author": f"{{{values['author']}}} and Qi, Weizhen",
        "journal": values["venue"],
        "publisher": values["publisher"],
        "abstract": values["abstract"],
        "note": "" if "://" in TEXTS_IN_ORDER[number] else values["note"],  # an address in a note becomes a link
        "year": str(1990 + number),
        "url": words.address(number),
    }
    written = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@article{{entry{number},\n{written}\n}}\n"


def _occasion(section: str, number: int, words: Words) -> dict[str, Any]:
    entry: dict[str, Any] = {field: words.text(number, section, field) for field in FIELDS[section] if field != "terms"}
    entry["date"] = f"{1990 + number}-05-17"
    for link, offset in (("url", 0), ("slides", 3), ("video", 6)):
        entry[link] = words.address(number + offset)
    if section == "teaching":
        entry["terms"] = [words.text(number, section, "terms"), f"{1990 + number}-fall"]
    return entry


def _latex(text: str) -> str:
    return "".join(_LATEX.get(character, character) for character in " ".join(text.split()))


_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u2028\u202a-\u202e\u2060-\u2069\ufeff]")
_TYPOGRAPHY = {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "…": "...", "–": "--", "«": "<<", "»": ">>"}


def plain(text: str) -> str:
    """Return a text as it may be compared: without what no page shows, quotes and dots as they are typed."""
    for printed, typed in _TYPOGRAPHY.items():
        text = text.replace(printed, typed)
    return " ".join(_UNSEEN.sub("", re.sub("[\n\u2028\x85]", " ", text)).split())
