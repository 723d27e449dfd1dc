"""Whatever a file holds, it is planned without a loss or refused with a word of where; nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.errors import SiteError
from pubsync.sites.assembly import only_ours, plan, tell
from pubsync.sites.tables import person_content
from tests.sites.assembled import as_overrides, base_of, content_of
from tests.sites.tables.hands import HANDS
from tests.sites.tables.making import row

WANTED = [row(name, title="Bang {x}", doi=f"10.1/{name}", year="2020") for name in "abc"]
SCRAPS = [
    *"{}[]()\",:#%@\\=-*&!|>?~'",
    "\n",
    "\r\n",
    " ",
    "\t",
    "  ",
    "@article{a,",
    "- id: a\n",
    "a:",
    "<<: *a",
    "\u2028",
    "é",
]


@st.composite
def tampered(draw: st.DrawFn, text: str) -> str:
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        if draw(st.booleans()):
            text = text[:at] + draw(st.sampled_from(SCRAPS)) + text[at:]
        else:
            text = text[:at] + text[at + draw(st.integers(1, 9)) :]
    return text


def refused(run: Callable[[], object]) -> SiteError | None:
    try:
        run()
    except SiteError as error:
        return error
    return None


@pytest.mark.parametrize("name", HANDS)
@given(data=st.data())
@settings(deadline=None, max_examples=80)
def test_property_a_tampered_file_is_planned_or_refused(name: str, data: st.DataObject) -> None:
    hand = HANDS[name]
    first = plan(hand.wanted(*WANTED), None, None)
    path, base = first.planned.path, base_of(first)
    content = data.draw(tampered(content_of(first).decode())).encode()
    wanted = hand.wanted(*reversed(WANTED[1:]), row("d", title="New"))
    refusal = refused(lambda: plan(wanted, base, content))
    if refusal:
        assert (refusal.where.partition(":")[0], bool(refusal.remedy)) == (path, True)
        return
    overrides = as_overrides(tell(path, base, content))
    after = plan(wanted, base, content, overrides)
    assert tell(path, after.base, content_of(after)) == ()
    assert not plan(wanted, after.base, content_of(after), overrides).planned.changes
    person_content(path, base, content)
    only_ours(path, base, content)
