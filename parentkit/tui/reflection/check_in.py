"""A check-in with oneself: three questions, a line each, stored while they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.widgets import Static

from parentkit.domain.codes import CHECKIN
from parentkit.domain.reflection.reflection import CHECKIN_QUESTIONS
from parentkit.domain.text import one_line
from parentkit.services.reflection.checkin import CheckIn
from parentkit.tui.screens.page import Page
from parentkit.tui.widgets.own_words import OneLine, OwnWords

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from parentkit.domain.log.moment import Document
    from parentkit.tui.family import Family


class CheckInPage(Page):
    """Three lines about oneself; each may stay empty."""

    CSS_PATH = "../styles/reflect.tcss"
    HELP = (
        "Three questions about yourself, a line each, a minute in all. Enter or Tab goes to the "
        "next; each may stay empty. What you write is stored by itself."
    )

    def __init__(self, family: Family) -> None:
        super().__init__()
        self._check_in = CheckIn(family.journal, family.caregiver)

    def body(self) -> ComposeResult:
        """The three questions, below each other."""
        with VerticalScroll(id="checking-in", can_focus=False):
            yield Static("A check-in with yourself", classes="heading")
            for field, question in CHECKIN_QUESTIONS.items():
                yield Static(question, classes="question", markup=False)
                yield self._line(field)

    def on_mount(self) -> None:
        """Begins with the first."""
        self.query(OwnWords).first().focus()

    def _line(self, field: str) -> OneLine:
        def keep(text: str) -> None:
            self._check_in.add(field, one_line(text))

        def whole(text: str) -> tuple[str, Document]:
            return CHECKIN, self._check_in.whole(field, one_line(text))

        return OneLine(keep, whole, id=field)
