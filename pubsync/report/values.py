"""What a run did, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from pubsync.changes import Change
from pubsync.curation import Decision
from pubsync.frozen import frozen
from pubsync.matching import Verdict

SUBJECTS = {"work": ("paper", "papers"), "talk": ("talk", "talks"), "course": ("course", "courses")}
"""What each kind of subject is called, one and several."""


@frozen(kw_only=True)
class SourceReport:
    """How one source did.

    ``state`` is ``fresh``, ``snapshot`` (asked and failed; its last good answer stands in), ``failed`` (and there is
    none), ``offline`` or ``resting``. ``since`` is the date since which its list is unchanged, ``last_success`` that of
    the last good answer on this machine before this run. ``stale`` is whether it fails, and has for longer than the
    person's ``stale_after``; ``unheard`` whether it was not asked now, and never answered before. ``remote`` is whether
    it is on the network, and ``unreached`` what to look at where no way led to it.
    """

    name: str
    state: str
    records: int = 0
    partial: str = ""
    problem: str = ""
    since: str = ""
    last_success: str = ""
    stale: bool = False
    unheard: bool = False
    remote: bool = False
    unreached: str = ""
    notices: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    requests: int = 0


@frozen(kw_only=True)
class Join:
    """A work that several records were found to be; ``reasons`` say why in plain words.

    ``fresh`` is whether some of the records were not among them before this run.
    """

    key: str
    title: str
    records: tuple[str, ...]
    reasons: tuple[str, ...] = ()
    fresh: bool = False


@frozen(kw_only=True)
class Described:
    """What is told of a work, talk or course besides its title: where and when it came out, and its address.

    ``whose`` are the members of a lab whose it is, where it is new.
    """

    where: str = ""
    url: str = ""
    whose: tuple[str, ...] = ()


@frozen(kw_only=True)
class Aside:
    """Records of a work that is kept off the page until the person says whose it is; ``reason`` says why."""

    records: tuple[str, ...]
    reason: str


@frozen(kw_only=True)
class MovedDecision:
    """A decision of the person's that stands, though the sources moved past it: about ``place`` of ``subject``."""

    subject: str
    place: str


@frozen(kw_only=True)
class WrittenFile:
    """A file that was written, or would be in a dry run: ``action`` is ``created``, ``updated`` or ``deleted``."""

    path: str
    action: str
    diff: str = ""


@frozen(kw_only=True)
class RunReport:
    """All that a run has to say; of what the person hid it says nothing."""

    exit_code: int
    dry_run: bool
    totals: Mapping[str, int]
    """How many of each kind (``work``, ``talk``, ``course``) the page shows."""
    outside: int = 0
    """How many works, talks and courses are known and not shown, since they came out before or after their people's
    time in the lab."""
    first: bool = False
    """Whether nothing was known of the site before: all is new then."""
    today: str = ""
    """The date of the run, for telling how old an answer is."""
    sources: tuple[SourceReport, ...] = ()
    changes: tuple[Change, ...] = ()
    joins: tuple[Join, ...] = ()
    undecided: tuple[Verdict, ...] = ()
    aside: tuple[Aside, ...] = ()
    moved: tuple[MovedDecision, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    """Titles by record id, for the undecided pairs."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Keys by record id, likewise."""
    described: Mapping[str, Described] = field(default_factory=dict)
    """What else is told of a work, talk or course, by its key."""
    taken_over: tuple[Decision, ...] = ()
    remarks: tuple[str, ...] = ()
    files: tuple[WrittenFile, ...] = ()
    pages: tuple[str, ...] = ()
    """Standalone pages that were written, or would be in a dry run, with the whole path."""

    @property
    def site_files(self) -> tuple[WrittenFile, ...]:
        """Those of the files that a reader of the site may see: all but pubsync's own."""
        return tuple(one for one in self.files if not one.path.startswith("_pubsync/"))
