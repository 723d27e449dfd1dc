"""What a run did, as Markdown for a pull request, a job's summary or a mail.

Titles, places and errors come from outside. In this text they can't act: not as Markdown or HTML, and not as what code
forges read in plain text, where ``@name`` calls people and ``fixes #12`` closes an issue once a pull request is merged
(https://docs.github.com/en/issues/tracking-your-work-with-issues/using-issues/linking-a-pull-request-to-an-issue).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from pubsync.changes import Change
from pubsync.citing.escape import markdown_text, plain
from pubsync.citing.escape import url as safe_url
from pubsync.curation import Decision
from pubsync.report.headline import counted, has_news, headline
from pubsync.report.lines import edit_in_words, folders_in_words, source_in_words
from pubsync.report.values import Join, RunReport, SourceReport
from pubsync.report.waiting import Waiting, waiting

LONGEST = 60_000
"""Characters; the text of a pull request on GitHub holds 65,536."""
_ROWS = 30
_MANY_SOURCES = 6
_ROWS_OF_A_QUIET_RUN = 3
_LONGEST_TEXT = 300
_LONGEST_REASON = 2000
_LONGEST_ADDRESS = 500
_SECTIONS = {
    "added": "New",
    "adopted": "Known now, in files of yours",
    "published": "Published",
    "corrected": "Corrected",
    "left": "No longer named by any source",
    "outside": "No longer shown: from before or after its authors' time here",
    "unlisted": "No longer on a member's list",
    "returned": "Back",
}
_CALLING = re.compile(r"&#64;|(?:(?<!&)[#!]|&#35;|\bGH-)(?=\d)", re.IGNORECASE)
_INNER_UNDERSCORE = re.compile(r"(?<=[^\W_])&#95;(?=[^\W_])")
"""One between two letters is no mark of emphasis in GFM (https://github.github.com/gfm/#emphasis-and-strong-emphasis):
names of files and settings stay readable where nobody renders them."""
_BREAK = "&#8203;"
"""A blank without width: what follows no longer belongs to what stands before."""


def report_markdown(report: RunReport) -> str:
    """Return the report as Markdown of at most ``LONGEST`` characters, short where nothing happened."""
    told = headline(report) or "no news"
    lines = [f"## pubsync: {told}", "", *_blocks(report)]
    return _bounded(lines) + "\n"


def stopped_markdown(reason: str) -> str:
    """Return what is told of a run that stopped and changed nothing."""
    return f"## pubsync: nothing was done\n\n{outside(reason, _LONGEST_REASON)}\n"


def outside(text: str, longest: int = _LONGEST_TEXT) -> str:
    """Return a text from outside, at most so many characters, as inline text that neither acts nor calls anyone."""
    line = " ".join(plain(text).split())
    shown = line if len(line) <= longest else f"{line[:longest]}…"
    return _CALLING.sub(lambda found: found.group() + _BREAK, _INNER_UNDERSCORE.sub("_", markdown_text(shown)))


def code(text: str) -> str:
    """Return a text as a code span, whatever backticks it holds (https://spec.commonmark.org/0.31.2/#code-spans)."""
    line = " ".join(plain(text).split())
    longest = max((len(run) for run in re.findall(r"`+", line)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {line} {fence}" if "`" in line else f"{fence}{line}{fence}"


def _blocks(report: RunReport) -> Iterator[str]:
    if _is_quiet(report):
        yield from _quiet_blocks(report)
        return
    for kind, heading in _SECTIONS.items():
        changes = [one for one in report.changes if one.kind == kind]
        yield from _section(heading, list(_change_rows(changes, report)))
    yield from _section("Merged", list(_merge_rows(report)))
    yield from _section("Your edits, kept", [_edit(one) for one in report.taken_over])
    yield from _section("Waits for your decision", [_waiting_row(one) for one in waiting(report)])
    yield from _section("Notes", [f"- {outside(remark)}" for remark in report.remarks])
    yield from _section("Sources", list(_source_rows(report)))
    yield from _files(report)


def _is_quiet(report: RunReport) -> bool:
    fresh = any(one.fresh for one in report.joins)
    return not (has_news(report) or fresh or report.taken_over or report.site_files)


def _quiet_blocks(report: RunReport) -> Iterator[str]:
    """What is left to say where nothing happened: what waits, and what is in trouble."""
    rows = [_waiting_row(one) for one in waiting(report)]
    yield from _section("Waits for your decision", rows, _ROWS_OF_A_QUIET_RUN)
    troubled = [_source_row(one, report.today) for one in report.sources if _is_troubled(one) and not one.unheard]
    yield from _section("Sources", [*troubled, *_unheard_rows(report)])
    fresh = sum(1 for one in report.sources if one.state == "fresh")
    calm = (one for one in report.sources if one.unheard or not _is_troubled(one))
    unasked = any(one.unheard or one.state in ("offline", "resting") for one in calm)
    notes = len(report.remarks) + sum(len(one.notices) for one in report.sources)
    told = f"{fresh} of {counted(len(report.sources), 'source', 'sources')} answered"
    told += ", the others were not asked" if unasked else ""
    yield f"{told}." + (f" {counted(notes, 'note', 'notes')}: `pubsync check`" if notes else "")


def _section(heading: str, rows: Sequence[str], at_most: int = _ROWS) -> Iterator[str]:
    if not rows:
        return
    yield from (f"### {heading}", "")
    yield from rows[:at_most]
    if len(rows) > at_most:
        more = len(rows) - at_most
        yield f"- and {more} more" + (": `pubsync review`" if heading.startswith("Waits") else "")
    yield ""


def _change_rows(changes: Sequence[Change], report: RunReport) -> Iterator[str]:
    """One row for each subject, with all that was corrected of it, and of a new one why its records are one."""
    joins = {join.key: join for join in report.joins}
    by_key: Callable[[Change], tuple[str, str]] = lambda one: (one.key, one.title)  # noqa: E731 - a sort key
    for (key, title), group in groupby(changes, key=by_key):
        members = list(group)
        details = [outside(one.detail) for one in members if one.detail]
        details += [_why_one(joins[key])] if members[0].kind == "added" and key in joins else []
        described = report.described.get(key)
        whose = described.whose if described and members[0].kind == "added" else ()
        details = [*([outside(", ".join(whose))] if whose else []), *details]
        yield f"- {_subject(key, title, report)}" + (f" ({'; '.join(details)})" if details else "")


def _subject(key: str, title: str, report: RunReport) -> str:
    """A title with its address, and where it came out."""
    described = report.described.get(key)
    name = outside(title) or code(key)
    if described is None:
        return name
    address = safe_url(described.url)
    if address and len(address) <= _LONGEST_ADDRESS:
        name = f"[{name}]({_in_parentheses(address)})"
    return f"{name}, {outside(described.where)}" if described.where else name


def _in_parentheses(address: str) -> str:
    return address.replace("&", "&amp;").replace("$", "%24")


def _merge_rows(report: RunReport) -> Iterator[str]:
    new = {one.key for one in report.changes if one.kind == "added"}
    taken_in: dict[str, list[Change]] = {}
    for one in report.changes:
        if one.kind == "merged":
            taken_in.setdefault(one.key, []).append(one)
    for join in report.joins:
        merged = taken_in.pop(join.key, [])
        if (join.fresh and join.key not in new) or merged:
            former = "".join(f"; {code(one.detail)} is now part of it" for one in merged)
            yield f"- {_subject(join.key, join.title, report)}: {_why_one(join)}{former}"
    for key, merged in taken_in.items():
        yield from (
            f"- {_subject(key, one.title, report)}: {code(one.detail)} is now part of {code(key)}" for one in merged
        )


def _why_one(join: Join) -> str:
    records = counted(len(join.records), "record", "records")
    return f"{records} of one work, by {outside(', '.join(join.reasons))}" if join.reasons else f"{records} of one work"


def _edit(decision: Decision) -> str:
    if decision.kind == "hide":
        return "- a file that you deleted stays away"
    path = decision.path or decision.origin
    return f"- {code(path)}: {outside(edit_in_words(decision).removeprefix(f'{path}: '))}"


def _waiting_row(one: Waiting) -> str:
    about = " | ".join(map(outside, one.about)).replace(" | ", " — ")
    question = {
        "pair": f"One work or two? {about}",
        "namesake": f"Yours? {about}",
        "moved": f"Still as you want it? {about}",
        "source": f"To be believed? {about}",
    }[one.kind]
    reason = f" ({outside(one.reason)})" if one.reason else ""
    return "\n".join([f"- {question}{reason}", *(f"  - {answer}: {code(typed)}" for answer, typed in one.answers)])


def _is_troubled(one: SourceReport) -> bool:
    resting = one.state == "resting" and "refused" in one.problem
    return one.state in ("snapshot", "failed") or resting or bool(one.dropped)


def _source_row(one: SourceReport, today: str) -> str:
    parts = [source_in_words(one)]
    if one.partial:
        parts.append(f"a part of the list: {one.partial}")
    if one.state != "fresh" and one.last_success:
        parts.append(f"last answered on {one.last_success}{_age(one.last_success, today)}")
    if one.since:
        parts.append(f"unchanged since {one.since}{_age(one.since, today)}")
    if one.stale:
        parts.append("stale")
    lines = [f"- {code(one.name)}: {outside(', '.join(parts))}"]
    if one.problem and one.state in ("snapshot", "failed"):
        lines.append(f"  - {outside(one.problem.removeprefix(f'{one.name}: '))}")
    lines += [f"  - {outside(notice)}" for notice in one.notices[:_ROWS]]
    lines += [f"  - no longer named: {outside(title)}" for title in one.dropped[:_ROWS]]
    return "\n".join(lines)


def _source_rows(report: RunReport) -> Iterator[str]:
    """A row for each source; where there are many, those that are well share one, as in a lab each member has some."""
    many = len(report.sources) > _MANY_SOURCES
    well = [one for one in report.sources if many and not _has_something_to_say(one)]
    yield from (_source_row(one, report.today) for one in report.sources if one not in well and not one.unheard)
    yield from _unheard_rows(report)
    if well:
        yield f"- {counted(len(well), 'other is well', 'others are well')}: {', '.join(code(one.name) for one in well)}"


def _has_something_to_say(one: SourceReport) -> bool:
    return bool(_is_troubled(one) or one.stale or one.partial or one.notices)


def _unheard_rows(report: RunReport) -> Iterator[str]:
    unheard = [code(one.name) for one in report.sources if one.unheard]
    if unheard:
        yield f"- never heard so far, and not asked in this run: {', '.join(unheard)}"


def _age(date: str, today: str) -> str:
    """How long ago a date is, in words to stand behind it."""
    try:
        days = (dt.date.fromisoformat(today) - dt.date.fromisoformat(date)).days
    except ValueError:
        return ""
    return f" ({counted(days, 'day', 'days')} ago)" if days > 0 else ""


def _files(report: RunReport) -> Iterator[str]:
    would = "would be " if report.dry_run else ""
    told = []
    for action in ("created", "updated", "deleted"):
        paths = [one.path for one in report.site_files if one.action == action]
        if paths:
            listed = list(folders_in_words(paths))
            shown = ", ".join(map(code, listed[:_ROWS])) + (", …" if len(listed) > _ROWS else "")
            told.append(f"{would}{action}: {shown}")
    if told:
        yield f"Files {'; '.join(told)}."


def _bounded(lines: Sequence[str]) -> str:
    """The lines that fit, and where some do not, a last one that says so."""
    text = "\n".join(lines).rstrip("\n")
    if len(text) <= LONGEST:
        return text
    kept = text[: LONGEST - 100].rpartition("\n")[0]
    return f"{kept}\n\nCut here; the rest is shown by `pubsync sync --dry-run` and `pubsync review`."
