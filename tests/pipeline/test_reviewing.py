"""The queue of questions: what it holds, what each answer does, and that it can be taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from pubsync.curation import parse_curation
from pubsync.errors import PubsyncError, SettingsError
from pubsync.pipeline.deciding import decide, patched, simple, take_back
from pubsync.pipeline.explaining import review_rows
from pubsync.pipeline.reviewing import Asked, answer, look, look_again, more_lines
from pubsync.pipeline.run import offline_outcome
from pubsync.report import waiting
from tests.pipeline.pairs import write_pairs
from tests.pipeline.runs import BANG, edit, sync, tree

CURATION = "_pubsync/curation.yaml"
ABOUT = "_pages/about.md"
PAIR = ("bibtex:other.bib#a2", "bibtex:publications.bib#a1")


@pytest.fixture
def paired(tmp_path: Path) -> Path:
    """A site with two works that may be one."""
    write_pairs(tmp_path)
    sync(tmp_path)
    return tmp_path


@pytest.fixture
def conflicting(synced: Path) -> Path:
    """The example, where the sources moved past a patched title and past one of two edited entries of a page."""
    decide(synced, lambda ledger: patched(ledger, "qi2021bang", "title", "Bang!"))
    edit(synced / ABOUT, "EL-Attention", "Our EL-Attention")
    edit(synced / ABOUT, "ProphetNet: ", "Our ProphetNet: ")
    sync(synced)
    edit(synced / "publications.bib", "Bridging Autoregressive", "Spanning Autoregressive")
    edit(synced / "publications.bib", "Memory Efficient", "Memory Saving")
    return synced


def only(site: Path, kind: str) -> Asked:
    (asked,) = (one for one in look(site).asked if one.question.id.startswith(f"{kind}:"))
    return asked


def about(site: Path, subject: str) -> Asked:
    (asked,) = (one for one in look(site).asked if one.question.id.startswith(f"moved:{subject}|"))
    return asked


def give(site: Path, asked: Asked, key: str) -> None:
    answer(site, look(site), asked, key)


def decisions(site: Path) -> list[str]:
    return [one.kind for one in parse_curation((site / CURATION).read_text(encoding="utf-8")).decisions]


def titles(site: Path) -> list[str]:
    return sorted(work.title for work in sync(site).shown.works)


def test_the_queue_asks_what_the_summary_lists_under_the_same_names(conflicting: Path) -> None:
    queue = look(conflicting)
    assert [one.question.id for one in queue.asked] == [one.id for one in waiting(queue.outcome.report)]
    assert len(queue.asked) >= 2


def test_a_pair_is_shown_with_both_sides_what_speaks_for_it_and_how_likely_it_is(paired: Path) -> None:
    question = only(paired, "pair").question
    assert question.heads == PAIR
    rows = {row.label: (row.left, row.right) for row in question.rows}
    assert rows["title"] == (
        "Robust bidirectional methods for parsing trees",
        "Robust bidirectional methods for parsing",
    )
    assert rows["in"] == ("EMNLP", "ACL")
    assert rows["date"] == ("2021", "2020")
    facts = dict(question.facts)
    assert "2 of 2 authors agree" in facts["for"]
    assert "ACL / EMNLP" in facts["against"]
    assert "one" in facts["so"]


@pytest.mark.parametrize(("key", "kind", "works"), [("s", "merge", 2), ("d", "split", 3)])
def test_an_answer_to_a_pair_is_the_command_it_stands_for(paired: Path, key: str, kind: str, works: int) -> None:
    give(paired, only(paired, "pair"), key)
    assert decisions(paired) == [kind]
    assert len(titles(paired)) == works
    assert look(paired).asked == ()


def test_an_answer_taken_back_leaves_the_site_byte_for_byte_as_it_was(paired: Path) -> None:
    before = tree(paired)
    queue = look(paired)
    decided = answer(paired, queue, queue.asked[0], "s")
    assert tree(paired) != before
    take_back(paired, decided)
    assert tree(paired) == before
    assert look(paired).asked == queue.asked


def test_an_answer_that_later_decisions_stand_upon_is_not_taken_back(paired: Path) -> None:
    decided = answer(paired, look(paired), only(paired, "pair"), "s")
    with (paired / CURATION).open("a", encoding="utf-8") as curation:
        curation.write("# a remark of mine\n")
    before = tree(paired)
    with pytest.raises(PubsyncError):
        take_back(paired, decided)
    assert tree(paired) == before


def test_a_queue_is_looked_up_again_only_where_something_was_written(paired: Path) -> None:
    queue = look(paired)
    assert look_again(paired, queue) is queue
    give(paired, queue.asked[0], "d")
    assert look_again(paired, queue).asked == ()


def test_more_is_what_explain_says_of_both_works(paired: Path) -> None:
    queue = look(paired)
    said = "\n".join(more_lines(queue, queue.asked[0]))
    assert "close, and kept apart until you decide:" in said
    assert all(record in said for record in PAIR)


def test_a_moved_decision_shows_yours_and_what_the_sources_say_now_and_said_then(conflicting: Path) -> None:
    question = about(conflicting, "qi2021bang").question
    (row,) = question.rows
    assert (row.label, row.left) == ("title", "Bang!")
    assert "Spanning" in row.right
    assert "Bridging" in dict(question.facts)["then"]
    assert [one.key for one in question.answers] == ["k", "r"]


@pytest.mark.parametrize(("key", "title"), [("k", "Bang!"), ("r", "BANG: Spanning")])
def test_a_patch_is_kept_or_released_and_asked_about_no_more(conflicting: Path, key: str, title: str) -> None:
    give(conflicting, about(conflicting, "qi2021bang"), key)
    sync(conflicting)
    assert f'title: "{title}' in (conflicting / BANG).read_text(encoding="utf-8")
    assert not [one for one in look(conflicting).asked if "qi2021bang" in one.question.id]


@pytest.mark.parametrize(("key", "stays"), [("m", True), ("t", False)])
def test_a_frozen_edit_stays_or_goes_and_the_other_edits_of_its_page_stay(
    conflicting: Path, key: str, *, stays: bool
) -> None:
    asked = about(conflicting, ABOUT)
    assert [one.key for one in asked.question.answers] == ["m", "t"]
    give(conflicting, asked, key)
    sync(conflicting)
    page = (conflicting / ABOUT).read_text(encoding="utf-8")
    assert ("Our EL-Attention" in page) is stays
    assert ("Memory Saving" in page) is not stays
    assert "Our ProphetNet: " in page, "the question was not about that one"
    assert not [one for one in look(conflicting).asked if ABOUT in one.question.id]


def test_giving_up_an_edit_that_no_sync_has_seen_leaves_the_others_of_the_page(synced: Path) -> None:
    edit(synced / ABOUT, "EL-Attention", "Our EL-Attention")
    edit(synced / ABOUT, "ProphetNet: ", "Our ProphetNet: ")
    edit(synced / "publications.bib", "Memory Efficient", "Memory Saving")
    give(synced, about(synced, ABOUT), "t")
    sync(synced)
    page = (synced / ABOUT).read_text(encoding="utf-8")
    assert "Our EL-Attention" not in page
    assert "Our ProphetNet: " in page


def test_keeping_an_edit_that_no_sync_has_seen_is_not_asked_about_twice(synced: Path) -> None:
    edit(synced / ABOUT, "EL-Attention", "Our EL-Attention")
    edit(synced / "publications.bib", "Memory Efficient", "Memory Saving")
    give(synced, about(synced, ABOUT), "m")
    assert look(synced).asked == ()
    assert decisions(synced) == ["override"]
    sync(synced)
    assert look(synced).asked == ()
    assert decisions(synced) == ["override"]
    assert "Our EL-Attention: Memory Efficient" in (synced / ABOUT).read_text(encoding="utf-8")


def test_of_two_entries_taken_out_of_a_list_the_one_that_is_given_up_comes_back_alone(synced: Path) -> None:
    page = synced / ABOUT
    lines = page.read_text(encoding="utf-8").splitlines(keepends=True)
    out = ("EL-Attention: ", "BANG: ")
    page.write_text("".join(line for line in lines if not any(word in line for word in out)), encoding="utf-8")
    sync(synced)
    edit(synced / "publications.bib", "Memory Efficient", "Memory Saving")
    edit(synced / "publications.bib", "Bridging Autoregressive", "Spanning Autoregressive")
    first, second = (one for one in look(synced).asked if ABOUT in one.question.id)
    assert first.question.rows[0].left == second.question.rows[0].left == "nothing"
    give(synced, first, "t")
    sync(synced)
    assert sum(word in page.read_text(encoding="utf-8") for word in out) == 1
    assert [one.question.id for one in look(synced).asked if ABOUT in one.question.id] == [second.question.id]


def test_giving_up_an_edit_can_be_taken_back_too(conflicting: Path) -> None:
    before = tree(conflicting)
    queue = look(conflicting)
    take_back(conflicting, answer(conflicting, queue, about(conflicting, ABOUT), "t"))
    assert tree(conflicting) == before


def test_a_source_that_is_not_believed_is_asked_about_and_only_a_run_can_accept_it(paired: Path) -> None:
    many = "".join(f"@misc{{m{n}, title={{Subject {n} of the {n} things}}, author={{Doe, Jane}}}}\n" for n in range(9))
    few = (paired / "other.bib").read_text(encoding="utf-8")
    (paired / "other.bib").write_text(few + many, encoding="utf-8")
    sync(paired)
    (paired / "other.bib").write_text(few, encoding="utf-8")
    asked = only(paired, "source")
    assert "bibtex:other.bib" in asked.question.sentence
    with pytest.raises(SettingsError, match="believed by a run"):
        give(paired, asked, "a")


def test_a_hidden_work_is_not_asked_about(paired: Path) -> None:
    decide(paired, lambda ledger: simple("hide")(ledger, [PAIR[0]]))
    assert look(paired).asked == ()
    assert review_rows(offline_outcome(paired)) == []
