"""Text from outside, made safe for the front matter that Hugo Blox's templates print, and the way back.

Templates print some keys as Markdown, with raw HTML allowed and shortcodes run (``markdownify``, ``RenderString``), and
the same keys elsewhere as plain text, where a character reference shows as garbage. So as little as possible is
changed.
"""

from __future__ import annotations

import re
from html import unescape

from pubsync.citing.escape import plain

_JOINER = "\u2060"
"""A word joiner: shows nothing and takes no room, but keeps what stands around it from being read as markup."""
_LIVE = (
    r"<(?=[A-Za-z/!?])"  # a tag, a comment, an address in angle brackets
    r"|\{(?=\{)"  # a shortcode
    r"|\](?=[\[(:])"  # a link, or where one leads
    r"|@(?=\w)"  # a mail address, which Goldmark makes a link of
)
_FORMATTING = (
    r"|[*`~\\$^]|={2,}"  # what Goldmark acts on, and its extras (https://gohugo.io/configuration/markup/#goldmark)
    r"|(?<![^\W_])_|_(?![^\W_])"  # within a word it is no emphasis
    r"|&(?=#|\w+;)"
)
_TO_BREAK = re.compile(_LIVE)
_TO_ESCAPE = re.compile(_LIVE + _FORMATTING)
_BLOCK = re.compile(r"[#>+*_{-]|[`~]{3}|\d{1,9}[.)]")
_NAMED_PLACE = re.compile(r"\*(?P<name>.+)\*")
_LONGEST_TERM = 200


def one_line(text: str) -> str:
    """Return ``text`` on one line without what can't be seen, for where templates escape it themselves."""
    return " ".join(plain(text).split())


def either_way(text: str) -> str:
    """Return ``text`` on one line for a name that some templates print as Markdown and others as plain text.

    It shows the same in both, but for emphasis and the like, and nothing in it can run: where a tag, a shortcode, a
    link or a block would begin, a word joiner stands in between.
    """
    return _no_block(_TO_BREAK.sub(lambda found: found.group() + _JOINER, one_line(text)))


def markdown(text: str) -> str:
    """Return ``text`` on one line for prose that is printed as Markdown; mathematics stays for the page's script.

    What could act becomes a character reference, but for web addresses, of which Goldmark makes links.
    """
    return _no_block(_inline(text))


def place_name(text: str) -> str:
    """Return the name of a journal, book or conference in italics, "" for none."""
    name = _inline(text)
    return f"*{name}*" if name else ""


def term(text: str) -> str:
    """Return ``text`` as a term of a taxonomy, "" where it is none.

    Hugo makes a page of each term, under the path that the term spells: one like ``..`` breaks the build, or takes the
    place of another page, and no file's name is longer than 255 bytes. So the parts of that path which hold neither
    letter nor digit are left out, and what is too long is cut.
    """
    line = one_line(text)
    cut = line.encode("utf-8", "ignore")[:_LONGEST_TERM].decode("utf-8", "ignore")
    parts = re.split(r"\s*[/\\]+\s*", line if cut == line else f"{cut.rstrip()}…")
    return "/".join(part for part in parts if any(map(str.isalnum, part)))


def read_either_way(text: str) -> str | None:
    """Return the text that ``either_way`` prints as ``text``, None where there is none."""
    value = text.replace(_JOINER, "")
    return value if either_way(value) == text else None


def read_place_name(text: str) -> str | None:
    """Return the name that ``place_name`` prints as ``text``, None where there is none."""
    found = _NAMED_PLACE.fullmatch(text)
    value = unescape(found["name"]) if found else ""
    return value if value and place_name(value) == text else None


def _inline(text: str) -> str:
    return _TO_ESCAPE.sub(lambda found: "".join(f"&#{ord(sign)};" for sign in found.group()), one_line(text))


def _no_block(line: str) -> str:
    return _JOINER + line if _BLOCK.match(line) else line
