"""Plain files: JSON, CSL-JSON, BibTeX and counts."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.formats import bibtex, csljson
from pubsync.records.base import Row
from pubsync.records.counts import Counts
from pubsync.records.course import Course
from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import Identifier, Link
from pubsync.records.names import Name
from pubsync.records.record import RecordId
from pubsync.records.talk import Talk
from pubsync.records.text import Translation
from pubsync.records.two_scripts import AuthorsIn
from pubsync.records.work import Relation, Work
from pubsync.sites.plain import Bibliography, CountsFile, CslJson, JsonFile
from tests.sites.writing import HOSTILE, base, data_files, material, rows, table, work

WHOLE = work(
    doi="10.1000/x",
    rows=("rme-IWIAAAAJ:Abc",),
    author=(Name("Qi", "Weizhen", roles=("equal",)), Name(literal="严昱", roles=("corresponding", "equal"))),
    page="1--9",
    links=(Link("pdf", "https://a.org/x.pdf"), Link("code", "javascript:alert(1)")),
    translations=(Translation("title", "zh", "先知网络"),),
    related=(Relation("talk", "t"),),
    award="Best Paper",
    selected=True,
)
TALK = Talk(
    key="t", title="On R&D", type="Talk", venue="ETH", start=PartialDate(2024, 5), records=(RecordId("talks:t", "1"),)
)
COURSE = Course(key="c", title="NLP", terms=("2024-fall",), level="graduate")


def test_the_json_file_holds_all_that_list_prints_and_more() -> None:
    drawn = material(WHOLE, talks=(TALK,), courses=(COURSE,), counts=Counts(date="2026-05-13", works={WHOLE.key: 640}))
    file = data_files(JsonFile(), drawn)["publications.json"]
    assert (file.format, table(file, "talks").id_field) == ("json", "key")
    (found,) = rows(file, "publications").values()
    assert found == {
        "type": "paper-conference",
        "title": "ProphetNet for R&D",
        "authors": ["Weizhen Qi", "严昱"],
        "authors_complete": True,
        "issued": "2020-11",
        "container_title": "Findings of EMNLP",
        "identifiers": {"doi": "10.1000/x"},
        "links": {"pdf": "https://a.org/x.pdf"},
        "citations": 640,
        "records": [{"source": "scholar:rme-IWIAAAAJ", "id": "rme-IWIAAAAJ:Abc"}],
        "equal_authors": ["Weizhen Qi", "严昱"],
        "corresponding_authors": ["严昱"],
        "page": "1--9",
        "award": "Best Paper",
        "selected": True,
        "related": [{"kind": "talk", "key": "t"}],
        "translations": {"title": {"zh": "先知网络"}},
    }
    assert rows(file, "talks")["t"]["start"] == "2024-05"
    assert rows(file, "teaching")["c"] | {"terms": ["2024-fall"], "level": "graduate"} == rows(file, "teaching")["c"]


def test_an_uncounted_work_has_no_count_whatever_a_source_says() -> None:
    file = data_files(JsonFile(), material(work(citations=9)))["publications.json"]
    assert rows(file, "publications")["qi2020prophetnet"]["citations"] is None


# From csl-data.json of CSL 1.0.2.
SCHEMA_TEXTS = frozenset(
    "abstract collection-title container-title DOI edition event-place event-title genre id ISBN issue language note "  # noqa: SIM905 - a word list reads better so
    "number page PMCID PMID publisher publisher-place status title type URL volume".split()
)
SCHEMA_TYPES = frozenset(
    "article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset "  # noqa: SIM905 - as above
    "document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case legislation "
    "manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical "
    "personal_communication post post-weblog regulation report review review-book software song speech standard thesis "
    "treaty webpage".split()
)


def check_csl(entry: dict[str, Any]) -> None:
    """What csl-data.json of CSL 1.0.2 asks of an entry."""
    assert entry["type"] in SCHEMA_TYPES
    assert isinstance(entry["id"], str)
    for name, value in entry.items():
        if name in ("author", "editor"):
            parts = {"family", "given", "non-dropping-particle", "suffix", "literal"}
            assert all(
                person.keys() <= parts and all(isinstance(part, str) for part in person.values()) for person in value
            )
        elif name == "issued":
            assert value.keys() == {"date-parts"}
            assert [len(part) in (1, 2, 3) for part in value["date-parts"]] == [True]
        else:
            assert name in SCHEMA_TEXTS
            assert isinstance(value, str)


def csl(*works: Work) -> list[dict[str, Any]]:
    file = data_files(CslJson(), material(*works))["publications.csl.json"]
    assert (file.format, table(file).id_field) == ("json", "id")
    return [{"id": identity, **found} for identity, found in rows(file).items()]


def test_csl_json_keeps_to_its_schema_and_says_what_is_known() -> None:
    (entry,) = csl(WHOLE)
    check_csl(entry)
    assert entry["title"] == "ProphetNet for R&D"
    assert entry["issued"] == {"date-parts": [[2020, 11]]}
    (record,) = csljson.from_entries([entry], source="s")
    assert (record.title, record.identifier("doi"), record.issued) == (WHOLE.title, "10.1000/x", WHOLE.issued)
    assert [str(name) for name in record.author] == ["Weizhen Qi", "严昱"]


def test_a_cut_list_of_authors_and_a_type_of_nobodys_stay_valid_csl() -> None:
    (entry,) = csl(work(type="of my own", author_complete=False))
    check_csl(entry)
    assert (entry["type"], entry["author"][-1]) == ("document", {"literal": "others"})


@settings(max_examples=60, deadline=None)
@given(
    st.builds(
        Work,
        key=st.just("k"),
        type=st.sampled_from(["", "article", "speech", "patent", "thesis", "x y"]),
        title=st.text(max_size=8),
        author=st.lists(st.builds(Name, family=st.text(max_size=4), given=st.text(max_size=4)), max_size=2).map(tuple),
        author_complete=st.booleans(),
        issued=st.none() | st.just(PartialDate(999, 2)),
        container_title=st.text(max_size=8),
        status=st.text(max_size=3),
        identifiers=st.lists(
            st.builds(Identifier, st.sampled_from(["doi", "arxiv", "isbn", "pmid", "patent"]), st.text(max_size=8)),
            max_size=3,
        ).map(tuple),
    )
)
def test_any_work_is_valid_csl(one: Work) -> None:
    (entry,) = csl(one)
    check_csl(entry)


def test_a_bib_of_all_works_reads_as_it_was() -> None:
    file = data_files(Bibliography(), material(WHOLE, work("b", title=HOSTILE)))["publications-all.bib"]
    assert file.format == "bibtex"
    assert [(row.key, row.id, row.type) for row in table(file).rows] == [
        ("qi2020prophetnet", "qi2020prophetnet", "inproceedings"),
        ("b", "b", "inproceedings"),
    ]
    text = "".join(
        f"@{row.type}{{{row.id},\n" + "".join(f"{name} = {{{value}}},\n" for name, value in row.fields) + "}\n"
        for row in table(file).rows
    )
    reading = bibtex.read(text, source="s", where="w")
    assert reading.notices == ()
    assert [record.author for record in reading.records] == [WHOLE.author, work().author]


def known() -> Any:
    first = work("a", author=(Name("Qi", "Weizhen"), Name("Yan", "Yu", roles=("corresponding",))), citations=3)
    second = work("b", type="article-journal", issued=PartialDate(2021), citations=4)
    third = work("c", author=(Name("Yan", "Yu", roles=("corresponding",)), Name("Qi", "W.")), citations=5)
    return material(first, second, third, talks=(TALK,), courses=(COURSE,))


def test_counts_are_what_a_biography_quotes() -> None:
    file = data_files(CountsFile(), known())["_data/pubsync.yml"]
    assert file.format == "yaml"
    assert (
        rows(file)[""] | {"publications": 3, "first_author": 2, "citations": 12, "talks": 1, "courses": 1}
        == (rows(file)[""])
    )
    assert rows(file, "by_type")[""] == {"article-journal": 1, "paper-conference": 2}
    assert rows(file, "by_year")[""] == {"2020": 2, "2021": 1}


def test_the_profiles_own_figures_come_first() -> None:
    drawn = material(work(citations=3), counts=Counts(date="2026-05-13", citations=99, h_index=7))
    found = rows(data_files(CountsFile(), drawn)["_data/pubsync.yml"])[""]
    assert (found["citations"], found["h_index"]) == (99, 7)


def test_a_number_that_is_not_certain_stays_as_it_was_or_away() -> None:
    drawn = material(work(author=(), author_complete=False))
    assert "first_author" not in rows(data_files(CountsFile(), drawn)["_data/pubsync.yml"])[""]
    before = {"_data/pubsync.yml": base(Row(key="", id="", fields=(("first_author", 4), ("publications", 9))))}
    kept = material(work(author=(), author_complete=False), bases=before)
    found = rows(data_files(CountsFile(), kept)["_data/pubsync.yml"])[""]
    assert (found["first_author"], found["publications"]) == (4, 1)


@pytest.mark.parametrize("place", ["by_type", "by_year"])
def test_while_a_list_is_partial_its_numbers_stay(place: str) -> None:
    before = {"_data/pubsync.yml": base(Row(key="", id="", fields=(("x", 4),)), place=place)}
    writer = CountsFile(partial=("publications",))
    file = data_files(writer, material(work(), bases=before, talks=(TALK,)))["_data/pubsync.yml"]
    assert rows(file, place)[""] == {"x": 4}
    assert rows(file)[""] == {"talks": 1, "courses": 0}


def test_the_order_of_works_changes_no_row() -> None:
    works = (WHOLE, work("b"), work("c", type="thesis"))
    for writer in (JsonFile(), CslJson(), Bibliography()):
        (forward,), (backward,) = (writer.files(material(*some)) for some in (works, works[::-1]))
        place = forward.tables[0].place
        assert table(forward, place).rows == table(backward, place).rows[::-1]
    assert list(CountsFile().files(material(*works))) == list(CountsFile().files(material(*works[::-1])))


def test_values_are_such_as_json_knows() -> None:
    drawn = material(work(title=HOSTILE), WHOLE, talks=(TALK,), courses=(COURSE,))
    for writer in (JsonFile(), CslJson()):
        for file in writer.files(drawn):
            assert json.loads(json.dumps([dict(row.fields) for one in file.tables for row in one.rows]))


def test_the_json_file_holds_the_authors_in_both_scripts() -> None:
    both = work(author_in=(AuthorsIn("zh", (Name(literal="齐炜祯"), Name(literal="严昱"))),))
    (found,) = rows(data_files(JsonFile(), material(both))["publications.json"], "publications").values()
    assert found["authors"] == ["Weizhen Qi", "Yu Yan"]
    assert found["translations"] == {"authors": {"zh": ["齐炜祯", "严昱"]}}
