from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from lxml import html
from markupsafe import Markup
from ruamel.yaml import YAML

from pubsync.sites.sandbox import FILTERS, TESTS

TEMPLATES = Path(__file__).parents[2] / "templates"
HOSTILE = (
    "</style></script><script>alert(1)</script> & \"quotes\" 'q' {{ x }} {% raw %} <!-- pubsync:end -->\n\n<img src=x>"
)
MARKS = {"equal": "‡", "corresponding": "✉"}
INERT = " ".join(HOSTILE.split())

Context = dict[str, Any]
Render = Callable[..., str]


def read_labels(language: str) -> Context:
    return dict(YAML(typ="safe").load(TEMPLATES / "labels" / f"{language}.yaml"))


@pytest.fixture(params=[False, True], ids=["plain", "trimming"])
def render(request: pytest.FixtureRequest) -> Render:
    trim = bool(request.param)
    return renderer(trim=trim)


def renderer(*, trim: bool = False) -> Render:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=trim,
        lstrip_blocks=trim,
        keep_trailing_newline=trim,
    )
    environment.filters.update(FILTERS)
    environment.tests.update(TESTS)

    def rendered(name: str, language: str = "en", **context: object) -> str:
        template = environment.get_template(f"page/{name}.html.j2")
        return template.render(language=language, labels=read_labels(language), marks=MARKS, **context)

    return rendered


def author(text: str, **changes: object) -> Context:
    return {"text": text, "own": False, "roles": [], "marks": MARKS, "url": ""} | changes


def link(kind: str, url: str, label: str = "") -> Context:
    return {"kind": kind, "label": label or kind.upper(), "url": url}


def work(**changes: object) -> Context:
    return {
        "key": "qi2020prophetnet",
        "title": "ProphetNet",
        "title_language": "en",
        "title_translated": "",
        "authors": [author("Weizhen Qi", own=True), author("Yu Yan")],
        "authors_cut": False,
        "venue": "EMNLP",
        "year": "2020",
        "date": "2020-11",
        "details": "2401–2410",
        "type": "paper-conference",
        "type_label": "Conference paper",
        "links": [link("doi", "https://doi.org/10.1000/182")],
        "citations": None,
        "status_label": "",
        "award": "",
        "note": "",
        "labels": [],
        "citation_html": Markup("<b>Qi, W.</b> (2020)."),
    } | changes


def talk(**changes: object) -> Context:
    return {
        "key": "talk-gpt4",
        "title": "GPT-4 科普分享",
        "title_language": "zh",
        "type": "Invited talk",
        "role": "",
        "date": "2023-04-26",
        "date_label": "26 April 2023",
        "venue": "中国科学技术大学北京校友会",
        "location": "Beijing",
        "description": "",
        "links": [],
    } | changes


def course(**changes: object) -> Context:
    return {
        "key": "nlp",
        "title": "Natural Language Processing",
        "title_language": "en",
        "type": "Graduate course",
        "level": "",
        "role": "Teaching assistant",
        "terms_label": "Autumn 2018",
        "venue": "USTC",
        "location": "Hefei",
        "description": "",
        "links": [],
    } | changes


def shell_context(**changes: object) -> Context:
    person = {"name": "Weizhen Qi", "other_names": ["齐炜祯"]}
    return {"title": "Weizhen Qi", "person": person, "sections": ["publications", "talks", "teaching"]} | changes


def entry(chunk: str) -> html.HtmlElement:
    return html.fragment_fromstring(chunk.rstrip("\n"))


def find(element: html.HtmlElement, path: str) -> list[Any]:
    return cast("list[Any]", element.xpath(path))


def texts(element: html.HtmlElement, path: str) -> list[str]:
    return [found.text_content() for found in find(element, path)]


HOSTILE_WORK = work(
    title=HOSTILE,
    title_translated=HOSTILE,
    authors=[author(HOSTILE, own=True, roles=["equal"], url='https://example.org/"><script>')],
    venue=HOSTILE,
    details=HOSTILE,
    type_label=HOSTILE,
    links=[link("pdf", 'https://example.org/?a="><script>&b', HOSTILE)],
    status_label=HOSTILE,
    award=HOSTILE,
    note=HOSTILE,
    labels=[HOSTILE],
)
HOSTILE_TALK = talk(title=HOSTILE, type=HOSTILE, venue=HOSTILE, location=HOSTILE, description=HOSTILE)
HOSTILE_COURSE = course(title=HOSTILE, level=HOSTILE, role=HOSTILE, terms_label=HOSTILE, description=HOSTILE)
BARE = {"title_language": "", "venue": "", "links": [], "type": "", "location": "", "date": "", "role": ""}
CHUNKS: list[tuple[str, Context]] = [
    ("heading", {"group": {"key": "2020", "label": "2020", "section": "publications"}}),
    ("heading", {"group": {"key": HOSTILE, "label": HOSTILE, "section": "publications"}}),
    ("publication", {"work": work()}),
    ("publication", {"work": HOSTILE_WORK}),
    ("publication", {"work": work(**BARE, authors=[], details="", year="", citation_html="", type_label="")}),
    ("publication", {"work": work(authors_cut=True, citations=12345, labels=["A", "B"], award="Best")}),
    ("publication", {"work": work(authors=[author(f"A{n}", own=n in {3, 30}) for n in range(40)])}),
    ("talk", {"talk": talk(links=[link("slides", "https://example.org/s.pdf")])}),
    ("talk", {"talk": HOSTILE_TALK}),
    ("talk", {"talk": talk(**BARE)}),
    ("course", {"course": course(links=[link("url", "https://example.org/")])}),
    ("course", {"course": HOSTILE_COURSE}),
    ("course", {"course": course(**BARE, terms_label="")}),
]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("name", "context"), CHUNKS)
def test_a_chunk_is_whole_lines_and_one_element(render: Render, name: str, context: Context, language: str) -> None:
    chunk = render(name, language, **context)
    assert chunk.endswith(">\n")
    assert all(row.strip() for row in chunk.rstrip("\n").split("\n"))
    assert len(html.fragments_fromstring(chunk.rstrip("\n"), no_leading_text=True)) == 1


@pytest.mark.parametrize(("name", "context"), CHUNKS)
def test_hostile_text_stays_text(render: Render, name: str, context: Context) -> None:
    chunk = render(name, **context)
    assert not find(entry(chunk), ".//script | .//img | .//style | .//comment()")
    assert "<!--" not in chunk


def test_hostile_text_reads_as_it_was_written() -> None:
    shown = entry(renderer()("publication", work=HOSTILE_WORK))
    assert texts(shown, "./p[@class='title']") == [INERT]
    assert texts(shown, ".//cite") == [INERT]
    assert shown.get("data-type-label") == INERT
    assert find(shown, ".//a[@data-kind='pdf']/@href") == ['https://example.org/?a="><script>&b']


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
@settings(deadline=None)
def test_any_title_comes_out_as_text(title: str) -> None:
    shown = entry(renderer()("publication", work=work(title=title, links=[])))
    assert texts(shown, "./p[@class='title']") == [" ".join(title.split())]
    assert not find(shown, "./p[@class='title']/*")


@pytest.mark.parametrize(
    "url", ["https://example.org/a?b=1&c=2#d", "http://example.org", "/files/s.pdf", "HTTPS://A.B"]
)
def test_links_pass_as_given(url: str) -> None:
    shown = entry(renderer()("talk", talk=talk(links=[link("slides", url)])))
    assert find(shown, ".//div[@class='links']/a/@href") == [url]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "java\tscript:alert(1)", " data:text/html,x", "file:///etc", ""]
)
def test_other_addresses_are_not_followed(url: str) -> None:
    authors = [author("Yu Yan", url=url)]
    shown = entry(renderer()("publication", work=work(authors=authors, links=[link("doi", url)])))
    assert not find(shown, ".//@href")
    assert texts(shown, "./div[@class='authors']") == ["Yu Yan"]


@pytest.mark.parametrize("count", [1, 18, 20, 21, 1000])
def test_every_author_is_there_in_order(count: int) -> None:
    names = [f"Author N{number}x" for number in range(count)]
    shown = entry(renderer()("publication", work=work(authors=[author(name) for name in names])))
    assert re.findall(r"Author N\d+x", texts(shown, "./div[@class='authors']")[0]) == names


def test_the_own_name_shows_even_where_the_list_is_folded() -> None:
    authors = [author(f"A{number}", own=number == 500) for number in range(1000)]
    shown = entry(renderer()("publication", work=work(authors=authors)))
    assert texts(shown, ".//summary/b[@class='own']") == ["A500"]
    assert "990 more" in texts(shown, ".//summary")[0]


def test_a_cut_list_says_so() -> None:
    shown = entry(renderer()("publication", work=work(authors_cut=True)))
    assert texts(shown, "./div[@class='authors']") == ["Weizhen Qi, Yu Yan, et al."]


def test_roles_are_marked() -> None:
    authors = [author("A", roles=["corresponding", "equal"], own=True), author("B")]
    shown = entry(renderer()("publication", work=work(authors=authors)))
    assert texts(shown, "./div[@class='authors']") == ["A‡✉, B"]
    assert find(shown, ".//abbr/@title") == ["equal contribution", "corresponding author"]


def test_an_entry_carries_what_the_filter_reads() -> None:
    shown = entry(renderer()("publication", work=work()))
    assert shown.get("id") == "qi2020prophetnet"
    assert shown.get("data-year") == "2020"
    assert shown.get("data-type") == "paper-conference"
    assert shown.get("data-type-label") == "Conference paper"


@pytest.mark.parametrize(("name", "context"), [chunk for chunk in CHUNKS if chunk[0] != "heading"])
def test_an_entry_is_found_by_its_key_and_named_by_its_title(name: str, context: Context) -> None:
    shown = entry(renderer()(name, **context))
    assert shown.get("id") == next(iter(context.values()))["key"]
    assert find(shown, "./p[@class='title']/@id") == [shown.get("aria-labelledby")]


def test_a_publication_shows_all_that_is_known() -> None:
    links = [link("doi", "https://doi.org/10.1/x", "DOI"), link("arxiv", "https://arxiv.org/abs/1", "arXiv")]
    known = work(status_label="Accepted", award="Best paper", note="Oral.", labels=["A"], citations=1234, links=links)
    shown = entry(renderer()("publication", work=known))
    assert texts(shown, "./p[@class='where']") == ["Accepted, EMNLP, 2401–2410, 2020"]
    assert texts(shown, "./p[@class='marks']/span") == ["Best paper", "A"]
    assert texts(shown, "./p[@class='note']") == ["Oral."]
    assert texts(shown, "./div[@class='links']/*[self::a or self::span]") == ["DOI", "arXiv", "Cited by 1,234"]
    assert texts(shown, ".//details/p/b") == ["Qi, W."]
    assert find(shown, "./p[@class='title']/a/@href") == ["https://doi.org/10.1/x"]


def test_slides_are_not_the_work_itself() -> None:
    shown = entry(renderer()("publication", work=work(links=[link("slides", "https://example.org/s.pdf")])))
    assert not find(shown, "./p[@class='title']/a")


@pytest.mark.parametrize(("language", "expected"), [("en", ["zh", "zh"]), ("zh", [])])
def test_text_in_another_language_says_so(language: str, expected: list[str]) -> None:
    shown = entry(renderer()("talk", language, talk=talk()))
    assert find(shown, "./p[@class='title']/@lang | .//cite/@lang") == expected
    assert find(shown, ".//cite/@class") == ["upright"]


def test_a_chinese_line_of_facts_takes_chinese_commas() -> None:
    chinese = talk(type="邀请报告", location="北京", date_label="2023年4月26日")
    shown = entry(renderer()("talk", "zh", talk=chinese))
    assert texts(shown, "./p[@class='where']") == ["邀请报告，中国科学技术大学北京校友会，北京，2023年4月26日"]


def test_a_course_shows_all_that_is_known() -> None:
    shown = entry(renderer()("course", course=course(level="MSc", description="By hand.\n\nIn two parts.")))
    assert texts(shown, "./p[@class='where']") == [
        "Teaching assistant, Graduate course, MSc, USTC, Hefei, Autumn 2018",
    ]
    assert texts(shown, "./p[@class='description']") == ["By hand. In two parts."]


def test_the_shell_holds_an_empty_region_for_each_section_in_order(render: Render) -> None:
    shell = render("shell", **shell_context(sections=["teaching", "publications"]))
    assert re.findall(r"^<!-- pubsync:begin (\w+) group_by=year -->\n<!-- pubsync:end -->$", shell, re.MULTILINE) == [
        "teaching",
        "publications",
    ]
    assert shell.startswith("<!DOCTYPE html>\n")
    assert shell.endswith("</html>\n")


def test_the_shell_takes_another_grouping() -> None:
    shell = renderer()("shell", **shell_context(group_by={"publications": "type"}))
    assert "<!-- pubsync:begin publications group_by=type -->" in shell
    assert "<!-- pubsync:begin talks group_by=year -->" in shell


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_shell_asks_nobody_for_anything(language: str) -> None:
    shell = renderer()("shell", language, **shell_context())
    assert "//" not in re.sub(r"^\s*//.*$", "", shell, flags=re.MULTILINE)
    assert not re.search(r"url\(|@import|\bimport\b|fetch|XMLHttp|src=|<link|<base", shell)


def test_the_shell_keeps_hostile_names_as_text(render: Render) -> None:
    person = {"name": HOSTILE, "other_names": [HOSTILE]}
    page = html.document_fromstring(render("shell", **shell_context(title=HOSTILE, person=person)))
    assert texts(page, "//title") == [INERT]
    assert texts(page, "//h1") == [f"{INERT} {INERT}"]
    assert len(find(page, "//script")) == 1
    assert not find(page, "//img")


def test_the_shell_has_its_landmarks_and_headings_in_order() -> None:
    page = html.document_fromstring(renderer()("shell", "zh", **shell_context()))
    assert page.get("lang") == "zh"
    assert [found.tag for found in find(page, "//h1 | //h2 | //h3")] == ["h1", "h2", "h2", "h2"]
    assert len(find(page, "//header//nav")) == len(find(page, "//main")) == 1
    assert find(page, "//nav//a/@href") == [f"#{name}" for name in find(page, "//section/@id")]


def test_without_javascript_the_filter_does_not_show() -> None:
    page = html.document_fromstring(renderer()("shell", **shell_context()))
    assert find(page, "//form[@role='search'][@hidden]")
    assert find(page, "//output/@aria-live") == ["polite"]


def test_without_publications_there_is_no_script() -> None:
    assert "<script" not in renderer()("shell", **shell_context(sections=["talks"]))


def leaves(labels: Context, above: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in labels.items():
        found |= leaves(value, f"{above}{key}.") if isinstance(value, dict) else {f"{above}{key}": value}
    return found


def test_both_languages_have_the_same_words_and_placeholders() -> None:
    english, chinese = leaves(read_labels("en")), leaves(read_labels("zh"))
    placeholders = re.compile(r"\{\w+\}")
    assert english.keys() == chinese.keys()
    for key, text in english.items():
        assert sorted(placeholders.findall(text)) == sorted(placeholders.findall(chinese[key])), key
        assert isinstance(chinese[key], str)


def test_no_word_is_named_like_a_method_of_a_mapping() -> None:
    # Jinja takes ``labels.clear`` for the method.
    assert not [key for key in read_labels("en") if hasattr(dict, key)]


def whole_page(tmp_path: Path) -> Path:
    rendered = renderer()
    chunks = []
    for year, title in (("2021", "Zürich: pre‑training"), ("2020", "ProphetNet")):
        chunks.append(rendered("heading", group={"key": year, "label": year, "section": "publications"}))
        chunks.append(rendered("publication", work=work(key=f"k{year}", title=title, year=year)))
    chunks.append(rendered("publication", work=work(key="thesis", type="thesis", type_label="Thesis")))
    begin = "<!-- pubsync:begin publications group_by=year -->\n"
    page = tmp_path / "page.html"
    shell = rendered("shell", **shell_context())
    page.write_text(shell.replace(begin, begin + "".join(chunks)), encoding="utf-8")
    return page


def after_scripts(page: Path, end: str, profile: Path) -> html.HtmlElement:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium here")
    quiet = ["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", *quiet, f"--user-data-dir={profile}"]
    address = page.as_uri() + end
    done = subprocess.run([chromium, *options, "--dump-dom", address], capture_output=True, timeout=60, check=True)
    return html.document_fromstring(done.stdout.decode())


@pytest.mark.browser
@pytest.mark.parametrize(
    ("end", "keys", "headings", "tally"),
    [
        ("", ["k2021", "k2020", "thesis"], ["2021", "2020"], "3 in all"),
        ("#year=2020", ["k2020", "thesis"], ["2020"], "Showing 2 of 3"),
        ("#type=thesis", ["thesis"], ["2020"], "Showing 1 of 3"),
        ("#q=zurich+PRE-training", ["k2021"], ["2021"], "Showing 1 of 3"),
        ("#year=2021&type=thesis", [], [], "Nothing found"),
        ("#thesis", ["k2021", "k2020", "thesis"], ["2021", "2020"], "3 in all"),
        ("#year=1066&q=%zz", [], [], "Nothing found"),
    ],
)
def test_the_filter_follows_the_address(
    tmp_path: Path, end: str, keys: list[str], headings: list[str], tally: str
) -> None:
    page = after_scripts(whole_page(tmp_path), end, tmp_path / "profile")
    assert find(page, "//article[not(@hidden)]/@id") == keys
    assert texts(page, "//h3[not(@hidden)]") == headings
    assert texts(page, "//output") == [tally]
    assert texts(page, "//select[@name='year']/option") == ["All years", "2021", "2020"]
    assert texts(page, "//select[@name='type']/option") == ["All types", "Conference paper (2)", "Thesis (1)"]
    assert not find(page, "//form/@hidden")
