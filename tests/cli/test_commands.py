"""The program as a person runs it: a process of its own, its output and its exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from pubsync import __version__
from pubsync.cli.app import command_line, run
from pubsync.snapshots import snapshot_path
from tests.fakes.example_profile import EXAMPLE
from tests.fakes.scholar_pages import CAPTCHAS, HTML, ScholarSite
from tests.fakes.web import Answer, Hang, Response, Web

HOST = "scholar.google.com"
SNAPSHOT = snapshot_path("scholar:rme-IWIAAAAJ")


def pubsync(*words: str, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pubsync", *words],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "COLUMNS": "100", **(environment or {})},
    )


def test_the_version_is_told_at_once_and_without_importing_the_program() -> None:
    done = pubsync("--version")
    assert (done.returncode, done.stdout) == (0, f"pubsync {__version__}\n")
    probe = (
        "import sys; sys.argv = ['pubsync', '--version']; import pubsync.__main__ as m; m.main(); print(*sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True).stdout.split()
    assert not {"typer", "pydantic", "jinja2", "requests", "scholarly", "lxml"} & set(loaded)


HEAVY = frozenset(
    {"apscheduler", "bibtexparser", "bs4", "citeproc", "httpx", "icalendar", "jinja2", "lxml"}
    | {"multiprocessing", "pylatexenc", "pypinyin", "requests", "rich", "scholarly", "urllib3"}
)


@pytest.mark.parametrize("words", ["sync --offline --quiet", "sync --offline", "check", "list", "status", "--help"])
def test_a_run_with_nothing_to_do_loads_nothing_heavy(tmp_path: Path, words: str) -> None:
    settings = "people: [{name: Jane Doe}]\nsources: [{bibtex: own.bib}]\noutputs: [{kind: academicpages}]\n"
    entry = "@article{tea, title={On tea}, author={Doe, Jane and {\\L}i, Na}, year={2020}, journal={Tides}}\n"
    for name, text in (("pubsync.yaml", settings), ("_config.yml", "title: Jane\n"), ("own.bib", entry)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert pubsync("sync", "--offline", "--site", str(tmp_path)).returncode == 0
    probe = (
        f"import atexit, os, sys; os.chdir({str(tmp_path)!r}); sys.argv = ['pubsync', *{words.split()!r}];"
        "atexit.register(lambda: print('LOADED', *sys.modules)); import pubsync.__main__ as m; m.main()"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert sorted(HEAVY.intersection(done.stdout.partition("LOADED")[2].split())) == []


def test_a_command_alone_and_among_all_is_the_same() -> None:
    def named(*words: str) -> set[str]:
        commands = command_line(words).registered_commands
        return {one.name or str(getattr(one.callback, "__name__", "")) for one in commands}

    assert named() >= {"init", "sync", "list", "merge", "schedule"}
    assert all({name} <= named(name) < named() for name in named())
    assert named("snyc") == named("--debug", "sync") == named()


def test_who_interrupts_a_command_is_told_what_that_means(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pubsync.cli.committing.run", interrupted)
    monkeypatch.setattr("sys.argv", ["pubsync", "sync", "--dry-run"])
    with pytest.raises(SystemExit) as ended:
        run()
    assert ended.value.code == 130
    assert capsys.readouterr().err.strip() == "pubsync: interrupted; nothing is half written"


def test_check_tells_a_stale_site_from_one_that_is_up_to_date(site: Path) -> None:
    assert pubsync("check", "--site", str(site)).returncode == 1
    assert pubsync("sync", "--offline", "--quiet", "--site", str(site)).returncode == 0
    assert pubsync("check", "--site", str(site)).returncode == 0
    (site / SNAPSHOT).unlink()
    missing = pubsync("check", "--site", str(site))
    assert missing.returncode == 3
    assert "no snapshot yet" in missing.stdout


def test_check_can_leave_a_source_that_never_answered_out_of_account(site: Path) -> None:
    pubsync("sync", "--offline", "--quiet", "--site", str(site))
    settings = site / "pubsync.yaml"
    new = "sources:\n  - orcid: 0000-0002-1825-0097\n"
    settings.write_text(settings.read_text(encoding="utf-8").replace("sources:\n", new, 1), encoding="utf-8")
    assert pubsync("check", "--quiet", "--site", str(site)).returncode == 3
    heard = pubsync("check", "--heard", "--quiet", "--site", str(site))
    assert (heard.returncode, heard.stdout) == (0, "")
    (site / "publications.bib").write_text("", encoding="utf-8")
    assert pubsync("check", "--heard", "--quiet", "--site", str(site)).returncode != 0


def test_sync_in_json_has_everything_a_script_wants(site: Path) -> None:
    done = pubsync("sync", "--offline", "--json", "--site", str(site))
    told = json.loads(done.stdout)
    assert (done.returncode, told["exit_code"], told["totals"]) == (0, 0, {"work": 10, "talk": 1, "course": 1})
    assert {one["name"] for one in told["sources"]} == {
        "bibtex:publications.bib",
        "scholar:rme-IWIAAAAJ",
        "talks:talks.yaml",
        "teaching:teaching.yaml",
    }
    assert {one["kind"] for one in told["changes"]} == {"added"}


def test_list_names_works_with_their_records_and_files(site: Path) -> None:
    pubsync("sync", "--offline", "--quiet", "--site", str(site))
    rows = json.loads(pubsync("list", "--json", "--site", str(site)).stdout)
    (bang,) = (row for row in rows if row["key"] == "qi2021bang")
    assert [record["source"].partition(":")[0] for record in bang["records"]] == ["bibtex", "bibtex", "scholar"]
    assert {record["id"] for record in bang["records"]} == {
        "qi2020bang_arxiv",
        "qi2021bang",
        "rme-IWIAAAAJ:UeHWp8X0CEIC",
    }
    assert bang["identifiers"] == {"arxiv": "2012.15525"}
    assert [Path(path).suffix for path in bang["files"]] == [".md"]
    assert len(json.loads(pubsync("list", "--talks", "--json", "--site", str(site)).stdout)) == 1
    lines = pubsync("list", "--site", str(site)).stdout.splitlines()
    assert len(lines) == len(rows) == 10


def test_status_tells_how_things_stand(site: Path) -> None:
    pubsync("sync", "--offline", "--quiet", "--site", str(site))
    text = pubsync("status", "--site", str(site)).stdout
    assert "10 papers, 1 talk, 1 course" in text
    assert "The site is up to date." in text
    assert "Last run here:" in text
    assert json.loads(pubsync("status", "--json", "--site", str(site)).stdout)["last_run"]["exit_code"] == 0


@pytest.mark.parametrize(
    ("words", "code", "text"),
    [
        (["sync", "--site", "{empty}"], 2, "no pubsync.yaml here"),
        (["sync", "--no-such-option"], 2, "No such option"),
        (["hide", "nothing at all", "--site", "{site}"], 2, "pubsync list"),
        (["sync", "--offline", "--source", "nobody", "--site", "{site}"], 2, "no source is called 'nobody'"),
    ],
)
def test_errors_are_one_line_that_helps_and_no_traceback(
    site: Path, tmp_path: Path, words: list[str], code: int, text: str
) -> None:
    (tmp_path / "empty").mkdir()
    done = pubsync(*[word.format(site=site, empty=tmp_path / "empty") for word in words])
    assert done.returncode == code
    assert text in done.stderr
    assert "Traceback" not in done.stderr


def test_debug_shows_where_an_error_arose(tmp_path: Path) -> None:
    assert "Traceback" in pubsync("sync", "--debug", "--site", str(tmp_path)).stderr


def test_no_colours_in_a_pipe(site: Path) -> None:
    assert "\x1b" not in pubsync("sync", "--offline", "--site", str(site)).stdout


def test_dedup_needs_no_site_and_never_overwrites_what_it_reads(site: Path, tmp_path: Path) -> None:
    bib, out = site / "publications.bib", tmp_path / "clean.bib"
    before = bib.read_bytes()
    done = pubsync("dedup", str(bib), "--json", "--write", str(out))
    assert (done.returncode, json.loads(done.stdout)["groups"]) == (0, [["qi2020bang_arxiv", "qi2021bang"]])
    assert out.read_text(encoding="utf-8").count("\n@") + 1 == 8
    refused = pubsync("dedup", str(bib), "--write", str(bib))
    assert (refused.returncode, bib.read_bytes()) == (2, before)
    assert "would be overwritten" in refused.stderr


# Scholar, through the real library and real sockets


def test_the_shipped_snapshot_is_what_scholarly_reads_from_such_a_profile(site: Path, tmp_path: Path) -> None:
    shipped = (site / SNAPSHOT).read_text(encoding="utf-8")
    (site / SNAPSHOT).unlink()
    with Web({HOST: ScholarSite([EXAMPLE])}) as web:
        done = pubsync("sync", "--site", str(site), environment=web.environment(tmp_path))
    assert done.returncode == 0, done.stderr
    assert len(web.asked(HOST)) == 1
    fetched = (site / SNAPSHOT).read_text(encoding="utf-8")
    assert fetched.splitlines()[4:] == shipped.splitlines()[4:]


@pytest.mark.parametrize("refusal", ["429", "captcha", "hang"])
def test_a_scholar_that_refuses_costs_seconds_and_nothing_else(site: Path, tmp_path: Path, refusal: str) -> None:
    answers: dict[str, Answer] = {
        "429": Response("no", status=429, headers=HTML),
        "captcha": Response(CAPTCHAS["full page"], headers=HTML),
        "hang": Hang(),
    }
    pubsync("sync", "--offline", "--quiet", "--site", str(site))
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    with Web({HOST: lambda _: answers[refusal]}) as web:
        done = pubsync("sync", "--site", str(site), environment=web.environment(tmp_path))
        assert done.returncode == 3, done.stdout + done.stderr
        assert "from its last good answer" in done.stdout
        assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before
        assert len(web.asked(HOST)) == 1
        if refusal != "hang":
            again = pubsync("sync", "--site", str(site), environment=web.environment(tmp_path))
            assert "is left alone until" in again.stdout
            assert len(web.asked(HOST)) == 1
