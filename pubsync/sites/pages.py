"""A page with marked regions: what of it is ours, and what to write there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pubsync.edits import plain_lines, same_chunk
from pubsync.edits.assembling import assemble
from pubsync.edits.reading import identities, read_region
from pubsync.edits.rows import in_rows
from pubsync.edits.shaping import in_shape
from pubsync.frozen import frozen
from pubsync.records.base import Chunk, Edit, FileBase, Value
from pubsync.records.plan import PlannedFile, content_hash
from pubsync.sites.frontmatter import decode, newline_of
from pubsync.sites.interface import Assembled, Page
from pubsync.sites.places import SHELL, as_text, chunk_place, former_ids, of_chunks, region_place
from pubsync.sites.region_remarks import region_remarks
from pubsync.sites.regions import Region, fill, find, match_bases, outside
from pubsync.sites.yamltext import encodable

_COMMENT_OF_OURS = re.compile(r"<!--(?=\s*pubsync\s*:)", re.IGNORECASE)


def outside_hash(text: str, path: str) -> str:
    """Return the hash of all outside a page's regions, the same whatever a formatter did to white space at line ends.

    Raises:
        SiteError: where a marker is damaged.
    """
    return content_hash(plain_lines(outside(text, path).removeprefix("\ufeff")).encode())


def tell_page(path: str, base: FileBase, content: bytes) -> list[Edit]:
    """Return what a person changed in the regions that ``base`` knows, and outside them where the page is ours.

    Raises:
        SiteError: where a marker is damaged.
    """
    text = decode(content, path)
    regions = find(text, path)
    matched = match_bases(regions, [name for name, _ in base.regions])
    edits = [
        edit
        for region in regions
        if (chunks := base.region(matched.get(region.id, ""))) is not None
        for edit in _tell_region(path, region, chunks)
    ]
    present = outside_hash(text, path) if base.shell else ""
    if present != base.shell:
        edits.append(Edit(path=path, place=SHELL, key=base.key, before=base.shell, after=present))
    return edits


def only_ours_in_page(path: str, base: FileBase, content: bytes) -> bool:
    """Whether a page without edits is all ours: what stands around its regions, and every line in them.

    Raises:
        SiteError: where a marker is damaged.
    """
    regions = find(decode(content, path), path)
    matched = match_bases(regions, [name for name, _ in base.regions])
    own = any(_holds_lines_of_a_person(region, base.region(matched.get(region.id, ""))) for region in regions)
    return bool(base.shell) and not own


def _tell_region(path: str, region: Region, chunks: Sequence[Chunk]) -> list[Edit]:
    before = "".join(chunk.text for chunk in chunks)
    if region.count:
        standing = region.text.strip()
        edited = bool(standing) and standing != before.strip()
        return [Edit(path=path, place=region.id, key="", before=before.strip(), after=standing)] if edited else []
    reading = read_region(chunks, region.text, indent=region.indent)
    edits = [
        Edit(
            path=path,
            place=chunk_place(region.id, edit.id),
            key=edit.id.key if edit.id.kind == "entry" else "",
            before=edit.before,
            after=edit.after,
        )
        for edit in reading.edits
    ]
    if reading.emptied:
        edits.append(Edit(path=path, place=region_place(region.id), key="", before=before, after=None))
    return edits


def plan_page(page: Page, base: FileBase | None, content: bytes | None, overrides: Mapping[str, Value]) -> Assembled:
    """Plan the page; see ``assembly.plan``.

    Raises:
        SiteError: where a marker is damaged, in the page or in what is to be written.
    """
    if content is None and not page.shell:
        nothing = PlannedFile(page.path, None, None)
        return Assembled(planned=nothing, base=None, remarks=(f"{page.path}: the page is not there",))
    page = replace(page, shell=encodable(page.shell))
    old = base or FileBase(made=content is None)
    around = _Around(page.shell, ours=True) if content is None else _around(page, old, decode(content, page.path))
    regions = find(around.text, page.path)
    matched = match_bases(regions, [name for name, _ in old.regions])
    planner = _Planner(page, old, overrides, newline_of(around.text))
    outcomes = [(region, planner.outcome(region, matched.get(region.id))) for region in regions]
    text = fill(around.text, page.path, {region.id: outcome.text for region, outcome in outcomes})
    new = replace(
        old,
        regions=tuple((region.id, outcome.chunks) for region, outcome in outcomes if outcome.chunks is not None),
        shell=outside_hash(text, page.path) if around.ours else "",
        renamed=_renamed(old, matched, {region.id for region, _ in outcomes}),
    )
    gone = [name for name, _ in old.regions if name not in matched.values()]
    remarks = [
        *around.remarks,
        *(f"{page.path}:{region.line}: {outcome.remark}" for region, outcome in outcomes if outcome.remark),
        *(f"{page.path}: the region `{name}` is gone from the page" for name in gone),
    ]
    kept = new if new.regions or new.keys or new.made or new.body is not None else None
    return Assembled(planned=PlannedFile(page.path, text.encode(), content), base=kept, remarks=tuple(remarks))


def _renamed(base: FileBase, matched: Mapping[str, str], present: set[str]) -> tuple[tuple[str, str], ...]:
    """Return former ids of regions with their present ones; an id that is in use again is no former one."""
    now = {former: region for region, former in matched.items()}
    pairs = [(former, now.get(last, last)) for former, last in base.renamed]
    pairs += now.items()
    return tuple(sorted({pair for pair in pairs if pair[0] not in present and pair[1] in present}))


@frozen()
class _Around:
    """A page's text, of which all but the regions is decided, and whether that is ours."""

    text: str
    ours: bool
    remarks: tuple[str, ...] = ()


def _around(page: Page, base: FileBase, text: str) -> _Around:
    """Take the newer shell where the person left ours alone, else what stands."""
    if not base.shell:
        unmarked = bool(page.shell) and not find(text, page.path)
        remark = f"{page.path}: the page is yours and has no region for pubsync to fill; put one into it"
        return _Around(text, ours=False, remarks=(remark,) if unmarked else ())
    if outside_hash(text, page.path) != base.shell:
        remark = f"{page.path}: you changed the page around its regions; from now on that part is yours"
        return _Around(text, ours=False, remarks=(remark,))
    if not page.shell or outside_hash(page.shell, page.path) == base.shell:
        return _Around(text, ours=True)
    newer = _in_newer_shell(page, base, text)
    if newer is None:
        remark = f"{page.path}: the newer layout lacks a region that holds lines of yours; the former one stays"
        return _Around(text, ours=True, remarks=(remark,))
    return _Around(newer, ours=True)


def _in_newer_shell(page: Page, base: FileBase, text: str) -> str | None:
    """Return the newer shell with the regions as they stand, None where a person's lines would have no place."""
    shell = page.shell.replace("\n", newline_of(text))
    if text.startswith("\ufeff"):
        shell = "\ufeff" + shell
    standing = find(text, page.path)
    targets = match_bases(standing, [region.id for region in find(shell, page.path)])
    known = match_bases(standing, [name for name, _ in base.regions])
    dropped = [region for region in standing if region.id not in targets]
    if any(_holds_lines_of_a_person(region, base.region(known.get(region.id, ""))) for region in dropped):
        return None
    return fill(shell, page.path, {targets[region.id]: region.text for region in standing if region.id in targets})


def _holds_lines_of_a_person(region: Region, chunks: Sequence[Chunk] | None) -> bool:
    if chunks is None:
        return bool(region.text.strip())
    if region.count:
        return False
    reading = read_region(chunks, region.text)
    by_hand = any(stretch.id is None for stretch in reading.stretches)
    return by_hand or any(edit.after is not None for edit in reading.edits)


@frozen()
class _Outcome:
    """A region as planned; ``chunks`` None: it is not ours."""

    text: str
    chunks: tuple[Chunk, ...] | None
    remark: str = ""


class _Planner:
    def __init__(self, page: Page, base: FileBase, overrides: Mapping[str, Value], newline: str) -> None:
        self._wanted = {name: tuple(_harmless(chunk) for chunk in chunks) for name, chunks in page.regions}
        self._titles = page.titles
        self._base = base
        self._overrides = overrides
        self._newline = newline

    def outcome(self, region: Region, matched: str | None) -> _Outcome:
        """Plan one region; ``matched`` is its id in the base, None where pubsync never wrote it."""
        before = self._base.region(matched) if matched is not None else None
        wanted = self._wanted.get(region.id)
        if wanted is None:
            return _Outcome(region.text, before)
        names = former_ids(self._base, region.id, matched)
        if region.count:
            return self._count(region, wanted, before, names)
        if before is None and region.text.strip():
            return _not_written_by_us(region, wanted)
        return self._block(region, wanted, before or (), names)

    def _count(
        self, region: Region, wanted: Sequence[Chunk], before: Sequence[Chunk] | None, names: Sequence[str]
    ) -> _Outcome:
        number, standing = _one_line(wanted), region.text.strip()
        former = _one_line(before or ())
        place = next((name for name in names if name in self._overrides), None)
        if place is not None:
            number = " ".join((as_text(self._overrides[place]) or "").split())
        elif before is not None and standing not in ("", former) and number == former:
            return _Outcome(region.text, tuple(before))
        text = region.text if standing == number else number
        # Who puts a marker around a number wants it kept true from then on.
        is_new = before is None and bool(standing) and standing != number
        remark = (
            f"{standing} became {number}, which is what pubsync counts; type over it to keep your own"
            f" (what it counts: pubsync explain count {region.name})"
        )
        return _Outcome(text, (Chunk("count", "", number),), remark if is_new else "")

    def _block(
        self, region: Region, wanted: Sequence[Chunk], before: Sequence[Chunk], names: Sequence[str]
    ) -> _Outcome:
        if any(region_place(name) in self._overrides for name in names):
            return _Outcome(region.text, ())
        reading = read_region(before, region.text, indent=region.indent)
        if reading.emptied:
            return _Outcome(region.text, tuple(before), "the region was emptied by hand; it stays so until you decide")
        if region.attribute("rows") == "own":
            wanted = in_rows(wanted, reading)
        if region.attribute("headings") == "own":
            wanted = in_shape(wanted, reading, indent=region.indent)
        decided = of_chunks(self._overrides, names, [*identities(wanted), *reading.base])
        placed = assemble(wanted, reading, decided, indent=region.indent, newline=self._newline)
        text = "".join(one.text for one in placed)
        remarks = region_remarks(region, wanted, reading, decided, self._titles)
        return _Outcome(text, tuple(one.chunk for one in placed), "; ".join(remarks))


def _not_written_by_us(region: Region, wanted: Sequence[Chunk]) -> _Outcome:
    if same_chunk(region.text, "".join(chunk.text for chunk in wanted)):
        return _Outcome(region.text, tuple(wanted))
    remark = "the region is not empty and not written by pubsync; empty it to let pubsync fill it"
    return _Outcome(region.text, None, remark)


def _one_line(chunks: Sequence[Chunk]) -> str:
    return " ".join(" ".join(chunk.text for chunk in chunks).split())


def _harmless(chunk: Chunk) -> Chunk:
    """Return the chunk without what would be a marker in the page, or could not be written to it."""
    text = encodable(_COMMENT_OF_OURS.sub("&lt;!--", chunk.text))
    return chunk if text == chunk.text else replace(chunk, text=text)
