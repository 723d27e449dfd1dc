"""Whose works a list of one person's works names: doubts are few, and rest on what is known."""

from __future__ import annotations

from collections.abc import Iterable

from pubsync.matching.namesakes import namesakes
from pubsync.records.names import parse_name
from pubsync.records.people import Person, person
from pubsync.records.record import Record, RecordId

JANE = person("Jane Doe", ["J. Doe"])
OWN = [
    ("Sound of windows in winter", "Jane Doe; Mary Roe; Ann Poe", "Journal of Sound"),
    ("Sound of windows in spring", "Jane Doe; Bo Lee", "Journal of Sound"),
    ("Doors and their sound", "J. Doe; Mary Roe; Cy Ray", "Proceedings of Doors"),
    ("Windows of glass", "Jane Doe; Di Wu", "Journal of Glass"),
    ("Glass under pressure", "Jane Doe; Ed Yu; Mary Roe", "Journal of Glass"),
    ("Pressure and sound", "Jane Doe; Fay Xu", "Physics Letters"),
]


def record(title: str, authors: str, venue: str = "", source: str = "openalex:A1", **fields: object) -> Record:
    names = tuple(parse_name(name) for name in authors.split("; ") if name)
    return Record(source=source, id=title, title=title, author=names, container_title=venue, **fields)  # type: ignore[arg-type]


def doubted(odd: Record, *others: Record, people: Iterable[Person] = (JANE,), kept: Iterable[RecordId] = ()) -> str:
    """Return why ``odd``, with the others one work, is put aside among Jane's own works; "" where it is not."""
    own = [record(*row) for row in OWN]
    group = tuple(one.record_id for one in (odd, *others))
    groups = [group, *((one.record_id,) for one in own)]
    known = {one.record_id: one for one in (odd, *others, *own)}
    found = namesakes(groups, known, tuple(people), set(kept))
    assert all(one.records == group for one in found), "none of her own is doubted"
    return found[0].reason if found else ""


def test_a_whole_list_without_her_is_doubted() -> None:
    assert doubted(record("Bees", "John Smith; Karl Huber")) == "its authors do not include you: John Smith, Karl Huber"


def test_a_cut_or_absent_list_says_nothing() -> None:
    assert doubted(record("Bees", "John Smith; Karl Huber", author_complete=False)) == ""
    assert doubted(record("Bees", "")) == ""


def test_her_name_in_any_form_and_slightly_misspelt_is_hers() -> None:
    for name in ("Doe, Jane", "J Doe", "Jane A. Doe"):
        assert doubted(record("Sound and bees", f"{name}; Mary Roe")) == ""
    leshem = person("Leshem Choshen")
    assert doubted(record("Sound", "E. Zhang; L. Chosen; Mary Roe"), people=(JANE, leshem)) == ""


def test_an_editor_is_named_too() -> None:
    assert doubted(record("Sound", "John Smith", editor=(parse_name("Jane Doe"),))) == ""


def test_what_her_own_file_names_is_hers() -> None:
    assert doubted(record("Bees", "John Smith"), record("Bees!", "John Smith", source="bibtex:a.bib")) == ""


def test_what_she_claimed_or_the_page_shows_stays() -> None:
    odd = record("Bees", "John Smith; Karl Huber")
    assert doubted(odd, kept=[odd.record_id]) == ""


def test_a_work_without_any_tie_to_the_others_is_doubted() -> None:
    reason = "it shares no co-author, venue, subject or affiliation with your other works"
    assert doubted(record("Bees of the north", "Jane Doe; Karl Huber", "Apidology")) == reason


def test_any_tie_is_enough() -> None:
    assert doubted(record("Bees of the north", "Jane Doe; Karl Huber; M. Roe", "Apidology")) == ""
    assert doubted(record("Bees of the north", "Jane Doe; Karl Huber", "Journal of Glass")) == ""
    assert doubted(record("The sound of bees", "Jane Doe; Karl Huber", "Apidology")) == ""
    assert doubted(record("Bees of the north", "Jane Doe", "Apidology")) == "", "alone, she has no co-author to share"
    orcid = record("Bees of the north", "Jane Doe; Karl Huber", "Apidology", source="orcid:1")
    assert doubted(orcid) == "", "she entered it herself"


def test_an_affiliation_in_common_is_a_tie() -> None:
    odd = record(
        "Bees of the north", "Jane Doe; Karl Huber", "Apidology", extra=(("affiliation", "Brown University; X"),)
    )
    own = [record(*row, extra=(("affiliation", "Brown University"),)) for row in OWN]
    known = {one.record_id: one for one in (odd, *own)}
    assert namesakes([(one,) for one in known], known, (JANE,)) == ()


def test_few_works_say_too_little_to_call_another_odd() -> None:
    odd = record("Bees of the north", "Jane Doe; Karl Huber", "Apidology")
    own = [record(*row) for row in OWN[:3]]
    known = {one.record_id: one for one in (odd, *own)}
    assert namesakes([(one,) for one in known], known, (JANE,)) == ()
