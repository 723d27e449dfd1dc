"""Ownership in one place: what of a file is pubsync's, what a person's, and how both come together.

Every output says what it wants as values; here they meet the base (what pubsync last wrote) and what stands.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from pubsync.records.base import Chunk, Edit, FileBase
from pubsync.records.plan import PlannedFile
from pubsync.sites.entryfiles import only_ours_in_entry_file, plan_entry_file, tell_entry_file
from pubsync.sites.frontmatter import decode
from pubsync.sites.interface import Assembled, DataFile, EntryFile, Override, Wanted
from pubsync.sites.places import BODY, FILE, SHELL, by_place, chunk_place, key_place, region_place

__all__ = ["only_ours", "plan", "release", "tell"]


def tell(path: str, base: FileBase | None, content: bytes | None) -> tuple[Edit, ...]:
    """Return what a person did to a file since pubsync last wrote it; what they added beside ours is no edit.

    ``content`` None tells of the deleted file alone.

    Raises:
        SiteError: with file and line, where the front matter, a marker or a data file is damaged.
    """
    if base is None:
        return ()
    if content is None:
        return (Edit(path=path, place=FILE, key=base.key, before=path, after=None),)
    if base.tables:
        from pubsync.sites.tables import tell_data_file  # noqa: PLC0415 - start-up time

        return tuple(tell_data_file(path, base, content))
    edits = tell_entry_file(path, base, content) if base.keys or base.body is not None else []
    if base.regions or base.shell:
        from pubsync.sites.pages import tell_page  # noqa: PLC0415 - start-up time

        edits += tell_page(path, base, content)
    return tuple(edits)


def plan(wanted: Wanted, base: FileBase | None, content: bytes | None, overrides: Sequence[Override] = ()) -> Assembled:
    """Plan one file: what is ours is current, everything else stays byte for byte.

    An edit that became an override keeps the person's text. One that became neither an override nor anything else
    wanted stays too, and is told again by the next ``tell``; where the wanted text itself moved on, that is written.
    ``release`` gives a place back.

    - A file that pubsync made and a person deleted is not planned anew: the caller decides.
    - Of a person's entry file (content without base) absent keys are added, and those alone are ours from then on.
    - A region that is not blank and was not written by pubsync is left alone, with a remark.
    - Of a data file single rows are ours, and single fields of a person's rows (see ``plan_data_file``).

    The base of the result holds what was written, so that ``tell`` on the result gives no new edit.

    Raises:
        SiteError: with file and line, where the front matter, a marker or a data file is damaged: nothing is planned.
    """
    if content is None and base is not None:
        remark = f"{wanted.path}: the file was deleted by hand; it stays away until you decide"
        return Assembled(planned=PlannedFile(wanted.path, None, None), base=base, remarks=(remark,))
    decided = by_place(overrides, wanted.path)
    if isinstance(wanted, EntryFile):
        return plan_entry_file(wanted, base, content, decided)
    if isinstance(wanted, DataFile):
        from pubsync.sites.tables import plan_data_file  # noqa: PLC0415 - start-up time

        return plan_data_file(wanted, base, content, decided)
    from pubsync.sites.pages import plan_page  # noqa: PLC0415 - start-up time

    return plan_page(wanted, base, content, decided)


def only_ours(path: str, base: FileBase, content: bytes) -> bool:
    """Whether a file that pubsync made holds nothing of a person's, so that nothing is lost where it is deleted.

    Raises:
        SiteError: with file and line, where the front matter, a marker or a data file is damaged.
    """
    if not base.made or tell(path, base, content):
        return False
    if base.tables:
        from pubsync.sites.tables import only_ours_in_data_file  # noqa: PLC0415 - start-up time

        return only_ours_in_data_file(path, base, content)
    if base.regions or base.shell:
        from pubsync.sites.pages import only_ours_in_page  # noqa: PLC0415 - start-up time

        return only_ours_in_page(path, base, content)
    return only_ours_in_entry_file(path, base, content)


def release(path: str, base: FileBase, content: bytes, places: Collection[str]) -> FileBase:
    """Return the base as if pubsync had written what stands at ``places``, so that the next plan writes its own there.

    Raises:
        SiteError: with file and line, where the front matter, a marker or a data file is damaged.
    """
    for edit in tell(path, base, content):
        if edit.place in places:
            base = _released(path, base, content, edit)
    return base


def _released(path: str, base: FileBase, content: bytes, edit: Edit) -> FileBase:
    if base.tables:
        from pubsync.sites.tables import released_in_data_file  # noqa: PLC0415 - start-up time

        return released_in_data_file(base, edit)
    if edit.place == BODY:
        return replace(base, body=str(edit.after))
    if edit.place == SHELL:
        return replace(base, shell=str(edit.after))
    if edit.place.startswith("key:"):
        keys = ((name, edit.after if key_place(name) == edit.place else value) for name, value in base.keys)
        return replace(
            base, keys=tuple(pair for pair in keys if pair[1] is not None or key_place(pair[0]) != edit.place)
        )
    from pubsync.sites.regions import find, match_bases  # noqa: PLC0415 - start-up time

    regions = find(decode(content, path), path)
    present = {former: region for region, former in match_bases(regions, [name for name, _ in base.regions]).items()}
    released = ((name, _released_chunks(present.get(name, name), chunks, edit)) for name, chunks in base.regions)
    return replace(base, regions=tuple(released))


def _released_chunks(region: str, chunks: Sequence[Chunk], edit: Edit) -> tuple[Chunk, ...]:
    if edit.place == region_place(region):
        return ()
    if edit.place == region:
        return (Chunk("count", "", str(edit.after)),)
    from pubsync.edits.reading import identities  # noqa: PLC0415 - start-up time

    after = "" if edit.after is None else str(edit.after)
    return tuple(
        replace(chunk, text=after) if chunk_place(region, name) == edit.place else chunk
        for name, chunk in zip(identities(chunks), chunks, strict=True)
        if chunk_place(region, name) != edit.place or edit.after is not None
    )
