"""What a homepage's own files tell: its kind, its owner, their profiles, files, lists and languages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubsync.detect import FoundSite, look_at, normal_id
from pubsync.detect.names import name_in
from pubsync.sites.tree import SiteTree
from tests.detect.homepages import (
    ACAD_HOMEPAGE,
    ACADEMICPAGES,
    AL_FOLIO,
    BIB,
    HTML,
    HUGO_BLOX_NEWER,
    HUGO_BLOX_OLDER,
    LAB_WEBSITE,
    SITES,
    looked_at,
    write,
)

SCHOLAR = "rme-IWIAAAAJ"
ORCID = "0000-0002-1825-0097"


def ids(site: FoundSite) -> dict[str, str]:
    return {one.kind: one.value for person in site.people for one in person.profiles.found}


# Kinds


@pytest.mark.parametrize("name", SITES)
def test_each_kind_of_site_is_told_from_the_others(tmp_path: Path, name: str) -> None:
    site = looked_at(tmp_path, SITES[name])
    assert site.kind == ("" if name == "html" else name.partition(",")[0])
    assert bool(site.evidence) == bool(site.kind)


@pytest.mark.parametrize(
    ("files", "engine"),
    [
        ({"_config.yml": "title: A\ntheme: minima\n", "index.md": "# A\n"}, "jekyll"),
        ({"hugo.toml": "baseURL = 'https://a.org'\n", "content/_index.md": "# A\n"}, "hugo"),
        ({"config.toml": "baseURL = 'https://a.org'\n", "content/_index.md": "# A\n"}, "hugo"),
        ({"config.json": '{"port": 80}', "index.html": "<p>A"}, ""),
        ({"README.md": "# A\n"}, ""),
        ({}, ""),
        ({"_config.yml": "a: [\n", "index.md": "# A\n"}, "jekyll"),
        ({"_config.yml": "- a\n- list\n"}, "jekyll"),
    ],
)
def test_other_sites_are_of_no_kind_whatever_generator_they_use(
    tmp_path: Path, files: Mapping[str, str], engine: str
) -> None:
    site = looked_at(tmp_path, files)
    assert (site.kind, site.engine) == ("", engine)


def test_the_kind_that_a_person_says_it_is_counts(tmp_path: Path) -> None:
    assert looked_at(tmp_path, HTML, kind="academicpages").kind == "academicpages"
    assert look_at(SiteTree(write(tmp_path, ACADEMICPAGES)), kind="page").kind == ""


# Whose it is


@pytest.mark.parametrize(
    ("files", "name", "aliases"),
    [
        (ACADEMICPAGES, "Weizhen Qi", ("齐炜祯",)),
        (AL_FOLIO, "Weizhen Qi", ()),
        (ACAD_HOMEPAGE, "Weizhen Qi", ("齐炜祯",)),
        (HUGO_BLOX_OLDER, "Weizhen Qi", ("齐炜祯",)),
        (HUGO_BLOX_NEWER, "Weizhen Qi", ()),
        (HTML, "Weizhen Qi", ()),
    ],
)
def test_the_owners_name_is_found_with_its_forms(
    tmp_path: Path, files: Mapping[str, str], name: str, aliases: tuple[str, ...]
) -> None:
    (person,) = looked_at(tmp_path, files).people
    assert (person.name, person.aliases) == (name, aliases)
    assert person.where.partition(":")[0] in files


def test_a_heading_is_no_certain_name_and_an_author_block_is(tmp_path: Path) -> None:
    (by_heading,) = looked_at(tmp_path / "a", HTML).people
    (by_block,) = looked_at(tmp_path / "b", ACADEMICPAGES).people
    assert (by_heading.certain, by_block.certain) == (False, True)


def test_a_labs_members_are_people_of_their_own_and_those_who_left_and_examples_are_not(tmp_path: Path) -> None:
    people = looked_at(tmp_path, LAB_WEBSITE).people
    assert [(one.name, one.aliases) for one in people] == [("Na Li", ("N. Li", "李娜")), ("Wei Wang", ())]
    assert [one.profiles.get("orcid") for one in people] == [ORCID, ""]
    assert [one.profiles.get("scholar") for one in people] == ["", SCHOLAR]


@pytest.mark.parametrize(
    ("title", "aliases"), [("Li Wei (李伟)", ("李伟",)), ("李伟", ("李伟",)), ("Na Wang (王娜)", ()), ("Wei Li", ())]
)
def test_a_chinese_name_beside_the_owners_in_another_place_is_a_form_of_theirs(
    tmp_path: Path, title: str, aliases: tuple[str, ...]
) -> None:
    files = {"_config.yml": f'title: "{title}"\nauthor:\n  name: Wei Li\n', "index.md": "# Home\n"}
    (person,) = looked_at(tmp_path, files).people
    assert (person.name, person.aliases) == ("Wei Li", aliases)


@pytest.mark.parametrize(
    ("text", "name", "aliases"),
    [
        ("Weizhen Qi 齐炜祯", "Weizhen Qi", ("齐炜祯",)),
        ("齐炜祯 Weizhen Qi", "Weizhen Qi", ("齐炜祯",)),
        ("Prof. Na Li | 李娜 教授", "Na Li", ("李娜",)),
        ("齐炜祯的个人主页", "齐炜祯", ()),
        ("Jane Doe's Homepage", "Jane Doe", ()),
        ("Home | Jane Doe, Ph.D.", "Jane Doe", ()),
        ("Robert (Bob) Smith", "Robert Smith", ("Bob Smith",)),
        ("김철수 (Chul-Soo Kim)", "Chul-Soo Kim", ("김철수",)),
        ("<b>Jane</b> van der Berg", "Jane van der Berg", ()),
        ("María-José O'Neil", "María-José O'Neil", ()),
    ],
)
def test_a_name_is_parted_into_its_forms(text: str, name: str, aliases: tuple[str, ...]) -> None:
    assert name_in(text) == (name, aliases)


@pytest.mark.parametrize(
    "text",
    [
        *("Your Sidebar Name", "Lorem ipsum", "Albert Einstein", "You R. Name", "The Tea Lab", "Example University"),
        *("中国科学技术大学", "About", "https://a.org", "", None, 7, ["Jane Doe"], "Paper 12"),
    ],
)
def test_examples_groups_and_headings_are_no_names(text: object) -> None:
    assert name_in(text) is None


def test_a_name_that_reads_like_a_word_of_a_page_is_one_where_a_name_is_to_stand() -> None:
    assert name_in("Larry Page") is None
    assert name_in("Larry Page", sure=True) == ("Larry Page", ())


@given(st.text(max_size=80))
def test_no_text_at_all_is_more_than_a_name_can_be(text: str) -> None:
    found = name_in(text, sure=True)
    for form in (found.name, *found.aliases) if found else ():
        assert form == " ".join(form.split())
        assert not set("<>{}\n\x00") & set(form)


# Profiles


def test_profiles_are_found_in_an_author_block(tmp_path: Path) -> None:
    found = ids(looked_at(tmp_path, ACADEMICPAGES))
    assert found == {"scholar": SCHOLAR, "orcid": ORCID, "semantic_scholar": "15629561", "github": "weizhenq"}


def test_profiles_are_found_in_al_folios_file_and_a_wrong_check_digit_is_none(tmp_path: Path) -> None:
    assert ids(looked_at(tmp_path, AL_FOLIO)) == {"scholar": SCHOLAR, "dblp": "259/3030", "github": "weizhenq"}


@pytest.mark.parametrize("files", [HUGO_BLOX_OLDER, HUGO_BLOX_NEWER])
def test_profiles_are_found_in_hugo_bloxs_profile_and_comments_are_none(
    tmp_path: Path, files: Mapping[str, str]
) -> None:
    assert ids(looked_at(tmp_path, files))["scholar"] == SCHOLAR


def test_a_co_authors_profile_in_a_page_and_a_commented_one_are_not_the_owners(tmp_path: Path) -> None:
    site = looked_at(tmp_path, HTML)
    assert ids(site) == {"scholar": SCHOLAR, "dblp": "259/3030"}
    (found,) = [one for one in site.people[0].profiles.found if one.kind == "scholar"]
    assert found.where == "index.html:6"


def test_a_citation_badge_names_the_profile(tmp_path: Path) -> None:
    files = {**ACAD_HOMEPAGE, "_config.yml": "google_scholar_stats_use_cdn: true\n"}
    assert ids(looked_at(tmp_path, files)) == {"scholar": SCHOLAR}


def test_of_several_ids_none_is_guessed_and_all_are_told(tmp_path: Path) -> None:
    link = "[Google Scholar](https://scholar.google.com/citations?user=%s)\n"
    files = {"index.md": "# Jane Doe\n" + link % "AAAAAAAAAAAJ" + link % "BBBBBBBBBBBJ"}
    (person,) = looked_at(tmp_path, files).people
    assert person.profiles.get("scholar") == ""
    ((kind, several),) = person.profiles.unclear
    assert kind == "scholar"
    assert [one.value for one in several] == ["AAAAAAAAAAAJ", "BBBBBBBBBBBJ"]


@pytest.mark.parametrize("example", ["PS_CX0AAAAAJ", "qc6CJjYAAAAJ", "DhtAFkwAAAAJ", "sIwtMXoAAAAJ", "ETJoidYAAAAJ"])
def test_the_templates_own_profiles_are_nobodys(tmp_path: Path, example: str) -> None:
    text = f"author:\n  name: Jane Doe\n  googlescholar: https://scholar.google.com/citations?user={example}\n"
    assert ids(looked_at(tmp_path, {"_config.yml": text})) == {}


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        ("scholar", "https://scholar.google.com/citations?hl=zh-CN&user=rme-IWIAAAAJ&view_op=x", SCHOLAR),
        ("scholar", "https://scholar.google.co.uk/citations?user=rme-IWIAAAAJ", SCHOLAR),
        ("scholar", " rme-IWIAAAAJ ", SCHOLAR),
        ("scholar", "https://scholar.google.com/citations?user=short", ""),
        ("scholar", "rme-IWIAAAAJx", ""),
        ("orcid", "https://orcid.org/0000-0002-1825-0097", ORCID),
        ("orcid", "0000000218250097", ORCID),
        ("orcid", "0000-0002-1825-0098", ""),
        ("dblp", "https://dblp.uni-trier.de/pid/259/3030.html", "259/3030"),
        ("dblp", "https://dblp.org/pers/hd/q/Qi:Weizhen", ""),
        ("semantic_scholar", "https://www.semanticscholar.org/author/W.-Qi/15629561", "15629561"),
        ("openalex", "https://openalex.org/A5023888391", "A5023888391"),
        ("arxiv", "https://arxiv.org/a/warner_s_1", "warner_s_1"),
    ],
)
def test_an_id_is_read_bare_and_from_any_of_its_addresses(kind: str, text: str, found: str) -> None:
    assert normal_id(kind, text) == found


# Files and lists


def test_bibliographies_are_found_and_other_peoples_works_are_left_out(tmp_path: Path) -> None:
    found = {one.path: (one.entries, bool(one.aside)) for one in looked_at(tmp_path, ACADEMICPAGES).bibliographies}
    assert found == {"files/publications.bib": (2, False), "files/references.bib": (6, True)}


def test_the_templates_bibliography_is_none(tmp_path: Path) -> None:
    einstein = (
        "---\n---\n@book{einstein1956investigations, title={Investigations on the Theory of the Brownian Movement}, "
        "author={Einstein, Albert}, publisher={Courier Corporation}, year={1956}}\n"
    )
    (found,) = looked_at(tmp_path, {**AL_FOLIO, "_bibliography/papers.bib": einstein}).bibliographies
    assert "examples" in found.aside


def test_the_citations_beside_hugo_bloxs_pages_are_one_glob(tmp_path: Path) -> None:
    (found,) = looked_at(tmp_path, HUGO_BLOX_OLDER).bibliographies
    assert (found.path, found.entries, found.aside) == ("content/publication/*/cite.bib", 2, "")


def test_a_copy_in_built_output_is_not_looked_at(tmp_path: Path) -> None:
    built = {f"{folder}/publications.bib": BIB for folder in ("_site", "public", "node_modules/x", ".cache")}
    assert looked_at(tmp_path, {**built, "index.md": "# Weizhen Qi\n"}).bibliographies == ()


def test_talks_and_courses_are_found_and_examples_are_left_out(tmp_path: Path) -> None:
    files = {
        **ACADEMICPAGES,
        "talks.yaml": "- {title: On tea and time, date: 2020-01-01}\n",
        "_data/teaching.yml": "- {title: Tea for all, term: 2020-fall}\n- {title: Tea for few, term: 2021-fall}\n",
        "seminar.ics": "BEGIN:VCALENDAR\nEND:VCALENDAR\n",
    }
    site = looked_at(tmp_path, files)
    assert {one.path: bool(one.aside) for one in site.talks} == {
        "markdown_generator/talks.tsv": True,
        "talks.yaml": False,
    }
    assert [(one.path, one.entries) for one in site.teaching] == [("_data/teaching.yml", 2)]
    assert site.calendars == ("seminar.ics",)


def test_lists_by_hand_are_found_with_their_place(tmp_path: Path) -> None:
    (found,) = looked_at(tmp_path, ACADEMICPAGES).lists
    assert (found.where, found.section, found.entries) == ("_pages/about.md:9", "publications", 3)


def test_entry_files_are_counted_by_whose_they_are(tmp_path: Path) -> None:
    files = {**ACADEMICPAGES, "_publications/ours.md": '---\ntitle: "Ours"\npubsync: qi2020ours\n---\n'}
    counts = {one.folder: (one.own, one.ours, one.examples) for one in looked_at(tmp_path, files).entries}
    assert counts == {"_publications": (1, 1, 1), "_talks": (0, 0, 1)}


# Languages


@pytest.mark.parametrize(
    ("files", "tags"),
    [
        (ACADEMICPAGES, ["en"]),
        (HTML, ["en", "zh"]),
        (HUGO_BLOX_NEWER, ["en", "zh"]),
        (
            {"_config.yml": "locale: en-US\n", "index.md": "# 齐炜祯\n" + "我研究机器翻译。" * 9},
            ["zh", "en"],
        ),
        ({"_config.yml": "lang: zh-CN\n"}, ["zh"]),
        ({}, ["en"]),
        ({"index.md": "# Jane\n" + "I study tea. " * 9, "index-zh.md": "短"}, ["en", "zh"]),
    ],
)
def test_the_main_language_is_that_of_the_home_page(tmp_path: Path, files: Mapping[str, str], tags: list[str]) -> None:
    assert [one.tag for one in looked_at(tmp_path, files).languages] == tags


def test_a_hugo_site_tells_the_folder_of_each_language(tmp_path: Path) -> None:
    found = {one.tag: one.folder for one in looked_at(tmp_path, HUGO_BLOX_NEWER).languages}
    assert found == {"en": "content/en", "zh": "content/zh"}


# How updates reach the web


@pytest.mark.parametrize(
    ("files", "words", "schedule"),
    [
        (
            {".github/workflows/deploy.yml": "on:\n  push:\njobs: {a: {steps: [{uses: actions/deploy-pages@v4}]}}\n"},
            "a push starts .github/workflows/deploy.yml",
            "github",
        ),
        ({"netlify.toml": "[build]\n"}, "Netlify", "crontab"),
        ({".gitlab-ci.yml": "pages:\n  script: hugo\n"}, "GitLab Pages", "gitlab"),
        (
            {".git/config": '[remote "origin"]\n\turl = git@github.com:jane/jane.github.io.git\n'},
            "GitHub Pages",
            "github",
        ),
        (
            {".git/config": '[remote "origin"]\n\turl = https://me:secret@example.org/jane/site.git\n'},
            "pushed to example.org/jane/site",
            "crontab",
        ),
        ({".git/config": "[core]\n"}, "without a remote", "crontab"),
        ({}, "not kept in git", "crontab"),
    ],
)
def test_how_updates_reach_the_web_is_told_from_the_files(
    tmp_path: Path, files: Mapping[str, str], words: str, schedule: str
) -> None:
    updates = looked_at(tmp_path, {"index.md": "# A\n", **files}).updates
    assert words in updates.way
    assert updates.schedules[0] == schedule
    assert "secret" not in updates.way


def test_a_workflow_that_runs_pubsync_already_is_seen(tmp_path: Path) -> None:
    files = {".github/workflows/night.yml": "jobs: {a: {steps: [{run: pubsync sync --commit}]}}\n"}
    assert looked_at(tmp_path, files).updates.runs == ".github/workflows/night.yml"


def test_a_site_in_a_folder_of_its_repository_is_told_by_the_repositorys_files(tmp_path: Path) -> None:
    write(tmp_path, {".git/config": '[remote "origin"]\n\turl = https://github.com/jane/jane.github.io\n'})
    assert "GitHub Pages" in looked_at(tmp_path / "docs", {"index.md": "# A\n"}).updates.way


# Whatever stands there


def test_looking_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path, ACADEMICPAGES)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    look_at(SiteTree(tmp_path))
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    "config",
    [
        "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nauthor: [*c, *c, *c]\n",
        "author: &a\n  name: *a\n",
        "author: {name: {name: {name: x}}}\n",
        "author: !!python/object/apply:os.system ['true']\n",
        'author:\n  name: "a\\u0000b\\nc: d"\n  googlescholar: [[[[x]]]]\n',
        "\ufeffauthor: {name: Jane Doe}\n",
        "x" * 100_000,
    ],
)
def test_a_hostile_configuration_is_looked_at_like_any_other(tmp_path: Path, config: str) -> None:
    look_at(SiteTree(write(tmp_path, {"_config.yml": config, "index.md": "# A\n"})))


@given(st.text(alphabet="<>a[]()\"'= !-hrefcitations?user&;:/.\n", max_size=200))
def test_no_page_at_all_makes_looking_fail(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    look_at(SiteTree(write(tmp_path_factory.mktemp("any"), {"index.md": text})))


def test_a_link_without_an_end_is_looked_at_in_no_time(tmp_path: Path) -> None:
    heavy = "scholar.google.com/citations?user=" + "<a href='" * 20_000 + "[" * 20_000
    look_at(SiteTree(write(tmp_path, {"index.md": heavy})))


def test_bytes_that_are_no_text_and_a_folder_in_place_of_a_file_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "_config.yml").write_bytes(b"\xff\xfe\x00author")
    (tmp_path / "index.md").mkdir()
    (tmp_path / "publications.bib").write_bytes(b"\xff" * 50)
    assert look_at(SiteTree(tmp_path)).people == ()
