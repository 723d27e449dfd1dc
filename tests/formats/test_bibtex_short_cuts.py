"""What is usual is read in fewer steps than what is not, and to the same end."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from pubsync.formats.bibtex import authors, entries, links
from pubsync.formats.bibtex.splitting import Fields, PlainEntry
from pubsync.formats.latex import to_text
from pubsync.records import names
from pubsync.records.names import parse_name

_WORDS = ["Ann", "van", "LI", "J.", "Jean-Luc", "O'Hara", "--", "''", "é", "Jr.", "and", "齐炜祯", "_", "e\u0301", "-"]
_BRACED = [
    *(r"{\"u}", r"{\'{e}}", r"{\ss}", r"{\O}", r"{\~n}", r"{\.x}", r"{\^i}", r"{\`a}", r"{\=q}"),
    *(r"{\'\i}", r"{\v c}", r"{\"}", r"{\textbf}", "{The Group}", "{A and B}", "{a}", "{}", "{", "}", r"\{", r"\}"),
]
_BREAKS = [" ", ", ", ",", "，", " and ", " AND ", "; ", " & ", r" \& ", "~", "\t", "\u2003"]
_NAMES = st.lists(st.sampled_from([*_WORDS, *_BRACED, *_BREAKS, *_BREAKS]), max_size=12).map("".join)

_VALUES = st.sampled_from(
    [
        "{a}",
        "{a {b {c}} d}",
        "{a {b {c {d}}}}",
        "2000",
        '"x"',
        "jan",
        "me",
        "{}",
        "{ }",
        "",
        r"{\}}",
        "1 # {b}",
        "²",
        "{",
    ]
)
_FIELD_NAMES = st.sampled_from(["title", "Title", "note", "author", "% x\nnote", "a b", "", "date-added"])
_WRITTEN = st.lists(st.tuples(_FIELD_NAMES, _VALUES), max_size=5).map(tuple)

_ADDRESSES = st.lists(
    st.sampled_from(
        ["http://", "HTTPS://", "www.", "a.org", "/", "x", ":", "@", "[", "]", "?q=1", "é", "|", "^", "%20", "."]
    ),
    max_size=8,
).map("".join)


@given(_NAMES)
@example(r"{a\} and b")
@example(r"\{a and b}")
@example("{a and b} and c")
@settings(deadline=None, max_examples=600)
def test_a_list_of_names_whose_braces_hold_no_blank_is_split_as_any(text: str) -> None:
    raw = " ".join(text.split())
    assert list(authors._split(raw)) == list(authors._split_outside_braces(raw))


@given(_NAMES)
@settings(deadline=None, max_examples=600)
def test_a_name_whose_braces_hold_accents_alone_is_read_as_any(text: str) -> None:
    assume("{" in text)
    assert authors._name(text) == parse_name(text, decode=to_text)


@given(_NAMES)
@settings(deadline=None, max_examples=600)
def test_a_name_without_braces_is_split_as_any(text: str) -> None:
    assert names._split(text) == names._split_outside_braces(text)


@given(_WRITTEN)
@example((("Title", "{a}"), ("title", "{b}")))
@settings(deadline=None, max_examples=600)
def test_fields_that_show_their_values_are_read_as_any(written: Fields) -> None:
    def read(*, in_full: bool) -> tuple[object, ...]:
        board = entries.NoticeBoard("a.bib")
        reader = entries._EntryReader({"me": "Ann", "2000": "no number"}, board, frozenset())
        entry = PlainEntry("misc", "k", written)
        return (reader._read_fields if in_full else reader._fields)(entry, "k", 1), board.notices()

    assert read(in_full=False) == read(in_full=True)


def test_a_field_that_is_too_long_is_cut_as_any() -> None:
    long = (("note", "{" + "x" * (entries.LONGEST_FIELD + 1) + "}"),)
    assert not entries._simple_fields(long)


@given(_ADDRESSES)
@example("https://a.org/" + "x" * 2_000)
@settings(deadline=None, max_examples=600)
def test_a_plain_address_is_safe_as_it_is(text: str) -> None:
    address = links.web_address(text)
    if not address:
        return
    assert urlsplit(address).hostname
    assert address == links._NOT_IN_ADDRESS.sub(lambda sign: quote(sign.group()), address)
    assert len(address) <= 2_000
