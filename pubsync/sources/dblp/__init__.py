"""DBLP, the computer science bibliography: a person's list by pid, and works looked up by their title.

The list is https://dblp.org/pid/PID.xml (https://blog.dblp.org/2020/08/18/new-dblp-url-scheme-and-api-changes/), its
elements those of https://dblp.org/faq/16154937.html; the search is https://dblp.org/faq/13501473.html. DBLP asks for
one or two seconds between two requests (https://dblp.org/faq/1474706.html), and answers more with 429 and
``Retry-After``, or with a page for people and status 200: its own when overloaded, or a check for robots.
"""

from pubsync.sources.dblp.enricher import DblpEnricher
from pubsync.sources.dblp.source import DblpSource

__all__ = ["DblpEnricher", "DblpSource"]
