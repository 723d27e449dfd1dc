"""Texts of an event for a page: what a description says, without what only the invited should know. Pure.

Invitations carry links to join a call, with passwords in them. None of it may reach a public page.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pubsync.formats.bibtex.links import web_address
from pubsync.records.identifiers import Link
from pubsync.sources.calendars.events import Attached
from pubsync.sources.markup import one_line

LONGEST = 20_000
"""Characters of a description that are read."""
_LONG_LINE = 200
_LONGEST_LABEL = 60

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]{0,20})(?P<rest>[^<>]{0,2000})>|<[!?][^<>]*>?")
_HREF = re.compile(r"\bhref\s*=\s*[\"']?(https?://[^\s\"'<>]+)", re.IGNORECASE)
_MARKUP = re.compile(
    r"</?(?:a|b|br|p|div|span|ul|ol|li|i|u|em|strong|html|body|head|h[1-6]|table|t[rdh]|tbody|font|hr|img|style|script"
    r"|meta|pre|blockquote)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_NEW_LINE = frozenset(
    ("br", "p", "div", "li", "tr", "ul", "ol", "table", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre")
)
_UNSHOWN = frozenset(("script", "style", "head", "title"))

_ADDRESS = re.compile(r"https?://[^\s<>\"]{1,2000}", re.IGNORECASE)
_JOINING = re.compile(
    r"(?<![\w.-])(?:https?://)?[\w.-]{0,100}\b(?:zoom\.(?:us|com|com\.cn)/(?!rec/)|meet\.google\.com|webex\.com"
    r"|teams\.(?:microsoft|live)\.com|gotomeet(?:ing)?\.com|whereby\.com|meeting\.tencent\.com|voovmeeting\.com"
    r"|meet\.jit\.si|bluejeans\.com|vc\.feishu\.cn|join\.skype\.com|aka\.ms/|tel\.meet|chime\.aws"
    r"|calendar\.google\.com)[^\s<>\"]*"
    r"|https?://[^\s<>\"]{0,80}(?:dialin|bigbluebutton|/bbb/|meetup-join)[^\s<>\"]*",
    re.IGNORECASE,
)
_ACCESS = re.compile(
    r"(?<!\w)(?:pass ?code|pass ?word|pwd|pin|kenncode|kennwort|mot de passe|会议 ?(?:号码?|id)|(?:会议|入会)?密码"
    r"|(?:meeting|webinar|conference|phone conference|access) ?(?:id|number|code|key))\s*[:：#=]\s*\S+(?:[ -]\d+)*"
    r"|\+\d[\d ()-]{6,20},,[\d,#*]+",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"\W*(?:join (?:zoom|webex|microsoft|with google|the meeting|on your|from (?:pc|your|an?)|by (?:phone|meeting))\b.*"
    r"|join (?:by video|via (?:zoom|phone|video))\b.*|.*\binviting you to a scheduled\b.*|one tap mobile.*"
    r"|(?:microsoft teams|zoom|webex)(?: meeting)?(?: need help\?)?|find (?:a|your) local number.*"
    r"|(?:or )?(?:dial|call) in (?:by|with|using|\(audio).*|dial by your location.*|reset (?:dial-in )?pin"
    r"|learn more(?: \| meeting options)?|meeting options|please do not edit this section.*"
    r"|.*邀请您参加(?:腾讯会议|zoom).*|点击链接(?:直接)?入会.*)\W*",
    re.IGNORECASE,
)
_NUMBER_OR_RULE = re.compile(r"^[\W_]*$|^[•*·\s]*\+\d[\d\s,#*().-]{6,}(?:\D{0,40})$")
# What Google Calendar writes between two such lines is its own.
_GOOGLES_OWN = re.compile(r"-::?~?:[:~]{8,}-?.*?(?:-::?~?:[:~]{8,}-|$)", re.DOTALL)

_SLIDES = re.compile(
    r"\b(?:slides?|slide deck|folien|transparents|diapositives)\b|幻灯|课件|讲稿|演示文稿", re.IGNORECASE
)
_VIDEO = re.compile(r"\b(?:video|recording|aufzeichnung|enregistrement)s?\b|视频|录[像播屏]|回放", re.IGNORECASE)
_SLIDES_FILE = re.compile(r"\.(?:pptx?|odp|key)(?:$|[?#])|presentation", re.IGNORECASE)
_VIDEO_FILE = re.compile(r"\.(?:mp4|mov|webm|mkv)(?:$|[?#])", re.IGNORECASE)
_CLOSING = re.compile(r"[.,;)）\]]+$")
_LEFT_OVER = " ;,.)]）、；，。"
_BEHIND = re.compile(r"\s*[(（\[][^()（）\[\]]{2,30}[)）\]]")
_LABEL_END = " :：-–—=>(（[<、，,."


class Description(NamedTuple):
    """A description in one line, the links in it that are marked as slides or video, and whether it was cut."""

    text: str
    links: tuple[Link, ...]
    cut: bool


def read_description(written: str) -> Description:
    """Return what a description says to everybody."""
    links: dict[str, Link] = {}
    kept = []
    for line in _public_lines(_lines(written[:LONGEST])):
        found, rest = _marked_links(line)
        for link in found:
            links.setdefault(link.kind, link)
        kept.append(rest)
    return Description(one_line(" ".join(kept)), tuple(links.values()), len(written) > LONGEST)


def read_links(url: str, attached: Sequence[Attached], described: Sequence[Link]) -> tuple[Link, ...]:
    """Return the links of an event, one of each kind: its own address, then slides and video.

    Of attached files only those are taken that are marked so: others, such as a shared document, may be nobody's
    business.
    """
    address = "" if _JOINING.search(url) else web_address(url)
    found = {"url": Link("url", address)} if address else {}
    for link in (*_attached_links(attached), *described):
        found.setdefault(link.kind, link)
    return tuple(found.values())


def is_joining(text: str) -> bool:
    """Whether a text holds an address at which a call is joined, or words of an invitation to one."""
    return bool(_JOINING.search(text) or _CALL.fullmatch(text))


def without_joining(text: str) -> str:
    """Return a text without such addresses and what opens them."""
    return _ACCESS.sub(" ", _JOINING.sub(" ", text))


def _attached_links(attached: Sequence[Attached]) -> Iterator[Link]:
    for file in attached:
        address = "" if _JOINING.search(file.url) else web_address(file.url)
        words = re.sub(r"[_+%-]+", " ", f"{file.name} {file.url}")
        for kind, marked, ending in (("slides", _SLIDES, _SLIDES_FILE), ("video", _VIDEO, _VIDEO_FILE)):
            if address and (marked.search(words) or ending.search(file.name) or ending.search(file.url)):
                yield Link(kind, address)
                break


def _lines(written: str) -> list[str]:
    text = _GOOGLES_OWN.sub("\n", written)
    if _MARKUP.search(text):
        text = _GOOGLES_OWN.sub("\n", "".join(_text_of_markup(text)))
    return html.unescape(text).splitlines()


def _text_of_markup(text: str) -> Iterator[str]:
    """Yield the text of a piece of HTML; an address follows the words that lead to it.

    A reader of its own, since that of the standard library takes a time that grows with the square of a hostile text.
    """
    done, words, unshown, address = 0, 0, "", ""
    for tag in _TAG.finditer(text):
        if not unshown:
            yield text[done : tag.start()]
        done, name = tag.end(), (tag["name"] or "").lower()
        if name in _UNSHOWN:
            unshown = "" if tag["end"] else name
        if name in _NEW_LINE:
            yield "\n"
        if name == "a":
            if address and not _ADDRESS.search(text, words, tag.start()):
                yield f" {address} "
            href = None if tag["end"] else _HREF.search(tag["rest"])
            address, words = href.group(1) if href else "", done
    yield "" if unshown else text[done:]


def _public_lines(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        if len(line) > _LONG_LINE:
            yield without_joining(line)
        elif not (_NUMBER_OR_RULE.match(line) or is_joining(line) or _ACCESS.search(line)):
            yield line


def _marked_links(line: str) -> tuple[list[Link], str]:
    """Return the links of a line with a word by them that says what they are, and the line without them."""
    found: list[Link] = []
    rest: list[str] = []
    done = 0
    for place in _ADDRESS.finditer(line):
        before, after = line[done : place.start()], _BEHIND.match(line, place.end())
        if found and not rest[-1]:
            before = before.lstrip(_LEFT_OVER)
        kind = _kind(before.rstrip(_LABEL_END)[-_LONGEST_LABEL:]) or _kind(after.group() if after else "")
        address = web_address(_CLOSING.sub("", place.group()))
        if kind and address:
            found.append(Link(kind, address))
            # A label by itself goes with its link; one within a sentence stays.
            rest.append(before if len(before) > _LONGEST_LABEL else "")
            done = after.end() if after and _kind(after.group()) else place.end()
        else:
            rest.append(f"{before}{place.group()}")
            done = place.end()
    return found, "".join((*rest, line[done:].lstrip(_LEFT_OVER if found and not rest[-1] else None)))


def _kind(label: str) -> str:
    return "slides" if _SLIDES.search(label) else "video" if _VIDEO.search(label) else ""
