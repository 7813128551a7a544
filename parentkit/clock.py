"""The one place that asks what time it is."""

from __future__ import annotations

import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime


def now() -> float:
    """Seconds since 1970, UTC."""
    return time.time()


def now_ms() -> int:
    """Milliseconds since 1970, UTC."""
    return int(time.time() * 1000)


def steady() -> float:
    """Seconds of a clock that only goes forward; for how long something takes."""
    return time.monotonic()


def local_now() -> datetime:
    """Now, in the machine's own zone, with its UTC offset."""
    from parentkit.domain.time.when import local_time

    return local_time(int(now()))
