"""What the simulated years in tests/soak found, at its smallest."""

from __future__ import annotations

import os
import shutil
import sys
from itertools import count
from pathlib import Path

import pytest

from pubsync.pipeline.deciding import decide, simple
from tests.pipeline.runs import edit, sync, tree, written

ABOUT = "_pages/about.md"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Two works of two years, an entry file for each and a region by year; synced."""
    (tmp_path / "_pages").mkdir()
    (tmp_path / "pubsync.yaml").write_text(
        "people: [{name: Jane Doe}]\nsources: [{bibtex: a.bib}]\noutputs: [{kind: academicpages}]\n", encoding="utf-8"
    )
    (tmp_path / "a.bib").write_text(
        "@misc{x, title={Alpha one}, author={Doe, Jane}, year=2020}\n"
        "@misc{y, title={Beta two}, author={Doe, Jane}, year=2019}\n",
        encoding="utf-8",
    )
    region = "<!-- pubsync:begin publications group_by=year -->\n<!-- pubsync:end -->\n"
    (tmp_path / ABOUT).write_text(region, encoding="utf-8")
    sync(tmp_path)
    return tmp_path


def turn(site: Path, kind: str, record: str) -> None:
    """Hide a work or show it, and sync."""
    decide(site, lambda ledger: simple(kind)(ledger, [record]))
    sync(site)


def test_a_work_shown_again_has_the_persons_words_at_once(site: Path) -> None:
    (file,) = (site / "_publications").glob("2020*")
    file.write_bytes(file.read_bytes() + b"\nWords of mine.\n")
    sync(site)
    file.unlink()
    sync(site)
    turn(site, "show", "x")
    assert "Words of mine." in file.read_text(encoding="utf-8")
    assert written(sync(site)) == []


def test_a_heading_that_goes_and_comes_adds_no_blank_line_below_a_persons_own(site: Path) -> None:
    about = site / ABOUT
    line = next(line for line in about.read_text(encoding="utf-8").splitlines() if "Alpha" in line)
    edit(about, f"{line}\n", f"{line}\n- Mine.\n")
    sync(site)
    before = about.read_bytes()
    for _ in range(2):
        turn(site, "hide", "y")
        turn(site, "show", "y")
        assert written(sync(site)) == []
    assert about.read_bytes() == before


def killed(site: Path, moment: int) -> bool:
    """Sync in a process that ends before it puts the file of this number in its place; whether there was one."""
    process = os.fork()
    if process:
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 77
    placed = count()

    def end(call: str, args: tuple[object, ...]) -> None:
        if call == "os.rename" and "/new-" in str(args[0]) and next(placed) == moment:
            os._exit(77)

    try:
        sys.addaudithook(end)
        sync(site)
    finally:
        os._exit(0)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("edited", [(ABOUT,), (ABOUT, "_pages/zh.md")])
def test_a_page_edited_after_a_kill_has_the_edit_and_nothing_twice(
    site: Path, edited: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory
) -> None:
    shutil.copy(site / ABOUT, site / "_pages" / "zh.md")
    sync(site)
    with (site / "a.bib").open("a", encoding="utf-8") as bib:
        bib.write("@misc{z, title={Gamma three}, author={Doe, Jane}, year=2021}\n")
    (file,) = (site / "_publications").glob("2020*")
    file.unlink()
    aside = tmp_path_factory.mktemp("aside")
    right = shutil.copytree(site, aside / "right")
    sync(right)
    for moment in count():
        twin = shutil.copytree(site, aside / f"killed-{moment}")
        if not killed(twin, moment):
            break
        for path in edited:
            with (twin / path).open("ab") as page:
                page.write(b"Mine.\n")
        sync(twin)
        assert tree(twin) == tree(right) | {path: tree(right)[path] + b"Mine.\n" for path in edited}, moment
    assert moment > 8
