"""One question to the person as it stands on a terminal: what it is, both sides, and a key for each answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pubsync.frozen import frozen
from pubsync.report.side_by_side import Emphasis, Row, beside, listed, one_line, wrapped

_LIKELY = ((0.9, "very likely one"), (0.65, "rather one than two"), (0.35, "as likely one as two"))
_UNLIKELY = "rather two than one"


@frozen()
class Answer:
    """One answer: the key that gives it, and what it says in words."""

    key: str
    words: str


@frozen(kw_only=True)
class Question:
    """One question.

    ``id`` names it for life, as ``Waiting`` does; ``sentence`` asks it. ``heads`` and ``rows`` are two sides to be
    shown beside each other, ``facts`` labels with one text. ``answers`` are those that decide it.
    """

    id: str
    sentence: str
    answers: tuple[Answer, ...]
    heads: tuple[str, str] = ("", "")
    rows: tuple[Row, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()


def question_lines(question: Question, place: str, width: int, emphasise: Emphasis = str) -> Iterator[str]:
    """Yield a question for a terminal ``width`` columns wide, in which nothing from outside acts.

    Args:
        question: the question.
        place: its place in the queue, such as ``2 of 7``.
        width: columns of the terminal.
        emphasise: makes words stand out besides their mark.
    """
    yield f"-- {place} {'-' * max(0, width - len(place) - 4)}"
    yield from wrapped(question.sentence, width)
    if question.rows:
        yield ""
        yield from beside(question.heads, question.rows, width, emphasise)
    if question.facts:
        yield ""
        yield from listed(question.facts, width)


def key_lines(answers: Sequence[Answer], width: int) -> list[str]:
    """Return the keys with what each does, no answer broken over two lines unless it is broader than one."""
    lines = [""]
    for answer in answers:
        said = f"{answer.key} {one_line(answer.words)}"
        longer = f"{lines[-1]}   {said}" if lines[-1] else said
        if len(longer) > width and lines[-1]:
            lines.append(said)
        else:
            lines[-1] = longer
    return lines


def likelihood(probability: float) -> str:
    """Return in words how probable it is that two records are one work."""
    words = next((words for least, words in _LIKELY if probability >= least), _UNLIKELY)
    return f"{words} (about {round(probability * 100)} in 100)"
