"""A family that shares, and a coach who is played by the keys alone."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest
from freezegun import freeze_time

from parentkit.cli.session import open_family
from parentkit.domain.ulid import ulid
from parentkit.journal.journal import Journal
from parentkit.sharing import keys
from parentkit.sharing.bundle import (
    Bundle,
    Line,
    coach_id,
    device_of,
    journal_files,
    open_bundle,
    seal_bundle,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Called

    from parentkit.sharing.envelope import Opened


class Coach:
    """A coach with keys and a card; what arrives is read as any journal is."""

    def __init__(self, folder: Path, name: str = "Dana Reed") -> None:
        self.identity = keys.make()
        self.folder = folder
        self.card = str(
            folder / f"{name.partition(' ')[0].lower()}-{self.identity.fingerprint[:6]}.card"
        )
        with open(self.card, "w", encoding="utf-8") as file:
            json.dump(self.identity.card(name), file)
        self.journal = Journal(str(folder / "coach-home"), str(folder / "coach-state"))
        self._count = 0

    @property
    def id(self) -> str:
        return coach_id(self.identity.fingerprint)

    def open(self, path: str) -> Opened:
        with open(path, "rb") as file:
            return open_bundle(file.read(), self.identity)

    def add(self, path: str) -> Opened:
        """Puts a bundle where the coach's side puts it."""
        opened = self.open(path)
        folder = self.journal.places.device_folder(device_of(opened.header.share))
        os.makedirs(folder)
        for name, content in journal_files(opened).items():
            with open(os.path.join(folder, name), "wb") as file:
                file.write(content)
        return opened

    def moments(self) -> dict[str, dict[str, Any]]:
        return {record.id: record.fields for record in self.journal.read()}

    def line(self, kind: str, fields: dict[str, Any], **changes: Any) -> Line:
        """A record of the coach's own, newer than the one before."""
        self._count += 1
        parts = {
            "kind": kind,
            "id": self._new_id(),
            "stamp": f"2026-11-22T13:{self._count:02d}:00.000Z/0000/01M81QDEV1CE0000000000000C",
            "by": self.id,
            "fields": {"coder": self.id, "logged_at": "2026-11-22T14:00:00+01:00", **fields},
        }
        return Line(**{**parts, **changes})

    def _new_id(self) -> str:
        own = bytes.fromhex(self.identity.fingerprint)[:6]
        return ulid(1_795_350_600_000, own + self._count.to_bytes(4, "big"))

    def reply(self, path: str, *lines: Line, **changes: Any) -> str:
        """A sealed reply to the family whose file stands at `path`; its own path."""
        header = self.open(path).header
        self._count += 1
        parts: dict[str, Any] = {
            "type": "reply",
            "family": header.family,
            "share": self._new_id(),
            "made_at": "2026-11-22T15:00:00.000Z",
            "lines": lines,
        }
        sealed = seal_bundle(Bundle(**{**parts, **changes}), self.identity, [header.reply_to])
        target = str(self.folder / f"reply-{self.identity.fingerprint[:6]}-{self._count}.age")
        with open(target, "wb") as file:
            file.write(sealed)
        return target


class Sharing:
    """A family with keys and a coach; `share` gives the path of the file."""

    def __init__(self, call: Callable[..., Called], folder: Path) -> None:
        self.call = call
        self.folder = folder
        self.coach = Coach(folder)
        self._count = 0
        assert call("key", "make").code == 0
        assert call("consent", "add-coach", self.coach.card, "--yes").code == 0

    def log(self, *words: str) -> str:
        """Logs a moment; its id."""
        return str(self.call("log", *words, "--json").json()["id"])

    def share(self, *words: str) -> str:
        self._count += 1
        path = str(self.folder / f"shared-{self._count}.age")
        called = self.call("share", "--with", "Dana", "--yes", "--to", path, *words)
        assert called.code == 0, called.err
        return path

    def journal(self) -> Journal:
        return open_family([])[0]


@pytest.fixture(autouse=True)
def a_sunday_in_november() -> Iterator[None]:
    with freeze_time("2026-11-22 12:00", auto_tick_seconds=0.001):
        yield


@pytest.fixture
def sharing(call: Callable[..., Called], tmp_path: Path) -> Sharing:
    return Sharing(call, tmp_path)
