"""A .bib file: its entries as rows, rewritten field by field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Literal

from pubsync.errors import SiteError
from pubsync.records.base import Value
from pubsync.sites.frontmatter import Changes, Remove, newline_of
from pubsync.sites.interface import Table
from pubsync.sites.tables.bibtex_scan import Entry, FieldSpan, scan
from pubsync.sites.tables.rows import TYPE, Dialect, Slot, StandingRow, TablePlan
from pubsync.sites.tables.splicing import Commas, Placed, Splice, in_lines, line_end, spliced
from pubsync.sites.yamltext import encodable

_INDENT = "  "
_GAP = "\n\n"
_EXPANSION_LIMIT = 20_000
"""Characters that what ``@string`` defines may stand for; where it is more, the name stands for itself."""
_EXPANSIONS_LIMIT = 10_000_000
_MOST_BRACES = 3
_KEY = re.compile(r"[^\s\"#%'(),={}~\\@]+")
_NAME = re.compile(r"[a-z][\w:+./-]*")
_ENTRY_TYPE = re.compile(r"[a-z]\w*")
_REMEDY = "mend it in the source or decision that it comes from"


def as_text(value: Value) -> Value:
    """Return a value as text without line breaks; None is no field."""
    if value is None or isinstance(value, bool):
        return None if value is None else str(value).lower()
    text = " ".join(encodable(str(value)).split())
    return "".join(sign for sign in text if unicodedata.category(sign) != "Cc")


def same_value(one: Value, other: Value) -> bool:
    """Whether two values say the same: but for white space, and braces around the whole."""
    return one is other or (isinstance(one, str) and isinstance(other, str) and _canonical(one) == _canonical(other))


def dialect() -> Dialect:
    """Return how rows stand in a .bib file."""
    return Dialect(open=BibtexDocument, stored=as_text, same=same_value, names_rows=False, folds_case=True, typed=True)


def _canonical(text: str) -> str:
    text = " ".join(text.split())
    for _ in range(_MOST_BRACES):
        if not (text.startswith("{") and text.endswith("}") and _is_balanced(text[1:-1])):
            break
        text = text[1:-1].strip()
    return text


def _is_balanced(text: str) -> bool:
    depth = 0
    for sign in _BRACE.finditer(text):
        depth += 1 if sign.group() == "{" else -1
        if depth < 0:
            return False
    return depth == 0


_BRACE = re.compile(r"[{}]")
_UNESCAPED_BRACE = re.compile(r"\\[{}]")


class BibtexDocument:
    """The text of a .bib file, read; see ``rows.Document``."""

    def __init__(self, text: str, path: str) -> None:
        """Read the text, which may be damaged: what can't be read as an entry is a person's."""
        self._text = text
        self._path = path
        self._blocks = scan(text)
        self._entries = [block for block in self._blocks if not block.is_command]

    def shape(self, place: str) -> Literal["list", "mapping", ""]:  # noqa: ARG002 - a .bib file is one list
        """Return ``list``, "" where there is no entry."""
        return "list" if self._entries else ""

    def rows(self, table: Table) -> tuple[StandingRow, ...]:  # noqa: ARG002 - as above
        """Return the entries."""
        return self._rows

    @cached_property
    def _rows(self) -> tuple[StandingRow, ...]:
        values = _Values(self._text, self._blocks)
        lines = _lines(self._text, [entry.start for entry in self._entries])
        return tuple(
            StandingRow(
                id=entry.key,
                fields=values.of(entry),
                number=number,
                line=line,
                commented=entry.commented,
                readable=entry.readable,
            )
            for number, (entry, line) in enumerate(zip(self._entries, lines, strict=True))
        )

    def rest(self, places: Sequence[str]) -> Value:  # noqa: ARG002 - as above
        """Return the words outside all entries that can be read: where a broken one ends depends on what follows.

        They are in alphabetical order, since a comment goes where its entry goes.
        """
        readable = [entry for entry in self._entries if entry.readable]
        ends = [0, *(end for entry in readable for end in (entry.start, entry.end)), len(self._text)]
        outside = (self._text[start:end] for start, end in zip(ends[::2], ends[1::2], strict=True))
        return " ".join(sorted(" ".join(outside).split()))

    def movable(self, table: Table) -> bool:  # noqa: ARG002 - as above
        """Whether no ``@string`` stands among the entries, which must come before what it is used in."""
        defining = [block.start for block in self._blocks if block.type in ("string", "preamble")]
        return not self._entries or not any(self._entries[0].start < at < self._entries[-1].end for at in defining)

    def rewritten(self, plans: Sequence[TablePlan]) -> str:
        """Return the text with the entries as planned."""
        slots = [slot for plan in plans for slot in plan.slots]
        placed = [self._placed(slot) for slot in slots]
        if not self._entries:
            return self._filled([one.text for one in placed if one.text is not None])
        spans = [(entry.start, entry.end) for entry in self._entries]
        end = line_end(self._text, spans[-1][1])
        stretch = in_lines(self._text, spans, placed, self._gap(spans))
        head, tail = self._text[: spans[0][0]], self._text[end:]
        if not stretch and (not head or head.endswith("\n")):  # the line is gone with all that stood on it
            tail = tail.removeprefix("\r").removeprefix("\n")
        return head + stretch + tail

    def _filled(self, texts: Sequence[str]) -> str:
        newline = newline_of(self._text)
        if not texts:
            return self._text
        entries = (newline + newline).join(texts)
        above = self._text
        if not above.strip("\ufeff \t\r\n"):
            return above + entries + newline
        gap = newline * (2 - above.endswith("\n") - above.endswith(("\n\n", "\n\r\n")))
        return above + gap + entries + (newline if above.endswith("\n") else "")

    def _gap(self, spans: Sequence[tuple[int, int]]) -> str:
        between = (self._text[one[1] : other[0]] for one, other in pairwise(spans))
        return next((gap for gap in between if "\n" in gap and not gap.strip()), self._in_file(_GAP))

    def _in_file(self, text: str) -> str:
        return text.replace("\n", newline_of(self._text))

    def _placed(self, slot: Slot) -> Placed:
        if slot.standing is None:
            return Placed(self._in_file(self._new_entry(slot)))
        entry = self._entries[slot.standing.number]
        if slot.gone:
            return Placed(None, slot.standing.number)
        return Placed(self._changed(entry, slot.changes), slot.standing.number)

    def _new_entry(self, slot: Slot) -> str:
        fields = slot.fields()
        kind = str(fields.pop(TYPE, "misc"))
        self._check(bool(_KEY.fullmatch(slot.id)), f"{slot.id!r} is no BibTeX key")
        lines = [f"{self._indent}{self._field(name, value)}," for name, value in fields.items()]
        return "\n".join([f"@{self._checked_type(kind)}{{{slot.id},", *lines, "}"])

    @cached_property
    def _indent(self) -> str:
        found = (_commas(self._text, entry).indent for entry in self._entries if entry.fields)
        return next((indent for indent in found if indent), _INDENT)

    def _field(self, name: str, value: Value) -> str:
        self._check(bool(_NAME.fullmatch(name)), f"{name!r} is no name of a BibTeX field")
        return f"{name} = {self._braced(value)}"

    def _braced(self, value: Value) -> str:
        text = str(value)
        safe = _is_balanced(text) and _is_balanced(_UNESCAPED_BRACE.sub("", text)) and not text.endswith("\\")
        self._check(safe, f"a value would break the file: {text[:60]!r}")
        return f"{{{text}}}"

    def _checked_type(self, kind: str) -> str:
        self._check(bool(_ENTRY_TYPE.fullmatch(kind)), f"{kind!r} is no type of a BibTeX entry")
        return kind

    def _check(self, holds: bool, what: str) -> None:
        if not holds:
            raise SiteError(what, where=self._path, remedy=_REMEDY)

    def _changed(self, entry: Entry, changes: Changes) -> str:
        if not changes:
            return self._text[entry.start : entry.end]
        kind = changes.get(TYPE)
        splices: list[Splice] = [(*entry.type_span, self._checked_type(kind))] if isinstance(kind, str) else []
        inner = self._fields(entry, {name: value for name, value in changes.items() if name != TYPE})
        return spliced(self._text, [*splices, (*entry.inner, inner)], (entry.start, entry.end))

    def _fields(self, entry: Entry, changes: Changes) -> str:
        standing = _by_name(entry.fields)
        new = [
            self._field(name, value)
            for name, value in changes.items()
            if name not in standing and not isinstance(value, Remove)
        ]
        if not entry.fields:
            return self._first_fields(entry, new)
        numbers = {field: number for number, field in enumerate(entry.fields)}
        changed = {numbers[standing[name]]: value for name, value in changes.items() if name in standing}
        placed = [
            Placed(self._kept(field, changed[number]) if number in changed else self._whole(field), number)
            for number, field in enumerate(entry.fields)
        ]
        return _commas(self._text, entry).arranged([*placed, *map(Placed, new)])

    def _whole(self, field: FieldSpan) -> str:
        return self._text[field.start : field.value[1]]

    def _kept(self, field: FieldSpan, value: Value | Remove) -> str | None:
        if isinstance(value, Remove):
            return None
        return self._text[field.start : field.value[0]] + self._braced(value)

    def _first_fields(self, entry: Entry, new: Sequence[str]) -> str:
        inner = self._text[slice(*entry.inner)]
        if not new:
            return inner
        head = inner.rstrip() or ","
        return head + self._in_file("".join(f"\n{self._indent}{field}," for field in new) + "\n")


def _commas(text: str, entry: Entry) -> Commas:
    spans = [(field.start, field.value[1]) for field in entry.fields]
    return Commas(text, entry.inner, spans, comment="%")


def _by_name(fields: Iterable[FieldSpan]) -> dict[str, FieldSpan]:
    """Of a field that stands twice the first holds; the second is a person's."""
    found: dict[str, FieldSpan] = {}
    for field in fields:
        found.setdefault(field.name, field)
    return found


def _lines(text: str, places: Sequence[int]) -> Iterator[int]:
    line, at = 1, 0
    for place in places:
        line += text.count("\n", at, place)
        at = place
        yield line


class _Values:
    """The fields of entries as text, with what ``@string`` defines put in its place."""

    def __init__(self, text: str, blocks: Sequence[Entry]) -> None:
        self._text = text
        self._strings: dict[str, str] = {}
        self._left = _EXPANSIONS_LIMIT
        for block in blocks:
            if block.type == "string":
                self._strings |= {field.name: self._value(field) for field in block.fields}

    def of(self, entry: Entry) -> Mapping[str, Value]:
        if not entry.readable:
            return {"": ""}
        values = {name: self._value(field) for name, field in _by_name(entry.fields).items()}
        return {TYPE: entry.type} | {name: " ".join(value.split()) for name, value in values.items()}

    def _value(self, field: FieldSpan) -> str:
        parts = [self._text[token.start : token.end] for token in field.tokens]
        expanded = [
            self._strings.get(part.casefold(), part) if token.bare else part
            for token, part in zip(field.tokens, parts, strict=True)
        ]
        size = sum(map(len, expanded)) - sum(map(len, parts))
        if size > min(_EXPANSION_LIMIT, self._left):
            expanded = parts
        elif size > 0:
            self._left -= size
        return "".join(expanded)
