"""Which pairs are worth comparing.

Records meet in blocks: those that share an identifier, a title, a place in a volume, or two of their rarest title
words. The last needs neither venue nor year nor a whole title: a cut title keeps enough of its rare words. A block that
is too large is parted by more of what its records hold, so that the number of pairs grows with that of records.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import chain, combinations
from typing import TypeAlias

from rapidfuzz import fuzz

from pubsync.matching.normalize import TitleForm, is_file_name
from pubsync.matching.portrait import Portrait

RARE_WORDS = 5  # words whose pairs make blocks: with five, three survive most cuts and typing errors
CHANCE = 1.0  # records in which two words may be expected together by chance
EDGE_LETTERS = 24  # a title's first and last letters, where its words are joined or parted otherwise
LARGEST_BLOCK = 12
NEIGHBOURS = 8  # with how many neighbours a record of a block that can't be parted is compared
COMMON_WORDS = 0.6  # share of the shorter title's words below which words in common are chance …
COMMON_NAMED = 0.4  # … or of titles that begin with one word, which may be a coined name …
PROMISING = 72.0  # … but for titles whose letters are alike, with words joined or mistyped
ALIKE = 85.0  # similarity of titles that makes up for lists without an author in common

Keys: TypeAlias = Iterable[tuple[int, Iterable[Hashable]]]
"""A record's position with the keys of the blocks that it stands in."""


def candidates(portraits: Sequence[Portrait], *, one_person: bool = False) -> list[tuple[int, int]]:
    """Return the pairs of positions worth comparing, sorted; a pair's first position is the smaller."""
    sure: set[tuple[int, int]] = set()
    for keys in (_identifier_keys(portraits), _place_keys(portraits), _whole_titles(portraits)):
        sure |= _pairs(portraits, _blocks(keys))
    if one_person:
        sure.update(_scripts(portraits))
        sure.update(_file_names(portraits))
    found = _pairs(portraits, _blocks(_rare_words(portraits))) | _pairs(portraits, _blocks(_title_edges(portraits)))
    return sorted(sure.union(_promising(portraits, found - sure)))


def _blocks(keys: Keys) -> Iterable[list[int]]:
    """Return the positions that have a key in common, for each key that several have."""
    first: dict[Hashable, int] = {}
    blocks: dict[Hashable, list[int]] = {}
    for position, found in keys:
        for key in found:
            earlier = first.setdefault(key, position)
            if earlier != position:
                blocks.setdefault(key, [earlier]).append(position)
    return blocks.values()


def _pairs(portraits: Sequence[Portrait], blocks: Iterable[list[int]]) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for block in blocks:
        for part in [block] if len(block) <= LARGEST_BLOCK else _parted(portraits, block):
            found.update(combinations(part, 2))
    return found


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


def _identifier_keys(portraits: Sequence[Portrait]) -> Keys:
    return [(at, one.record.identifiers) for at, one in enumerate(portraits) if one.record.identifiers]


def _place_keys(portraits: Sequence[Portrait]) -> Keys:
    # Few records name both; asking for the texts first leaves the numbers unread.
    named = [(at, one) for at, one in enumerate(portraits) if one.record.volume and one.record.page]
    return [(at, [(one.volume, one.first_page, one.year)]) for at, one in named if one.volume and one.first_page]


def _whole_titles(portraits: Sequence[Portrait]) -> Keys:
    return [(at, [one.title.compact]) for at, one in enumerate(portraits) if one.title.compact]


def _title_edges(portraits: Sequence[Portrait]) -> Keys:
    titles = [(at, one.title.compact) for at, one in enumerate(portraits)]
    return [(at, {text[:EDGE_LETTERS], text[-EDGE_LETTERS:]}) for at, text in titles if len(text) > EDGE_LETTERS]


def _rare_words(portraits: Sequence[Portrait]) -> Keys:
    """Return for each record the pairs of its rarest words, each pair as one number.

    Two words that come together by chance, as they do the more often the more records there are, need a third.
    """
    titles = [portrait.title.content for portrait in portraits]
    count = Counter(chain.from_iterable(titles))
    # A word that occurs once can't bring two records together: such words come last, and are cut off.
    shared = sorted([(number, word) for word, number in count.items() if number > 1])
    rank = dict.fromkeys(count, len(shared))
    rank.update({word: place for place, (_, word) in enumerate(shared)})
    size, most = len(shared), CHANCE * len(portraits)
    often = [number for number, _ in shared]
    for position, words in enumerate(titles):
        ranks = sorted([rank[word] for word in words])[:RARE_WORDS]
        while ranks and ranks[-1] == size:
            ranks.pop()
        if len(ranks) > 1 and often[ranks[-1]] * often[ranks[-2]] > most:
            yield position, _telling(ranks, often, most)
        else:
            yield position, [rare * size + other for rare, other in combinations(ranks, 2)]


def _telling(ranks: list[int], often: list[int], most: float) -> list[int]:
    size = len(often)
    keys = []
    for place, other in enumerate(ranks):
        for rare in ranks[:place]:
            if often[rare] * often[other] <= most:
                keys.append(rare * size + other)
            else:
                keys += [(rare * size + other) * size + third for third in ranks[place + 1 :]]
    return keys


def _promising(portraits: Sequence[Portrait], pairs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the pairs whose titles are alike enough, and whose authors may be the same."""
    titles = [one.title for one in portraits]
    for pair in pairs:
        mine, theirs = pair
        left, right = titles[mine], titles[theirs]
        common, needed = len(left.content & right.content), min(len(left.content), len(right.content))
        if common >= COMMON_WORDS * needed or (common >= COMMON_NAMED * needed and left.words[0] == right.words[0]):
            if _acquainted(portraits[mine], portraits[theirs]) or _alike(left, right, ALIKE):
                yield pair
        elif _alike(left, right, PROMISING) and _acquainted(portraits[mine], portraits[theirs]):
            yield pair


def _alike(left: TitleForm, right: TitleForm, least: float) -> bool:
    return fuzz.ratio(left.compact, right.compact, score_cutoff=least) > 0


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
