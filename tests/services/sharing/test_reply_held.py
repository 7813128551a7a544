"""Two `feedback` at once: the second waits, and leaves alone what the first has not finished."""

from __future__ import annotations

import fcntl
import os
from typing import TYPE_CHECKING, Any

from parentkit.storage import lock, whole_files

if TYPE_CHECKING:
    import pytest


def test_taking_in_waits_for_another_that_takes_in(
    sharing: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = sharing.log("afraid", "comfort")
    coach = sharing.coach
    path = sharing.share()
    comment = {"moment": moment, "text": "You stayed.", "sort": "strength"}
    reply = coach.reply(path, coach.line("comment", comment))
    sharing_folder = os.path.join(sharing.journal().places.state, "sharing")
    received = os.path.join(sharing.journal().places.family, "received")
    unfinished = os.path.join(received, f"01M823G3MS008J4CT4ANK7F24S{whole_files.TEMPORARY}")
    os.makedirs(unfinished)
    waited: list[bool] = []
    with open(os.path.join(sharing_folder, "feedback.lock"), "ab") as held:
        fcntl.flock(held, fcntl.LOCK_EX)

        def wait(_seconds: float) -> None:
            waited.append(os.path.isdir(unfinished))
            whole_files.remove_tree(unfinished)
            fcntl.flock(held, fcntl.LOCK_UN)

        with monkeypatch.context() as patch:
            patch.setattr(lock.time, "sleep", wait)
            done = sharing.call("feedback", reply)
    assert done.code == 0, done.err
    assert waited == [True]
    assert "You stayed." in sharing.call("show", moment).out
