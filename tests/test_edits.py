"""What a person did in a region is told entry by entry, and stays when the region is written anew."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.edits import (
    ChunkId,
    Placed,
    RegionReading,
    assemble,
    identities,
    read_region,
    same_chunk,
    same_text,
    same_value,
)
from pubsync.records.base import Chunk, Value

A = Chunk("entry", "a", "- Qi, W. (2020). ProphetNet: Predicting future n-gram. *EMNLP*.\n")
B = Chunk("entry", "b", "- Qi, W. (2020). A study of bang networks. *ICML*.\n")
C = Chunk("entry", "c", "- Gong, Y., & Qi, W. (2019). Something else altogether. *ACL*.\n")
H20 = Chunk("heading", "2020", "### 2020\n")
H19 = Chunk("heading", "2019", "### 2019\n")
BASE = (H20, A, B, H19, C)
HTML = tuple(
    Chunk(
        "entry",
        key,
        f'<article id="{key}">\n<p class="title">{title}</p>\n<p class="authors">Weizhen Qi</p>\n'
        f'<div class="links"><a href="https://example.org/{key}">PDF</a></div>\n</article>\n',
    )
    for key, title in (("x", "Learning to read"), ("y", "Proteins at rest"), ("z", "Maps of Mars"))
)


def text_of(chunks: Sequence[Chunk]) -> str:
    return "".join(chunk.text for chunk in chunks)


def written(placed: Sequence[Placed]) -> str:
    return "".join(one.text for one in placed)


def remembered(placed: Sequence[Placed]) -> tuple[Chunk, ...]:
    return tuple(one.chunk for one in placed)


def told(reading: RegionReading) -> list[tuple[str, str | None]]:
    return [(edit.id.key, edit.after) for edit in reading.edits]


def by_hand(reading: RegionReading) -> list[str]:
    return [stretch.core for stretch in reading.stretches if stretch.id is None]


def decided(reading: RegionReading) -> dict[ChunkId, str | None]:
    return {edit.id: edit.after for edit in reading.edits}


def test_our_own_text_holds_no_edit() -> None:
    for base in (BASE, HTML):
        reading = read_region(base, text_of(base))
        assert (reading.edits, by_hand(reading), reading.emptied) == ((), [], False)


def test_a_fixed_word_is_an_edit_of_its_entry_alone() -> None:
    after = B.text.replace("bang", "BANG")
    assert told(read_region(BASE, text_of(BASE).replace("bang", "BANG"))) == [("b", after)]


def test_a_fixed_word_in_html_is_an_edit_of_its_entry_alone() -> None:
    after = HTML[1].text.replace("rest", "work")
    assert told(read_region(HTML, text_of(HTML).replace("rest", "work"))) == [("y", after)]


def test_two_neighbours_edited_at_once_are_told_apart() -> None:
    text = text_of(BASE).replace("ProphetNet:", "ProphetNet 2:").replace("bang", "BANG")
    assert told(read_region(BASE, text)) == [
        ("a", A.text.replace("ProphetNet:", "ProphetNet 2:")),
        ("b", B.text.replace("bang", "BANG")),
    ]


def test_a_line_below_an_entry_belongs_to_it() -> None:
    text = text_of((H20, A)) + "  - with code\n" + text_of((B, H19, C)) + "\n  A last word.\n"
    assert told(read_region(BASE, text)) == [("a", A.text + "  - with code\n"), ("c", C.text + "\n  A last word.\n")]


def test_a_paragraph_entry_goes_on_in_the_next_line() -> None:
    base = (Chunk("entry", "p", "Qi, W. One.\n\n"), Chunk("entry", "q", "Qi, W. Two.\n\n"))
    reading = read_region(base, "Qi, W. One.\nBest paper.\n\nQi, W. Two.\n\n")
    assert told(reading) == [("p", "Qi, W. One.\nBest paper.\n")]


@pytest.mark.parametrize("place", range(6))
def test_a_new_item_anywhere_is_the_persons_and_no_edit(place: int) -> None:
    lines = [chunk.text for chunk in BASE]
    lines.insert(place, "- My column in the local paper.\n")
    reading = read_region(BASE, "".join(lines))
    assert (told(reading), by_hand(reading)) == ([], ["- My column in the local paper.\n"])
    new = Chunk("entry", "n", "- Qi, W. (2020). A newer one. *ACL*.\n")
    placed = assemble((H20, new, A, B, H19, C), reading)
    after = [one.text for one in placed]
    at = after.index("- My column in the local paper.\n")
    assert (after[at - 1] if at else "") == (lines[place - 1] if place else "")
    assert written(placed).replace(new.text, "") == "".join(lines)


def test_a_paragraph_between_html_entries_is_the_persons() -> None:
    text = HTML[0].text + "<p>Read this one first.</p>\n" + HTML[1].text + HTML[2].text
    reading = read_region(HTML, text)
    assert (told(reading), by_hand(reading)) == ([], ["<p>Read this one first.</p>\n"])


def test_a_paragraph_within_an_html_entry_is_its_edit() -> None:
    after = HTML[1].text.replace("</article>", "<p>Best paper</p>\n</article>")
    assert told(read_region(HTML, text_of((HTML[0],)) + after + HTML[2].text)) == [("y", after)]


def test_a_removed_entry_is_told_and_stays_away() -> None:
    reading = read_region(BASE, text_of((H20, A, H19, C)))
    assert told(reading) == [("b", None)]
    placed = assemble(BASE, reading, decided(reading))
    assert written(placed) == text_of((H20, A, H19, C))
    assert told(read_region(remembered(placed), written(placed))) == []


def test_a_heading_that_goes_with_its_entries_is_not_told_of() -> None:
    reading = read_region(BASE, text_of((H20, A, B)))
    assert told(reading) == [("c", None)]
    assert written(assemble(BASE, reading, decided(reading))) == text_of((H20, A, B))


def test_a_heading_removed_or_reworded_alone_is_told() -> None:
    assert told(read_region(BASE, text_of((A, B, H19, C)))) == [("2020", None)]
    text = text_of(BASE).replace("### 2020", "### Year 2020")
    reading = read_region(BASE, text)
    assert told(reading) == [("2020", "### Year 2020\n")]
    assert written(assemble(BASE, reading, decided(reading))) == text


def test_an_entry_replaced_by_something_else_is_removed_and_the_other_stays() -> None:
    reading = read_region(BASE, text_of((H20, A)) + "- See the attic for more.\n" + text_of((H19, C)))
    assert (told(reading), by_hand(reading)) == ([("b", None)], ["- See the attic for more.\n"])
    assert "- See the attic for more.\n" in written(assemble(BASE, reading, decided(reading)))


@pytest.mark.parametrize("text", ["", "\n\n", "- I write it all myself now.\n"])
def test_an_emptied_region_is_one_thing_to_ask_about(text: str) -> None:
    reading = read_region(BASE, text)
    assert (reading.emptied, told(reading)) == (True, [])
    assert text.strip() in written(assemble(BASE, reading))
    assert text_of(BASE) in written(assemble(BASE, reading))


def test_moved_entries_are_no_edit_and_our_order_comes_back() -> None:
    reading = read_region(BASE, text_of((H19, C, H20, B, A)))
    assert told(reading) == []
    assert written(assemble(BASE, reading)) == text_of(BASE)


def test_an_entry_moved_and_changed_is_its_edit() -> None:
    text = text_of((H20, B, H19, C)) + A.text.replace("future", "coming")
    assert told(read_region(BASE, text)) == [("a", A.text.replace("future", "coming"))]


@pytest.mark.parametrize(
    "text",
    [
        text_of(BASE).replace("\n", "\r\n"),
        text_of(BASE).replace("\n", "  \n\n"),
        text_of(BASE).replace("- ", "*   "),
        text_of(BASE).replace("ProphetNet: ", "ProphetNet:\n  "),
        text_of(BASE).replace("- Qi", "1. Qi").replace("- Gong", "2. Gong"),
        "\n" + "\n".join(f"    {line}" for line in text_of(BASE).split("\n")),
    ],
)
def test_a_formatters_run_is_no_edit_and_is_left_alone(text: str) -> None:
    reading = read_region(BASE, text)
    assert (told(reading), by_hand(reading)) == ([], [])
    assert written(assemble(BASE, reading)) == text


def test_a_formatters_run_stays_where_nothing_changed() -> None:
    reading = read_region(BASE, text_of(BASE).replace("- ", "* ").replace("\n", "\n\n"))
    new = Chunk("entry", "a", A.text.replace("EMNLP", "EMNLP 2020"))
    assert written(assemble((H20, new, B, H19, C), reading)) == (
        f"### 2020\n\n{new.text}\n* {B.text[2:]}\n### 2019\n\n* {C.text[2:]}\n"
    )


def test_renumbering_a_long_list_by_hand_is_no_edit() -> None:
    base = [Chunk("entry", f"k{n}", f"{n + 1}. Title number {n * 7919} of many\n") for n in range(300)]
    text = "".join(f"{n}. Title number {n * 7919} of many\n" for n in range(1, 300))
    assert told(read_region(base, text)) == [("k0", None)]


def test_overridden_text_stands_in_the_computed_place_and_the_rest_is_current() -> None:
    reading = read_region(BASE, text_of(BASE).replace("bang", "BANG"))
    newer = Chunk("entry", "a", A.text.replace("EMNLP", "EMNLP 2020"))
    placed = assemble((H20, B, newer, H19, C), reading, decided(reading))
    assert written(placed) == text_of((H20,)) + B.text.replace("bang", "BANG") + text_of((newer, H19, C))


def test_an_edit_that_nobody_decided_about_stands_and_is_told_again() -> None:
    text = text_of((H20, B, H19, C)).replace("bang", "BANG")
    reading = read_region(BASE, text)
    placed = assemble(BASE, reading)
    assert written(placed) == text
    assert told(read_region(remembered(placed), written(placed))) == told(reading)


def test_a_persons_line_follows_its_entry_and_else_its_group() -> None:
    line = "- My column.\n"
    reading = read_region(BASE, text_of((H20, A, B)) + line + text_of((H19, C)))
    assert written(assemble((H19, B, C), reading)) == text_of((H19, B)) + line + C.text
    assert written(assemble((H20, A, H19, C), reading)) == text_of((H20, A)) + line + text_of((H19, C))
    moved = (H20, Chunk("entry", "n", "- New.\n"), H19, A, C)
    assert written(assemble(moved, reading)) == H20.text + line + text_of(moved[1:])
    assert written(assemble((H19, C), reading)) == line + text_of((H19, C))


def test_a_persons_paragraph_keeps_the_blank_lines_around_it() -> None:
    text = text_of((H20, A)) + "\nA word on the rest:\n\n" + text_of((B, H19, C))
    reading = read_region(BASE, text)
    assert (told(reading), written(assemble(BASE, reading))) == ([], text)
    assert "\n\nA word on the rest:\n\n- Gong" in written(assemble((B, H20, A, C), reading))


def test_a_persons_text_that_moves_does_not_run_into_another_entry() -> None:
    reading = read_region(BASE, text_of((H20, A, B, H19)) + "Only one:\n" + C.text)
    placed = assemble((H20, A, B), reading)
    assert written(placed) == text_of((H20, A, B)) + "\nOnly one:\n"
    assert told(read_region(remembered(placed), written(placed))) == []


def test_one_entry_shown_several_times_is_told_apart() -> None:
    base = (H20, Chunk("entry", "k", "- Autumn 2020\n"), H19, Chunk("entry", "k", "- Autumn 2019\n"))
    reading = read_region(base, text_of(base).replace("Autumn 2019", "Fall 2019"))
    assert [(edit.id, edit.after) for edit in reading.edits] == [(ChunkId("entry", "k", 1), "- Fall 2019\n")]


def test_new_text_takes_indentation_and_line_ends_and_edits_are_told_without() -> None:
    placed = assemble((H20, A), indent="  ", newline="\r\n")
    assert written(placed) == f"  ### 2020\r\n  {A.text}".replace("\n", "\r\n").replace("\r\r", "\r")
    reading = read_region(remembered(placed), written(placed).replace("future", "coming"), indent="  ")
    assert told(reading) == [("a", A.text.replace("future", "coming"))]


def test_a_thousand_entries_all_changed_are_read_in_seconds() -> None:
    base = [Chunk("entry", f"k{n}", f"- Qi, W. ({n}). Title {n * 7919} on {n * 104729}. *ACL*.\n") for n in range(1000)]
    text = "".join(chunk.text.replace("*ACL*", "**ACL**") for chunk in base)
    started = time.perf_counter()
    assert len(read_region(base, text).edits) == 1000
    assert time.perf_counter() - started < 20


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("a  \r\nb\n", "a\nb", True),
        ("2020-01-01", "2020-01-01 ", True),
        (1.0, 1, True),
        (True, 1, False),
        ("1", 1, False),
        (None, "", False),
        ({"a": 1, "b": [True]}, {"b": [True], "a": 1}, True),
        (["a", "b"], ["b", "a"], False),
    ],
)
def test_values_are_compared_by_what_they_say(one: Value, other: Value, same: bool) -> None:
    assert same_value(one, other) is same


def test_texts_are_compared_without_line_ends_and_trailing_blanks() -> None:
    assert same_text("\nBody \r\n\r\nmore\r\n\r\n", "Body\n\nmore")
    assert not same_text("a\n\nb", "a\nb")
    assert same_chunk("- a\n  b", "* a b")
    assert not same_chunk("- a b", "- ab")


# --- properties ---------------------------------------------------------------------------------------------------

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
@settings(max_examples=300)
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
def test_property_an_untouched_region_keeps_every_byte(data: st.DataObject, base: tuple[Chunk, ...]) -> None:
    text, _ = data.draw(edited(text_of(base)))
    reading = read_region(base, text)
    assert "".join(stretch.text for stretch in reading.stretches) in (text, "")
    in_order = [stretch.id for stretch in reading.stretches if stretch.id] == identities(base)
    if text.strip() and in_order and not reading.edits:
        assert written(assemble(base, reading)) == text
