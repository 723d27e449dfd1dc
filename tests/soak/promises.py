"""What must hold after every night of a simulated year."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pubsync.curation import Decision
from pubsync.errors import PubsyncError
from pubsync.pipeline.deciding import decide_all
from pubsync.pipeline.run import Outcome, SyncOptions, sync_site
from pubsync.records.record import RecordId
from pubsync.records.work import Work
from tests.pipeline.nights import ORCID, tree
from tests.soak.person import ABOUT, COUNT, Person, keys_and_links
from tests.soak.world import SCHOLAR_ID, Paper, World

if TYPE_CHECKING:
    from tests.soak.nights import Weather

_STALE_AFTER = dt.timedelta(days=30)
_RESTS = "is left alone until"


@dataclass(slots=True)
class Promises:
    """What was seen of a site night by night, and what must follow from it."""

    site: Path
    world: World
    person: Person
    owner: dict[RecordId, Paper] = field(default_factory=dict)
    """Every id that any source ever used, and whose it is."""
    told: dict[str, set[RecordId]] = field(default_factory=dict)
    """What each remote source has named in an answer that was believed."""
    keys: dict[Paper, list[str]] = field(default_factory=dict)
    links: dict[str, Paper] = field(default_factory=dict)
    twice: set[Paper] = field(default_factory=set)
    """Papers that showed as two works last night."""
    answered: dict[str, dt.datetime] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)

    def know_the_ids(self) -> None:
        """Take down what the sources would name tonight."""
        for paper in self.world.papers:
            for record in _named(paper):
                self.owner[record] = paper

    def records_of(self, paper: Paper) -> list[RecordId]:
        """All records of a paper that the site knows."""
        held = {record for entry in self._ledger_rows() for record in entry}
        return sorted(record for record, owner in self.owner.items() if owner is paper and record in held)

    def a_file_and_its_paper(self, dice: random.Random) -> tuple[str, Paper | None]:
        """Return an entry file that is surely one paper's alone, and that paper."""
        by_key = {key: paper for paper, keys in self.keys.items() for key in keys if paper not in self.twice}
        found = [
            (f"_publications/{name}", by_key[key])
            for name, (key, published, _) in keys_and_links(self.site).items()
            if key in by_key and published and not by_key[key].hidden
        ]
        return dice.choice(found) if found else ("", None)

    # After a night

    def hold(self, outcome: Outcome, weather: Mapping[str, Weather], now: dt.datetime) -> None:
        """Hold the site and what the run said to every promise."""
        self._sources(outcome, weather, now)
        works = self._works(outcome)
        self._keys(works)
        self._links(works)
        self._count(outcome)
        self._whole()
        lost = self.person.lost()
        assert not lost, f"what the person wrote is lost: {lost}"

    def hold_still(self, again: Outcome) -> None:
        """A second run at once wrote nothing."""
        written = [f"{one.path}\n{one.diff}" for one in again.report.files]
        assert not written, "the second sync wrote " + "\n".join(written)

    def stops(self, error: type[PubsyncError]) -> None:
        """A run must stop with this error, exit code 4, and change nothing."""
        before = tree(self.site)
        with pytest.raises(error) as caught:
            sync_site(self.site, SyncOptions())
        assert caught.value.exit_code == 4
        assert caught.value.remedy
        assert tree(self.site) == before

    def answer(self, outcome: Outcome) -> str:
        """Answer every undecided pair truly, as a person does."""
        pairs = [(one.left, one.right) for one in outcome.report.undecided]
        pairs = [(a, b) for a, b in pairs if a in self.owner and b in self.owner]
        if not pairs:
            return ""
        decide_all(self.site, lambda _: [self._verdict(a, b) for a, b in pairs])
        return f"answers {len(pairs)} questions"

    def _verdict(self, one: RecordId, other: RecordId) -> Decision:
        if self.owner[one] is self.owner[other]:
            return Decision(kind="merge", records=(one, other))
        return Decision(kind="split", parts=((one,), (other,)))

    def _sources(self, outcome: Outcome, weather: Mapping[str, Weather], now: dt.datetime) -> None:
        expected = 0
        for row in outcome.report.sources:
            if row.name not in weather:
                assert row.state == "fresh", f"{row.name}: {row.state}, {row.problem}"
                continue
            last = self.answered.get(row.name)
            if row.state == "fresh":
                assert weather[row.name].fault is None, f"{row.name} is believed tonight"
                self.answered[row.name] = now
                self.refused.discard(row.name)
                self.told.setdefault(row.name, set()).update(
                    record for paper in self.world.papers for record in _named(paper) if record.source == row.name
                )
            elif row.state == "resting" or _RESTS in row.problem:
                assert row.name in self.refused, f"{row.name} rests, and never refused"
                expected |= 3 if last is None or now - last > _STALE_AFTER else 0
            else:
                assert weather[row.name].fault is not None, f"{row.name}: {row.state}, {row.problem}"
                assert row.problem
                expected |= 3
                self.refused |= {row.name} if weather[row.name].refuses else set()
        assert outcome.report.exit_code == expected, f"exit code {outcome.report.exit_code}, not {expected}"

    def _works(self, outcome: Outcome) -> dict[Paper, list[Work]]:
        """What is shown is what is true, but for what waits in the review."""
        works: dict[Paper, list[Work]] = {}
        for work in outcome.shown.works:
            papers = {self.owner[record] for record in work.records}
            titles = "; ".join(sorted(paper.title for paper in papers))
            assert len(papers) == 1, f"{work.key} is two papers: {titles}: {list(map(str, work.records))}"
            works.setdefault(papers.pop(), []).append(work)
        named = {self.owner[record] for records in self.told.values() for record in records}
        true = {paper for paper in self.world.papers if paper.bib_key or paper in named}
        asked = [(one.left, one.right) for one in outcome.report.undecided]
        aside = {self.owner[RecordId.parse(text)] for one in outcome.report.aside for text in one.records}
        in_review = aside | {self.owner[record] for pair in asked for record in pair}
        missing = {paper for paper in true - works.keys() if not paper.hidden} - in_review
        assert not missing, f"not shown: {[paper.title for paper in missing]}"
        surplus = {paper for paper in works if paper not in true or paper.hidden} - in_review
        assert not surplus, f"shown: {[(paper.title, paper.hidden) for paper in surplus]}"
        twice = {paper for paper, shown in works.items() if len(shown) > 1}
        stuck = [paper for paper in twice & self.twice if not _asked_about(works[paper], asked)]
        assert not stuck, f"shown twice for two nights, and not asked: {[_told(works[paper]) for paper in stuck]}"
        self.twice = twice
        return works

    def _keys(self, works: Mapping[Paper, Sequence[Work]]) -> None:
        for paper, shown in works.items():
            known = self.keys.setdefault(paper, [])
            fresh = [work.key for work in shown if work.key not in known]
            assert not (known and fresh and len(shown) == 1), f"{paper.title}: {known[0]} became {fresh}"
            if known and len(shown) == 1 and not paper.hidden:
                assert shown[0].key == known[0], f"{paper.title}: {known[0]} became {shown[0].key}"
            known += fresh

    def _links(self, works: Mapping[Paper, Sequence[Work]]) -> None:
        """Every address at which a work was ever shown leads to it."""
        files = keys_and_links(self.site)
        by_key = {work.key: paper for paper, shown in works.items() for work in shown}
        leads = {link: by_key.get(key) for key, published, links in files.values() if published for link in links}
        broken = [link for link, paper in self.links.items() if paper in works and leads.get(link) is not paper]
        assert not broken, f"addresses that lead nowhere: {broken}"
        listed = [key for key, published, _ in files.values() if published and key]
        assert len(listed) == len(set(listed)), "a work has two files"
        assert set(listed) == set(by_key), f"files and works differ: {set(listed) ^ set(by_key)}"
        self.links |= {link: paper for link, paper in leads.items() if paper}

    def _count(self, outcome: Outcome) -> None:
        text = (self.site / ABOUT).read_bytes().decode()
        shown = text.partition(COUNT)[2].partition("<")[0]
        expected = self.person.typed_count or str(len(outcome.shown.works))
        assert shown == expected, f"the count says {shown}, not {expected}"

    def _whole(self) -> None:
        """No file is half, and nothing is left of writing."""
        for path, content in tree(self.site).items():
            assert "/.journal" not in path, path
            if path.endswith(".json"):
                json.loads(content)
            if path.endswith(".html"):
                assert content.endswith(b"</html>\n"), path

    def _ledger_rows(self) -> list[list[RecordId]]:
        text = (self.site / "_pubsync" / "library.json").read_text(encoding="utf-8")
        return [[RecordId.parse(one) for one in row["records"]] for row in json.loads(text)["entries"]]


def _named(paper: Paper) -> list[RecordId]:
    """The ids under which the sources name a paper today."""
    found = [RecordId("bibtex:publications.bib", key) for key in (paper.bib_key, paper.second_key) if key]
    if paper.scholar_id:
        found.append(RecordId(f"scholar:{SCHOLAR_ID}", f"{SCHOLAR_ID}:{paper.scholar_id}"))
    if paper.orcid_code:
        found.append(RecordId(f"orcid:{ORCID}", str(paper.orcid_code)))
    return found


def _asked_about(works: Sequence[Work], pairs: Sequence[tuple[RecordId, RecordId]]) -> bool:
    """Whether the review asks about two of these works, or all but one of them."""
    home = {record: work.key for work in works for record in work.records}
    return any(a in home and b in home and home[a] != home[b] for a, b in pairs)


def _told(works: Sequence[Work]) -> str:
    return " | ".join(f"{work.key}: {', '.join(map(str, work.records))}" for work in works)
