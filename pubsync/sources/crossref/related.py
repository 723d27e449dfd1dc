"""What a work is to others: the preprint of one, retracted or corrected by one, a notice of one. Pure.

These are other works: their DOIs stand in ``Record.extra``, never among a work's own identifiers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pubsync.records.identifiers import normal_arxiv, normal_doi
from pubsync.sources.answers import part, parts, raw

_RELATIONS = {"has-preprint": "preprint", "is-preprint-of": "published"}
_RETRACTIONS = frozenset(("retraction", "removal", "withdrawal"))
_CORRECTIONS = frozenset(("correction", "corrigendum", "erratum", "partial-retraction"))
_CONCERNS = frozenset(("expression-of-concern",))
_REINSTATED = "reinstatement"

_RETRACTED_TITLE = re.compile(
    r"^\s*(?:(?:RETRACTED|WITHDRAWN)(?:\s+(?:ARTICLE|PAPER|CHAPTER))?\s*[:–—-]|\[(?:RETRACTED|WITHDRAWN)\]:?"
    r"|(?:Retracted|Withdrawn)(?:\s+(?:Article|Paper|Chapter))?\s*:)\s*(?=\S)"
)
"""What publishers put before a title when they retract the work: it is then still the same work."""


def relations(work: Mapping[str, object], doi: str) -> Iterator[tuple[str, str]]:
    """Yield what is told of a work, as fields of ``Record.extra``.

    ``preprint``, ``published``, ``corrected`` and ``concern`` (by what it was), and ``notice_of`` (what it corrects or
    retracts) are DOIs, arXiv's own for an arXiv id; ``retracted`` is ``yes``. ``updated-by`` holds both what publishers
    deposited and what Retraction Watch found
    (https://www.crossref.org/documentation/retrieve-metadata/retraction-watch/); an ``update-to`` with the work's own
    DOI was made in its place.
    """
    for relation, ours in _RELATIONS.items():
        related = [_related(one) for one in parts(part(work.get("relation"), relation))]
        others = sorted({one for one in related if one and one != doi})
        if others:
            yield ours, others[0]
    updates = [*_updates(work.get("updated-by")), *(one for one in _updates(work.get("update-to")) if one[1] == doi)]
    kinds = {kind for kind, _ in updates}
    updated = notice_of(work, doi)
    is_marked = not updated and _RETRACTED_TITLE.match(_first_title(work))
    if (kinds & _RETRACTIONS or is_marked) and _REINSTATED not in kinds:
        yield "retracted", "yes"
    for ours, ones in (("corrected", _CORRECTIONS), ("concern", _CONCERNS)):
        notices = sorted({by for kind, by in updates if kind in ones and by})
        if notices:
            yield ours, notices[-1]
    if updated:
        yield "notice_of", updated


def notice_of(work: Mapping[str, object], doi: str) -> str:
    """Return the DOI of the work that this one corrects or retracts, "" where it is no notice."""
    return next((other for _, other in sorted(_updates(work.get("update-to"))) if other and other != doi), "")


def own_title(title: str, *, is_notice: bool) -> str:
    """Return a title without the word that the work is retracted; a notice of it bears the word in its own name."""
    return title if is_notice else _RETRACTED_TITLE.sub("", title)


def _first_title(work: Mapping[str, object]) -> str:
    titles = work.get("title")
    return raw(titles[0] if isinstance(titles, list) and titles else titles)


def _related(relation: Mapping[str, object]) -> str:
    kind, id_ = raw(relation.get("id-type")).casefold(), raw(relation.get("id"))
    if kind == "arxiv" or "arxiv.org/" in id_.casefold():
        arxiv = normal_arxiv(id_)
        return f"10.48550/arxiv.{arxiv}" if arxiv else ""
    return normal_doi(id_) if kind in ("doi", "") else ""


def _updates(value: object) -> list[tuple[str, str]]:
    return [
        (raw(one.get("type")).casefold().replace("_", "-").replace(" ", "-"), normal_doi(raw(one.get("DOI"))))
        for one in parts(value)
    ]
