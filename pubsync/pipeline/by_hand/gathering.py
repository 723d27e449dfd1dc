"""What only the person's own lists and entry files name: no source does, so it is in no number and no other list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from pubsync.errors import SettingsError, SiteError
from pubsync.frozen import frozen
from pubsync.merging import type_of_venue
from pubsync.pipeline.adopting import adopt, groups_with_known
from pubsync.pipeline.by_hand.languages import Told, ToldList, side_by_side
from pubsync.pipeline.run import Outcome
from pubsync.pipeline.writers import EntryOutput, entry_outputs
from pubsync.records.any_record import AnyRecord
from pubsync.records.base import FileBase
from pubsync.records.course import Course, CourseFields, CourseRecord
from pubsync.records.names import Name
from pubsync.records.people import finder
from pubsync.records.record import Bibliographic, Record, RecordId
from pubsync.records.talk import Occasion, Talk, TalkRecord
from pubsync.records.terms import in_order
from pubsync.records.text import has_han, plain_form
from pubsync.records.work import Work
from pubsync.sites.frontmatter import decode, peek_key
from pubsync.sites.handmade.entries import read_entry
from pubsync.sites.handmade.entry_words import Subject
from pubsync.sites.handmade.items import HandItem
from pubsync.sites.handmade.lists import HandList
from pubsync.sites.handmade.markers import own_lines
from pubsync.sites.handmade.matching import MatchedList, match_items
from pubsync.sites.handmade.own_entries import lists_with_regions
from pubsync.sites.handmade.reading_occasions import read_course, read_talk
from pubsync.sites.handmade.reading_works import NOT_YOURS, read_work
from pubsync.sites.tree import SiteTree

KINDS = {"publications": "work", "talks": "talk", "teaching": "course"}
_SHARE = 0.5
"""A list without a telling heading is one of works where at least this share of its entries are known."""
NOT_FOUND_AGAIN = "what was read there could not be found again in its words"
_OF_GENERATORS = frozenset({"docs", "page", "book", "landing", "event", "post"})
"""Values of ``type`` that tell Hugo what layout to take."""
_NO_YEAR = "it names no year"


@frozen()
class Unread:
    """An entry of which too little could be told, and what."""

    kind: str
    where: str
    words: str
    fault: str


@dataclass(slots=True)
class Gathered:
    """What only the site's own lists and files name, by kind: ``work``, ``talk`` and ``course``."""

    found: dict[str, list[Told]] = field(default_factory=lambda: {kind: [] for kind in KINDS.values()})
    unread: list[Unread] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)
    """How many entries of a page name none of the site's people."""
    lists: list[ToldList] = field(default_factory=list)
    """Lists of talks and courses that could be read throughout."""


def gather(outcome: Outcome, paths: Sequence[str] = ()) -> Gathered:
    """Return what only the site's own lists and entry files name; ``paths`` are the pages to look at, by default all.

    Raises:
        SettingsError: where a path is no page of the site.
        SiteError: where a page of ``paths`` can't be read.
    """
    tree = SiteTree(outcome.loaded.root)
    gathered = Gathered()
    reader = _Reader.of(outcome, tree, gathered)
    for path in paths:
        if tree.read(path) is None:
            raise SettingsError("no such page", where=path, remedy="give its path from the site's folder")
        reader.read_page(path)
    if not paths:
        for path in _own_pages(outcome, tree):
            try:
                reader.read_page(path)
            except SiteError:  # it is told by adopt itself
                continue
        reader.read_files()
    gathered.unread.sort(key=lambda one: list(KINDS.values()).index(one.kind))
    for kind, found in gathered.found.items():
        gathered.found[kind] = list(_new(kind, side_by_side(found, gathered.lists), reader))
    return gathered


def _own_pages(outcome: Outcome, tree: SiteTree) -> Iterator[str]:
    from pubsync.detect.pages import pages_of  # noqa: PLC0415 - start-up time
    from pubsync.detect.survey import Survey  # noqa: PLC0415 - as above

    made = {path for path, base in outcome.library.bases.items() if base.key or base.shell}
    made |= {output.file for output in outcome.loaded.settings.outputs}
    yield from (path for path in pages_of(Survey(tree)) if path not in made)


@frozen()
class _Reader:
    """Reads pages and entry files of one site into ``gathered``."""

    tree: SiteTree
    outcome: Outcome
    outputs: Sequence[EntryOutput]
    subjects: dict[str, Sequence[Subject]]
    is_own: Callable[[Name], bool]
    owner: Name
    gathered: Gathered

    @classmethod
    def of(cls, outcome: Outcome, tree: SiteTree, gathered: Gathered) -> _Reader:
        from pubsync.pipeline.press import Press  # noqa: PLC0415 - start-up time

        settings, shown = outcome.loaded.settings, outcome.shown
        people = [member.person for member in shown.members]
        named = finder(people)
        return cls(
            tree=tree,
            outcome=outcome,
            outputs=entry_outputs(settings.outputs, tree, Press(settings, shown.members, tree.root)),
            subjects={"work": shown.works, "talk": shown.talks, "course": shown.courses},
            is_own=lambda name: bool(named(name)),
            owner=people[0].name,
            gathered=gathered,
        )

    def read_page(self, path: str) -> None:
        text = decode(self.tree.read(path) or b"", path)
        lists = lists_with_regions(text, path)
        known = [one for subjects in self.subjects.values() for one in subjects]
        for one in match_items(lists, known) if lists else ():
            if one.hand.news or one.hand.section not in (*KINDS, ""):
                continue
            if not one.hand.section and len(one.shown) < _SHARE * len(one.hand.items):
                continue
            self._read_list(text, one)

    def _read_list(self, text: str, one: MatchedList) -> None:
        kind, read = KINDS[one.section], []
        written = self._written(one.hand.path)
        for item in one.unmatched:
            if _flat(own_lines(text, item)) in written:
                continue
            where = f"{one.hand.path}:{text.count(chr(10), 0, item.start) + 1}"
            record, fault = self._read_item(kind, item, one)
            if record is not None and not shows(one.hand, item, record):
                record, fault = None, NOT_FOUND_AGAIN
            if record is not None:
                read.append(Told(record, where, item.words))
            elif fault == NOT_YOURS:
                self.gathered.others[one.hand.path] += 1
            elif kind != "talk" or len(item.words.split()) > 1 or has_han(item.words):  # "Slides" alone is no talk
                self.gathered.unread.append(Unread(kind, where, item.words, fault))
        self.gathered.found[kind] += read
        if kind != "work" and len(read) == len(one.hand.items):
            self.gathered.lists.append(ToldList(kind, one.hand.language, tuple(read)))

    def _written(self, path: str) -> set[str]:
        """The entries of a page's regions of which it is known what they show, whatever its title is today."""
        base = self.outcome.library.bases.get(path, FileBase())
        return {_flat(chunk.text) for _, chunks in base.regions for chunk in chunks if chunk.kind == "entry"}

    def _read_item(self, kind: str, item: HandItem, one: MatchedList) -> tuple[AnyRecord | None, str]:
        source = f"page:{one.hand.path}"
        if kind == "work":
            return read_work(item, one.hand, is_own=self.is_own, source=source)
        return (read_talk if kind == "talk" else read_course)(item, one.hand, source=source)

    def read_files(self) -> None:
        """Read the entry files that show nothing known."""
        bases = self.outcome.library.bases
        for chosen in self.outputs:
            for kind, folder in chosen.writer.folders.items():
                free = [
                    path
                    for path in self.tree.entries(folder)
                    if path not in bases and not peek_key(self.tree.read(path) or b"")
                ]
                unplaced = adopt(self.tree, free, kind, self.subjects[kind], self.owner).unplaced
                for path in unplaced:
                    self._read_file(kind, path)

    def _read_file(self, kind: str, path: str) -> None:
        entry = read_entry(path, self.tree.read(path) or b"", kind, owner=self.owner).entry
        if entry is None or path.rpartition("/")[2].startswith("_index."):
            return
        record = _for_a_draft(entry.record)
        when = (getattr(record, name, None) for name in ("issued", "start", "terms"))
        if any(when):
            self.gathered.found[kind].append(Told(record, path, record.title))
        else:
            self.gathered.unread.append(Unread(kind, path, record.title, _NO_YEAR))

    def is_remembered(self, kind: str, title: str) -> bool:
        """Whether something of that title is known, and hidden or kept back."""
        known = {plain_form(one.title) for one in self.outcome.library.ledger.of_kind(kind)}
        return plain_form(title) in known


def _flat(text: str) -> str:
    return " ".join(text.split())


def _for_a_draft(record: AnyRecord) -> AnyRecord:
    """What a file says, without what only its generator or the file itself needs."""
    if isinstance(record, Record):
        return replace(record, abstract="", type=record.type or type_of_venue(record.container_title))
    kind = "" if record.type.casefold() in _OF_GENERATORS else record.type
    return replace(record, type=kind, end=None if record.end == record.start else record.end)


def shows(hand: HandList, item: HandItem, record: AnyRecord) -> bool:
    """Whether an entry would be found to show what was read from it, so that a list shows it once."""
    subject = _subject(record)
    matched = match_items([replace(hand, items=(item,))], [subject])
    return any(one.shown for one in matched)


def _subject(record: AnyRecord) -> Subject:
    """What a record would become."""
    model, base = next(pair for of, *pair in _MODELS if isinstance(record, of))
    values = {one.name: getattr(record, one.name) for one in fields(base)}
    subject: Subject = model(key=record.id, records=(record.record_id,), **values)
    return subject


_MODELS: Sequence[tuple[type[Any], type[Any], type[Any]]] = (
    (Record, Work, Bibliographic),
    (CourseRecord, Course, CourseFields),
    (TalkRecord, Talk, Occasion),
)


def _new(kind: str, found: Sequence[Told], reader: _Reader) -> Iterator[Told]:
    """Yield what is known by nobody, once each where several lists name it."""
    by_id: dict[RecordId, Told] = {}
    for one in found:
        by_id.setdefault(one.record.record_id, one)
    groups = groups_with_known(kind, reader.subjects[kind], [one.record for one in by_id.values()])
    order = {identity: place for place, identity in enumerate(by_id)}
    for group in sorted(groups, key=lambda group: min(order[one] for one in group)):
        told = [by_id[one] for one in sorted(group, key=order.__getitem__)]
        if not any(reader.is_remembered(kind, one.record.title) for one in told):
            yield _joined(told)


def _joined(told: Sequence[Told]) -> Told:
    """What several entries tell of one work, talk or course: the fullest, with what others tell beyond it."""
    best = max(told, key=lambda one: _fullness(one.record))
    record = best.record
    for other in told:
        gaps: dict[str, Any] = {
            one.name: value
            for one in fields(record)
            if one.name not in ("source", "id", "author_complete", "language", "translations")
            and not getattr(record, one.name)
            and (value := getattr(other.record, one.name, None))
        }
        if gaps.get("author"):
            gaps["author_complete"] = getattr(other.record, "author_complete", True)
        record = replace(record, **gaps)
        if isinstance(record, CourseRecord) and isinstance(other.record, CourseRecord):
            record = replace(record, terms=in_order([*record.terms, *other.record.terms]))
    return Told(record, ", ".join(dict.fromkeys(one.where for one in told)), best.words)


def _fullness(record: AnyRecord) -> tuple[int, int]:
    names = ("author", "container_title", "venue", "volume", "page", "identifiers", "links", "location", "type")
    complete = getattr(record, "author_complete", True)
    return sum(bool(getattr(record, name, "")) for name in names) + complete, len(getattr(record, "author", ()))
