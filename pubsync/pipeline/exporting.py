"""The works that a site shows, as one text for other programs."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from pubsync.errors import SettingsError
from pubsync.pipeline.people import members_of
from pubsync.pipeline.planning import material
from pubsync.pipeline.press import Press
from pubsync.pipeline.run import offline_outcome
from pubsync.pipeline.standing import Standing
from pubsync.settings import Output
from pubsync.sites.plain.exporting import export_text
from pubsync.sites.tree import SiteTree


def exported(root: Path, form: str, whose: str = "") -> str:
    """Return the works of the site in ``root`` as ``bibtex``, ``csl-json``, ``csv`` or ``atom``.

    Raises:
        SettingsError: where nobody of the site is called ``whose``.
        PubsyncError: where the site can't be read.
    """
    outcome = offline_outcome(root)
    settings = outcome.loaded.settings
    people = [one.id for one in outcome.shown.members]
    if whose and whose not in people:
        near = get_close_matches(whose, people, n=1)
        remedy = f"did you mean {near[0]}?" if near else f"the people are {', '.join(people)}"
        raise SettingsError(f"nobody here is called {whose!r}", remedy=remedy)
    output = Output(kind="bibtex", language=settings.outputs[0].language, person=whose)
    press = Press(settings, members_of(settings), outcome.loaded.root)
    tree = SiteTree(outcome.loaded.root)
    standing = Standing(tree=tree, bases=outcome.library.bases, edits=(), moved={}, deleted={})
    return export_text(form, material(press, standing, outcome.shown.of(whose), output))
