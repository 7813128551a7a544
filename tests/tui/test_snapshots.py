"""Every screen as it is drawn, in the usual sizes and in every set of colours.

`pytest tests/tui/test_snapshots.py --snapshot-update` draws them anew; look at what changed.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from pytest_textual_snapshot import SVGImageExtension

from parentkit import clock
from parentkit.journal.journal import Journal
from parentkit.report.glyphs import ASCII
from parentkit.services.start.demo import Places, make_demo
from parentkit.tui.app import ParentkitApp
from parentkit.tui.settings import Settings
from parentkit.tui.themes import shipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from syrupy import SnapshotAssertion


class Shown(NamedTuple):
    """A screen, and the keys that lead to it from the one before."""

    name: str
    keys: tuple[str, ...]


WALK = (
    Shown("today", ()),
    Shown("keys", ("question_mark",)),
    Shown("help-now", ("escape", "h")),
    Shown("people", ("escape", "f4")),
    Shown("moments", ("escape", "m")),
    Shown("moment", ("enter",)),
    Shown("rates", ("escape", "r")),
    Shown("rates-by-family", ("2",)),
    Shown("reflect", ("w",)),
    Shown("practise", ("p",)),
    Shown("log", ("t", "l", "g")),
    Shown("log-details", ("d", "tab")),
)
SIZES = {"80x24": (80, 24), "120x40": (120, 40)}
THEMES = [theme.name for theme in shipped()]


class OneFileEach(SVGImageExtension):  # type: ignore[misc]
    """A file for every picture, named after the test, the screen, and how it was drawn."""

    @classmethod
    def get_snapshot_name(cls, *, test_location: Any, index: Any = 0) -> str:
        return f"{test_location.methodname}[{index}]"


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


@pytest.fixture
def drawn_otherwise(
    drive_app: Callable[..., None], snapshot: SnapshotAssertion, tmp_path: Path
) -> Callable[..., list[str]]:
    """Walks through the screens of an application: the pictures that are not as they were.

    `drawn_otherwise(make, how, size)`; how they are drawn now is put into files.
    """
    kept = snapshot.use_extension(OneFileEach)

    def walk(make: Callable[[], ParentkitApp], how: str, size: tuple[int, int]) -> list[str]:
        changed = []

        async def scenario(ui: Any) -> None:
            for screen in WALK:
                await ui.press(*screen.keys)
                picture = ui.app.export_screenshot(title=ui.app.title, simplify=True)
                if picture != kept(name=f"{screen.name}-{how}"):
                    changed.append(tmp_path / f"{screen.name}-{how}.svg")
                    changed[-1].write_text(picture, encoding="utf-8")

        drive_app(make, scenario, size)
        return list(map(str, changed))

    return walk


@pytest.mark.parametrize("size", SIZES)
def test_every_screen_in_the_usual_sizes(
    drawn_otherwise: Callable[..., list[str]], sample: Journal, size: str
) -> None:
    assert not drawn_otherwise(lambda: ParentkitApp(sample, Settings()), size, SIZES[size])


@pytest.mark.slow
@pytest.mark.parametrize("theme", [*THEMES[1:], "ascii"])
def test_every_screen_in_every_set_of_colours(
    drawn_otherwise: Callable[..., list[str]], sample: Journal, theme: str
) -> None:
    def make() -> ParentkitApp:
        if theme != "ascii":
            return ParentkitApp(sample, Settings(theme=theme))
        app = ParentkitApp(sample, Settings(), ascii_only=True)
        assert app.glyphs is ASCII
        return app

    assert not drawn_otherwise(make, theme, (80, 24))
