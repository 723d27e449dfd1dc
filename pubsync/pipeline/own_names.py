"""Whether the people of a site stand among the authors of what it shows: a name written wrong changes every page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from pubsync.errors import AskPersonError
from pubsync.pipeline.showing import Shown
from pubsync.records.names import Name
from pubsync.records.people import Person, knower, person
from pubsync.settings import Settings

_FEWEST = 3
"""Papers of which nobody wrote one before the name is doubted: the first of them may be anybody's."""
_NAMED_OFTEN = 2
_MANY = 3
"""Where more papers than this named the people before, and hardly any does now, a person is asked."""
_HARDLY_ANY = 0.1


def people_told(settings: Settings) -> tuple[tuple[str, ...], ...]:
    """Return each of the people by name and aliases, as the settings have them."""
    return tuple((one.name, *one.aliases) for one in settings.people)


def guard_names(former: Sequence[Sequence[str]], shown: Shown, accepted: Collection[str]) -> None:
    """Stop the run where the people have other names than when the site was last written, and hardly a paper has them.

    Raises:
        AskPersonError: where over 3 papers named the people before, under 10 % of these do now, and no person said yes.
    """
    before = tuple(person(name, aliases) for name, *aliases in former)
    now = tuple(one.person for one in shown.members)
    if before == now or not before or "names" in accepted:
        return
    lists = [work.author for work in shown.works if work.author_complete and _names_one_of(before, work.author)]
    left = sum(1 for authors in lists if _names_one_of(now, authors))
    if len(lists) <= _MANY or left > _HARDLY_ANY * len(lists):
        return
    raise AskPersonError(
        f"of the {len(lists)} papers that name {_either(before)}, {left or 'none'} has {_either(now)} among its "
        "authors: no name would stand out any more",
        where="pubsync.yaml: people",
        remedy="mend name: there, or add the former one to aliases:; "
        "if that is right, run: pubsync sync --accept names",
    )


def _names_one_of(people: Sequence[Person], authors: Sequence[Name]) -> bool:
    return any(knower(one)(author) for one in people for author in authors)


def _either(people: Sequence[Person]) -> str:
    return " or ".join(f"'{one.name}'" for one in people)


def own_name_remarks(shown: Shown) -> Iterator[str]:
    """Yield what to tell of people whom no paper names; of a lab only where that is so of all its people."""
    lists = [work.author for work in shown.works if work.author and work.author_complete]
    people = [one.person for one in shown.members]
    if len(lists) < _FEWEST or any(_names_one_of(people, authors) for authors in lists):
        return
    often = Counter(str(author) for authors in lists for author in authors).most_common(1)[0]
    hint = f" (most of them name {often[0]})" if often[1] >= max(_NAMED_OFTEN, len(lists) / 2) else ""
    yield (
        f"pubsync.yaml: none of {len(lists)} papers has {_either(people)} among its authors{hint}, so no name stands "
        "out: mend name: under people:, or add the form on the papers to aliases:"
    )
