"""The line that says what could not be read, above what was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from parentkit.report.unreadable import unreadable_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from parentkit.report.unreadable import Place


class UnreadLine(Static):
    """Stands as long as something is missing from what is shown below it; else it takes no room."""

    HELP = (
        "Some lines or files could not be read, so what is shown here is without them. Nothing was "
        "changed or deleted: parentkit doctor names each of them, and what can be done."
    )
    DEFAULT_CSS = "UnreadLine { height: auto; padding: 0 0 0 1; color: $accent; display: none; }"

    def __init__(self) -> None:
        super().__init__(markup=False)

    def present(self, places: Sequence[Place], glyphs: Mapping[str, str]) -> None:
        """Says what is missing; goes away where nothing is."""
        self.update(unreadable_line(places, glyphs["left_out"]))
        self.display = bool(places)
