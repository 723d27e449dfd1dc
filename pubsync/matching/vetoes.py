"""Reasons for which two records are not one work, whatever else agrees."""

from __future__ import annotations

import re

from pubsync.matching.portrait import Portrait
from pubsync.matching.venues import venues_agree
from pubsync.matching.words import SCHOLAR_DEBRIS, words_of

_TYPES_APART = {"thesis": "thesis", "patent": "patent", "dataset": "dataset", "software": "dataset", "speech": "talk"}
# Sources that give each work one entry: two of them are two works, but for preprints.
_REGISTRIES = words_of("dblp acm crossref pubmed")
_THESIS = re.compile(r"\b(?:ph\.? ?d|m\.? ?sc|b\.? ?sc|thesis|dissertation)\b", re.IGNORECASE)
_AGREE = 0.5


def veto(mine: Portrait, theirs: Portrait) -> str:
    """Return the reason for which the two are no one work, or ""."""
    return (
        _types(mine, theirs)
        or _marks(mine, theirs)
        or _numbers(mine, theirs)
        or _versions(mine, theirs)
        or _identifiers(mine, theirs)
        or _elsewhere(mine, theirs)
        or _yearly(mine, theirs)
        or _listed_apart(mine, theirs)
    )


def _identifiers(mine: Portrait, theirs: Portrait) -> str:
    if mine.dois and theirs.dois and not mine.dois & theirs.dois:
        return "conflicting DOIs"
    if mine.preprint_ids and theirs.preprint_ids and not mine.preprint_ids & theirs.preprint_ids:
        return "conflicting preprint identifiers"
    return ""


def _types(mine: Portrait, theirs: Portrait) -> str:
    if not (mine.record.type and theirs.record.type):
        return ""
    left, right = _apart(mine), _apart(theirs)
    return "" if left == right else left or right


def _apart(portrait: Portrait) -> str:
    record = portrait.record
    # Some databases write "Ph.D." where a volume belongs.
    if (record.volume and _THESIS.search(record.volume)) or (record.genre and _THESIS.search(record.genre)):
        return "thesis"
    return _TYPES_APART.get(record.type, "")


def _marks(mine: Portrait, theirs: Portrait) -> str:
    odd = mine.marks.kinds ^ theirs.marks.kinds
    return min(odd) if odd else ""


def _numbers(mine: Portrait, theirs: Portrait) -> str:
    """Tell Part I from Part II, the second challenge from the third, and both from the one without a number."""
    left, right = mine.marks, theirs.marks
    if left.numbers == right.numbers and left.part == right.part:
        return ""
    if mine.title.compact == theirs.title.compact or same_place(mine, theirs):
        return ""
    if _glued_reference(mine, theirs) or _glued_reference(theirs, mine):
        return ""
    if left.part != right.part and not (mine.title.cut or theirs.title.cut):
        return "part"
    ours, others = left.numbers - right.numbers, right.numbers - left.numbers
    if ours and others:
        return "number"
    lone, other = (left, theirs.title) if ours else (right, mine.title)
    return "series" if lone.ordinal and not other.cut else ""


def _glued_reference(mine: Portrait, theirs: Portrait) -> bool:
    """Whether Scholar glued a reference to the title, whose numbers are no part of it."""
    return mine.kind == "scholar" and bool((set(mine.title.words) - theirs.title.content) & SCHOLAR_DEBRIS)


def _versions(mine: Portrait, theirs: Portrait) -> str:
    if not _journal_and_conference(mine, theirs):
        return ""
    if mine.first_page and mine.first_page == theirs.first_page:
        return ""
    if mine.dois & theirs.dois:
        return ""
    left, right = sorted((mine.venue_name, theirs.venue_name))
    years_agree = mine.year == theirs.year or not mine.year or not theirs.year
    if "scholar" in (mine.kind, theirs.kind) and years_agree and venues_agree(left, right) > _AGREE:
        # Scholar gives "SIGMOD Record" for the conference whose papers it once printed.
        return ""
    return "extended"


def _journal_and_conference(mine: Portrait, theirs: Portrait) -> bool:
    left, right = mine.venue.kind, theirs.venue.kind
    if left and right:
        return left != right and {left, right} == {"journal", "conference"}
    # Exports call all sorts of things an article: a type tells only against another one.
    left, right = mine.record.type, theirs.record.type
    return left != right and {left, right} == {"article-journal", "paper-conference"}


def same_place(mine: Portrait, theirs: Portrait) -> bool:
    """Whether both stand at one page of one volume."""
    return bool(mine.volume and mine.first_page) and (mine.volume, mine.first_page) == (
        theirs.volume,
        theirs.first_page,
    )


def _elsewhere(mine: Portrait, theirs: Portrait) -> str:
    """A meeting's abstract and the paper, or an article printed twice: two volumes and pages of one journal."""
    if not (mine.volume and theirs.volume and mine.first_page and theirs.first_page):
        return ""
    if (
        mine.volume == theirs.volume
        or mine.first_page == theirs.first_page
        or "1" in (mine.first_page, theirs.first_page)
    ):
        return ""
    left, right = sorted((mine.venue_name, theirs.venue_name))
    return "another volume and page of one journal" if venues_agree(left, right) > _AGREE else ""


def _yearly(mine: Portrait, theirs: Portrait) -> str:
    if not (mine.year and theirs.year) or mine.year == theirs.year:
        return ""
    return "series" if mine.marks.recurring and theirs.marks.recurring else ""


def _listed_apart(mine: Portrait, theirs: Portrait) -> str:
    """One list that holds both, with another year or venue, means two works."""
    if mine.record.source != theirs.record.source or mine.is_preprint or theirs.is_preprint:
        return ""
    if mine.kind in _REGISTRIES:
        return "the same source lists both"
    if mine.kind != "bibtex" or not (mine.venue_name and theirs.venue_name):
        return ""
    left, right = sorted((mine.venue_name, theirs.venue_name))
    other_year = mine.year and theirs.year and mine.year != theirs.year
    # A Chinese journal has an English name as well, which its Chinese one does not tell: its pages do.
    translated = mine.title.cjk != theirs.title.cjk and same_place(mine, theirs)
    if other_year or (venues_agree(left, right) <= 0 and not translated):
        return "the same list holds both, with another venue or year"
    return ""
