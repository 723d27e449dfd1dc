"""Which of the forms a text is written in."""

from __future__ import annotations

import re

from pubsync.formats.ris.tags import SYNTAXES

_BIBTEX = re.compile(r"^\s*@[a-z]+\s*[{(]", re.IGNORECASE)
_BEGINNINGS = {
    "ris": re.compile(r"^[ \t]{0,3}TY[ \t]{1,4}-"),
    "endnote": re.compile(r"^\s{0,8}%0\s+\S"),
    "refworks": re.compile(r"^RT\s+[A-Z]"),
    "noteexpress": re.compile(r"^\s{0,8}\{Reference Type\}\s{0,4}[:：]", re.IGNORECASE),
    "nbib": re.compile(r"^(?:PMID ?- ?\d|OWN ?- )"),
    "wos": re.compile(r"^(?:FN (?:Clarivate|Thomson|ISI)\b|PT [JBSPC]\s*$)"),
}
_TITLES = {
    "ris": re.compile(r"^[ \t]{0,3}T[I1]  -"),
    "endnote": re.compile(r"^\s{0,8}%T\s+\S"),
    "refworks": re.compile(r"^T1 \S"),
    "noteexpress": re.compile(r"^\s{0,8}\{Title\}\s{0,4}[:：]", re.IGNORECASE),
}
_XML = re.compile(r"^\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:xml|records)\b[^>]{0,200}>", re.DOTALL)
_MOST_LINES = 500
"""Lines: RefWorks describes its tags in some ninety before the first entry."""
_LEAST_TAGS = 2
_BEGINNING = 200_000


def looks_like(text: str) -> str:
    """Return the form that a text is written in, as its first entry shows.

    Returns:
        ``ris``, ``endnote`` (tagged lines, also CNKI's and Wanfang's), ``endnote-xml``, ``refworks``, ``noteexpress``,
        ``nbib`` (PubMed), ``wos`` (Web of Science), or "" for anything else, BibTeX among it.
    """
    beginning = text[:_BEGINNING].removeprefix("\ufeff").replace("\0", "")
    if _XML.match(beginning):
        return "endnote-xml" if "<record>" in beginning or "<records" in beginning else ""
    lines = [line for line in re.split(r"\r\n?|\n", beginning) if line.strip()][:_MOST_LINES]
    for line in lines:
        if _BIBTEX.match(line):
            return ""
        for form, beginning_of in _BEGINNINGS.items():
            if beginning_of.match(line):
                return form
    return next((form for form, title in _TITLES.items() if _is_untyped(form, title, lines)), "")


def _is_untyped(form: str, title: re.Pattern[str], lines: list[str]) -> bool:
    """Whether a text has entries of a form that lack their types."""
    if not any(map(title.match, lines)):
        return False
    return sum(1 for line in lines if SYNTAXES[form].line.match(line)) > _LEAST_TAGS
