"""What was put in place, moved or taken away is so after a crash, once the program has said so.

Every call to the disk is recorded. A name that changed in a folder counts as secured when the
folder is brought to the disk afterwards, and not before.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest
from freezegun import freeze_time

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from conftest import Called

PASSING = ("lock", ".new", "overview.json")
"""What may be found or not: locks, what is unfinished (it is taken away), what is made anew."""


class Machine:
    """A parent and a coach on one machine, and the names that their program left unsecured."""

    def __init__(
        self, tools: Any, crash: Any, call: Callable[..., Called], root: Path, patch: Any
    ) -> None:
        self._tools = tools
        self._crash = crash
        self._call = call
        self._patch = patch
        self.root = str(root)

    def as_(self, who: str, *words: str) -> Called:
        self._patch.setenv("PARENTKIT_HOME", self.path(who, "home"))
        self._patch.setenv("PARENTKIT_STATE", self.path(who, "state"))
        done = self._call(*words)
        assert done.code in {0, 3}, done.err
        return done

    def path(self, *parts: str) -> str:
        return os.path.join(self.root, *parts)

    def recorded(self, who: str, *words: str) -> list[Any]:
        """What the disk was asked for."""
        recorder = self._crash.Recorder(self.root, self._tools.CALLS)
        with recorder.running():
            assert self.as_(who, *words).code == 0
        events: list[Any] = recorder.events
        return events

    def unsecured(self, who: str, *words: str) -> set[str]:
        """The names that may be what they were before, should the machine stop now."""
        left = names_left(self.recorded(who, *words))
        return {os.path.relpath(path, self.root) for path in left if not path.endswith(PASSING)}

    def share(self, name: str) -> str:
        path = self.path(name)
        self.as_("parent", "share", "--with", "Dana", "--yes", "--to", path, "--all")
        return path


def names_left(events: Iterable[Any]) -> set[str]:
    """The paths whose names changed and were not secured."""
    pending: set[str] = set()
    for event in events:
        if event.name in {"create", "make_folder", "remove", "remove_folder", "link"}:
            if event.name == "remove_folder":
                pending -= set(below(event.path, pending))
            pending.add(event.target or event.path)
        elif event.name == "replace":
            moved = {event.target + path[len(event.path) :] for path in below(event.path, pending)}
            pending -= set(below(event.path, pending))
            pending |= {event.path, event.target, *moved}
        elif event.name == "fsync_folder":
            pending -= {path for path in pending if os.path.dirname(path) == event.path}
    return pending


def below(folder: str, paths: Iterable[str]) -> Iterator[str]:
    return (path for path in list(paths) if path.startswith(f"{folder}/"))


@pytest.fixture
def machine(
    tools: Any,
    crash: Any,
    call: Callable[..., Called],
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Machine]:
    """A coach who has begun, and a parent who has the coach's card and has written a moment."""
    made = Machine(tools, crash, call, home, monkeypatch)
    with freeze_time("2026-11-22 17:05:33", auto_tick_seconds=0.001):
        made.as_("coach", "coach", "init", "Dana Reed")
        made.as_("coach", "coach", "card", "--to", made.path("dana.card"))
        made.as_("parent", "key", "make")
        made.as_("parent", "consent", "add-coach", made.path("dana.card"), "--yes")
        made.as_("parent", "log", "afraid", "comfort")
        yield made


@pytest.fixture
def family(machine: Machine) -> Machine:
    """The same, once the coach has added what the parent shared."""
    machine.as_("coach", "coach", "add", machine.share("one.age"), "--name", "Rivera")
    return machine


def test_a_new_family(machine: Machine) -> None:
    path = machine.share("one.age")
    assert machine.unsecured("coach", "coach", "add", path, "--name", "Rivera") == set()


def test_a_later_file(family: Machine) -> None:
    family.as_("parent", "log", "sad", "comfort")
    assert family.unsecured("coach", "coach", "add", family.share("two.age")) == set()


def test_what_is_set_apart_because_a_consent_is_over(family: Machine) -> None:
    notice = family.path("over.age")
    family.as_("parent", "consent", "withdraw", "Dana", "--to", notice, "--yes")
    assert family.unsecured("coach", "coach", "add", notice) == set()


def test_a_family_that_is_forgotten(family: Machine) -> None:
    events = family.recorded("coach", "coach", "forget", "Rivera", "--yes")
    for at, event in enumerate(events):
        if event.name in {"remove", "remove_folder"}:
            moved = {path for path in names_left(events[:at]) if event.path.startswith(f"{path}/")}
            assert not moved, "it is out of sight before anything in it goes"
    assert not [path for path in names_left(events) if "families" in path]


def test_a_reply_that_is_taken_in(family: Machine) -> None:
    family.as_("coach", "coach", "goal", "Rivera", "Wait a breath")
    family.as_("coach", "coach", "reply", "Rivera", "--to", family.path("back.age"))
    assert family.unsecured("parent", "feedback", family.path("back.age")) == set()


def test_the_key_of_pseudonyms_and_the_numbers_of_rows(family: Machine) -> None:
    to = family.path("project")
    words = ("coach", "report", "Rivera", "--format", "redcap", "--to", to)
    assert family.unsecured("coach", *words) == set()


def test_a_restore_that_takes_a_month_away(machine: Machine) -> None:
    machine.as_("parent", "backup")
    with freeze_time("2026-12-02 17:05:33", auto_tick_seconds=0.001):
        machine.as_("parent", "log", "sad", "comfort")
        events = machine.recorded("parent", "restore", "2026-11", "--replace")
    assert [event.path for event in events if event.name == "remove" and "2026-12" in event.path]
    assert not [path for path in names_left(events) if not path.endswith(PASSING)]


def test_a_damaged_line_is_in_quarantine_before_it_leaves_the_journal(machine: Machine) -> None:
    journal = machine.path("parent", "home", "families", "own", "journal")
    [month] = [path for path in files(journal) if "2026-11" in path]
    with open(month, "ab") as file:
        file.write(b"half a li\n")
    events = machine.recorded("parent", "doctor", "--repair")
    [at] = [at for at, event in enumerate(events) if event.target == month]
    assert not [path for path in names_left(events[:at]) if "quarantine" in path]
    assert [event.path for event in events[:at] if "quarantine" in event.path]


def test_a_backup_that_is_set_aside(machine: Machine) -> None:
    machine.as_("parent", "backup")
    state = machine.path("parent", "state")
    [manifest] = [path for path in files(state) if path.endswith("manifest.json")]
    os.unlink(manifest)
    events = machine.recorded("parent", "doctor", "--repair")
    aside = [at for at, event in enumerate(events) if "quarantine" in event.target]
    new = [at for at, event in enumerate(events) if event.name == "create" and at > aside[0]]
    done = events[: min([*new, len(events)])]
    assert not [path for path in names_left(done) if not path.endswith(PASSING)]
    assert not os.path.exists(os.path.dirname(manifest))


def test_what_a_purge_takes_away(machine: Machine) -> None:
    moment = machine.as_("parent", "log", "sad", "comfort", "--note", "blue", "--json").json()["id"]
    machine.as_("parent", "backup")
    journal = machine.path("parent", "home", "families", "own", "journal")
    [month] = [path for path in files(journal) if "2026-11" in path]
    with open(month, "ab") as file:
        file.write(content(month).splitlines()[-1][:-3] + b"\n")
    machine.as_("parent", "doctor", "--repair")
    with freeze_time("2026-11-24 17:05:33", auto_tick_seconds=0.001):
        machine.as_("parent", "backup")
        events = machine.recorded("parent", "purge", moment, "--yes")
    assert not [path for path in names_left(events) if not path.endswith(PASSING)]
    assert not [path for path in files(machine.path("parent")) if b"blue" in content(path)]
    assert [event for event in events if event.name == "link"], "backups share what did not change"


def files(folder: str) -> list[str]:
    return [os.path.join(where, name) for where, _, names in os.walk(folder) for name in names]


def content(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()
