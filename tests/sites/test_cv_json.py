"""academicpages' ``_data/cv.json``."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from pubsync.records.course import Course
from pubsync.records.dates import PartialDate
from pubsync.records.names import Name
from pubsync.records.talk import Talk
from pubsync.records.two_scripts import AuthorsIn
from pubsync.sites.cv_json import CvJson
from tests.sites.writing import HOSTILE, data_files, material, rows, table, texts, work

PATH = "_data/cv.json"
TALK = Talk(key="t", title="On R&D", venue="ETH", location="Zürich", start=PartialDate(2024, 5), description="Long.")
COURSE = Course(key="c", title="NLP", venue="USTC", role="Lecturer", type="Graduate course", terms=("2024-fall",))


def drawn(document: object = None, **fields: Any) -> Any:
    text = document if isinstance(document, str) else json.dumps(document or {})
    works = fields.pop("works", (work(),))
    return data_files(CvJson(), material(*works, files={PATH: text}, talks=(TALK,), courses=(COURSE,), **fields))[PATH]


def test_the_three_lists() -> None:
    file = drawn(works=(work(doi="10.1/x", author_complete=False),))
    assert (file.format, {table(file, place).id_field for place in ("publications", "presentations", "teaching")}) == (
        "json",
        {"pubsync"},
    )
    assert rows(file, "publications") == {
        "qi2020prophetnet": {
            "name": "ProphetNet for R&amp;D",
            "publisher": "Findings of EMNLP",
            "releaseDate": "2020-11",
            "website": "https://doi.org/10.1/x",
            "summary": "Weizhen Qi, Yu Yan, et al.",
        }
    }
    assert rows(file, "presentations") == {
        "t": {"name": "On R&amp;D", "event": "ETH", "date": "2024-05", "location": "Zürich", "description": "Long."}
    }
    assert rows(file, "teaching") == {
        "c": {"course": "NLP", "institution": "USTC", "date": "2024-09", "role": "Lecturer"}
    }


def test_a_site_without_the_file_gets_none() -> None:
    assert not data_files(CvJson(), material(work()))


@pytest.mark.parametrize(
    "member",
    [
        {"name": "PROPHETNET for R&#38;D", "releaseDate": "2020-01-01"},
        {"name": "ProphetNet for R&amp;amp;D", "releaseDate": "2020"},
    ],
)
def test_what_is_listed_already_is_left_as_it_is(member: dict[str, str]) -> None:
    assert rows(drawn({"publications": [member]}), "publications") == {}
    assert rows(drawn({"publications": [member | {"pubsync": "qi2020prophetnet"}]}), "publications").keys()
    assert rows(drawn({"publications": [member | {"releaseDate": "2019"}]}), "publications").keys()


def test_talks_and_courses_that_are_listed_already_are_left_too() -> None:
    listed = {
        "presentations": [{"name": "On R&D", "date": "2024-05-02"}],
        "teaching": [{"course": "NLP", "date": "2024"}],
    }
    assert [rows(drawn(listed), place) for place in listed] == [{}, {}]


@pytest.mark.parametrize("document", ["{", "[]", '{"publications": 3, "teaching": [1, null]}', "[" * 5000])
def test_a_file_of_any_shape_is_looked_into(document: str) -> None:
    assert rows(drawn(document), "publications").keys() == {"qi2020prophetnet"}


def test_values_are_html_and_nothing_in_them_acts() -> None:
    one = work(title=HOSTILE, author=(Name(literal=HOSTILE),), container_title=HOSTILE)
    (found,) = rows(drawn(works=(one,)), "publications").values()
    assert not [text for text in texts(found) if re.search(r"<[a-zA-Z/!?]|\n", text)]


def test_authors_stand_in_the_script_of_the_language() -> None:
    both = work(author_in=(AuthorsIn("zh", (Name(literal="齐炜祯"), Name(literal="严昱"))),))
    (found,) = rows(drawn(works=(both,), language="zh"), "publications").values()
    assert found["summary"] == "齐炜祯, 严昱"
