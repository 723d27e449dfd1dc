from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt
from ruamel.yaml import YAML

from pubsync.citing.escape import markdown_text
from pubsync.errors import SiteError
from pubsync.records.counts import Counts
from pubsync.records.dates import PartialDate
from pubsync.records.work import Work
from pubsync.sites.contexts import Printing
from pubsync.sites.labels import load_labels
from pubsync.sites.pictures import (
    MOST_YEARS,
    PictureName,
    bars,
    citations_by_year,
    in_words,
    papers_by_year,
    picture_file,
)
from tests.real import ROOT, jekyll_build
from tests.real_sites.looking import open_viewer

TEMPLATES = ROOT / "templates"
SVG = "{http://www.w3.org/2000/svg}"
Rows = Sequence[tuple[int, int]]
Box = tuple[float, float, float, float]

FEW: Rows = ((2021, 1), (2022, 0), (2023, 12))
FORTY: Rows = tuple((year, year % 7) for year in range(1987, 2027))
CITED: Rows = tuple((2010 + at, 1 + at * at * 47) for at in range(16))


def printing(language: str = "en") -> Printing:
    labels = load_labels(TEMPLATES / "labels", language)
    return Printing(language=language, labels=labels, escape=markdown_text, is_own=lambda _: False, cite=lambda _: "")


def figure(rows: Rows, name: PictureName = "papers_by_year", language: str = "en", **more: Any) -> str:
    return bars(rows, name=name, printing=printing(language), folders=more.pop("folders", [TEMPLATES]), **more)


def svg_file(rows: Rows, name: PictureName = "papers_by_year", language: str = "en") -> str:
    return picture_file(rows, name=name, printing=printing(language), folders=[TEMPLATES])


def words(rows: Rows, name: PictureName = "papers_by_year", language: str = "en") -> str:
    return in_words(rows, name=name, printing=printing(language))


def parsed(text: str) -> Any:
    return etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False, no_network=True))


def table(text: str) -> list[tuple[str, str]]:
    rows = parsed(text).iterfind(".//tbody/tr")
    return [(row.findtext("th[@scope='row']"), row.findtext("td")) for row in rows]


def work(key: str, issued: PartialDate | None) -> Work:
    return Work(key=key, title=key, issued=issued)


class Text(NamedTuple):
    text: str
    x: float
    y: float
    anchor: str
    size: float

    @property
    def box(self) -> Box:
        """What it covers in Verdana, whose digits are the widest of all common fonts' (.636 em, a comma .364)."""
        width = self.size * sum(0.636 if character.isdigit() else 0.364 for character in self.text)
        left = self.x - {"start": 0, "middle": width / 2, "end": width}[self.anchor]
        return left, self.y - 0.75 * self.size, left + width, self.y


class Bar(NamedTuple):
    words: str
    x: float
    y: float
    width: float
    height: float

    @property
    def box(self) -> Box:
        return self.x, self.y, self.x + self.width, self.y + self.height


class Drawn:
    """An SVG picture as one who looks at it reads it."""

    def __init__(self, svg: Any) -> None:
        self.width, self.height = (float(number) for number in svg.get("viewBox").split()[2:])
        self.texts = [
            Text(one.text, float(one.get("x")), float(one.get("y")), one.get("anchor") or one.get("text-anchor"), size)
            for group in svg.iterfind(".//{*}g[@font-size]")
            for size in [float(group.get("font-size"))]
            for one in group.iterfind("{*}text")
        ]
        self.bars = [
            Bar(one.findtext("{*}title"), *(float(one.get(name)) for name in ("x", "y", "width", "height")))
            for one in svg.iterfind(".//{*}rect")
        ]
        self.dots = [
            Bar(
                one.findtext("{*}title"),
                float(one.get("cx")) - float(one.get("r")),
                float(one.get("cy")) - float(one.get("r")),
                2 * float(one.get("r")),
                2 * float(one.get("r")),
            )
            for one in svg.iterfind(".//{*}circle")
        ]
        self.lines = [
            tuple(float(number) for number in re.findall(r"[\d.]+", one.get("d"))) for one in svg.iterfind("{*}path")
        ]
        self.base = self.lines[-1][1]

    @property
    def scale(self) -> list[Text]:
        return [text for text in self.texts if text.anchor == "end"]

    @property
    def years(self) -> list[Text]:
        return [text for text in self.texts if text.y > self.base]

    @property
    def values(self) -> list[Text]:
        return [text for text in self.texts if text.anchor == "middle" and text.y < self.base]


def drawn(text: str) -> Drawn:
    root = parsed(text)
    return Drawn(root if root.tag == f"{SVG}svg" else root.find("svg"))


def overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def year_in(text: str) -> int:
    return int(re.findall(r"\d{1,4}$", text)[0])


def count_in(text: str) -> int:
    return int(text.split(maxsplit=1)[0].replace(",", ""))


counted = st.integers(0, 9) | st.integers(0, 40) | st.integers(0, 20_000) | st.integers(0, 10_000_000)
spans = st.builds(
    lambda first, counts: tuple(enumerate(counts, first)),
    st.integers(1, 9900),
    st.lists(counted, min_size=1, max_size=80),
).filter(lambda rows: any(count for _, count in rows))


def test_papers_are_counted_for_every_year_from_the_first_to_the_last() -> None:
    issued = [PartialDate(2020, 5), PartialDate(2023), None, PartialDate(2020), PartialDate(2021, 12, 31)]
    works = [work(f"w{at}", date) for at, date in enumerate(issued)]
    assert papers_by_year(works) == ((2020, 2), (2021, 1), (2022, 0), (2023, 1))
    assert papers_by_year([work("w", None)]) == papers_by_year([]) == ()


def test_citations_are_told_for_every_year_and_what_no_year_can_have_is_left_out() -> None:
    counts = Counts(by_year=((2023, 7), (2020, 1_500), (-3, 1), (10**12, 5), (2021, -4), (2022, 10**30)))
    assert citations_by_year(counts) == ((2020, 1_500), (2021, 0), (2022, 0), (2023, 7))
    assert citations_by_year(Counts()) == ()


@pytest.mark.parametrize("rows", [(), ((2020, 0),), ((2020, 0), (2021, 0)), ((10**9, 3),)])
def test_where_nothing_was_counted_there_is_no_picture(rows: Rows) -> None:
    assert figure(rows) == svg_file(rows) == words(rows) == ""


def test_a_screen_reader_is_told_the_title_and_the_numbers_in_words() -> None:
    for text in (figure(FEW), svg_file(FEW)):
        root = parsed(text)
        svg = root if root.tag == f"{SVG}svg" else root.find("svg")
        assert svg.get("role") == "img"
        named = {one.get("id"): (etree.QName(one).localname, one.text) for one in svg if one.get("id")}
        title, description = (named[identity] for identity in svg.get("aria-labelledby").split())
        assert title == ("title", "Papers by year")
        assert description == ("desc", words(FEW))


def test_the_words_name_each_of_a_few_years_and_of_many_the_sum_the_most_and_the_latest() -> None:
    assert words(((2023, 12),)) == "12 papers in 2023"
    assert words(((2023, 1),), "citations_by_year") == "1 citation in 2023"
    assert words(FEW) == "2021 to 2023: 13 in all. 1 paper in 2021, 0 papers in 2022, 12 papers in 2023"
    assert words(CITED, "citations_by_year") == ("2010 to 2025: 58,296 in all. Most: 10,576 citations in 2025")
    assert words((*CITED, (2026, 9)), "citations_by_year").endswith("in 2025, latest: 9 citations in 2026")


def test_the_words_of_chinese_pages_are_chinese() -> None:
    assert words(((2023, 12),), language="zh") == "2023 年发表 12 篇"
    assert words(FEW, "citations_by_year", "zh") == (
        "2021 至 2023 年共被引 13 次。2021 年被引 1 次，2022 年被引 0 次，2023 年被引 12 次"
    )
    assert 'lang="zh"' in figure(FEW, language="zh")
    assert not re.search(r"[A-Za-z]", "".join(parsed(figure(FORTY, language="zh")).itertext()))


def test_both_languages_have_all_the_words() -> None:
    english, chinese = (YAML(typ="safe").load(TEMPLATES / "labels" / f"{name}.yaml") for name in ("en", "zh"))
    for group in ("picture", "papers_by_year", "citations_by_year"):
        assert list(english[group]) == list(chinese[group])


@pytest.mark.parametrize("rows", [FEW, FORTY, CITED, ((2023, 12),)])
def test_the_table_below_the_picture_holds_every_number(rows: Rows) -> None:
    assert table(figure(rows)) == [(str(year), f"{count:,}") for year, count in rows]
    heads = [(head.get("scope"), head.text) for head in parsed(figure(rows)).iterfind(".//thead//th")]
    assert heads == [("col", "Year"), ("col", "Papers")]


@pytest.mark.parametrize("before", ["", "Words *right* above\n", "- a list\n\n"], ids=["blank", "words", "list"])
def test_markdown_takes_a_figure_for_one_block_and_goes_on_after_it(before: str) -> None:
    text = figure(FORTY)
    page = f"# Head\n\n{before}{text}\nAfter *this*.\n"
    tokens = MarkdownIt("commonmark").parse(page)
    assert [token.content for token in tokens if token.type == "html_block"] == [text]
    assert not [token for token in tokens if token.type in {"code_block", "fence"}]
    assert "<p>After <em>this</em>.</p>" in MarkdownIt("commonmark").render(page)


@given(
    rows=spans, name=st.sampled_from(["papers_by_year", "citations_by_year"]), language=st.sampled_from(["en", "zh"])
)
@settings(max_examples=40, deadline=None)
def test_any_figure_is_well_formed_and_a_block_that_no_markdown_or_liquid_acts_on(
    rows: Rows, name: Literal["papers_by_year", "citations_by_year"], language: str
) -> None:
    text = figure(rows, name, language)
    parsed(text)
    parsed(svg_file(rows, name, language))
    assert text.startswith("<figure ")
    assert text.endswith("</figure>\n")
    assert all(line.strip() and not line[0].isspace() for line in text.split("\n")[:-1])
    assert not re.search(r"[{}`*\\]|<!--", text)


@given(rows=spans)
@settings(max_examples=150, deadline=None)
def test_no_label_touches_another_or_a_bar_and_all_is_inside(rows: Rows) -> None:
    picture = drawn(figure(rows, "citations_by_year"))
    boxes = [text.box for text in picture.texts]
    assert not [pair for pair in combinations(boxes, 2) if overlap(*pair)]
    assert not [(box, bar) for box in boxes for bar in picture.bars if overlap(box, bar.box)]
    for left, top, right, bottom in (*boxes, *(one.box for one in (*picture.bars, *picture.dots))):
        assert left >= 0
        assert top >= 0
        assert right <= picture.width
        assert bottom <= picture.height
    assert all(0 <= number <= picture.width for line in picture.lines for number in line)


@given(rows=spans)
@settings(max_examples=100, deadline=None)
def test_bars_are_as_high_as_their_counts_and_stand_in_the_order_of_the_years(rows: Rows) -> None:
    picture = drawn(figure(rows, "citations_by_year"))
    standing = sorted((*picture.bars, *picture.dots), key=lambda one: one.x + one.width / 2)
    assert [(year_in(one.words), count_in(one.words)) for one in standing] == list(rows)
    middles = [one.x + one.width / 2 for one in standing]
    steps = [after - before for before, after in pairwise(middles)]
    assert all(abs(step - steps[0]) < 0.03 for step in steps)
    highest = max(bar.height for bar in picture.bars)
    most = max(count for _, count in rows)
    for bar in picture.bars:
        assert bar.y + bar.height == pytest.approx(picture.base, abs=0.011)
        exact = count_in(bar.words) / most * highest
        assert bar.height == pytest.approx(exact, abs=0.02) or (exact < 1 and bar.height < 1)


@given(rows=spans)
@settings(max_examples=100, deadline=None)
def test_the_scale_has_few_whole_numbers_at_their_heights_or_every_bar_has_its_own(rows: Rows) -> None:
    picture = drawn(figure(rows, "citations_by_year"))
    most = max(count for _, count in rows)
    highest = max(bar.height for bar in picture.bars)
    numbers = [int(text.text.replace(",", "")) for text in picture.scale]
    heights = [picture.base - y for _, y, _ in picture.lines[:-1]]
    assert len(numbers) <= 4
    assert heights == [pytest.approx(number / most * highest, abs=0.03) for number in numbers]
    if not numbers:
        assert [text.text for text in picture.values] == [f"{count:,}" for _, count in rows]


@pytest.mark.parametrize("years", range(1, MOST_YEARS + 1))
def test_any_number_of_years_has_some_of_them_named_at_one_distance(years: int) -> None:
    rows = tuple((2027 - years + at, 3) for at in range(years))
    picture = drawn(figure(rows))
    named = [int(text.text) for text in picture.years]
    assert len(named) >= min(years, 4)
    assert len({after - before for before, after in pairwise(named)}) <= 1
    places = {year_in(bar.words): bar.x + bar.width / 2 for bar in picture.bars}
    assert [text.x for text in picture.years] == [pytest.approx(places[year], abs=0.011) for year in named]


def test_a_few_years_carry_their_numbers_and_of_many_the_most_and_the_latest() -> None:
    assert [text.text for text in drawn(figure(FEW)).values] == ["1", "0", "12"]
    falling = tuple((1990 + at, 9_999 - at * 200) for at in range(30))
    assert [text.text for text in drawn(figure((*falling, (2020, 0), (2021, 5_000)))).values] == ["9,999", "5,000"]


def test_a_year_without_anything_shows_as_a_dot_on_the_line() -> None:
    picture = drawn(figure(FEW))
    (dot,) = picture.dots
    assert dot.words == "0 papers in 2022"
    assert dot.y + dot.height / 2 == picture.base
    assert dot.width >= 2


def test_one_among_thousands_still_has_a_bar() -> None:
    assert min(bar.height for bar in drawn(figure(((2020, 1), (2021, 5_000)))).bars) >= 0.5


def luminance(colour: Sequence[float]) -> float:
    """As WCAG 2.2 defines relative luminance."""
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def rgb(colour: str) -> list[float]:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    return [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]


def contrast(ink: str, paper: str, opacity: float = 1) -> float:
    mixed = [over * opacity + under * (1 - opacity) for over, under in zip(rgb(ink), rgb(paper), strict=True)]
    lighter, darker = sorted((luminance(mixed), luminance(rgb(paper))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(
    ("ink", "paper"),
    [("#000", "#fff"), ("#333", "#fff"), ("#494e52", "#fff"), ("#666", "#fff"), ("#fff", "#111"), ("#999", "#111")],
)
def test_bars_stand_out_from_the_paper_whatever_theme_the_text_is_readable_in(ink: str, paper: str) -> None:
    svg = parsed(figure(FORTY)).find("svg")
    (group,) = [one for one in svg.iterfind("g") if one.find("rect") is not None]
    assert contrast(ink, paper, float(group.get("fill-opacity"))) >= 3


def test_a_figure_has_no_colour_script_or_style_of_its_own_and_loads_nothing() -> None:
    root = parsed(figure(FORTY))
    paints = {one.get(name) for one in root.iter() for name in ("fill", "stroke") if one.get(name)}
    assert paints == {"currentColor", "none"}
    assert not {one.tag for one in root.iter()} & {"style", "script", "image", "use", "foreignObject", "a"}
    assert not re.search(r"url\(|https?:|@|\bon\w+=|font-family", figure(FORTY))


def test_a_file_stands_alone_and_follows_the_readers_light_or_dark() -> None:
    text = svg_file(CITED, "citations_by_year", "zh")
    root = parsed(text)
    assert root.tag == f"{SVG}svg"
    assert root.get("viewBox").split()[2:] != [root.get("width"), root.get("height")]
    shares = [
        float(root.get(name)) / float(root.get("viewBox").split()[at]) for name, at in (("width", 2), ("height", 3))
    ]
    assert shares[0] == pytest.approx(shares[1], abs=0.01)
    light, dark = re.findall(r"color: (#\w+)", root.findtext(f"{SVG}style"))
    assert "@media (prefers-color-scheme: dark) { svg { color: " + dark in text
    assert contrast(light, "#fff") >= 4.5
    assert contrast(dark, "#111") >= 4.5
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")


def test_the_same_numbers_make_the_same_text_however_they_come() -> None:
    assert figure(FORTY) == figure(tuple(reversed(FORTY)))
    assert figure(FEW) == figure([(2023, 12), (2021, 1)])
    numbers = re.findall(r'\b(?:x|y|r|cx|cy|d|width|height|viewBox)="([^"]*)"', figure(CITED))
    assert not [number for number in numbers if re.search(r"\.\d{3}|e-|-0\b", number)]


def test_ids_are_each_figures_own_and_a_prefix_is_no_markup() -> None:
    page = figure(FEW) + figure(FEW, "citations_by_year") + figure(FEW, prefix='b"><script x="')
    identities = re.findall(r'\bid="([^"]*)"', page)
    assert len(identities) == len(set(identities)) == 6
    assert all(re.fullmatch(r"[\w-]+", identity) for identity in identities)
    assert "<script" not in page


def test_a_paper_misdated_by_centuries_leaves_the_others_their_room_and_stays_in_the_table() -> None:
    rows = papers_by_year([work(f"w{year}", PartialDate(year)) for year in (202, *range(2015, 2026), 2022, 9999)])
    picture = drawn(figure(rows))
    assert len(picture.bars) == 11
    told = table(figure(rows))
    assert [told[0], told[-1]] == [("before 2015", "1"), ("after 2025", "1")]
    assert len(figure(rows)) < 5_000


def test_a_users_template_comes_first_and_can_not_end_the_block(tmp_path: Path) -> None:
    own = tmp_path / "picture" / "bars.html.j2"
    own.parent.mkdir()
    own.write_text("\n<div>\n\n    <b>{{ picture.title }}</b>\n   \n</div>\n\n", encoding="utf-8")
    assert figure(FEW, folders=[tmp_path, TEMPLATES]) == "<div>\n<b>Papers by year</b>\n</div>\n"


def test_a_faulty_template_is_named(tmp_path: Path) -> None:
    own = tmp_path / "picture" / "bars.html.j2"
    own.parent.mkdir()
    own.write_text("<p>\n{{ picture.nothing }}\n", encoding="utf-8")
    with pytest.raises(SiteError, match=r"picture/bars\.html\.j2"):
        figure(FEW, folders=[tmp_path, TEMPLATES])


@pytest.mark.jekyll
def test_jekyll_keeps_a_figure_whole_and_goes_on_after_it(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    text = figure(FORTY)
    marked = f"<!-- pubsync:begin papers_by_year -->\n{text}<!-- pubsync:end -->\n"
    (site / "_config.yml").write_text("title: A site\n", encoding="utf-8")
    (site / "index.md").write_text(f"---\n---\n## Head\n\n{marked}\nAfter *this*.\n", encoding="utf-8")
    built = (jekyll_build(site) / "index.html").read_text(encoding="utf-8")
    assert built.count("<figure ") == built.count("</figure>") == 1
    inner = built[built.index("<figure ") : built.index("</figure>") + len("</figure>")]
    assert etree.tostring(parsed(inner), method="c14n") == etree.tostring(parsed(text), method="c14n")
    assert "<em>this</em>" in built


_MEASURE = """() => [...document.querySelectorAll("svg")].map((svg) => {
  const around = svg.getBoundingClientRect();
  const boxes = [...svg.querySelectorAll("text")].map((text) => text.getBoundingClientRect());
  const touch = (a, b) => a.left < b.right && b.left < a.right && a.top + 3 < b.bottom - 3 && b.top + 3 < a.bottom - 3;
  return {
    width: around.width,
    text: Math.min(...boxes.map((box) => box.height)),
    outside: boxes.filter((box) => box.left < around.left - 0.5 || box.right > around.right + 0.5).length,
    touching: boxes.flatMap((a, at) => boxes.slice(at + 1).filter((b) => touch(a, b))).length,
  };
})"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pictures of 1 to 60 years on a page whose style sheet gives figures another layout."""
    rows = [tuple((2026 - at, 1 + (at * 7919) % most) for at in range(years)) for years, most in SIZES]
    pictures = "".join(figure(each, "citations_by_year", prefix=f"p{at}") for at, each in enumerate(rows))
    style = """
      body { margin: 0; padding: 0 16px; font: 16px sans-serif; background: #fff; color: #333 }
      figure { display: flex; flex-wrap: wrap; justify-content: space-between; margin: 2em 40px }
      @media (prefers-color-scheme: dark) { body { background: #111; color: #ddd } }"""
    path = tmp_path_factory.mktemp("pictures") / "page.html"
    head = '<meta charset="utf-8"><title>P</title><meta name="viewport" content="width=device-width">'
    page = f'<!DOCTYPE html><html lang="en">{head}<style>{style}</style><main><h1>Pictures</h1>{pictures}</main></html>'
    path.write_text(page, encoding="utf-8")
    return path


SIZES = ((1, 12), (5, 2_400), (12, 15), (30, 20), (30, 900), (60, 18), (60, 12_000))


@pytest.mark.browser
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_browser_shows_pictures_readable_at_any_width_and_finds_nothing_to_complain_of(
    page: Path, *, dark: bool
) -> None:
    with open_viewer("pictures") as viewer:
        for width in (320, 1280):
            with viewer.visit(page, width=width, dark=dark) as (shown, _):
                measured = cast("list[dict[str, float]]", shown.evaluate(_MEASURE))
            assert len(measured) == len(SIZES)
            for one in measured:
                assert one["outside"] == one["touching"] == 0
                assert one["width"] <= min(width - 32, 440)
                assert one["text"] >= 9
        assert viewer.look(page, dark=dark).complaints == []
