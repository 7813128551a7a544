"""One walk through the screens: every room once, and a moment on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from parentkit.journal.journal import Journal

ROOMS = {
    "m": "Mia: 1 moment",
    "r": "1 moment on 1 day",
    "w": "Week of",
    "p": "For today",
    "t": "This week",
}
"""The keys of the rooms, and what stands in each once a moment was written down."""


def test_a_moment_is_written_down_and_every_room_can_be_entered(
    journal: Journal, drive: Callable[..., None]
) -> None:
    async def scenario(ui: Any) -> None:
        assert "Gaps are normal" in ui.words
        await ui.quickly("l", "g", "d", "enter")
        assert "u takes it back" in ui.words
        for key, words in ROOMS.items():
            await ui.press(key)
            assert words in ui.words, key
        await ui.press("h")
        assert "988" in ui.words

    drive(scenario, (120, 40))
    (moment,) = journal.read().records
    assert (moment.fields["cue"], moment.fields["responses"]) == ("afraid", ["comfort"])
