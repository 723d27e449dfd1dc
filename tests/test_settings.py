from __future__ import annotations

import json
from pathlib import Path

import pytest

from pubsync.errors import SettingsError
from pubsync.settings import load_settings, parse_settings, schema

ROOT = Path(__file__).resolve().parent.parent
LEAST = "people: [{name: Ann Lee}]\noutputs: [{kind: page}]\n"


def problem(text: str) -> str:
    with pytest.raises(SettingsError) as caught:
        parse_settings(text, "pubsync.yaml")
    assert caught.value.exit_code == 2
    assert caught.value.remedy
    return str(caught.value)


def test_people_and_one_output_are_enough() -> None:
    settings = parse_settings(LEAST, "pubsync.yaml")
    assert settings.person.name == "Ann Lee"
    assert (settings.publications.group_by, settings.publications.style, settings.stale_after) == ("year", "apa", 30)


def test_sources_have_unique_names_that_begin_with_their_kind() -> None:
    text = LEAST + "sources:\n  - bibtex: a.bib\n  - scholar: rme-IWIAAAAJ\n  - {bibtex: b/*.bib, name: old}\n"
    assert [one.unique_name for one in parse_settings(text, "x").sources] == [
        "bibtex:a.bib",
        "scholar:rme-IWIAAAAJ",
        "bibtex:old",
    ]


def test_scholar_takes_options() -> None:
    text = LEAST + "sources:\n  - scholar: {id: rme-IWIAAAAJ, pages: all, details: 10}\n"
    options = parse_settings(text, "x").sources[0].scholar_options()
    assert (options.id, options.pages, options.details) == ("rme-IWIAAAAJ", "all", 10)


def test_an_address_goes_into_a_name_without_its_query() -> None:
    text = LEAST + "sources:\n  - bibtex: https://example.org/a.bib?key=secret#top\n"
    assert parse_settings(text, "x").sources[0].unique_name == "bibtex:https://example.org/a.bib"


def test_no_is_a_text_as_in_yaml_1_2() -> None:
    assert parse_settings("people: [{name: no}]\noutputs: [{kind: page}]\n", "x").person.name == "no"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("people: [{name: A}]\noutputs:\n  - kind: academicpage\n", 3, "did you mean academicpages?"),
        ("people: [{name: A}]\noutput: []\n", 2, "did you mean outputs?"),
        (LEAST + "publication: {}\n", 3, "did you mean publications?"),
        (LEAST + "sources:\n  - scholar: {id: rme-IWIAAAAJ, page: all}\n", 4, "did you mean pages?"),
        (LEAST + "sources:\n  - scholr: x\n", 4, "did you mean scholar?"),
        (LEAST + "sources:\n  - bibtex:a.bib\n", 4, "write bibtex: a.bib, with a blank after the colon"),
        (LEAST + "sources:\n  - a.bib\n", 4, "should be a key and its value"),
        (LEAST + "sources:\n  - scholar: x\n", 4, "12 characters after user="),
        (LEAST + "sources:\n  - {scholar: rme-IWIAAAAJ, bibtex: a.bib}\n", 4, "exactly one kind"),
        (LEAST + "sources:\n  - bibtex: a.bib\n  - bibtex: a.bib\n", 5, "two sources are called bibtex:a.bib"),
        (LEAST + "sources:\n  - {bibtex: a.bib, name: 'a#b'}\n", 4, "can't hold #"),
        ("people: [{name: A}]\noutputs:\n  - kind: page\n  - kind: page\n", 4, "two outputs write publications.html"),
        (LEAST + "talks:\n  - {calender: a.ics}\n", 4, "did you mean calendar?"),
        (LEAST + "talks:\n  - ../a.yaml\n", 4, "within the site's folder"),
        (LEAST + "sources:\n  - scholar: {pages: all}\n", 4, "needs an id: or a file:"),
        (LEAST + "sources:\n  - {orcid: 0000-0002-1825-0097, dblp: 1/1}\n", 4, "exactly one kind"),
        (LEAST + "enrich: [crosref]\n", 3, "did you mean crossref?"),
        (LEAST + "stale_after: soon\n", 3, "number of days"),
        (LEAST + "contact: ann.example\n", 3, "contact: should be an e-mail address, such as you@example.edu"),
        (LEAST + "contact: Ann <ann@example.edu>\n", 3, "should be an e-mail address"),
        (LEAST + "publications: {group_by: yaer}\n", 3, "did you mean year?"),
        (LEAST + "publications: {marks: {equals: '*'}}\n", 3, "did you mean equal?"),
        (LEAST + "publications: {marks: {equal: '<b>'}}\n", 3, "up to three of the signs"),
        (LEAST + "publications: {marks: {equal: '****'}}\n", 3, "up to three of the signs"),
        (LEAST + "publications: {marks: {corresponding: a}}\n", 3, "up to three of the signs"),
        (LEAST + "publications: {marks: {equal: '†', corresponding: '†'}}\n", 3, "two signs"),
        ("people: [{name: A}]\noutputs: [{kind: page, path: /etc/x}]\n", 2, "within the site's folder"),
        ("people: [{name: A}]\noutputs: [{kind: page, path: ../x}]\n", 2, "within the site's folder"),
        ("people: A\noutputs: [{kind: page}]\n", 1, "should be a list"),
        ("people: [{name: A, from: 2022, until: 2021-09}]\n", 1, "A leaves (2021-09) before they come (2022)"),
        ("people: []\noutputs: [{kind: page}]\n", 1, "people"),
        ("people: [{name: ''}]\noutputs: [{kind: page}]\n", 1, "people.1.name"),
        ("people: [\n", 2, "not valid YAML"),
        ("people：\n  - name: A\noutputs: [{kind: page}]\n", 1, "write people: with a blank"),
        ("people:\n  - name：A\noutputs: [{kind: page}]\n", 2, "write name: A, with a blank after the colon"),
        ("people:\n  - name: A\n    aliases：[甲]\noutputs: [{kind: page}]\n", 3, "write aliases: with a blank"),
        ("people: [{name: A, aliases: ['陈静，J. Chen']}]\noutputs: [{kind: page}]\n", 1, "aliases: [陈静, J. Chen]"),
        ("people: [{name: A}]\npeople: []\n", 2, "not valid YAML"),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_the_way_out(text: str, line: int, words: str) -> None:
    message = problem(text)
    assert words in message
    assert message.startswith(f"pubsync.yaml:{line}: ")


def test_one_entry_does_where_a_list_may_stand_and_a_bare_key_is_an_empty_one() -> None:
    settings = parse_settings(
        "people: [{name: Wei Li, aliases: 李伟}]\noutputs: [{kind: page}]\nenrich: crossref\n"
        "sources: {bibtex: a.bib}\ntalks: talks.yaml\nteaching:\npublications: {exclude: {type: patent}}\n",
        "x",
    )
    assert settings.person.aliases == ("李伟",)
    assert settings.enrich == ("crossref",)
    assert settings.sources[0].bibtex == "a.bib"
    assert (settings.talks, settings.teaching) == (("talks.yaml",), ())
    assert settings.publications.exclude.type == ("patent",)


@pytest.mark.parametrize("text", ["", "- a\n", "just words\n"])
def test_a_file_of_another_shape_is_refused(text: str) -> None:
    assert "should hold settings" in problem(text)


def test_a_missing_file_says_where_to_run(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="run pubsync in the folder of your site"):
        load_settings(tmp_path)
    (tmp_path / "pubsync.yaml").write_text(LEAST, encoding="utf-8")
    (tmp_path / "_pages").mkdir()
    with pytest.raises(SettingsError, match="there is one in") as caught:
        load_settings(tmp_path / "_pages")
    assert f"run pubsync there, or give --site {tmp_path}" in str(caught.value)


def test_within_a_site_its_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "pubsync.yaml").write_text(LEAST, encoding="utf-8")
    (tmp_path / "zh").mkdir()
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path / "zh")
    assert str(tmp_path) in caught.value.remedy


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "pubsync.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="UTF-8"):
        load_settings(tmp_path)


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "pubsync.yaml").write_bytes(b"\xef\xbb\xbf" + LEAST.encode())
    assert load_settings(tmp_path).settings.person.name == "Ann Lee"


def test_the_shipped_schema_is_that_of_the_settings() -> None:
    shipped = json.loads((ROOT / "config" / "pubsync.schema.json").read_text(encoding="utf-8"))
    assert shipped == schema()


def test_the_shipped_example_is_valid() -> None:
    assert load_settings(ROOT / "config" / "example").settings.person.name == "Weizhen Qi"


@pytest.mark.parametrize(
    ("source", "output"),
    [
        ("{bibtex: publications-all.bib}", "{kind: bibtex}"),
        ("{scholar: {file: google_scholar_crawler/results/gs_data.json}}", "{kind: acad-homepage}"),
        ("{scholar: {file: stats/gs_data.json}}", "{kind: acad-homepage, folder: stats}"),
    ],
)
def test_what_is_a_source_is_no_output(source: str, output: str) -> None:
    text = f"people: [{{name: A B}}]\nsources: [{source}]\noutputs:\n  - {output}\n"
    with pytest.raises(SettingsError, match="is a source, and an output would write into it") as caught:
        parse_settings(text, "pubsync.yaml")
    assert caught.value.where == "pubsync.yaml:4"
    assert "another path: or folder:" in caught.value.remedy


def test_al_folios_bibliography_may_be_both() -> None:
    text = "people: [{name: A B}]\nsources: [{bibtex: _bibliography/papers.bib}]\noutputs: [{kind: al-folio}]\n"
    assert parse_settings(text, "pubsync.yaml").outputs[0].file == "_bibliography/papers.bib"


@pytest.mark.parametrize(
    ("written", "signs"),
    [
        ("{}", "*†"),
        ("{corresponding: '*'}", "†*"),
        ("{equal: †}", "†*"),
        ("{equal: ‡}", "‡†"),
        ("{corresponding: ✉}", "*✉"),
        ("{equal: '#', corresponding: '*'}", "#*"),
    ],
)
def test_two_roles_never_share_a_sign(written: str, signs: str) -> None:
    marks = parse_settings(f"{LEAST}publications: {{marks: {written}}}\n", "pubsync.yaml").publications.marks.signs
    assert marks["equal"] + marks["corresponding"] == signs


def test_a_schedule_and_its_jitter_are_as_in_a_crontab_and_in_minutes() -> None:
    settings = parse_settings(LEAST + 'schedule: "15 3 * * *"\njitter: 40 minutes\n', "x")
    assert (settings.schedule, settings.jitter) == ("15 3 * * *", 40)
    plain = parse_settings(LEAST + "jitter: 0\n", "x")
    assert (plain.schedule, plain.jitter) == ("", 0)
    assert parse_settings(LEAST + "schedule: 0 4 * * mon-fri\n", "x").jitter == 15


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('schedule: "15 3 * * 8"', "schedule: the weekday '8' should be 0 to 7"),
        ("schedule: 3", "schedule: should be a valid string"),
        ("schedule: nightly", 'as in a crontab, such as "15 3 * * *"'),
        ("shedule: x", "did you mean schedule?"),
        ("jitter: a while", "number of minutes up to 720"),
        ("jitter: 721", "number of minutes up to 720"),
        ("jitter: -1", "number of minutes up to 720"),
    ],
)
def test_a_schedule_that_cron_would_not_know_is_named_with_its_line(line: str, words: str) -> None:
    message = problem(f"{LEAST}{line}\n")
    assert words in message
    assert message.startswith("pubsync.yaml:3: ")


def test_a_member_may_join_and_leave_in_one_year_and_outputs_may_be_left_out() -> None:
    settings = parse_settings("people: [{name: A, from: 2022-09, until: 2022}]\n", "x")
    assert (settings.person.since, settings.outputs) == ("2022-09", ())
