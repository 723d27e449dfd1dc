"""DBLP's search: what is asked, and its JSON to records (https://dblp.org/faq/13501473.html). Pure."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from pubsync.errors import SourceError
from pubsync.formats.latex_symbols import LOWERED, RAISED
from pubsync.records.names import script
from pubsync.records.text import has_han
from pubsync.sources.dblp.entries import scripted
from pubsync.sources.dblp.records import ARXIV, Entry, to_record
from pubsync.sources.interface import Notice, Want
from pubsync.sources.markup import one_line
from pubsync.sources.questions import Reading

MOST_WORDS = 24
"""Of a query: they find the work, and its address stays short."""

_MATHEMATICS = re.compile(r"\$[^$]{0,200}\$")
_WORD = re.compile(r"[^\W_]+")
_LONGEST = 500
_TAG = re.compile(r"</?(?:sub|sup|i|b|tt)\s*/?>|</?ref\b[^<>]{0,200}>", re.IGNORECASE)
_SCRIPTED = re.compile(r"<(sub|sup)>([^<>]{0,100})</\1>", re.IGNORECASE)
_KINDS = {
    "conference and workshop papers": "paper-conference",
    "journal articles": "article-journal",
    "parts in books or collections": "chapter",
    "books and theses": "book",
    "editorship": "book",
    "reference works": "entry-encyclopedia",
    "data and artifacts": "dataset",
    "informal and other publications": "article",
    "informal publications": "article",
}
_KINDS_BY_KEY = {"conf": "paper-conference", "journals": "article-journal", "phd": "thesis", "ms": "thesis"}
_WITHDRAWN = "withdrawn items"


def query_for(want: Want) -> str:
    """Return the words to search for: of the title, and the first author's family name; "" where they can't be told.

    Every word must be the beginning of one of the work's, case and accents aside. DBLP writes titles in Latin letters.
    """
    if has_han(want.title):
        return ""
    title = _MATHEMATICS.sub(" ", want.title[:_LONGEST])
    words = _WORD.findall(unicodedata.normalize("NFKC", title).casefold())[:MOST_WORDS]
    family = want.author[0].family[:_LONGEST] if want.author else ""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", family) if not unicodedata.combining(letter))
    named = _WORD.findall(plain.casefold()) if script(family) == "Latn" and plain.isascii() else []
    return " ".join((*words, *named)) if words else ""


def read_hits(found: Any, source: str) -> Reading:  # noqa: ANN401 - whatever JSON holds
    """Return the records of an answer.

    Raises:
        SourceError: where it is no answer of the search.
    """
    result = found.get("result") if isinstance(found, dict) else None
    hits = result.get("hits") if isinstance(result, dict) else None
    if not isinstance(hits, dict):
        raise SourceError(
            "answered a search with something else than hits",
            where=source,
            remedy="if it lasts for days, look for a newer pubsync",
        )
    listed = hits.get("hit", [])
    records, notices = [], []
    for hit in listed if isinstance(listed, list) else [listed]:
        entry = _entry(hit.get("info") if isinstance(hit, dict) else None)
        if isinstance(entry, str):
            notices.append(Notice(entry, source))
        else:
            records.append(to_record(entry, source))
    return Reading(tuple(records), tuple(notices))


def _entry(info: Any) -> Entry | str:  # noqa: ANN401 - whatever JSON holds
    if not isinstance(info, dict):
        return "a hit without its information is left out"
    key, title = _text(info, "key"), _text(info, "title")
    if not key or not title:
        return "a hit without a key or a title is left out"
    told = _text(info, "type").casefold()
    people = info.get("authors")
    authors = tuple(_texts(people.get("author") if isinstance(people, dict) else None))
    container = _text(info, "venue")
    kind = _kind(told, key, container)
    doi = _text(info, "doi")
    return Entry(
        key=key,
        type=kind,
        title=title,
        authors=() if told == "editorship" else authors,
        editors=authors if told == "editorship" else (),
        container="" if kind in ("book", "thesis") else container,
        publisher=_text(info, "publisher"),
        volume=_text(info, "volume"),
        number=_text(info, "number"),
        pages=_text(info, "pages"),
        year=_text(info, "year"),
        addresses=(*([f"https://doi.org/{doi}"] if doi else []), *_texts(info.get("ee"))),
        withdrawn=told == _WITHDRAWN,
    )


def _kind(told: str, key: str, container: str) -> str:
    by_key = _KINDS_BY_KEY.get(key.partition("/")[0], "")
    if container == ARXIV:
        return "article"
    if by_key == "thesis" or told == _WITHDRAWN:
        return by_key
    kind = _KINDS.get(told, "")
    return by_key if kind == "article" and by_key == "paper-conference" else kind


def _text(info: Mapping[str, Any], name: str) -> str:
    return next(_texts(info.get(name)), "")


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401 - whatever JSON holds
    """Yield the texts of a field: one is not in a list, and one with attributes has it under ``text``."""
    for one in value if isinstance(value, list) else [value]:
        told = one.get("text") if isinstance(one, dict) else one
        if isinstance(told, str | int) and not isinstance(told, bool):
            text = one_line(_without_markup(html.unescape(str(told))))
            if text:
                yield text


def _without_markup(text: str) -> str:
    if "<" not in text:
        return text
    return _TAG.sub("", _SCRIPTED.sub(_script, text))


def _script(found: re.Match[str]) -> str:
    is_raised = found.group(1).casefold() == "sup"
    return scripted("^" if is_raised else "_", RAISED if is_raised else LOWERED, found.group(2))
