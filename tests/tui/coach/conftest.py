"""Two homes on one machine: a family that shares, and a coach who opens the UI."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from parentkit.journal.log.folders import default_places
from parentkit.services.coach import workspace as practices
from parentkit.tui.coach.app import CoachApp
from parentkit.tui.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from parentkit.services.coach.workspace import OpenFamily, Practice


class Home:
    """A home of its own; calling it runs the program there."""

    def __init__(self, call: Callable[..., Any], patch: pytest.MonkeyPatch, folder: Path) -> None:
        self._call = call
        self._patch = patch
        self.folder = folder

    def enter(self) -> None:
        """Makes this home the one that the environment names."""
        self._patch.setenv("PARENTKIT_HOME", str(self.folder / "home"))
        self._patch.setenv("PARENTKIT_STATE", str(self.folder / "state"))

    def __call__(self, *words: str) -> Any:
        self.enter()
        called = self._call(*words)
        assert called.code == 0, called.err
        return called


class Family(Home):
    """A family that knows the coach."""

    def meet(self, card: str) -> None:
        self("key", "make")
        self("consent", "add-coach", card, "--yes")

    def log(self, *words: str) -> str:
        """Logs a moment; its id."""
        return str(self("log", *words, "--json").json()["id"])

    def share(self, *words: str) -> str:
        """A file for the coach; its path."""
        path = str(self.folder / f"shared-{len(list(self.folder.glob('*.age')))}.age")
        self("share", "--with", "Dana", "--yes", "--to", path, *words)
        return path


class Coach(Home):
    """A coach with keys and a card."""

    @property
    def practice(self) -> Practice:
        self.enter()
        return practices.default_practice()

    def open(self, name: str = "Rivera") -> OpenFamily:
        return practices.open_family(self.practice, name)

    def records(self, kind: str, name: str = "Rivera") -> list[dict[str, Any]]:
        """The records of a kind in a family's journal, oldest first."""
        journal = self.open(name).journal
        found = [*journal.read(None, kinds=(kind,)), *journal.lasting()]
        return [one.document() for one in sorted(found, key=lambda one: one.id) if one.kind == kind]

    def app(self) -> CoachApp:
        places = default_places()
        return CoachApp(self.practice, places, read_settings(places))


@pytest.fixture
def coach(
    call: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, frozen: Any
) -> Coach:
    """A coach, Dana Reed."""
    assert frozen
    made = Coach(call, monkeypatch, tmp_path / "coach")
    made("coach", "init", "Dana Reed")
    made("coach", "card", "--to", str(made.folder / "dana.card"))
    return made


@pytest.fixture
def family(
    call: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, coach: Coach
) -> Family:
    """A family whose moments the coach may see once they are shared."""
    made = Family(call, monkeypatch, tmp_path / "family")
    made.meet(str(coach.folder / "dana.card"))
    return made


@pytest.fixture
def drive_coach(coach: Coach, drive_app: Callable[..., None]) -> Callable[..., None]:
    """Runs a scenario against the coach's application: `drive_coach(scenario, size=(80, 24))`."""

    def run(scenario: Callable[[Any], Awaitable[None]], size: tuple[int, int] = (120, 36)) -> None:
        coach.enter()
        drive_app(coach.app, scenario, size)

    return run
