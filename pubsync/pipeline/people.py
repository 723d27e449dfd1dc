"""The people of a site, with what is their own."""

from __future__ import annotations

from collections.abc import Iterator

from pubsync.citing.escape import slug
from pubsync.errors import SettingsError
from pubsync.pipeline.building import occasion_source_name
from pubsync.records.dates import parse_date
from pubsync.records.names import parse_name
from pubsync.records.people import person
from pubsync.settings import PersonSettings, Settings
from pubsync.views import Member


def members_of(settings: Settings) -> tuple[Member, ...]:
    """Return the people with what is their own.

    Raises:
        SettingsError: where two would be called the same in ``person=``.
    """
    short = [one.id or slug(parse_name(one.name).family or one.name, fallback="person") for one in settings.people]
    twice = {word for word in short if short.count(word) > 1}
    words = [
        slug(one.name, fallback="person") if word in twice and not one.id else word
        for one, word in zip(settings.people, short, strict=True)
    ]
    if len(set(words)) < len(words):
        raise SettingsError(
            f"two people are called {max(words, key=words.count)}",
            where="pubsync.yaml",
            remedy="give each an id: of their own",
        )
    return tuple(
        Member(
            id=word,
            person=person(one.name, one.aliases),
            sources=frozenset(_own_sources(one)),
            since=parse_date(one.since),
            until=parse_date(one.until),
        )
        for one, word in zip(settings.people, words, strict=True)
    )


def _own_sources(one: PersonSettings) -> Iterator[str]:
    yield from (entry.unique_name for entry in one.sources)
    for kind, entries in (("talks", one.talks), ("teaching", one.teaching)):
        yield from (occasion_source_name(entry, kind) for entry in entries)
