"""OpenAlex: a person's works, and what is known of works by DOI or title (https://help.openalex.org/api/)."""

from __future__ import annotations

from pubsync.sources.openalex.enricher import OpenAlexEnricher
from pubsync.sources.openalex.source import OpenAlexSource

__all__ = ["OpenAlexEnricher", "OpenAlexSource"]
