"""BibTeX, RIS and their relatives, by path, glob or address."""

from __future__ import annotations

from pubsync.sources.bibtex.files import LARGEST
from pubsync.sources.bibtex.source import BibtexSource

__all__ = ["LARGEST", "BibtexSource"]
