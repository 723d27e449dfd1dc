"""``doctor``: each fault is told for what it is, where it is, with what mends it; a site without faults is told so."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pubsync.errors import SourceError
from pubsync.pipeline.checking import Finding, examine, exit_code, finding_lines
from pubsync.pipeline.checking.sources import way_of
from pubsync.pipeline.memory import Memory
from pubsync.publish import lock
from pubsync.schedule.installation import NOT_KNOWN
from pubsync.sources.http import RefusedError
from pubsync.state import RunRecord, load_state, save_state, state_folder
from tests.fakes.web import Answer, Bytes, Reset, Response, Web, given_up
from tests.pipeline.nights import NOW, ORCID, Crossref, Orcid, crossref_work, make_site
from tests.pipeline.runs import BANG, edit, sync, tree

ORCID_HOST, CROSSREF_HOST, SCHOLAR_HOST = "pub.orcid.org", "api.crossref.org", "scholar.google.com"


def wrong(found: tuple[Finding, ...]) -> list[Finding]:
    return [one for one in found if one.state == "wrong"]


def look(site: Path, **options: Any) -> tuple[Finding, ...]:
    return examine(site, **{"offline": True, "now": NOW, **options})


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    from pubsync.sources.http import Http  # noqa: PLC0415 - a fixture

    defaults = Http.__init__.__kwdefaults__
    if defaults is not None:
        monkeypatch.setitem(defaults, "retry_after_failure", 0)


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    with Web() as played:
        for name, value in played.environment(tmp_path).items():
            monkeypatch.setenv(name, value)
        yield played


# A site that is well


def test_a_site_that_is_well_is_told_so_and_nothing_is_written(synced: Path) -> None:
    before = tree(synced)
    found = look(synced)
    assert wrong(found) == []
    assert exit_code(found) == 0
    assert list(finding_lines(found))[-1] == "Nothing is wrong."
    assert {one.section for one in found} >= {"settings", "site", "library", "sources", "machine", "clock", "hidden"}
    assert tree(synced) == before


def test_every_fault_names_what_mends_it(synced: Path) -> None:
    (synced / "_pubsync" / "library.json").write_text("<<<<<<< HEAD\n", encoding="utf-8")
    (synced / ".gitignore").write_text("_pubsync\n", encoding="utf-8")
    edit(synced / "pubsync.yaml", "talks: [talks.yaml]", "talks: [talks.yaml]\ntemplates: nowhere")
    found = wrong(look(synced))
    assert {one.section for one in found} == {"library", "hidden", "templates"}
    assert all(one.remedy for one in found)


# Settings and templates


def test_without_settings_init_is_named_and_the_rest_is_looked_at(tmp_path: Path) -> None:
    found = look(tmp_path)
    (one,) = wrong(found)
    assert (one.section, one.remedy) == ("settings", "pubsync init")
    assert exit_code(found) == 2
    assert any(finding.section == "machine" for finding in found)


@pytest.mark.parametrize(
    ("old", "new", "words", "line"),
    [
        ("scholar: rme-IWIAAAAJ", "scholr: rme-IWIAAAAJ", "did you mean scholar?", 11),
        ("  - scholar: rme-IWIAAAAJ", "  - orcid: 0000-0002-1825-0098", "has a wrong digit", 0),
        ("  - scholar: rme-IWIAAAAJ", "  - scholar: {id: rme-IWIAAAAJ, through: serpapi}", "SERPAPI_API_KEY", 0),
        ("people:", "people: [", "not valid YAML", 0),
    ],
)
def test_settings_that_cannot_be_used_are_told_with_what_mends_them(
    site: Path, old: str, new: str, words: str, line: int
) -> None:
    edit(site / "pubsync.yaml", old, new)
    found = look(site)
    told = [one for one in wrong(found) if one.section == "settings"]
    assert told
    assert words in " ".join(one.line for one in told)
    assert not line or f"pubsync.yaml:{line}" in told[0].where
    assert exit_code(found) == 2


def test_a_persons_own_templates_are_read(site: Path) -> None:
    edit(site / "pubsync.yaml", "talks: [talks.yaml]", "talks: [talks.yaml]\ntemplates: mine")
    folder = site / "mine" / "region"
    folder.mkdir(parents=True)
    (folder / "talk.md.j2").write_text("- {{ talk.title }\n", encoding="utf-8")
    (folder / "publicaton.md.j2").write_text("- x\n", encoding="utf-8")
    found = [one for one in look(site) if one.section == "templates"]
    (syntax,) = [one for one in found if one.state == "wrong"]
    (spelling,) = [one for one in found if one.state == "note"]
    assert syntax.where == "mine/region/talk.md.j2:1"
    assert (spelling.where, "region/publication.md.j2" in spelling.remedy) == ("mine/region/publicaton.md.j2", True)


def test_an_output_for_another_kind_of_site_is_told(site: Path) -> None:
    edit(site / "pubsync.yaml", "kind: academicpages", "kind: hugo-blox")
    (one,) = [one for one in wrong(look(site)) if one.section == "site"]
    assert "this is an academicpages site" in one.what
    assert one.remedy == "write kind: academicpages"


# Sources


@pytest.fixture
def asking(tmp_path: Path) -> Path:
    """A site with a .bib file and an ORCID iD."""
    return make_site(tmp_path, f"sources: [{{bibtex: publications.bib}}, {{orcid: {ORCID}}}]\n")


def of_orcid(found: tuple[Finding, ...]) -> Finding:
    (one,) = [one for one in found if one.section == "sources" and "orcid:" in one.what]
    return one


def test_a_source_that_answers_is_asked_through_the_proxy_of_the_environment(asking: Path, web: Web) -> None:
    web.hosts[ORCID_HOST] = Orcid("On seeing and not seeing")
    found = look(asking, offline=False)
    assert of_orcid(found).state == "well"
    assert wrong(found) == []
    assert web.connects
    assert set(web.connects) == {f"{ORCID_HOST}:443"}


def test_a_source_has_a_proxy_of_its_own(tmp_path: Path, web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    site = make_site(tmp_path, f"sources: [{{bibtex: publications.bib}}, {{orcid: {ORCID}, proxy: '{web.proxy}'}}]\n")
    web.hosts[ORCID_HOST] = Orcid("On seeing and not seeing")
    assert of_orcid(look(site, offline=False)).state == "well"


@pytest.mark.parametrize("status", [401, 403, 429, 503])
def test_a_refusal_is_told_from_a_failure_and_remembered(asking: Path, web: Web, status: int) -> None:
    web.hosts[ORCID_HOST] = lambda _: Response("no", status=status, headers={"Retry-After": "9000"})
    found = look(asking, offline=False)
    one = of_orcid(found)
    assert (one.state, "refused:" in one.what, "unreachable" in one.what) == ("wrong", True, False)
    assert one.remedy
    assert exit_code(found) == 1
    asked = len(web.asked(ORCID_HOST))
    again = of_orcid(look(asking, offline=False))
    assert (again.state, "is left alone until" in again.what) == ("note", True)
    assert len(web.asked(ORCID_HOST)) == asked


@pytest.mark.parametrize("fault", [Reset(), Bytes(b"")], ids=["reset", "cut"])
def test_a_connection_that_breaks_is_unreachable_not_refused(asking: Path, web: Web, fault: Answer) -> None:
    web.inject(ORCID_HOST, *given_up(fault))
    one = of_orcid(look(asking, offline=False))
    assert (one.state, "unreachable:" in one.what, "refused" in one.what) == ("wrong", True, False)


def test_a_proxy_where_nothing_listens_is_named(asking: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "http://jane:secret@127.0.0.1:9")
    found = look(asking, offline=False)
    one = of_orcid(found)
    assert "unreachable:" in one.what
    assert "HTTPS_PROXY" in one.remedy
    (proxy,) = [one for one in found if one.section == "machine" and "https" in one.what]
    assert "127.0.0.1:9" in proxy.what
    assert "secret" not in " ".join(one.line for one in found)


def test_sources_that_no_way_leads_to_are_one_thing_that_is_wrong(
    tmp_path: Path, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    site = make_site(tmp_path, f"sources: [{{bibtex: publications.bib}}, {{orcid: {ORCID}}}]\nenrich: [crossref]\n")
    sync(site)
    found = look(site, offline=False)
    (one,) = [one for one in wrong(found) if one.section == "sources"]
    assert one.what.startswith("2 sources are unreachable: orcid:")
    assert "enrich: crossref: " in one.what
    assert list(finding_lines(found))[-1].startswith("1 thing is wrong")
    assert web.log == []


@pytest.mark.parametrize("flaw", ["expired", "stranger", "name"])
def test_a_certificate_that_cannot_be_trusted_is_unreachable_with_the_reason(asking: Path, web: Web, flaw: str) -> None:
    web.flaws[ORCID_HOST] = flaw
    one = of_orcid(look(asking, offline=False))
    assert "unreachable:" in one.what
    assert "certificate" in one.what
    assert ("clock" in one.remedy) == (flaw == "expired")


def test_an_answer_that_is_none_is_neither_refused_nor_unreachable(asking: Path, web: Web) -> None:
    web.hosts[ORCID_HOST] = lambda _: Response("<p>we moved", headers={"Content-Type": "text/html"})
    one = of_orcid(look(asking, offline=False))
    assert "no usable answer:" in one.what


def test_scholar_is_asked_once_and_its_refusal_is_one(site: Path, web: Web) -> None:
    web.hosts[SCHOLAR_HOST] = lambda _: Response("no", status=429)
    found = look(site, offline=False)
    (one,) = [one for one in wrong(found) if "scholar:" in one.what]
    assert "refused:" in one.what
    assert len(web.asked(SCHOLAR_HOST)) == 1


def test_an_enricher_is_asked_about_one_known_work(tmp_path: Path, web: Web) -> None:
    site = make_site(tmp_path, "enrich: [crossref]\n")
    sync(site)
    web.hosts[CROSSREF_HOST] = Crossref([crossref_work("10.5555/jv.2020.1", "On seeing", [("Jane", "Doe")])])
    assert any("enrich: crossref: answers" in one.what for one in look(site, offline=False))
    web.hosts[CROSSREF_HOST] = lambda _: Response("no", status=403)
    (one,) = wrong(look(site, offline=False))
    assert "enrich: crossref: refused:" in one.what


def test_a_source_file_that_is_gone_is_told_and_offline_asks_no_one(asking: Path, web: Web) -> None:
    (asking / "publications.bib").unlink()
    found = look(asking)
    assert any("publications.bib" in one.line and "no such file" in one.line for one in wrong(found))
    assert web.log == []


@pytest.mark.parametrize(
    ("error", "way"),
    [
        (RefusedError("x", status=429, retry_after=None, where="a"), "refused"),
        (SourceError("a.org can't be reached: nothing listens there"), "unreachable"),
        (SourceError("a.org gave no whole answer within 20 seconds"), "unreachable"),
        (SourceError("answered with something that is no JSON"), "no usable answer"),
    ],
)
def test_failures_are_told_apart(error: SourceError, way: str) -> None:
    assert way_of(error) == way


# This machine


@pytest.mark.parametrize("year", [1970, 2001])
def test_a_clock_from_before_there_was_a_pubsync_is_wrong(synced: Path, year: int) -> None:
    (one,) = [one for one in wrong(look(synced, now=dt.datetime(year, 1, 1, tzinfo=dt.UTC))) if one.section == "clock"]
    assert one.remedy


def test_a_clock_behind_the_last_run_is_wrong(synced: Path) -> None:
    run = RunRecord(started="2027-01-01T00:00:00+00:00", finished="2027-01-01T00:00:00+00:00", exit_code=0)
    save_state(synced, load_state(synced).__class__(last_run=run))
    assert [one.section for one in wrong(look(synced))] == ["clock"]


def test_a_snapshot_from_the_future_tells_of_a_wrong_clock(synced: Path) -> None:
    path = next((synced / "_pubsync" / "snapshots").glob("bibtex-*.json"))
    path.write_text(path.read_text(encoding="utf-8").replace('"2026-11-23"', '"2031-01-01"'), encoding="utf-8")
    assert "clock" in [one.section for one in wrong(look(synced))]


def test_what_cannot_be_written_is_named(synced: Path) -> None:
    (synced / BANG).chmod(0o444)
    (one,) = wrong(look(synced))
    assert (one.section, BANG in one.what, one.remedy) == ("permissions", True, f"chmod u+w {BANG}")
    (synced / BANG).chmod(0o644)
    (synced / "_pubsync" / "base").chmod(0o555)
    (one,) = wrong(look(synced))
    (synced / "_pubsync" / "base").chmod(0o755)
    assert one.where.endswith("_pubsync/base")


def test_a_link_that_leads_out_of_the_site_is_told(synced: Path, tmp_path: Path) -> None:
    content = (synced / BANG).read_bytes()
    (synced / BANG).unlink()
    (tmp_path / "elsewhere.md").write_bytes(content)
    (synced / BANG).symlink_to(tmp_path / "elsewhere.md")
    assert any(one.section == "permissions" and one.where == BANG for one in wrong(look(synced)))


def test_a_run_at_work_is_a_note_and_a_killed_one_a_fault(synced: Path) -> None:
    with lock(synced, state_folder(synced)):
        found = look(synced)
        assert any(one.state == "note" and "another run" in one.what for one in found)
    (synced / "_pubsync" / ".journal").mkdir()
    assert any("was killed" in one.what and "pubsync sync" in one.remedy for one in wrong(look(synced)))


def test_a_folder_of_the_machines_own_that_cannot_be_made_is_told(
    synced: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    monkeypatch.setenv("PUBSYNC_CACHE_HOME", str(tmp_path / "file" / "cache"))
    (one,) = [one for one in wrong(look(synced)) if one.section == "permissions"]
    assert "PUBSYNC_CACHE_HOME" in one.remedy


# The site


def damaged_marker(site: Path) -> None:
    edit(site / "_pages/about.md", "<!-- pubsync:end -->", "<!-- pubsync:ende -->", last=True)


def two_copies(site: Path) -> None:
    (site / "_pubsync" / "library.json").write_text("{", encoding="utf-8")


def bad_decision(site: Path) -> None:
    (site / "_pubsync" / "curation.yaml").write_text("# mine\n- hid: [a]\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("damage", "section", "where"),
    [
        (damaged_marker, "site", "_pages/about.md:"),
        (two_copies, "library", "_pubsync/library.json"),
        (bad_decision, "library", "_pubsync/curation.yaml:2"),
    ],
)
def test_damage_is_told_with_file_and_line(
    synced: Path, damage: Callable[[Path], None], section: str, where: str
) -> None:
    damage(synced)
    (one,) = wrong(look(synced))
    assert one.section == section
    assert one.where.startswith(where)
    assert one.remedy


def test_a_page_in_a_merge_conflict_is_told_before_anything_else_of_it(synced: Path) -> None:
    text = (synced / BANG).read_text(encoding="utf-8")
    (synced / BANG).write_text(text.replace("venue:", "<<<<<<< HEAD\nvenue:", 1), encoding="utf-8")
    found = [one for one in wrong(look(synced)) if "merge conflict" in one.what]
    (line,) = [number for number, one in enumerate(text.splitlines(), start=1) if one.startswith("venue:")]
    assert [one.where for one in found] == [f"{BANG}:{line}"]


def test_a_lost_ledger_names_the_command_that_restores_it(synced: Path) -> None:
    (synced / "_pubsync" / "library.json").unlink()
    (one,) = wrong(look(synced))
    assert one.remedy.startswith("pubsync doctor --rebuild")


def test_what_would_change_and_what_waits_are_notes(site: Path) -> None:
    found = look(site)
    assert any(one.state == "note" and one.remedy == "pubsync sync" for one in found)
    assert wrong(found) == []


def test_a_bad_entry_in_a_bib_is_a_note_with_its_line(synced: Path) -> None:
    assert any(one.state == "note" and "publications.bib:" in one.what for one in look(synced))


def test_an_upcoming_talk_that_jekyll_hides_is_told(synced: Path) -> None:
    edit(synced / "_config.yml", "future: true", "future: false")
    edit(synced / "talks.yaml", "date: 2023-04-26", "date: 2027-04-26")
    sync(synced)
    (one,) = wrong(look(synced))
    assert one.section == "hidden"
    assert "future: true" in one.remedy


# Exit codes


def finding(section: str, state: Any = "wrong") -> Finding:
    return Finding(section=section, state=state, what="x")


@pytest.mark.parametrize(
    ("sections", "code"),
    [([], 0), (["sources"], 1), (["settings", "sources"], 2), (["hidden"], 1)],
)
def test_the_exit_code_tells_what_kind_of_fault_there_is(sections: list[str], code: int) -> None:
    assert exit_code([finding("machine", "note"), *map(finding, sections)]) == code


def test_nothing_found_holds_a_key(asking: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENALEX_API_KEY", "very-secret")
    edit(asking / "pubsync.yaml", "{bibtex: publications.bib}", "{bibtex: publications.bib}, {openalex: A5023888391}")
    assert "very-secret" not in json.dumps([one.line for one in look(asking)])


def test_a_memory_that_was_set_aside_is_a_note(synced: Path) -> None:
    file = state_folder(synced) / "state.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("{", encoding="utf-8")
    assert any(one.section == "machine" and "set aside" in one.what for one in look(synced))
    assert Memory.load(synced, NOW).state.remarks == ()


def test_an_output_for_the_labs_template_that_nothing_reads_is_told(tmp_path: Path) -> None:
    settings = "people: [{name: Jane Doe}]\noutputs: [{kind: lab-website}]\nsources: [{bibtex: a.bib}]\n"
    (tmp_path / "pubsync.yaml").write_text(settings, encoding="utf-8")
    (tmp_path / "a.bib").write_text("@article{a, title={Tides}, author={Doe, Jane}, year={2022}}\n", encoding="utf-8")
    unread = "nothing here reads the output lab-website"
    assert any(one.what.startswith(unread) for one in examine(tmp_path, offline=True))
    (tmp_path / "_cite").mkdir()
    assert not any(one.what.startswith(unread) for one in examine(tmp_path, offline=True))


def test_a_workflow_that_cannot_do_what_it_is_for_is_told(tmp_path: Path) -> None:
    settings = "people: [{name: Jane Doe}]\noutputs: [{kind: page}]\nsources: [{bibtex: a.bib}]\n"
    (tmp_path / "pubsync.yaml").write_text(settings, encoding="utf-8")
    (tmp_path / "a.bib").write_text("@article{a, title={Tides}, author={Doe, Jane}, year={2022}}\n", encoding="utf-8")
    workflows = tmp_path / ".github" / "workflows"
    workflows.mkdir(parents=True)
    deploy = "on: push\njobs: {a: {steps: [{uses: actions/deploy-pages@v4}]}}\n"
    (workflows / "deploy.yml").write_text(deploy, encoding="utf-8")
    nightly = f'run: pip install "{NOT_KNOWN}"\nrun: pubsync ci\nrun: gh workflow run deploy.yml --ref main\n'
    (workflows / "pubsync.yml").write_text(nightly, encoding="utf-8")
    told = [one.what for one in examine(tmp_path, offline=True) if one.where == ".github/workflows/pubsync.yml"]
    assert told == ["it can't install pubsync from ADDRESS-OF-ITS-REPOSITORY", "it can't start deploy.yml"]
    (workflows / "deploy.yml").write_text(deploy.replace("on: push", "on: [push, workflow_dispatch]"), encoding="utf-8")
    (workflows / "pubsync.yml").write_text(nightly.replace(NOT_KNOWN, "pubsync==1.0"), encoding="utf-8")
    assert not any(one.where == ".github/workflows/pubsync.yml" for one in examine(tmp_path, offline=True))
