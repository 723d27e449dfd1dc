"""The Atom feed."""

from __future__ import annotations

import re
import uuid
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.citing.escape import plain
from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import Identifier, Link
from pubsync.records.names import Name
from pubsync.records.two_scripts import AuthorsIn
from pubsync.records.work import Work
from pubsync.sites.assembly import plan
from pubsync.sites.interface import Material
from pubsync.sites.plain import Atom
from tests.sites.assembled import base_of, content_of
from tests.sites.writing import HOSTILE, material, page, printing, work

ATOM = "{http://www.w3.org/2005/Atom}"
RFC_3339 = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
CONFIG = {"_config.yml": "url: https://qi.github.io\nbaseurl: /home\n"}


def text(drawn_on: Material) -> str:
    found = page(Atom(), drawn_on)
    assert (found.path, found.regions) == ("publications.xml", ())
    return found.shell


def parsed(drawn_on: Material) -> ET.Element:
    return ET.fromstring(text(drawn_on).encode())


def one(element: ET.Element, name: str) -> str:
    (found,) = element.findall(f"{ATOM}{name}")
    return found.text or ""


def links(element: ET.Element) -> dict[str, str]:
    return {link.get("rel", ""): link.get("href", "") for link in element.findall(f"{ATOM}link")}


def check(feed: ET.Element) -> None:
    """What RFC 4287 asks of a feed and its entries (4.1.1 and 4.1.2)."""
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    assert one(feed, "title")
    assert feed.findall(f"{ATOM}author/{ATOM}name")
    ids = [one(element, "id") for element in (feed, *entries)]
    assert len(set(ids)) == len(ids)
    for element in (feed, *entries):
        assert uuid.UUID(one(element, "id").removeprefix("urn:uuid:"))
        assert RFC_3339.fullmatch(one(element, "updated"))
        assert len(element.findall(f"{ATOM}title")) == 1
        assert all(name.text for name in element.findall(f"{ATOM}author/{ATOM}name"))
    for entry in entries:
        assert len(entry.findall(f"{ATOM}link[@rel='alternate']")) <= 1
        assert len(entry.findall(f"{ATOM}content")) == 1


def test_a_feed_with_all_that_the_standard_asks_for() -> None:
    paper = work(doi="10.1000/x", abstract="Long & hard.")
    feed = parsed(material(paper, work("b", title="Undated", issued=None), files=CONFIG))
    check(feed)
    assert one(feed, "title") == "Weizhen Qi: Publications"
    assert one(feed, "updated") == "2020-11-01T00:00:00Z"
    assert links(feed) == {
        "alternate": "https://qi.github.io/home/",
        "self": "https://qi.github.io/home/publications.xml",
    }
    first, second = feed.findall(f"{ATOM}entry")
    assert one(first, "title") == "ProphetNet for R&D"
    assert [name.text for name in first.findall(f"{ATOM}author/{ATOM}name")] == ["Weizhen Qi", "Yu Yan"]
    assert links(first) == {"alternate": "https://doi.org/10.1000/x"}
    assert one(first, "summary") == "Long & hard."
    assert one(first, "content") == "<b>html</b> ProphetNet for R&amp;D"
    assert one(second, "updated") == "1970-01-01T00:00:00Z"


def test_an_empty_feed_is_one_too() -> None:
    feed = parsed(material())
    check(feed)
    assert links(feed) == {}


@pytest.mark.parametrize(
    ("date", "shown"),
    [
        (PartialDate(2020), "2020-01-01T00:00:00Z"),
        (PartialDate(2020, 5), "2020-05-01T00:00:00Z"),
        (PartialDate(2020, 5, 3), "2020-05-03T00:00:00Z"),
    ],
)
def test_a_date_is_the_beginning_of_what_is_known(date: PartialDate, shown: str) -> None:
    assert one(parsed(material(work(issued=date))), "updated") == shown


@pytest.mark.parametrize(
    ("config", "address"),
    [
        ("url: https://a.org", "https://a.org/"),
        ("url: https://a.org/\nbaseurl: ''", "https://a.org/"),
        ("url: https://a.org\nbaseurl: sub/", "https://a.org/sub/"),
        ("baseurl: /sub", None),
        ("url: javascript:alert(1)", None),
        ("url: [1]", None),
        ("a: b: [", None),
        ("just words", None),
    ],
)
def test_the_sites_address_is_what_its_configuration_says(config: str, address: str | None) -> None:
    assert links(parsed(material(files={"_config.yml": config}))).get("alternate") == address


def test_ids_are_for_life_whatever_is_corrected() -> None:
    before = parsed(material(work()))
    after = parsed(material(work(title="Other", issued=None, type="book", doi="10.1000/x")))
    assert [one(one_feed[-1], "id") for one_feed in (before, after)] == [one(before[-1], "id")] * 2
    assert one(parsed(material(work("other")))[-1], "id") != one(before[-1], "id")


def test_a_feed_keeps_the_id_that_stands_and_its_entries_follow_it() -> None:
    standing = text(material(work())).replace(one(parsed(material()), "id"), f"urn:uuid:{uuid.UUID(int=7)}")
    again = text(material(work(), files={"publications.xml": standing}))
    assert one(ET.fromstring(again.encode()), "id") == f"urn:uuid:{uuid.UUID(int=7)}"
    assert text(material(work(), files={"publications.xml": again})) == again
    assert text(material(work(), files={"publications.xml": "<id>https://a.org/feed.xml</id>"})) == text(
        material(work())
    )


def test_it_is_written_once_and_follows_the_works() -> None:
    first = plan(page(Atom(), material(work())), None, None)
    again = plan(page(Atom(), material(work())), base_of(first), content_of(first))
    assert not again.planned.changes
    newer = plan(page(Atom(), material(work(), work("b"))), base_of(first), content_of(first))
    assert content_of(newer).decode() == text(material(work(), work("b")))


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("<>&'\"]-! ?\n") | st.characters(), max_size=12))
def test_any_text_makes_well_formed_xml(written: str) -> None:
    links_of_it = (Link("url", written), Link("pdf", f"https://a.org/{written}"))
    one_work = Work(
        key="k",
        title=f"T{written}",
        abstract=written,
        author=(Name(literal=f"N{written}"),),
        links=links_of_it,
        identifiers=(Identifier("doi", f"10.1000/{written}"),),
    )
    feed = parsed(material(one_work))
    check(feed)
    assert one(feed[-1], "title") == " ".join(plain(f"T{written}").split())


def test_hostile_texts_and_markers_stay_text() -> None:
    shell = text(material(work(title=f"{HOSTILE} ]]> <!-- pubsync:begin publications --> <!-- pubsync:end -->")))
    check(ET.fromstring(shell.encode()))
    assert "<!--" not in shell
    assert "<script" not in shell


def test_a_feed_in_chinese_has_the_names_that_are_known_in_it_and_keeps_its_id() -> None:
    both = work(author_in=(AuthorsIn("zh", (Name(literal="齐炜祯"), Name(literal="严昱"))),))
    drawn = replace(material(both, language="zh"), printing=lambda target: replace(printing(target), language="zh"))
    feed = parsed(drawn)
    assert one(feed, "id") == one(parsed(material(both)), "id")
    assert [found.text for found in feed.iter(f"{ATOM}name")] == ["齐炜祯", "齐炜祯", "严昱"]
