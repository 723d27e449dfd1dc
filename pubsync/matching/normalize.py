"""Texts in a form in which they compare: case, accents, markup, mathematics and the noise of single sources."""

from __future__ import annotations

import html
import re
import string
import unicodedata
from itertools import filterfalse

from pubsync.frozen import frozen
from pubsync.matching.words import GENERIC, STOPWORDS

LONGEST = 600  # letters of a title or venue that are looked at: longer ones are junk, which must not cost time
_APOSTROPHES = "'`’‘ʼ´"
_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ς": "σ"}
_GREEK = {
    letter: f" {unicodedata.name(letter).rpartition(' ')[2].casefold()} " for letter in "αβγδεζηθικλμνξοπρστυφχψω"
}
_ASCII = str.maketrans({sign: None if sign in _APOSTROPHES else " " for sign in string.punctuation} | {"&": " and "})
# The same for texts in ASCII, as a table of octets, which is several times as fast.
_PUNCTUATION = bytes.maketrans(string.punctuation.encode(), b" " * len(string.punctuation))
_DROPPED = bytes(ord(sign) for sign in _APOSTROPHES if sign.isascii())
_COMBINING = dict.fromkeys(map(chr, range(0x300, 0x370)))
_WIDE = str.maketrans(_COMBINING | dict.fromkeys(_APOSTROPHES) | _LETTERS | _GREEK)
_NOT_WORD = re.compile(r"[\W_]+")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_MATH = re.compile(r"\$[^$]*\$")
_FORMATTING = re.compile(r"\\(?:math[a-z]+|text[a-z]*|emph|rm|it|bf|sqrt|left|right|operatorname)(?![a-zA-Z])")
# Typographic signs of which a wrong decoding left less than their three bytes: "SIGMODâ??01".
_LOST_SIGN = re.compile("(?:Ã¢)?â[?¦¬€][?¦¬º»\x80-\xbf]?")
_CJK = re.compile("([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]+)")


def fold(text: str) -> str:
    """Return ``text`` in lower case as words parted by single blanks, without accents, markup and punctuation."""
    return " ".join(folded_words(text))


def folded_words(text: str) -> list[str]:
    """Return the words of ``fold``."""
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub("", text)
    if "\\" in text:
        text = _FORMATTING.sub(" ", text)
    if text.isascii():
        if "&" in text:
            text = text.replace("&", " and ")
        return text.encode().lower().translate(_PUNCTUATION, _DROPPED).decode().split()
    if "â" in text or "Ã" in text or "Â" in text:
        text = _LOST_SIGN.sub(" ", _repaired(text))
    text = unicodedata.normalize("NFKD", text).casefold().translate(_WIDE).translate(_ASCII)
    text = _NOT_WORD.sub(" ", text)
    return (unicodedata.normalize("NFC", text) if _CJK.search(text) else text).split()


def _repaired(text: str) -> str:
    """Return a text whose UTF-8 was once read as Latin-1 as it was meant."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def has_cjk(text: str) -> bool:
    """Whether the text holds Chinese, Japanese or Korean characters."""
    return not text.isascii() and _CJK.search(text) is not None


_BOUNDARY = re.compile(r"\s*(?:[:：;—]|\s[-–]+\s|--+|[.?!](?=\s))\s*")
_LANGUAGES = (
    "dutch|english|french|german|italian|spanish|portuguese|russian|chinese|japanese|korean|polish|turkish|czech|danish"
    "|swedish|norwegian|hungarian|hebrew|croatian|serbian"
)
# What bibliographic databases append: "[Review] [31 refs]", "[Italian]", "[Erratum appears in Brain Inj. 2013 …]".
_NOTE = re.compile(
    r"[\s.]*\[\s*(?:review|editorial|comment|letter|see comments?|corrected|abstract|article in|\d+ refs?|erratum"
    rf"|published|retracted|note|careers|{_LANGUAGES})\b[^\]]*\]",
    re.IGNORECASE,
)
# What Scholar leaves in a title: "- group of 2 »", "[PDF]", a reference glued on (". Fishes 2021, 6, 48",
# ". Nat Ecol Evol 4: 240–249"), the running head's authors (": J. Pfeiffer et al.").
_SCHOLAR_NOISE = re.compile(
    r"\s*-\s*group of \d+\b.*$|^\s*\[[A-Z]{1,4}\]\s*|\s*»\s*$|:\s*(?:[A-Z]\.\s*)+[A-Z][\w'’-]+ et al\.?\s*$"
    r"|\.\s+[A-Z][\w &.()]{2,60}?,?\s+\d{1,4}\s*(?:\(\d+\)\s*)?[,:;][\dA-Za-z,:;\s()–-]*\d[\dA-Za-z\s–-]*$"
)
_FILE_NAME = re.compile(r"\.\s?(?:pdf|docx?|ps|tex)\b", re.IGNORECASE)


@frozen()
class TitleForm:
    """A title as it compares.

    ``text`` is folded; ``compact`` is it without blanks; ``words`` are its words (single characters of Chinese),
    ``content`` those of substance; ``informative`` counts the ones that are not generic either. ``cut`` is whether the
    source says that it cut the title; ``bare`` is it without its mathematics, "" where it has none.
    """

    text: str
    compact: str
    words: tuple[str, ...]
    content: frozenset[str]
    informative: int
    cut: bool
    cjk: bool
    bare: str
    written: str


def title_form(title: str, *, scholar: bool = False) -> TitleForm:
    """Return the form of a title; ``scholar`` takes away the noise that only Google Scholar adds."""
    title = title[:LONGEST]
    if "&" in title:
        title = html.unescape(title)
    title = title.rstrip()
    cut = title.endswith(("...", "…"))
    if cut:
        title = title.rstrip(" .…")
    if "[" in title:
        title = _NOTE.sub("", title).strip() or title
    if scholar and _may_be_noisy(title):
        title = _SCHOLAR_NOISE.sub("", title).strip() or title
    bare = ""
    if "$" in title:
        bare = fold(_MATH.sub(" ", title))
        title = title.replace("$", "")
    folded = folded_words(title)
    text = " ".join(folded)
    cjk = has_cjk(title)
    words = tuple(_cjk_words(text) if cjk else folded)
    content = frozenset(filterfalse(STOPWORDS.__contains__, words))
    informative = (len(content) - len(content & GENERIC)) // (2 if cjk else 1)
    return TitleForm(text, "".join(folded), words, content, informative, cut, cjk, bare, title)


def _may_be_noisy(title: str) -> bool:
    """Whether the costly look for Scholar's noise is worth its time."""
    return title[-1:].isdigit() or title[:1] == "[" or title[-1:] == "»" or "group of" in title or "et al" in title


def _cjk_words(text: str) -> list[str]:
    """Return pairs of neighbouring characters for words, since Chinese and Japanese part none; others as they are."""
    words: list[str] = []
    for place, run in enumerate(_CJK.split(text)):  # what was split at comes second, fourth and so on
        words += [run[at : at + 2] for at in range(max(1, len(run) - 1))] if place % 2 else run.split()
    return words


def parts_of_title(title: TitleForm) -> list[tuple[str, str]]:
    """Return what stands before and after each colon, dash or full stop of a title, folded and without blanks."""
    written = title.written
    places = [found.span() for found in _BOUNDARY.finditer(written)]
    halves = [(fold(written[:start]), fold(written[end:])) for start, end in places]
    return [(head.replace(" ", ""), tail.replace(" ", "")) for head, tail in halves if head and tail]


def is_file_name(title: str) -> bool:
    """Whether a title is the name of a file, in which words stand together without blanks."""
    return _FILE_NAME.search(title) is not None
