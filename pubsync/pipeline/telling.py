"""``on_news:``: one command of the person's that hears of news and of trouble, each once.

It runs where a run found something that changed, or a question that was not asked before; and on trouble at its onset,
after 7 and after 30 days, and when it is over. Nothing that came from outside stands in its words or its environment,
only in the summary on its standard input, so that a title can't act in a shell.
"""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from pubsync.errors import PubsyncError
from pubsync.frozen import frozen
from pubsync.pipeline.run import Outcome
from pubsync.report import RunReport, counted, has_news, headline, report_markdown, stopped_markdown, waiting
from pubsync.report.markdown import outside
from pubsync.settings import Settings, load_settings
from pubsync.state import State, Trouble, age, load_state, recovered, save_state, troubled

TIMEOUT = 60.0
"""Seconds that the command may take."""
AGAIN_AFTER = (dt.timedelta(), dt.timedelta(days=7), dt.timedelta(days=30))
"""How old trouble is when it is told."""
WHOLE_RUN = ""
"""The name in the state of what stops a whole run."""
_STANDARD_ERROR = 2


@frozen()
class _Word:
    """What is to be told of one trouble; ``then`` is what is remembered of it once that was told."""

    name: str
    text: str
    then: Trouble | None


def tell(outcome: Outcome, now: dt.datetime | None = None, problem: PubsyncError | None = None) -> tuple[str, ...]:
    """Run ``on_news:`` where there is something to tell of a run, and remember what was told.

    Args:
        outcome: of the run.
        now: the time, by default the machine's.
        problem: why the run could not do all that was asked of it, such as push.

    Returns:
        Remarks for the person: why the command failed, which is no failure of the run.
    """
    report, root = outcome.report, outcome.loaded.root
    if report.dry_run:
        return ()
    now = now or dt.datetime.now(dt.UTC)
    state = _of_these_sources(load_state(root), report, now)
    if problem:
        state = state.with_trouble(WHOLE_RUN, troubled(state.troubles.get(WHOLE_RUN), now))
    words = _words(state, now)
    asked = frozenset(one.id for one in waiting(report))
    news = headline(report) if has_news(report) or asked - state.questions else ""
    if not outcome.loaded.settings.on_news:
        return _kept(root, _without_the_ended(state))
    if not news and not words:
        return _kept(root, replace(_without_the_ended(state), questions=state.questions & asked))
    told = [*(one.text for one in words), *([str(problem)] if problem else [])]
    text = "\n".join([*(f"- {outside(one)}" for one in told), *([""] if told else []), report_markdown(report)])
    failure = _run(outcome.loaded.settings, root, text, news, words)
    if not failure:
        state = replace(_with_told(state, words), questions=asked)
    return (*([failure] if failure else []), *_kept(root, state))


def tell_stopped(root: Path, error: PubsyncError, now: dt.datetime | None = None) -> tuple[str, ...]:
    """Run ``on_news:`` where a run stopped and nothing could be done: at the onset, after 7 and after 30 days.

    Returns:
        Remarks for the person, as ``tell``.
    """
    now = now or dt.datetime.now(dt.UTC)
    try:
        loaded = load_settings(root.resolve())
    except PubsyncError:
        return ()  # without settings there is no command to run
    known = load_state(loaded.root)
    state = known.with_trouble(WHOLE_RUN, troubled(known.troubles.get(WHOLE_RUN), now))
    words = [one for one in _words(state, now) if one.name == WHOLE_RUN]
    if not words or not loaded.settings.on_news:
        return _kept(loaded.root, state)
    failure = _run(loaded.settings, loaded.root, stopped_markdown(str(error)), "", words)
    if not failure:
        state = _with_told(state, words)
    return (*([failure] if failure else []), *_kept(loaded.root, state))


def run_command(
    command: str | Sequence[str], text: str, environment: Mapping[str, str], folder: Path, timeout: float = TIMEOUT
) -> str:
    """Run a command of the person's in ``folder`` with ``text`` on its standard input.

    A line is run by the shell, a list of words without one. What the command prints goes to standard error. After
    ``timeout`` seconds it is ended with all that it started.

    Returns:
        "", or why it failed.
    """
    shell = isinstance(command, str)
    try:
        process = subprocess.Popen(  # noqa: S603 - the person's own command, from their own settings
            command,
            shell=shell,
            stdin=subprocess.PIPE,
            stdout=_STANDARD_ERROR,
            env=os.environ | environment,
            cwd=folder,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        return f"on_news: can't be run: {getattr(error, 'strerror', None) or error}"
    try:
        process.communicate(text.encode("utf-8"), timeout)
    except subprocess.TimeoutExpired:
        return f"on_news: took over {timeout:.0f} seconds and was ended"
    finally:
        _end(process)
    code = process.returncode
    return f"on_news: ended with exit code {code if code >= 0 else 128 - code}" if code else ""


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a command that is still at work; one that has ended may leave behind what it means to."""
    if process.poll() is not None:
        return
    if process.stdin:
        with suppress(OSError):
            process.stdin.close()
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def _run(settings: Settings, root: Path, text: str, news: str, words: Sequence[_Word]) -> str:
    environment = {"PUBSYNC_NEWS": news, "PUBSYNC_TROUBLE": "; ".join(one.text for one in words)}
    return run_command(settings.on_news, text, environment, root)


def _of_these_sources(state: State, report: RunReport, now: dt.datetime) -> State:
    """The state without the troubles of sources that are no more; a run that came to its end ends what stopped runs."""
    names = {WHOLE_RUN, *(one.name for one in report.sources)}
    troubles = {name: one for name, one in state.troubles.items() if name in names}
    if WHOLE_RUN in troubles:
        troubles[WHOLE_RUN] = recovered(troubles[WHOLE_RUN], now)
    return replace(state, troubles=troubles)


def _words(state: State, now: dt.datetime) -> list[_Word]:
    return [word for name, one in sorted(state.troubles.items()) if (word := _word(name, one, now))]


def _word(name: str, trouble: Trouble, now: dt.datetime) -> _Word | None:
    """What is to be told of a trouble now, None where that is nothing."""
    days = max(age(trouble.since, now) or dt.timedelta(), dt.timedelta()).days
    since = f"since {trouble.since[:10]}"
    if trouble.ended:
        over = f"{name} answers again" if name else "pubsync works again"
        return _Word(name, f"{over}, after trouble {since}", None) if trouble.told else None
    due = sum(1 for threshold in AGAIN_AFTER if dt.timedelta(days=days) >= threshold)
    if due <= trouble.told:
        return None
    fails = f"{name} fails" if name else "pubsync can't do its work"
    return _Word(
        name, f"{fails}, {since}" + (f", {counted(days, 'day', 'days')}" if days else ""), replace(trouble, told=due)
    )


def _with_told(state: State, words: Iterable[_Word]) -> State:
    for one in words:
        state = state.with_trouble(one.name, one.then)
    return _without_the_ended(state)


def _without_the_ended(state: State) -> State:
    return replace(state, troubles={name: one for name, one in state.troubles.items() if not one.ended})


def _kept(root: Path, state: State) -> tuple[str, ...]:
    """Keep what changed; a remark where that can't be done."""
    if state == replace(load_state(root), remarks=state.remarks):
        return ()
    remark = save_state(root, state)
    return (remark,) if remark else ()
