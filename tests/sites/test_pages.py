"""In pages, what is ours becomes current, what a person wrote stays, whatever comes in between."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubsync.errors import SiteError
from pubsync.records.base import Chunk, FileBase
from pubsync.records.base_text import base_from_json, base_to_json
from pubsync.sites.assembly import only_ours, plan, release, tell
from pubsync.sites.interface import Assembled, Override, Page
from pubsync.sites.regions import outside
from tests.sites.assembled import as_overrides, base_of, content_of, places

END = "<!-- pubsync:end -->"
A, B, C = (Chunk("entry", key, f"- Qi, W. ({year}). {title}. *ACL*.\n") for key, year, title in [
    ("a", 2021, "Proteins at rest"), ("b", 2020, "Learning to read the weather"), ("c", 2019, "Maps of Mars")
])  # fmt: skip


def page(*chunks: Chunk, region: str = "publications", shell: str = "", path: str = "about.md") -> Page:
    return Page(path=path, regions=((region, chunks),), shell=shell)


def region(inner: str, head: str = "publications") -> str:
    return f"<!-- pubsync:begin {head} -->\n{inner}{END}\n"


ABOUT = "\ufeff# Me\r\n\r\n" + region("").replace("\n", "\r\n") + "Bye"


def run(wanted: Page, base: FileBase | None, text: str, overrides: Sequence[Override] = ()) -> Assembled:
    return plan(wanted, base, text.encode(), overrides)


def text_of(assembled: Assembled) -> str:
    return content_of(assembled).decode()


def test_a_persons_page_gets_its_region_filled_and_keeps_every_other_byte() -> None:
    after = run(page(A, B), None, ABOUT)
    assert text_of(after) == ABOUT.replace(END, (A.text + B.text).replace("\n", "\r\n") + END)
    assert after.base == FileBase(regions=(("publications", (A, B)),))
    assert tell("about.md", after.base, content_of(after)) == ()
    assert not plan(page(A, B), after.base, content_of(after)).planned.changes


def test_edits_in_a_region_are_told_by_entry() -> None:
    after = run(page(Chunk("heading", "2021", "## 2021\n"), A, B), None, region(""))
    text = text_of(after).replace("at rest", "at work").replace(B.text, "").replace("## 2021", "## Year 2021")
    edits = tell("about.md", after.base, text.encode())
    assert places(edits) == [
        ("heading:publications:2021", "## Year 2021\n"),
        ("entry:publications:a", A.text.replace("at rest", "at work")),
        ("entry:publications:b", None),
    ]
    assert [(edit.key, edit.before) for edit in edits] == [("", "## 2021\n"), ("a", A.text), ("b", B.text)]
    kept = run(page(Chunk("heading", "2021", "## 2021\n"), A, B, C), after.base, text, as_overrides(edits))
    assert text_of(kept) == text.replace(END, C.text + END)
    assert tell("about.md", kept.base, content_of(kept)) == ()


def test_a_persons_line_stays_over_many_runs() -> None:
    after = run(page(A, B), None, region(""))
    text = text_of(after).replace(B.text, "- My column.\n" + B.text)
    for chunks in ((A, B), (A, C, B), (B, C), (C, A, B)):
        after = run(page(*chunks), after.base, text)
        text = text_of(after)
        assert text.count("- My column.\n") == 1
        assert tell("about.md", after.base, text.encode()) == ()
        assert base_from_json(base_to_json(base_of(after)), "x") == after.base
    assert [chunk.kind for chunk in base_of(after).regions[0][1]].count("hand") == 1


def test_an_emptied_region_stays_so_until_decided() -> None:
    after = run(page(A, B), None, region(""))
    edits = tell("about.md", after.base, region("").encode())
    assert places(edits) == [("region:publications", None)]
    left = run(page(A, B, C), after.base, region(""))
    assert (text_of(left), left.base, "emptied" in left.remarks[0]) == (region(""), after.base, True)
    kept = run(page(A, B, C), after.base, region(""), as_overrides(edits))
    assert (text_of(kept), tell("about.md", kept.base, content_of(kept)), kept.remarks) == (region(""), (), ())
    assert text_of(run(page(A), kept.base, region(""), as_overrides(edits))) == region("")
    again = release("about.md", base_of(after), region("").encode(), ["region:publications"])
    assert text_of(run(page(A, B), again, region(""))) == region(A.text + B.text)


def test_a_released_entry_is_ours_again() -> None:
    after = run(page(A, B), None, region(""))
    text = text_of(after).replace("at rest", "at work").replace(B.text, "")
    base = release("about.md", base_of(after), text.encode(), ["entry:publications:a", "entry:publications:b"])
    assert text_of(run(page(A, B), base, text)) == region(A.text + B.text)


def test_a_region_that_we_did_not_write_is_left_alone() -> None:
    text = "x\n" + region("- my own list\n")
    after = run(page(A), None, text)
    assert (text_of(after), after.base) == (text, None)
    assert after.remarks == (
        "about.md:2: the region is not empty and not written by pubsync; empty it to let pubsync fill it",
    )
    ours = run(page(A), None, region(A.text.replace("- ", "* ")))
    assert (ours.planned.changes, base_of(ours).regions) == (False, (("publications", (A,)),))


def test_a_region_that_nobody_asked_about_stays_as_it_is() -> None:
    after = run(page(A), None, region(""))
    other = run(page(B, region="talks"), after.base, text_of(after))
    assert (text_of(other), other.base) == (text_of(after), after.base)


def test_changed_attributes_keep_entries_and_decisions() -> None:
    after = run(page(A, B), None, region(""))
    text = text_of(after).replace("at rest", "at work").replace(A.text, A.text + "- My column.\n")
    text = text.replace("at work. *ACL*.\n", "at work. *ACL*.\n- My column.\n")
    overrides = as_overrides(tell("about.md", after.base, text.encode()))
    zh = text.replace("publications", "publications lang=zh")
    chinese = Chunk("entry", "b", "- 齐炜祯 (2020). 学会读天气. *ACL*.\n")
    for _ in range(2):
        after = run(page(A, chinese, region="publications lang=zh"), after.base, zh, overrides)
        zh = text_of(after)
        mine = A.text.replace("at rest", "at work")
        assert zh == region(mine + "- My column.\n" + chinese.text, "publications lang=zh")
        assert tell("about.md", after.base, zh.encode()) == ()
    assert base_of(after).renamed == (("publications", "publications lang=zh"),)


def test_a_region_gone_from_the_page_is_said_and_forgotten() -> None:
    after = run(page(A), None, region(""))
    gone = run(page(A), after.base, "# Me\n")
    assert (text_of(gone), gone.base, "`publications` is gone" in gone.remarks[0]) == ("# Me\n", None, True)


COUNT = f"Over <!-- pubsync:count publications round=down:10 -->{END} papers.\n"
COUNTED = "count:publications round=down:10"


def number(value: str) -> Page:
    return page(Chunk("count", "", value), region=COUNTED)


def test_a_count_is_kept_and_one_typed_over_stays_until_released() -> None:
    after = run(number("60"), None, COUNT)
    assert text_of(after) == COUNT.replace(END, "60" + END)
    after = run(number("70"), after.base, text_of(after))
    typed = text_of(after).replace("70", "72")
    edits = tell("about.md", after.base, typed.encode())
    assert places(edits) == [(COUNTED, "72")]
    assert text_of(run(number("70"), after.base, typed)) == typed
    kept = run(number("80"), after.base, typed, as_overrides(edits))
    assert (text_of(kept), tell("about.md", kept.base, content_of(kept))) == (typed, ())
    assert text_of(run(number("80"), kept.base, typed)) == typed.replace("72", "80")
    released = release("about.md", base_of(after), typed.encode(), [COUNTED])
    assert text_of(run(number("70"), released, typed)) == typed.replace("72", "70")


def test_a_number_that_gets_a_marker_around_it_is_kept_true_from_then_on_and_the_change_is_said() -> None:
    typed = COUNT.replace(END, "63" + END)
    taken = run(number("60"), None, typed)
    assert text_of(taken) == typed.replace("63", "60")
    assert "63 became 60" in taken.remarks[0]
    assert not run(number("63"), None, typed).remarks
    right = run(number("63"), None, typed)
    assert text_of(run(number("70"), right.base, text_of(right))) == typed.replace("63", "70")
    blank = run(number("70"), right.base, COUNT)
    assert (tell("about.md", right.base, COUNT.encode()), text_of(blank)) == ((), typed.replace("63", "70"))


def test_a_marker_or_lone_surrogate_in_an_entry_does_no_harm() -> None:
    evil = Chunk("entry", "e", f"- Title {END} <!--  PubSync:begin x --> \ud800\n")
    after = run(page(A, evil), None, region(""))
    assert text_of(after).count("<!--") == 2
    assert tell("about.md", after.base, content_of(after)) == ()
    assert not plan(page(A, evil), after.base, content_of(after)).planned.changes


def test_a_damaged_marker_is_an_error_with_its_line() -> None:
    after = run(page(A), None, region(""))
    broken = text_of(after).replace(END, "")
    for act in (lambda: tell("about.md", after.base, broken.encode()), lambda: run(page(A), after.base, broken)):
        with pytest.raises(SiteError) as caught:
            act()
        assert caught.value.where == "about.md:1"


def test_regions_in_a_list_are_indented_as_their_marker() -> None:
    text = f"- Papers\n\n  <!-- pubsync:begin publications -->\n  {END}\n"
    after = run(page(A, B), None, text)
    assert text_of(after) == text.replace(f"  {END}", f"  {A.text}  {B.text}  {END}")
    edits = tell("about.md", after.base, content_of(after).replace(b"at rest", b"at work"))
    assert places(edits) == [("entry:publications:a", A.text.replace("at rest", "at work"))]


# --- pages of ours --------------------------------------------------------------------------------------------------

SHELL = "<html>\n<h1>Me</h1>\n" + region("") + "</html>\n"


def ours(*chunks: Chunk, shell: str = SHELL) -> Page:
    return page(*chunks, shell=shell, path="publications.html")


def test_a_page_of_ours_is_made_and_follows_its_layout() -> None:
    after = plan(ours(A), None, None)
    assert text_of(after) == SHELL.replace(END, A.text + END)
    assert (base_of(after).made, bool(base_of(after).shell)) == (True, True)
    assert tell("publications.html", after.base, content_of(after)) == ()
    standing = text_of(after).replace(A.text, A.text + "- My column.\n")
    newer = run(ours(A, B, shell=SHELL.replace("Me", "Weizhen Qi")), after.base, standing)
    assert text_of(newer) == SHELL.replace("Me", "Weizhen Qi").replace(END, A.text + "- My column.\n" + B.text + END)
    assert tell("publications.html", newer.base, content_of(newer)) == ()


def test_a_page_of_ours_that_was_changed_keeps_the_change_and_current_regions() -> None:
    after = plan(ours(A), None, None)
    standing = text_of(after).replace("<h1>Me", "<h1>Myself")
    (edit,) = tell("publications.html", after.base, standing.encode())
    assert (edit.place, edit.before) == ("shell", base_of(after).shell)
    newer = ours(A, B, shell=SHELL.replace("Me", "Weizhen Qi"))
    kept = run(newer, after.base, standing)
    assert text_of(kept) == standing.replace(END, B.text + END)
    assert "yours" in kept.remarks[0]
    assert tell("publications.html", kept.base, content_of(kept)) == ()
    assert not plan(newer, kept.base, content_of(kept)).planned.changes
    base = release("publications.html", base_of(after), standing.encode(), ["shell"])
    assert text_of(run(newer, base, standing)) == SHELL.replace("Me", "Weizhen Qi").replace(END, A.text + B.text + END)


def test_a_formatters_run_over_a_page_of_ours_is_left_alone() -> None:
    after = plan(ours(A), None, None)
    standing = text_of(after).replace("\n", "  \r\n")
    assert tell("publications.html", after.base, standing.encode()) == ()
    assert not run(ours(A), after.base, standing).planned.changes


def test_a_newer_layout_without_a_region_that_holds_a_persons_lines_is_not_taken() -> None:
    after = plan(ours(A), None, None)
    standing = text_of(after).replace(A.text, A.text + "- My column.\n")
    newer = ours(A, shell=SHELL.replace("publications", "talks"))
    assert "My column" in text_of(run(newer, after.base, standing))
    assert text_of(run(newer, after.base, text_of(after))) == SHELL.replace("publications", "talks")


@pytest.mark.parametrize(
    ("old", "new", "all_ours"),
    [
        ("", "", True),
        ("\n", "\r\n", True),
        ("<h1>Me", "<h1>Myself", False),
        ("at rest", "at work", False),
        (A.text, A.text + "- My column.\n", False),
        (END, END + "\n" + region("mine\n", "talks"), False),
    ],
)
def test_whether_a_page_holds_anything_of_a_persons(old: str, new: str, *, all_ours: bool) -> None:
    after = plan(ours(A), None, None)
    standing = text_of(after).replace(old, new) if old else text_of(after)
    assert only_ours("publications.html", base_of(after), standing.encode()) is all_ours


def test_a_persons_file_where_ours_was_to_be_is_left_alone() -> None:
    after = run(ours(A), None, "<p>mine</p>\n")
    assert (text_of(after), after.base, "yours" in after.remarks[0]) == ("<p>mine</p>\n", None, True)


def test_a_page_that_is_not_there_is_said() -> None:
    after = plan(page(A), None, None)
    assert (after.planned.content, after.base, len(after.remarks)) == (None, None, 1)


chunk_sets = st.lists(st.sampled_from([A, B, C]), unique=True, max_size=3)
hands = st.lists(st.tuples(st.integers(0, 12), st.sampled_from(["- Mine 1", "Mine 2", "", "  - Mine 3"])), max_size=3)


@given(st.lists(st.tuples(chunk_sets, hands), min_size=1, max_size=4), st.sampled_from(["\n", "\r\n"]), st.booleans())
@settings(max_examples=300, deadline=None)
def test_property_a_page_settles_and_keeps_every_line_of_a_persons(
    rounds: list[tuple[list[Chunk], list[tuple[int, str]]]], newline: str, made: bool
) -> None:
    path, shell = ("publications.html", SHELL) if made else ("about.md", "")
    content: bytes | None = None if made else f"# Me\n{region('')}\nBye".replace("\n", newline).encode()
    base: FileBase | None = None
    overrides: list[Override] = []
    mine: list[str] = []
    for chunks, added in rounds:
        overrides += as_overrides([edit for edit in tell(path, base, content) if edit.place != "shell"])
        wanted = page(*(chunks or [A]), shell=shell, path=path)
        after = plan(wanted, base, content, overrides)
        if content is not None and not made:
            assert outside(content_of(after).decode(), path) == outside(content.decode(), path)
        content, base = content_of(after), base_of(after)
        text = content.decode()
        shown = {override.place.rpartition(":")[2] for override in overrides}
        assert all(line.strip() in text for line in mine if not shown)
        assert tell(path, base, content) == ()
        again = plan(wanted, base, content, overrides)
        assert (again.planned.changes, again.base) == (False, base)
        lines = text.split("\n")
        for at, line in added:
            lines.insert(min(at, len(lines)), line)
            mine.append(line)
        content = "\n".join(lines).encode()
        base = base_from_json(base_to_json(base), "x")
