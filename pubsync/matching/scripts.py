"""Titles of one work in Chinese and in English, where only circumstances speak: offered to a person, never joined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pubsync.matching.evidence import Evidence, Verdict, likeliest, probability
from pubsync.matching.glossary import translated_words
from pubsync.matching.normalize import TitleForm
from pubsync.matching.people import PARTLY, PARTLY_LESS
from pubsync.matching.portrait import Portrait
from pubsync.matching.words import GENERIC
from pubsync.records.record import Record, RecordId

SHARED_WORD = 1.5  # a number or a Latin word that stands in both titles
SPELT_OUT = 1.5  # a name of the Chinese title in Latin letters, as Qingcaosha for 青草沙
TRANSLATED_WORD = 1.0
LACKING_WORD = -0.4
MOST = 4.5  # what titles in two scripts can say: a person has to read them
LEAST = -4.0
SAME_COUNT = 2.8  # equal counts of citations in one profile
COUNTERPART = 2.0  # of one year, and neither has a partner in the other list
HALF_AGREE = 0.5 * PARTLY + PARTLY_LESS  # what half of the authors say who agree
NOT_COUNTED = Evidence("citations", 0.0, "")
FEW = 2  # with more counterparts than these nobody could choose
ABOUT_EQUAL = 0.7
_NAME = 6  # letters from which a word that pinyin spells is no chance


def compare_scripts(left: TitleForm, right: TitleForm) -> Evidence:
    """Weigh two titles of which one is in Chinese or Japanese."""
    chinese, latin = (left, right) if left.cjk else (right, left)
    shared = sorted(word for word in (left.content & right.content) - GENERIC if word.isascii() and len(word) > 1)
    spelt = _spelt(chinese.text)
    names = sorted(word for word in latin.content if len(word) >= _NAME and word in spelt and word not in shared)
    translated, lacking = translated_words(chinese.text.replace(" ", ""), frozenset(latin.words))
    weight = SHARED_WORD * len(shared) + SPELT_OUT * len(names)
    weight += TRANSLATED_WORD * len(translated) + LACKING_WORD * len(lacking)
    seen = " ".join((*shared, *names, *translated))
    return Evidence(
        "title", max(LEAST, min(MOST, weight)), f"titles in two scripts{', both with ' + seen if seen else ''}"
    )


def _spelt(text: str) -> str:
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - its tables take long to load, and few lists need them

    return "".join(lazy_pinyin(text)).replace(" ", "")


def compare_counts(mine: Portrait, theirs: Portrait) -> Evidence:
    """Weigh the citations of two rows of one profile whose titles are in two scripts."""
    if mine.title.cjk == theirs.title.cjk:
        return NOT_COUNTED
    left, right = mine.record.citations, theirs.record.citations
    if mine.record.source != theirs.record.source or left != right or not left:
        return NOT_COUNTED
    return Evidence("citations", SAME_COUNT, f"both are cited {left} times")


def counterparts(
    verdicts: Iterable[Verdict],
    portraits: Mapping[RecordId, Portrait],
    group: Mapping[RecordId, Sequence[RecordId]],
) -> list[Verdict]:
    """Return the pairs in two scripts that a person should read, few for each title.

    They are of one year, neither's work has a title in the other's script yet, and their works come from different
    sources; or there is hardly anything else that they could be.
    """
    found: dict[RecordId, list[tuple[bool, Verdict]]] = {}
    for one in verdicts:
        mine, theirs = portraits[one.left], portraits[one.right]
        if not _may_be_counterparts(one, mine, theirs):
            continue
        sides = group[one.left], group[one.right]
        if any(is_in_both(side, portraits) for side in sides):
            continue
        apart = {member.source for member in sides[0]}.isdisjoint(member.source for member in sides[1])
        chinese = one.left if mine.title.cjk else one.right
        found.setdefault(chinese, []).append((apart, one))
    return [_offered(one) for pairs in found.values() for one in _few_likely(pairs)]


def _may_be_counterparts(verdict: Verdict, mine: Portrait, theirs: Portrait) -> bool:
    """Whether two records are in two scripts and of one year, and nothing says that they are two works."""
    if mine.title.cjk == theirs.title.cjk or not mine.year or mine.year != theirs.year or verdict.veto:
        return False
    return not (authors_differ(mine.record, theirs.record) or _by_others(verdict, mine.record, theirs.record))


def is_in_both(side: Sequence[RecordId], portraits: Mapping[RecordId, Portrait]) -> bool:
    """Whether a work has titles in both scripts already."""
    return len({portraits[member].title.cjk for member in side}) > 1


def _few_likely(pairs: Sequence[tuple[bool, Verdict]]) -> list[Verdict]:
    """Return the likeliest counterparts of one title, those from other sources first; none where it has too many."""
    best = sorted(([one for apart, one in pairs if apart] or [one for _, one in pairs]), key=likeliest)
    few = [one for one in best if one.log_odds >= best[0].log_odds - ABOUT_EQUAL]
    return few if len(few) <= FEW and few[0].log_odds + COUNTERPART >= 0 else []


def authors_differ(mine: Record, theirs: Record) -> bool:
    """Whether both lists are whole and of different lengths: no translation changes how many wrote a work."""
    whole = mine.author_complete and theirs.author_complete and mine.author and theirs.author
    return bool(whole) and len(mine.author) != len(theirs.author)


def _by_others(verdict: Verdict, mine: Record, theirs: Record) -> bool:
    """Whether both lists are whole and most of their authors differ: on one page one author is common to all works."""
    weight = sum(one.weight for one in verdict.evidence if one.name == "authors")
    return mine.author_complete and theirs.author_complete and weight != 0 and weight <= HALF_AGREE


def _offered(verdict: Verdict) -> Verdict:
    evidence = Evidence("counterpart", COUNTERPART, "of one year, and neither has another partner")
    return replace(
        verdict,
        decision="undecided",
        probability=probability(min(verdict.log_odds + COUNTERPART, 2.0)),
        evidence=(*verdict.evidence, evidence),
    )
