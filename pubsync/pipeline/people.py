"""The people of a site, with what is their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from pubsync.citing.escape import slug
from pubsync.errors import SettingsError
from pubsync.pipeline.building import occasion_source_name
from pubsync.records.dates import parse_date
from pubsync.records.names import parse_name
from pubsync.records.people import person
from pubsync.settings import PersonSettings, Settings
from pubsync.views import Member


class NobodyError(SettingsError):
    """Nobody of the site has an id that was asked for."""

    def __init__(self, whose: str, people: Sequence[str], *, where: str = "") -> None:
        """Name those that share the name, else the nearest id, else all."""
        near = [one for one in people if whose.casefold() in one.split("-")] or get_close_matches(whose, people, n=1)
        remedy = f"did you mean {' or '.join(near)}?" if near else f"the people are {', '.join(people)}"
        super().__init__(f"nobody here is called {whose!r}", where=where, remedy=remedy)


def members_of(settings: Settings) -> tuple[Member, ...]:
    """Return the people with what is their own.

    Raises:
        SettingsError: where two would be called the same in ``person=``, or an output is of nobody.
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
    members = tuple(
        Member(
            id=word,
            person=person(one.name, one.aliases),
            sources=frozenset(_own_sources(one)),
            since=parse_date(one.since),
            until=parse_date(one.until),
        )
        for one, word in zip(settings.people, words, strict=True)
    )
    for output in settings.outputs:
        if output.person and id_meant(output.person, members) not in words:
            raise NobodyError(output.person, words, where="pubsync.yaml: outputs")
    return members


def with_ids(settings: Settings, members: Sequence[Member]) -> Settings:
    """Return the settings with each output's person by their id, however ``pubsync.yaml`` calls them."""
    outputs = tuple(one.model_copy(update={"person": id_meant(one.person, members)}) for one in settings.outputs)
    return settings.model_copy(update={"outputs": outputs})


def id_meant(whose: str, members: Sequence[Member]) -> str:
    """Return the id of the one person whom a page or an output calls ``whose``: by id, whole name or family name.

    An id that comes of a name changes where a second Wang joins or leaves; what pages call people goes on to be
    understood. A word for nobody or for several comes back as it is.
    """
    if any(one.id == whose for one in members):
        return whose
    asked = slug(whose, fallback="")
    whole = [one.id for one in members if slug(str(one.person.name), fallback="") == asked]
    family = [one.id for one in members if slug(one.person.name.family, fallback="") == asked]
    found = next((ids for ids in (whole, family) if len(ids) == 1), [])
    return found[0] if asked and found else whose


def _own_sources(one: PersonSettings) -> Iterator[str]:
    yield from (entry.unique_name for entry in one.sources)
    for kind, entries in (("talks", one.talks), ("teaching", one.teaching)):
        yield from (occasion_source_name(entry, kind) for entry in entries)
