"""Lines that were received and are no longer here are said, and the same file puts them back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from parentkit.domain.errors import DataProblem
from parentkit.report.unreadable import left_out_words, unreadable_sentence
from parentkit.services.coach.caseload import caseload
from parentkit.services.coach.workspace import ConsentUnread, families
from parentkit.sharing.bundle import device_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Coach, Parent

SHARE = "01M823G3MS008J4CT4ANK7F24S"


def folder_of(coach: Coach) -> Path:
    (family,) = families(coach.practice)
    return Path(family.places.device_folder(device_of(SHARE)))


def month_of(coach: Coach) -> Path:
    (path,) = folder_of(coach).glob("2026-*.jsonl")
    return path


def told(coach: Coach) -> str:
    (case,) = caseload(coach.practice)
    return unreadable_sentence(case.unreadable) if case.unreadable else ""


def an_older_copy(coach: Coach) -> None:
    lines = month_of(coach).read_bytes().splitlines(keepends=True)
    month_of(coach).write_bytes(b"".join(lines[:-2]))


LOSS: dict[str, tuple[Callable[[Coach], object], str]] = {
    "the folder": (lambda coach: shutil.rmtree(folder_of(coach)), "4 lines"),
    "all files": (lambda coach: [each.unlink() for each in folder_of(coach).iterdir()], "4 lines"),
    "the month": (lambda coach: month_of(coach).unlink(), "3 lines"),
    "the people": (lambda coach: (folder_of(coach) / "family.jsonl").unlink(), "one line"),
    "an older copy": (an_older_copy, "2 lines"),
    "emptied": (lambda coach: month_of(coach).write_bytes(b""), "3 lines"),
    "a file in its place": (
        lambda coach: (shutil.rmtree(folder_of(coach)), folder_of(coach).write_text("x")),
        "4 lines",
    ),
}


@pytest.mark.parametrize("loss", LOSS)
@pytest.mark.parametrize("others", [0, 1])
def test_lines_that_are_gone_are_counted_and_the_file_puts_them_back(
    coach: Coach, parent: Parent, loss: str, others: int
) -> None:
    data = parent.file(*(parent.moment(hours_ago=hour) for hour in (1, 2, 3)), share=SHARE)
    coach.add(data)
    for _ in range(others):
        coach.add(parent.file(parent.moment(hours_ago=9)))
    whole = coach.moments()
    assert told(coach) == ""
    lose, words = LOSS[loss]
    lose(coach)
    assert f"Rivera: {words}" in told(coach)
    assert "parentkit coach add FILE with the same file" in told(coach)
    if others or loss != "the folder":
        (place,) = coach.open().journal.problems
        assert words in left_out_words([place])
        assert place.path == str(folder_of(coach))
    else:
        with pytest.raises(ConsentUnread, match="no longer here"):
            coach.open()
    assert not coach.add(data).unchanged
    assert told(coach) == ""
    assert coach.moments() == whole
    assert coach.add(data).unchanged


def test_another_file_of_that_number_does_not_take_the_place_of_what_is_gone(
    coach: Coach, parent: Parent
) -> None:
    coach.add(parent.file(parent.moment(), share=SHARE))
    shutil.rmtree(folder_of(coach))
    with pytest.raises(DataProblem, match="the number of another file"):
        coach.add(parent.file(parent.moment(), share=SHARE))


def test_a_damaged_line_is_not_also_called_gone(coach: Coach, parent: Parent) -> None:
    coach.add(parent.file(parent.moment(), parent.moment(hours_ago=2), share=SHARE))
    path = month_of(coach)
    path.write_bytes(path.read_bytes().replace(b"\n", b"", 1)[:-9])
    assert "line" in told(coach)
    assert "no longer here" not in told(coach)


def test_what_is_set_apart_is_not_called_gone(coach: Coach, parent: Parent) -> None:
    coach.add(parent.file(parent.moment(), share=SHARE))
    coach.add(parent.notice())
    assert not folder_of(coach).exists()
    assert told(coach) == ""


def test_a_damaged_receipt_of_which_nothing_is_here_is_said(coach: Coach, parent: Parent) -> None:
    coach.add(data := parent.file(parent.moment(), share=SHARE))
    shutil.rmtree(folder_of(coach))
    (family,) = families(coach.practice)
    receipt = Path(family.received) / f"{SHARE}.receipt.json"
    receipt.write_text('{"x')
    assert "receipt could not be read" in told(coach)
    coach.add(data)
    assert told(coach) == ""
    assert receipt.with_name(f"{receipt.name}.unreadable-1").read_text() == '{"x'
    assert json.loads(receipt.read_text())["lines"] == 2
