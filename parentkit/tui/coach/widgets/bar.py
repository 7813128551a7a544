"""The bar of a coach's screens: which family is looked at, and what of it."""

from __future__ import annotations

from textual.reactive import reactive

from parentkit.tui.widgets.bar import TopBar


class CoachBar(TopBar):
    """What is looked at; on the right the day."""

    HELP = "What is looked at. f shows all families, i the inbox, e how far coders agree."

    looked_at: reactive[str] = reactive("")

    def about(self) -> list[str | tuple[str, str]]:
        """The family, or all of them."""
        return [(self.looked_at, "bold")]
