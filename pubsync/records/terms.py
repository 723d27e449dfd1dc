"""Terms of teaching, as people write them: in order, with one normal form for all the ways to write the same term.

Identity is careful. ``Fall 2024``, ``Autumn 2024``, ``2024-fall``, ``2024年秋`` and ``2024-2025-1`` are one term; terms
that only lie near each other (Michaelmas and fall, a winter quarter and a German winter semester) are not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from pubsync.records.dates import PartialDate
from pubsync.records.term_names import BEGINS, BEGINS_IN_SPAN, CHINESE, ENGLISH, NAMES, NUMBERED_IN_CHINESE, NUMBERS

_LONGEST = 60
"""Characters: no term is longer."""
_ACADEMIC_YEAR_BEGINS = 8
"""The month from which on a term counts as one of the academic year that begins then."""
_IN_NEXT_YEAR = frozenset(("spring", "summer", "hilary", "lent", "easter", "trinity"))
_OF_ACADEMIC_YEAR = {"s1": "fall", "s2": "spring", "s3": "summer"}
_MOST_SEMESTERS = 3
_CENTURY_TURNS = 70

_SIGNS = str.maketrans({**dict.fromkeys("‐‑‒–—―−~～至", "-"), **dict.fromkeys("’‘`´ʼ′", "'"), "_": " "})
_FOUR = r"(?:19|20)[0-9]{2}"
_SPAN = re.compile(rf"(?<![0-9])(?P<first>{_FOUR}) ?[-/] ?(?P<second>{_FOUR}|[0-9]{{2}})(?![0-9])")
_SHORT_SPAN = re.compile(r"(?<![0-9])'?(?P<first>[0-9]{2})/'?(?P<second>[0-9]{2})(?![0-9])")
_YEAR = re.compile(rf"(?<![0-9])(?P<first>{_FOUR})(?![0-9])")
_SHORT_YEAR = re.compile(r"(?<=[^\W\d_]) ?'?(?P<first>[0-9]{2})$")
_TAIWANESE = re.compile(r"^(?:民國 ?)?(?P<year>[0-9]{2,3}) ?(?=學年)")
_TAIWANESE_ERA = 1911

_FILLING = re.compile(r"\b(?:of|the|in|academic year|a\.?y)\b\.?")
_AROUND = " -/,.;:()[]·"
_NAMED = re.compile(
    r"(?P<name>[^\W\d_]+)\.? ?(?P<word>semester|sem\.?|term|session|quarter|trimester|trimestre|semestre)?"
)
_COUNTED = re.compile(
    r"(?P<word>semester|sem|s|term|t|trimester|tri|quarter|q)[ .]{0,2}(?P<number>[1-4])"
    r"|(?P<nth>first|second|third|fourth|1st|2nd|3rd|4th) (?P<what>semester|term|trimester|quarter)"
    r"|(?P<bare>[1-3])"
)
_HAN = re.compile(
    r"(?P<year>学年度?|學年度?|年度?)? ?"
    r"(?:(?P<name>春夏|秋冬|春|夏|秋|冬|暑[期假]|小学期|短学期|米迦勒|希拉里|四旬斋|复活节|三一)季?"
    r"|第? ?(?P<number>[一二三四1-4]) ?(?P<word>学期|學期|学段|季度)"
    r"|(?P<half>[上下])(?=[学學]期))?"
    r"[小短]?(?:学期|學期)?"
)

_RANGE = ".."
_RANGE_SIGN = re.compile(r"\.{2,}|…+")
_BRACKETED = re.compile(r"\s*[(（\[【]([^()（）\[\]【】]{2,60})[)）\]】]\s*")
_SEPARATED = re.compile(r"\s*[:：,，;；|]\s*|\s+[-–—]\s+")
_MOST_WORDS = 4


@dataclass(frozen=True, slots=True, order=True)
class Term:
    """A term: ordered by when it begins. ``str`` is its normal form, such as ``2024-fall`` or ``2023-24-winter``.

    ``year`` and ``month`` are when it begins by the usual calendar of the northern half; ``month`` is 0 for a bare
    year. ``name`` is a season, a British term (``michaelmas``), a number (``s1, t2, q3``) or "" for the whole year;
    ``spans`` tells an academic year, and what is named by one (``WS 2023/24``), from a calendar year.
    """

    year: int
    month: int
    name: str
    spans: bool = False

    def __str__(self) -> str:
        """The normal form, which ``parse_term`` reads, and which can stand in a key or an address."""
        return f"{self._years('-')}-{self.name}" if self.name else self._years("-")

    @property
    def starts(self) -> PartialDate:
        """When it begins, to the month where there is one."""
        return PartialDate(self.year, self.month if self.name else 0)

    def label(self, language: str = "en") -> str:
        """Return it in words: ``Fall 2024``, in Chinese (``zh``, ``zh-CN`` …) ``2024年秋季``."""
        if language.partition("-")[0].casefold() == "zh":
            return self._chinese()
        years = self._years("/")
        if not self.name or self.name in ENGLISH:
            return f"{ENGLISH[self.name]} {years}" if self.name else years
        kind, number = self.name[0], self.name[1:]
        return f"Q{number} {years}" if kind == "q" else f"{'Semester' if kind == 's' else 'Term'} {number}, {years}"

    def _chinese(self) -> str:
        if not self.name:
            return f"{self._first}–{self._first + 1}学年" if self.spans else f"{self.year}年"
        if self.name in CHINESE:
            return f"{self._years('/')}年{CHINESE[self.name]}"
        return f"{self._years('/')}年第{'一二三四'[int(self.name[1:]) - 1]}{NUMBERED_IN_CHINESE[self.name[0]]}"

    @property
    def _first(self) -> int:
        """The year in which the academic year begins."""
        return self.year if self.month >= _ACADEMIC_YEAR_BEGINS else self.year - 1

    def _years(self, sign: str) -> str:
        return f"{self._first}{sign}{(self._first + 1) % 100:02d}" if self.spans else str(self.year)


class _Years(NamedTuple):
    """What a term says of its years, and the words that stand around it."""

    first: int
    spans: bool
    words: str
    short: bool = False


@lru_cache(maxsize=4096)
def parse_term(text: str) -> Term | None:
    """Return the term that a text names, None where it names none or may be two.

    Read are a year, an academic year (``2023/24``), and either with a season in English, German, French or Chinese, an
    Oxford or Cambridge term, or a number: ``2024-fall``, ``Fall '24``, ``WS 2023/24``, ``SS 2024``,
    ``Michaelmas 2023``, ``2023-2024学年第一学期``, ``2023-2024-1``, ``2024年春``, ``S1 2024``, ``2024 Q3``.
    ``Winter 2024`` is the quarter that begins in January, ``Winter 2023/24`` and ``WS 2023`` the semester that begins
    in October. The numbered semesters of an academic year are its fall, spring and summer; those of a calendar year
    (Australia, Latin America) are terms of their own.
    """
    folded = _folded(text)
    years = _years_in(folded) if folded else None
    if years is None or not years.words:
        return _whole_year(years) if years and not years.short else None
    return _in_chinese(years) or _counted(years) or _named(years)


def term_identity(text: str) -> str:
    """Return what is equal for all ways to write one term: its normal form, else the text itself, folded."""
    found = parse_term(text)
    return str(found) if found else " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def term_label(text: str, language: str = "en") -> str:
    """Return a term in words of ``language`` (Chinese or English); one that can't be read stays as it was written."""
    found = parse_term(text)
    return found.label(language) if found else text


def in_order(terms: Iterable[str]) -> tuple[str, ...]:
    """Return terms as written, each once (of two ways to write it the first), the newest last.

    Where one of them can't be read, nobody knows its place: then they stay in the order in which they were written.
    """
    written: dict[str, str] = {}
    for text in terms:
        written.setdefault(term_identity(text), text)
    parsed = [(term, text) for text in written.values() if (term := parse_term(text))]
    return tuple(text for _, text in sorted(parsed)) if len(parsed) == len(written) else tuple(written.values())


def listed_terms(text: str) -> tuple[str, ...]:
    """Return the terms of a list in one line (``2023-fall, 2024-fall``); a comma may also stand within one.

    Of ``Semester 1, 2024; Spring, 2025`` it makes two.
    """
    pieces = [piece for piece in re.split(r"\s*[,;，；、]\s*", text.strip()) if piece]
    found: list[str] = []
    for piece in pieces:
        joined = f"{found[-1]}, {piece}" if found else ""
        if joined and not parse_term(found[-1]) and parse_term(joined):
            found[-1] = joined
        else:
            found.append(piece)
    return tuple(found)


def every_year(text: str) -> tuple[str, ...]:
    """Return the terms of a range, ``2020-spring..2024-spring``: that term of each year; of any other text itself.

    Raises:
        ValueError: where it goes from a term to another one, or backwards.
    """
    start, is_range, end = _RANGE_SIGN.sub(_RANGE, text, count=1).partition(_RANGE)
    first, last = parse_term(start), parse_term(end)
    if not is_range or first is None or last is None:
        return (text,)
    if first > last or replace(first, year=last.year) != last:
        message = f"{text!r:.80} should go from a term to the same one of a later year, such as 2020-fall..2024-fall"
        raise ValueError(message)
    return tuple(str(replace(first, year=year)) for year in range(first.year, last.year + 1))


def split_term(title: str) -> tuple[str, str]:
    """Return a title without the term that it names, and the term as written, "" where it names none.

    The term stands in brackets, before or after a separator, or at either end: ``Machine Learning (Fall 2024)``,
    ``WS 2023/24: Analysis``, ``机器学习 2024年秋``. A title is never left empty.
    """
    for bracket in _BRACKETED.finditer(title):
        rest = f"{title[: bracket.start()]} {title[bracket.end() :]}".strip()
        if rest and parse_term(bracket.group(1)):
            return rest, bracket.group(1).strip()
    for mark in _SEPARATED.finditer(title):
        before, after = title[: mark.start()].strip(), title[mark.end() :].strip()
        if before and after:
            if parse_term(after):
                return before, after
            if parse_term(before):
                return after, before
    return _split_at_an_end(title)


def _split_at_an_end(title: str) -> tuple[str, str]:
    words = title.split()
    for count in range(min(_MOST_WORDS, len(words) - 1), 0, -1):
        for rest, term in ((words[:-count], words[-count:]), (words[count:], words[:count])):
            found = parse_term(" ".join(term))
            # A year by itself may be of the title: "Orwell's 1984".
            if found and found.name:
                return " ".join(rest), " ".join(term)
    return title.strip(), ""


def _folded(text: str) -> str:
    if len(text) > _LONGEST:
        return ""
    folded = " ".join(unicodedata.normalize("NFKC", text).casefold().translate(_SIGNS).split())
    return _TAIWANESE.sub(lambda found: str(int(found["year"]) + _TAIWANESE_ERA), folded)


def _years_in(folded: str) -> _Years | None:
    """Return the first year or academic year of a text; a pair of other years is none."""
    for form in (_SPAN, _SHORT_SPAN):
        span = form.search(folded)
        if (
            span
            and (int(span["first"]) + 1) % 100 == int(span["second"]) % 100
            and _follows(span["first"], span["second"])
        ):
            return _Years(_full(span["first"]), spans=True, words=_around(folded, span))
    for form in (_YEAR, _SHORT_YEAR):
        year = form.search(folded)
        if year:
            return _Years(_full(year["first"]), spans=False, words=_around(folded, year), short=form is _SHORT_YEAR)
    return None


def _follows(first: str, second: str) -> bool:
    return len(second) < len("2024") or int(second) == int(first) + 1


def _full(year: str) -> int:
    number = int(year)
    if len(year) == len("2024"):
        return number
    return number + (2000 if number < _CENTURY_TURNS else 1900)


def _around(folded: str, found: re.Match[str]) -> str:
    before, after = folded[: found.start()].strip(_AROUND), folded[found.end() :].strip(_AROUND)
    return " ".join(_FILLING.sub(" ", f"{before} {after}").split()).strip(_AROUND)


def _whole_year(years: _Years) -> Term:
    return Term(years.first, 9, "", spans=True) if years.spans else Term(years.first, 0, "")


def _in_chinese(years: _Years) -> Term | None:
    found = _HAN.fullmatch(years.words)
    if found is None:
        return None
    academic = years.spans or (found["year"] or "").startswith(("学", "學"))
    here = years._replace(spans=academic)
    if found["name"]:
        return _term(here, NAMES[found["name"]])
    if found["number"]:
        kind = {"学": "s", "學": "s", "季": "q"}[found["word"][0]] if found["word"] != "学段" else "t"
        return _term(here, f"{kind}{NUMBERS[found['number']]}")
    if found["half"]:
        return _term(here, "s1" if found["half"] == "上" else "s2") if academic else None
    return _whole_year(here) if found["year"] == years.words else None


def _counted(years: _Years) -> Term | None:
    found = _COUNTED.fullmatch(years.words)
    if found is None or years.short:
        return None
    kind = (found["word"] or found["what"] or "s")[0]
    return _term(years, f"{kind}{NUMBERS[found['number'] or found['nth'] or found['bare']]}")


def _named(years: _Years) -> Term | None:
    found = _NAMED.fullmatch(years.words)
    name = NAMES.get(found["name"]) if found else None
    if found is None or name is None:
        return None
    if name == "ws" or (name == "winter" and (found["word"] or "").startswith("sem")):
        return _term(years._replace(spans=True), "winter")
    return _term(years, name)


def _term(years: _Years, name: str) -> Term | None:
    """Return the term of a name in its years; one of an academic year lies in the first of them or in the second."""
    if name.startswith("s") and name[1:].isdigit() and int(name[1:]) > _MOST_SEMESTERS:
        return None
    if not years.spans:
        return Term(years.first, BEGINS[name], name)
    name = _OF_ACADEMIC_YEAR.get(name, name)
    if name in BEGINS_IN_SPAN:
        month = BEGINS_IN_SPAN[name]
        return Term(years.first + (month < _ACADEMIC_YEAR_BEGINS), month, name, spans=True)
    return Term(years.first + (name in _IN_NEXT_YEAR), BEGINS[name], name)
