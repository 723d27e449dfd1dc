"""Chinese in simplified characters."""

from __future__ import annotations

from pubsync.citing.language import Language

LANGUAGE = Language(
    east_asian=True,
    months=tuple(f"{number}月" for number in range(1, 13)),
    dates={
        "year": "{year}年",
        "year-month": "{year}年{month}",
        "year-month-day": "{year}年{month}{day}日",
        "month": "{month}",
        "month-day": "{month}{day}日",
        "day": "{day}日",
    },
    close_range="{start}至{end}",
    wide_range="{start}至{end}",
    shared_at_start=True,
    seasons={"spring": "春季", "summer": "夏季", "fall": "秋季", "autumn": "秋季", "winter": "冬季"},
    term="{year}年{season}",
)
