"""Appending within a process, beside a bare write and fsync of as many bytes."""

from __future__ import annotations

import os
import statistics
import tempfile
import time

from benchmarks.history import write_history
from parentkit.journal.journal import Journal
from parentkit.journal.log.writer import Draft
from parentkit.services.family.household import new_id

ROUNDS = 300
STORED = (1, 10_000, 100_000, 1_000_000)


def main() -> None:
    """Prints a ratio for each size of what is stored already."""
    for stored in STORED:
        with tempfile.TemporaryDirectory(dir=os.getcwd()) as folder:
            home, state = os.path.join(folder, "home"), os.path.join(folder, "state")
            write_history(home, state, stored)
            ours, bare = _alternating(Journal(home, state), os.path.join(folder, "bare"))
            times = f"{ours * 1e6:6.0f} us beside {bare * 1e6:.0f}"
            print(f"  {stored:>9,} stored  {ours / bare:5.2f} x  {times}")


def _alternating(journal: Journal, path: str) -> tuple[float, float]:
    """Median seconds of an append, and of a bare write and fsync of as many bytes."""
    fields = {
        "observed_at": "2026-11-22T18:05+01:00",
        "child": "00000000000000000000000001",
        "caregiver": "01M82C9EMWG4CNY8TYQ1AR61FZ",
        "cue": "afraid",
        "responses": ["comfort"],
        "fit": "matched",
        "fit_source": "suggested",
        "suggested_fit": "matched",
        "sampling": "event",
        "logged_at": "2026-11-22T18:05:33+01:00",
    }
    line = b"x" * 560 + b"\n"
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    ours, bare = [], []
    for _ in range(ROUNDS):
        draft = Draft("moment", new_id(time.time_ns() // 1_000_000), fields)
        begun = time.perf_counter()
        journal.append([draft])
        written = time.perf_counter()
        os.write(descriptor, line)
        os.fsync(descriptor)
        bare.append(time.perf_counter() - written)
        ours.append(written - begun)
    os.close(descriptor)
    return statistics.median(ours), statistics.median(bare)


if __name__ == "__main__":
    main()
