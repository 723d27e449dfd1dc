"""What kind of work an entry is, and how far it has come."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from pubsync.records.identifiers import normal_arxiv

TYPES = {
    **dict.fromkeys(("article", "suppperiodical"), "article-journal"),
    **dict.fromkeys(("inproceedings", "conference", "proceedingspaper"), "paper-conference"),
    **dict.fromkeys(("incollection", "inbook", "bookinbook", "suppbook", "suppcollection"), "chapter"),
    **dict.fromkeys(
        ("book", "mvbook", "booklet", "proceedings", "mvproceedings", "collection", "mvcollection"), "book"
    ),
    **dict.fromkeys(("reference", "mvreference", "manual"), "book"),
    **dict.fromkeys(
        ("thesis", "phdthesis", "mastersthesis", "masterthesis", "bachelorsthesis", "bachelorthesis"), "thesis"
    ),
    **dict.fromkeys(("techreport", "report"), "report"),
    **dict.fromkeys(("online", "electronic", "www", "webpage"), "webpage"),
    "inreference": "entry-encyclopedia",
    "unpublished": "manuscript",
    "patent": "patent",
    "dataset": "dataset",
    "data": "dataset",
    "software": "software",
    "standard": "standard",
    "periodical": "periodical",
    "review": "review",
}
"""CSL types of BibTeX's and biblatex's entry types; ``@misc`` and what is in no manual say nothing of the kind."""

GENRES = {
    "phdthesis": "PhD thesis",
    "mastersthesis": "Master's thesis",
    "masterthesis": "Master's thesis",
    "mathesis": "Master's thesis",
    "bachelorsthesis": "Bachelor's thesis",
    "bachelorthesis": "Bachelor's thesis",
    "bathesis": "Bachelor's thesis",
    "candthesis": "Candidate thesis",
    "techreport": "Technical report",
    "resreport": "Research report",
    "software": "Software",
    "datacd": "CD-ROM",
    "audiocd": "Audio CD",
}
"""What an entry type, or a keyword of biblatex's ``type`` field, calls a work."""

# The servers of preprints, and how their names are written in journal fields.
_SERVERS = {
    "arxiv": "arXiv",
    "corr": "arXiv",
    "biorxiv": "bioRxiv",
    "medrxiv": "medRxiv",
    "chemrxiv": "ChemRxiv",
    "eartharxiv": "EarthArXiv",
    "psyarxiv": "PsyArXiv",
    "socarxiv": "SocArXiv",
    "techrxiv": "TechRxiv",
    "engrxiv": "engrXiv",
    "ssrn": "SSRN",
    "preprints.org": "Preprints.org",
    "research square": "Research Square",
    "chinaxiv": "ChinaXiv",
}
_SERVER = re.compile(
    r"^(?:available (?:at|on) |preprint (?:at|on) )?(?P<server>"
    + "|".join(map(re.escape, _SERVERS))
    + r")(?:\.org)?(?![a-z])"
    r"\W*(?P<rest>$|(?:(?:the )?(?:e-?prints?|preprints?|arxiv|electronic|cornell|abs)\b"
    r"|\d|[a-z-]+(?:\.[a-z]{2})?/\d|\[).*$)",
    re.IGNORECASE | re.DOTALL,
)
_ARXIV = re.compile(
    r"\barxiv\b[^0-9a-z]*(?:e-?prints?\b|preprint\b)?\W*(?:arxiv\W*)?(?:abs/|pdf/)?(?P<id>.*)", re.IGNORECASE
)
_MAY_BE_PREPRINT = ("article-journal", "manuscript", "webpage", "")


class Preprint(NamedTuple):
    """The server that a work waits on, and its arXiv id, "" where it names none."""

    server: str
    arxiv: str = ""


def preprint_server(container: str) -> Preprint | None:
    """Return what "arXiv preprint arXiv:2001.04063", "CoRR" or "bioRxiv" in a journal's place says, else None."""
    found = _SERVER.match(container.strip()[:500])
    if found is None:
        return None
    server = _SERVERS[found["server"].casefold()]
    return Preprint(server, normal_arxiv(found["rest"]) if server == "arXiv" else "")


def arxiv_in(text: str) -> str:
    """Return the arXiv id that follows the word arXiv in a text, or ""."""
    found = _ARXIV.search(text[:500])
    return normal_arxiv(found["id"][:60]) if found else ""


def csl_type(entry_type: str, *, container: str, is_preprint: bool, has_arxiv: bool) -> str:
    """Return the CSL type of an entry, "" where its entry type says nothing of its kind.

    A preprint is an ``article``: what a preprint server stands for in a journal's place, and what has an arXiv id but
    neither journal nor proceedings.
    """
    known = TYPES.get(entry_type, "")
    if is_preprint:
        return "article" if known in (*_MAY_BE_PREPRINT, "report") else known
    return "article" if has_arxiv and not container and known in _MAY_BE_PREPRINT else known


_STATUS = {
    **dict.fromkeys(("submitted", "under review", "in review", "in submission", "under submission"), "submitted"),
    **dict.fromkeys(("under consideration", "under revision", "in revision", "major revision"), "submitted"),
    **dict.fromkeys(("minor revision", "revise and resubmit", "resubmitted"), "submitted"),
    "submitted for publication": "submitted",
    "accepted": "accepted",
    "accepted for publication": "accepted",
    "conditionally accepted": "accepted",
    **dict.fromkeys(("in press", "inpress", "to appear", "forthcoming", "accepted to appear", "in print"), "in press"),
    "accepted, to appear": "in press",
    "advance online publication": "in press",
}
_STATUS_TEXT = re.compile(
    r"^(?:currently |article |manuscript |paper )?(?P<status>"
    + "|".join(sorted(map(re.escape, _STATUS), key=len, reverse=True))
    + r")(?=$|[\s,.;:])[\s,.;:]*(?:(?:to|at|in|by|for|with)\s+(?P<venue>[^;]*?))?[\s.]*$",
    re.IGNORECASE,
)


class Status(NamedTuple):
    """``submitted``, ``accepted`` or ``in press``, and the venue that was named with it."""

    status: str
    venue: str = ""


def read_status(text: str) -> Status | None:
    """Return what "under review", "to appear in ACL", "Accepted" say, None for a text that says something else.

    "Accepted as oral presentation" is praise, not a status.
    """
    text = text[:500].strip()
    found = _STATUS_TEXT.match(text[1:-1] if text.startswith("(") and text.endswith(")") else text)
    return Status(_STATUS[found["status"].casefold()], found["venue"] or "") if found else None


_LANGUAGES: Mapping[str, str] = {
    **dict.fromkeys(("english", "american", "british", "usenglish", "ukenglish", "eng", "en-us", "en-gb"), "en"),
    **dict.fromkeys(("german", "ngerman", "deutsch", "ger", "deu", "austrian", "naustrian"), "de"),
    **dict.fromkeys(("chinese", "zho", "chi", "中文", "汉语", "mandarin"), "zh"),
    **dict.fromkeys(("french", "francais", "français", "fra", "fre"), "fr"),
    **dict.fromkeys(("spanish", "spa", "español", "castellano"), "es"),
    **dict.fromkeys(("portuguese", "por", "brazilian", "brazil"), "pt"),
    **dict.fromkeys(("japanese", "jpn", "日本語"), "ja"),
    **dict.fromkeys(("korean", "kor"), "ko"),
    **dict.fromkeys(("italian", "ita"), "it"),
    **dict.fromkeys(("russian", "rus"), "ru"),
    **dict.fromkeys(("dutch", "nld", "dut"), "nl"),
    **dict.fromkeys(("polish", "pol"), "pl"),
    **dict.fromkeys(("turkish", "tur"), "tr"),
    **dict.fromkeys(("czech", "ces", "cze"), "cs"),
    **dict.fromkeys(("swedish", "swe"), "sv"),
}
_TAG = re.compile(r"^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$", re.IGNORECASE)


def language_tag(text: str) -> str:
    """Return the BCP 47 tag of a language by its name or code: "ngerman" is ``de``; "" where it is unknown."""
    name = text.strip().casefold().replace("_", "-")
    if name in _LANGUAGES:
        return _LANGUAGES[name]
    return text.strip().replace("_", "-") if _TAG.match(name) else ""
