"""A person's name as a site shows it: its forms by script, without titles, and told from a template's example."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pubsync.records.names import Name, parse_name

_LONGEST = 120
_MOST_WORDS = 6
_MARKUP = re.compile(r"<[^<>]{0,300}>|&\w{1,10};|[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\x00-\x1f\x7f-\x9f]")
_EAST_ASIAN = "\u3400-\u4dbf\u4e00-\u9fff\u3040-\u30ff\uac00-\ud7af"
_EAST_ASIAN_RUN = re.compile(f"[{_EAST_ASIAN}·•・]+(?: [{_EAST_ASIAN}·•・]+)*")
_LONGEST_RUN = 4
_LONGEST_WITH_DOT = 20
_DEGREES = re.compile(
    r"\b(?:prof(?:essor)?|dr|doctor|mr|mrs|ms|sir|assoc(?:iate)?|assistant)\b\.?"
    r"|,?\s*\b(?:ph\.?\s?d|m\.?\s?sc|b\.?\s?sc|m\.?d|d\.?phil|mba|facm|fieee)\b\.?",
    re.IGNORECASE,
)
_EAST_ASIAN_TITLE = re.compile("(?:助理|副|特聘|讲席)*(?:教授|研究员|讲师)|博士后?|老师|先生|女士|同学")
_OF_A_PAGE = re.compile(
    r"['’]s?\s+(?:personal\s+|academic\s+|research\s+)?(?:home\s?page|web\s?site|site|page|blog|portfolio)\b"
    r"|\b(?:personal|academic)?\s*(?:home\s?page|web\s?site|portfolio|blog)\b(?:\s+of\b)?"
    r"|^\s*(?:home|about(?: me)?)\b(?=\s*[|:·–—-])|^\s*welcome to\b|的?(?:个人|学术)?(?:主页|网站|网页|博客)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*[|/;:()（）【】\[\]，、]\s*|\s+[-–—•·]\s+")
_NICKNAME = re.compile(
    r"(?P<first>[^\s()（]+)\s*[(（\"“'](?P<nick>[^\s()（）\"”']{2,20})[)）\"”']\s*(?P<rest>[^()（]+)"
)
_NO_NAME = re.compile(r"\d|@|https?:|\.(?:com|org|io|edu)\b|[{}<>%#=_*]")
_GROUP = re.compile(
    r"\b(?:university|institute|college|school|department|lab(?:oratory)?|group|team|research|academy|cent(?:er|re))\b",
    re.IGNORECASE,
)
_PAGE_WORD = re.compile(
    r"\b(?:home|about|news|publications?|template|jekyll|hugo|minimal|mistakes|theme|academic|pages?|my|the|site|index|title"
    r"|welcome|student|engineer|scientist|contact|teaching|talks?|cv|resume|curriculum|vitae)\b",
    re.IGNORECASE,
)
_EXAMPLES = frozenset(
    {
        "your name",
        "your sidebar name",
        "lorem ipsum",
        "name",
        "you",
        "first last",
        "firstname lastname",
        "your full name",
    }
    | {"albert einstein", "nelson bighetti", "吳恩達", "alex johnson", "admin", "author", "anonymous", "me", "blank"}
    | {
        "you r. name",
        "you name",
        "first name last name",
        "your site title",
        "my name",
        "display name",
        "姓名",
        "你的名字",
    }
)
"""What templates have for a name: academicpages, al-folio, AcadHomepage, Hugo Blox and their like."""


class FoundName(NamedTuple):
    """A name with its other forms."""

    name: str
    aliases: tuple[str, ...] = ()

    @property
    def parsed(self) -> tuple[Name, ...]:
        """All forms, for comparing."""
        return tuple(parse_name(form) for form in (self.name, *self.aliases))


def name_in(text: object, *, sure: bool = False) -> FoundName | None:
    """Return the name that a text such as "Weizhen Qi 齐炜祯", "Prof. Na Li (李娜)" or "Jane Doe's Homepage" holds.

    The form in Latin letters is the name, since most papers carry it, and other scripts' are aliases. None for what is
    no name of a person, and for a template's example. ``sure`` is whether it stands where a name is to stand, so that
    one like "Larry Page" or "plato" is taken for what it is.
    """
    if not isinstance(text, str):
        return None
    bare = " ".join(_OF_A_PAGE.sub(" ", _MARKUP.sub(" ", text[: _LONGEST * 4])).split())
    eastern = list(_eastern_forms(bare))
    western = list(_western_forms(_EAST_ASIAN_RUN.sub(" | ", bare), sure=sure))
    forms = [form for form in dict.fromkeys((*western, *eastern)) if form.casefold() not in _EXAMPLES]
    return FoundName(forms[0], tuple(forms[1:])) if forms else None


def _eastern_forms(text: str) -> Iterator[str]:
    for run in _EAST_ASIAN_RUN.findall(text):
        form = "".join(_EAST_ASIAN_TITLE.sub("", run).split()).strip("·•・")
        longest = _LONGEST_WITH_DOT if re.search("[·•・\uac00-\ud7af\u3040-\u30ff]", form) else _LONGEST_RUN
        if 1 < len(form) <= longest:
            yield form


def _western_forms(text: str, *, sure: bool) -> Iterator[str]:
    """Yield the first part that looks like a name, and the form with the nickname in it."""
    text = _DEGREES.sub(" ", text)
    nick = _NICKNAME.search(text)
    if nick and _is_western_name(f"{nick['first']} {nick['rest']}".strip(), sure=sure):
        yield " ".join(f"{nick['first']} {nick['rest']}".split())
        yield " ".join(f"{nick['nick']} {nick['rest']}".split())
        return
    parts = (" ".join(part.split()).strip(" ,.&") for part in _BETWEEN.split(text))
    name = next((part for part in parts if _is_western_name(part, sure=sure)), "")
    if name:
        yield name


def _is_western_name(text: str, *, sure: bool) -> bool:
    words = text.split()
    if not 0 < len(words) <= _MOST_WORDS or len(text) > _LONGEST or _NO_NAME.search(text) or _GROUP.search(text):
        return False
    if not all(any(sign.isalpha() for sign in word) for word in words):
        return False
    capitals = [word for word in words if word[:1].isalpha() and word[:1] == word[:1].upper()]
    return sure or (len(capitals) > 1 and not _PAGE_WORD.search(text))
