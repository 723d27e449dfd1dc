"""Calendars: what Google, Exchange, Apple and Indico export, to talks and courses; and what must never show."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pubsync.errors import SourceError
from pubsync.records.course import CourseRecord
from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import Link
from pubsync.records.talk import TalkRecord
from pubsync.snapshots import Snapshot, snapshot_from_text, snapshot_to_text
from pubsync.sources.calendars import CalendarSource
from pubsync.sources.calendars.places import read_place
from pubsync.sources.calendars.repetition import days_of, read_rule
from pubsync.sources.calendars.source import read_calendar
from pubsync.sources.calendars.wording import read_description
from pubsync.sources.http import RefusedError
from pubsync.sources.interface import Notice, Source
from tests.fakes.web import Request, Response, Web, truncated

HOST = "calendar.google.com"
SECRET = "private-0123456789abcdef"
ADDRESS = f"https://{HOST}/calendar/ical/jane%40example.org/{SECRET}/basic.ics"

# As Google Calendar exports one: single events in UTC, the zone beside them, all-day events, folded lines.
GOOGLE = """\
BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:PUBLISH
X-WR-CALNAME:Talks
X-WR-TIMEZONE:Asia/Shanghai
BEGIN:VEVENT
DTSTART:20230426T010000Z
DTEND:20230426T020000Z
DTSTAMP:20230501T000000Z
UID:4kq9h1p2r7a@google.com
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=Jane Doe
 ;X-NUM-GUESTS=0:mailto:jane@example.org
CREATED:20230301T085959Z
DESCRIPTION:We show <b>that</b> teas &amp; cups differ.<br><br><a href="http
 s://example.org/tea.pdf">Slides</a><br>Recording: https://youtu.be/abcdefghi
 jk<br>-::~:~::~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:
 ~:~:~:~:~:~:~:~::~:~::-\\nJoin with Google Meet: https://meet.google.com/abc
 -defg-hij\\n\\nPlease do not edit this section.\\n-::~:~::~:~:~:~:~:~:~:~:~:~:
 ~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~::~:~::-
LAST-MODIFIED:20230401T000000Z
LOCATION:Room 5\\, ETH Zürich\\, Switzerland
SEQUENCE:1
STATUS:CONFIRMED
SUMMARY:Invited talk: On tea\\, and cups
TRANSP:OPAQUE
ATTACH;FILENAME=Notes;FMTTYPE=application/vnd.google-apps.document:https://d
 ocs.google.com/document/d/1/edit
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:This is an event reminder
TRIGGER:-P0DT0H30M0S
END:VALARM
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20230710
DTEND;VALUE=DATE:20230713
DTSTAMP:20230501T000000Z
UID:7m3n5b8v2c@google.com
LOCATION:Toronto\\, Canada
SUMMARY:Tutorial: Brewing
END:VEVENT
END:VCALENDAR
"""


def calendar(*events: str, around: str = "") -> str:
    """Return a calendar of events, each the lines within it, separated by "|"."""
    named = (
        event if "UID:" in event else f"{event}|UID:{number}@example.org" for number, event in enumerate(events, 1)
    )
    blocks = "".join(f"BEGIN:VEVENT|{event}|END:VEVENT|".replace("|", "\n") for event in named)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Apple Inc.//macOS 14.0//EN\n{around}{blocks}END:VCALENDAR\n"


def read(
    text: str | bytes, *, only: str = "", kind: Literal["talks", "teaching"] = "talks"
) -> tuple[list[TalkRecord], list[Notice]]:
    content = text if isinstance(text, bytes) else text.replace("\n", "\r\n").encode()
    records, notices = read_calendar(content, source="calendar:x", kind=kind, only=only, where="x.ics")
    return [one for one in records if isinstance(one, TalkRecord)], list(notices)


def courses(text: str) -> list[CourseRecord]:
    records, notices = read_calendar(text.encode(), source="calendar:x", kind="teaching", only="", where="x.ics")
    assert not notices
    return [one for one in records if isinstance(one, CourseRecord)]


def only_talk(*lines: str, around: str = "") -> TalkRecord:
    found, _ = read(calendar("|".join(lines), around=around))
    (talk,) = found
    return talk


# What calendars say


def test_talks_as_google_exports_them() -> None:
    (talk, tutorial), notices = read(GOOGLE)
    assert notices == []
    assert talk == TalkRecord(
        source="calendar:x",
        id="4kq9h1p2r7a@google.com",
        title="On tea, and cups",
        type="Invited talk",
        start=PartialDate(2023, 4, 26),
        venue="Room 5, ETH Zürich",
        location="Switzerland",
        description="We show that teas & cups differ.",
        links=(Link("slides", "https://example.org/tea.pdf"), Link("video", "https://youtu.be/abcdefghijk")),
    )
    assert (tutorial.title, tutorial.type, tutorial.venue, tutorial.location) == (
        "Brewing",
        "Tutorial",
        "",
        "Toronto, Canada",
    )
    # The end of an all-day event is the day after it.
    assert (tutorial.start, tutorial.end) == (PartialDate(2023, 7, 10), PartialDate(2023, 7, 12))


def test_an_event_as_indico_exports_it() -> None:
    talk = only_talk(
        "SUMMARY:Heavy ions\\; a review",
        "DTSTART;VALUE=DATE-TIME:20240305T140000Z",
        "DTEND;VALUE=DATE-TIME:20240307T160000Z",
        "DTSTAMP;VALUE=DATE-TIME:20240101T000000Z",
        "UID:indico-event-123@indico.example.org",
        "URL:https://indico.example.org/event/123/",
        "LOCATION:CERN - Geneva",
        "CONTACT:someone@example.org",
    )
    assert (talk.title, talk.links) == ("Heavy ions; a review", (Link("url", "https://indico.example.org/event/123/"),))
    assert (talk.start, talk.end) == (PartialDate(2024, 3, 5), PartialDate(2024, 3, 7))


def test_an_event_as_exchange_exports_it() -> None:
    teams = (
        "________________\\nMicrosoft Teams Need help?\\nJoin the meeting now\\nMeeting ID: 387 486\\nPasscode: 35aJ\\n"
    )
    talk = only_talk(
        f"DESCRIPTION;LANGUAGE=en-US:Abstract: why.\\n\\n{teams}",
        "SUMMARY;LANGUAGE=en-US:Keynote – Why",
        "DTSTART;TZID=China Standard Time:20240305T003000",
        "DTEND;TZID=China Standard Time:20240305T013000",
        "CLASS:PUBLIC",
        "LOCATION;LANGUAGE=en-US:Microsoft Teams Meeting",
        "X-MICROSOFT-CDO-BUSYSTATUS:BUSY",
    )
    assert (talk.title, talk.type, talk.description) == ("Why", "Keynote", "Abstract: why.")
    assert (talk.start, talk.venue, talk.location) == (PartialDate(2024, 3, 5), "", "Microsoft Teams Meeting")


@pytest.mark.parametrize(
    ("lines", "around", "start", "end"),
    [
        ("DTSTART;TZID=America/New_York:20240305T233000|DTEND;TZID=America/New_York:20240306T003000", "", 5, None),
        ("DTSTART;TZID=Somewhere/Else:20240305T233000|DURATION:PT1H", "", 5, None),
        ("DTSTART:20240305T233000Z|DURATION:PT1H", "", 5, None),
        ("DTSTART:20240305T233000Z|DURATION:PT1H", "X-WR-TIMEZONE:Asia/Shanghai\n", 6, None),
        ("DTSTART:20240305T233000Z|DURATION:PT1H", "X-WR-TIMEZONE:No/Such\n", 5, None),
        ("DTSTART:20240305T233000|DURATION:PT1H", "X-WR-TIMEZONE:Asia/Shanghai\n", 5, None),
        ("DTSTART:20240305T090000Z|DTEND:20240308T000000Z", "", 5, 7),
        ("DTSTART:20240305T090000Z|DTEND:20240306T120000Z", "", 5, 6),
        ("DTSTART;VALUE=DATE:20240305|DTEND;VALUE=DATE:20240306", "", 5, None),
        ("DTSTART;VALUE=DATE:20240305|DTEND;VALUE=DATE:20240305", "", 5, None),
        ("DTSTART;VALUE=DATE:20240305|DURATION:P3D", "", 5, 7),
        ("DTSTART;VALUE=DATE:20240305", "", 5, None),
        ("DTSTART;VALUE=DATE:20240305|DTEND;VALUE=DATE:20240301", "", 5, None),
    ],
)
def test_a_day_is_that_of_the_events_own_time_zone(lines: str, around: str, start: int, end: int | None) -> None:
    talk = only_talk("SUMMARY:Tea", lines, around=around)
    assert (talk.start, talk.end) == (PartialDate(2024, 3, start), PartialDate(2024, 3, end) if end else None)


def test_the_zone_may_stand_behind_the_events_and_is_that_of_its_own_calendar() -> None:
    late = "SUMMARY:Tea|DTSTART:20240305T233000Z"
    shanghai = calendar(late).replace("END:VCALENDAR", "X-WR-TIMEZONE:Asia/Shanghai\nEND:VCALENDAR")
    found, _ = read(shanghai + calendar(f"{late}|UID:b"))
    assert [(one.id, str(one.start)) for one in found] == [("b", "2024-03-05"), ("1@example.org", "2024-03-06")]


@pytest.mark.parametrize(
    ("summary", "categories", "title", "kind"),
    [
        ("Talk: Tea", "", "Tea", "Talk"),
        ("Tea (invited talk)", "", "Tea", "Invited talk"),
        ("特邀报告：茶", "", "茶", "特邀报告"),
        ("Tea", "Travel,keynote", "Tea", "Keynote"),
        ("Tea", "Travel", "Tea", ""),
        ("Tea: a talk", "", "Tea: a talk", ""),
    ],
)
def test_its_kind_stands_before_the_title_or_is_a_category(
    summary: str, categories: str, title: str, kind: str
) -> None:
    talk = only_talk(f"SUMMARY:{summary}", "DTSTART:20240305", f"CATEGORIES:{categories}")
    assert (talk.title, talk.type) == (title, kind)


def test_a_venue_named_in_the_title_is_the_venue_where_there_is_no_other() -> None:
    assert only_talk("SUMMARY:Talk at EPFL: Tea", "DTSTART:20240305").venue == "EPFL"
    assert only_talk("SUMMARY:Talk at EPFL: Tea", "DTSTART:20240305", "LOCATION:Room BC 410").venue == "Room BC 410"


@pytest.mark.parametrize(
    ("written", "venue", "location"),
    [
        ("Room 5, ETH Zürich, Switzerland", "Room 5, ETH Zürich", "Switzerland"),
        (
            "ETH Zürich, Rämistrasse 101, 8092 Zürich, Switzerland",
            "ETH Zürich, Rämistrasse 101",
            "Zürich, Switzerland",
        ),
        ("Soda Hall, Berkeley, CA 94720, USA", "Soda Hall", "Berkeley, CA, USA"),
        ("Tsinghua University\nBeijing\nChina", "Tsinghua University", "Beijing, China"),
        ("清华大学FIT楼1-312，北京", "清华大学FIT楼1-312", "北京"),
        ("NeurIPS 2023, New Orleans, LA, USA", "NeurIPS 2023", "New Orleans, LA, USA"),
        ("Inria, Paris", "Inria", "Paris"),
        ("Berlin, Germany", "", "Berlin, Germany"),
        ("ETH Zürich", "ETH Zürich", ""),
        ("Switzerland", "", "Switzerland"),
        ("Online", "", "Online"),
        ("https://us02web.zoom.us/j/123?pwd=abc", "", "Online"),
        ("Main hall; https://us02web.zoom.us/j/123?pwd=abc", "Main hall", ""),
        ("", "", ""),
        (" , ,", "", ""),
    ],
)
def test_venue_and_place(written: str, venue: str, location: str) -> None:
    assert read_place(written) == (venue, location)


@pytest.mark.parametrize(
    ("attach", "links"),
    [
        ("ATTACH;FILENAME=Tea slides.pdf:https://a.org/1", (Link("slides", "https://a.org/1"),)),
        ("ATTACH:https://a.org/tea.pptx", (Link("slides", "https://a.org/tea.pptx"),)),
        ("ATTACH:https://a.org/my_video?x=1", (Link("video", "https://a.org/my_video?x=1"),)),
        ("ATTACH;FILENAME=Budget.xlsx:https://a.org/1", ()),
        ("ATTACH;FILENAME=slides:file:///etc/passwd", ()),
        ("ATTACH;FILENAME=slides:CID:image001@01", ()),
        ("ATTACH;FILENAME=slides;VALUE=BINARY;ENCODING=BASE64:c2xpZGVz", ()),
        ("URL:javascript:alert(1)", ()),
        ("URL:https://us02web.zoom.us/j/123?pwd=abc", ()),
        (
            "DESCRIPTION:slides: https://a.org/s\\, video: https://b.org/v.",
            (Link("slides", "https://a.org/s"), Link("video", "https://b.org/v")),
        ),
        ("DESCRIPTION:https://a.org/s (slides)", (Link("slides", "https://a.org/s"),)),
        ("DESCRIPTION:课件：https://a.org/s", (Link("slides", "https://a.org/s"),)),
        ("DESCRIPTION:See https://a.org/s", ()),
    ],
)
def test_links_are_what_is_marked_as_slides_or_video(attach: str, links: tuple[Link, ...]) -> None:
    assert only_talk("SUMMARY:Tea", "DTSTART:20240305", attach).links == links


def test_texts_are_plain_and_in_one_line() -> None:
    talk = only_talk(
        "SUMMARY:  Tea\\n\u202eand\x07 cups <b>", "DTSTART:20240305", "DESCRIPTION:If a < b &lt; c\\,\\nthen\\; so."
    )
    assert (talk.title, talk.description) == ("Tea and cups <b>", "If a < b < c, then; so.")
    shown = read_description(
        "<p>One.<script>alert('x')</script></p><ul><li>two</li></ul><a href='https://a.org'>home</a>"
    )
    assert shown.text == "One. two home https://a.org"


# What must not show


INVITATION = """\
Jane Doe is inviting you to a scheduled Zoom meeting.

Join Zoom Meeting
https://us02web.zoom.us/j/83674139672?pwd=8Rbz0Dfk

Meeting ID: 836 7413 9672
Passcode: 6Z3fiV
---
One tap mobile
+16465588656,,83674139672#,,,,*123456# US (New York)
Dial by your location
        • +1 646 558 8656 US (New York)
Find your local number: https://us02web.zoom.us/u/kabc

Abstract: learn more about tea.
"""


def test_an_invitation_to_a_call_does_not_show() -> None:
    assert read_description(INVITATION).text == "Abstract: learn more about tea."
    in_one_line = read_description(" ".join(INVITATION.split())).text
    assert in_one_line.endswith("Abstract: learn more about tea.")
    assert not [secret for secret in ("zoom.us", "8Rbz0Dfk", "6Z3fiV", "7413") if secret in in_one_line]


def test_a_recording_of_a_call_shows() -> None:
    address = "https://us02web.zoom.us/rec/share/abc"
    assert read_description(f"Recording: {address}").links == (Link("video", address),)


def test_private_events_are_left_out_and_show_nowhere() -> None:
    secret = ("SUMMARY:Talk: Layoffs|DTSTART:20240305|CLASS:PRIVATE", "SUMMARY:Merger|DTSTART:2024|CLASS:CONFIDENTIAL")
    found, notices = read(
        calendar(*secret, "SUMMARY:Surgery|DTSTART:20240306|CLASS:confidential", "SUMMARY:Tea|DTSTART:20240305")
    )
    assert [one.title for one in found] == ["Tea"]
    assert [notice.what for notice in notices] == [
        "an event is left out: it has no date to begin on (DTSTART)",
        "2 private events are left out",
    ]


def test_a_changed_day_of_a_private_series_is_private() -> None:
    series = "SUMMARY:Surgery|DTSTART:20240305|RRULE:FREQ=WEEKLY;COUNT=3|CLASS:PRIVATE|UID:a"
    changed = "SUMMARY:Surgery (moved)|DTSTART:20240313|RECURRENCE-ID:20240312|UID:a"
    found, notices = read(calendar(series, changed))
    assert (found, [notice.what for notice in notices]) == ([], ["1 private event is left out"])


def test_a_cancelled_event_is_left_out_and_told() -> None:
    found, notices = read(calendar("SUMMARY:Tea|DTSTART:20240305|STATUS:CANCELLED", "SUMMARY:Cups|DTSTART:20240306"))
    assert [one.title for one in found] == ["Cups"]
    assert [(notice.what, notice.where) for notice in notices] == [("Tea is cancelled, and left out", "x.ics:4")]


# Which events are wanted


GENERAL = calendar(
    "SUMMARY:Invited talk: Tea|DTSTART:20240305",
    "SUMMARY:Dentist|DTSTART:20240306",
    "SUMMARY:Cups|DTSTART:20240307|CATEGORIES:Work,Talks",
    "SUMMARY:Stalking deer|DTSTART:20240308",
    "SUMMARY:Smalltalk|DTSTART:20240309|CLASS:PRIVATE",
    "SUMMARY:Talk with bank|DTSTART:20240310|STATUS:CANCELLED",
)


def test_a_word_picks_the_talks_of_a_general_calendar() -> None:
    found, notices = read(GENERAL, only="talk")
    assert [one.title for one in found] == ["Tea", "Cups"]
    assert [notice.what for notice in notices] == ["Talk with bank is cancelled, and left out"]
    assert [one.title for one in read(GENERAL, only="TALKS")[0]] == ["Cups"]


def test_a_chinese_word_needs_no_blanks_around_it() -> None:
    text = calendar("SUMMARY:特邀报告：茶|DTSTART:20240305", "SUMMARY:看牙|DTSTART:20240306")
    assert [one.title for one in read(text, only="报告")[0]] == ["茶"]


def test_a_word_that_no_event_has_is_told() -> None:
    found, notices = read(GENERAL, only="lecture")
    assert found == []
    assert [notice.what for notice in notices] == ["no event has the word lecture in its title or its categories"]


# Series


def test_a_series_of_talks_is_one_from_its_first_to_its_last_day() -> None:
    talk = only_talk("SUMMARY:Tea", "DTSTART;TZID=Europe/Zurich:20240305T100000", "RRULE:FREQ=WEEKLY;COUNT=3")
    assert (talk.start, talk.end) == (PartialDate(2024, 3, 5), PartialDate(2024, 3, 19))


def test_a_series_without_an_end_has_none() -> None:
    for rule in ("FREQ=WEEKLY", "FREQ=WEEKLY;UNTIL=20991231", "FREQ=DAILY;COUNT=2000000000"):
        talk = only_talk("SUMMARY:Tea", "DTSTART:20240305", f"RRULE:{rule}")
        assert (talk.start, talk.end) == (PartialDate(2024, 3, 5), None)


def test_days_left_out_and_added() -> None:
    talk = only_talk(
        "SUMMARY:Tea",
        "DTSTART;TZID=Asia/Shanghai:20240305T003000",
        "RRULE:FREQ=WEEKLY;UNTIL=20240325T163000Z",
        "EXDATE;TZID=Asia/Shanghai:20240305T003000",
        # The same day in Shanghai, as it is written in UTC.
        "EXDATE:20240325T163000Z",
        "RDATE;VALUE=PERIOD;TZID=Asia/Shanghai:20240322T090000/PT1H",
    )
    assert (talk.start, talk.end) == (PartialDate(2024, 3, 12), PartialDate(2024, 3, 22))


def test_a_day_of_a_series_with_a_title_of_its_own_is_a_talk_of_its_own() -> None:
    series = "SUMMARY:Group seminar|DTSTART:20240305|RRULE:FREQ=WEEKLY;COUNT=3|UID:a"
    own = "SUMMARY:Talk: Tea|DTSTART:20240320|RECURRENCE-ID:20240319|UID:a"
    found, notices = read(calendar(own, series))
    assert notices == []
    assert [(one.id, one.title, str(one.start), str(one.end)) for one in found] == [
        ("a", "Group seminar", "2024-03-05", "2024-03-12"),
        ("a/2024-03-19", "Tea", "2024-03-20", "None"),
    ]


def test_where_every_day_has_a_title_of_its_own_the_series_is_no_talk() -> None:
    series = "SUMMARY:Group seminar|DTSTART:20240305|RRULE:FREQ=WEEKLY;COUNT=2|UID:a"
    own = [f"SUMMARY:On {day}|DTSTART:202403{day}|RECURRENCE-ID:202403{day}|UID:a" for day in ("05", "12")]
    assert [one.title for one in read(calendar(series, *own))[0]] == ["On 05", "On 12"]


def test_a_moved_day_is_part_of_its_series_and_a_cancelled_one_is_not() -> None:
    series = "SUMMARY:Tea|DTSTART:20240305|RRULE:FREQ=WEEKLY;COUNT=3|UID:a"
    moved = "SUMMARY:Tea|DTSTART:20240303|RECURRENCE-ID:20240305|UID:a"
    cancelled = "SUMMARY:Tea|DTSTART:20240319|RECURRENCE-ID:20240319|STATUS:CANCELLED|UID:a"
    found, notices = read(calendar(series, moved, cancelled))
    assert [(str(one.start), str(one.end)) for one in found] == [("2024-03-03", "2024-03-12")]
    assert notices == []


def test_a_day_whose_series_is_elsewhere_is_a_talk() -> None:
    found, _ = read(calendar("SUMMARY:Tea|DTSTART:20240305|RECURRENCE-ID:20240305|UID:a"))
    assert [one.id for one in found] == ["a/2024-03-05"]


def test_of_two_versions_the_newest_counts() -> None:
    old, new = "SUMMARY:Tea|DTSTART:20240305|UID:a", "SUMMARY:Cups|DTSTART:20240306|SEQUENCE:2|UID:a"
    for order in ((old, new), (new, old)):
        assert [one.title for one in read(calendar(*order))[0]] == ["Cups"]


def test_a_repetition_that_is_not_read_is_told_and_taken_as_one() -> None:
    for rule in ("FREQ=HOURLY;COUNT=3", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1", "FREQ=SOMETIMES", "FREQ=WEEKLY;BYDAY=XX"):
        (talk,), (notice,) = read(calendar(f"SUMMARY:Tea|DTSTART:20240305|RRULE:{rule}"))
        assert (talk.start, talk.end) == (PartialDate(2024, 3, 5), None)
        assert notice.what == "Tea repeats in a way that is not read, and is taken as one"


@pytest.mark.parametrize(
    ("rule", "start", "days"),
    [
        ("FREQ=DAILY;INTERVAL=2;COUNT=3", "2024-02-28", "02-28 03-01 03-03"),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;COUNT=4", "2024-03-07", "03-07 03-08 03-11 03-12"),
        ("FREQ=WEEKLY;BYDAY=TU,TH;COUNT=4", "2024-03-05", "03-05 03-07 03-12 03-14"),
        # The example of RFC 5545, 3.8.5.3, on what the beginning of the week changes.
        ("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997-08-05", "08-05 08-10 08-19 08-24"),
        ("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997-08-05", "08-05 08-17 08-19 08-31"),
        ("FREQ=MONTHLY;COUNT=3", "2024-01-31", "01-31 03-31 05-31"),
        ("FREQ=MONTHLY;BYDAY=1FR;COUNT=3", "2024-01-05", "01-05 02-02 03-01"),
        ("FREQ=MONTHLY;BYDAY=-1MO;COUNT=3", "2024-01-29", "01-29 02-26 03-25"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", "2024-01-31", "01-31 02-29 03-31"),
        ("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=1,15;COUNT=4", "2024-01-01", "01-01 01-15 03-01 03-15"),
        ("FREQ=YEARLY;COUNT=2", "2024-02-29", "02-29 02-29"),
        ("FREQ=YEARLY;BYMONTH=3,9;COUNT=3", "2024-03-05", "03-05 09-05 03-05"),
        ("FREQ=YEARLY;BYMONTH=9;BYDAY=1MO;COUNT=2", "2024-09-02", "09-02 09-01"),
        ("FREQ=YEARLY;BYDAY=-1FR;COUNT=2", "2024-12-27", "12-27 12-26"),
    ],
)
def test_the_days_of_a_rule(rule: str, start: str, days: str) -> None:
    parts = {name: value.split(",") for name, _, value in (part.partition("=") for part in rule.split(";"))}
    found = days_of(read_rule(parts, None), dt.date.fromisoformat(start))
    assert " ".join(f"{day:%m-%d}" for day in found) == days


def test_a_rule_that_never_comes_true_costs_no_time() -> None:
    began = time.process_time()
    text = calendar(*("SUMMARY:Tea|DTSTART:20240305|RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=9",) * 20)
    assert len(read(text)[0]) == 20
    assert time.process_time() - began < 5


# Courses


def test_a_course_has_the_terms_that_its_titles_and_categories_name() -> None:
    weekly = "RRULE:FREQ=WEEKLY;COUNT=15"
    (course,) = courses(
        calendar(
            f"SUMMARY:Lecture: Machine learning (Fall 2024)|DTSTART:20240903|{weekly}|LOCATION:HG 5\\, ETH",
            f"SUMMARY:Machine learning|CATEGORIES:WS 2022/23,red|DTSTART:20221003|{weekly}|LOCATION:HG 1",
            f"SUMMARY:Machine Learning Fall 2023|DTSTART:20230903|{weekly}|DESCRIPTION:All of it.",
        )
    )
    assert (course.title, course.type) == ("Machine learning", "Lecture")
    assert course.terms == ("WS 2022/23", "Fall 2023", "Fall 2024")
    # The newest says where, the oldest names it.
    assert (course.venue, course.description, course.id) == ("HG 5, ETH", "All of it.", "2@example.org")
    assert (course.start, course.end) == (None, None)


def test_a_course_that_runs_once_has_its_days() -> None:
    (course,) = courses(calendar("SUMMARY:Tea|DTSTART:20240903|RRULE:FREQ=WEEKLY;UNTIL=20241217;BYDAY=TU,TH"))
    assert (course.terms, course.start, course.end) == ((), PartialDate(2024, 9, 3), PartialDate(2024, 12, 17))
    (named,) = courses(calendar("SUMMARY:Tea (Fall 2024)|DTSTART:20240903|RRULE:FREQ=WEEKLY;COUNT=2"))
    assert (named.terms, named.start, named.end) == (("Fall 2024",), PartialDate(2024, 9, 3), PartialDate(2024, 9, 10))


def test_runs_whose_terms_nobody_names_have_their_years() -> None:
    weekly = "RRULE:FREQ=WEEKLY;COUNT=12"
    (course,) = courses(calendar(f"SUMMARY:Tea|DTSTART:20230903|{weekly}", f"SUMMARY:Tea|DTSTART:20240903|{weekly}"))
    assert course.terms == ("2023", "2024")
    (yearly,) = courses(calendar("SUMMARY:Tea|DTSTART:20220603|RRULE:FREQ=YEARLY;COUNT=3"))
    assert yearly.terms == ("2022", "2023", "2024")
    # A Christmas break ends no term.
    (winter,) = courses(calendar("SUMMARY:Tea|DTSTART:20241007|RRULE:FREQ=WEEKLY;COUNT=16|EXDATE:20241223,20241230"))
    assert winter.terms == ()


def test_courses_of_other_titles_are_other_courses() -> None:
    found = courses(calendar("SUMMARY:Tea I|DTSTART:20240903", "SUMMARY:Tea II|DTSTART:20240903"))
    assert [one.title for one in found] == ["Tea I", "Tea II"]


# Broken calendars


def test_a_bad_event_is_told_with_its_line_and_the_others_are_used() -> None:
    text = calendar(
        "SUMMARY:One|DTSTART:20240305",
        "SUMMARY:Secret|DTSTART:20241305",
        "DTSTART:20240305",
        "SUMMARY:No day",
        "SUMMARY:Strange|DTSTART;TZID=America:20240305T000000",
        "SUMMARY:Last|DTSTART:20240306",
    )
    found, notices = read(text)
    assert [one.title for one in found] == ["One", "Last"]
    lines = text.splitlines()
    assert [lines[int(notice.where.partition(":")[2]) - 1] for notice in notices] == ["BEGIN:VEVENT"] * 4
    assert not any("Secret" in notice.what for notice in notices)
    assert all(notice.remedy for notice in notices)


def test_an_event_that_never_ends_costs_itself_alone() -> None:
    text = calendar("SUMMARY:One|DTSTART:20240305", "SUMMARY:Two|DTSTART:20240305", "SUMMARY:Three|DTSTART:20240306")
    broken = text.replace("UID:2@example.org\nEND:VEVENT\n", "UID:2@example.org\n")
    found, notices = read(broken)
    assert [one.title for one in found] == ["One", "Three"]
    assert [(notice.what, notice.where) for notice in notices] == [
        ("an event without END:VEVENT is left out", "x.ics:9")
    ]
    last = text.replace("UID:3@example.org\nEND:VEVENT\n", "UID:3@example.org\n")
    assert [one.title for one in read(last)[0]] == ["One", "Two"]


@pytest.mark.parametrize("cut", [len(GOOGLE) - 2, len(GOOGLE) // 2, GOOGLE.index("BEGIN:VEVENT"), 20])
def test_a_calendar_that_breaks_off_is_an_error(cut: int) -> None:
    with pytest.raises(SourceError, match="breaks off") as caught:
        read(GOOGLE[:cut])
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b" \r\n\n", "is empty"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "web page .* log in"),
        (b"\xef\xbb\xbf\n  <html>", "web page"),
        (b'["vcalendar",[]]', "no iCalendar file"),
        (b"BEGIN:VCARD\nEND:VCARD\n", "no iCalendar file"),
        (b"\x00\xff", "no iCalendar file"),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:X\n" * 99, "nested deeper"),
        (calendar(*("SUMMARY:a|DTSTART:20240101",) * 5001).encode(), "more than 5000 events"),
    ],
)
def test_what_is_no_calendar_is_an_error_that_says_what_to_do(content: bytes, words: str) -> None:
    with pytest.raises(SourceError, match=words) as caught:
        read(content)
    assert (caught.value.remedy != "", caught.value.where.startswith("x.ics")) == (True, True)


def test_a_calendar_without_events_is_an_empty_list() -> None:
    assert read(calendar()) == ([], [])


def test_octets_are_joined_before_they_are_decoded() -> None:
    content = calendar("SUMMARY:Zürich|DTSTART:20240305").encode()
    folded = content.replace("ü".encode(), "ü".encode()[:1] + b"\n " + "ü".encode()[1:])
    assert read(b"\xef\xbb\xbf" + folded)[0][0].title == "Zürich"


def test_one_that_is_not_utf_8_is_read_and_told() -> None:
    found, notices = read(calendar("SUMMARY:Zürich|DTSTART:20240305").encode("cp1252"))
    assert [one.title for one in found] == ["Zürich"]
    assert [notice.what for notice in notices] == ["is not UTF-8, and was read as Windows-1252 in part"]


def test_a_cut_description_is_told() -> None:
    (talk,), notices = read(calendar("SUMMARY:Tea|DTSTART:20240305|DESCRIPTION:" + "tea " * 6_000))
    assert len(talk.description) <= 20_000
    assert [notice.what for notice in notices] == ["the description of Tea is cut"]


def test_a_property_that_cannot_be_read_costs_itself_alone() -> None:
    broken = (
        "ATTACH;ENCODING=BASE64;VALUE=URI:!",
        "LAST-MODIFIED:soon",
        "DTEND:later",
        "EXDATE:never",
        "DURATION:long",
    )
    talk = only_talk("SUMMARY:Tea", "DTSTART:20240305", *broken)
    assert (talk.title, talk.start, talk.end) == ("Tea", PartialDate(2024, 3, 5), None)


# Ids, and the order of things


def test_ids_stay_when_all_else_changes_and_an_event_without_one_has_its_day_and_title() -> None:
    before = only_talk("SUMMARY:Tea", "DTSTART:20240305", "UID:a")
    after = only_talk("SUMMARY:Cups", "DTSTART:20240401", "LOCATION:Bern", "SEQUENCE:3", "UID:a")
    assert before.id == after.id == "a"
    assert only_talk("SUMMARY:Tea", "DTSTART:20240305", "X:UID:").id == "2024-03-05 Tea"


EVENTS = (
    "SUMMARY:Talk: Tea|DTSTART:20240305|RRULE:FREQ=WEEKLY;COUNT=3|UID:a",
    "SUMMARY:Cups|DTSTART:20240312|RECURRENCE-ID:20240312|UID:a",
    "SUMMARY:Tea (Fall 2023)|DTSTART:20230905|UID:b",
    "SUMMARY:Tea|DTSTART:20230305|UID:c",
    "SUMMARY:Old|DTSTART:20230305|UID:d|SEQUENCE:1",
    "SUMMARY:New|DTSTART:20230306|UID:d|SEQUENCE:2",
    "SUMMARY:Nameless|DTSTART:20230305|X:UID:",
)


@settings(deadline=None)
@given(st.permutations(EVENTS), st.sampled_from(("talks", "teaching")))
def test_the_order_of_events_changes_nothing(events: list[str], kind: Literal["talks", "teaching"]) -> None:
    shuffled, ordered = (
        read_calendar(calendar(*given).encode(), source="calendar:x", kind=kind, only="", where="x.ics")
        for given in (events, EVENTS)
    )
    assert shuffled == ordered
    assert len({one.id for one in shuffled[0]}) == len(shuffled[0])


def test_records_come_back_from_a_snapshot_as_they_were() -> None:
    for kind in ("talks", "teaching"):
        records, _ = read_calendar(calendar(*EVENTS).encode(), source="calendar:x", kind=kind, only="", where="x")
        snapshot = Snapshot(source="calendar:x", records=tuple(sorted(records, key=lambda one: one.id)))
        assert snapshot_from_text(snapshot_to_text(snapshot), "x") == snapshot


# Files


def test_a_file_of_the_site(tmp_path: Path) -> None:
    (tmp_path / "talks.ics").write_bytes(GOOGLE.encode())
    source: Source = CalendarSource(name="calendar:talks.ics", kind="talks", path="talks.ics", root=tmp_path)
    answer = source.fetch(None)
    assert (source.name, source.remote, len(answer.records), answer.requests) == ("calendar:talks.ics", False, 2, 0)


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "large.ics").write_bytes(b"x" * 5_000_001)
    (tmp_path / "folder.ics").mkdir()
    os.mkfifo(tmp_path / "pipe.ics")
    for name, words in (("none", "no such"), ("large", "5 MB"), ("folder", "is no file"), ("pipe", "is no file")):
        with pytest.raises(SourceError, match=words) as caught:
            CalendarSource(name="calendar:x", kind="talks", path=f"{name}.ics", root=tmp_path).fetch(None)
        assert (caught.value.where, caught.value.remedy != "") == (f"{name}.ics", True)


# Addresses, over real sockets


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    def google(request: Request) -> Response:
        if request.target != f"/calendar/ical/jane%40example.org/{SECRET}/basic.ics":
            return Response("Not Found", status=404)
        return Response(GOOGLE.replace("\n", "\r\n"), headers={"Content-Type": "text/calendar; charset=UTF-8"})

    with Web({HOST: google}) as web:
        for name, value in web.environment(tmp_path).items():
            monkeypatch.setenv(name, value)
        yield web


def remote(url: str = ADDRESS) -> CalendarSource:
    return CalendarSource(name="calendar:mine", kind="talks", url=url, timeout=5)


@pytest.mark.parametrize("scheme", ["https", "webcal", "WEBCALS"])
def test_an_address_is_asked_once_over_https(web: Web, scheme: str) -> None:
    source = remote(ADDRESS.replace("https", scheme))
    answer = source.fetch(None)
    assert [request.url for request in web.log] == [ADDRESS]
    assert web.log[0].headers["accept"].startswith("text/calendar")
    assert (source.remote, len(answer.records), answer.requests) == (True, 2, 1)


def test_a_login_page_a_missing_calendar_and_one_cut_off_are_errors_that_do_not_show_the_address(web: Web) -> None:
    bodies = (
        (Response("<!doctype html><title>Sign in</title>"), "web page"),
        (Response("", status=404), "HTTP 404"),
        (Response(GOOGLE[:-30]), "breaks off"),
        (truncated(GOOGLE), "."),
        (Response("", status=500), "."),
    )
    for body, words in bodies:
        web.inject(HOST, *(body,) * 5)
        with pytest.raises(SourceError, match=words) as caught:
            remote().fetch(None)
        assert SECRET not in str(caught.value)
        web._injected[HOST].clear()
    assert SECRET not in repr(remote())


def test_a_refusal_is_one(web: Web) -> None:
    web.inject(HOST, *(Response("", status=403),) * 3)
    with pytest.raises(RefusedError):
        remote().fetch(None)


def test_an_address_of_another_kind_is_refused_before_anything_is_asked(web: Web) -> None:
    for address in ("file:///etc/passwd", "ftp://example.org/a.ics", "talks"):
        with pytest.raises(SourceError, match="no address of a calendar"):
            remote(address).fetch(None)
    assert web.log == []


# Anything at all


lines = st.sampled_from(
    [line for line in GOOGLE.splitlines() if not line.startswith("ATTENDEE")]
    + ["RRULE:FREQ=WEEKLY;COUNT=3", "RECURRENCE-ID:20230426", "EXDATE:20230426T010000Z", "RDATE:20230710", "UID:a"]
    + ["DTSTART:99991231T235959Z", "DTSTART:00010101T000000Z", "DTEND:00010101", "DURATION:-P99999999D", "SEQUENCE:²"]
    + ["DURATION:P99999999999D", "RRULE:FREQ=YEARLY;BYMONTH=13;COUNT=9", "RRULE:UNTIL=x", "BEGIN:VCALENDAR", "END:X"]
    + ["DTSTART;TZID=../../etc/passwd:20230426T010000", "X-WR-TIMEZONE:../..", "X-WR-TIMEZONE:Asia", "END:VEVENT"]
    + [
        'CATEGORIES;X="',
        "ATTACH;FILENAME=\x00:http://[",
        "URL:http://[",
        "SUMMARY;;:x",
        "\x00",
        " folded",
        "CLASS:PRIVATE",
    ]
)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=150, deadline=None)
@given(st.lists(lines | st.text(max_size=40), max_size=40), st.booleans(), st.sampled_from(("", "talk", "(")))
def test_whatever_a_calendar_holds_only_a_source_error_comes_of_it(
    written: list[str], teaching: bool, only: str
) -> None:
    content = "\r\n".join(("BEGIN:VCALENDAR", "BEGIN:VEVENT", *written, "END:VEVENT", "END:VCALENDAR"))
    with suppress(SourceError):
        records, _ = read_calendar(
            content.encode("utf-8", "surrogatepass"),
            source="calendar:x",
            kind="teaching" if teaching else "talks",
            only=only,
            where="x.ics",
        )
        assert len({one.id for one in records}) == len(records)


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_whatever_octets_come_only_a_source_error_comes_of_them(content: bytes) -> None:
    with suppress(SourceError):
        read(content)
