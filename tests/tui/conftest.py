"""The UI as a person meets it: the real application over a real journal, at a set hour."""

from __future__ import annotations

import asyncio
import contextlib
import io
import os
import subprocess
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from freezegun import freeze_time
from rich.console import Console
from textual.worker import WorkerCancelled, WorkerFailed

from parentkit import clock
from parentkit.journal.journal import Journal
from parentkit.services.household import read_household, with_people
from parentkit.tui.app import ParentkitApp
from parentkit.tui.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
    from pathlib import Path

    from textual.app import App
    from textual.pilot import Pilot

NOW = "2026-11-22T17:07:00+00:00"
"""Sunday, 18:07 in Berlin."""

QUIET_ROUNDS = 3
"""After so many rounds in which no worker was busy, nothing more is coming."""


MOST_UNDRAWN = 200
"""A screen that is not drawn after so many rounds is looked at as it is."""


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The clock stands still for the program; the event loop's own goes on."""
    # Whoever asks is one frame away: Textual gets the real time, what it calls gets the set one.
    monkeypatch.setattr("freezegun.api.call_stack_inspection_limit", 1)
    with freeze_time(NOW, real_asyncio=True, ignore=["textual"]) as hour:
        yield hour


@pytest.fixture
def journal(home: Path, frozen: Any) -> Iterator[Journal]:
    """The journal of a family with one child, Mia of three years, for whom Anna logs."""
    assert frozen
    made = Journal(str(home / "home"), str(home / "state"), clock.now_ms)
    household = with_people(made, read_household(made)).household
    for record in made.lasting().records:
        names = {"child": {"name": "Mia", "birth_month": "2023-10"}, "caregiver": {"name": "Anna"}}
        if record.kind in names:
            made.amend(record, names[record.kind])
    assert household.children
    yield made
    made.close()


def is_drawn(app: App[None]) -> bool:
    """Whether nothing on the screen waits for its place, nor for what is to be done after it."""
    waiting = [*app.screen._callbacks, *app.screen._next_callbacks]
    return not waiting and not any(
        each._layout_required or each._next_callbacks
        for each in app.screen.walk_children(with_self=True)
    )


async def settled(pilot: Pilot[None]) -> None:
    """Waits until nothing is being read or written and everything is drawn."""
    quiet = undrawn = 0
    while quiet < QUIET_ROUNDS:
        last = quiet == QUIET_ROUNDS - 1
        await pilot.pause(None if last else 0)  # before the last round the whole program is idle
        busy = [worker for worker in pilot.app.workers if not worker.is_finished]
        undrawn = 0 if busy or is_drawn(pilot.app) else undrawn + 1
        quiet = 0 if busy or 0 < undrawn < MOST_UNDRAWN else quiet + 1
        for worker in busy:
            # What a job says did not work has reached the screen; it is looked for there.
            with contextlib.suppress(WorkerFailed, WorkerCancelled):
                await worker.wait()


@pytest.fixture
def settle() -> Callable[[Pilot[None]], Awaitable[None]]:
    """The function that waits until nothing is being read or written."""
    return settled


def text_of(app: ParentkitApp) -> str:
    """What stands on the screen, line by line, without colours."""
    width, height = app.size
    console = Console(
        width=width, height=height, file=io.StringIO(), record=True, force_terminal=True
    )
    console.print(app.screen._compositor.render_update(full=True))
    lines = console.export_text(styles=False).splitlines()
    return "\n".join(line.rstrip() for line in lines)


def in_one_line(text: str) -> str:
    """A screen's text without its frames and line ends, to look for a sentence in."""
    return " ".join(text.translate(dict.fromkeys(map(ord, "│╭╮╰╯─▌▐"), " ")).split())


class Driven:
    """The running application and a hand on its keys."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot = pilot
        self.app: ParentkitApp = pilot.app  # type: ignore[assignment]

    async def press(self, *keys: str) -> None:
        """Presses keys one after the other, and waits until what they began is done."""
        for key in keys:
            await self.pilot.press(key)
            await settled(self.pilot)

    async def type(self, text: str) -> None:
        """Types text, letter by letter."""
        names = {" ": "space", "\n": "enter", "\t": "tab"}
        await self.pilot.press(*(names.get(letter, letter) for letter in text))
        await settled(self.pilot)

    async def settle(self) -> None:
        """Waits until nothing is being read or written and everything is drawn."""
        await settled(self.pilot)

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return text_of(self.app)

    @property
    def words(self) -> str:
        """The same in one line, without frames."""
        return in_one_line(self.text)


@asynccontextmanager
async def running(app: App[None], size: tuple[int, int]) -> AsyncIterator[Driven]:
    async with app.run_test(size=size, notifications=True) as pilot:
        driven = Driven(pilot)
        await driven.settle()
        yield driven


@pytest.fixture
def drive_app() -> Callable[..., None]:
    """Runs a scenario against an application: `drive_app(make, scenario, size=(80, 24))`.

    `make` makes it, inside the event loop; a scenario is a coroutine function that is given a
    `Driven`.
    """

    def run(
        make: Callable[[], App[None]],
        scenario: Callable[[Driven], Awaitable[None]],
        size: tuple[int, int] = (100, 30),
    ) -> None:
        async def whole() -> None:
            async with running(make(), size) as driven:
                await scenario(driven)

        asyncio.run(whole())

    return run


@pytest.fixture
def drive(journal: Journal, drive_app: Callable[..., None]) -> Callable[..., None]:
    """Runs a scenario against a parent's application: `drive(scenario, size=(80, 24))`."""

    def run(
        scenario: Callable[[Driven], Awaitable[None]], size: tuple[int, int] = (100, 30)
    ) -> None:
        drive_app(lambda: ParentkitApp(journal, read_settings(journal.places)), scenario, size)

    return run


PATIENCE = 30.0
"""Seconds after which a terminal that does not show what it should is given up."""


class Tmux:
    """A terminal with panes, on a socket of its own."""

    def __init__(self, folder: Path, size: tuple[int, int]) -> None:
        self._socket = str(folder / "tmux")
        self.environment = {
            "PARENTKIT_HOME": str(folder / "home"),
            "PARENTKIT_STATE": str(folder / "state"),
            "HOME": str(folder),
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "TZ": "Europe/Berlin",
            "SHELL": "/bin/sh",
        }
        width, height = map(str, size)
        self("new-session", "-d", "-x", width, "-y", height, "sh")
        self("set-option", "-g", "remain-on-exit", "on")

    def __call__(self, *words: str) -> str:
        command = ["tmux", "-S", self._socket, "-f", "/dev/null", *words]
        return subprocess.run(
            command, env=self.environment, check=True, capture_output=True, text=True
        ).stdout

    def screen(self, pane: str = "0") -> str:
        """What stands in a pane, in one line without frames."""
        text = self("capture-pane", "-p", "-t", f":.{pane}")
        return " ".join(text.translate(dict.fromkeys(map(ord, "│╭╮╰╯─▌▐"), " ")).split())

    def keys(self, *keys: str, pane: str = "0") -> None:
        """Presses keys."""
        self("send-keys", "-t", f":.{pane}", *keys)

    def until(self, words: str, pane: str = "0") -> str:
        """Waits until words stand in a pane; returns all that stands there."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            shown = self.screen(pane)
            if words in shown:
                return shown
        raise AssertionError(f"{words!r} did not appear; there is: {self.screen(pane)}")

    def until_not(self, words: str, pane: str = "0") -> None:
        """Waits until words are gone from a pane."""
        end = time.monotonic() + PATIENCE
        while words in self.screen(pane):
            assert time.monotonic() < end, f"{words!r} stayed: {self.screen(pane)}"

    def until_left(self, pane: str = "0") -> None:
        """Waits until the program in a pane has ended; tmux does not always write that there."""
        end = time.monotonic() + PATIENCE
        while self("display-message", "-p", "-t", f":.{pane}", "#{pane_dead}").strip() != "1":
            assert time.monotonic() < end, f"still there: {self.screen(pane)}"


@pytest.fixture
def open_tmux() -> Iterator[Callable[..., Tmux]]:
    """Opens terminals: `open_tmux(folder, (80, 24))`; the program finds its home in the folder."""
    opened: list[Tmux] = []

    def start(folder: Path, size: tuple[int, int]) -> Tmux:
        opened.append(Tmux(folder, size))
        return opened[-1]

    yield start
    for each in opened:
        each("kill-server")
