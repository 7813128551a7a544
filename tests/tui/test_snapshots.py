"""Every screen as it is drawn, in the usual sizes and in every set of colours.

`pytest tests/tui/test_snapshots.py --snapshot-update` draws them anew; look at what changed.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from parentkit import clock
from parentkit.journal.journal import Journal
from parentkit.report.glyphs import ASCII
from parentkit.services.demo import Places, make_demo
from parentkit.tui.app import ParentkitApp
from parentkit.tui.settings import Settings
from parentkit.tui.themes import shipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from textual.pilot import Pilot


class Shown(NamedTuple):
    """A screen, and the keys that lead to it from the first room."""

    name: str
    keys: tuple[str, ...]


SCREENS = (
    Shown("today", ()),
    Shown("log", ("l", "g")),
    Shown("log-details", ("l", "g", "d", "tab")),
    Shown("moments", ("m",)),
    Shown("moment", ("m", "enter")),
    Shown("rates", ("r",)),
    Shown("rates-by-family", ("r", "2")),
    Shown("reflect", ("w",)),
    Shown("practise", ("p",)),
    Shown("people", ("f4",)),
    Shown("keys", ("question_mark",)),
    Shown("help-now", ("h",)),
)
SIZES = {"80x24": (80, 24), "120x40": (120, 40)}
THEMES = [theme.name for theme in shipped()]


@pytest.fixture
def sample(home: Path, frozen: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Journal]:
    """The sample family's journal on its last evening."""
    monkeypatch.setenv("HOME", str(home))
    frozen.move_to("2026-11-22T19:10:00+00:00")
    places = Places(str(home / "home"), str(home / "state"))
    make_demo(places, date(2026, 11, 22))
    journal = Journal(places.home, places.state, clock.now_ms)
    yield journal
    journal.close()


def drawn_with(
    keys: tuple[str, ...], settled: Callable[[Pilot[None]], Any]
) -> Callable[[Pilot[None]], Any]:
    """What to do before the screen is drawn: go there, and wait until nothing is being read."""

    async def go(pilot: Pilot[None]) -> None:
        await settled(pilot)
        for key in keys:
            await pilot.press(key)
            await settled(pilot)
        before = ""
        while (now := pilot.app.export_screenshot()) != before:
            before = now
            await settled(pilot)

    return go


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_every_screen_in_the_usual_sizes(
    snap_compare: Any, sample: Journal, settle: Any, screen: Shown, size: str
) -> None:
    app = ParentkitApp(sample, Settings())
    assert snap_compare(app, terminal_size=SIZES[size], run_before=drawn_with(screen.keys, settle))


@pytest.mark.slow
@pytest.mark.parametrize("theme", [*THEMES[1:], "ascii"])
@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_every_screen_in_every_set_of_colours(
    snap_compare: Any, sample: Journal, settle: Any, screen: Shown, theme: str
) -> None:
    if theme == "ascii":
        app = ParentkitApp(sample, Settings(), ascii_only=True)
        assert app.glyphs is ASCII
    else:
        app = ParentkitApp(sample, Settings(theme=theme))
    assert snap_compare(app, terminal_size=(80, 24), run_before=drawn_with(screen.keys, settle))
