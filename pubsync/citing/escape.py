"""Text from outside, made safe for the place it is printed in: one function for each target.

Every function takes any text at all and never raises. What can't act in its target stays as it is, so that plain words
stay readable in the files of the site.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\uffff\ud800-\udfff]")
"""Controls, bidi embeddings, overrides and isolates (Unicode TR 9), half characters, what XML forbids.

The joiners U+200C and U+200D and the marks U+200E and U+200F stay: Persian, Hindi and Arabic need them.
"""

_ACTIVE_MATH = re.compile(
    r"\\(?=(?:href|url|class|style|cssId|require|def|[egx]def|let|(?:re)?new(?:command|environment)|providecommand"
    r"|DeclareMathOperator|includegraphics|html[A-Z]\w*)(?![A-Za-z]))"
)
"""Commands by which mathematics in a title would make links, or change what other commands do, where a page loads
MathJax (https://docs.mathjax.org/en/latest/options/safe.html)."""
_JOINER = "\u2060"
_MARKDOWN_INLINE = re.compile(
    r"[<>&*_`\[\]$|~\\{}^@=/.-](?:"  # first, so that nothing else is looked at any closer
    r"(?<=[<>&*_`\[\]$|~\\{}^@])|(?<=-)-+|(?<==)=+|(?<=:/)/|(?<=[wW][wW][wW]\.))"
)
"""What may act anywhere in a line of kramdown, GFM or CommonMark: markup, tables, mathematics, attribute lists and
Liquid, dashes that a typographer joins, addresses that GFM turns into links by itself."""
_MARKDOWN_BLOCK = re.compile(r"^[#+:=^-]|^\d+(?P<mark>[.)])|#+$")
"""What may act only where a block begins, or where a heading ends."""
_BLOCK_BEGINNINGS = frozenset("#+:=^-")
_NAMED = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}

_TAG_OR_MARKDOWN = re.compile(r"<[^<>]*>|[*_`\[\]$|~\\{}@^]|={2,}|-{2,}")
_MAY_ACT = re.compile(r"[*_`\[\]$|~\\{}@^]")
_LIQUID = re.compile(r"\{(?=[{%])|(?<=[}%])\}")

_URL_LIMIT = 2048
_URL_SAFE = "!#$%&'()*+,-./:;=?@_~"
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")

_SLUG_LIMIT = 80
_SLUG_INPUT = 1000
_NO_SLUG = re.compile(r"[^a-z0-9]+")
_HAN_RUN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_WINDOWS_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))]
)
"""Names that no file on Windows may have, whatever its ending
(https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file)."""


def plain(text: str) -> str:
    r"""Return ``text`` without control and bidi override characters; every line end becomes ``\n``.

    A command that would make mathematics act has a word joiner, which can't be seen, behind its backslash.
    """
    if text.isascii() and text.isprintable() and "\\" not in text:  # most text is, and has nothing of it
        return text
    return _ACTIVE_MATH.sub(lambda found: found.group() + _JOINER, _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text)))


def html_text(text: str) -> str:
    """Return ``text`` for the inside of an HTML element."""
    return escape(plain(text), quote=False)


def html_attribute(text: str) -> str:
    """Return ``text`` on one line for an HTML attribute in quotes of either kind."""
    return escape(" ".join(plain(text).split()))


def markdown_text(text: str) -> str:
    """Return ``text`` on one line as inline text of kramdown, GFM and CommonMark, at a block's start or within it.

    What could act becomes a character reference, which none of the three reads as markup again
    (https://spec.commonmark.org/0.31.2/#entity-and-numeric-character-references). Mathematics stays visible literally.
    """
    line = " ".join(plain(text).split())
    inline = _MARKDOWN_INLINE.sub(lambda found: _references(found.group()), line)
    return _within_a_block(inline)


def markdown_safe(html: str) -> str:
    """Return already escaped HTML with what Markdown or Liquid would act on as references; the tags stay."""
    inline = liquid_safe(html)
    if _MAY_ACT.search(inline) or "--" in inline or "==" in inline:  # most citations hold nothing of it
        inline = _TAG_OR_MARKDOWN.sub(_reference_outside_tags, inline)
    return _within_a_block(inline)


def _within_a_block(inline: str) -> str:
    first = inline[:1]
    if first in _BLOCK_BEGINNINGS or first.isdecimal() or inline.rstrip("\n").endswith("#"):
        return _MARKDOWN_BLOCK.sub(_block_reference, inline)
    return inline


def liquid_safe(html: str) -> str:
    """Return already escaped HTML in which no ``{{``, ``{%``, ``}}`` or ``%}`` is left for Liquid or Jinja to run."""
    if "{" not in html and "}" not in html:
        return html
    return _LIQUID.sub(lambda found: _references(found.group()), html)


def _references(characters: str) -> str:
    return "".join(_NAMED.get(character, f"&#{ord(character)};") for character in characters)


def _block_reference(found: re.Match[str]) -> str:
    mark = found.group("mark")
    return found.group().removesuffix(mark) + _references(mark) if mark else _references(found.group())


def _reference_outside_tags(found: re.Match[str]) -> str:
    return found.group() if found.group().startswith("<") else _references(found.group())


@lru_cache(maxsize=8192)
def url(text: str) -> str:
    """Return the address that ``text`` is, percent-encoded (RFC 3986), or "" where it is none that a page may link to.

    Refused are all schemes but ``http`` and ``https``, user names before the host, control characters, hosts that IDNA
    has no form for, and what is longer than 2,048 characters.
    """
    address = text.strip(" \t\r\n")
    if not address or len(address) > _URL_LIMIT or plain(address) != address or re.search(r"[\t\n]", address):
        return ""
    try:
        parts = urlsplit(address)
        host = _ascii_host(parts)
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not host:
        return ""
    encoded = urlunsplit((parts.scheme, host, *(_percent_encoded(part) for part in parts[2:])))
    return encoded if len(encoded) <= _URL_LIMIT else ""


def _ascii_host(parts: SplitResult) -> str:
    """Return ``host[:port]`` in ASCII, "" where there is none to be trusted; ValueError where it is malformed."""
    if "@" in parts.netloc or not parts.hostname:
        return ""
    host = parts.hostname if ":" in parts.hostname else parts.hostname.encode("idna").decode("ascii")
    if ":" in host:
        host = f"[{host}]"
    elif not re.fullmatch(r"[a-z0-9._-]+", host):
        return ""
    return host if parts.port is None else f"{host}:{parts.port}"


def _percent_encoded(part: str) -> str:
    encoded = quote(_BAD_PERCENT.sub("%25", part), safe=_URL_SAFE).replace("'", "%27")
    if _balanced(encoded):
        return encoded
    return encoded.replace("(", "%28").replace(")", "%29")


def _balanced(text: str) -> bool:
    """Whether the parentheses pair up, as those of a link's address in Markdown must."""
    if "(" not in text and ")" not in text:
        return True
    depth = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return False
    return depth == 0


def slug(text: str, fallback: str) -> str:
    """Return ``text`` as a file's or an address's name: lower case ASCII letters, digits and single hyphens.

    Chinese is written in pinyin, a hyphen after each syllable; all other scripts as ``anyascii`` has them. At most 80
    characters, cut at a hyphen; never empty, never a device of Windows, never a leading dot. Where nothing of ``text``
    remains, ``fallback`` is taken, and where nothing of that remains, ``untitled``.
    """
    wanted = _slug(text)
    if wanted and wanted not in _WINDOWS_DEVICES:
        return wanted
    spare = _slug(fallback)
    if not wanted:
        wanted = spare or "untitled"
    if wanted not in _WINDOWS_DEVICES:
        return wanted
    return _cut(f"{wanted}-{spare}") if spare and spare not in _WINDOWS_DEVICES else f"{wanted}-untitled"


def _slug(text: str) -> str:
    latin = plain(text[:_SLUG_INPUT])
    words = (latin if latin.isascii() else _in_ascii(latin)).lower().replace("'", "")
    return _cut(_NO_SLUG.sub("-", words).strip("-"))


def _in_ascii(text: str) -> str:
    from anyascii import anyascii  # noqa: PLC0415 - its tables are read only where a slug needs them

    return anyascii(_HAN_RUN.sub(lambda run: f" {_pinyin(run.group())} ", text))


def _pinyin(han: str) -> str:
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - reads its dictionaries, a quarter of a second, only for Chinese

    return " ".join(lazy_pinyin(han))


def _cut(hyphened: str) -> str:
    if len(hyphened) <= _SLUG_LIMIT:
        return hyphened
    whole, hyphen, _ = hyphened[: _SLUG_LIMIT + 1].rpartition("-")
    return whole if hyphen else hyphened[:_SLUG_LIMIT]
