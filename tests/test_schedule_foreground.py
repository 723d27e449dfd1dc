"""The schedule at work: over nights, sleep, restarts, changed settings, and until it is told to stop."""

from __future__ import annotations

import datetime as dt
import io
import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue

import pytest
import time_machine

from pubsync.errors import AskPersonError, SettingsError
from pubsync.pipeline.run import SyncOptions, offline_outcome, sync_site
from pubsync.pipeline.status import read_status, status_lines
from pubsync.schedule.foreground import Foreground, run_once
from pubsync.schedule.health import Health, LastRun, is_alive, judge, load_health, one_schedule, save_health
from pubsync.schedule.logs import LOGGER, JournalLine, TimedLine, goes_to_journal
from pubsync.schedule.running import NOT_STARTED, Runner, sync_command
from pubsync.state import state_folder
from tests.pipeline.nights import make_site

MINUTE = dt.timedelta(minutes=1)
EVENING = dt.datetime(2026, 11, 23, 20, 0, tzinfo=dt.UTC)
TONIGHT = dt.datetime(2026, 11, 24, 3, 15, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _greenwich(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(EVENING, tick=False) as clock:
        yield clock


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(tmp_path, 'schedule: "15 3 * * *"\njitter: 0\n')


class Nights:
    """Runs nothing; each run is told, and ends when it is let, with the exit code that it is given then."""

    def __init__(self) -> None:
        self.begun: SimpleQueue[dt.datetime] = SimpleQueue()
        self.codes: SimpleQueue[int] = SimpleQueue()
        self.interrupted = 0

    def run(self) -> int:
        self.begun.put(dt.datetime.now(dt.UTC))
        return self.codes.get(timeout=30)

    def interrupt(self) -> None:
        self.interrupted += 1
        self.codes.put(130)


def ended(foreground: Foreground) -> None:
    """Wait until the run under way has ended."""
    assert foreground.signals.get(timeout=30) == 0


def rewrite(site: Path, old: str, new: str) -> None:
    file = site / "pubsync.yaml"
    file.write_text(file.read_text().replace(old, new))


def paused(site: Path) -> Foreground:
    foreground = Foreground(site, Nights())
    foreground.start(paused=True)
    return foreground


@pytest.fixture
def at_work(site: Path, clock: time_machine.Traveller) -> Iterator[tuple[Foreground, Nights]]:
    nights = Nights()
    foreground = Foreground(site, nights)
    foreground.start()
    assert clock
    yield foreground, nights
    nights.codes.put(0)
    foreground._scheduler.shutdown()


def come(foreground: Foreground, clock: time_machine.Traveller, moment: dt.datetime) -> None:
    """Let it be ``moment``, and wake the scheduler as its own timer would."""
    clock.move_to(moment)
    foreground._scheduler.wakeup()


def test_it_runs_at_the_time_and_again_the_next_night(
    at_work: tuple[Foreground, Nights], clock: time_machine.Traveller
) -> None:
    foreground, nights = at_work
    assert foreground.next_run == TONIGHT
    for night in (TONIGHT, TONIGHT + DAY):
        come(foreground, clock, night)
        assert nights.begun.get(timeout=30) == night
        nights.codes.put(0)
        ended(foreground)
        assert foreground.next_run == night + DAY


def test_never_two_at_once(
    at_work: tuple[Foreground, Nights], clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: SimpleQueue[str] = SimpleQueue()
    monkeypatch.setattr(LOGGER, "warning", told.put)
    foreground, nights = at_work
    come(foreground, clock, TONIGHT)
    nights.begun.get(timeout=30)
    come(foreground, clock, TONIGHT + DAY)
    assert told.get(timeout=30) == "a run is left out: the one before is still under way"
    assert nights.begun.empty()
    nights.codes.put(0)
    ended(foreground)


def test_a_timer_that_wakes_late_on_a_busy_machine_is_no_reason_to_leave_the_night_out(
    at_work: tuple[Foreground, Nights], clock: time_machine.Traveller
) -> None:
    foreground, nights = at_work
    come(foreground, clock, TONIGHT + 1.5 * MINUTE)
    assert nights.begun.get(timeout=30) == TONIGHT + 1.5 * MINUTE
    nights.codes.put(0)
    ended(foreground)


def test_nights_that_the_machine_slept_through_are_made_up_for_once_a_minute_after_it_wakes(
    at_work: tuple[Foreground, Nights], clock: time_machine.Traveller
) -> None:
    foreground, nights = at_work
    morning = TONIGHT + 3 * DAY + 5 * 60 * MINUTE
    clock.move_to(morning)
    foreground.look()
    assert foreground.next_run == morning + MINUTE
    clock.move_to(morning + MINUTE / 2)
    foreground.look()
    assert foreground.next_run == morning + MINUTE
    come(foreground, clock, morning + MINUTE)
    assert nights.begun.get(timeout=30) == morning + MINUTE
    nights.codes.put(0)
    ended(foreground)
    assert nights.begun.empty()
    assert foreground.next_run == TONIGHT + 4 * DAY


def test_a_night_on_which_it_was_not_at_work_is_made_up_for_at_its_start(
    site: Path, clock: time_machine.Traveller
) -> None:
    assert paused(site).next_run == TONIGHT  # nothing ran yet, so nothing was missed
    sync_site(site, SyncOptions(), EVENING)
    morning = TONIGHT + 5 * 60 * MINUTE
    clock.move_to(morning)
    assert paused(site).next_run == morning + MINUTE
    sync_site(site, SyncOptions(), morning)  # by hand meanwhile
    assert paused(site).next_run == TONIGHT + DAY


def test_a_run_of_the_schedules_own_counts_though_it_left_nothing_but_its_failure(
    site: Path, clock: time_machine.Traveller
) -> None:
    run = LastRun(started=TONIGHT.isoformat(), finished=TONIGHT.isoformat(), exit_code=4)
    save_health(site, Health(last_run=run))
    clock.move_to(TONIGHT + 60 * MINUTE)
    assert paused(site).next_run == TONIGHT + DAY
    save_health(site, Health(last_run=replace(run, started="long ago")))
    assert paused(site).next_run == TONIGHT + DAY


def test_a_clock_that_is_set_back_does_not_put_the_next_run_off_by_years(
    site: Path, clock: time_machine.Traveller
) -> None:
    clock.move_to(TONIGHT + 4 * 365 * DAY)
    foreground = paused(site)
    clock.move_to(EVENING)
    foreground.look()
    assert foreground.next_run == TONIGHT


def test_a_schedule_that_is_changed_counts_at_once_and_a_faulty_one_not_at_all(
    site: Path, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(LOGGER, "warning", lambda text, *words: told.append(text % words))
    foreground = paused(site)
    rewrite(site, "15 3 * * *", "45 22 * * *")
    foreground.look()
    assert foreground.next_run == EVENING + 165 * MINUTE
    for faulty in ("45 25 * * *", ""):
        rewrite(site, "45 22 * * *", faulty)
        foreground.look()
        foreground.look()
        assert foreground.next_run == EVENING + 165 * MINUTE
        rewrite(site, f'"{faulty}"', '"45 22 * * *"')
        foreground.look()
    assert len(told) == 2
    assert "pubsync.yaml:5: schedule: the hour '25'" in told[0]
    (site / "pubsync.yaml").unlink()
    foreground.look()
    assert foreground.next_run == EVENING + 165 * MINUTE
    assert clock


def test_another_setting_leaves_tonights_moment_as_it_was_drawn(site: Path, clock: time_machine.Traveller) -> None:
    rewrite(site, "jitter: 0", "jitter: 60 minutes")
    foreground = paused(site)
    drawn = foreground.next_run
    assert drawn
    clock.move_to(TONIGHT + (drawn - TONIGHT) / 2)
    with (site / "pubsync.yaml").open("a") as file:
        file.write("stale_after: 20 days\n")
    foreground.look()
    assert foreground.next_run == drawn


def test_a_site_without_a_schedule_is_told_what_to_write(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="schedule: is missing") as caught:
        Foreground(make_site(tmp_path), Nights())
    assert 'schedule: "15 3 * * *"' in caught.value.remedy


# How it fares


def test_the_health_file_tells_of_the_run_under_way_the_last_and_the_next(
    site: Path, at_work: tuple[Foreground, Nights], clock: time_machine.Traveller
) -> None:
    foreground, nights = at_work
    assert load_health(site) == Health(schedule="15 3 * * *", next_run=TONIGHT.isoformat())
    come(foreground, clock, TONIGHT)
    nights.begun.get(timeout=30)
    under_way = load_health(site)
    assert under_way
    assert under_way.running_since == TONIGHT.isoformat()
    clock.move_to(TONIGHT + 2 * MINUTE)
    nights.codes.put(3)
    ended(foreground)
    run = LastRun(started=TONIGHT.isoformat(), finished=(TONIGHT + 2 * MINUTE).isoformat(), exit_code=3)
    assert load_health(site) == Health(schedule="15 3 * * *", next_run=(TONIGHT + DAY).isoformat(), last_run=run)


GOOD = Health(schedule="15 3 * * *", next_run=TONIGHT.isoformat())


@pytest.mark.parametrize(
    ("health", "alive", "now", "well", "words"),
    [
        (GOOD, True, EVENING, True, "next run 2026-11-24T03:15:00+00:00"),
        (GOOD, True, TONIGHT + 9 * MINUTE, True, ""),
        (GOOD, True, TONIGHT + 11 * MINUTE, False, "did not come"),
        (GOOD, False, EVENING, False, "no pubsync schedule is at work"),
        (None, True, EVENING, False, "no pubsync schedule is at work"),
        (replace(GOOD, running_since=TONIGHT.isoformat()), True, TONIGHT + 120 * MINUTE, True, ""),
        (replace(GOOD, running_since=TONIGHT.isoformat()), True, TONIGHT + 191 * MINUTE, False, "does not end"),
        (replace(GOOD, last_run=LastRun(started="a", finished="b", exit_code=3)), True, EVENING, True, "exit code 3"),
        (replace(GOOD, last_run=LastRun(started="a", finished="b", exit_code=4)), True, EVENING, False, "exit code 4"),
        (replace(GOOD, last_run=LastRun(started="a", finished="b", exit_code=137)), True, EVENING, False, "code 137"),
        (replace(GOOD, next_run="soon"), True, EVENING, True, ""),
    ],
)
def test_well_is_a_schedule_that_is_alive_in_time_and_whose_last_run_was_done(
    health: Health | None, alive: bool, now: dt.datetime, well: bool, words: str
) -> None:
    verdict = judge(health, now, alive=alive)
    assert verdict.well is well
    assert words in verdict.why


def test_one_schedule_a_site_and_a_lock_tells_whether_it_is_alive(site: Path, tmp_path: Path) -> None:
    assert not is_alive(site)
    with one_schedule(site):
        assert is_alive(site)
        assert not is_alive(tmp_path)
        with pytest.raises(AskPersonError, match="another pubsync schedule"), one_schedule(site):
            pass
    assert not is_alive(site)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"version": 1}', '{"last_run": 5, "schedule": 1}'])
def test_a_damaged_health_file_is_as_none_at_all(site: Path, content: str, clock: time_machine.Traveller) -> None:
    folder = state_folder(site)
    folder.mkdir(parents=True)
    (folder / "schedule.json").write_text(content)
    assert load_health(site) is None
    assert paused(site).next_run == TONIGHT
    assert clock


def test_a_state_folder_that_cant_be_written_is_no_reason_to_stop(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("PUBSYNC_STATE_HOME", str(tmp_path / "file"))
    assert "can't be written" in save_health(site, GOOD)


# Lines


def record(message: str, level: int = logging.INFO) -> logging.LogRecord:
    made = logging.LogRecord("pubsync.schedule", level, "", 0, message, None, None)
    made.created = TONIGHT.timestamp()
    return made


def test_a_line_for_an_event_whatever_it_holds() -> None:
    assert TimedLine().format(record("a\nb\x1b[31mc")) == "2026-11-24T03:15:00+00:00 a b [31mc"
    assert TimedLine().format(record("x", logging.ERROR)) == "2026-11-24T03:15:00+00:00 error: x"
    assert len(TimedLine().format(record("y" * 5000))) < 1100


def test_the_journal_gets_a_priority_and_no_time() -> None:
    assert JournalLine().format(record("done")) == "<6>done"
    assert JournalLine().format(record("half done", logging.WARNING)) == "<4>half done"
    assert JournalLine().format(record("not done", logging.ERROR)) == "<3>not done"


def test_whether_the_journal_listens_is_told_by_the_stream_itself(tmp_path: Path) -> None:
    with (tmp_path / "stream").open("w") as stream:
        found = os.fstat(stream.fileno())
        assert goes_to_journal(stream, {"JOURNAL_STREAM": f"{found.st_dev}:{found.st_ino}"})
        assert not goes_to_journal(stream, {"JOURNAL_STREAM": "1:2"})
        assert not goes_to_journal(stream, {})
    assert not goes_to_journal(io.StringIO(), {"JOURNAL_STREAM": "1:2"})


# One run


def run_of(code: str, **options: dt.timedelta) -> tuple[int, list[str]]:
    said: list[str] = []
    return Runner([sys.executable, "-c", code], said.append, **options).run(), said


def test_what_a_run_says_is_passed_on_line_by_line_and_its_exit_code_returned() -> None:
    code = "import sys; print('a'); print('\\x1b[31mb\\x07', file=sys.stderr, flush=True); print(); sys.exit(3)"
    assert run_of(code)[0] == 3
    assert sorted(run_of(code)[1]) == ["[31mb", "a"]


def test_a_run_that_crashes_is_a_code_like_any_other() -> None:
    assert run_of("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")[0] == 139


def test_a_run_that_floods_is_cut_and_one_that_hangs_is_ended() -> None:
    code, said = run_of("for number in range(5000): print(number)")
    assert (code, len(said), said[-1]) == (0, 201, "and 4800 more lines")
    code, said = run_of("import signal; signal.pause()", longest=dt.timedelta(seconds=0.5))
    assert code == 130
    assert "is ended" in said[0]


def test_a_run_that_cant_be_started_is_told(tmp_path: Path) -> None:
    said: list[str] = []
    assert Runner([str(tmp_path / "nothing")], said.append).run() == NOT_STARTED
    assert "can't be started" in said[0]


def test_a_file_of_the_site_is_never_taken_for_the_program(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (site / "pubsync.py").write_text("raise SystemExit('taken for the program')\n")
    (site / "json.py").write_text("raise SystemExit('taken for the library')\n")
    monkeypatch.chdir(site)
    said: list[str] = []
    assert Runner(sync_command(site, []), said.append).run() == 0, said


def test_once_waits_runs_and_returns_the_code_with_the_last_run_kept(site: Path) -> None:
    nights = Nights()
    nights.codes.put(3)
    assert run_once(site, nights, wait=0.0) == 3
    health = load_health(site)
    assert health
    assert health.last_run
    assert health.last_run.exit_code == 3


# Signals, and the command itself

DRIVER = """
import datetime as dt, os, sys
from pathlib import Path
from pubsync.schedule.foreground import Foreground, stopped_by
from pubsync.schedule.logs import LOGGER, start_logging
from pubsync.schedule.running import Runner
site, run = Path(sys.argv[1]), sys.argv[2]
start_logging(sys.stderr, os.environ)
foreground = Foreground(site, Runner([sys.executable, "-c", run], LOGGER.info))
with stopped_by(foreground.signals.put):
    foreground.start()
    foreground._scheduler.modify_job("sync", next_run_time=dt.datetime.now(dt.UTC))
    foreground.wait()
"""
LONG = """
import os
import sys
try:
    print("begun", flush=True)
    os.read(os.open({pipe!r}, os.O_RDONLY), 1)
    print("ended by itself", flush=True)
except KeyboardInterrupt:
    print("ended by force", flush=True)
    sys.exit(130)
"""


def lines_until(process: subprocess.Popen[str], words: str) -> list[str]:
    assert process.stderr
    seen = []
    for line in process.stderr:
        seen.append(line)
        if words in line:
            return seen
    raise AssertionError("".join(seen))


@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_an_idle_schedule_stops_at_once_with_code_0(site: Path, number: int) -> None:
    command = [sys.executable, "-m", "pubsync", "schedule", "--site", str(site)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        lines_until(process, "next run")
        process.send_signal(number)
        told = process.communicate(timeout=5)[1]  # looks at the time every 30 seconds: it does not wait for that
        assert process.returncode == 0
        assert "stopping" in told


def test_health_on_the_command_line_is_for_a_container(site: Path) -> None:
    command = [sys.executable, "-m", "pubsync", "schedule", "--site", str(site)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        lines_until(process, "next run")
        healthy = subprocess.run([*command, "--health"], capture_output=True, text=True, check=False)
        second = subprocess.run(command, capture_output=True, text=True, check=False)
        process.kill()
        process.communicate(timeout=5)
    assert healthy.returncode == 0, healthy.stdout
    assert (second.returncode, "another pubsync schedule" in second.stderr) == (4, True)
    gone = subprocess.run([*command, "--health"], capture_output=True, text=True, check=False)
    assert (gone.returncode, gone.stdout) == (1, "no pubsync schedule is at work on this site\n")


@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize("patience", [True, False])
def test_a_run_under_way_is_waited_for_and_a_second_signal_ends_it(site: Path, tmp_path: Path, patience: bool) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    command = [sys.executable, "-c", DRIVER, str(site), LONG.format(pipe=str(pipe))]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        lines_until(process, "begun")
        os.killpg(process.pid, signal.SIGINT)  # as Ctrl-C at a terminal, which reaches the whole group
        lines_until(process, "once the run has ended")
        if patience:
            pipe.write_text("x")
        else:
            process.send_signal(signal.SIGTERM)
        told = process.communicate(timeout=20)[1]
        assert process.returncode == 0
    assert ("ended by itself" if patience else "ended by force") in told
    assert f"exit code {0 if patience else 130}" in told


def test_once_on_the_command_line_syncs_and_says_so_in_lines(site: Path) -> None:
    command = [sys.executable, "-m", "pubsync", "schedule", "--once", "--site", str(site)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert (site / "publications.html").exists()
    assert done.stdout == ""
    begins, ends = done.stderr.splitlines()
    assert begins.endswith("+00:00 sync begins")
    assert "sync ended with exit code 0 after" in ends
    both = subprocess.run([*command, "--health"], capture_output=True, text=True, check=False)
    assert (both.returncode, "can't be used together" in both.stderr) == (2, True)


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_once_is_ended_at_once_while_it_waits(site: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path\n"
        "from pubsync.schedule.foreground import run_once\n"
        "from pubsync.schedule.logs import start_logging\n"
        "start_logging(sys.stderr, os.environ)\n"
        "sys.exit(run_once(Path(sys.argv[1]), None, wait=600))"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(site)], stderr=subprocess.PIPE, text=True) as process:
        lines_until(process, "sync begins in 600 s")
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=5)
        assert process.returncode == 130


# Status


def test_status_tells_when_the_schedule_comes_next(site: Path, clock: time_machine.Traveller) -> None:
    found = read_status(site, offline_outcome(site))
    assert found["next_run"] == "2026-11-24T03:15+00:00"
    assert list(status_lines(found))[-1].endswith("2026-11-24T03:15+00:00")
    rewrite(site, 'schedule: "15 3 * * *"\n', "")
    found = read_status(site, offline_outcome(site))
    assert found["next_run"] == ""
    assert "Next run" not in json.dumps(list(status_lines(found)))
    assert clock
