"""``pubsync.yaml`` and a person's own templates."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from pubsync.errors import PubsyncError
from pubsync.pipeline.building import KEY_VARIABLES, Surroundings, build_enrichers, build_sources
from pubsync.pipeline.checking.findings import Finding, fault, note, well, wrong
from pubsync.pipeline.people import members_of
from pubsync.pipeline.starting.drafting import SCHEMA_PATH
from pubsync.pipeline.starting.trying import shipped_schema
from pubsync.report import counted
from pubsync.resources import resource_folder
from pubsync.settings import FILE_NAME, LoadedSettings, load_settings

_SECTION = "settings"


def check_settings(root: Path) -> tuple[LoadedSettings | None, list[Finding]]:
    """Return the settings, None where they can't be read, and what there is to say of them."""
    try:
        loaded = load_settings(root)
    except PubsyncError as error:
        missing = not (root / FILE_NAME).exists()
        finding = fault(_SECTION, error)
        return None, [wrong(_SECTION, error.what, where=error.where, remedy="pubsync init") if missing else finding]
    settings = loaded.settings
    found = [
        well(
            _SECTION,
            f"{FILE_NAME}: {counted(len(settings.people), 'person', 'people')}, "
            f"{counted(len(settings.all_sources), 'source', 'sources')}, "
            f"{counted(len(settings.outputs), 'output', 'outputs')}",
        )
    ]
    found += _meaning(loaded)
    if not (settings.all_sources or settings.talks or settings.teaching):
        what = "names no source, so that nothing can be shown"
        found.append(wrong(_SECTION, what, where=FILE_NAME, remedy="add one under sources:"))
    schema = root / SCHEMA_PATH
    if schema.is_file() and schema.read_bytes() != shipped_schema():
        what = "the schema for your editor is of another release of pubsync"
        found.append(note(_SECTION, what, where=SCHEMA_PATH, remedy="pubsync doctor --rebuild"))
    return loaded, found


def _meaning(loaded: LoadedSettings) -> Iterator[Finding]:
    """What shows only once the settings are put to use: ids that are none, names that meet, keys that are missing."""
    try:
        members_of(loaded.settings)
        build_sources(loaded.settings, Surroundings(loaded.root))
        build_enrichers(loaded.settings, Surroundings(loaded.root))
    except PubsyncError as error:
        yield fault(_SECTION, error)
    around = Surroundings(loaded.root)
    named = {one.kind for one in loaded.settings.all_sources} | set(loaded.settings.enrich)
    for kind in sorted(named & {"openalex", "semantic_scholar"}):
        if not around.key(kind)["api_key"]:
            what = f"{kind} is asked without a key, and may answer seldom"
            yield note(_SECTION, what, remedy=f"set {KEY_VARIABLES[kind]} in the environment, if you have one")


def check_templates(loaded: LoadedSettings) -> list[Finding]:
    """Return what there is to say of a person's own templates: each overrides one of pubsync's, by its name."""
    folder = loaded.settings.templates
    if not folder:
        return []
    place = loaded.root / folder
    if not place.is_dir():
        what = f"there is no folder {folder}, which templates: names"
        return [wrong("templates", what, where=FILE_NAME, remedy="create it, or take the line out")]
    own = sorted(path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file())
    shipped = _names(resource_folder("templates"))
    found = [finding for name in own for finding in _template(place, folder, name, shipped)]
    good = [name for name in own if name in shipped]
    return [*found, well("templates", f"{folder}: {counted(len(good), 'template', 'templates')} of your own")]


def _names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.j2"))


def _template(place: Path, folder: str, name: str, shipped: list[str]) -> Iterator[Finding]:
    from jinja2 import TemplateSyntaxError  # noqa: PLC0415 - start-up time
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415 - start-up time

    where = f"{folder}/{name}"
    if name not in shipped:
        near = get_close_matches(name, shipped, n=1, cutoff=0.5)
        told = f"did you mean {near[0]}?" if near else f"known are {', '.join(shipped)}"
        what = "pubsync has no template of that name, so that it is used only by yours"
        yield note("templates", what, where=where, remedy=told)
    try:
        ImmutableSandboxedEnvironment().parse((place / name).read_text(encoding="utf-8"))
    except TemplateSyntaxError as error:
        yield wrong("templates", f"{error.message}", where=f"{where}:{error.lineno}", remedy="mend it there")
    except (OSError, UnicodeDecodeError):
        yield wrong("templates", "can't be read", where=where, remedy="save it as UTF-8 text that you may read")
