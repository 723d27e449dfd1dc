"""The place of an event, in one line of a calendar, to a venue and where that is. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

from pubsync.sources.calendars.wording import is_joining, without_joining
from pubsync.sources.markup import one_line

_LONGEST = 500
_MOST_PARTS_OF_PLACE = 3
_SEPARATOR = re.compile(r"\s*[,，;；、\n\r]\s*|\s+[|·]\s+")
_POSTCODE = re.compile(r"^(?:[A-Z]{1,2}-)?\d{4,6}\s+(?=\D)|\s+(?:[A-Z]{1,2}-)?\d{4,6}(?:-\d{4})?$")
_ONLINE = re.compile(
    r"^(?:online|virtual(?:ly)?|remote|zoom|webex|(?:microsoft |ms )?teams(?:[- ]meeting)?|google meet|skype|hybrid"
    r"|腾讯会议|线上|在线)(?: (?:meeting|only|event|call))?$",
    re.IGNORECASE,
)
_VENUE = re.compile(
    r"universi|institut|\b(?:room|hall|building|bldg|campus|school|college|academy|faculty|department|dept|center|centre"
    r"|hotel|auditorium|theat(?:er|re)|library|museum|laborator|labs?|floor|tower|street|avenue|ave|road|st|suite|inc|ltd"
    r"|gmbh|conference|workshop|symposium|seminar|hs|aula|raum|saal|salle|sala|h[oö]rsaal|geb[aä]ude)\b"
    r"|stra(?:ss|ß)e\b|大学|学院|学校|研究|大厦|大楼|号楼|教学楼|楼|室|厅|馆|酒店|宾馆|中心|会议|公司|路\d|街\d",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"\b(?=[A-Z]*[A-Z]{3})[A-Z0-9]{3,}\b|\b(?:UC|TU|FU|HU|LMU)\b")
_STATE = re.compile(
    r"^(?:A[LKZR]|C[AOT]|D[CE]|FL|GA|HI|I[DLNA]|K[SY]|LA|M[EDAINSOT]|N[EVHJMYCD]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT|V[TA]"
    r"|W[AVIY]|ON|QC|BC|AB|NSW|VIC|QLD)$"
)
_COUNTRIES = re.compile(
    r"^(?:argentina|australia|austria|belgium|brazil|bulgaria|canada|chile|(?:p\.?r\.? )?china|colombia|croatia"
    r"|cyprus|czech republic|czechia|denmark|egypt|estonia|finland|france|germany|deutschland|greece|hong kong(?: sar)?"
    r"|hungary|iceland|india|indonesia|iran|ireland|israel|italy|italia|japan|kenya|(?:south )?korea|latvia|lithuania"
    r"|luxembourg|maca[uo]|malaysia|mexico|morocco|(?:the )?netherlands|new zealand|nigeria|norway|pakistan|peru"
    r"|philippines|poland|portugal|qatar|romania|russia|saudi arabia|serbia|singapore|slovakia|slovenia|south africa"
    r"|spain|españa|sweden|switzerland|schweiz|suisse|svizzera|taiwan|thailand|tunisia|turkey|türkiye|uae"
    r"|united arab emirates|ukraine|u\.?k\.?|united kingdom|england|scotland"
    r"|wales|u\.?s\.?(?:a\.?)?|united states(?: of america)?"
    r"|uruguay|vietnam|österreich|中国|日本|韩国|美国|英国|德国|法国|瑞士|新加坡|加拿大|澳大利亚|香港|台湾|澳门)$",
    re.IGNORECASE,
)


class Place(NamedTuple):
    """Where an event is: its venue (``Room 5, ETH Zürich``) and the place of that (``Switzerland``)."""

    venue: str = ""
    location: str = ""


def read_place(written: str) -> Place:
    """Return the place that a LOCATION names; but for postcodes and addresses of calls nothing of it is lost.

    The end of the line is the place (country, state, town) as far as it looks like one, what stands before it the
    venue. A text in one part is a venue, unless it is a country or ``Online``.
    """
    parts = [one_line(part) for part in _SEPARATOR.split(_public(written[:_LONGEST]))]
    parts = [part for part in parts if part.strip(" .-/()")]
    if not parts:
        return Place(location="Online" if is_joining(written) else "")
    start = _beginning_of_place(parts)
    venue, location = parts[:start], map(_without_postcode, parts[start:])
    return Place(", ".join(venue), ", ".join(filter(None, location)))


def _public(written: str) -> str:
    return "\n".join(without_joining(line) for line in written.splitlines())


def _beginning_of_place(parts: list[str]) -> int:
    """Return the number of the part with which the place begins."""
    start = len(parts)
    while start > 0 and len(parts) - start < _MOST_PARTS_OF_PLACE and _is_place(parts, start - 1):
        start -= 1
    return start


def _is_place(parts: list[str], number: int) -> bool:
    part = _without_postcode(parts[number])
    if _is_known(part) or _ONLINE.match(part):
        return True
    if re.search(r"\d", part) or _VENUE.search(part) or _ACRONYM.search(part):
        return False
    # "Berlin, Germany" is a place, "Inria, Paris" a venue and its town.
    return number > 0 or (len(parts) == len(("town", "country")) and _is_known(_without_postcode(parts[1])))


def _is_known(part: str) -> bool:
    return bool(_COUNTRIES.match(part) or _STATE.match(part))


def _without_postcode(part: str) -> str:
    return _POSTCODE.sub("", part).strip()
