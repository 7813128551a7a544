"""What is asked, as a tree of conditions, and the words for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parentkit.services.log.find_tokens import AND, IS, NOT, OR, SAID, UNSAID, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator


class Ask(NamedTuple):
    """One thing that is asked: `verb` is one of VERBS, or SAID for a field that was filled in.

    `at` is where in the words its value stands, or its field where it has none.
    """

    field: str
    verb: str
    value: str = ""
    negated: bool = False
    at: int = 0


class All(NamedTuple):
    """All parts hold; two at least."""

    parts: tuple[Tree, ...]


class AnyOf(NamedTuple):
    """One of the parts holds; two at least."""

    parts: tuple[Tree, ...]


class No(NamedTuple):
    """The part does not hold."""

    part: Tree


Tree = Ask | All | AnyOf | No


def asks(tree: Tree) -> Iterator[Ask]:
    """All that is asked, from left to right."""
    if isinstance(tree, Ask):
        yield tree
    else:
        for part in (tree.part,) if isinstance(tree, No) else tree.parts:
            yield from asks(part)


def printed(tree: Tree) -> str:
    """The words for a tree; reading them gives the tree again."""
    match tree:
        case All(parts):
            return f" {AND} ".join(_within(part, All, AnyOf) for part in parts)
        case AnyOf(parts):
            return f" {OR} ".join(_within(part, AnyOf) for part in parts)
        case No(part):
            return f"{NOT} {_within(part, All, AnyOf)}"
        case Ask(field, verb, value, negated, _) if verb != SAID:
            return f"{field} {verb} {f'{NOT} ' if negated else ''}{quoted(value)}"
    return f"{tree.field} {IS} {UNSAID if tree.negated else SAID}"


def _within(part: Tree, *loose: type) -> str:
    return f"({printed(part)})" if isinstance(part, loose) else printed(part)
