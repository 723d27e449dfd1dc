"""A small site, the services that its sources ask, and runs of whole nights against them over real sockets."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pubsync.pipeline.run import Outcome, SyncOptions, sync_site
from tests.fakes.web import Request, Response

NOW = dt.datetime(2026, 11, 23, 3, 15, tzinfo=dt.UTC)
ORCID = "0000-0002-1825-0097"
BIB = """@article{doe2020seeing,
  title = {On seeing and not seeing},
  author = {Doe, Jane and others},
  journal = {Journal of Vision},
  year = {2020},
  doi = {10.5555/jv.2020.1}
}
@inproceedings{doe2019sound,
  title = {The sound of many windows in winter},
  author = {Doe, Jane and Roe, Mary},
  booktitle = {Proceedings of the Conference on Sound},
  year = {2019}
}
"""


def make_site(folder: Path, extra: str = "", bib: str = BIB) -> Path:
    """Return a site of Jane Doe with a .bib file and a standalone page; ``extra`` is more of its pubsync.yaml."""
    site = folder / "site"
    site.mkdir()
    (site / "publications.bib").write_text(bib, encoding="utf-8")
    sources = "" if "sources:" in extra else "sources:\n  - bibtex: publications.bib\n"
    text = f"people: [{{name: Jane Doe}}]\noutputs: [{{kind: page}}]\n{sources}{extra}"
    (site / "pubsync.yaml").write_text(text, encoding="utf-8")
    return site


def night(site: Path, days: int = 0, **options: Any) -> Outcome:
    """Run one night, ``days`` after the first."""
    return sync_site(site, SyncOptions(**options), NOW + dt.timedelta(days=days))


def tree(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in sorted(site.rglob("*")) if path.is_file()}


def page(site: Path) -> str:
    return (site / "publications.html").read_text(encoding="utf-8")


def as_json(body: object) -> Response:
    return Response(json.dumps(body), headers={"Content-Type": "application/json;charset=UTF-8"})


def crossref_work(doi: str, title: str, authors: Sequence[tuple[str, str]], **changes: Any) -> dict[str, Any]:
    """Return a work as https://api.crossref.org/works lists it."""
    return {
        "DOI": doi,
        "type": "journal-article",
        "title": [title],
        "author": [{"given": given, "family": family, "sequence": "additional"} for given, family in authors],
        "container-title": ["Journal of Vision"],
        "published-online": {"date-parts": [[2020, 3, 14]]},
        "issued": {"date-parts": [[2020, 3, 14]]},
        "publisher": "Some Society",
        "volume": "20",
        "is-referenced-by-count": 7,
        **changes,
    }


class Crossref:
    """Works by DOI (``filter=doi:a,doi:b``) and by search, as https://api.crossref.org/works answers."""

    def __init__(self, known: Sequence[dict[str, Any]], found: Sequence[dict[str, Any]] = ()) -> None:
        self.known, self.found = list(known), list(found)

    def __call__(self, request: Request) -> Response:
        asked = request.query.get("filter", "")
        listed = self.found if "query.bibliographic" in request.query else self.known
        items = [one for one in listed if "query.bibliographic" in request.query or f"doi:{one['DOI']}" in asked]
        message = {"total-results": len(items), "items-per-page": 20, "query": {}, "items": items}
        return as_json({"status": "ok", "message-type": "work-list", "message-version": "1.0.0", "message": message})


def orcid_works(*titles: str, owner: str = "Jane Doe", first: int = 1) -> dict[str, Any]:
    """Return what https://pub.orcid.org/v3.0/ORCID/works answers for works of these titles."""
    groups = []
    for code, title in enumerate(titles, start=first):
        summary = {
            "put-code": code,
            "last-modified-date": {"value": 1559917017189},
            "source": {
                "source-orcid": {"uri": f"https://orcid.org/{ORCID}", "path": ORCID, "host": "orcid.org"},
                "source-name": {"value": owner},
            },
            "title": {"title": {"value": title}, "subtitle": None, "translated-title": None},
            "external-ids": {"external-id": []},
            "url": None,
            "type": "journal-article",
            "publication-date": {"year": {"value": "2021"}, "month": None, "day": None},
            "journal-title": {"value": "Journal of Psychoceramics"},
            "visibility": "public",
            "path": f"/{ORCID}/work/{code}",
            "display-index": "0",
        }
        groups.append({"last-modified-date": {"value": 1}, "external-ids": {}, "work-summary": [summary]})
    return {"last-modified-date": {"value": 1}, "group": groups, "path": f"/{ORCID}/works"}


class Orcid:
    """A person's works; whole works name no contributors."""

    def __init__(self, *titles: str, owner: str = "Jane Doe") -> None:
        self.answer = orcid_works(*titles, owner=owner)

    def __call__(self, request: Request) -> Response:
        if request.path.endswith("/works"):
            return as_json(self.answer)
        return as_json({"bulk": []})


def dblp_person(*entries: tuple[str, str, Sequence[str]], name: str = "Jane Doe") -> Response:
    """Return https://dblp.org/pid/1/1.xml for entries of key, title and authors."""
    rows = "".join(
        f'<r><article key="{key}" mdate="2024-01-01">{"".join(f"<author>{one}</author>" for one in authors)}'
        f"<title>{title}.</title><journal>J. Odd Things</journal><year>2018</year></article></r>\n"
        for key, title, authors in entries
    )
    text = (
        '<?xml version="1.0"?>\n'
        f'<dblpperson name="{name}" pid="1/1" n="{len(entries)}">\n'
        f'<person key="homepages/1/1" mdate="2024-01-01"><author pid="1/1">{name}</author></person>\n'
        f"{rows}</dblpperson>\n"
    )
    return Response(text, headers={"Content-Type": "application/xml"})
