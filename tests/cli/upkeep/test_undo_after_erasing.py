"""Undo after something was erased says so, and takes back nothing older unless that is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from parentkit.cli import ask
from parentkit.cli.log import undo

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Called

    Call = Callable[..., Called]


def logged(call: Call) -> str:
    return str(call("log", "sad", "comfort", "--json").json()["id"])


@pytest.fixture
def kept(call: Call) -> str:
    """The moment that was written before one that was erased."""
    identity = logged(call)
    call("purge", logged(call), "--yes")
    return identity


def ids(call: Call) -> list[str]:
    return [one["id"] for one in call("moments", "--all", "--json").json()]


def test_where_nobody_can_be_asked_nothing_older_goes(call: Call, kept: str) -> None:
    called = call("undo")
    assert called.code == 1
    assert "erasing" in called.err
    assert "undo --older" in called.err
    assert ids(call) == [kept]
    assert call("undo", "--older").code == 0
    assert ids(call) == []


@pytest.mark.parametrize(("typed", "code", "left"), [("y\n", 0, 0), ("n\n", 1, 1), ("\n", 1, 1)])
def test_a_person_is_asked(  # noqa: PLR0913, PLR0917
    call: Call, kept: str, monkeypatch: pytest.MonkeyPatch, typed: str, code: int, left: int
) -> None:
    for module in (undo, ask):
        monkeypatch.setattr(module, "somebody_is_there", lambda: True)
    called = call("undo", typed=typed)
    assert called.code == code
    assert "erasing" in called.err
    assert ids(call) == [kept][:left]


def test_what_was_written_since_is_taken_back_without_a_word(call: Call, kept: str) -> None:
    logged(call)
    assert call("undo").code == 0
    assert ids(call) == [kept]
    assert call("undo").code == 1, "what comes next is the erasing again"


def test_undoing_a_rename_says_both_names(call: Call) -> None:
    call("child", "add", "Mia")
    call("child", "rename", "Mia", "Mina")
    assert call("undo").out == "Taken back: Mina is called Mia again.\n"
