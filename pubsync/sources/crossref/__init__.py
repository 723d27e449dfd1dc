"""Crossref: works already known completed, and the works that publishers registered with a person's ORCID iD.

https://api.crossref.org/swagger-ui/index.html, https://github.com/CrossRef/rest-api-doc
"""

from __future__ import annotations

from pubsync.sources.crossref.enricher import CrossrefEnricher
from pubsync.sources.crossref.source import CrossrefSource

__all__ = ["CrossrefEnricher", "CrossrefSource"]
