"""One moment in full: every field, written anew in its place; what others say; what may be done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from parentkit.domain.errors import NothingFound, ParentkitError
from parentkit.domain.text import clean
from parentkit.report.log.moment import when_words
from parentkit.services.log.field_words import FIELDS, SWITCHES, Change, change, choices, words_of
from parentkit.tui.actions import Action, bindings
from parentkit.tui.changing import change_moment, look_at_words, offer_rescue, take_out_of_log
from parentkit.tui.screens.box import Box
from parentkit.tui.screens.leaving import STORE
from parentkit.tui.widgets.field_row import Editor, FieldRow
from parentkit.tui.widgets.keys_bar import KeysBar
from parentkit.tui.widgets.moment_text import fit_text, sign_colour

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.app import ComposeResult

    from parentkit.domain.log.household import Household
    from parentkit.domain.log.moment import Document
    from parentkit.services.log.revise import Shown
    from parentkit.tui.family import Family

SHORT_ID = 12

_WITH_MOMENT = frozenset(("edit", "came_back", "take_out", "history", "close"))
"""Actions that need the moment to be there."""


class MomentBox(Box[None]):
    """A moment with all that is known about it.

    Args:
        identifier: the moment's id.
        read: gives all that is known about it; called in a thread.
    """

    CSS_PATH = "../styles/moment.tcss"
    AUTO_FOCUS = "FieldRow"
    HELP = (
        "Everything about one moment. Up and down go from field to field, Enter writes one anew. "
        "Every field is stored by itself; b says that you came back, d takes the moment out, u "
        "takes back what was done last."
    )
    ACTIONS: ClassVar = (
        Action(
            "field_edit", "enter,e", "change", "Write this field anew.", "edit", "parentkit edit ID"
        ),
        Action(
            "moment_box_came_back",
            "b",
            "came back",
            "You found your way back after this moment.",
            "came_back",
            "parentkit repair ID",
        ),
        Action(
            "moment_box_take_out",
            "d",
            "take out",
            "Take this moment out of the log; u brings it back.",
            "take_out",
            "parentkit delete ID",
        ),
        Action(
            "moment_box_history",
            "y",
            "history",
            "How this moment came to be what it is.",
            "history",
            "parentkit history ID",
        ),
        Action(
            "moment_box_undo",
            "u",
            "undo",
            "Take back the last thing written here.",
            "app.undo",
            "parentkit undo",
        ),
        Action(
            "moment_box_keys",
            "question_mark",
            "keys",
            "Every key on this screen.",
            "app.keys",
            shown=False,
        ),
        Action("moment_box_up", "up,k,shift+tab", "up", "The field above.", "go(-1)", shown=False),
        Action("moment_box_down", "down,j,tab", "down", "The field below.", "go(1)", shown=False),
        Action("moment_box_first", "home", "first", "The first field.", "end(0)", shown=False),
        Action("moment_box_last", "end", "last", "The last field.", "end(-1)", shown=False),
    )
    BINDINGS = bindings(ACTIONS)

    def __init__(self, identifier: str, read: Callable[[str], Shown]) -> None:
        super().__init__()
        self._identifier = identifier
        self._read = read
        self._document: Document | None = None
        self._takes_out = False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While the moment is being taken out nothing else is begun with it."""
        if self._takes_out and action in _WITH_MOMENT:
            return False
        return super().check_action(action, parameters)

    def compose(self) -> ComposeResult:
        """The fields, then what stands beside the moment."""
        with Vertical(classes="page moment"):
            for field in FIELDS:
                yield FieldRow(field)
            yield Static(id="beside", markup=False)
            yield Static(id="identity", classes="soft", markup=False)
        yield KeysBar()

    def on_mount(self) -> None:
        """Reads the moment, and again whenever something was written."""
        self.watch(self.app, "family", self._reread)
        self.watch(self.app, "glyphs", self._reread, init=False)

    def _reread(self) -> None:
        self._fill()

    @work(exclusive=True, group="moment")
    async def _fill(self) -> None:
        family = self.desk.family
        if family is None or self.is_left:
            return
        try:
            shown = await self.desk.in_background(lambda: self._read(self._identifier))
        except NothingFound as problem:
            self._gone(problem)
            return
        except ParentkitError as problem:
            self.desk.say_problem(problem)
            return
        if not self.is_left:
            self._present(family, shown)

    def _gone(self, problem: NothingFound) -> None:
        """It was taken out elsewhere; what is being written about it stays on the screen."""
        if self.is_left or self._takes_out:
            return
        self.desk.say_problem(problem)
        if self._editing() is None:
            self.dismiss(None)

    def _present(self, family: Family, shown: Shown) -> None:
        self._take(family, shown.document)
        lines = _beside(shown, family.household, self.desk.glyphs)
        self.query_one("#beside", Static).update(Content("\n").join(lines))
        self.query_one("#identity", Static).update(f"id {self._identifier[:SHORT_ID]}")

    def _take(self, family: Family, document: Document) -> None:
        """Shows the moment's fields, but for the words of one that is being written."""
        from datetime import date

        from parentkit.domain.time.period import day_only

        self._document = document
        day = day_only(date.fromisoformat(document["observed_at"][:10])).title()
        child = clean(family.household.name(document["child"]))
        title = Content(f" {child}, {day}, {document['observed_at'][11:16]} ")
        self.query_one(".page").border_title = title
        for row in self.query(FieldRow):
            row.show(*self._value(family.household, document, row.field.name))

    def _value(
        self, household: Household, document: Document, name: str
    ) -> tuple[Content | str, str]:
        """A field's words in their colour, and a sentence below them."""
        glyphs = self.desk.glyphs
        if name == "fit" and document.get("flag") is True:
            return "", ""
        if name == "fit" and document.get("fit"):
            from parentkit.services.log.capture import suggestion_for

            return fit_text(document, household, glyphs), suggestion_for(household, document).reason
        if name == "observed_at":
            return when_words(document[name]), ""
        words = clean(words_of(document, household, name))
        if name == "responses":
            words = words.replace(";", f" {glyphs['then']}")
        if name == "flag" and words:
            return Content.styled(f"{glyphs['flag']} set apart", sign_colour("flag")), ""
        repair = document.get("repair") or {}
        if name == "repair" and repair.get("state") == "repaired":
            words = f"{glyphs['repaired']} {words}"
            return Content.styled(words, sign_colour("repaired")), ""
        return words, ""

    def _editing(self) -> FieldRow | None:
        return next((row for row in self.query(FieldRow) if row.editor is not None), None)

    def action_go(self, step: int) -> None:
        """Goes to the field above or below."""
        if self._editing() is not None:
            return  # the line that is being written is left by storing it, or by Escape
        rows = list(self.query(FieldRow))
        here = rows.index(self.focused) if isinstance(self.focused, FieldRow) else 0
        rows[max(0, min(len(rows) - 1, here + step))].focus()

    def action_end(self, place: int) -> None:
        """Goes to the first or the last field."""
        list(self.query(FieldRow))[place].focus()

    def action_edit(self) -> None:
        """Writes the field in focus anew."""
        if isinstance(self.focused, FieldRow):
            self._begin(self.focused)

    @on(FieldRow.Begun)
    def _clicked(self, event: FieldRow.Begun) -> None:
        self._begin(event.row)

    def _begin(self, row: FieldRow) -> None:
        family, document = self.desk.family, self._document
        if (other := self._editing()) is not None and other.editor is not None:
            other.editor.start()
            return
        if family is None or document is None:
            return
        name = row.field.name
        words = words_of(document, family.household, name)
        if name in SWITCHES:
            self._store(row, "" if words else "yes", onward=False)
            return
        read = partial(change, document, family.household, name)
        offered = choices(family.household, name)
        row.begin(Editor(row.field, words, offered, read))

    @on(Editor.Given)
    def _given(self, event: Editor.Given) -> None:
        if (row := self._editing()) is not None:
            self._store(row, event.words, onward=event.onward)

    @on(Editor.Left)
    async def _left(self) -> None:
        if (row := self._editing()) is not None:
            await row.end()
            row.focus()

    @work(exclusive=True, group=STORE)
    async def _store(self, row: FieldRow, words: str, *, onward: bool) -> None:
        """Stores one field; where that does not work, its words stay where they are."""
        family, document = self.desk.family, self._document
        if family is None or document is None:
            return
        changed, before = Change(), document
        try:
            changed = change(document, family.household, row.field.name, words)
            if changed.fields or changed.cleared:
                document = await change_moment(
                    self.desk, self._identifier, changed.fields, changed.cleared
                )
        except ParentkitError as problem:
            self._complain(row, problem)
            said = {**document, **changed.fields}
            offer_rescue(self.desk, problem, said, lambda: self._store(row, words, onward=onward))
            return
        if self.is_left:
            return
        self._take(family, document)
        await row.end()
        row.focus()
        if onward:
            self.action_go(1)
        # A page opens over the fields when they are drawn without the line that has just gone:
        # Textual would draw it once more below the page, and stop.
        self.call_after_refresh(look_at_words, self.desk, before, document, changed.fields)

    def _complain(self, row: FieldRow, problem: ParentkitError) -> None:
        if row.editor is not None:
            row.editor.complain(problem)
        else:
            self.desk.say_problem(problem)

    def action_came_back(self) -> None:
        """Asks how long it took to come back."""
        from parentkit.tui.moments.came_back import CameBackBox

        if self._document is not None:
            self.app.push_screen(CameBackBox(self._document))

    def action_history(self) -> None:
        """Shows how the moment came to be what it is."""
        from parentkit.tui.moments.history import HistoryPage

        self.app.push_screen(HistoryPage(self._identifier))

    def action_take_out(self) -> None:
        """Takes the moment out of the log and closes the box."""
        self._takes_out = True
        self._take_out()

    @work(group="take out")
    async def _take_out(self) -> None:
        self.workers.cancel_group(self, "moment")
        try:
            if await take_out_of_log(self.desk, self._identifier):
                self.dismiss(None)
        finally:
            self._takes_out = False


def _beside(shown: Shown, household: Household, glyphs: dict[str, str]) -> Iterator[Content]:
    """What others say about the moment, and texts that another device wrote at the same time."""
    from parentkit.report.log.moment import coding_lines

    for coding in shown.codings:
        yield Content("")
        first, *rest = coding_lines(coding, household, glyphs)
        yield Content.styled(first.strip(), "bold")
        yield from map(Content, rest)
    for comment in shown.comments:
        yield Content("")
        who = clean(household.name(str(comment.get("coder", ""))))
        yield Content.assemble((who, "bold"), f"  {clean(str(comment.get('sort', '')))}")
        yield Content(clean(str(comment.get("text", ""))))
    for field, text in shown.conflicts:
        yield Content("")
        yield Content.styled(f"Another device also wrote this {field}:", "bold")
        yield Content(clean(str(text)))
