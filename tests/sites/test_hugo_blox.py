from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pubsync.citing.escape import markdown_text
from pubsync.errors import SiteError
from pubsync.records.course import Course
from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import Identifier, Link
from pubsync.records.names import Name
from pubsync.records.people import Person, person
from pubsync.records.talk import Talk
from pubsync.records.text import Translation
from pubsync.records.two_scripts import AuthorsIn
from pubsync.records.work import Work
from pubsync.sites.assembly import plan, tell
from pubsync.sites.contexts import Printing
from pubsync.sites.frontmatter import parse
from pubsync.sites.hugo_blox import HugoBlox
from pubsync.sites.hugo_layout import Layout, layout
from pubsync.sites.hugo_text import either_way, markdown, one_line, place_name, read_either_way, read_place_name, term
from pubsync.sites.interface import DataFile, EntryFile
from pubsync.sites.labels import load_labels
from pubsync.sites.tree import SiteTree
from tests.real import ROOT

OWNER = person("Weizhen Qi", ["齐炜祯", "W. Qi"])
QI, WU = Name(family="Qi", given="Weizhen", literal="齐炜祯"), Name(family="Wu", given="Bo")
HAN_QI, HAN_WU = Name(literal="齐炜祯"), Name(literal="吴波")
OLDER = Layout(folders={"work": "content/publication", "talk": "content/event", "course": "content/teaching"})
NEWER = Layout(folders={"work": "content/publications", "talk": "content/events"}, owner="me")
PAGES = MarkdownIt("commonmark", {"html": True}).enable(["strikethrough", "table"])
HOSTILE = [
    *(
        "*",
        "**",
        "_",
        "__",
        "`",
        "```",
        "[",
        "](",
        "[a](javascript:x)",
        "![x](y)",
        "[x]: y",
        "[^1]:",
        "<b>",
        "<script>",
    ),
    *(
        "<!--",
        "<?",
        "</",
        "&",
        "&amp;",
        "&#42;",
        "&lt;",
        "~~",
        "~~~",
        "\\",
        "\\*",
        "#",
        "## ",
        "- ",
        "---",
        "1. ",
        "> ",
    ),
    *("{{< a >}}", "{{%", "{", "$", "$$", "^", "==", "\n", "\t", "  ", "<http://x>", '"', "中文", "word", "A & B", "€"),
]
hostile = st.one_of(st.text(), st.lists(st.sampled_from(HOSTILE), max_size=8).map("".join))
EVIL = (
    "<script>alert(1)</script> [x](javascript:alert(1)) {{< evil >}} {{% evil %}} *a* &lt;b&gt; $<img src=x onerror=y>$"
)


def printing(language: str = "en") -> Printing:
    labels = load_labels(ROOT / "templates" / "labels", language)
    return Printing(language=language, labels=labels, escape=markdown_text, is_own=OWNER.is_named, cite=lambda _: "")


def writer(
    shape: Layout = NEWER, tree: Path = Path("nowhere"), language: str = "en", owner: Person | None = OWNER
) -> Any:
    return HugoBlox(shape, printing(language), SiteTree(tree), owner)


def work(**fields: Any) -> Work:
    usual = {"key": "k", "title": "On tea", "type": "article-journal", "issued": PartialDate(2020, 5)}
    values: Any = usual | fields
    return Work(**values)


def entry_file(entry: Work | Talk | Course, one: Any, path: str = "", **names: Any) -> EntryFile:
    path = path or one.propose_path(entry, ())
    permalink = names.pop("permalink", "") or one.propose_permalink(entry, path)
    files = one.entry_files(entry, path=path, permalink=permalink, **names)
    assert isinstance(files[0], EntryFile)
    return files[0]


def front(entry: Work | Talk | Course, shape: Layout = NEWER, **options: Any) -> dict[str, Any]:
    return dict(entry_file(entry, writer(shape, **options)).front)


def site(folder: Path, files: Mapping[str, str]) -> SiteTree:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return SiteTree(folder)


# What the site is like


def test_the_template_is_told_by_the_sections_that_stand(tmp_path: Path) -> None:
    assert layout(SiteTree(tmp_path)).folders == {"work": "content/publications", "talk": "content/events"}
    older = site(tmp_path / "a", {"content/publication/_index.md": "", "content/teaching/_index.md": ""})
    assert layout(older).folders == OLDER.folders
    assert not layout(older).is_newer("work")
    newer = site(tmp_path / "b", {"content/publications/_index.md": "", "content/talk/x.md": ""})
    assert layout(newer).folders == {"work": "content/publications", "talk": "content/talk"}
    assert layout(newer).is_newer("work")
    assert not layout(newer).is_newer("talk")


def test_of_two_sections_the_one_with_more_in_it_counts(tmp_path: Path) -> None:
    files = {"content/publications/_index.md": "", "content/publication/a/index.md": "", "content/publication/b.md": ""}
    assert layout(site(tmp_path, files)).folders["work"] == "content/publication"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("config/_default/languages.yaml", "en: {contentDir: content/en}\nzh: {contentDir: content/zh}\n"),
        ("config/_default/languages.toml", '[en]\ncontentDir = "content/en"\n[zh]\ncontentDir = "content/zh"\n'),
        ("hugo.yaml", "languages: {en: {contentDir: content/en}, zh: {contentDir: content/zh/}}\n"),
        ("config.toml", '[languages.en]\ncontentDir = "content/en"\n[languages.zh-Hans]\ncontentDir = "content/zh"\n'),
    ],
)
def test_each_language_has_its_content_folder_and_its_addresses(tmp_path: Path, path: str, text: str) -> None:
    tree = site(tmp_path, {path: text, "content/zh/publication/_index.md": ""})
    chinese = layout(tree, language="zh")
    assert chinese.folders["work"] == "content/zh/publication"
    assert chinese.prefix in ("/zh", "/zh-hans")
    assert layout(tree, language="en").content == "content/en"
    assert layout(tree, language="en").prefix == ""
    assert layout(tree, folder="content/zh") == chinese


def test_a_content_folder_outside_the_site_is_not_taken(tmp_path: Path) -> None:
    assert layout(site(tmp_path, {"hugo.yaml": "contentDir: ../elsewhere\n"})).content == "content"


def test_what_the_configuration_hides_is_known(tmp_path: Path) -> None:
    tree = site(tmp_path, {"config/_default/hugo.yaml": "disableAliases: true\nbuildFuture: true\n"})
    assert not layout(tree).redirects
    assert layout(tree).future
    assert layout(SiteTree(tmp_path / "none")).redirects


def test_a_configuration_that_cannot_be_read_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match=r"config/_default/languages\.yaml"):
        layout(site(tmp_path, {"config/_default/languages.yaml": "a: [\n"}))


@pytest.mark.parametrize(
    ("path", "text", "name"),
    [
        ("content/authors/admin/_index.md", "---\ntitle: 齐炜祯\n---\n", "admin"),
        ("content/authors/weizhen/_index.md", "---\ntitle: Weizhen Qi\n---\n", "weizhen"),
        ("content/authors/admin/_index.md", "---\ntitle: Chien-Shiung Wu\n---\n", ""),
        ("content/authors/admin/_index.md", "+++\ntitle = 'Weizhen Qi'\n+++\n", ""),
        ("content/authors/_index.md", "---\ntitle: Weizhen Qi\n---\n", ""),
        ("data/authors/me.yaml", "name: {display: 'Dr. Weizhen Qi'}\n", "me"),
        ("data/authors/me.yaml", "name: {given: Weizhen, family: Qi}\n", "me"),
        ("data/authors/me.yaml", "name: {display: Alex Johnson}\n", ""),
        ("data/authors/me.yaml", "name: [\n", ""),
    ],
)
def test_the_owners_profile_is_one_that_shows_their_name(tmp_path: Path, path: str, text: str, name: str) -> None:
    tree = site(tmp_path, {path: text})
    assert layout(tree, owner=OWNER).owner == name
    assert layout(tree).owner == ""


# Works


def test_a_work_has_the_newer_templates_keys() -> None:
    links = (
        Link("pdf", "https://a.example/x.pdf"),
        Link("data", "https://a.example/d"),
        Link("url", "https://a.example/"),
    )
    identifiers = (Identifier("doi", "10.1000/x"), Identifier("arxiv", "2001.04063"))
    keys = front(
        work(author=(QI, WU), container_title="Tea", identifiers=identifiers, links=links, selected=True, abstract="A.")
    )
    assert keys == {
        "title": "On tea",
        "authors": ["me", "Bo Wu"],
        "date": "2020-05-01",
        "publication_types": ["article-journal"],
        "publication": "*Tea*",
        "hugoblox": {"ids": {"doi": "10.1000/x", "arxiv": "2001.04063"}},
        "abstract": "A.",
        "featured": True,
        "links": [
            {"type": "site", "url": "https://a.example/"},
            {"type": "pdf", "url": "https://a.example/x.pdf"},
            {"type": "dataset", "url": "https://a.example/d"},
        ],
        "pubsync": "k",
    }


def test_a_work_has_the_older_templates_keys() -> None:
    links = (
        Link("code", "https://a.example/1"),
        Link("code", "https://a.example/2"),
        Link("slides", "https://a.example/s"),
    )
    identifiers = (Identifier("doi", "10.1000/x"), Identifier("arxiv", "2001.04063"))
    keys = front(work(author=(QI,), identifiers=identifiers, links=links), OLDER)
    assert keys["authors"] == ["Weizhen Qi"]
    assert keys["doi"] == "10.1000/x"
    assert keys["url_preprint"] == "https://arxiv.org/abs/2001.04063"
    assert (keys["url_code"], keys["url_slides"]) == ("https://a.example/1", "https://a.example/s")
    assert keys["links"] == [{"name": "Code", "url": "https://a.example/2"}]
    assert not {"hugoblox", "publication", "tags", "featured"} & keys.keys()


@pytest.mark.parametrize("shape", [OLDER, NEWER])
@given(st.lists(st.sampled_from(["pdf", "code", "url", "arxiv", "supplement", "video", "odd"]), max_size=6))
@settings(max_examples=25, deadline=None)
def test_no_link_is_lost(shape: Layout, kinds: list[str]) -> None:
    links = tuple(Link(kind, f"https://a.example/{place}") for place, kind in enumerate(kinds))
    written = str(front(work(links=links), shape))
    wanted = links if shape is OLDER else [link for link in links if link.kind != "arxiv"]
    assert [link.url for link in wanted if f"'{link.url}'" not in written] == []


def test_names_are_printed_in_the_language_of_the_output() -> None:
    keys = front(
        work(author=(QI, WU), title="On tea", translations=(Translation("title", "zh", "论茶"),)), OLDER, language="zh"
    )
    assert keys["title"] == "论茶"
    assert keys["authors"] == ["齐炜祯", "Bo Wu"]


def test_only_the_owner_of_a_site_goes_by_their_profile_and_only_where_it_is_clear_who_they_are() -> None:
    namesake = Name(family="Qi", given="W.")
    assert front(work(author=(QI, namesake)))["authors"] == ["Weizhen Qi", "W. Qi"]
    assert front(work(author=(QI, WU)), owner=None)["authors"] == ["Weizhen Qi", "Bo Wu"]


def test_a_list_of_authors_that_was_cut_says_so() -> None:
    assert front(work(author=(WU,), author_complete=False))["authors"] == ["Bo Wu", "et al."]
    assert front(work(author=(WU,), author_complete=False), OLDER)["authors"] == ["Bo Wu", "et al"]
    assert "authors" not in front(work(author_complete=False))


def test_older_hugos_drop_an_author_whose_name_ends_in_a_full_stop() -> None:
    junior = Name(family="King", given="Martin", suffix="Jr.")
    assert front(work(author=(junior,)))["authors"] == ["Martin King Jr."]
    assert front(work(author=(junior,)), OLDER)["authors"] == ["Martin King Jr"]


def test_notes_are_counted_off_with_the_authors() -> None:
    both = Name(family="Lee", given="Ann", roles=("corresponding", "equal"))
    equal = Name(family="Li", given="Bo", roles=("equal",))
    keys = front(work(author=(both, WU, Name(literal="***"), equal), author_complete=False))
    assert keys["authors"] == ["Ann Lee", "Bo Wu", "Bo Li", "et al."]
    assert keys["author_notes"] == ["Equal contribution, corresponding author", "", "Equal contribution", ""]
    assert front(work(author=(both,)), language="zh")["author_notes"] == ["同等贡献，通讯作者"]
    assert "author_notes" not in front(work(author=(WU,)))


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("paper-conference", "paper-conference"),
        ("article", "article"),
        ("thesis", "thesis"),
        ("", "manuscript"),
        ("odd", "manuscript"),
    ],
)
def test_types_are_those_of_csl(kind: str, written: str) -> None:
    assert front(work(type=kind))["publication_types"] == [written]


def test_a_date_is_the_first_day_that_it_may_be_and_no_clock_shows() -> None:
    assert front(work(issued=PartialDate(2020)))["date"] == "2020-01-01"
    assert not {"date", "publishDate"} & front(work(issued=None)).keys()
    assert "publishDate" not in front(work())


def test_where_it_appeared_stands_in_italics_with_status_and_award_behind() -> None:
    assert front(work(container_title="Tea & *Co*"))["publication"] == "*Tea & &#42;Co&#42;*"
    assert front(work(container_title="Tea", status="in press"))["publication"] == "*Tea* (In press)"
    assert front(work(status="submitted", award="Best paper"))["publication"] == "Under review, Best paper"
    assert front(work(genre="PhD thesis", publisher="MIT"))["publication"] == "PhD thesis, MIT"
    assert front(work(container_title="期刊", status="submitted"), language="zh")["publication"] == "*期刊* (在审)"


def test_what_a_person_wrote_into_their_bib_for_the_template_is_taken() -> None:
    keys = front(
        work(extra=(("abbr", "ACL"), ("summary", "In short.")), labels=("Mine",), keywords=("NLP", "NLP", "a/.."))
    )
    assert (keys["publication_short"], keys["summary"], keys["tags"]) == ("*ACL*", "In short.", ["Mine", "NLP", "a"])


# Talks and courses


def test_a_talk_has_the_keys_of_either_template() -> None:
    links = (Link("url", "https://a.example/"), Link("slides", "https://a.example/s"))
    fields: Any = {"venue": "V", "location": "L", "description": "D", "type": "Invited talk", "links": links}
    talk = Talk(key="t", title="T", start=PartialDate(2024, 5, 3), end=PartialDate(2024, 5, 4), **fields)
    shared = {
        "title": "T",
        "event_url": "https://a.example/",
        "location": "L",
        "abstract": "D",
        "date": "2024-05-03",
        "publishDate": "2019-01-01",
        "tags": ["Invited talk"],
        "pubsync": "t",
    }
    newer = {"event_name": "V", "event_start": "2024-05-03", "event_end": "2024-05-04", "event_all_day": True}
    assert front(talk) == shared | newer | {
        "authors": ["me"],
        "links": [{"type": "slides", "url": "https://a.example/s"}],
    }
    older = {"event": "V", "date_end": "2024-05-04", "all_day": True, "authors": ["Weizhen Qi"]}
    assert front(talk, OLDER) == shared | older | {"url_slides": "https://a.example/s"}
    assert "authors" not in front(talk, owner=None)


def test_a_course_tells_in_its_body_what_the_template_shows_nowhere_else() -> None:
    course = Course(key="c", title="C", terms=("2023-fall", "2024-fall"), venue="U {{< evil >}}", description="*D*")
    wanted = entry_file(course, writer(OLDER))
    assert wanted.body == "\nU &#123;{< evil >}}\n\nFall 2023, Fall 2024\n\n&#42;D&#42;\n"
    keys = dict(wanted.front)
    assert (keys["date"], keys["publishDate"], keys["show_date"]) == ("2024-09-01", "2019-01-01", False)


def test_a_site_without_a_section_for_teaching_gets_no_courses() -> None:
    assert "course" not in writer(NEWER).folders
    assert writer(NEWER).entry_files(Course(key="c", title="C"), path="x/index.md", permalink="/x/") == ()


# Names for life


def test_a_new_entry_gets_a_folder_in_which_nothing_stands() -> None:
    one = writer()
    assert one.propose_path(work(), ()) == "content/publications/on-tea/index.md"
    for standing in (
        "on-tea/index.md",
        "On-Tea/index.zh.md",
        "on-tea.md",
        "on-tea.zh.md",
        "on-tea/notes.md",
        "on-tea/a/b.md",
    ):
        taken = {
            f"content/publications/{standing}",
            "content/publications/_index.md",
            "content/publications/on-tea-3.md",
        }
        assert one.propose_path(work(), taken) == "content/publications/on-tea-2/index.md", standing
    assert one.propose_path(work(title="茶"), {"content/events/cha/index.md"}) == "content/publications/cha/index.md"
    assert one.propose_path(work(title="***"), ()) == "content/publications/k/index.md"


def test_the_address_is_what_hugo_makes_of_the_path(tmp_path: Path) -> None:
    one = writer(OLDER, tmp_path)
    for path, address in (
        ("content/publication/on-tea/index.md", "/publication/on-tea/"),
        ("content/publication/2014-CBA.md", "/publication/2014-cba/"),
        ("content/publication/My Paper/index.zh.md", "/publication/my-paper/"),
        ("content/publication/2020/a.b-1/index.md", "/publication/2020/a.b-1/"),
    ):
        assert one.propose_permalink(work(), path) == address
        assert "url" not in dict(entry_file(work(), one, path).front)


def test_an_adopted_file_keeps_the_address_that_it_has(tmp_path: Path) -> None:
    own = {"a": "url: /papers/a/", "b": "slug: Bee", "c": "url: relative"}
    files = {f"content/publication/{name}/index.md": f"---\n{line}\n---\n" for name, line in own.items()}
    one = HugoBlox(OLDER, printing(), site(tmp_path, files))
    paths = [f"content/publication/{name}/index.md" for name in own]
    addresses = [one.propose_permalink(work(), path) for path in paths]
    assert addresses == ["/papers/a/", "/publication/bee/", "/publication/c/"]
    assert "url" not in dict(entry_file(work(), one, paths[1], permalink=addresses[1]).front)


def test_a_renamed_folder_keeps_its_address_and_former_ones_lead_to_it() -> None:
    keys = dict(entry_file(work(), writer(), "content/publications/new/index.md", permalink="/publications/old/").front)
    assert keys["url"] == "/publications/old/"
    redirects = ("/publications/former/", "/publication/1")
    assert dict(entry_file(work(), writer(), redirects=redirects).front)["aliases"] == list(redirects)
    chinese = Layout(folders={"work": "content/zh/publications"}, content="content/zh", prefix="/zh")
    one = writer(chinese)
    redirects = ("/zh/publications/former/", "/publication/1")
    keys = dict(entry_file(work(), one, redirects=redirects).front)
    assert one.propose_permalink(work(), one.propose_path(work(), ())) == "/zh/publications/on-tea/"
    assert keys["aliases"] == ["former", "../../publication/1"]


@pytest.mark.parametrize("given_one", ["//evil.example/x", "/../x", "https://evil.example", "/a b", "talks/x", ""])
def test_a_permalink_that_leads_elsewhere_is_not_taken(given_one: str) -> None:
    path = "content/events/x/index.md"
    assert writer().propose_permalink(Talk(key="t", title="T", permalink=given_one), path) == "/events/x/"
    assert front(Talk(key="t", title="T", permalink="/talks/mine/"))["url"] == "/talks/mine/"


def test_a_page_is_taken_off_the_site_as_a_draft() -> None:
    assert writer().unpublished == ("draft", True)


# cite.bib


def citation(one: Any, path: str) -> list[DataFile]:
    files = one.entry_files(work(author=(WU,)), path=path, permalink=one.propose_permalink(work(), path))
    return [file for file in files if isinstance(file, DataFile)]


def test_a_bundle_holds_the_work_as_bibtex() -> None:
    (bib,) = citation(writer(), "content/publications/on-tea/index.md")
    (row,) = bib.tables[0].rows
    assert (bib.path, bib.format) == ("content/publications/on-tea/cite.bib", "bibtex")
    assert (row.key, row.id, row.type, dict(row.fields)["author"]) == ("k", "k", "article", "Wu, Bo")
    assert citation(writer(), "content/publications/on-tea.md") == []


@pytest.mark.parametrize(
    ("text", "ours"), [("@article{theirs,\n}", False), ("@misc { k ,\n}", True), ("@article{k2,}", False)]
)
def test_a_cite_bib_that_names_no_entry_of_ours_is_the_persons(tmp_path: Path, text: str, ours: bool) -> None:
    site(tmp_path, {"content/publications/on-tea/cite.bib": text})
    assert bool(citation(writer(NEWER, tmp_path), "content/publications/on-tea/index.md")) == ours


# A person's hand


def test_the_body_and_the_keys_of_a_person_stay() -> None:
    made = plan(entry_file(work(), writer()), None, None)
    assert made.planned.content is not None
    theirs = (
        made.planned.content.replace(b"pubsync:", b"projects: [x]  # mine\npubsync:") + b"\nMy notes {{< cite >}}\n"
    )
    assert tell("x", made.base, theirs) == ()
    again = plan(entry_file(work(title="On green tea"), writer()), made.base, theirs)
    assert again.planned.content == theirs.replace(b"On tea", b"On green tea")
    front_of_file = parse(theirs, "x")
    assert front_of_file is not None
    assert front_of_file.values["projects"] == ["x"]


@pytest.mark.parametrize("shape", [OLDER, NEWER])
def test_every_key_that_patches_a_field_is_written_and_read_back(shape: Layout) -> None:
    one = writer(shape)
    shown: dict[str, Work | Talk] = {
        "work": work(container_title="Tea"),
        "talk": Talk(key="t", title="T", venue="V", location="L", start=PartialDate(2024, 5, 3)),
    }
    for kind, entry in shown.items():
        keys = front(entry, shape)
        for key, field in one.patched_by[kind].items():
            value = getattr(entry, field)
            expected = value.first_day().isoformat() if isinstance(value, PartialDate) else value
            assert one.field_value(key, keys[key]) == expected, key


def test_what_no_value_would_be_printed_as_is_no_patch() -> None:
    one = writer()
    assert one.field_value("publication", "In *ICW*") is None
    assert one.field_value("publication", "*Tea* (In press)") is None
    assert one.field_value("publication", "*Tea &amp; Co*") is None
    assert one.field_value("publication", "*Tea & Co*") == "Tea & Co"
    assert one.field_value("date", "2013-07-01T00:00:00Z") is None
    assert one.field_value("title", "A <b>bold</b> title") is None
    assert one.field_value("title", "A * plain & title") == "A * plain & title"


# What comes from outside


def shown_by(text: str) -> str:
    return unescape(re.sub(r"</?(p|em)>", "", PAGES.render(text)))


@given(hostile)
@example("{{< evil >}}")
@example("---")
@settings(max_examples=300, deadline=None)
def test_prose_shows_as_it_is_and_nothing_in_it_is_markup(text: str) -> None:
    written = markdown(text)
    assert re.fullmatch(r"(<p>[^<]*</p>\n)?", PAGES.render(written))
    assert shown_by(written).replace("\u2060", "").strip() == one_line(text)
    assert "{{" not in written
    assert "$" not in written


@given(hostile)
@settings(max_examples=300, deadline=None)
def test_a_journals_name_is_in_italics_and_comes_back(text: str) -> None:
    written = place_name(text)
    if one_line(text):
        assert re.fullmatch(r"<p><em>[^<]*</em></p>\n", PAGES.render(written))
        assert shown_by(written).strip() == one_line(text)
        assert read_place_name(written) == one_line(text)
    else:
        assert written == ""


@given(hostile)
@example("___")
@example("# x {onclick=y}")
@settings(max_examples=300, deadline=None)
def test_a_title_is_itself_as_plain_text_and_as_markdown_at_most_emphasised(text: str) -> None:
    written = either_way(text)
    assert written.replace("\u2060", "") == one_line(text)
    tags = set(re.findall(r"<(/?[^\s>]+)", PAGES.render(written)))
    assert tags <= {"p", "/p", "em", "/em", "strong", "/strong", "code", "/code", "s", "/s"}
    assert "{{" not in written
    assert read_either_way(written) == one_line(text)


def test_plain_titles_are_written_as_they_are() -> None:
    for title in ("Tea & R&D: a*b, x_1 < 2 [draft] {x}", "论茶", "$\\alpha$-tea", "C++ (2nd ed.)"):
        assert either_way(title) == title


@given(
    st.one_of(hostile, st.lists(st.sampled_from(["..", ".", "/", "\\", " ", "a", "<", "…"]), max_size=8).map("".join))
)
@settings(max_examples=300, deadline=None)
def test_a_term_spells_no_path_but_its_own(text: str) -> None:
    found = term(text)
    parts = found.split("/") if found else []
    assert all(any(map(str.isalnum, part)) for part in parts)
    assert len(found.encode()) <= 255
    assert "\\" not in found


def test_a_term_is_short_enough_for_a_files_name() -> None:
    assert len(term("茶" * 300).encode()) <= 255
    assert term("茶" * 300).endswith("茶…")


def test_ordinary_terms_stay() -> None:
    assert [term(text) for text in ("C#", "TCP/IP", ".NET", " a  b ", "..", "../../evil", "***")] == [
        *("C#", "TCP/IP", ".NET", "a b", "", "evil", "")
    ]


@pytest.mark.parametrize("shape", [OLDER, NEWER])
def test_nothing_that_templates_render_can_run(shape: Layout) -> None:
    links = (Link("pdf", "javascript:alert(1)"), Link(f'">{EVIL}', "https://a.example/z"))
    hard = work(
        title=EVIL,
        container_title=EVIL,
        abstract=EVIL,
        award=EVIL,
        links=links,
        extra=(("summary", EVIL), ("abbr", EVIL)),
    )
    talk = Talk(key="t", title=EVIL, venue=EVIL, location=EVIL, description=EVIL, links=links)
    for entry in (hard, talk):
        keys = front(entry, shape)
        rendered = [value for name, value in keys.items() if isinstance(value, str) and not name.startswith("url")]
        assert rendered
        for text in rendered:
            assert "{{" not in text
            assert not re.search(r"<[A-Za-z/!?]|\]\(", text)
        assert "javascript:alert(1)'" not in str(keys.get("links"))
        (link,) = keys["links"]
        assert shape is NEWER or "<" not in link["name"]


def test_authors_stand_in_the_script_of_the_pages_and_the_owner_by_their_profile() -> None:
    both = work(author=(Name("Qi", "Weizhen"), WU), author_in=(AuthorsIn("zh", names := (HAN_QI, HAN_WU)),))
    assert front(both, OLDER, language="zh")["authors"] == [name.literal for name in names]
    assert front(both, NEWER, language="zh")["authors"] == ["me", "吴波"]
    assert front(both, OLDER)["authors"] == ["Weizhen Qi", "Bo Wu"]
    talk = Talk(key="t", title="茶", start=PartialDate(2024))
    assert front(talk, OLDER, language="zh")["authors"] == ["齐炜祯"]
