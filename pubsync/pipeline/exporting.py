"""The works that a site shows, as one text for other programs."""

from __future__ import annotations

from pathlib import Path

from pubsync.pipeline.people import id_meant
from pubsync.pipeline.planning import material
from pubsync.pipeline.press import Press
from pubsync.pipeline.run import offline_outcome
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
    whose = id_meant(whose, outcome.shown.members)
    shown = outcome.shown.of(whose)
    language = settings.outputs[0].language if settings.outputs else "en"
    output = Output(kind="bibtex", language=language, person=whose)
    press = Press(settings, shown.members, outcome.loaded.root)
    tree = SiteTree(outcome.loaded.root)
    return export_text(form, material(press, tree, outcome.library.bases, shown, output))
