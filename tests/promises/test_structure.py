"""The house as it stands: nothing goes in a circle, and what has one place is done there alone."""

from __future__ import annotations

import ast
import os
import re
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

import pytest

import parentkit

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    Graph = Mapping[str, Collection[str]]
    Import = tuple[str, str]

ROOT = os.path.dirname(parentkit.__file__)


class Module(NamedTuple):
    """A module of the program.

    Attributes:
        imports: all that it imports, inside its functions as well: modules, with names from them.
        running: the same without what is imported for type checkers alone.
        calls: the plain names that it calls.
        tags: whether it writes tags by hand.
    """

    imports: frozenset[Import]
    running: frozenset[Import]
    calls: frozenset[str]
    tags: bool

    @classmethod
    def of(cls, source: str) -> Module:
        every, running, calls, tags = set(), set(), set(), False
        ahead: list[tuple[ast.AST, bool, bool]] = [(ast.parse(source), True, True)]
        while ahead:
            node, runs, read = ahead.pop()
            inner = list(ast.iter_child_nodes(node))
            if isinstance(node, ast.Import | ast.ImportFrom):
                every |= set(_brought(node))
                running |= set(_brought(node)) if runs else set()
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                calls.add(node.func.id)
            elif isinstance(node, ast.JoinedStr | ast.Constant):
                tags = tags or (read and bool(TAG.search(_literal(node))))
                inner = [part.value for part in inner if isinstance(part, ast.FormattedValue)]
            elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
                ahead += [(one, False, read) for one in node.body]
                inner = list(node.orelse)
            read = read and not _is_never_read(node)
            ahead += [(one, runs, read) for one in inner]
        return cls(frozenset(every), frozenset(running), frozenset(calls), tags)


TAG = re.compile("</?[a-zA-Z!\0]")
"""What begins a tag; NUL stands for a value in an f-string."""


def _literal(node: ast.JoinedStr | ast.Constant) -> str:
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "\0" for part in parts)


def _is_never_read(node: ast.AST) -> bool:
    """Whether it is a docstring, or what an object is called in a debugger."""
    if isinstance(node, ast.FunctionDef):
        return node.name == "__repr__"
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _brought(node: ast.Import | ast.ImportFrom) -> Iterator[Import]:
    module = node.module if isinstance(node, ast.ImportFrom) else None
    for alias in node.names:
        yield (module, alias.name) if module else (alias.name, "")


def read_modules() -> dict[str, Module]:
    """Every module of the program by its name in full."""
    found = {}
    for folder, _, names in os.walk(ROOT):
        for name in names:
            if name.endswith(".py"):
                path = os.path.join(folder, name)
                inner = os.path.relpath(path, os.path.dirname(ROOT))[: -len(".py")]
                with open(path, encoding="utf-8") as file:
                    module = Module.of(file.read())
                found[inner.replace(os.sep, ".").removesuffix(".__init__")] = module
    return found


def circles(graph: Graph) -> list[list[str]]:
    """What can be reached from itself, in groups of those that can reach each other."""
    reached = {start: _reached(start, graph) for start in graph}
    groups = {
        tuple(sorted(end for end in ends if start in reached[end]))
        for start, ends in reached.items()
        if start in ends
    }
    return sorted(map(list, groups))


def _reached(start: str, graph: Graph) -> set[str]:
    found: set[str] = set()
    ahead = [start]
    while ahead:
        new = set(graph[ahead.pop()]) - found
        found |= new
        ahead += new
    return found


def graph_of(modules: Mapping[str, Module], *, types: bool) -> dict[str, set[str]]:
    """Which module of the program imports which others of it."""
    return {
        name: named(module.imports if types else module.running, modules) - {name}
        for name, module in modules.items()
    }


def named(imports: Iterable[Import], known: Collection[str]) -> set[str]:
    """The modules among `known` that are imported; what is taken from a package may be one."""
    found = set()
    for module, name in imports:
        inner = f"{module}.{name}"
        found.add(inner if inner in known else module)
    return found.intersection(known)


def between_siblings(graph: Graph, package: str) -> dict[str, set[str]]:
    """Which rooms and modules that stand in a package know which others that stand there."""
    found: dict[str, set[str]] = {}
    inside = f"{package}."
    for name, others in graph.items():
        if name.startswith(inside):
            own = name[len(inside) :].partition(".")[0]
            theirs = {
                one[len(inside) :].partition(".")[0] for one in others if one.startswith(inside)
            }
            found.setdefault(own, set()).update(theirs - {own})
    return found


@pytest.fixture(scope="module")
def modules() -> dict[str, Module]:
    return read_modules()


@pytest.mark.parametrize("types", [False, True])
def test_no_modules_know_each_other_in_a_circle(
    modules: dict[str, Module],
    types: bool,  # noqa: FBT001 as pytest calls it
) -> None:
    assert circles(graph_of(modules, types=types)) == []


def test_no_rooms_know_each_other_in_a_circle(modules: dict[str, Module]) -> None:
    graph = graph_of(modules, types=False)
    packages = sorted({name.rpartition(".")[0] for name in modules} - {""})
    found = {package: circles(between_siblings(graph, package)) for package in packages}
    assert {package: rings for package, rings in found.items() if rings} == {}


def test_a_circle_is_found_wherever_the_import_stands() -> None:
    sources = {
        "p.a": "from p.b import x",
        "p.b": "def f():\n    from p import c",
        "p.c": "if TYPE_CHECKING:\n    from p.a import y\nelse:\n    import p.d",
        "p.d": "",
    }
    modules = {name: Module.of(source) for name, source in sources.items()}
    assert circles(graph_of(modules, types=False)) == []
    assert circles(graph_of(modules, types=True)) == [["p.a", "p.b", "p.c"]]
    assert graph_of(modules, types=False)["p.c"] == {"p.d"}
    inner = {"p": "", "p.x.a": "import p.y.a", "p.y.a": "", "p.y.b": "import p.x.b", "p.x.b": ""}
    graph = graph_of({name: Module.of(source) for name, source in inner.items()}, types=False)
    assert (circles(graph), circles(between_siblings(graph, "p"))) == ([], [["x", "y"]])


READERS = {f"parentkit.cli.{name}" for name in ("keyboard", "line", "typed", "rest")}
ASKS = "parentkit.cli.ask"


def test_every_question_is_asked_in_one_place(modules: dict[str, Module]) -> None:
    others = {
        name: named(module.running, READERS)
        for name, module in modules.items()
        if name not in (*READERS, ASKS)
    }
    assert {name: readers for name, readers in others.items() if readers} == {}
    asking = {
        name
        for name, module in modules.items()
        if named(module.imports, ("getpass", "readline")) or module.calls & {"input", "getpass"}
    }
    assert asking == {ASKS}


BUILDS = "parentkit.report.page.markup"


def test_markup_is_built_in_one_place(modules: dict[str, Module]) -> None:
    assert modules[BUILDS].tags
    others = {name: module for name, module in modules.items() if name != BUILDS}
    by_hand = {name for name, module in others.items() if module.tags}
    assert by_hand == set(), "tags are written by hand"
    escaping = {
        name
        for name, module in others.items()
        if {"escape", "quoteattr", "Markup"} & module.calls
        or named(module.imports, ("html", "xml.sax.saxutils"))
    }
    assert escaping == set(), "text is escaped by hand, or called markup"


def test_every_page_that_is_opened_by_name_is_there() -> None:
    from parentkit.tui.coach.rooms import PAGES as COACHS
    from parentkit.tui.coach.rooms import coach_page
    from parentkit.tui.rooms import PAGES, page

    opened: list[tuple[Callable[[str], object], str]] = [
        *((page, name) for name in PAGES),
        *((coach_page, name) for name in COACHS),
    ]
    for find, name in opened:
        found = find(name)
        assert callable(found), name
        assert getattr(import_module(str(found.__module__)), name) is found
