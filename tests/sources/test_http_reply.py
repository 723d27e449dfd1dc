"""What the bytes of an answer are."""

from __future__ import annotations

import codecs
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubsync.errors import SourceError
from pubsync.sources.http import Reply, json_of, text_of
from pubsync.sources.http.pace import seconds_between
from pubsync.sources.http.reply import seconds_to_wait

TEXT = "Müller, Łukasz: 论文 “α”"


def reply(body: bytes, content_type: str = "", **headers: str) -> Reply:
    return Reply(200, {"content-type": content_type, **headers}, body, "https://api.example.org/works")


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (TEXT.encode(), ""),
        (TEXT.encode(), "text/plain; charset=UTF-8"),
        (TEXT.encode(), 'text/plain; charset="utf8"; boundary=x'),
        (TEXT.encode(), "text/plain; charset=ISO-8859-1"),
        (TEXT.encode(), "text/plain; charset=us-ascii"),
        (TEXT.encode(), "text/plain; charset=nonsense"),
        (TEXT.encode(), "text/plain; charset=" + "x" * 5000),
        (TEXT.encode("utf-8-sig"), "text/plain; charset=latin-1"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "text/plain; charset=utf-8"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), ""),
        (TEXT.encode("utf-16-le"), "text/plain; charset=UTF-16LE"),
        (TEXT.encode("gb18030"), "text/plain; charset=gb2312"),
    ],
)
def test_a_text_is_what_its_answer_says_it_is(body: bytes, content_type: str) -> None:
    assert text_of(reply(body, content_type), "api") == TEXT


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        ("Müller".encode("latin-1"), "text/plain; charset=iso-8859-1", "Müller"),
        ("“Müller”".encode("cp1252"), "text/plain; charset=iso-8859-1", "“Müller”"),
        ("Łódź".encode("iso-8859-2"), "text/plain; charset=ISO-8859-2", "Łódź"),
        ("Иванов".encode("koi8-r"), "text/plain; charset=KOI8-R", "Иванов"),
        ("論文".encode("big5"), "text/plain; charset=Big5", "論文"),
        ("山田".encode("shift_jis"), "text/plain; charset=Shift_JIS", "山田"),
        (b"\xef\xbb\xbf", "", ""),
        (b"", "text/plain; charset=utf-16", ""),
    ],
)
def test_other_encodings_are_read(body: bytes, content_type: str, text: str) -> None:
    assert text_of(reply(body, content_type), "api") == text


@pytest.mark.parametrize(
    ("declared", "encoding", "content_type"),
    [
        ('<?xml version="1.0" encoding="ISO-8859-2"?>', "iso-8859-2", "application/xml"),
        ("<?xml version='1.0' encoding='windows-1252' standalone='yes'?>", "cp1252", ""),
        ('<?xml version="1.0" encoding="ISO-8859-2"?>', "utf-8", "application/xml; charset=utf-8"),
        ('<?xml version="1.0" encoding="utf-16"?>', "utf-8", ""),
        ('<?xml version="1.0" encoding="punycode"?>', "utf-8", ""),
        ('<?xml version="1.0"?>', "utf-8", ""),
    ],
)
def test_xml_says_its_encoding_itself(declared: str, encoding: str, content_type: str) -> None:
    text = f"{declared}<a>Müller</a>"
    assert text_of(reply(text.encode(encoding), content_type), "api") == text


def test_one_stray_byte_does_not_spoil_the_lines_around_it() -> None:
    body = "Müller\n".encode() + "Łódź\r\n".encode() + b"M\xfcller \x81\n"
    assert text_of(reply(body), "api") == "Müller\nŁódź\r\nMüller \ufffd\n"
    assert text_of(reply(body, "text/plain; charset=utf-8"), "api") == "Müller\nŁódź\r\nMüller \ufffd\n"


def test_what_was_said_wrongly_is_read_as_utf_8() -> None:
    assert text_of(reply("Müller 论".encode(), "text/plain; charset=euc-kr"), "api") == "Müller 论"


@pytest.mark.parametrize("label", ["unicode_escape", "punycode", "idna", "hex", "zlib", "rot13", "utf-7", "undefined"])
def test_what_is_no_encoding_of_texts_is_not_chosen_from_outside(label: str) -> None:
    assert text_of(reply(b"a\\u0041+AEE-", f"text/plain; charset={label}"), "api") == "a\\u0041+AEE-"


@pytest.mark.parametrize("body", [b"%PDF-1.7 ...", b"PK\x03\x04...", b"\x1f\x8b\x08...", b"a\0b"])
def test_what_is_no_text_is_said(body: bytes) -> None:
    with pytest.raises(SourceError, match="no text") as failure:
        text_of(reply(body), "api")
    assert (failure.value.where, bool(failure.value.remedy)) == ("api", True)


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"a": ', b"\xff\xfe\xfd", b"[" * 100_000, b"1" * 5000])
def test_what_is_no_json_is_said(body: bytes) -> None:
    with pytest.raises(SourceError, match="no JSON") as failure:
        json_of(reply(body), "api")
    assert failure.value.where == "api"


def test_json_is_read() -> None:
    assert json_of(reply('{"a": ["ü"]}'.encode()), "api") == {"a": ["ü"]}
    assert json_of(reply(codecs.BOM_UTF8 + b"[1]"), "api") == [1]


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("120", 120),
        ("Sun, 01 Nov 2026 00:10:00 GMT", 600),
        ("Sun, 01 Nov 2020 00:00:00 GMT", 0),
        ("9" * 5000, 30 * 24 * 3600),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("", None),
    ],
)
def test_how_long_to_wait(told: str, seconds: int | None) -> None:
    assert seconds_to_wait({"retry-after": told, "date": "Sun, 01 Nov 2026 00:00:00 GMT"}) == seconds


ANY = st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))


@given(ANY, st.text(max_size=60))
def test_whatever_comes_is_a_text_or_a_source_error(body: bytes, content_type: str) -> None:
    for reading in (text_of, json_of):
        told: Any = reading
        try:
            told(reply(body, f"text/plain; charset={content_type}"), "api")
            told(reply(b'<?xml version="1.0" encoding="' + body, content_type), "api")
        except SourceError:
            continue


@given(st.text(max_size=40), st.text(max_size=40))
def test_whatever_headers_say_is_a_time_or_nothing(one: str, other: str) -> None:
    headers = {"retry-after": one, "date": other, "x-rate-limit-limit": one, "x-rate-limit-interval": other}
    assert (seconds_to_wait(headers) or 0) >= 0
    assert (seconds_between(headers) or 0) >= 0
