"""Opening everything through TinyDB: the journal against TinyDB's own file with the same content.

    python benchmarks/tinydb_open.py [MOMENTS [ROUNDS]]

Every figure is the median over rounds in which both take turns, each time in a new process with the
database opened anew. The snapshot of the journal is there, as it is from the second time on; the
first time is told apart. Memory is the peak of the process.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

WORK: dict[str, Callable[[Any], int]] = {
    "open + len": len,
    "open + all()": lambda moments: len(moments.all()),
    "open + search by cue": lambda moments: len(moments.search(_where("cue") == "afraid")),
    "open + search by context": lambda moments: len(moments.search(_where("context") == "meal")),
    "open + search in notes": lambda moments: len(moments.search(_where("note").search("tower"))),
    "open + every field of all": lambda moments: len([dict(one) for one in moments.all()]),
}


def _where(name: str) -> Any:
    from tinydb import where

    return where(name)


def run_one(what: str, *places: str) -> None:
    """One turn: prints how long it took in seconds, how many documents it gave, and the memory."""
    from tinydb import TinyDB

    from parentkit.journal.journal import Journal
    from parentkit.journal.tinydb.table import open_database

    began = time.perf_counter()
    database = open_database(Journal(*places)) if len(places) > 1 else TinyDB(places[0])
    found = WORK[what](database.table("moments"))
    took = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps((took, found, peak // 1024)))


def turn(what: str, *places: str) -> tuple[float, int, int]:
    command = [sys.executable, __file__, "--one", what, *places]
    took, found, peak = json.loads(subprocess.run(command, check=True, stdout=-1).stdout)
    return took, found, peak


def write_plain(path: str, home: str, state: str) -> None:
    """The same documents as TinyDB itself stores them."""
    from parentkit.journal.journal import Journal

    documents = [record.fields for record in Journal(home, state).read()]
    numbered = {str(number): fields for number, fields in enumerate(documents, 1)}
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"moments": numbered}, file)


def main(moments: str = "100000", rounds: str = "5") -> None:
    with tempfile.TemporaryDirectory() as folder:
        home, state, plain = (
            os.path.join(folder, name) for name in ("home", "state", "plain.json")
        )
        history = os.path.join(os.path.dirname(os.path.abspath(__file__)), "history.py")
        subprocess.run([sys.executable, history, home, state, moments], check=True)
        subprocess.run([sys.executable, __file__, "--plain", plain, home, state], check=True)
        print(f"{moments} moments {'':13} {'journal':>10} {'plain':>10} {'ratio':>7}")
        first, _, peak = turn("open + len", home, state)
        print(f"{'open + len, the first time':28} {first * 1000:7.0f} ms {'':18} {peak:5} MB")
        for what in WORK:
            turns = [(turn(what, home, state), turn(what, plain)) for _ in range(int(rounds))]
            if {ours[1] for ours, _ in turns} != {theirs[1] for _, theirs in turns}:
                raise SystemExit(f"{what}: the two do not find the same")
            ours, theirs = (median(pair[side][0] for pair in turns) for side in (0, 1))
            memory = [max(pair[side][2] for pair in turns) for side in (0, 1)]
            print(
                f"{what:28} {ours * 1000:7.0f} ms {theirs * 1000:7.0f} ms {theirs / ours:6.1f}x"
                f" {memory[0]:5} MB, plain {memory[1]} MB"
            )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        run_one(*sys.argv[2:])
    elif sys.argv[1:2] == ["--plain"]:
        write_plain(*sys.argv[2:])
    else:
        main(*sys.argv[1:])
