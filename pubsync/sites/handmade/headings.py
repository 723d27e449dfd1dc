"""What a heading above a list says: a year, a kind of publication, what the list is of, and of which part of it."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from pubsync.records.text import has_han
from pubsync.sites.handmade.inline import plain_words

_YEAR = re.compile(r"(?:year|in)?\s*((?:19|20)\d{2})\s*(?:年度?)?\s*(?:[(（][^()（）]{0,20}[)）])?", re.IGNORECASE)
_A_YEAR = r"(?:19|20)\d{2}"
_YEARS = re.compile(
    rf"(?:before|until|since|up to|pre-?)?\s*{_A_YEAR}\s*年?\s*"
    rf"(?:(?:[-–—~～/至]|to|and)\s*(?:(?:19|20)?\d{{2}}|before|earlier|older|present|now|至?今)?\s*年?\s*)?"
    r"(?:及?(?:以前|之前))?|earlier|older|更早",
    re.IGNORECASE,
)
_FORTHCOMING = re.compile(
    r"(?:forthcoming|to appear|in press|under review|submitted|accepted|即将发表|待刊|在审).*",
    re.IGNORECASE,
)
_SECTIONS = {
    "news": r"\bnews\b|what'?s new|\bupdates?\b|announcements?|recent activit|highlights of|动态|新闻|近况|消息|最新",
    "talks": (
        r"\btalks?\b|presentations?\b|\blectures? given|invited (?:talk|speak|lecture)|keynotes?|seminars? given"
        "|speaking|报告|演讲|讲座"
    ),
    "teaching": r"\bteaching\b|\bcourses?\b|\btaught\b|教学|课程|授课|任教",
    "publications": (
        r"publications?\b|\bpapers?\b|\barticles?\b|\bpreprints?\b|manuscripts?\b|bibliography|\bbooks?\b|chapters?\b"
        r"|proceedings|\bjournals?\b|\bconferences?\b|\bresearch outputs?|\bthes[ie]s\b|dissertations?|\bpatents?\b"
        "|论文|论著|发表|著作|成果|专著|期刊|会议|预印本|专利"
    ),
}
_PUBLICATIONS_FOR_SURE = re.compile(r"publications?\b|\bpapers?\b|\barticles?\b|论文|发表", re.IGNORECASE)
_SEVERAL_TYPES = re.compile(
    r"\b(?:journals?\b.*\bconferences?|conferences?\b.*\bjournals?)\b|期刊.*会议|会议.*期刊", re.IGNORECASE
)
_BY_SECTION = tuple((name, re.compile(form, re.IGNORECASE)) for name, form in _SECTIONS.items())
_NOT_A_LIST_OF_OWN = re.compile(
    r"reviewer|reviewing|\bservices?\b|committee|editor|membership|\bawards?\b|honou?rs|scholarship|education|experience"
    r"|internship|students?\b|advis|mentor|funding|grants?\b|\bprojects?\b|skills|software|contact|links|reading"
    "|审稿|学术服务|获奖|荣誉|奖励|教育|经历|学生|项目|基金",
    re.IGNORECASE,
)
_TYPES = {
    "article": r"(?:\w+ )?(?:preprints?|arxiv(?: papers| preprints)?|working papers?)|预印本(?:论文)?",
    "article-journal": (
        r"(?:\w+[ -]){0,2}journals?(?: (?:papers?|articles?|publications?))?|articles?(?: in journals)?"
        "|期刊(?:论文|文章)?"
    ),
    "paper-conference": (
        r"(?:\w+[ -]){0,3}(?:conferences?|workshops?)(?: (?:papers?|proceedings|publications?|articles?))?"
        r"(?: (?:and|&) workshops?(?: papers?)?)?|会议(?:论文|文章)?"
    ),
    "chapter": r"book chapters?|chapters?|书籍?章节",
    "book": r"books?|monographs?|专著|著作|教材",
    "thesis": r"(?:ph\.? ?d\.? |doctoral |master'?s )?(?:theses|thesis|dissertations?)|学位论文",
    "report": r"(?:technical )?reports?|技术报告",
    "patent": r"patents?|专利",
}
_BY_TYPE = tuple((name, re.compile(form, re.IGNORECASE)) for name, form in _TYPES.items())
_SELECTED = re.compile(r"\bselected\b|representative|featured|highlighted|\bkey\b|代表|精选|主要", re.IGNORECASE)
_RECENT = re.compile(r"\brecent\b|\blatest\b|\bnew\b|近期|最近", re.IGNORECASE)
_LONGEST = 160


class Heading(NamedTuple):
    """What a heading says; "" and False where it does not.

    ``year`` is a single year; ``vague`` is whether it groups by time in another way ("2015 and before");
    ``type`` is a CSL type; ``section`` is ``publications``, ``talks``, ``teaching``, ``news``, or ``other`` where it
    is clearly of something else.
    """

    words: str
    year: str = ""
    vague: bool = False
    type: str = ""
    section: str = ""
    selected: bool = False
    recent: bool = False
    chinese: bool = False

    @property
    def groups(self) -> bool:
        """Whether it only parts a list by time."""
        return bool(self.year) or self.vague


def read_heading(markup: str) -> Heading:
    """Return what a heading's text says, markup and pictures left out."""
    words = plain_words(markup)[:_LONGEST]
    bare = _bare(words)
    year = _YEAR.fullmatch(bare)
    if year:
        return Heading(words, year=year.group(1), chinese=has_han(words))
    if _YEARS.fullmatch(bare) or _FORTHCOMING.fullmatch(bare):
        return Heading(words, vague=True, chinese=has_han(words))
    kind = next((name for name, form in _BY_TYPE if form.fullmatch(_SELECTED.sub("", bare).strip())), "")
    kind = "" if _SEVERAL_TYPES.search(bare) else kind
    section = _section(bare)
    if _NOT_A_LIST_OF_OWN.search(bare) and section != "news":
        section = section if section in ("teaching", "talks") and not _NOT_A_LIST_OF_OWN.match(bare) else "other"
    return Heading(
        words,
        type=kind,
        section=section,
        selected=bool(_SELECTED.search(bare)),
        recent=bool(_RECENT.search(bare)),
        chinese=has_han(words),
    )


def _section(bare: str) -> str:
    """Return the section that words name, "" where they name none or several ("Papers and talks")."""
    named = [name for name, form in _BY_SECTION if form.search(bare)]
    several = len({"talks", "teaching"}.intersection(named)) > 1 or (
        len(named) > 1 and named[-1] == "publications" and _PUBLICATIONS_FOR_SURE.search(bare)
    )
    return "" if not named or (several and named[0] != "news") else named[0]


def _bare(words: str) -> str:
    """The words without emoji, numbering, legends in brackets and punctuation at the ends."""
    letters = "".join(" " if unicodedata.category(sign) in ("So", "Sk", "Cn", "Co") else sign for sign in words)
    letters = re.sub(r"[\ufe0f\u200d]", "", letters)
    letters = re.sub(
        r"^\s*(?:(?:\d{1,2}|[IVX]{1,4}|[A-Ha-h])[.)、]\s+|[一二三四五六七八九十]{1,2}[、.．]\s*)", "", letters
    )
    without = re.sub(r"\s*[(（\[【][^()（）\[\]【】]*[)）\]】]\s*$", "", letters)
    return (without.strip(" \t:：.·-–—*_#|") or letters.strip(" :：")).strip()
