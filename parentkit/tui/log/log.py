"""The box in which a moment is written down: sign, responses, fit; details one key away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.content import Content

from parentkit import clock
from parentkit.domain.codes import FIRST_CHILD, SOMEBODY
from parentkit.domain.errors import ParentkitError
from parentkit.domain.text import one_line
from parentkit.domain.time.when import from_timestamp, said
from parentkit.journal import WriteProblem
from parentkit.services.log.capture import composed, store_settled, suggestion_for, tells_of_harm
from parentkit.tui.actions import bindings
from parentkit.tui.choosing import CUE, FIT, Choosing
from parentkit.tui.log import steps
from parentkit.tui.log.around import Around, look_around
from parentkit.tui.log.draft import new_draft
from parentkit.tui.log.keys import LOG_ACTIONS, added_words, hints_for
from parentkit.tui.log.saved import after_saving
from parentkit.tui.screens.box import Box
from parentkit.tui.switch_person import id_after
from parentkit.tui.widgets.moment_board import MomentBoard, Shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.app import ComposeResult

    from parentkit.domain.log.fit import Suggestion
    from parentkit.services.log.capture import Captured
    from parentkit.tui.family import Family
    from parentkit.tui.log.draft import MomentDraft

NAME_WIDTH = 20


class LogBox(Box[None]):
    """One moment, in four keystrokes from anywhere: l, a sign, a response, Enter.

    Args:
        family: whose words there are to choose from, and whom it is about.
        cue: the code of a sign to begin with.
        draft: what to go on with; else the draft that the application keeps, else a new one.
    """

    CSS_PATH = "../styles/log.tcss"
    HELP = MomentBoard.HELP
    ACTIONS: ClassVar = LOG_ACTIONS
    BINDINGS = bindings(ACTIONS)

    def __init__(self, family: Family, cue: str = "", draft: MomentDraft | None = None) -> None:
        super().__init__()
        self._family = family
        self._cue = cue
        self._draft = draft
        self._around = Around()
        self._suggestion: Suggestion | None = None
        self._saving = False
        self._identity = ""

    def compose(self) -> ComposeResult:
        """The board; everything in the box is drawn by it."""
        yield MomentBoard()

    def on_mount(self) -> None:
        """Goes on with what was kept, and reads what belongs to the child."""
        kept = None if self._cue else self.desk.draft
        draft = self._draft or kept or new_draft(self._family, self._cue)
        board = self.query_one(MomentBoard)
        board.glyphs = self.desk.glyphs
        self.watch(self.app, "glyphs", lambda glyphs: setattr(board, "glyphs", glyphs), init=False)
        self._show(steps.opened(Choosing(self._family.household, draft)))
        board.focus()
        self._look_around()

    @property
    def draft(self) -> MomentDraft:
        """What was chosen and typed so far."""
        return self._state.draft

    @on(MomentBoard.Pressed)
    def _pressed(self, event: MomentBoard.Pressed) -> None:
        state, text = self._state, event.text
        if state.typed is None and len(text) == 1 and text.isdigit():
            self._shortcut(text)
        elif len(text) == 1:
            self._show(steps.letter(state, text))
        else:
            self._show(steps.typing(state, one_line(text, NAME_WIDTH)))

    @on(MomentBoard.Clicked)
    async def _clicked(self, event: MomentBoard.Clicked) -> None:
        if event.kind == "action":
            await self.run_action(event.code)
        elif event.kind == "shortcut":
            self._shortcut(event.code)
        elif self._can_be_at(event.kind):
            there = (
                self._state
                if event.kind == self._state.step
                else steps.at_step(self._state, event.kind)
            )
            self._show(steps.take(there, event.code))

    def action_take(self) -> None:
        """Takes what is highlighted, or saves where there is nothing left to choose."""
        if self._state.step == FIT and self._state.typed is None:
            self.action_save()
        else:
            self.action_forward()

    def action_forward(self) -> None:
        """Takes what is highlighted."""
        self._show(steps.take(self._state, self._state.highlighted))

    def action_another(self) -> None:
        """Goes on to one more response; a space while a word is being typed."""
        self._show(self._state if self._state.typed is None else steps.letter(self._state, " "))
        self._show(steps.another(self._state))

    def action_back(self) -> None:
        """Goes one step back."""
        self._show(steps.back(self._state))

    def action_word(self) -> None:
        """Begins a word that narrows the list."""
        self._show(steps.typing(self._state, ""))

    def action_move(self, by: int) -> None:
        """Highlights another item."""
        self._show(steps.move(self._state, by))

    def action_keep(self) -> None:
        """Leaves the word being typed; else closes, and keeps the draft while the program runs."""
        if self._state.typed is not None:
            self._show(steps.typing(self._state, None))
            return
        self.desk.draft = None if self.draft.is_blank else self.draft.kept()
        if self.desk.draft:
            self.desk.say("Kept for later: l goes on with it.")
        self.dismiss(None)

    def action_anew(self) -> None:
        """Begins anew, without what was chosen and typed."""
        self.desk.draft = None
        self._identity = ""
        self._show(Choosing(self._family.household, new_draft(self._family)))

    def action_next_person(self, who: str) -> None:
        """Makes the moment about the next child, or logged by the next caregiver."""
        household = self._family.household
        people = household.children if who == "child" else household.caregivers
        following = id_after(str(self.draft.words.get(who, "")), people)
        if following is None:
            self.desk.say("There is nobody else so far; F4 in a room adds somebody.")
            return
        self._with_draft(self.draft.with_words({**self.draft.words, who: following}))
        if who == "child":
            self._look_around()

    def action_details(self, field: str = "") -> None:
        """Opens the details, at a field where one is named."""
        from parentkit.tui.log.details import DetailsBox

        def closed(result: tuple[MomentDraft, bool] | None) -> None:
            if result is not None:
                draft, save = result
                self._with_draft(draft)
                if save:
                    self.action_save()

        self.app.push_screen(DetailsBox(self._family.household, self.draft, field), closed)

    @work
    async def action_save(self) -> None:
        """Stores the moment; where something cannot be read or written, everything stays."""
        reading = self.draft.read(self._family.household)
        if not self._state.is_complete:
            at_sign = self._state.step == CUE
            self.desk.say("Choose the sign first." if at_sign else "Choose what you did first.")
        elif reading.problems:
            self.action_details(next(iter(reading.problems)))
        elif not self._saving:
            family = self._family
            here = {"child": family.child or FIRST_CHILD, "caregiver": family.caregiver or SOMEBODY}
            fit = {"fit": self.draft.fit or self._state.suggested}
            fields = {**here, **reading.fields, **fit}
            if fields.get("flag") or tells_of_harm(family.household, fields):
                said = {"fit": self.draft.fit} if self.draft.fit else {}
                fields = {**here, **reading.fields, **said}
            captured = composed(family.journal, family.household, fields, self._suggestion)
            # One moment, however many tries it takes: a file saved aside is then known on import.
            self._identity = captured.document["id"] = self._identity or captured.document["id"]
            await self._store(captured, fit)

    async def _store(self, captured: Captured, fit: Mapping[str, Any]) -> None:
        journal = self._family.journal
        self._saving = True
        try:
            notices = await self.desk.write(lambda: store_settled(journal, captured))
        except WriteProblem as problem:
            self._rescue(problem, captured)
        except ParentkitError as problem:
            self.desk.say_problem(problem)
        else:
            self.desk.draft = None
            self.dismiss(None)
            after_saving(self.desk, self._family.household, captured, fit)
            for notice in notices:
                self.desk.say(notice, kind="warning")
        finally:
            self._saving = False

    def _rescue(self, problem: WriteProblem, captured: Captured) -> None:
        from parentkit.tui.changing import AGAIN
        from parentkit.tui.log.rescue import RescueBox

        def closed(answer: str | None) -> None:
            if answer == AGAIN:
                self.action_save()

        self.app.push_screen(RescueBox(problem, "moment", captured.document), closed)

    def _can_be_at(self, step: str) -> bool:
        draft = self.draft
        return step == CUE or bool(draft.cue and (step != FIT or draft.responses))

    def _shortcut(self, number: str) -> None:
        place = int(number) - 1
        begins = self._state.step == CUE and not self.draft.responses
        if begins and 0 <= place < len(self._around.shortcuts):
            self._show(steps.pick(self._state, self._around.shortcuts[place].takes))

    def _with_draft(self, draft: MomentDraft) -> None:
        self._show(self._state._replace(draft=draft))

    def _show(self, state: Choosing) -> None:
        self._state = self._suggested(state)
        self._redraw()

    def _suggested(self, state: Choosing) -> Choosing:
        """The state with a suggestion for its sign and responses, made anew where they changed."""
        before = getattr(self, "_state", None)
        draft = state.draft
        if not state.is_complete:
            self._suggestion = None
            return state._replace(suggested="")
        pair = (draft.cue, draft.responses)
        if (
            self._suggestion is None
            or before is None
            or pair != (before.draft.cue, before.draft.responses)
        ):
            fields = {"cue": draft.cue, "responses": draft.responses}
            self._suggestion = suggestion_for(state.household, fields)
            return steps.suggesting(state, self._suggestion.fit)
        return state

    def _redraw(self) -> None:
        board = self.query_one(MomentBoard)
        board.border_title = self._title()
        board.shown = Shown(
            state=self._state,
            shortcuts=tuple(each.words for each in self._around.shortcuts),
            reason=self._suggestion.reason if self._suggestion else "",
            age=self._around.age,
            added=added_words(self.draft),
            hints=hints_for(self._state, self.desk.settings.keys),
        )

    def _title(self) -> Content:
        words, household = self.draft.words, self._family.household
        child, caregiver = (
            one_line(household.name(str(words.get(who, ""))), NAME_WIDTH)
            for who in ("child", "caregiver")
        )
        return Content.assemble(
            " A moment with ",
            (child, "bold"),
            ", logged by ",
            caregiver,
            (f" · {self._when()} ", "$soft"),
        )

    def _when(self) -> str:
        typed = self.draft.words.get("observed_at")
        now = clock.local_now()
        if not typed:
            return f"now, {self.draft.begun_at[11:16]}"
        read = self.draft.read(self._family.household).fields.get("observed_at")
        return said(from_timestamp(read), now) if read else f"{one_line(typed, NAME_WIDTH)} ?"

    @work(exclusive=True, group="around")
    async def _look_around(self) -> None:
        child = str(self.draft.words.get("child", ""))
        look: Callable[[], Any] = lambda: look_around(self._family, child)  # noqa: E731
        try:
            self._around = await self.desk.in_background(look)
        except ParentkitError as problem:
            self.desk.say_problem(problem)
            return
        if not self.is_left:
            self._redraw()
