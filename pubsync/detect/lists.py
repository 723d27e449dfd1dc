"""What shows publications, talks and courses on a site already: lists in pages, entry files, regions of ours."""

from __future__ import annotations

from collections.abc import Iterator

from pubsync.detect.pages import pages_of
from pubsync.detect.survey import Survey
from pubsync.errors import SiteError
from pubsync.frozen import frozen
from pubsync.sites.frontmatter import decode, peek_key
from pubsync.sites.handmade.entries import read_entry
from pubsync.sites.handmade.lists import HandList, read_lists

_SECTIONS = ("publications", "talks", "teaching")
_FEWEST = 2
_FOLDERS = {
    "academicpages": {"_publications": "work", "_talks": "talk", "_teaching": "course"},
    "hugo-blox": {
        **dict.fromkeys(("content/publication", "content/publications"), "work"),
        **dict.fromkeys(("content/event", "content/events", "content/talk"), "talk"),
        "content/teaching": "course",
    },
}


@frozen(kw_only=True)
class FoundList:
    """A list that a person wrote into a page."""

    path: str
    line: int
    section: str
    entries: int
    language: str = "en"

    @property
    def where(self) -> str:
        """File and line."""
        return f"{self.path}:{self.line}"


@frozen(kw_only=True)
class FoundEntries:
    """A folder of entry files: how many are a person's, pubsync's, and the template's examples."""

    folder: str
    kind: str
    own: int = 0
    ours: int = 0
    examples: int = 0


def lists_of(survey: Survey) -> tuple[FoundList, ...]:
    """Return the lists of publications, talks and courses in the site's pages, in the pages' order."""
    found = (_found(survey, path, one) for path in pages_of(survey) for one in read_lists(survey.text(path), path))
    return tuple(one for one in found if one.section in _SECTIONS and one.entries >= _FEWEST)


def unread_pages(survey: Survey) -> tuple[tuple[str, str], ...]:
    """Return the pages that are no UTF-8, each with what to do about it."""
    return tuple((path, fault) for path in pages_of(survey) if (fault := _fault(survey, path)))


def _fault(survey: Survey, path: str) -> str:
    if "\ufffd" not in survey.text(path):  # what can't be read stands there
        return ""
    try:
        decode(survey.tree.read(path) or b"", path)
    except SiteError as error:
        return f"{error.what} ({error.remedy})"
    return ""


def _found(survey: Survey, path: str, one: HandList) -> FoundList:
    line = survey.text(path).count("\n", 0, one.start) + 1
    section = "" if one.news else one.section
    return FoundList(path=path, line=line, section=section, entries=len(one.items), language=one.language)


def entries_of(survey: Survey, kind: str) -> tuple[FoundEntries, ...]:
    """Return the folders of entry files that a kind of site has."""
    folders = _FOLDERS.get(kind, {})
    return tuple(_counted(survey, folder, what) for folder, what in folders.items() if survey.has_folder(folder))


def _counted(survey: Survey, folder: str, kind: str) -> FoundEntries:
    counts = {"own": 0, "ours": 0, "examples": 0}
    for word in _judged(survey, folder, kind):
        counts[word] += 1
    return FoundEntries(folder=folder, kind=kind, **counts)


def _judged(survey: Survey, folder: str, kind: str) -> Iterator[str]:
    for path in survey.under(folder):
        if path.rpartition("/")[2].startswith("_index."):
            continue
        content = survey.text(path).encode()
        if peek_key(content):
            yield "ours"
            continue
        entry = read_entry(path, content, kind).entry
        if entry is not None:
            yield "examples" if entry.placeholder else "own"


def marked_pages(survey: Survey) -> tuple[str, ...]:
    """Return the pages that hold a marker of ours."""
    return tuple(path for path in pages_of(survey) if "pubsync:begin" in survey.text(path))
