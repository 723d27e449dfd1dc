"""What the links of a hand-made entry lead to: a kind for each, and the identifiers that addresses name.

The DOI is read from the paths of publishers that put it there; one that can't be told from what follows it is none.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from pubsync.records.identifiers import Identifier, doi_identifier, identifiers_in_url

KINDS = ("url", "pdf", "code", "data", "slides", "video", "poster", "project", "bibtex")
"""The kinds of links that are told apart; ``doi`` and ``arxiv`` are identifiers."""

_LABELS = (
    ("bibtex", r"bib(?:tex)?(?: file)?|cite|cit(?:ation|e this)|bibtex entry|引用"),
    ("slides", r"(?:talk |presentation )?slides?(?: deck)?|deck|ppts?x?|keynote|幻灯片|课件|讲稿"),
    ("poster", r"posters?|海报|墙报"),
    ("video", r"(?:talk |presentation |demo )?(?:videos?|recordings?)|youtube|bilibili|talk|视频|录像|报告视频"),
    (
        "code",
        (
            r"(?:source |open )?codes?|github(?: repo(?:sitory)?)?|software|repo(?:sitory)?|implementation|toolbox"
            "|package|pytorch|源码|代码|开源代码"
        ),
    ),
    ("data", r"data(?:sets?)?|benchmark|数据集?|huggingface|hugging face"),
    ("project", r"(?:project|web|home) ?(?:page|site)?s?|website|page|项目(?:主页)?|主页"),
    ("pdf", r"pdf|full ?text|全文|下载|download(?: pdf| paper)?|preprint pdf"),
    (
        "url",
        (
            r"paper|link|url|html|publisher(?:'s version)?|journal|article|official|acm(?: dl)?|ieee(?:xplore)?|doi"
            "|arxiv|preprint|biorxiv|openreview|springer|论文|链接|原文"
        ),
    ),
)
_BY_LABEL = tuple((kind, re.compile(rf"(?:{form})", re.IGNORECASE)) for kind, form in _LABELS)
_AROUND_LABEL = re.compile(r"^[\W_]+|[\W_]+$")
_CODE_HOSTS = ("github.com", "gitlab.com", "gitee.com", "bitbucket.org")
_VIDEO_HOSTS = ("youtube.com", "youtu.be", "vimeo.com", "bilibili.com", "slideslive.com")
_SLIDE_HOSTS = ("slideshare.net", "speakerdeck.com")
_DATA_HOSTS = ("zenodo.org", "kaggle.com", "figshare.com", "huggingface.co/datasets")
_HOSTS = (("code", _CODE_HOSTS), ("video", _VIDEO_HOSTS), ("slides", _SLIDE_HOSTS), ("data", _DATA_HOSTS))
_DOI_IN_PATH = re.compile(r"/(10\.\d{4,9}/[^?#\s]+)", re.IGNORECASE)
_DOI_HOSTS = (
    "dl.acm.org", "link.springer.com", "onlinelibrary.wiley.com", "pubs.acs.org", "tandfonline.com", "sagepub.com",
    "science.org", "pnas.org", "biorxiv.org", "medrxiv.org", "royalsocietypublishing.org", "epubs.siam.org",
    "journals.aps.org", "pubs.aip.org", "iopscience.iop.org", "frontiersin.org", "academic.oup.com", "ascelibrary.org",
    "psycnet.apa.org", "worldscientific.com", "degruyter.com", "emerald.com", "cambridge.org", "annualreviews.org",
)  # fmt: skip
_AFTER_DOI = re.compile(
    r"(?:\.(?:full|abstract|pdf|epdf|html|short))+$|/(?:full|abstract|pdf|epdf|meta|html|xml)(?:/.*)?$",
    re.IGNORECASE,
)
_VERSION = re.compile(r"(?<=\d)v\d{1,2}$")
_NATURE = re.compile(
    r"/articles/(?P<id>s\d{5}-\d{3}-\d{4,5}-[\da-z]|nature\d{4,6}|[a-z]{2,8}\.\d{4}\.\d{1,4})(?=$|[/.])"
)
_ANTHOLOGY = re.compile(
    r"/(?:anthology/)?"
    r"(?P<id>(?:[PDNE]\d{2}-\d{4}|20\d{2}\.(?:acl|emnlp|naacl|eacl|findings)-[a-z\d]+\.\d+))(?=$|[/.])"
)
"""Of the conferences whose papers have DOIs made of their ids (https://aclanthology.org/info/ids/)."""
_PLOS = re.compile(r"id=(?P<doi>10\.1371/journal\.[a-z]+\.\d{7})", re.IGNORECASE)
_OLDEST_IN_ANTHOLOGY = 2016
_LONGEST = 2_000


def web_url(text: str) -> str:
    """Return an http(s) address, "" for anything else: a path of the site, a script, a mail address."""
    address = "".join(text.split())
    if address.startswith("//"):
        address = f"https:{address}"
    if not address.casefold().startswith(("http://", "https://")) or len(address) > _LONGEST:
        return ""
    return address if host_of(address) else ""


def host_of(url: str) -> str:
    """Return an address's host in lower case without ``www.``, "" where it has none."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.casefold().removeprefix("www.")


def link_kind(label: str, url: str) -> str:
    """Return the kind of a link by its label, else by its address; "" where neither tells."""
    words = _AROUND_LABEL.sub("", label)
    kind = next((kind for kind, form in _BY_LABEL if form.fullmatch(words)), "")
    if kind == "url" and _path(url).endswith(".pdf"):
        return "pdf"
    return kind


def kind_by_address(url: str) -> str:
    """Return the kind that an address tells by itself, "" where it tells none."""
    host, path = host_of(url), _path(url)
    for kind, hosts in _HOSTS:
        if any(f"{host}{path}".startswith(one) or host.endswith(f".{one}") for one in hosts):
            return kind
    return {".pdf": "pdf", ".bib": "bibtex", ".pptx": "slides", ".ppt": "slides"}.get(path[path.rfind(".") :], "")


def _path(url: str) -> str:
    try:
        return urlsplit(url).path.casefold()
    except ValueError:
        return ""


def identifiers_at(url: str) -> tuple[Identifier, ...]:
    """Return the identifiers that an address names: of doi.org, of arXiv, or in a publisher's path."""
    if not web_url(url):
        return ()
    found = identifiers_in_url(url)
    if found:
        return tuple(Identifier(one.scheme, _clean(one.value) if one.scheme == "doi" else one.value) for one in found)
    doi = _doi_at(url)
    identifier = doi_identifier(doi) if doi else None
    return (identifier,) if identifier else ()


def _doi_at(url: str) -> str:
    host = host_of(url)
    if host == "nature.com" and (nature := _NATURE.search(_path(url))):
        return f"10.1038/{nature['id']}"
    if host in ("aclanthology.org", "aclweb.org") and (paper := _ANTHOLOGY.search(urlsplit(url).path)):
        return f"10.18653/v1/{paper['id']}" if _year_in_anthology(paper["id"]) >= _OLDEST_IN_ANTHOLOGY else ""
    if host.endswith("journals.plos.org") and (plos := _PLOS.search(unquote(url))):
        return plos["doi"]
    if any(host == known or host.endswith(f".{known}") for known in _DOI_HOSTS):
        in_path = _DOI_IN_PATH.search(unquote(urlsplit(url).path))
        return _clean(in_path.group(1)) if in_path else ""
    return ""


def _clean(doi: str) -> str:
    """Return a DOI from an address without what the publisher's site appends to it."""
    bare = _AFTER_DOI.sub("", doi.rstrip("/"))
    return _VERSION.sub("", bare) if bare.startswith("10.1101/") else bare


def _year_in_anthology(paper: str) -> int:
    if paper[0].isdigit():
        return int(paper[:4])
    year = int(paper[1:3])
    return year + (2000 if year < 60 else 1900)  # noqa: PLR2004 - the Anthology begins in 1965
