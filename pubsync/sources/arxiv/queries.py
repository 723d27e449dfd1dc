"""What arXiv's API is asked (https://info.arxiv.org/help/api/user-manual.html#query_details). Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from pubsync.records.text import has_han
from pubsync.sources.interface import Want

MOST_IDS = 100
"""Of one request; the address stays under what servers take."""
MOST_HITS = 5
_LONGEST = 500
_MOST_WORDS = 24
_FEW_WORDS = 3
_MATHEMATICS = re.compile(r"\$[^$]{0,200}\$")
_WORD = re.compile(r"[^\W_]+")
_CUT = re.compile(r"\S*(?:…|\.\.\.)\s*$")


def by_ids(ids: Sequence[str]) -> Mapping[str, str]:
    """Return the parameters that ask for papers by their ids."""
    return {"id_list": ",".join(ids), "start": "0", "max_results": str(len(ids))}


def batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield the ids, so many at a time as one request takes."""
    for start in range(0, len(ids), MOST_IDS):
        yield ids[start : start + MOST_IDS]


def title_query(want: Want) -> str:
    """Return the query that finds a work by its title, "" where it can't be told.

    Words that follow each other are a phrase; mathematics, which everybody writes in another way, and the word where
    a title was cut are left out. Titles of few words are asked for with the first author's family name.
    """
    if has_han(want.title):
        return ""
    pieces = [_words(piece) for piece in _MATHEMATICS.split(_CUT.sub("", want.title[:_LONGEST]))]
    phrases = [f'ti:"{" ".join(words)}"' for words in pieces if words]
    family = _words(want.author[0].family) if want.author else []
    if phrases and family and sum(map(len, pieces)) <= _FEW_WORDS:
        phrases.append(f'au:"{" ".join(family)}"')
    return " AND ".join(phrases) if any(phrase.startswith("ti:") for phrase in phrases) else ""


def by_title(query: str) -> Mapping[str, str]:
    """Return the parameters that search for the few papers that fit best."""
    return {"search_query": query, "start": "0", "max_results": str(MOST_HITS)}


def _words(text: str) -> list[str]:
    """Words without accents and in small letters: a capital AND would join, and titles have none of arXiv's signs."""
    decomposed = unicodedata.normalize("NFKD", text[:_LONGEST])
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _WORD.findall(plain.casefold())[:_MOST_WORDS]
