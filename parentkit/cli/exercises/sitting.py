"""A person who practises: what is waited for, what is read, and leaving at any point.

Everything is whole lines, so that it works at a dumb terminal and with a screen reader, and nothing
is ever drawn over. Where nobody is there (input is a pipe or a file) nothing is waited for: times
are said and passed over, and lines come from the input as long as it has any.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, NamedTuple

from parentkit.cli.ask import are_all, ask_words, listen
from parentkit.cli.session import say, somebody_is_there
from parentkit.report.exercise import from_now_sentence, left_sentence, rounds_sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from parentkit.domain.exercises.exercise import Breath

QUIT = ("q", "quit")
SKIP = ("", "s")
PHASES = ("in", "hold", "out", "hold")
WINDOWS_LOOKS_EVERY = 0.1


class Left(Exception):
    """The person wants to stop here."""


class Pace(NamedTuple):
    """The clock that a sitting keeps to.

    Attributes:
        now: seconds of a clock that only goes forward.
        listen: waits up to so many seconds for a line; the line, empty text where the input has
            ended, None where the time has passed.
    """

    now: Callable[[], float]
    listen: Callable[[float], str | None]


def pace_of_terminal() -> Pace | None:
    """The pace at a terminal; None where nobody is there to wait for."""
    if not somebody_is_there():
        return None
    listen()
    return Pace(time.monotonic, _listen)


class Sitting:
    """One sitting with a person, or with a file of lines in the place of one.

    Args:
        pace: the clock to keep to; None waits for nothing.
        keep: is given what a person writes where an Enter would have done.
    """

    def __init__(self, pace: Pace | None, keep: Callable[[str], None]) -> None:
        self._pace = pace
        self._keep = keep
        self._told = False
        self.ended = False

    def line(self) -> str | None:
        """The next line; None where the input has ended.

        Raises:
            Left: the line says so, or the person has closed the input.
        """
        text = self._read()
        return None if text is None else self._leave_or(text)

    def _read(self) -> str | None:
        """The next line, with all that comes along with it; None where the input has ended."""
        text = None if self.ended else ask_words()
        if text is None:
            self._end()
        return text

    def go_on(self, what: str = "go on") -> None:
        """Waits for Enter; any other words are kept, and Enter is waited for again.

        Raises:
            Left: the person wants to stop.
        """
        while not self.ended:
            say("(Enter)" if self._told else f"(Enter: {what}. q and Enter: stop here.)")
            self._told = True
            line = self.line()
            if not line:
                return
            self._keep(line)

    def write(self, store: Callable[[str], None]) -> None:
        """Reads up to an empty line; each line is stored before the next one is read.

        Raises:
            Left: the person wants to stop.
        """
        while (text := self._read()) is not None:
            line = self._leave_or(text)
            if line:
                store(line)
            if not line or (self._pace and are_all(text)):
                return

    def wait(self, seconds: int) -> None:
        """Lets a time pass, saying now and then how much is left; Enter goes on before its end.

        Raises:
            Left: the person wants to stop.
        """
        if self._pace is None:
            return
        say(f"  {from_now_sentence(seconds)} (Enter: go on before.)")
        ends = self._pace.now() + seconds
        for left in (*marks(seconds), 0):
            if self._until(self._pace, ends - left):
                return
            say(f"  {left_sentence(left)}")

    def breathe(self, breath: Breath) -> None:
        """Says when to breathe in and out, one line for each round; Enter goes on before its end.

        Raises:
            Left: the person wants to stop.
        """
        if self._pace is None:
            return
        say(f"  {rounds_sentence(breath)} (Enter: go on before.)")
        ends = self._pace.now()
        for number in range(1, breath.rounds + 1):
            sys.stderr.write(f"  {number:>2} ")
            for name, seconds in zip(PHASES, breath, strict=False):
                if not seconds:
                    continue
                sys.stderr.write(f" {name} ...")
                ends += seconds
                if self._until(self._pace, ends):
                    say("")
                    return
            say("")

    def _until(self, pace: Pace, ends: float) -> bool:
        """Waits for a time of the clock; True where the person goes on before it has come."""
        sys.stdout.flush()
        sys.stderr.flush()
        while (left := ends - pace.now()) > 0:
            text = pace.listen(left)
            if text == "":
                self._end()
            if text is None:
                continue
            line = self._leave_or(text)
            if line.lower() in SKIP:
                return True
            self._keep(line)
        return False

    def _end(self) -> None:
        self.ended = True
        if self._pace is not None:
            raise Left

    def _leave_or(self, text: str) -> str:
        line = text.strip()
        if line.lower() in QUIT:
            raise Left
        return line


def marks(seconds: int) -> list[int]:
    """The seconds left at which a person is told so: every 10 of a short time, later 30 or 60."""
    every = 10 if seconds <= 30 else 30 if seconds <= 180 else 60  # noqa: PLR2004 as said above
    return list(range((seconds - 1) // every * every, 0, -every))


def _listen(seconds: float) -> str | None:
    if sys.platform == "win32":
        import msvcrt

        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if msvcrt.kbhit():
                return _ended_or(ask_words())
            time.sleep(min(WINDOWS_LOOKS_EVERY, seconds))
        return None
    from select import select

    # Nobody listens to keys while a time passes: the terminal shows what is typed, and says so
    # when a line of it is there.
    ready, _, _ = select([sys.stdin], [], [], seconds)
    return _ended_or(ask_words(shown=False)) if ready else None


def _ended_or(text: str | None) -> str:
    return "" if text is None else f"{text}\n"
