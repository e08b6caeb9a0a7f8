"""Takes one condition after the other out of the verifying code: some test must then fail.

    python -m tests.mutation [MODULE …]

Each change is made in memory, in a process of its own, in which the tests of the module run until
the first fails. What no test notices is printed, unless :data:`SAME` says why nobody could notice.
"""

import ast
import copy
import importlib.abc
import importlib.util
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
SECONDS = 120
_RECORD = "tests/record/test_"
TESTS: dict[str, tuple[str, ...]] = {
    "admission": ("admission", "inspection"),
    "authority": ("authority", "sshcert", "revocation"),
    "canonical": ("canonical", "dsse"),
    "checkpoint": ("checkpoint", "cosignature", "proof"),
    "cosignature": ("cosignature",),
    "dsse": ("dsse", "sealed", "canonical"),
    "inspection": ("inspection",),
    "merkle": ("merkle", "proof"),
    "proof": ("proof",),
    "revocation": ("revocation",),
    "sealed": ("sealed", "admission"),
    "sshcert": ("sshcert",),
    "sshkey": ("sshkey", "sshsig", "sshcert"),
    "sshraw": ("sshsig", "sshcert"),
    "sshsig": ("sshsig",),
    "statement": ("statement", "events", "sealed", "inspection"),
    "events": ("statement", "events"),
    "timestamp": ("timestamp",),
    "wire": ("wire", "sshkey", "sshsig"),
}
"""Modules of ``guard.record``, and the tests that must notice."""

SAME: dict[str, str] = {
    "merkle: 0 < size < later  ->  0 < size <= later": "trees of one size are told before",
    "timestamp: if TYPE_CHECKING  ->  test True": "names for types alone",
    "timestamp: if TYPE_CHECKING  ->  test False": "names for types alone",
}
"""Changes that change nothing, by what is printed of them, and why."""

_OTHER: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: where, what was there, and what is there instead."""

    module: str
    line: int
    was: str
    now: str
    tree: ast.Module

    def __str__(self) -> str:
        """As it is printed."""
        return f"{self.module}: {self.was}  ->  {self.now}"


def mutants(module: str) -> Iterator[Mutant]:
    """Every change of a condition in ``module``."""
    original = ast.parse((ROOT / "guard" / "record" / f"{module}.py").read_text("utf-8"))
    for number, node in enumerate(ast.walk(original)):
        for variant in _variants(node):
            tree = copy.deepcopy(original)
            place = next(each for at, each in enumerate(ast.walk(tree)) if at == number)
            now = variant(place)
            line = getattr(node, "lineno", 0)
            yield Mutant(module, line, _said(node), now, ast.fix_missing_locations(tree))


def _said(node: ast.AST) -> str:
    match node:
        case ast.If() | ast.While():
            return f"{type(node).__name__.lower()} {ast.unparse(node.test)}"
        case ast.comprehension():
            return f"for {ast.unparse(node.target)} if {' if '.join(map(ast.unparse, node.ifs))}"
        case _:
            return ast.unparse(node)


def _variants(node: ast.AST) -> Iterator[Any]:
    """Ways to change ``node``, each a function that does so and says what is there then."""
    match node:
        case ast.If() | ast.IfExp():
            yield lambda place: _set(place, "test", ast.Constant(True))
            yield lambda place: _set(place, "test", ast.Constant(False))
        case ast.While():
            yield lambda place: _set(place, "test", ast.Constant(False))
        case ast.comprehension(ifs=[_, *_]):
            yield lambda place: _set(place, "ifs", [])
        case ast.BoolOp():
            for index in range(len(node.values)):
                yield lambda place, index=index: _drop(place, index)
        case ast.Compare():
            for index, op in enumerate(node.ops):
                if type(op) in _OTHER:
                    yield lambda place, index=index: _swap(place, index)
        case ast.UnaryOp(op=ast.Not()):
            yield _plain
        case _:
            return


def _set(place: Any, name: str, value: Any) -> str:
    setattr(place, name, value)
    return _said(place) if isinstance(place, ast.IfExp) else f"{name} {value and value.value}"


def _drop(place: Any, index: int) -> str:
    del place.values[index]
    return ast.unparse(place)


def _swap(place: Any, index: int) -> str:
    place.ops[index] = _OTHER[type(place.ops[index])]()
    return ast.unparse(place)


def _plain(place: Any) -> str:
    place.op = ast.UAdd()
    inner = place.operand
    place.operand = ast.Call(ast.Name("bool", ast.Load()), [inner], [])
    return f"not not {ast.unparse(inner)}"


class _Changed(importlib.abc.Loader, importlib.abc.MetaPathFinder):
    """Gives the changed module instead of the one on the disk."""

    def __init__(self, name: str, tree: ast.Module) -> None:
        self.name = name
        self.code: CodeType = compile(tree, name, "exec")

    def find_spec(self, fullname: str, path: object, target: object = None) -> Any:
        del path, target
        if fullname != self.name:
            return None
        return importlib.util.spec_from_loader(fullname, self)

    def exec_module(self, module: ModuleType) -> None:
        exec(self.code, module.__dict__)  # noqa: S102  # that is what it is for


class _Fixtures:
    """What the tests' conftest gives, without all that it imports."""

    @pytest.fixture
    def vectors(self) -> Path:
        folder = ROOT.parent / "shared" / "vectors"
        if not folder.is_dir():
            pytest.skip("public test vectors are not beside this checkout")
        return folder


def survives(mutant: Mutant | None, module: str) -> bool:
    """Whether all tests of ``module`` pass in a process that has the change."""
    child = os.fork()
    if child == 0:
        os._exit(_tested(mutant, module))
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0


def _tested(mutant: Mutant | None, module: str) -> int:
    signal.alarm(SECONDS)  # what never ends is noticed, too
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    if mutant:
        sys.meta_path.insert(0, _Changed(f"guard.record.{module}", mutant.tree))
    files = [f"{_RECORD}{name}.py" for name in TESTS[module]]
    there = [file for file in files if (ROOT / file).is_file()]
    quiet = "ignore::pytest.PytestAssertRewriteWarning"
    options = ["-x", "-q", "-W", quiet, "--noconftest", "-p", "no:cacheprovider", "-p", "no:xdist"]
    return int(pytest.main([*options, *there], plugins=[_Fixtures()]))


def main(modules: list[str]) -> int:
    """Try every change in ``modules``; how many no test noticed, and nobody has explained."""
    from hypothesis import settings

    settings.register_profile("mutation", max_examples=15, derandomize=True, database=None)
    settings.load_profile("mutation")
    unnoticed = tried = 0
    for module in modules:
        assert survives(None, module), f"the tests of {module} fail as it is"
        for mutant in mutants(module):
            tried += 1
            if survives(mutant, module) and str(mutant) not in SAME:
                unnoticed += 1
                print(f"{mutant.module}.py:{mutant.line}: {mutant}", flush=True)
        print(f"-- {module}: {tried} changes so far, {unnoticed} unnoticed", flush=True)
    return unnoticed


if __name__ == "__main__":
    os.chdir(ROOT)
    import cryptography.hazmat.primitives.serialization  # once, for all processes
    import cryptography.x509  # noqa: F401
    import pydantic  # noqa: F401

    sys.exit(1 if main(sys.argv[1:] or list(TESTS)) else 0)
