"""Semantic Scholar: a person's papers, and papers already known completed, by the Academic Graph API.

https://api.semanticscholar.org/api-docs/graph
"""

from __future__ import annotations

from pubsync.sources.semantic_scholar.enricher import SemanticScholarEnricher
from pubsync.sources.semantic_scholar.graph import KEY_VARIABLE
from pubsync.sources.semantic_scholar.source import SemanticScholarSource

__all__ = ["KEY_VARIABLE", "SemanticScholarEnricher", "SemanticScholarSource"]
