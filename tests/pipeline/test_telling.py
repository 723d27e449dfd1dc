from __future__ import annotations

import datetime as dt
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from pubsync.errors import PubsyncError, SettingsError
from pubsync.pipeline.memory import stale_sources
from pubsync.pipeline.telling import run_command, tell, tell_stopped
from pubsync.settings import parse_settings
from pubsync.state import load_state, state_folder
from tests.pipeline.nights import NOW, make_site, night

BIB = "@article{doe2024new,\n  title = {Something new},\n  author = {Doe, Jane},\n  year = {2024}\n}\n"
LISTENER = """
import json, os, sys
told = {name: os.environ.get(name, "") for name in ("PUBSYNC_NEWS", "PUBSYNC_TROUBLE")}
told |= {"text": sys.stdin.read(), "folder": os.getcwd(), "words": sys.argv[2:]}
with open(sys.argv[1], "a") as stream:
    stream.write(json.dumps(told) + "\\n")
sys.exit(int(os.environ.get("LISTENER_ENDS_WITH", "0")))
"""


class Site:
    """A site with a second .bib file that may be missing, and a command that keeps what it is told."""

    def __init__(self, folder: Path, extra: str = "") -> None:
        self.heard_file = folder / "heard.jsonl"
        listener = folder / "listener.py"
        listener.write_text(LISTENER, encoding="utf-8")
        command = json.dumps([sys.executable, str(listener), str(self.heard_file), "$HOME `id`"])
        self.root = make_site(
            folder, f"on_news: {command}\nsources: [{{bibtex: publications.bib}}, {{bibtex: more.bib}}]\n{extra}"
        )
        self.more = self.root / "more.bib"
        self.more.write_text(BIB, encoding="utf-8")

    def night(self, days: float = 0, **options: Any) -> tuple[str, ...]:
        now = NOW + dt.timedelta(days=days)
        return tell(night(self.root, days, **options), now)  # type: ignore[arg-type]

    def stopped(self, days: int = 0) -> tuple[str, ...]:
        return tell_stopped(self.root, PubsyncError("no source gave an answer"), NOW + dt.timedelta(days=days))

    def heard(self) -> list[dict[str, Any]]:
        """What was told since the last look."""
        if not self.heard_file.exists():
            return []
        lines = self.heard_file.read_text(encoding="utf-8").splitlines()
        self.heard_file.unlink()
        return [json.loads(line) for line in lines]

    def troubles(self) -> list[str]:
        return [one["PUBSYNC_TROUBLE"] for one in self.heard()]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


@pytest.fixture
def settled(site: Site) -> Site:
    """A site whose first news were told."""
    site.night()
    site.heard()
    return site


def test_news_are_told_with_the_summary_and_in_a_few_words(site: Site) -> None:
    assert site.night() == ()
    (heard,) = site.heard()
    assert (heard["PUBSYNC_NEWS"], heard["PUBSYNC_TROUBLE"]) == ("3 new papers", "")
    assert heard["text"].startswith("## pubsync: 3 new papers\n")
    assert "On seeing and not seeing" in heard["text"]
    assert heard["folder"] == os.path.realpath(site.root)


def test_the_words_of_a_list_reach_the_command_as_they_are(site: Site) -> None:
    site.night()
    assert site.heard()[0]["words"] == ["$HOME `id`"]


def test_a_quiet_night_tells_nothing(settled: Site) -> None:
    settled.night(1)
    assert settled.heard() == []


def test_a_dry_run_tells_nothing(site: Site) -> None:
    site.night(dry_run=True)
    assert site.heard() == []


def test_hidden_works_are_no_news(settled: Site) -> None:
    settled.more.write_text(BIB + BIB.replace("2024new", "2025x").replace("new}", "secret}"), encoding="utf-8")
    hide = "- hide: [bibtex:more.bib#doe2025x]\n"
    (settled.root / "_pubsync/curation.yaml").write_text(hide, encoding="utf-8")
    settled.night(1)
    assert settled.heard() == []


# Trouble


def test_trouble_is_told_at_its_onset_after_7_and_after_30_days_and_when_it_is_over(settled: Site) -> None:
    settled.more.unlink()
    told = {}
    for day in range(1, 40):
        settled.night(day)
        if heard := settled.troubles():
            told[day] = heard
    since = "since 2026-11-24"
    assert told == {
        1: [f"bibtex:more.bib fails, {since}"],
        8: [f"bibtex:more.bib fails, {since}, 7 days"],
        31: [f"bibtex:more.bib fails, {since}, 30 days"],
    }
    settled.more.write_text(BIB, encoding="utf-8")
    settled.night(40)
    assert settled.troubles() == [f"bibtex:more.bib answers again, after trouble {since}"]
    settled.night(41)
    assert settled.heard() == []


def test_trouble_comes_with_its_reason(settled: Site) -> None:
    settled.more.unlink()
    settled.night(1)
    (heard,) = settled.heard()
    assert heard["PUBSYNC_NEWS"] == ""
    assert "- bibtex:more.bib fails, since 2026-11-24\n\n## pubsync: no news" in heard["text"]
    assert "more.bib" in heard["text"].partition("### Sources")[2]


def test_after_a_pause_what_is_overdue_is_told_once(settled: Site) -> None:
    settled.more.unlink()
    settled.night(1)
    settled.heard()
    settled.night(60)
    assert len(settled.heard()) == 1
    settled.night(61)
    assert settled.heard() == []


def test_trouble_that_begins_again_is_told_again(settled: Site) -> None:
    for day, present in enumerate((False, True, False, True), start=1):
        if present:
            settled.more.write_text(BIB, encoding="utf-8")
        else:
            settled.more.unlink()
        settled.night(day)
    assert [one.partition(",")[0] for one in settled.troubles()] == [
        "bibtex:more.bib fails",
        "bibtex:more.bib answers again",
    ] * 2


def test_the_trouble_of_a_source_that_is_no_more_is_forgotten(settled: Site) -> None:
    settled.more.unlink()
    settled.night(1)
    settings = settled.root / "pubsync.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").replace(", {bibtex: more.bib}", ""), encoding="utf-8")
    settled.heard()
    settled.night(2)
    assert [one["PUBSYNC_TROUBLE"] for one in settled.heard()] in ([], [""])
    assert load_state(settled.root).troubles == {}


def test_a_run_that_stops_is_told_likewise(settled: Site) -> None:
    for day in (1, 2, 8, 9, 31, 32):
        assert settled.stopped(day) == ()
    heard = settled.heard()
    assert [one["PUBSYNC_TROUBLE"] for one in heard] == [
        "pubsync can't do its work, since 2026-11-24",
        "pubsync can't do its work, since 2026-11-24, 7 days",
        "pubsync can't do its work, since 2026-11-24, 30 days",
    ]
    assert heard[0]["text"] == "## pubsync: nothing was done\n\nno source gave an answer\n"
    settled.night(33)
    assert settled.troubles() == ["pubsync works again, after trouble since 2026-11-24"]


def test_a_push_that_fails_night_after_night_is_one_trouble(settled: Site) -> None:
    problem = PubsyncError("git push failed: protected")
    for day in (1, 2, 3):
        tell(night(settled.root, day), NOW + dt.timedelta(days=day), problem)
    (heard,) = settled.heard()
    assert heard["PUBSYNC_TROUBLE"] == "pubsync can't do its work, since 2026-11-24"
    assert "git push failed: protected" in heard["text"]


def test_settings_that_cannot_be_read_leave_nothing_to_run(settled: Site) -> None:
    (settled.root / "pubsync.yaml").write_text("people: 3\n", encoding="utf-8")
    assert settled.stopped() == ()
    assert settled.heard() == []


@pytest.mark.parametrize("value", ["3", "[]", "[mail, 3]", "{mail: me}"])
def test_a_command_is_a_line_or_words(value: str) -> None:
    text = f"people: [{{name: Jane Doe}}]\noutputs: [{{kind: page}}]\non_news: {value}\n"
    with pytest.raises(SettingsError, match="should be a command, such as mail") as caught:
        parse_settings(text, "pubsync.yaml")
    assert caught.value.where == "pubsync.yaml:3"


# Questions


def question(site: Site) -> None:
    """Let a source that named ten works name two."""
    many = "".join(BIB.replace("2024new", f"20{year}x").replace("new}", f"{year}}}") for year in range(10, 20))
    site.more.write_text(many, encoding="utf-8")
    site.night(1)
    site.heard()
    site.more.write_text(BIB, encoding="utf-8")


def test_a_question_is_news_once(settled: Site) -> None:
    question(settled)
    for day in (2, 3):
        settled.night(day)
    (heard,) = settled.heard()
    assert heard["PUBSYNC_NEWS"] == "1 decision waits"
    assert "pubsync sync --accept bibtex:more.bib" in heard["text"]


# The command fails


def test_a_command_that_fails_is_a_remark_and_what_lasts_is_told_again(
    settled: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled.more.unlink()
    monkeypatch.setenv("LISTENER_ENDS_WITH", "7")
    assert settled.night(1) == ("on_news: ended with exit code 7",)
    monkeypatch.setenv("LISTENER_ENDS_WITH", "0")
    settled.heard()
    assert settled.night(2) == ()
    assert settled.troubles() == ["bibtex:more.bib fails, since 2026-11-24, 1 day"]


def test_a_recovery_that_could_not_be_told_is_told_later(settled: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    settled.more.unlink()
    settled.night(1)
    settled.more.write_text(BIB, encoding="utf-8")
    monkeypatch.setenv("LISTENER_ENDS_WITH", "7")
    settled.night(2)
    settled.heard()
    monkeypatch.setenv("LISTENER_ENDS_WITH", "0")
    settled.night(3)
    assert settled.troubles() == ["bibtex:more.bib answers again, after trouble since 2026-11-24"]


def test_what_cannot_be_remembered_is_a_remark(settled: Site) -> None:
    file = state_folder(settled.root) / "state.json"
    file.unlink()
    file.mkdir()
    (remark,) = settled.stopped()
    assert "can't be written" in remark


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("exit 3", "on_news: ended with exit code 3"),
        (["no-such-program-anywhere"], "on_news: can't be run: No such file or directory"),
        (["true\0"], "on_news: can't be run: embedded null byte"),
        ("kill -9 $$", "on_news: ended with exit code 137"),
        ("true", ""),
        (["cat"], ""),
    ],
)
def test_why_a_command_failed_is_said(tmp_path: Path, command: str | list[str], said: str) -> None:
    assert run_command(command, "text " * 100_000, {}, tmp_path) == said


def test_a_line_is_run_by_the_shell_with_what_happened_in_its_environment(tmp_path: Path) -> None:
    assert run_command('echo "$PUBSYNC_NEWS" >news; cat >text', "a\n", {"PUBSYNC_NEWS": "1 new $(id)"}, tmp_path) == ""
    assert (tmp_path / "news").read_text(encoding="utf-8") == "1 new $(id)\n"
    assert (tmp_path / "text").read_text(encoding="utf-8") == "a\n"


def test_a_command_that_hangs_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    begun = time.monotonic()
    said = run_command("(sleep 60; touch late) & sleep 60", "", {}, tmp_path, timeout=0.3)
    assert said == "on_news: took over 0 seconds and was ended"
    assert time.monotonic() - begun < 10


def test_what_a_command_prints_is_no_part_of_what_pubsync_prints(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    run_command("echo hello", "", {}, tmp_path)
    assert capfd.readouterr() == ("", "hello\n")


# How old trouble is


def test_a_source_is_stale_when_its_last_success_is_too_long_ago(settled: Site) -> None:
    settled.more.unlink()
    for day, stale in ((1, ()), (30, ()), (31, ("bibtex:more.bib",))):
        report = night(settled.root, day).report
        assert tuple(one.name for one in report.sources if one.stale) == stale
        assert stale_sources(settled.root, NOW + dt.timedelta(days=day)) == stale
    settled.more.write_text(BIB, encoding="utf-8")
    assert not any(one.stale for one in night(settled.root, 32).report.sources)
    assert stale_sources(settled.root, NOW + dt.timedelta(days=32)) == ()


def test_where_the_machine_knows_of_no_success_it_counts_from_the_begin_of_the_trouble(settled: Site) -> None:
    (state_folder(settled.root) / "state.json").unlink()
    settled.more.unlink()
    for day, stale in ((0, False), (30, False), (31, True)):
        report = night(settled.root, day).report
        assert any(one.stale for one in report.sources) is stale
