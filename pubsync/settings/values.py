"""What single values in ``pubsync.yaml`` may be; what they may not is told as one expects it after "it should be"."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from pubsync.settings.cron import parse_cron

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_DAYS = re.compile(r"^\s*(\d+)\s*(?:d|days?)?\s*$")
_MINUTES = re.compile(r"\s*([0-9]{1,4})\s*(?:m|min|minutes?)?\s*")
_MOST_MINUTES = 720
_MAIL_ADDRESS = re.compile(r"[^\s@<>,;:]+@[^\s@<>,;:]+\.[^\s@<>,;:.]+")
SIGNS = "* † ‡ § ¶ ‖ # ✉ ☆ ★ ♠ ♣ ♥ ♦ △ ▲ ◇"
SIGN = re.compile(rf"[{SIGNS.replace(' ', '')}]{{1,3}}")
"""What may mark an author: nothing that a page could act on, or that could be taken for a part of the name."""


def _listed(value: object) -> object:
    """One entry where a list may stand is a list of it, and a key with nothing behind it an empty one."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str | dict) else value


def _days(value: object) -> object:
    found = _DAYS.match(str(value))
    if not found:
        message = "should be a number of days, such as 30 days"
        raise ValueError(message)
    return int(found.group(1))


def _minutes(value: object) -> object:
    found = _MINUTES.fullmatch(str(value))
    if not found or int(found.group(1)) > _MOST_MINUTES:
        message = f"should be a number of minutes up to {_MOST_MINUTES}, such as 15 minutes"
        raise ValueError(message)
    return int(found.group(1))


def _sign(value: object) -> object:
    text = "" if value is None else str(value).strip()
    if text and not SIGN.fullmatch(text):
        message = f"should be up to three of the signs {SIGNS}, in quotes"
        raise ValueError(message)
    return text


def _schedule(text: str) -> str:
    if text:
        parse_cron(text)
    return text


def _mail_address(text: str) -> str:
    if text and not _MAIL_ADDRESS.fullmatch(text):
        message = "should be an e-mail address, such as you@example.edu"
        raise ValueError(message)
    return text


def _site_path(text: str) -> str:
    path = PurePosixPath(text)
    if not text or path.is_absolute() or ".." in path.parts or "\\" in text:
        message = "should be a path within the site's folder, such as publications.html"
        raise ValueError(message)
    return str(path)


def _command(value: object) -> object:
    words = value if isinstance(value, list | tuple) else [value]
    if not words or not all(isinstance(word, str) for word in words):
        message = "should be a command, such as mail -s pubsync you@example.edu, or a list of its words"
        raise ValueError(message)
    return value


def _partial_date(value: object) -> object:
    text = "" if value is None else str(value)
    if text and not _DATE.fullmatch(text):
        message = "should be a date such as 2021, 2021-09 or 2021-09-01"
        raise ValueError(message)
    return text


OneOrMore = BeforeValidator(_listed)
Days = Annotated[int, BeforeValidator(_days)]
Minutes = Annotated[int, BeforeValidator(_minutes)]
Schedule = Annotated[str, AfterValidator(_schedule)]
MailAddress = Annotated[str, AfterValidator(_mail_address)]
SitePath = Annotated[str, AfterValidator(_site_path)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")]
NonEmpty = Annotated[str, Field(min_length=1)]
Command = Annotated[str | tuple[str, ...], BeforeValidator(_command)]
Sign = Annotated[str, BeforeValidator(_sign)]
PartialDateText = Annotated[str, BeforeValidator(_partial_date)]
