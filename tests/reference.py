"""docs/configuration.md from the settings model: ``make readme`` writes it, a test holds it to the model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from pubsync.settings import models

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "configuration.md"
_HEAD = """\
# pubsync.yaml

Every key that may stand in `pubsync.yaml`. A key that is not listed here is an error that names its line and the
nearest spelling. `pubsync init` writes a first one; [config/pubsync.schema.json](../config/pubsync.schema.json) gives
editors completion. This page is made from the program's own model.
"""
_SECTIONS = (
    ("The file", models.Settings, ""),
    ("people:", models.Person, "A list; several people make a lab."),
    ("sources:", models.SourceEntry, "A list, of the site or under a person; each entry names one kind."),
    ("scholar:", models.ScholarOptions, "A profile's id alone does too."),
    ("talks: and teaching:", models.CalendarEntry, "A list of files, and of calendars like this."),
    ("outputs:", models.Output, "A list. See [outputs.md](outputs.md) for what each kind writes."),
    ("publications:", models.Publications, ""),
    ("exclude:", models.Exclude, "Under `publications:`."),
    ("marks:", models.Marks, 'Under `publications:`, such as `marks: {corresponding: "*"}`.'),
)


def reference() -> str:
    """Return the page as the model has it."""
    return "\n".join([_HEAD, *(_section(*section) for section in _SECTIONS)])


def _section(title: str, model: type[BaseModel], words: str) -> str:
    rows = [_row(name, field) for name, field in model.model_fields.items()]
    head = [f"## {title}", "", words, ""] if words else [f"## {title}", ""]
    return "\n".join([*head, "| key | usual value | what it does |", "|---|---|---|", *rows, ""])


def _row(name: str, field: FieldInfo) -> str:
    return f"| `{field.alias or name}` | {_usual(field)} | {' '.join(_told(field))} |"


def _usual(field: FieldInfo) -> str:
    value: Any = field.default
    if value is PydanticUndefined:
        return "needed"
    if isinstance(value, BaseModel) or value in (None, "", (), {}):
        return ""
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _told(field: FieldInfo) -> Iterator[str]:
    choices = re.findall(r"'([^']+)'", str(field.annotation)) if "Literal" in str(field.annotation) else []
    if field.description:
        yield field.description.replace("|", "\\|")
    if choices:
        yield f"One of {', '.join(f'`{choice}`' for choice in choices)}."


if __name__ == "__main__":
    REFERENCE.write_text(reference(), encoding="utf-8")
