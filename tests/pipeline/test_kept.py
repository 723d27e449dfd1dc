"""What is kept between runs saves time and changes nothing."""

from __future__ import annotations

import gc
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pubsync import keeping
from pubsync.citing.processor import Processor
from pubsync.keeping import FILE, Shelf, key_of
from pubsync.pipeline.deciding import decide, patched, simple
from pubsync.sites import render
from pubsync.state import cache_folder
from tests.pipeline.runs import edit, pages, sync, tree

STYLE = (
    '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text"><bibliography><layout>'
    '<names variable="author"/><text variable="title" prefix=" {}: "/></layout></bibliography></style>'
)
END = "<!-- pubsync:end -->"
OUTPUTS = [{"kind": "academicpages"}, {"kind": "page"}]
BIB = "".join(
    f"@article{{k{number}, title={{Brewing tea of kind {number}}}, author={{Li, Na and Doe, J.}},"
    f" year={{{2000 + number}}}, journal={{Journal of Tea}}}}\n"
    for number in range(5)
)


def make(folder: Path) -> Path:
    """Return a site of entry files, a page and a list in Markdown."""
    site = folder / "site"
    site.mkdir()
    (folder / "own.csl").write_text(STYLE.format("one"), encoding="utf-8")
    for name, text in (("own.bib", BIB), ("_config.yml", "a: b\n")):
        (site / name).write_text(text, encoding="utf-8")
    regions = "".join(f"<!-- pubsync:begin publications{which} -->\n{END}\n\n" for which in ("", " selected=yes"))
    (site / "tea.md").write_text(regions, encoding="utf-8")
    (site / "pubsync.yaml").write_text("{}", encoding="utf-8")
    set_settings(site, people=[{"name": "Na Li"}], sources=[{"bibtex": "own.bib"}], outputs=OUTPUTS, templates="own")
    return site


def set_settings(site: Path, **fields: object) -> None:
    file = site / "pubsync.yaml"
    file.write_text(json.dumps({**json.loads(file.read_text(encoding="utf-8")), **fields}), encoding="utf-8")


def set_bib(site: Path, pattern: str, new: str) -> None:
    file = site / "own.bib"
    file.write_text(re.sub(pattern, new, file.read_text(encoding="utf-8"), count=1), encoding="utf-8")


def set_template(site: Path, name: str, text: str) -> None:
    file = site / "own" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def own_style(site: Path, number: int) -> None:
    file = site.with_name("own.csl")
    file.write_text(STYLE.format(f"style {number}"), encoding="utf-8")
    set_settings(site, publications={"style": str(file)})


CHANGES: dict[str, Callable[[Path, int], object]] = {
    "a title": lambda site, number: set_bib(site, "tea of [a-z]+ [0-9]+", f"tea of sort {number}"),
    "an author": lambda site, number: set_bib(site, r"and \w+, J[.]", f"and {'DRSTUVWXYZ'[number]}oe, J."),
    "one work more": lambda site, number: set_bib(
        site, r"\Z", f"@book{{b{number}, title={{Tea, volume {number}}}, author={{Li, Na}}, year={{2020}}}}\n"
    ),
    "a patch": lambda site, number: decide(site, lambda ledger: patched(ledger, "li2001brewing", "note", f"N{number}")),
    "a selection": lambda site, number: decide(
        site, lambda ledger: simple("select")(ledger, [f"li200{number % 5}brewing"])
    ),
    "the highlight": lambda site, number: set_settings(
        site, publications={"highlight": ("none", "bold")[number % 2], "group_by": ("type", "none")[number % 2]}
    ),
    "the style": lambda site, number: set_settings(site, publications={"style": ("ieee", "mla", "apa")[number % 3]}),
    "the rules of a style": own_style,
    "a coauthor's page": lambda site, number: set_settings(site, coauthors={"J. Doe": f"https://example.org/{number}"}),
    "the language": lambda site, number: set_settings(
        site, outputs=[{**one, "language": ("en", "zh")[number % 2]} for one in OUTPUTS]
    ),
    "a template of a list": lambda site, number: set_template(
        site, "region/publication.md.j2", f"- {number}: {{{{ work.citation_html }}}}"
    ),
    "a template of the page": lambda site, number: set_template(
        site, "page/publication.html.j2", f"<p>{number}: {{{{ work.citation_html }}}}</p>"
    ),
}


def nights(kinds: Sequence[str], *, each_shows: bool) -> None:
    """Change one thing a night, and see that the site is as if nothing had been kept of the nights before.

    ``each_shows`` is whether every change is one of what the site shows, and none back to what it showed before.
    """
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as machine:
        site = make(Path(folder).resolve())
        cold, kept = site.with_name("cold"), site.with_name("kept")
        machine.setenv("PUBSYNC_CACHE_HOME", str(kept))
        sync(site)
        gc.collect()
        for number, kind in enumerate(kinds, start=1):
            before = tree(site)
            CHANGES[kind](site, number)
            render._environment.cache_clear()  # as the next run, which is another process
            shutil.copytree(site, cold)
            machine.setenv("PUBSYNC_CACHE_HOME", str(site.with_name(f"empty{number}")))
            sync(cold)
            machine.setenv("PUBSYNC_CACHE_HOME", str(kept))
            written = pages(sync(site))
            gc.collect()  # what is new is kept when nobody needs it any more
            assert tree(site) == tree(cold)
            assert (written and tree(site) != before) or not each_shows, f"{kind} shows nowhere"
            shutil.rmtree(cold)


@pytest.mark.parametrize("kind", CHANGES)
def test_after_a_change_a_warm_run_writes_what_a_cold_one_does(kind: str) -> None:
    nights([kind, kind], each_shows=True)


@settings(max_examples=5, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(sorted(CHANGES)), min_size=3, max_size=4, unique=True))
def test_so_it_does_night_after_night(kinds: list[str]) -> None:
    nights(kinds, each_shows=False)


def test_what_another_release_printed_is_not_taken_for_this_one_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make(tmp_path)
    pristine = shutil.copytree(site, tmp_path / "pristine")
    with monkeypatch.context() as older:
        older.setattr(keeping, "__version__", "0.0.1")
        older.setattr(Processor, "citation", lambda *_: "As 0.0.1 had it.")
        keeping.made_by.cache_clear()
        sync(site)
        gc.collect()
        assert "As 0.0.1 had it." in (site / "tea.md").read_text(encoding="utf-8")
    keeping.made_by.cache_clear()
    shutil.rmtree(site)
    shutil.copytree(pristine, site)
    sync(site)
    assert not [path for path, content in tree(site).items() if b"As 0.0.1 had it." in content]


@pytest.mark.parametrize("state", ["empty", "warm", "damaged", "garbage", "read-only"])
def test_the_site_is_the_same_with_whatever_was_kept(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    pristine = shutil.copytree(site, tmp_path / "pristine")
    sync(site)
    gc.collect()
    wanted = tree(site)
    shutil.rmtree(site)
    shutil.copytree(pristine, site)  # at the same place: what is kept is kept for a site
    kept = cache_folder() / FILE
    if state == "empty":
        shutil.rmtree(cache_folder())
    elif state == "damaged":
        content = bytearray(kept.read_bytes())
        content[len(content) // 2 : len(content) // 2 + 4000] = b"\0" * 4000
        kept.write_bytes(content)
    elif state == "garbage":
        kept.write_bytes(b"no database at all")
    elif state == "read-only":
        kept.chmod(0o444)
    else:
        monkeypatch.setattr(Processor, "citation", lambda *_: pytest.fail("it was printed again"))
    sync(site)
    assert tree(site) == wanted


def test_a_changed_name_of_the_owners_changes_what_was_kept(synced: Path) -> None:
    assert "<b>" in (synced / "_pages/about.md").read_text(encoding="utf-8")
    edit(synced / "pubsync.yaml", "highlight: bold", "highlight: none")
    sync(synced)
    assert "<b>Qi" not in (synced / "_pages/about.md").read_text(encoding="utf-8")


def test_a_value_is_found_again_by_its_key_alone_and_only_whole(tmp_path: Path) -> None:
    first = Shelf(tmp_path, "citations")
    first.add(key_of("a"), b"one")
    first.save()
    assert Shelf(tmp_path, "citations").find(key_of("a")) == b"one"
    assert Shelf(tmp_path, "citations").find(key_of("b")) is None
    assert Shelf(tmp_path, "other").find(key_of("a")) is None
    content = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(content.replace(b"one", b"two"))
    assert Shelf(tmp_path, "citations").find(key_of("a")) is None


def test_where_nothing_can_be_kept_all_goes_on(tmp_path: Path) -> None:
    (tmp_path / "no-folder").write_text("a file", encoding="utf-8")
    shelf = Shelf(tmp_path / "no-folder", "citations")
    shelf.add(key_of("a"), b"one")
    shelf.save()
    assert shelf.find(key_of("a")) == b"one"
    assert os.listdir(tmp_path) == ["no-folder"]  # noqa: PTH208 - names alone
