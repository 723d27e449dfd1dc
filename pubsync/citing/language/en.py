"""English."""

from __future__ import annotations

from pubsync.citing.language import Language

LANGUAGE = Language(
    east_asian=False,
    months=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    dates={
        "year": "{year}",
        "year-month": "{month} {year}",
        "year-month-day": "{day} {month} {year}",
        "month": "{month}",
        "month-day": "{day} {month}",
        "day": "{day}",
    },
    close_range="{start}–{end}",
    wide_range="{start} – {end}",
    shared_at_start=False,
    seasons={"spring": "Spring", "summer": "Summer", "fall": "Fall", "autumn": "Autumn", "winter": "Winter"},
    term="{season} {year}",
)
