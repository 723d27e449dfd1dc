"""What a person's hand may do to a structured file that pubsync wrote: one way for each format.

Whatever a hand writes holds a word of its own, so that a test can tell whether it still stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from pubsync.records.base import Row
from pubsync.sites.interface import DataFile
from tests.sites.tables.making import bib, tree


@dataclass(frozen=True, slots=True)
class Hand:
    """A format with patterns for what can be edited in it.

    ``entry`` matches a row with its line end, ``field`` a field with its line and its text in group 1, ``identity``
    what names a row, in group 1; ``opening`` matches what a new field may follow. ``comment``, ``added`` and
    ``another`` make text of a person's: a line that a comment takes, a field, a row.
    """

    wanted: Callable[..., DataFile]
    entry: re.Pattern[str]
    field: re.Pattern[str]
    identity: re.Pattern[str]
    opening: re.Pattern[str]
    added: Callable[[str], str]
    another: Callable[[str], str]
    comment: Callable[[str, str], str] | None = None


def _yaml_comment(word: str, following: str) -> str:
    return following[: len(following) - len(following.lstrip(" "))] + f"# {word}\n"


def yaml_mapping(*rows: Row) -> DataFile:
    return tree("yaml", *rows, place="papers", shape="mapping")


def json_mapping(*rows: Row) -> DataFile:
    return tree("json", *rows, place="papers", shape="mapping")


HANDS = {
    "bibtex": Hand(
        wanted=bib,
        entry=re.compile(r"^@\w+\{\w+,\n(?:.*\n)*?\}\n", re.MULTILINE),
        field=re.compile(r"^ +[a-z]+ = \{(.*)\},\n", re.MULTILINE),
        identity=re.compile(r"^@\w+\{(\w+),", re.MULTILINE),
        opening=re.compile(r"^@\w+\{\w+,\n", re.MULTILINE),
        added="  {0} = {{{0}}},\n".format,
        another="@misc{{{0},\n  title = {{{0}}}\n}}\n".format,
        comment=lambda word, _: f"% {word}\n",
    ),
    "yaml": Hand(
        wanted=lambda *rows: tree("yaml", *rows),
        entry=re.compile(r"^- .*\n(?:  .*\n)*", re.MULTILINE),
        field=re.compile(r"^  [a-z]+: \"?([^\n\"]*)\"?\n", re.MULTILINE),
        identity=re.compile(r"^- id: \"?(\w+)\"?", re.MULTILINE),
        opening=re.compile(r"^- id.*\n", re.MULTILINE),
        added="  {0}: {0}\n".format,
        another="- id: {0}\n  title: {0}\n".format,
        comment=_yaml_comment,
    ),
    "yaml mapping": Hand(
        wanted=yaml_mapping,
        entry=re.compile(r"^  \w+:.*\n(?:    .*\n)*", re.MULTILINE),
        field=re.compile(r"^    [a-z]+: \"?([^\n\"]*)\"?\n", re.MULTILINE),
        identity=re.compile(r"^  (\w+):$", re.MULTILINE),
        opening=re.compile(r"^  \w+:\n", re.MULTILINE),
        added="    {0}: {0}\n".format,
        another="  {0}:\n    title: {0}\n".format,
        comment=_yaml_comment,
    ),
    "json": Hand(
        wanted=lambda *rows: tree("json", *rows),
        entry=re.compile(r"^  \{\n(?:    .*\n)*  \},\n", re.MULTILINE),
        field=re.compile(r"^    \"(?!id\")[a-z]+\": \"([^\n\"]*)\",\n", re.MULTILINE),
        identity=re.compile(r"^    \"id\": \"(\w+)\"", re.MULTILINE),
        opening=re.compile(r"^  \{\n", re.MULTILINE),
        added='    "{0}": "{0}",\n'.format,
        another='  {{"id": "{0}", "title": "{0}"}},\n'.format,
    ),
    "json mapping": Hand(
        wanted=json_mapping,
        entry=re.compile(r"^    \"\w+\": \{\n(?:      .*\n)*    \},\n", re.MULTILINE),
        field=re.compile(r"^      \"[a-z]+\": \"([^\n\"]*)\",\n", re.MULTILINE),
        identity=re.compile(r"^    \"(\w+)\": \{", re.MULTILINE),
        opening=re.compile(r"^    \"\w+\": \{\n", re.MULTILINE),
        added='      "{0}": "{0}",\n'.format,
        another='    "{0}": {{"title": "{0}"}},\n'.format,
    ),
}

ACTIONS = ("comment", "change", "add field", "add row", "drop field", "drop row", "rename")


@st.composite
def worked_on(draw: st.DrawFn, hand: Hand, text: str, words: Sequence[str]) -> tuple[str, list[str]]:
    """A text after a person's hand, with the words of theirs that stand in it; ``words`` are as yet unused."""
    own: list[str] = []
    for word in words:
        action = draw(st.sampled_from(ACTIONS))
        text, wrote = _done(draw, hand, text, word, action)
        own += [word] if wrote else []
    return text, [word for word in own if word in text]


def _done(draw: st.DrawFn, hand: Hand, text: str, word: str, action: str) -> tuple[str, bool]:
    if action == "comment":
        return _with_comment(draw, hand, text, word)
    pattern = {
        "change": hand.field,
        "add field": hand.opening,
        "add row": hand.entry,
        "drop field": hand.field,
        "drop row": hand.entry,
        "rename": hand.identity,
    }[action]
    found = list(pattern.finditer(text))
    if not found:
        return text, False
    one = found[draw(st.integers(0, len(found) - 1))]
    if action in ("change", "rename"):
        return text[: one.start(1)] + word + text[one.end(1) :], action == "change"
    if action in ("drop field", "drop row"):
        return text[: one.start()] + text[one.end() :], False
    new = hand.added(word) if action == "add field" else hand.another(word)
    at = one.start() if action == "add row" else one.end()
    return text[:at] + new + text[at:], True


def _with_comment(draw: st.DrawFn, hand: Hand, text: str, word: str) -> tuple[str, bool]:
    if hand.comment is None:
        return text, False
    lines = text.splitlines(keepends=True)
    at = draw(st.integers(0, len(lines)))
    following = lines[at] if at < len(lines) else ""
    return "".join([*lines[:at], hand.comment(word, following), *lines[at:]]), True
