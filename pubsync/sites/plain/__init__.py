"""Plain files for anything that reads them: JSON, CSL-JSON, BibTeX, an Atom feed, counts; and whole texts to export."""

from pubsync.sites.plain.atom import Atom
from pubsync.sites.plain.bibliography import Bibliography
from pubsync.sites.plain.counts import CountsFile
from pubsync.sites.plain.csl import CslJson
from pubsync.sites.plain.exporting import FORMATS, export_text
from pubsync.sites.plain.json_file import JsonFile

__all__ = ["FORMATS", "Atom", "Bibliography", "CountsFile", "CslJson", "JsonFile", "export_text"]
