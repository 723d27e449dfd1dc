"""``pubsync.yaml``: what may stand in it, and how it is read."""

from pubsync.settings.models import (
    CalendarEntry,
    Occasions,
    Output,
    Person,
    Publications,
    ScholarOptions,
    Settings,
    SourceEntry,
)
from pubsync.settings.reading import FILE_NAME, LoadedSettings, load_settings, parse_settings, schema
from pubsync.settings.values import SIGN

PersonSettings = Person
"""One of the people as the settings have them; ``records.people.Person`` is who they are on papers."""

__all__ = [
    "FILE_NAME",
    "SIGN",
    "CalendarEntry",
    "LoadedSettings",
    "Occasions",
    "Output",
    "PersonSettings",
    "Publications",
    "ScholarOptions",
    "Settings",
    "SourceEntry",
    "load_settings",
    "parse_settings",
    "schema",
]
