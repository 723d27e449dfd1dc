from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import unicodedata
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pubsync.citing.escape import (
    html_attribute,
    html_text,
    liquid_safe,
    markdown_safe,
    markdown_text,
    plain,
    slug,
    url,
)

HOSTILE = [
    *("*", "**", "_", "`", "```", "[", "]", "[a](javascript:alert(1))", "![x](y)", "<b>", "<script>", "<!--", "-->"),
    *("&", "&amp;", "&#42;", "|", "a|b", "|-|-|", "~~", "~~~", "\\", "\\*", "#", "## ", "-", "- ", "--", "---", "+ "),
    *(
        "=",
        "==",
        "1.",
        "12) ",
        "{",
        "}",
        "{:.x}",
        "{::nomarkdown}",
        "{#id}",
        "{{ a }}",
        "{% b %}",
        "%}",
        "}}",
        "$",
        "$$",
    ),
    *("$x$", "^", "[^1]", ": ", "> ", "  ", "    ", "\n", "\n\n", "\t", "\r", "\u2028", "www.a.b", "https://a.b/c_d"),
    *("a@b.c", "<http://x>", '"', "'", "...", "* * *", "\u202e", "\x00", "\ufeff", "中文", "é", "word", "A & B"),
]
hostile = st.one_of(st.text(), st.lists(st.sampled_from(HOSTILE), max_size=8).map("".join))
anything = st.one_of(hostile, st.text(st.characters(exclude_categories=[])))


def one_line(text: str) -> str:
    return " ".join(plain(text).split())


class Reader(HTMLParser):
    """Collects what a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))

    def handle_comment(self, data: str) -> None:
        self.tags.append(("comment", [(data, None)]))


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader


@given(anything)
def test_plain_text_holds_no_controls_and_can_be_written(text: str) -> None:
    cleaned = plain(text)
    cleaned.encode()
    assert not [sign for sign in cleaned if unicodedata.category(sign) == "Cc" and sign not in "\n\t"]
    assert not set(cleaned) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")


def test_plain_text_keeps_what_languages_need() -> None:
    assert plain("می‌خواهم 中文 é Q²") == "می‌خواهم 中文 é Q²"
    assert plain("a\r\nb\rc\u2028d") == "a\nb\nc\nd"
    assert plain("safe\u202eexe.pdf") == "safeexe.pdf"


@given(anything)
@example("<script>alert(1)</script>")
def test_html_text_is_nothing_but_text(text: str) -> None:
    page = read(f"<p>{html_text(text)}</p>")
    assert page.tags == [("p", [])]
    assert page.text == plain(text)


@given(anything, st.sampled_from("\"'"))
@example("' onload='alert(1)", "'")
@example('" onload="alert(1)', '"')
def test_html_attribute_stays_within_its_quotes(text: str, quotes: str) -> None:
    page = read(f"<p title={quotes}{html_attribute(text)}{quotes}>x</p>")
    assert page.tags == [("p", [("title", one_line(text))])]
    assert page.text == "x"


def test_plain_words_stay_readable_in_markdown() -> None:
    assert markdown_text("A & B") == "A &amp; B"
    sentence = 'Pre-training (BERT): "what\'s new?" 50% of 2,410; vol. 3 + 4 #1'
    assert markdown_text(sentence) == sentence


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2. Fast", "2&#46; Fast"),
        ("2) Fast", "2&#41; Fast"),
        ("2.0 is out", "2&#46;0 is out"),
        ("# Sharp", "&#35; Sharp"),
        ("Learning C#", "Learning C&#35;"),
        ("- minus", "&#45; minus"),
        ("+ plus", "&#43; plus"),
        (": colon", "&#58; colon"),
        ("{{ site.title }}", "&#123;&#123; site.title &#125;&#125;"),
        ("{: .wide}", "&#123;: .wide&#125;"),
        (r"$\alpha$", "&#36;&#92;alpha&#36;"),
        ("a\n\n    b", "a b"),
        ("see https://a.b, www.c.d or e@f.g", "see https:&#47;&#47;a.b, www&#46;c.d or e&#64;f.g"),
    ],
)
def test_what_could_act_in_markdown_becomes_a_reference(text: str, expected: str) -> None:
    assert markdown_text(text) == expected


MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
PLACES = [
    ("", "<p>{}</p>\n"),
    ("Text ", "<p>Text {}</p>\n"),
    ("- ", "<ul>\n<li>{}</li>\n</ul>\n"),
    ("## ", "<h2>{}</h2>\n"),
]


@pytest.mark.parametrize(("before", "page"), PLACES)
@given(text=hostile)
def test_markdown_text_shows_literally_in_commonmark(before: str, page: str, text: str) -> None:
    if one_line(text):
        rendered = MARKDOWN.render(before + markdown_text(text))
        assert html.unescape(rendered) == html.unescape(page).replace("{}", one_line(text))
        assert rendered.count("<") == page.count("<")


KRAMDOWN = """
require 'json'; require 'kramdown'
options = {auto_ids: false, smart_quotes: 'apos,apos,quot,quot', typographic_symbols: {hellip: '...'}}
puts JSON.generate(JSON.parse(STDIN.read).map { |text| Kramdown::Document.new(text, options).to_html })
"""


@pytest.mark.jekyll
@pytest.mark.skipif(not shutil.which("jekyll"), reason="Jekyll is not installed")
@pytest.mark.parametrize(("before", "page"), PLACES)
def test_markdown_text_shows_literally_in_kramdown(before: str, page: str) -> None:
    pairs = [(first, second) for place, first in enumerate(HOSTILE) for second in HOSTILE[place % 5 :: 5]]
    texts = [f"{first}{second} {first}" for first, second in pairs if one_line(first + second)]
    asked = json.dumps([before + markdown_text(text) for text in texts])
    answer = subprocess.run(["ruby", "-e", KRAMDOWN], input=asked, capture_output=True, check=True, text=True)
    for text, rendered in zip(texts, json.loads(answer.stdout), strict=True):
        expected = html.unescape(page).replace("{}", one_line(text))
        assert re.sub(r"\n\s*", "", html.unescape(rendered)) == re.sub(r"\n\s*", "", expected)
        assert rendered.count("<") == page.count("<")


@given(anything)
@example("{{{{%")
@example("%}}}")
@example("{%{{")
def test_no_liquid_is_left(text: str) -> None:
    escaped = html_text(text)
    safe = liquid_safe(escaped)
    assert not re.search(r"\{\{|\{%|\}\}|%\}", safe)
    assert html.unescape(safe) == html.unescape(escaped)


def test_single_braces_stay_for_liquid() -> None:
    assert liquid_safe("<i>f{x} 5%</i>") == "<i>f{x} 5%</i>"


@given(hostile)
def test_html_in_markdown_keeps_its_tags_and_its_text(text: str) -> None:
    citation = f'A <b>B</b> {html_text(one_line(text))} <span style="font-variant:small-caps">c</span>'
    rendered = MARKDOWN.render(markdown_safe(citation))
    page = read(rendered)
    assert [tag for tag, _ in page.tags] == ["p", "b", "span"]
    assert one_line(page.text) == one_line(f"A B {one_line(text)} c")
    assert not re.search(r"\{\{|\{%|\}\}|%\}", markdown_safe(citation))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://doi.org/10.1000/182", "https://doi.org/10.1000/182"),
        (" http://a.b/c d ", "http://a.b/c%20d"),
        ("HTTPS://Example.ORG/Ä?q='x'#y", "https://example.org/%C3%84?q=%27x%27#y"),
        ("https://例子.cn/路", "https://xn--fsqu00a.cn/%E8%B7%AF"),
        ("http://a.b/100%/%20", "http://a.b/100%25/%20"),
        ("http://a.b/f(x)", "http://a.b/f(x)"),
        ("http://a.b/f)(x", "http://a.b/f%29%28x"),
        ("http://a.b/c\\d", "http://a.b/c%5Cd"),
        ("http://[::1]:4000/x", "http://[::1]:4000/x"),
        ("http://localhost:4000/", "http://localhost:4000/"),
    ],
)
def test_addresses_are_percent_encoded(text: str, expected: str) -> None:
    assert url(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        " JaVaScRiPt:alert(1)",
        "data:text/html,<script>",
        "//example.org/x",
        "example.org",
        "file:///etc/passwd",
        "https://good.org@evil.org/",
        "https://good.org\\@evil.org/",
        "https://good.org\\evil.org/",
        "https://good.org:x/",
        "https://",
        "https:///x",
        "https://a b/",
        "https://a.b/\x00",
        "https://a.b/\u202egpj",
        "https://[::1",
        "https://a.b/" + "x" * 2048,
        "https://a.b/" + "é" * 1000,
        "",
    ],
)
def test_addresses_that_may_not_be_linked_are_refused(text: str) -> None:
    assert url(text) == ""


@given(st.one_of(anything, anything.map("https://example.org/{}".format), anything.map("http://{}".format)))
def test_an_address_is_safe_wherever_it_is_written(text: str) -> None:
    address = url(text)
    assert address == "" or address.startswith(("http://", "https://"))
    assert address.isascii()
    assert not re.search(r"[\s<>\"'`{}|\\^]", address)
    assert len(address) <= 2048
    assert url(address) == address
    assert not address or (urlsplit(address).hostname and "@" not in urlsplit(address).netloc)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ProphetNet: Predicting Future N-gram!", "prophetnet-predicting-future-n-gram"),
        ("Über Łódź", "uber-lodz"),
        ("Q² and $\\alpha$-divergence", "q2-and-alpha-divergence"),
        ("Don't stop", "dont-stop"),
        ("重庆的机器学习 BERT", "chong-qing-de-ji-qi-xue-xi-bert"),
        ("Привет, мир", "privet-mir"),
        ("../../etc/passwd", "etc-passwd"),
        (".hidden", "hidden"),
        ("???", "2020"),
        ("CON", "con-2020"),
        ("lpt1", "lpt1-2020"),
    ],
)
def test_slugs(text: str, expected: str) -> None:
    assert slug(text, "2020") == expected


def test_a_slug_is_cut_at_a_hyphen() -> None:
    assert slug("word " * 40, "x") == "-".join(["word"] * 16)
    assert slug("a" * 200, "x") == "a" * 80


def test_a_slug_is_never_empty() -> None:
    assert slug("", "") == "untitled"
    assert slug("nul", "!!!") == "nul-untitled"
    assert slug("nul", "con") == "nul-untitled"


@given(anything, anything)
def test_a_slug_is_a_safe_file_name(text: str, fallback: str) -> None:
    name = slug(text, fallback)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    assert len(name) <= 80
    assert not re.fullmatch(r"con|prn|aux|nul|(com|lpt)\d", name)
    assert slug(name, fallback) == name


def test_a_huge_title_makes_a_short_slug_at_once() -> None:
    assert len(slug("中" * 5_000_000, "x")) <= 80
