"""RIS and its relatives, as reference managers and databases export them: a text to Records.

Read are RIS, EndNote's tagged lines and its XML, RefWorks, NoteExpress, PubMed's .nbib and Web of Science's plain text,
with the habits of CNKI and Wanfang among them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pubsync.formats.decoding import decoded
from pubsync.formats.ris.detection import looks_like

if TYPE_CHECKING:
    from pubsync.formats.ris.reading import Reading


def read(text: str, *, source: str, where: str, taken: Iterable[str] = ()) -> Reading:
    """Return the Records of a text in its order, in whichever of the forms it is written; it never raises.

    Ids are what the entries are called where they come from: a label or citation key, a number in a database, a DOI;
    else they are made from title and year. One that comes again, or is ``taken``, becomes ``id@2`` and so on. What is
    no entry, or was mended, has a notice with its line; tags that no table knows are passed over.

    Args:
        text: the file's content.
        source: the unique name of the source that the records are of.
        where: the file, as notices name it.
        taken: ids that other files of the same source have used.
    """
    from pubsync.formats.ris.reading import read_text  # noqa: PLC0415 - most bibliographies are BibTeX, and none of these

    return read_text(text, source=source, where=where, taken=taken)


__all__ = ["decoded", "looks_like", "read"]
