"""Numbers of papers that stand in running text: they grow old, and could be kept true."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pubsync.detect.pages import pages_of
from pubsync.detect.survey import Survey
from pubsync.frozen import frozen

_MOST = 5
_LEAST, _TENS = 5, 10
_NUMBER = re.compile(
    r"(?P<about>\b(?:over|more than|at least)\s+)?(?<![\d.,/-])\b(?P<english>\d{1,3})(?P<plus>\s?\+)?\s+"
    r"(?:(?:peer-reviewed|refereed|research|scientific|academic|journal|conference|international|technical|top-tier|and)\s+){0,4}"
    r"(?:papers|publications)\b"
    r"|论文\s*(?P<after>\d{1,3})\s*(?P<more_after>余)?\s*篇"
    r"|(?<![\d.])(?P<before>\d{1,3})\s*(?P<more_before>余|多)?\s*篇(?:学术|期刊|会议)?论文",
    re.IGNORECASE,
)
_AS_FIRST = re.compile(
    r"(?<![\d.,/-])\b(?P<english>\d{1,3})\s+(?:of\s+(?:them|these|those|which)\s+|(?:papers|publications)\s+)?"
    r"as\s+(?:the\s+|a\s+)?first(?P<or>\s*(?:/|or|and/or)\s*(?:the\s+)?corresponding)?[\s-]authors?\b"
    r"|第一作者(?P<or_zh>\s*[或/、]\s*通讯作者)?(?:身份)?(?:发表)?(?:的)?(?:论文)?\s*(?P<after>\d{1,3})\s*篇",
    re.IGNORECASE,
)
"""Of those papers a part that is counted, too."""
_OF_OTHERS = re.compile(
    r"(?<!peer-)\b(?:review|accept|award|edit|read|submi|best|top|of \d)\w*|审稿|评审|录用", re.IGNORECASE
)
"""Beside such a word the number is of other papers, or of some of them."""
_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n.*?^---[ \t]*\r?$", re.DOTALL | re.MULTILINE)


@frozen(kw_only=True)
class FoundNumber:
    """A number of papers that a person wrote into a page; ``marked`` is how it reads where it is kept true."""

    path: str
    line: int
    words: str
    marked: str

    @property
    def where(self) -> str:
        """File and line."""
        return f"{self.path}:{self.line}"


def numbers_of(survey: Survey) -> tuple[FoundNumber, ...]:
    """Return the first numbers of papers in the running text of the site's pages, those kept true already left out."""
    found = (one for path in pages_of(survey) for one in _in_page(path, survey.text(path)))
    return tuple(one for one, _ in zip(found, range(_MOST), strict=False))


def _in_page(path: str, text: str) -> Iterator[FoundNumber]:
    begin = found.end() if (found := _FRONT.match(text)) else 0
    for at, line in enumerate(text[begin:].split("\n"), text.count("\n", 0, begin) + 1):
        for one in _in_line(line[:2_000]):
            told = one.groupdict()
            group = next(name for name in ("english", "after", "before") if told.get(name))
            beside = line[max(0, one.start() - 20) : one.end() + 20]
            if int(one[group]) >= _LEAST and not _OF_OTHERS.search(beside):
                yield FoundNumber(path=path, line=at, words=one.group().strip(), marked=_marked(one, group))


def _in_line(line: str) -> list[re.Match[str]]:
    """Return the numbers of a line in their order; that of papers as first author is none of all papers."""
    parts = list(_AS_FIRST.finditer(line))
    whole = (
        one
        for one in _NUMBER.finditer(line)
        if all(one.end() <= part.start() or part.end() <= one.start() for part in parts)
    )
    return sorted([*parts, *whole], key=re.Match.start)


def _marked(one: re.Match[str], group: str) -> str:
    """The words with the two comments around the number, which is left out: what is counted is put there."""
    told = one.groupdict()
    is_round = any(told.get(name) for name in ("about", "plus", "more_after", "more_before"))
    rounding = f" round=down:{_TENS}" if is_round and int(one[group]) % _TENS == 0 else ""
    of = "publications"
    if one.re is _AS_FIRST:
        of = "first_or_corresponding" if told["or"] or told["or_zh"] else "first_author"
    start, end = one.start(group) - one.start(), one.end(group) - one.start()
    marker = f"<!-- pubsync:count {of}{rounding} --><!-- pubsync:end -->"
    return f"{one.group()[:start]}{marker}{one.group()[end:]}".strip()
