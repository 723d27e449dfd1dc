"""Settings to the sources and enrichers that they name."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pubsync.errors import SettingsError
from pubsync.frozen import frozen
from pubsync.records.base import FileBase
from pubsync.settings import CalendarEntry, Occasions, ScholarOptions, Settings, SourceEntry
from pubsync.sources.interface import Enricher, Source

KEY_VARIABLES = {
    "openalex": "OPENALEX_API_KEY",
    "semantic_scholar": "SEMANTIC_SCHOLAR_API_KEY",
    "serpapi": "SERPAPI_API_KEY",
    "bibtex": "ZOTERO_API_KEY",
}
"""Environment variables that hold keys: they stand nowhere else."""


@frozen()
class Surroundings:
    """What a source needs to know besides its own settings.

    ``root`` is the site's folder, ``cache`` a folder for answers, ``day`` the number of the run's day, by which
    sources take turns at what need not be asked every night, and ``environment`` holds the keys. ``offline`` is
    whether nobody is asked at all, so that no key is needed. ``bases`` are what was last written, by path: our own
    output is never evidence for itself.
    """

    root: Path
    cache: Path | None = None
    day: int = 0
    offline: bool = False
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    bases: Mapping[str, FileBase] = field(default_factory=dict)

    def written_by_hand(self, path: str, content: bytes) -> bytes:
        """Return what a person wrote of a file that is read as a source."""
        base = self.bases.get(path)
        if not base or not base.tables:
            return content
        from pubsync.sites.tables import person_content  # noqa: PLC0415 - start-up time

        return person_content(path, base, content)

    def key(self, kind: str) -> dict[str, Any]:
        """Return the argument ``api_key`` for a kind of source that takes one."""
        variable = KEY_VARIABLES.get(kind)
        return {"api_key": self.environment.get(variable, "").strip()} if variable else {}


def build_sources(settings: Settings, around: Surroundings) -> tuple[Source, ...]:
    """Return the sources that the settings name, publications first.

    Raises:
        SettingsError: where an id can be none of its kind, or two sources would have one name.
    """
    sources = [_build(entry, settings, around) for entry in settings.all_sources]
    talks = [settings.talks, *(one.talks for one in settings.people)]
    teaching = [settings.teaching, *(one.teaching for one in settings.people)]
    sources += [source for entries in talks for source in _occasions(entries, "talks", settings, around)]
    sources += [source for entries in teaching for source in _occasions(entries, "teaching", settings, around)]
    seen: set[str] = set()
    for source in sources:
        if source.name in seen:
            raise SettingsError(
                f"two sources are called {source.name}", where="pubsync.yaml", remedy="give one a name: of its own"
            )
        seen.add(source.name)
    asked = any(source.remote for source in sources) and not around.offline
    if asked or any(entry.kind == "scholar" for entry in settings.all_sources):
        _load_parser()
    return tuple(sources)


def _load_parser() -> None:
    """Load the parser of BibTeX before threads start, since libraries that parse what is on the web import it too.

    A file of the site alone may be known from the last run, and then need no parser.
    """
    from pubsync.formats import bibtex  # noqa: PLC0415 - start-up time

    bibtex.load()


def build_enrichers(settings: Settings, around: Surroundings) -> tuple[Enricher, ...]:
    """Return whom the settings name under ``enrich:``, each once."""
    return tuple(_enricher(kind, settings, around) for kind in dict.fromkeys(settings.enrich))


def _build(entry: SourceEntry, settings: Settings, around: Surroundings) -> Source:
    kind = entry.kind
    asking: dict[str, Any] = {"name": entry.unique_name, "contact": settings.contact, "proxy": entry.proxy}
    if kind == "scholar":
        return _scholar(entry.scholar_options(), asking, around)
    asking |= {"cache": around.cache, **around.key(kind)}
    return _BUILDERS[kind](str(getattr(entry, kind)), asking, around)


def _scholar(options: ScholarOptions, asking: dict[str, Any], around: Surroundings) -> Source:
    from pubsync.sources.scholar import ScholarFileSource, ScholarSource, SerpApiSource  # noqa: PLC0415 - start-up time

    if options.file:
        return ScholarFileSource(name=asking["name"], path=options.file, root=around.root, scholar_id=options.id)
    asking |= {"proxy": options.proxy or asking["proxy"], "scholar_id": options.id, "turn": around.day}
    asking |= {"pages": options.pages, "details": options.details, "budget": options.budget}
    if options.through == "serpapi" and not around.offline:
        return SerpApiSource(**asking, **around.key("serpapi"))
    return ScholarSource(**asking)


def _bibtex(path: str, asking: dict[str, Any], around: Surroundings) -> Source:
    from pubsync.sources.bibtex import BibtexSource  # noqa: PLC0415 - start-up time

    return BibtexSource(paths=(path,), root=around.root, written_by_hand=around.written_by_hand, **asking)


def _orcid(orcid: str, asking: dict[str, Any], _: Surroundings) -> Source:
    from pubsync.sources.orcid import OrcidSource  # noqa: PLC0415 - start-up time

    return OrcidSource(orcid=orcid, **asking)


def _openalex(author: str, asking: dict[str, Any], _: Surroundings) -> Source:
    from pubsync.sources.openalex import OpenAlexSource  # noqa: PLC0415 - start-up time

    return OpenAlexSource(author=author, **asking)


def _dblp(pid: str, asking: dict[str, Any], _: Surroundings) -> Source:
    from pubsync.sources.dblp import DblpSource  # noqa: PLC0415 - start-up time

    return DblpSource(pid=pid, **asking)


def _arxiv(author: str, asking: dict[str, Any], _: Surroundings) -> Source:
    from pubsync.sources.arxiv import ArxivSource  # noqa: PLC0415 - start-up time

    return ArxivSource(author=author, **asking)


def _semantic_scholar(author: str, asking: dict[str, Any], _: Surroundings) -> Source:
    from pubsync.sources.semantic_scholar import SemanticScholarSource  # noqa: PLC0415 - start-up time

    return SemanticScholarSource(author_id=author, **asking)


def _crossref(orcid: str, asking: dict[str, Any], _: Surroundings) -> Source:
    from pubsync.sources.crossref import CrossrefSource  # noqa: PLC0415 - start-up time

    return CrossrefSource(orcid=orcid, **asking)


_BUILDERS = {
    "bibtex": _bibtex,
    "orcid": _orcid,
    "openalex": _openalex,
    "dblp": _dblp,
    "arxiv": _arxiv,
    "semantic_scholar": _semantic_scholar,
    "crossref": _crossref,
}


def _enricher(kind: str, settings: Settings, around: Surroundings) -> Enricher:
    from pubsync.sources.arxiv import ArxivEnricher  # noqa: PLC0415 - start-up time
    from pubsync.sources.crossref import CrossrefEnricher  # noqa: PLC0415 - start-up time
    from pubsync.sources.dblp import DblpEnricher  # noqa: PLC0415 - start-up time
    from pubsync.sources.openalex import OpenAlexEnricher  # noqa: PLC0415 - start-up time
    from pubsync.sources.semantic_scholar import SemanticScholarEnricher  # noqa: PLC0415 - start-up time

    makers: dict[str, Any] = {
        "crossref": CrossrefEnricher,
        "openalex": OpenAlexEnricher,
        "dblp": DblpEnricher,
        "arxiv": ArxivEnricher,
        "semantic_scholar": SemanticScholarEnricher,
    }
    key = around.key(kind)
    made: Enricher = makers[kind](name=kind, contact=settings.contact, cache=around.cache, **key)
    return made


def _occasions(
    entries: Occasions, kind: Literal["talks", "teaching"], settings: Settings, around: Surroundings
) -> Sequence[Source]:
    return [
        _calendar(entry, kind, settings, around)
        if isinstance(entry, CalendarEntry)
        else _occasion_file(entry, kind, around)
        for entry in entries
    ]


def _occasion_file(path: str, kind: Literal["talks", "teaching"], around: Surroundings) -> Source:
    from pubsync.sources.occasions import OccasionSource  # noqa: PLC0415 - start-up time

    return OccasionSource(path=path, root=around.root, kind=kind)


def _calendar(
    entry: CalendarEntry, kind: Literal["talks", "teaching"], settings: Settings, around: Surroundings
) -> Source:
    from pubsync.sources.calendars import CalendarSource  # noqa: PLC0415 - start-up time

    host = _host(entry)
    return CalendarSource(
        name=occasion_source_name(entry, kind),
        kind=kind,
        path="" if host else entry.calendar,
        url=entry.calendar if host else "",
        root=around.root,
        only=entry.only,
        contact=settings.contact,
        proxy=entry.proxy,
        cache=around.cache,
    )


def occasion_source_name(entry: str | CalendarEntry, kind: str) -> str:
    """Return the unique name of a source of talks or courses."""
    if isinstance(entry, str):
        return f"{kind}:{entry}"
    return f"calendar:{kind}/{entry.name or _host(entry) or entry.calendar}"


def _host(entry: CalendarEntry) -> str:
    """The address of a private calendar is a secret, so that only its host goes into names."""
    return (urlsplit(entry.calendar).hostname or "") if "://" in entry.calendar else ""
