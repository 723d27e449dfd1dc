"""How two lists of authors compare: cut, initialled, swapped, mistyped, in another script."""

from __future__ import annotations

from rapidfuzz.distance import Levenshtein

from pubsync.matching.evidence import Evidence
from pubsync.matching.names import AuthorsForm, NameForm

# What it says that all authors of the shorter list are in the other one, by their number.
ALL_AGREE = (0.0, 3.5, 4.2, 4.6, 5.0)
# Where the longer list names more and the shorter was not cut: lists of two versions, or of two works, differ so.
MORE_AUTHORS = -1.5
PARTLY = 4.0  # what the share of authors that agree is worth …
PARTLY_LESS = -1.5  # … less this, since some disagree
NOBODY = -6.0  # whole lists without an author in common
NOBODY_NOISY = -1.5  # Scholar takes headings and places for authors
OTHER_INITIALS = 0.5  # a family name alone, with other initials, counts half …
OTHER_INITIALS_NOISY = 0.8  # … but Scholar takes initials from several names
UNKNOWN = Evidence("authors", 0.0, "")
_LIKE = 5  # family names shorter than this are compared letter by letter only
_LONG = 8
_MOST = 24  # collaborations list thousands: the first ones tell


def compare_authors(mine: AuthorsForm, theirs: AuthorsForm, *, noisy: bool) -> Evidence:
    """Weigh two lists of authors; ``noisy``: a source is known to mistype and to cut without saying so."""
    if not mine.names or not theirs.names:
        return UNKNOWN
    short, long = (mine, theirs) if len(mine.names) <= len(theirs.names) else (theirs, mine)
    names = short.names[:_MOST]
    other_initials = OTHER_INITIALS_NOISY if noisy else OTHER_INITIALS
    agreeing = sum([_agreement(name, long, other_initials) for name in names])
    total = len(names)
    if not agreeing and noisy:
        agreeing = _swapped(mine.names, theirs.names)
    detail = f"{agreeing:g} of {total} authors agree"
    if not agreeing:
        return Evidence("authors", NOBODY_NOISY if noisy else NOBODY, "no author in common")
    if agreeing == total:
        weight = ALL_AGREE[min(total, len(ALL_AGREE) - 1)]
        whole = len(long.names) == len(short.names) or noisy or not short.complete
        return Evidence("authors", weight if whole else weight + MORE_AUTHORS, detail)
    less = PARTLY_LESS / 2 if noisy else PARTLY_LESS
    return Evidence("authors", PARTLY * agreeing / total + less, detail)


def _agreement(name: NameForm, others: AuthorsForm, other_initials: float) -> float:
    if name.family in others.families:
        for other in others.names:
            if other.family == name.family and _initials_agree(name, other):
                return 1.0
        return other_initials
    if name.family in others.words or not name.words.isdisjoint(others.families):
        return 1.0
    if any([alike(name.family, family) for family in others.families]):  # noqa: C419 - a hot path, and a list is faster
        return 1.0
    return 0.0


def _initials_agree(mine: NameForm, theirs: NameForm) -> bool:
    if not mine.initials or not theirs.initials:
        return True
    # Scholar and Medline swap, drop and add middle initials: one in common is agreement.
    return mine.initials[0] in theirs.initials or theirs.initials[0] in mine.initials


def alike(left: str, right: str) -> bool:
    """Whether two family names differ as typing errors do, or one is the beginning of the other."""
    size = min(len(left), len(right))
    if size < _LIKE:
        return False
    allowed = 1 if size < _LONG else 2
    if size >= _LONG and (left.startswith(right) or right.startswith(left)):
        return True
    return Levenshtein.distance(left, right, score_cutoff=allowed) <= allowed


def _swapped(mine: tuple[NameForm, ...], theirs: tuple[NameForm, ...]) -> float:
    """Count the names whose parts are swapped, as "G Minos" for "M Garofalakis", where all are."""
    pairs = list(zip(mine, theirs, strict=False))
    swapped = all(one.initials[:1] == other.family[:1] and one.family[:1] == other.initials[:1] for one, other in pairs)
    return float(len(pairs)) if swapped else 0.0
