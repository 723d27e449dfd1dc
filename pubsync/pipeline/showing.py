"""All that the site is to show, and what a person's page or a region takes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from typing import Any

from pubsync.frozen import frozen
from pubsync.library import Library
from pubsync.pipeline.asking import merged_counts
from pubsync.pipeline.people import NobodyError
from pubsync.pipeline.resolving import Resolution
from pubsync.records.counts import Counts
from pubsync.records.course import Course
from pubsync.records.people import finder
from pubsync.records.talk import Talk
from pubsync.records.work import Work
from pubsync.settings import Settings
from pubsync.views import Basis, Choice, Member, Section, chosen, lists, publications, talks, teaching, union


@frozen(kw_only=True)
class Shown:
    """All that the site is to show. ``whole`` is whether the lists it rests on are known to be complete."""

    works: tuple[Work, ...]
    talks: tuple[Talk, ...]
    courses: tuple[Course, ...]
    outside: frozenset[str] = frozenset()
    """The keys of what is known and not shown: it came out while none of those it names was of the lab."""
    members: Sequence[Member] = ()
    counts: Counts = field(default_factory=Counts)
    whole: bool = True
    _own: dict[str, Shown] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What is each person's, by their id, found at the first question: a lab asks for everyone's."""
    _sorted: dict[tuple[str, ...], tuple[Work, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """All works, newest first, by the types that are left out."""

    def of_site(self) -> Shown:
        """Return what is any of the people's, for a lab whose members come and go."""
        works, talks = union(self.works, self.members), union(self.talks, self.members)
        courses = union(self.courses, self.members)
        shown = replace(self, works=works, talks=talks, courses=courses)
        return replace(shown, outside=frozenset(self.keys() - shown.keys()))

    def keys(self) -> set[str]:
        """Return the keys of all of them."""
        works, talks = {one.key for one in self.works}, {one.key for one in self.talks}
        return works | talks | {one.key for one in self.courses}

    def of(self, whose: str) -> Shown:
        """Return what is one person's, by their id; "" for all.

        Raises:
            NobodyError: where nobody of the site has that id.
        """
        if not whose:
            return self
        if not self._own:
            self._own.update(self._of_each())
        if whose not in self._own:
            raise NobodyError(whose, [one.id for one in self.members])
        return self._own[whose]

    def _of_each(self) -> dict[str, Shown]:
        works, talks = lists(self.works, self.members), lists(self.talks, self.members)
        courses = lists(self.courses, self.members)
        return {
            one.id: replace(
                self,
                works=works[one.id],
                talks=talks[one.id],
                courses=courses[one.id],
                counts=self.counts if self.counts.source in one.sources else Counts(),
            )
            for one in self.members
        }

    def section(self, name: str, settings: Settings, choice: Choice, group_by: str) -> Section[Any]:
        """Return a section by its name."""
        if name == "publications":
            return publications(
                chosen(self.works, choice),
                group_by=group_by,
                sort=choice.sort or settings.publications.sort,
                exclude_types=settings.publications.exclude.type,
                limit=choice.limit,
            )
        if name == "talks":
            return talks(chosen(self.talks, choice), group_by=group_by, limit=choice.limit)
        return teaching(chosen(self.courses, choice), group_by=group_by, limit=choice.limit)

    def basis(self, settings: Settings, whose: str) -> Basis:
        """Return what numbers in running text rest on, of one person by their id or, for "", of all.

        Raises:
            NobodyError: as ``of``.
        """
        shown = self.of(whose)
        people = finder([one.person for one in self.members if whose in ("", one.id)])
        return Basis(
            works=shown.all_works(settings),
            talks=shown.talks,
            courses=shown.courses,
            is_own=lambda name: bool(people(name)),
            counts=shown.counts,
            partial=shown.partial,
        )

    @property
    def partial(self) -> tuple[str, ...]:
        """The sections whose lists are known not to be whole."""
        return () if self.whole else ("publications",)

    def all_works(self, settings: Settings) -> tuple[Work, ...]:
        """Return the works that are not left out by type, newest first."""
        left_out = tuple(settings.publications.exclude.type)
        if left_out not in self._sorted:
            section: Section[Work] = self.section("publications", settings, Choice(sort="newest"), "none")
            self._sorted[left_out] = section.entries()
        return self._sorted[left_out]

    def section_of_talks(self) -> tuple[Talk, ...]:
        """Return the talks, newest first."""
        return talks(self.talks).entries()

    def section_of_courses(self) -> tuple[Course, ...]:
        """Return the courses, newest first; one that shows each term is an entry for each."""
        return teaching(self.courses).entries()


def shown_of(resolution: Resolution, library: Library, members: Sequence[Member], *, whole: bool) -> Shown:
    """Return what the site is to show of what was found; ``whole`` is whether the lists are complete."""
    taken_in = {entry.key: entry.merged_into for entry in resolution.ledger if entry.merged_into}
    counts = merged_counts(library.counts, taken_in)
    works = tuple(replace(work, citations=counts.get(work.key)) for work in resolution.works.shown)
    hidden = sum(counts.get(work.key, 0) for work in resolution.works.hidden)
    return Shown(
        works=works,
        talks=resolution.talks.shown,
        courses=resolution.courses.shown,
        members=members,
        counts=_without_hidden(library.counts, hidden),
        whole=whole,
    ).of_site()


def _without_hidden(counts: Counts, hidden: int) -> Counts:
    """The profile's figures without the citations of hidden works; what its h-index is then, it does not say."""
    if not hidden or counts.citations is None:
        return counts
    return replace(counts, citations=max(0, counts.citations - hidden), h_index=None)
