"""lab-website-template's file of sources."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import Link
from pubsync.records.names import Name
from pubsync.records.two_scripts import AuthorsIn
from pubsync.sites.lab_website import LabWebsite
from tests.sites.writing import HOSTILE, data_files, material, rows, table, texts, work

PATH = "_data/sources.pubsync.yaml"


def test_a_whole_entry() -> None:
    one = work(
        doi="10.1371/journal.x",
        arxiv="2001.04063",
        author=(Name("Qi", "Weizhen", roles=("equal",)), Name("Wood", "Al", suffix="Jr., MD"), Name(literal="严昱")),
        author_complete=False,
        award="Best *Paper*",
        labels=("NLP",),
        links=(
            Link("code", "https://github.com/x/y"),
            Link("pdf", "https://a.org/x.pdf"),
            Link("demo", "https://d.org"),
        ),
    )
    file = data_files(LabWebsite(), material(one))[PATH]
    assert (file.format, table(file).id_field) == ("yaml", "pubsync")
    (row,) = table(file).rows
    assert row.key == row.id == "qi2020prophetnet"
    assert dict(row.fields) == {
        "id": "doi:10.1371/journal.x",
        "title": "ProphetNet for R&amp;D",
        "authors": ["Weizhen Qi&#42;", "Al Wood Jr. MD", "严昱", "et al."],
        "publisher": "Findings of EMNLP",
        "date": "2020-11-01",
        "link": "https://doi.org/10.1371/journal.x",
        "type": "paper",
        "description": "Best &#42;Paper&#42;",
        "buttons": [
            {"type": "paper", "text": "PDF", "link": "https://a.org/x.pdf"},
            {"type": "source", "text": "Code", "link": "https://github.com/x/y"},
        ],
        "tags": ["NLP"],
    }


def test_what_is_unknown_has_no_field_and_manubot_is_asked_nothing() -> None:
    (found,) = rows(data_files(LabWebsite(), material(work(author=(), issued=None, container_title="")))[PATH]).values()
    assert found == {"title": "ProphetNet for R&amp;D", "type": "paper"}


@pytest.mark.parametrize(
    ("identifiers", "shown"),
    [({"arxiv": "2001.04063"}, "arxiv:2001.04063"), ({"pmid": "123"}, "pmid:123"), ({"doi": "10.1/<b>x"}, None)],
)
def test_an_id_is_one_that_manubot_knows_and_the_page_may_show(identifiers: dict[str, str], shown: str | None) -> None:
    one = material(work(**identifiers))
    assert rows(data_files(LabWebsite(), one)[PATH])["qi2020prophetnet"].get("id") == shown
    assert "id" not in rows(data_files(LabWebsite(ids=False), one)[PATH])["qi2020prophetnet"]


@pytest.mark.parametrize(
    ("kind", "shown"), [("article", "preprint"), ("book", "book"), ("thesis", "paper"), ("software", "package")]
)
def test_a_type_is_one_that_the_template_has(kind: str, shown: str) -> None:
    assert rows(data_files(LabWebsite(), material(work(type=kind)))[PATH])["qi2020prophetnet"]["type"] == shown


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("sources.yaml", "- id: DOI:10.1371/JOURNAL.x\n  image: a.png\n"),
        ("sources-old.yml", "- {id: 'arxiv:2001.04063v2'}\n"),
        ("sources.yaml", "- {id: 'doi:10.48550/arXiv.2001.04063'}\n"),
        ("sources.json", '[{"id": "url:https://x.org", "title": "Prophetnet for R & D"}]'),
        ("sources2.yaml", "- id: https://doi.org/10.1371/journal.x\n"),
    ],
)
def test_a_work_that_the_labs_own_files_name_is_left_to_them(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / "_data").mkdir()
    (tmp_path / "_data" / name).write_text(text, encoding="utf-8")
    both = material(work(doi="10.1371/journal.x", arxiv="2001.04063"), work("other", title="Other"), root=tmp_path)
    assert rows(data_files(LabWebsite(), both)[PATH]).keys() == {"other"}


@pytest.mark.parametrize("text", ["", "a: b: c: [", "- 1\n- [2]\n", "just words", "[" * 5000])
def test_a_file_of_any_other_shape_names_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "_data").mkdir()
    (tmp_path / "_data" / "sources.yaml").write_text(text, encoding="utf-8")
    (tmp_path / PATH).write_text("- {pubsync: qi2020prophetnet, title: ProphetNet for R&D}\n", encoding="utf-8")
    assert rows(data_files(LabWebsite(), material(work(), root=tmp_path))[PATH]).keys() == {"qi2020prophetnet"}


def test_hostile_texts_are_no_markup() -> None:
    one = work(
        doi=f"10.1/{HOSTILE}",
        title=HOSTILE,
        author=(Name(HOSTILE, HOSTILE), Name(literal=HOSTILE)),
        container_title=HOSTILE,
        note=HOSTILE,
        labels=(HOSTILE,),
        issued=PartialDate(1),
        links=(Link("url", HOSTILE), Link("code", "javascript:alert(1)"), Link("pdf", 'https://a.org/"><script>')),
    )
    (found,) = rows(data_files(LabWebsite(), material(one))[PATH]).values()
    assert not [text for text in texts(found) if re.search(r"<[a-zA-Z/!?]|\n", text)]
    assert found["date"] == "0001-01-01"
    assert [button for button in texts(found["buttons"]) if "javascript" in button or '"' in button] == []
    assert found["link"] == "https://a.org/%22%3E%3Cscript%3E"
    assert isinstance(found["authors"], list)
    assert not [name for name in found["authors"] if "," in str(name) or "{{" in str(name)]


def test_authors_stand_in_the_script_of_the_language_and_keep_their_marks() -> None:
    names = (Name("Qi", "Weizhen", roles=("equal",)), Name("Yan", "Yu"))
    both = work(author=names, author_in=(AuthorsIn("zh", (Name(literal="齐炜祯"), Name(literal="严昱"))),))
    (file,) = data_files(LabWebsite(), material(both, language="zh")).values()
    (found,) = rows(file).values()
    assert found["authors"] == ["齐炜祯&#42;", "严昱"]
