"""Where a paper of a hand-written list appeared, by words that can be nothing else: a journal's, a conference's."""

from __future__ import annotations

import re
from typing import NamedTuple

from pubsync.records.text import has_han
from pubsync.sites.handmade.pieces import EDGE
from pubsync.sites.handmade.written_names import name_list

_JOURNAL = re.compile(
    r"\b(?:journals?|j\.|transactions|trans\.?|letters|lett\.|reviews?|annals|bulletin|quarterly|magazine|archives?"
    r"|notices|acta|proceedings of the (?:national academy|ieee|vldb)|nature|science|cell|plos)\b"
    "|学报|杂志|期刊|通报|学刊|研究$|科学$|评论$|通讯$|文摘$|论坛$|工程$",
    re.IGNORECASE,
)
_CONFERENCE = re.compile(
    r"\b(?:proceedings|proc\.?|conference|conf\.|symposium|workshops?|congress|meeting|advances in"
    r"|findings of)\b|会议|大会|年会|研讨会|论文集",
    re.IGNORECASE,
)
_ELSE = re.compile(
    r"\b(?:press|springer|elsevier|wiley|university of|working paper|technical report|thesis|dissertation|preprint"
    r"|arxiv|biorxiv|medrxiv|ssrn)\b|出版社|大学",
    re.IGNORECASE,
)
_ACRONYM_AND_YEAR = re.compile(
    r"(?P<name>(?P<first>[A-Z][A-Za-z&/+-]*)(?: [A-Z][A-Za-z&/+-]*){0,3})(?:,?\s+(?:19|20)\d{2}|\s*[’']\d{2})(?!\d)"
)
_CAPITAL = re.compile(r"[A-Z]")
_NO_VENUE = re.compile(
    r"\b(?:authors?|contribut\w*|corresponding|equal\w*|projects?|code|pdf|slides?|video|poster|oral|spotlight|awards?"
    r"|best|accepted|submitted|under review|in preparation|my|our|we|this|abstract|patents?|thesis|dissertation"
    r"|to appear|forthcoming|in press)\b|一作|通讯作者|录用|在审|在投|专利",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:published |appeared |accepted |to appear )?(?:in|by|at|to|载|收录于|发表于)(?:\s*[:：]\s*|\s+)(?:the\s+)?",
    re.IGNORECASE,
)
_ENDS = re.compile(
    rf"[{EDGE}\n;；。|\[\]【】(（]|\.\s|//|(?<![A-Z])[,，]\s*(?=(?:\d|vol|pp|no\.|第|abs/|[(（]))", re.IGNORECASE
)
_ENDS_STRESSED = re.compile(
    rf"[{EDGE}\n;；。|\[\]【】(（]|//|[,，]\s*(?=(?:\d|vol|pp|no\.|第|abs/|[(（]))", re.IGNORECASE
)
_TAIL = re.compile(
    r"[\s,，.:：]*(?:(?:19|20)\d{2}|[’']\d{2}|vol(?:ume)?\.?|第?\s*\d+\s*[卷期]?|pp?\.?|\d[\d()（）:：,，\s-]*)[\s,，.:：]*$",
    re.IGNORECASE,
)
_AROUND = " .,，。;；:：*_“”\"'《》"
_SHORTEST, _LONGEST, _MOST_WORDS = 2, 200, 16
_FARTHEST = 2_000
"""Characters after the title that are looked at: what follows is an abstract."""
_PAGES = r"(?P<page{0}>[A-Z]?\d{{1,6}}(?:\s*[-‐-―~～]+\s*[A-Z]?\d{{1,6}})?)(?!\d|\.\d)"
_NUMBERS = re.compile(
    r"(?<![\w.])(?:vol(?:ume)?\.?\s*)?(?P<volume>\d{1,4})\s*[(（]\s*(?P<issue>\d{1,3}(?:[-–/]\d{1,3})?)\s*[)）]"
    rf"\s*(?:[:：,，]\s*(?:pp?\.?\s*)?{_PAGES.format(1)})?"
    r"|\bvol(?:ume)?\.?\s*(?P<volume2>\d{1,4})(?:,\s*(?:no|issue)\.?\s*(?P<issue2>\d{1,4}))?"
    rf"(?:,\s*pp?\.?\s*{_PAGES.format(2)})?"
    rf"|(?<![\w.])(?P<volume3>\d{{1,3}}),\s*pp?\.\s*{_PAGES.format(3)}",
    re.IGNORECASE,
)


_IMPRINT = re.compile(
    rf"(?:(?:^|[.．。])\s*(?P<place>[^\W\d_][^.．。,，:：;；/\[\]]{{0,39}})\s*[:：]\s*(?P<publisher>[^.．。:：;；/\[\]]{{2,80}}?)"
    rf"\s*[,，]\s*|[.．。,，]\s*)(?:19|20)\d{{2}}(?:\s*[:：]\s*{_PAGES.format('')})?\s*[.．。]?\s*$"
)
_PUBLISHER = re.compile(r"出版社$|\bPress$|^(?:Springer|Elsevier|Wiley)\b", re.IGNORECASE)


def is_publisher(venue: str) -> bool:
    """Whether a venue is a publisher: what it names then is a book."""
    return bool(_PUBLISHER.search(venue))


class Numbers(NamedTuple):
    """Volume, issue and pages; "" where they are not told."""

    volume: str = ""
    issue: str = ""
    page: str = ""


class Imprint(NamedTuple):
    """Place, publisher and pages as GB/T 7714 ends with them; "" where they are not told."""

    place: str = ""
    publisher: str = ""
    page: str = ""


def venue_in(after: str, stressed: str, *, standard: bool = False) -> str:
    """Return the venue that an entry names, "" where none can be told.

    Args:
        after: the words after the title, as they are bounded.
        stressed: what stands out as a venue.
        standard: whether the entry is in the form of GB/T 7714, where the venue follows the title.
    """
    after = after[:_FARTHEST]
    if standard:
        first = _cut(after.lstrip(f"{EDGE}{_AROUND}/"))
        if _may_be(first) and (has_han(first) or not name_list(first).names):
            return first
    named = _cut(stressed, _ENDS_STRESSED)
    named = named if _may_be(named) and _is_plain_name(named) else ""
    short = bool(re.search(rf"[(（][{EDGE} ]*{re.escape(stressed)}", after)) if named else False
    found = named if named and not short else _by_words(after)
    return found or named


def _by_words(after: str) -> str:
    for segment in re.split(r"[\n;；。|\[\]]|(?<=[^\W\d_]{2})\.\s", after):
        venue = next((one for part in segment.split(EDGE) if _may_be(one := _cut(part, _ENDS)) and _names_one(one)), "")
        if venue:
            return venue
        acronym = _ACRONYM_AND_YEAR.match(segment.replace(EDGE, "").strip(_AROUND)[:_LONGEST])
        if acronym and len(_CAPITAL.findall(acronym["first"])) > 1:
            return acronym["name"].strip()
    return ""


def _cut(segment: str, ends: re.Pattern[str] = _ENDS) -> str:
    """A segment without "in" before it and without numbers behind it."""
    words = ends.split(_LEAD.sub("", segment[: 2 * _LONGEST].strip(_AROUND)))[0]
    while (bare := _TAIL.sub("", words)) != words:
        words = bare
    return " ".join(words.strip(_AROUND).split())


def _may_be(venue: str) -> bool:
    return _SHORTEST <= len(venue) <= _LONGEST and not venue[0].isdigit() and len(name_list(venue).names) < 2  # noqa: PLR2004 - a list


def _is_plain_name(venue: str) -> bool:
    """Whether words in italics are a name rather than a remark."""
    short = len(venue.split()) <= _MOST_WORDS and (len(venue) > 2 or has_han(venue))  # noqa: PLR2004 - "AI"
    return short and (venue[0].isupper() or has_han(venue)) and not _NO_VENUE.search(venue)


def _names_one(venue: str) -> bool:
    if not (venue[0].isupper() or has_han(venue)):
        return False
    return any(form.search(venue) for form in (_JOURNAL, _CONFERENCE, _ELSE))


def type_of_venue(venue: str) -> str:
    """Return the CSL type of what appears in a venue, "" where its name does not say."""
    if re.search(r"arxiv|biorxiv|medrxiv|ssrn|preprint", venue, re.IGNORECASE):
        return "article"
    journal, conference = _JOURNAL.search(venue), _CONFERENCE.search(venue)
    if bool(journal) == bool(conference):
        return "article-journal" if journal and "of the" in journal.group() else ""
    return "article-journal" if journal else "paper-conference"


def numbers_in(after: str) -> Numbers:
    """Return volume, issue and pages where they stand as volume(issue): pages; a lone number may be anything."""
    found = _NUMBERS.search(after[:_FARTHEST].replace(EDGE, ""))
    if found is None:
        return Numbers()
    page = _page(found["page1"] or found["page2"] or found["page3"])
    page = "" if re.fullmatch(r"(?:19|20)\d{2}", page) else page  # "12(3), 2021"
    volume = found["volume"] or found["volume2"] or found["volume3"]
    return Numbers(volume, found["issue"] or found["issue2"] or "", page)


def imprint_in(after: str) -> Imprint:
    """Return what an entry in the form of GB/T 7714 ends with, as in ``北京: 科学出版社, 2014: 88-93``."""
    found = _IMPRINT.search(after.replace(EDGE, "").strip()[-_LONGEST:])
    if found is None:
        return Imprint()
    return Imprint(found["place"] or "", found["publisher"] or "", _page(found["page"]))


def _page(written: str | None) -> str:
    return re.sub(r"\s*[-‐-―~～]+\s*", "-", written or "")
