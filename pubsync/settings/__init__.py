"""``pubsync.yaml``: what may stand in it, and how it is read."""

from pubsync.settings.models import (
    CalendarEntry,
    Occasions,
    Output,
    ScholarOptions,
    Settings,
    SourceEntry,
)
from pubsync.settings.reading import FILE_NAME, LoadedSettings, load_settings, parse_settings, schema

__all__ = [
    "FILE_NAME",
    "CalendarEntry",
    "LoadedSettings",
    "Occasions",
    "Output",
    "ScholarOptions",
    "Settings",
    "SourceEntry",
    "load_settings",
    "parse_settings",
    "schema",
]
