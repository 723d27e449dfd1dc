"""Other kinds of sites than academicpages, as whole runs; and going over from one kind to another."""

from __future__ import annotations

from pathlib import Path

import pytest

from pubsync.errors import AskPersonError
from pubsync.sites.frontmatter import parse
from tests.pipeline.runs import BANG, edit, pages, sync, tree


def with_outputs(site: Path, outputs: str) -> Path:
    settings = site / "pubsync.yaml"
    text = settings.read_text(encoding="utf-8")
    start, end = text.index("outputs:"), text.index("\npublications:")
    settings.write_text(f"{text[:start]}outputs:\n{outputs}{text[end:]}", encoding="utf-8")
    return site


@pytest.fixture
def hugo(site: Path) -> Path:
    (site / "content" / "publications").mkdir(parents=True)
    (site / "content" / "events").mkdir()
    return with_outputs(site, "  - kind: hugo-blox\n")


def bundles(site: Path) -> list[Path]:
    return sorted((site / "content" / "publications").glob("*/index.md"))


def test_a_hugo_blox_site_gets_a_bundle_for_each_work_and_talk_and_a_second_sync_writes_nothing(hugo: Path) -> None:
    outcome = sync(hugo)
    assert len(bundles(hugo)) == outcome.report.totals["work"] == 10
    assert all((path.parent / "cite.bib").is_file() for path in bundles(hugo))
    assert len(list((hugo / "content" / "events").glob("*/index.md"))) == 1
    assert pages(sync(hugo)) == []


def test_an_edit_in_a_bundle_stays_and_a_field_of_the_persons_own_in_its_bib_too(hugo: Path) -> None:
    sync(hugo)
    path = next(one for one in bundles(hugo) if "bang" in one.parent.name)
    edit(path, "BANG: Bridging", "Our BANG: Bridging")
    edit(path.parent / "cite.bib", "}\n", "},\n  mine = {word},\n", last=True)
    sync(hugo)
    assert "Our BANG: Bridging" in path.read_text(encoding="utf-8")
    assert "mine = {word}" in (path.parent / "cite.bib").read_text(encoding="utf-8")
    assert pages(sync(hugo)) == []


def test_a_bundle_whose_work_is_gone_goes_with_what_was_put_beside_it(hugo: Path) -> None:
    from pubsync.pipeline.deciding import decide, simple  # noqa: PLC0415 - this test alone

    sync(hugo)
    path = next(one for one in bundles(hugo) if "bang" in one.parent.name)
    decide(hugo, lambda ledger: simple("hide")(ledger, ["qi2021bang"]))
    sync(hugo)
    assert not path.exists()
    assert not (path.parent / "cite.bib").exists()


def test_going_over_to_another_kind_carries_addresses_and_edits_and_removes_old_files_only_on_consent(
    synced: Path,
) -> None:
    front = parse((synced / BANG).read_bytes(), BANG)
    assert front
    address = str(front.values["permalink"])
    edit(synced / BANG, "BANG: Bridging", "Our BANG: Bridging")
    sync(synced)
    (synced / "content" / "publications").mkdir(parents=True)
    with_outputs(synced, "  - kind: hugo-blox\n")

    outcome = sync(synced)
    (bundle,) = (one for one in bundles(synced) if "bang" in one.parent.name)
    text = bundle.read_text(encoding="utf-8")
    assert "Our BANG: Bridging" in text
    assert address in text
    assert (synced / BANG).is_file()
    assert any("--accept former" in remark for remark in outcome.report.remarks)
    assert pages(sync(synced)) == []

    sync(synced, accepted=frozenset({"former"}))
    left = [path for path in tree(synced) if path.startswith(("_publications/", "_talks/", "_teaching/"))]
    assert left == []
    assert pages(sync(synced)) == []


FILES = """\
  - kind: json
  - kind: csl-json
  - kind: bibtex
  - kind: atom
  - kind: counts
  - kind: lab-website
"""


def test_plain_files_for_anything_else_hold_every_work_and_a_second_sync_writes_nothing(site: Path) -> None:
    shown = sync(with_outputs(site, FILES)).shown.works
    for name in ("publications.json", "publications.csl.json", "publications-all.bib", "publications.xml"):
        text = (site / name).read_text(encoding="utf-8")
        assert not [work.key for work in shown if work.key not in text and name != "publications.xml"]
        assert (
            sum(work.title.split()[0].strip(":") in text for work in shown) >= 9
        )  # LaTeX and XML write some otherwise
    assert "publications: 10" in (site / "_data/pubsync.yml").read_text(encoding="utf-8")
    assert pages(sync(site)) == []


def test_an_edit_in_a_json_output_stays(site: Path) -> None:
    sync(with_outputs(site, "  - kind: json\n"))
    edit(site / "publications.json", "BANG: Bridging", "Our BANG: Bridging")
    sync(site)
    assert "Our BANG: Bridging" in (site / "publications.json").read_text(encoding="utf-8")
    assert pages(sync(site)) == []


AL_FOLIO_BIB = """\
---
---

@string{icml = {ICML}}

@inproceedings{mine2021bang,
  abbr      = {ICML},
  title     = {{BANG}: Bridging Autoregressive and Non-autoregressive Generation with Large Scale Pretraining},
  author    = {Qi, Weizhen and Gong, Yeyun and others},
  booktitle = icml,
  year      = {2021},
  preview   = {bang.png},
  selected  = {true}
}

% a paper of mine that no source names
@article{only2001mine, title = {Only mine}, author = {Qi, Weizhen}, year = {2001}}
"""


@pytest.fixture
def al_folio(site: Path) -> Path:
    (site / "_bibliography").mkdir()
    (site / "_bibliography" / "papers.bib").write_text(AL_FOLIO_BIB, encoding="utf-8")
    edit(
        site / "pubsync.yaml",
        "  - bibtex: publications.bib\n",
        "  - bibtex: publications.bib\n  - bibtex: _bibliography/papers.bib\n",
    )
    return with_outputs(site, "  - kind: al-folio\n")


def test_an_al_folio_bibliography_that_is_source_and_output_keeps_what_is_the_persons(al_folio: Path) -> None:
    papers = al_folio / "_bibliography" / "papers.bib"
    outcome = sync(al_folio)
    text = papers.read_text(encoding="utf-8")
    for line in AL_FOLIO_BIB.splitlines():
        assert line.rstrip(",").rstrip("}") in text
    assert "google_scholar_id" in text
    assert text.count("BANG") == 1
    assert outcome.report.totals["work"] == 11
    assert text.count("\n@") == 12
    assert pages(sync(al_folio)) == []
    assert len(sync(al_folio).report.sources[1].notices) == 0
    assert sync(al_folio).report.sources[1].records == 2


def test_a_paper_that_leaves_its_source_leaves_the_bibliography_and_a_persons_entry_stays(al_folio: Path) -> None:
    papers = al_folio / "_bibliography" / "papers.bib"
    sync(al_folio)
    before = papers.read_text(encoding="utf-8")
    from pubsync.pipeline.deciding import decide, simple  # noqa: PLC0415 - this test alone

    decide(al_folio, lambda ledger: simple("hide")(ledger, ["shao2020graph"]))
    sync(al_folio)
    after = papers.read_text(encoding="utf-8")
    assert "Graph-Based Transformer" in before
    assert "Graph-Based Transformer" not in after
    assert "@string{icml = {ICML}}" in after


def test_the_address_of_a_work_that_was_merged_into_another_leads_there_on_a_hugo_site_too(hugo: Path) -> None:
    from pubsync.pipeline.deciding import decide, merged  # noqa: PLC0415 - this test alone

    sync(hugo)
    names = sorted(path.parent.name for path in bundles(hugo))
    decide(hugo, lambda ledger: merged(ledger, ["yan2021el", "shao2020graph"]))
    sync(hugo)
    (gone,) = set(names) - {path.parent.name for path in bundles(hugo)}
    assert any(f"/{gone}/" in path.read_text(encoding="utf-8") for path in bundles(hugo))
    assert pages(sync(hugo)) == []


def test_a_data_file_that_lost_many_entries_at_once_stops_the_run_and_asks(site: Path) -> None:
    sync(with_outputs(site, "  - kind: json\n"))
    whole = (site / "publications.json").read_text(encoding="utf-8")
    (site / "publications.json").write_text('{"publications": [], "talks": [], "teaching": []}\n', encoding="utf-8")
    with pytest.raises(AskPersonError, match="entries are gone from it at once"):
        sync(site)
    (site / "publications.json").write_text(whole, encoding="utf-8")
    assert pages(sync(site)) == []
