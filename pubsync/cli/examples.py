"""What ``--help`` says of each command: one line in the list of commands, and examples below its options."""

from __future__ import annotations

import typer

from pubsync.frozen import frozen


@frozen()
class Told:
    """The ``summary`` of a command, which fits a line of 80 columns, and ``examples``: a command and what it does."""

    summary: str
    examples: tuple[tuple[str, str], ...]


TOLD = {
    "init": Told(
        "Look at your site, and make its pubsync.yaml.",
        (
            ("pubsync init", "in the folder of your site; asks what it can't find"),
            ("pubsync init --yes --dry-run", "show the pubsync.yaml that it would write"),
        ),
    ),
    "doctor": Told(
        "Tell what is wrong, and what mends it.",
        (
            ("pubsync doctor", "settings, site, each source, the machine"),
            ("pubsync doctor --rebuild", "make a lost or conflicted ledger anew"),
        ),
    ),
    "sync": Told(
        "Fetch, find what is one work, and bring the site up to date.",
        (
            ("pubsync sync", "the job"),
            ("pubsync sync --dry-run --diff", "show what it would change, and write nothing"),
            ("pubsync sync --offline", "ask no one; after an edit or a decision"),
            ("pubsync sync --source scholar:rme-IWIAAAAJ", "ask this source alone"),
            ("pubsync sync --push", "and commit and push what it wrote"),
        ),
    ),
    "check": Told(
        "Tell whether the site is up to date; for CI.",
        (("pubsync check", "exit code 1 where a sync would change a page"),),
    ),
    "list": Told(
        "List the works, a line each.",
        (("pubsync list", "the keys that other commands take"), ("pubsync list --talks --json", "for programs")),
    ),
    "status": Told(
        "Tell how things stand: counts, sources, what waits.",
        (("pubsync status", "with the last and the next run"),),
    ),
    "adopt": Told(
        "Take over the lists that you wrote by hand in pages.",
        (
            ("pubsync adopt", "show which lists are of known works"),
            ("pubsync adopt index.md --yes", "keep these up to date from now on"),
            ("pubsync adopt --draft", "draft files for what only your pages name"),
        ),
    ),
    "explain": Told(
        "Tell why records are one work, and where each field comes from.",
        (
            ("pubsync explain attention is all", "by words of the title"),
            ("pubsync explain 10.1145/3292500", "by a DOI"),
            ("pubsync explain count first_author", "the works behind a number"),
        ),
    ),
    "review": Told(
        "Go through what waits for your decision.",
        (
            ("pubsync review", "one question after the other, one key each"),
            ("pubsync review --list", "the questions, each with the command for either answer"),
        ),
    ),
    "dedup": Told(
        "Find which records of any .bib files are one work.",
        (
            ("pubsync dedup mine.bib theirs.bib", "the groups with reasons; needs no site"),
            ("pubsync dedup mine.bib --write one.bib", "and write them merged"),
        ),
    ),
    "merge": Told(
        "Say that these are one work.",
        (("pubsync merge qi2021bang qi2020bang", "keys, title words, DOIs, files, addresses of pages"),),
    ),
    "split": Told(
        "Say that these are different works.",
        (
            ("pubsync split doe2020part doe2021part", "two works"),
            ("pubsync split bibtex:publications.bib#doe20 scholar:rme-IWIAAAAJ#u5HHmV", "two records of one work"),
        ),
    ),
    "hide": Told(
        "Keep these off every page, list and count.",
        (("pubsync hide doe2015erratum", "by its key"), ("pubsync hide _publications/2015-erratum.md", "by its file")),
    ),
    "show": Told("Show these again.", (("pubsync show doe2015erratum", "takes a hide back"),)),
    "patch": Told(
        "Set a field by hand, whatever the sources say.",
        (
            ("pubsync patch doe2020graphs title 'On graphs'", ""),
            ("pubsync patch doe2020graphs award 'Best paper'", "fields that no source has, too"),
        ),
    ),
    "pin": Told(
        "Place these first in your own order (sort: own).",
        (("pubsync pin doe2020graphs lee2019trees", "in this order"), ("pubsync pin --off doe2020graphs", "")),
    ),
    "select": Told(
        "Mark these as selected works.",
        (("pubsync select doe2020graphs", "for regions with selected=yes"), ("pubsync select --off doe2020graphs", "")),
    ),
    "disown": Told(
        "Say that these are not yours.",
        (("pubsync disown doe1998chemistry", "a namesake's: its records take part in nothing"),),
    ),
    "resolve": Told(
        "Say whose text stands, yours or the sources'.",
        (
            ("pubsync resolve _pages/cv.md --mine", "keep what you wrote, and ask no more"),
            ("pubsync resolve _pages/cv.md doe2020graphs --tool", "give up what you wrote about that work there"),
            ("pubsync resolve doe2020graphs --tool", "give a patch up"),
        ),
    ),
    "undo": Told(
        "Take the last run back.", (("pubsync undo", "every file as it was before, but those you edited since"),)
    ),
    "export": Told(
        "Write the works out as BibTeX, CSL-JSON, CSV or Atom.",
        (("pubsync export bibtex --out all.bib", ""), ("pubsync export csv", "on the terminal")),
    ),
    "eject": Told(
        "Leave: pages, redirects and a full .bib stay.",
        (("pubsync eject", "show what would be taken out"), ("pubsync eject --yes", "take it out")),
    ),
    "propose": Told(
        "Sync on a branch of its own, for a pull request.",
        (("pubsync propose --open", "push the branch, and open a pull request on GitHub"),),
    ),
    "ci": Told(
        "Sync on a machine of GitHub's or GitLab's.",
        (("pubsync ci", "commit and push"), ("pubsync ci pull-request", "open or update a pull request")),
    ),
    "schedule": Told(
        "Sync by schedule:, or print what to install for that.",
        (
            ("pubsync schedule", "stay, and sync at each time of schedule: in pubsync.yaml"),
            ("pubsync schedule --print crontab --push", "the line for cron"),
            ("pubsync schedule --print github", "the workflow for GitHub"),
        ),
    ),
}


def tell_examples(app: typer.Typer) -> None:
    """Give each command its summary and its examples."""
    for command in app.registered_commands:
        name = command.name or (command.callback.__name__ if command.callback else "")
        told = TOLD[name]
        command.short_help = told.summary
        command.epilog = _examples(told)


def _examples(told: Told) -> str:
    """Return the examples as lines that click leaves as they are."""
    lines = ["\b", "Examples:"]
    for command, does in told.examples:
        lines += [f"  {command}", *([f"      {does}"] if does else [])]
    return "\n".join(lines)
