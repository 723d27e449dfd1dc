"""The CSL processor, by small styles written for one rule each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from pubsync.citing.markup import html_of
from pubsync.citing.name_list import ListedName
from pubsync.citing.processor import Processor
from pubsync.errors import SettingsError
from pubsync.records.dates import PartialDate

CSL = '<style xmlns="http://purl.org/net/xbiblio/csl"/>'
QI = ListedName("Qi", "Weizhen")
LI = ListedName("Li", "Houqiang")


class Style:
    """Writes a style around a layout and prints with it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "style.csl"

    def write(self, layout: str, *, before: str = "", place: str = "bibliography", options: str = "") -> None:
        self.path.write_text(
            f'<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">{before}'
            f"<{place} {options}><layout>{layout}</layout></{place}></style>",
            encoding="utf-8",
        )

    def printed(self, layout: str, variables: Mapping[str, object], *, kind: str = "book", **how: str) -> str:
        locale = how.pop("locale", "en-US")
        self.write(layout, **how)
        return html_of(Processor(self.path, locale).citation(kind, variables))


@pytest.fixture
def style(tmp_path: Path) -> Style:
    return Style(tmp_path)


TITLE = '<text variable="title"/>'


def test_formatting_and_affixes(style: Style) -> None:
    layout = '<text variable="title" font-style="italic" font-weight="bold" prefix="(" suffix=")"/>'
    assert style.printed(layout, {"title": "A & B"}) == "(<b><i>A &amp; B</i></b>)"
    layout = '<text variable="title" font-variant="small-caps" vertical-align="sup"/>'
    assert style.printed(layout, {"title": "A"}) == '<sup><span style="font-variant:small-caps">A</span></sup>'


def test_no_number_and_no_letter_after_the_year(style: Style) -> None:
    layout = '<group><text value="No. "/><text variable="citation-number" prefix="[" suffix="] "/></group>' + TITLE
    assert style.printed(layout, {"title": "A"}) == "A"
    layout = '<group><text term="no date" form="short"/><text variable="year-suffix"/></group>'
    assert style.printed(layout, {"title": "A"}) == "n.d."


def test_a_group_stands_where_something_called_was_there(style: Style) -> None:
    layout = f'{TITLE}<group prefix=" (" suffix=")"><text value="vol. "/><text variable="volume"/></group>'
    assert style.printed(layout, {"title": "A", "volume": "3"}) == "A (vol. 3)"
    assert style.printed(layout, {"title": "A"}) == "A"


def test_a_group_that_calls_nothing_stands(style: Style) -> None:
    medium = '<macro name="m"><choose><if variable="URL"><text variable="medium"/></if></choose></macro>'
    layout = TITLE + '<group delimiter="/" prefix="[" suffix="]"><text value="C"/><text macro="m"/></group>'
    assert style.printed(layout, {"title": "A"}, before=medium) == "A[C]"
    assert style.printed(layout, {"title": "A", "URL": "u"}, before=medium) == "A"


def test_a_choose_passes_the_delimiter_on(style: Style) -> None:
    layout = (
        f'<group delimiter=", ">{TITLE}<choose><if type="book"><text variable="volume"/><text variable="issue"/></if>'
        "</choose></group>"
    )
    assert style.printed(layout, {"title": "A", "volume": "1", "issue": "2"}) == "A, 1, 2"


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ('type="book"', True),
        ('type="thesis book" match="any"', True),
        ('type="thesis book"', False),
        ('type="thesis" match="none"', True),
        ('variable="title volume"', True),
        ('variable="title issue"', False),
        ('variable="title issue" match="any"', True),
        ('variable="issue" match="none"', True),
        ('type="thesis" variable="title" match="any"', True),
        ('is-numeric="volume"', True),
        ('is-numeric="edition"', True),
        ('is-numeric="title"', False),
        ('is-numeric="issue"', False),
        ('is-uncertain-date="issued"', False),
        ('locator="page"', False),
        ('position="first"', False),
        ('disambiguate="true"', False),
    ],
)
def test_conditions(style: Style, condition: str, *, holds: bool) -> None:
    layout = f'<choose><if {condition}><text value="yes"/></if><else><text value="no"/></else></choose>'
    variables = {"title": "A", "volume": "3, 4-5", "edition": "2nd", "issued": PartialDate(2020)}
    assert style.printed(layout, variables) == ("yes" if holds else "no")


def test_a_style_without_a_bibliography_prints_its_first_note(style: Style) -> None:
    layout = f'<choose><if position="subsequent"/><else-if position="first">{TITLE}</else-if></choose>'
    assert style.printed(layout, {"title": "A"}, place="citation") == "A"


def test_quotation_marks_turn_within_each_other(style: Style) -> None:
    layout = '<text variable="title" quotes="true"/><text value=". End"/>'
    assert style.printed(layout, {"title": 'The "big" “one”'}) == "“The ‘big’ ‘one’.” End"
    assert style.printed(layout, {"title": "The “one”"}, locale="en-GB") == "‘The “one”’. End"


def test_what_stands_in_for_an_author_is_not_repeated(style: Style) -> None:
    macro = f'<macro name="t">{TITLE}</macro>'
    names = (
        '<names variable="author"><name/><substitute><names variable="editor"/><text macro="t"/></substitute></names>'
    )
    layout = f'<group delimiter=". ">{names}{TITLE}<names variable="editor" prefix="ed. "/></group>'
    assert style.printed(layout, {"author": [QI], "title": "A"}, before=macro) == "Weizhen Qi. A"
    assert style.printed(layout, {"editor": [QI], "title": "A"}, before=macro) == "Weizhen Qi. A"
    assert style.printed(layout, {"title": "A"}, before=macro) == "A"


def test_names_take_their_options_from_where_they_stand(style: Style) -> None:
    layout = '<names variable="author"><name initialize-with="."/></names>'
    options = 'name-as-sort-order="all" name-delimiter="; " et-al-min="2" et-al-use-first="1"'
    both = {"author": [QI, LI]}
    assert style.printed(layout, both) == "W. Qi, H. Li"
    assert style.printed(layout, both, options=options) == "Qi, W. et al."
    assert style.printed(layout, both | {"author-cut": True}) == "W. Qi, H. Li, et al."


def test_labels_stand_beside_what_is_there(style: Style) -> None:
    label = '<label variable="page" form="short" suffix=" "/><text variable="page"/>'
    assert style.printed(label, {"page": "12"}) == "p. 12"
    assert style.printed(label, {"page": "12-15"}) == "pp. 12–15"
    assert style.printed(label, {}) == ""
    names = '<names variable="editor"><name/><label form="short" prefix=" (" suffix=")" text-case="title"/></names>'
    assert style.printed(names, {"editor": [QI]}) == "Weizhen Qi (Ed.)"
    assert style.printed(names, {"editor": [QI, LI]}) == "Weizhen Qi, Houqiang Li (Eds.)"
    first = '<names variable="editor"><label form="verb" suffix=" "/><name/></names>'
    assert style.printed(first, {"editor": [QI]}) == "edited by Weizhen Qi"


@pytest.mark.parametrize(
    ("form", "number", "expected"),
    [
        ("ordinal", "2", "2nd"),
        ("ordinal", "11", "11th"),
        ("long-ordinal", "2", "second"),
        ("roman", "14", "xiv"),
        ("roman", "99999999999999", "99999999999999"),
        ("ordinal", "Second", "Second"),
        ("numeric", "10,123,456 B2", "10,123,456 B2"),
    ],
)
def test_numbers(style: Style, form: str, number: str, expected: str) -> None:
    layout = f'<number variable="collection-number" form="{form}"/>'
    assert style.printed(layout, {"collection-number": number}) == expected


@pytest.mark.parametrize(
    ("ranges", "page", "expected"),
    [
        ("expanded", "2401-2410", "2401–2410"),
        ("minimal", "2401-2410", "2401–10"),
        ("minimal-two", "101-108", "101–08"),
        ("chicago", "2401-2410", "2401–10"),
        ("minimal-two", "1-29", "1–29"),
        ("minimal", "99-101", "99–101"),
        ("chicago", "e1-x", "e1–x"),
    ],
)
def test_page_ranges(style: Style, ranges: str, page: str, expected: str) -> None:
    style.write('<text variable="page"/>')
    text = style.path.read_text(encoding="utf-8").replace('class="in-text"', f'page-range-format="{ranges}"')
    style.path.write_text(text, encoding="utf-8")
    assert html_of(Processor(style.path, "en-US").citation("book", {"page": page})) == expected


def test_dates_at_the_precision_known(style: Style) -> None:
    layout = '<date variable="issued" form="text"/>'
    assert style.printed(layout, {"issued": PartialDate(2020, 5, 3)}) == "May 3, 2020"
    assert style.printed(layout, {"issued": PartialDate(2020, 5)}) == "May 2020"
    assert style.printed(layout, {"issued": PartialDate(2020)}) == "2020"
    assert style.printed(layout, {}) == ""
    assert style.printed(layout, {"issued": PartialDate(2020, 5, 3)}, locale="zh-CN") == "2020年5月3日"


def test_a_dates_formatting_shows(style: Style) -> None:
    layout = '<date variable="issued" form="text" date-parts="year" font-weight="bold" suffix="."/>'
    assert style.printed(layout, {"issued": PartialDate(2020, 5)}) == "<b>2020</b>."


def test_one_date_does_not_change_the_next(style: Style) -> None:
    """A style's changes to the locale's parts are for that one date alone."""
    short = '<date variable="issued" form="text"><date-part name="month" form="short"/></date>'
    layout = f'<choose><if type="book">{short}</if><else><date variable="issued" form="text"/></else></choose>'
    style.write(layout)
    processor = Processor(style.path, "en-US")
    date: dict[str, object] = {"issued": PartialDate(2020, 9)}
    assert html_of(processor.citation("thesis", date)) == "September 2020"
    assert html_of(processor.citation("book", date)) == "Sept. 2020"
    assert html_of(processor.citation("thesis", date)) == "September 2020"


def test_terms_fall_back_to_a_longer_form_before_another_language(style: Style) -> None:
    assert style.printed('<text term="patent" form="short"/>', {}) == "pat."
    assert style.printed('<text term="patent" form="short"/>', {}, locale="zh-CN") == "专利"


def test_the_styles_own_words_come_first(style: Style) -> None:
    own = '<locale xml:lang="en"><terms><term name="in">inside</term></terms></locale>'
    assert style.printed('<text term="in"/>', {}, before=own) == "inside"
    assert style.printed('<text term="in"/>', {}, before=own, locale="zh-CN") == "收入"


@pytest.mark.parametrize(
    "content",
    [
        "",
        "no style",
        "<a/>",
        "<style/>",
        CSL,
        f"{CSL[:-2]}><bibliography/></style>",
        '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    ],
)
def test_what_is_no_style_is_an_error_that_names_the_file(tmp_path: Path, content: str) -> None:
    path = tmp_path / "broken.csl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        Processor(path, "en-US")
    assert caught.value.where == str(path)
