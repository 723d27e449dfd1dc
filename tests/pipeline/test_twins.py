"""A person deletes the file that pubsync made of a work which a file of their own shows."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pubsync.pipeline.deciding import undo_last
from tests.pipeline.runs import edit, pages, sync, tree, written

MINE = "---\ntitle: {title}\n{more}---\nMy own words.\n"
BIB = """@article{tea, title={The sound of many windows in winter}, author={Jane Doe}, journal={Ear}, year={2023}}
@article{cup, title={Cups of porcelain and their echoes}, author={Jane Doe and Al Wood}, journal={Ear}, year={2020}}
"""
TALKS = "- {id: t1, title: On windows, date: 2024-05-03, venue: ETH}\n"


@pytest.fixture
def homepage(tmp_path: Path) -> Path:
    """A synced site of Jane Doe, with two papers and a talk in files that pubsync made."""
    for path, text in {"publications.bib": BIB, "talks.yaml": TALKS}.items():
        (tmp_path / path).write_text(text, encoding="utf-8")
    settings = "people: [{name: Jane Doe}]\nsources: [{bibtex: publications.bib}]\ntalks: [talks.yaml]\n"
    (tmp_path / "pubsync.yaml").write_text(f"{settings}outputs: [{{kind: academicpages}}]\n", encoding="utf-8")
    (tmp_path / "list.md").write_text("<!-- pubsync:begin publications -->\n<!-- pubsync:end -->\n", encoding="utf-8")
    sync(tmp_path)
    return tmp_path


def made(site: Path, word: str, folder: str = "_publications") -> Path:
    (found,) = (site / folder).glob(f"*{word}*")
    return found


def mine(site: Path, title: str, more: str = "", path: str = "_publications/mine.md") -> Path:
    (site / path).write_text(MINE.format(title=title, more=more), encoding="utf-8")
    return site / path


def hidden(site: Path) -> bool:
    curation = site / "_pubsync/curation.yaml"
    return curation.exists() and "hide" in curation.read_text(encoding="utf-8")


def test_the_persons_own_file_is_adopted_and_the_work_stays_on_every_page(homepage: Path) -> None:
    twin, own = made(homepage, "sound"), mine(homepage, "The sound of many windows in winter", "date: 2023-04-05\n")
    before = own.read_text(encoding="utf-8")
    sync(homepage)
    assert own.read_text(encoding="utf-8") == before  # two files, and pubsync's is the one it keeps
    twin.unlink()

    outcome = sync(homepage)
    (told,) = (remark for remark in outcome.report.remarks if "mine.md" in remark)
    assert "mine.md, which shows the same" in told
    assert not hidden(homepage)
    assert not twin.exists()
    text = own.read_text(encoding="utf-8")
    assert text.startswith(before.partition("---\nMy")[0])
    assert text.endswith("---\nMy own words.\n")
    assert 'pubsync: "doe2023sound' in text
    assert 'redirect_from: ["/publication/2023-01-01-the-sound' in text
    assert "sound of many windows" in (homepage / "list.md").read_text(encoding="utf-8")
    assert written(sync(homepage)) == []


def test_the_file_that_was_adopted_so_follows_its_work_and_deleting_it_hides_that(homepage: Path) -> None:
    made(homepage, "sound").unlink()
    own = mine(homepage, "The sound of many windows in winter")
    sync(homepage)
    edit(homepage / "publications.bib", "journal={Ear}, year={2023}", "journal={Eye}, year={2023}")
    assert "_publications/mine.md" in pages(sync(homepage))
    own.unlink()
    sync(homepage)
    assert hidden(homepage)


@pytest.mark.parametrize(
    ("title", "more"),
    [
        ("Cups of porcelain and their echoes", ""),
        ("Another paper", ""),
        ("The sound of many windows in winter", "date: 1999-01-01\nvenue: Nose\n"),
        ("The sound of many windows in winter", "pubsync: cup\n"),
    ],
    ids=["another work", "nothing known", "of another year", "a copy of another of ours"],
)
def test_a_deleted_file_that_no_other_shows_stays_away_as_ever(homepage: Path, title: str, more: str) -> None:
    own = mine(homepage, title, more)
    twin = made(homepage, "sound")
    twin.unlink()
    before = own.read_bytes()
    sync(homepage)
    assert hidden(homepage)
    assert not twin.exists()
    assert own.read_bytes() == before
    assert "sound of many windows" not in (homepage / "list.md").read_text(encoding="utf-8")


def test_a_file_in_another_folder_shows_no_work(homepage: Path) -> None:
    (homepage / "_posts").mkdir()
    mine(homepage, "The sound of many windows in winter", path="_posts/mine.md")
    made(homepage, "sound").unlink()
    sync(homepage)
    assert hidden(homepage)


def test_talks_go_the_same_way(homepage: Path) -> None:
    mine(homepage, "On windows", "date: 2024-05-03\nvenue: ETH\n", "_talks/mine.md")
    made(homepage, "windows", "_talks").unlink()
    sync(homepage)
    assert not hidden(homepage)
    assert [path.name for path in (homepage / "_talks").iterdir()] == ["mine.md"]


def test_a_dry_run_tells_it_and_writes_nothing_and_undo_takes_it_back(homepage: Path) -> None:
    own = mine(homepage, "The sound of many windows in winter")
    made(homepage, "sound").unlink()
    before, text = tree(homepage), own.read_bytes()
    assert any("mine.md" in remark for remark in sync(homepage, dry_run=True).report.remarks)
    assert tree(homepage) == before
    sync(homepage)
    undo_last(homepage)
    assert own.read_bytes() == text


def test_many_files_deleted_for_the_persons_own_are_no_reason_to_stop(homepage: Path) -> None:
    titles = [f"A paper on {word} and its long history" for word in ("tea", "rain", "wood", "iron", "salt")]
    entries = (f"@article{{k{place}, title={{{title}}}, year={{2021}}}}\n" for place, title in enumerate(titles))
    with (homepage / "publications.bib").open("a", encoding="utf-8") as bib:
        bib.writelines(entries)
    sync(homepage)
    for place, title in enumerate(titles):
        mine(homepage, title, "date: 2021-02-03\n", f"_publications/own-{place}.md")
        made(homepage, title.split()[3]).unlink()
    sync(homepage)
    assert not hidden(homepage)
    assert len(list((homepage / "_publications").iterdir())) == len(titles) + 2


def test_in_hugo_a_bundle_gives_way_to_another(tmp_path: Path) -> None:
    (tmp_path / "content/publication").mkdir(parents=True)
    (tmp_path / "publications.bib").write_text(BIB, encoding="utf-8")
    settings = "people: [{name: Jane Doe}]\nsources: [{bibtex: publications.bib}]\noutputs: [{kind: hugo-blox}]\n"
    (tmp_path / "pubsync.yaml").write_text(settings, encoding="utf-8")
    sync(tmp_path)
    (tmp_path / "content/publication/mine").mkdir()
    own = mine(tmp_path, "The sound of many windows in winter", path="content/publication/mine/index.md")
    shutil.rmtree(made(tmp_path, "sound", "content/publication"))
    sync(tmp_path)
    assert not hidden(tmp_path)
    text = own.read_text(encoding="utf-8")
    assert 'aliases: ["/publication/the-sound-of-many-windows-in-winter/"]' in text
    assert text.endswith("---\nMy own words.\n")
    assert pages(sync(tmp_path)) == []
