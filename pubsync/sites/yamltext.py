"""Values as YAML text on one line, such as no reader, of YAML 1.1 or 1.2, takes for anything else.

Text is always double-quoted with escapes that JSON, YAML 1.1 (Jekyll's Psych) and 1.2 read alike, so that nothing in
a title can become a key, a comment, a tag or the end of the front matter.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from functools import lru_cache

from pubsync.records.base import Value

_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_TYPED_NAMES = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_THREE_HYPHENS = re.compile(r"-{3,}")
_UNSAFE_CATEGORIES = frozenset({"Cc", "Cf", "Zl", "Zp"})
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_LAST_SHORT_ESCAPE = 0xFFFF
_NONCHARACTER = 0xFFFE
_JSON = json.JSONEncoder(ensure_ascii=False)


def encodable(text: str) -> str:
    """Return ``text`` with lone surrogates, which no UTF-8 file can hold, replaced by U+FFFD."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def storable(value: Value) -> Value:
    """Return ``value`` with each text in it ``encodable``."""
    if isinstance(value, str):
        return encodable(value)
    if isinstance(value, list):
        return [storable(member) for member in value]
    if isinstance(value, dict):
        return {encodable(name): storable(member) for name, member in value.items()}
    return value


def entry_line(name: str, value: Value) -> str:
    """Return ``name: value`` as one line without its line end."""
    return f"{_name(name)}: {one_line(value)}"


def one_line(value: Value) -> str:
    """Return ``value`` in YAML's flow style; full dates stay plain, so that Jekyll takes them for dates."""
    if isinstance(value, str):
        return value if _is_date(value) else quoted(value)
    if isinstance(value, list):
        return f"[{', '.join(one_line(member) for member in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(entry_line(name, member) for name, member in value.items())}}}"
    if isinstance(value, float):
        return _float(value)
    return json.dumps(value)


def quoted(text: str) -> str:
    r"""Return ``text`` in double quotes on one line.

    Control, formatting and bidirectional characters are escaped (https://trojansource.codes), and so are three
    hyphens in a row: some readers of front matter take them for its end wherever they stand.
    """
    escaped = _JSON.encode(text)
    if not escaped.isprintable():  # nearly all text is, and has nothing to escape
        escaped = "".join(map(_escaped, escaped))
    if "---" not in escaped:
        return escaped
    return _THREE_HYPHENS.sub(lambda hyphens: r"\x2D" * len(hyphens.group()), escaped)


def _escaped(character: str) -> str:
    code = ord(character)
    if unicodedata.category(character) not in _UNSAFE_CATEGORIES and code & _NONCHARACTER != _NONCHARACTER:
        return character
    return f"\\u{code:04X}" if code <= _LAST_SHORT_ESCAPE else f"\\U{code:08X}"


@lru_cache(maxsize=1024)
def _name(name: str) -> str:
    plain = _PLAIN_NAME.fullmatch(name) and name.casefold() not in _TYPED_NAMES and "---" not in name
    return name if plain else quoted(name)


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _float(number: float) -> str:
    # YAML 1.1 takes 1e+16 for a text: its floats need the dot.
    mantissa, exponent, power = repr(number).partition("e")
    return f"{mantissa}{'' if '.' in mantissa or not exponent else '.0'}{exponent}{power}"
