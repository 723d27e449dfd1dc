"""Base against what stands: telling a person's text from ours, and putting both together again.

``sameness`` says what counts as a change, ``reading`` finds what a person did in a region, ``assembling`` writes a
region anew around it. All of it is pure: texts in, texts out.
"""

from pubsync.edits.assembling import Placed, assemble
from pubsync.edits.reading import ChunkEdit, ChunkId, RegionReading, Stretch, identities, read_region
from pubsync.edits.sameness import plain_lines, same_chunk, same_text, same_value

__all__ = [
    "ChunkEdit",
    "ChunkId",
    "Placed",
    "RegionReading",
    "Stretch",
    "assemble",
    "identities",
    "plain_lines",
    "read_region",
    "same_chunk",
    "same_text",
    "same_value",
]
