"""Numbers of rows that stay: what had a number in one file has it in every later one.

A REDCap project tells rows of a family apart by their number alone, so a second import with other
numbers would write one moment over another. For each audience and family a file beside the key of
pseudonyms says which number a row has; the rows stand in it by their pseudonyms.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple, TypeGuard

from parentkit.domain.errors import DataProblem
from parentkit.services.coach.pseudonyms import (
    NAMES_FILE,
    ExportsHeld,
    folder_of,
    known_pseudonyms,
    note_rows,
    put,
    stored,
    unreadable,
    with_rows,
)
from parentkit.storage.whole_files import json_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from parentkit.services.coach.family import Family
    from parentkit.services.coach.pseudonyms import Pseudonyms
    from parentkit.services.coach.workspace import Practice

    Numbers = dict[str, int]

_VERSION = 1


class Ledger(NamedTuple):
    """The highest number that was given in each table, and the numbers of its rows."""

    highest: Numbers
    rows: dict[str, Numbers]


def numbered(
    practice: Practice, pseudonyms: Pseudonyms, tables: Mapping[str, Sequence[str]]
) -> dict[str, list[int]]:
    """The number of each row, from 1 on in every table; new rows go on counting, by pseudonym.

    The numbers are on the disk when this returns, before any file tells them.

    Args:
        practice: where it is kept.
        pseudonyms: whose rows they are, and for whom.
        tables: what stands for each row, by table.

    Raises:
        DataProblem: the numbers cannot be read or kept, or they are gone.
    """
    with ExportsHeld(practice):
        path = _file(practice, pseudonyms)
        if not os.path.lexists(path) and pseudonyms.family in with_rows(practice):
            raise _gone(path)
        ledger = _read(path)
        before = dict(ledger.highest)
        for table, rows in tables.items():
            known = ledger.rows.setdefault(table, {})
            for row in sorted(rows):  # not by time: that is the same for two audiences
                if row not in known:
                    ledger.highest[table] = ledger.highest.get(table, 0) + 1
                    known[row] = ledger.highest[table]
        if ledger.highest != before:
            _write(path, ledger)
        note_rows(practice, _numbered_here(practice))
    return {table: [ledger.rows[table][row] for row in rows] for table, rows in tables.items()}


def forget_rows(practice: Practice, family: Family) -> None:
    """Forgets which row of a family had which number; that a number was given stays known.

    Should the family come again, none of its rows gets a number under which another one stands in
    somebody's project.

    Raises:
        DataProblem: it cannot be read or written.
    """
    for pseudonyms in known_pseudonyms(practice, family):
        with ExportsHeld(practice):
            path = _file(practice, pseudonyms)
            ledger = _read(path)
            if ledger.rows:
                _write(path, Ledger(ledger.highest, {}))


def _file(practice: Practice, pseudonyms: Pseudonyms) -> str:
    return os.path.join(folder_of(practice), f"{pseudonyms.family}.json")


def _numbered_here(practice: Practice) -> set[str]:
    """The pseudonyms that have a file here."""
    try:
        names = os.listdir(folder_of(practice))
    except FileNotFoundError:
        return set()
    return {name.removesuffix(".json") for name in names if name.endswith(".json")} - {
        NAMES_FILE.removesuffix(".json")
    }


def _gone(path: str) -> DataProblem:
    return DataProblem(
        f"{path} is gone: how this family's rows were numbered in earlier files.",
        "Put your copy of it back. If there is none, give whoever gets the file a new name with "
        "--for: its pseudonyms and numbers begin anew, and are not taken for the earlier ones.",
    )


def _read(path: str) -> Ledger:
    if (document := stored(path)) is None:
        return Ledger({}, {})
    if document.get("parentkit-rows") != _VERSION:
        raise unreadable(path)
    highest, rows = document.get("highest"), document.get("rows")
    if not (
        _is_numbers(highest) and isinstance(rows, dict) and all(map(_is_numbers, rows.values()))
    ):
        raise unreadable(path)
    return Ledger(highest, rows)


def _is_numbers(value: Any) -> TypeGuard[Numbers]:
    return isinstance(value, dict) and all(type(number) is int for number in value.values())


def _write(path: str, ledger: Ledger) -> None:
    put(path, json_line({"parentkit-rows": _VERSION, **ledger._asdict()}))
