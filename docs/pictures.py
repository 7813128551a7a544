"""Draws the pictures of README and docs from the sample family: `python docs/pictures.py`.

The clock is set to the sample family's last evening. A test draws them again and compares, so that
they cannot go stale.
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
import time
from datetime import date
from typing import NamedTuple
from unittest import mock

from freezegun import freeze_time

from parentkit import clock
from parentkit.journal.journal import Journal
from parentkit.services.start.demo import Places, make_demo
from parentkit.tui.app import ParentkitApp
from parentkit.tui.settings import Settings

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "pictures")
EVENING = "2026-11-22T20:10:00+01:00"
QUIET_ROUNDS = 3


class Picture(NamedTuple):
    """A screen of the UI: its name, the keys that lead to it, its size, its colours."""

    name: str
    keys: tuple[str, ...]
    size: tuple[int, int] = (100, 30)
    theme: str = "calm-dark"


PICTURES = (
    Picture("today", ()),
    Picture("today-light", (), theme="calm-light"),
    Picture("log", ("l", "g")),
    Picture("moments", ("m",)),
    Picture("rates", ("r",)),
    Picture("reflect", ("w",)),
    Picture("practise", ("p",)),
)


def draw(picture: Picture) -> str:
    """The picture as SVG that loads nothing from anywhere."""
    with (
        tempfile.TemporaryDirectory() as folder,
        mock.patch("freezegun.api.call_stack_inspection_limit", 1),
        freeze_time(EVENING, real_asyncio=True, ignore=["textual"]),
    ):
        places = Places(os.path.join(folder, "home"), os.path.join(folder, "state"))
        make_demo(places, date(2026, 11, 22))
        journal = Journal(places.home, places.state, clock.now_ms)
        svg = asyncio.run(_screen(journal, picture))
        journal.close()
    return _without_addresses(svg)


async def _screen(journal: Journal, picture: Picture) -> str:
    app = ParentkitApp(journal, Settings(theme=picture.theme))
    async with app.run_test(size=picture.size) as pilot:
        await _settle(app, pilot)
        for key in picture.keys:
            await pilot.press(key)
            await _settle(app, pilot)
        before = ""
        while (now := app.export_screenshot(title="parentkit")) != before:
            before = now
            await _settle(app, pilot)
        return now


async def _settle(app: ParentkitApp, pilot: object) -> None:
    quiet = 0
    while quiet < QUIET_ROUNDS:
        await pilot.pause()
        busy = [worker for worker in app.workers if not worker.is_finished]
        quiet = 0 if busy else quiet + 1
        for worker in busy:
            await worker.wait()


def _without_addresses(svg: str) -> str:
    """The SVG without the fonts that it would fetch: a picture tells nobody that it was seen."""
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)


def main() -> None:
    """Draws all of them."""
    os.makedirs(FOLDER, exist_ok=True)
    for picture in PICTURES:
        with open(os.path.join(FOLDER, f"{picture.name}.svg"), "w", encoding="utf-8") as file:
            file.write(draw(picture))


if __name__ == "__main__":
    os.environ["TZ"] = "Europe/Berlin"
    time.tzset()
    main()
