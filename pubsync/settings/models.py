"""What may stand in ``pubsync.yaml``: the models are its reference, and its JSON Schema is made from them."""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pubsync.settings.values import (
    Command,
    Days,
    Language,
    MailAddress,
    Minutes,
    NonEmpty,
    OneOrMore,
    PartialDateText,
    Schedule,
    Sign,
    SitePath,
)


def _without_query(text: str) -> str:
    """An address may carry a key in its query or a password before its host, and names are shown and stored."""
    if "://" not in text:
        return text
    return re.sub(r"://[^/@]*@", "://", re.split(r"[?#]", text, maxsplit=1)[0], count=1)


class Strict(BaseModel):
    """A mapping that holds no other keys than its own."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


KINDS = ("bibtex", "scholar", "orcid", "openalex", "dblp", "arxiv", "semantic_scholar", "crossref")
"""The kinds of sources of publications."""


class ScholarOptions(Strict):
    """A Google Scholar profile, or a file that holds one."""

    id: str = Field("", pattern=r"^([\w-]{12})?$", description="The part after user= in the profile's address.")
    file: SitePath = Field(
        "",
        validate_default=False,
        description="A file in place of the network: AcadHomepage's gs_data.json, Scholar's BibTeX or CSV export, or "
        "the profile's page as your browser saves it.",
    )
    pages: Literal["first", "all"] = Field(
        "first", description="first: one request for the newest 100 papers; all: the whole list, against robots.txt."
    )
    details: int = Field(0, ge=0, le=100, description="How many papers' own pages to ask for in a run.")
    budget: int = Field(12, ge=2, le=100, description="The most requests of a run, with pages: all or details:.")
    through: Literal["scholar", "serpapi"] = Field(
        "scholar", description="serpapi: ask SerpAPI, which is paid for; the key is read from SERPAPI_API_KEY."
    )
    proxy: str = Field("", description="An http proxy for this source alone.")


class SourceEntry(Strict):
    """One source of publications: exactly one of its kinds, and a name where two would be called the same."""

    bibtex: NonEmpty | None = Field(
        None, description="A .bib file, a glob such as bib/*.bib, or an address; RIS and EndNote exports likewise."
    )
    scholar: ScholarOptions | str | None = Field(None, description="A Google Scholar profile: its id, or options.")
    orcid: NonEmpty | None = Field(None, description="An ORCID iD.")
    openalex: NonEmpty | None = Field(None, description="An OpenAlex author id (A…), or an ORCID iD.")
    dblp: NonEmpty | None = Field(None, description="A DBLP person id such as 65/9612, or the page's address.")
    arxiv: NonEmpty | None = Field(None, description="An arXiv author id such as warner_s_1, or an ORCID iD.")
    semantic_scholar: NonEmpty | None = Field(None, description="A Semantic Scholar author id: a number.")
    crossref: NonEmpty | None = Field(None, description="An ORCID iD that publishers may have told Crossref.")
    name: str = Field("", description="A unique name, if the one made from kind and id will not do.")
    proxy: str = Field("", description="A proxy for this source alone, such as http://proxy.example.edu:8080.")

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that the entry names; a good one names one."""
        return tuple(kind for kind in KINDS if getattr(self, kind) is not None)

    @property
    def kind(self) -> str:
        """The kind of the source."""
        return self.kinds[0]

    @property
    def unique_name(self) -> str:
        """The source's name for life: kind and id, or kind and the name that the person gave."""
        return f"{self.kind}:{self.name or self._own_name()}"

    def _own_name(self) -> str:
        if self.kind == "scholar":
            return self.scholar_options().id or self.scholar_options().file
        return _without_query(str(getattr(self, self.kind)))

    def scholar_options(self) -> ScholarOptions:
        """Return the profile's options, where only its id was given too."""
        if isinstance(self.scholar, ScholarOptions):
            return self.scholar
        return ScholarOptions(id=self.scholar or "")


class CalendarEntry(Strict):
    """An iCalendar file or address, as a source of talks or courses."""

    calendar: NonEmpty = Field(description="A file of the site such as talks.ics, or an https or webcal address.")
    only: str = Field("", description="Only events with this category, or with this word in their title.")
    name: str = Field("", description="A unique name, if the address's host will not do.")
    proxy: str = Field("", description="A proxy for this source alone.")


Occasions = Annotated[tuple[SitePath | CalendarEntry, ...], OneOrMore]


class Person(Strict):
    """Whose page it is; several people make a lab."""

    name: NonEmpty = Field(description="The name as it stands on most papers.")
    aliases: Annotated[tuple[NonEmpty, ...], OneOrMore] = Field(
        (), description="Other forms: another script, initials, a former name."
    )
    id: str = Field("", pattern=r"^[\w.-]*$", description="The word for them in person=, by default their family name.")
    since: PartialDateText = Field("", alias="from", description="Of a lab: since when their papers are the lab's.")
    until: PartialDateText = Field("", description="Of a lab: until when.")
    sources: Annotated[tuple[SourceEntry, ...], OneOrMore] = Field((), description="Sources of this person's own.")
    talks: Occasions = Field((), description="Talks of this person's own.")
    teaching: Occasions = Field((), description="Courses of this person's own.")


OUTPUT_PATHS = {
    "page": "publications.html",
    "json": "publications.json",
    "csl-json": "publications.csl.json",
    "bibtex": "publications-all.bib",
    "atom": "publications.xml",
    "counts": "_data/pubsync.yml",
    "al-folio": "_bibliography/papers.bib",
    "lab-website": "_data/sources.pubsync.yaml",
}
"""Where an output of each kind goes where no path: is given; the other kinds have folders, or names of their own."""
ACAD_HOMEPAGE_FOLDER = "google_scholar_crawler/results"
"""What AcadHomepage's own workflow publishes."""
OutputKind = Literal[
    "academicpages",
    "hugo-blox",
    "al-folio",
    "acad-homepage",
    "lab-website",
    "page",
    "json",
    "csl-json",
    "bibtex",
    "atom",
    "counts",
]


class Output(Strict):
    """One thing to write: what a kind of site shows, a standalone page, or a file for anything else."""

    kind: OutputKind = Field(description="What to write.")
    path: SitePath = Field("", validate_default=False, description="The file to write, where it is not the usual one.")
    folder: SitePath = Field("", validate_default=False, description="hugo-blox: the content folder, content/zh say.")
    language: Language = Field("en", description="The language of headings, dates and name order.")
    person: str = Field(
        "", description="Of a lab: show the works of this person alone: their id, whole name or family name."
    )

    @property
    def file(self) -> str:
        """The file to write, "" for an output of many."""
        return self.path or OUTPUT_PATHS.get(self.kind, "")

    @property
    def dump(self) -> str:
        """The dump of a Scholar profile that the output writes, "" for any other kind."""
        return f"{self.folder or ACAD_HOMEPAGE_FOLDER}/gs_data.json" if self.kind == "acad-homepage" else ""

    @property
    def id(self) -> str:
        """What names the output in the ledger, for life."""
        return f"{self.kind}:{self.folder}" if self.folder else self.kind


class Exclude(Strict):
    """What never shows."""

    type: Annotated[tuple[NonEmpty, ...], OneOrMore] = Field((), description="CSL types, such as patent.")


class Marks(Strict):
    """What follows the name of an author who has a role; a list may hold one sign for each."""

    equal: Sign = Field("", description="Of authors who contributed equally: usually *.")
    corresponding: Sign = Field("", description="Of corresponding authors: usually †.")

    @model_validator(mode="after")
    def _differ(self) -> Self:
        if self.equal and self.equal == self.corresponding:
            message = "should be two signs, or nobody can tell the ones from the others"
            raise ValueError(message)
        return self

    @property
    def signs(self) -> dict[str, str]:
        """The sign of each role: those chosen, else the usual one, or where that is the other's, its partner."""
        equal = self.equal or ("†" if self.corresponding == "*" else "*")
        return {"equal": equal, "corresponding": self.corresponding or ("*" if equal == "†" else "†")}


class Publications(Strict):
    """How publications are shown."""

    group_by: Literal["year", "type", "venue", "none"] = Field("year", description="Headings in lists.")
    sort: Literal["newest", "oldest", "title", "own"] = Field(
        "newest", description="own: what you placed with pubsync pin comes first, in that order."
    )
    style: NonEmpty = Field("apa", description="Any CSL style by its file name.")
    highlight: Literal["bold", "none"] = Field("bold", description="How the own name stands out.")
    exclude: Exclude = Field(Exclude(), description="What never shows.")
    marks: Marks = Field(Marks(), description="The signs of authors who have a role.")


class Settings(Strict):
    """The whole of ``pubsync.yaml``."""

    people: tuple[Person, ...] = Field(min_length=1, description="Whose page it is.")
    title: str = Field("", description="The heading of standalone pages, by default the name.")
    sources: Annotated[tuple[SourceEntry, ...], OneOrMore] = Field((), description="Where publications are known.")
    enrich: Annotated[tuple[Literal["crossref", "openalex", "dblp", "arxiv", "semantic_scholar"], ...], OneOrMore] = (
        Field(
            (),
            description="Whom to ask for what your sources leave out: author lists, DOIs, dates, venues, retractions.",
        )
    )
    contact: MailAddress = Field(
        "", description="A mail address, named to the services that are asked, as some request."
    )
    talks: Occasions = Field((), description="YAML, CSV or TSV files of talks, and calendars.")
    teaching: Occasions = Field((), description="YAML, CSV or TSV files of courses, and calendars.")
    outputs: tuple[Output, ...] = Field((), description="What to write, besides the marked regions of your pages.")
    publications: Publications = Field(Publications(), description="How publications are shown.")
    coauthors: dict[NonEmpty, Annotated[str, Field(pattern=r"^https?://\S+$")]] = Field(
        {}, description="Pages of co-authors, by name: their names link there."
    )
    templates: SitePath = Field(
        "", validate_default=False, description="A folder of your own templates; what it lacks is taken from pubsync's."
    )
    stale_after: Days = Field(30, description="How old a source's last success may be before a run counts it failed.")
    citations_every: Days = Field(7, description="How often, at the most, changed citation counts are written.")
    schedule: Schedule = Field(
        "", description='When pubsync schedule runs, as in a crontab: "15 3 * * *" or "@daily", in local time.'
    )
    jitter: Minutes = Field(
        15, description="How many minutes later, at the most and at random, so that not all ask at the same moment."
    )
    on_news: Command = Field(
        "",
        description="A command that hears of news and of trouble, the summary on its standard input: a line for the "
        "shell, or a list of words that is run without one.",
    )

    @property
    def person(self) -> Person:
        """Whose page it is; of a lab, the first of its people."""
        return self.people[0]

    @property
    def all_sources(self) -> tuple[SourceEntry, ...]:
        """Every source of publications: the site's, then each person's."""
        return (*self.sources, *(entry for one in self.people for entry in one.sources))
