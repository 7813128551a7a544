"""How often `coach add` goes from one module into another: what a reader who follows it has to do.

    python -m benchmarks.moves [PAIRS]

Counts the calls that lead from one parentkit module into another one, imports apart, while a file
of four records from a new family is added. The number tells about how the code is divided and not
about its speed. PAIRS of modules with the most moves are printed below.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
from collections import Counter
from typing import TYPE_CHECKING, Any

from benchmarks.coach import sealed_file

if TYPE_CHECKING:
    from types import FrameType

RECORDS = 4
PACKAGE = "parentkit"
ADD = (PACKAGE, "coach", "add")

Moves = Counter[tuple[str, str]]


class Tracer:
    """Counts, while it is installed, calls from module to module and the modules that ran."""

    def __init__(self) -> None:
        self.moves: Moves = Counter()
        self.modules: set[str] = set()

    def __call__(self, frame: FrameType, event: str, _argument: Any) -> None:
        if event != "call" or frame.f_code.co_name == "<module>":
            return
        to = _module(frame)
        if to:
            self.modules.add(to)
            came_from = _caller(frame)
            if came_from and came_from != to:
                self.moves[came_from, to] += 1


def main(pairs: int = 12) -> None:
    """Adds a file in a temporary home and prints what was counted."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PARENTKIT_HOME"] = os.path.join(folder, "home")
        os.environ["PARENTKIT_STATE"] = os.path.join(folder, "state")
        traced = adding(folder)
    moves, modules = traced.moves.total(), len(traced.modules)
    print(f"coach add, {RECORDS} records: {moves} moves between {modules} modules")
    for (came_from, to), number in traced.moves.most_common(pairs):
        print(f"  {number:4}  {came_from} -> {to}")


def adding(folder: str) -> Tracer:
    """What `coach add` does with a file that is made in a folder."""
    from parentkit.services.coach.workspace import begin, default_practice, identity_of

    practice = default_practice()
    begin(practice, "Coach")
    path = os.path.join(folder, "sent.age")
    with open(path, "wb") as file:
        file.write(sealed_file(1, identity_of(practice), RECORDS))
    return _traced([path, "--name", "Rivera"])


def _traced(arguments: list[str]) -> Tracer:
    from parentkit.__main__ import main as program

    tracer, before = Tracer(), sys.argv
    sys.argv = [*ADD, *arguments]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        sys.setprofile(tracer)
        try:
            code = program()
        finally:
            sys.setprofile(None)
            sys.argv = before
    if code:
        raise RuntimeError(f"coach add ended with {code}")
    return tracer


def _module(frame: FrameType) -> str:
    name = str(frame.f_globals.get("__name__", ""))
    return name if name.split(".", maxsplit=1)[0] == PACKAGE else ""


def _caller(frame: FrameType) -> str:
    """The module of the nearest frame of the package: what lies between is the library's."""
    above = frame.f_back
    while above is not None and not _module(above):
        above = above.f_back
    return _module(above) if above else ""


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
