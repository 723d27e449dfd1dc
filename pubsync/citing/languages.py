"""Dates, terms and names as one language prints them."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from importlib import import_module
from typing import cast

from pubsync.citing.language import Language
from pubsync.records.dates import PartialDate
from pubsync.records.names import Name
from pubsync.records.terms import term_label

_FALLBACK = "en"
_PARTS = ("year", "month", "day")
_TERM = re.compile(r"(\d{4})-([a-z]+)", re.IGNORECASE)
_EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")
"""Han, and the Japanese and Korean scripts, whose names run family first without a space just the same."""


@cache
def language_in_print(tag: str) -> Language:
    """Return what is known of the language of a BCP 47 tag such as ``zh-CN``; English where nothing is."""
    name = tag.partition("-")[0].casefold()
    if not re.fullmatch(r"[a-z]{2,3}", name):
        name = _FALLBACK
    try:
        module = import_module(f"pubsync.citing.language.{name}")
    except ModuleNotFoundError:
        module = import_module(f"pubsync.citing.language.{_FALLBACK}")
    return cast("Language", module.LANGUAGE)


def date_in_print(date: PartialDate, language: str) -> str:
    """Return ``2021``, ``July 2021`` or ``3 May 2020``, in Chinese ``2021年``, ``2021年7月`` or ``2020年5月3日``."""
    return _with_parts(date, 0, language_in_print(language))


def date_range_in_print(start: PartialDate | None, end: PartialDate | None, language: str) -> str:
    """Return ``3–5 May 2020``, ``May–July 2020`` or ``2019–2021``; one date where only one is known, else ""."""
    if start is None or end is None or start == end:
        only = start or end
        return date_in_print(only, language) if only else ""
    words = language_in_print(language)
    shared = _shared_parts(start, end)
    at_start, at_end = (0, shared) if words.shared_at_start else (shared, 0)
    close = start.precision == end.precision == shared + 1
    pattern = words.close_range if close else words.wide_range
    return pattern.format(start=_with_parts(start, at_start, words), end=_with_parts(end, at_end, words))


def _shared_parts(start: PartialDate, end: PartialDate) -> int:
    """Return how many leading parts both have in common; none where one is known more closely than the other."""
    if start.precision != end.precision or start.year != end.year:
        return 0
    return 2 if start.month == end.month else 1


def _with_parts(date: PartialDate, omitted: int, words: Language) -> str:
    """Return the date without its first ``omitted`` parts."""
    pattern = words.dates["-".join(_PARTS[omitted : date.precision])]
    month = words.months[date.month - 1] if date.month else ""
    return pattern.format(year=date.year, month=month, day=date.day)


def term_in_print(term: str, language: str) -> str:
    """Return ``Fall 2024``, in Chinese ``2024年秋季``, for ``2024-fall``; what is no such term stays as it is.

    One in Chinese is put into words of a language without such writing: ``2024年秋`` is ``Fall 2024`` in English.
    """
    words = language_in_print(language)
    if is_east_asian(term) and not words.east_asian:
        return term_label(term, language)
    found = _TERM.fullmatch(term.strip())
    season = words.seasons.get(found.group(2).casefold(), "") if found else ""
    return words.term.format(year=found.group(1), season=season) if found and season else term


def is_east_asian(text: str) -> bool:
    """Whether ``text`` holds Chinese, Japanese or Korean writing."""
    return not text.isascii() and bool(_EAST_ASIAN.search(text))


def name_in_print(name: Name, language: str) -> str:
    """Return the name as one reads it: ``Weizhen Qi``, but ``齐炜祯`` where it is written so, and never initials.

    Of a name that has a literal besides its parts, East Asian text shows the literal and all other text the parts.
    """
    if name.literal and (language_in_print(language).east_asian or not name.family):
        return name.literal
    if is_east_asian(name.family + name.given):
        return f"{name.family}{name.given}"
    return str(replace(name, literal="") if name.literal else name)
