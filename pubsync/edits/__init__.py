"""Base against what stands: telling a person's text from ours, and putting both together again.

``sameness`` says what counts as a change, ``reading`` finds what a person did in a region, ``assembling`` writes a
region anew around it, ``shaping`` gives ours the headings and list tags that the person's have, and ``rows`` the cells.
All of it is pure: texts in, texts out. What stands here is ``sameness`` alone, since a site without regions needs
nothing else, and a run is to start quickly.
"""

from pubsync.edits.sameness import plain_lines, same_chunk, same_text, same_value

__all__ = ["plain_lines", "same_chunk", "same_text", "same_value"]
