"""``pubsync.yaml`` to Settings.

The models below are the reference of what may stand in the file: ``config/pubsync.schema.json`` is made from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from pubsync.errors import SettingsError

FILE_NAME = "pubsync.yaml"
_DAYS = re.compile(r"^\s*(\d+)\s*(?:d|days?)?\s*$")


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


def _days(value: object) -> object:
    found = _DAYS.match(str(value))
    if not found:
        message = "should be a number of days, such as 30 days"
        raise ValueError(message)
    return int(found.group(1))


def _site_path(text: str) -> str:
    path = PurePosixPath(text)
    if not text or path.is_absolute() or ".." in path.parts or "\\" in text:
        message = "should be a path within the site's folder, such as publications.html"
        raise ValueError(message)
    return str(path)


Days = Annotated[int, BeforeValidator(_days)]
SitePath = Annotated[str, AfterValidator(_site_path)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")]
NonEmpty = Annotated[str, Field(min_length=1)]


class Person(_Model):
    """Whose page it is."""

    name: NonEmpty = Field(description="The name as it stands on most papers.")
    aliases: tuple[NonEmpty, ...] = Field((), description="Other forms: another script, initials, a former name.")


class ScholarOptions(_Model):
    """A Google Scholar profile."""

    id: str = Field(pattern=r"^[\w-]{12}$", description="The part after user= in the profile's address.")
    pages: Literal["first", "all"] = Field(
        "first", description="first: one request for the newest 100 papers; all: the whole list, against robots.txt."
    )
    details: int = Field(0, ge=0, le=100, description="How many papers' own pages to ask for in a run.")
    proxy: str = Field("", description="An http proxy for this source alone.")


class SourceEntry(_Model):
    """One source of publications: exactly one of its kinds, and a name where two would be called the same."""

    bibtex: str | None = Field(None, description="A .bib file, or a glob such as bib/*.bib.")
    scholar: ScholarOptions | str | None = Field(None, description="A Google Scholar profile: its id, or options.")
    name: str = Field("", description="A unique name, if the one made from kind and id will not do.")

    @property
    def kind(self) -> str:
        """The kind of the source."""
        return "bibtex" if self.bibtex is not None else "scholar"

    @property
    def unique_name(self) -> str:
        """The source's name for life: kind and id, or kind and the name that the person gave."""
        if self.name:
            return f"{self.kind}:{self.name}"
        return f"{self.kind}:{self.bibtex if self.bibtex is not None else self.scholar_options().id}"

    def scholar_options(self) -> ScholarOptions:
        """Return the profile's options, where only its id was given too."""
        if isinstance(self.scholar, ScholarOptions):
            return self.scholar
        return ScholarOptions(id=self.scholar or "")


class Output(_Model):
    """One thing to write: the entry files of an academicpages site, or a standalone page."""

    kind: Literal["academicpages", "page"]
    path: SitePath = Field("publications.html", description="Where the standalone page goes.")
    language: Language = Field("en", description="The language of headings, dates and name order.")


class Exclude(_Model):
    """What never shows."""

    type: tuple[NonEmpty, ...] = Field((), description="CSL types, such as patent.")


class Publications(_Model):
    """How publications are shown."""

    group_by: Literal["year", "type", "none"] = "year"
    style: NonEmpty = Field("apa", description="Any CSL style by its file name.")
    highlight: Literal["bold", "none"] = Field("bold", description="How the own name stands out.")
    exclude: Exclude = Exclude()


class Settings(_Model):
    """The whole of ``pubsync.yaml``."""

    people: tuple[Person, ...] = Field(min_length=1, max_length=1)
    sources: tuple[SourceEntry, ...] = ()
    talks: tuple[SitePath, ...] = Field((), description="YAML, CSV or TSV files of talks.")
    teaching: tuple[SitePath, ...] = Field((), description="YAML, CSV or TSV files of courses.")
    outputs: tuple[Output, ...] = Field(min_length=1)
    publications: Publications = Publications()
    stale_after: Days = Field(30, description="How old a source's last success may be before a run counts it failed.")
    citations_every: Days = Field(7, description="How often, at the most, changed citation counts are written.")

    @property
    def person(self) -> Person:
        """Whose page it is."""
        return self.people[0]


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """The settings, and the site's folder that they stand in."""

    settings: Settings
    root: Path


def load_settings(root: Path) -> LoadedSettings:
    """Read ``pubsync.yaml`` in ``root``.

    Raises:
        SettingsError: where there is none, it is no YAML, or a key or value is not one of those above; the error
            names line, key, what was expected and the nearest valid spelling.
    """
    path = root / FILE_NAME
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise SettingsError(
            f"no {FILE_NAME} here", where=str(root), remedy="run pubsync in the folder of your site, or give --site"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"can't be read: {error}", where=str(path), remedy="save it as UTF-8 text that you may read"
        ) from error
    return LoadedSettings(parse_settings(text, str(path)), root)


def parse_settings(text: str, where: str) -> Settings:
    """Turn the text of a ``pubsync.yaml`` into Settings; ``where`` names the file in errors.

    Raises:
        SettingsError: see ``load_settings``.
    """
    values = _parse_yaml(text, where)
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        raise _translated(error, values, where) from error
    _check_sources(settings, values, where)
    _check_outputs(settings, values, where)
    return settings


def _parse_yaml(text: str, where: str) -> Any:  # noqa: ANN401 - a YAML document may be anything
    from ruamel.yaml import YAML  # noqa: PLC0415 - start-up time
    from ruamel.yaml.error import MarkedYAMLError, YAMLError  # noqa: PLC0415 - start-up time

    try:
        values = YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise SettingsError(
            f"not valid YAML: {error.problem or error.context}",
            where=f"{where}:{line}",
            remedy="mind the indentation, and put quotes around texts with : or # in them",
        ) from error
    except YAMLError as error:
        raise SettingsError(f"not valid YAML: {error}", where=where, remedy="see the example in the README") from error
    if not isinstance(values, dict):
        raise SettingsError(
            "should hold settings such as people:, sources: and outputs:",
            where=where,
            remedy="see the example in the README",
        )
    return values


def _translated(error: ValidationError, values: Any, where: str) -> SettingsError:  # noqa: ANN401 - as above
    problem = error.errors(include_url=False)[0]
    steps = [step for step in problem["loc"] if not _is_branch(step)]
    spelled = ".".join(str(step + 1) if isinstance(step, int) else step for step in steps) or "the file"
    place = f"{where}:{_line(values, steps)}"
    if problem["type"] == "extra_forbidden":
        valid = list(_field_names(steps[:-1]))
        near = get_close_matches(str(steps[-1]), valid, n=1, cutoff=0.6)
        remedy = f"did you mean {near[0]}?" if near else f"known keys here: {', '.join(valid)}"
        return SettingsError(f"unknown key {spelled}", where=place, remedy=remedy)
    if problem["type"] == "missing":
        return SettingsError(f"{spelled} is missing", where=place, remedy=f"add a line {steps[-1]}: …")
    return SettingsError(f"{spelled}: {_expectation(problem)}", where=place, remedy=f"it is {problem['input']!r} now")


def _expectation(problem: Any) -> str:  # noqa: ANN401 - pydantic's own mapping
    message = str(problem["msg"]).removeprefix("Value error, ").replace("a valid tuple", "a list")
    message = re.sub("^Input ", "", message)
    expected = problem.get("ctx", {}).get("expected")
    if problem["type"] == "literal_error" and isinstance(problem["input"], str):
        near = get_close_matches(problem["input"], re.findall(r"'([^']+)'", str(expected)), n=1, cutoff=0.5)
        return f"should be {expected}" + (f"; did you mean {near[0]}?" if near else "")
    return message[:1].lower() + message[1:]


def _is_branch(step: object) -> bool:
    """Whether pydantic put a union's branch into the path, which the person never wrote."""
    return step in ("ScholarOptions", "str")


def _field_names(steps: list[Any]) -> Iterator[str]:
    """The keys that may stand at a place of the file."""
    model: type[BaseModel] = Settings
    nested: dict[str, type[BaseModel]] = {
        "people": Person,
        "sources": SourceEntry,
        "scholar": ScholarOptions,
        "outputs": Output,
        "publications": Publications,
        "exclude": Exclude,
    }
    for step in steps:
        model = nested.get(step, model) if isinstance(step, str) else model
    return iter(model.model_fields)


def _line(values: Any, steps: list[Any]) -> int:  # noqa: ANN401 - as above
    """The line, from 1, of the deepest place on the path that the file has."""
    line = 1
    for step in steps:
        try:
            at = values.lc.key(step) if isinstance(step, str) else values.lc.item(step)
            line, values = at[0] + 1, values[step]
        except (AttributeError, KeyError, IndexError, TypeError):
            break
    return line


def _check_sources(settings: Settings, values: Any, where: str) -> None:  # noqa: ANN401 - as above
    names: dict[str, int] = {}
    for place, entry in enumerate(settings.sources):
        line = f"{where}:{_line(values, ['sources', place])}"
        if (entry.bibtex is None) == (entry.scholar is None):
            raise SettingsError(
                f"source {place + 1} should be of exactly one kind",
                where=line,
                remedy="write - bibtex: publications.bib, or - scholar: YOUR_ID, each with its own dash",
            )
        if isinstance(entry.scholar, str) and not re.fullmatch(r"[\w-]{12}", entry.scholar):
            raise SettingsError(
                f"{entry.scholar!r} is no Google Scholar id",
                where=line,
                remedy="it is the 12 characters after user= in the address of the profile",
            )
        if "#" in entry.unique_name:
            raise SettingsError("a source's name can't hold #", where=line, remedy="give it another name:")
        if entry.unique_name in names:
            raise SettingsError(
                f"two sources are called {entry.unique_name}", where=line, remedy="give one of them a name: of its own"
            )
        names[entry.unique_name] = place


def _check_outputs(settings: Settings, values: Any, where: str) -> None:  # noqa: ANN401 - as above
    taken: set[str] = set()
    for place, output in enumerate(settings.outputs):
        name = output.path if output.kind == "page" else output.kind
        if name in taken:
            raise SettingsError(
                f"two outputs write {name}",
                where=f"{where}:{_line(values, ['outputs', place])}",
                remedy="give each page a path: of its own; academicpages can stand once",
            )
        taken.add(name)


def schema() -> dict[str, Any]:
    """Return the JSON Schema of ``pubsync.yaml``, for editors."""
    return Settings.model_json_schema() | {"title": "pubsync.yaml"}
