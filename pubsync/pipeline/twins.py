"""Entry files that a person deleted because another file of theirs shows the same: that one stands for it now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pubsync.frozen import frozen
from pubsync.library import Library
from pubsync.pipeline.adopting import Subject, adopt
from pubsync.pipeline.standing import Standing
from pubsync.pipeline.works import resolve_courses, resolve_talks, resolve_works
from pubsync.pipeline.writers import EntryOutput
from pubsync.records.course import CourseRecord
from pubsync.records.ledger import LedgerEntry
from pubsync.records.names import Name
from pubsync.records.record import Record
from pubsync.records.talk import TalkRecord
from pubsync.sites.frontmatter import peek_key
from pubsync.views import Member


@frozen(kw_only=True)
class Twin:
    """A person's own file at ``path`` that shows what the file that they ``deleted`` showed.

    ``output`` is the id of the output that holds both; ``permalink`` is what it calls its own address, "" where it
    names none.
    """

    key: str
    deleted: str
    path: str
    permalink: str
    output: str

    def remark(self) -> str:
        """What to tell the person."""
        return f"{self.deleted}: deleted, and {self.path}, which shows the same, is kept current in its place"


def told_apart(
    standing: Standing, library: Library, outputs: Sequence[EntryOutput], members: Sequence[Member]
) -> tuple[Standing, tuple[Twin, ...]]:
    """Return the site as it stands, without what was deleted for a twin, and those twins; none without members."""
    if not (standing.deleted and members):
        return standing, ()
    twins = find_twins(standing, library, outputs, members[0].person.name)
    replaced = {twin.deleted for twin in twins}
    left = {path: key for path, key in standing.deleted.items() if path not in replaced}
    return replace(standing, deleted=left), twins


def find_twins(standing: Standing, library: Library, outputs: Sequence[EntryOutput], owner: Name) -> tuple[Twin, ...]:
    """Return the files of a person's own that show what their deleted entry files showed.

    They are told as those are that a sync adopts: by what the last good answers say of the work.
    """
    deleted = {path: entry for path, key in standing.deleted.items() if (entry := library.ledger.get(key))}
    found: list[Twin] = []
    for chosen in outputs:
        for kind, folder in chosen.writer.folders.items():
            lost = {path: one for path, one in deleted.items() if path.startswith(f"{folder}/") and one.kind == kind}
            free = _own_files(standing, folder) if lost else []
            if free:
                subjects = _as_known(kind, lost.values(), library)
                adoption = adopt(standing.tree, free, kind, subjects, owner)
                found += _twins(lost, adoption.paths, adoption.permalinks, chosen)
    return tuple(found)


def with_twins(library: Library, twins: Iterable[Twin]) -> Library:
    """Return the library in which the twins are the files of what they show; the former address leads to it still."""
    ledger = library.ledger
    for twin in twins:
        entry = ledger.get(twin.key)
        ledger = ledger.updated([_renamed(entry, twin)] if entry else [])
    return replace(library, ledger=ledger)


def _twins(
    lost: Mapping[str, LedgerEntry], paths: Mapping[str, str], permalinks: Mapping[str, str], chosen: EntryOutput
) -> Iterable[Twin]:
    for path, entry in lost.items():
        if own := paths.get(entry.key):
            permalink = permalinks.get(own, "")
            yield Twin(key=entry.key, deleted=path, path=own, permalink=permalink, output=chosen.output.id)


def _own_files(standing: Standing, folder: str) -> list[str]:
    """The files of a folder that pubsync has no part in."""
    tree = standing.tree
    paths = [path for path in tree.entries(folder) if path not in standing.bases]
    own = [path for path in paths if not path.rpartition("/")[2].startswith("_index.")]
    return [path for path in own if (content := tree.read(path)) is not None and not peek_key(content)]


def _as_known(kind: str, entries: Iterable[LedgerEntry], library: Library) -> Sequence[Subject]:
    """What the sources last said of some entries, with the person's patches."""
    wanted = {record: entry.key for entry in entries for record in entry.records}
    known = (record for one in library.snapshots.values() for record in (*one.records, *one.gone))
    records = [record for record in known if record.record_id in wanted]
    if kind == "talk":
        talks = [one for one in records if isinstance(one, TalkRecord)]
        return resolve_talks(talks, library.ledger, library.curation).shown
    if kind == "course":
        courses = [one for one in records if isinstance(one, CourseRecord)]
        return resolve_courses(courses, library.ledger, library.curation).shown
    works = [one for one in records if isinstance(one, Record)]
    groups: dict[str, list[Record]] = {}
    for one in works:
        groups.setdefault(wanted[one.record_id], []).append(one)
    parted = [[one.record_id for one in group] for group in groups.values()]
    return resolve_works(works, parted, library.ledger, library.curation).shown


def _renamed(entry: LedgerEntry, twin: Twin) -> LedgerEntry:
    """The entry with the twin's names; Jekyll and Hugo make an address of a path that names none."""
    file_name, permalink_name = f"file:{twin.output}", f"permalink:{twin.output}"
    former = entry.name(permalink_name)
    names = {name: value for name, value in entry.names if name != permalink_name} | {file_name: twin.path}
    if twin.permalink:
        names[permalink_name] = twin.permalink
    redirects = dict.fromkeys([*entry.redirects, *([former] if former else [])])
    redirects.pop(twin.permalink, None)
    return replace(entry, names=tuple(sorted(names.items())), redirects=tuple(redirects))
