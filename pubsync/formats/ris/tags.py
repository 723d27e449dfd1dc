"""How each form writes its lines, and what its tags mean, in words that all forms share.

RIS after RefMan's specification and the habits of those who write it, EndNote after its own import filter, RefWorks
after the legend in its exports, PubMed after https://www.nlm.nih.gov/bsd/mms/medlineelements.html, Web of Science after
its field tags (https://images.webofknowledge.com/images/help/WOS/hs_wos_fieldtags.html), NoteExpress after what CNKI
and Wanfang export. A tag that stands in no table says nothing that a publication list needs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pubsync.formats.ris.lines import Syntax


def _table(*rows: str) -> dict[str, tuple[str, ...]]:
    """Read rows of a word and the tags that mean it; some tags mean two things."""
    table: dict[str, tuple[str, ...]] = {}
    for word, *tags in map(str.split, rows):
        table |= {tag: (*table.get(tag, ()), word) for tag in tags}
    return table


_RIS = _table(
    "type TY",
    "title T1 TI CT",
    "title_other TT OT",
    "book_title BT",
    "container T2",
    "journal JF",
    "journal_too JO",
    "short_journal JA J2 J1 JI J9",
    "proceedings C3",
    "series T3",
    "author AU A1",
    "author_other TA",
    "editor ED",
    "author2 A2",
    "author3 A3",
    "translator A4",
    "year PY",
    "date DA",
    "old_date Y1",
    "volume VL VO",
    "issue IS CP",
    "misc M1",
    "start SP",
    "end EP",
    "pages PG",
    "article_number C7 AR",
    "serial SN",
    "doi DO DI",
    "maybe_doi L3 M3",
    "kind M3",
    "url UR LK",
    "pdf L1",
    "fulltext L2",
    "abstract AB",
    "abstract_too N2",
    "keyword KW",
    "note N1",
    "publisher PB PU",
    "place CY PP PI",
    "place_too C1",
    "edition ET",
    "language LA",
    "id ID LB",
    "accession AN",
    "database DB DP",
    "pubmed U1 U2 U4 C2 C5 C3 PM",
)
_ENDNOTE = _table(
    "type 0",
    "title T",
    "title_other Q",
    "container B",
    "journal J",
    "proceedings 3",
    "series S",
    "author A",
    "author_other H",
    "editor E",
    "author3 Y",
    "translator ?",
    "year D",
    "date 8",
    "volume V",
    "issue N",
    "pages P",
    "article_number ]",
    "serial @",
    "doi R",
    "maybe_doi O",
    "kind 9",
    "url U",
    "pdf >",
    "abstract X",
    "keyword K",
    "note Z",
    "publisher I",
    "place C",
    "place_too 1",
    "pubmed 2",
    "edition 7",
    "language G",
    "id F",
    "accession M",
    "database W ~",
)
_REFWORKS = _table(
    "type RT",
    "title T1",
    "title_other OT",
    "container T2",
    "journal JF",
    "short_journal JO",
    "series T3",
    "author A1",
    "author2 A2",
    "author3 A3",
    "translator A4",
    "year YR",
    "date FD",
    "volume VO vo",
    "issue IS",
    "start SP",
    "end OP",
    "serial SN",
    "doi DO",
    "url LK UL URL",
    "abstract AB",
    "keyword K1",
    "note NO",
    "publisher PB",
    "place PP",
    "edition ED",
    "language LA",
    "id ID",
    "accession AN",
    "kind CL",
    "database DB DS",
    "pmid PMID",
    "pubmed PMCID",
)
_NBIB = _table(
    "type PT",
    "title TI",
    "title_other TT",
    "book_title BTI",
    "journal JT",
    "short_journal TA",
    "series CTI",
    "author_full FAU CN",
    "author AU",
    "editor_full FED",
    "editor ED",
    "date DP",
    "volume VI",
    "issue IP",
    "pages PG",
    "serial IS ISBN",
    "locator LID AID",
    "abstract AB",
    "keyword OT KW",
    "publisher PB",
    "edition EN",
    "language LA",
    "pmid PMID",
    "accession PMID OID",
    "pubmed PMC",
)
_WOS = _table(
    "type DT PT",
    "title TI",
    "container SO",
    "short_journal JI",
    "series SE",
    "author_full AF",
    "author AU BA",
    "editor BE ED",
    "year PY",
    "date PD",
    "volume VL",
    "issue IS",
    "start BP",
    "end EP",
    "article_number AR",
    "serial SN EI BN",
    "doi DI",
    "abstract AB",
    "keyword DE",
    "publisher PU",
    "place PI",
    "event CT",
    "event_place CL",
    "language LA",
    "accession UT",
    "pmid PM",
    "number PN",
)
_WOS_TOO = (
    "BF CA GP BS CY SP HO ID C1 C3 RP EM RI OI FU FX FP CR NR TC Z9 U1 U2 PA J9 SU SI MA DL D2 EA PG WC WE SC GA "
    "OA HC HP DA ER AE PC DG PS CC MC MQ OR BD"
)
"""Tags that say nothing here; lines that have none go on with the line before."""
_NOTEEXPRESS = {
    name: (word,)
    for name, word in {
        "reference type": "type",
        "title": "title",
        "translated title": "title_other",
        "author": "author",
        "translated author": "author_other",
        "journal": "journal",
        "translated journal": "journal_other",
        "source": "journal",
        "secondary title": "container",
        "tertiary title": "container",
        "book title": "book_title",
        "conference name": "container",
        "series title": "series",
        "secondary author": "editor",
        "editor": "editor",
        "tertiary author": "author3",
        "subsidiary author": "translator",
        "translator": "translator",
        "year": "year",
        "date": "date",
        "volume": "volume",
        "issue": "issue",
        "pages": "pages",
        "isbn/issn": "serial",
        "issn": "serial",
        "isbn": "serial",
        "图书印刷版isbn": "serial",
        "doi": "doi",
        "electronic resource number": "doi",
        "url": "url",
        "link": "url",
        "abstract": "abstract",
        "keywords": "keyword",
        "publisher": "publisher",
        "place published": "place",
        "conference location": "place",
        "type of work": "kind",
        "edition": "edition",
        "language": "language",
        "label": "id",
        "accession number": "accession",
        "patent number": "number",
        "standard number": "number",
        "report number": "number",
        "database provider": "database",
        "name of database": "database",
        "srcdatabase": "database",
    }.items()
}
WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "ris": _RIS,
    "endnote": _ENDNOTE,
    "refworks": _REFWORKS,
    "noteexpress": _NOTEEXPRESS,
    "nbib": _NBIB,
    "wos": _WOS,
}
"""What the tags of each form of tagged lines mean."""


def _tags(tags: Mapping[str, object] | str, more: str = "") -> str:
    known = {*(tags.split() if isinstance(tags, str) else tags), *more.split()}
    return "|".join(map(re.escape, sorted(known, key=lambda tag: (-len(tag), tag))))


SYNTAXES: Mapping[str, Syntax] = {
    "ris": Syntax(
        name="ris",
        # Two blanks stand before the hyphen; where some program has one, or a tab, only what is known is a tag.
        line=re.compile(
            r"[ \t]{0,3}(?P<tag>[A-Z][A-Z0-9](?=[ ]{2}-)|(?:"
            + _tags(_RIS, "ER AD Y2 ST RP AV L4 NV CN SE U3 U5 CA RN")
            + r")(?=[ \t]{1,4}-(?:[ \t]|$)))[ \t]{1,4}-(?P<value>.*)$"
        ),
        begins="TY",
        ends="ER",
        title="TI",
        each_line=frozenset(("KW", "SN", "UR", "L1", "L2", "DB")),
    ),
    "endnote": Syntax(
        name="endnote",
        line=re.compile(
            r"\s{0,8}%(?P<tag>[0-9A-Za-z!@#$&()*+,./:;<=>?\[\]^~](?=\s|$)|[AKT](?=[^\x00-\x7f]))\s?(?P<value>.*)$"
        ),
        begins="0",
        title="T",
        each_line=frozenset("K"),
    ),
    "refworks": Syntax(
        name="refworks",
        # CNKI leaves out the blank before some authors ("A1林行众"), and writes "vo" for the volume.
        line=re.compile(
            r"(?P<tag>" + _tags(_REFWORKS, "SR AD CN SF OL ST AV RD") + r")"
            r"(?:[ \t]+|(?=[^\x00-\x7f])|$)(?P<value>.*)$"
        ),
        begins="RT",
        title="T1",
        has_preamble=True,
    ),
    "noteexpress": Syntax(
        name="noteexpress",
        line=re.compile(r"\s{0,8}\{(?P<tag>[^{}]{1,60})\}\s{0,4}[:：](?P<value>.*)$"),
        begins="reference type",
        title="title",
    ),
    "nbib": Syntax(
        name="nbib",
        line=re.compile(r"(?=.{3,4}-)(?P<tag>[A-Z][A-Z0-9]{1,3}) {0,2}-(?:\s(?P<value>.*)|$)"),
        begins="PMID",
        title="TI",
    ),
    "wos": Syntax(
        name="wos",
        line=re.compile(r"(?P<tag>" + _tags(_WOS, _WOS_TOO) + r")(?: (?P<value>.*)|$)"),
        begins="PT",
        ends="ER",
        title="TI",
        each_line=frozenset(("AU", "AF", "BA", "BE", "ED")),
    ),
}
"""How the forms of tagged lines are written."""
