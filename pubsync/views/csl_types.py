"""The types of works that CSL knows."""

from __future__ import annotations

TYPES: tuple[str, ...] = tuple(
    "article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset "  # noqa: SIM905 - a word list reads better so
    "document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case legislation "
    "manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical "
    "personal_communication post post-weblog regulation report review review-book software song speech standard thesis "
    "treaty webpage".split()
)
"""CSL 1.0.2: https://docs.citationstyles.org/en/stable/specification.html#appendix-iii-types."""

USUAL_TYPES = ("article-journal", "paper-conference", "chapter", "book", "article", "report", "thesis", "patent")
