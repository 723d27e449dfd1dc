from __future__ import annotations

import io
import sys

import pytest

from pubsync.cli.progress import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("wanted", "shown"), [(True, True), (False, False)])
def test_a_terminal_shows_each_source_unless_quiet(monkeypatch: pytest.MonkeyPatch, wanted: bool, shown: bool) -> None:
    monkeypatch.setattr(sys, "stderr", screen := Terminal())
    monkeypatch.setenv("TERM", "xterm")
    with progress(wanted=wanted) as told:
        told("orcid:1", "asking")
        told("dblp:2", "failed")
    assert ("orcid:1: asking" in screen.getvalue(), "dblp:2: failed" in screen.getvalue()) == (shown, shown)


def test_a_pipe_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", pipe := io.StringIO())
    with progress() as told:
        told("orcid:1", "asking")
    assert pipe.getvalue() == ""
