"""What a run leaves in files for others to read, as a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.real import example

TITLE = "EL-Attention: Memory Efficient Lossless Attention for Generation"


def pubsync(site: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pubsync", *words, "--site", str(site)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "COLUMNS": "100", **environment},
    )


def outputs(file: Path) -> dict[str, str]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines)


def test_the_summary_goes_to_its_file_and_to_where_github_shows_it(site: Path, tmp_path: Path) -> None:
    file, step, output = tmp_path / "summary.md", tmp_path / "step.md", tmp_path / "output"
    step.write_text("what an earlier step said\n", encoding="utf-8")
    variables = {"GITHUB_STEP_SUMMARY": str(step), "GITHUB_OUTPUT": str(output)}
    done = pubsync(site, "sync", "--offline", "--summary", str(file), **variables)
    assert done.returncode == 0, done.stderr
    text = file.read_text(encoding="utf-8")
    assert text.startswith("## pubsync: 10 new papers, 1 new talk, 1 new course\n")
    assert f"[{TITLE}](http" in text
    assert step.read_text(encoding="utf-8") == f"what an earlier step said\n{text}"
    news = "10 new papers, 1 new talk, 1 new course"
    assert outputs(output) == {"exit-code": "0", "news": news, "stale": "", "changed": "true"}
    assert pubsync(site, "sync", "--offline", "--summary", str(file), **variables).returncode == 0
    assert file.read_text(encoding="utf-8").startswith("## pubsync: no news\n")
    assert outputs(output)["changed"] == "false"


def test_hidden_works_are_absent_from_it(site: Path, tmp_path: Path) -> None:
    (site / "_pubsync").mkdir(exist_ok=True)
    curation = site / "_pubsync" / "curation.yaml"
    bib = (site / "publications.bib").read_text(encoding="utf-8")
    key = bib[: bib.index("{EL-Attention")].rpartition("@")[2].partition("{")[2].partition(",")[0]
    curation.write_text(f"- hide: ['bibtex:publications.bib#{key}']\n", encoding="utf-8")
    done = pubsync(site, "sync", "--offline", "--summary", str(tmp_path / "summary.md"))
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert "EL-Attention" not in text + done.stdout
    assert "9 new papers" in text


def test_a_run_that_stops_says_so_there(site: Path, tmp_path: Path) -> None:
    (site / "pubsync.yaml").write_text("people: [{name: A B}]\noutputs: [{kind: nothing}]\n", encoding="utf-8")
    file, output = tmp_path / "summary.md", tmp_path / "output"
    done = pubsync(site, "sync", "--offline", "--summary", str(file), GITHUB_OUTPUT=str(output))
    assert done.returncode == 2
    text = file.read_text(encoding="utf-8")
    assert text.startswith("## pubsync: nothing was done\n\n")
    assert "pubsync.yaml:2: outputs" in text
    assert outputs(output)["exit-code"] == "2"


def test_a_summary_that_has_no_folder_is_said_before_anything_is_done(site: Path, tmp_path: Path) -> None:
    done = pubsync(site, "sync", "--offline", "--summary", str(tmp_path / "nowhere" / "summary.md"))
    assert (done.returncode, "its folder is not there" in done.stderr) == (2, True)
    assert not (site / "publications.html").exists()


def test_a_summary_that_cannot_be_written_is_said_and_the_run_stands(site: Path, tmp_path: Path) -> None:
    done = pubsync(site, "sync", "--offline", GITHUB_STEP_SUMMARY=str(tmp_path))
    assert (done.returncode, "can't be written" in done.stderr) == (0, True)
    assert (site / "publications.html").exists()


def test_strict_tells_whatever_waits(site: Path) -> None:
    pubsync(site, "sync", "--offline", "--quiet")
    assert pubsync(site, "sync", "--offline", "--quiet", "--strict").returncode == 0
    page = site / "_pages" / "about.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace(TITLE, f"{TITLE}, my words"), encoding="utf-8")
    assert pubsync(site, "sync", "--offline", "--quiet").returncode == 0
    bib = site / "publications.bib"
    bib.write_text(bib.read_text(encoding="utf-8").replace("{EL-Attention", "{EL-Attentions"), encoding="utf-8")
    assert pubsync(site, "sync", "--offline", "--strict").returncode == 1


def test_on_news_hears_of_a_run_of_the_command_line(site: Path, tmp_path: Path) -> None:
    settings = site / "pubsync.yaml"
    heard = tmp_path / "heard"
    with settings.open("a", encoding="utf-8") as stream:
        stream.write(f'\non_news: echo "$PUBSYNC_NEWS" >>{heard}; cat >/dev/null; exit 9\n')
    done = pubsync(site, "sync", "--offline", "--json")
    assert done.returncode == 0
    assert done.stdout.startswith("{")
    assert "on_news: ended with exit code 9" in done.stderr
    assert heard.read_text(encoding="utf-8") == "10 new papers, 1 new talk, 1 new course\n"


# check


@pytest.fixture(scope="module")
def synced_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    once = example(tmp_path_factory.mktemp("once"))
    home = str(tmp_path_factory.mktemp("home"))
    assert pubsync(once, "sync", "--offline", "--quiet", PUBSYNC_STATE_HOME=home).returncode == 0
    return once


@pytest.fixture
def synced(synced_once: Path, tmp_path: Path) -> Path:
    """A copy of the synced example."""
    return Path(shutil.copytree(synced_once, tmp_path / "site"))


def entry_file(site: Path) -> Path:
    (found,) = (site / "_publications").glob("*el-attention*.md")
    return found


def replace_in(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def stale(site: Path) -> None:
    with (site / "publications.bib").open("a", encoding="utf-8") as stream:
        stream.write("\n@article{qi2024, title = {Something new}, author = {Weizhen Qi}, year = {2024}}\n")


def test_a_hand_edit_in_a_page_is_said_and_is_no_failure(synced: Path) -> None:
    replace_in(synced / "_pages" / "about.md", TITLE, f"{TITLE}, in my words")
    done = pubsync(synced, "check")
    assert done.returncode == 0
    assert "your edit kept: _pages/about.md" in done.stdout


def test_an_edit_that_other_pages_are_to_follow_is_no_failure(synced: Path) -> None:
    replace_in(entry_file(synced), f'title: "{TITLE}', f'title: "My {TITLE}')
    done = pubsync(synced, "check")
    assert done.returncode == 0
    assert "would be updated" in done.stdout
    assert "Nothing is stale: what would be written follows from your edits" in done.stdout


def test_an_entry_file_that_a_person_deleted_is_no_failure(synced: Path) -> None:
    entry_file(synced).unlink()
    assert pubsync(synced, "check").returncode == 0


@pytest.mark.parametrize("edited", [False, True])
def test_a_stale_site_is_a_failure_with_a_hand_edit_or_without(synced: Path, *, edited: bool) -> None:
    if edited:
        replace_in(entry_file(synced), f'title: "{TITLE}', f'title: "My {TITLE}')
    stale(synced)
    done = pubsync(synced, "check")
    assert done.returncode == 1
    assert "Nothing is stale" not in done.stdout


def test_a_quiet_check_names_what_is_stale_and_what_mends_it_alone(synced: Path) -> None:
    assert pubsync(synced, "check", "--quiet").stdout == ""
    stale(synced)
    told = pubsync(synced, "check", "--quiet").stdout.splitlines()
    assert "stale: publications.html" in told
    assert all(line.startswith("stale: ") for line in told[:-1])
    assert told[-1].startswith("Mend it: pubsync sync --offline")


def test_check_writes_nothing(synced: Path) -> None:
    stale(synced)
    before = {path: path.read_bytes() for path in synced.rglob("*") if path.is_file()}
    pubsync(synced, "check")
    assert {path: path.read_bytes() for path in synced.rglob("*") if path.is_file()} == before
