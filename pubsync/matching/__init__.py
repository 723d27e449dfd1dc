"""Which records are one work: named, weighted evidence and named vetoes, pure of any I/O."""

from pubsync.matching.cluster import match
from pubsync.matching.compare import judge
from pubsync.matching.evidence import Decision, Evidence, Matching, Verdict

__all__ = ["Decision", "Evidence", "Matching", "Verdict", "judge", "match"]
