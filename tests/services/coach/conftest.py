"""A coach with keys, and parents who send sealed files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest
from freezegun import freeze_time

from parentkit import clock
from parentkit.domain.time.localtime import stamp_local
from parentkit.domain.ulid import ulid
from parentkit.journal.log.stamp import make, wall_text
from parentkit.services.coach import workspace as practices
from parentkit.services.coach.receive import Added, Choice, look, take_in
from parentkit.sharing import keys
from parentkit.sharing.bundle import Bundle, Line, device_of, seal_bundle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from parentkit.services.coach.workspace import OpenFamily, Practice

NOW = "2026-11-22 17:05:33"
CHILD, CAREGIVER = "00000000000000000000000001", "01M81QCAREG1VER00000000ANA"


class Coach:
    """A coach's practice and key."""

    def __init__(self) -> None:
        self.practice: Practice = practices.default_practice()
        practices.begin(self.practice, "Dana Reed")
        self.identity = practices.identity_of(self.practice)
        self.coder = practices.coder_of(self.practice)

    def add(self, data: bytes, name: str = "Rivera", join: str = "") -> Added:
        letter = look(self.practice, self.identity, data)
        family = practices.family_called(self.practice, join) if join else None
        return take_in(self.practice, letter, Choice("" if family else name, family))

    def open(self, name: str = "Rivera") -> OpenFamily:
        return practices.open_family(self.practice, name)

    def moments(self, name: str = "Rivera") -> set[str]:
        return {one.id for one in self.open(name).journal.read()}

    def files(self) -> dict[str, bytes]:
        """Every file of every family, by its place, but for the note of what was refused."""
        found = {}
        for folder, _, names in os.walk(self.practice.families):
            for each in names:
                if each == "refused.json":
                    continue
                path = os.path.join(folder, each)
                with open(path, "rb") as file:
                    found[os.path.relpath(path, self.practice.families)] = file.read()
        return found


class Parent:
    """Somebody who shares; each file says what it is given, as a parent's side would send it."""

    def __init__(self, coach: Coach) -> None:
        self.identity = keys.make()
        self._coach = coach

    def moment(self, hours_ago: float = 1.0, **fields: Any) -> tuple[str, dict[str, Any]]:
        """A moment's id and document; a field of None is left out."""
        at = clock.now() - hours_ago * 3600
        document = {
            "observed_at": stamp_local(at),
            "child": CHILD,
            "caregiver": CAREGIVER,
            "cue": "afraid",
            "responses": ["comfort"],
            "fit": "matched",
            "fit_source": "person",
            "suggested_fit": "matched",
            "sampling": "event",
            "logged_at": stamp_local(at, seconds=True),
        }
        document |= fields
        said = {name: value for name, value in document.items() if value is not None}
        return ulid(int(at * 1000), os.urandom(10)), said

    def lines(self, *moments: tuple[str, dict[str, Any]], share: str, kind: str) -> list[Line]:
        stamp = make(clock.now_ms(), 0, device_of(share))
        child = Line("child", CHILD, stamp, CAREGIVER, {"name": "Child"})
        return [child, *(Line(kind, key, stamp, CAREGIVER, said) for key, said in moments)]

    def file(
        self,
        *moments: tuple[str, dict[str, Any]],
        until: str = "2027-02-01",
        kind: str = "moment",
        **changes: Any,
    ) -> bytes:
        share = changes.pop("share", None) or ulid(clock.now_ms(), os.urandom(10))
        parts = {
            "type": "moments",
            "family": self.identity.fingerprint,
            "share": share,
            "made_at": wall_text(clock.now_ms()),
            "lines": self.lines(*moments, share=share, kind=kind),
            "consent": {"purpose": "sleep", "from": "2026-01-01", "until": until},
        }
        bundle = Bundle(**{**parts, **changes})
        return seal_bundle(bundle, self.identity, [self._coach.identity.recipient])

    def notice(self) -> bytes:
        """A notice that the consent is withdrawn."""
        now = wall_text(clock.now_ms())
        return self.file(type="withdrawal", lines=[], consent={"withdrawn_at": now})


@pytest.fixture
def frozen() -> Iterator[Any]:
    with freeze_time(NOW, auto_tick_seconds=0.001) as time:
        yield time


@pytest.fixture
def coach(home: Path, frozen: Any) -> Coach:
    assert home.is_dir()
    assert frozen
    return Coach()


@pytest.fixture
def parent(coach: Coach) -> Parent:
    return Parent(coach)


@pytest.fixture
def another(coach: Coach) -> Parent:
    return Parent(coach)
