from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.real_sites.looking import Viewer, open_viewer


@pytest.fixture(scope="module")
def viewer(request: pytest.FixtureRequest) -> Iterator[Viewer]:
    """A browser for the tests of one module, whose pictures go to ``build/screenshots`` under the module's name."""
    with open_viewer(request.module.__name__.rpartition(".")[2].removeprefix("test_")) as opened:
        yield opened
