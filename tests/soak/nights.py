"""A year of nights: sources fail and change, a person edits, the clock jumps; after each night every promise holds.

Everything follows from the seed. Scholar and ORCID are played on loopback, by the web of ``tests/fakes``.
"""

from __future__ import annotations

import datetime as dt
import os
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

import time_machine

from pubsync.errors import AskPersonError, LedgerError
from pubsync.library import LEDGER_PATH
from pubsync.pipeline.deciding import decide, simple, undo_last
from pubsync.pipeline.run import Outcome, SyncOptions, sync_site
from tests.fakes.scholar_pages import CAPTCHAS, HTML, ScholarSite
from tests.fakes.web import Answer, Bytes, Handler, Request, Reset, Response, Web, truncated
from tests.pipeline.nights import ORCID, as_json
from tests.soak.person import ABOUT, COUNT, TALKS, Person
from tests.soak.promises import Promises
from tests.soak.world import FIRST_YEAR, OWNER, SCHOLAR_ID, Paper, World

START = dt.datetime(2026, 1, 5, 3, 15, tzinfo=dt.UTC)
SCHOLAR, AT_ORCID, BIB = f"scholar:{SCHOLAR_ID}", f"orcid:{ORCID}", "bibtex:publications.bib"
_SETTINGS = f"""people:
  - name: {OWNER}
    aliases: [J. Doe]
sources:
  - bibtex: publications.bib
  - scholar: {SCHOLAR_ID}
  - orcid: {ORCID}
talks: [talks.yaml]
outputs:
  - kind: academicpages
  - {{kind: page, path: publications.html}}
"""
_PAGE = f"""---
permalink: /
title: "About me"   # mine
---

I wrote {COUNT}<!-- pubsync:end --> papers.

<!-- pubsync:begin publications group_by=year -->
<!-- pubsync:end -->
"""
_TALKS = "# my talks\n- title: On seeing\n  date: 2024-04-26\n"
_REFUSALS: tuple[Answer, ...] = (
    Response("no", status=429),
    Response("no", status=403),
    Response("busy", status=503, headers={"Retry-After": "7200"}),
)
_FAILURES: tuple[Answer, ...] = (
    Response("oops", status=500),
    Reset(),
    Bytes(b""),
    Response("", headers=HTML),
    Response("<html><body>Just a moment...</body></html>", headers=HTML),
    truncated("<html><body>"),
)


@dataclass(slots=True)
class Weather:
    """How a remote source is: ``fault`` for as many ``nights``."""

    fault: Answer | None = None
    nights: int = 0
    refuses: bool = False

    def next(self, dice: random.Random, *, blocks: bool) -> None:
        """Let a night pass."""
        self.nights -= 1
        if self.nights > 0:
            return
        self.fault, self.refuses, chance = None, False, dice.random()
        if blocks and chance < 0.02:
            self.fault = dice.choice([*_REFUSALS, *(Response(page, headers=HTML) for page in CAPTCHAS.values())])
            self.nights, self.refuses = dice.randint(7, 28), True
        elif chance < 0.1:
            self.fault, self.nights = dice.choice(_FAILURES), dice.randint(1, 3)
        elif chance < 0.12:
            self.fault, self.nights, self.refuses = dice.choice(_REFUSALS), dice.randint(1, 3), True


@dataclass(slots=True)
class Year:
    """A site, the world that it tells of, and the person whose it is."""

    site: Path
    dice: random.Random
    world: World = field(init=False)
    person: Person = field(init=False)
    promises: Promises = field(init=False)
    weather: dict[str, Weather] = field(default_factory=dict)
    clock: dt.datetime = START
    done: list[str] = field(default_factory=list)
    last: Outcome | None = None

    def __post_init__(self) -> None:
        """Make the site as it is before the first night."""
        self.world = World(self.dice)
        self.person = Person(self.site, self.dice)
        self.promises = Promises(self.site, self.world, self.person)
        self.weather = {SCHOLAR: Weather(), AT_ORCID: Weather()}
        for _ in range(12):
            self.world.new_paper(FIRST_YEAR - 1 - self.dice.randint(0, 8))
        for path, text in {"pubsync.yaml": _SETTINGS, ABOUT: _PAGE, TALKS: _TALKS}.items():
            (self.site / path).parent.mkdir(parents=True, exist_ok=True)
            (self.site / path).write_text(text, encoding="utf-8")

    # What the sources answer

    def scholar(self, request: Request) -> Answer:
        """Answer as Scholar does tonight."""
        return self.weather[SCHOLAR].fault or ScholarSite([self.world.profile()])(request)

    def orcid(self, request: Request) -> Answer:
        """Answer as ORCID does tonight."""
        fault = self.weather[AT_ORCID].fault
        return fault or as_json(self.world.orcid() if request.path.endswith("/works") else {"bulk": []})

    # A day and its night

    def pass_a_night(self) -> None:
        """Let a day go by, run the night, and hold it to every promise."""
        self.done.clear()
        self.clock += dt.timedelta(days=1, minutes=self.dice.randint(-20, 20))
        jump = dt.timedelta(days=self.dice.choice([-3, 40])) if self.dice.random() < 0.01 else dt.timedelta()
        if self.last:
            self._live_a_day()
        (self.site / "publications.bib").write_text(self.world.bib(), encoding="utf-8")
        for name, weather in self.weather.items():
            weather.next(self.dice, blocks=name == SCHOLAR)
        self.promises.know_the_ids()
        with time_machine.travel(self.clock + jump, tick=True):
            self._accidents()
            self.last = sync_site(self.site, SyncOptions())
            self.promises.hold(self.last, self.weather, self.clock + jump)
            again = sync_site(self.site, SyncOptions(with_diff=True))
        self.promises.hold_still(again)
        self.clock += max(jump, dt.timedelta())

    def _live_a_day(self) -> None:
        for chance, happen in _EVENTS:
            if self.dice.random() < chance and (what := happen(self)):
                self.done.append(what)

    def _accidents(self) -> None:
        """Now and then something that must stop the run, with the site as it was."""
        if self.last and self.dice.random() < 0.02 and len(self.person.entry_files()) > 20:
            self._loses_files()
        if self.last and self.dice.random() < 0.02:
            self._loses_the_ledger()

    def _loses_files(self) -> None:
        standing = self.person.entry_files()
        paths = self.dice.sample(standing, 8 + len(standing) // 8)
        kept = {path: (self.site / path).read_bytes() for path in paths}
        for path in paths:
            (self.site / path).unlink()
        self.promises.stops(AskPersonError)
        for path, content in kept.items():
            (self.site / path).write_bytes(content)
        self.done.append(f"loses {len(paths)} files, and finds them again")

    def _loses_the_ledger(self) -> None:
        ledger = self.site / LEDGER_PATH
        content = ledger.read_bytes()
        damaged = [
            content[: len(content) // 2],
            b"<<<<<<< HEAD\n" + content,
            content.replace(b'"version": 1', b'"version": 9'),
        ]
        ledger.write_bytes(self.dice.choice(damaged))
        self.promises.stops(LedgerError)
        ledger.write_bytes(content)
        self.done.append("damages the ledger, and takes it back from git")

    # What happens on a day: to the papers

    def a_paper(self, wanted: Callable[[Paper], object]) -> Paper | None:
        """Return one paper of those wanted."""
        found = [paper for paper in self.world.papers if wanted(paper)]
        return self.dice.choice(found) if found else None

    def new_paper(self) -> str:
        """A paper appears."""
        return f"new: {self.world.new_paper(self.clock.year).title}"

    def sequel(self) -> str:
        """A second part appears."""
        paper = self.a_paper(lambda one: one.doi and "Part II" not in one.title)
        return f"new: {self.world.new_sequel(paper, self.clock.year).title}" if paper else ""

    def published(self) -> str:
        """A preprint is published: the person's entry changes, or gets a second beside it."""
        paper = self.a_paper(lambda one: not one.doi)
        if not paper:
            return ""
        self.world.print(paper)
        paper.year += self.dice.randint(0, 1)
        if paper.bib_key and self.dice.random() < 0.4:
            paper.second_key = f"{paper.bib_key}print"
        if paper.scholar_id and self.dice.random() < 0.3:
            self.world.list_on_scholar(paper)
        return f"published: {paper.title}"

    def corrected(self) -> str:
        """A slip in a title is mended."""
        paper = self.a_paper(lambda one: one.bib_key and one.bib_title != one.title)
        if paper:
            paper.bib_title = paper.title
        return f"corrected: {paper.title}" if paper else ""

    def bib_key_changed(self) -> str:
        """The person gives an entry another key."""
        paper = self.a_paper(lambda one: one.bib_key)
        if paper:
            paper.bib_key = f"new{paper.bib_key}"[-40:]
        return f"another key: {paper.title}" if paper else ""

    def id_issued_anew(self) -> str:
        """Scholar or ORCID lists a paper under another id."""
        paper = self.a_paper(lambda one: one.scholar_id or one.orcid_code)
        if paper and paper.scholar_id:
            self.world.list_on_scholar(paper)
        elif paper:
            self.world.list_at_orcid(paper)
        return f"another id: {paper.title}" if paper else ""

    def listed_elsewhere(self) -> str:
        """One more source lists a paper."""
        paper = self.a_paper(lambda one: one.listed and not (one.bib_key and one.scholar_id and one.orcid_code))
        if not paper:
            return ""
        if not paper.orcid_code:
            self.world.list_at_orcid(paper)
        elif not paper.scholar_id:
            self.world.list_on_scholar(paper)
        else:
            self.world.list_in_bib(paper)
        return f"listed elsewhere: {paper.title}"

    def dropped(self) -> str:
        """Scholar forgets a paper."""
        paper = self.a_paper(lambda one: one.scholar_id)
        if paper:
            paper.scholar_id = ""
        return f"dropped by Scholar: {paper.title}" if paper else ""

    def removed(self) -> str:
        """The person takes an entry out of the .bib file."""
        paper = self.a_paper(lambda one: one.bib_key)
        if paper:
            paper.bib_key = paper.second_key = ""
        return f"taken out of the .bib: {paper.title}" if paper else ""

    def cited(self) -> str:
        """Papers are cited."""
        for paper in self.world.papers:
            paper.citations += self.dice.random() < 0.1
        return ""

    # What happens on a day: by the person's hand

    def edited(self) -> str:
        """The person edits something."""
        return self.person.edits_something()

    def hidden(self) -> str:
        """The person deletes an entry file: its work is to stay away."""
        path, paper = self.promises.a_file_and_its_paper(self.dice)
        if not paper:
            return ""
        paper.hidden = True
        self.person.forget(path)
        return f"deletes {path}: {paper.title}"

    def shown_again(self) -> str:
        """The person wants a hidden work back."""
        paper = self.a_paper(lambda one: one.hidden)
        if not paper:
            return ""
        records = self.promises.records_of(paper)
        paper.hidden = False
        decide(self.site, lambda ledger: simple("show")(ledger, [str(one) for one in records]))
        return f"shows again: {paper.title}"

    def answered(self) -> str:
        """The person answers what the review asks."""
        return self.promises.answer(self.last) if self.last else ""

    def undone(self) -> str:
        """The person takes the last run back; the next does it again."""
        if not self.last or not self.last.report.files:
            return ""
        undo_last(self.site)
        return "undoes the last run"


_EVENTS: tuple[tuple[float, Callable[[Year], str]], ...] = (
    (0.02, Year.undone),  # before anything else is done to the files
    (0.2, Year.new_paper),
    (0.02, Year.sequel),
    (0.15, Year.published),
    (0.1, Year.corrected),
    (0.06, Year.bib_key_changed),
    (0.06, Year.id_issued_anew),
    (0.2, Year.listed_elsewhere),
    (0.02, Year.dropped),
    (0.02, Year.removed),
    (0.5, Year.cited),
    (0.5, Year.edited),
    (0.3, Year.edited),
    (0.03, Year.hidden),
    (0.02, Year.shown_again),
    (0.3, Year.answered),
)


@contextmanager
def a_year(folder: Path, seed: int) -> Iterator[Year]:
    """Make a site in ``folder`` with its sources on loopback, and no waiting between requests."""
    site = folder / "site"
    site.mkdir()
    year = Year(site, random.Random(seed))
    hosts: dict[str, Handler] = {"scholar.google.com": year.scholar, "pub.orcid.org": year.orcid}
    with ExitStack() as stack:
        web = stack.enter_context(Web(hosts))
        homes = {f"PUBSYNC_{name}_HOME": str(folder / name.lower()) for name in ("STATE", "CACHE")}
        stack.enter_context(mock.patch.dict(os.environ, web.environment(folder) | homes))
        stack.enter_context(mock.patch("time.sleep", return_value=None))
        yield year


def run_nights(folder: Path, seed: int, nights: int, told: Callable[[str], None] = lambda _: None) -> Year:
    """Live ``nights`` nights; an AssertionError names the night, what happened that day and the broken promise."""
    with a_year(folder, seed) as year:
        for number in range(1, nights + 1):
            try:
                year.pass_a_night()
            except Exception as error:
                happened = "\n  ".join(year.done)
                raise AssertionError(f"seed {seed}, night {number}: {error!r}\nthat day:\n  {happened}") from error
            told(f"night {number}: {len(year.world.papers)} papers; {'; '.join(year.done)}")
        return year


__all__ = ["AT_ORCID", "BIB", "SCHOLAR", "Year", "a_year", "run_nights"]
