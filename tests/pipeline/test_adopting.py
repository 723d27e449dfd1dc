"""The first sync of a site that a person made by hand: what their files show is recognised, and theirs stays theirs."""

from __future__ import annotations

from pathlib import Path

import pytest

from pubsync.pipeline.deciding import decide, simple
from tests.pipeline.runs import edit, pages, sync, tree

BANG = """\
---
# written long ago
title: 'BANG: Bridging autoregressive and non-autoregressive generation with large-scale pretraining'
collection: publications
permalink: /papers/bang/
date: 2021-07-18
venue: ICML
mykey: [1, 2]   # mine
---
My own words about BANG.
"""
RETITLED = """\
---
title: "Visual ChatGPT (preprint)"
collection: publications
date: 2023-03-08
paperurl: https://arxiv.org/abs/2303.04671
---
"""
UNKNOWN = '---\ntitle: "A paper that nobody names"\ncollection: publications\ndate: 2012-02-02\n---\n'
BROKEN = '---\ntitle: "Broken: [\n---\n'
PLACEHOLDER = """\
---
title: "Paper Title Number 1"
collection: publications
category: manuscripts
permalink: /publication/2009-10-01-paper-title-number-1
excerpt: 'This paper is about the number 1. The number 2 is left for future work.'
date: 2009-10-01
venue: 'Journal 1'
paperurl: 'http://academicpages.github.io/files/paper1.pdf'
citation: 'Your Name, You. (2009). &quot;Paper Title Number 1.&quot; <i>Journal 1</i>. 1(1).'
---
"""
TALK = """\
---
title: "GPT-4 科普分享"
collection: talks
date: 2023-04-26
venue: Beijing alumni association
permalink: /talks/gpt/
---
"""


@pytest.fixture
def handmade(site: Path) -> Path:
    for folder in ("_publications", "_talks"):
        (site / folder).mkdir(exist_ok=True)
    files = {
        "_publications/BANG-final..md": BANG,
        "_publications/wp-visual.md": RETITLED,
        "_publications/unknown.md": UNKNOWN,
        "_publications/broken.md": BROKEN,
        "_publications/2009-10-01-paper-title-number-1.md": PLACEHOLDER,
        "_talks/gpt.md": TALK,
    }
    for path, text in files.items():
        (site / path).write_text(text, encoding="utf-8")
    return site


def named(site: Path, folder: str) -> list[str]:
    return sorted(path.name for path in (site / folder).iterdir())


def test_a_file_of_the_persons_that_shows_a_known_work_is_adopted_and_only_absent_keys_are_added(
    handmade: Path,
) -> None:
    report = sync(handmade).report
    adopted = {change.detail for change in report.changes if change.kind == "adopted"}
    assert adopted == {f"_publications/{name}" for name in ("BANG-final..md", "wp-visual.md")} | {"_talks/gpt.md"}
    text = (handmade / "_publications/BANG-final..md").read_text(encoding="utf-8")
    before, after = BANG.rsplit("---\n", 1)
    assert text.startswith(before)
    assert text.endswith("---\n" + after)
    assert "citation: " in text
    assert "paperurl: " in text
    assert not [name for name in named(handmade, "_publications") if "bang-bridging" in name]
    assert not [name for name in named(handmade, "_publications") if "visual-chatgpt-talking" in name]
    assert named(handmade, "_talks") == ["gpt.md"]
    assert "venue: Beijing alumni association" in (handmade / "_talks/gpt.md").read_text(encoding="utf-8")
    assert pages(sync(handmade)) == []


def test_what_shows_nothing_known_a_broken_file_and_an_example_of_the_template_are_left_and_said(
    handmade: Path,
) -> None:
    outcome = sync(handmade)
    for name, text in (
        ("unknown.md", UNKNOWN),
        ("broken.md", BROKEN),
        ("2009-10-01-paper-title-number-1.md", PLACEHOLDER),
    ):
        assert (handmade / "_publications" / name).read_text(encoding="utf-8") == text
    said = "\n".join(outcome.report.remarks)
    assert "unknown.md: left as it stands" in said
    assert "broken.md:3: left as it stands" in said
    assert "git rm '_publications/2009-10-01-paper-title-number-1.md'" in said


TITLE = "BANG: Bridging Autoregressive and Non-autoregressive Generation with Large-Scale Pretraining"


@pytest.mark.parametrize(("date", "venue"), [("2021-07-18", "Our house journal"), ("2020-12-30", "ICML 2021")])
def test_a_file_that_names_no_author_and_calls_the_venue_otherwise_is_adopted_by_its_title(
    site: Path, date: str, venue: str
) -> None:
    (site / "_publications").mkdir(exist_ok=True)
    (site / "_publications/mine.md").write_text(
        f"---\ntitle: '{TITLE}'\ncategory: manuscripts\ndate: {date}\nvenue: {venue}\n---\n", encoding="utf-8"
    )
    sync(site)
    assert "pubsync: " in (site / "_publications/mine.md").read_text(encoding="utf-8")
    assert not [name for name in named(site, "_publications") if "bang-bridging" in name]


def test_a_title_that_many_works_have_is_not_enough_at_another_venue(site: Path) -> None:
    bib = site / "publications.bib"
    entry = "@article{ed, title={Editorial}, author={Qi, Weizhen}, journal={Journal of Vision}, year={2019}}"
    bib.write_text(bib.read_text(encoding="utf-8") + entry, encoding="utf-8")
    (site / "_publications").mkdir(exist_ok=True)
    text = "---\ntitle: Editorial\ndate: 2019-07-18\nvenue: Journal of Tea Studies\n---\n"
    (site / "_publications/mine.md").write_text(text, encoding="utf-8")
    sync(site)
    assert (site / "_publications/mine.md").read_text(encoding="utf-8") == text


def test_a_title_alone_at_another_venue_in_another_year_is_another_work(site: Path) -> None:
    (site / "_publications").mkdir(exist_ok=True)
    text = f"---\ntitle: '{TITLE}'\ndate: 2019-07-18\nvenue: Journal of Tea Studies\n---\n"
    (site / "_publications/mine.md").write_text(text, encoding="utf-8")
    sync(site)
    assert (site / "_publications/mine.md").read_text(encoding="utf-8") == text


def test_own_talks_are_no_news_every_night_where_no_list_of_talks_is_to_name_them(site: Path) -> None:
    (site / "_talks").mkdir(exist_ok=True)
    (site / "_talks/mine.md").write_text('---\ntitle: "Tea, a talk"\ndate: 2020-01-02\n---\n', encoding="utf-8")
    assert any("_talks/mine.md" in one for one in sync(site, dry_run=True).report.remarks)
    edit(site / "pubsync.yaml", "talks: [talks.yaml]", "talks: []")
    assert not any("_talks/mine.md" in one for one in sync(site).report.remarks)


def test_an_adopted_file_keeps_its_address_for_life_and_follows_its_work(handmade: Path) -> None:
    sync(handmade)
    path = handmade / "_publications/BANG-final..md"
    path.rename(handmade / "_publications/renamed.md")
    sync(handmade)
    assert (handmade / "_publications/renamed.md").read_text(encoding="utf-8").count("permalink: /papers/bang/") == 1
    assert not path.exists()


def test_an_adopted_file_is_never_deleted(handmade: Path) -> None:
    sync(handmade)
    decide(handmade, lambda ledger: simple("hide")(ledger, ["_publications/BANG-final..md"]))
    sync(handmade)
    text = (handmade / "_publications/BANG-final..md").read_text(encoding="utf-8")
    assert "published: false" in text
    assert "My own words about BANG." in text


def test_two_files_of_one_work_are_not_merged(handmade: Path) -> None:
    twin = handmade / "_publications/zz-twin.md"
    twin.write_text(BANG, encoding="utf-8")
    outcome = sync(handmade)
    assert twin.read_text(encoding="utf-8") == BANG
    assert any("zz-twin.md: shows what another file" in remark for remark in outcome.report.remarks)


def test_a_dry_run_says_the_same_and_writes_nothing(handmade: Path) -> None:
    before = tree(handmade)
    assert any("unknown.md" in remark for remark in sync(handmade, dry_run=True).report.remarks)
    assert tree(handmade) == before
