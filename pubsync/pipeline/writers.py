"""The outputs that the settings name, as writers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from importlib import import_module
from pathlib import PurePosixPath
from typing import Any

from pubsync.errors import SiteError
from pubsync.frozen import frozen
from pubsync.keeping import Shelf
from pubsync.pipeline.press import Press
from pubsync.settings import Output, Settings, SourceEntry
from pubsync.sites.academicpages import Academicpages, SiteConfig, site_config
from pubsync.sites.interface import EntryWriter, FileWriter
from pubsync.sites.keptfiles import KeptFiles
from pubsync.sites.keptyaml import read_once
from pubsync.sites.tree import SiteTree
from pubsync.state import cache_folder


@frozen()
class EntryOutput:
    """An output of entry files with its writer."""

    output: Output
    writer: EntryWriter

    def holds(self, path: str) -> bool:
        """Whether a file stands in one of its folders."""
        return any(path.startswith(f"{folder}/") for folder in self.writer.folders.values())


def entry_outputs(outputs: Iterable[Output], tree: SiteTree, press: Press) -> tuple[EntryOutput, ...]:
    """Return the outputs that are entry files, in the order of the settings.

    Raises:
        SiteError: where the site's own configuration can't be read.
    """
    return tuple(
        EntryOutput(output, _ENTRY_WRITERS[output.kind](output, tree, press))
        for output in outputs
        if output.kind in _ENTRY_WRITERS
    )


def writer_of(outputs: Sequence[EntryOutput], path: str) -> EntryWriter | None:
    """Return the writer of the entry file at ``path``, None where no output's folder holds it."""
    return next((one.writer for one in outputs if one.holds(path)), None)


def _academicpages(output: Output, tree: SiteTree, press: Press) -> EntryWriter:
    config = _config_of(tree)

    def made_from() -> str:
        return f"{config} {press.made_from(output.language, output.person)}"

    kept = KeptFiles(Shelf(cache_folder(), "entry files", str(tree.root), output.id), made_from)
    return Academicpages(config, press.printing(output.language, "front", whose=output.person), kept)


def _config_of(tree: SiteTree) -> SiteConfig:
    content = tree.read("_config.yml")
    if content is None:
        return site_config(None)

    def read() -> list[Any]:
        found = _read_config(content)
        return [None if found.categories is None else list(found.categories), found.future]

    categories, future = read_once(str(tree.root / "_config.yml"), content, read)
    return SiteConfig(None if categories is None else tuple(categories), future=future)


def _read_config(content: bytes) -> SiteConfig:
    from ruamel.yaml import YAML  # noqa: PLC0415 - start-up time
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415 - start-up time

    yaml = YAML(typ="safe", pure=True)
    yaml.allow_duplicate_keys = True  # as Jekyll reads it
    try:
        return site_config(yaml.load(content.decode("utf-8-sig")))
    except (YAMLError, UnicodeDecodeError) as error:
        raise SiteError(
            "can't be read as YAML", where="_config.yml", remedy="mend it; Jekyll can't read it either"
        ) from error


def _hugo_blox(output: Output, tree: SiteTree, press: Press) -> EntryWriter:
    from pubsync.sites.hugo_blox import HugoBlox  # noqa: PLC0415 - start-up time
    from pubsync.sites.hugo_layout import layout  # noqa: PLC0415 - start-up time

    people = [one.person for one in press.members if output.person in ("", one.id)]
    owner = people[0] if len(people) == 1 else None
    shape = layout(tree, folder=output.folder, language=output.language, owner=owner)
    return HugoBlox(shape, press.printing(output.language, "front", whose=output.person), tree, owner)


_ENTRY_WRITERS: dict[str, Callable[[Output, SiteTree, Press], EntryWriter]] = {
    "academicpages": _academicpages,
    "hugo-blox": _hugo_blox,
}


def file_writer(output: Output, settings: Settings, partial: Collection[str] = ()) -> FileWriter:
    """Return the writer of an output of whole files.

    ``partial`` holds the sections whose lists are known not to be whole.
    """
    path = output.file
    if output.kind == "al-folio":
        from pubsync.sites.al_folio import AlFolio  # noqa: PLC0415 - start-up time

        read = (entry.unique_name for entry in settings.all_sources if _reads(entry, path))
        return AlFolio(path=path, source=next(read, ""))
    if output.kind == "counts":
        from pubsync.sites.plain.counts import CountsFile  # noqa: PLC0415 - start-up time

        return CountsFile(path=path, partial=partial)
    if output.kind == "acad-homepage":
        from pubsync.sites.acad_homepage import AcadHomepage  # noqa: PLC0415 - start-up time

        return AcadHomepage(folder=output.folder) if output.folder else AcadHomepage()
    module, name = _FILE_WRITERS[output.kind]
    writer: FileWriter = getattr(import_module(module), name)(path)
    return writer


def _reads(entry: SourceEntry, path: str) -> bool:
    """Whether a source reads the file at ``path``, by its name or a glob."""
    return bool(entry.bibtex) and (entry.bibtex == path or PurePosixPath(path).match(str(entry.bibtex)))


_FILE_WRITERS = {
    "lab-website": ("pubsync.sites.lab_website", "LabWebsite"),
    "json": ("pubsync.sites.plain.json_file", "JsonFile"),
    "csl-json": ("pubsync.sites.plain.csl", "CslJson"),
    "bibtex": ("pubsync.sites.plain.bibliography", "Bibliography"),
    "atom": ("pubsync.sites.plain.atom", "Atom"),
}
"""Modules and their writers, of which a site needs few: start-up time."""
