"""The UI in a real pseudo-terminal: first paint, key to repaint, and memory over many moments.

Run by `python -m benchmarks.ui`. Everything is measured beside a minimal Textual application with
five widgets in the same run; Bagels and Harlequin are measured beside it where they can be
installed.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from typing import TYPE_CHECKING

from benchmarks.history import write_history
from benchmarks.installed import install

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

MOMENTS = 100_000
ROUNDS = 15
KEYS = 60
PATIENCE = 20.0
QUIET = 0.15

MINIMAL = """
from textual.app import App
from textual.widgets import Footer, Header, Input, Label, Static


class Minimal(App):
    def compose(self):
        yield Header()
        yield Static("This week")
        self.label = Label("0")
        yield self.label
        yield Input()
        yield Footer()

    def on_mount(self):
        self.presses = 0
        self.set_focus(None)

    def key_x(self):
        self.presses += 1
        self.label.update(str(self.presses))


Minimal().run()
"""


class Terminal:
    """A program in a pseudo-terminal of 100 by 30."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self._command = command
        self._environment = {**os.environ, **environment, "TERM": "xterm-256color"}

    def __enter__(self) -> Self:
        self.begun = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if not self.pid:
            os.execvpe(self._command[0], self._command, self._environment)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)

    def until(self, marker: bytes) -> float:
        """Seconds from the start until something was drawn that holds `marker`."""
        seen = b""
        end = time.perf_counter() + PATIENCE
        while time.perf_counter() < end:
            if self._waits(0.05):
                seen = seen[-4096:] + self._read()
                if marker in seen:
                    return time.perf_counter() - self.begun
        raise TimeoutError(f"{self._command[0]} did not draw {marker!r}; it drew {seen[-500:]!r}")

    def quiet(self) -> None:
        """Waits until nothing more is drawn."""
        while self._waits(QUIET):
            self._read()

    def press(self, keys: bytes) -> float:
        """Milliseconds from a key to the last of what it had drawn."""
        begun = last = time.perf_counter()
        os.write(self.fd, keys)
        wait = 1.0
        while self._waits(wait):
            self._read()
            last = time.perf_counter()
            wait = 0.02
        return (last - begun) * 1000

    @property
    def memory_mb(self) -> float:
        """What the program holds in memory now."""
        with open(f"/proc/{self.pid}/status", encoding="ascii") as file:
            line = next(line for line in file if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    def _waits(self, seconds: float) -> bool:
        return bool(select.select([self.fd], [], [], seconds)[0])

    def _read(self) -> bytes:
        return os.read(self.fd, 65536)


def main() -> None:
    """Installs the wheel and measures; prints ratios and decides nothing."""
    with tempfile.TemporaryDirectory() as folder:
        bin_folder = install(folder)
        program = [os.path.join(bin_folder, "parentkit")]
        python = os.path.join(bin_folder, "python")
        minimal_file = os.path.join(folder, "minimal.py")
        with open(minimal_file, "w", encoding="utf-8") as file:
            file.write(MINIMAL)
        minimal = [python, minimal_file]
        few, many = (_places(os.path.join(folder, name)) for name in ("few", "many"))
        write_history(few["PARENTKIT_HOME"], few["PARENTKIT_STATE"], 100)
        write_history(many["PARENTKIT_HOME"], many["PARENTKIT_STATE"], MOMENTS)
        _first_paint(program, minimal, few, many)
        _others(folder, minimal)
        _keys(program, minimal, many)
        _memory(program, few)


def _places(folder: str) -> dict[str, str]:
    return {
        "PARENTKIT_HOME": os.path.join(folder, "home"),
        "PARENTKIT_STATE": os.path.join(folder, "state"),
    }


def _paints(command: list[str], environment: dict[str, str], marker: bytes) -> float:
    with Terminal(command, environment) as terminal:
        return terminal.until(marker)


def _first_paint(
    program: list[str], minimal: list[str], few: dict[str, str], many: dict[str, str]
) -> None:
    rows = []
    for _ in range(ROUNDS + 1):
        base = _paints(minimal, {}, b"This week")
        rows.append((base, *(_paints(program, home, b"This week") for home in (few, many))))
    rows = rows[1:]  # the first of each warms up
    base = statistics.median(row[0] for row in rows)
    print(f"first paint, minimal app with five widgets   {base * 1000:6.0f} ms")
    for place, name in ((1, "100 moments"), (2, f"{MOMENTS:,} moments")):
        took = statistics.median(row[place] for row in rows)
        ratio = statistics.median(row[place] / row[0] for row in rows)
        print(f"first paint, parentkit, {name:<20} {took * 1000:6.0f} ms  {ratio:.2f} x")


def _others(folder: str, minimal: list[str]) -> None:
    for name, marker in (("bagels", b"Accounts"), ("harlequin", b"Data Catalog")):
        environment = os.path.join(folder, name)
        subprocess.run([sys.executable, "-m", "venv", environment], check=True)
        pip = [os.path.join(environment, "bin", "pip"), "install", "--quiet", name]
        if subprocess.run(pip, check=False, capture_output=True).returncode:
            print(f"{name} could not be installed here; it is left out")
            continue
        home = {"HOME": os.path.join(folder, f"home-of-{name}")}
        os.makedirs(home["HOME"], exist_ok=True)
        command = [os.path.join(environment, "bin", name)]
        pairs = []
        try:
            for _ in range(4):
                base = _paints(minimal, {}, b"This week")
                took = _paints(command, home, marker)
                pairs.append((took, took / base))
        except (TimeoutError, OSError) as problem:
            print(f"{name} did not get to its first screen here ({problem})"[:200])
            continue
        took, ratio = (statistics.median(column) for column in zip(*pairs[1:], strict=True))
        print(f"first paint, {name:<31} {took * 1000:6.0f} ms  {ratio:.2f} x")


def _keys(program: list[str], minimal: list[str], many: dict[str, str]) -> None:
    with Terminal(minimal, {}) as terminal:
        terminal.until(b"This week")
        terminal.quiet()
        base = statistics.median(terminal.press(b"x") for _ in range(KEYS))
    with Terminal(program, many) as terminal:
        terminal.until(b"This week")
        terminal.quiet()
        terminal.press(b"l")
        terminal.quiet()
        presses = [terminal.press(key) for _ in range(KEYS // 2) for key in (b"g", b"\x7f")]
        took = statistics.median(presses)
    print(f"key to repaint, minimal app                  {base:6.1f} ms")
    print(f"key to repaint, in the box for a moment      {took:6.1f} ms  {took / base:.2f} x")


def _memory(program: list[str], home: dict[str, str]) -> None:
    with Terminal(program, home) as terminal:
        terminal.until(b"This week")
        terminal.quiet()
        held = {}
        for number in range(1, 501):
            for key in (b"l", b"g", b"d", b"\r"):
                terminal.press(key)
            if number in (50, 500):
                terminal.quiet()
                held[number] = terminal.memory_mb
    grown = held[500] / held[50]
    print(f"memory after 50 moments {held[50]:.0f} MB, after 500 {held[500]:.0f} MB  {grown:.2f} x")


if __name__ == "__main__":
    main()
