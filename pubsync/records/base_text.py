"""The base of one file as JSON, one fact a line, so that git shows a changed entry as one changed line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final, NoReturn

from pubsync.errors import LedgerError, NewerError, check_version
from pubsync.records.base import Chunk, FileBase, Row, TableBase, Value

VERSION: Final = 1
_REMEDY = "take it back from git with git checkout, or from an earlier commit"
_KINDS = frozenset({"entry", "heading", "foot", "hand", "count"})
_FACTS = frozenset({"version", "key", "made", "shell", "keys", "body", "regions", "renamed", "tables"})


def base_to_json(base: FileBase) -> str:
    """Return ``base`` as JSON: the same text for the same base, ending in a line end."""
    facts = [
        f'"version": {VERSION}',
        f'"key": {_json(base.key)}',
        f'"made": {_json(base.made)}',
        f'"shell": {_json(base.shell)}',
        f'"keys": {_lines("[", (_json([name, value]) for name, value in base.keys), "]")}',
        f'"body": {_json(None) if base.body is None else _lines("[", map(_json, _text_lines(base.body)), "]")}',
        f'"regions": {_lines("[", (_region(name, chunks) for name, chunks in base.regions), "]")}',
        f'"renamed": {_lines("[", (_json(pair) for pair in base.renamed), "]")}',
    ]
    if base.tables:  # a base without tables has the same bytes as before there were any
        facts.append(f'"tables": {_lines("[", map(_table, base.tables), "]")}')
    return "{\n" + ",\n".join(facts) + "\n}\n"


def base_from_json(text: str, path: str) -> FileBase:
    """Read what ``base_to_json`` wrote; ``path`` is for messages alone.

    Raises:
        LedgerError: where the text is damaged.
        NewerError: where a newer pubsync wrote it.
    """
    try:
        read = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise LedgerError(f"it is no JSON: {error.msg}", where=f"{path}:{error.lineno}", remedy=_REMEDY) from error
    except (ValueError, RecursionError) as error:
        raise LedgerError("it is no JSON that pubsync wrote", where=path, remedy=_REMEDY) from error
    try:
        _refuse_unknown(read, path)
        return _base(read)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise LedgerError(f"it is damaged: {error}", where=path, remedy=_REMEDY) from error


def _refuse_unknown(read: dict[str, Any], path: str) -> None:
    """What is not known here must not be dropped, and does not make the rest a damaged one."""
    check_version(read["version"], VERSION, what="it", where=path)
    unknown = sorted(read.keys() - _FACTS)
    unknown += sorted({str(chunk[0]) for _, chunks in read["regions"] for chunk in chunks} - _KINDS)
    if unknown:
        raise NewerError(f"it holds {unknown[0]!r}", where=path)


def _json(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    return _ENCODER.encode(value)


def _lines(opening: str, facts: Iterable[str], closing: str) -> str:
    inner = ",\n".join(facts)
    return f"{opening}\n{inner}\n{closing}" if inner else opening + closing


def _region(name: str, chunks: Sequence[Chunk]) -> str:
    return f"[{_json(name)}, " + _lines("[", (_json([one.kind, one.key, one.text]) for one in chunks), "]") + "]"


def _table(table: TableBase) -> str:
    rows = (_json([row.key, row.id, row.type, list(row.fields), row.id in table.made]) for row in table.rows)
    return f"[{_json(table.place)}, {_lines('[', rows, ']')}]"


def _text_lines(text: str) -> list[str]:
    return text.split("\n")


def _base(read: dict[str, Any]) -> FileBase:
    body = read["body"]
    return FileBase(
        keys=tuple((_text(name), _value(value)) for name, value in read["keys"]),
        body=None if body is None else "\n".join(_text(line) for line in _list(body)),
        regions=tuple((_text(name), tuple(map(_chunk, _list(chunks)))) for name, chunks in read["regions"]),
        shell=_text(read["shell"]),
        made=_flag(read["made"]),
        key=_text(read["key"]),
        renamed=tuple((_text(former), _text(present)) for former, present in read.get("renamed", [])),
        tables=tuple(_read_table(place, _list(rows)) for place, rows in read.get("tables", [])),
    )


def _chunk(read: Any) -> Chunk:  # noqa: ANN401 - not yet known to be a chunk
    kind, key, text = _list(read)
    return Chunk(_text(kind), _text(key), _text(text))


def _read_table(place: Any, read: list[Any]) -> TableBase:  # noqa: ANN401 - not yet known to be a table
    rows, made = [], []
    for key, identity, kind, fields, is_made in read:
        pairs = tuple((_text(name), _value(value)) for name, value in _list(fields))
        rows.append(Row(key=_text(key), id=_text(identity), type=_text(kind), fields=pairs))
        made += [rows[-1].id] if _flag(is_made) else []
    return TableBase(place=_text(place), rows=tuple(rows), made=tuple(made))


def _value(read: Any) -> Value:  # noqa: ANN401 - not yet known to be a value
    if isinstance(read, str):
        return _text(read)
    if isinstance(read, list):
        return [_value(member) for member in read]
    if isinstance(read, dict):
        return {_text(name): _value(member) for name, member in read.items()}
    if read is None or isinstance(read, bool | int | float):
        return read
    raise TypeError(f"{read!r} is no value")


def _list(read: Any) -> list[Any]:  # noqa: ANN401 - not yet known to be a list
    if not isinstance(read, list):
        raise TypeError(f"{read!r} is no list")
    return read


def _text(read: Any) -> str:  # noqa: ANN401 - not yet known to be a text
    if not isinstance(read, str):
        raise TypeError(f"{read!r} is no text")
    read.encode()
    return read


def _flag(read: Any) -> bool:  # noqa: ANN401 - not yet known to be true or false
    if not isinstance(read, bool):
        raise TypeError(f"{read!r} is neither true nor false")
    return read


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")


_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True)
_DECODER: Final = json.JSONDecoder(parse_constant=_refuse)
