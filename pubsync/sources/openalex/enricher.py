"""The enricher: works that are known already, looked up by DOI, else by title."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import quote_plus

from pubsync.frozen import frozen
from pubsync.records.identifiers import Identifier
from pubsync.sources.interface import Answer, Notice, Want
from pubsync.sources.openalex.asking import PER_PAGE, Access, Line, changed
from pubsync.sources.openalex.works import read_works
from pubsync.sources.questions import Reading, ask_all

CANDIDATES = 3
"""Works of a search that are returned."""
LONGEST_FILTER = 3_000
"""Characters of a filter in the address, which as a whole may have 4,094
(https://help.openalex.org/api/searching/#large-boolean-queries)."""
LONGEST_TITLE = 300

_ARXIV = "10.48550/arxiv."
# A comma ends a filter, a stroke a value.
_NOT_IN_FILTER = re.compile(r"[,|\"!\s]")
_MATHEMATICS = re.compile(r"\$[^$]{0,200}\$")
_WORD = re.compile(r"[^\W_]+")


@frozen(kw_only=True)
class OpenAlexEnricher(Access):
    """What OpenAlex knows of works: 100 DOIs in one question, and a search for those that have none.

    A search costs ten times a question by DOIs, so there are at most ``searches`` of them in a run, for the first
    works that need one.
    """

    name: str = "openalex"
    searches: int = 10

    def look_up(self, wants: Sequence[Want]) -> Answer:
        """Ask about these works; see ``Enricher``.

        A work is asked for by its DOI, or by the DOI that its arXiv id has; without either, or where arXiv's is
        unknown, by its title, and the first three that a search finds are returned. Records are sorted by their id.

        Raises:
            RefusedError: where OpenAlex refused before anything was answered.
            SourceError: where there is no usable answer at all.
        """
        hunt = _Hunt(self.line(), self.name)
        reading = ask_all(hunt.questions(wants, self.searches), self.name)
        return Answer(records=reading.records, notices=reading.notices, requests=hunt.line.requests)


@dataclass(slots=True)
class _Hunt:
    """One look-up: ``found`` are the identifiers of works that were answered."""

    line: Line
    source: str
    found: set[Identifier] = field(default_factory=set)

    def questions(self, wants: Sequence[Want], searches: int) -> Iterator[Callable[[], Reading]]:
        """Yield what to ask, the searches last, since what was found before needs none."""
        for batch in batches(doi for want in wants if (doi := _doi(want))):
            yield partial(self._ask, f"doi:{'|'.join(batch)}", PER_PAGE)
        left = searches
        for want in wants:
            words = search_words(want.title)
            if left > 0 and words and self._needs_search(want):
                left -= 1
                yield partial(self._ask, f"title.search:{words}", CANDIDATES)

    def _needs_search(self, want: Want) -> bool:
        return not want.identifier("doi") and not self.found.intersection(want.identifiers)

    def _ask(self, search: str, most: int) -> Reading:
        found = read_works(self.line.works(search, per_page=most).works[:most], self.source)
        if found.unreadable and not found.records:
            raise changed("holds no work that can be read", self.source)
        self.found.update(one for record in found.records for one in record.identifiers)
        what = f"{found.unreadable} works without a title are left out"
        return Reading(found.records, (Notice(what, self.source),) if found.unreadable else ())


def batches(dois: Iterable[str]) -> Iterator[list[str]]:
    """Yield DOIs, each once, in groups that one question may hold by number and by length."""
    batch: list[str] = []
    length = 0
    for doi in dict.fromkeys(dois):
        cost = len(quote_plus(f"|{doi}"))
        if batch and (len(batch) == PER_PAGE or length + cost > LONGEST_FILTER):
            yield batch
            batch, length = [], 0
        batch.append(doi)
        length += cost
    if batch:
        yield batch


def _doi(want: Want) -> str:
    arxiv = want.identifier("arxiv")
    doi = want.identifier("doi") or (f"{_ARXIV}{arxiv}" if arxiv else "")
    return "" if _NOT_IN_FILTER.search(doi) or len(quote_plus(doi)) > LONGEST_FILTER else doi


def search_words(title: str) -> str:
    """Return the words of a title as a search takes them: without mathematics and without signs that mean something.

    In lower case, since ``AND``, ``OR`` and ``NOT`` in capitals are operators
    (https://help.openalex.org/api/searching/).
    """
    words = _WORD.findall(_MATHEMATICS.sub(" ", title.casefold()[:LONGEST_TITLE]))
    return " ".join(words)
