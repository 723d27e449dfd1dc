"""Lists in two languages are taken for one only where their dates leave no doubt."""

from __future__ import annotations

from pubsync.pipeline.by_hand.languages import Told, ToldList, perhaps_one, side_by_side
from pubsync.records.course import CourseRecord
from pubsync.records.dates import PartialDate
from pubsync.records.talk import TalkRecord


def talks(page: str, language: str, *dated: tuple[str, int]) -> ToldList:
    told = (
        Told(TalkRecord(source=page, id=str(number), title=title, start=PartialDate(year)), f"{page}:{number}", title)
        for number, (title, year) in enumerate(dated)
    )
    return ToldList("talk", language, tuple(told))


def joined(*lists: ToldList) -> list[Told]:
    return side_by_side([told for one in lists for told in one.entries], lists)


def test_lists_of_the_same_dates_are_one_with_each_text_by_language() -> None:
    found = joined(
        talks("zh.md", "zh", ("茶", 2020), ("水", 2021)), talks("en.md", "en", ("Tea", 2020), ("Water", 2021))
    )
    assert [one.record.title for one in found] == ["Tea", "Water"]
    assert [(one.language, one.text) for one in found[0].record.translations] == [("en", "Tea"), ("zh", "茶")]
    assert found[0].where == "en.md:0, zh.md:0"


def test_other_dates_another_order_one_date_for_all_or_one_language_join_nothing() -> None:
    english = talks("en.md", "en", ("Tea", 2020), ("Water", 2021))
    assert len(joined(english, talks("zh.md", "zh", ("茶", 2020), ("水", 2019)))) == 4
    assert len(joined(english, talks("zh.md", "zh", ("水", 2021), ("茶", 2020)))) == 4
    assert len(joined(english, talks("more.md", "en", ("Cups", 2020), ("Pots", 2021)))) == 4
    alike = talks("en.md", "en", ("Tea", 2020), ("Water", 2020))
    assert len(joined(alike, talks("zh.md", "zh", ("茶", 2020), ("水", 2020)))) == 4


def test_courses_are_held_beside_each_other_by_their_terms() -> None:
    def course(page: str, title: str, *terms: str) -> Told:
        return Told(CourseRecord(source=page, id=title, title=title, terms=terms), page, title)

    english = ToldList("course", "en", (course("e", "Tea", "Fall 2020"), course("e", "Water", "Spring 2021")))
    chinese = ToldList("course", "zh", (course("z", "茶", "2020年秋"), course("z", "水", "2021年春")))
    assert [one.record.title for one in joined(english, chinese)] == ["Tea", "Water"]


def test_the_only_talk_of_a_month_in_the_other_script_is_perhaps_the_same_one() -> None:
    def of(title: str, *date: int) -> Told:
        return Told(TalkRecord(source="page:a.md", id=title, title=title, start=PartialDate(*date)), "a.md", title)

    tea, cha = of("On tea", 2024, 12, 10), of("论茶", 2024, 12)
    found = perhaps_one([tea, cha, of("On water", 2023), of("论水", 2023), of("On pots", 2022, 5)])
    assert found == {tea.record.record_id: cha, cha.record.record_id: tea}
    assert perhaps_one([tea, cha, of("On milk", 2024, 12, 11)]) == {}
