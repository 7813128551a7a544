"""A coach with many families: taking files in, and the overview of all of them.

    python -m benchmarks.coach [FAMILIES [OPERATIONS]]

Baselines: for taking a file in, the bare libraries on the same bytes (pyrage.decrypt, json.loads of
every line); for the overview, looking through every family anew.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from benchmarks.measure import beside
from parentkit.domain.codes import CAREGIVER, CHILD, MOMENT
from parentkit.domain.ulid import ulid, ulid_named
from parentkit.journal.log.stamp import make, wall_text
from parentkit.services.coach.caseload import caseload, prepare
from parentkit.services.coach.receive import Choice, look, take_in
from parentkit.services.coach.summary import FILE
from parentkit.services.coach.workspace import begin, default_practice, identity_of
from parentkit.sharing import keys
from parentkit.sharing.bundle import Bundle, Line, device_of, seal_bundle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from parentkit.services.coach.workspace import Practice
    from parentkit.sharing.keys import Identity

FAMILIES = 50
OPERATIONS = 10_000
DAYS = 730
NOTES = ("The tower fell, everything was my fault.", "Ran the whole way from the gate. " * 3)


def main(families: int = FAMILIES, operations: int = OPERATIONS) -> None:
    """Builds a practice in a temporary home and measures."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PARENTKIT_HOME"] = os.path.join(folder, "home")
        os.environ["PARENTKIT_STATE"] = os.path.join(folder, "state")
        practice = default_practice()
        begin(practice, "Coach")
        print(f"{families} families of {operations:,} operations each")
        _adding(practice, families, operations)
        _overview(practice, families)


def _adding(practice: Practice, families: int, operations: int) -> None:
    import pyrage

    identity = identity_of(practice)
    bare_key = pyrage.x25519.Identity.from_str(
        next(line for line in identity.secret_text().splitlines() if line.startswith("AGE-"))
    )
    ratios, times = [], []
    size = 0
    for number in range(families):
        sealed = sealed_file(number, identity, operations)
        size += len(sealed)

        def bare(sealed: bytes = sealed) -> object:
            plain = pyrage.decrypt(sealed, [bare_key])
            return [json.loads(line) for line in plain.splitlines()]

        def add(sealed: bytes = sealed, number: int = number) -> None:
            letter = look(practice, identity, sealed)
            added = take_in(practice, letter, Choice(f"Family {number}"))
            assert added.family
            prepare(practice, added.family)

        baseline = _seconds(bare)
        took = _seconds(add)
        ratios.append(took / baseline)
        times.append(took)
    median = statistics.median(ratios)
    _tell("add (asked: 2 x decrypt + loads)", median, statistics.median(times))
    print(f"  {size / families / 1e6:.1f} MB each, {size / 1e6:.0f} MB together")


def _overview(practice: Practice, families: int) -> None:
    program = [sys.executable, "-m", "parentkit", "coach", "families", "--json"]
    seconds, first_mb = _process(program)
    print(f"  overview, a new process after adding: {seconds:.2f} s (asked: 1.5)")
    known = beside(program, [sys.executable, "-c", "pass"], {}, rounds=7)
    _tell("overview, a new process, beside pass", known.ratio, known.milliseconds / 1000)
    _forget_overviews(practice)
    seconds, anew_mb = _process(program)
    print(f"  overview, a new process without what was kept: {seconds:.2f} s")
    print(f"  peak memory {max(first_mb, anew_mb, known.peak_mb):.0f} MB (asked: 250)")

    def all_anew() -> object:
        _forget_overviews(practice)
        return caseload(practice)

    full = _seconds(all_anew)
    warm = statistics.median(_seconds(lambda: caseload(practice)) for _ in range(7))
    print(f"  unchanged against all anew: {full / warm:.0f} x faster (asked: 10)")
    one = os.path.join(practice.state, os.listdir(practice.families)[0], FILE)
    os.remove(one)
    changed = _seconds(lambda: caseload(practice))
    print(
        f"  in process: all anew {full * 1000:.0f} ms, unchanged {warm * 1000:.0f} ms, "
        f"one of {families} changed {changed * 1000:.0f} ms"
    )


def sealed_file(number: int, coach: Identity, operations: int) -> bytes:
    """What a family that nobody knows sends: the same for the same number, keys and ids apart."""
    parent = keys.make()
    now_ms = time.time_ns() // 1_000_000
    share = ulid(now_ms, os.urandom(10))
    lines = list(_lines(Random(number), now_ms, operations, device_of(share)))
    consent = {
        "purpose": "benchmark",
        "from": "2020-01-01",
        "until": (datetime.now(UTC) + timedelta(days=90)).date().isoformat(),
    }
    bundle = Bundle("moments", parent.fingerprint, share, wall_text(now_ms), lines, consent)
    return seal_bundle(bundle, parent, [coach.recipient])


def _lines(random: Random, now_ms: int, operations: int, device: str) -> Iterator[Line]:
    child, caregiver = ulid_named("child"), ulid_named("caregiver")
    stamp = make(now_ms, 0, device)
    yield Line(CHILD, child, stamp, caregiver, {"name": "Child"})
    yield Line(CAREGIVER, caregiver, stamp, caregiver, {"name": "Parent"})
    step = DAYS * 86_400_000 // operations
    for number in range(operations - 2):
        ms = now_ms - (number + 1) * step
        yield Line(
            MOMENT,
            ulid(ms, random.randbytes(10)),
            stamp,
            caregiver,
            _moment(random, ms, child, caregiver),
        )


def _moment(random: Random, ms: int, child: str, caregiver: str) -> dict[str, Any]:
    at = datetime.fromtimestamp(ms / 1000, UTC)
    fields = {
        "observed_at": at.strftime("%Y-%m-%dT%H:%M+00:00"),
        "child": child,
        "caregiver": caregiver,
        "cue": random.choice(("afraid", "sad", "angry", "proud", "hungry", "slow_down")),
        "responses": random.sample(("comfort", "fix_advise", "watch_wait", "scold_punish"), 2),
        "fit": random.choice(("matched", "partial", "misread", "missed")),
        "fit_source": "person",
        "suggested_fit": "matched",
        "child_after": "settled_engaged",
        "context": "bedtime",
        "sampling": "event",
        "logged_at": at.strftime("%Y-%m-%dT%H:%M:%S+00:00"),
        "age_band": "toddler",
    }
    if random.random() < 0.25:
        fields["note"] = random.choice(NOTES)
    if random.random() < 0.002:
        fields["flag"] = True
    return fields


def _forget_overviews(practice: Practice) -> None:
    for family in os.listdir(practice.families):
        shutil.rmtree(os.path.join(practice.state, family), ignore_errors=True)


def _process(command: list[str]) -> tuple[float, float]:
    """Seconds and peak MB of one process."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
    return time.perf_counter() - begun, usage.ru_maxrss / 1024


def _seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def _tell(name: str, ratio: float, seconds: float) -> None:
    print(f"  {name:<40} {ratio:6.2f} x  {seconds * 1000:8.1f} ms")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
