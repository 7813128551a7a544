"""Small faults put into the code one by one: which of them does a test notice?

`python -m benchmarks.mutants --sample 200` copies the checkout, runs the tests once to see which of
them reach which lines, then changes one place at a time in the copy and runs those that reach it.
The sample is drawn with a seed, so that a second run asks the same. A fault that changes nothing
that anybody could see counts as unnoticed too: nobody judges that here.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROOMS = ("domain", "figures", "storage", "journal", "sharing", "services", "interchange", "report")
TESTS = (*(f"tests/{room}" for room in ROOMS), "tests/cli", "tests/test_api.py")
MOST_TESTS = 120
"""Tests that are run on one fault: the nearest of those that reach its line."""
PATIENCE = 120
"""Seconds after which a fault that keeps the tests from ending counts as noticed."""

_SWAPPED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}


class Fault(NamedTuple):
    """One change of one place: the `number`-th that `faults_in` finds in a module."""

    path: str
    number: int
    line: int
    at_import: bool
    what: str

    @property
    def room(self) -> str:
        """The room of the house that it is in."""
        return self.path.split("/")[1]


class _Changes(ast.NodeTransformer):
    """Counts the places that can be changed; changes the one whose number is given."""

    def __init__(self, wanted: int = -1) -> None:
        self.found: list[tuple[int, bool, str]] = []
        self._wanted = wanted
        self._functions = 0

    def visit(self, node: ast.AST) -> ast.AST:
        changed = node
        for what, change in _changes_of(node):
            if len(self.found) == self._wanted:
                changed = change
            self.found.append((getattr(node, "lineno", 0), not self._functions, what))
        if isinstance(node, ast.If) and _is_for_types(node):
            return node
        if changed is node:
            within = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            self._functions += within
            self.generic_visit(node)
            self._functions -= within
        return changed


def _is_for_types(node: ast.If) -> bool:
    return isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _changes_of(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.Compare(left, [op], others):
            swapped = ast.Compare(left, [_SWAPPED[type(op)]()], others)
            yield f"{ast.unparse(node)} -> {ast.unparse(swapped)}", swapped
        case ast.BoolOp(op, values):
            other = ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
            yield f"{ast.unparse(node)} -> {ast.unparse(other)}", other
            for left_out in values:
                rest = [value for value in values if value is not left_out]
                shorter = rest[0] if len(rest) == 1 else ast.BoolOp(op, rest)
                yield f"{ast.unparse(left_out)} is not asked", shorter
        case ast.UnaryOp(ast.Not(), operand):
            yield f"{ast.unparse(node)} -> {ast.unparse(operand)}", operand
        case ast.Constant(bool() as value):
            yield f"{value} -> {not value}", ast.Constant(not value)
        case ast.Constant(int() as value):
            yield f"{value} -> {value + 1}", ast.Constant(value + 1)
        case ast.IfExp(_, body, orelse):
            yield f"always {ast.unparse(body)}", body
            yield f"always {ast.unparse(orelse)}", orelse
        case _:
            yield from _left_out(node)


def _left_out(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.Expr(ast.Call()) | ast.Raise():
            yield f"{ast.unparse(node)} is left out", ast.Pass()
        case ast.With(items, body) if all(item.optional_vars is None for item in items):
            yield f"without {ast.unparse(items[0])}", ast.If(ast.Constant(value=True), body, [])


def faults_in(path: str) -> list[Fault]:
    """Every fault that can be put into a module."""
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        changes = _Changes()
        changes.visit(ast.parse(file.read()))
    return [Fault(path, number, *found) for number, found in enumerate(changes.found)]


def faulty(source: str, fault: Fault) -> str:
    """The module's source with the fault in it."""
    tree = _Changes(fault.number).visit(ast.parse(source))
    return ast.unparse(ast.fix_missing_locations(tree))


class Checkout:
    """A copy of the checkout, and which of its tests reach which lines."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
        )
        for name in filter(None, listed.stdout.split("\0")):
            if os.path.isfile(os.path.join(ROOT, name)):
                os.makedirs(os.path.join(folder, os.path.dirname(name)), exist_ok=True)
                shutil.copy(os.path.join(ROOT, name), os.path.join(folder, name))
        self._reaching: dict[str, dict[int, set[str]]] = {}

    def see_what_is_reached(self, tests: tuple[str, ...]) -> None:
        """Runs the tests once; all of them have to pass."""
        data, settings = (os.path.join(self._folder, name) for name in ("reached", "measure.ini"))
        with open(settings, "w", encoding="utf-8") as file:
            file.write("[run]\nsource = parentkit\n")
        measure = ["--cov", f"--cov-config={settings}", "--cov-context=test", "--cov-report="]
        self._pytest(["-n", "2", *measure], *tests, data=data).check_returncode()
        with sqlite3.connect(data) as reached:
            rows = reached.execute(
                "select file.path, context.context, line_bits.numbits from line_bits"
                " join file on file.id = file_id join context on context.id = context_id"
            )
            for path, context, bits in rows:
                test = context.partition("|")[0]
                lines = self._reaching.setdefault(os.path.relpath(path, self._folder), {})
                for line in _numbers(bits) if test else ():
                    lines.setdefault(line, set()).add(test)

    def reaching(self, fault: Fault) -> list[str]:
        """The tests that reach a fault's line, nearest first.

        What is done when a module is imported is reached by all that reach anything of it.
        """
        lines = self._reaching.get(fault.path, {})
        tests = lines.get(fault.line, set())
        if not tests and fault.at_import:
            tests = {test for reaching in lines.values() for test in reaching}
        place = [*fault.path.split("/")[1:-1], os.path.basename(fault.path)[:-3]]
        return sorted(tests, key=lambda test: (-_nearness(test, place), test))[:MOST_TESTS]

    def notices(self, fault: Fault, tests: list[str]) -> bool:
        """Whether one of these tests does not pass with the fault in the copy."""
        place = os.path.join(self._folder, fault.path)
        with open(place, encoding="utf-8") as file:
            source = file.read()
        try:
            with open(place, "w", encoding="utf-8") as file:
                file.write(faulty(source, fault))
            return self._pytest(["-x", "-p", "no:xdist"], *tests).returncode != 0
        except subprocess.TimeoutExpired:
            return True
        finally:
            with open(place, "w", encoding="utf-8") as file:
                file.write(source)

    def _pytest(
        self, options: list[str], *tests: str, data: str = ""
    ) -> subprocess.CompletedProcess[bytes]:
        measured = {"COVERAGE_FILE": data} if data else {}
        usual = ["-q", "-m", "not slow", "-p", "no:cacheprovider", "-p", "no:randomly"]
        return subprocess.run(
            [sys.executable, "-m", "pytest", *usual, *options, *tests],
            cwd=self._folder,
            env={**os.environ, "PYTHONPATH": self._folder, **measured},
            check=False,
            timeout=None if data else PATIENCE,
            capture_output=not data,
        )


def _numbers(bits: bytes) -> Iterator[int]:
    for at, byte in enumerate(bits):
        yield from (at * 8 + bit for bit in range(8) if byte >> bit & 1)


def _nearness(test: str, place: list[str]) -> int:
    """How many words of a module's place stand in the path of a test."""
    path = test.partition("::")[0]
    return sum(word in path for word in place)


def main() -> None:
    """Draws the sample, prints what was not noticed as it comes, and a table at the end."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sample", type=int, default=200, metavar="N", help="how many faults")
    parser.add_argument("--seed", type=int, default=1, help="what the sample is drawn with")
    parser.add_argument("--room", action="append", help="only in this room; may stand repeatedly")
    given = parser.parse_args()
    faults = [
        fault
        for room in given.room or ROOMS
        for folder, _, names in sorted(os.walk(os.path.join(ROOT, "parentkit", room)))
        for name in sorted(names)
        if name.endswith(".py")
        for fault in faults_in(os.path.relpath(os.path.join(folder, name), ROOT))
    ]
    sample = random.Random(given.seed).sample(faults, min(given.sample, len(faults)))
    print(f"{len(sample)} of {len(faults)} possible faults; seed {given.seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        checkout = Checkout(folder)
        checkout.see_what_is_reached(TESTS)
        _tell(_tried(checkout, sample))


def _tried(checkout: Checkout, sample: list[Fault]) -> dict[str, Counter[str]]:
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for fault in sample:
        tests = checkout.reaching(fault)
        end = "noticed" if tests and checkout.notices(fault, tests) else "unnoticed"
        end = end if tests else "unreached"
        table[fault.room][end] += 1
        if end != "noticed":
            print(f"  {end}: {fault.path}:{fault.line} {fault.what[:160]}", flush=True)
    return table


def _tell(table: dict[str, Counter[str]]) -> None:
    print(
        "\n| room | faults | noticed | unnoticed | not reached |\n| --- | --- | --- | --- | --- |"
    )
    for room, counted in sorted(table.items()):
        total = counted.total()
        share = 100 * counted["noticed"] / total
        print(
            f"| {room} | {total} | {counted['noticed']} ({share:.0f} %)"
            f" | {counted['unnoticed']} | {counted['unreached']} |"
        )


if __name__ == "__main__":
    main()
