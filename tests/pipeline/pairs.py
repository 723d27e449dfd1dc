"""A small site with works that may be one, for the queue that asks about them."""

from __future__ import annotations

from pathlib import Path

SETTINGS = """people: [{name: Jane Doe}]
sources: [{bibtex: publications.bib}, {bibtex: other.bib}]
outputs: [{kind: page}]
"""
_ENTRY = (
    "@inproceedings{{{id},\n  title = {{{title}}}, author = {{{authors}}}, year = {year}, booktitle = {{{venue}}}}}\n"
)
_SUBJECTS = (
    ("a", "Robust bidirectional methods for parsing", "Doe, Jane and Roe, Mary"),
    ("b", "Measured harmonic windows in orchards", "Doe, Jane and Li, Hua"),
    ("c", "Seasonal drift of granular pavements", "Doe, Jane and Poe, Ann"),
)


def write_pairs(site: Path, pairs: int = 1) -> Path:
    """Write a site with so many pairs, of the records ``a1`` and ``a2``, ``b1`` and ``b2``, and ``c1`` and ``c2``."""
    subjects = _SUBJECTS[:pairs]
    (site / "pubsync.yaml").write_text(SETTINGS, encoding="utf-8")
    mine = [
        _ENTRY.format(id=f"{name}1", title=title, authors=authors, year=2020, venue="ACL")
        for name, title, authors in subjects
    ]
    theirs = [
        _ENTRY.format(id=f"{name}2", title=f"{title} trees", authors=authors, year=2021, venue="EMNLP")
        for name, title, authors in subjects
    ]
    far = _ENTRY.format(id="far", title="Windows that sound", authors="Doe, Jane and Moe, Max", year=2011, venue="NIME")
    (site / "publications.bib").write_text("".join([*mine, far]), encoding="utf-8")
    (site / "other.bib").write_text("".join(theirs), encoding="utf-8")
    return site
