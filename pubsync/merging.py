"""Records of one work to a Work: for each field the best value, and where it comes from.

The order of preference, field by field:

1. A record of the published version goes before one of the preprint (the published version leads).
2. A better value goes before a worse one: a whole author list before a cut one, names written out before initials,
   proper casing before capitals, a precise date before a bare year that it agrees with.
3. Among equals the source that is kept by hand goes first, see ``PRECEDENCE``; then the record's id decides, so that
   the order in which sources answer changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from pubsync.records.aliases import same_person
from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import Identifier, Link, identifiers_in_url
from pubsync.records.names import Name
from pubsync.records.record import Bibliographic, Record, RecordId
from pubsync.records.text import Translation, has_han
from pubsync.records.two_scripts import AuthorsIn, SamePerson, in_other_script, with_roles_of
from pubsync.records.work import FieldOrigin, Work

PRECEDENCE = ("bibtex", "crossref", "dblp", "openalex", "orcid", "arxiv", "semantic_scholar", "scholar")
"""Source kinds, the most carefully kept first: what the person curates, then registries, then what was scraped."""

PREPRINT_TYPES = frozenset({"article", "manuscript"})
_PREPRINT_VENUE = re.compile(
    r"^\s*(?:arxiv|corr\b|[a-z]{2,8}rxiv\b|ssrn|research square|preprints?\b|osf preprints|iacr cryptol"
    r"|electron(?:ic)? colloquium on computational complexity)",
    re.IGNORECASE,
)
_CONFERENCE_WORDS = re.compile(
    r"\b(?:proceedings\b(?! of the (?:national|royal|institution|ieee\s*$))|conference|symposium|workshop|findings of)"
    r"|会议|研讨会",
    re.IGNORECASE,
)
_JOURNAL_WORDS = re.compile(
    r"\b(?:journal|transactions|letters|magazine|annals|bulletin)\b|学报|杂志|期刊", re.IGNORECASE
)
_GIVEN_WORD = re.compile(r"[^\W\d_][^\W\d_A-Z]|[\u4e00-\u9fff]")
_ELLIPSIS = ("…", "...")
_OF_THE_SOURCE = frozenset(
    ("container_cut", "orcid_details", "affiliation", "cites_id", "scholar_details", "scholar_unchecked")
)
"""Extra fields that only the source itself, or matching, has a use for."""

VERSION_FIELDS = (
    "container_title",
    "collection_title",
    "publisher",
    "publisher_place",
    "volume",
    "issue",
    "page",
    "number",
    "edition",
    "genre",
    "event_title",
    "event_place",
)
"""Fields that tell where a version appeared: a preprint's may not fill those of the published version."""
_CUT = ("container_cut", "yes")
_NAMED_IN_TWO_SCRIPTS = ("container_title", "publisher", "publisher_place")
_OF_A_PREPRINT = re.compile(
    r"preprint|arxiv|\b(?:under|in) (?:peer )?review\b|submitted|working paper|预印本|在审|审稿|在投|投稿",
    re.IGNORECASE,
)
"""What a note says of a version that is no paper yet: the published one does not bear it."""


def is_preprint(record: Bibliographic) -> bool:
    """Whether a record, or a work, speaks of a preprint: its type says so, or its venue is a preprint server."""
    if _PREPRINT_VENUE.match(record.container_title or record.publisher):
        return True
    if record.type in PREPRINT_TYPES:
        return not record.container_title
    only_arxiv = bool(record.identifier("arxiv")) and not record.identifier("doi")
    return not record.type and only_arxiv and not record.container_title


def type_of_venue(venue: str) -> str:
    """Return the CSL type that a venue's own words tell of what appears there, "" where they tell nothing.

    Scholar's rows name no type.
    """
    if _CONFERENCE_WORDS.search(venue):
        return "paper-conference"
    return "article-journal" if _JOURNAL_WORDS.search(venue) else ""


def merge(key: str, records: Sequence[Record], citations: int | None = None, is_one: SamePerson = same_person) -> Work:
    """Return the work that ``records`` (at least one) describe, under ``key``; ``citations`` is the count to show.

    ``is_one`` tells whether two names are one person's where lists in two scripts are laid beside each other.
    """
    ordered = sorted(records, key=_rank)
    published = [record for record in ordered if not is_preprint(record)]
    leading = published or ordered
    chosen: dict[str, Any] = {}
    origins: dict[str, RecordId] = {}

    def take(field: str, candidates: Iterable[Record], quality: Callable[[Record], Any] = bool) -> None:
        filled = [record for record in candidates if getattr(record, field)]
        if filled:
            best = filled[0] if len(filled) == 1 else max(filled, key=quality)  # of equals the first, as ordered
            chosen[field], origins[field] = getattr(best, field), best.record_id

    take("type", leading, lambda record: bool(record.type))
    take("title", leading, lambda record: _title_quality(record, ordered))
    take("author", ordered, _author_quality)
    take("editor", leading)
    for field in VERSION_FIELDS:
        take(field, leading, lambda record: _CUT not in record.extra)
    take("abstract", ordered)
    take("note", [one for one in ordered if not (published and is_preprint(one) and _OF_A_PREPRINT.search(one.note))])
    take("language", _titled_like(chosen.get("title", ""), ordered))
    take("status", leading if not published else [record for record in published if _pending(record, published)])
    if "type" not in chosen and "container_title" in chosen:
        chosen["type"], origins["type"] = type_of_venue(chosen["container_title"]), origins["container_title"]
    if issued := _issued(leading):
        chosen["issued"], origins["issued"] = issued.issued, issued.record_id
    authors_from = origins.get("author")
    author_in = _author_in(ordered, authors_from, is_one)
    chosen["author"] = with_roles_of(author_in, chosen.get("author", ()))
    return Work(
        key=key,
        records=tuple(sorted(record.record_id for record in records)),
        origins=tuple(FieldOrigin(field, record) for field, record in sorted(origins.items())),
        author_complete=all(record.author_complete for record in records if record.record_id == authors_from),
        identifiers=_identifiers(leading, ordered),
        links=_links(ordered, is_published=bool(published)),
        translations=_translations(ordered, chosen),
        keywords=tuple(dict.fromkeys(word for record in ordered for word in record.keywords)),
        extra=_extra(ordered, origins.get("container_title")),
        citations=citations,
        author_in=author_in,
        preprint_title=_preprint_title(ordered, published, chosen.get("title", "")),
        **chosen,
    )


def _titled_like(title: str, records: Sequence[Record]) -> list[Record]:
    """The records in a title's script: what a record says of its language it says of its own title."""
    return [one for one in records if has_han(one.title) == has_han(title)]


def _rank(record: Record) -> tuple[bool, int, RecordId]:
    kind = record.source_kind
    place = PRECEDENCE.index(kind) if kind in PRECEDENCE else len(PRECEDENCE)
    return (is_preprint(record), place, record.record_id)


def _pending(record: Record, published: Sequence[Record]) -> bool:
    """A status ends by itself once any record of the published version no longer bears one."""
    return bool(record.status) and all(other.status or other.source_kind == "scholar" for other in published)


def _title_quality(record: Record, among: Sequence[Record]) -> tuple[bool, bool, bool]:
    title = record.title
    letters = [letter for letter in title if letter.isalpha()]
    shouting = bool(letters) and len(letters) > len(title) / 3 and all(letter.isupper() for letter in letters)
    cut = title.endswith(_ELLIPSIS) or any(_is_cut_of(title, other.title) for other in among)
    return (not cut, not shouting or has_han(title), bool(title))


def _is_cut_of(title: str, other: str) -> bool:
    """Whether a title ends in the middle of a word of the other, as Scholar's do at their length limit."""
    mine, theirs = title.casefold(), other.casefold()
    return len(mine) < len(theirs) and theirs.startswith(mine) and theirs[len(mine) : len(mine) + 1].isalnum()


def _author_quality(record: Record) -> tuple[bool, int, bool]:
    if record.author_complete:
        return (True, 0, _written_out(record.author))
    return (False, len(record.author), _written_out(record.author))


def _written_out(names: Sequence[Name]) -> bool:
    """Whether most given names are more than initials, glued ones (``WN``) among them."""
    full = [name for name in names if name.literal or _GIVEN_WORD.search(name.given)]
    return 2 * len(full) > len(names)


def _issued(leading: Sequence[Record]) -> Record | None:
    """The most precise date among those that agree with the leading record's."""
    dated = [(record.issued, record) for record in leading if record.issued]
    if not dated:
        return None
    first: PartialDate = dated[0][0]
    agreeing = [(date, record) for date, record in dated if date.agrees_with(first)]
    return max(agreeing, key=lambda pair: pair[0].precision)[1]


def _identifiers(leading: Sequence[Record], ordered: Sequence[Record]) -> tuple[Identifier, ...]:
    """All identifiers, those of the leading version first, so that its DOI is the DOI."""
    found = [identifier for record in (*leading, *ordered) for identifier in record.identifiers]
    return tuple(dict.fromkeys(found))


def _links(ordered: Sequence[Record], *, is_published: bool) -> tuple[Link, ...]:
    """One link a kind, from the best record that has it; a preprint's page is not that of the published version."""
    links: dict[str, Link] = {}
    for record in ordered:
        of_preprint = is_published and is_preprint(record)
        for link in record.links:
            is_its_page = of_preprint and link.kind == "url" and not identifiers_in_url(link.url)
            told = Link("preprint", link.url) if is_its_page else link
            links.setdefault(told.kind, told)
    return tuple(links[kind] for kind in sorted(links))


def _translations(ordered: Sequence[Record], chosen: Mapping[str, Any]) -> tuple[Translation, ...]:
    """What records say by language; and where titles in two scripts were joined, each is the other's translation.

    So are the names of the journal, the publisher and its place, but not those of a preprint's server.
    """
    found: dict[tuple[str, str], str] = {}
    for record in ordered:
        for translation in record.translations:
            found.setdefault((translation.field, translation.language), translation.text)
    for record in ordered:
        named = ("title",) if is_preprint(record) else ("title", *_NAMED_IN_TWO_SCRIPTS)
        for field in named:
            text, ours = getattr(record, field), chosen.get(field, "")
            if text and ours and has_han(text) != has_han(ours):
                found.setdefault((field, "zh" if has_han(text) else "en"), text)
    return tuple(Translation(field, language, text) for (field, language), text in sorted(found.items()))


def _author_in(ordered: Sequence[Record], authors_from: RecordId | None, is_one: SamePerson) -> tuple[AuthorsIn, ...]:
    """The authors in the other script; a list that is cut says too little of who they are."""
    chosen = next((one.author for one in ordered if one.record_id == authors_from and one.author_complete), ())
    return in_other_script(chosen, ordered, _author_quality, is_one) if chosen else ()


def _extra(ordered: Sequence[Record], container_from: RecordId | None) -> tuple[tuple[str, str], ...]:
    """What outputs may want besides; that the venue's name is cut is told where the name chosen is."""
    extra: dict[str, str] = {}
    for record in ordered:
        if record.record_id == container_from and _CUT in record.extra:
            extra[_CUT[0]] = _CUT[1]
        for name, value in record.extra:
            if name not in _OF_THE_SOURCE:
                extra.setdefault(name, value)
    return tuple(sorted(extra.items()))


def _preprint_title(ordered: Sequence[Record], published: Sequence[Record], title: str) -> str:
    if not published:
        return ""
    plain = re.sub(r"\W+", "", title.casefold())
    others = [record.title for record in ordered if is_preprint(record)]
    return next((other for other in others if re.sub(r"\W+", "", other.casefold()) != plain), "")
