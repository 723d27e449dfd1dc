"""The annotated ``pubsync.yaml`` for a site, from what was found there and what the person said.

Whatever stands in the site's files is data here, too: it is quoted where YAML could take it for anything else, and what
was rendered is read back before it is believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from pubsync.citing.escape import slug
from pubsync.detect import FoundFile, FoundPerson, FoundSite
from pubsync.detect.names import name_in
from pubsync.errors import PubsyncError, SettingsError
from pubsync.frozen import frozen
from pubsync.resources import resource_folder
from pubsync.settings import FILE_NAME, Settings, parse_settings
from pubsync.sites.yamltext import encodable, quoted

SCHEMA_PATH = "_pubsync/schema.json"
"""Where the site keeps a copy of the settings' JSON Schema: an editor finds it there, whatever machine it runs on."""
_PLAIN = re.compile(r"[^\W_][\w ./@·'-]*")
_TYPED = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]+")
_LONGEST_NOTE = 120
_KNOWN_LANGUAGES = ("en", "zh")
_PAGES = ("publications.html", "publication-list.html", "papers.html", "pubsync-publications.html")


@frozen(kw_only=True)
class Answers:
    """What the person said; "" leaves it to what was found."""

    name: str = ""
    scholar: str = ""
    orcid: str = ""


@frozen(kw_only=True)
class Draft:
    """A ``pubsync.yaml`` that is not written yet, and what it means."""

    text: str
    settings: Settings


def needs_name(site: FoundSite, answers: Answers) -> bool:
    """Whether nobody has said yet whose site it is."""
    return not answers.name and not any(one.name for one in site.people)


def draft_settings(site: FoundSite, answers: Answers) -> Draft:
    """Return the settings for a site.

    Raises:
        SettingsError: where nobody says whose site it is.
    """
    if needs_name(site, answers):
        raise SettingsError(
            "whose homepage it is, no file here says",
            where=FILE_NAME,
            remedy="say it: pubsync init --name 'Your Name'",
        )
    text = _render(_context(site, answers))
    try:
        settings = parse_settings(text, FILE_NAME)
    except SettingsError as error:
        raise PubsyncError(
            f"the settings made from this site can't be read: {error}",
            where=FILE_NAME,
            remedy="write the file by hand, as in the README, and report this",
        ) from error
    return Draft(text=text, settings=settings)


def _context(site: FoundSite, answers: Answers) -> dict[str, Any]:
    is_lab = len(site.people) > 1
    everyone = (*site.people, *site.former) if is_lab else ()
    owned = {path: _whose(path, everyone) for path in _used(site.bibliographies)}
    sources = [one for one in _sources(site, answers) if not owned.get(one["value"])]
    return {
        "schema": SCHEMA_PATH,
        "site": site.title,
        "title": "",
        "people": [_person(one, answers, owned, is_lab=is_lab) for one in site.people or (FoundPerson(name=""),)],
        "former": [_person(one, answers, owned, is_lab=True) for one in site.former],
        "sources": sources,
        "more_sources": list(_more_sources(site, sources)),
        "has_scholar": any(one["kind"] == "scholar" for one in sources),
        "enrich": ["crossref", "arxiv"] if any(one["kind"] == "scholar" for one in sources) else [],
        "occasions": [
            ("talks", _used(site.talks), "[talks.yaml]"),
            ("teaching", _used(site.teaching), "[teaching.yaml]"),
        ],
        "calendars": site.calendars,
        "lists": list(dict.fromkeys(one.path for one in site.lists)),
        "outputs": list(_outputs(site)),
    }


def _parted(name: str) -> list[str]:
    return [part.strip() for part in re.split("[，、；]", name) if part.strip()]


def _person(found: FoundPerson, answers: Answers, owned: Mapping[str, str], *, is_lab: bool) -> dict[str, Any]:
    """A person as the template has them; in a lab their profiles are theirs alone."""
    said = None if is_lab else name_in(answers.name, sure=True)
    name = said.name if said else (answers.name or found.name)
    aliases = (*(said.aliases if said else ()), *((found.name, *found.aliases) if said else found.aliases))
    # Settings take a name with a full-width comma for two that ran together, and none for a blank one.
    name, *others = _parted(name) or [name]
    aliases = (*others, *(part for one in aliases for part in _parted(one)))
    return {
        "name": name,
        "where": "" if said else found.where,
        "aliases": [one for one in dict.fromkeys(aliases) if one and one != name],
        "sources": [
            *(_source("bibtex", path) for path, whose in owned.items() if whose and whose == found.name),
            *(_source(one.kind, one.value, one.where) for one in found.profiles.sources if is_lab),
        ],
    }


def _whose(path: str, people: Sequence[FoundPerson]) -> str:
    """Return whose file of works a lab's is by its name, such as bib/wang.bib or jing-wang.bib; "" for nobody's."""
    words = {word for word in slug(PurePosixPath(path).stem, fallback="").split("-") if len(word) > 1}
    shared = {one.name: len(words.intersection(slug(one.name, fallback="").split("-"))) for one in people}
    most = max(shared.values(), default=0)
    fitting = [name for name, number in shared.items() if number == most]
    return fitting[0] if most and len(fitting) == 1 else ""


def _sources(site: FoundSite, answers: Answers) -> Iterator[dict[str, str]]:
    for one in site.bibliographies:
        if not one.aside:
            yield _source("bibtex", one.path, f"or scholar: {{file: {scalar(one.path)}}}" if one.of_scholar else "")
    if len(site.people) > 1:
        return
    profiles = {one.kind: one for person in site.people for one in person.profiles.sources}
    said = {"scholar": answers.scholar, "orcid": answers.orcid}
    for kind in ("scholar", "orcid", "dblp", "semantic_scholar", "arxiv", "openalex"):
        if said.get(kind):
            yield _source(kind, said[kind])
        elif kind in profiles:
            yield _source(kind, profiles[kind].value, profiles[kind].where)


def _more_sources(site: FoundSite, sources: Sequence[Mapping[str, str]]) -> Iterator[dict[str, str]]:
    """Sources that the person may want to add, as comments: what was left aside, what is unclear, and examples."""
    for one in site.bibliographies:
        if one.aside:
            yield _source("bibtex", one.path, f"left out: {one.aside}")
    for person in site.people:
        for kind, several in person.profiles.unclear:
            yield from (_source(kind, one.value, f"left out: one of several, {one.where}") for one in several)
    used = {one["kind"] for one in sources}
    examples = {"bibtex": "publications.bib", "scholar": "YOUR_ID", "orcid": "0000-0000-0000-0000", "dblp": "65/9612"}
    where = {"scholar": "the part after user= in the address of your profile"}
    for kind, example in examples.items():
        if kind not in used:
            yield _source(kind, example, where.get(kind, ""))


def _source(kind: str, value: str, where: str = "") -> dict[str, str]:
    return {"kind": kind, "value": value, "where": where}


def _used(files: Sequence[FoundFile]) -> list[str]:
    return [one.path for one in files if not one.aside]


def _outputs(site: FoundSite) -> Iterator[dict[str, Any]]:
    """The output that the kind of site has; another site gets a page of its own, in each of its languages.

    A lab's site without the template's ``_cite`` gets none: nothing there would read it, and its pages are its own.
    """
    language = site.language if site.language in _KNOWN_LANGUAGES else "en"
    told = {
        "academicpages": "files in _publications, _talks and _teaching, which the template's pages list",
        "hugo-blox": "a page bundle for each work, talk and course",
        "al-folio": "the bibliography that the theme shows, and its citation counts",
        "acad-homepage": "citation counts; the list itself is a region in _pages/about.md",
        "lab-website": "one more file of sources beside your own",
    }
    folders = [(one.tag, one.folder) for one in site.languages if one.folder and one.tag in _KNOWN_LANGUAGES]
    if site.kind == "hugo-blox" and len(folders) > 1:
        for tag, folder in folders:
            yield _output("hugo-blox", told["hugo-blox"], language=tag, folder=folder)
    elif site.kind == "al-folio":
        yield _output("al-folio", told["al-folio"], path=_bibliography(site), language=language)
    elif site.kind == "lab-website" and not any(path.startswith("_cite/") for path in site.files):
        return
    elif site.kind:
        yield _output(site.kind, told[site.kind], language=language)
    else:
        yield from _pages(site, language)


def _pages(site: FoundSite, language: str) -> Iterator[dict[str, Any]]:
    folder = "static/" if site.engine == "hugo" else ""
    path = next((f"{folder}{name}" for name in _PAGES if f"{folder}{name}" not in site.files), f"{folder}{_PAGES[-1]}")
    yield _output("page", "one page with everything, which needs no generator", path=path, language=language)
    other = "zh" if language == "en" else "en"
    if any(one.tag == other and one.where for one in site.languages):
        yield _output("page", "", path=path.replace(".html", f"-{other}.html"), language=other)


def _bibliography(site: FoundSite) -> str:
    """The file that jekyll-scholar reads, "" where it is the usual one."""
    paths = [one.path for one in site.bibliographies if one.path.startswith("_bibliography/")]
    usual = "_bibliography/papers.bib"
    return "" if not paths or usual in paths else paths[0]


def _output(kind: str, what: str, **options: str) -> dict[str, Any]:
    return {"kind": kind, "what": what, "options": [(name, value) for name, value in options.items() if value]}


def _render(context: Mapping[str, Any]) -> str:
    return str(_template().render(**context)).rstrip("\n") + "\n"


@cache
def _template() -> Any:  # noqa: ANN401 - a Jinja template, imported late
    from jinja2 import FileSystemLoader, StrictUndefined  # noqa: PLC0415 - start-up time
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415 - start-up time

    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(resource_folder("templates") / "init"),
        autoescape=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"scalar": scalar, "note": note, "remark": remark}
    return environment.get_template("pubsync.yaml.j2")


def scalar(text: str) -> str:
    """Return a text as a YAML scalar on one line: plain where nothing can take it for anything else."""
    text = encodable(text)
    is_plain = bool(_PLAIN.fullmatch(text)) and not text.endswith(" ") and text.casefold() not in _TYPED
    return text if is_plain and _is_read_as(text) else quoted(text)


def _is_read_as(text: str) -> bool:
    from ruamel.yaml import YAML  # noqa: PLC0415 - start-up time
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415 - start-up time

    try:
        return bool(YAML(typ="safe", pure=True).load(f"[{text}]") == [text])
    except (YAMLError, ValueError):
        return False


def note(text: str) -> str:
    """Return a text that may stand in a comment: on one line, and not too long."""
    bare = " ".join(_UNSEEN.sub(" ", text).split())
    return bare if len(bare) <= _LONGEST_NOTE else f"{bare[:_LONGEST_NOTE]}…"


def remark(text: str) -> str:
    """Return a text as a comment behind a value, "" for none."""
    return f"  # {note(text)}" if text else ""
