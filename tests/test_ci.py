"""The action, the workflows and the hook: they parse, they say what the documentation says, and their steps run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.pipeline.nights import make_site
from tests.workflows import DOC, KINDS, ROOT, USUAL, with_workflows, workflow

ACTION = ROOT / "action.yml"
HOOKS = ROOT / ".pre-commit-hooks.yaml"
CONTEXTS: dict[str, dict[str, Any]] = {
    "the action": {},
    "installed": {"action": "", "keys": ["OPENALEX_API_KEY"]},
    "in a folder": {"action": "", "inside": "my site's/web", "timezone": "Asia/Shanghai"},
    "published by others": {
        "action": "",
        "publishers": [{"name": "deploy.yml", "can_be_called": True}, {"name": "b.yml", "can_be_called": False}],
    },
    "published by pages": {"builds": False},
    "published by nobody known": {"builds": False, "asks_pages": False, "keys": ["SERPAPI_API_KEY"]},
}
WORKFLOWS = [(kind, name) for kind in KINDS for name in CONTEXTS]


def parsed(text: str) -> Any:
    return YAML(typ="safe").load(text)


def rendered(kind: str, name: str) -> Any:
    return parsed(workflow(kind, **CONTEXTS[name]))


def action() -> Any:
    return parsed(ACTION.read_text(encoding="utf-8"))


def steps(kind: str, name: str) -> list[dict[str, Any]]:
    (job,) = rendered(kind, name)["jobs"].values()
    return list(job["steps"])


def all_steps() -> Iterator[dict[str, Any]]:
    yield from action()["runs"]["steps"]
    for kind, name in WORKFLOWS:
        yield from steps(kind, name)


# The workflows


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, name in WORKFLOWS if kind != "check"])
def test_a_workflow_runs_by_night_by_hand_and_after_a_push_one_at_a_time(kind: str, name: str) -> None:
    found = rendered(kind, name)
    triggers = found.get("on", found.get(True))
    assert set(triggers) == {"schedule", "workflow_dispatch", "push"}
    assert triggers["schedule"][0]["cron"] == "15 3 * * *"
    assert found["concurrency"] == {"group": "pubsync", "cancel-in-progress": False}
    (job,) = found["jobs"].values()
    assert job["if"] == "github.ref_name == github.event.repository.default_branch"
    assert job["timeout-minutes"] == 60


@pytest.mark.parametrize("name", CONTEXTS)
def test_the_check_runs_for_pull_requests_alone_and_is_given_nothing_of_worth(name: str) -> None:
    found = rendered("check", name)
    assert found.get("on", found.get(True)) == {"pull_request": None}
    assert found["concurrency"]["cancel-in-progress"] is True
    text = workflow("check", **CONTEXTS[name])
    assert not re.search(r"secrets\.|github\.token|cache|pull_request_target", text)
    checkout, *_, pubsync = steps("check", name)
    assert checkout["with"] == {"persist-credentials": False}
    wishes = pubsync.get("with", pubsync.get("env", {}))
    assert wishes.get("mode", wishes.get("PUBSYNC_MODE")) == "check"


@pytest.mark.parametrize(
    ("kind", "name", "permissions"),
    [
        ("deploy", "the action", {"contents": "write", "pages": "write", "id-token": "write"}),
        ("deploy", "published by others", {"contents": "write", "actions": "write"}),
        ("deploy", "published by pages", {"contents": "write", "pages": "write"}),
        ("deploy", "published by nobody known", {"contents": "write"}),
        ("pull-request", "installed", {"contents": "write", "pull-requests": "write"}),
        ("check", "installed", {"contents": "read"}),
        ("check", "the action", {"contents": "read"}),
    ],
)
def test_a_workflow_has_the_permissions_that_it_needs_and_no_more(
    kind: str, name: str, permissions: dict[str, str]
) -> None:
    assert rendered(kind, name)["permissions"] == permissions


@pytest.mark.parametrize("name", [name for name in CONTEXTS if name != "published by nobody known"])
def test_what_is_committed_is_published_by_the_same_job_and_only_then_a_stale_source_fails_it(name: str) -> None:
    found = steps("deploy", name)
    ids = [one.get("id", "") for one in found]
    published = next(
        place for place, one in enumerate(found) if one.get("id") == "deployment" or one.get("name") == "Publish"
    )
    assert ids.index("pubsync") < published < len(found) - 1
    assert found[-1]["if"] == "steps.pubsync.outputs.stale != ''"
    wishes = found[ids.index("pubsync")]
    assert wishes.get("with", wishes.get("env", {})).get("fail-when-stale", "false") == "false"


@pytest.mark.parametrize("name", ["the action", "installed"])
def test_a_proposal_names_its_mode_and_fails_by_itself(name: str) -> None:
    (pubsync,) = (one for one in steps("pull-request", name) if one.get("id") == "pubsync")
    wishes = pubsync.get("with", pubsync.get("env", {}))
    assert wishes.get("mode", wishes.get("PUBSYNC_MODE")) == "pull-request"
    assert not {"fail-when-stale", "PUBSYNC_FAIL_WHEN_STALE"} & set(wishes)


def test_keys_come_from_secrets_into_the_one_step_that_asks() -> None:
    (pubsync,) = (one for one in steps("deploy", "installed") if one.get("id") == "pubsync")
    assert pubsync["env"]["OPENALEX_API_KEY"] == "${{ secrets.OPENALEX_API_KEY }}"
    assert workflow("deploy", **CONTEXTS["installed"]).count("secrets.") == 1


def test_a_folders_name_is_a_value_and_never_a_part_of_a_command() -> None:
    hostile = 'web"; rm -rf / #${IFS}`id`'
    for kind in KINDS:
        found = parsed(workflow(kind, action="", inside=hostile))
        (job,) = found["jobs"].values()
        assert [one["env"]["PUBSYNC_SITE"] for one in job["steps"] if one.get("id") == "pubsync"] == [hostile]
        assert not [one for one in job["steps"] if "rm -rf" in one.get("run", "")]


# The action


def test_each_input_and_output_says_what_it_is_and_stands_in_the_documentation() -> None:
    found, doc = action(), DOC.read_text(encoding="utf-8")
    for name, one in (found["inputs"] | found["outputs"]).items():
        assert one["description"].strip(), name
        assert f"`{name}`" in doc, name
    table = re.findall(r"^\| `([a-z-]+)` \| (?:`([^`|]*)`|([^|]*)) \|", doc, re.MULTILINE)
    documented = {name: code or words for name, code, words in table}
    assert set(documented) == set(found["inputs"])
    in_words = {"sources": "all", "token": "the job's"}
    for name, one in found["inputs"].items():
        assert documented[name] == in_words.get(name, one["default"]), name


def test_every_input_is_used() -> None:
    text = ACTION.read_text(encoding="utf-8")
    for name in action()["inputs"]:
        assert f"inputs.{name} " in text, name


def test_what_the_machine_remembers_is_restored_before_and_kept_after_whatever_happens() -> None:
    found = action()["runs"]["steps"]
    restore, keep = (
        next(one for one in found if part in one.get("uses", "")) for part in ("cache/restore", "cache/save")
    )
    assert found.index(restore) < [one.get("id") for one in found].index("run") < found.index(keep)
    assert restore["with"]["path"] == keep["with"]["path"]
    assert restore["with"]["key"] == keep["with"]["key"]
    assert keep["if"].startswith("always()")
    (run,) = (one for one in found if one.get("id") == "run")
    assert run["env"]["PUBSYNC_STATE_HOME"] == keep["with"]["path"]


def test_what_the_action_installs_is_itself_with_the_releases_it_was_tested_with() -> None:
    (install,) = (one for one in action()["runs"]["steps"] if one.get("name") == "Install pubsync")
    assert '"$GITHUB_ACTION_PATH"' in install["run"]
    for path in re.findall(r"\$GITHUB_ACTION_PATH/([\w./-]+)", install["run"]):
        assert (ROOT / path).is_file()


# All of them


def test_only_githubs_own_actions_are_used_each_by_its_commit() -> None:
    used = {one["uses"] for one in all_steps() if "uses" in one} - {USUAL["action"]}
    assert used
    for name in used:
        assert re.fullmatch(r"actions/[a-z/-]+@[0-9a-f]{40}", name), name
    commits: dict[str, set[str]] = {}
    for name in used:
        repository, _, commit = name.partition("@")
        commits.setdefault("/".join(repository.split("/")[:2]), set()).add(commit)
    assert all(len(one) == 1 for one in commits.values()), commits


def test_each_commit_stands_beside_its_release() -> None:
    texts = [ACTION.read_text(encoding="utf-8"), *(workflow(kind, **CONTEXTS[name]) for kind, name in WORKFLOWS)]
    for line in "\n".join(texts).splitlines():
        assert not re.search(r"uses: actions/", line) or re.search(r"# v\d+\.\d+\.\d+$", line), line


def test_no_expression_stands_within_a_command() -> None:
    for one in all_steps():
        assert "${{" not in one.get("run", ""), one


def scripts() -> list[str]:
    return sorted({one["run"] for one in all_steps() if "run" in one})


@pytest.mark.parametrize("script", scripts())
def test_each_command_is_good_shell(script: str, tmp_path: Path) -> None:
    assert subprocess.run(["bash", "-n"], input=script, text=True, check=False).returncode == 0
    beside = Path(sys.executable).with_name("shellcheck")
    shellcheck = str(beside) if beside.is_file() else shutil.which("shellcheck")
    if shellcheck is None:
        pytest.skip("shellcheck is not installed")
    file = tmp_path / "step.sh"
    file.write_text(script, encoding="utf-8")
    done = subprocess.run([shellcheck, "--shell=bash", str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.skipif(find_spec("check_jsonschema") is None, reason="check-jsonschema is not installed")
def test_all_fits_githubs_own_schemas(tmp_path: Path) -> None:
    files = []
    for number, (kind, name) in enumerate(WORKFLOWS):
        file = tmp_path / f"{kind}-{number}.yml"
        file.write_text(workflow(kind, **CONTEXTS[name]), encoding="utf-8")
        files.append(str(file))
    for schema, paths in (("vendor.github-workflows", files), ("vendor.github-actions", [str(ACTION)])):
        words = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *paths]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


def test_the_documentation_shows_the_workflows_as_they_are() -> None:
    text = DOC.read_text(encoding="utf-8")
    assert with_workflows(text) == text, "run: python -m tests.workflows"


def test_every_yaml_in_the_documentation_is_yaml() -> None:
    blocks = re.findall(r"^( *)```yaml\n(.*?)^\1```", DOC.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert len(blocks) >= 6
    for _, block in blocks:
        assert parsed(block)


def test_the_hook_checks_the_whole_site_and_asks_no_one() -> None:
    (hook,) = parsed(HOOKS.read_text(encoding="utf-8"))
    assert hook["entry"].split()[:2] == ["pubsync", "check"]
    assert (hook["language"], hook["pass_filenames"]) == ("python", False)
    for path in ("pubsync.yaml", "publications.bib", "web/_publications/a.md", "_pubsync/library.json", "talks.tsv"):
        assert re.search(hook["files"], path), path
    assert not re.search(hook["files"], "assets/photo.jpg")


# The steps, run as a runner would


class Runner:
    """A runner of composite actions for what ours uses: variables from expressions, and outputs from a file."""

    def __init__(self, folder: Path, event: str, **inputs: str) -> None:
        self.temp, self.output, self.folder = folder / "temp", folder / "output", folder
        self.event = event
        self.inputs = {name: str(one["default"]) for name, one in action()["inputs"].items()} | inputs
        program = self.temp / "pubsync" / "bin" / "pubsync"
        program.parent.mkdir(parents=True)
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pubsync "$@"\n', encoding="utf-8")
        program.chmod(0o755)

    def value(self, text: str) -> str:
        known = {f"inputs.{name}": value for name, value in self.inputs.items()} | {"runner.temp": str(self.temp)}
        return re.sub(r"\$\{\{ (.+?) \}\}", lambda found: known.get(found[1], "unknown"), text)

    def run(self, folder: Path) -> subprocess.CompletedProcess[str]:
        (step,) = (one for one in action()["runs"]["steps"] if one.get("id") == "run")
        variables = {name: self.value(str(value)) for name, value in step["env"].items()}
        github = {
            "GITHUB_ACTIONS": "true",
            "GITHUB_EVENT_NAME": self.event,
            "GITHUB_OUTPUT": str(self.output),
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary.md"),
            "RUNNER_TEMP": str(self.temp),
            "GIT_CONFIG_GLOBAL": os.devnull,
        }
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=folder,
            env=os.environ | github | variables,
            capture_output=True,
            text=True,
            check=False,
        )


def test_the_step_that_runs_pubsync_takes_its_wishes_from_the_inputs(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    runner = Runner(tmp_path, "push", mode="sync", site="site")
    done = runner.run(tmp_path)
    assert done.returncode == 0, done.stderr
    assert (site / "publications.html").exists()
    assert "news=2 new papers\n" in runner.output.read_text(encoding="utf-8")
    assert (tmp_path / "temp" / "pubsync-memory").is_dir()
    checked = Runner(tmp_path / "second", "pull_request", site="site").run(tmp_path)
    assert checked.returncode == 0, checked.stdout


def test_a_step_fails_where_the_site_is_stale_and_only_checked(tmp_path: Path) -> None:
    make_site(tmp_path)
    assert Runner(tmp_path, "push", mode="check", site="site").run(tmp_path).returncode == 1
