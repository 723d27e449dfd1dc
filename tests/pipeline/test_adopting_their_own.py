"""What a person's own files and lists look like on real sites, and what adoption must not do to them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pubsync.errors import SiteError
from pubsync.pipeline.taking_over import find_lists, found_lines
from tests.pipeline.runs import pages, sync

BIB = """\
@misc{doe2024analyses,
  title = {Correlational analyses of the effects of the speech of adults on that of children},
  author = {Doe, Jane}, howpublished = {Los Angeles}, year = {2024}}
@inproceedings{doe2023windows,
  title = {The sound of many windows in winter}, author = {Doe, Jane and Roe, Mary},
  booktitle = {Proceedings of the Conference on Sound}, year = {2023}}
@article{doe2022seeing,
  title = {On seeing and not seeing}, author = {Doe, Jane and Roe, Mary}, journal = {Journal of Vision}, year = {2022}}
"""


def entry(title: str, date: str, body: str = "") -> str:
    return f'---\ntitle: "{title}"\ncollection: publications\ndate: {date}\nauthors: Jane Doe\n---\n{body}'


@pytest.fixture
def homepage(tmp_path: Path) -> Path:
    """A site of Jane Doe with a .bib file and no entry files yet."""
    (tmp_path / "publications.bib").write_text(BIB, encoding="utf-8")
    settings = "people: [{name: Jane Doe}]\nsources: [{bibtex: publications.bib}]\noutputs: [{kind: academicpages}]\n"
    (tmp_path / "pubsync.yaml").write_text(settings, encoding="utf-8")
    (tmp_path / "_publications").mkdir()
    return tmp_path


def write(site: Path, path: str, text: str) -> Path:
    (site / path).write_text(text, encoding="utf-8")
    return site / path


def test_a_file_without_an_address_of_its_own_keeps_the_one_that_the_site_makes_of_its_path(homepage: Path) -> None:
    path = write(homepage, "_publications/windows.md", entry("The sound of many windows in winter", "2023-01-02"))
    sync(homepage)
    text = path.read_text(encoding="utf-8")
    assert "pubsync: " in text
    assert "permalink" not in text
    assert pages(sync(homepage)) == []


def test_the_first_words_of_a_persons_own_file_stay_in_the_lists_of_the_site(homepage: Path) -> None:
    text = entry("The sound of many windows in winter", "2023-01-02", "What I heard, and where.\n")
    path = write(homepage, "_publications/windows.md", text)
    sync(homepage)
    assert "excerpt" not in path.read_text(encoding="utf-8")


def test_an_adopted_file_that_is_made_anew_has_an_address(homepage: Path) -> None:
    path = write(homepage, "_publications/windows.md", entry("The sound of many windows in winter", "2023-01-02"))
    sync(homepage)
    path.unlink()
    sync(homepage)
    curation = homepage / "_pubsync/curation.yaml"
    curation.write_text("", encoding="utf-8")  # the person takes back that it is to stay away
    sync(homepage)
    assert "permalink: /publication/windows" in path.read_text(encoding="utf-8").replace('"', "")


def test_of_several_files_that_may_show_a_work_the_closest_is_adopted_and_the_others_keep_every_byte(
    homepage: Path,
) -> None:
    title = "Correlational analyses of the effects of the speech of adults on that of children"
    longer = write(homepage, "_publications/a.md", entry(f"Algorithmic bias in {title.lower()}", "2024-05-01"))
    its_own = write(homepage, "_publications/b.md", entry(title, "2024-06-01"))
    before = longer.read_bytes()
    sync(homepage)
    assert "pubsync: " in its_own.read_text(encoding="utf-8")
    assert longer.read_bytes() == before


def test_a_file_of_a_work_that_another_file_shows_is_called_so_in_every_run(homepage: Path) -> None:
    for name in ("one.md", "two.md"):
        write(homepage, f"_publications/{name}", entry("The sound of many windows in winter", "2023-01-02"))
    said = [remark for _ in range(2) for remark in sync(homepage).report.remarks if "two.md" in remark]
    assert len(said) == 2
    assert all("shows what another file" in remark for remark in said)


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: The sound of many windows in winter\nvenue: 'A'\nvenue: 'B'\n---\n",
        "---\ntitle: 'The sound of many windows in winter'\ntags:\t[x]\n---\n",
        '+++\ntitle = "The sound of many windows in winter"\n+++\n',
        '---\n{title: "The sound of many windows in winter", date: 2023-01-02}\n---\n',
    ],
    ids=["twice", "tabs", "toml", "flow"],
)
def test_a_work_in_a_file_that_cannot_be_changed_gets_no_second_file(homepage: Path, text: str) -> None:
    path = write(homepage, "_publications/mine.md", text)
    for _ in range(2):
        remarks = sync(homepage).report.remarks
        assert not [one.name for one in path.parent.iterdir() if "windows" in one.name]
        assert path.read_text(encoding="utf-8") == text
        assert any("mine.md" in remark and "no other file is made" in remark for remark in remarks)


def test_a_file_that_its_site_does_not_show_is_no_reason_to_make_none(homepage: Path) -> None:
    write(homepage, "_publications/mine.md", "---\ntitle: The sound of many windows in winter\nand no end\n")
    sync(homepage)
    assert [one.name for one in (homepage / "_publications").iterdir() if "windows" in one.name]


def test_a_file_that_says_little_beside_the_very_title_is_adopted(homepage: Path) -> None:
    path = write(homepage, "_publications/mine.md", "---\ntitle: On seeing and not seeing\ndate: 2021-01-01\n---\n")
    sync(homepage)
    assert "pubsync: " in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "denial", ["date: 2010-01-01", "venue: Theatre Quarterly", "authors: John Smith"], ids=["year", "venue", "authors"]
)
def test_a_file_of_the_same_title_that_shows_another_work_is_left_alone(homepage: Path, denial: str) -> None:
    text = f"---\ntitle: On seeing and not seeing\n{denial}\n---\n"
    path = write(homepage, "_publications/mine.md", text)
    sync(homepage)
    assert path.read_text(encoding="utf-8") == text


def test_a_list_is_never_taken_over_to_show_less(homepage: Path) -> None:
    text = (
        "# Publications\n\n## Theses\n\n- Jane Doe. A thesis that nobody names. 2020.\n\n## 2024\n\n"
        "- Jane Doe. Correlational analyses of the effects of the speech of adults on that of children. 2024.\n\n"
        "## 2023\n\n- Jane Doe, Mary Roe. The sound of many windows in winter. Conference on Sound, 2023.\n\n"
        "## 2022\n\n- Jane Doe, Mary Roe. On seeing and not seeing. Journal of Vision, 2022.\n"
    )
    write(homepage, "publications.md", text)
    for page in find_lists(homepage, ["publications.md"]):
        gone = [line for line in page.diff.splitlines() if line.startswith("-")]
        come = [line for line in page.diff.splitlines() if line.startswith("+")]
        for title in ("Correlational", "sound of many windows", "On seeing"):
            assert sum(title in line for line in gone) <= sum(title in line for line in come)


def test_a_page_that_is_no_text_does_not_keep_the_others_from_being_looked_at(homepage: Path) -> None:
    text = (
        "# Publications\n\n- Jane Doe, Mary Roe. The sound of many windows in winter. 2023.\n"
        "- Jane Doe. On seeing and not seeing. 2022.\n"
    )
    write(homepage, "publications.md", text)
    (homepage / "old.html").write_bytes("<p>Zürich</p>".encode("latin-1"))
    found = {page.adopted.path: page for page in find_lists(homepage)}
    assert found["publications.md"].takes
    assert list(found_lines(found["old.html"])) == ["old.html: left alone: the file is not UTF-8 (save it as UTF-8)"]
    (homepage / "old.html").write_bytes("<p>陈静的主页：发表论文二十余篇</p>".encode("gb18030"))
    (told,) = (one for page in find_lists(homepage) for one in found_lines(page) if page.adopted.path == "old.html")
    assert "iconv -f GB18030 -t UTF-8 old.html" in told
    with pytest.raises(SiteError):
        find_lists(homepage, ["old.html"])


@pytest.mark.parametrize(("word", "meant"), [("papers", "publications"), ("Courses", "teaching"), ("talkz", "talks")])
def test_a_section_by_another_word_is_an_error_that_names_the_right_one(homepage: Path, word: str, meant: str) -> None:
    write(homepage, "papers.md", f"<!-- pubsync:begin {word} -->\n<!-- pubsync:end -->\n")
    with pytest.raises(SiteError) as raised:
        sync(homepage)
    assert raised.value.remedy == f"did you mean {meant}?"
