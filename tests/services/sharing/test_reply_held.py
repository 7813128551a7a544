"""Two `feedback` at once: the second waits, and leaves alone what the first has not finished."""

from __future__ import annotations

import fcntl
import os
from typing import TYPE_CHECKING, Any

from parentkit.cli.session import open_family
from parentkit.services.sharing.keyring import key_file, own_key
from parentkit.services.sharing.receive_reply import read_reply, take_in
from parentkit.storage import lock, whole_files

if TYPE_CHECKING:
    from pathlib import Path

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


def test_an_id_that_is_taken_while_waiting_stands_for_both(
    sharing: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the records stand is found out once nobody else is taking anything in."""
    moment = sharing.log("afraid", "comfort")
    sam = type(sharing.coach)(tmp_path, "Sam Ono")
    sharing.call("consent", "add-coach", sam.card, "--yes")
    path, other = sharing.share(), str(tmp_path / "for-sam.age")
    sharing.call("share", "--with", "Sam", "--yes", "--to", other)
    of_dana = sharing.coach.line("comment", {"moment": moment, "text": "You stayed."})
    of_sam = sam.line("comment", {"moment": moment, "text": "A soft landing."}, id=of_dana.id)
    replies = [sharing.coach.reply(path, of_dana), sam.reply(other, of_sam)]
    journal, household = open_family([])
    identity = own_key(key_file(journal.places), None)
    first, second = map(read_reply, replies)
    lock_file = os.path.join(journal.places.state, "sharing", "feedback.lock")
    with open(lock_file, "ab") as held:
        fcntl.flock(held, fcntl.LOCK_EX)

        def wait(_seconds: float) -> None:
            fcntl.flock(held, fcntl.LOCK_UN)
            take_in(open_family([])[0], household, identity, first)

        with monkeypatch.context() as patch:
            patch.setattr(lock.time, "sleep", wait)
            take_in(journal, household, identity, second)
    shown = sharing.call("show", moment, "--json").json()["comments"]
    assert sorted(each["text"] for each in shown) == ["A soft landing.", "You stayed."]
