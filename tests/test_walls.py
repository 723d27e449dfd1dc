"""Sizes that keep the house readable: past them a room wants a wall."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "pubsync").rglob("*.py"))
LONGEST_MODULE = 350
LONGEST_FUNCTION = 50
DEEPEST_NESTING = 3
_NESTING = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.AsyncFor, ast.AsyncWith, ast.Match)


def functions(module: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def depth(node: ast.AST, above: int = 0) -> int:
    deepest = above
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        chained = isinstance(node, ast.If) and child in node.orelse and isinstance(child, ast.If)
        deeper = above + (isinstance(child, _NESTING) and not chained)
        deepest = max(deepest, depth(child, deeper))
    return deepest


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_modules_functions_and_nesting_stay_small(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE
    for function in functions(module):
        length = (function.end_lineno or function.lineno) - function.lineno + 1
        assert length <= LONGEST_FUNCTION, f"{function.name}: {length} lines"
        assert depth(function) <= DEEPEST_NESTING, f"{function.name}: nested {depth(function)} deep"


def test_nothing_names_a_machine_of_ours() -> None:
    shown = [
        path for folder in ("pubsync", "templates", "config", "docs", ".ci") for path in (ROOT / folder).rglob("*")
    ]
    for path in [*shown, ROOT / "README.md", ROOT / "Makefile", ROOT / "pyproject.toml", ROOT / "CHANGELOG.md"]:
        if path.suffix in (".py", ".md", ".j2", ".yaml", ".toml", ".txt", "") and path.is_file():
            text = path.read_text(encoding="utf-8")
            assert f"{ROOT}/" not in text, path
            assert f"{Path.home()}/" not in text, path
