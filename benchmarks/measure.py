"""Whole commands, timed in turn with a baseline: a ratio holds when the machine's speed drifts."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Measured(NamedTuple):
    """Medians of a command and its baseline.

    Attributes:
        milliseconds: the command's wall time.
        ratio: the median of the ratios pair by pair.
        peak_mb: the largest resident set of the command, in MB.
    """

    milliseconds: float
    ratio: float
    peak_mb: float


def beside(
    command: list[str],
    baseline: list[str],
    environment: dict[str, str],
    rounds: int = 15,
    before: Callable[[], object] = bool,
) -> Measured:
    """Runs a command and a baseline in turn; the first pair warms up and does not count.

    `before` is done before each run of the command, and not measured.
    """
    pairs = []
    peak = 0.0
    for _ in range(rounds + 1):
        before()
        took, used = _once(command, environment)
        base, _ = _once(baseline, environment)
        pairs.append((took, took / base))
        peak = max(peak, used)
    took, ratios = zip(*pairs[1:], strict=True)
    return Measured(statistics.median(took) * 1000, statistics.median(ratios), peak)


def _once(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Seconds and peak MB of one run."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        command,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    _, status, usage = os.wait4(process.pid, 0)
    took = time.perf_counter() - begun
    told = process.stderr.read().decode() if process.stderr else ""
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}: {told}")
    return took, usage.ru_maxrss / 1024
