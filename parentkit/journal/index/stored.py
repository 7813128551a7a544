"""A stored catalogue as it is read: its columns and lists are decoded when they are asked for."""

from __future__ import annotations

import json
import os
from array import array
from functools import partial
from typing import TYPE_CHECKING, Any

from parentkit.journal.index.columns import PackedColumn, unpack
from parentkit.journal.index.rows import COLUMNS, EPISODE
from parentkit.journal.index.tail_reader import Mark
from parentkit.journal.log.scan import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

_RESPONSES = COLUMNS.index("responses")


class Snapshot:
    """A stored catalogue; columns and lists are decoded when they are asked for.

    `count` is the number of rows; the first `counting` of them count in the figures and stand in
    the order of `Catalogue.episodes`.
    """

    def __init__(self, header: Mapping[str, Any], body: memoryview) -> None:
        self.count: int = header["count"]
        self.counting: int = header["counting"]
        self.newest: str = header["newest"]
        self.ahead: str = header["ahead"]
        self.marks = {name: Mark(*mark) for name, mark in header["marks"].items()}
        journal = header["journal"]
        self.set_aside = {
            name: [Problem(sort, os.path.join(journal, name), *place) for sort, *place in found]
            for name, found in header["set_aside"].items()
        }
        self._sections: Mapping[str, tuple[int, int]] = header["sections"]
        self._body = body
        self._columns: dict[int, tuple[Any, ...]] = {}

    def ids(self) -> list[str]:
        """The record id of every row."""
        ids: list[str] = self._json("ids")
        return ids

    def spots(self) -> array[int]:
        """For every row the spot of the first line on its record."""
        spots = array("Q")
        spots.frombytes(self._section("spots"))
        return spots

    def more_spots(self) -> dict[int, list[int]]:
        """Further spots of the rows whose records have several lines."""
        return {int(row): spots for row, spots in self._json("more_spots").items()}

    def table(self, at: int) -> list[Any]:
        """The distinct values of a column."""
        values: list[Any] = self._json(f"{COLUMNS[at]} values")
        return list(map(tuple, values)) if at == _RESPONSES else values

    def column(self, at: int) -> tuple[Any, ...]:
        """The values of a column, by row."""
        if at not in self._columns:
            self._columns[at] = unpack(self.table(at), self._codes(at))
        return self._columns[at]

    def episodes(self) -> list[PackedColumn]:
        """The columns of the episodes that count."""
        return [
            PackedColumn(partial(self.table, at), self._codes(at), self.counting)
            for at in range(EPISODE)
        ]

    def _codes(self, at: int) -> memoryview:
        return self._section(f"{COLUMNS[at]} codes")

    def _json(self, section: str) -> Any:
        return json.loads(bytes(self._section(section)))

    def _section(self, name: str) -> memoryview:
        start, end = self._sections[name]
        return self._body[start:end]
