"""What can be completed where, read off every command's own parser.

A place is a command with its verb, a colon, and one of: `-` (the options), `takes` (the options
that a word may follow), `verbs`, an option (the words after it), a number (that word of the
command, counted from 0) or `*` (any further word). A place without words offers none.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from parentkit.content import load
from parentkit.domain.log.household import JUDGEMENTS
from parentkit.domain.schema.fields import said_fields
from parentkit.services.log.find_fields import FIELDS
from parentkit.services.log.find_tokens import JOINED_BY, SAID, UNSAID, VERBS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FILES = "@files"
"""Stands for the names of files and folders."""

Row = tuple[str, tuple[str, ...]]

_VOCABULARY_OF = {field.said: field.vocabulary for field in said_fields() if field.is_extended}
_JUDGEMENT_OF = {
    **{field: field for field in JUDGEMENTS},
    "state": "repair",
    "by": "repaired_by",
}
_FILE_NAMES = frozenset(("FILE", "DIR"))


def table(parsers: Iterable[tuple[str, argparse.ArgumentParser]]) -> list[Row]:
    """The places of all commands, exact ones before those with a `*`."""
    words = _Words()
    rows: list[Row] = []
    names = []
    for name, parser in parsers:
        names.append(name)
        rows += _places(name, parser, words)
    top: list[Row] = [
        (":verbs", tuple(names)),
        (":-", ("--help", "--version")),
        (":takes", ()),
    ]
    return [*top, *sorted(rows, key=lambda row: row[0].endswith("*"))]


def _places(where: str, parser: argparse.ArgumentParser, words: _Words) -> Iterator[Row]:
    options = [action for action in parser._actions if action.option_strings]  # noqa: SLF001 argparse offers no other way
    takes = [(_long(action), words.after(action)) for action in options if action.nargs != 0]
    yield f"{where}:-", tuple(_long(action) for action in options)
    yield f"{where}:takes", tuple(option for option, _ in takes)
    for option, offered in takes:
        yield f"{where}:{option}", offered
    verbs = _verbs(parser)
    yield f"{where}:verbs", tuple(verbs)
    for verb, inner in verbs.items():
        yield from _places(f"{where} {verb}", inner, words)
    named = [action for action in parser._actions if not action.option_strings]  # noqa: SLF001
    for position, action in enumerate(() if verbs else named):
        repeated = action.nargs in (argparse.ZERO_OR_MORE, argparse.ONE_OR_MORE)
        yield f"{where}:{'*' if repeated else position}", words.after(action)


def _verbs(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    for action in parser._actions:  # noqa: SLF001
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            return dict(action.choices)
    return {}


def _long(action: argparse.Action) -> str:
    return next(
        (option for option in action.option_strings if option.startswith("--")),
        action.option_strings[0],
    )


class _Words:
    """The words that an argument takes, each vocabulary loaded once."""

    def __init__(self) -> None:
        self._loaded: dict[str, tuple[str, ...]] = {}

    def after(self, action: argparse.Action) -> tuple[str, ...]:
        """The words to offer for an argument; none where anything may stand."""
        if action.choices is not None:
            return tuple(str(choice) for choice in action.choices)
        if action.metavar in _FILE_NAMES:
            return (FILES,)
        if action.dest == "query":
            return (*FIELDS, *VERBS, *JOINED_BY, SAID, UNSAID)
        if action.dest in _VOCABULARY_OF:
            return self._ids(_VOCABULARY_OF[action.dest], "terms")
        if action.dest in _JUDGEMENT_OF:
            return self._ids("judgements", JUDGEMENTS[_JUDGEMENT_OF[action.dest]])
        return ()

    def _ids(self, content: str, key: str) -> tuple[str, ...]:
        name = f"{content} {key}"
        if name not in self._loaded:
            self._loaded[name] = tuple(term["id"] for term in load(content)[key])
        return self._loaded[name]
