"""The budgets that keep the code readable, and the contracts that keep it one way."""

import ast
import io
import statistics
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "guard").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))

Function = ast.FunctionDef | ast.AsyncFunctionDef


def code_lines(text: str) -> set[int]:
    """The lines that are neither blank nor only a comment or a docstring."""
    skipped = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    spans = (
        range(token.start[0], token.end[0] + 1)
        for token in tokens
        if token.type not in skipped | {tokenize.ENDMARKER}
    )
    documented = (
        range(node.lineno, (node.end_lineno or 0) + 1)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )
    return set(chain.from_iterable(spans)) - set(chain.from_iterable(documented))


def functions(tree: ast.Module) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def body_length(function: Function, lines: set[int]) -> int:
    """Lines of code of a function from ``def`` to its end."""
    return sum(1 for n in lines if function.lineno <= n <= (function.end_lineno or 0))


def test_modules_are_short() -> None:
    sizes = {path: len(code_lines(path.read_text("utf-8"))) for path in MODULES}
    assert {str(path): size for path, size in sizes.items() if size > 300} == {}
    assert statistics.median(size for size in sizes.values() if size > 1) <= 100


def test_functions_are_short() -> None:
    lengths: dict[str, int] = {}
    for path in MODULES:
        text = path.read_text("utf-8")
        lines = code_lines(text)
        for function in functions(ast.parse(text)):
            lengths[f"{path}:{function.lineno} {function.name}"] = body_length(function, lines)
    assert {name: length for name, length in lengths.items() if length > 40} == {}
    assert statistics.median(lengths.values()) <= 12


def test_packages_re_export_nothing() -> None:
    for path in MODULES:
        if path.name == "__init__.py" and path.parent.name != "guard":
            (docstring,) = ast.parse(path.read_text("utf-8")).body
            assert isinstance(docstring, ast.Expr), path


@pytest.mark.parametrize(
    "word", ["core", "utils", "common", "base", "manager", "service", "helpers"]
)
def test_no_module_has_a_name_that_says_nothing(word: str) -> None:
    assert [path for path in MODULES if word in (path.stem, path.parent.name)] == []


def test_every_public_name_has_a_docstring() -> None:
    without = [
        f"{path}: {node.name}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, Function | ast.ClassDef)
        and not node.name.startswith("_")
        and ast.get_docstring(node) is None
        and not _inside_private(path, node)
    ]
    assert without == []


def _inside_private(path: Path, node: Function | ast.ClassDef) -> bool:
    """Whether ``node`` stands inside a private class, or inside a function."""
    for holder in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(holder, Function | ast.ClassDef):
            continue
        private = isinstance(holder, Function) or holder.name.startswith("_")
        if private and holder.lineno < node.lineno <= (holder.end_lineno or 0):
            return True
    return False


def test_tests_and_code_are_in_proportion() -> None:
    code = sum(len(code_lines(path.read_text("utf-8"))) for path in MODULES)
    tests = sum(len(code_lines(path.read_text("utf-8"))) for path in TESTS)
    assert 1.0 <= tests / code <= 1.7


def test_the_top_level_holds_what_was_agreed() -> None:
    files = {each.name for each in ROOT.iterdir() if each.is_file() and each.name[0] != "."}
    assert files == {"LICENSE", "README.md", "pyproject.toml", "requirements.lock"}


def test_imports_point_one_way() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [str(linter), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert " 0 broken" in done.stdout


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = grimp.build_graph("guard", cache_dir=None)
    waiting = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    while free := {module for module, needs in waiting.items() if not needs & waiting.keys()}:
        waiting = {module: needs for module, needs in waiting.items() if module not in free}
    assert waiting == {}
