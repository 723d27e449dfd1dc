"""ORCID: the works that a person's record lists, by the public API (https://info.orcid.org/documentation/)."""

from __future__ import annotations

from pubsync.sources.orcid.source import OrcidSource

__all__ = ["OrcidSource"]
