"""What kind of work an entry is, by the names that reference managers and databases have for it."""

from __future__ import annotations

import re
from collections.abc import Iterable

_TYPES = {
    "article-journal": "jour ejour abst inpr jfull|journal article|electronic article|journal, electronic|abstract"
    "|期刊文章|期刊|j|article|review|letter|editorial material|note|correction|article in press|early access"
    "|case reports|case report|randomized controlled trial|clinical trial|systematic review|meta-analysis",
    "article-magazine": "mgzn|magazine article",
    "article-newspaper": "news|newspaper article|报纸文章|报纸",
    "paper-conference": "conf cpaper|conference proceedings|conference proceeding|conference paper|proceedings paper"
    "|meeting abstract|conference|会议论文|会议|c",
    "chapter": "chap echap|book section|book, section|book chapter|electronic book section|article; book chapter",
    "book": "book ebook edbook ser|book, whole|book, edited|edited book|electronic book|monograph|books|b"
    "|classical work|图书|图书/专著|专著",
    "thesis": "thes|thesis|dissertation|dissertation/thesis|thesis, unpublished|academic dissertation|学位论文"
    "|博士|硕士",
    "report": "rprt govdoc|report|government document|technical report|grant|other article|报告|科技报告",
    "standard": "stand|standard|标准",
    "patent": "pat|patent|专利|p",
    "manuscript": "unpd unpb manscpt|unpublished work|unpublished material|manuscript",
    "article": "preprint|预印本",
    "webpage": "elec web|web page|electronic source|online multimedia|网页",
    "post-weblog": "blog|blog",
    "dataset": "data dbase aggr|dataset|online database|aggregated database|data set; data study",
    "software": "comp|computer program",
    "speech": "slide|presentation",
    "entry-encyclopedia": "ency encyc|encyclopedia",
    "entry-dictionary": "dict|dictionary",
    "periodical": "serial|periodical",
    "motion_picture": "video mpct advs|film or broadcast|audiovisual material|motion picture|video|video-audio media",
    "song": "sound music|sound recording|music|audio",
    "map": "map",
    "graphic": "art figure chart|artwork|chart or table",
    "legal_case": "case legal|case|court decisions|legal case",
    "legislation": "bill stat|legal rule or regulation|statute|bills|statutes|laws|法规",
    "personal_communication": "pcomm icomm|personal communication",
}
_TYPE_OF = {
    name: kind
    for kind, written in _TYPES.items()
    for codes, *names in (written.split("|"),)
    for name in (*codes.split(), codes, *names)
}
# EndNote's numbers for its reference types, which stand beside their names in its XML.
_NUMBERS = {
    "chapter": (5, 60),
    "book": (6, 28, 44),
    "software": (9,),
    "paper-conference": (10, 47),
    "webpage": (12, 16),
    "article-journal": (0, 17, 43),
    "article-magazine": (19,),
    "article-newspaper": (23,),
    "patent": (25,),
    "report": (27, 46),
    "thesis": (32,),
    "manuscript": (34, 36),
    "entry-dictionary": (52,),
    "entry-encyclopedia": (53,),
    "post-weblog": (56,),
    "standard": (58,),
    "dataset": (59,),
}
_TYPE_OF |= {str(number): kind for kind, numbers in _NUMBERS.items() for number in numbers}
_GENRES = (
    (re.compile(r"博士|\bph\.?\s?d|doctor", re.IGNORECASE), "PhD thesis"),
    (re.compile(r"硕士|碩士|\bm\.?\s?(?:sc|a|phil|eng)\b|master", re.IGNORECASE), "Master's thesis"),
    (re.compile(r"学士|bachelor|\bb\.?\s?(?:sc|a|eng)\b", re.IGNORECASE), "Bachelor's thesis"),
)
_ARTICLES = ("article-journal", "article-magazine", "article-newspaper", "article", "periodical")
_MORE_TELLING = ("article", "thesis", "paper-conference", "chapter", "book", "patent")


def csl_type(names: Iterable[str]) -> str:
    """Return the CSL type that an entry's own names of its type mean, the most telling first, "" where none does."""
    found = [kind for name in names if (kind := _type(name))]
    return next((kind for kind in _MORE_TELLING if kind in found), found[0] if found else "")


def _type(name: str) -> str:
    folded = " ".join(name.split()).casefold().rstrip(";")
    if folded in _TYPE_OF:
        return _TYPE_OF[folded]
    first = next(iter(folded.split(";")), "").strip()
    return _TYPE_OF.get(first, "")


def is_article(kind: str) -> bool:
    """Whether a type has an issue and pages of a periodical."""
    return kind in _ARTICLES


def genre(kind: str, written: str) -> str:
    """Return what kind of its type a work is, where an entry says so in words."""
    if kind == "thesis":
        return next((name for form, name in _GENRES if form.search(written[:200])), "")
    if kind in ("report", "patent", "standard", "manuscript"):
        return "" if _type(written) or len(written) > 60 else written  # noqa: PLR2004 - no name of a kind is longer
    return ""
