"""The built wheel, in a clean environment and far from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.real import ROOT, example

pytestmark = pytest.mark.wheel


def run(*words: str, cwd: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run(words, capture_output=True, text=True, cwd=cwd, env=environment, check=False, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT), cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_templates_and_configuration_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for name in ("templates/page/shell.html.j2", "templates/labels/zh.yaml", "config/pubsync.schema.json"):
        assert f"pubsync/_data/{name}" in names
    assert "pubsync/_data/config/example/pubsync.yaml" in names
    assert not [name for name in names if name.startswith(("tests/", "docs/"))]
    assert not [name for name in names if "/_publications/" in name]


def test_the_wheel_syncs_the_example_from_a_clean_environment(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "venv"
    run(sys.executable, "-m", "venv", str(environment), cwd=tmp_path)
    python = environment / ("Scripts" if os.name == "nt" else "bin") / "python"
    constraints = ROOT / ".ci" / "constraints.txt"
    run(str(python), "-m", "pip", "install", "--quiet", "-c", str(constraints), str(wheel), cwd=tmp_path)
    site = example(tmp_path)
    told = run(str(python), "-m", "pubsync", "sync", "--offline", cwd=site)
    assert "The site shows 10 papers, 1 talk, 1 course" in told
    assert str(ROOT) not in told
    where = run(str(python), "-c", "import pubsync.resources as r; print(r.resource_folder('templates'))", cwd=site)
    assert str(environment) in where
