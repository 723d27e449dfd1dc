"""``init`` and ``doctor`` as a person meets them: on a terminal, in a pipe, and interrupted."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pubsync.settings import load_settings
from tests.detect.homepages import ACADEMICPAGES, BIB, HTML, write
from tests.pipeline.runs import tree
from tests.terminal import talk


def pubsync(*words: str, answers: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pubsync", *words],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        input=answers,
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A homepage of the academicpages template."""
    return write(tmp_path / "home", ACADEMICPAGES)


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A homepage that names nobody's profile."""
    return write(tmp_path / "bare", {"index.md": "Hello.\n", "papers.bib": BIB})


# init on a terminal


def test_a_homepage_that_says_it_all_is_synced_by_two_enters(home: Path) -> None:
    with talk("init", "--offline", "--site", str(home)) as person:
        person.hears("This is an academicpages site")
        person.hears("The first sync would do this:")
        person.hears("Write pubsync.yaml? [Y/n]")
        assert not (home / "pubsync.yaml").exists()
        person.says("")
        person.hears("Do what is shown above now?")
        assert not (home / "pubsync.yaml").exists()
        person.says("")
        person.hears("Lists of yours that could be kept true")
        person.hears("later")
        person.says("")
        person.hears("What is missing:")
        person.hears("How updates reach the web:")
        person.hears("Let it run every night by")
        person.says("")
        assert person.ends() == 0
    assert pubsync("check", "--site", str(home)).returncode == 3  # Scholar was not asked yet
    assert "would be" not in pubsync("sync", "--offline", "--dry-run", "--site", str(home)).stdout


def test_lists_by_hand_are_shown_and_kept_true_on_the_persons_word(home: Path) -> None:
    before = (home / "_pages/about.md").read_bytes()
    with talk("init", "--offline", "--site", str(home)) as person:
        person.hears("Write pubsync.yaml? [Y/n]")
        person.says("")
        person.hears("Do what is shown above now?")
        person.says("")
        person.hears("_pages/about.md: publications, 2 known entries")
        person.says("show")
        person.hears("+<!-- pubsync:begin publications")
        person.hears("(yes, show, later)")
        assert (home / "_pages/about.md").read_bytes() == before
        person.says("what?")
        person.hears("Write yes, show or later")
        person.says("yes")
        person.hears("Taken over: _pages/about.md. To go back: pubsync undo")
        person.hears("Let it run every night by")
        person.says("")
        assert person.ends() == 0
    assert b"pubsync:begin publications" in (home / "_pages/about.md").read_bytes()
    assert pubsync("undo", "--site", str(home)).returncode == 0
    assert (home / "_pages/about.md").read_bytes() == before
    assert (home / "pubsync.yaml").exists()


def test_what_the_site_does_not_say_is_asked_and_a_wrong_answer_asked_again(bare: Path) -> None:
    with talk("init", "--offline", "--site", str(bare)) as person:
        person.hears("Your name, as it stands on most papers")
        person.says("")
        person.hears("Your name, as it stands on most papers")
        person.says("Weizhen Qi 齐炜祯")
        person.hears("Google Scholar profile")
        person.says("no such thing")
        person.hears("That is none")
        person.hears("Google Scholar profile")
        person.says("https://scholar.google.com/citations?user=rme-IWIAAAAJ&hl=en")
        person.hears("ORCID iD")
        person.says("")
        person.hears("Write pubsync.yaml?")
        person.says("y")
        person.hears("Do what is shown above now?")
        person.says("n")
        person.hears("every night")
        person.says("crontab")
        person.hears("pubsync schedule --print crontab prints:")
        person.hears("15 3 * * *")
        person.hears(str(bare))
        assert person.ends() == 0
    made = load_settings(bare).settings
    assert (made.person.name, made.person.aliases) == ("Weizhen Qi", ("齐炜祯",))
    assert [one.unique_name for one in made.sources] == ["bibtex:papers.bib", "scholar:rme-IWIAAAAJ"]
    assert not (bare / "publications.html").exists()


def test_no_is_an_answer_to_every_question(bare: Path) -> None:
    with talk("init", "--offline", "--site", str(bare)) as person:
        person.hears("Your name, as it stands on most papers")
        person.says("n")
        person.hears("Write it as it stands on your papers")
        person.says("Weizhen Qi")
        person.hears("Google Scholar profile")
        person.says("none")
        person.hears("ORCID iD")
        person.says("n")
        person.hears("Write pubsync.yaml?")
        person.says("y")
        person.hears("Do what is shown above now?")
        person.says("y")
        person.hears("1 file of the site")
        person.hears("every night")
        person.says("by cron")
        person.hears("Write one of: crontab")
        person.says("no")
        assert person.ends() == 0
    made = load_settings(bare).settings
    assert (made.person.name, [one.unique_name for one in made.sources]) == ("Weizhen Qi", ["bibtex:papers.bib"])


def test_a_name_from_a_heading_is_offered_and_enter_takes_it(tmp_path: Path) -> None:
    site = write(tmp_path / "html", HTML)
    with talk("init", "--offline", "--site", str(site)) as person:
        person.hears("Your name, as it stands on most papers [Weizhen Qi]")
        person.says("")
        person.hears("ORCID iD")
        person.says("")
        person.hears("Write pubsync.yaml?")
        person.says("n")
        person.hears("Nothing was written.")
        assert person.ends() == 0
    assert not (site / "pubsync.yaml").exists()


@pytest.mark.parametrize("at", ["Your name", "Google Scholar profile", "Write pubsync.yaml?", "Do what is shown"])
def test_ctrl_c_leaves_nothing_written_wherever_it_comes(bare: Path, at: str) -> None:
    before = tree(bare)
    replies = {"Your name": "Jane Doe", "Google Scholar profile": "", "ORCID iD": "", "Write pubsync.yaml?": "y"}
    with talk("init", "--offline", "--site", str(bare)) as person:
        for words, reply in replies.items():
            if words == at:
                break
            person.hears(words)
            person.says(reply)
        person.hears(at)
        person.interrupts()
        person.hears("nothing was written")
        assert person.ends() == 130
    assert tree(bare) == before


# init in a pipe


def test_without_a_terminal_nothing_is_asked_and_what_is_found_is_taken(home: Path) -> None:
    done = pubsync("init", "--offline", "--site", str(home), answers="")
    assert done.returncode == 0, done.stderr
    assert load_settings(home).settings.person.name == "Weizhen Qi"
    assert not list((home / "_pubsync").glob("library*"))
    assert "Next: look it over, then run: pubsync sync" in done.stdout
    for words in ("What is missing:", "How updates reach the web:"):
        assert words in done.stdout


def test_yes_asks_nothing_and_sync_lets_the_first_sync_follow(home: Path) -> None:
    done = pubsync("init", "--yes", "--sync", "--offline", "--site", str(home))
    assert done.returncode == 0, done.stderr
    assert (home / "_pubsync" / "library.json").is_file()
    assert len(list((home / "_publications").glob("2021-*.md"))) == 1


def test_what_a_site_does_not_say_can_be_said_on_the_command_line(bare: Path) -> None:
    words = (
        "--name",
        "Weizhen Qi",
        "--scholar",
        "https://scholar.google.com/citations?user=rme-IWIAAAAJ",
        "--kind",
        "page",
    )
    assert pubsync("init", "--yes", "--offline", *words, "--site", str(bare)).returncode == 0
    assert [one.unique_name for one in load_settings(bare).settings.sources] == [
        "bibtex:papers.bib",
        "scholar:rme-IWIAAAAJ",
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--yes"], "pubsync init --name 'Your Name'"),
        (["--yes", "--name", "A", "--scholar", "nonsense"], "12 characters after user="),
        (["--yes", "--name", "A", "--orcid", "0000-0000-0000-0000"], "16 digits"),
        (["--yes", "--kind", "nonsense"], "--kind"),
    ],
)
def test_what_cannot_be_taken_is_an_error_that_says_what_to_do(bare: Path, words: list[str], told: str) -> None:
    before = tree(bare)
    done = pubsync("init", *words, "--site", str(bare))
    assert (done.returncode, told in done.stderr) == (2, True), done.stderr
    assert tree(bare) == before


def test_settings_that_stand_already_are_kept_and_named(home: Path) -> None:
    (home / "pubsync.yaml").write_text("people: []\n", encoding="utf-8")
    done = pubsync("init", "--yes", "--site", str(home))
    assert done.returncode == 2
    assert "stays as it is" in done.stderr
    assert (home / "pubsync.yaml").read_text(encoding="utf-8") == "people: []\n"


def test_a_dry_run_prints_the_settings_and_writes_nothing(home: Path) -> None:
    before = tree(home)
    done = pubsync("init", "--dry-run", "--offline", "--site", str(home))
    assert done.returncode == 0
    assert "  - scholar: rme-IWIAAAAJ" in done.stdout
    assert tree(home) == before


# doctor


def test_doctor_tells_what_is_wrong_and_what_mends_it(home: Path) -> None:
    none = pubsync("doctor", "--offline", "--site", str(home))
    assert none.returncode == 2
    assert "pubsync init" in none.stdout
    pubsync("init", "--yes", "--sync", "--offline", "--site", str(home))
    (home / "_pubsync" / "library.json").unlink()
    lost = pubsync("doctor", "--offline", "--site", str(home))
    assert lost.returncode == 1
    assert "pubsync doctor --rebuild" in lost.stdout
    rebuilt = pubsync("doctor", "--rebuild", "--site", str(home))
    assert rebuilt.returncode == 0, rebuilt.stderr
    assert "A sync would change no file of the site." in rebuilt.stdout
    well = pubsync("doctor", "--offline", "--json", "--site", str(home))
    rows = json.loads(well.stdout)
    assert well.returncode == 0, [row for row in rows if row["state"] == "wrong"]
    assert {"section", "state", "what", "where", "remedy"} == set(rows[0])
