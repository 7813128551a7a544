"""The page for hard moments: calm, offline, one key away from everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll
from textual.widgets import Static

from parentkit.content import load
from parentkit.report.layout import WIDTH
from parentkit.report.safety import help_lines
from parentkit.services.family.region import machine_region
from parentkit.tui.screens.box import CLOSE, Overlay
from parentkit.tui.widgets.keys_bar import KeysBar

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType


class HelpNowPage(Overlay[None], inherit_bindings=False):
    """What to do at the limit, and where to ring; `stored` says that a moment was just written."""

    HELP = "What to do at the limit, and where to ring. Nobody is told that you read it."
    # Notices lie at the foot, over what can be scrolled to; never over the numbers, at 80 by 24.
    DEFAULT_CSS = "HelpNowPage ToastRack { max-height: 7; }"
    BINDINGS: ClassVar[list[BindingType]] = [CLOSE]

    def __init__(self, *, stored: bool) -> None:
        super().__init__()
        self._stored = stored

    def compose(self) -> ComposeResult:
        """The page, which scrolls where it is longer than the terminal."""
        with VerticalScroll(classes="page"):
            yield Static(id="help-now", markup=False)
        yield KeysBar()

    def on_resize(self) -> None:
        """Lines are as long as there is room, up to what reads well."""
        self.call_after_refresh(self._present)

    def _present(self) -> None:
        page = self.query_one("#help-now", Static)
        width = min(page.size.width, WIDTH)
        region = machine_region().upper()
        lines = help_lines(load("safety"), region, stored=self._stored, width=width)
        page.update("\n".join(lines))
