"""What one entry of a hand-written list says: its title, authors, years, links, awards and marks.

The parts are guesses, and are used as such: which work an entry shows is told by the work's own title standing in its
words, see ``matching``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pubsync.frozen import frozen
from pubsync.records.identifiers import Identifier, doi_identifier
from pubsync.records.text import has_han
from pubsync.sites.handmade.addresses import identifiers_at, kind_by_address, link_kind, web_url
from pubsync.sites.handmade.blocks import Block
from pubsync.sites.handmade.inline import read_inline
from pubsync.sites.handmade.pieces import EDGE, Inline, Piece
from pubsync.sites.handmade.written_names import Written, legend, name_list, name_pieces, written_name

_YEAR = re.compile(r"(?<![\d./-])((?:19|20)\d{2})(?![\d/-])")
_DATE_WITH_YEAR = re.compile(
    r"(?<!\d)((?:19|20)\d{2})[./-](?:0?[1-9]|1[0-2])(?:[./-]\d{1,2})?(?!\d)"
    r"|(?<!\d)\d{1,2}[./]\d{1,2}[./]((?:19|20)\d{2})(?!\d)"
)
_DOI = re.compile(r"\b(?:doi\s*[:：]?\s*|doi\.org/)?(10\.\d{4,9}/[^\s\"'<>，；]+)", re.IGNORECASE)
_ARXIV = re.compile(
    r"\barXiv(?:\s+preprint)?\s*[:：]?\s*(?:arXiv\s*[:：]?\s*)?(\d{4}\.\d{4,5})(?:v\d+)?(?!\d)", re.IGNORECASE
)
_QUOTED = re.compile(
    "[“\"]([^“”\"]{8,400}?)[,.]?[”\"]|《([^《》]{4,200})》|``([^`']{8,400}?)[,.]?''|「([^「」]{4,200})」"
)
SENTENCE = re.compile(r"(?<=[^\W\d_]{2})[.。?!？]\s+|(?<=[)\]）*†‡✉])[.。]\s+|。")
"""Where a sentence ends, initials aside."""
STANDARD = re.compile(r"\s*[\[［](?P<kind>[JMCDNPRS]|EB|G|Z)(?:/OL)?[\]］]")
"""What GB/T 7714 puts behind a title for the kind of the work."""
_SHORT_HAN = re.compile("[\u4e00-\u9fff]{2,5}")
_HONOUR = r"award|paper|mention|prize|runner[- ]up|candidate|finalist|nominat\w+|nominee"
_AWARD = re.compile(
    r"(?:🏆|🥇|🏅)\s*[^.;|()\n]{0,80}"
    r"|(?:best|outstanding|distinguished|exemplary|test[- ]of[- ]time|most influential|honou?rable mention)"
    rf"[^.;|()\[\]\n]{{0,60}}?(?:{_HONOUR})(?:[^\S\n](?:{_HONOUR}|honou?rable))*"
    r"|[^\s，。；（）()]{0,12}(?:最佳|优秀|杰出)[^\s，。；（）()]{0,8}(?:论文|奖)(?:提名)?奖?",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?<![\w-])(oral(?: (?:presentation|paper))?|spotlight(?: (?:presentation|paper))?|highlight(?:ed)?(?: paper)?"
    r"|notable[- ]top[- ]\d+%|esi (?:highly cited|hot)(?: paper)?|cover (?:article|paper|story)|editors?'? choice"
    r"|口头报告|高被引论文)(?![\w-])",
    re.IGNORECASE,
)
_LABEL_NAMES = {"oral": "Oral", "spotlight": "Spotlight", "highlight": "Highlight", "口头报告": "Oral"}
_STATUS = re.compile(
    r"\b(?:accepted|to appear|in press|forthcoming|under review|submitted)\b|已录用|即将发表|在审|待刊", re.IGNORECASE
)
_LABELS_AT_START = re.compile(r"^[\s\W\d_]+")
_MOST_NAMES = 300
_SHORTEST_TITLE_WORDS = 3
_SHORTEST_HAN_TITLE = 6
_LONGEST_TITLE = 500


class HandLink(NamedTuple):
    """A link of an entry: its label, its kind where that can be told, and where it leads."""

    label: str
    kind: str
    url: str


@frozen(kw_only=True)
class HandItem:
    r"""One entry of a list, from ``start`` to ``end`` in the page's text.

    ``sign`` says what it is written as (see ``Block``); ``whole`` is whether it takes whole lines. ``words`` are what
    a reader sees, on one line; ``bounded`` are they with line ends and with ``EDGE`` where the style changes.
    ``title`` and ``authors`` are guesses, "" where nothing could be told. ``group`` is the key of the heading above it
    in its list: a year, a CSL type, or "". ``extra`` is whether it holds what no reader sees or no words can tell:
    pictures, comments, Liquid, further paragraphs.
    """

    start: int
    end: int
    sign: str
    words: str
    bounded: str
    markup: str
    whole: bool = True
    title: str = ""
    authors: str = ""
    names: tuple[Written, ...] = ()
    years: tuple[int, ...] = ()
    venue: str = ""
    links: tuple[HandLink, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    award: str = ""
    labels: tuple[str, ...] = ()
    status: bool = False
    """Whether it says that it is not published yet."""
    legend: tuple[tuple[str, str], ...] = ()
    group: str = ""
    selected: bool = False
    extra: bool = False

    @property
    def year(self) -> int:
        """The year that it most likely is of: that of its group, else its latest."""
        return int(self.group) if self.group.isdecimal() else max(self.years, default=0)


def read_item(text: str, seen: str, block: Block, *, markdown: bool, targets: Mapping[str, str]) -> HandItem:
    """Read an entry; ``seen`` is the page's text with blanks for what is not to be looked into."""
    markup = seen[block.inner : block.end]
    inline = read_inline(markup, markdown=markdown, targets=targets)
    title, rest = _title_and_rest(inline)
    links = tuple(_links(inline))
    award, labels = _honours(rest)
    names = tuple(_names(inline))
    return HandItem(
        start=block.start,
        end=block.end,
        sign=block.sign,
        words=inline.words,
        bounded=inline.bounded,
        markup=text[block.start : block.end],
        title=title,
        authors=_authors(rest),
        names=names,
        years=tuple(_years(rest)) or tuple(_years(inline.words)),
        venue=_venue(inline, title),
        links=links,
        identifiers=tuple(_identifiers(inline, links)),
        award=award,
        labels=labels,
        status=bool(_STATUS.search(rest)),
        legend=tuple(legend(inline.words).items()),
        extra=inline.unseen or _has_extra(text, seen, block) or any(one.image for one in inline.pieces),
    )


def _has_extra(text: str, seen: str, block: Block) -> bool:
    """Whether something in it was not looked into, or Liquid stands in its links."""
    markup = seen[block.start : block.end]
    return text[block.start : block.end].split() != markup.split() or "{{" in markup


def _title_and_rest(inline: Inline) -> tuple[str, str]:
    """Return the title, and the words outside it, line by line; where it does not stand out, all of them."""
    words = "\n".join(inline.lines)
    plain = inline.without("badge", "code")
    title = next(_standing_out(inline, plain), "")
    if not title:
        return next(_by_place(plain), "").strip(" .,，。"), words
    rest = re.sub(r"\s+".join(map(re.escape, title.split())), "\n", words, count=1)
    return title.strip(" .,，。"), rest


def _standing_out(inline: Inline, plain: Inline) -> Iterator[str]:
    """Yield what may be the title because it stands out, the likeliest first."""
    yield from _styled(inline, lambda one: "title" in one.style)
    quoted = _QUOTED.search(plain.words)
    if quoted and may_be_title(found := next(group for group in quoted.groups() if group)):
        yield " ".join(found.split())
    yield from _styled(plain, lambda one: bool(one.url) or "bold" in one.style)


def _by_place(plain: Inline) -> Iterator[str]:
    """Yield what may be the title by where it stands: the first line or sentence that is no list of names."""
    if short := short_title(plain.words):
        yield short
    lines = [line for line in plain.lines if may_be_title(line)]
    if len(plain.lines) > 1 and lines and not is_names(lines[0]):
        yield SENTENCE.split(lines[0])[0] if len(lines[0]) > _LONGEST_TITLE // 2 else lines[0]
    yield from (part for part in SENTENCE.split(plain.words) if may_be_title(part) and not is_names(part))


def _styled(inline: Inline, stands_out: Callable[[Piece], bool]) -> Iterator[str]:
    """Yield runs of words that stand out alike and may be a title: no label of a link, no name."""
    run: list[Piece] = []
    for one in [*inline.pieces, Piece("\n")]:
        if stands_out(one) and not one.image:
            run.append(one)
            continue
        if run and not one.text.strip(f"{EDGE} "):
            continue
        text = " ".join("".join(part.text for part in run).replace(EDGE, " ").split())
        if may_be_title(text) and not is_names(text):
            yield text
        run = []


def may_be_title(text: str) -> bool:
    """Whether words are many enough for a title, and no label of a link."""
    words = _LABELS_AT_START.sub("", text)
    if len(words) > _LONGEST_TITLE or link_kind(words, ""):
        return False
    if has_han(words):
        han = sum("\u4e00" <= sign <= "\u9fff" for sign in words)
        return han >= _SHORTEST_HAN_TITLE or len(words.split()) > _SHORTEST_TITLE_WORDS
    return len(words.split()) >= _SHORTEST_TITLE_WORDS


def short_title(words: str) -> str:
    """Return the few Chinese characters that only the mark of GB/T 7714 behind them tells for a title: 湖泊光学[M]."""
    before, *others = STANDARD.split(words)[::2]
    *names, sentence = SENTENCE.split(before)
    return sentence if names and len(others) == 1 and _SHORT_HAN.fullmatch(sentence) else ""


def is_names(text: str) -> bool:
    """Whether a text is names: of a single one a title of three words can hardly be told, but for its initials."""
    names = name_list(text).names
    return len(names) > 1 or (bool(names) and (len(text.split()) < _SHORTEST_TITLE_WORDS or "." in text))


def _links(inline: Inline) -> Iterator[HandLink]:
    """Yield each link; neighbouring pieces that lead to one place are one link."""
    labels: dict[str, list[str]] = {}
    for one in inline.pieces:
        if one.url:
            labels.setdefault(one.url, []).append(one.text)
    for address, texts in labels.items():
        url = web_url(address)
        label = " ".join("".join(texts).split())
        kind = link_kind(label, url) or ("" if may_be_title(label) else kind_by_address(url))
        yield HandLink(label, kind, url or address)


def _identifiers(inline: Inline, links: Sequence[HandLink]) -> Iterator[Identifier]:
    """Yield each identifier, of each scheme those that it names."""
    found = [one for link in links for one in identifiers_at(link.url)]
    found += [one for match in _DOI.finditer(inline.words) if (one := doi_identifier(match.group(1)))]
    found += [Identifier("arxiv", match.group(1)) for match in _ARXIV.finditer(inline.words)]
    yield from dict.fromkeys(found)


def _years(words: str) -> Iterator[int]:
    found = [int(match.group(1)) for match in _YEAR.finditer(words)]
    found += [int(match.group(1) or match.group(2)) for match in _DATE_WITH_YEAR.finditer(words)]
    yield from dict.fromkeys(found)


def _honours(rest: str) -> tuple[str, tuple[str, ...]]:
    """Return the award and the labels that stand outside the title."""
    found = _AWARD.search(rest)
    award = " ".join(found.group().split()).strip(" 🏆🥇🏅:,，-–") if found else ""
    labels: list[str] = []
    for match in _LABEL.finditer(rest):
        word = match.group(1)
        short = next((name for start, name in _LABEL_NAMES.items() if word.casefold().startswith(start)), word)
        labels += [short] if short not in labels else []
    return award, tuple(labels)


def _authors(rest: str) -> str:
    """Return the first line of the other words, or the first part of one, that is a list of names."""
    for line in rest.split("\n"):
        candidates = (line, *SENTENCE.split(line)) if len(line) <= _LONGEST_TITLE * 4 else ()
        for part in candidates:
            bare = re.sub(r"[(（][^()（）]*[)）]", " ", part).strip(' ,.;|"“”')
            if len(name_list(bare).names) > 1:
                return bare
    return ""


def _names(inline: Inline) -> Iterator[Written]:
    """Yield all that look like names, with their marks, wherever they stand."""
    for line in inline.lines:
        pieces, _ = name_pieces(SENTENCE.sub(" , ", line))
        for piece in pieces[:_MOST_NAMES]:
            # "(2020) Ann Lee*" or "ACL 2020 Ann Lee": a name may end a piece that begins otherwise.
            written = written_name(piece) or written_name(re.split(r"[)\]）:：\"”]\s*", piece)[-1])
            if written:
                yield written


def _venue(inline: Inline, title: str) -> str:
    """Return the words that stand out as a venue: so named by their class, in italics, or as a badge.

    Two words that may be somebody's name as well ("Ocean Letters") are one where nothing else is.
    """
    texts = [
        text
        for wanted in ("venue", "badge", "italic", "code")
        for one in inline.pieces
        if wanted in one.style and not one.url and (text := " ".join(one.text.split())) and text not in title
    ]
    counted = [(len(name_list(text).names), text) for text in texts if len(text) > 1]
    return next((text for most in (0, 1) for count, text in counted if count == most), "")
