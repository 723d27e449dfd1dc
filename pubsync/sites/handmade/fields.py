"""The fields of a hand-made entry, out of whatever keys its front matter has, its file's name and its body."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from pubsync.frozen import frozen
from pubsync.records.base import Value
from pubsync.records.dates import PartialDate, parse_date
from pubsync.records.identifiers import Identifier, Link, doi_identifier, normal_arxiv
from pubsync.records.names import Name
from pubsync.records.terms import in_order, listed_terms, parse_term
from pubsync.sites.handmade.addresses import identifiers_at, kind_by_address, link_kind, web_url
from pubsync.sites.handmade.citation import authors_of_citation
from pubsync.sites.handmade.inline import plain_words, read_inline
from pubsync.sites.handmade.placeholders import is_left_over, is_left_over_date
from pubsync.sites.handmade.written_names import NOBODY, NameList, legend, name_list, with_roles, written_name

_LINK_KEYS = {
    "pdf": ("url_pdf", "pdf", "pdfurl", "pdf_url"),
    "url": ("paperurl", "link", "paper_url", "paper", "url_preprint", "external_link", "talk_url", "event_url"),
    "code": ("url_code", "codeurl", "code", "github", "url_source", "repo", "code_url"),
    "data": ("url_dataset", "dataurl", "dataset", "data"),
    "slides": ("slidesurl", "url_slides", "slides_url", "slides", "slide"),
    "video": ("url_video", "videourl", "video", "video_url", "youtube", "recording"),
    "poster": ("url_poster", "posterurl", "poster", "poster_url"),
    "project": ("url_project", "project_url", "projecturl", "website", "project"),
    "bibtex": ("bibtexurl", "bibtex_url", "url_bibtex"),
}
_IDENTIFYING = (
    *("paperurl", "link", "paper_url", "paper", "url_pdf", "pdf", "url_preprint", "external_link", "arxiv", "preprint"),
)
_AUTHOR_KEYS = ("authors", "author", "coauthors", "coauthor")
_VENUE_KEYS = ("venue", "journal", "publication", "booktitle", "conference", "publication_short")
_DATE_IN_NAME = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?=[-_ .]|$)")
_YEAR_IN_NAME = re.compile(r"((?:19|20)\d{2})(?=[-_ .]|$)")
_TERM_IN_NAME = re.compile(
    r"((?:19|20)\d{2}(?:-(?:20)?\d{2})?)[-_ ](spring|summer|fall|autumn|winter|ws|ss)(?=[-_ .]|$)", re.IGNORECASE
)
_IN = re.compile(r"^(?:published |appeared |to appear )?in:?\s+(?:the\s+)?(?=\S)", re.IGNORECASE)
_UNPUBLISHED = re.compile(
    r"^(?:(?:currently |paper )?(?:under|in) (?:peer )?review(?:\s*(?:at|for|by|in)\b.*)?|submitted(?: to\b.*)?"
    r"|unpublished|working paper|in preparation|在审|审稿中|投稿中)\.?$",
    re.IGNORECASE,
)
_DISPLAY_MATH = re.compile(r"\$\$([^$]+)\$\$")
_TAG_BEFORE_TITLE = re.compile(r"^\s*[\[【](?:preprint|arxiv|data|new|paper|论文)[\]】]\s*", re.IGNORECASE)
_TYPES = {
    "conferences": "paper-conference", "conference": "paper-conference", "books": "book", "book": "book",
    "theses": "thesis", "thesis": "thesis", "patents": "patent", "preprints": "article", "1": "paper-conference",
    "2": "article-journal", "3": "article", "4": "report", "5": "book", "6": "chapter", "7": "thesis", "8": "patent",
}  # fmt: skip
_CSL_TYPES = frozenset(
    {"article", "article-journal", "paper-conference", "chapter", "book", "thesis", "report", "patent", "manuscript"}
)
_PROFILES = frozenset({"admin", "me"})
_FIRST_OF_JANUARY = (1, 1)
_PAPER_LABELS = re.compile(
    r"(?:download )?(?:the )?(?:paper|pdf|preprint|arxiv|doi|article|full text|link)(?: here)?|here|论文|下载",
    re.IGNORECASE,
)
_MOST_LINKS = 60


@frozen()
class Shown:
    """A file's front matter without what its template left there, and its body."""

    path: str
    values: Mapping[str, Value]
    body: str
    permalink: str = ""

    @classmethod
    def of(cls, path: str, values: Mapping[str, Value], body: str) -> Shown:
        """Return what the file itself says."""
        folded = {name.casefold().replace("-", "_"): value for name, value in values.items()}
        kept = {name: value for name, value in folded.items() if not (isinstance(value, str) and is_left_over(value))}
        return cls(path, kept, body, str(folded.get("permalink") or ""))

    def text(self, *names: str) -> str:
        """Return the words of the first of these keys that says anything."""
        for name in names:
            value = self.values.get(name)
            if isinstance(value, str | int | float) and not isinstance(value, bool):
                words = plain_words(str(value))
                if words:
                    return words
        return ""

    def title(self) -> str:
        """Return the title, "" where there is none; mathematics stays as ``$…$``."""
        value = self.values.get("title")
        if not isinstance(value, str | int | float) or isinstance(value, bool):
            return ""
        return plain_title(str(value))

    def date(self, *, exact: bool = False) -> PartialDate | None:
        """Return the date at the precision that can be believed.

        A generator wants whole days, so people make some up: 1 January means the year. ``exact``: of a talk, any other
        day does stand; of a work, a first of the month means the month.
        """
        written = self._written("date", "event_start", "start", "year")
        in_name = _DATE_IN_NAME.match(PurePosixPath(self._file_name()).stem)
        named = "-".join(in_name.groups()) if in_name else ""
        for text in (written, named):
            if text and not is_left_over_date(text, self.path, self.permalink):
                found = parse_date(text)
                if found:
                    return _believed(found, exact=exact)
        year = _YEAR_IN_NAME.match(self._file_name()) if not named else None
        return PartialDate(int(year.group(1))) if year else None

    def end(self) -> PartialDate | None:
        """Return the last day, where the file gives one."""
        written = self._written("end", "event_end", "date_end", "end_date")
        return parse_date(written) if written else None

    def terms(self) -> tuple[str, ...]:
        """Return the terms of a course as written, the newest last, else the one that the file's name tells."""
        for name in ("terms", "term", "semester", "semesters"):
            value = self.values.get(name)
            if isinstance(value, list):
                return in_order(words for one in value if isinstance(one, str) and (words := plain_words(one)))
            if isinstance(value, str) and value.strip():
                return in_order(listed_terms(plain_words(value)))
        named = _TERM_IN_NAME.match(self._file_name())
        term = f"{named.group(1)}-{named.group(2).casefold()}" if named else ""
        return (term,) if term and parse_term(term) and not self._bears_the_templates_name() else ()

    def venue_and_status(self) -> tuple[str, str]:
        """Return where a work appeared, and ``submitted`` where the file says that it has not yet."""
        venue = _IN.sub("", self.text(*_VENUE_KEYS)).rstrip(" .,")
        return ("", "submitted") if _UNPUBLISHED.match(venue) else (venue, "")

    def work_type(self) -> str:
        """Return the CSL type, "" where nothing tells: ``manuscripts`` is what academicpages' template begins with."""
        names = ("publication_types", "publication_type", "category")
        value = next((self.values[name] for name in names if self.values.get(name)), None)
        first = value[0] if isinstance(value, list) and value else value
        word = str(first or "").strip().casefold()
        return word if word in _CSL_TYPES and word != "manuscript" else _TYPES.get(word, "")

    def authors(self, title: str, owner: Name | None) -> tuple[tuple[Name, ...], bool]:
        """Return the authors and whether they are all; none where any of them can't be told."""
        listed, notes = self._listed(owner)
        names = (listed.names and listed) or self._from_text(title)
        meanings = legend(plain_words(f"{self.values.get('authors', '')}\n{self.body[:4_000]}"))
        roles = with_roles(names.names, meanings) if names.names else ()
        if notes and len(notes) == len(roles):
            noted = zip(roles, map(_noted, notes), strict=True)
            roles = tuple(replace(one, roles=note or one.roles) for one, note in noted)
        return roles, names.complete if roles else True

    def _listed(self, owner: Name | None) -> tuple[NameList, Sequence[str]]:
        """The authors of a key of their own, and the notes that Hugo has on each."""
        for key in _AUTHOR_KEYS:
            value = self.values.get(key)
            if isinstance(value, str) and value.strip():
                return name_list(plain_words(value)), ()
            if isinstance(value, list) and value:
                notes = self.values.get("author_notes")
                return _members(value, owner), [str(note) for note in notes] if isinstance(notes, list) else ()
        return NOBODY, ()

    def _from_text(self, title: str) -> NameList:
        citation = self.values.get("citation")
        found = authors_of_citation(citation, title) if isinstance(citation, str) else NOBODY
        texts = [self.text("excerpt"), *_first_paragraphs(self.body)]
        lists = (name_list(plain_words(text)) for text in texts)
        # A single name in running text may be anybody's.
        return found if found.names else next((one for one in lists if len(one.names) > 1), NOBODY)

    def identifiers(self) -> tuple[Identifier, ...]:
        """Return the identifiers of the work itself."""
        found: list[Identifier] = []
        doi = doi_identifier(self.text("doi") or _nested(self.values, "hugoblox", "ids", "doi"))
        found += [doi] if doi else []
        arxiv = normal_arxiv(self.text("arxiv", "arxiv_id") or _nested(self.values, "hugoblox", "ids", "arxiv"))
        found += [Identifier("arxiv", arxiv)] if arxiv else []
        for key in _IDENTIFYING:
            found += identifiers_at(self._address(key))
        found += [] if found else self._in_body()
        return tuple({one.scheme: one for one in reversed(found)}.values())[::-1]

    def _in_body(self) -> list[Identifier]:
        """The identifiers that the body's link to the paper names; a body may link to other papers too."""
        named = {
            one
            for piece in read_inline(self.body[:20_000]).pieces
            if piece.url and _PAPER_LABELS.fullmatch(piece.text.strip(" []()"))
            for one in identifiers_at(piece.url)
        }
        schemes = [one.scheme for one in named]
        return sorted(named) if len(set(schemes)) == len(schemes) else []

    def links(self) -> tuple[Link, ...]:
        """Return the links of the entry, one of each kind; an identifier's own address is none."""
        found: dict[str, str] = {}
        for kind, address in self._links():
            if address and not is_left_over(address) and not identifiers_at(address):
                found.setdefault(kind, address)
        return tuple(Link(kind, address) for kind, address in found.items())

    def _links(self) -> Iterator[tuple[str, str]]:
        for kind, keys in _LINK_KEYS.items():
            for key in keys:
                address = self._address(key)
                yield (kind_by_address(address) or kind if kind == "url" else kind), address
        listed = self.values.get("links")
        for one in listed[:_MOST_LINKS] if isinstance(listed, list) else ():
            if isinstance(one, dict):
                address = web_url(str(one.get("url") or ""))
                label = str(one.get("type") or one.get("name") or "")
                yield link_kind({"dataset": "data", "source": "code"}.get(label, label), address) or "url", address

    def _address(self, key: str) -> str:
        value = self.values.get(key)
        return web_url(value) if isinstance(value, str) else ""

    def _written(self, *names: str) -> str:
        values = (self.values.get(name) for name in names)
        written = (str(value) for value in values if isinstance(value, str | int) and not isinstance(value, bool))
        return next((text for text in written if text.strip()), "")

    def _file_name(self) -> str:
        """The name that tells: of ``content/publication/2020-tea/index.md`` the folder's."""
        path = PurePosixPath(self.path)
        return path.parent.name if path.stem in ("index", "_index") else path.name

    def _bears_the_templates_name(self) -> bool:
        name = PurePosixPath(self._file_name()).stem
        return bool(re.fullmatch(r"\d{4}-spring-teaching-\d", name))


def plain_title(text: str) -> str:
    """Return a title as a reader sees it: without markup, entities and a full stop; mathematics stays as ``$…$``."""
    text = _DISPLAY_MATH.sub(r"$\1$", text)
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found.group())
        return f"\ue000{len(kept) - 1}\ue001"

    words = plain_words(re.sub(r"\$[^$\n]{1,300}\$", keep, text))
    words = re.sub("\ue000(\\d+)\ue001", lambda found: kept[int(found.group(1))], words)
    title = _TAG_BEFORE_TITLE.sub("", words).strip()
    return title[:-1] if title.endswith(".") and not title.endswith("..") else title


def _believed(found: PartialDate, *, exact: bool) -> PartialDate:
    if (found.month, found.day) == _FIRST_OF_JANUARY:
        return PartialDate(found.year)
    return PartialDate(found.year, found.month) if found.day == 1 and not exact else found


def _members(listed: Sequence[Value], owner: Name | None) -> NameList:
    names = []
    for one in listed:
        text = one.get("name") if isinstance(one, dict) else one
        words = plain_words(str(text or ""))
        if words.casefold() in _PROFILES:
            if owner is None:
                return NOBODY
            words = str(owner)
        written = written_name(words)
        if written is None:
            return NOBODY
        names.append(written)
    return NameList(tuple(names))


def _noted(note: str) -> tuple[str, ...]:
    folded = note.casefold()
    roles = {"equal": "equal" in folded or "co-first" in folded, "corresponding": "correspond" in folded}
    return tuple(sorted(role for role, said in roles.items() if said))


def _first_paragraphs(body: str) -> list[str]:
    paragraphs = [part for part in re.split(r"\n\s*\n", body[:4_000]) if part.strip()]
    texts = [re.sub(r"^\s*#*\s*Authors?\s*:?\s*\n[-=]+\s*\n", "", part, flags=re.IGNORECASE) for part in paragraphs[:2]]
    return [plain_words(text.split("\n\n")[0]) for text in texts if len(text) < 1_500]  # noqa: PLR2004 - longer is an abstract


def _nested(values: Mapping[str, Value], *names: str) -> str:
    value: Value = dict(values)
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    text = str(value or "")
    return "" if is_left_over(text) else text
