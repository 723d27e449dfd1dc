"""One person on Scholar, and the source under test that asks for her."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from pubsync.sources.scholar import ScholarSource
from pubsync.sources.scholar.library import list_rows
from tests.fakes.scholar_pages import Profile, ScholarSite, many_papers, profile_page
from tests.fakes.web import Web

HOST = "scholar.google.com"
JANE = Profile(id="4bahYMkAAAAJ", name="Jane Q. Doe", papers=many_papers(3))
PATIENCE = 10.0
"""Seconds; for exchanges that are to succeed, on however busy a machine."""


def source(**options: Any) -> ScholarSource:
    return ScholarSource(**{"name": "scholar:jane", "scholar_id": JANE.id, "timeout": PATIENCE, "pause": 0, **options})


@contextmanager
def web_of_jane(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    """Play Scholar, lead this process there, and load scholarly, whose second is no part of what is timed."""
    list_rows(JANE.id, lambda _: profile_page(JANE), "warm")
    with Web({HOST: ScholarSite([JANE])}) as web:
        for name, value in web.environment(folder).items():
            monkeypatch.setenv(name, value)
        yield web
