"""Talks and courses from iCalendar files and addresses (RFC 5545, https://www.rfc-editor.org/rfc/rfc5545)."""

from pubsync.sources.calendars.source import CalendarSource

__all__ = ["CalendarSource"]
