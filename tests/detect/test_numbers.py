"""Numbers of papers in a biography are found, and other numbers are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from pubsync.detect import look_at
from pubsync.sites.tree import SiteTree

ROUND = "<!-- pubsync:count publications round=down:10 --><!-- pubsync:end -->"
FIRST = "<!-- pubsync:count first_author --><!-- pubsync:end -->"
EXACT = "<!-- pubsync:count publications --><!-- pubsync:end -->"


def found(folder: Path, text: str) -> list[tuple[str, str, str]]:
    (folder / "_pages").mkdir()
    page = folder / "_pages/about.md"
    page.write_text(f"---\ntitle: 30 papers\n---\n\n{text}\n", encoding="utf-8")
    return [(one.where, one.words, one.marked) for one in look_at(SiteTree(folder)).numbers]


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("I have published over 20 papers at ACL.", "over 20 papers", f"over {ROUND} papers"),
        ("60+ peer-reviewed papers so far", "60+ peer-reviewed papers", f"{ROUND}+ peer-reviewed papers"),
        ("more than 23 papers", "more than 23 papers", f"more than {EXACT} papers"),
        (
            "37 journal and conference papers.",
            "37 journal and conference papers",
            f"{EXACT} journal and conference papers",
        ),
        ("研究方向为机器翻译，发表论文20余篇。", "论文20余篇", f"论文{ROUND}余篇"),
        ("发表 41 篇学术论文", "41 篇学术论文", f"{EXACT} 篇学术论文"),
        (
            "12 of them as first or corresponding author",
            "12 of them as first or corresponding author",
            f"{EXACT.replace('publications', 'first_or_corresponding')} of them as first or corresponding author",
        ),
        ("8 papers as first author", "8 papers as first author", f"{FIRST} papers as first author"),
        ("其中第一作者论文 9 篇", "第一作者论文 9 篇", f"第一作者论文 {FIRST} 篇"),
    ],
)
def test_a_number_of_papers_and_how_to_keep_it_true(tmp_path: Path, text: str, words: str, marked: str) -> None:
    assert found(tmp_path, text) == [("_pages/about.md:5", words, marked)]


def test_a_part_of_a_number_is_found_beside_the_whole(tmp_path: Path) -> None:
    told = found(tmp_path, "Over 30 papers, 12 of them as first author, and 40 papers in Chinese.")
    assert [words for _, words, _ in told] == ["Over 30 papers", "12 of them as first author", "40 papers"]


@pytest.mark.parametrize(
    "text",
    [
        f"Over {ROUND.replace('--><!', '-->20<!')} papers",
        "Two papers are accepted by EMNLP 2024.",
        "* **2024.09** 12 papers accepted",
        "I reviewed more than 50 papers for ACL.",
        "one of the top 10 papers",
        "In 2024 papers were few.",
        "1,200 papers",
        "担任审稿人，审稿论文50余篇",
    ],
)
def test_other_numbers_are_none(tmp_path: Path, text: str) -> None:
    assert found(tmp_path, text) == []
