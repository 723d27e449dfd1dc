"""In which languages a site is written: the main one, and the others with a page or a folder of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pubsync.detect.pages import home_pages, pages_of
from pubsync.detect.survey import Survey, nested

_TAG = re.compile(r"^([a-z]{2,3})(?:[-_][A-Za-z0-9]+)*$", re.IGNORECASE)
_IN_PATH = re.compile(
    r"(?:^|[/._-])(zh|cn|chinese|en|english)(?:[-_](?:cn|hans|hant|tw|us|gb))?(?=[/.]|$)", re.IGNORECASE
)
_WORDS = {"cn": "zh", "chinese": "zh", "english": "en"}
_HTML_LANG = re.compile(r"<html\b[^<>]{0,200}?\blang\s*=\s*[\"']?([A-Za-z-]{2,15})", re.IGNORECASE)
_MARKUP = re.compile(r"<[^<>]{0,1000}>|\]\([^()]{0,600}\)|\{[{%][^{}]{0,300}[%}]\}")
_HAN = re.compile("[\u4e00-\u9fff]")
_LETTER = re.compile("[A-Za-z\u00c0-\u024f]")
_LATIN_PER_HAN = 3
"""So many Latin letters say about as much as one character."""
_FEWEST = 40


class FoundLanguage(NamedTuple):
    """A language by its main tag, with a page or folder in it, "" where only the configuration names it."""

    tag: str
    where: str = ""
    folder: str = ""
    """The content folder of its own, in a Hugo site that has one for each language."""


def languages_of(survey: Survey) -> tuple[FoundLanguage, ...]:
    """Return the site's languages, the main one first; ("en",) where nothing tells."""
    found: dict[str, FoundLanguage] = {}
    pages = list(_of_pages(survey))
    # Who uses Jekyll often leaves the template's own locale as it is; what the home page is written in tells more.
    home = pages[:1] if survey.engine != "hugo" else []
    for one in (*home, *_configured(survey), *pages):
        known = found.get(one.tag)
        if known is None or not known.where:
            found[one.tag] = FoundLanguage(one.tag, one.where, (known.folder if known else "") or one.folder)
    return tuple(found.values()) or (FoundLanguage("en"),)


def main_tag(text: object) -> str:
    """Return the main tag of a language such as ``zh-CN``, "" where the text is none."""
    found = _TAG.match(str(text).strip()) if isinstance(text, str) else None
    tag = found[1].casefold() if found else ""
    return _WORDS.get(tag, tag)


def _configured(survey: Survey) -> Iterator[FoundLanguage]:
    config = survey.config
    for name in ("defaultContentLanguage", "languageCode", "locale", "lang", "language"):
        if tag := main_tag(nested(config, name)):
            yield FoundLanguage(tag)
            break
    for named in (nested(config, "languages"), *_language_files(survey)):
        for name, settings in named.items() if isinstance(named, dict) else ():
            folder = nested(settings, "contentDir") if isinstance(settings, dict) else None
            if tag := main_tag(str(name)):
                yield FoundLanguage(tag, folder=folder if isinstance(folder, str) else "")


def _language_files(survey: Survey) -> Iterator[object]:
    for suffix in ("yaml", "yml", "toml", "json"):
        yield dict(survey.document(f"config/_default/languages.{suffix}"))


def _of_pages(survey: Survey) -> Iterator[FoundLanguage]:
    for path in (*home_pages(survey), *pages_of(survey)):
        if tag := _of_page(survey, path):
            yield FoundLanguage(tag, path)


def _of_page(survey: Survey, path: str) -> str:
    """The language of a page by what it says itself, by its name, and by its letters; "" where they are too few."""
    front, text = survey.front(path), survey.text(path)
    said = _HTML_LANG.search(text)
    for told in (front.get("lang"), front.get("locale"), front.get("language"), said[1] if said else None):
        if tag := main_tag(told):
            return tag
    named = _IN_PATH.search(path)
    if named:
        return _WORDS.get(named[1].casefold(), named[1].casefold())
    words = _MARKUP.sub(" ", text)
    han, latin = len(_HAN.findall(words)), len(_LETTER.findall(words))
    if han * _LATIN_PER_HAN + latin < _FEWEST:
        return ""
    return "zh" if han * _LATIN_PER_HAN > latin else "en"
