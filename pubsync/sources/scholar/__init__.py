"""Google Scholar: one person's profile, asked politely and behind a guard, by way of SerpApi, or read from a file.

Facts that shape this package (robots.txt of scholar.google.com, scholarly 1.7.11): ``/citations?user=ID`` is allowed
where ``user`` is the first parameter, paging by ``cstart`` is not; the library's own way of asking retries for minutes,
ignores ``Retry-After`` and starts browsers. So its parsers are used, and what it asks goes through ``guard``.
"""

from pubsync.sources.scholar.files import ScholarFileSource
from pubsync.sources.scholar.refusals import ScholarBlockedError
from pubsync.sources.scholar.serpapi import SerpApiSource
from pubsync.sources.scholar.source import ScholarSource

__all__ = ["ScholarBlockedError", "ScholarFileSource", "ScholarSource", "SerpApiSource"]
