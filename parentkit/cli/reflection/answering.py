"""Answers in a person's own words: lines from a terminal, or from a pipe or a file."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from parentkit.cli.ask import are_all, ask_words, listen
from parentkit.cli.session import say, somebody_is_there
from parentkit.domain.errors import NothingFound
from parentkit.domain.text import clean
from parentkit.services.family.household import read_household
from parentkit.services.family.present import somebody_here

if TYPE_CHECKING:
    from collections.abc import Callable

    from parentkit.domain.log.household import Household
    from parentkit.journal import Journal

PAUSE = "q"
LONGEST_WAIT = 1.0
"""Seconds for the first line of a pipe: one that nobody writes to must not keep anybody waiting."""


class Lines:
    """The lines that answer questions; lines that come at once, as in a paste, are one.

    Attributes:
        person: whether somebody is there who can be asked more than once.
    """

    def __init__(self) -> None:
        self.person = somebody_is_there()
        if self.person:
            listen()
        self._ahead: str | None = None

    def anybody(self) -> bool:
        """Whether there is anything to read: a person, or a pipe or a file with a line in it."""
        if self.person:
            return True
        if sys.stdin is None or sys.stdin.isatty() or not _something_waits():
            return False
        self._ahead = sys.stdin.readline() or None
        return self._ahead is not None

    def next(self) -> str | None:
        """The next line, cleaned; None where the person wants to stop or the input has ended."""
        text = self._read()
        return None if text is None else clean(text).strip()

    def _read(self) -> str | None:
        """The next line as it came; None where the person wants to stop or the input has ended."""
        text, self._ahead = self._ahead, None
        try:
            text = ask_words("> " if self.person else "") if text is None else text
        except KeyboardInterrupt:
            text = None
        if text is None and self.person:
            say("")
        return None if text is None or text.strip().casefold() == PAUSE else text

    def take(self, store: Callable[[str], None]) -> bool:
        """Gives each line to `store` until an empty one; False where the person wants to stop."""
        while (text := self._read()) is not None:
            line = clean(text).strip()
            if line:
                store(line)
            if not line or (self.person and are_all(text)):
                return True
        return False


def somebody(journal: Journal, household: Household, caregiver: str) -> tuple[Household, str]:
    """The caregiver who answers; made, as by a first moment, where the family has none yet.

    Raises:
        NothingFound: the family has several and none of them is chosen on this device.
    """
    if caregiver:
        return household, caregiver
    if household.caregivers:
        raise NothingFound(
            "This device does not know yet whose answers these are.",
            "Say so: parentkit caregiver use NAME.",
        )
    caregiver = somebody_here(journal, household)
    return read_household(journal), caregiver


def offer_help(household: Household, text: str) -> None:
    """Shows the help page where words that were just stored call for it."""
    from parentkit.services.log.apart import harm_words

    if text and harm_words(household).found_in({"note": text}):
        from parentkit.cli.help.help_now import page

        say("\n".join(("", "What you wrote is stored.", "", *page(stored=False, on=sys.stderr))))


def _something_waits() -> bool:
    """Whether a line, or the input's end, is there or comes soon."""
    try:
        descriptor = sys.stdin.fileno()
    except (OSError, ValueError):
        return True  # a stream in memory
    if sys.platform == "win32":
        return True  # there is no looking ahead into a pipe
    from select import select

    return bool(select([descriptor], [], [], LONGEST_WAIT)[0])
