"""Opens the UI on this machine's journal."""

from __future__ import annotations

import gc
import os
import sys

from parentkit import clock
from parentkit.journal import Journal, Places, default_places
from parentkit.report.glyphs import ASCII, glyphs_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    from parentkit.tui.settings import Settings


def can_open() -> bool:
    """Whether there is a terminal that can be drawn on; without one the UI would wait for ever.

    Textual draws on the error stream, so that one counts too.
    """
    streams = (sys.stdin, sys.stdout, sys.stderr)
    return all(stream.isatty() for stream in streams) and os.environ.get("TERM") != "dumb"


def start() -> int:
    """Runs the UI on this machine's family until it is left; returns the exit code."""
    places = default_places()
    return _run(places.home, places.state, "parentkit")


def start_demo() -> int:
    """Runs the UI on a sample family that lived until today; returns the exit code."""
    from parentkit.services.start.demo import make_demo, places_of_demo

    places = places_of_demo(default_places().state)
    make_demo(places, clock.local_now().date())
    return _run(places.home, places.state, "parentkit, a sample")


def has_coach() -> bool:
    """Whether this home has a coach's card."""
    from parentkit.services.coach.workspace import default_practice, is_begun

    return is_begun(default_practice())


def start_coach() -> int:
    """Runs the coach's UI until it is left; returns the exit code."""
    from parentkit.services.coach.workspace import default_practice
    from parentkit.tui.coach.app import CoachApp
    from parentkit.tui.settings import read_settings

    places = default_places()
    settings = read_settings(places)
    app = CoachApp(default_practice(), places, settings, ascii_only=_is_ascii(settings))
    _collect()
    app.run()
    return app.return_code or 0


def _run(home: str, state: str, title: str) -> int:
    from parentkit.tui.app import ParentkitApp
    from parentkit.tui.settings import read_settings

    places = Places(home, state)
    settings = read_settings(places)
    journal = Journal(places.home, places.state, clock.now_ms)
    app = ParentkitApp(journal, settings, ascii_only=_is_ascii(settings))
    app.title = title
    _collect()
    app.run()
    journal.close()
    if journal.wrote:  # also where the screens were left before the backup was made
        from parentkit.services.upkeep.upkeep import keep_safe

        unsafe = keep_safe(journal)
        sys.stderr.write(f"{unsafe}\n" if unsafe else "")
    return app.return_code or 0


def _collect() -> None:
    """Gives memory back from now on, which a command leaves out because it is soon over.

    What start-up has made stays for good, so looking for what can go need not pass through it.
    """
    gc.freeze()
    gc.enable()


def _is_ascii(settings: Settings) -> bool:
    asked = settings.signs or os.environ.get("PARENTKIT_GLYPHS", "")
    return glyphs_for(sys.stdout.encoding, asked) is ASCII
