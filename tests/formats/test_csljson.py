"""CSL-JSON to Records."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubsync.errors import PubsyncError
from pubsync.formats import csljson
from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import Identifier, Link
from pubsync.records.names import Name
from pubsync.records.record import RecordId

WHOLE = {
    "id": "qi2020",
    "type": "paper-conference",
    "title": "ProphetNet: Predicting Future N-gram",
    "author": [
        {"family": "Qi", "given": "Weizhen"},
        {"family": "Beethoven", "given": "L.", "non-dropping-particle": "van", "suffix": "Jr."},
        {"literal": "ATLAS Collaboration"},
    ],
    "issued": {"date-parts": [[2020, 11, 3]]},
    "container-title": "Findings of EMNLP",
    "volume": "3",
    "page": "2401--2410",
    "DOI": "https://doi.org/10.18653/V1/2020.findings-emnlp.217",
    "URL": "https://arxiv.org/abs/2001.04063v2",
}


def test_a_whole_entry() -> None:
    (record,) = csljson.read(json.dumps([WHOLE]), source="file")
    assert record.record_id == RecordId("file", "qi2020")
    assert record.author[1] == Name("Beethoven", "L.", "van", "Jr.")
    assert record.author[2] == Name(literal="ATLAS Collaboration")
    assert record.issued == PartialDate(2020, 11, 3)
    assert record.container_title == "Findings of EMNLP"
    assert record.identifier("doi") == "10.18653/v1/2020.findings-emnlp.217"
    assert record.identifier("arxiv") == "2001.04063"
    assert record.link("url") == "https://arxiv.org/abs/2001.04063v2"


def test_what_other_programs_add_is_read() -> None:
    (record,) = csljson.from_entries([{"id": "b", "source": "scholar", "title": "B", "citations": 3}], source="file")
    assert (record.source, record.citations) == ("scholar", 3)


def test_a_list_of_authors_that_ends_in_others_is_cut() -> None:
    entry = {"id": "a", "author": [{"family": "Qi", "given": "W."}, {"literal": "others"}]}
    (record,) = csljson.from_entries([entry], source="file")
    assert (record.author, record.author_complete) == ((Name("Qi", "W."),), False)


def test_an_entrys_own_source_names_its_kind() -> None:
    (record,) = csljson.from_entries([{"id": "a", "source": "scholar"}], source="file")
    assert (record.source_kind, record.id) == ("scholar", "a")


def test_ids_repeated_and_missing() -> None:
    records = csljson.from_entries([{"id": "a"}, {"id": "a"}, {"title": "T"}, {"id": 7}], source="f")
    assert [one.id for one in records] == ["a", "a@2", "@3", "7"]


@pytest.mark.parametrize(
    ("issued", "wanted"),
    [
        ({"date-parts": [[2020]]}, PartialDate(2020)),
        ({"date-parts": [["2020", "2", "31"]]}, PartialDate(2020, 2)),
        ({"date-parts": [[2020, 13]]}, PartialDate(2020)),
        ({"date-parts": [[0]]}, None),
        ({"date-parts": [[]]}, None),
        ({"date-parts": [[None]]}, None),
        ({"raw": "2020-05-03"}, PartialDate(2020, 5, 3)),
        ("May 2020", PartialDate(2020)),
        (2020, PartialDate(2020)),
        ({"literal": "in press"}, None),
        ([], None),
    ],
)
def test_dates_at_the_precision_at_which_they_can_be(issued: object, wanted: PartialDate | None) -> None:
    (record,) = csljson.from_entries([{"id": "a", "issued": issued}], source="f")
    assert record.issued == wanted


def test_dirty_fields_are_left_out() -> None:
    dirty = {
        "id": "a",
        "title": ["<i>Homo</i> &amp; co", "second"],
        "volume": 12,
        "page": {"first": 1},
        "author": ["Doe, J.", None, {"given": "Plato"}, {"family": 3}, 5],
        "DOI": "none",
        "ISBN": "978-3-16-148410-0, 3-16-148410-0, 123",
        "URL": "javascript:alert(1)",
        "citations": -1,
    }
    (record,) = csljson.from_entries([dirty, None, "text"], source="f")
    assert record.title == "Homo & co"
    assert (record.volume, record.page, record.links, record.citations) == ("12", "", (), None)
    assert [str(name) for name in record.author] == ["Doe, J.", "Plato", "3"]
    assert record.identifiers == (Identifier("isbn", "9783161484100"),)


@pytest.mark.parametrize("text", ["", "no", "3", '"text"', "[" * 100_000])
def test_what_is_no_list_says_what_to_do(text: str) -> None:
    with pytest.raises(PubsyncError) as caught:
        csljson.read(text, source="refs.json")
    assert caught.value.where == "refs.json"
    assert caught.value.remedy


def test_one_entry_and_a_list_of_items() -> None:
    assert len(csljson.read('{"id": "a", "title": "T"}', source="f")) == 1
    assert len(csljson.read('{"items": [{"id": "a"}, {"id": "b"}]}', source="f")) == 2


def test_only_web_addresses_are_links() -> None:
    (record,) = csljson.from_entries([{"id": "a", "URL": "http://a.example/x"}], source="f")
    assert record.links == (Link("url", "http://a.example/x"),)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(WHOLE)), inner, max_size=4),
    max_leaves=12,
)


@given(
    st.lists(st.dictionaries(st.sampled_from([*WHOLE, "source", "editor", "ISBN", "citations"]), anything), max_size=4)
)
def test_any_json_is_read_without_an_error(entries: list[dict[str, object]]) -> None:
    records = csljson.from_entries(entries, source="f")
    assert len({one.record_id for one in records}) == len(entries)
