"""When something could not be stored: why, another try, or a file that keeps the words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from parentkit import clock
from parentkit.domain.codes import MOMENT
from parentkit.domain.errors import ParentkitError
from parentkit.services.upkeep.save_aside import PLAIN, save_aside
from parentkit.tui.actions import Action, bindings
from parentkit.tui.changing import AGAIN
from parentkit.tui.screens.box import Box
from parentkit.tui.widgets.keys_bar import KeysBar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult


class RescueBox(Box[str]):
    """Says why a record was not stored; gives back AGAIN where it is to be tried again.

    Whoever opens it keeps what was typed: this box shows a way out and takes nothing away.

    Args:
        problem: what the journal answered.
        kind: the kind of record, also part of the name of the file that is offered.
        document: the whole record, `id` included.
    """

    CSS_PATH = "../styles/rescue.tcss"
    HELP = (
        "Nothing you typed is gone. Free some space and try again, or save it as a file on another "
        "disk. A moment's file can be taken in later with parentkit import, once; other words are "
        "kept as plain text."
    )
    ACTIONS: ClassVar = (
        Action(
            "rescue_save",
            "enter",
            "save as a file",
            "Write what you typed to this file.",
            "aside",
            "parentkit import FILE",
        ),
        Action("rescue_again", "ctrl+r", "try again", "Try to store it once more.", "again"),
        Action("rescue_back", "escape", "back", "Back to what you typed.", "close"),
    )
    BINDINGS = bindings(ACTIONS)

    def __init__(self, problem: ParentkitError, kind: str, document: Mapping[str, Any]) -> None:
        super().__init__()
        self._problem = problem
        self._kind = kind
        self._document = document

    def compose(self) -> ComposeResult:
        """Why, what is safe, and where the words can go meanwhile."""
        with VerticalScroll(classes="page", can_focus=False):
            yield Static("Not stored yet", classes="heading")
            yield Static(_lines(self._problem), id="why")
            yield Static(
                "Everything you typed is still here. It can wait in a file, on another disk for "
                "example; Enter saves it there:",
                classes="soft",
            )
            yield Input(self._proposal(), id="path")
            yield Static(id="answer")
        yield KeysBar()

    def on_mount(self) -> None:
        """The path can be changed at once."""
        self.query_one("#path").focus()

    def action_again(self) -> None:
        """Tries again."""
        self.dismiss(AGAIN)

    @on(Input.Submitted)
    @work(exclusive=True)
    async def action_aside(self) -> None:
        """Writes the file; where that is not possible either, says why."""
        path = self.query_one("#path", Input).value
        answer = self.query_one("#answer", Static)
        try:
            saved = await self.desk.in_background(
                lambda: save_aside(path, self._kind, self._document)
            )
        except ParentkitError as problem:
            answer.update(_lines(problem))
            return
        lines = [f"Saved as {saved}"]
        if not saved.endswith(PLAIN):
            lines.append(f"Once there is room, this takes it in: parentkit import {saved}")
        answer.update(Content("\n".join(lines)))

    def _proposal(self) -> str:
        when = str(self._document.get("observed_at") or self._document.get("logged_at") or "")
        when = when or clock.local_now().isoformat(timespec="minutes")
        stem = "".join(each if each.isalnum() or each == "-" else "" for each in when[:16])
        ending = ".jsonl" if self._kind == MOMENT else PLAIN
        return f"~/parentkit-{self._kind}-{stem}{ending}"


def _lines(problem: ParentkitError) -> Content:
    return Content("\n".join(filter(None, (problem.message, problem.hint))))
