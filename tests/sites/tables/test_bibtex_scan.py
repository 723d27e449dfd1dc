"""Entries and fields of a .bib text are found where they stand, whatever is wrong around them, in linear time."""

from __future__ import annotations

import time

import pytest

from pubsync.sites.tables.bibtex_scan import Entry, scan


def entries(text: str) -> list[Entry]:
    return [entry for entry in scan(text) if not entry.is_command]


def values(text: str) -> dict[str, str]:
    (entry,) = entries(text)
    assert entry.readable
    assert text[entry.end - 1] in "})"
    return {field.name: text[slice(*field.value)] for field in entry.fields}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@article{k, title = {A {B} c}, year=2020}", {"title": "{A {B} c}", "year": "2020"}),
        ('@ARTICLE{k,\n Title = "A {"} b" # jan #{x},}', {"title": '"A {"} b" # jan #{x}'}),
        ("@misc(k, title = {a ) b}, note = {c})", {"title": "{a ) b}", "note": "{c}"}),
        ("@misc{k}", {}),
        ("@misc{k,}", {}),
        ("@ misc {k,\n% why, = {\n a = 1 % {\n,\n}", {"a": "1"}),
        ("@misc{k, a = {1}\n b = {2},, c = 3}", {"a": "{1}", "b": "{2}", "c": "3"}),
        (r"@misc{k, a = {x \} y}, b = 1}", {"a": r"{x \} y}", "b": "1"}),
        (r"@misc{k, a = {x \{ y}, b = 1}", {"a": r"{x \{ y}", "b": "1"}),
        (r'@misc{k, a = "{\"o} b", b = 1}', {"a": r'"{\"o} b"', "b": "1"}),
        (r'@misc{k, a = "\"o b", b = 1}', {"a": r'"\"o b"', "b": "1"}),
        ("@misc{k, author+an = {1=first}, date_x = 2}", {"author+an": "{1=first}", "date_x": "2"}),
    ],
)
def test_fields_with_their_values(text: str, expected: dict[str, str]) -> None:
    assert values(text) == expected
    assert entries(text)[0].key == "k"


@pytest.mark.parametrize(
    "text",
    [
        "% @article{k, a = 1}\n",
        "  %% see @article{k, a = 1}\n",
        "@comment{@article{k, a = 1}}",
        "@Comment{\n@article{k,\n  a = 1\n}\n}\n",
        "@string{k = {x}}",
        '@preamble{"\\newcommand{\\x}{y}" # k}',
        "an e-mail: k@example.org, {x}",
        "@article",
        "",
    ],
)
def test_what_is_no_entry(text: str) -> None:
    assert entries(text) == []


@pytest.mark.parametrize(
    ("broken", "key"),
    [
        ("@article{k, title = {never closed\n", "k"),
        ("@article{k,\n  title {a}\n}\n", "k"),
        ("@article{k, title = }\n", "k"),
        ("@article{title = {no key}}\n", ""),
        ("@article{k", "k"),
        ("@article{\n", ""),
        ("@article{k, title = {a\n@b{c} in a line of its own}}", "k"),
    ],
)
def test_a_broken_entry_ends_where_the_next_begins(broken: str, key: str) -> None:
    found = entries(f"{broken}\n@misc{{good, a = 1}}\n")
    assert (found[0].key, found[0].readable) == (key, False)
    assert (found[-1].key, found[-1].readable) == ("good", True)


def test_two_entries_on_one_line() -> None:
    assert [entry.key for entry in entries("@misc{a, x=1} @misc{b, x=2} and @misc{c}")] == ["a", "b", "c"]


def test_comments_within_an_entry_are_seen() -> None:
    assert [entry.commented for entry in entries("@misc{a, x = {5%}}\n@misc{b, x = 1 % why\n}")] == [False, True]


@pytest.mark.parametrize(
    "text",
    [
        "@a{k, t={" + "{" * 200_000,
        "@a{k, t={" + "{" * 100_000 + "}" * 100_000 + "}}",
        "@a{" * 75_000,
        "@a{k,\n" * 25_000,
        "@comment{\n" * 20_000,
        "@comment{@a{k}\n" * 20_000,
        "@string{a = b}\n" * 20_000,
        '@a{k, t="' + '"' * 200_000,
        "@a{k," + " " * 200_000,
        "@a{k, t = a" + " # a" * 100_000,
        "%" * 200_000,
        " \t" * 200_000,
    ],
    ids=lambda text: f"{text[:12]}…",
)
def test_hostile_text_takes_no_time(text: str) -> None:
    started = time.process_time()
    scan(text)
    assert time.process_time() - started < 5


def test_a_large_file_passes_in_seconds() -> None:
    one = (
        '@article{key,\n  title = {Some {B}ERT title of words},\n  author = "A. Bcd and E. Fgh",\n  year = 2020,\n}\n\n'
    )
    started = time.process_time()
    assert len(scan(one * 20_000)) == 20_000
    assert time.process_time() - started < 5
