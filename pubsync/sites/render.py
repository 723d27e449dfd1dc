"""Chunks of text from templates.

A template folder of the user's comes first, the package's own after it; both run in Jinja's sandbox.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pubsync.errors import SiteError
from pubsync.records.base import Chunk
from pubsync.records.course import Course
from pubsync.records.talk import Talk
from pubsync.records.work import Work
from pubsync.sites.contexts import Printing, PublicationContext, course_context, occasion_context
from pubsync.views import Group, Section

if TYPE_CHECKING:
    from pubsync.sites.sandbox import Sandbox

_TEMPLATES = {"publications": "publication", "talks": "talk", "teaching": "course"}


class Renderer:
    """Renders sections by one family of templates (``page`` or ``region``), for HTML or Markdown.

    Args:
        printing: language, labels, escape and citations.
        folders: template folders, the user's first.
        family: the folder within them.
        suffix: ``html`` or ``md``.
        level: of headings, from 1 to 6.
    """

    def __init__(self, printing: Printing, folders: Sequence[Path], family: str, suffix: str, level: int = 3) -> None:
        """Keep what templates are rendered with; nothing is loaded yet."""
        self.printing = printing
        self._folders = tuple(folders)
        self._family = family
        self._suffix = suffix
        self._level = level

    def chunks(self, section: Section[Any]) -> tuple[Chunk, ...]:
        """Return the section as chunks: a heading for each group that has one, then its entries."""
        found: list[Chunk] = []
        for group in section.groups:
            if group.key:
                found.append(Chunk("heading", group.key, self._heading(section.name, group)))
            found += [Chunk("entry", entry.key, self.entry(section.name, entry)) for entry in group.entries]
        return tuple(found)

    def entry(self, section: str, entry: Work | Talk | Course) -> str:
        """Return one entry's text."""
        name = _TEMPLATES[section]
        subject: Any
        if isinstance(entry, Work):
            subject, called = PublicationContext(entry, self.printing), "work"
        elif isinstance(entry, Course):
            subject, called = course_context(entry, self.printing), "course"
        else:
            subject, called = occasion_context(entry, self.printing), "talk"
        return self.text(name, **{called: subject})

    def text(self, name: str, **context: Any) -> str:  # noqa: ANN401 - whatever the template takes
        """Render a template of the family; the result ends with one line end.

        Raises:
            SiteError: where the template is missing or faulty.
        """
        from jinja2 import TemplateError  # noqa: PLC0415 - start-up time

        path = f"{self._family}/{name}.{self._suffix}.j2"
        try:
            template = _environment(self._folders).get_template(path)
            printing = self.printing
            text = template.render(labels=printing.labels, language=printing.language, marks=printing.marks, **context)
        except TemplateError as error:
            line = getattr(error, "lineno", None)
            raise SiteError(
                f"the template fails: {error.message or type(error).__name__}",
                where=f"{path}:{line}" if line else path,
                remedy="mend the template, or remove it to use pubsync's own",
            ) from error
        except Exception as error:  # a template of the user's may do anything, such as dividing by zero
            what = f"the template fails: {type(error).__name__}: {error}"
            raise SiteError(what, where=path, remedy="mend the template, or remove it to use pubsync's own") from error
        return text.strip("\n") + "\n"

    def _heading(self, section: str, group: Group[Any]) -> str:
        is_type = group.key in self.printing.labels.get("type_groups", {})
        label = self.printing.label(group.key, within="type_groups" if is_type else "")
        shown: dict[str, Any] = {
            "key": self.printing.text(group.key),
            "label": self.printing.text(label),
            "section": section,
        }
        shown["level"] = self._level
        heading = self.text("heading", group=shown)
        # Without blank lines around it, kramdown takes a heading after a list for a part of its last item.
        return f"\n{heading}\n" if self._suffix == "md" else heading


@cache
def _environment(folders: tuple[Path, ...]) -> Sandbox:
    """One for all renderers of the same folders, so that a template is compiled once a run."""
    from pubsync.sites.sandbox import Sandbox  # noqa: PLC0415 - start-up time

    return Sandbox(folders)
