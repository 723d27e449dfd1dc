"""``review``: one question after the other, each answered by one key and kept at once; or the list of all."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pubsync.cli.console import print_error, print_lines, wants_colour
from pubsync.cli.keys import LEAVES, asks, pressed
from pubsync.cli.options import HERE, Debug, Json, Site
from pubsync.errors import PubsyncError
from pubsync.frozen import frozen
from pubsync.report.question import Answer, Question, key_lines, question_lines
from pubsync.report.side_by_side import Emphasis, one_line

if TYPE_CHECKING:
    from pubsync.pipeline.deciding import Decided
    from pubsync.pipeline.reviewing import Asked, Queue

INTERRUPTED = 130
_LATER, _UNDO = Answer("l", "later"), Answer("u", "undo the last answer")
_MORE, _QUIT = Answer("?", "more"), Answer("q", "quit")
_BROADEST = 140
_SHORT = 60
_HIGHLIGHT = ("\x1b[1;33m", "\x1b[0m")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(review)


def review(
    site: Site = HERE,
    as_list: Annotated[
        bool, typer.Option("--list", help="Print the list with the commands, also on a terminal.")
    ] = False,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Ask you what waits for your decision, one key for each; elsewhere than on a terminal, list it."""
    del debug  # read by the outermost handler
    if as_json or as_list or not asks():
        _list(site, as_json=as_json)
        return
    _Review(site).run()


def _list(site: Path, *, as_json: bool) -> None:
    from pubsync.pipeline.explaining import review_lines, review_rows  # noqa: PLC0415 - start-up time
    from pubsync.pipeline.run import offline_outcome  # noqa: PLC0415 - as above

    outcome = offline_outcome(site)
    if as_json:
        sys.stdout.write(json.dumps(review_rows(outcome), ensure_ascii=False, indent=1) + "\n")
        return
    print_lines(review_lines(outcome))


@frozen()
class _Given:
    """An answer that was given: to which question, about what, in what words; ``decided`` is what undoes it, if any."""

    id: str
    about: str
    words: str
    decided: Decided | None


@dataclass(slots=True)
class _Review:
    """One sitting: what was answered, and what was put off. The site is held only while an answer is written."""

    site: Path
    given: list[_Given] = field(default_factory=list)
    later: list[str] = field(default_factory=list)
    shown: int = 0
    """How many questions were shown."""

    def run(self) -> None:
        """Ask until nothing is left or the person leaves; what was answered is told however it ends."""
        try:
            self._ask_all()
            if not self.shown:
                _say(["Nothing waits for a decision."])
        except (KeyboardInterrupt, EOFError) as error:
            _say(["", "Interrupted."])
            raise typer.Exit(INTERRUPTED) from error
        finally:
            _say(self._summary() if self.shown else ())

    def _ask_all(self) -> None:
        from pubsync.pipeline.reviewing import look  # noqa: PLC0415 - start-up time

        while True:
            queue = look(self.site)
            rest = self._rest(queue)
            if not rest and not self._last_word():
                return
            if rest and not self._ask(queue, rest):
                return

    def _rest(self, queue: Queue) -> list[Asked]:
        """What was neither answered nor put off in this sitting."""
        settled = {*self.later, *(one.id for one in self.given)}
        return [one for one in queue.asked if one.question.id not in settled]

    def _ask(self, queue: Queue, rest: Sequence[Asked]) -> bool:
        """Ask the first of the rest until a key has moved the queue on; False where the person leaves."""
        asked = rest[0]
        self._show(asked, rest)
        while True:
            _say(["", *key_lines(self._answers(asked), _width())])
            key = pressed()
            if key in (LEAVES, _QUIT.key):
                return False
            if key == _MORE.key:
                self._explain(queue, asked)
            elif key in [one.key for one in self._answers(asked)]:
                return self._act(queue, asked, key)

    def _show(self, asked: Asked, rest: Sequence[Asked]) -> None:
        self.shown += 1
        before = len(self.given) + len(self.later)
        place = f"{before + 1} of {before + len(rest)}"
        _say(["", *question_lines(asked.question, place, _width(), _emphasis())])

    def _answers(self, asked: Asked) -> tuple[Answer, ...]:
        undo = (_UNDO,) if self._undoable() else ()
        return (*asked.question.answers, _LATER, *undo, _MORE, _QUIT)

    def _explain(self, queue: Queue, asked: Asked) -> None:
        from pubsync.pipeline.reviewing import more_lines  # noqa: PLC0415 - start-up time

        _say(_indented(more_lines(queue, asked)))

    def _act(self, queue: Queue, asked: Asked, key: str) -> bool:
        """Do what a key says; True, so that the queue is drawn up anew."""
        if key == _LATER.key:
            self.later.append(asked.question.id)
        elif key == _UNDO.key:
            self._undo()
        else:
            self._keep(queue, asked, key)
        return True

    def _keep(self, queue: Queue, asked: Asked, key: str) -> None:
        """Keep an answer, unless the question is not any more the one that the person saw."""
        from pubsync.pipeline.reviewing import ACCEPT, answer, look_again  # noqa: PLC0415 - start-up time

        words = next(one.words for one in asked.question.answers if one.key == key)
        try:
            now = look_again(self.site, queue)
            if asked not in now.asked:
                _say(["The site changed meanwhile, so nothing was kept; here is what is asked now."])
                return
            decided = None if key == ACCEPT.key else answer(self.site, now, asked, key)
        except PubsyncError as error:
            print_error(f"{error}; nothing was kept")
            return
        if decided is None:
            self._accept(asked)
        else:
            kinds = ", ".join(dict.fromkeys(one.kind for one in decided.decisions))
            _say([f"Kept: {words} ({kinds})."])
        self.given.append(_Given(asked.question.id, _about(asked.question), words, decided))

    def _accept(self, asked: Asked) -> None:
        """Run ``sync --accept`` with the source's name, whatever becomes of it."""
        from pubsync.cli.syncing import sync  # noqa: PLC0415 - start-up time

        try:
            sync(site=self.site, accept=[asked.question.id.removeprefix("source:")])
        except typer.Exit:
            pass  # it has said all that there is to say
        except PubsyncError as error:
            print_error(str(error))

    def _undoable(self) -> bool:
        return bool(self.given and self.given[-1].decided)

    def _undo(self) -> None:
        """Take the last answer back; where something was written upon it, say how it is changed."""
        from pubsync.pipeline.deciding import take_back  # noqa: PLC0415 - start-up time

        last = self.given[-1]
        try:
            if last.decided:
                take_back(self.site, last.decided)
        except PubsyncError as error:
            print_error(f"{error}; the answer stands, and a command that says otherwise changes it")
            return
        self.given.pop()
        _say([f"Taken back: {last.words}."])

    def _last_word(self) -> bool:
        """Offer to take the last answer back before the sitting ends; whether it goes on."""
        if not self._undoable():
            return False
        _say(["", "That was the last question.", *key_lines((_UNDO, _QUIT), _width())])
        while True:
            key = pressed()
            if key == _UNDO.key:
                self._undo()
                return True
            if key in (LEAVES, _QUIT.key, " "):
                return False

    def _summary(self) -> Iterator[str]:
        if self.given:
            yield "Decided:"
            yield from (f"  {one.words}: {one.about}" for one in self.given)
        if self.later:
            yield f"Left for later: {len(self.later)}."
        if not (self.given or self.later):
            yield "Nothing was decided."
        if any(one.decided for one in self.given):
            yield "Kept in _pubsync/curation.yaml. The next sync applies it: pubsync sync"


def _say(lines: Iterable[str]) -> None:
    """Print lines as they are; where a line begins with a dash or a plus sign, that means nothing here."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


def _about(question: Question) -> str:
    """What a question is about, in few words: the title, or what stands there."""
    text = question.rows[0].left if question.rows else question.facts[0][1] if question.facts else question.id
    return one_line(text)[:_SHORT]


def _width() -> int:
    return min(shutil.get_terminal_size().columns, _BROADEST)


def _emphasis() -> Emphasis:
    if not wants_colour(is_terminal=True):
        return str
    return lambda text: f"{_HIGHLIGHT[0]}{text}{_HIGHLIGHT[1]}"


def _indented(lines: Iterator[str]) -> Iterator[str]:
    """Lines in which nothing from outside acts, with their indent."""
    for line in lines:
        safe = one_line(line)
        yield " " * (len(line) - len(line.lstrip(" "))) + safe
