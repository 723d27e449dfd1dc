"""BibTeX out, and in again."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.formats.bibtex import read
from pubsync.formats.bibtex.links import LINK_FIELDS
from pubsync.formats.bibtex_writer import fields_of, write
from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import Identifier, Link
from pubsync.records.names import Name
from pubsync.records.record import Record
from pubsync.records.text import Translation

WORK = Record(
    source="s",
    id="qi2020",
    type="paper-conference",
    title="ProphetNet: predicting R&D at 50% {x}",
    author=(Name("Qi", "Weizhen", roles=("equal",)), Name("Berg", "Jan", "van den", "Jr."), Name(literal="齐炜祯")),
    author_complete=False,
    editor=(Name("Cohn", "Trevor"),),
    issued=PartialDate(2020, 11, 3),
    container_title="Findings of EMNLP",
    collection_title="LNCS",
    publisher="ACL",
    publisher_place="New York",
    event_place="Rome",
    volume="1",
    number="2",
    page="2401-2410",
    status="accepted",
    abstract="Long.",
    note="Best paper",
    language="en",
    translations=(Translation("title", "zh", "先知网络"),),
    identifiers=(Identifier("doi", "10.1000/a_b"), Identifier("arxiv", "2001.04063")),
    links=(Link("url", "https://x.org/a_b%20c?d=1&e=#f"), Link("code", "https://github.com/x")),
)


def test_a_work_is_written_one_field_a_line() -> None:
    assert write([("qi2020", WORK)]) == (
        r"""@inproceedings{qi2020,
  author = {Qi, Weizhen and van den Berg, Jr., Jan and {齐炜祯} and others},
  author+an = {1=equal},
  editor = {Cohn, Trevor},
  title = {{ProphetNet:} predicting {R\&D} at 50\% \textbraceleft{}x\textbraceright{}},
  booktitle = {Findings of EMNLP},
  series = {LNCS},
  publisher = {ACL},
  address = {New York},
  venue = {Rome},
  pubstate = {accepted},
  volume = {1},
  number = {2},
  langid = {en},
  title_zh = {先知网络},
  abstract = {Long.},
  note = {Best paper},
  pages = {2401--2410},
  year = {2020},
  month = nov,
  day = {3},
  doi = {10.1000/a_b},
  eprint = {2001.04063},
  archiveprefix = {arXiv},
  url = {https://x.org/a_b%20c?d=1&e=#f},
  code = {https://github.com/x},
}
"""
    )


def _again(work: Record) -> Record:
    reading = read(write([(work.id, work)]), source=work.source, where="again.bib")
    assert (reading.notices, len(reading.records)) == ((), 1)
    return reading.records[0]


def test_what_is_written_reads_as_it_was() -> None:
    assert _again(WORK) == WORK


@pytest.mark.parametrize(
    ("entry_type", "fields"),
    [
        ("article", {"type": "article-journal", "container_title": "J", "issue": "2"}),
        ("misc", {"type": "article", "container_title": "arXiv", "identifiers": (Identifier("arxiv", "2001.04063"),)}),
        ("article", {"type": "article", "container_title": "bioRxiv"}),
        ("article", {"type": "article", "container_title": "A server nobody knows"}),
        ("misc", {"type": "article"}),
        ("phdthesis", {"type": "thesis", "genre": "PhD thesis", "publisher": "U"}),
        ("thesis", {"type": "thesis", "genre": "Bachelor's thesis", "publisher": "U"}),
        ("techreport", {"type": "report", "genre": "Technical report", "publisher": "U", "number": "TR-1"}),
        ("book", {"type": "book", "identifiers": (Identifier("isbn", "9780306406157"),)}),
        ("incollection", {"type": "chapter", "container_title": "B"}),
        ("patent", {"type": "patent", "number": "US123"}),
        ("dataset", {"type": "dataset"}),
        ("misc", {"type": ""}),
    ],
)
def test_every_kind_of_work_keeps_its_type(entry_type: str, fields: dict[str, object]) -> None:
    work = dataclasses.replace(Record(source="s", id="k", title="T"), **fields)  # type: ignore[arg-type] # fields of all types
    assert write([("k", work)]).startswith(f"@{entry_type}{{k,")
    again = _again(work)
    assert dataclasses.replace(again, extra=()) == work


@pytest.mark.parametrize(
    "name",
    [
        Name("Qi", "Weizhen"),
        Name("Berg", "Jan", "van den", "III"),
        Name("Van Wilgenburg", "Steven L."),
        Name("van Lower", "X"),
        Name("Rock and Roll", "A. B."),
        Name("others", "Ann"),
        Name("QI", "WN"),
        Name("Qi", "WN"),
        Name("O'Neil, the Third", "T"),
        Name("Plato"),
        Name(literal="The ATLAS Collaboration"),
        Name(literal="AT&T, Inc. and Sons"),
        Name(literal="#100 Club"),
        Name("Müller & Co", "Ø"),
    ],
)
def test_names_survive(name: Name) -> None:
    assert _again(dataclasses.replace(WORK, author=(name, Name("Yan", "Yu")))).author[0] == name


def test_what_comes_in_cannot_run_or_break_out() -> None:
    hostile = r"\input{/etc/passwd} } @article{x, title={y}} % \write18{rm} $\def\x{}$"
    works = [
        dataclasses.replace(WORK, title=hostile, note=hostile, author=(Name(hostile, hostile), Name(literal=hostile))),
        dataclasses.replace(WORK, links=(Link("url", "https://x.org/}\n@misc{y, title={z}}"),)),
    ]
    text = write([(f"k}},\n @misc{{z{n}", work) for n, work in enumerate(works)])
    reading = read(text, source="s", where="w")
    assert ([record.id for record in reading.records], reading.notices) == (["k-misc-z0", "k-misc-z1"], ())
    assert "\\input" not in text
    assert "\\write" not in text
    assert "\\def" not in text
    assert text.count("\n@") == 1


WORDS = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=30).map(
    lambda text: " ".join(text.split())
)
PLAIN = st.from_regex(r"[A-Za-zÀ-ÖØ-öø-ÿ0-9&%_#{}\\~^ -]{0,20}[a-z]", fullmatch=True).map(
    lambda text: " ".join(text.split())
)
FAMILY = st.from_regex(r"[A-ZÄÖÜ][a-zéß]{1,8}([ -][A-Z][a-z]{2,8})?", fullmatch=True)
GIVEN = st.from_regex(r"[A-Z][a-zé]{1,8}([ -]([A-Z]\.|[A-Z][a-z]{1,8}))?", fullmatch=True)
PARTICLES = st.sampled_from(["", "", "von", "van der", "de la"])
ROLES = st.sampled_from([(), (), ("equal",), ("corresponding",), ("corresponding", "equal")])
NAMES = st.one_of(
    st.builds(Name, family=FAMILY, given=GIVEN, non_dropping_particle=PARTICLES, roles=ROLES),
    st.builds(Name, literal=st.from_regex(r"[A-Z][a-z]{0,8}( [a-z&,]{1,8})? (Group|团队)", fullmatch=True)),
)
DATES = st.dates(dt.date(1000, 1, 1), dt.date(2999, 12, 31)).flatmap(
    lambda day: st.sampled_from(
        [PartialDate(day.year), PartialDate(day.year, day.month), PartialDate(day.year, day.month, day.day)]
    )
)


@given(
    st.builds(
        Record,
        source=st.just("s"),
        id=st.from_regex(r"[A-Za-z][\w:/.-]{0,10}", fullmatch=True),
        type=st.sampled_from(["article-journal", "paper-conference", "chapter"]),
        title=PLAIN,
        author=st.lists(NAMES, min_size=1, max_size=4).map(tuple),
        author_complete=st.booleans(),
        issued=st.none() | DATES,
        container_title=PLAIN.map(lambda text: f"Journal {text}"),
        publisher=PLAIN.map(lambda text: f"P {text}"),
        abstract=PLAIN,
        status=st.sampled_from(["", "submitted", "accepted", "in press"]),
        identifiers=st.sampled_from([(), (Identifier("doi", "10.1000/a_(b)%<c>d"),)]),
        page=st.sampled_from(["", "1-10", "e12", "S1-S2"]),
    )
)
@settings(deadline=None)
def test_any_work_reads_as_it_was(work: Record) -> None:
    assert _again(work) == work


@given(WORDS.filter(bool))
@settings(deadline=None)
def test_any_title_is_written_in_one_field(title: str) -> None:
    text = write([("k", dataclasses.replace(WORK, title=title))])
    reading = read(text, source="s", where="w")
    assert len(reading.records) <= 1
    assert text.count("\n") == write([("k", WORK)]).count("\n")


def test_fields_come_without_braces_and_say_what_is_written() -> None:
    entry_type, fields = fields_of(WORK)
    assert entry_type == "inproceedings"
    assert dict(fields)["month"] == "nov"
    assert dict(fields)["title"] == r"{ProphetNet:} predicting {R\&D} at 50\% \textbraceleft{}x\textbraceright{}"
    lines = (f"  {name} = {value if name == 'month' else f'{{{value}}}'}," for name, value in fields)
    assert write([("qi2020", WORK)]) == "\n".join(["@inproceedings{qi2020,", *lines, "}", ""])


def test_only_web_addresses_are_links() -> None:
    links = (Link("video", "javascript:alert(1)"), Link("pdf", "HTTPS://a.org/x.pdf"))
    fields = dict(fields_of(dataclasses.replace(WORK, links=links))[1])
    assert (fields.get("video"), fields.get("pdf")) == (None, "HTTPS://a.org/x.pdf")


@pytest.mark.parametrize("kind", sorted(LINK_FIELDS))
def test_a_link_of_every_kind_that_a_bib_can_name_is_written_and_read_back(kind: str) -> None:
    text = write([("a", dataclasses.replace(WORK, links=(Link(kind, "https://x.org/a"),)))])
    (found,) = read(text, source="bibtex:a.bib", where="a.bib").records
    assert found.links == (Link(kind, "https://x.org/a"),)


def test_marks_follow_family_names_in_place_of_annotations() -> None:
    names = (Name("Qi", "Weizhen", roles=("corresponding", "equal")), *WORK.author[1:])
    fields = dict(fields_of(dataclasses.replace(WORK, author=names), marks={"equal": "*", "corresponding": "†"})[1])
    assert fields["author"] == "Qi†*, Weizhen and van den Berg, Jr., Jan and {齐炜祯} and others"
    assert "author+an" not in fields
    braced = dataclasses.replace(WORK, author=(Name("Qi and Yan", "W.", roles=("equal",)),))
    assert dict(fields_of(braced, marks={"equal": "*"})[1])["author"] == "{Qi and Yan*}, {W.} and others"


@pytest.mark.parametrize(
    ("entry_type", "place"),
    [
        ("", "booktitle"),
        ("conference", "booktitle"),
        ("inbook", "booktitle"),
        ("article", "journal"),
        ("misc", "journal"),
    ],
)
def test_the_venue_goes_where_the_entrys_own_type_has_it(entry_type: str, place: str) -> None:
    found, fields = fields_of(WORK, entry_type=entry_type)
    assert (found, dict(fields)[place]) == (entry_type or "inproceedings", "Findings of EMNLP")


@given(st.text(max_size=12), st.text(max_size=12))
@settings(deadline=None)
def test_any_value_is_one_line_of_balanced_braces(text: str, other: str) -> None:
    names = (Name(text, other, roles=("equal",)), Name(literal=other))
    one = dataclasses.replace(WORK, title=text, abstract=other, author=names, editor=names, note=text)
    for marks in ({}, {"equal": "*"}):
        for _, value in fields_of(one, marks=marks)[1]:
            depths = [value[:end].count("{") - value[:end].count("}") for end in range(len(value) + 1)]
            assert min(depths) == depths[-1] == 0
            assert value.splitlines() == [value]


REAL = Path(__file__).parents[3] / "shared" / "data" / "scholar-bibtex"


@pytest.mark.skipif(not REAL.is_dir(), reason="the real files are not here")
@pytest.mark.parametrize("path", sorted(REAL.glob("*/papers.bib")), ids=lambda path: path.parent.name)
def test_real_records_read_as_they_were(path: Path) -> None:
    records = read(path.read_text(encoding="utf-8"), source="s", where="w").records
    again = read(write([(record.id, record) for record in records]), source="s", where="w")
    assert again.notices == ()
    for old, new in zip(records, again.records, strict=True):
        assert dataclasses.replace(new, id=old.id, extra=()) == dataclasses.replace(old, extra=(), keywords=())


@pytest.mark.parametrize("page", ["801-820", "801～820", "801~820", "801 〜 820"])
def test_pages_are_a_range_of_bibtex(page: str) -> None:
    assert dict(fields_of(dataclasses.replace(WORK, page=page))[1])["pages"] == "801--820"
