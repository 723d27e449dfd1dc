"""Deduplicating bibliographies without a site: BibTeX, CSL-JSON, RIS and EndNote files."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pubsync.errors import PubsyncError, SettingsError
from pubsync.formats import csljson
from pubsync.formats.decoding import decoded
from pubsync.frozen import frozen
from pubsync.matching import Matching, match
from pubsync.matching.collector import resting_collector
from pubsync.records.record import Record, RecordId

_LARGEST = 1_000_000_000
_REPEATED = re.compile(r"^(.*)@\d+$", re.DOTALL)


@frozen()
class Deduplicated:
    """What was found: the records in the order of the files, and what belongs together.

    ``files`` gives for each source the name of its file, ``repeated`` the ids that several files have.
    """

    records: tuple[Record, ...]
    files: Mapping[str, str]
    repeated: Collection[str]
    matching: Matching
    notices: tuple[str, ...]

    def name(self, one: RecordId) -> str:
        """Return what a record is called: its id, with its file where that alone tells which one is meant."""
        return f"{self.files[one.source]}#{one.id}" if one.id in self.repeated else one.id

    def groups(self) -> list[list[str]]:
        """Return the groups of two or more, by names."""
        return [sorted(map(self.name, group)) for group in self.matching.groups if len(group) > 1]

    def as_json(self) -> dict[str, Any]:
        """Return what ``pubsync dedup --json`` prints; a probability is a text, so that a row holds texts alone."""
        undecided = [
            [*sorted((self.name(one.left), self.name(one.right))), f"{one.probability:.2f}"]
            for one in self.matching.undecided
        ]
        return {"groups": sorted(self.groups()), "undecided": sorted(undecided)}


def dedup_files(paths: Sequence[Path]) -> Deduplicated:
    """Read the files and decide which of their records are one work.

    A record's name is its id in the file: ``FILE#id`` where two files have it, ``id@N`` where one file has it again
    and ``@N`` where it has none, N being the position in the file.

    Raises:
        SettingsError: for a file that is missing or of another kind.
        PubsyncError: for a file that can't be read.
    """
    with resting_collector():
        return _dedup(paths)


def _dedup(paths: Sequence[Path]) -> Deduplicated:
    records: list[Record] = []
    notices: list[str] = []
    files: dict[str, str] = {}
    for number, path in enumerate(paths):
        found = _read(path, number, notices)
        # A source's name holds the file's number.
        files |= dict.fromkeys([record.source for record in found], path.name)
        records += found
    # One file has no id twice.
    count = Counter([record.id for record in records]) if len(paths) > 1 else {}
    repeated = frozenset([identity for identity, files_with_it in count.items() if files_with_it > 1])
    return Deduplicated(tuple(records), files, repeated, match(records), tuple(notices))


def merged_bibtex(found: Deduplicated) -> str:
    """Return one BibTeX file in which each work stands once, under the BibTeX key it has where it has one."""
    from pubsync.formats import bibtex_writer  # noqa: PLC0415 - start-up time
    from pubsync.identity import unlike  # noqa: PLC0415 - start-up time
    from pubsync.merging import merge  # noqa: PLC0415 - start-up time
    from pubsync.pipeline.works import propose_key  # noqa: PLC0415 - start-up time

    by_id = {record.record_id: record for record in found.records}
    place = {record.record_id: number for number, record in enumerate(found.records)}
    taken: set[str] = set()
    works = []
    for group in sorted(found.matching.groups, key=lambda group: min(place[one] for one in group)):
        work = merge("", [by_id[one] for one in group])
        first = min(group, key=place.__getitem__)
        key = unlike(first.id if re.fullmatch(r"[\w:./+-]+", first.id) else propose_key(work), taken)
        taken.add(key)
        works.append((key, work))
    return bibtex_writer.write(works)


def _read(path: Path, number: int, notices: list[str]) -> Sequence[Record]:
    text = _content(path)
    if path.name.endswith((".json", ".json.gz")):
        try:
            return csljson.read(text, source=f"file:{path.name}", mark=str(number))
        except PubsyncError as error:
            raise PubsyncError(error.what, where=str(path), remedy=error.remedy) from error
    from pubsync.formats import bibtex, ris  # noqa: PLC0415 - start-up time

    if path.name.endswith((".bib", ".bib.gz")):
        reading = bibtex.read(text, source=f"bibtex:{number}", where=path.name)
        notices += [f"{notice.where}: {notice.what}" for notice in reading.notices]
        return _by_position(reading.records)
    form = ris.looks_like(text)
    if not form:
        raise SettingsError(
            "is no bibliography that is known here",
            where=str(path),
            remedy="give BibTeX, CSL-JSON, RIS, EndNote or PubMed files",
        )
    exported = ris.read(text, source=f"bibtex:{number}", where=path.name)
    notices += [f"{notice.where}: {notice.what}" for notice in exported.notices]
    return exported.records


def _by_position(records: Sequence[Record]) -> list[Record]:
    """Records with ``id@N`` for a repeated id, N being the position; the reader counts occurrences."""
    known = {record.id for record in records}
    found = []
    for position, record in enumerate(records, start=1):
        again = _REPEATED.match(record.id)
        repeated = bool(again and again[1] and again[1] in known)
        found.append(replace(record, id=f"{again[1]}@{position}") if again and repeated else record)
    return found


def _content(path: Path) -> str:
    try:
        raw = path.read_bytes()
        if path.suffix == ".gz":
            with gzip.open(path) as unpacked:
                raw = unpacked.read(_LARGEST)
    except FileNotFoundError:
        raise SettingsError("no such file", where=str(path), remedy="check its name") from None
    except OSError as error:
        raise PubsyncError(f"can't be read: {error}", where=str(path), remedy="check the file") from error
    return decoded(raw)[0]


def json_text(found: Deduplicated) -> str:
    """Return the answer as JSON, a group a line."""
    answer = found.as_json()
    parts = [
        f'"{name}": [' + ",".join(f"\n  {json.dumps(row, ensure_ascii=False)}" for row in answer[name]) + "\n ]"
        for name in ("groups", "undecided")
    ]
    return "{\n " + ",\n ".join(parts) + "\n}\n"


def dedup_lines(found: Deduplicated) -> Iterator[str]:
    """Yield each group with its reasons, then the pairs that wait for a decision."""
    titles = {record.record_id: record.title for record in found.records}
    for group in found.matching.groups:
        if len(group) < 2:  # noqa: PLR2004 - one record joins nothing
            continue
        yield f"one work: {titles[group[0]]}"
        yield from (f"  {found.name(one)}" for one in group)
        verdicts = [one for one in found.matching.joined if one.left in group and one.right in group]
        evidence = sorted((one for verdict in verdicts for one in verdict.evidence), key=lambda one: -one.weight)
        yield f"  because: {'; '.join(dict.fromkeys(one.detail for one in evidence[:4] if one.weight > 0))}"
    for verdict in found.matching.undecided:
        yield f"one work or two? {titles[verdict.left]} | {titles[verdict.right]}"
        yield f"  {found.name(verdict.left)}, {found.name(verdict.right)} (probability {verdict.probability:.2f})"
    works = len(found.matching.groups)
    yield f"{len(found.records)} records are {works} works; {len(found.matching.undecided)} pairs are undecided."
