"""A coach with families whose logs are made up, and the program at a terminal of its own."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from select import select
from typing import TYPE_CHECKING, Any

import pytest

from parentkit.domain.codes import CHILD_AFTER, FITS, REPAIR_STATES, SLIPS
from parentkit.domain.ulid import ulid_named
from parentkit.journal.journal import Journal
from parentkit.journal.log.writer import Draft
from parentkit.services.coach.family import Family, put_name
from parentkit.services.coach.received import Receipt, write_receipt
from parentkit.services.coach.workspace import begin, coder_of, default_practice, journal_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    Make = Callable[..., Family]

MS = 1_795_000_000_000
CUES = ("afraid", "sad", "angry", "proud", "hungry", "slow_down", "unsure")
PATIENCE = 20
"""Seconds until the program is taken to be stuck."""


@pytest.fixture
def make_family(home: Path) -> Make:
    """Makes a family that shares these moments with the coach: a name and documents."""

    def make(name: str, documents: Sequence[dict[str, Any]]) -> Family:
        practice = default_practice()
        if not os.path.exists(practice.card_file):
            begin(practice, "Dana Reed")
        identity = name.encode().hex().rjust(32, "0")[:32]
        folder = os.path.join(practice.families, identity)
        family = Family(identity, name, folder, os.path.join(practice.state, identity))
        theirs = Journal(folder, str(home / f"laptop of {name}"))
        drafts = [
            Draft("child", "0" * 25 + "1", {"name": "Child"}),
            Draft("caregiver", "0" * 25 + "2", {"name": "Parent"}),
        ]
        drafts += [
            Draft("moment", ulid_named(f"moment {number}", MS + number), document)
            for number, document in enumerate(documents)
        ]
        theirs.append(drafts)
        theirs.close()
        put_name(family)
        share = ulid_named(name, MS)
        made = "2026-11-20T10:00:00.000Z"
        device, terms = theirs.device.id, {"until": "2999-01-01"}
        receipt = Receipt(
            share, "moments", identity, "", device, made, made, "", len(drafts), terms
        )
        write_receipt(family, receipt)
        return family

    return make


@pytest.fixture
def seen() -> Callable[[int], dict[str, Any]]:
    """What was there to be seen of the moment of that number."""

    def make(number: int) -> dict[str, Any]:
        chance = random.Random(number)
        return {
            "child": "0" * 25 + "1",
            "caregiver": "0" * 25 + "2",
            "observed_at": f"2026-11-{number % 20 + 1:02}T18:{number % 60:02}+01:00",
            "cue": CUES[number % len(CUES)],
            "responses": chance.sample(["comfort", "fix_advise", "withdrew", "kind_limit"], 2),
            "context": chance.choice(["bedtime", "meal"]),
            "age_band": "toddler",
            "note": f"The blue cup, {number}.",
            "sampling": "event",
        }

    return make


@pytest.fixture
def hidden() -> Callable[[int], dict[str, Any]]:
    """How somebody at home judged a moment, made from a seed; fields may be missing."""

    def make(seed: int) -> dict[str, Any]:
        chance = random.Random(seed)
        fields: dict[str, Any] = {
            "fit": chance.choice(FITS),
            "fit_source": chance.choice(["person", "suggested"]),
            "suggested_fit": chance.choice(FITS),
            "slip": chance.choice(SLIPS),
            "repair": {"state": chance.choice(REPAIR_STATES), "after_minutes": 10},
            "child_after": chance.choice(CHILD_AFTER),
            "need": "to be heard",
            "tags": ["hard one"],
            "logged_at": f"2026-11-21T18:{seed % 60:02}:00+01:00",
        }
        kept = [name for name in fields if chance.random() < 0.8]
        return {name: fields[name] for name in kept}

    return make


@pytest.fixture
def judge() -> Callable[..., None]:
    """Lets a coach code moments of a family: number to fit, in one batch, blind."""

    def code(family: Family, fits: dict[int, str], coder: str = "", **fields: Any) -> None:
        coder = coder or coder_of(default_practice())
        journal = journal_of(family)
        drafts = []
        for number, fit in fits.items():
            moment = ulid_named(f"moment {number}", MS + number)
            document = {"moment": moment, "coder": coder, "fit": fit, "blind": True, **fields}
            identity = ulid_named(f"{coder} {number}", MS + number)
            drafts.append(Draft("coding", identity, document, by=coder))
        journal.append(drafts)
        journal.close()

    return code


@pytest.fixture
def codings() -> Callable[[Family], list[dict[str, Any]]]:
    """Every coding in a family's journal, oldest first."""

    def read(family: Family) -> list[dict[str, Any]]:
        records = journal_of(family).read(kinds=("coding",)).records
        return [record.fields for record in sorted(records, key=lambda one: one.created)]

    return read


class Terminal:
    """The program at a terminal of its own; what it says is read until certain words are there."""

    def __init__(self, *words: str) -> None:
        import pty

        self._leader, follower = pty.openpty()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "parentkit", *words],
            stdin=follower,
            stdout=follower,
            stderr=follower,
            env={**os.environ, "TERM": "xterm"},
            start_new_session=True,
            preexec_fn=_take_terminal,  # noqa: PLW1509 ctrl+c goes to who has the terminal
        )
        os.close(follower)
        self._unread = ""

    def until(self, words: str) -> str:
        """Waits for words, and gives back what was said before them."""
        while words not in self._unread:
            assert select([self._leader], [], [], PATIENCE)[0], self._unread
            self._unread += os.read(self._leader, 4096).decode()
        before, _, self._unread = self._unread.partition(words)
        return before

    def press(self, key: str) -> None:
        """Presses one key, once the program listens for one: what comes before that is dropped."""
        import termios

        ends = time.monotonic() + PATIENCE
        while termios.tcgetattr(self._leader)[3] & termios.ICANON:
            assert time.monotonic() < ends, self._unread
        os.write(self._leader, key.encode())

    def code(self) -> int:
        return self._process.wait(timeout=PATIENCE)

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._leader)


@pytest.fixture
def terminal() -> Iterator[Callable[..., Terminal]]:
    """Starts the program at a terminal that takes single keys."""
    pytest.importorskip("pty")
    opened: list[Terminal] = []

    def start(*words: str) -> Terminal:
        opened.append(Terminal(*words))
        return opened[-1]

    yield start
    for each in opened:
        each.close()


def _take_terminal() -> None:
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
