"""The errors that a person can meet.

Every error says *what* went wrong, *where*, and what to *do* about it. Only the command line turns one into text and
an exit code; nothing below it prints or exits.
"""

from __future__ import annotations


class PubsyncError(Exception):
    """The root of all errors that pubsync raises on purpose.

    Args:
        what: one sentence that says what went wrong.
        where: the file, line, source or address it went wrong at; may be empty.
        remedy: what the person can do about it; may be empty.
    """

    exit_code = 4

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        """Keep the three parts, so that each kind of output can arrange them."""
        super().__init__(what)
        self.what = what
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        """One line: where, what, what to do."""
        text = f"{self.where}: {self.what}" if self.where else self.what
        return f"{text} ({self.remedy})" if self.remedy else text


class SettingsError(PubsyncError):
    """The configuration, or a word on the command line, is not usable as it is."""

    exit_code = 2


class CurationError(SettingsError):
    """A decision in ``curation.yaml`` can't be read."""


class NoAnswerError(PubsyncError):
    """No source gave an answer, now or ever."""


class SourceError(PubsyncError):
    """A source gave no usable answer. Inside a run it travels as a value, see ``FetchResult``."""


class UnreachableError(SourceError):
    """No way led to a source: its name is not known, nobody listens, or the proxy does not get there."""


class LedgerError(PubsyncError):
    """A file that pubsync keeps for itself under ``_pubsync/`` is damaged or from a newer version."""


class NewerError(LedgerError):
    """A file under ``_pubsync/`` holds what only a newer version can have written: it is whole, and is left alone.

    Args:
        what: what is not known, such as ``the ledger holds 'mood'``.
        where: the file.
    """

    def __init__(self, what: str, *, where: str) -> None:
        """Add the one remedy that there is."""
        super().__init__(
            f"{what}, which this pubsync does not know",
            where=where,
            remedy="install a newer pubsync: pip install --upgrade pubsync",
        )


def check_version(found: object, known: int, *, what: str, where: str) -> None:
    """Compare the version of a file under ``_pubsync/`` with the one that is known here.

    Raises:
        NewerError: where it is newer.
        ValueError: where it is none.
    """
    if isinstance(found, int) and found > known:
        raise NewerError(f"{what} is of version {found}", where=where)
    if found != known:
        raise ValueError(f"version {found!r:.20} is unknown")


class SiteError(PubsyncError):
    """A file of the site can't be read or written as the output needs it, such as a damaged region marker."""


class PublishError(PubsyncError):
    """The planned files could not be written; the site is as it was."""


class AskPersonError(PubsyncError):
    """The run stopped before it wrote anything, because only a person may say yes to what it would do."""
