"""You found your way back after a moment: how long it took and who began, if that is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import on, work
from textual.containers import Horizontal, VerticalScroll
from textual.suggester import SuggestFromList
from textual.widgets import Input, Label, Static

from parentkit.domain.codes import REPAIRED
from parentkit.domain.errors import ParentkitError
from parentkit.services.log.field_words import choices
from parentkit.services.log.parse_fields import read_words
from parentkit.tui.changing import change_moment, offer_rescue
from parentkit.tui.screens.box import Box
from parentkit.tui.screens.leaving import STORE
from parentkit.tui.widgets.keys_bar import KeysBar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult


class CameBackBox(Box[None]):
    """Enter alone says yes; how long after and who began may be said, and never have to be."""

    CSS_PATH = "../styles/moment.tcss"
    AUTO_FOCUS = "#after"
    HELP = (
        "Coming back after a miss counts beside every match. Enter stores that you did. How long "
        "it took is written as 10m, 1h30m or 2 hours; who began as the parent, the child, both or "
        "someone else."
    )

    def __init__(self, document: Mapping[str, Any]) -> None:
        super().__init__()
        self._document = document

    def compose(self) -> ComposeResult:
        """The moment, two short lines, and what could not be read."""
        family = self.desk.family
        starters = choices(family.household, "repaired_by") if family else ()
        with VerticalScroll(classes="page came-back"):
            yield Static("You came back to each other", classes="heading")
            yield Static(self._about(), classes="soft about", markup=False)
            with Horizontal(classes="line"):
                yield Label("how long after")
                yield Input(placeholder="10m, 1h30m; empty: not said", id="after", compact=True)
            with Horizontal(classes="line"):
                yield Label("who began")
                yield Input(
                    placeholder=", ".join(starters),
                    id="by",
                    compact=True,
                    suggester=SuggestFromList(starters, case_sensitive=False),
                )
            yield Static(id="problem", classes="problem", markup=False)
            yield Static("Enter stores it, also with both lines empty.", classes="soft")
        yield KeysBar()

    def _about(self) -> str:
        family = self.desk.family
        if family is None:
            return ""
        then = self.desk.glyphs["then"]
        household = family.household
        cue = household.vocabulary("cues").short(str(self._document.get("cue", "")))
        words = household.vocabulary("responses")
        done = f" {then} ".join(map(words.short, self._document.get("responses", ())))
        return f"{str(self._document.get('observed_at', ''))[11:16]}  {cue} {then} {done}"

    @on(Input.Submitted)
    def _given(self, event: Input.Submitted) -> None:
        event.stop()
        if not self.is_storing:
            self._store()

    @work(group=STORE)
    async def _store(self) -> None:
        family = self.desk.family
        if family is None:
            return
        words = {
            "repair": REPAIRED,
            "repaired_after": self.query_one("#after", Input).value.strip(),
            "repaired_by": self.query_one("#by", Input).value.strip(),
        }
        fields: dict[str, Any] = {}
        try:
            fields = read_words(family.household, words).complete()
            await change_moment(self.desk, str(self._document["id"]), fields)
        except ParentkitError as problem:
            said = " ".join(filter(None, (problem.message, problem.hint)))
            self.query_one("#problem", Static).update(said)
            offer_rescue(self.desk, problem, {**self._document, **fields}, self._store)
            return
        self.dismiss(None)
        self.desk.say("Came back: stored. u takes it back.")
