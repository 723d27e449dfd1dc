"""Drafts as the files that a person then keeps: BibTeX for papers, YAML for talks and courses.

Above each entry stands where it was found and in what words, so that it can be looked over and completed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import count

from pubsync.citing.escape import slug
from pubsync.formats.bibtex_writer import write
from pubsync.pipeline.by_hand.languages import Told, perhaps_one
from pubsync.pipeline.starting.drafting import scalar
from pubsync.records.course import CourseRecord
from pubsync.records.record import Record
from pubsync.records.talk import TalkRecord

_HEAD = """\
{mark} Drafted by "pubsync adopt --draft" from what stands in your pages alone. It is yours now: look each entry over,
{mark} and complete what could not be told from its words, which stand above it.
"""
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]+")
_LONGEST = 300
_SMALL = frozenset(("a", "an", "the", "on", "of", "in", "for", "and", "to", "from", "with", "towards"))
_LONGEST_WORD, _FEWEST_LETTERS = 16, 8
_SPOKEN = ("title", "date", "end", "terms", "type", "role", "level", "venue", "location")


def bibliography(found: Sequence[Told]) -> str:
    """Return a .bib file with an entry for each paper; keys are made of author, year and title, and unique."""
    pieces = [_HEAD.format(mark="%")]
    taken: set[str] = set()
    for one in found:
        if isinstance(one.record, Record):
            # BibTeX knows no comments: it looks for an @, and passes all else over.
            remark = f"% {note(f'{one.where}: {one.words}')}".replace("@", "(at)")
            pieces.append(f"{remark}\n{write([(_key(one.record, taken), one.record)])}")
    return "\n".join(pieces)


def occasions(found: Sequence[Told]) -> str:
    """Return a list of talks or courses in YAML, as docs/talks.md has it."""
    twins = perhaps_one(found)
    entries = ("\n".join([*_remarks(one, twins.get(one.record.record_id)), *_entry_lines(one)]) for one in found)
    return "\n".join([_HEAD.format(mark="#"), *entries]) + "\n"


def _remarks(one: Told, twin: Told | None) -> Iterator[str]:
    yield f"# {note(f'{one.where}: {one.words}')}"
    if twin is not None:
        yield f"# Perhaps that of {note(twin.where)} in the other language: if so, one entry: {{en: …, zh: …}}"


def note(text: str) -> str:
    """Return a text that may stand in a comment: on one line, and not too long."""
    bare = " ".join(_UNSEEN.sub(" ", text).split())
    return bare if len(bare) <= _LONGEST else f"{bare[:_LONGEST]}…"


def _key(record: Record, taken: set[str]) -> str:
    first = record.author[0] if record.author else None
    family = slug((first.family or first.literal) if first else "", fallback="paper").replace("-", "")
    year = str(record.issued.year) if record.issued else ""
    # With hyphens, since those of Google Scholar's own exports have none, by which they are known.
    stem = "-".join(part for part in (family[:_LONGEST_WORD], year, _word(record.title)) if part)
    key = next(one for one in _numbered(stem) if one not in taken)
    taken.add(key)
    return key


def _word(title: str) -> str:
    """The first telling word of a title, or the first syllables of a Chinese one."""
    words = [word for word in slug(title, fallback="").split("-") if word and word not in _SMALL]
    made = ""
    for word in words:
        made += word
        if len(made) >= _FEWEST_LETTERS or len(word) > 6:  # noqa: PLR2004 - no syllable of pinyin is longer
            break
    return made[:_LONGEST_WORD]


def _numbered(stem: str) -> Iterator[str]:
    yield stem
    yield from (f"{stem}-{number}" for number in count(2))


def _entry_lines(one: Told) -> Iterator[str]:
    record = one.record
    if not isinstance(record, TalkRecord | CourseRecord):
        return
    for place, (name, value) in enumerate(_fields(record)):
        yield f"{'  ' if place else '- '}{name}: {value}"


def _fields(record: TalkRecord | CourseRecord) -> Iterator[tuple[str, str]]:
    dates = {"date": record.start, "end": record.end}
    for name in _SPOKEN:
        if dates.get(name):
            yield name, str(dates[name])
        elif name == "terms" and isinstance(record, CourseRecord) and record.terms:
            yield name, f"[{', '.join(map(scalar, record.terms))}]"
        elif name != "terms" and (text := getattr(record, name, "")):
            yield name, _by_language(record, name, text)
    for link in record.links:
        if link.kind in ("url", "slides", "video"):
            yield link.kind, scalar(link.url)
    if record.language and not record.translations:
        yield "language", scalar(record.language)


def _by_language(record: TalkRecord | CourseRecord, name: str, text: str) -> str:
    texts = [(one.language, one.text) for one in record.translations if one.field == name]
    return f"{{{', '.join(f'{tag}: {scalar(one)}' for tag, one in texts)}}}" if texts else scalar(text)
