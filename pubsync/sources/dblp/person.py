"""The page of a person: whose it is, what it lists, and whom else it may mean. Pure."""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from pubsync.errors import SourceError
from pubsync.records.record import Record
from pubsync.sources.dblp.entries import is_person, read_entry, text_of
from pubsync.sources.dblp.pids import pid_in
from pubsync.sources.dblp.records import to_record, without_number
from pubsync.sources.interface import Notice
from pubsync.sources.markup import one_line

MOST_WORKS = 20_000
"""The longest lists of persons have a fifth of it."""

_MOST_CHOICES = 12
_LONGEST = 80


class PersonPage(NamedTuple):
    """What a person's page says. ``announced`` is the number of works that it says it has, 0 where it says none."""

    pid: str
    owner: str
    records: tuple[Record, ...]
    announced: int
    notices: tuple[Notice, ...]


def read_person(root: etree._Element, where: str) -> PersonPage:
    """Read ``<dblpperson>``; ``where`` names the source. Records are sorted by id, each once.

    Raises:
        SourceError: where it is no page of one person: it stands for several, or says that it is kept elsewhere.
    """
    person = root.find("person")
    pid = pid_in(root.get("pid", "")) or pid_in("" if person is None else person.get("key", ""))
    if root.tag != "dblpperson" or not pid:
        raise SourceError(
            "answered with something else than a person's list",
            where=where,
            remedy="if it lasts for days, look for a newer pubsync",
        )
    owner = without_number(root.get("name", "") or ("" if person is None else text_of(person.find("author"))))
    if len(root.findall("r")) > MOST_WORKS:
        raise SourceError("lists more works than any person has", where=where, remedy="the next run asks again")
    _refuse_several(root, person, owner, where)
    _refuse_moved(root, person, pid, where)
    records, notices = _read_works(root, where)
    announced = root.get("n", "")
    return PersonPage(pid, owner, records, int(announced[:6]) if _is_number(announced) else 0, notices)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _read_works(root: etree._Element, where: str) -> tuple[tuple[Record, ...], tuple[Notice, ...]]:
    found: dict[str, Record] = {}
    notices: list[Notice] = []
    for element in root.iterfind("r/*"):
        if not isinstance(element.tag, str) or is_person(element):
            continue
        entry = read_entry(element)
        if isinstance(entry, str):
            notices.append(Notice(entry, f"{where}#{one_line(element.get('key', ''))}".rstrip("#")))
        else:
            found.setdefault(entry.key, to_record(entry, where))
    return tuple(found[key] for key in sorted(found)), tuple(notices)


def _refuse_several(root: etree._Element, person: etree._Element | None, owner: str, where: str) -> None:
    if person is None or "disambiguation" not in person.get("publtype", "").split():
        return
    choices = [choice for choice in map(_choice, root.iterfind("homonyms/h/person")) if choice]
    more = len(choices) - _MOST_CHOICES
    listed = "; ".join(choices[:_MOST_CHOICES]) + (f"; {more} more" if more > 0 else "")
    raise SourceError(
        f"this pid stands for everybody called {owner[:_LONGEST]}, not for one person",
        where=where,
        remedy=f"put one of these in pubsync.yaml: {listed}"
        if listed
        else "find your own page on dblp.org, or ask dblp@dagstuhl.de for one, and put its pid in pubsync.yaml",
    )


def _choice(person: etree._Element) -> str:
    """Return a namesake as one can be told: "95/7448-1 (Di Xu 0001, University of British Columbia)"."""
    author = person.find("author")
    pid = pid_in(person.get("key", "")) or pid_in("" if author is None else author.get("pid", ""))
    affiliation = next((note for note in person.iterfind("note") if note.get("type") == "affiliation"), None)
    told = ", ".join(filter(None, (one_line(text_of(one))[:_LONGEST] for one in (author, affiliation))))
    return f"{pid} ({told})" if pid and told else pid


def _refuse_moved(root: etree._Element, person: etree._Element | None, pid: str, where: str) -> None:
    """A redundant id has a record that names the one it is equivalent to, in place of works."""
    told = root.get("redirect", "") or ("" if person is None else text_of(person.find("crossref")))
    new = pid_in(told)
    if new and new != pid and root.find("r") is None:
        raise SourceError(f"{pid} is now {new}", where=where, remedy=f"put dblp: {new} in pubsync.yaml")
