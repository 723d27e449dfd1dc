"""Pages of Google Scholar, from small dataclasses: markup true to the real ones in all that a parser looks at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from tests.fakes.web import Answer, Request, Response

HTML = {"Content-Type": "text/html; charset=UTF-8"}
CAPTCHAS = {
    "inline": '<html><body><div id="gs_captcha_ccl"><h1>Please show you&#39;re not a robot</h1></div></body></html>',
    "full page": '<html><body><form id="captcha-form" action="index"><div id="recaptcha"></div></form></body></html>',
    "denial": '<html><body><div class="rc-doscaptcha-body">Try again later.</div></body></html>',
    "in words": "<html><body>Our systems have detected unusual traffic from your computer network.</body></html>",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A row of a profile, and what the paper's own page says besides.

    ``authors`` and ``venue`` are the row's two lines, without the year; ``fields`` are the rows of the paper's page.
    """

    id: str
    title: str
    authors: str = ""
    venue: str = ""
    year: str = ""
    citations: int = 0
    merged: bool = False
    fields: tuple[tuple[str, str], ...] = ()
    url: str = ""
    abstract: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    id: str
    name: str
    papers: tuple[Paper, ...] = ()
    counts: tuple[int, ...] = (304, 226, 9, 9, 8, 7)
    by_year: tuple[tuple[int, int], ...] = ((2019, 3), (2020, 0), (2021, 12))


@dataclass(slots=True)
class ScholarSite:
    """scholar.google.com as a handler for ``Web``; ``disobeys`` makes it send 20 rows whatever is asked."""

    profiles: Sequence[Profile]
    disobeys: bool = False

    def __call__(self, request: Request) -> Answer:
        asked = request.query
        owner = asked.get("citation_for_view", asked.get("user", "")).partition(":")[0]
        profile = next((profile for profile in self.profiles if profile.id == owner), None)
        if request.path != "/citations" or profile is None:
            return Response("<html><body>404. That's an error.</body></html>", status=404, headers=HTML)
        if asked.get("view_op") == "view_citation":
            wanted = asked["citation_for_view"].partition(":")[2]
            return Response(paper_page(profile, wanted), headers=HTML)
        size = 20 if self.disobeys else min(100, int(asked.get("pagesize", 20)))
        return Response(profile_page(profile, int(asked.get("cstart", 0)), size), headers=HTML)


def profile_page(profile: Profile, start: int = 0, size: int = 100) -> str:
    papers = profile.papers[start : start + size]
    nothing = '<tr class="gsc_a_tr"><td class="gsc_a_e" colspan="3">There are no articles in this profile.</td></tr>'
    rows = "".join(_row(profile, paper) for paper in papers) or nothing
    # Scholar knows no more than that the page is full.
    state = "" if len(papers) == size else " disabled"
    return f"""<!doctype html><html><head><meta charset="utf-8"><title>{escape(profile.name)} - Google Scholar</title>
<link rel="canonical" href="https://scholar.google.com/citations?user={profile.id}&amp;hl=en"></head><body>
<div id="gsc_prf_w"><div id="gsc_prf_i"><div id="gsc_prf_inw"><div id="gsc_prf_in">{escape(profile.name)}</div></div>
<div class="gsc_prf_il">Example University</div>
<div class="gsc_prf_il" id="gsc_prf_ivh">Verified email at example.edu</div></div></div>
{_counts(profile)}{_chart(profile)}
<form method="post"><table id="gsc_a_t">
<thead><tr id="gsc_a_trh"></tr></thead>
<tbody id="gsc_a_b">{rows}</tbody></table>
<div id="gsc_lwp"><span id="gsc_a_nn">Articles {start + 1}–{start + len(papers)}</span><button type="button"
 id="gsc_bpf_more" class="gs_btnPD gs_in_ib"{state}><span class="gs_lbl">Show more</span></button></div></form>
</body></html>"""


def _row(profile: Profile, paper: Paper) -> str:
    link = f"/citations?view_op=view_citation&hl=en&user={profile.id}&citation_for_view={profile.id}:{paper.id}"
    year = f'<span class="gs_oph">, {paper.year}</span>' if paper.year else ""
    cites = (
        f"https://scholar.google.com/scholar?oi=bibs&hl=en&cites={1000 + paper.citations},7" if paper.citations else ""
    )
    star = '<span class="gsc_a_m"><a href="javascript:void(0)" class="gsc_a_am">*</a></span>' if paper.merged else ""
    return (
        f'<tr class="gsc_a_tr"><td class="gsc_a_t"><a href="{escape(link)}" class="gsc_a_at">{escape(paper.title)}</a>'
        f'<div class="gs_gray">{escape(paper.authors)}</div><div class="gs_gray">{escape(paper.venue)}{year}</div></td>'
        f'<td class="gsc_a_c"><a href="{escape(cites)}" class="gsc_a_ac gs_ibl">{paper.citations or ""}</a>{star}</td>'
        f'<td class="gsc_a_y"><span class="gsc_a_h gsc_a_hc gs_ibl">{paper.year}</span></td></tr>\n'
    )


def _counts(profile: Profile) -> str:
    names = ("Citations", "h-index", "i10-index")
    cells = [f'<td class="gsc_rsb_std">{count}</td>' for count in profile.counts]
    rows = "".join(
        f'<tr><td class="gsc_rsb_sc1"><a class="gsc_rsb_f">{name}</a></td>{"".join(cells[2 * at : 2 * at + 2])}</tr>'
        for at, name in enumerate(names)
    )
    return f'<table id="gsc_rsb_st"><tbody>{rows}</tbody></table>' if cells else ""


def _chart(profile: Profile) -> str:
    labels = "".join(f'<span class="gsc_g_t" style="right:3px">{year}</span>' for year, _ in profile.by_year)
    bars = "".join(
        f'<a href="javascript:void(0)" class="gsc_g_a" style="right:8px;top:5px;height:5px;z-index:{from_right}">'
        f'<span class="gsc_g_al">{count}</span></a>'
        for from_right, (_, count) in zip(range(len(profile.by_year), 0, -1), profile.by_year, strict=True)
        if count
    )
    return f'<div class="gsc_md_hist_w"><div class="gsc_md_hist_b">{labels}{bars}</div></div>'


def paper_page(profile: Profile, paper_id: str) -> str:
    paper = next(paper for paper in profile.papers if paper.id == paper_id)
    title = escape(paper.title)
    if paper.url:
        title = f'<a class="gsc_oci_title_link" href="{escape(paper.url)}" data-clk="hl=en">{title}</a>'
    rows = "".join(_field(name, escape(value)) for name, value in paper.fields)
    if paper.abstract:
        text = f'<div class="gsh_small"><div class="gsh_csp">{escape(paper.abstract)}</div></div>'
        rows += _field("Description", text)
    snippet = '<a href="https://scholar.google.com/scholar?q=related:abc:scholar.google.com/">Related articles</a>'
    rows += _field("Scholar articles", f'<div class="gsc_oci_merged_snippet"><div>{snippet}</div></div>')
    return f"""<!doctype html><html><head><meta charset="utf-8"><title>View article</title></head><body>
<div id="gsc_oci_title_wrapper"><div id="gsc_oci_title">{title}</div></div><div id="gsc_oci_table">{rows}</div>
</body></html>"""


def _field(name: str, value: str) -> str:
    return f'<div class="gs_scl"><div class="gsc_oci_field">{name}</div><div class="gsc_oci_value">{value}</div></div>'


def many_papers(count: int) -> tuple[Paper, ...]:
    """Papers of one journal, newest first."""
    return tuple(
        Paper(
            id=f"p{number:03d}-_XyZ",
            title=f"On the problem of number {number}",
            authors="JQ Doe, A Müller, J García-López, ...",
            venue=f"Journal of Vision {number} (2), 1-{number + 8}",
            year=str(2025 - number // 20),
            citations=max(0, 100 - number),
            fields=(
                ("Authors", "Jane Q Doe, Anna Müller, José García-López, Wei 张"),
                ("Publication date", f"{2025 - number // 20}/3/{1 + number % 28}"),
                ("Journal", "Journal of Vision"),
                ("Volume", str(number)),
                ("Issue", "2"),
                ("Pages", f"1-{number + 8}"),
                ("Publisher", "ARVO"),
            ),
            url=f"https://doi.org/10.1167/{number}",
            abstract="Abstract We study things.",
        )
        for number in range(1, count + 1)
    )
