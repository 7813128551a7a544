"""The UI as a person meets it: the real application over a real journal, at a set hour."""

from __future__ import annotations

import asyncio
import os
import subprocess
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from freezegun import freeze_time
from textual._animator import Animator
from textual.app import App
from textual.css.stylesheet import Stylesheet
from textual.pilot import Pilot
from textual.screen import ModalScreen, SystemModalScreen
from textual.widgets import Input, TextArea

from parentkit import clock
from parentkit.journal.journal import Journal
from parentkit.services.family.household import read_household
from parentkit.services.family.present import with_people
from parentkit.tui.app import ParentkitApp
from parentkit.tui.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
    from pathlib import Path


NOW = "2026-11-22T17:07:00+00:00"
"""Sunday, 18:07 in Berlin."""

NEVER = 3600.0
"""Seconds that no test lasts."""

MOMENT = 0.02
"""Seconds between two looks at something that comes by itself."""

HOPELESS = 60.0
"""Seconds after which what does not come to rest is given up; nothing waits by time alone."""


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
    screen = app.screen
    waiting = (
        *(screen._callbacks, screen._next_callbacks, screen._dirty_widgets),
        *(screen._layout_required, screen._scroll_required, screen._repaint_required),
    )
    return not any(waiting) and not any(
        each._layout_required or each._next_callbacks
        for each in screen.walk_children(with_self=True)
    )


class Threads(ThreadPoolExecutor):
    """Runs what belongs in a thread, and knows what of it is not done yet, cancelled or not."""

    def __init__(self) -> None:
        super().__init__()
        self.running: set[Future[Any]] = set()

    def submit(self, job: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
        future = super().submit(job, *given, **named)
        self.running.add(future)
        future.add_done_callback(self.running.discard)
        return future


async def drained(*_: object) -> None:
    """Waits until the event loop has nothing left to do but to wait itself."""
    ready = asyncio.get_running_loop()._ready  # type: ignore[attr-defined]
    await asyncio.sleep(0)
    while ready:  # noqa: ASYNC110 each round lets the loop do what is ready
        await asyncio.sleep(0)


async def moved(animator: Animator) -> None:
    """Brings what moves to where it goes."""
    await drained()
    for key in list(animator._animations):
        await animator._stop_running_animation(key, complete=True)
    await drained()


@pytest.fixture(autouse=True)
def _waiting_for_states(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing on the screen changes because time passes, and nothing is waited for by time.

    Textual's own test driver measures how busy the process is. Here it waits until there is nothing
    left to do; what was said stays, a cursor does not blink, and frames are drawn at rest.
    """

    async def screen_is_drained(pilot: Pilot[None]) -> bool:
        async with asyncio.timeout(HOPELESS):
            await drained()
        return not pilot.app._exception

    monkeypatch.setattr("textual.app.wait_for_idle", drained)
    monkeypatch.setattr("textual.pilot.wait_for_idle", drained)
    monkeypatch.setattr(Animator, "wait_until_complete", moved)
    monkeypatch.setattr(Pilot, "_wait_for_screen", screen_is_drained)
    monkeypatch.setattr("textual.screen.UPDATE_PERIOD", NEVER)
    monkeypatch.setattr(App, "NOTIFICATION_TIMEOUT", NEVER)
    for field in (Input, TextArea):
        monkeypatch.setattr(vars(field)["cursor_blink"], "_default", False)


@pytest.fixture(scope="session")
def parsed() -> dict[Any, Any]:
    """The rules of every stylesheet that was parsed in this run."""
    return {}


@pytest.fixture(autouse=True)
def _parsing_a_stylesheet_once(monkeypatch: pytest.MonkeyPatch, parsed: dict[Any, Any]) -> None:
    parse = Stylesheet._parse_rules

    def kept(sheet: Stylesheet, *given: Any, **named: Any) -> Any:
        key = (frozenset(sheet._variables.items()), given, frozenset(named.items()))
        if key not in parsed:
            parsed[key] = parse(sheet, *given, **named)
        return parsed[key]

    monkeypatch.setattr(Stylesheet, "_parse_rules", kept)


async def settled(pilot: Pilot[None]) -> None:
    """Waits until nothing is being read or written and everything is drawn."""
    app = pilot.app
    threads = asyncio.get_running_loop()._default_executor  # type: ignore[attr-defined]
    async with asyncio.timeout(HOPELESS):
        while not app._exit and app._exception is None:
            await moved(app.animator)
            if app._resize_event is not None:
                app._check_resize()
                continue
            working = [each._task for each in app.workers if not each.is_finished and each._task]
            if isinstance(threads, Threads):
                working += map(asyncio.wrap_future, threads.running.copy())
            if working:
                done, _ = await asyncio.wait(working, timeout=MOMENT)
                # What a job says did not work has reached the screen; it is looked for there.
                _ = [each.exception() for each in done if not each.cancelled()]
            elif is_drawn(app):
                return
            else:
                app.screen._on_timer_update()


@pytest.fixture
def settle() -> Callable[[Pilot[None]], Awaitable[None]]:
    """The function that waits until nothing is being read or written."""
    return settled


def text_of(app: ParentkitApp) -> str:
    """What stands on the screen, line by line, without colours."""
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)


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

    async def quickly(self, *keys: str) -> None:
        """Presses keys in a row, and waits after the last one alone."""
        await self.pilot.press(*keys)
        await settled(self.pilot)

    async def until(self, state: Callable[[], object]) -> None:
        """Waits for something that comes by itself, and until it is drawn."""
        async with asyncio.timeout(HOPELESS):
            while not state():
                await asyncio.sleep(MOMENT)
                await settled(self.pilot)

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return text_of(self.app)

    @property
    def words(self) -> str:
        """The same in one line, without frames; of a box that lies over a room, the box alone.

        Beside a sentence that a long path makes fold, the room under the box shows.
        """
        screen = self.app.screen
        if not isinstance(screen, ModalScreen) or isinstance(screen, SystemModalScreen):
            return in_one_line(self.text)
        lines = self.text.split("\n")
        boxes = [
            "\n".join(
                line[each.region.x : each.region.right]
                for line in lines[each.region.y : each.region.bottom]
            )
            for each in screen.children
        ]
        return in_one_line("\n".join(boxes))


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
            asyncio.get_running_loop().set_default_executor(Threads())
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
        self._until(lambda: words in self.screen(pane), f"{words!r} did not appear", pane)
        return self.screen(pane)

    def until_not(self, words: str, pane: str = "0") -> None:
        """Waits until words are gone from a pane."""
        self._until(lambda: words not in self.screen(pane), f"{words!r} stayed", pane)

    def until_left(self, pane: str = "0") -> None:
        """Waits until the program in a pane has ended; tmux does not always write that there."""
        dead = ("display-message", "-p", "-t", f":.{pane}", "#{pane_dead}")
        self._until(lambda: self(*dead).strip() == "1", "still there", pane)

    def _until(self, state: Callable[[], bool], otherwise: str, pane: str) -> None:
        end = time.monotonic() + HOPELESS
        while not state():
            assert time.monotonic() < end, f"{otherwise}; there is: {self.screen(pane)}"
            time.sleep(MOMENT)


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
