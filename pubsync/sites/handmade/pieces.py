"""Words in one style, and what a stretch of them says to a reader."""

from __future__ import annotations

from typing import Final

from pubsync.frozen import frozen

EDGE: Final = "\x1f"
"""Stands in ``bounded`` where the style changes."""


@frozen()
class Piece:
    r"""Words of one style; ``text`` is ``\n`` where a line ends.

    ``style`` holds any of ``bold, italic, underline, raised, code, struck, quoted, title, authors, badge, venue``.
    ``url`` is where they lead, "" for no link; ``image`` is whether they stand for a picture.
    """

    text: str
    style: frozenset[str] = frozenset()
    url: str = ""
    image: bool = False


@frozen()
class Inline:
    """A stretch as a reader sees it."""

    pieces: tuple[Piece, ...]
    unseen: bool = False
    """Whether it holds a comment or Liquid, which no reader sees."""

    @property
    def bounded(self) -> str:
        """The words with line ends, and with ``EDGE`` where the style or the link changes; pictures are left out."""
        found, before = [], None
        for piece in self.pieces:
            if piece.image:
                continue
            kind = (piece.style, piece.url)
            found.append((EDGE if before is not None and kind != before else "") + piece.text)
            before = kind
        return "".join(found)

    def without(self, *styles: str) -> Inline:
        """Return the same without the pieces of these styles."""
        return Inline(tuple(one for one in self.pieces if one.style.isdisjoint(styles)), self.unseen)

    @property
    def lines(self) -> tuple[str, ...]:
        """The words line by line, none of them blank."""
        return tuple(line for text in self.bounded.replace(EDGE, "").split("\n") if (line := " ".join(text.split())))

    @property
    def words(self) -> str:
        """The words on one line."""
        return " ".join(self.lines)
