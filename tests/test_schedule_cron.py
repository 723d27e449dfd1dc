"""``schedule:`` means what cron means, or is refused."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pubsync.schedule.calendars import on_calendar
from pubsync.schedule.trigger import CronWithJitter
from pubsync.settings.cron import parse_cron
from pubsync.settings.local_time import LocalTime

BERLIN = ZoneInfo("Europe/Berlin")
UTC = dt.UTC
MINUTE = dt.timedelta(minutes=1)


def after(text: str, moment: str, zone: dt.tzinfo = UTC) -> str:
    found = parse_cron(text).next_after(dt.datetime.fromisoformat(moment).replace(tzinfo=zone))
    return found.isoformat(timespec="minutes")


def times(text: str, moment: str, number: int, zone: dt.tzinfo = UTC) -> list[str]:
    cron, found = parse_cron(text), [dt.datetime.fromisoformat(moment).replace(tzinfo=zone)]
    for _ in range(number):
        found.append(cron.next_after(found[-1]))
    return [one.isoformat(timespec="minutes") for one in found[1:]]


# 1 January 2026 is a Thursday


@pytest.mark.parametrize(
    ("text", "moment", "expected"),
    [
        ("15 3 * * *", "2026-01-01T03:14", "2026-01-01T03:15"),
        ("15 3 * * *", "2026-01-01T03:15", "2026-01-02T03:15"),
        ("15 3 * * *", "2026-12-31T12:00", "2027-01-01T03:15"),
        ("0 0 * * 0", "2026-01-01T00:00", "2026-01-04T00:00"),
        ("0 0 * * 7", "2026-01-01T00:00", "2026-01-04T00:00"),
        ("0 0 * * sun", "2026-01-01T00:00", "2026-01-04T00:00"),
        ("0 0 * * Mon", "2026-01-01T00:00", "2026-01-05T00:00"),
        ("0 0 * * 1", "2026-01-01T00:00", "2026-01-05T00:00"),
        ("0 0 * * 5-7", "2026-01-02T00:00", "2026-01-03T00:00"),
        ("0 0 * * 1-5", "2026-01-02T00:00", "2026-01-05T00:00"),
        ("0 0 13 * fri", "2026-01-01T00:00", "2026-01-02T00:00"),
        ("0 0 13 * fri", "2026-01-09T00:00", "2026-01-13T00:00"),
        ("0 0 */2 * fri", "2026-01-02T00:00", "2026-01-09T00:00"),
        ("0 0 1-31 * fri", "2026-01-02T00:00", "2026-01-03T00:00"),
        ("0 0 13 * */5", "2026-01-01T00:00", "2026-02-13T00:00"),
        ("0 0 * feb-apr/2 *", "2026-01-01T00:00", "2026-02-01T00:00"),
        ("0 0 29 2 *", "2026-01-01T00:00", "2028-02-29T00:00"),
        ("0 0 29 2 *", "2096-03-01T00:00", "2104-02-29T00:00"),
        ("0 0 31 * *", "2026-02-01T00:00", "2026-03-31T00:00"),
        ("*/20 4-6/2 * * *", "2026-01-01T04:40", "2026-01-01T06:00"),
        ("5,50 * * * *", "2026-01-01T04:05", "2026-01-01T04:50"),
        ("  15\t3 * * *  ", "2026-01-01T00:00", "2026-01-01T03:15"),
        ("@daily", "2026-01-01T00:00", "2026-01-02T00:00"),
        ("@midnight", "2026-01-01T00:00", "2026-01-02T00:00"),
        ("@hourly", "2026-01-01T00:00", "2026-01-01T01:00"),
        ("@weekly", "2026-01-01T00:00", "2026-01-04T00:00"),
        ("@monthly", "2026-01-01T00:00", "2026-02-01T00:00"),
        ("@yearly", "2026-01-01T00:00", "2027-01-01T00:00"),
        ("@annually", "2026-01-01T00:00", "2027-01-01T00:00"),
    ],
)
def test_the_next_time_is_crons(text: str, moment: str, expected: str) -> None:
    assert after(text, moment) == f"{expected}+00:00"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "15 3 * * *"),
        ("3 * * *", "minute, hour, day of the month, month, weekday"),
        ("0 15 3 * * *", "no seconds"),
        ("60 3 * * *", "the minute '60' should be 0 to 59"),
        ("0 24 * * *", "the hour '24'"),
        ("0 0 0 * *", "the day of the month '0'"),
        ("0 0 * 13 *", "the month '13' should be 1 to 12 or jan"),
        ("0 0 * * 8", "the weekday '8' should be 0 to 7 or sun"),
        ("0 0 * * mon#1", "'mon#1' is not cron's"),
        ("0 0 L * *", "the day of the month 'L'"),
        ("0 0 ? * *", "not cron's"),
        ("0 0 * * monday", "the weekday 'monday'"),
        ("0 0 * mon *", "the month 'mon'"),
        ("*/0 0 * * *", "step"),
        ("5/15 0 * * *", "not cron's"),
        ("0 0 * * fri-mon", "backwards"),
        ("50-10 0 * * *", "backwards"),
        ("0 0 31 2 *", "no such month has a day 31"),
        ("0 0 31 4,6,9,11 *", "no such month"),
        ("0 0 30 feb */2", "no such month"),
        ("@reboot", "@reboot is not known"),
        ("@every 5m", "@every is not known"),
        ("CRON_TZ=Europe/Berlin 15 3 * * *", "set TZ=Europe/Berlin in the environment"),
        ("-1 0 * * *", "not cron's"),
        ("١ 0 * * *", "the minute"),
        ("1,,2 0 * * *", "not cron's"),
        ("99999999999999999999 0 * * *", "should be 0 to 59"),
    ],
)
def test_what_cron_does_not_mean_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        parse_cron(text)


def test_a_day_that_never_comes_may_stand_beside_a_weekday() -> None:
    assert after("0 0 31 2 mon", "2026-01-01T00:00") == "2026-02-02T00:00+00:00"


# The clock changes: in Berlin on 29 March 2026 at 02:00 to 03:00, on 25 October at 03:00 to 02:00


@pytest.mark.parametrize(
    ("text", "moment", "expected"),
    [
        ("30 2 * * *", "2026-03-28T12:00", ["2026-03-29T03:00+02:00", "2026-03-30T02:30+02:00"]),
        ("0,30 2 * * *", "2026-03-28T12:00", ["2026-03-29T03:00+02:00", "2026-03-30T02:00+02:00"]),
        ("30 * * * *", "2026-03-29T01:00", ["2026-03-29T01:30+01:00", "2026-03-29T03:30+02:00"]),
        ("30 2 * * *", "2026-10-24T12:00", ["2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00"]),
        ("*/30 2 * * *", "2026-10-25T00:00", [f"2026-10-25T02:{m}+0{o}:00" for o in (2, 1) for m in ("00", "30")]),
        ("0 3 * * *", "2026-10-25T00:00", ["2026-10-25T03:00+01:00"]),
        ("0 3 * * *", "2026-03-29T00:00", ["2026-03-29T03:00+02:00"]),
    ],
)
def test_a_skipped_time_comes_at_the_change_and_a_repeated_one_once(
    text: str, moment: str, expected: list[str]
) -> None:
    assert times(text, moment, len(expected), BERLIN) == expected


def test_half_hours_and_days_that_a_zone_skips() -> None:
    lord_howe, apia = ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Pacific/Apia")
    assert times("15 2 * * *", "2026-10-03T12:00", 2, lord_howe) == ["2026-10-04T02:30+11:00", "2026-10-05T02:15+11:00"]
    assert times("0 12 * * *", "2011-12-29T13:00", 2, apia) == ["2011-12-31T00:00+14:00", "2011-12-31T12:00+14:00"]


FIELDS = (
    st.sampled_from(["*", "*/7", "0", "30", "5-50/11", "15,45"]),
    st.sampled_from(["*", "*/5", "3", "22-23", "1,13"]),
    st.sampled_from(["*", "*/9", "1", "1-7", "28-31", "13"]),
    st.sampled_from(["*", "1", "2,12", "*/3", "MAR-JUN"]),
    st.sampled_from(["*", "*/2", "0", "7", "mon-fri", "5-7", "sat"]),
)
ZONES = st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Asia/Shanghai"])


@settings(max_examples=60, deadline=None)
@given(st.tuples(*FIELDS), ZONES, st.integers(0, 2 * 365 * 24 * 60))
def test_no_time_is_left_out_and_each_is_later_than_the_last(fields: tuple[str, ...], zone: str, start: int) -> None:
    """Held against looking at every minute of a day and a half, and what the clock shows then."""
    cron, where = parse_cron(" ".join(fields)), ZoneInfo(zone)
    begin = dt.datetime(2025, 6, 1, tzinfo=UTC) + start * MINUTE
    found = cron.next_after(begin.astimezone(where))
    assert found.astimezone(UTC) > begin
    for number in range(1, 36 * 60):
        moment = (begin + number * MINUTE).astimezone(where)
        if moment.astimezone(UTC) >= found.astimezone(UTC):
            break
        repeated = moment.fold == 1 and not cron.by_clock
        shown = moment.hour in cron.hours and moment.minute in cron.minutes and cron.fits(moment.date())
        assert repeated or not shown


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze")
@pytest.mark.parametrize(
    "text",
    ["15 3 * * *", "0 0 13 * fri", "0 0 */2 * fri", "*/20 4-6/2 * feb-apr *", "0 12 1,15 * *", "7 7 29 2 *", "@weekly"],
)
def test_systemd_reads_the_same_times_out_of_its_calendars(text: str) -> None:
    wanted = [one[:16].replace("T", " ") for one in times(text, "2026-01-01T00:00", 4)]
    found: set[str] = set()
    for calendar in on_calendar(parse_cron(text)):
        command = [
            "systemd-analyze",
            "calendar",
            "--iterations=4",
            "--base-time=2026-01-01 00:00:00 UTC",
            f"{calendar} UTC",
        ]
        told = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, "LC_ALL": "C"})
        lines = [
            line.partition(": ")[2] for line in told.stdout.splitlines() if "Next elapse" in line or "Iter. #" in line
        ]
        found |= {line[4:20] for line in lines}
    assert sorted(found)[:4] == wanted


@pytest.mark.skipif(shutil.which("crontab") is None, reason="no crontab")
@pytest.mark.parametrize(
    "text",
    [
        "15 3 * * *",
        "0 0 * * 7",
        "0 0 * feb-apr/2 mon-FRI",
        "*/20 4-6/2 1,15,28-31 * *",
        "60 3 * * *",
        "0 0 * * 8",
        "5/15 0 * * *",
        "*/0 0 * * *",
        "0 0 ? * *",
    ],
)
def test_cron_itself_takes_what_is_taken_and_refuses_what_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "crontab"
    file.write_text(f"{text} true\n")
    checked = subprocess.run(["crontab", "-n", str(file)], capture_output=True, text=True, check=False)
    if "unrecognized option" in checked.stderr or "invalid option" in checked.stderr:
        pytest.skip("this crontab checks nothing")
    try:
        parse_cron(text)
    except ValueError:
        assert checked.returncode != 0
    else:
        assert checked.returncode == 0, checked.stderr


# The machine's own clock


@pytest.fixture(params=["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "CET-1CEST,M3.5.0,M10.5.0/3"])
def machine_zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield str(request.param)
    monkeypatch.undo()
    time.tzset()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1735689600, 1830297600))
def test_local_time_is_what_the_time_zone_database_says(machine_zone: str, seconds: int) -> None:
    zone = ZoneInfo("Europe/Berlin" if machine_zone.startswith("CET") else machine_zone)
    moment = dt.datetime.fromtimestamp(seconds, UTC)
    ours, theirs = moment.astimezone(LocalTime()), moment.astimezone(zone)
    assert (ours.replace(tzinfo=None), ours.fold, ours.utcoffset()) == (
        theirs.replace(tzinfo=None),
        theirs.fold,
        theirs.utcoffset(),
    )
    assert ours.astimezone(UTC) == moment


def test_a_schedule_by_the_machines_clock_keeps_its_hour_over_a_change(machine_zone: str) -> None:
    hours = {one[11:16] for one in times("15 5 * * *", "2026-01-01T00:00", 365, LocalTime())}
    assert hours == {"05:15"}
    assert machine_zone


# A little later, at random


def nightly(chance: float) -> CronWithJitter:
    return CronWithJitter(parse_cron("15 3 * * *"), dt.timedelta(minutes=15), zone=UTC, chance=lambda: chance)


def test_jitter_is_later_by_at_most_what_is_set_and_the_next_run_is_the_next_days() -> None:
    for chance in (0.0, 0.5, 1.0):
        trigger = nightly(chance)
        first = trigger.get_next_fire_time(None, dt.datetime(2026, 1, 1, tzinfo=UTC))
        assert first == dt.datetime(2026, 1, 1, 3, 15, tzinfo=UTC) + chance * dt.timedelta(minutes=15)
        assert trigger.get_next_fire_time(first, first).date() == dt.date(2026, 1, 2)


def test_jitter_never_reaches_the_time_after() -> None:
    trigger = CronWithJitter(parse_cron("*/5 * * * *"), dt.timedelta(hours=2), zone=UTC, chance=lambda: 1.0)
    moment = dt.datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(1, 6):
        moment = trigger.get_next_fire_time(moment, moment)
        assert moment == dt.datetime(2026, 1, 1, 0, 5 * number + 2, 30, tzinfo=UTC)


def test_two_machines_ask_at_different_moments() -> None:
    found = {
        CronWithJitter(parse_cron("@daily"), dt.timedelta(minutes=15), zone=UTC).get_next_fire_time(
            None, dt.datetime(2026, 1, 1, tzinfo=UTC)
        )
        for _ in range(20)
    }
    assert len(found) > 1
