"""Whose site it is: the names and profiles in its configuration and on its pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from typing import Any, NamedTuple

from pubsync.detect.names import FoundName, name_in
from pubsync.detect.pages import home_pages, pages_of
from pubsync.detect.profiles import FoundId, Profiles, choose, in_document, in_page
from pubsync.detect.survey import Survey, nested
from pubsync.frozen import frozen
from pubsync.records.people import Person, person
from pubsync.records.text import has_han
from pubsync.sites.handmade.placeholders import is_left_over

_USUAL_PROFILES = (
    *(f"content/authors/{name}/_index.md" for name in ("me", "admin")),
    *(f"data/authors/{name}.{suffix}" for name in ("me", "admin") for suffix in ("yaml", "yml")),
)
_SOCIAL_FILES = tuple(f"_data/{name}.{suffix}" for name in ("socials", "social") for suffix in ("yml", "yaml"))
_OF_THE_OWNER = ("author", "social", "socials", "links", "params", "profile", "extra")
"""Parts of a configuration where themes keep what they show of the owner."""
_META_AUTHOR = re.compile(
    r"<meta\b[^<>]{0,200}?\bname\s*=\s*[\"']author[\"'][^<>]{0,200}?\bcontent\s*=\s*[\"']([^\"'<>]{1,200})[\"']",
    re.IGNORECASE,
)
_TITLES = (
    _META_AUTHOR,
    re.compile(r"<title[^<>]{0,200}>([^<>]{0,300})</title>", re.IGNORECASE),
    re.compile(r"<h1[^<>]{0,300}>(.{0,400}?)</h1>", re.IGNORECASE | re.DOTALL),
    re.compile(r"^#\s+(.{1,200})$", re.MULTILINE),
)
_FORMER = re.compile(r"alum|former", re.IGNORECASE)


@frozen(kw_only=True)
class FoundPerson:
    """One whose page it is; ``name`` is "" where the site names only profiles.

    ``certain`` is whether the name stands where a site names its owner, rather than in some heading.
    """

    name: str
    aliases: tuple[str, ...] = ()
    where: str = ""
    profiles: Profiles = field(default_factory=Profiles)
    certain: bool = True

    @property
    def known(self) -> Person:
        """The same for telling their name on papers and pages."""
        return person(self.name, self.aliases)


class _Told(NamedTuple):
    found: FoundName
    where: str
    certain: bool


def people_of(survey: Survey, kind: str) -> tuple[FoundPerson, ...]:
    """Return whose site it is: one person, or a lab's members; nobody where the site does not say."""
    members = tuple(_members(survey, left=False)) if kind == "lab-website" else ()
    if members:
        return members
    told = next(_owners(survey), None)
    owner = person(told.found.name, told.found.aliases) if told else None
    profiles = choose(_places(survey, owner))
    if told:
        name, aliases = told.found.name, _with_other_script(told.found, _owners(survey))
        return (FoundPerson(name=name, aliases=aliases, where=told.where, profiles=profiles, certain=told.certain),)
    return (FoundPerson(name="", profiles=profiles, certain=False),) if profiles.found or profiles.unclear else ()


def former_members(survey: Survey, kind: str) -> tuple[FoundPerson, ...]:
    """Return who left a lab, as far as its pages say so; when they came and left, they do not say."""
    return tuple(_members(survey, left=True)) if kind == "lab-website" else ()


def _with_other_script(found: FoundName, told: Iterable[_Told]) -> tuple[str, ...]:
    """A person's other names, with the Chinese one that stands beside theirs in another place."""
    if has_han(found.name) or any(map(has_han, found.aliases)):
        return found.aliases
    owner = person(found.name, found.aliases)
    others = (one.found for one in told if owner.is_called(one.found.name))
    chinese = next((name for one in others for name in (one.name, *one.aliases) if has_han(name)), "")
    return (*found.aliases, chinese) if chinese else found.aliases


def _owners(survey: Survey) -> Iterator[_Told]:
    """Yield who the site says that its owner is, the surest first."""
    config, path = survey.config, survey.config_path
    for text in (nested(config, "author", "name"), config.get("author"), nested(config, "params", "author", "name")):
        yield from _told(survey, path, text, certain=True)
    yield from _told(survey, path, nested(config, "params", "author"), certain=True)
    parts = [str(config.get(part) or "").strip() for part in ("first_name", "middle_name", "last_name")]
    if found := name_in(" ".join(filter(None, parts)), sure=True):
        yield _Told(found, survey.where(path, parts[0] or parts[-1], "_name"), certain=True)
    for profile in _profiles(survey):
        shown = _shown(survey, profile)
        for text in (nested(shown, "name", "display"), shown.get("name"), shown.get("title")):
            yield from _told(survey, profile, text, certain=True)
    for text in (config.get("name"), config.get("title")):
        yield from _told(survey, path, text, certain=False)
    for page in home_pages(survey):
        for text in _titles(survey, page):
            yield from _told(survey, page, text, certain=False)


def _told(survey: Survey, path: str, text: object, *, certain: bool) -> Iterator[_Told]:
    if found := name_in(text, sure=certain):
        yield _Told(found, survey.where(path, str(text).splitlines()[0][:80], "name"), certain)


def _titles(survey: Survey, path: str) -> Iterator[object]:
    yield survey.front(path).get("title")
    text = survey.text(path)
    yield from (found[1] for pattern in _TITLES if (found := pattern.search(text)))


def _profiles(survey: Survey) -> Iterator[str]:
    """Yield the profiles of a Hugo Blox site's owner; where there is one profile, it is theirs."""
    usual = [path for path in _USUAL_PROFILES if survey.has_file(path)]
    others = [
        path
        for path in survey.under("content/authors", suffixes=("/_index.md",))
        if path != "content/authors/_index.md"
    ]
    owners = [path for path in others if survey.front(path).get("superuser") is True]
    yield from dict.fromkeys((*owners, *usual, *(others if len(others) == 1 else ())))


def _shown(survey: Survey, profile: str) -> Mapping[str, Any]:
    return survey.front(profile) if profile.endswith(".md") else survey.document(profile)


def _places(survey: Survey, owner: Person | None) -> Iterator[list[FoundId]]:
    """Yield the ids of each place that may name them, the surest first."""
    config, path = survey.config, survey.config_path
    singles = {name: value for name, value in config.items() if isinstance(value, str)}
    parts = {name: config[name] for name in _OF_THE_OWNER if name in config}
    yield in_document(survey, path, {**parts, **singles})
    socials = [one for one in _SOCIAL_FILES if survey.has_file(one)]
    yield [found for one in socials for found in in_document(survey, one, survey.document(one))]
    yield [found for one in _profiles(survey) for found in in_document(survey, one, _shown(survey, one))]
    home = home_pages(survey)
    yield [found for one in home for found in in_page(survey, one, owner)]
    yield [found for one in pages_of(survey) if one not in home for found in in_page(survey, one, owner)]


def _members(survey: Survey, *, left: bool) -> Iterator[FoundPerson]:
    """Yield a lab's members, or those who left; the template's examples are neither."""
    for path in survey.under("_members", suffixes=(".md",)):
        front = survey.front(path)
        found = name_in(front.get("name"), sure=True)
        if found is None or is_left_over(survey.text(path).rpartition("---")[2]) or _has_left(front) != left:
            continue
        listed = front.get("aliases")
        told = (
            [one.strip() for one in listed if isinstance(one, str) and one.strip()] if isinstance(listed, list) else []
        )
        aliases = tuple(one for one in dict.fromkeys((*found.aliases, *told)) if one != found.name)
        ids = choose([in_document(survey, path, front)])
        yield FoundPerson(name=found.name, aliases=aliases, where=survey.where(path, found.name), profiles=ids)


def _has_left(front: Mapping[str, Any]) -> bool:
    return any(_FORMER.search(str(front.get(name) or "")) for name in ("role", "group", "status"))
