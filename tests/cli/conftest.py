"""What tests of several commands start from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from freezegun import freeze_time

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Called


@pytest.fixture
def begun(call: Callable[..., Called]) -> None:
    """A family that began to write in September 2026."""
    with freeze_time("2026-09-01 08:00"):
        call("log", "afraid", "comfort")
