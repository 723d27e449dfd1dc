"""Papers and citations by year as bars: a figure for a page, or an SVG file of its own.

A figure takes the colour of the text around it, so that it follows any theme of the site, and holds neither script nor
style sheet. It is one block of HTML to every Markdown (https://spec.commonmark.org/0.31.2/#html-blocks): it begins with
a block's tag, has no blank line, and no line is indented. Its numbers stand in a table below it besides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeAlias

from pubsync.frozen import frozen
from pubsync.records.counts import Counts
from pubsync.records.work import Work
from pubsync.sites.contexts import Printing
from pubsync.sites.render import Renderer

Rows: TypeAlias = tuple[tuple[int, int], ...]
"""Years with what was counted in each, oldest first, no year left out."""
_Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right and bottom."""
PictureName: TypeAlias = Literal["papers_by_year", "citations_by_year"]

MOST_YEARS = 80
"""No more years are drawn: one paper misdated by centuries would leave no room for the others."""
_KNOWN_YEARS = range(1, 10_000)
_LARGEST = 10_000_000
"""Nobody has more in a year: what is larger is a source's error."""
_YEARS_IN_WORDS = 6

_WIDTH = 320.0
"""Units of the widest picture: as many as a narrow telephone has pixels, so that its text is readable there."""
_NARROWEST = 140.0
_PIXELS, _EMS = 1.375, 1.375 / 16
"""Of a unit, where there is room."""
_FONT = 10.5
_DIGIT, _COMMA = 0.64, 0.37
"""How wide they are in units of the font's size, in the widest of the common fonts (Verdana's are .636 and .364)."""
_TOP, _PLOT, _BELOW = 15.0, 104.0, 19.0
_BASE = _TOP + _PLOT
_HEIGHT = _BASE + _BELOW
_SIDE, _GAP = 12.0, 6.0
_WIDEST_STEP, _WIDEST_BAR, _BAR_SHARE, _WIDEST_DOT = 37.0, 18.0, 0.66, 1.75
_LEAST_HEIGHT = 0.75
"""Of a bar, so that one in thousands still differs from none."""
_MOST_TICKS = 4


def papers_by_year(works: Sequence[Work]) -> Rows:
    """Return how many works appeared in every year from the first to the last; those without a year are left out."""
    return _every_year((work.issued.year, 1) for work in works if work.issued)


def citations_by_year(counts: Counts) -> Rows:
    """Return how often the works were cited in every year from the first to the last that is known.

    What no year can have, a negative count or more than ten million, is left out.
    """
    return _every_year(counts.by_year)


def bars(
    rows: Sequence[tuple[int, int]],
    *,
    name: PictureName,
    printing: Printing,
    folders: Sequence[Path],
    prefix: str = "pubsync",
) -> str:
    """Return a figure for a page of HTML or Markdown, "" where there is nothing to show.

    Args:
        rows: years with their counts, see ``papers_by_year`` and ``citations_by_year``.
        name: which of the two it is.
        printing: the language and its labels.
        folders: template folders, the user's first.
        prefix: what its ids begin with: another for each figure of one name on a page.

    Raises:
        SiteError: where the template is missing or faulty.
    """
    return _rendered("html", _context(rows, name, printing, prefix), printing, folders)


def picture_file(
    rows: Sequence[tuple[int, int]], *, name: PictureName, printing: Printing, folders: Sequence[Path]
) -> str:
    """Return a whole SVG document, for ``<img>`` or a link; "" where there is nothing to show.

    It follows the reader's preference for light or dark, since it can't see the page's colours.

    Raises:
        SiteError: where the template is missing or faulty.
    """
    return _rendered("svg", _context(rows, name, printing, "pubsync"), printing, folders)


def in_words(rows: Sequence[tuple[int, int]], *, name: PictureName, printing: Printing) -> str:
    """Return what a picture shows, in a sentence or two: its description, and the ``alt`` of its file."""
    return _Words(name, printing).description(_drawn(_known(rows)))


def _every_year(counted: Iterable[tuple[int, int]]) -> Rows:
    """Add up what was counted in each year, and fill the years between with zeros."""
    found: Counter[int] = Counter()
    for year, count in counted:
        if year in _KNOWN_YEARS and 0 <= count <= _LARGEST:
            found[year] += count
    return tuple((year, found[year]) for year in range(min(found), max(found) + 1)) if found else ()


def _known(rows: Sequence[tuple[int, int]]) -> Rows:
    """Return every year of the rows, none where all of them are zero."""
    known = _every_year(rows)
    return known if any(count for _, count in known) else ()


def _drawn(rows: Rows) -> Rows:
    """Return the rows to draw: all, or of too many those years in which most was counted, of equals the latest."""
    if len(rows) <= MOST_YEARS:
        return rows
    counts = [count for _, count in rows]
    starts = range(len(rows) - MOST_YEARS, -1, -1)
    start = max(starts, key=lambda at: sum(counts[at : at + MOST_YEARS]))
    within = rows[start : start + MOST_YEARS]
    counted = [at for at, (_, count) in enumerate(within) if count]
    return within[counted[0] : counted[-1] + 1] if counted else ()


def _context(rows: Sequence[tuple[int, int]], name: PictureName, printing: Printing, prefix: str) -> dict[str, Any]:
    """Return what the templates use, nothing where there is nothing to draw."""
    known = _known(rows)
    if not known:
        return {}
    identity = re.sub(r"[^A-Za-z0-9_-]+", "-", prefix) + "-" + name.replace("_", "-")
    return _drawing(_drawn(known), _Words(name, printing)).context(known) | {"id": identity}


def _rendered(suffix: str, picture: Mapping[str, Any], printing: Printing, folders: Sequence[Path]) -> str:
    if not picture:
        return ""
    text = Renderer(printing, folders, "picture", suffix).text("bars", picture=picture)
    # Whatever a user's template does: a blank line would end the block, and an indented one be shown as code.
    return "".join(f"{line.strip()}\n" for line in text.splitlines() if line.strip())


class _Words:
    """What a picture says, in the language of the output."""

    def __init__(self, name: PictureName, printing: Printing) -> None:
        self._common: Mapping[str, str] = printing.labels["picture"]
        self._own: Mapping[str, str] = printing.labels[name]
        self._comma = printing.label("comma")
        self.title = self._own["title"]
        self.counted = self._own["counted"]

    def of_year(self, year: int, count: int) -> str:
        """``12 papers in 2023``."""
        words = self._own["one" if count == 1 else "many"]
        return words.replace("{count}", _number(count)).replace("{year}", str(year))

    def description(self, rows: Rows) -> str:
        """All years where they are few, else the sum, the most and the latest."""
        if len(rows) <= 1:
            return "".join(self.of_year(*row) for row in rows)
        total = self._own["in_all"].replace("{count}", _number(sum(count for _, count in rows)))
        total = total.replace("{first}", str(rows[0][0])).replace("{last}", str(rows[-1][0]))
        return total + self._common["stop"] + self._single_years(rows)

    def _single_years(self, rows: Rows) -> str:
        if len(rows) <= _YEARS_IN_WORDS:
            return self._comma.join(self.of_year(*row) for row in rows)
        most = max(reversed(rows), key=lambda row: row[1])
        told = [("most", most)] if most == rows[-1] else [("most", most), ("latest", rows[-1])]
        return self._comma.join(self._common[label].replace("{words}", self.of_year(*row)) for label, row in told)

    def table(self, known: Rows, drawn: Rows) -> list[tuple[str, str]]:
        """Every year drawn with its number, and what lies outside of those in a row of its own."""
        first, last = drawn[0][0], drawn[-1][0]
        before = sum(count for year, count in known if year < first)
        after = sum(count for year, count in known if year > last)
        years = [(str(year), _number(count)) for year, count in drawn]
        return [*self._outside("before", first, before), *years, *self._outside("after", last, after)]

    def _outside(self, label: str, year: int, count: int) -> list[tuple[str, str]]:
        return [(self._common[label].replace("{year}", str(year)), _number(count))] if count else []


@frozen()
class _Bar:
    """The bar of a year, from ``y`` down to the line."""

    year: int
    count: int
    x: float
    y: float
    width: float

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    def box(self) -> _Box:
        return self.x, self.y, self.x + self.width, _BASE


class _Text(NamedTuple):
    """A number at a place; ``x`` is its middle where ``anchor`` is ``middle``, and its end where it is ``end``."""

    text: str
    x: float
    y: float
    anchor: str = "middle"

    def box(self) -> _Box:
        """What it covers, with a little air."""
        width = _text_width(self.text)
        left = self.x - width * (1 if self.anchor == "end" else 0.5)
        return left - 1, self.y - 0.8 * _FONT, left + width + 1, self.y + 2.5


class _Drawing:
    """Where everything stands, in units of the viewBox; ``rows`` holds at least one count above zero.

    A picture that has a number on every bar needs no scale; ``scaled`` is whether it has one.
    """

    def __init__(self, rows: Rows, words: _Words, *, scaled: bool) -> None:
        self._rows = rows
        self._words = words
        self._most = max(count for _, count in rows)
        self._ticks = _ticks(self._most) if scaled else []
        self._left = max((_GAP + _text_width(_number(tick)) for tick in self._ticks), default=0)
        begin = max(self._left, _SIDE)
        self._step = min(_WIDEST_STEP, (_WIDTH - begin - _SIDE) / len(rows))
        self._width = max(_NARROWEST, begin + len(rows) * self._step + _SIDE)
        self._first = (begin + self._width - _SIDE - len(rows) * self._step) / 2
        self.bars = [self._bar(place, *row) for place, row in enumerate(rows)]
        self._bar_boxes = [bar.box() for bar in self.bars]
        self.values = self._values()

    def context(self, known: Rows) -> dict[str, Any]:
        """Return the picture, every number as it is to be written."""
        texts = (*self._scale(), *self._years(), *self.values)
        lengths = {
            "width": self._width,
            "height": _HEIGHT,
            "widest": self._width * _EMS,
            "pixels_wide": self._width * _PIXELS,
            "pixels_high": _HEIGHT * _PIXELS,
            "font": _FONT,
            "left": self._left,
            "right": self._width,
            "base": _BASE,
        }
        return {name: _written(length) for name, length in lengths.items()} | {
            "title": self._words.title,
            "description": self._words.description(self._rows),
            "counted": self._words.counted,
            "table": self._words.table(known, self._rows),
            "lines": [_written(self._top(tick)) for tick in self._ticks],
            "bars": [self._bar_context(bar) for bar in self.bars],
            "texts": [one._asdict() | {"x": _written(one.x), "y": _written(one.y)} for one in texts],
        }

    def _bar(self, place: int, year: int, count: int) -> _Bar:
        middle = self._first + (place + 0.5) * self._step
        width = min(_WIDEST_BAR, self._step * _BAR_SHARE)
        return _Bar(year, count, middle - width / 2, min(self._top(count), _BASE - _LEAST_HEIGHT), width)

    def _bar_context(self, bar: _Bar) -> dict[str, Any]:
        lengths = {"x": bar.x, "y": bar.y, "width": bar.width, "height": _BASE - bar.y, "middle": bar.middle}
        lengths["radius"] = min(_WIDEST_DOT, bar.width / 2)
        words = self._words.of_year(bar.year, bar.count)
        return {name: _written(length) for name, length in lengths.items()} | {"count": bar.count, "words": words}

    def _top(self, count: int) -> float:
        return _BASE - count / self._most * _PLOT

    def _scale(self) -> list[_Text]:
        end = self._left - _GAP
        return [_Text(_number(tick), end, self._top(tick) + 0.36 * _FONT, "end") for tick in self._ticks]

    def _years(self) -> list[_Text]:
        """The years below the line: all where there is room, else every second, fifth, tenth and so on."""
        room = max(_text_width(str(year)) for year, _ in self._rows) + _GAP
        every = next(every for every in (1, 2, 5, 10, 20, 50, 100) if every * self._step >= room)
        return [_Text(str(bar.year), bar.middle, _BASE + _FONT + 4) for bar in self.bars if bar.year % every == 0]

    def _values(self) -> list[_Text]:
        """The numbers above the bars: all where none touches another or a bar, else the most and the latest."""
        every = self._placed(self.bars)
        most = max(reversed(self.bars), key=lambda bar: bar.count)
        return every if len(every) == len(self.bars) else self._placed([most, self.bars[-1]])

    def _placed(self, bars: Sequence[_Bar]) -> list[_Text]:
        """The numbers of those bars, without the ones that there is no room for beside the former."""
        placed: list[_Text] = []
        for bar in bars:
            text = self._above(bar)
            if self._is_free(text, placed):
                placed.append(text)
        return placed

    def _above(self, bar: _Bar) -> _Text:
        """The number over the middle of its bar, or as near as the picture's edges let it."""
        number = _number(bar.count)
        half = _text_width(number) / 2
        return _Text(number, min(max(bar.middle, self._left + half), self._width - half), bar.y - 3)

    def _is_free(self, text: _Text, placed: Sequence[_Text]) -> bool:
        box = text.box()
        return not any(_overlap(box, other) for other in (*self._bar_boxes, *(one.box() for one in placed)))


def _drawing(rows: Rows, words: _Words) -> _Drawing:
    plain = _Drawing(rows, words, scaled=False)
    return plain if len(plain.values) == len(plain.bars) else _Drawing(rows, words, scaled=True)


def _ticks(most: int) -> list[int]:
    """Return round whole numbers up to ``most``, at most four."""
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            if most // step <= _MOST_TICKS:
                return list(range(step, most + 1, step))
        size *= 10


def _overlap(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _text_width(digits: str) -> float:
    return _FONT * sum(_DIGIT if character.isdigit() else _COMMA for character in digits)


def _number(count: int) -> str:
    return f"{count:,}"


def _written(number: float) -> str:
    """Return a number with at most two decimals."""
    return f"{number:.2f}".rstrip("0").rstrip(".")
