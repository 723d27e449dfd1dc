"""``pubsync.yaml`` to Settings, and what is wrong with it in words for a person."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from pubsync.errors import SettingsError
from pubsync.frozen import frozen
from pubsync.nesting import nests_too_deep
from pubsync.settings.models import (
    KINDS,
    CalendarEntry,
    Exclude,
    Marks,
    Output,
    Person,
    Publications,
    ScholarOptions,
    Settings,
    SourceEntry,
)
from pubsync.settings.slips import full_width_colon, key_run_together, names_run_together

FILE_NAME = "pubsync.yaml"
_OF_MAPPINGS = ("model_type", "model_attributes_type", "dict_type")


@frozen()
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
        raise SettingsError(f"no {FILE_NAME} here", where=str(root), remedy=_way_to_the_site(root)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"can't be read: {error}", where=str(path), remedy="save it as UTF-8 text that you may read"
        ) from error
    return LoadedSettings(parse_settings(text, str(path)), root)


def _way_to_the_site(root: Path) -> str:
    above = next((one for one in root.parents if (one / FILE_NAME).is_file()), None)
    if above:
        return f"there is one in {above}: run pubsync there, or give --site {shlex.quote(str(above))}"
    return "run pubsync in the folder of your site, or give --site; a site that has none yet: pubsync init"


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
    _check_names(settings, values, where)
    _check_people(settings, values, where)
    _check_sources(settings, values, where)
    _check_outputs(settings, values, where)
    return settings


def _parse_yaml(text: str, where: str) -> Any:  # noqa: ANN401 - a YAML document may be anything
    from ruamel.yaml import YAML  # noqa: PLC0415 - start-up time
    from ruamel.yaml.error import MarkedYAMLError, YAMLError  # noqa: PLC0415 - start-up time

    if nests_too_deep(text):
        raise SettingsError("nests too deep", where=where, remedy="see the example in the README")
    try:
        values = YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        if slip := full_width_colon(text, where):
            raise slip from error
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise SettingsError(
            f"not valid YAML: {error.problem or error.context}",
            where=f"{where}:{line}",
            remedy="mind the indentation, and put quotes around texts with : or # in them",
        ) from error
    except (YAMLError, RecursionError) as error:
        raise SettingsError(f"not valid YAML: {error}", where=where, remedy="see the example in the README") from error
    if not isinstance(values, dict):
        if slip := full_width_colon(text, where):
            raise slip
        raise SettingsError(
            "should hold settings such as people:, sources: and outputs:",
            where=where,
            remedy="see the example in the README",
        )
    return values


def _translated(error: ValidationError, values: Any, where: str) -> SettingsError:  # noqa: ANN401 - as above
    problem = _telling(error.errors(include_url=False))
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
    if problem["type"] in _OF_MAPPINGS and (meant := key_run_together(problem["input"])):
        what = f"{spelled}: {problem['input']!r} is one word to YAML, not a key and its value"
        return SettingsError(what, where=place, remedy=f"write {meant}, with a blank after the colon")
    return SettingsError(f"{spelled}: {_expectation(problem)}", where=place, remedy=f"it is {problem['input']!r} now")


def _expectation(problem: Any) -> str:  # noqa: ANN401 - pydantic's own mapping
    message = str(problem["msg"]).removeprefix("Value error, ").replace("a valid tuple", "a list")
    message = re.sub("^Input ", "", message)
    if problem["type"] in _OF_MAPPINGS:
        return "should be a key and its value, as in key: value"
    expected = problem.get("ctx", {}).get("expected")
    if problem["type"] == "literal_error" and isinstance(problem["input"], str):
        near = get_close_matches(problem["input"], re.findall(r"'([^']+)'", str(expected)), n=1, cutoff=0.5)
        return f"should be {expected}" + (f"; did you mean {near[0]}?" if near else "")
    return message[:1].lower() + message[1:]


def _telling(problems: Sequence[Any]) -> Any:  # noqa: ANN401 - pydantic's own mappings
    """Of what each branch of a union says of one place, return what goes deepest: that branch was meant.

    A key that is unknown tells more than one that is missing: it may be that one, misspelt.
    """
    place = problems[0]["loc"][:2]
    here = [one for one in problems if one["loc"][:2] == place]
    return max(here, key=lambda one: (len(one["loc"]), one["type"] == "extra_forbidden"))


def _is_branch(step: object) -> bool:
    """Whether pydantic put a union's branch into the path, which the person never wrote."""
    return step in ("ScholarOptions", "CalendarEntry", "str") or str(step).startswith(("constrained-str", "function-"))


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
        "marks": Marks,
        "talks": CalendarEntry,
        "teaching": CalendarEntry,
    }
    for step in steps:
        model = nested.get(step, model) if isinstance(step, str) else model
    return iter(field.alias or name for name, field in model.model_fields.items())


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


def _check_names(settings: Settings, values: Any, where: str) -> None:  # noqa: ANN401 - as above
    found = names_run_together(settings)
    if found:
        place, name = found
        raise SettingsError(
            f"{name!r} is one name here, for all its full-width comma",
            where=f"{where}:{_line(values, ['people', place])}",
            remedy="part the names by the comma of YAML, as in aliases: [陈静, J. Chen]",
        )


def _check_people(settings: Settings, values: Any, where: str) -> None:  # noqa: ANN401 - as above
    for place, one in enumerate(settings.people):
        both = one.since and one.until
        if both and one.since[: len(one.until)] > one.until[: len(one.since)]:
            raise SettingsError(
                f"{one.name} leaves ({one.until}) before they come ({one.since})",
                where=f"{where}:{_line(values, ['people', place, 'until'])}",
                remedy="write the earlier date after from:, and the later one after until:",
            )


def _check_sources(settings: Settings, values: Any, where: str) -> None:  # noqa: ANN401 - as above
    placed: list[tuple[list[Any], SourceEntry]] = [
        (["sources", place], entry) for place, entry in enumerate(settings.sources)
    ]
    placed += [
        (["people", number, "sources", place], entry)
        for number, person in enumerate(settings.people)
        for place, entry in enumerate(person.sources)
    ]
    names: set[str] = set()
    for steps, entry in placed:
        line = f"{where}:{_line(values, steps)}"
        _check_source(entry, steps[-1], line)
        if entry.unique_name in names:
            raise SettingsError(
                f"two sources are called {entry.unique_name}", where=line, remedy="give one of them a name: of its own"
            )
        names.add(entry.unique_name)


def _check_source(entry: SourceEntry, place: int, line: str) -> None:
    if len(entry.kinds) != 1:
        raise SettingsError(
            f"source {place + 1} should be of exactly one kind ({', '.join(KINDS)})",
            where=line,
            remedy="write - bibtex: publications.bib, or - scholar: YOUR_ID, each with its own dash",
        )
    if entry.kind == "scholar":
        _check_scholar(entry, line)
    if "#" in entry.unique_name:
        raise SettingsError("a source's name can't hold #", where=line, remedy="give it another name:")


def _check_scholar(entry: SourceEntry, line: str) -> None:
    if isinstance(entry.scholar, str) and not re.fullmatch(r"[\w-]{12}", entry.scholar):
        raise SettingsError(
            f"{entry.scholar!r} is no Google Scholar id",
            where=line,
            remedy="it is the 12 characters after user= in the address of the profile",
        )
    options = entry.scholar_options()
    if not (options.id or options.file):
        raise SettingsError("scholar: needs an id: or a file:", where=line, remedy="write scholar: YOUR_ID")


def _check_outputs(settings: Settings, values: Any, where: str) -> None:  # noqa: ANN401 - as above
    read = {entry.bibtex for entry in settings.all_sources} | {
        entry.scholar_options().file for entry in settings.all_sources
    }
    taken: set[str] = set()
    for place, output in enumerate(settings.outputs):
        line = f"{where}:{_line(values, ['outputs', place])}"
        name = output.file or output.id
        if name in taken:
            raise SettingsError(
                f"two outputs write {name}",
                where=line,
                remedy="give each a path: or folder: of its own; academicpages can stand once",
            )
        if (output.dump or name) in read and output.kind != "al-folio":
            raise SettingsError(
                f"{output.dump or name} is a source, and an output would write into it",
                where=line,
                remedy="give the output another path: or folder:",
            )
        taken.add(name)


def schema() -> dict[str, Any]:
    """Return the JSON Schema of ``pubsync.yaml``, for editors."""
    return Settings.model_json_schema() | {"title": "pubsync.yaml"}
