"""Whether the people of a site stand among the authors of what it shows: a name written wrong changes every page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pubsync.pipeline.showing import Shown
from pubsync.records.people import knower

_FEWEST = 3
"""Papers of which nobody wrote one before the name is doubted: the first of them may be anybody's."""
_NAMED_OFTEN = 2


def own_name_remarks(shown: Shown) -> Iterator[str]:
    """Yield what to tell of people whom no paper names; of a lab only where that is so of all its people."""
    lists = [work.author for work in shown.works if work.author and work.author_complete]
    people = [one.person for one in shown.members]
    if len(lists) < _FEWEST or any(knower(one)(author) for one in people for authors in lists for author in authors):
        return
    names = " or ".join(f"'{one.name}'" for one in people)
    often = Counter(str(author) for authors in lists for author in authors).most_common(1)[0]
    hint = f" (most of them name {often[0]})" if often[1] >= max(_NAMED_OFTEN, len(lists) / 2) else ""
    yield (
        f"pubsync.yaml: none of {len(lists)} papers has {names} among its authors{hint}, so no name stands out: "
        "mend name: under people:, or add the form on the papers to aliases:"
    )
