"""The line under the authors of a row: ``Journal of Vision 20 (2), 1-9, 2020``. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from pubsync.frozen import frozen
from pubsync.records.identifiers import normal_arxiv

FIRST_YEAR, LAST_YEAR = 1500, 2099
LONGEST = 1000
"""Characters read of a line; Scholar cuts its own at about eighty."""

_YEAR_AT_END = re.compile(r"(?:^|,\s*)(0|\d{4})$")
_ARXIV = re.compile(r"(?:arXiv(?:\.org)?(?: preprint| e-prints)?(?=$|[\s,:])|CoRR\b)", re.IGNORECASE)
_PATENT = re.compile(r"(?P<genre>[A-Z]{2} Patent(?: App\.| Application)?)\s+(?P<number>\S.*)")
_PREPRINT = re.compile(
    r"(?:(?P<server>bioRxiv|medRxiv|ChemRxiv|TechRxiv|PsyArXiv|SocArXiv|EarthArXiv)|Available at (?P<paper>SSRN))"
    r"(?:[\s,:]+(?P<number>[\w./-]+))?",
    re.IGNORECASE,
)
_PUBLISHER = re.compile(
    r"(?:.*\bUniversity Press(?:, .*)?|Springer(?: Nature| Science & Business Media| International Publishing)?|"
    r"Elsevier|(?:John )?Wiley(?: & Sons)?|"
    r"(?:CRC|MIT|IOS) Press|O'Reilly(?: Media)?|Morgan Kaufmann|Routledge|World Scientific)",
    re.IGNORECASE,
)
_PLACE = r"[A-Za-z]{0,4}\d[\d:]*[A-Za-z]?"
_PAGE_AT_END = re.compile(rf"(?P<before>.+), (?P<page>{_PLACE}(?:[-–]{_PLACE})?|[ivxlc]+[-–][ivxlc]+)")
_ISSUE_AT_END = re.compile(
    r"(?P<container>\S.*?) (?P<volume>[A-Za-z]{0,2}\d{1,5}[A-Za-z]?|PP) "
    r"\((?P<issue>\d[\w/–-]*|(?:Suppl|Supplement|Special)\b[^()]*|[A-Z][A-Z0-9]+)\)",
)
_VOLUME_AT_END = re.compile(r"(?P<container>\S.*?) (?P<volume>\d{1,4})")
_CUT_IN_ISSUE = re.compile(r"(?P<container>\S.*?) (?P<volume>\d{1,5}) \([^()]*")


@frozen(kw_only=True)
class VenueLine:
    """What the line tells; empty means that it does not say.

    ``cut`` is whether ``container_title`` is only the beginning of it. ``type`` is ``article`` for a preprint,
    ``patent``, or "".
    """

    container_title: str = ""
    cut: bool = False
    volume: str = ""
    issue: str = ""
    page: str = ""
    year: int | None = None
    type: str = ""
    genre: str = ""
    number: str = ""
    publisher: str = ""
    arxiv: str = ""


def plausible_year(written: object) -> int | None:
    """Return the year that Scholar prints, None for nothing, 0 and years that no paper is of."""
    text = str(written).strip()
    year = int(text) if re.fullmatch(r"\d{1,4}", text) else 0
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def read_venue(line: str) -> VenueLine:
    """Read the line as Scholar prints it in English, cut or whole, with or without its year."""
    text = " ".join(line[:LONGEST].split()).replace("...", "…")
    year = None
    at_end = _YEAR_AT_END.search(text)
    if at_end and (at_end.group(1) == "0" or plausible_year(at_end.group(1))):
        year = plausible_year(at_end.group(1))
        text = text[: at_end.start()].rstrip()
    return replace(_without_year(text), year=year)


def _without_year(text: str) -> VenueLine:
    if _ARXIV.match(text):
        return VenueLine(container_title="arXiv", type="article", arxiv="" if "…" in text else normal_arxiv(text))
    patent = _PATENT.fullmatch(text)
    if patent:
        return VenueLine(type="patent", genre=patent["genre"], number=patent["number"].rstrip(" …"))
    preprint = _PREPRINT.fullmatch(text)
    if preprint:
        server = preprint["server"] or preprint["paper"]
        return VenueLine(container_title=server, type="article", number=preprint["number"] or "")
    if "…" in text:
        return _cut(text.partition("…")[0].strip())
    if _PUBLISHER.fullmatch(text):
        return VenueLine(publisher=text)
    return _whole(text)


def _whole(text: str) -> VenueLine:
    paged = _PAGE_AT_END.fullmatch(text)
    if not paged:
        return _numbered(text)
    return replace(_numbered(paged["before"]), page=paged["page"])


def _numbered(text: str) -> VenueLine:
    """Part the volume and the issue off; a bare year at the end ("EMNLP 2020") belongs to the title."""
    issued = _ISSUE_AT_END.fullmatch(text)
    if issued and not (plausible_year(issued["volume"]) and issued["issue"].isalpha()):
        volume = "" if issued["volume"] == "0" else issued["volume"]
        return VenueLine(container_title=issued["container"], volume=volume, issue=issued["issue"])
    in_volume = _VOLUME_AT_END.fullmatch(text)
    if in_volume and not plausible_year(in_volume["volume"]):
        volume = "" if in_volume["volume"] == "0" else in_volume["volume"]
        return VenueLine(container_title=in_volume["container"], volume=volume)
    return VenueLine(container_title=text)


def _cut(beginning: str) -> VenueLine:
    """Keep what the cut has left whole: a title followed by its volume is not cut itself."""
    in_issue = _CUT_IN_ISSUE.fullmatch(beginning)
    if in_issue:
        return VenueLine(container_title=in_issue["container"], volume=in_issue["volume"])
    before_page, comma, _ = beginning.rpartition(",")
    in_page = _numbered(before_page.strip()) if comma else VenueLine()
    if in_page.volume:
        return in_page
    return VenueLine(container_title=beginning, cut=bool(beginning))
