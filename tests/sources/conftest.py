from __future__ import annotations

import pytest

from pubsync.sources.http import Http


@pytest.fixture(autouse=True)
def _no_waiting(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A host that fails is asked once more, at once; how long is waited for is told in ``test_http``."""
    defaults = Http.__init__.__kwdefaults__
    if defaults is not None and not request.path.name.startswith("test_http"):
        monkeypatch.setitem(defaults, "retry_after_failure", 0)
