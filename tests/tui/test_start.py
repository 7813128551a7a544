"""Opening the screens."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

from parentkit.tui import start

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def without_collecting() -> Iterator[None]:
    """As the program's door leaves it: nothing looks for memory that can be given back."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("home", "without_collecting")
def test_memory_is_given_back_while_the_screens_are_open(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    monkeypatch.setattr(
        "parentkit.tui.app.ParentkitApp.run", lambda _self: seen.append(gc.isenabled())
    )
    assert start.start() == 0
    assert seen == [True]
