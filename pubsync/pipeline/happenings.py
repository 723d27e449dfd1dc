"""What a run changed: the ledgers of before and after, what the site showed and shows, and whose pages show it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from pubsync.changes import Change, returned_to_sight, tell_changes
from pubsync.library import Library, keys_shown
from pubsync.pipeline.people import id_meant
from pubsync.pipeline.showing import Shown
from pubsync.records.base import FileBase
from pubsync.records.ledger import Ledger
from pubsync.settings import Settings


def changes_of(
    before: Library, after: Library, shown: Shown, hidden: Collection[str], settings: Settings
) -> tuple[Change, ...]:
    """Return what changed; ``hidden`` are the keys of what the person hid, ``settings`` have people by their ids."""
    present = shown.keys() | set(hidden)
    told = tell_changes(
        before.ledger,
        after.ledger,
        present,
        keys_shown(before.bases),
        outside=shown.outside,
        theirs=_adopted(before.bases, after.bases),
    )
    return (*returned_to_sight(told, keys_shown(after.bases)), *_unlisted(before.bases, after.ledger, shown, settings))


def _adopted(before: Mapping[str, FileBase], after: Mapping[str, FileBase]) -> dict[str, str]:
    """The files of the person's own that pubsync keeps true from now on, by the key of what each shows."""
    return {base.key: path for path, base in after.items() if base.key and not base.made and path not in before}


def _unlisted(bases: Mapping[str, FileBase], ledger: Ledger, shown: Shown, settings: Settings) -> Iterator[Change]:
    """Yield what leaves the list of a member of a lab, and stays on the lab's: nobody else tells of that."""
    listed = _listed(bases, shown, settings)
    if not listed:
        return
    entries, present = {entry.key: entry for entry in ledger}, shown.keys()
    for member in shown.members:
        for key in sorted((listed.get(member.id, set()) & present & entries.keys()) - shown.of(member.id).keys()):
            entry = entries[key]
            yield Change("unlisted", entry.kind, key, entry.title, str(member.person.name))


def _listed(bases: Mapping[str, FileBase], shown: Shown, settings: Settings) -> dict[str, set[str]]:
    """The keys that stood in each member's own regions and pages, by the member's id."""
    if len(shown.members) < 2:  # noqa: PLR2004 - one person is no lab
        return {}
    from pubsync.sites.regions import attribute_in  # noqa: PLC0415 - start-up time

    pages = {output.file: output.person for output in settings.outputs if output.kind == "page"}
    found: dict[str, set[str]] = {}
    for path, base in bases.items():
        for region, chunks in base.regions:
            if called := attribute_in(region, "person") or pages.get(path, ""):
                keys = {chunk.key for chunk in chunks if chunk.kind == "entry"}
                found.setdefault(id_meant(called, shown.members), set()).update(keys)
    return found
