"""The person of a simulated year: what they do to their site by hand, and which of their words must still stand."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from pubsync.sites.frontmatter import parse

ABOUT = "_pages/about.md"
TALKS = "talks.yaml"
COUNT = "<!-- pubsync:count publications -->"
_PUBLICATIONS = "_publications"
_BEGIN, _END = "<!-- pubsync:begin publications", "<!-- pubsync:end -->"
_CURATION = "_pubsync/curation.yaml"


@dataclass(slots=True, eq=False)
class Words:
    """Something that the person wrote: ``mark`` stands nowhere else.

    ``owned`` tells words within what pubsync writes: they must stand in the file, or among the decisions.
    """

    mark: str
    path: str
    owned: bool = False


@dataclass(slots=True)
class Person:
    """Does one thing or another at a time; ``words`` are those that they have not removed themselves."""

    site: Path
    dice: random.Random
    words: list[Words] = field(default_factory=list)
    typed_count: str = ""
    written: int = 0

    def edits_something(self) -> str:
        """Do one thing to the site and say which."""
        acts: list[Callable[[], str]] = [
            self.adds_a_body,
            self.adds_a_key,
            self.edits_a_title,
            self.renames_a_file,
            self.writes_on_the_page,
            self.adds_an_entry,
            self.edits_an_entry,
            self.changes_line_ends,
            self.adds_a_talk,
            self.types_over_the_count,
        ]
        return self.dice.choice(acts)()

    def lost(self) -> list[str]:
        """Return what no longer stands where it should."""
        decisions = self._text(_CURATION)
        return [
            f"{one.mark} in {one.path}"
            for one in self.words
            if one.mark not in self._text(one.path) and not (one.owned and one.mark in decisions)
        ]

    def forget(self, path: str) -> None:
        """The person deletes a file, and what they wrote there."""
        (self.site / path).unlink()
        self.words = [one for one in self.words if one.path != path]

    def entry_files(self) -> list[str]:
        """The entry files of works, by their paths."""
        return sorted(f"{_PUBLICATIONS}/{path.name}" for path in (self.site / _PUBLICATIONS).glob("*.md"))

    # In an entry file

    def adds_a_body(self) -> str:
        """Write below an entry file's text."""
        path, text = self._an_entry_file()
        mark = self._mark(path)
        newline = "\r\n" if "\r\n" in text else "\n"
        self._write(path, f"{text.rstrip()}{newline}{newline}Words of mine: {mark}.{newline}")
        return f"writes {mark} below {path}"

    def adds_a_key(self) -> str:
        """Add a key of their own with a comment, and odd quoting and indentation."""
        path, text = self._an_entry_file()
        mark = self._mark(path)
        opening, rest = text.split("---", 1)
        newline = "\r\n" if "\r\n" in text else "\n"
        own = f"---{newline}{mark}:   'yes'   # a note{newline}  "
        self._write(path, f"{opening}{own.rstrip(' ')}{rest.removeprefix(newline)}")
        return f"adds a key {mark} to {path}"

    def edits_a_title(self) -> str:
        """Put a word behind the title."""
        path, text = self._an_entry_file()
        lines = text.splitlines(keepends=True)
        at = next(number for number, line in enumerate(lines) if line.startswith('title: "'))
        mark = self._mark(path, owned=True)
        head, _, tail = lines[at].rpartition('"')
        lines[at] = f'{head} {mark}"{tail}'
        self._write(path, "".join(lines))
        return f"puts {mark} into the title of {path}"

    def renames_a_file(self) -> str:
        """Give an entry file another name."""
        path, _ = self._an_entry_file()
        self.written += 1
        renamed = f"{_PUBLICATIONS}/my-{self.written:04d}.md"
        (self.site / path).rename(self.site / renamed)
        for one in self.words:
            if one.path == path:
                one.path = renamed
        return f"renames {path} to {renamed}"

    def changes_line_ends(self) -> str:
        """Save a file with the other line ends, as an editor of another system does."""
        path = self.dice.choice([ABOUT, *self.entry_files()])
        content = (self.site / path).read_bytes()
        crlf = b"\r\n" in content
        content = content.replace(b"\r\n", b"\n")
        (self.site / path).write_bytes(content if crlf else content.replace(b"\n", b"\r\n"))
        return f"saves {path} with other line ends"

    # On a page

    def writes_on_the_page(self) -> str:
        """Add a sentence outside the regions."""
        text = self._text(ABOUT)
        mark = self._mark(ABOUT)
        newline = "\r\n" if "\r\n" in text else "\n"
        self._write(ABOUT, f"{text}{newline}A thought, {mark}.{newline}")
        return f"writes {mark} on the page"

    def adds_an_entry(self) -> str:
        """Add an entry of their own to a region."""
        at, lines = self._a_line_of_the_region()
        if not lines:
            return "finds the region empty"
        mark = self._mark(ABOUT, owned=True)
        newline = "\r\n" if lines[at].endswith("\r\n") else "\n"
        lines.insert(at + 1, f"- A paper that only I know of, {mark}.{newline}")
        self._write(ABOUT, "".join(lines))
        return f"adds {mark} to the region"

    def edits_an_entry(self) -> str:
        """Put a word into an entry of a region."""
        at, lines = self._a_line_of_the_region()
        if not lines:
            return "finds the region empty"
        mark = self._mark(ABOUT, owned=True)
        bare = lines[at].rstrip()
        lines[at] = f"{bare} ({mark}){lines[at][len(bare) :]}"
        self._write(ABOUT, "".join(lines))
        return f"puts {mark} into an entry of the region"

    def types_over_the_count(self) -> str:
        """Type another number over the count of publications."""
        text = self._text(ABOUT)
        start = text.index(COUNT) + len(COUNT)
        end = text.index(_END, start)
        self.written += 1
        self.typed_count = f"{9000 + self.written}"
        self._write(ABOUT, text[:start] + self.typed_count + text[end:])
        return f"types {self.typed_count} over the count"

    def adds_a_talk(self) -> str:
        """Add a talk with a comment to talks.yaml."""
        mark = self._mark(TALKS)
        text = self._text(TALKS)
        date = f"2025-{1 + self.written % 12:02d}-0{self.written % 9 + 1}"
        self._write(TALKS, f'{text}- title: "A talk on {mark}"  # {mark}\n  date: {date}\n')
        return f"adds a talk {mark}"

    def _mark(self, path: str, *, owned: bool = False) -> str:
        self.written += 1
        words = Words(f"hand{self.written:04d}", path, owned)
        self.words.append(words)
        return words.mark

    def _an_entry_file(self) -> tuple[str, str]:
        published = [path for path in self.entry_files() if "published: false" not in self._text(path)]
        path = self.dice.choice(published)
        return path, self._text(path)

    def _a_line_of_the_region(self) -> tuple[int, list[str]]:
        lines = self._text(ABOUT).splitlines(keepends=True)
        start = next(number for number, line in enumerate(lines) if line.startswith(_BEGIN))
        end = next(number for number, line in enumerate(lines) if number > start and line.startswith(_END))
        entries = [number for number in range(start + 1, end) if lines[number].startswith("- ")]
        return (self.dice.choice(entries), lines) if entries else (0, [])

    def _text(self, path: str) -> str:
        try:
            return (self.site / path).read_bytes().decode()
        except FileNotFoundError:
            return ""

    def _write(self, path: str, text: str) -> None:
        (self.site / path).write_bytes(text.encode())


def keys_and_links(site: Path) -> dict[str, tuple[str, bool, tuple[str, ...]]]:
    """Return, by path, the key in each entry file of works, whether it is published, and the addresses it answers to.

    Raises:
        SiteError: where a file is half, or else can't be read.
    """
    found = {}
    for path in sorted((site / _PUBLICATIONS).glob("*.md")):
        front = parse(path.read_bytes(), path.name)
        values = front.values if front else {}
        former = values.get("redirect_from") or ()
        links = [values.get("permalink"), *(former if isinstance(former, list) else [former])]
        published = values.get("published") is not False
        found[path.name] = (str(values.get("pubsync", "")), published, tuple(str(link) for link in links if link))
    return found
