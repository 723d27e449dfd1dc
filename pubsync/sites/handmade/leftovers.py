"""Whether an entry of a person's says more than pubsync's own line for the same work would.

An entry that does stays word for word; one that does not can give way to ours. In doubt it says more: a picture, a
comment, a remark, a link that nobody can name a kind for, a venue's name aside, are words of a person's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

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

_SEGMENTS = re.compile(rf"[\n.;；。|()（）\[\]【】/·{EDGE}]")
_TOKEN = re.compile(r"[^\W_]+")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_OF_VENUES = frozenset(
    "proceedings proc conference conf international intl inter annual workshop workshops symposium journal "  # noqa: SIM905 - words
    "trans transactions letters magazine review findings association advances lecture notes chapter meeting congress "
    "ieee acm aaai usenix springer elsevier wiley nature arxiv preprint corr biorxiv volume vol issue no number pages "
    "page pp article edition press university main track 第 卷 期 页 学报 大会 会议 期刊 论文集".split()
)
_FILLING = frozenset(
    "in the of on and for at to by a an with et al de la is our as from into und der die das accepted appear appeared "  # noqa: SIM905 - words
    "published press forthcoming under review submitted paper papers doi http https www org html pdf arxiv equal means "
    "equally contribution contributions contributed contributing denotes denote indicates indicate co first author "
    "authors corresponding correspondence joint jan january feb february mar march apr april may jun june jul july aug "
    "august sep sept september oct october nov november dec december vol no pp p st nd rd th eds ed editor editors "
    "presented talk talks invited keynote seminar slides video 和 与 等 年 月 日 第 卷 期 页 共同一作 通讯作者 "
    "同等贡献 已录用 即将发表".split()
)
_MOST_OF_A_VENUE = 10
"""Words that may stand beside a venue's or a year: the rest of its name, a place, a publisher."""


def says_more(item: HandItem, subject: Subject) -> bool:
    """Whether an entry holds anything that would be lost, were our line for ``subject`` to stand in its place."""
    if item.extra or any(True for _ in _loose_links(item, subject)):
        return True
    known = _known_words(item, subject)
    return any(_is_more(segment, known) for segment in _segments(item, subject))


def _segments(item: HandItem, subject: Subject) -> list[str]:
    """The words around the title, cut where sentences, brackets and styles do."""
    place = title_place(item, subject)
    words = item.bounded if place is None else f"{item.bounded[: place[0]]}\n{item.bounded[place[1] :]}"
    return _SEGMENTS.split(re.sub(r"https?://\S+|\b10\.\d{4,9}/\S+", " ", words))


def _is_more(segment: str, known: frozenset[str]) -> bool:
    tokens = [plain_form(token) for token in _TOKEN.findall(segment)]
    new = [token for token in tokens if not _is_known(token, known)]
    if not new:
        return False
    beside_venue = any(
        token in _OF_VENUES or (token in known and len(token) > 1) or _YEAR.fullmatch(token) for token in tokens
    )
    return len(new) > _MOST_OF_A_VENUE or not beside_venue


def _is_known(token: str, known: frozenset[str]) -> bool:
    return len(token) < 2 or token.isdecimal() or token in known or token in _FILLING  # noqa: PLR2004 - an initial


def _known_words(item: HandItem, subject: Subject) -> frozenset[str]:
    texts = [item.venue, *item.labels, *(link.label for link in _told_links(item, subject))]
    for decision in decisions_from_item(item, subject):
        texts += [str(one) for one in (decision.value if isinstance(decision.value, list) else [decision.value])]
    if isinstance(subject, Work):
        texts += [subject.container_title, subject.event_title, subject.event_place, subject.publisher, subject.genre]
        texts += [subject.collection_title, subject.award, *subject.labels, subject.note]
        texts += [str(name) for name in _authors_in(item, subject)]
    else:
        texts += [subject.venue, subject.location, subject.type, subject.role, subject.description]
        texts += [subject.level, *subject.terms] if isinstance(subject, Course) else []
    texts += [one.text for one in subject.translations]
    return frozenset(plain_form(token) for text in texts for token in _TOKEN.findall(text))


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
