"""What an entry of a hand-written list says of a paper that no source names, as a record for the person to look over.

Unlike ``matching``, nothing here can be held against a known work. So only what stands where such a thing must stand is
believed; what can't be told stays unknown, and without a title, a year and the owner's name there is no record.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby, pairwise
from typing import NamedTuple

from pubsync.frozen import frozen
from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import Identifier, Link
from pubsync.records.names import Name
from pubsync.records.record import Record
from pubsync.records.text import has_han, plain_form
from pubsync.sites.handmade.addresses import KINDS, identifiers_at, web_url
from pubsync.sites.handmade.items import SENTENCE, STANDARD, HandItem, is_names, may_be_title, short_title
from pubsync.sites.handmade.lists import HandList
from pubsync.sites.handmade.pieces import EDGE
from pubsync.sites.handmade.reading_venues import (
    Imprint,
    Numbers,
    imprint_in,
    is_publisher,
    numbers_in,
    type_of_venue,
    venue_in,
)
from pubsync.sites.handmade.written_names import NOBODY, NameList, name_list, with_roles, written_name

NO_TITLE = "its title can't be told for sure"
NO_YEAR = "it names no year"
SEVERAL_YEARS = "it names several years"
NOT_YOURS = "it does not name you"
_STANDARD_TYPES = {
    "J": "article-journal", "M": "book", "C": "paper-conference", "D": "thesis", "R": "report", "P": "patent",
    "S": "standard", "N": "article-newspaper", "G": "book",
}  # fmt: skip
_WITH_IMPRINT = frozenset("CDM")
_LEAD = re.compile(r"^(?:\**\s*[\[(【][^\[\]()【】]{1,12}[\])】]\s*\**\s*|\d{1,3}[.)、]\s+)+")
_TAIL = re.compile(r"(?:\s*[\[(][^\[\]()]{1,24}[\])])+$")
_ADDRESSES = re.compile(r"https?://\S+|\b10\.\d{4,9}/\S+|\barXiv\s*[:：]?\s*\d{4}\.\d{4,5}(?:v\d+)?", re.IGNORECASE)
_IMPACT = re.compile(r"\bIF\s*[:：=]?\s*[\d.]+\s*[(（](?:19|20)\d{2}[)）]|影响因子[^，。;；)]*", re.IGNORECASE)
_RANGES = re.compile(r"\d+\s*[-‐-―~～]+\s*\d+")
_A_YEAR = re.compile(r"(?<![\d.])(?:19|20)\d{2}(?!\d)")
_FOREIGN = re.compile(r"https?:|\((?:19|20)\d{2}\)")
_SUBMITTED = re.compile(
    r"\b(?:under (?:peer )?review|submitted|in submission)\b|在审|审稿中|在投|投稿中", re.IGNORECASE
)
_INVERTED = re.compile(r"^([^,]{2,40}), ([^,&]{2,40}?)(?=,? & |,? and |, [^,&]+ |$)")
"""A first author by family name before others by given name, as in Chicago's style."""
_INITIALED = re.compile(
    r"(?:[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)? [A-Z]{1,3}\*?(?:,\s*|\s+and\s+|\s*&\s*)){0,99}"
    r"[A-Z][\w'’-]+ [A-Z]{1,3}\*?(?:,? et al)?\.\s+(?=[A-Z\d])"
)
_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})[-./](?:0?[1-9]|1[0-2])(?:[-./]\d{1,2})?(?!\d)")
_YEAR_FIRST = re.compile(r"^[(（]?(?:19|20)\d{2}[a-z]?[)）]?[.:：]\s+")
_GOES_ON = re.compile(r"[,，、;&*†]|and\b|et al|etc|等")
_AROUND = f"{EDGE} \n.,，。;；:："
_QUOTES = "“”\"'`‘’《》「」〈〉"
_LONGEST_HAN_NAME = 4
_MOST_WORDS = 200
_CSL_GROUP = re.compile(r"[a-z][a-z-]+")


class WorkReading(NamedTuple):
    """A paper as an entry tells it; ``record`` is None where too little could be told, and ``fault`` says what."""

    record: Record | None
    fault: str = ""


@frozen()
class _Parts:
    """A title, the words before and after it, and the letter of GB/T 7714 behind it."""

    title: str
    before: str
    after: str
    standard: str = ""

    @property
    def rest(self) -> str:
        return f"{self.before}\n{self.after}"


def read_work(item: HandItem, hand: HandList, *, is_own: Callable[[Name], bool], source: str) -> WorkReading:
    """Return the paper that an entry tells of.

    Args:
        item: the entry.
        hand: its list, whose headings may tell year and type.
        is_own: whether a name is that of one of the site's people.
        source: the record's source; its id is the entry's place in the page.
    """
    parts = _parts(item)
    authors = _authors(parts, is_own) if parts else NOBODY
    if not authors.names and not _is_mentioned(item, is_own):
        return WorkReading(None, NOT_YOURS)
    if parts is None:
        return WorkReading(None, NO_TITLE)
    years = _years(item, hand, parts)
    if len(years) != 1:
        return WorkReading(None, SEVERAL_YEARS if years else NO_YEAR)
    return WorkReading(_record(item, hand, parts, PartialDate(years[0]), authors, source))


def _is_mentioned(item: HandItem, is_own: Callable[[Name], bool]) -> bool:
    """Whether the owner's name stands anywhere, also where it runs on into other words."""
    if any(is_own(one.name) for one in item.names):
        return True
    words = item.words.split()[:_MOST_WORDS]
    pairs = [*pairwise(words), *zip(words, words[1:], words[2:], strict=False)]
    written = (written_name(" ".join(some).strip(f"{_AROUND}{_QUOTES}()")) for some in pairs)
    return any(one is not None and is_own(one.name) for one in written)


def _record(
    item: HandItem, hand: HandList, parts: _Parts, issued: PartialDate, authors: NameList, source: str
) -> Record:
    submitted = bool(_SUBMITTED.search(parts.rest))
    venue = "" if submitted else venue_in(parts.after, item.venue, standard=bool(parts.standard))
    numbers = numbers_in(parts.after) if venue else Numbers()
    kind = _type(item, hand, parts, venue) or ("article-journal" if numbers.volume else "")
    imprint = imprint_in(parts.after) if parts.standard in _WITH_IMPRINT else Imprint()
    publisher = venue.rpartition(":")[2].strip() if kind in ("thesis", "book") else imprint.publisher
    return Record(
        source=source,
        id=str(item.start),
        type=kind,
        title=parts.title,
        author=with_roles(authors.names, dict(item.legend)) if authors.names else (),
        author_complete=authors.complete,
        issued=issued,
        container_title="" if kind in ("patent", "thesis", "book") else venue,
        publisher=publisher,
        publisher_place=imprint.place,
        volume=numbers.volume,
        issue=numbers.issue,
        page=numbers.page or imprint.page,
        status="submitted" if submitted else "",
        identifiers=tuple(_identifiers(item)),
        links=tuple(Link(kind, url) for kind, url in _links(item, parts.title).items()),
    )


def _parts(item: HandItem) -> _Parts | None:
    """Return an entry in parts, None where its title can't be told from the rest."""
    title = _guessed(item)
    place = _place_of(title, item.bounded)
    if place is None:
        return None
    before, after = item.bounded[: place[0]], item.bounded[place[1] :]
    found = STANDARD.search(title) or STANDARD.match(after)
    bare = _bare(title)
    stands_out = _is_edge(before, last=True) and _is_edge(after, last=False)
    told_beside = any(sign.isalpha() for sign in before + after)  # else the whole entry was taken for the title
    is_title = _is_title(bare) or (bare != "" and bare == short_title(item.words))
    if not is_title or not told_beside or not (stands_out or _has_names(before) or _has_names(after)):
        return None
    return _Parts(bare, before, STANDARD.sub("", after, count=1), found["kind"] if found else "")


def _guessed(item: HandItem) -> str:
    """The title as it was guessed, mended where it is known to hold, or to be, something else."""
    if short := short_title(item.words):
        return short
    title = _before_journal(item) or item.title
    if standard := STANDARD.search(title):
        title = title[: standard.start()]
    if listed := _INITIALED.match(title):  # "Li W, Wang F. On tea"
        return title[listed.end() :]
    if (line := _line_above_names(item)) and plain_form(title) not in plain_form(line):
        return line  # below the authors a venue may be bold
    if item.authors and item.authors in title:  # the whole entry was taken for it
        return _beside_names(item)
    if _are_names(title):
        sentences = (_YEAR_FIRST.sub("", one) for one in SENTENCE.split(item.words))
        return next((one for one in sentences if may_be_title(one) and not _are_names(one)), "")
    linked = (label for link in item.links if may_be_title(label := " ".join(link.label.split())))
    plain = plain_form(title)
    inner = next((label for label in linked if plain_form(label) in plain), title)  # "Ann LeeOn tea[slides]"
    return _YEAR_FIRST.sub("", inner)


def _before_journal(item: HandItem) -> str:
    """The title before 《…》, which then is its journal: 李伟：水稻病害识别的进展，《中国农业科学》."""
    before, quoted, _ = item.words.partition(f"《{item.title}》")
    last = re.split("[，,。：:]", before.rstrip(" ，,。：:"))[-1].strip()
    return last if quoted and may_be_title(last) and has_han(last) and not _are_names(last) else ""


def _line_above_names(item: HandItem) -> str:
    """The line right above one that is nothing but authors, where it may be a title."""
    lines = [line for text in item.bounded.replace(EDGE, "").split("\n") if (line := " ".join(text.split()))]
    for above, line in pairwise(lines):
        if len(name_list(line).names) > 1:
            return above if may_be_title(above) and not _are_names(above) else ""
    return ""


def _are_names(text: str) -> bool:
    """Whether a text is names, also "Lee, Ann" alone or before others."""
    bare = _A_YEAR.sub(" ", text).strip(f" .,;()&{_QUOTES}")
    if has_han(bare) and any(len(piece.strip()) > _LONGEST_HAN_NAME for piece in re.split(r"[\s,，、;；·]", bare)):
        return False
    inverted = _INVERTED.sub(r"\2 \1", bare)
    return is_names(bare) or (inverted != bare and bool(name_list(inverted).names))


def _beside_names(item: HandItem) -> str:
    """The words before the list of authors where they may be a title, else the first sentence after it."""
    before, _, after = item.words.partition(item.authors)
    lead = _LEAD.sub("", before).strip(_AROUND + _QUOTES)
    if may_be_title(lead):
        return lead
    sentence = SENTENCE.split(after.strip(_AROUND))[0]
    return sentence.strip(_AROUND)


def _bare(title: str) -> str:
    """A title without numbering, labels and the marks of GB/T 7714."""
    words = _LEAD.sub("", STANDARD.sub("", title).strip())
    tail = _TAIL.search(words)
    words = words[: tail.start()] if tail and not may_be_title(tail.group().strip(" []()")) else words
    words = words.strip(f"{_AROUND}{_QUOTES}*_ ") if words.count('"') != 1 else words.strip(_AROUND)
    return " ".join(words.split())


def _is_title(title: str) -> bool:
    if not may_be_title(title) or _are_names(title) or _FOREIGN.search(title):
        return False
    pieces = [piece for piece in re.split(r"[,;，；、]", title) if piece.strip()]
    names = [written_name(piece.strip()) is not None for piece in pieces]
    return max((sum(1 for _ in run) for is_name, run in groupby(names) if is_name), default=0) < 2  # noqa: PLR2004 - a list


def _place_of(title: str, bounded: str) -> tuple[int, int] | None:
    words = title.split()
    if not words:
        return None
    found = re.search(rf"[\s{EDGE}]+".join(f"{EDGE}*".join(map(re.escape, word)) for word in words), bounded)
    return found.span() if found else None


def _is_edge(text: str, *, last: bool) -> bool:
    bare = text.rstrip(" .,，。") if last else text.lstrip(" .,，。*")
    sign = bare[-1:] if last else bare[:1]
    return not sign or sign in f"{EDGE}\n{_QUOTES}["


def _has_names(text: str) -> bool:
    return any(len(found.names) > 0 for found in _name_lists(text))


def _name_lists(text: str) -> Iterator[NameList]:
    """Yield what is a list of names throughout: lines, sentences, and what stands in one style."""
    flat = text.replace(EDGE, "")
    for part in (*flat.split("\n"), *SENTENCE.split(" ".join(flat.split())), *_in_one_style(text)):
        bare = re.sub(r"[(（][^()（）]*[)）]", " ", part).strip(f" ,.:;|[]，。：；{_QUOTES}")
        bare = _A_YEAR.sub(" ", bare).strip(" ,.;，。")
        found = name_list(bare)
        found = found if found.names else name_list(_INVERTED.sub(r"\2 \1", bare))
        if found.names:
            yield found


def _in_one_style(text: str) -> Iterator[str]:
    """Yield the words of each style that no list goes on around: in one, the owner's name stands out by itself."""
    for found in re.finditer(rf"[^{EDGE}\n]+", text):
        before, after = text[: found.start()].rstrip(f"{EDGE} "), text[found.end() :].lstrip(f"{EDGE} ")
        alone = not _GOES_ON.match(after) and not before.endswith((",", "，", "、", ";", "&", " and"))
        if alone and not re.match(r"[\s,，、;&]", found.group()) and not re.search(r"[,，、;&]\s*$", found.group()):
            yield found.group()


def _authors(parts: _Parts, is_own: Callable[[Name], bool]) -> NameList:
    """The longest list of names that holds the owner's."""
    lists = [one for side in (parts.before, parts.after) for one in _name_lists(side)]
    own = [one for one in lists if any(is_own(written.name) for written in one.names)]
    return max(own, key=lambda one: len(one.names), default=NOBODY)


def _years(item: HandItem, hand: HandList, parts: _Parts) -> list[int]:
    """The year of the heading above it, else those in its words; two that follow each other are one, the later."""
    if item.group.isdecimal():
        return [int(item.group)]
    of_venue = {int(year) for year in _A_YEAR.findall(_ADDRESSES.sub(" ", item.venue))}
    if len(of_venue) == 1:
        return list(of_venue)
    rest = _DATE.sub(r" \1 ", _ADDRESSES.sub(" ", parts.rest.replace(EDGE, "")))
    rest = _IMPACT.sub(" ", _RANGES.sub(" ", rest))
    found = sorted({int(year) for year in _A_YEAR.findall(rest)})
    above = _A_YEAR.fullmatch(hand.headings[-1].strip()) if hand.headings else None
    if not found and above:
        return [int(above.group())]
    return found[-1:] if found and found[-1] - found[0] <= 1 else found


def _type(item: HandItem, hand: HandList, parts: _Parts, venue: str) -> str:
    if parts.standard in _STANDARD_TYPES:
        return _STANDARD_TYPES[parts.standard]
    if is_publisher(venue):
        return "book"
    named = item.group if _CSL_GROUP.fullmatch(item.group) else hand.type
    if _CSL_GROUP.fullmatch(named) and not (named == "article" and type_of_venue(venue)):
        return named  # below "Preprints" stands what has appeared since, too
    if venue:
        return type_of_venue(venue)
    return "article" if any(one.scheme == "arxiv" for one in item.identifiers) else ""


def _identifiers(item: HandItem) -> Iterator[Identifier]:
    """Of each scheme the one that it names: of several nobody knows which is its own."""
    schemes = [one.scheme for one in item.identifiers]
    yield from (one for one in item.identifiers if schemes.count(one.scheme) == 1)


def _links(item: HandItem, title: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for link in item.links:
        kind = link.kind or ("url" if may_be_title(link.label) and " ".join(link.label.split()) in title else "")
        if kind in KINDS and kind != "bibtex" and web_url(link.url) and not identifiers_at(link.url):
            found.setdefault(kind, link.url)
    return found
