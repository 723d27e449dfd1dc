"""Nothing a person wrote is lost, whatever they did and whatever is wanted next."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.edits import same_chunk
from pubsync.edits.assembling import assemble
from pubsync.edits.reading import ChunkId, RegionReading, identities, read_region
from pubsync.records.base import Chunk
from tests.handwork import by_hand, decided, remembered, text_of, written

words = st.sampled_from(
    ["proteins", "learn", "graphs", "of", "中文", "BERT", "<b>x</b>", "*x*", "2020", "1.", "-", "#"]
)
sentences = st.lists(words, min_size=1, max_size=8).map(" ".join)
styles = [
    "- {}\n",
    "{}\n\n",
    "1. {}\n",
    "<li>{}</li>\n",
    "<article>\n<p>{}</p>\n<p>{}</p>\n</article>\n",
    "#### {}\n{}\n\n[pdf]\n",
    "- {}\n  {}\n",
]


@st.composite
def regions(draw: st.DrawFn) -> tuple[Chunk, ...]:
    style = draw(st.sampled_from(styles))
    chunks = []
    for key in draw(st.lists(st.sampled_from("abcdefghij"), unique=True, max_size=8)):
        if draw(st.integers(0, 3)) == 0:
            chunks.append(Chunk("heading", key, f"### {draw(words)}\n"))
        chunks.append(Chunk("entry", key, style.format(draw(sentences), draw(sentences))))
    return tuple(chunks)


own_lines = st.builds(
    "{}{}".format,
    st.sampled_from(["", "- ", "  ", "    - ", "## ", "<p>", "> ", "1. ", "</article>", "```"]),
    sentences,
)


@st.composite
def edited(draw: st.DrawFn, text: str) -> tuple[str, list[str]]:
    """A text after a person's hand, with the lines that they wrote."""
    lines, own = text.split("\n"), []
    for _ in range(draw(st.integers(0, 5))):
        at = draw(st.integers(0, len(lines)))
        action = draw(st.sampled_from(["insert", "change", "delete", "blank", "cut"]))
        if action == "insert":
            own.append(draw(own_lines))
            lines.insert(at, own[-1])
        elif action == "change" and at < len(lines):
            own = [line for line in own if line != lines[at]]
            lines[at] = draw(st.sampled_from([lines[at] + " fixed", "New: " + lines[at], lines[at][:-3] + "end"]))
            own.append(lines[at])
        elif action == "blank":
            lines.insert(at, draw(st.sampled_from(["", "  "])))
        elif at < len(lines):
            gone = lines[at : at + (1 if action == "delete" else 6)]
            own = [line for line in own if line not in gone]
            del lines[at : at + len(gone)]
    return "\n".join(lines), [line for line in own if line.strip()]


@settings(deadline=None)
@given(regions(), st.sampled_from(["", "  "]), st.sampled_from(["\n", "\r\n"]))
def test_property_our_own_output_holds_no_edits(base: tuple[Chunk, ...], indent: str, newline: str) -> None:
    placed = assemble(base, indent=indent, newline=newline)
    reading = read_region(remembered(placed), written(placed), indent=indent)
    assert (reading.edits, by_hand(reading), reading.emptied) == ((), [], False)
    assert assemble(base, reading, indent=indent, newline=newline) == placed


@st.composite
def wanted_next(draw: st.DrawFn, base: Sequence[Chunk], newer: Sequence[Chunk], kept: set[ChunkId]) -> list[Chunk]:
    """What may be wanted in a later run: entries come, change, move and, where the person left them alone, go."""
    wanted = [chunk for chunk in base if chunk.kind != "hand" and chunk.text]
    wanted += [chunk for chunk in newer if (chunk.kind, chunk.key) not in {(old.kind, old.key) for old in base}]
    if draw(st.booleans()):
        wanted = draw(st.permutations(wanted))
    going = draw(st.sets(st.sampled_from("abcdefghij"), max_size=3))
    changing = draw(st.sets(st.sampled_from("abcdefghij"), max_size=3))
    return [
        Chunk(chunk.kind, chunk.key, chunk.text.replace("\n", " now\n", 1)) if chunk.key in changing else chunk
        for chunk in wanted
        if chunk.key not in going or ChunkId(chunk.kind, chunk.key) in kept
    ]


@given(st.data(), regions(), st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=300, deadline=None)
def test_property_nothing_a_person_wrote_is_lost(data: st.DataObject, base: tuple[Chunk, ...], newline: str) -> None:
    """Through any edits between any runs; what they left alone is current, and a run without news writes nothing."""
    standing = written(assemble(base, newline=newline))
    overrides: dict[ChunkId, str | None] = {}
    own: list[str] = []
    wanted: Sequence[Chunk] = base
    for _ in range(data.draw(st.integers(1, 3))):
        ours = lines_of("".join(chunk.text for chunk in base if chunk.kind != "hand"))
        text, added = data.draw(edited(standing))
        own = [line for line in own if lines_of(line) <= lines_of(text)] + added
        own = [line for line in own if not lines_of(line) <= ours]  # a copy of our line can't be told from ours
        reading = read_region(base, text)
        assert "".join(stretch.text for stretch in reading.stretches).split() == text.split()
        overrides |= decided(reading)
        wanted = data.draw(wanted_next(wanted, data.draw(regions()), set(overrides)))
        placed = assemble(wanted, reading, overrides, newline=newline)
        standing, base = written(placed), remembered(placed)
        assert_all_stands(own, wanted, overrides, standing, reading)
        again = read_region(base, standing)
        assert (again.edits, again.emptied) == ((), False)
        assert assemble(wanted, again, overrides, newline=newline) == placed


def lines_of(text: str) -> set[str]:
    """The lines but for what a formatter may change: blanks, and the sign or number of a list item."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return {re.sub(r"^(?:[-*+]|\d+[.)])(?= |$)", "-", line) for line in lines}


def assert_all_stands(
    own: Sequence[str],
    wanted: Sequence[Chunk],
    overrides: dict[ChunkId, str | None],
    standing: str,
    reading: RegionReading,
) -> None:
    for line in own:
        assert lines_of(line) <= lines_of(standing)
    for name, chunk in zip(identities(wanted), wanted, strict=True):
        if name not in overrides and chunk.kind == "entry":
            assert " ".join(chunk.text.split()) in " ".join(standing.split()) or same_words(chunk.text, reading, name)


def same_words(text: str, reading: RegionReading, name: ChunkId) -> bool:
    return any(stretch.id == name and same_chunk(stretch.core, text) for stretch in reading.stretches)


@given(st.data(), regions())
@settings(deadline=None)
def test_property_an_untouched_region_keeps_every_byte(data: st.DataObject, base: tuple[Chunk, ...]) -> None:
    text, _ = data.draw(edited(text_of(base)))
    reading = read_region(base, text)
    assert "".join(stretch.text for stretch in reading.stretches) in (text, "")
    in_order = [stretch.id for stretch in reading.stretches if stretch.id] == identities(base)
    if text.strip() and in_order and not reading.edits:
        assert written(assemble(base, reading)) == text
