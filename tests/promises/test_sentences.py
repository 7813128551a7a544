"""Sentences stand whole: nobody makes a plural by hand, and nothing is stitched from halves."""

from __future__ import annotations

import ast
import os
import re
from typing import TYPE_CHECKING

import pytest

import parentkit

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = os.path.dirname(parentkit.__file__)

ONE_PLACE = "domain/sentence.py"
"""The module that knows how English counts and how it lists."""

STILL_STITCHED: frozenset[str] = frozenset()
"""Modules in which a part of a sentence still depends on a condition. The list may only shrink."""

LETTERS = re.compile("[A-Za-z]{2}")


def modules() -> Iterator[tuple[str, ast.Module]]:
    for parent, folders, files in os.walk(ROOT):
        folders.sort()
        for name in sorted(files):
            path = os.path.join(parent, name)
            where = os.path.relpath(path, ROOT).replace(os.sep, "/")
            if name.endswith(".py") and where != ONE_PLACE:
                with open(path, encoding="utf-8") as source:
                    yield where, ast.parse(source.read())


def text_of(node: ast.AST) -> str | None:
    """A text as it is written, places left out; None where the node is something else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = (part for part in node.values if isinstance(part, ast.Constant))
        return "".join(str(part.value) for part in parts)
    return None


def has_words(node: ast.AST) -> bool:
    """Whether letters that a person reads may stand in it."""
    return any(LETTERS.search(text_of(each) or "") for each in ast.walk(node))


def asks_for_one(test: ast.AST, names: frozenset[str] = frozenset()) -> bool:
    """Whether a condition is about one and several; `names` hold such a condition."""
    if isinstance(test, ast.Name):
        return test.id in names
    if isinstance(test, ast.UnaryOp):
        return asks_for_one(test.operand, names)
    if not isinstance(test, ast.Compare) or len(test.ops) > 1:
        return False
    numbers = [each for each in (test.left, *test.comparators) if isinstance(each, ast.Constant)]
    return any(type(each.value) is int and each.value in (1, 2) for each in numbers)


def names_of_one(tree: ast.AST) -> frozenset[str]:
    return frozenset(
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and asks_for_one(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    )


def returned(statements: list[ast.stmt]) -> ast.expr | None:
    first = statements[0] if statements else None
    return first.value if isinstance(first, ast.Return) else None


def plurals_by_hand(tree: ast.AST) -> Iterator[int]:
    """Lines on which a word depends on whether there is one, or on which a list is put together."""
    ones = names_of_one(tree)
    for node in ast.walk(tree):
        if (
            chooses_by_one(node, ones)
            or (
                isinstance(node, ast.JoinedStr)
                and any(map(ends_in_s, node.values, node.values[1:]))
            )
            or (isinstance(node, ast.Call) and makes_a_list(node))
        ):
            yield node.lineno


def chooses_by_one(node: ast.AST, ones: frozenset[str]) -> bool:
    """Whether words are chosen, repeated or picked by whether there is one."""
    match node:
        case ast.IfExp(test, body, orelse):
            pairs = isinstance(body, ast.Tuple) and has_words(body)
            return asks_for_one(test, ones) and (pairs or bool(text_of(body) or text_of(orelse)))
        case ast.If(test, body, orelse):
            texts = (text_of(each) for each in map(returned, (body, orelse)) if each)
            return asks_for_one(test, ones) and any(texts)
        case ast.BinOp(left, ast.Mult(), right):
            texts = map(text_of, (left, right))
            return any(texts) and any(asks_for_one(each, ones) for each in (left, right))
        case ast.Subscript(value, place):
            return asks_for_one(place, ones) and has_words(value)
    return False


def ends_in_s(place: ast.expr, behind: ast.expr) -> bool:
    """`{word}s`: the plural of whatever stands in the place."""
    text = text_of(behind) if isinstance(place, ast.FormattedValue) else None
    return bool(text and re.match(r"(?:e?s|ies)\b", text))


def makes_a_list(call: ast.Call) -> bool:
    """`" and ".join(...)`, or the last comma of a list made another word."""
    if not isinstance(call.func, ast.Attribute):
        return False
    if call.func.attr == "join":
        return text_of(call.func.value) in (" and ", " or ")
    return call.func.attr == "rsplit" and [text_of(each) for each in call.args[:1]] == [", "]


def halves(tree: ast.AST) -> Iterator[int]:
    """Lines on which a part of a sentence stands or does not, or is hung on to another."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            places = (each.value for each in node.values if isinstance(each, ast.FormattedValue))
            if any(isinstance(part, ast.IfExp) and has_words(part) for part in places):
                yield node.lineno
        elif isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add):
            if text_of(node.value) and has_words(node.value):
                yield node.lineno
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            if any(isinstance(side, ast.IfExp) and has_words(side) for side in sides(node)):
                yield node.lineno
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from optional_pieces(node)


def sides(node: ast.BinOp) -> tuple[ast.expr, ast.expr]:
    return node.left, node.right


def optional_pieces(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[int]:
    """Lines with a place for a variable that is words or nothing at all."""
    pieces = {
        target.id
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and is_words_or_nothing(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(function):
        place = node.value if isinstance(node, ast.FormattedValue) else None
        if isinstance(place, ast.Name) and place.id in pieces:
            yield place.lineno


def is_words_or_nothing(value: ast.expr) -> bool:
    if not isinstance(value, ast.IfExp):
        return False
    texts = text_of(value.body), text_of(value.orelse)
    return "" in texts and any(LETTERS.search(each or "") for each in texts)


@pytest.fixture(scope="module")
def trees() -> dict[str, ast.Module]:
    return dict(modules())


def test_plurals_and_lists_are_made_in_one_place(trees: dict[str, ast.Module]) -> None:
    made = [f"{where}:{line}" for where, tree in trees.items() for line in plurals_by_hand(tree)]
    assert made == [], f"parentkit.domain.sentence makes plurals and lists: {', '.join(made)}"


def test_sentences_stand_whole(trees: dict[str, ast.Module]) -> None:
    found = {where: sorted(halves(tree)) for where, tree in trees.items()}
    stitched = {where: lines for where, lines in found.items() if lines}
    print(f"modules with stitched sentences: {len(stitched)}")
    news = {where: lines for where, lines in stitched.items() if where not in STILL_STITCHED}
    assert not news, f"write the whole sentence for each case: {news}"
    whole = STILL_STITCHED - stitched.keys()
    assert not whole, f"these are whole now and leave the list: {sorted(whole)}"


BY_HAND = (
    "f\"{n} moment{'' if n == 1 else 's'}\"",
    'count = "1 moment" if n == 1 else f"{n} moments"',
    'what, verb = ("1 moment", "is") if n == 1 else (f"{n} moments", "are")',
    'one = n == 1\nsaid = f"{n} {verb}" if one else "several"',
    "several = '' if len(found) <= 1 else 's'",
    "f\"{n} line{'s' * (n != 1)}\"",
    "('entry', 'entries')[n > 1]",
    'many = f"{one}s"',
    'def told(n):\n    if n == 1:\n        return "one moment"\n    return f"{n} moments"',
    '" and ".join(names)',
    "' or '.join(names)",
    '", ".join(names).rsplit(", ", 1)',
)
STITCHED = (
    "f\"Write this{', without that' if warned else ''}?\"",
    "f\"{'Added' if new else 'Changed'} it\"",
    'def told(a):\n    more = " and others" if a else ""\n    return f"These{more}."',
    'text += " Nothing else."',
    'told = f"the child {name}" + (", and more" if back else "")',
)
FINE = (
    "first = 1 if signed else 0",
    'blind = coded is True\nseen = "seen blind" if blind else "seen"',
    'f"{name}\'s"',
    'label = f"{name}: " if name else ""\nlabel',
    "total += 1",
    "f\"{'-' if below else '+'}{hours}\"",
    'plural(n, one="{n} moment", other="{n} moments")',
    '", ".join(names)',
    'f"{seconds:.1f} s"',
)


@pytest.mark.parametrize("source", BY_HAND)
def test_a_plural_by_hand_is_seen(source: str) -> None:
    assert list(plurals_by_hand(ast.parse(source)))


@pytest.mark.parametrize("source", STITCHED)
def test_half_a_sentence_is_seen(source: str) -> None:
    assert list(halves(ast.parse(source)))


@pytest.mark.parametrize("source", FINE)
def test_what_is_no_sentence_is_left_alone(source: str) -> None:
    tree = ast.parse(source)
    assert not [*plurals_by_hand(tree), *halves(tree)]
