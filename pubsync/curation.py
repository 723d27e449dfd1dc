"""A person's decisions, as they stand in ``_pubsync/curation.yaml``.

The file is a YAML list; each decision is a mapping whose first key says which it is. Decisions name records, never
works, so that they hold whatever the clusters become; the tool only appends, so that comments and order stay; but a
``show`` takes the place of a ``hide`` of the same that stands last, and the other way round. The latest decision on a
thing is the one that counts.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from pubsync.errors import CurationError
from pubsync.frozen import frozen
from pubsync.nesting import nests_too_deep
from pubsync.records.base import Value
from pubsync.records.record import RecordId

PATH = "_pubsync/curation.yaml"
DELETED = "file deleted: "  # begins the origin of a hide that was made from a deleted file
HEADER = (
    "# Your decisions about single works, one after the other; the latest counts.\n"
    "# pubsync appends here what you decide on the command line or by editing the site. Edit freely.\n"
)
_MARKS = ("select", "unselect", "pin", "unpin")
_KINDS = ("merge", "split", "hide", "show", "patch", "override", "release", "disown", *_MARKS)
PATCHABLE = frozenset(
    {
        "title",
        "issued",
        "container_title",
        "publisher",
        "volume",
        "issue",
        "page",
        "abstract",
        "note",
        "status",
        "type",
        "award",
        "labels",
        "venue",
        "location",
        "description",
        "role",
        "start",
        "url",
        "pdf",
        "code",
        "data",
        "slides",
        "video",
        "poster",
        "project",
        "bibtex",
        "roles.equal",
        "roles.corresponding",
        "title.en",
        "title.zh",
    }
)
"""Fields that a decision may set by hand.

``roles.equal`` and ``roles.corresponding`` are the names, as they stand in the list of authors and with ``;`` between,
of all who have the role; ``labels`` likewise, or a list. ``title.zh`` is the title in that language.
"""


@frozen(kw_only=True)
class Decision:
    """One decision.

    ``kind`` is one of merge, split, hide, show, patch, override, release, disown, select, unselect, pin and unpin.
    ``records`` are the records it speaks of; a split has them in ``parts``. A patch sets ``field`` to ``value``, an
    override keeps ``value`` at ``place`` of the file ``path`` (``records``: of the work shown there); ``saw`` is what
    pubsync held true at that place when it was made. A release ends either.
    """

    kind: str
    records: tuple[RecordId, ...] = ()
    parts: tuple[tuple[RecordId, ...], ...] = ()
    field: str = ""
    path: str = ""
    place: str = ""
    value: Value = None
    saw: Value = None
    origin: str = ""


Pair: TypeAlias = tuple[RecordId, RecordId]


@frozen()
class Curation:
    """All decisions, oldest first."""

    decisions: tuple[Decision, ...] = ()

    def links(self) -> tuple[Pair, ...]:
        """Pairs that the person called one work, where no later split parted them."""
        return tuple(sorted(pair for pair, kind in self._pairs().items() if kind == "merge"))

    def cannot(self) -> tuple[Pair, ...]:
        """Pairs that the person called different works, where no later merge joined them."""
        return tuple(sorted(pair for pair, kind in self._pairs().items() if kind == "split"))

    def _pairs(self) -> dict[Pair, str]:
        verdicts: dict[Pair, str] = {}
        for decision in self.decisions:
            if decision.kind == "merge":
                verdicts.update(dict.fromkeys(_sorted_pairs(decision.records), "merge"))
            for one, other in itertools.combinations(decision.parts, 2):
                apart = {(min(a, b), max(a, b)) for a in one for b in other}
                verdicts.update(dict.fromkeys(apart, "split"))
        return verdicts

    def hidden(self) -> frozenset[RecordId]:
        """Records whose work stays off the page."""
        return self._toggled("hide", "show")

    def shown(self) -> frozenset[RecordId]:
        """Records that the person wants on the page although their source no longer names them."""
        return self._toggled("show", "hide")

    def disowned(self) -> frozenset[RecordId]:
        """Records that are not the person's: they take part in nothing."""
        return frozenset(record for one in self.decisions if one.kind == "disown" for record in one.records)

    def selected(self) -> frozenset[RecordId]:
        """Records whose work the person marked as selected."""
        return self._toggled("select", "unselect")

    def unselected(self) -> frozenset[RecordId]:
        """Records whose work the person marked as not selected, whatever a source says."""
        return self._toggled("unselect", "select")

    def pinned(self) -> dict[RecordId, int]:
        """The place, from 1, of each record whose work the person placed first in their own order."""
        placed: list[tuple[RecordId, ...]] = []
        for one in self.decisions:
            if one.kind in ("pin", "unpin"):
                placed = [records for records in placed if not set(records) & set(one.records)]
            if one.kind == "pin":
                placed.append(one.records)
        return {record: place for place, records in enumerate(placed, start=1) for record in records}

    def patches(self) -> tuple[Decision, ...]:
        """The patches that count: for each field of each record the latest, unless released since."""
        latest: dict[tuple[str, tuple[RecordId, ...]], Decision] = {}
        for one in self.decisions:
            if one.kind == "patch":
                latest.pop((one.field, one.records), None)
                latest[(one.field, one.records)] = one
            if one.kind == "release" and one.field:
                latest = {key: kept for key, kept in latest.items() if not _speaks_of(kept, one)}
        return tuple(latest.values())

    def overrides(self) -> tuple[Decision, ...]:
        """The overrides that count: for each place of each file the latest, unless released since.

        A person's text that they wrote anew is held against what the sources said when they first wrote one there.
        """
        latest: dict[tuple[str, str, tuple[RecordId, ...]], Decision] = {}
        for one in self.decisions:
            if one.kind == "override":
                place = (one.path, one.place, one.records)
                latest[place] = _with_first_seen(one, latest.get(place))
            if one.kind == "release" and one.path:
                latest = {
                    key: kept
                    for key, kept in latest.items()
                    if key[0] != one.path
                    or one.place not in ("", key[1])
                    or (one.records and not set(one.records) & set(key[2]))
                }
        return tuple(latest.values())

    def holds(self, decision: Decision) -> bool:
        """Whether a patch or override stands already, whatever was seen when it was made, and however."""
        standing = {"patch": self.patches, "override": self.overrides}.get(decision.kind, tuple)()
        return any(replace(one, saw=decision.saw, origin=decision.origin) == decision for one in standing)

    def _toggled(self, on: str, off: str) -> frozenset[RecordId]:
        held: set[RecordId] = set()
        for one in self.decisions:
            if one.kind == on:
                held.update(one.records)
            if one.kind == off:
                held.difference_update(one.records)
        return frozenset(held)


def _with_first_seen(decision: Decision, former: Decision | None) -> Decision:
    """Return an override; where it saw nothing but the person's own former text, with what that one had seen."""
    if former is None or not (isinstance(former.value, str) and isinstance(decision.saw, str)):
        return decision
    return replace(decision, saw=former.saw) if former.value.split() == decision.saw.split() else decision


def works_patched(patch: Decision, records: Collection[RecordId]) -> bool:
    """Whether a patch is meant for the work of ``records``: the one that holds the first of its records still known."""
    return any(record in records for record in patch.records)


def parse_curation(text: str, where: str = PATH) -> Curation:
    """Read the text of ``curation.yaml``.

    Raises:
        CurationError: where it is no list of known decisions; the error names the line.
    """
    from ruamel.yaml import YAML  # noqa: PLC0415 - start-up time
    from ruamel.yaml.error import MarkedYAMLError, YAMLError  # noqa: PLC0415 - start-up time

    if not any(line.strip() and not line.startswith("#") for line in text.splitlines()):
        return Curation()
    if nests_too_deep(text):
        raise CurationError("is nested deeper than any decision", where=where, remedy=_REMEDY)
    try:
        rows = YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise CurationError(f"not valid YAML: {error.problem}", where=f"{where}:{line}", remedy=_REMEDY) from error
    except (YAMLError, RecursionError) as error:
        raise CurationError(f"not valid YAML: {error}", where=where, remedy=_REMEDY) from error
    marks = getattr(rows, "lc", None)
    if not isinstance(rows, list) or marks is None:
        raise CurationError("should be a list of decisions", where=where, remedy=_REMEDY)
    decisions = []
    for place, row in enumerate(rows):
        at = f"{where}:{marks.item(place)[0] + 1}"
        decisions.append(_decision(row, at))
    return Curation(tuple(decisions))


def append_decisions(text: str, decisions: Sequence[Decision]) -> str:
    """Return the file's text with ``decisions`` at its end; nothing else in it changes."""
    if not decisions:
        return text
    start = text or HEADER
    if not start.endswith("\n"):
        start += "\n"
    return start + "".join(_decision_text(decision) for decision in decisions)


def append_toggle(text: str, decision: Decision) -> str:
    """Append a ``hide`` or ``show``, in the place of one that stands last and speaks of the same records alone.

    A decision below which, or right above which, the person wrote a comment stays.
    """
    for kind in ("hide", "show"):
        former = _decision_text(Decision(kind=kind, records=decision.records))
        above = text.removesuffix(former)
        last = above.removeprefix(HEADER).rstrip("\n").rpartition("\n")[2]
        if above != text and not last.lstrip().startswith("#"):
            return above + _decision_text(decision)
    return append_decisions(text, [decision])


_NOT_IN_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_REMEDY = "each decision looks like - hide: [bibtex:publications.bib#qi2020]"


def _sorted_pairs(records: Iterable[RecordId]) -> set[Pair]:
    return set(itertools.combinations(sorted(set(records)), 2))


def _speaks_of(patch: Decision, release: Decision) -> bool:
    return patch.field == release.field and bool(set(patch.records) & set(release.records))


def _decision(row: Any, where: str) -> Decision:  # noqa: ANN401 - YAML may hold anything
    kind = next((name for name in _KINDS if isinstance(row, dict) and name in row), "")
    if not kind:
        raise CurationError(f"no decision of a known kind ({', '.join(_KINDS)})", where=where, remedy=_REMEDY)
    try:
        return _read_decision(kind, _plain(row))
    except (ValueError, TypeError, AttributeError) as error:
        raise CurationError(f"{kind}: {error}", where=where, remedy=_REMEDY) from error


def _read_decision(kind: str, row: dict[str, Any]) -> Decision:
    subject = row[kind]
    field = str(row.get("field", ""))
    if kind == "patch" and field not in PATCHABLE:
        message = f"field should be one of {', '.join(sorted(PATCHABLE))}"
        raise ValueError(message)
    is_path = isinstance(subject, str) and "#" not in subject
    listed = row.get("records", ()) if is_path else [subject] if isinstance(subject, str) else subject
    return Decision(
        kind=kind,
        records=() if kind == "split" else tuple(RecordId.parse(text) for text in listed),
        parts=tuple(tuple(map(RecordId.parse, part)) for part in subject) if kind == "split" else (),
        path=subject if is_path else "",
        field=field,
        place=str(row.get("place", "")),
        value=row.get("value"),
        saw=row.get("saw"),
        origin=str(row.get("origin", "")),
    )


def _decision_text(decision: Decision) -> str:
    """One decision in YAML; its values are JSON, which YAML 1.2 includes, so that nothing in them can act."""
    subject: Value = decision.path or [str(record) for record in decision.records]
    if decision.parts:
        subject = [[str(record) for record in part] for part in decision.parts]
    rows: list[tuple[str, Value]] = [(decision.kind, subject)]
    if decision.path and decision.records:
        rows.append(("records", [str(record) for record in decision.records]))
    rows += [(name, getattr(decision, name)) for name in ("field", "place") if getattr(decision, name)]
    if decision.kind in ("patch", "override"):
        rows += [("value", decision.value), ("saw", decision.saw)]
    if decision.origin:
        rows.append(("origin", decision.origin))
    lines = [f"{name}: {_json(value)}" for name, value in rows]
    return "- " + "\n  ".join(lines) + "\n"


def _json(value: Value) -> str:
    """JSON that is YAML too: what YAML does not allow to stand by itself is escaped (YAML 1.2.2, 5.1)."""
    return _NOT_IN_YAML.sub(lambda found: f"\\u{ord(found.group()):04x}", json.dumps(value, ensure_ascii=False))


def _plain(value: Any) -> Any:  # noqa: ANN401 - YAML may hold anything
    """YAML's own containers and dates to plain ones."""
    if isinstance(value, dict):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, str):
        return str(value)
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value)
