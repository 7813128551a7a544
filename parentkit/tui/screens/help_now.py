"""The page for hard moments: calm, offline, one key away from everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.widgets import Static

from parentkit.content import load
from parentkit.report.safety import help_lines
from parentkit.services.region import machine_region
from parentkit.tui.screens.box import Overlay
from parentkit.tui.widgets.keys_bar import KeysBar

if TYPE_CHECKING:
    from textual.app import ComposeResult


class HelpNowPage(Overlay[None]):
    """What to do at the limit, and where to ring; `stored` says that a moment was just written."""

    def __init__(self, *, stored: bool) -> None:
        super().__init__()
        self._stored = stored

    def compose(self) -> ComposeResult:
        """The page, which scrolls where it is longer than the terminal."""
        lines = help_lines(load("safety"), machine_region().upper(), stored=self._stored)
        with VerticalScroll(classes="page"):
            yield Static("\n".join(lines), markup=False)
        yield KeysBar()
