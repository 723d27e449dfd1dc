"""The profiles that a site names: Scholar, ORCID, DBLP, Semantic Scholar, OpenAlex, arXiv and GitHub.

A page may link a co-author's profile, too. A link in a page is the owner's where its words are the service's name or a
picture, or the owner's own name; what stands in the configuration is the owner's anyway.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape
from typing import Any, NamedTuple

from pubsync.detect.survey import Survey, plain_key, texts_of
from pubsync.frozen import frozen
from pubsync.records.people import Person
from pubsync.sources.dblp.pids import pid_in
from pubsync.sources.orcid.source import normal_orcid

KINDS = ("scholar", "orcid", "dblp", "semantic_scholar", "arxiv", "openalex", "github")
_SCHOLAR = re.compile(
    r"scholar\.google\.[a-z.]{2,10}/citations\?[^\s\"'<>()]{0,200}?\buser=([\w-]{12})(?![\w-])", re.IGNORECASE
)
_SCHOLAR_ROW = re.compile(r"\bdata=[\"']([\w-]{12}):[\w-]{12}[\"']")
"""AcadHomepage's badges: the profile's id before the colon."""
_ADDRESSES: Mapping[str, re.Pattern[str]] = {
    "scholar": _SCHOLAR,
    "orcid": re.compile(r"orcid\.org/(\d{4}-\d{4}-\d{4}-\d{3}[\dX])(?![\w-])", re.IGNORECASE),
    "dblp": re.compile(r"dblp\.(?:org|uni-trier\.de|dagstuhl\.de)/pid/([\w~=-]{1,8}/[\w~=-]{1,100})", re.IGNORECASE),
    "semantic_scholar": re.compile(
        r"semanticscholar\.org/author/(?:[^/\s\"'<>]{1,200}/)?(\d{3,15})(?!\w)", re.IGNORECASE
    ),
    "arxiv": re.compile(r"arxiv\.org/a/([a-z]+(?:_[a-z]+)*_\d{1,4})(?!\w)", re.IGNORECASE),
    "openalex": re.compile(r"openalex\.org/(?:authors/)?(A\d{5,15})(?!\w)", re.IGNORECASE),
    "github": re.compile(r"github\.com/([A-Za-z0-9][A-Za-z0-9-]{0,38})(?=/?(?:[\s\"'<>)?#]|$))"),
}
_KEYS: Mapping[str, frozenset[str]] = {
    "scholar": frozenset({"googlescholar", "scholaruserid", "googlescholarid", "scholarid", "scholar"}),
    "orcid": frozenset({"orcid", "orcidid"}),
    "dblp": frozenset({"dblp", "dblpid", "dblppid", "dblpurl"}),
    "semantic_scholar": frozenset({"semanticscholar", "semanticscholarid", "semantic"}),
    "openalex": frozenset({"openalex", "openalexid"}),
    "arxiv": frozenset({"arxivid"}),
    "github": frozenset({"github", "githubusername"}),
}
"""Keys of configurations, without what people write between their words, under which an id may stand bare."""
_BARE: Mapping[str, re.Pattern[str]] = {
    "scholar": re.compile(r"[\w-]{12}"),
    "semantic_scholar": re.compile(r"\d{3,15}"),
    "openalex": re.compile(r"A\d{5,15}"),
    "arxiv": re.compile(r"[a-z]+(?:_[a-z]+)*_\d{1,4}"),
    "github": re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,38}"),
}
_EXAMPLES: Mapping[str, frozenset[str]] = {
    "scholar": frozenset({"PS_CX0AAAAAJ", "qc6CJjYAAAAJ", "sIwtMXoAAAAJ", "DhtAFkwAAAAJ", "ETJoidYAAAAJ"}),
    "github": frozenset(
        {
            "academicpages",
            "alshedivat",
            "rayeren",
            "gcushen",
            "wowchemy",
            "hugoblox",
            "greenelab",
            "username",
            "your-lab",
        }
    ),
    "orcid": frozenset({"0000-0001-8713-9213"}),
}
"""What the templates came with."""
_MARKDOWN_LINK = re.compile(
    r"\[(?P<label>(?:[^\[\]]|\[[^\[\]]{0,200}\](?:\([^()]{0,300}\))?){0,300})\]\(\s*<?(?P<to>[^()<>\s]{1,600})"
)
_HTML_LINK = re.compile(
    r"<a\b[^<>]{0,600}?\bhref\s*=\s*[\"'](?P<to>[^\"'<>]{1,600})[\"'][^<>]{0,600}>(?P<label>.{0,600}?)</a>",
    re.DOTALL | re.IGNORECASE,
)
_SERVICE = re.compile(
    r"scholar|citations?|publications?|papers?|orcid|dblp|semantic|arxiv|openalex|github|profile|谷歌|学术|论文|主页|引用",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"!\[[^\[\]]{0,200}\]\([^()]{0,300}\)|<[^<>]{0,600}>|\{:[^{}]{0,100}\}|:[\w-]{1,40}:|&\w{1,10};")
_BARE_ADDRESS = re.compile(r"https?://[^\s\"'<>()]{1,600}")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_MOST_LINKS = 3_000


class FoundId(NamedTuple):
    """An id with the place where the site names it."""

    kind: str
    value: str
    where: str


@frozen()
class Profiles:
    """The ids of one person, one of each kind, and the kinds of which several were found and none could be chosen."""

    found: tuple[FoundId, ...] = ()
    unclear: tuple[tuple[str, tuple[FoundId, ...]], ...] = ()

    def get(self, kind: str) -> str:
        """Return the id of a kind, "" where there is none."""
        return next((one.value for one in self.found if one.kind == kind), "")

    @property
    def sources(self) -> tuple[FoundId, ...]:
        """Those that can be sources of publications."""
        return tuple(one for one in self.found if one.kind != "github")


def normal_id(kind: str, text: str) -> str:
    """Return the id of a kind that a person typed, bare or as an address, in its normal form; "" where it is none."""
    text = unescape(text.strip())[:600]
    if kind == "orcid":
        return normal_orcid(text)
    if kind == "dblp":
        return pid_in(text)
    found = _ADDRESSES[kind].search(text)
    if found:
        return found[1]
    return text if _BARE[kind].fullmatch(text) else ""


def choose(ranked: Iterable[Sequence[FoundId]]) -> Profiles:
    """Choose one id of each kind from the first of these places that names any; several there are no choice of ours."""
    places = [list(dict.fromkeys(place)) for place in ranked]
    found: list[FoundId] = []
    unclear: list[tuple[str, tuple[FoundId, ...]]] = []
    for kind in KINDS:
        mine = next((named for place in places if (named := _of_kind(place, kind))), [])
        if len(mine) == 1:
            found.append(mine[0])
        elif mine:
            unclear.append((kind, tuple(mine)))
    return Profiles(tuple(found), tuple(unclear))


def _of_kind(place: Sequence[FoundId], kind: str) -> list[FoundId]:
    """Return the ids of a kind, each once, where it stands first."""
    first: dict[str, FoundId] = {}
    for one in place:
        if one.kind == kind:
            first.setdefault(one.value, one)
    return list(first.values())


def in_document(survey: Survey, path: str, document: Mapping[str, Any] | object) -> list[FoundId]:
    """Return the ids that a configuration or a front matter names, in addresses or under keys of their own."""
    found = []
    for key, text in texts_of(document):
        for kind, value in _told(plain_key(key), text):
            found.append(FoundId(kind, value, survey.where(path, text.splitlines()[0] if text else "")))
    return found


def _told(key: str, text: str) -> Iterator[tuple[str, str]]:
    for kind in KINDS:
        is_address = bool(_ADDRESSES[kind].search(unescape(text)))
        if key in _KEYS[kind] or is_address:
            value = normal_id(kind, text)
            if value and not is_example(kind, value):
                yield kind, value


def is_example(kind: str, value: str) -> bool:
    """Whether an id is what a template came with."""
    folded = value.casefold() if kind == "github" else value
    return folded in _EXAMPLES.get(kind, ())


def in_page(survey: Survey, path: str, owner: Person | None) -> list[FoundId]:
    """Return the ids of the site's owner that a page links, or that its citation badges name."""
    text = _COMMENT.sub(" ", survey.text(path))
    if not any(pattern.search(text) for pattern in (*_ADDRESSES.values(), _SCHOLAR_ROW)):
        return []
    found = [
        FoundId(kind, value, survey.where(path, to))
        for label, to in _links(text)
        if _is_own(label, owner)
        for kind, value in _told("", unescape(to))
    ]
    rows = (row for row in _SCHOLAR_ROW.findall(text) if not is_example("scholar", row))
    return [*found, *(FoundId("scholar", row, survey.where(path, row)) for row in dict.fromkeys(rows))]


def _links(text: str) -> Iterator[tuple[str, str]]:
    """Yield the words and the address of each link; an address that stands by itself has no words."""
    rest = text
    for pattern in (_MARKDOWN_LINK, _HTML_LINK):
        for _, found in zip(range(_MOST_LINKS), pattern.finditer(text), strict=False):
            yield found["label"], found["to"]
        rest = pattern.sub(" ", rest)
    for _, found in zip(range(_MOST_LINKS), _BARE_ADDRESS.finditer(rest), strict=False):
        yield "", found.group()


def _is_own(label: str, owner: Person | None) -> bool:
    words = " ".join(_PICTURE.sub(" ", label).split())
    if not words or _SERVICE.search(words):
        return True
    return owner is not None and owner.is_called(words)
