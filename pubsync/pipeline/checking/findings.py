"""What ``doctor`` found, as values, lines, rows for programs, and an exit code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any, Literal

from pubsync.errors import PubsyncError
from pubsync.frozen import frozen

State = Literal["well", "note", "wrong"]
_SECTIONS = ("settings", "templates", "site", "library", "sources", "machine", "clock", "permissions", "hidden")
_FOUND, _SETTINGS = 1, 2


@frozen(kw_only=True)
class Finding:
    """One thing that was looked at.

    ``state`` is ``well``, ``note`` (worth knowing, nothing is lost by it) or ``wrong``; ``remedy`` is the command or
    the change that mends it.
    """

    section: str
    state: State
    what: str
    where: str = ""
    remedy: str = ""

    @property
    def line(self) -> str:
        """One line: where, what, what to do."""
        text = f"{self.where}: {self.what}" if self.where else self.what
        return f"{text} ({self.remedy})" if self.remedy else text


def well(section: str, what: str) -> Finding:
    """Return that something is as it should be."""
    return Finding(section=section, state="well", what=what)


def note(section: str, what: str, *, where: str = "", remedy: str = "") -> Finding:
    """Return something worth knowing."""
    return Finding(section=section, state="note", what=what, where=where, remedy=remedy)


def wrong(section: str, what: str, *, where: str = "", remedy: str = "") -> Finding:
    """Return something to mend."""
    return Finding(section=section, state="wrong", what=what, where=where, remedy=remedy)


def fault(section: str, error: PubsyncError) -> Finding:
    """Return what an error says."""
    return wrong(section, error.what, where=error.where, remedy=error.remedy)


def finding_lines(found: Sequence[Finding]) -> Iterator[str]:
    """Yield what was found, section by section, and at the end what it comes to."""
    marks = {"well": "  ok  ", "note": "  note: ", "wrong": "  ! "}
    for section in _SECTIONS:
        members = [one for one in found if one.section == section]
        if members:
            yield f"{section}:"
            yield from (f"{marks[one.state]}{one.line}" for one in members)
    faults = sum(1 for one in found if one.state == "wrong")
    if faults:
        yield f"{faults} {'thing is' if faults == 1 else 'things are'} wrong; each line above says what mends it."
    else:
        yield "Nothing is wrong."


def finding_rows(found: Sequence[Finding]) -> list[dict[str, Any]]:
    """Return the same for programs."""
    return [asdict(one) for one in found]


def exit_code(found: Sequence[Finding]) -> int:
    """Return 0 where nothing is wrong, 2 where the settings can't be used, else 1."""
    sections = {one.section for one in found if one.state == "wrong"}
    return 0 if not sections else _SETTINGS if "settings" in sections else _FOUND
