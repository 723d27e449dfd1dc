"""ORCID's work types in CSL's words.

They are those of https://info.orcid.org/ufaqs/what-work-types-does-orcid-support/ and
https://github.com/ORCID/orcid-model (``WorkType.java``); older records hold a few that are no longer offered.
"""

from __future__ import annotations

TYPES = {
    **dict.fromkeys(("journal-article",), "article-journal"),
    **dict.fromkeys(("conference-paper", "conference-abstract", "conference-output"), "paper-conference"),
    **dict.fromkeys(("conference-poster", "conference-presentation", "lecture-speech", "public-speech"), "speech"),
    **dict.fromkeys(("book", "edited-book", "conference-proceedings", "manual"), "book"),
    **dict.fromkeys(("report", "working-paper", "data-management-plan", "clinical-study", "disclosure"), "report"),
    **dict.fromkeys(("dissertation-thesis", "dissertation"), "thesis"),
    **dict.fromkeys(("magazine-article", "newsletter-article"), "article-magazine"),
    **dict.fromkeys(("standards-and-policy", "technical-standard"), "standard"),
    **dict.fromkeys(("online-resource", "website"), "webpage"),
    "artistic-performance": "performance",
    "blog-post": "post-weblog",
    "book-chapter": "chapter",
    "book-review": "review-book",
    "cartographic-material": "map",
    "data-set": "dataset",
    "dictionary-entry": "entry-dictionary",
    "encyclopedia-entry": "entry-encyclopedia",
    "image": "graphic",
    "journal-issue": "periodical",
    "moving-image": "motion_picture",
    "musical-composition": "musical_score",
    "newspaper-article": "article-newspaper",
    "patent": "patent",
    "preprint": "article",
    "review": "review",
    "software": "software",
    "sound": "song",
}
"""What is missing (``annotation``, ``design``, ``invention``, ``license``, ``research-tool``, ``translation``,
``other`` and so on) is of no kind that CSL knows."""

GENRES = {
    "clinical-study": "Clinical study",
    "conference-abstract": "Abstract",
    "conference-poster": "Poster",
    "data-management-plan": "Data management plan",
    "working-paper": "Working paper",
}

IN_A_BOOK = frozenset(("chapter", "paper-conference", "entry-dictionary", "entry-encyclopedia", "speech"))
"""Types whose ISBN is that of the volume, whatever the record says of it."""
