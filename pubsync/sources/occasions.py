"""Talks and courses from files that a person keeps: YAML, CSV or TSV.

A file is a list of plain entries. The columns of academicpages' own ``talks.tsv`` are read too
(``url_slug``, ``talk_url``; https://github.com/academicpages/academicpages.github.io, ``markdown_generator``). Terms
stay as the person wrote them, the newest last; which of them are the same is told by ``records.terms``.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from itertools import count
from pathlib import Path
from typing import Any, Literal

from pubsync.errors import SourceError
from pubsync.frozen import frozen
from pubsync.nesting import nests_too_deep
from pubsync.records.course import CourseRecord
from pubsync.records.dates import PartialDate, parse_date
from pubsync.records.identifiers import Link
from pubsync.records.talk import TalkRecord
from pubsync.records.terms import every_year, in_order, listed_terms, term_identity
from pubsync.records.text import Translation
from pubsync.sources.interface import Answer, Notice

LINK_KEYS = ("url", "slides", "video")
_TEXT_KEYS = ("title", "venue", "location", "description", "type", "role", "level")
_OTHER_KEYS = ("id", "date", "start", "end", "term", "terms", "show", "permalink", "language")
KNOWN_KEYS = (*_TEXT_KEYS, *LINK_KEYS, *_OTHER_KEYS)
_ACADEMICPAGES_COLUMNS = {"talk_url": "url", "url_slug": "slug"}
_BY_LANGUAGE = re.compile(r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")
_FEW_ENOUGH = 5_000_000
"""Bytes; a hand-kept list is far smaller, and YAML grows on reading."""


@frozen()
class OccasionSource:
    """A file of talks or of courses; ``path`` is relative to ``root``, the site's folder."""

    path: str
    root: Path
    kind: Literal["talks", "teaching"]
    remote: bool = False

    @property
    def name(self) -> str:
        """The unique name."""
        return f"{self.kind}:{self.path}"

    def fetch(self, previous: Answer | None) -> Answer:  # noqa: ARG002 - a file has no partial answers
        """Read the file; see ``Source``."""
        text = _read(self.root / self.path, self.path)
        rows = _rows(text, self.path)
        records: list[TalkRecord | CourseRecord] = []
        notices: list[Notice] = []
        taken: set[str] = set()
        for line, row in rows:
            where = f"{self.path}:{line}"
            try:
                notices += _unknown_keys(row, where)
                records.append(self._record(row, taken))
            except ValueError as error:
                notices.append(Notice(str(error), where, "mend this entry; the others are used"))
        return Answer(records=tuple(records), notices=tuple(notices))

    def _record(self, row: Mapping[str, Any], taken: set[str]) -> TalkRecord | CourseRecord:
        texts, translations = _texts(row)
        if not texts["title"]:
            message = "an entry without a title is left out"
            raise ValueError(message)
        start = _date(row, "start") or _date(row, "date")
        fields: dict[str, Any] = {
            "source": self.name,
            "start": start,
            "end": _date(row, "end"),
            "links": tuple(Link(key, str(row[key]).strip()) for key in LINK_KEYS if row.get(key)),
            "permalink": _permalink(row, start),
            "language": str(row.get("language") or ""),
            "translations": translations,
        }
        terms = _terms(row)
        # The oldest term alone, in its normal form: the list grows, and people change how they write a term.
        when = str(start or "") or next(map(term_identity, terms), "")
        identity = str(row.get("id") or "") or f"{when} {texts['title']}".strip()
        fields["id"] = next(one for one in _numbered(identity) if one not in taken)
        taken.add(fields["id"])
        if self.kind == "talks":
            texts.pop("level")
            return TalkRecord(**(fields | texts))
        return CourseRecord(**(fields | texts), terms=terms, show=_show(row))


def _numbered(identity: str) -> Iterator[str]:
    yield identity
    yield from (f"{identity}@{number}" for number in count(2))


def _read(path: Path, shown: str) -> str:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise SourceError("no such file", where=shown, remedy="create it, or mend its path in pubsync.yaml") from None
    except OSError as error:
        raise SourceError(f"can't be read: {error.strerror}", where=shown, remedy="check its permissions") from error
    if len(content) > _FEW_ENOUGH:
        raise SourceError("is larger than 5 MB", where=shown, remedy="a list of talks or courses is far smaller")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(
            f"is not UTF-8 (byte {error.start})", where=shown, remedy="save it in the UTF-8 encoding"
        ) from error


def _rows(text: str, shown: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield each entry with the line, from 1, that it begins on."""
    if shown.endswith((".csv", ".tsv")):
        return _table_rows(text, "\t" if shown.endswith(".tsv") else ",", shown)
    return _yaml_rows(text, shown)


def _table_rows(text: str, delimiter: str, shown: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            named = {
                str(name).strip(): value for name, value in row.items() if isinstance(value, str) and value.strip()
            }
            if named:
                yield reader.line_num, {_ACADEMICPAGES_COLUMNS.get(name, name): value for name, value in named.items()}
    except csv.Error as error:
        raise SourceError(
            f"no table: {error}", where=f"{shown}:{reader.line_num}", remedy="check its quotes and separators"
        ) from error


def _yaml_rows(text: str, shown: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    from ruamel.yaml import YAML  # noqa: PLC0415 - start-up time
    from ruamel.yaml.error import MarkedYAMLError, YAMLError  # noqa: PLC0415 - start-up time

    if nests_too_deep(text):
        raise SourceError("nests too deep", where=shown, remedy="write plain entries, as in the README")
    try:
        rows: Any = YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise SourceError(
            f"not valid YAML: {error.problem}",
            where=f"{shown}:{line}",
            remedy="mind the indentation, and put quotes around texts with : or # in them",
        ) from error
    except (YAMLError, RecursionError) as error:
        raise SourceError("not valid YAML", where=shown, remedy="see the example in the README") from error
    if rows is None:
        return
    marks = getattr(rows, "lc", None)
    if not isinstance(rows, list) or marks is None:
        raise SourceError("should be a list of entries, each with a dash", where=shown, remedy="see the README")
    for place, row in enumerate(rows):
        line = marks.item(place)[0] + 1
        yield line, row if isinstance(row, dict) else {"title": row}


def _unknown_keys(row: Mapping[str, Any], where: str) -> Sequence[Notice]:
    unknown = [str(key) for key in row if str(key) not in KNOWN_KEYS and key != "slug"]
    notices = []
    for key in unknown:
        near = get_close_matches(key, KNOWN_KEYS, n=1, cutoff=0.6)
        remedy = f"did you mean {near[0]}?" if near else f"known are {', '.join(KNOWN_KEYS)}"
        notices.append(Notice(f"unknown key {key}", where, remedy))
    return notices


def _texts(row: Mapping[str, Any]) -> tuple[dict[str, str], tuple[Translation, ...]]:
    """The text fields, and what they are in other languages: a field is a text or a mapping of language to text."""
    texts: dict[str, str] = {}
    translations: list[Translation] = []
    for key in _TEXT_KEYS:
        value = row.get(key)
        if isinstance(value, dict):
            by_language = {str(name): _one_line(text) for name, text in value.items() if text}
            wrong = [name for name in by_language if not _BY_LANGUAGE.match(name)]
            if wrong:
                message = f"{key}: {wrong[0]!r} is no language such as en or zh"
                raise ValueError(message)
            texts[key] = next(iter(by_language.values()), "")
            translations += [Translation(key, name, text) for name, text in by_language.items()]
        else:
            texts[key] = _one_line(value)
    return texts, tuple(translations)


def _one_line(value: object) -> str:
    return "" if value is None else " ".join(str(value).split())


def _date(row: Mapping[str, Any], key: str) -> PartialDate | None:
    value = row.get(key)
    if value in (None, ""):
        return None
    found = parse_date(str(value))
    if found is None:
        message = f"{key}: {value!s:.40} is no date such as 2023-04-26, 2023-04 or 2023"
        raise ValueError(message)
    return found


def _terms(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the terms as written, each once, the newest last."""
    value = row.get("terms") or row.get("term") or []
    listed = listed_terms(_one_line(value)) if isinstance(value, str) else value if isinstance(value, list) else [value]
    return in_order(found for term in listed if (text := _one_line(term)) for found in every_year(text))


def _show(row: Mapping[str, Any]) -> str:
    value = str(row.get("show") or "once")
    if value not in ("once", "each"):
        message = f"show: {value} should be once or each"
        raise ValueError(message)
    return value


def _permalink(row: Mapping[str, Any], start: PartialDate | None) -> str:
    if row.get("permalink"):
        return str(row["permalink"]).strip()
    return f"/talks/{start}-{row['slug']}" if row.get("slug") and start else ""
