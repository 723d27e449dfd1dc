"""The three answers of ``init``: what was found, what is missing, and how updates will reach the web."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pubsync.citing.escape import slug
from pubsync.detect import FoundEntries, FoundFile, FoundList, FoundPerson, FoundSite
from pubsync.pipeline.run import Outcome
from pubsync.pipeline.starting.drafting import Draft, scalar
from pubsync.records.work import Work
from pubsync.report import counted

_SHOWN = 3
_LISTED = 12
_SUBJECTS = {"work": ("paper", "papers"), "talk": ("talk", "talks"), "course": ("course", "courses")}
_MACHINES = {
    "github": "on GitHub",
    "gitlab": "on GitLab",
    "crontab": "on this machine, by cron",
    "systemd": "on this machine, by systemd",
    "launchd": "on this Mac",
}


def found_lines(site: FoundSite) -> Iterator[str]:
    """Yield what was found, each with the place where it stands."""
    if site.kind or site.engine or site.files:
        yield f"This is {site.title}{_by(site.evidence)}."
    else:
        yield "No site stands in this folder, neither a page nor a configuration: is it the right one?"
    for person in site.people:
        yield from _person_lines(person)
    yield from _some(
        [
            f"  {one.name} left ({one.where}): in pubsync.yaml as a comment, which needs from: and until:"
            for one in site.former
        ]
    )
    yield from _some([f"  {one.path}: {_entries(one)}" for one in site.bibliographies])
    for kind, files in (("talks", site.talks), ("teaching", site.teaching)):
        yield from _some([f"  {kind}: {one.path}, {_entries(one)}" for one in files])
    yield from _some([f"  a calendar: {path}" for path in site.calendars])
    yield from (_entries_line(one) for one in site.entries)
    yield from _some([_list_line(one) for one in site.lists])
    yield from _some([f"  {path}: left alone: {fault}" for path, fault in site.unread])
    if site.marked:
        yield f"  marked for pubsync already: {', '.join(site.marked[:_SHOWN])}"
    if len(site.languages) > 1:
        yield f"  languages: {', '.join(one.tag for one in site.languages)}"


def _some(lines: Sequence[str]) -> Iterator[str]:
    """Yield the first of many lines: in a folder that is no site, such as a home, there may be thousands."""
    yield from lines[:_LISTED]
    if len(lines) > _LISTED:
        yield f"  … and {len(lines) - _LISTED} more"


def _list_line(found: FoundList) -> str:
    return (
        f"  {found.where}: a list of {counted(found.entries, 'entry', 'entries')} for {found.section}, written by hand"
    )


def _by(evidence: Sequence[str]) -> str:
    return f", told by {', '.join(evidence[:_SHOWN])}" if evidence else ""


def _person_lines(person: FoundPerson) -> Iterator[str]:
    if person.name:
        also = f", also {', '.join(person.aliases)}" if person.aliases else ""
        where = f" ({person.where})" if person.where else ""
        yield f"  {person.name}{also}{where}"
    for one in person.profiles.found:
        yield f"  {one.kind}: {one.value} ({one.where})"


def _entries(one: FoundFile) -> str:
    return f"{counted(one.entries, 'entry', 'entries')}{f'; left out, since {one.aside}' if one.aside else ''}"


def _entries_line(one: FoundEntries) -> str:
    examples = "example of the template's" if one.examples == 1 else "examples of the template's"
    parts = [(one.own, "of your own"), (one.ours, "of pubsync's"), (one.examples, examples)]
    told = ", ".join(f"{number} {whose}" for number, whose in parts if number)
    return f"  {one.folder}: {told or 'no entry that can be read'}"


def missing_lines(site: FoundSite, draft: Draft, outcome: Outcome | None) -> Iterator[str]:
    """Yield what is missing, each with what to do about it."""
    from pubsync.pipeline.by_hand import draft_of, hint_lines  # noqa: PLC0415 - it needs this package

    yield from _unclear_lines(site)
    settings = draft.settings
    if not settings.all_sources:
        yield "no .bib file, Google Scholar profile or ORCID iD was found: name one under sources: in pubsync.yaml"
    yield from (_export_line(one) for one in site.bibliographies if one.of_scholar and not one.aside)
    if not settings.outputs and not site.marked:
        yield from _region_lines(site)
    drafted = draft_of(outcome) if outcome else None
    told = drafted is not None and not drafted.unheard and any(one.kind != "work" for one in drafted.files)
    if not (settings.talks or settings.teaching or told):
        yield from _occasion_lines(site)
    if drafted:
        yield from hint_lines(drafted)
    if outcome:
        yield from _author_lines(outcome.shown.works, is_enriched=bool(settings.enrich))
        yield from _source_lines(outcome)
    paths = dict.fromkeys(one.path for one in site.lists if one.section == "publications")
    if paths:
        named = " ".join(_quoted(path) for path in paths)
        yield f"lists written by hand, which are not kept true yet (nothing of them is lost): pubsync adopt {named}"
    known = f", once the sources name all (so far {len(outcome.shown.works)})" if outcome else ""
    for number in site.numbers[:_SHOWN]:
        by_hand = f'{number.where}: "{number.words}" is a number by hand'
        yield f"{by_hand}; written like this it stays true{known}: {number.marked}"
    yield from (f"{one.where}: {one.what} ({one.remedy})" for one in site.hidden if not one.is_note)
    examples = [one.folder for one in site.entries if one.examples]
    if examples:
        holds = "still holds" if len(examples) == 1 else "still hold"
        yield f"{' and '.join(examples)} {holds} examples of the template's; the first sync names the files to remove"


def _export_line(one: FoundFile) -> str:
    return (
        f"{one.path}: its entries look like Google Scholar's own. If it is an export of your profile, write "
        f"scholar: {{file: {scalar(one.path)}}} in place of bibtex:, so that works of namesakes wait for your word; "
        "if you keep it by hand, all is well"
    )


def _region_lines(site: FoundSite) -> Iterator[str]:
    """Where a site shows papers only in regions: what to put into which page."""
    yield (
        "no page shows the papers yet: put <!-- pubsync:begin publications --> and <!-- pubsync:end --> into one, and "
        "into a member's page likewise, with person="
    )
    members = [one for one in site.people if one.name]
    for one in members[:_LISTED]:
        page = one.where.rpartition(":")[0] or one.where
        yield f"  {page}: <!-- pubsync:begin publications person={slug(one.name, fallback='person')} -->"
    if len(members) > _LISTED:
        yield f"  … and {len(members) - _LISTED} more"


def _occasion_lines(site: FoundSite) -> Iterator[str]:
    """What becomes of talks and courses that no file names; what a person wrote stays as it is until one does."""
    own = {one.folder: one.own for one in site.entries if one.kind != "work" and one.own}
    by_hand = [one for one in site.lists if one.section in ("talks", "teaching")]
    if own:
        files = counted(sum(own.values()), "file", "files")
        yield (
            f"{' and '.join(own)}: {files} of your own, which stand there as before; to have talks and courses in "
            "lists, numbers and other languages too: pubsync adopt --draft"
        )
    elif by_hand:
        where = ", ".join(one.where for one in by_hand[:_SHOWN]) + (" …" if len(by_hand) > _SHOWN else "")
        yield (
            f"the talks and courses in your pages ({where}) stay as you wrote them; to have pubsync keep them: "
            "pubsync adopt --draft drafts talks.yaml and teaching.yaml; then sync, and pubsync adopt"
        )
    else:
        yield "no list of talks or courses: write talks.yaml or teaching.yaml, and name it in pubsync.yaml"


def _unclear_lines(site: FoundSite) -> Iterator[str]:
    for person in site.people:
        for kind, several in person.profiles.unclear:
            listed = ", ".join(f"{one.value} ({one.where})" for one in several[:_SHOWN])
            yield f"several ids of {kind} stand in your pages, and none was taken: {listed}"


def _author_lines(works: Sequence[Work], *, is_enriched: bool) -> Iterator[str]:
    cut = [work for work in works if not work.author or not work.author_complete]
    if not cut:
        return
    titles = "; ".join(work.title for work in cut[:_SHOWN]) + (" …" if len(cut) > _SHOWN else "")
    remedy = (
        "those under enrich: are asked for the rest over the next nights, and a .bib entry settles it at once"
        if is_enriched
        else "add enrich: [crossref, arxiv], or give them in a .bib file"
    )
    yield f"{counted(len(cut), 'paper has', 'papers have')} no whole list of authors ({titles}): {remedy}"
    undated = sum(1 for work in works if not work.issued)
    if undated:
        yield f"{counted(undated, 'paper has', 'papers have')} no year"


def _source_lines(outcome: Outcome) -> Iterator[str]:
    sources = outcome.report.sources
    for one in sources:
        if one.partial:
            more = "; for older papers: scholar: {id: …, pages: all}" if one.name.startswith("scholar:") else ""
            yield f"{one.name}: {one.partial}{more}"
    silent = [one.name for one in sources if one.problem and one.state != "offline"]
    if silent:  # why, the lines of the first sync have just said
        yield f"no answer yet from {', '.join(silent)}: each sync asks again; pubsync doctor tells what is in the way"


def _quoted(path: str) -> str:
    return path if path.replace("/", "").replace("_", "").replace("-", "").replace(".", "").isalnum() else f"'{path}'"


def update_lines(site: FoundSite) -> Iterator[str]:
    """Yield how updates reach the web, and what to install so that they do every night."""
    updates = site.updates
    yield f"{updates.way[:1].upper()}{updates.way[1:]}."
    if updates.runs:
        yield f"pubsync runs already: {updates.runs}."
        return
    if updates.in_git:
        yield "A sync writes into this folder: commit and push what it changed, as you do with everything else."
    yield "To let it run every night, print what to install:"
    for name in updates.schedules:
        yield f"  {_MACHINES[name]}: {printing_command(name, is_pushed=updates.is_pushed)}"


def printing_command(schedule: str, *, is_pushed: bool) -> str:
    """Return the command that prints a schedule whose runs reach the web; a hosted one's do in any case."""
    hosted = schedule in ("github", "gitlab")
    return f"pubsync schedule --print {schedule}" + (" --push" if is_pushed and not hosted else "")
