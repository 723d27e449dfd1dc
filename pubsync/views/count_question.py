"""What a number in running text is asked to be of, and which of it: the words of a count's marker."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from pubsync.frozen import frozen
from pubsync.views.csl_types import TYPES, USUAL_TYPES

COUNTABLE: tuple[str, ...] = (
    "publications",
    "first_author",
    "first_or_corresponding",
    "citations",
    "h_index",
    "talks",
    "teaching",
)
"""What a number can be of."""
ATTRIBUTES: tuple[str, ...] = ("since", "until", "type", "venue", "title_in", "round")
_MEANT = {
    "papers": "publications",
    "articles": "publications",
    "works": "publications",
    "corresponding": "first_or_corresponding",
    "corresponding_author": "first_or_corresponding",
    "cited": "citations",
    "h": "h_index",
    "courses": "teaching",
    "lectures": "talks",
    "from": "since",
    "to": "until",
    "first": "first_author",
    "lang": "title_in",
    "language": "title_in",
    "journal": "article-journal",
    "journal-article": "article-journal",
    "inproceedings": "paper-conference",
    "preprint": "article",
}
"""Words that people try, unlike what they mean."""
_SECTIONS = {"talks": "talks", "teaching": "teaching"}
_YEAR = re.compile(r"[12][0-9]{3}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_ROUND = re.compile(r"down:([1-9][0-9]{0,5})")
_LONGEST_SHOWN = 60


class CountError(ValueError):
    """A count's marker asks for something that there is not; the message is one sentence.

    ``remedy`` says what to write in its place.
    """

    def __init__(self, what: str, remedy: str) -> None:
        """Keep both parts, so that the caller can add file and line."""
        super().__init__(what)
        self.remedy = remedy


@frozen(kw_only=True)
class CountQuestion:
    """What a marker asks for: ``name`` is one of ``COUNTABLE``; empty fields and None restrict nothing."""

    name: str
    since: int | None = None
    until: int | None = None
    types: tuple[str, ...] = ()
    venues: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    """Of which one is to be that of a title, such as ``zh``."""
    round_down: int = 0
    """The step to round down to; 0: the number is to be exact."""

    @property
    def section(self) -> str:
        """The list that is counted: ``publications``, ``talks`` or ``teaching``."""
        return _SECTIONS.get(self.name, "publications")

    @property
    def is_filtered(self) -> bool:
        """Whether only some of the list are meant."""
        return bool(self.since or self.until or self.types or self.venues or self.languages)


def parse_count(name: str, attributes: Mapping[str, str]) -> CountQuestion:
    """Return the question that ``<!-- pubsync:count NAME ATTRIBUTE=VALUE … -->`` asks.

    Values of ``type`` and ``venue`` are parted by commas, or by semicolons where there is one, since a venue's name may
    hold a comma.

    Raises:
        CountError: where there is nothing of that name, or a value can't be; its remedy has the nearest spelling.
    """
    if name not in COUNTABLE:
        raise CountError(f"a count can't be of {_shown(name)}", _nearest(name, COUNTABLE))
    for attribute in attributes:
        if attribute not in ATTRIBUTES:
            raise CountError(f"a count has no attribute {_shown(attribute)}", _nearest(attribute, ATTRIBUTES))
    since, until = _year(attributes, "since"), _year(attributes, "until")
    if since and until and since > until:
        raise CountError(f"no year is since {since} and until {until}", f"write since={until} until={since}")
    types = tuple(one.casefold() for one in _listed(attributes, "type"))
    question = CountQuestion(
        name=name,
        since=since,
        until=until,
        types=types,
        venues=_listed(attributes, "venue"),
        languages=_languages(attributes),
        round_down=_round(attributes),
    )
    unknown = [one for one in types if one not in TYPES] if question.section == "publications" else []
    if unknown:
        raise CountError(
            f"type can't be {_shown(unknown[0])}, which is no CSL type", _nearest(unknown[0], TYPES, USUAL_TYPES)
        )
    return question


def _shown(text: str) -> str:
    return repr(text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…")


def _nearest(written: str, known: Sequence[str], usual: Sequence[str] = ()) -> str:
    word = written[:_LONGEST_SHOWN].casefold().replace(" ", "_")
    singular = word.removesuffix("s")
    meant = [_MEANT[one] for one in (word, singular, f"{singular}s") if _MEANT.get(one) in known]
    near = meant or get_close_matches(word, known, n=1)
    return f"did you mean {near[0]}?" if near else f"it may be {', '.join(usual or known)}"


def _year(attributes: Mapping[str, str], name: str) -> int | None:
    written = attributes.get(name)
    if written is None:
        return None
    if not _YEAR.fullmatch(written):
        raise CountError(f"{name} can't be {_shown(written)}", f"write a year, such as {name}=2020")
    return int(written)


def _listed(attributes: Mapping[str, str], name: str) -> tuple[str, ...]:
    written = attributes.get(name)
    if written is None:
        return ()
    parts = re.split("[;；]" if re.search("[;；]", written) else "[,，]", written)
    listed = tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))
    if not listed:
        raise CountError(f"{name} names nothing", f"write what to count, or take {name}= out")
    return listed


def _languages(attributes: Mapping[str, str]) -> tuple[str, ...]:
    listed = tuple(one.casefold() for one in _listed(attributes, "title_in"))
    for one in listed:
        if not _LANGUAGE.fullmatch(one):
            raise CountError(f"title_in can't be {_shown(one)}", "write a language's letters, such as title_in=zh")
    return listed


def _round(attributes: Mapping[str, str]) -> int:
    written = attributes.get("round")
    if written is None:
        return 0
    found = _ROUND.fullmatch(written)
    if not found:
        raise CountError(f"round can't be {_shown(written)}", "write round=down:10, or another step than 10")
    return int(found.group(1))
