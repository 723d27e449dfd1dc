"""The list of a person's works to Records. Pure.

Its shape is that of ``works-3.0.xsd`` and ``work-3.0.xsd`` (https://github.com/ORCID/orcid-model): groups of summaries
which share an identifier, each summary from another source. The person's choice among them has the highest
``display-index`` (https://info.orcid.org/ufaqs/how-are-items-grouped-together-in-an-orcid-record/).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pubsync.errors import SourceError
from pubsync.formats.bibtex.types import language_tag
from pubsync.records.dates import PartialDate, parse_date
from pubsync.records.identifiers import (
    Identifier,
    Link,
    doi_identifier,
    identifiers_in_url,
    normal_arxiv,
    normal_isbn,
)
from pubsync.records.record import Record
from pubsync.records.text import Translation
from pubsync.sources.answers import address, part, parts, raw, text, title
from pubsync.sources.orcid.types import GENRES, IN_A_BOOK, TYPES

_SCHEMES = {"pmid": "pmid", "pmc": "pmcid", "hal": "hal", "pat": "patent"}
_DIGITS = re.compile(r"\d{1,9}", re.ASCII)
_PMID = re.compile(r"\d{1,9}$", re.ASCII)
_PMCID = re.compile(r"(?:pmc)?(\d{1,9})$", re.ASCII | re.IGNORECASE)


class Listed(NamedTuple):
    """A work of the list; ``modified`` changes whenever the work does."""

    record: Record
    modified: str


class Listing(NamedTuple):
    """What the list says: works in the order of their put-codes, the person's name, and how many were unreadable."""

    works: tuple[Listed, ...]
    owner: str
    unreadable: int


def read_list(answer: object, orcid: str, source: str) -> Listing:
    """Return what ``/{iD}/works`` answered: one work for each group, under the put-code of its preferred summary.

    Authors are not listed, and so unknown.

    Raises:
        SourceError: where it is no such list, or another person's.
    """
    groups = part(answer, "group")
    if not isinstance(groups, list):
        raise changed("holds no works", source)
    path = raw(part(answer, "path"))
    if path and orcid not in path:
        raise SourceError(
            f"answers with the record {path.strip('/').partition('/')[0]!a}, not {orcid}",
            where=source,
            remedy="if it is the same person's, write that iD in pubsync.yaml",
        )
    preferred = [_preferred(group) for group in groups]
    listed = [_listed(summary, source) for summary in preferred]
    works = {one.record.id: one for one in listed if one}
    return Listing(
        works=tuple(sorted(works.values(), key=lambda one: (len(one.record.id), one.record.id))),
        owner=_owner(preferred, orcid),
        unreadable=sum(one is None for one in listed),
    )


def changed(what: str, source: str) -> SourceError:
    """Return the error of an answer that is not as documented."""
    return SourceError(
        f"ORCID's answer has changed or is damaged: it {what}",
        where=source,
        remedy="if it lasts for days, look for a newer pubsync",
    )


def put_code(work: object) -> str:
    """Return the id of a work or summary, "" where it has none."""
    code = raw(part(work, "put-code"))
    return code if code.isascii() and code.isdigit() else ""


def _preferred(group: object) -> dict[str, object]:
    summaries = parts(part(group, "work-summary"))
    return min(summaries, key=lambda one: (-_index(one), len(put_code(one)), put_code(one)), default={})


def _index(summary: dict[str, object]) -> int:
    found = _DIGITS.fullmatch(raw(summary.get("display-index")))
    return int(found.group()) if found else 0


def _owner(summaries: list[dict[str, object]], orcid: str) -> str:
    """Return the person's own name, which stands wherever they added a work themselves or let somebody do so."""
    named = (
        text(part(summary, "source", f"{whose}-name", "value"))
        for summary in sorted(summaries, key=put_code)
        for whose in ("source", "assertion-origin")
        if raw(part(summary, "source", f"{whose}-orcid", "path")) == orcid
    )
    return next(filter(None, named), "")


def _listed(summary: dict[str, object], source: str) -> Listed | None:
    code = put_code(summary)
    name = title(part(summary, "title", "title", "value"), part(summary, "title", "subtitle", "value"))
    if not (code and name):
        return None
    written = raw(summary.get("type")).casefold()
    kind = TYPES.get(written, "")
    url = address(part(summary, "url", "value"))
    record = Record(
        source=source,
        id=code,
        type=kind,
        title=name,
        translations=tuple(_translations(summary)),
        author_complete=False,
        issued=_issued(summary),
        container_title=text(part(summary, "journal-title", "value")),
        genre=GENRES.get(written, ""),
        identifiers=_identifiers(summary, kind, url),
        links=(Link("url", url),) if url else (),
    )
    return Listed(record, raw(part(summary, "last-modified-date", "value")))


def _translations(summary: dict[str, object]) -> Iterator[Translation]:
    translated = part(summary, "title", "translated-title")
    name, language = title(part(translated, "value")), language_tag(raw(part(translated, "language-code")))
    if name and language:
        yield Translation("title", language, name)


def _issued(summary: dict[str, object]) -> PartialDate | None:
    numbers = [
        _DIGITS.fullmatch(raw(part(summary, "publication-date", unit, "value"))) for unit in ("year", "month", "day")
    ]
    known = [number.group() for number in numbers[: numbers.index(None) if None in numbers else None] if number]
    return parse_date("-".join(known)) if known and len(known[0]) == len("2020") else None


def _identifiers(summary: dict[str, object], kind: str, url: str) -> tuple[Identifier, ...]:
    """Return the work's own identifiers.

    ``part-of`` names what it appeared in, ``version-of`` another version of it, ``funded-by`` a grant. What its link
    names counts where the record gives no identifier of that kind.
    """
    own: list[Identifier] = []
    others: list[Identifier] = []
    for one in parts(part(summary, "external-ids", "external-id")):
        is_own = raw(one.get("external-id-relationship")).casefold() == "self"
        (own if is_own else others).extend(_identifier(one, kind))
    known = {one.scheme for one in own}
    own += [one for one in identifiers_in_url(url) if one.value and one.scheme not in known and one not in others]
    return tuple(dict.fromkeys(own))


def _identifier(external: dict[str, object], kind: str) -> Iterator[Identifier]:
    scheme, value = raw(external.get("external-id-type")).casefold(), raw(external.get("external-id-value"))
    found: Identifier | None = None
    if scheme == "doi":
        found = doi_identifier(value)
    elif scheme == "arxiv":
        found = Identifier("arxiv", normal_arxiv(value))
    elif scheme == "isbn" and kind not in IN_A_BOOK:
        found = Identifier("isbn", normal_isbn(value))
    elif scheme == "uri":
        yield from (one for one in identifiers_in_url(value) if one.value)
    elif scheme in _SCHEMES:
        found = Identifier(_SCHEMES[scheme], _normal(scheme, value))
    if found and found.value:
        yield found


def _normal(scheme: str, value: str) -> str:
    if scheme == "pmid":
        found = _PMID.search(value)
        return found.group() if found else ""
    if scheme == "pmc":
        found = _PMCID.search(value)
        return f"PMC{found.group(1)}" if found else ""
    return value.casefold() if scheme == "hal" else value
