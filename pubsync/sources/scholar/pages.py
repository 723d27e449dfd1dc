"""Scholar's pages as scholarly does not read them: whose profile it is, its author lines, its counts. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from lxml import etree

from pubsync.errors import SourceError
from pubsync.frozen import frozen
from pubsync.records.dates import PartialDate
from pubsync.sources.interface import Statistics

MOST_ELEMENTS = 50_000
"""A page of 100 rows has a few thousand."""

_CAPTCHA = "//*[@id='gs_captcha_ccl' or @id='gs_captcha_f' or @id='captcha-form' or @id='recaptcha']"
_DENIAL = "//*[contains(@class, 'rc-doscaptcha-body')]"
_TELLING = re.compile(r"unusual traffic|not a robot|can't process your request", re.IGNORECASE)
_OURS = "//*[@id='gsc_prf_in' or @id='gsc_oci_title']"
_WORK = re.compile(r"citation_for_view=([\w-]+:[\w-]+)", re.ASCII)
_SEPARATOR = "[.,'’\u066c\\s]"
_DIRECTION = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_COUNT = re.compile(rf"\d{{1,9}}|\d{{1,3}}(?:{_SEPARATOR}\d{{2,3}}){{0,3}}{_SEPARATOR}\d{{3}}")
_MARKS = {
    "the owner's name (#gsc_prf_in)": "//*[@id='gsc_prf_in']",
    "the table of works (#gsc_a_b)": "//*[@id='gsc_a_b']",
    "the button for more (#gsc_bpf_more)": "//button[@id='gsc_bpf_more']",
    "its own address (link rel=canonical)": "//link[@rel='canonical'][@href]",
}


class PageError(SourceError):
    """This one page is not as it should be; others of Scholar's may well be. ``reason`` says why, in short."""

    def __init__(self, what: str, *, where: str, remedy: str = "", reason: str = "") -> None:
        """Keep the reason."""
        super().__init__(what, where=where, remedy=remedy)
        self.reason = reason or what


@frozen(kw_only=True)
class ProfilePage:
    """What one page of a profile's list says besides its rows.

    ``author_lines`` maps an ``author_pub_id`` to the authors as printed; it has every readable row of the page.
    ``unreadable`` counts the others, and those with the id of a row before them. ``more`` is whether the list goes on
    after this page. ``owner_id`` is the id of the profile.
    """

    owner: str
    owner_id: str
    author_lines: Mapping[str, str]
    unreadable: int
    more: bool
    statistics: Statistics


def read_profile(text: str, scholar_id: str, where: str, most_elements: int = MOST_ELEMENTS) -> ProfilePage:
    """Read a page of the profile ``scholar_id``, of any profile where that is ""; ``where`` names the source in errors.

    Raises:
        SourceError: where it is another person's, or no page of a profile as they have looked since 2014.
    """
    page = _bounded(text, where, most_elements)
    missing = [told for told, path in _MARKS.items() if not page.xpath(path)]
    if missing:
        raise changed_layout(f"{missing[0]} is missing", where)
    owner_id = parse_qs(_query(page.xpath(_MARKS["its own address (link rel=canonical)"])[0])).get("user", [""])[0]
    if owner_id != (scholar_id or owner_id):
        raise SourceError(
            f"the answer is the profile of {owner_id[:40]!a}, not of {scholar_id!a}",
            where=where,
            remedy="check the id: it stands after user= in the profile's address",
        )
    lines, unreadable = _author_lines(page)
    if unreadable and not lines:
        raise changed_layout("none of its rows can be read", where)
    return ProfilePage(
        owner=_text(page.xpath("//*[@id='gsc_prf_in']")[0]),
        owner_id=owner_id,
        author_lines=lines,
        unreadable=unreadable,
        more="disabled" not in page.xpath("//button[@id='gsc_bpf_more']")[0].attrib,
        statistics=_statistics(page),
    )


def work_id(address: str, title: str) -> str:
    """Return the ``author_pub_id`` that a row's link names, "" for a row that can't be read."""
    found = _WORK.search(address)
    return found.group(1) if found and title.strip() else ""


def tidied(text: str, where: str, most_elements: int = MOST_ELEMENTS) -> str:
    """Return the page as lxml understands it, well-formed and no more than 256 elements deep.

    BeautifulSoup takes minutes for a page that is made of nothing but open tags.

    Raises:
        PageError: where the page is no HTML, or has more than ``most_elements``.
    """
    tidy: str = etree.tostring(_bounded(text, where, most_elements), encoding="unicode", method="html")
    return tidy


def changed_layout(what: str, where: str) -> PageError:
    """Return the error for a page that is not made as it used to be."""
    return PageError(
        f"Scholar's page has changed or is damaged: {what}",
        where=where,
        remedy="the last good list is used; if it lasts for days, look for a newer pubsync",
        reason=what,
    )


def asks_for_captcha(text: str) -> bool:
    """Whether the page is one of those by which Google keeps programs out."""
    page = _parsed(text)
    if page is None:
        return False
    if page.xpath(_CAPTCHA) or page.xpath(_DENIAL):
        return True
    # A paper may well have "not a robot" in its title.
    return not page.xpath(_OURS) and bool(_TELLING.search(_text(page).replace("’", "'")))


def publication_date(text: str) -> PartialDate | None:
    """Return the date on a work's own page (``2020/5/3``), of which scholarly keeps the year alone."""
    page = _parsed(text)
    if page is None:
        return None
    for row in page.xpath("//div[contains(concat(' ', @class, ' '), ' gs_scl ')]"):
        field, value = (_text_of(row, name) for name in ("gsc_oci_field", "gsc_oci_value"))
        if field.casefold() == "publication date":
            return slashed_date(value)
    return None


def slashed_date(written: str) -> PartialDate | None:
    """Return a date as Scholar writes it (``2020/5/3``, ``2020/5``, ``2020``), None where it is none."""
    if not re.fullmatch(r"[0-9]{4}(/[0-9]{1,2}){0,2}", written):
        return None
    try:
        return PartialDate(*(int(part) for part in written.split("/")))
    except ValueError:
        return None


def _parsed(text: str) -> Any | None:  # noqa: ANN401 - lxml's stubs know no type for what xpath returns
    parser = etree.HTMLParser(encoding="utf-8")
    try:
        return etree.fromstring(text.encode("utf-8", errors="replace"), parser)
    except etree.XMLSyntaxError:
        return None


def _bounded(text: str, where: str, most_elements: int) -> Any:  # noqa: ANN401 - as above
    page = _parsed(text)
    if page is None:
        raise changed_layout("it is no HTML", where)
    if sum(1 for _ in page.iter()) > most_elements:
        raise changed_layout("it has more elements than any page of Scholar's", where)
    for link in page.xpath("//a[contains(concat(' ', @class, ' '), ' gsc_a_at ')][@data-href]"):
        # A browser's copy of a page may show a work by a script, and keep the address beside it.
        if not _WORK.search(link.get("href", "")):
            link.set("href", link.get("data-href"))
    return page


def _text(node: Any) -> str:  # noqa: ANN401 - as above
    words: list[str] = "".join(node.itertext(etree.Element)).split()
    return " ".join(words)


def _text_of(node: Any, name: str) -> str:  # noqa: ANN401 - as above
    found = node.xpath(f".//*[contains(concat(' ', @class, ' '), ' {name} ')]")
    return _text(found[0]) if found else ""


def _query(link: Any) -> str:  # noqa: ANN401 - as above
    try:
        return urlsplit(str(link.get("href"))).query
    except ValueError:
        return ""


def _author_lines(page: Any) -> tuple[dict[str, str], int]:  # noqa: ANN401 - as above
    lines: dict[str, str] = {}
    unreadable = 0
    for row in page.xpath("//tr[contains(concat(' ', @class, ' '), ' gsc_a_tr ')]"):
        if row.xpath(".//td[contains(@class, 'gsc_a_e')]"):
            continue  # "There are no articles in this profile." stands in a row of its own
        links = row.xpath(".//a[contains(concat(' ', @class, ' '), ' gsc_a_at ')]")
        work = work_id(links[0].get("href", ""), _text(links[0])) if links else ""
        if not work or work in lines:
            unreadable += 1
            continue
        greys = row.xpath(".//div[contains(concat(' ', @class, ' '), ' gs_gray ')]")
        lines[work] = _text(greys[0]) if greys else ""
    return lines, unreadable


def _statistics(page: Any) -> Statistics:  # noqa: ANN401 - as above
    """Read the table: a row for citations and one for the h-index; the first figure of each is the whole."""
    rows = page.xpath("//tr[td[contains(@class, 'gsc_rsb_std')]]")
    figures = [plain_count(_text_of(row, "gsc_rsb_std")) for row in rows]
    citations, h_index = (*figures[:2], None, None)[:2]
    return Statistics(citations=citations, h_index=h_index, by_year=_by_year(page))


def _by_year(page: Any) -> tuple[tuple[int, int], ...]:  # noqa: ANN401 - as above
    """Read the chart: a year without citations has a label and no bar; a bar's z-index counts labels from the right."""
    years = [plain_count(_text(label)) for label in page.xpath("//span[contains(@class, 'gsc_g_t')]")]
    counts = dict.fromkeys((year for year in years if year), 0)
    for bar in page.xpath("//a[contains(concat(' ', @class, ' '), ' gsc_g_a ')]"):
        place = re.search(r"z-index:\s*(\d{1,4})", bar.get("style", ""))
        count = plain_count(_text_of(bar, "gsc_g_al"))
        from_right = int(place.group(1)) if place else 0
        year = years[-from_right] if 0 < from_right <= len(years) else None
        if year is None or count is None:
            return ()
        counts[year] = count
    return tuple(sorted(counts.items()))


def plain_count(written: str) -> int | None:
    """Return a count in the number format of any language: ``1234``, ``1,234``, ``1.234``, ``1 234``, ``۱۲۳۴``."""
    digits = _DIRECTION.sub("", written).strip()
    return int(re.sub(_SEPARATOR, "", digits)) if _COUNT.fullmatch(digits) else None
