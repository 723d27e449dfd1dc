"""What is printed to install instead, each read by its own tool."""

from __future__ import annotations

import os
import plistlib
import re
import shlex
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from pubsync.detect import look_at
from pubsync.errors import SettingsError, SiteError
from pubsync.schedule import installation
from pubsync.schedule.calendars import calendar_intervals, on_calendar
from pubsync.schedule.printing import schedule_text, still_to_do
from pubsync.settings import parse_settings
from pubsync.settings.cron import parse_cron
from pubsync.sites.tree import SiteTree

TOOLS = ("crontab", "systemd", "launchd", "github", "github-pull-request", "gitlab")
NAMES = ["site", "My site", "50% off", "it's", 'say "hi"', "$HOME `id` $(id)", "论文", "back\\slash\\", "a: b #c", "-x"]
SETTINGS = """people: [{name: Jane Doe}]
outputs: [{kind: page}]
sources: [{bibtex: a.bib}, {openalex: A5023888391}]
schedule: "15 3 * * *"
jitter: 20 minutes
"""


@pytest.fixture(autouse=True)
def _somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pubsync in a folder with a blank, which writes its words down and ends with ``code``; and a home."""
    folder = tmp_path / "an environment" / "bin"
    folder.mkdir(parents=True)
    executable(folder / "pubsync", f'printf "%s\\0" "$@" >"{tmp_path}/words"; exit "$(cat "{tmp_path}/code")"')
    (tmp_path / "code").write_text("0")
    monkeypatch.setattr(sys, "executable", str(folder / "python"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    (tmp_path / "home").mkdir()


def executable(file: Path, script: str) -> None:
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)


def make_site(tmp_path: Path, name: str = "site", settings: str = SETTINGS) -> Path:
    site = tmp_path / "sites" / name
    site.mkdir(parents=True)
    (site / "pubsync.yaml").write_text(settings)
    return site


def words(tmp_path: Path) -> list[str]:
    """The words that pubsync was last called with."""
    return (tmp_path / "words").read_text().split("\0")[:-1]


def shell(
    tmp_path: Path, script: str, folder: Path | None = None, **variables: str
) -> subprocess.CompletedProcess[str]:
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["sh", "-c", script],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder or tmp_path,
        env={**os.environ, "PATH": path, **variables},
    )


def parsed(text: str) -> Any:
    return YAML(typ="safe").load(text)


@pytest.fixture(params=NAMES)
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return make_site(tmp_path, request.param)


# crontab


def entry(text: str) -> tuple[str, str]:
    """The schedule and the command of a crontab's one line, the command as cron hands it to the shell."""
    (line,) = (line for line in text.splitlines() if line and not line.startswith("#"))
    *fields, command = line.split(None, 5)
    assert not re.search(r"(?<!\\)%", command), "cron ends the command at a bare %"
    return " ".join(fields), command.replace("\\%", "%")


def test_cron_calls_pubsync_with_these_words_and_publishes_on_3_as_on_0(site: Path, tmp_path: Path) -> None:
    schedule, command = entry(schedule_text("crontab", site))
    assert schedule == "15 3 * * *"
    published = command.replace("0|3) :", "0|3) touch published")
    for code, is_published in (("0", True), ("3", True), ("4", False), ("1", False)):
        (tmp_path / "code").write_text(code)
        (tmp_path / "published").unlink(missing_ok=True)
        assert shell(tmp_path, published).stderr == ""
        assert words(tmp_path) == ["schedule", "--once", "--site", str(site)]
        assert (tmp_path / "published").exists() is is_published
    assert (tmp_path / "home" / ".pubsync.log").exists()


@pytest.mark.skipif(shutil.which("crontab") is None, reason="no crontab")
def test_crontab_takes_it(site: Path, tmp_path: Path) -> None:
    (tmp_path / "crontab").write_text(schedule_text("crontab", site))
    checked = subprocess.run(["crontab", "-n", str(tmp_path / "crontab")], capture_output=True, text=True, check=False)
    if "option" in checked.stderr:
        pytest.skip("this crontab checks nothing")
    assert checked.returncode == 0, checked.stderr


# systemd


def installed_units(tmp_path: Path, site: Path, *options: str) -> tuple[Path, Path]:
    """What the printed script puts where systemd looks for a user's units: the service and the timer."""
    (tmp_path / "bin").mkdir()
    executable(tmp_path / "bin" / "systemctl", f'echo "$@" >>"{tmp_path}/asked"')
    done = shell(tmp_path, schedule_text("systemd", site, options))
    assert done.returncode == 0, done.stderr
    folder = tmp_path / "home" / ".config" / "systemd" / "user"
    (service,), (timer,) = folder.glob("*.service"), folder.glob("*.timer")
    assert (tmp_path / "asked").read_text() == f"--user daemon-reload\n--user enable --now {timer.name}\n"
    assert service.stem == timer.stem
    return service, timer


def test_systemd_runs_sync_at_random_within_jitter_and_takes_3_for_success(site: Path, tmp_path: Path) -> None:
    service, timer = installed_units(tmp_path, site, "--commit", "--push")
    unit = service.read_text()
    (command,) = re.findall(r"^ExecStart=(.*)$", unit, re.MULTILINE)
    assert not re.search(r"[$%]", command.replace("$$", "").replace("%%", "")), (
        "systemd would put something in its place"
    )
    called = [word.replace("%%", "%").replace("$$", "$") for word in shlex.split(command)]
    program = str(tmp_path / "an environment" / "bin" / "pubsync")
    assert called == [program, "sync", "--quiet", "--site", str(site), "--commit", "--push"]
    assert "\nSuccessExitStatus=3\n" in unit
    assert "\nOnCalendar=*-*-* 03:15:00\nRandomizedDelaySec=20min\n" in timer.read_text()
    assert "\nPersistent=true\n" in timer.read_text()
    assert not [line for text in (unit, timer.read_text()) for line in text.splitlines() if line.endswith("\\")]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze")
def test_systemd_takes_it(site: Path, tmp_path: Path) -> None:
    units = installed_units(tmp_path, site)
    verify = ["systemd-analyze", "verify", *map(str, units)]
    done = subprocess.run(verify, capture_output=True, text=True, check=False)
    if "Failed to initialize" in done.stderr:
        pytest.skip("systemd can't look at units here")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("text", "calendars"),
    [
        ("15 3 * * *", ["*-*-* 03:15:00"]),
        ("0 0 13 * fri", ["*-*-13 00:00:00", "Fri *-*-* 00:00:00"]),
        ("0 0 */9 * fri,7", ["Sun,Fri *-*-01,10,19,28 00:00:00"]),
        ("0 0 1-31 * fri", ["*-*-* 00:00:00"]),
        ("*/30 * * 2 *", ["*-02-* *:00,30:00"]),
    ],
)
def test_day_or_weekday_is_two_lines_for_systemd(text: str, calendars: list[str]) -> None:
    assert list(on_calendar(parse_cron(text))) == calendars


# launchd


def test_launchd_runs_it_once_at_the_time(site: Path, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    executable(tmp_path / "bin" / "launchctl", f'echo "$1" >>"{tmp_path}/asked"')
    done = shell(tmp_path, schedule_text("launchd", site, ["--commit"]))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "asked").read_text() == "bootout\nbootstrap\n"
    (file,) = (tmp_path / "home" / "Library" / "LaunchAgents").glob("*.plist")
    agent = plistlib.loads(file.read_bytes())
    assert agent["ProgramArguments"][1:] == ["schedule", "--once", "--site", str(site), "--commit"]
    assert Path(agent["ProgramArguments"][0]).is_file()
    assert agent["Label"] == file.stem
    assert agent["StartCalendarInterval"] == [{"Hour": 3, "Minute": 15}]
    assert Path(agent["StandardErrorPath"]).is_relative_to(tmp_path / "home")


@pytest.mark.parametrize(
    ("text", "intervals"),
    [
        ("0 0 13 * fri", [{"Day": 13, "Hour": 0, "Minute": 0}, {"Weekday": 5, "Hour": 0, "Minute": 0}]),
        ("0 0 1-31 * fri", [{"Hour": 0, "Minute": 0}]),
        ("30 * * feb *", [{"Month": 2, "Minute": 30}]),
        ("0 6 * * 6,7", [{"Weekday": 0, "Hour": 6, "Minute": 0}, {"Weekday": 6, "Hour": 6, "Minute": 0}]),
        ("0 0 * * *", [{"Hour": 0, "Minute": 0}]),
    ],
)
def test_launchd_starts_it_where_any_of_its_intervals_fits(text: str, intervals: list[dict[str, int]]) -> None:
    assert calendar_intervals(parse_cron(text)) == intervals


@pytest.mark.parametrize("text", ["0 0 */2 * fri", "*/2 1-23 1-28 * *"])
def test_what_launchd_cant_be_told_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="launchd can't be told"):
        calendar_intervals(parse_cron(text))


# GitHub and GitLab


def in_repository(tmp_path: Path, name: str) -> Path:
    """A site in a folder of a repository."""
    site = make_site(tmp_path, name)
    subprocess.run(["git", "init", "-q", str(tmp_path / "sites")], check=True)
    return site


def fake_tools(tmp_path: Path) -> None:
    """A git whose HEAD is told by the file ``head``, a pubsync that writes its words down, and a gh likewise."""
    (tmp_path / "bin").mkdir(exist_ok=True)
    executable(tmp_path / "bin" / "git", f'case "$1" in rev-parse) cat "{tmp_path}/head";; esac')
    script = f'printf "%s\\0" "$@" >"{tmp_path}/words"; echo 2 >"{tmp_path}/head"; exit "$(cat "{tmp_path}/code")"'
    executable(tmp_path / "bin" / "pubsync", script)
    executable(tmp_path / "bin" / "gh", f'echo "$@" >>"{tmp_path}/gh"')


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("tool", "mode"), [("github", "commit"), ("github-pull-request", "pull-request")])
def test_githubs_job_runs_pubsync_in_the_sites_folder_with_the_keys_of_its_sources(
    tmp_path: Path, name: str, tool: str, mode: str
) -> None:
    site = in_repository(tmp_path, name)
    workflow = parsed(schedule_text(tool, site))
    assert workflow["on"]["schedule"][0]["cron"] == "15 3 * * *"
    (job,) = workflow["jobs"].values()
    (step,) = (one for one in job["steps"] if one.get("id") == "pubsync")
    fake_tools(tmp_path)
    (tmp_path / "code").write_text("0")
    assert shell(tmp_path, step["run"]).returncode == 0
    assert words(tmp_path) == ["ci"]
    assert step["env"]["PUBSYNC_MODE"] == mode
    assert step["env"]["PUBSYNC_SITE"] == site.relative_to(tmp_path / "sites").as_posix()
    assert step["env"]["OPENALEX_API_KEY"] == "${{ secrets.OPENALEX_API_KEY }}"


@pytest.mark.parametrize("name", NAMES)
def test_the_check_of_pull_requests_needs_no_schedule(tmp_path: Path, name: str) -> None:
    site = in_repository(tmp_path, name)
    (site / "pubsync.yaml").write_text("people: [{name: Jane Doe}]\n")
    workflow = parsed(schedule_text("github-check", site))
    (job,) = workflow["jobs"].values()
    (step,) = (one for one in job["steps"] if one.get("id") == "pubsync")
    fake_tools(tmp_path)
    (tmp_path / "code").write_text("1")
    assert shell(tmp_path, step["run"]).returncode == 1
    assert words(tmp_path) == ["ci"]
    assert step["env"] == {
        "PUBSYNC_MODE": "check",
        "PUBSYNC_SITE": site.relative_to(tmp_path / "sites").as_posix(),
    }


def test_a_site_that_pull_requests_are_checked_of_has_no_nightly_run_by_that(tmp_path: Path) -> None:
    site = in_repository(tmp_path, ".")
    workflows = site / ".github" / "workflows"
    workflows.mkdir(parents=True)
    (workflows / "pubsync-check.yml").write_text(schedule_text("github-check", site))
    assert look_at(SiteTree(site)).updates.runs == ""
    (workflows / "pubsync.yml").write_text(schedule_text("github", site))
    assert look_at(SiteTree(site)).updates.runs == ".github/workflows/pubsync.yml"


@pytest.mark.parametrize("tool", ["github", "github-pull-request", "github-check"])
def test_a_pubsync_that_came_from_a_commit_on_github_is_named_as_the_action(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tool: str
) -> None:
    site, commit = in_repository(tmp_path, "."), "0123456789" * 4
    for origin, uses in (
        (f"pubsync @ git+https://github.com/jane/pubsync.git@{commit}", f"jane/pubsync@{commit}"),
        (f"pubsync @ git+https://example.org/jane/pubsync@{commit}", None),
        ("pubsync==0.1.0", None),
    ):
        monkeypatch.setattr(installation, "requirement", lambda origin=origin: origin)
        (job,) = parsed(schedule_text(tool, site))["jobs"].values()
        (step,) = (one for one in job["steps"] if one.get("id") == "pubsync")
        assert step.get("uses") == uses
        assert ("run" in step) is (uses is None)


@pytest.mark.parametrize(
    ("files", "asked", "permission"),
    [
        ({}, "api --method POST repos/jane/site/pages/builds\n", "pages"),
        (
            {
                ".github/workflows/jekyll.yml": "uses: actions/deploy-pages@v4",
                ".github/workflows/pubsync.yml": "run: pubsync ci\nuses: actions/deploy-pages@v4",
            },
            "workflow run jekyll.yml --ref main\n",
            "actions",
        ),
        ({"netlify.toml": ""}, None, None),
    ],
)
def test_what_publishes_the_site_is_started_since_a_workflows_push_starts_nothing(
    tmp_path: Path, files: dict[str, str], asked: str | None, permission: str | None
) -> None:
    site = in_repository(tmp_path, ".")
    for path, text in files.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text)
    text = schedule_text("github", site)
    workflow = parsed(text)
    fake_tools(tmp_path)
    steps = [one for one in workflow["jobs"]["publish"]["steps"] if one.get("name") == "Publish"]
    for step in steps:
        shell(tmp_path, step["run"], GITHUB_REPOSITORY="jane/site", GITHUB_REF_NAME="main")
    assert (asked is None) is (steps == [])
    if asked:
        assert (tmp_path / "gh").read_text() == asked
    assert set(workflow["permissions"]) == {"contents"} | ({permission} if permission else set())
    assert ('needs a line "workflow_dispatch:"' in text) is (permission == "actions")


def test_githubs_clock_and_days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    site = make_site(tmp_path, settings=SETTINGS.replace("15 3 * * *", "15 3 * * 5-7"))
    (schedule,) = parsed(schedule_text("github", site))["on"]["schedule"]
    assert schedule == {"cron": "15 3 * * 0,5,6", "timezone": "Europe/Berlin"}
    monkeypatch.setenv("TZ", "UTC")
    (schedule,) = parsed(schedule_text("github", site))["on"]["schedule"]
    assert "timezone" not in schedule


@pytest.mark.parametrize("name", NAMES)
def test_gitlabs_job_syncs_and_pushes_and_3_is_a_warning(tmp_path: Path, name: str) -> None:
    site = in_repository(tmp_path, name)
    job = parsed(schedule_text("gitlab", site))["pubsync"]
    assert job["allow_failure"] == {"exit_codes": [3]}
    assert job["rules"] == [{"if": '$CI_PIPELINE_SOURCE == "schedule"'}]
    fake_tools(tmp_path)
    (tmp_path / "code").write_text("3")
    script = "\n".join(["set -e", *(line for line in job["script"] if not line.startswith("pip "))])
    done = shell(tmp_path, script, CI_COMMIT_BRANCH="main", PUBSYNC_TOKEN="x")
    assert done.returncode == 3
    assert words(tmp_path) == ["sync", "--push", "--site", site.relative_to(tmp_path / "sites").as_posix()]


def linter(name: str) -> str | None:
    beside = Path(os.path.realpath(sys.prefix)) / "bin" / name
    return str(beside) if beside.exists() else shutil.which(name)


@pytest.mark.parametrize(
    ("tool", "schema"),
    [
        ("github", "vendor.github-workflows"),
        ("github-pull-request", "vendor.github-workflows"),
        ("github-check", "vendor.github-workflows"),
        ("gitlab", "vendor.gitlab-ci"),
    ],
)
@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin"])
def test_the_services_own_schemas_take_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tool: str, schema: str, zone: str
) -> None:
    checker = linter("check-jsonschema")
    if checker is None:
        pytest.skip("no check-jsonschema")
    monkeypatch.setenv("TZ", zone)
    file = tmp_path / "ci.yml"
    file.write_text(schedule_text(tool, in_repository(tmp_path, "site")))
    done = subprocess.run([checker, "--builtin-schema", schema, str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.skipif(shutil.which("actionlint") is None, reason="no actionlint")
def test_actionlint_takes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
    file = tmp_path / "pubsync.yml"
    file.write_text(schedule_text("github", in_repository(tmp_path, "site")))
    done = subprocess.run(["actionlint", str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


# All of them


@pytest.mark.parametrize("tool", TOOLS)
def test_a_template_of_the_persons_own_comes_first_and_a_faulty_one_is_told(tmp_path: Path, tool: str) -> None:
    site = make_site(tmp_path, settings=f"{SETTINGS}templates: mine\n")
    names = {"github": "ci/deploy.yml.j2", "github-pull-request": "ci/pull-request.yml.j2"}
    template = site / "mine" / names.get(tool, f"schedule/{tool}.j2")
    template.parent.mkdir(parents=True)
    template.write_text("mine: {{ schedule }} {{ name }}\n")
    assert schedule_text(tool, site).startswith("mine: 15 3 * * * pubsync-site-")
    template.write_text("{{ nobody }}")
    with pytest.raises(SiteError, match="the template fails"):
        schedule_text(tool, site)


@pytest.mark.parametrize("tool", TOOLS)
def test_what_cant_be_printed_is_refused(tmp_path: Path, tool: str) -> None:
    with pytest.raises(SettingsError, match="can't be printed"):
        schedule_text(tool, make_site(tmp_path, "a\nb"))
    with pytest.raises(SettingsError, match="schedule: is missing"):
        schedule_text(tool, make_site(tmp_path, "other", SETTINGS.replace('schedule: "15 3 * * *"', "")))


def test_the_page_on_schedules_shows_what_pubsync_takes() -> None:
    page = (Path(__file__).resolve().parent.parent / "docs" / "schedule.md").read_text(encoding="utf-8")
    shown = re.findall(r'"([-@*/,0-9a-z ]+)"`', page)
    assert len(shown) > 5
    for text in shown:
        assert parse_cron(text)
    (block,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    settings = parse_settings(f"people: [{{name: A}}]\noutputs: [{{kind: page}}]\n{block}", "docs/schedule.md")
    assert (settings.schedule, settings.jitter) == ("15 3 * * *", 15)
    assert [tool for tool in TOOLS if f"--print {tool}" not in page] == []


def test_two_sites_of_one_name_are_two_jobs(tmp_path: Path) -> None:
    one, other = make_site(tmp_path / "a"), make_site(tmp_path / "b")
    assert schedule_text("launchd", one).partition("Logs/")[2] != schedule_text("launchd", other).partition("Logs/")[2]


def test_another_machine_installs_from_where_this_one_did(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Found:
        version = "1.2.3"

        def __init__(self, text: str | None) -> None:
            self.text = text

        def read_text(self, name: str) -> str | None:
            assert name == "direct_url.json"
            return self.text

    def asked(text: str | None) -> str:
        monkeypatch.setattr(installation, "distribution", lambda _name: Found(text))
        return installation.requirement()

    clone = tmp_path / "clone"
    subprocess.run(["git", "init", "-q", str(clone)], check=True)
    folder = f'{{"url": "{clone.as_uri()}", "dir_info": {{}}}}'
    assert asked(None) == "pubsync==1.2.3"
    assert asked(folder) == installation.NOT_KNOWN
    author = ["-c", "user.name=a", "-c", "user.email=a@example.edu"]
    subprocess.run(["git", *author, "commit", "-q", "--allow-empty", "-m", "x"], cwd=clone, check=True)
    address = "https://me:t0k3n@example.edu/pubsync.git"
    subprocess.run(["git", "remote", "add", "origin", address], cwd=clone, check=True)
    assert re.fullmatch(r"pubsync @ git\+https://example\.edu/pubsync\.git@[0-9a-f]{40}", asked(folder))
    vcs = '{"url": "https://example.edu/p.git", "vcs_info": {"vcs": "git", "commit_id": "abc"}}'
    assert asked(vcs) == "pubsync @ git+https://example.edu/p.git@abc"
    for odd in ('{"url": "ssh://git@example.edu/p.git", "vcs_info": {"commit_id": "a"}}', "{", "[]", '{"url": 5}'):
        assert asked(odd) == installation.NOT_KNOWN


def test_what_a_workflow_still_needs_is_told_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = make_site(tmp_path)
    workflows = site / ".github" / "workflows"
    workflows.mkdir(parents=True)
    (workflows / "deploy.yml").write_text("on: push\njobs: {a: {steps: [{uses: actions/deploy-pages@v4}]}}\n")
    monkeypatch.setattr("pubsync.schedule.printing.requirement", lambda: installation.NOT_KNOWN)
    told = list(still_to_do("github", site))
    assert [line.partition(":")[0] for line in told] == [
        "where another machine can install pubsync from is not known",
        ".github/workflows/deploy.yml",
    ]
    assert len(list(still_to_do("github-pull-request", site))) == len(list(still_to_do("github-check", site))) == 1
    monkeypatch.setattr("pubsync.schedule.printing.requirement", lambda: "pubsync==1.0")
    (workflows / "deploy.yml").write_text((workflows / "deploy.yml").read_text() + "# workflow_dispatch:\n")
    assert list(still_to_do("github", site)) == []
    assert list(still_to_do("crontab", site)) == []
