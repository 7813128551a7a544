import os
import time
import zoneinfo
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest


@pytest.fixture(scope="session")
def in_zone() -> Callable[[str], AbstractContextManager[None]]:
    """`with in_zone("Europe/Berlin"):` sets the machine's zone and puts it back afterwards."""
    if not hasattr(time, "tzset"):
        pytest.skip("this platform cannot change its zone within a process")

    @contextmanager
    def zone(name: str) -> Iterator[None]:
        if not any(os.path.exists(os.path.join(path, name)) for path in zoneinfo.TZPATH):
            pytest.skip(f"the system has no data for the zone {name}")
        before = os.environ.get("TZ")
        os.environ["TZ"] = name
        time.tzset()
        try:
            yield
        finally:
            if before is None:
                del os.environ["TZ"]
            else:
                os.environ["TZ"] = before
            time.tzset()

    return zone
