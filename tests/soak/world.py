"""What is true in a simulated year: a researcher's papers, and how a .bib file, Scholar and ORCID tell of them.

Only the seed decides what happens. Titles share few words, so that which records are one paper is never a matter of
taste; what may rightly be asked of the person (a preprint that took another title) is asked, and the checks allow it.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.scholar_pages import Paper as Row
from tests.fakes.scholar_pages import Profile
from tests.pipeline.nights import ORCID

SCHOLAR_ID = "4bahYMkAAAAJ"
OWNER = "Jane Doe"
FIRST_YEAR = 2026


def _words(text: str) -> list[str]:
    return text.split()


_SUBJECTS = _words("""
glaciers lanterns windmills sparrows dialects turbines mosaics tides orchards magnets fossils violins harbours
lichens enzymes comets ledgers bridges pollen quasars ferments looms caverns beacons tundras prisms estuaries
""")
_WAYS = _words("""
sampling weighing tracing folding sorting damping cooling tuning mapping drying spinning bending grafting
scoring pruning etching welding sieving charting binding
""")
_PLACES = _words("""
winter alpine coastal lunar nocturnal rural arctic tropical urban medieval offshore subsurface volcanic desert
riverine upland monastic solar
""")
_COAUTHORS = (
    *("Roe, Mary", "Müller, Anna", "García-López, José", "Zhang, Wei", "Okafor, Chidi", "Lindqvist, Åsa"),
    *("O'Brien, Niamh", "Nowak, Piotr"),
)
_JOURNALS = ("Journal of Vision", "Annals of Sound", "Letters in Odd Physics", "Review of Slow Science")


@dataclass(slots=True, eq=False)
class Paper:
    """One paper as it truly is, and under which ids and titles each source lists it ("" and 0: not at all)."""

    number: int
    title: str
    authors: tuple[str, ...]
    year: int
    arxiv: str = ""
    doi: str = ""
    journal: str = ""
    bib_key: str = ""
    bib_title: str = ""
    second_key: str = ""
    scholar_id: str = ""
    citations: int = 0
    orcid_code: int = 0
    hidden: bool = False

    @property
    def volume(self) -> int:
        """A volume of its own, so that no two papers share a place in print."""
        return 10 + self.number

    @property
    def listed(self) -> bool:
        """Whether any source names it today."""
        return bool(self.bib_key or self.scholar_id or self.orcid_code)


@dataclass(slots=True)
class World:
    """All that is true, and what the person keeps in the .bib file besides its entries."""

    dice: random.Random
    papers: list[Paper] = field(default_factory=list)
    ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    comments: list[str] = field(default_factory=list)

    def new_paper(self, year: int) -> Paper:
        """Add a paper that some of the sources list: a preprint, or one in print."""
        number = next(self.ids)
        title = _title(number)
        coauthors = tuple(self.dice.sample(_COAUTHORS, self.dice.randint(1, 3)))
        paper = Paper(number, title, ("Doe, Jane", *coauthors), year)
        if self.dice.random() < 0.5:
            paper.arxiv = f"{year % 100:02d}{1 + number % 12:02d}.{10000 + number}"
        else:
            self.print(paper)
        self.papers.append(paper)
        self.list_somewhere(paper)
        return paper

    def new_sequel(self, of: Paper, year: int) -> Paper:
        """Add "Part II" of a paper, which is another paper."""
        paper = Paper(next(self.ids), f"{of.title}. Part II", of.authors, year)
        self.print(paper)
        self.papers.append(paper)
        self.list_in_bib(paper)
        return paper

    def print(self, paper: Paper) -> None:
        """Publish a paper, a preprint or not."""
        paper.journal = _JOURNALS[paper.number % len(_JOURNALS)]
        paper.doi = f"10.5555/odd.{paper.number}"

    def list_somewhere(self, paper: Paper) -> None:
        """Let one to three sources list it."""
        ways = [self.list_in_bib, self.list_on_scholar, self.list_at_orcid]
        for list_it in self.dice.sample(ways, self.dice.randint(1, 3)):
            list_it(paper)

    def list_in_bib(self, paper: Paper) -> None:
        """Let the person type it in, now and then with a slip in the title."""
        paper.bib_key = paper.bib_key or f"doe{paper.year}x{next(self.ids)}"
        slip = self.dice.random() < 0.2
        paper.bib_title = _with_slip(paper.title) if slip and paper.doi else paper.title

    def list_on_scholar(self, paper: Paper) -> None:
        """Let Scholar find it."""
        paper.scholar_id = f"s{next(self.ids):04d}-_XyZ"

    def list_at_orcid(self, paper: Paper) -> None:
        """Let the publisher add it there."""
        paper.orcid_code = 1000 + next(self.ids)

    # What the sources say

    def bib(self) -> str:
        """The .bib file."""
        entries = [_entry(paper, paper.bib_key) for paper in self.papers if paper.bib_key]
        entries += [_entry(paper, paper.second_key, printed=True) for paper in self.papers if paper.second_key]
        return "\n".join([*self.comments, *entries])

    def profile(self) -> Profile:
        """Scholar's profile, newest first."""
        listed = [paper for paper in self.papers if paper.scholar_id]
        rows = tuple(_row(paper) for paper in sorted(listed, key=lambda one: (-one.year, -one.number)))
        return Profile(id=SCHOLAR_ID, name=OWNER, papers=rows)

    def orcid(self) -> dict[str, Any]:
        """ORCID's list of works."""
        groups = [_group(paper) for paper in self.papers if paper.orcid_code]
        return {"last-modified-date": {"value": 1}, "group": groups, "path": f"/{ORCID}/works"}


def _title(number: int) -> str:
    """A title whose three words of meaning come together once."""
    way, place = _WAYS[number % len(_WAYS)], _PLACES[number % len(_PLACES)]
    at = number % len(_SUBJECTS)
    subject, other = _SUBJECTS[at], _SUBJECTS[at - 1 - number % 11]
    return f"{way.capitalize()} {place} {subject} without {other}, case {_spelled(number)}"


def _spelled(number: int) -> str:
    """The number as a word of its own."""
    letters = "bcdfghklmn"
    return "".join(f"{letters[int(digit)]}{'aeiou'[int(digit) % 5]}" for digit in f"{number * 7919 % 100000:05d}")


def _with_slip(title: str) -> str:
    """Two letters in the wrong order."""
    at = len(title) // 2
    return f"{title[:at]}{title[at + 1]}{title[at]}{title[at + 2 :]}"


def _entry(paper: Paper, key: str, *, printed: bool = False) -> str:
    fields = [f"title = {{{paper.bib_title or paper.title}}}", f"author = {{{' and '.join(paper.authors)}}}"]
    fields.append(f"year = {{{paper.year}}}")
    if paper.doi and (printed or not paper.second_key):
        fields += [f"journal = {{{paper.journal}}}", f"volume = {{{paper.volume}}}", f"doi = {{{paper.doi}}}"]
    if paper.arxiv and not printed:
        fields += [f"eprint = {{{paper.arxiv}}}", "archiveprefix = {arXiv}"]
    kind = "article" if paper.doi and (printed or not paper.second_key) else "misc"
    return f"@{kind}{{{key},\n  " + ",\n  ".join(fields) + "\n}\n"


def _row(paper: Paper) -> Row:
    named = [f"{one.partition(', ')[2][0]} {one.partition(', ')[0]}" for one in paper.authors]
    venue = f"{paper.journal} {paper.volume} (2), 1-9" if paper.doi else f"arXiv preprint arXiv:{paper.arxiv}"
    return Row(
        id=paper.scholar_id,
        title=paper.title,
        authors=", ".join(named[:2]) + (", ..." if len(named) > 2 else ""),
        venue=venue,
        year=str(paper.year),
        citations=paper.citations,
    )


def _group(paper: Paper) -> dict[str, Any]:
    known = [("doi", paper.doi)] if paper.doi else [("arxiv", paper.arxiv)] if paper.arxiv else []
    external = [
        {
            "external-id-type": kind,
            "external-id-value": value,
            "external-id-normalized": {"value": value, "transient": True},
            "external-id-relationship": "self",
        }
        for kind, value in known
    ]
    summary = {
        "put-code": paper.orcid_code,
        "last-modified-date": {"value": 1559917017189 + paper.year},
        "source": {
            "source-orcid": {"uri": f"https://orcid.org/{ORCID}", "path": ORCID, "host": "orcid.org"},
            "source-name": {"value": OWNER},
        },
        "title": {"title": {"value": paper.title}, "subtitle": None, "translated-title": None},
        "external-ids": {"external-id": external},
        "url": None,
        "type": "journal-article" if paper.doi else "preprint",
        "publication-date": {"year": {"value": str(paper.year)}, "month": None, "day": None},
        "journal-title": {"value": paper.journal} if paper.journal else None,
        "visibility": "public",
        "path": f"/{ORCID}/work/{paper.orcid_code}",
        "display-index": "0",
    }
    return {"last-modified-date": {"value": 1}, "external-ids": {}, "work-summary": [summary]}
