"""Answers kept to be revalidated: fewer bytes on a good night, no difference on any other; through real sockets."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from pubsync.errors import SourceError
from pubsync.sources.http import Http, RefusedError
from pubsync.sources.http.cache import Cache
from pubsync.sources.http.question import Question
from pubsync.sources.http.reply import Reply
from tests.fakes.web import Bytes, Request, Response, Web, head, redirect, truncated

HOST = "api.example.org"
URL = f"https://{HOST}/works"
BODY = '{"title": "' + "ü" * 1000 + '"}'
SECRET = "marker4711"
DATE = "Sun, 01 Nov 2026 00:00:00 GMT"


def http(**options: Any) -> Http:
    return Http(**{"name": "api", "timeout": 10, "retry_after_failure": 0, **options})


class Site:
    """A host with one body, that tells by a tag, a date, or not at all whether it is still the same."""

    def __init__(self, **validators: str) -> None:
        self.body = BODY
        self.headers = {name.replace("_", "-"): text for name, text in validators.items()}
        self.sent: list[int] = []

    def __call__(self, request: Request) -> Response | Bytes:
        told = (request.headers.get("if-none-match"), request.headers.get("if-modified-since"))
        known = (self.headers.get("ETag"), self.headers.get("Last-Modified"))
        self.sent.append(304 if told == known and any(told) else 200)
        if self.sent[-1] == 304:
            return Bytes(head(304, {**self.headers, "X-Asked": str(len(self.sent))}))
        return Response(self.body, headers={"Content-Type": "application/json", "Total-Results": "7", **self.headers})


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    with Web({HOST: Site(ETag='"1"')}) as web:
        for name, value in web.environment(tmp_path).items():
            monkeypatch.setenv(name, value)
        yield web


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "caches" / "pubsync"


def site(web: Web, **validators: str) -> Site:
    played = Site(**validators)
    web.hosts[HOST] = played
    return played


def all_of(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


# What it is for


@pytest.mark.parametrize(
    "validators", [{"ETag": 'W/"1"'}, {"Last_Modified": DATE}, {"ETag": "x", "Last_Modified": DATE}]
)
def test_what_has_not_changed_is_not_sent_again(web: Web, folder: Path, validators: dict[str, str]) -> None:
    played = site(web, **validators)
    asked = [http(cache=folder) for _ in range(3)]
    replies = [one.get(URL) for one in asked]
    assert played.sent == [200, 304, 304]
    assert {(reply.status, reply.body, reply.url) for reply in replies} == {(200, BODY.encode(), URL)}
    assert [one.requests for one in asked] == [1, 1, 1]
    assert {reply.headers["total-results"] for reply in replies} == {"7"}
    assert {reply.headers["content-type"] for reply in replies} == {"application/json"}
    assert replies[2].headers["x-asked"] == "3"


def test_what_has_changed_is_kept_anew(web: Web, folder: Path) -> None:
    played = site(web, ETag="one")
    http(cache=folder).get(URL)
    played.body, played.headers = "[2]", {"ETag": "two"}
    assert [http(cache=folder).get(URL).body for _ in range(2)] == [b"[2]", b"[2]"]
    assert played.sent == [200, 200, 304]


def test_without_a_folder_nothing_is_kept(web: Web) -> None:
    played = site(web, ETag="one")
    with http() as asked:
        asked.get(URL)
        asked.get(URL)
    assert played.sent == [200, 200]


@pytest.mark.parametrize(
    "validators", [{}, {"ETag": "x", "Cache_Control": "private, No-Store"}, {"ETag": "x", "Vary": "*"}]
)
def test_what_can_not_or_may_not_be_kept_is_asked_for_as_ever(
    web: Web, folder: Path, validators: dict[str, str]
) -> None:
    played = site(web, **validators)
    for _ in range(2):
        assert http(cache=folder).get(URL).body == BODY.encode()
    assert played.sent == [200, 200]
    assert "if-none-match" not in web.log[1].headers


def test_other_questions_have_other_answers(web: Web, folder: Path) -> None:
    played = site(web, ETag="one")
    http(cache=folder).get(URL)
    http(cache=folder).get(URL, params={"page": "2"})
    http(cache=folder).get(URL, accept="text/x-bibtex")
    http(cache=folder).post_json(URL, {})
    http(cache=folder).post_json(URL, {})
    assert played.sent == [200] * 5
    assert not any("if-none-match" in request.headers for request in web.log)


# A source that fails says so


@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_what_is_kept_does_not_stand_in_for_a_failure(web: Web, folder: Path, status: int) -> None:
    http(cache=folder).get(URL)
    web.hosts[HOST] = lambda _: Response("no", status=status)
    with pytest.raises(SourceError) as failure:
        http(cache=folder).get(URL)
    assert isinstance(failure.value, RefusedError) == (status != 500)


def test_a_failure_and_a_missing_page_are_not_kept(web: Web, folder: Path) -> None:
    played = site(web, ETag="one")
    web.inject(HOST, Response("no", status=404, headers={"ETag": "one"}), truncated("[1]"), truncated("[1]"))
    assert http(cache=folder).get(URL).status == 404
    with pytest.raises(SourceError):
        http(cache=folder).get(URL)
    assert http(cache=folder).get(URL).body == BODY.encode()
    assert played.sent == [200]


def test_not_modified_is_believed_of_nobody_who_was_not_asked(web: Web, folder: Path) -> None:
    web.inject(HOST, Bytes(head(304, {"ETag": '"1"'})))
    with pytest.raises(SourceError, match=r"\(HTTP 304\)"):
        http(cache=folder).get(URL)


# Redirects


def test_an_answer_from_elsewhere_is_revalidated_there(web: Web, folder: Path) -> None:
    played = Site(ETag="one")
    web.hosts = {HOST: lambda _: redirect("https://files.example/a"), "files.example": played}
    replies = [http(cache=folder).get(URL) for _ in range(2)]
    assert played.sent == [200, 304]
    assert {(reply.body, reply.url) for reply in replies} == {(BODY.encode(), "https://files.example/a")}
    assert not any("if-none-match" in request.headers for request in web.asked(HOST))


def test_another_place_with_the_same_tag_is_another_answer(web: Web, folder: Path) -> None:
    first, second = Site(ETag="one"), Site(ETag="one")
    second.body = "[2]"
    web.hosts = {HOST: lambda _: redirect("https://files.example/a"), "files.example": first, "new.example": second}
    http(cache=folder).get(URL)
    web.hosts[HOST] = lambda _: redirect("https://new.example/a")
    assert http(cache=folder).get(URL).body == b"[2]"
    assert (first.sent, second.sent) == ([200], [200])


# Secrets


@pytest.mark.parametrize(
    ("url", "options"),
    [
        (URL, {"params": {"api_key": SECRET}}),
        (URL, {"params": {"access_token": SECRET}}),
        (URL, {"params": {"sig": SECRET}}),
        (URL, {"params": {"X-Amz-Credential": SECRET}}),
        (URL, {"headers": {"x-api-key": SECRET}}),
        (URL, {"headers": {"Authorization": f"Bearer {SECRET}"}}),
        (URL, {"headers": {"Zotero-API-Key": SECRET, "Zotero-API-Version": "3"}}),
        (f"https://jane:{SECRET}@{HOST}/works", {}),
        (f"https://{HOST}/calendar/private-{SECRET}/basic.ics", {}),
    ],
)
def test_what_was_asked_with_a_key_is_not_kept(web: Web, folder: Path, url: str, options: dict[str, Any]) -> None:
    played = site(web, ETag="one")
    for _ in range(2):
        assert http(cache=folder).get(url, **options).body == BODY.encode()
    assert played.sent == [200, 200]
    assert SECRET.encode() not in all_of(folder)
    assert len(all_of(folder)) < 50_000


def test_a_redirect_to_a_key_is_not_kept(web: Web, folder: Path) -> None:
    played = Site(ETag="one")
    web.hosts = {HOST: lambda _: redirect(f"https://files.example/a?Signature={SECRET}"), "files.example": played}
    for _ in range(2):
        http(cache=folder).get(URL)
    assert played.sent == [200, 200]


@pytest.mark.parametrize(
    ("path", "headers"), [("/authors/A1", {}), ("/author/1/papers", {}), ("/items", {"Zotero-API-Version": "3"})]
)
def test_an_ordinary_question_holds_no_key(web: Web, folder: Path, path: str, headers: dict[str, str]) -> None:
    played = site(web, ETag="one")
    for _ in range(2):
        http(cache=folder, contact="a@b.example").get(
            f"https://{HOST}{path}", params={"mailto": "a@b.example"}, headers=headers
        )
    assert played.sent == [200, 304]


def test_neither_addresses_nor_cookies_are_kept(web: Web, folder: Path) -> None:
    site(web, ETag="one", Set_Cookie=f"id={SECRET}")
    http(cache=folder).get(f"https://{HOST}/{SECRET}", params={"q": SECRET})
    kept = all_of(folder)
    assert b"one" in kept
    assert SECRET.encode() not in kept
    assert HOST.encode() not in kept


# Damage is never a failure


def asks_and_is_answered(folder: Path) -> None:
    for _ in range(2):
        assert http(cache=folder).get(URL).body == BODY.encode()


def test_a_file_that_is_no_database_is_begun_afresh(web: Web, folder: Path) -> None:
    played = site(web, ETag="one")
    folder.mkdir(parents=True)
    (folder / "http.sqlite").write_bytes(b"no database" * 1000)
    (folder / "http.sqlite-journal").write_bytes(b"of it")
    asks_and_is_answered(folder)
    asks_and_is_answered(folder)
    assert played.sent[0] == 200
    assert played.sent[-2:] == [304, 304]
    assert [path.name for path in folder.iterdir()] == ["http.sqlite"]


@pytest.mark.parametrize("damage", ["cut", "zeros", "another table"])
def test_a_damaged_database_is_no_failure(web: Web, folder: Path, damage: str) -> None:
    asks_and_is_answered(folder)
    file = folder / "http.sqlite"
    content = file.read_bytes()
    if damage == "cut":
        file.write_bytes(content[: len(content) // 2])
    elif damage == "zeros":
        file.write_bytes(content[:100] + bytes(len(content) - 100))
    else:
        with closing(sqlite3.connect(file)) as database, database:
            database.executescript("DROP TABLE answers; CREATE TABLE answers (question TEXT)")
    asks_and_is_answered(folder)
    assert web.log


@pytest.mark.parametrize("column", ["body", "headers", "address"])
@pytest.mark.parametrize("value", [b"", b"\x78\x01junk", "[]", '{"etag": "a\\nb"}', "{", 7])
def test_a_damaged_row_is_asked_for_anew(web: Web, folder: Path, column: str, value: object) -> None:
    asks_and_is_answered(folder)
    with closing(sqlite3.connect(folder / "http.sqlite")) as database, database:
        database.execute(f"UPDATE answers SET {column} = ?", (value,))
    asks_and_is_answered(folder)
    assert web.log


def test_a_body_with_another_byte_than_was_kept_is_asked_for_anew(web: Web, folder: Path) -> None:
    played = site(web, ETag="one")
    played.body = os.urandom(300).hex()
    body = http(cache=folder).get(URL).body
    file = folder / "http.sqlite"
    with closing(sqlite3.connect(file)) as database, database:
        packed = bytearray(database.execute("SELECT body FROM answers").fetchone()[0])
        packed[-40] ^= 1
        database.execute("UPDATE answers SET body = ?", (bytes(packed),))
    assert http(cache=folder).get(URL).body == body
    assert played.sent == [200, 200]


def test_a_folder_that_can_not_be_made_is_no_failure(web: Web, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for folder in (tmp_path / "file", tmp_path / "file" / "below", Path("/proc/nowhere"), tmp_path / "a\0b"):
        asks_and_is_answered(folder)
    assert len(web.log) == 8


def test_a_database_that_another_process_holds_is_waited_for_once(
    web: Web, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pubsync.sources.http.cache._PATIENCE", 0.01)
    http(cache=folder).get(URL)
    with closing(sqlite3.connect(folder / "http.sqlite", isolation_level=None)) as held:
        held.execute("BEGIN EXCLUSIVE")
        with mock.patch.object(sqlite3, "connect", wraps=sqlite3.connect) as connect, http(cache=folder) as asked:
            for _ in range(5):
                assert asked.get(URL).body == BODY.encode()
        assert connect.call_count == 1
    http(cache=folder).get(URL)
    assert [("if-none-match" in request.headers) for request in web.log] == [False] * 6 + [True]


def test_a_body_larger_than_wanted_is_not_taken_from_what_is_kept(web: Web, folder: Path) -> None:
    http(cache=folder).get(URL)
    with pytest.raises(SourceError, match="larger than 1,000 bytes"):
        http(cache=folder, largest=1000).get(URL)
    assert "if-none-match" not in web.log[1].headers


def test_several_threads_share_what_is_kept(web: Web, folder: Path) -> None:
    bodies: list[bytes] = []

    def ask(page: int) -> None:
        bodies.append(http(cache=folder).get(f"{URL}/{page % 3}").body)

    threads = [threading.Thread(target=ask, args=(page,)) for page in range(9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert bodies == [BODY.encode()] * 9
    assert len(web.log) == 9


def test_what_nobody_asks_for_any_more_is_thrown_away(folder: Path) -> None:
    now = 1_800_000_000.0
    days = 24 * 3600
    cache = Cache(folder, lambda: now)
    old, used, new = (Question(method="GET", url=f"{URL}/{name}") for name in ("old", "used", "new"))
    for question in (old, used):
        cache.keep(question, Reply(200, {"etag": "x"}, b"1", question.url))
    now += 100 * days
    cache.use(used)
    now += 100 * days
    cache.keep(new, Reply(200, {"etag": "x"}, b"1", new.url))
    assert [cache.find(question, 10) is not None for question in (old, used, new)] == [False, True, True]
