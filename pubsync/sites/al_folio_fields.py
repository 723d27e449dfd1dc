"""A work as the fields of an al-folio entry (https://github.com/alshedivat/al-folio, ``_layouts/bib.liquid``).

jekyll-scholar decodes every value's LaTeX, drops its braces and dollars, and the theme prints it as HTML, names also
within a script. So a value has to be harmless after that: what is rare there (``<`` before a letter, literal braces)
becomes the wide form of itself, and addresses are written without what the decoder would change.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from pubsync.citing.escape import markdown_text, plain
from pubsync.citing.escape import url as safe_url
from pubsync.formats.bibtex_writer import fields_of
from pubsync.formats.latex import from_text
from pubsync.records.names import Name
from pubsync.records.work import Work
from pubsync.sites.contexts import work_links

_PASSED_OVER = "*†‡§¶‖"
"""Signs behind a family name that al-folio raises, and passes over where it looks for the own name."""

_LINKS = {
    "pdf": "pdf",
    "code": "code",
    "slides": "slides",
    "video": "video",
    "poster": "poster",
    "website": "project",
    "supp": "supplement",
    "blog": "blog",
}
_WRITTEN_ANEW = frozenset((*_LINKS, "url", "dataset"))
_FILES = (*_LINKS, "html", "preview")
"""Fields that may hold the name of a file of the site."""
_IDENTIFIERS = ("altmetric", "dimensions", "inspirehep_id", "isbn", "issn")
_TEXTS = ("abbr", "award_name", "annotation", "howpublished", "organization")
_MARKDOWN = ("award", "additional_info")
_SAID_BY: Mapping[str, frozenset[str]] = {
    "journal": frozenset(("journaltitle", "booktitle")),
    "booktitle": frozenset(("journal", "journaltitle")),
    "year": frozenset(("date",)),
    "month": frozenset(("date",)),
    "day": frozenset(("date",)),
    "pages": frozenset(("page", "eid")),
    "number": frozenset(("issue",)),
    "issue": frozenset(("number",)),
    "address": frozenset(("location",)),
    "venue": frozenset(("location",)),
    "school": frozenset(("institution", "publisher")),
    "institution": frozenset(("school", "publisher")),
    "langid": frozenset(("language",)),
    "eprint": frozenset(("arxiv",)),
    "archiveprefix": frozenset(("arxiv", "eprinttype")),
}
"""Other fields in which people say the same."""
_YES = frozenset(("true", "yes", "1"))

_WIDE = {r"\textless{}": "＜", r"\textbraceleft{}": "｛", r"\textbraceright{}": "｝"}
_LESS_THAN = re.compile(r"<(?![\s\d=])")
_WIDE_NAME = str.maketrans("'\"`\\<>{}$^~", "’”‘＼＜＞｛｝＄＾～")
_ENTITY = re.compile(r"&(?=[#\w])")
_FILE_NAME = re.compile(r"(?:[\w ./%()+,]|-(?!-))+")
_IDENTIFIER = re.compile(r"[\w.:/-]+")
_MARKDOWN_ACTS = re.compile(r"[<{}]|\]\s*[\[(](?!https?://)|\]:")


def al_folio_fields(
    work: Work, entry_type: str, row: str, *, marks: Mapping[str, str], doi_button: bool
) -> tuple[str, dict[str, str]]:
    """Return the entry type and the fields of a work, each value one line of balanced LaTeX.

    Args:
        work: the work; its ``extra`` fields of al-folio's are taken over.
        entry_type: the type that its entry has already, "" for a new one.
        row: the id of its row on Google Scholar, or "".
        marks: what follows the family name of an author who has a role, by the role.
        doi_button: whether the theme's layout links DOIs by itself.
    """
    safe = replace(work, author=_harmless(work.author), editor=_harmless(work.editor))
    entry_type, standard = fields_of(safe, entry_type=entry_type, marks=_known_to_theme(marks))
    fields = {name: on_page(value) for name, value in standard if name not in _WRITTEN_ANEW}
    fields["doi"] = _LESS_THAN.sub("%3C", dict(standard).get("doi", "")).replace('"', "%22")
    extra = dict(work.extra)
    fields |= {name: value for name in _IDENTIFIERS if (value := _matching(_IDENTIFIER, extra.get(name, "")))}
    fields["pmid"] = _matching(_IDENTIFIER, fields.get("pmid", ""))
    fields |= _addresses(work, extra, doi_button=doi_button)
    fields |= _of_al_folio(work, extra)
    fields["google_scholar_id"] = row.partition(":")[2]
    return entry_type, {name: value for name, value in fields.items() if value}


def on_page(value: str) -> str:
    """Return a value as LaTeX of which nothing is a tag once its commands, braces and dollars are gone."""
    for command, wide in _WIDE.items():
        value = value.replace(command, wide)
    return _LESS_THAN.sub("< ", value)


def _known_to_theme(marks: Mapping[str, str]) -> dict[str, str]:
    """Return the marks, and in place of those by which al-folio would miss the own name, others."""
    kept = {role: mark for role, mark in marks.items() if not mark.strip(_PASSED_OVER)}
    free = (sign for sign in _PASSED_OVER if sign not in kept.values())
    return {role: kept.get(role) or next(free) for role in marks}


def _harmless(names: Sequence[Name]) -> tuple[Name, ...]:
    """Return names that may stand within the quotes of a script in an attribute, where al-folio puts them."""
    return tuple(
        Name(
            family=_in_script(name.family),
            given=_in_script(name.given),
            non_dropping_particle=_in_script(name.non_dropping_particle),
            suffix=_in_script(name.suffix),
            literal=_in_script(name.literal),
            roles=name.roles,
        )
        for name in names
    )


def _in_script(text: str) -> str:
    return _ENTITY.sub("＆", plain(text).translate(_WIDE_NAME))


def _addresses(work: Work, extra: Mapping[str, str], *, doi_button: bool) -> dict[str, str]:
    """Return the links: addresses of the web, or else names of the site's own files."""
    found = {name: _address(work.link(kind)) for name, kind in _LINKS.items()}
    found |= {"url": _address(work.link("url")), "dataset": _address(work.link("data"))}
    shown = {link.kind: link.url for link in work_links(work)}
    found["html"] = _address(shown.get("url", "") or ("" if doi_button else shown.get("doi", "")))
    found["preview"] = _address(extra.get("preview", ""))
    for name in _FILES:
        found[name] = found[name] or _matching(_FILE_NAME, extra.get(name, ""))
    return found


def _of_al_folio(work: Work, extra: Mapping[str, str]) -> dict[str, str]:
    fields = {name: _text(extra.get(name, "")) for name in _TEXTS}
    fields |= {name: _markdown(extra.get(name, "")) for name in _MARKDOWN}
    if work.award:
        fields["award"] = _markdown(work.award)
    fields["arxiv"] = _matching(_IDENTIFIER, work.identifier("arxiv"))
    fields["hal"] = _matching(_IDENTIFIER, work.identifier("hal") or extra.get("hal", ""))
    if work.selected or extra.get("selected", "").casefold() in _YES:
        fields["selected"] = "true"
    if extra.get("bibtex_show", "true").casefold() in _YES:
        fields["bibtex_show"] = "true"
    return fields


def _address(text: str) -> str:
    """Return an address of the web in which jekyll-scholar's decoder finds no tie and no dash, or ""."""
    return re.sub("-(?=-)", "%2D", safe_url(text).replace("~", "%7E").replace("$", "%24"))


def _text(text: str) -> str:
    return on_page(from_text(" ".join(text.split())))


def _markdown(text: str) -> str:
    """Return a text that al-folio reads as Markdown; where that could do more than format, as plain words."""
    return _text(markdown_text(text) if _MARKDOWN_ACTS.search(text) else text)


def _matching(form: re.Pattern[str], text: str) -> str:
    return text if form.fullmatch(text) else ""


def missing(fields: Mapping[str, str], said: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield the fields that a person's entry, which has the fields ``said``, does not say by another one."""
    return ((name, value) for name, value in fields.items() if _SAID_BY.get(name, frozenset()).isdisjoint(said))
