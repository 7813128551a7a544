"""A journal of one file whose bytes are changed, and what must be read of it all the same."""

from __future__ import annotations

import os
import shutil
from typing import Any, NamedTuple

import pytest

CANARY = "nobody-may-see-this"


class Page(NamedTuple):
    """A journal of one file, one moment to a line; `ids[i]` stands in line i + 1."""

    home: Any
    path: str
    data: bytes
    ids: list[str]

    def put(self, data: bytes) -> None:
        """These bytes in the place of the file's own, on a machine that knows nothing of others.

        With tidemarks, writing would go on in a file beside one that has become shorter.
        """
        shutil.rmtree(os.path.join(self.home.state, "tidemarks"), ignore_errors=True)
        with open(self.path, "wb") as file:
            file.write(data)

    def spans(self) -> list[tuple[int, int]]:
        """Where each line begins and ends, its line end included."""
        ends = [at + 1 for at, byte in enumerate(self.data) if byte == ord("\n")]
        return list(zip([0, *ends[:-1]], ends, strict=True))

    def lines(self, first: int, end: int) -> list[int]:
        """The numbers of the lines that have a byte from `first` up to, without, `end`."""
        return [number for number, (a, b) in enumerate(self.spans(), 1) if a < end and first < b]

    def found(self, touched: list[int], named: list[int] | None = None) -> set[str]:
        """The ids that are read, when all but the touched lines must be among them, unchanged.

        `named` are the lines that must be named as problems: those touched, where it is left out.
        """
        reading = self.home.journal().read()
        records = {record.id: record.fields for record in reading.records}
        kept = [one for number, one in enumerate(self.ids, 1) if number not in touched]
        assert records.keys() <= set(self.ids)
        assert records.keys() >= set(kept)
        for identity, fields in records.items():
            assert fields == self.wrote(identity)
        lines = {problem.line for problem in reading.problems}
        assert lines >= set(touched if named is None else named)
        for problem in reading.problems:
            assert str(problem).startswith(f"{self.path}, line {problem.line}:")
            assert CANARY not in f"{problem} {problem!r}"
        return set(records)

    def wrote(self, identity: str) -> dict[str, Any]:
        """The fields of a moment as they were written."""
        number = self.ids.index(identity)
        fields: dict[str, Any] = self.home.moment(note=f"é {CANARY} {number}").fields
        return fields

    def go_on(self, before: set[str]) -> None:
        """The next moment is stored behind the damage and read, and so is the one after it."""
        journal = self.home.journal()
        for note in ("one more", "and one more"):
            (stored,) = journal.append([self.home.moment(note=note)])
            before = {*before, stored.id}
            assert {record.id for record in self.home.journal().read().records} == before
        journal.close()


@pytest.fixture
def page(at_home: Any) -> Page:
    journal = at_home.journal()
    stored = [
        journal.append([at_home.moment(note=f"é {CANARY} {number}")])[0] for number in range(4)
    ]
    (path,) = at_home.files()
    with open(path, "rb") as file:
        return Page(at_home, path, file.read(), [one.id for one in stored])
