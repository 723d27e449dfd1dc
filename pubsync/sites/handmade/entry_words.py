"""The words of an entry in a form in which titles are looked for: letters and digits alone, and what stands around."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cached_property
from typing import TypeAlias

from pubsync.records.course import Course
from pubsync.records.spoken import is_kind
from pubsync.records.talk import Talk
from pubsync.records.text import plain_form
from pubsync.records.work import Work
from pubsync.sites.handmade.items import HandItem
from pubsync.sites.handmade.pieces import EDGE
from pubsync.sites.handmade.written_names import name_list

Subject: TypeAlias = Work | Talk | Course

_BEGINS = frozenset(".,;!?。，；！？\"”“‘’'`(（[【)）]】《》「」|/—–*†‡\n" + EDGE)
_COLONS = (":", "：")
_KINDS = (
    ("patent", re.compile(r"\bpatents?\b|专利|\b(?:CN|US|WO|EP)\d{6,}", re.IGNORECASE)),
    ("thesis", re.compile(r"\b(?:thesis|dissertation)\b|学位论文", re.IGNORECASE)),
    ("erratum", re.compile(r"\b(?:erratum|corrigendum|correction to)\b|勘误", re.IGNORECASE)),
)
_ROLE_BEFORE = re.compile(r"\b(?:assistant|ta|instructor|lecturer|tutor|grader|marker)s? (?:for|of|in)$", re.IGNORECASE)
"""What may stand before the title of a course: ``TA for …``."""
_MAY_BE_UNSAID = frozenset({"patent", "thesis"})
"""What the heading above a list may say in place of its entries."""


def titles_of(subject: Subject) -> Sequence[str]:
    """Return every title of a subject: its own, those in other languages, its preprint's."""
    preprint = [subject.preprint_title] if isinstance(subject, Work) and subject.preprint_title else []
    return [subject.title, *(one.text for one in subject.translations if one.field == "title"), *preprint]


class EntryWords:
    """An entry's words, so that it can be asked which titles stand in it."""

    def __init__(self, item: HandItem) -> None:
        """Take the words apart; each letter remembers its place."""
        self.item = item
        letters: list[str] = []
        places: list[int] = []
        for place, sign in enumerate(item.bounded):
            plain = _plain(sign)
            letters.append(plain)
            places += [place] * len(plain)
        self.plain = "".join(letters)
        self._places = places

    @cached_property
    def title(self) -> str:
        """The guessed title in its plain form."""
        return plain_form(self.item.title)

    @cached_property
    def _kinds(self) -> frozenset[str]:
        """What it says to be besides a paper: a patent, a thesis, an erratum."""
        return frozenset(kind for kind, form in _KINDS if form.search(self.item.words))

    def holds(self, title: str) -> bool:
        """Whether a title in its plain form stands in the words as a whole: no longer title goes on around it."""
        return title == self.title or self._whole_place(title) is not None

    def place_of(self, title: str) -> tuple[int, int] | None:
        """Return where a title in its plain form stands in ``item.bounded``, None where it does not."""
        at = self.plain.find(title) if title else -1
        return None if at < 0 else (self._places[at], self._places[at + len(title) - 1] + 1)

    def kind_agrees(self, work: Work) -> bool:
        """Whether it says that it is a patent, a thesis or an erratum where the work is one, and only there."""
        in_title = {kind for kind, form in _KINDS if form.search(work.title)}
        own = {work.type} & {"patent", "thesis"} | in_title & {"erratum"}
        return (self._kinds - in_title) <= own and not own - self._kinds - _MAY_BE_UNSAID

    def _whole_place(self, title: str) -> int | None:
        at = self.plain.find(title) if title else -1
        while at >= 0:
            if self._begins(self._places[at]) and self._ends(self._places[at + len(title) - 1]):
                return at
            at = self.plain.find(title, at + 1)
        return None

    def _begins(self, place: int) -> bool:
        before = self.item.bounded[:place].rstrip(" ")
        if before.endswith(_COLONS):  # "A. Lee, B. Wu: On tea", "Invited talk: On tea", but not "BERT: On tea"
            lead = re.split(rf"[{EDGE}\n(（]", before[:-1].rstrip())[-1].strip()
            last = re.split("[,，、.;；。]", lead)[-1]  # "2023年5月，特邀报告：…"
            return bool(name_list(lead).names) or is_kind(lead) or is_kind(last) or not re.search(r"[^\W\d_]", lead)
        return not before or before[-1] in _BEGINS or bool(_ROLE_BEFORE.search(before))

    def _ends(self, place: int) -> bool:
        after = self.item.bounded[place + 1 :].lstrip(" ")
        return not after or after[0] in _BEGINS


def _plain(sign: str) -> str:
    if sign.isascii():
        return sign.lower() if sign.isalnum() else ""
    return "".join(letter for letter in unicodedata.normalize("NFKD", sign).casefold() if letter.isalnum())
