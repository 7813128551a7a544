"""No note, nickname or key in messages, beside the file, or in a name."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from parentkit.cli.session import open_family
from parentkit.domain.log.selection import Selection
from parentkit.services.sharing import keyring
from parentkit.services.sharing.contacts import contact_called
from parentkit.services.sharing.share import Wish, prepare
from parentkit.sharing import age
from parentkit.sharing.bundle import read_lines
from parentkit.storage import disk

if TYPE_CHECKING:
    from pathlib import Path

CANARY = "nobodymayseethis"


def secrets_of(folder: Path) -> list[str]:
    text = (folder / "state" / "sharing" / "key").read_text()
    found = [
        line.split()[-1] for line in text.splitlines() if "SECRET" in line or "signing" in line
    ]
    assert len(found) == 2
    return found


@pytest.fixture
def watched(sharing: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Everything that is written, by path, before it gets its name too."""
    written: dict[str, bytes] = {}
    write = disk.write

    def watch(descriptor: int, data: bytes) -> int:
        path = os.readlink(f"/proc/self/fd/{descriptor}")
        written[path] = written.get(path, b"") + data
        return write(descriptor, data)

    monkeypatch.setattr(disk, "write", watch)
    assert sharing
    return written


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="open files cannot be named here")
def test_what_is_shared_stands_nowhere_in_the_clear_but_in_the_journal(
    sharing: Any, watched: dict[str, bytes], tmp_path: Path
) -> None:
    sharing.call("child", "add", CANARY + "name")
    sharing.log("afraid", "comfort", "--note", CANARY + "note")
    path = sharing.share("--include", "note")
    moment = sharing.call("moments", "--json").json()[0]["id"]
    line = sharing.coach.line("comment", {"moment": moment, "text": CANARY + "comment"})
    reply = sharing.coach.reply(path, line)
    watched.clear()
    assert sharing.call("feedback", reply).code == 0
    sharing.share("--include", "note", "--all")
    inside = str(tmp_path / "home" / "families" / "own")
    for name, content in watched.items():
        if not name.startswith(inside):
            assert CANARY.encode() not in content, name
    for secret in secrets_of(tmp_path):
        assert not any(secret.encode() in content for content in watched.values())
    for parent, _, names in os.walk(tmp_path):
        assert CANARY not in parent + "".join(names)


def test_no_message_holds_a_note_a_nickname_or_a_key(sharing: Any, tmp_path: Path) -> None:
    sharing.call("child", "add", CANARY + "name")
    moment = sharing.log("afraid", "comfort", "--note", CANARY + "note")
    path = sharing.share("--include", "note")
    coach = sharing.coach
    long = coach.line("comment", {"moment": moment, "text": CANARY * 3_000})
    odd = coach.line("comment", {"moment": moment, "text": "x", "sort": CANARY})
    unnamed = coach.line("comment", {"text": CANARY})
    foreign = coach.line("comment", {"moment": moment, "text": CANARY, "coder": CANARY})
    calls = [
        sharing.call("feedback", coach.reply(path, line)) for line in (long, odd, unnamed, foreign)
    ]
    calls += [
        sharing.call("feedback", path),
        sharing.call("share", "--with", "Dana", "--include", "note"),
        sharing.call("share", "--with", "Dana", "--include", "note", "--yes", "--to", path),
        sharing.call("share", "--with", "Dana", "--include", "note", "--yes", "--to", "/proc/x/y"),
        sharing.call("consent", "add-coach", path, "--yes"),
        sharing.call("consent", "add-coach", str(tmp_path / "state" / "sharing" / "key"), "--yes"),
        sharing.call("feedback", str(tmp_path / "state" / "sharing" / "key")),
        sharing.call("key", "make"),
    ]
    assert all(called.code for called in calls)
    shown = sharing.call("key", "show")
    for called in [*calls, shown]:
        assert CANARY not in called.err
        for secret in secrets_of(tmp_path):
            assert secret not in called.err + called.out


def test_a_damaged_key_file_is_not_shown(sharing: Any, tmp_path: Path) -> None:
    path = tmp_path / "state" / "sharing" / "key"
    secret = secrets_of(tmp_path)[1]
    path.write_text(path.read_text().replace(age.SECRET_KEY, f"{age.SECRET_KEY}X"))
    called = sharing.call("key", "show")
    assert called.code == 3
    assert secret[20:] not in called.err + called.out


def test_what_is_on_its_way_tells_nothing_of_its_content_when_it_is_named(sharing: Any) -> None:
    sharing.log("afraid", "comfort", "--note", CANARY)
    opened = sharing.coach.open(sharing.share("--include", "note"))
    journal, household = open_family([])
    wish = Wish(Selection(), [], {"note"}, {}, "sleep", None)
    contact = contact_called(household, "Dana")
    parcel = prepare(journal, household, contact, wish, date(2026, 11, 22))
    copy = keyring.recovery_copy(sharing.coach.identity)
    operations = read_lines(opened)
    named = [opened, operations, parcel, *parcel.lines, copy, sharing.coach.identity]
    assert CANARY.encode() in opened.body
    assert not any(CANARY in repr(one) or copy.secret in repr(one) for one in named)
