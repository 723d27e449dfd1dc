"""Which pairs are worth comparing.

Records meet in blocks: those that share an identifier, a title, a place in a volume, or two of their rarest title
words. The last needs neither venue nor year nor a whole title: a cut title keeps enough of its rare words. A block that
is too large is parted by more of what its records hold, so that the number of pairs grows with that of records.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import combinations

from rapidfuzz import fuzz

from pubsync.matching.normalize import is_file_name
from pubsync.matching.portrait import Portrait

RARE_WORDS = 5  # words whose pairs make blocks: with five, three survive most cuts and typing errors
EDGE_LETTERS = 24  # a title's first and last letters, where its words are joined or parted otherwise
LARGEST_BLOCK = 8
NEIGHBOURS = 8  # with how many neighbours a record of a block that can't be parted is compared
COMMON_WORDS = 0.6  # share of the shorter title's words below which words in common are chance …
COMMON_NAMED = 0.4  # … or of titles that begin with one word, which may be a coined name …
PROMISING = 72.0  # … but for titles whose letters are alike, with words joined or mistyped
ALIKE = 85.0  # similarity of titles that makes up for lists without an author in common


def candidates(portraits: Sequence[Portrait], *, one_person: bool = False) -> list[tuple[int, int]]:
    """Return the pairs of positions worth comparing, sorted; a pair's first position is the smaller."""
    sure: set[tuple[int, int]] = set()
    for key in (_identifier_keys, _place_keys, _whole_title):
        sure.update(_pairs(portraits, _blocks(portraits, key)))
    if one_person:
        sure.update(_scripts(portraits))
        sure.update(_file_names(portraits))
    rare = _rare_words(portraits)
    found = set(_pairs(portraits, _blocks(portraits, lambda position, _: combinations(rare[position], 2))))
    found.update(_pairs(portraits, _blocks(portraits, _title_edges)))
    promising = {pair for pair in found - sure if _promising(portraits[pair[0]], portraits[pair[1]])}
    return sorted(sure | promising)


def _blocks(portraits: Sequence[Portrait], keys: Callable[[int, Portrait], Iterable[Hashable]]) -> Iterator[list[int]]:
    first: dict[Hashable, int] = {}
    blocks: dict[Hashable, list[int]] = {}
    for position, portrait in enumerate(portraits):
        for key in keys(position, portrait):
            earlier = first.setdefault(key, position)
            if earlier != position:
                blocks.setdefault(key, [earlier]).append(position)
    yield from blocks.values()


def _pairs(portraits: Sequence[Portrait], blocks: Iterable[list[int]]) -> Iterator[tuple[int, int]]:
    for block in blocks:
        if len(block) <= LARGEST_BLOCK:
            yield from combinations(block, 2)
            continue
        for part in _parted(portraits, block):
            yield from combinations(part, 2)


def _parted(portraits: Sequence[Portrait], block: list[int]) -> Iterator[list[int]]:
    """Part a large block by authors; what has none, or still is too large, is compared with its neighbours."""
    parts: dict[str, list[int]] = defaultdict(list)
    for position in block:
        for family in portraits[position].authors.families or ("",):
            parts[family].append(position)
    for part in parts.values():
        if len(part) <= LARGEST_BLOCK:
            yield part
            continue
        part.sort(key=lambda position: (portraits[position].title.compact, portraits[position].year, position))
        for start in range(len(part)):
            for other in part[start + 1 : start + NEIGHBOURS]:
                yield sorted((part[start], other))


def _identifier_keys(_: int, portrait: Portrait) -> Iterable[Hashable]:
    return portrait.record.identifiers


def _place_keys(_: int, portrait: Portrait) -> Iterable[Hashable]:
    if portrait.volume and portrait.first_page:
        return ((portrait.volume, portrait.first_page, portrait.year),)
    return ()


def _whole_title(_: int, portrait: Portrait) -> Iterable[Hashable]:
    return (portrait.title.compact,) if portrait.title.compact else ()


def _title_edges(_: int, portrait: Portrait) -> Iterable[Hashable]:
    compact = portrait.title.compact
    return (compact[:EDGE_LETTERS], compact[-EDGE_LETTERS:]) if len(compact) > EDGE_LETTERS else ()


def _rare_words(portraits: Sequence[Portrait]) -> list[list[int]]:
    """Return for each record the ranks of its rarest words, rarest first."""
    count: Counter[str] = Counter()
    for portrait in portraits:
        count.update(portrait.title.content)
    # A word that occurs once can't bring two records together.
    shared = sorted((number, word) for word, number in count.items() if number > 1)
    rank = {word: place for place, (_, word) in enumerate(shared)}
    return [sorted([rank[word] for word in one.title.content if word in rank])[:RARE_WORDS] for one in portraits]


def _promising(mine: Portrait, theirs: Portrait) -> bool:
    left, right = mine.title, theirs.title
    common = len(left.content & right.content)
    needed = min(len(left.content), len(right.content))
    if common >= COMMON_WORDS * needed or (common >= COMMON_NAMED * needed and left.words[0] == right.words[0]):
        return _acquainted(mine, theirs) or fuzz.ratio(left.compact, right.compact) >= ALIKE
    return fuzz.ratio(left.compact, right.compact, score_cutoff=PROMISING) > 0 and _acquainted(mine, theirs)


def _acquainted(mine: Portrait, theirs: Portrait) -> bool:
    """Whether the authors may be the same people: unknown, or with a word of a name in common."""
    left, right = mine.authors.words, theirs.authors.words
    if not left or not right or not left.isdisjoint(right):
        return True
    # Scholar takes authors into the title.
    return not (left.isdisjoint(theirs.title.content) and right.isdisjoint(mine.title.content))


def _scripts(portraits: Sequence[Portrait]) -> Iterator[tuple[int, int]]:
    """Pairs of a title in Chinese and one in Latin letters, of years that may be one."""
    chinese = [position for position, portrait in enumerate(portraits) if portrait.title.cjk]
    latin = [position for position, portrait in enumerate(portraits) if not portrait.title.cjk]
    for mine in chinese:
        for other in latin:
            years = portraits[mine].year, portraits[other].year
            if not all(years) or abs(years[0] - years[1]) <= 1:
                yield min(mine, other), max(mine, other)


def _file_names(portraits: Sequence[Portrait]) -> Iterator[tuple[int, int]]:
    """Pairs of a title that is a file's name, whose words stand together, and any other."""
    names = [position for position, portrait in enumerate(portraits) if is_file_name(portrait.title.written)]
    for mine in names:
        yield from ((min(mine, other), max(mine, other)) for other in range(len(portraits)) if other != mine)
