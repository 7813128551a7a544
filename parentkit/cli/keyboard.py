"""Keys from a terminal, each of them whole: a character, a cursor key, a paste.

While somebody listens, the terminal gives every key at once and shows none; when that is over,
however it ends (an exception, ctrl+c, ctrl+z, a signal that ends the program), it is as it was.
Keys are read byte by byte, so that whatever is not asked for yet waits in the terminal, in order.
"""

from __future__ import annotations

import codecs
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType, TracebackType
    from typing import Any, Self

INTERRUPT, END_OF_INPUT = "\x03", "\x04"
ENTER = ("\r", "\n")
ESCAPE = "\x1b"
PASTED, PASTE_ENDS = "\x1b[200~", "\x1b[201~"

AT_ONCE = 0.1
"""Seconds within which bytes belong together: those of one key, or the lines of one paste."""

TYPED_AHEAD = 12
"""Bytes that may wait behind a key as answers to the next questions; what is longer is a paste."""

_MARK_PASTES, _NO_MARKS = "\x1b[?2004h", "\x1b[?2004l"
_UNTIL_TERMINATED = "P]X^_"
"""What begins a terminal's own reports, which end with BEL or ESC and a backslash."""


def is_terminal() -> bool:
    """Whether keys can be read here: input is a terminal."""
    return sys.stdin is not None and sys.stdin.isatty()


def is_capable() -> bool:
    """Whether the terminal says that it knows more than lines of text."""
    return os.environ.get("TERM", "dumb") != "dumb"


if sys.platform != "win32":
    import fcntl
    import select
    import signal
    import termios
    import time

    class Keys:
        """The keys of a terminal, as long as it is listened to: `with Keys() as keys`.

        Args:
            pastes: ask the terminal to mark what is pasted, where it can.
        """

        def __init__(self, *, pastes: bool) -> None:
            self._descriptor = sys.stdin.fileno()
            self._marks = pastes and is_capable() and sys.stderr.isatty()
            self._before: list[Any] = []
            self._ours: list[int] = []
            self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
            self._held = ""

        def __enter__(self) -> Self:
            self._before = termios.tcgetattr(self._descriptor)
            try:
                for number in (signal.SIGTSTP, signal.SIGTERM):
                    if signal.getsignal(number) is signal.SIG_DFL:  # who ignores it goes on so
                        signal.signal(number, self._hand_over)
                        self._ours.append(number)
                self._take()
            except BaseException:  # ctrl+c, say: nobody else would give the terminal back
                self._leave()
                raise
            return self

        def __exit__(
            self,
            _kind: type[BaseException] | None,
            _problem: BaseException | None,
            _where: TracebackType | None,
        ) -> None:
            self._leave()

        @property
        def shows(self) -> bool:
            """Whether the terminal shows what is typed, when nobody listens."""
            return bool(self._before[3] & termios.ECHO)

        def named(self, name: str) -> str:
            """The character that the terminal has for `VERASE`, `VKILL` or `VWERASE`."""
            set_to = self._before[6][getattr(termios, name)]
            return set_to.decode("ascii", "replace") if isinstance(set_to, bytes) else ""

        def waiting(self, seconds: float = AT_ONCE) -> bool:
            """Whether there is more to read, now or within some seconds."""
            return bool(self._held or select.select([self._descriptor], [], [], seconds)[0])

        def more_than(self, most: int) -> bool:
            """Whether more than some bytes wait; one that comes at once with another counts."""
            there = 0
            while self.waiting() and (now := len(self._held) + self._unread()) > there:
                if now > most:
                    return True
                there = now
                time.sleep(AT_ONCE)  # a paste may come in pieces
            return False

        def next(self) -> str:
            """The next key; empty where the terminal is gone.

            A character, or ESC with all that belongs to it; for a paste, PASTED and its text.
            """
            letter = self._letter()
            return self._sequence() if letter == ESCAPE else letter

        def drop(self) -> bool:
            """Reads what waits and forgets it; whether there was anything."""
            anything = False
            while self.waiting() and self.next():
                anything = True
            return anything

        def _unread(self) -> int:
            answer = fcntl.ioctl(self._descriptor, termios.FIONREAD, bytes(4))
            return int.from_bytes(answer, sys.byteorder)

        def _letter(self) -> str:
            while not self._held:
                try:
                    byte = os.read(self._descriptor, 1)
                except OSError:  # the terminal was closed
                    byte = b""
                self._held = self._decoder.decode(byte, final=not byte)
                if not byte and not self._held:
                    return ""
            letter, self._held = self._held[0], self._held[1:]
            return letter

        def _sequence(self) -> str:
            sequence = ESCAPE
            while not _is_whole(sequence) and self.waiting():
                letter = self._letter()
                if not letter:
                    break
                sequence += letter
            return sequence + self._pasted() if sequence == PASTED else sequence

        def _pasted(self) -> str:
            text: list[str] = []
            while letter := self._letter():
                text.append(letter)
                if letter == PASTE_ENDS[-1] and "".join(text[-len(PASTE_ENDS) :]) == PASTE_ENDS:
                    return "".join(text[: -len(PASTE_ENDS)])
            return "".join(text)

        def _leave(self) -> None:
            self._give_back()
            for number in self._ours:
                signal.signal(number, signal.SIG_DFL)

        def _take(self) -> None:
            ours = [*self._before[:6], list(self._before[6])]
            ours[0] &= ~termios.ICRNL
            ours[3] &= ~(termios.ICANON | termios.ECHO)
            ours[6][termios.VMIN], ours[6][termios.VTIME] = 1, 0
            termios.tcsetattr(self._descriptor, termios.TCSANOW, ours)
            self._say(_MARK_PASTES)

        def _give_back(self) -> None:
            self._say(_NO_MARKS)
            try:
                termios.tcsetattr(self._descriptor, termios.TCSANOW, self._before)
            except termios.error:
                return  # the terminal was closed: there is nothing to give back

        def _say(self, mode: str) -> None:
            if self._marks:
                sys.stderr.write(mode)
                sys.stderr.flush()

        def _hand_over(self, number: int, _frame: FrameType | None) -> None:
            """Lets a signal stop or end the program with the terminal as it was."""
            self._give_back()
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
            signal.signal(number, self._hand_over)  # it was stopped, and goes on now
            self._take()

else:
    import msvcrt
    import time

    class Keys:
        """The keys of a console, as on other systems; it marks no paste."""

        shows = True
        _LOOKS_EVERY = 0.01

        def __init__(self, *, pastes: bool) -> None: ...

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None: ...

        def named(self, _name: str) -> str:
            """A console has no characters of its own for rubbing out."""
            return ""

        def waiting(self, seconds: float = AT_ONCE) -> bool:
            """Whether there is more to read, now or within some seconds."""
            ends = time.monotonic() + seconds
            while not msvcrt.kbhit():
                if time.monotonic() >= ends:
                    return False
                time.sleep(self._LOOKS_EVERY)
            return True

        def more_than(self, most: int) -> bool:
            """Whether more than some keys wait; a console cannot say more than that one does."""
            return not most and self.waiting()

        def next(self) -> str:
            """The next key: a character, or ESC and the code of a key that is none."""
            letter = msvcrt.getwch()
            return ESCAPE + msvcrt.getwch() if letter in ("\x00", "\xe0") else letter

        def drop(self) -> bool:
            """Reads what waits and forgets it; whether there was anything."""
            anything = False
            while self.waiting() and self.next():
                anything = True
            return anything


def _is_whole(sequence: str) -> bool:
    """Whether ESC and what follows is a key with nothing missing."""
    kind, rest = sequence[1:2], sequence[2:]
    if kind == ESCAPE:
        return _is_whole(sequence[1:])
    if kind == "[":
        # "[[A" and the like are the function keys of the Linux console
        return len(rest) > 1 if rest[:1] == "[" else "@" <= rest[-1:] <= "~"
    if kind == "O":
        return bool(rest) and not rest[-1].isdigit()
    if kind and kind in _UNTIL_TERMINATED:
        return rest.endswith(("\a", "\x1b\\"))
    return bool(kind)
