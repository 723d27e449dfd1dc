"""What to install in place of ``pubsync schedule``, as text: read it, then put it where it says."""

from __future__ import annotations

import json
import plistlib
import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import field
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pubsync.detect.updates import has_service, publishing_workflows
from pubsync.errors import PubsyncError, SettingsError, SiteError
from pubsync.frozen import frozen
from pubsync.repository.git import Git
from pubsync.resources import resource_folder
from pubsync.schedule.calendars import calendar_intervals, fields_of_github, on_calendar
from pubsync.schedule.foreground import trigger_of
from pubsync.schedule.installation import NOT_KNOWN, action, program, requirement
from pubsync.settings import Settings, load_settings
from pubsync.settings.cron import Cron
from pubsync.state import state_folder

_KEYS = {
    "openalex": "OPENALEX_API_KEY",
    "semantic_scholar": "SEMANTIC_SCHOLAR_API_KEY",
}
_CHECK = "github-check"
_TEMPLATES = {
    "github": "ci/deploy.yml.j2",
    "github-pull-request": "ci/pull-request.yml.j2",
    _CHECK: "ci/check.yml.j2",
}


@frozen(kw_only=True)
class Wanted:
    """What a schedule is printed from: the site, its settings, and options for ``sync``."""

    root: Path
    settings: Settings
    cron: Cron
    options: Sequence[str] = ()
    words: Sequence[str] = field(default_factory=program)
    """What runs pubsync on this machine."""

    @property
    def name(self) -> str:
        """What the job is called, of letters that every tool takes, one for each site of a machine."""
        return "pubsync-" + re.sub(r"[^A-Za-z0-9]+", "-", state_folder(self.root).name).strip("-")

    def command(self, *words: str) -> list[str]:
        """Return the words of a command of pubsync's for this site."""
        return [*self.words, *words, "--site", str(self.root), *self.options]


def schedule_text(tool: str, root: Path, options: Sequence[str] = ()) -> str:
    """Return what to install in place of ``pubsync schedule``.

    Args:
        tool: ``crontab``, ``systemd``, ``launchd``, ``gitlab``, ``github``, ``github-pull-request``, ``github-check``.
        root: the site's folder, absolute.
        options: ``--commit`` and ``--push``, for each run; on GitHub and GitLab a run always does what it is for.

    Raises:
        SettingsError: where ``pubsync.yaml`` has no ``schedule:`` and the tool needs one, the tool can't say it, or a
            path holds letters that no such file can.
        SiteError: where a template of the person's own fails.
    """
    settings = load_settings(root).settings
    _refuse_unprintable(root)
    if tool == _CHECK:  # runs for pull requests, at no hour of its own
        return _rendered(tool, root, settings, _check(root))
    wanted = Wanted(root=root, settings=settings, cron=trigger_of(settings).cron, options=tuple(options))
    _refuse_unprintable(*wanted.words)
    contexts = {
        "crontab": _crontab,
        "systemd": _systemd,
        "launchd": _launchd,
        "github": _github,
        "github-pull-request": _github,
        "gitlab": _gitlab,
    }
    again = " ".join(["pubsync schedule --print", tool, *wanted.options])
    known = {"name": wanted.name, "schedule": wanted.cron.text, "jitter": settings.jitter, "again": again}
    return _rendered(tool, root, settings, known | contexts[tool](wanted))


def still_to_do(tool: str, root: Path) -> Iterator[str]:
    """Yield what a person has yet to do by hand before the text that was printed for a tool can work."""
    if tool not in (*_TEMPLATES, "gitlab"):
        return
    if requirement() == NOT_KNOWN:
        yield (
            "where another machine can install pubsync from is not known: write the address of its repository in place "
            f"of {NOT_KNOWN.partition('git+')[2]}"
        )
    if tool == "github":
        top, _ = _place(root)
        for one in publishing_workflows(top):
            if not one.can_be_called:
                yield f".github/workflows/{one.name}: add workflow_dispatch: under on:, so that it can be started"


def _refuse_unprintable(*paths: str | Path) -> None:
    for path in map(str, paths):
        if not path.isprintable():
            raise SettingsError("the path holds letters that can't be printed", where=repr(path), remedy="rename it")


def _crontab(wanted: Wanted) -> dict[str, Any]:
    command = shlex.join(wanted.command("schedule", "--once")).replace("%", r"\%")
    return {"command": command, "pushes": "--push" in wanted.options}


def _systemd(wanted: Wanted) -> dict[str, Any]:
    command = " ".join(_unit_word(word) for word in wanted.command("sync", "--quiet"))
    folder = wanted.root.name.replace("%", "%%").replace(
        "\\", "/"
    )  # a backslash at its end would take in the next line
    return {"command": command, "calendars": on_calendar(wanted.cron), "folder": folder}


def _launchd(wanted: Wanted) -> dict[str, Any]:
    log = str(Path.home() / "Library" / "Logs" / f"{wanted.name}.log")
    agent = {
        "Label": wanted.name,
        "ProgramArguments": wanted.command("schedule", "--once"),
        "StartCalendarInterval": calendar_intervals(wanted.cron),
        "StandardOutPath": log,
        "StandardErrorPath": log,
        "ProcessType": "Background",
    }
    return {"plist": plistlib.dumps(agent, sort_keys=False).decode(), "log": log}


def _check(root: Path) -> dict[str, Any]:
    _, inside = _place_on_github(root)
    return {"inside": inside, "requirement": requirement(), "action": action()}


def _github(wanted: Wanted) -> dict[str, Any]:
    top, inside = _place_on_github(wanted.root)
    publishers = [one for one in publishing_workflows(top) if re.fullmatch(r"[\w.-]+", one.name)]
    return {
        "cron": " ".join(fields_of_github(wanted.cron)),
        "timezone": _zone_name(),
        "inside": inside,
        "keys": _keys(wanted.settings),
        "publishers": publishers,
        "asks_pages": not has_service(top),
        "builds": False,
        "requirement": requirement(),
        "action": action(),
    }


def _gitlab(wanted: Wanted) -> dict[str, Any]:
    _, inside = _place(wanted.root)
    return {"timezone": _zone_name(), "inside": inside, "requirement": requirement()}


def _rendered(tool: str, root: Path, settings: Settings, context: dict[str, Any]) -> str:
    own = [root / settings.templates] if settings.templates else []
    environment = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in (*own, resource_folder("templates"))]),
        autoescape=False,  # no HTML; each value is quoted for the tool that reads it
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"quoted": _yaml_text, "sh": shlex.quote}
    path = _TEMPLATES.get(tool, f"schedule/{tool}.j2")
    try:
        return environment.get_template(path).render(context)
    except TemplateError as error:
        raise SiteError(
            f"the template fails: {error.message or type(error).__name__}",
            where=path,
            remedy="mend the template, or remove it to use pubsync's own",
        ) from error


def _unit_word(word: str) -> str:
    """One word of systemd's ``ExecStart=``: in quotes, and nothing in it is a variable or a specifier."""
    plain = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{plain}"' if not re.fullmatch(r"[\w./@:+,=-]+", plain) else plain


def _yaml_text(text: str) -> str:
    """A YAML scalar in double quotes, which is JSON's own."""
    return json.dumps(text, ensure_ascii=False)


def _place_on_github(root: Path) -> tuple[Path, str]:
    top, inside = _place(root)
    if "${{" in inside:
        raise SettingsError("GitHub would read the folder's name as an expression", where=inside, remedy="rename it")
    return top, inside


def _place(root: Path) -> tuple[Path, str]:
    """Return the repository's folder and where the site lies within it, "." where that is the same."""
    try:
        top = Path(Git(root).told("rev-parse", "--show-toplevel"))
        return top, root.relative_to(top).as_posix()
    except (PubsyncError, ValueError):
        return root, "."


def _keys(settings: Settings) -> list[str]:
    """The names of the keys that the settings' sources read from the environment."""
    kinds = {entry.kind for entry in settings.all_sources} | set(settings.enrich)
    found = [name for kind, name in _KEYS.items() if kind in kinds]
    if any(entry.kind == "scholar" and entry.scholar_options().through == "serpapi" for entry in settings.all_sources):
        found.append("SERPAPI_API_KEY")
    if any("zotero.org" in (entry.bibtex or "") for entry in settings.all_sources):
        found.append("ZOTERO_API_KEY")
    return found


def _zone_name() -> str:
    """The machine's time zone by its name, "" where it is UTC or has none."""
    from tzlocal import get_localzone_name, reload_localzone  # noqa: PLC0415 - for these two alone

    try:
        reload_localzone()
        name = get_localzone_name() or ""
    except (LookupError, ValueError, OSError):
        return ""
    return "" if name in ("UTC", "Etc/UTC", "local") or not re.fullmatch(r"[\w/+-]+", name) else name
