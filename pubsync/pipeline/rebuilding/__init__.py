"""``doctor --rebuild``: what pubsync keeps for itself, restored where it is lost, damaged or in a merge conflict.

A ledger in conflict is joined from both sides. One that is lost is told anew from what the site shows: the keys in its
files and bases, and the works that the snapshots make, so that every file keeps its name, its key and its permalink.
"""

from pubsync.pipeline.rebuilding.restoring import Rebuilt, rebuild, rebuilt_lines

__all__ = ["Rebuilt", "rebuild", "rebuilt_lines"]
