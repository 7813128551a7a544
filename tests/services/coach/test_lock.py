"""Two `coach add` at once: the second waits, and leaves alone what the first has not finished."""

from __future__ import annotations

import fcntl
import os
from typing import TYPE_CHECKING

from parentkit.services.coach.forget import forget
from parentkit.storage import lock, whole_files

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
    from conftest import Coach, Parent


def beside(coach: Coach, monkeypatch: pytest.MonkeyPatch, do: Callable[[], object]) -> list[bool]:
    """Does something while another process is in the middle of adding a file.

    Returns for each time that was waited whether the other's unfinished folder was still there; the
    first time it finishes and lets go.
    """
    waited: list[bool] = []
    unfinished = os.path.join(coach.practice.families, f"{'ab' * 16}{whole_files.TEMPORARY}")
    os.makedirs(os.path.join(unfinished, "received"))
    with open(os.path.join(coach.practice.folder, "add.lock"), "ab") as held:
        fcntl.flock(held, fcntl.LOCK_EX)

        def wait(_seconds: float) -> None:
            waited.append(os.path.isdir(unfinished))
            whole_files.remove_tree(unfinished)
            fcntl.flock(held, fcntl.LOCK_UN)

        with monkeypatch.context() as patch:
            patch.setattr(lock.time, "sleep", wait)
            do()
    return waited


def test_adding_waits_for_another_that_adds(
    coach: Coach, parent: Parent, monkeypatch: pytest.MonkeyPatch
) -> None:
    coach.add(parent.file(one := parent.moment()))
    more = parent.file(two := parent.moment())
    assert beside(coach, monkeypatch, lambda: coach.add(more)) == [True]
    assert coach.moments() == {one[0], two[0]}


def test_forgetting_waits_for_another_that_adds(
    coach: Coach, parent: Parent, monkeypatch: pytest.MonkeyPatch
) -> None:
    coach.add(parent.file(parent.moment()))
    family = coach.open().family
    assert beside(coach, monkeypatch, lambda: forget(coach.practice, family)) == [True]
    assert not os.path.exists(family.folder)
