"""How two titles compare: equal, cut, a subtitle lost, typing errors, other words."""

from __future__ import annotations

import re

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein, Prefix

from pubsync.matching.evidence import Evidence
from pubsync.matching.normalize import TitleForm, fold, is_file_name, parts_of_title
from pubsync.matching.portrait import Portrait
from pubsync.matching.scripts import compare_scripts
from pubsync.matching.words import CONTRIBUTION, GENERIC, SCHOLAR_DEBRIS, STOPWORDS_BY_LANGUAGE

# What an equal title says by the number of its words that are not generic: "Editorial" identifies nothing, six words
# of substance are hardly ever chosen twice.
EQUAL_BY_WORDS = (0.5, 3.0, 5.0, 6.2, 7.0, 7.8, 8.3, 8.7, 9.0)
TYPING_ERRORS = -0.5  # letters differ as typing and scanning errors do
OTHER_ORDER = -1.0  # the same words in another order
CUT = -0.5  # one title ends early, and its source says so
SUBTITLE = -1.5  # one lacks what stands before or after the other's colon
REFERENCE = -1.0  # the same where Scholar glues the reference to a title, or breaks the title off at its comma
EDGE = -2.5  # one has more words at its beginning or end
SURPLUS_WORD = -1.8  # for each word of substance that one title has and the other lacks
OTHER_WORD = -2.5  # for each word of substance that stands in another's place
SLIGHT = 0.3  # how much of that a generic word weighs
NAME = 1.5  # both titles give the same coined name before a colon, which then identifies more than the words after it
NAMED_OTHER_WORD = -1.0
NAMED_SURPLUS_WORD = -0.3
SIMILAR = "similar title"  # the name of what speaks for titles that are not equal but for their writing
HOPELESS = -9.0
OTHER_TITLES = Evidence("title", HOPELESS, "other titles")
_LITTLE = GENERIC | CONTRIBUTION
_NEAR_NAMED = 0.35
_WORTH = 0.35
_NEAR = 0.55  # below this share of common words two titles are not looked at further
_SHORT_WORD = 4
_LONG_WORD = 8
_TYPED_ALIKE = 90.0
_ORDERED = 70.0
_FILE_PART = 40
_STEM = 5
_TWO = 2
_COINED = re.compile(r"\b\w*[A-Z0-9]\w*[A-Z0-9]\w*\b")


def compare_titles(mine: Portrait, theirs: Portrait) -> Evidence:
    """Weigh two titles."""
    left, right = mine.title, theirs.title
    if not left.text or not right.text:
        return Evidence("title", -2.0, "a title is missing")
    if left.compact == right.compact:
        return Evidence("title", equal_weight(left.informative), "equal titles")
    if _equal_without_mathematics(left, right):
        return Evidence("title", equal_weight(left.informative) + TYPING_ERRORS, "equal titles but for mathematics")
    if left.cjk != right.cjk:
        return compare_scripts(left, right)
    return _unequal(mine, theirs)


def _unequal(mine: Portrait, theirs: Portrait) -> Evidence:
    if (len(theirs.title.compact), theirs.title.compact) < (len(mine.title.compact), mine.title.compact):
        mine, theirs = theirs, mine
    if not _share_words(mine.title, theirs.title):
        return OTHER_TITLES
    found = _cut_beginning(mine, theirs)
    if found:
        return found
    left, right = leftovers(mine, theirs)
    common = mine.title.informative - len(left - GENERIC)
    coined = _coined_name(mine.title, theirs.title)
    needed = _NEAR_NAMED if coined else _NEAR
    if common < needed * mine.title.informative or not common:
        return _part(mine, theirs) or OTHER_TITLES
    weight = equal_weight(common)
    if not left and not right:
        return _same_words(weight, mine.title, theirs.title)
    if coined:
        return _named(weight, left, right, coined)
    return _part(mine, theirs) or _by_words(weight, mine.title, theirs.title, left, right)


def equal_weight(informative: int) -> float:
    """Return what an equal title says that has so many words that are not generic."""
    return EQUAL_BY_WORDS[min(informative, len(EQUAL_BY_WORDS) - 1)]


def _equal_without_mathematics(left: TitleForm, right: TitleForm) -> bool:
    if not (left.bare or right.bare):
        return False
    return (left.bare or left.text) == (right.bare or right.text)


def _share_words(short: TitleForm, long: TitleForm) -> bool:
    """Whether a closer look is worth its time."""
    common = len(short.content & long.content)
    return common >= _WORTH * len(short.content) or _in_order(short, long)


def _in_order(short: TitleForm, long: TitleForm) -> bool:
    return fuzz.partial_ratio(short.compact, long.compact, score_cutoff=_ORDERED) > 0


def _cut_beginning(mine: Portrait, theirs: Portrait) -> Evidence | None:
    short, long = mine.title, theirs.title
    if not long.compact.startswith(short.compact):
        return None
    weight = equal_weight(short.informative) + CUT
    if short.cut:
        return Evidence("title", weight, "one title is the cut beginning of the other")
    rest = long.compact[len(short.compact) :]
    if (
        mine.kind == "scholar"
        and mine.venue_name
        and rest.startswith(fold(mine.venue_name).replace(" ", "")[:_FILE_PART])
    ):
        return Evidence("title", weight, "Scholar took the rest of the title for the venue")
    return None


def _coined_name(left: TitleForm, right: TitleForm) -> str:
    """Return the name before the colon of both titles ("AGChain: …"), "" where there is none or it is a plain word."""
    if ":" not in left.written or ":" not in right.written:
        return ""
    heads = [title.written.partition(":") for title in (left, right)]
    names = [fold(head) for head, colon, _ in heads if colon]
    if len(names) != len(heads) or names[0] != names[1] or names[0] in GENERIC:
        return ""
    words = names[0].split()
    if len(words) == 1:
        return names[0]
    return names[0] if len(words) == _TWO and any(_COINED.search(head) for head, _, _ in heads) else ""


def _named(weight: float, left: frozenset[str], right: frozenset[str], name: str) -> Evidence:
    few, many = sorted((_mass(left), _mass(right)))
    weight += NAME + NAMED_OTHER_WORD * few + NAMED_SURPLUS_WORD * (many - few)
    return Evidence("title", max(HOPELESS, weight), f"both titles are of {name}")


def _part(mine: Portrait, theirs: Portrait) -> Evidence | None:
    short, long = mine.title, theirs.title
    weight = equal_weight(short.informative)
    if len(short.compact) > _FILE_PART and short.compact[:_FILE_PART] in long.compact and is_file_name(long.written):
        return Evidence(SIMILAR, weight + SUBTITLE, "one title is a file's name that holds the other")
    if short.compact not in long.compact or not any(short.compact in part for part in parts_of_title(long)):
        return None
    glued = theirs.kind == "scholar" and ":" not in long.written
    detail = "one title lacks what the other has before or after its colon"
    return Evidence(SIMILAR, weight + (REFERENCE if glued else SUBTITLE), detail)


def _by_words(
    weight: float, short: TitleForm, long: TitleForm, left: frozenset[str], right: frozenset[str]
) -> Evidence:
    order = 0.0 if _in_order(short, long) else OTHER_ORDER
    if not left or not right:
        return _surplus(weight + order, left or right, short if left else long)
    few, many = sorted((_mass(left), _mass(right)))
    penalty = OTHER_WORD * few + SURPLUS_WORD * (many - few)
    detail = f"other words: {' '.join(sorted(left))} / {' '.join(sorted(right))}"
    return Evidence(SIMILAR, max(HOPELESS, weight + order + penalty), detail)


def _same_words(weight: float, short: TitleForm, long: TitleForm) -> Evidence:
    if fuzz.ratio(short.compact, long.compact, score_cutoff=_TYPED_ALIKE) > 0:
        return Evidence("title", weight + TYPING_ERRORS, "titles equal but for typing")
    return Evidence("title", weight + OTHER_ORDER, "titles of the same words")


def _surplus(weight: float, extra: frozenset[str], longer: TitleForm) -> Evidence:
    inner = SURPLUS_WORD * _mass(extra)
    order = [word for word in longer.words if word in longer.content]
    count = sum(1 for word in order if word in extra)
    at_edge = set(order[:count]) <= extra or set(order[-count:]) <= extra
    penalty = max(inner, EDGE - 0.1 * count) if at_edge else inner
    return Evidence(SIMILAR, max(HOPELESS, weight + penalty), f"one title has more: {' '.join(sorted(extra))}")


def _mass(words: frozenset[str]) -> float:
    slight = len(words & _LITTLE)
    return len(words) - slight + SLIGHT * slight


def in_two_languages(left: TitleForm, right: TitleForm) -> bool:
    """Whether two titles that share no words may be translations."""
    languages = _language(left), _language(right)
    return "" not in languages and languages[0] != languages[1]


def _language(title: TitleForm) -> str:
    """Return the language whose little words a title has, "" where there are too few to tell."""
    words = set(title.words)
    hits = sorted((-len(words & stopwords), language) for language, stopwords in STOPWORDS_BY_LANGUAGE.items())
    return hits[0][1] if hits[0][0] <= -_TWO and hits[0][0] < hits[1][0] else ""


def leftovers(mine: Portrait, theirs: Portrait) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words of substance of either title that have no likeness in the other one."""
    mine_only = mine.title.content - theirs.title.content
    theirs_only = theirs.title.content - mine.title.content
    left, right = _not_within(mine_only, theirs.title), _not_within(theirs_only, mine.title)
    if left and theirs_only:
        left = _unlike(left, theirs_only)
    if right and mine_only:
        right = _unlike(right, mine_only)
    return _without_debris(left, mine, theirs), _without_debris(right, theirs, mine)


def _unlike(words: frozenset[str], others: frozenset[str]) -> frozenset[str]:
    """Leave out the words that are one of the others but for typing."""
    long = [other for other in others if len(other) >= _SHORT_WORD and other.isalpha()]
    return frozenset([word for word in words if len(word) < _SHORT_WORD or not _any_alike(word, long)])


def _any_alike(word: str, others: list[str]) -> bool:
    """Whether a word and one of the others, which are of letters alone, differ as typing errors and endings do."""
    if not word.isalpha():
        return False
    stem = word[:_STEM]
    for other in others:
        errors = Levenshtein.distance(word, other, score_cutoff=_TWO)
        if errors < _TWO or (errors == _TWO and len(word) >= _LONG_WORD <= len(other)):
            return True
        if other.startswith(stem) and _differ_in_ending(word, other):
            return True
    return False


def _differ_in_ending(word: str, other: str) -> bool:
    short, long = sorted((len(word), len(other)))
    return short > _STEM and Prefix.similarity(word, other) >= 2 * long // 3


def _not_within(words: frozenset[str], other: TitleForm) -> frozenset[str]:
    """Leave out the words that the other title has joined to others or parted."""
    compact = other.compact
    return frozenset([word for word in words if len(word) < _SHORT_WORD or word not in compact])


def _without_debris(words: frozenset[str], mine: Portrait, theirs: Portrait) -> frozenset[str]:
    """Leave out what belongs to the reference in which Scholar found the work."""
    if not words or mine.kind != "scholar":
        return words
    words = words - SCHOLAR_DEBRIS - theirs.authors.words - mine.authors.words
    years = (str(mine.year), str(theirs.year))
    return frozenset([word for word in words if len(word) > 1 and word[:4] not in years])
