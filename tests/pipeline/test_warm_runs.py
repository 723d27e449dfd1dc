"""A second look at the same site takes less time and comes to the same bytes, whatever is kept of the first."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pubsync.citing.processor import Processor
from pubsync.formats import bibtex
from pubsync.keeping import FILE
from pubsync.sites.labels import load_labels
from pubsync.sites.render import Renderer
from pubsync.state import cache_folder
from tests.pipeline.runs import edit, sync, tree

SETTINGS = """\
title: The Tea Lab
people:
  - {name: Na Li, id: li, sources: [{bibtex: own.bib}]}
  - {name: Weizhen Qi, id: qi}
outputs:
  - {kind: academicpages}
  - {kind: page, path: lab.html}
  - {kind: page, path: qi.html, person: qi}
templates: templates
"""
BIB = "".join(
    f"@article{{k{number}, title={{Brewing tea of kind {number}}}, author={{Li, Na and Qi, Weizhen and Doe, J.}},"
    f" year={{{2000 + number}}}, journal={{Journal of Tea}}, doi={{10.1000/{number}}}}}\n"
    for number in range(12)
)
REGION = "<!-- pubsync:begin publications person=qi -->\n<!-- pubsync:end -->\n"


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    root = tmp_path / "lab"
    root.mkdir()
    for name, text in (("pubsync.yaml", SETTINGS), ("own.bib", BIB), ("members.md", REGION), ("_config.yml", "a: b\n")):
        (root / name).write_text(text, encoding="utf-8")
    return root


def begun_anew(lab: Path) -> dict[str, bytes]:
    """Sync the site as if it never had been, with whatever is kept elsewhere, and return what stands then."""
    for folder in ("_pubsync", "_publications"):
        shutil.rmtree(lab / folder, ignore_errors=True)
    for page in lab.glob("*.html"):
        page.unlink()
    (lab / "members.md").write_text(REGION, encoding="utf-8")
    sync(lab)
    gc.collect()
    return tree(lab)


def overwritten(content: bytes) -> bytes:
    place = len(content) // 2
    return content[:place] + b"\xff" * 5000 + content[place + 5000 :]


STATES: dict[str, Callable[[Path], object]] = {
    "none": lambda file: file.unlink(),
    "warm": lambda file: file.stat(),
    "cut": lambda file: file.write_bytes(file.read_bytes()[:9000]),
    "overwritten": lambda file: file.write_bytes(overwritten(file.read_bytes())),
    "garbage": lambda file: file.write_bytes(b"no database at all"),
    "read-only": lambda file: file.chmod(0o444),
    "a folder": lambda file: file.rename(file.with_name("aside")).with_name(FILE).mkdir(),
}


@pytest.mark.parametrize("state", STATES)
def test_the_site_is_the_same_bytes_with_whatever_is_kept(lab: Path, state: str) -> None:
    wanted = begun_anew(lab)
    STATES[state](cache_folder() / FILE)
    assert begun_anew(lab) == wanted
    assert begun_anew(lab) == wanted


def test_with_all_kept_nothing_is_parsed_printed_or_rendered_again(lab: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = begun_anew(lab)
    for owner, name in ((bibtex, "read"), (Processor, "citation")):
        monkeypatch.setattr(owner, name, lambda *_, **__: pytest.fail("it was done again"))
    rendered: list[str] = []
    text = Renderer.text

    def watched(self: Renderer, name: str, **context: object) -> str:
        rendered.append(name)
        return text(self, name, **context)

    monkeypatch.setattr(Renderer, "text", watched)
    assert begun_anew(lab) == wanted
    assert rendered.count("publication") == 12  # the Markdown list, a line for each


@pytest.mark.parametrize("name", ["page/publication.html.j2", "page/macros.html.j2", "page/own.txt"])
def test_a_template_of_the_users_counts_as_it_is_today(lab: Path, name: str) -> None:
    folder = lab / "templates" / "page"
    folder.mkdir(parents=True)
    (folder / "publication.html.j2").write_text("{% include 'page/own.txt' %} one {{ work.title }}\n", encoding="utf-8")
    (folder / "own.txt").write_text("mine", encoding="utf-8")
    begun_anew(lab)
    (lab / "templates" / name).write_text("other {{ work.year }}" if "own" not in name else "two", encoding="utf-8")
    changed = begun_anew(lab)
    (cache_folder() / FILE).unlink()
    assert begun_anew(lab) == changed


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("own.bib", "of kind 3", "of another kind"),
        ("own.bib", "Qi, Weizhen", "Qi, Baoqing"),
        ("own.bib", "year={2003}", "year={2003}, award={Best Paper}"),
        ("pubsync.yaml", "name: Weizhen Qi", "name: J. Doe"),
        ("pubsync.yaml", "templates: templates", "coauthors: {Jane Doe: 'https://example.org/doe'}"),
        ("pubsync.yaml", "templates: templates", "publications: {highlight: none}"),
        ("pubsync.yaml", "templates: templates", "publications: {style: ieee}"),
        ("pubsync.yaml", "path: lab.html", "path: lab.html, language: zh"),
        ("pubsync.yaml", "{kind: academicpages}", "{kind: academicpages, language: zh}"),
        ("pubsync.yaml", "{kind: academicpages}", "{kind: academicpages, person: qi}"),
        ("_config.yml", "a: b", "publication_category: {tea: {title: Tea}}"),
    ],
)
def test_whatever_changes_the_site_is_as_if_nothing_were_kept(lab: Path, file: str, old: str, new: str) -> None:
    begun_anew(lab)
    edit(lab / file, old, new)
    changed = begun_anew(lab)
    (cache_folder() / FILE).unlink()
    assert begun_anew(lab) == changed


def test_a_label_of_the_users_counts_as_it_is_today(lab: Path) -> None:
    labels = lab / "templates" / "labels"
    labels.mkdir(parents=True)
    (labels / "en.yaml").write_text("links: {doi: DOI}\n", encoding="utf-8")
    before = begun_anew(lab)
    edit(labels / "en.yaml", "doi: DOI", "doi: Persistent address")
    load_labels.cache_clear()  # as the next run, which is another process
    changed = begun_anew(lab)
    assert any(b"Persistent address" in changed[path] for path in changed if path.startswith("_publications/"))
    assert changed != before
    (cache_folder() / FILE).unlink()
    assert begun_anew(lab) == changed


def test_whose_name_is_whose_counts_on_a_page_also_where_no_citation_tells(lab: Path) -> None:
    edit(lab / "pubsync.yaml", "templates: templates", "publications: {highlight: none}")
    begun_anew(lab)
    edit(lab / "pubsync.yaml", "name: Weizhen Qi", "name: J. Doe")
    changed = begun_anew(lab)
    (cache_folder() / FILE).unlink()
    assert begun_anew(lab) == changed


def test_where_entry_files_alone_are_written_a_changed_work_costs_the_others_no_second_printing(
    lab: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[str] = []
    citation = Processor.citation

    def counted(self: Processor, kind: str, variables: Mapping[str, object]) -> str:
        printed.append(str(variables["title"]))
        return citation(self, kind, variables)

    monkeypatch.setattr(Processor, "citation", counted)
    text = "people: [{name: Na Li}]\nsources: [{bibtex: own.bib}]\noutputs: [{kind: academicpages}]\n"
    (lab / "pubsync.yaml").write_text(text, encoding="utf-8")
    (lab / "members.md").unlink()

    def night() -> int:
        printed.clear()
        sync(lab)
        gc.collect()
        return len(printed)

    assert night() == 12
    edit(lab / "own.bib", "kind 3", "sort 3")
    assert night() == 1
    edit(lab / "pubsync.yaml", "outputs:", "coauthors: {Nobody Here: 'https://example.org'}\noutputs:")
    assert night() == 0, "the files are made anew, of citations that did not change"
    edit(lab / "own.bib", "kind 4", "sort 4")
    assert night() == 1


def test_a_run_with_nothing_to_do_leaves_what_is_kept_alone(lab: Path) -> None:
    begun_anew(lab)
    before = (cache_folder() / FILE).stat().st_mtime_ns
    sync(lab)
    gc.collect()
    assert (cache_folder() / FILE).stat().st_mtime_ns == before
