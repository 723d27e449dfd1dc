"""Whether an entry of a person's says more than pubsync's own line for the same work would.

An entry that does stays word for word; one that does not can give way to ours. In doubt it says more: a picture, a
comment, a remark, a link that nobody can name a kind for, a venue's name aside, are words of a person's.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from pubsync.records.aliases import same_person
from pubsync.records.course import Course
from pubsync.records.names import Name
from pubsync.records.text import plain_form
from pubsync.records.work import Work
from pubsync.sites.handmade.addresses import identifiers_at, web_url
from pubsync.sites.handmade.decisions import decisions_from_item, links_by_kind, title_place
from pubsync.sites.handmade.entry_words import Subject
from pubsync.sites.handmade.items import HandItem, HandLink
from pubsync.sites.handmade.pieces import EDGE
from pubsync.views.venue_words import is_venue

_SEGMENTS = re.compile(rf"[\n.;；。|()（）\[\]【】/·{EDGE}]")
_TOKEN = re.compile(r"[^\W_]+")
_OF_VENUES = frozenset(
    "proceedings proc conference conf workshop workshops symposium journal trans transactions letters annals findings "  # noqa: SIM905 - words
    "lecture advances congress ieee acm aaai usenix springer elsevier wiley arxiv biorxiv corr vol volume pp".split()
)
_OF_CHINESE_VENUES = re.compile("学报|大会|会议|期刊|论文集|出版社")
_FILLING = frozenset(
    "in the of on and for at to by a an with et al de la is our as from into und der die das accepted appear appeared "  # noqa: SIM905 - words
    "published press forthcoming under review submitted paper papers doi http https www org html pdf arxiv equal means "
    "equally contribution contributions contributed contributing denotes denote indicates indicate co first author "
    "authors corresponding correspondence joint jan january feb february mar march apr april may jun june jul july aug "
    "august sep sept september oct october nov november dec december vol no pp p st nd rd th eds ed editor editors "
    "presented talk talks invited keynote seminar slides video 和 与 等 年 月 日 第 卷 期 页 共同一作 通讯作者 "
    "同等贡献 已录用 即将发表".split()
)
UNPRINTED = frozenset({"title.en", "title.zh"})
"""Fields that pubsync's own templates for regions do not show."""
_MOST_OF_A_VENUE = 10
"""Words that may stand beside a venue's: the rest of its name, a place, a publisher. They are written in capitals."""


def says_more(item: HandItem, subject: Subject, *, unprinted: Collection[str] = UNPRINTED) -> bool:
    """Whether an entry holds anything that would be lost, were our line for ``subject`` to stand in its place.

    ``unprinted`` are the fields that our line does not show although they are known.
    """
    labels = bool(item.labels) and "labels" in unprinted
    if item.extra or labels or any(True for _ in _loose_links(item, subject)):
        return True
    known, venues = _known_words(item, subject, unprinted), _words_of(_venues(subject))
    more = (segment for segment in _segments(item, subject) if _is_more(segment, known, venues))
    return any(not _is_its_venue(segment, subject) for segment in more)


def _segments(item: HandItem, subject: Subject) -> list[str]:
    """The words around the title, cut where sentences, brackets and styles do."""
    place = title_place(item, subject)
    words = item.bounded if place is None else f"{item.bounded[: place[0]]}\n{item.bounded[place[1] :]}"
    return _SEGMENTS.split(re.sub(r"https?://\S+|\b10\.\d{4,9}/\S+", " ", words))


def _is_more(segment: str, known: frozenset[str], venues: frozenset[str]) -> bool:
    """Whether a segment holds more than what is known, the rest of a venue's name and its place aside."""
    tokens = _TOKEN.findall(segment)
    new = [token for token in tokens if not _is_known(plain_form(token), known)]
    names_venue = any(plain_form(token) in venues | _OF_VENUES for token in tokens) or _OF_CHINESE_VENUES.search(
        segment
    )
    may_be_of_it = len(new) <= _MOST_OF_A_VENUE and all(not token[0].islower() for token in new)
    return bool(new) and not (names_venue and may_be_of_it)


def _is_its_venue(segment: str, subject: Subject) -> bool:
    """Whether a segment is nothing but a short name of the venue, such as TACL, with its year."""
    words = [token for token in _TOKEN.findall(segment) if not token.isdecimal()]
    return isinstance(subject, Work) and len(words) == 1 and is_venue(subject.container_title, words[0])


def _is_known(token: str, known: frozenset[str]) -> bool:
    return len(token) < 2 or token.isdecimal() or token in known or token in _FILLING  # noqa: PLR2004 - an initial


def _known_words(item: HandItem, subject: Subject, unprinted: Collection[str]) -> frozenset[str]:
    texts = [item.venue, *item.labels, *(link.label for link in _told_links(item, subject)), *_venues(subject)]
    for decision in (one for one in decisions_from_item(item, subject) if one.field not in unprinted):
        texts += map(str, decision.value if isinstance(decision.value, list) else [decision.value])
    if isinstance(subject, Work):
        texts += [subject.genre, subject.award, *subject.labels, subject.note]
        texts += map(str, _authors_in(item, subject))
    else:
        texts += [subject.type, subject.role, subject.description]
        texts += [subject.level, *subject.terms] if isinstance(subject, Course) else []
    shown = (one for one in subject.translations if f"{one.field}.{one.language}" not in unprinted)
    return _words_of([*texts, *(one.text for one in shown)])


def _venues(subject: Subject) -> list[str]:
    if isinstance(subject, Work):
        titles = [subject.container_title, subject.collection_title, subject.event_title]
        return [*titles, subject.event_place, subject.publisher, subject.publisher_place]
    return [subject.venue, subject.location]


def _words_of(texts: Iterable[str]) -> frozenset[str]:
    found = (plain_form(token) for text in texts for token in _TOKEN.findall(text))
    return frozenset(word for word in found if len(word) > 1 and word not in _FILLING)


def _authors_in(item: HandItem, work: Work) -> Iterator[Name]:
    """The authors as the work and as the entry write them."""
    yield from work.author
    yield from (one.name for one in item.names if any(same_person(one.name, author) for author in work.author))


def _told_links(item: HandItem, subject: Subject) -> Iterator[HandLink]:
    shown = set(links_by_kind(item, subject).values())
    yield from (link for link in item.links if link.url in shown or identifiers_at(link.url))


def _loose_links(item: HandItem, subject: Subject) -> Iterator[HandLink]:
    """The links that our line would not have."""
    shown = set(links_by_kind(item, subject).values()) | {link.url for link in subject.links}
    own = set(subject.identifiers) if isinstance(subject, Work) else set()
    for link in item.links:
        named = set(identifiers_at(link.url))
        if link.url and not (web_url(link.url) and (link.url in shown or (named and named <= own))):
            yield link
