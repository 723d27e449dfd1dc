"""The names of terms: how people write them, when they begin, and what they are called in English and Chinese."""

from __future__ import annotations

_WRITTEN = {
    "spring": "spring spr sp frühjahr frühling frühjahrssemester frühlingssemester fs printemps 春 春夏",
    "summer": "summer sum su sommer sommersemester sose ss été 夏 暑期 暑假 小学期 短学期",
    "fall": "fall fa f autumn aut herbst herbstsemester hs automne 秋 秋冬",
    "winter": "winter win wi w hiver 冬",
    "ws": "ws wise wintersemester",
    "michaelmas": "michaelmas mich mt 米迦勒",
    "hilary": "hilary 希拉里",
    "lent": "lent 四旬斋",
    "easter": "easter 复活节",
    "trinity": "trinity tt 三一",
}
NAMES = {written: name for name, spellings in _WRITTEN.items() for written in spellings.split()}
"""By how it is written, in lower case; ``ws`` is the winter of an academic year."""

NUMBERS = {
    **{number: int(number) for number in "1234"},
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
}

BEGINS = {
    "winter": 1,
    "spring": 3,
    "summer": 6,
    "fall": 9,
    "hilary": 1,
    "lent": 1,
    "easter": 4,
    "trinity": 4,
    "michaelmas": 10,
    "s1": 2,
    "s2": 7,
    "s3": 11,
    "t1": 2,
    "t2": 5,
    "t3": 9,
    "t4": 11,
    "q1": 1,
    "q2": 4,
    "q3": 7,
    "q4": 10,
}
"""The month, as terms of a calendar year usually do; seasons as academicpages dates its examples."""
BEGINS_IN_SPAN = {
    "winter": 10,
    "t1": 9,
    "t2": 1,
    "t3": 4,
    "t4": 6,
    "q1": 9,
    "q2": 11,
    "q3": 1,
    "q4": 4,
}
"""The month, where a term is named by an academic year; before August it lies in the second calendar year."""

ENGLISH = {
    name: name.capitalize()
    for name in ("spring", "summer", "fall", "winter", "michaelmas", "hilary", "lent", "easter", "trinity")
}
CHINESE = {
    "spring": "春季",
    "summer": "夏季",
    "fall": "秋季",
    "winter": "冬季",
    "michaelmas": "米迦勒学期",
    "hilary": "希拉里学期",
    "lent": "四旬斋学期",
    "easter": "复活节学期",
    "trinity": "三一学期",
}
NUMBERED_IN_CHINESE = {"s": "学期", "t": "学段", "q": "季度"}
