"""BibTeX files as a source: which are read, what is said of them, and what is refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pubsync.errors import SourceError
from pubsync.records.record import Record
from pubsync.records.talk import TalkRecord
from pubsync.sources.bibtex import LARGEST, BibtexSource
from pubsync.sources.interface import Answer, Source

ENTRY = "@article{{{key}, title = {{{title}}}}}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    site = tmp_path / ".sites" / "vendor"
    site.mkdir(parents=True)
    return site


def _write(path: Path, *entries: tuple[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(ENTRY.format(key=key, title=title) for key, title in entries), encoding="utf-8")


def _fetch(root: Path, *paths: str) -> Answer:
    return BibtexSource("bibtex:papers", paths, root).fetch(None)


def _titles(answer: Answer) -> list[tuple[str, str]]:
    return [(record.id, record.title) for record in answer.records if isinstance(record, Record)]


def test_a_file_becomes_records_of_its_source(root: Path) -> None:
    _write(root / "papers.bib", ("a", "A"), ("b", "B"))
    source: Source = BibtexSource("bibtex:papers.bib", ("papers.bib",), root)
    answer = source.fetch(None)
    assert [str(record.record_id) for record in answer.records] == ["bibtex:papers.bib#a", "bibtex:papers.bib#b"]
    assert (answer.partial, answer.notices, answer.requests, source.remote) == ("", (), 0, False)


def test_talks_come_with_the_publications(root: Path) -> None:
    (root / "papers.bib").write_text("@misc{t, title={T}, keywords={talk}}\n" + ENTRY.format(key="a", title="A"))
    assert [type(record) for record in _fetch(root, "papers.bib").records] == [Record, TalkRecord]


def test_globs_are_read_sorted_and_each_file_once(root: Path) -> None:
    for name in ("z.bib", "papers/b.bib", "papers/deep/a.bib", "papers/x.txt"):
        _write(root / name, (name, "T"))
    answer = _fetch(root, "papers/b.bib", "**/*.bib")
    assert [key for key, _ in _titles(answer)] == ["papers/b.bib", "papers/deep/a.bib", "z.bib"]


def test_globs_pass_over_what_is_built_or_hidden(root: Path) -> None:
    for name in ("papers.bib", "_site/papers.bib", ".cache/papers.bib", "node_modules/x/papers.bib"):
        _write(root / name, (name, "T"))
    assert [key for key, _ in _titles(_fetch(root, "**/*.bib"))] == ["papers.bib"]
    assert [key for key, _ in _titles(_fetch(root, "_site/*.bib"))] == ["_site/papers.bib"]


def test_a_key_in_two_files_is_numbered_in_their_order(root: Path) -> None:
    _write(root / "a.bib", ("k", "one"))
    _write(root / "b.bib", ("k", "two"), ("k", "three"))
    answer = _fetch(root, "*.bib")
    assert _titles(answer) == [("k", "one"), ("k@2", "two"), ("k@3", "three")]
    assert [notice.where for notice in answer.notices] == ["b.bib:1", "b.bib:2"]


def test_bad_entries_are_notices_with_file_line_and_remedy(root: Path) -> None:
    (root / "papers.bib").write_text("\n@article{broken, title}\n" + ENTRY.format(key="a", title="A"))
    answer = _fetch(root, "papers.bib")
    assert _titles(answer) == [("a", "A")]
    (notice,) = answer.notices
    assert notice.where == "papers.bib:2"
    assert notice.what.startswith("can't be read: ")
    assert notice.remedy


@pytest.mark.parametrize(
    ("content", "title"),
    [
        ("é".join(ENTRY.format(key="a", title="|").split("|")).encode(), "é"),
        (b"\xef\xbb\xbf" + ENTRY.format(key="a", title="é").encode(), "é"),
        (ENTRY.format(key="a", title="é").encode("utf-16"), "é"),
        (ENTRY.format(key="a", title="x\ny").replace("\n", "\r\n").encode(), "x y"),
    ],
)
def test_encodings_and_line_ends(root: Path, content: bytes, title: str) -> None:
    (root / "papers.bib").write_bytes(content)
    answer = _fetch(root, "papers.bib")
    assert (_titles(answer), answer.notices) == ([("a", title)], ())


def test_another_encoding_is_read_and_said(root: Path) -> None:
    (root / "papers.bib").write_bytes(ENTRY.format(key="a", title="Müller’s").encode("cp1252"))
    answer = _fetch(root, "papers.bib")
    assert _titles(answer) == [("a", "Müller’s")]
    assert answer.notices[0].what == "is not UTF-8, and was read as Windows-1252 in part"
    (root / "papers.bib").write_bytes(ENTRY.format(key="a", title="x|").encode().replace(b"|", b"\x81\xff"))
    assert _titles(_fetch(root, "papers.bib"))[0][1].startswith("x")


def test_chinese_exports_are_read_in_their_encoding(root: Path) -> None:
    (root / "papers.bib").write_bytes(ENTRY.format(key="a", title="多糖提取工艺优化").encode("gbk"))
    answer = _fetch(root, "papers.bib")
    assert _titles(answer) == [("a", "多糖提取工艺优化")]
    assert answer.notices[0].what == "is not UTF-8, and was read as GB18030"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("list.ris", "TY  - JOUR\nTI  - A Title\nID  - k\nER  - \n"),
        ("list.enw", "%0 Journal Article\n%T A Title\n%F k\n"),
        ("list.nbib", "PMID- 12345678\nTI  - A Title\n"),
        (
            "list.xml",
            "<xml><records><record><label>k</label><titles><title>A Title</title></titles></record></records></xml>",
        ),
        ("list.txt", "RT Journal Article\nID k\nT1 A Title\n"),
        ("list.net", "{Reference Type}: Journal Article\n{Title}: A Title\n{Label}: k\n"),
        ("savedrecs.txt", "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nTI A Title\nUT WOS:1\nER\n\nEF"),
        ("wrong.bib", "TY  - JOUR\nTI  - A Title\nID  - k\nER  - \n"),
        ("wrong.ris", ENTRY.format(key="k", title="A Title")),
    ],
)
def test_the_content_tells_the_form(root: Path, name: str, text: str) -> None:
    (root / name).write_text(text, encoding="utf-8")
    answer = _fetch(root, name)
    assert [title for _, title in _titles(answer)] == ["A Title"]
    assert _titles(answer)[0][0] in ("k", "12345678", "WOS:1")
    assert answer.notices == ()


def test_forms_share_their_ids_and_say_where_what_is_bad(root: Path) -> None:
    _write(root / "a.bib", ("k", "one"))
    (root / "b.ris").write_text("TY  - JOUR\nTI  - two\nID  - k\nER  - \nTY  - JOUR\nAU  - Qi, W.\nER  - \n")
    answer = _fetch(root, "*.bib", "b.ris")
    assert _titles(answer) == [("k", "one"), ("k@2", "two")]
    assert [notice.where for notice in answer.notices] == ["b.ris:1", "b.ris:5"]
    assert all(notice.remedy for notice in answer.notices)


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("papers.bib", "<!DOCTYPE html><html><body>Sign in</body></html>", "holds a web page"),
        ("list.ris", "\n<html>", "holds a web page"),
        ("list.xml", '<?xml version="1.0"?><PubmedArticleSet/>', "holds neither BibTeX nor RIS"),
        ("list.txt", "My papers:\n1. Qi, W., A Title\n", "holds neither BibTeX nor RIS"),
    ],
)
def test_what_is_no_bibliography_is_an_error(root: Path, name: str, text: str, what: str) -> None:
    (root / name).write_text(text, encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        _fetch(root, name)
    assert caught.value.what.startswith(what)
    assert (caught.value.where, bool(caught.value.remedy)) == (name, True)


def test_an_empty_file_is_an_empty_list(root: Path) -> None:
    (root / "papers.bib").write_bytes(b"")
    assert _fetch(root, "papers.bib") == Answer(records=())
    (root / "papers.bib").write_bytes(b"% nothing yet\n")
    assert _fetch(root, "papers.bib") == Answer(records=())


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("missing.bib", "no such file"),
        ("missing/*.bib", "no file matches"),
        ("folder", "is no file"),
        ("../outside.bib", "leaves the site's folder"),
        ("../*.bib", "leaves the site's folder"),
        ("a/../papers.bib", "leaves the site's folder"),
        ("link.bib", "leads out of the site's folder"),
        ("l*.bib", "leads out of the site's folder"),
        ("linked/outside.bib", "leads out of the site's folder"),
        ("dangling.bib", "no such file"),
        ("loop.bib", ""),
        ("nul\0.bib", ""),
    ],
)
def test_what_cannot_be_read_says_what_where_and_what_to_do(root: Path, path: str, what: str) -> None:
    _write(root.parent / "outside.bib", ("secret", "S"))
    _write(root / "papers.bib", ("a", "A"))
    (root / "folder").mkdir()
    (root / "link.bib").symlink_to(root.parent / "outside.bib")
    (root / "linked").symlink_to(root.parent, target_is_directory=True)
    (root / "dangling.bib").symlink_to(root / "nowhere.bib")
    (root / "loop.bib").symlink_to(root / "loop.bib")
    with pytest.raises(SourceError) as caught:
        _fetch(root, path)
    assert caught.value.what.startswith(what)
    assert caught.value.where == path or "*" in path
    assert caught.value.remedy


def test_an_absolute_path_may_lead_anywhere(root: Path) -> None:
    _write(root.parent / "outside.bib", ("a", "A"))
    assert _titles(_fetch(root, str(root.parent / "outside.bib"))) == [("a", "A")]
    assert _titles(_fetch(root, str(root.parent / "*.bib"))) == [("a", "A")]


def test_a_name_with_brackets_is_a_file_before_it_is_a_pattern(root: Path) -> None:
    _write(root / "papers[1].bib", ("a", "A"))
    assert _titles(_fetch(root, "papers[1].bib")) == [("a", "A")]


def test_a_pipe_is_not_waited_for(root: Path) -> None:
    os.mkfifo(root / "papers.bib")
    with pytest.raises(SourceError, match="is no file"):
        _fetch(root, "papers.bib")


def test_a_file_that_is_too_large_is_refused(root: Path) -> None:
    with (root / "papers.bib").open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(SourceError, match="is larger than 50 MB"):
        _fetch(root, "papers.bib")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_refused(root: Path) -> None:
    _write(root / "papers.bib", ("a", "A"))
    (root / "papers.bib").chmod(0)
    with pytest.raises(SourceError, match="can't be read"):
        _fetch(root, "papers.bib")
