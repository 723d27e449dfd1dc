"""Works as templates see them."""

from __future__ import annotations

import pytest

from pubsync.records.names import Name
from pubsync.records.two_scripts import AuthorsIn
from pubsync.sites.contexts import PublicationContext
from tests.sites.writing import printing, work


@pytest.mark.parametrize("page", ["801-820", "801--820", "801～820", "801 ~ 820"])
def test_pages_are_one_range_whatever_a_source_puts_between_them(page: str) -> None:
    assert str(PublicationContext(work(volume="7", page=page), printing("html")).details) == "7, 801–820"


def test_an_author_is_the_own_one_by_either_of_their_names() -> None:
    both = work(
        author=(Name(literal="齐炜祯", roles=("equal",)), Name(literal="严昱")),
        author_in=(AuthorsIn("en", (Name("Tsi", "Wilson"), Name("Yan", "Yu"))),),
    )
    shown = PublicationContext(both, printing("html")).authors
    assert [(str(one["text"]), one["own"], one["marks"]) for one in shown] == [
        ("Wilson Tsi", True, {"equal": "*"}),
        ("Yu Yan", False, {}),
    ]
