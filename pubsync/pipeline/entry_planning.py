"""Works, talks and courses to entry files: names for life, adoption, and what happens to files no longer wanted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from pubsync.pipeline.adopting import adopt
from pubsync.pipeline.planner import Planner, SitePlan
from pubsync.pipeline.showing import Shown
from pubsync.pipeline.standing import overrides_for
from pubsync.pipeline.writers import EntryOutput
from pubsync.records.course import Course
from pubsync.records.ledger import LedgerEntry
from pubsync.records.talk import Talk
from pubsync.records.work import Work
from pubsync.sites.academicpages import CATEGORIES, Academicpages
from pubsync.sites.assembly import only_ours
from pubsync.sites.frontmatter import parse, peek_key
from pubsync.sites.interface import EntryFile, Wanted
from pubsync.sites.taken import TakenPaths

Subject: TypeAlias = Work | Talk | Course
SECTION_OF = {"work": "publications", "talk": "talks", "course": "teaching"}
_FEW = 3
_LEFT_TO_THEM = frozenset({"permalink", "excerpt"})
"""Keys that are not added to a person's own file: they would move it to another address, and hide its first words from
lists (https://jekyllrb.com/docs/posts/#post-excerpts)."""


def plan_entry_files(planner: Planner, shown: Shown, chosen: EntryOutput, result: SitePlan) -> None:
    """Plan the entry files of one output: one for each subject shown, and what to do with those of others."""
    tree = planner.standing.tree
    taken = TakenPaths(path for folder in chosen.writer.folders.values() for path in tree.entries(folder))
    for entry in planner.entries.values():
        if path := entry.name(f"file:{chosen.output.id}"):
            taken.add(path)
    subjects: dict[str, Iterable[Subject]] = {
        "work": shown.all_works(planner.settings),
        "talk": shown.talks,
        "course": shown.section_of_courses(),
    }
    free, by_key = _free_files(planner, taken, result)
    for kind, folder in chosen.writer.folders.items():
        if not planner.wants(SECTION_OF[kind]):
            continue
        unnamed = [one for one in subjects[kind] if not _named(planner, chosen, one) and one.key not in by_key]
        paths = [path for path in free if path.startswith(f"{folder}/")]
        new = {one.key for one in unnamed}
        named = [one for one in subjects[kind] if one.key not in new]
        adoption = adopt(tree, paths, kind, unnamed, planner.press.members[0].person.name, elsewhere=named)
        if kind != "work" and not subjects[kind]:
            adoption.unplaced.clear()  # no source is to name them: there is nothing to say night after night
        result.remarks += adoption.remarks()
        naming = _Naming(planner, chosen, taken, by_key | adoption.paths, adoption.permalinks)
        for subject in sorted(subjects[kind], key=lambda one: one.key):
            if subject.key not in adoption.held:
                _plan_entry(naming, subject, result)
        _retire(planner, chosen, kind, {subject.key for subject in subjects[kind]}, result)
    result.remarks += _category_remarks(planner, chosen, shown)


def _plan_entry(naming: _Naming, subject: Subject, result: SitePlan) -> None:
    entry = naming.entry(subject)
    path, permalink = naming.names(subject)
    naming.taken.add(path)
    if entry:
        names = {naming.file_name(subject): path}
        names |= {naming.permalink_name(subject): permalink} if permalink else {}
        result.names[entry.key] = result.names.get(entry.key, {}) | names
    redirects = tuple(dict.fromkeys((*(entry.redirects if entry else ()), *naming.former_permalinks(subject))))
    redirects = tuple(one for one in redirects if one != permalink)
    writer = naming.chosen.writer
    for wanted in writer.entry_files(subject, path=path, permalink=permalink, redirects=redirects):
        naming.planner.add(result, naming.beside_theirs(wanted))


@dataclass
class _Naming:
    """Which path and permalink each subject has in one output."""

    planner: Planner
    chosen: EntryOutput
    taken: TakenPaths
    adoptable: Mapping[str, str] = field(default_factory=dict)
    """Files that have no base and show a subject, by its key."""
    permalinks: Mapping[str, str] = field(default_factory=dict)
    """What such files call their own address, by path."""

    def entry(self, subject: Subject) -> LedgerEntry | None:
        """The ledger's entry of a subject."""
        return self.planner.entries.get(subject.course_key if isinstance(subject, Course) else subject.key)

    def file_name(self, subject: Subject) -> str:
        """What the file's path is called in the ledger."""
        return f"file:{self.chosen.output.id}{_part(subject)}"

    def permalink_name(self, subject: Subject) -> str:
        """What the permalink is called in the ledger."""
        return f"permalink:{self.chosen.output.id}{_part(subject)}"

    def names(self, subject: Subject) -> tuple[str, str]:
        """The path and permalink: those it has, those of a person's file that shows it, or new ones."""
        entry, standing = self.entry(subject), self.planner.standing
        path = entry.name(self.file_name(subject)) if entry else ""
        path = standing.moved.get(path, path)
        path = path or self.adoptable.get(subject.key, "")
        permalink = entry.name(self.permalink_name(subject)) if entry else ""
        permalink = permalink or self.permalinks.get(path, "")
        if path and not permalink and (front := parse(standing.tree.read(path) or b"", path)):
            permalink = str(front.values.get("permalink", ""))
        if path and not permalink and self._is_theirs(path) and isinstance(self.chosen.writer, Academicpages):
            return path, ""  # Jekyll makes an address of its path, which must stay
        path = path or self.chosen.writer.propose_path(subject, self.taken)
        return path, permalink or self.chosen.writer.propose_permalink(subject, path)

    def beside_theirs(self, wanted: Wanted) -> Wanted:
        """What is wanted of a file: in one of the person's own, nothing that its site tells from the file itself."""
        if not isinstance(wanted, EntryFile) or not self._is_theirs(wanted.path):
            return wanted
        base = self.planner.standing.bases.get(wanted.path)
        owned = dict(base.keys) if base else {}
        return replace(
            wanted, front=tuple(one for one in wanted.front if one[0] in owned or one[0] not in _LEFT_TO_THEM)
        )

    def _is_theirs(self, path: str) -> bool:
        """Whether a file stands there that pubsync did not make."""
        base = self.planner.standing.bases.get(path)
        return not (base and base.made) and self.planner.standing.tree.read(path) is not None

    def former_permalinks(self, subject: Subject) -> list[str]:
        """The permalinks that it had in outputs which the settings no longer name: they lead to it still."""
        entry = self.entry(subject)
        current = {f"permalink:{one.output.id}" for one in self.planner.entry_outputs}
        part = _part(subject)
        return [
            link
            for name, link in (entry.names if entry else ())
            if name.startswith("permalink:") and name.endswith(part) and name.removesuffix(part) not in current and link
        ]


def _part(subject: Subject) -> str:
    """What a name given ends in: the term, where a course has a file for each."""
    return f":{subject.occurrence}" if isinstance(subject, Course) and subject.occurrence else ""


def _named(planner: Planner, chosen: EntryOutput, subject: Subject) -> bool:
    """Whether a subject has a file in this output already."""
    naming = _Naming(planner, chosen, TakenPaths())
    entry = naming.entry(subject)
    return bool(entry and entry.name(naming.file_name(subject)))


def _free_files(planner: Planner, paths: Iterable[str], result: SitePlan) -> tuple[list[str], dict[str, str]]:
    """The entry files that pubsync has no base of: those of the person's own, and by the key in them those of ours."""
    tree = planner.standing.tree
    owners = {base.key: path for path, base in planner.standing.bases.items() if base.key}
    named = {path for entry in planner.entries.values() for name, path in entry.names if name.startswith("file:")}
    free: list[str] = []
    by_key: dict[str, str] = {}
    for path in sorted(paths):
        content = tree.read(path)
        if content is None or path in planner.standing.bases or path.rpartition("/")[2].startswith("_index."):
            continue
        key = peek_key(content)
        if key in owners:
            result.remarks.append(f"{path}: a copy of {owners[key]}, so the site shows that work twice; delete one")
        elif key:
            by_key.setdefault(key, path)
        elif path not in named:
            free.append(path)
    return free, by_key


def _retire(planner: Planner, chosen: EntryOutput, kind: str, shown: Collection[str], result: SitePlan) -> None:
    """Entry files whose work is not shown: ours are deleted, unless a person's hand is in them or they adopted it."""
    folder = chosen.writer.folders[kind]
    for path, base in planner.standing.bases.items():
        if not base.key or base.key in shown or not path.startswith(f"{folder}/"):
            continue
        if _is_all_ours(planner, path):
            _delete(planner, path, result)
            if base.key not in planner.decided:
                result.vanishing.append(path)
            continue
        name, value = chosen.writer.unpublished
        if name not in dict(base.keys):
            result.remarks.append(f"{path}: taken off the site, but kept, since it holds words of yours")
        front = (*(pair for pair in base.keys if pair[0] != name), (name, value))
        planner.add(result, EntryFile(path=path, key=base.key, front=front, body=base.body))


def _is_all_ours(planner: Planner, path: str) -> bool:
    """Whether a file that was written holds nothing of a person's, or is gone already."""
    base, content = planner.standing.bases[path], planner.standing.tree.read(path)
    if content is None:
        return True
    edited = bool(overrides_for(planner.overrides, path, base.key, planner.key_of))
    edited = edited or any(one.path == path for one in planner.overrides)
    return not edited and only_ours(path, base, content)


def _delete(planner: Planner, path: str, result: SitePlan) -> None:
    """Delete a file of ours, and with a page bundle what we put beside it."""
    planner.remove(result, path)
    folder, _, name = path.rpartition("/")
    if name != "index.md":
        return
    for beside in planner.standing.bases:
        if beside != path and beside.rpartition("/")[0] == folder and _is_all_ours(planner, beside):
            planner.remove(result, beside)


def plan_former(planner: Planner, result: SitePlan) -> None:
    """Entry files of outputs that the settings no longer name: they stay until the person says that they may go."""
    former = [
        path
        for path, base in sorted(planner.standing.bases.items())
        if base.key and path not in result.bases and not any(one.holds(path) for one in planner.entry_outputs)
    ]
    removable = [path for path in former if _is_all_ours(planner, path)]
    if not removable:
        return
    if "former" in planner.accepted:
        for path in removable:
            _delete(planner, path, result)
        return
    listed = ", ".join(removable[:_FEW]) + (", …" if len(removable) > _FEW else "")
    result.remarks.append(
        f"{len(removable)} files were written for an output that pubsync.yaml no longer names ({listed}); "
        "to delete them: pubsync sync --accept former"
    )


def _category_remarks(planner: Planner, chosen: EntryOutput, shown: Shown) -> list[str]:
    writer = chosen.writer
    if not isinstance(writer, Academicpages) or not planner.wants("publications"):
        return []
    works = shown.all_works(planner.settings)
    lacking = {work.type: writer.category(work) for work in works if work.type and writer.lacks_category(work)}
    label = planner.press.printing("en", "html").label
    if not lacking:
        return []
    words = {kind: label(kind, within="types") for kind in sorted(lacking)}
    listed = ", ".join(f"{word.lower()} (listed under {lacking[kind]})" for kind, word in words.items())
    lines = ", ".join(f"{CATEGORIES.get(kind, (kind,))[0]}: {{title: '{word}'}}" for kind, word in words.items())
    several = "types" if len(words) > 1 else "type"
    return [
        (
            f"_config.yml has no publication_category for the {several} {listed}; "
            f"to list them apart, add under publication_category: {lines}"
        )
    ]
