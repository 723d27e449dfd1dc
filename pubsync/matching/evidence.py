"""What speaks for and against two records being one work: named, weighted, in plain words.

Weights are natural log-odds: they are added up, and the sum is read as a probability. Each stands where it is used,
with its reason; none is fitted to a set.
"""

from __future__ import annotations

import math
from typing import Literal, NamedTuple, TypeAlias

from pubsync.frozen import frozen
from pubsync.records.record import RecordId

Decision: TypeAlias = Literal["same", "different", "undecided"]


@frozen()
class Evidence:
    """One thing that speaks for (``weight`` above 0) or against two records being one work.

    ``name`` says which ("title", "authors"), ``detail`` what was seen, in words for a person.
    """

    name: str
    weight: float
    detail: str


@frozen()
class Verdict:
    """What was decided of two records; ``left`` is the smaller id, so that a pair has one verdict.

    ``probability`` is what the evidence says by itself. ``veto`` names the reason for which they are two works
    whatever it says, "" where there is none.
    """

    left: RecordId
    right: RecordId
    decision: Decision
    probability: float
    evidence: tuple[Evidence, ...]
    veto: str = ""

    @property
    def log_odds(self) -> float:
        """The probability as the sum of weights that it stands for, for telling two certain pairs apart."""
        return math.log(max(self.probability, 1e-6) / max(1 - self.probability, 1e-6))


class Matching(NamedTuple):
    """Which records are one work.

    ``groups`` holds every record once, each group sorted and the groups by their first record. ``joined`` are the
    pairs that hold the groups together, ``undecided`` those that a person should look at, and ``related`` pairs that
    are not one work but belong together, with the kind of their tie (``extended``, ``erratum``, ``part``, ``talk``,
    ``thesis`` and so on).
    """

    groups: tuple[tuple[RecordId, ...], ...]
    joined: tuple[Verdict, ...]
    undecided: tuple[Verdict, ...]
    related: tuple[tuple[RecordId, RecordId, str], ...]


def probability(log_odds: float) -> float:
    """Return the probability that a sum of weights stands for, rounded so that it is the same everywhere."""
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds)))), 6)


def likeliest(verdict: Verdict) -> tuple[float, RecordId, RecordId]:
    """Sort key: the likeliest pair first, equal ones by their ids."""
    return -verdict.log_odds, verdict.left, verdict.right
