"""What an entry of a hand-written list says that the sources do not: as decisions of the person.

Only what the entry says beyond doubt, and only where the sources say nothing of it, or where a link of theirs leads
elsewhere: then the person's own stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pubsync.curation import Decision
from pubsync.records.aliases import same_person
from pubsync.records.base import Value
from pubsync.records.names import Name
from pubsync.records.text import has_han, plain_form
from pubsync.records.work import Work
from pubsync.sites.handmade.addresses import KINDS, host_of, identifiers_at, web_url
from pubsync.sites.handmade.entry_words import EntryWords, Subject, titles_of
from pubsync.sites.handmade.items import HandItem, HandLink
from pubsync.sites.handmade.pieces import EDGE
from pubsync.sites.handmade.written_names import Written, name_list, with_roles

_OF_OCCASIONS = ("url", "slides", "video")
_LETTER = re.compile(r"[^\W_]")
_SHORTEST_HAN = 6
_FEWEST_WORDS = 3
_LONGEST_TITLE = 300
_HALF = 0.5
_BETWEEN = EDGE + '\n .,，。/|·—–-"“”《》'
"""What may stand between a title and its translation; a bracket is looked at by itself."""
_OPENING = "(（[【《“"
_SENTENCE_ENDS = re.compile(rf"[{EDGE}\n。]|(?<!\bvs)\.\s")
_COMMA = re.compile(r"[，,、]\s*")
_VENUE_WORD = re.compile(
    r"(?:in[: ]+)?(?:the )?(?:proceedings|proc\b|conference|journal|workshop|symposium|transactions|annual"
    r"|international|advances in|ieee|acm\b|lecture notes|preprint|arxiv)",
    re.IGNORECASE,
)


def decisions_from_item(item: HandItem, subject: Subject, *, origin: str = "") -> tuple[Decision, ...]:
    """Return what an entry decides of the work, talk or course that it shows; ``origin`` is the page's path."""
    found: list[tuple[str, Value, Value]] = []
    if isinstance(subject, Work):
        found += [*_roles(item, subject), *_honours(item, subject), *_translation(item, subject)]
    found += _links(item, subject)
    records = subject.records
    decisions = [
        Decision(kind="patch", records=records, field=field, value=value, saw=saw, origin=origin)
        for field, value, saw in found
    ]
    if item.selected and isinstance(subject, Work) and not subject.selected:
        decisions.append(Decision(kind="select", records=records, origin=origin))
    return tuple(decisions)


def links_by_kind(item: HandItem, subject: Subject) -> dict[str, str]:
    """Return the entry's links that the subject can have, one of each kind; what an identifier names is none."""
    kinds = KINDS if isinstance(subject, Work) else _OF_OCCASIONS
    found: dict[str, str] = {}
    for link in item.links:
        kind = _kind(link, subject)
        if kind in kinds and web_url(link.url) and not _is_identifier(link, subject):
            found.setdefault(kind, link.url)
    return found


def title_place(item: HandItem, subject: Subject) -> tuple[int, int] | None:
    """Return where the subject's longest title stands in ``item.bounded``, None where none does."""
    words = EntryWords(item)
    titles = sorted(map(plain_form, titles_of(subject)), key=len, reverse=True)
    return next((place for title in titles if (place := words.place_of(title))), None)


def _roles(item: HandItem, work: Work) -> Iterator[tuple[str, Value, Value]]:
    written = [_written_of(author, item.names) for author in work.author]
    if sum(one is not None for one in written) <= _HALF * len(work.author):
        return  # it does not list the authors, or others than these
    marked = [Written(author, one.marks if one else ()) for author, one in zip(work.author, written, strict=True)]
    told = with_roles([one._replace(name=replace(one.name, roles=())) for one in marked], dict(item.legend))
    for role in ("equal", "corresponding"):
        had = [author for author in work.author if role in author.roles]
        has = [
            author for author, said in zip(work.author, told, strict=True) if role in said.roles or role in author.roles
        ]
        if len(has) > len(had):
            yield f"roles.{role}", "; ".join(map(str, has)), "; ".join(map(str, had)) or None


def _written_of(author: Name, names: Sequence[Written]) -> Written | None:
    found = [one for one in names if same_person(one.name, author)]
    return found[0] if len({str(one.name) for one in found}) == 1 else None


def _honours(item: HandItem, work: Work) -> Iterator[tuple[str, Value, Value]]:
    if item.award and not work.award and plain_form(item.award) not in plain_form(work.title):
        yield "award", item.award, None
    new = [label for label in item.labels if label.casefold() not in {one.casefold() for one in work.labels}]
    if new:
        yield "labels", [*work.labels, *new], list(work.labels) or None


def _translation(item: HandItem, work: Work) -> Iterator[tuple[str, Value, Value]]:
    """The title in the other of Chinese and English, where it stands right beside the one that is known."""
    known = [has_han(title) for title in titles_of(work)]
    if any(known) == all(known):
        language = "en" if known[0] else "zh"
        found = _beside(item, work, han=language == "zh")
        if found:
            yield f"title.{language}", found, None


def _beside(item: HandItem, work: Work, *, han: bool) -> str:
    place = title_place(item, work)
    if place is None:
        stands_out = item.title and item.title != work.title and has_han(item.title) == han
        return item.title if stands_out and _is_title(item.title, item, work, han=han) else ""
    start, end = place
    after = item.bounded[end:].lstrip(_BETWEEN)
    before = item.bounded[:start].rstrip(_BETWEEN + _OPENING)
    opened = after[:1] in tuple(_OPENING)
    stop = re.search(rf"[{EDGE}\n)）\]】》”]" if opened else rf"[{EDGE}\n。]|\.\s", after[1:])
    candidates = [after[opened : stop.start() + 1 if stop else len(after)], _last_sentence(before, item)]
    found = (text.strip(f"{EDGE} .,，。") for text in candidates)
    return next((text for text in found if _is_title(text, item, work, han=han)), "")


def _last_sentence(text: str, item: HandItem) -> str:
    """Return the words of the last sentence, without the names that it may begin with."""
    sentence = _SENTENCE_ENDS.split(text)[-1].lstrip(_BETWEEN)
    names = {str(one.name) for one in item.names}
    while (parts := _COMMA.split(sentence, maxsplit=1))[0] in names and len(parts) > 1:
        sentence = parts[1]
    return sentence


def _is_title(text: str, item: HandItem, work: Work, *, han: bool) -> bool:
    """Whether words may be a title in the other language: no names, no venue, no year, of one script throughout."""
    if len(text) > _LONGEST_TITLE or name_list(text).names or re.search(r"(?:19|20)\d{2}", text):
        return False
    venues = [plain_form(one) for one in (item.venue, work.container_title, work.event_title, work.publisher) if one]
    named = plain_form(text)
    if _VENUE_WORD.match(text) or any(named in venue or venue in named for venue in venues):
        return False
    letters = _LETTER.findall(text)
    chinese = sum(map(has_han, letters))
    if han:
        return chinese >= _SHORTEST_HAN and chinese > _HALF * len(letters)
    return not chinese and len(text.split()) >= _FEWEST_WORDS and text[:1].isupper()


def _links(item: HandItem, subject: Subject) -> Iterator[tuple[str, Value, Value]]:
    for kind, url in links_by_kind(item, subject).items():
        known = {link.url for link in subject.links if link.kind == kind}
        if not known:
            if not any(link.url == url for link in subject.links):
                yield kind, url, None
        elif url not in known and kind != "url":
            yield kind, url, subject.link(kind)


def _kind(link: HandLink, subject: Subject) -> str:
    """The kind of a link: what its label or address tells; the title's link leads to the paper, or to its own site."""
    if link.kind or not link.label:
        return link.kind
    if plain_form(link.label) not in map(plain_form, titles_of(subject)):
        return ""
    return "project" if isinstance(subject, Work) and host_of(link.url).endswith(".github.io") else "url"


def _is_identifier(link: HandLink, subject: Subject) -> bool:
    named = identifiers_at(link.url)
    return isinstance(subject, Work) and bool(named) and set(named) <= set(subject.identifiers)
