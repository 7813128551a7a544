"""Whoever can write into a synced folder steers no terminal, by no command and no error."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from parentkit.domain.ulid import ulid
from parentkit.journal.journal import Journal
from parentkit.journal.log.writer import Draft

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

MONDAY_MS = 1_794_844_800_000
HOSTILE = "Mia\x1b[31m\x1b]0;title\x07\x9b8m\u202e\nsays: all is well"
KINDS = ("child", "caregiver", "contact", "template")
STEERING = ("\x1b", "\x07", "\x9b", "\u202e", "\nsays")
COMMANDS = (
    *(
        "child list",
        "child list --json",
        "caregiver list",
        "caregiver list --json",
        "template list",
    ),
    *(
        "today",
        "moments --all",
        "find cue is afraid",
        "moments --all --json",
        "rates --all",
        "rates --all --json",
    ),
    *("reflect --json", "consent list", "consent list --json", "consent show Mia", "feedback"),
    *("log sad comfort", "log sad comfort --child nobody", "share --with nobody --preview"),
    *("find child is nobody", "find cue is afraid --json"),
    *("child rename M Ada", "undo", "doctor", "log sad comfort --json"),
)


@pytest.fixture
def written_elsewhere(call: Callable[..., Any], home: Path) -> None:
    """A family whose folder another device has written hostile names into."""
    assert call("log", "afraid", "comfort").code == 0
    other = Journal(str(home / "home"), str(home / "elsewhere"), lambda: MONDAY_MS)
    for number, kind in enumerate(KINDS):
        fields: dict[str, Any] = {"name": HOSTILE}
        if kind == "contact":
            fields |= {"recipient": "age1", "verify": "", "withdrawn_at": HOSTILE}
        other.append([Draft(kind, ulid(MONDAY_MS, bytes([number]) * 10), fields)])
    consent = {"contact": ulid(MONDAY_MS, bytes([2]) * 10), "purpose": HOSTILE, "until": HOSTILE}
    other.append([Draft("consent", ulid(MONDAY_MS, b"c" * 10), consent)])
    other.close()


@pytest.mark.usefixtures("written_elsewhere")
@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_that_is_shown_steers_the_terminal(call: Callable[..., Any], command: str) -> None:
    called = call(*command.split())
    shown = called.out + called.err
    assert shown
    for steering in STEERING:
        assert steering not in shown
