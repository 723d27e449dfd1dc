"""arXiv: a person's list by author identifier, ORCID iD or arXiv ids, and works looked up by id or title.

Lists are the Atom feeds of https://info.arxiv.org/help/author_identifiers.html, everything else is asked of the API,
https://info.arxiv.org/help/api/user-manual.html, whose terms allow one request in three seconds and one connection
(https://info.arxiv.org/help/api/tou.html). The ``arxiv`` client on PyPI would not serve better: it asks without a
timeout, tries again at once after a refusal without a look at ``Retry-After``, and knows no author feeds.
"""

from pubsync.sources.arxiv.enricher import ArxivEnricher
from pubsync.sources.arxiv.source import ArxivSource

__all__ = ["ArxivEnricher", "ArxivSource"]
