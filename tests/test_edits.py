"""What a person did in a region is told entry by entry, and stays when the region is written anew."""

from __future__ import annotations

import time

import pytest

from pubsync.edits import same_chunk, same_text, same_value
from pubsync.edits.assembling import assemble
from pubsync.edits.reading import ChunkId, identities, moved_entries, read_region
from pubsync.records.base import Chunk, Value
from tests.handwork import by_hand, decided, remembered, text_of, told, written

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


def test_a_paragraph_below_an_edited_html_entry_is_the_persons() -> None:
    after = HTML[1].text.replace("rest", "work")
    reading = read_region(HTML, HTML[0].text + after + "<p>Read this one first.</p>\n" + HTML[2].text)
    assert (told(reading), by_hand(reading)) == ([("y", after)], ["<p>Read this one first.</p>\n"])


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


def test_a_long_list_in_any_order_is_no_edit() -> None:
    base = [Chunk("entry", f"k{n}", f"- Qi, W. ({n}). Title {n * 7919} on {n * 104729}. *ACL*.\n") for n in range(1000)]
    for step in (7, 333, 999):
        reading = read_region(base, "".join(base[n * step % 1000].text for n in range(1000)))
        assert (told(reading), by_hand(reading)) == ([], [])


def test_an_entry_reworded_between_its_neighbours_is_its_edit_whatever_moved() -> None:
    reworded = "- Qi, W. (2020). Networks that bang, studied with care. *ICML*, oral.\n"
    assert told(read_region((A, B, H19, C), C.text + A.text + reworded + H19.text)) == [("b", reworded)]


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
    started = time.process_time()
    assert len(read_region(base, text).edits) == 1000
    assert time.process_time() - started < 20


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


def test_a_heading_keeps_the_blank_line_above_it_when_its_neighbour_goes() -> None:
    """In Markdown as Jekyll reads it, a heading right below a list is a line of its last entry."""
    spaced = tuple(Chunk("heading", year, f"\n### {year}\n\n") for year in ("2021", "2020", "2019"))
    base = (spaced[0], A, B, spaced[1], C, spaced[2], A)
    wanted = (spaced[0], A, spaced[1], C, spaced[2], A)
    for newline in ("\n", "\r\n"):
        standing = text_of(base).replace("\n", newline)
        placed = assemble(wanted, read_region(base, standing), newline=newline)
        assert written(placed) == text_of(wanted).replace("\n", newline)
    assert written(assemble(base[3:], read_region(base, text_of(base)))) == text_of(base[3:])


def test_the_blank_line_above_a_heading_that_changes_is_not_doubled() -> None:
    old, new = (Chunk("heading", "2020", f"{words}\n") for words in ("### 2020年", "\n### 2020\n"))
    standing = f"{A.text}\n### 2020年\n\n{B.text}"
    placed = assemble((A, new, B), read_region((A, old, B), standing))
    assert written(placed) == f"{A.text}\n### 2020\n\n{B.text}"


def test_what_comes_into_a_group_does_not_stand_below_a_persons_own_heading() -> None:
    standing = text_of((H20, A, B)) + "\n### 2019 and earlier\n\n- Qi, W. My first column.\n" + text_of((H19, C))
    new = Chunk("entry", "n", "- Qi, W. (2020). A newer one. *ACL*.\n")
    reading = read_region(BASE, standing)
    text = written(assemble((H20, A, B, new, H19, C), reading))
    assert (
        text.index("A newer one") < text.index("2019 and earlier") < text.index("My first column") < text.index(C.text)
    )


@pytest.mark.parametrize(
    ("standing", "moved"), [("abcde", ""), ("bacde", "b"), ("eabcd", "e"), ("bcdea", "a"), ("bda", "a"), ("", "")]
)
def test_as_few_entries_as_can_be_are_said_to_have_moved(standing: str, moved: str) -> None:
    chunks = {key: Chunk("entry", key, f"- The paper called {key * 9}. 2020.\n") for key in "abcde"}
    reading = read_region(tuple(chunks.values()), "".join(chunks[key].text for key in standing))
    as_it_was, as_it_stands = (identities(chunks[key] for key in order) for order in ("abcde", standing))
    assert "".join(one.key for one in moved_entries(reading, as_it_was)) == moved
    assert moved_entries(reading, as_it_stands) == ()
