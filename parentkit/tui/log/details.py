"""The details of a moment while it is written down: all optional, each read on its own."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Checkbox, Input, Static, TextArea

from parentkit import clock
from parentkit.domain.schema.field import TEXTS
from parentkit.domain.schema.fields import written_fields
from parentkit.domain.text import clean, one_line
from parentkit.domain.time.when import from_timestamp, said
from parentkit.report.log.moment import minutes_words
from parentkit.tui.actions import Action, bindings
from parentkit.tui.log.details_fields import CHOICE, DETAILS, NOTE, TICK, choices
from parentkit.tui.log.draft import MomentDraft
from parentkit.tui.screens.box import Box
from parentkit.tui.widgets.choice import ChoiceLine, FieldChanged, Tick

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widget import Widget

    from parentkit.domain.errors import ParentkitError
    from parentkit.domain.log.household import Household
    from parentkit.services.log.parse_fields import Reading
    from parentkit.tui.log.details_fields import Detail

NEEDED = ("child", "caregiver")


class DetailsBox(Box[tuple[MomentDraft, bool]]):
    """The form; gives back the draft with what was typed, and whether to save it now.

    What cannot be read is said beside its field, and stays there to be mended.

    Args:
        household: whose people and words there are to choose from.
        draft: the moment so far.
        field: the name of the field to begin at; else the first.
    """

    CSS_PATH = "../styles/details.tcss"
    HELP = (
        "All of this can be left out. What cannot be read is said beside it and costs nothing else."
    )
    ACTIONS: ClassVar = (
        Action(
            "details_save", "ctrl+s,enter", "save", "Save the moment with these details.", "save"
        ),
        Action(
            "details_back",
            "escape",
            "back",
            "Back to sign and responses; what was typed stays.",
            "close",
        ),
        Action("details_next", "tab,down", "next", "The next field.", "app.focus_next"),
        Action(
            "details_previous",
            "shift+tab,up",
            "previous",
            "The field before.",
            "app.focus_previous",
            shown=False,
        ),
    )
    BINDINGS = bindings(ACTIONS)

    def __init__(self, household: Household, draft: MomentDraft, field: str = "") -> None:
        super().__init__()
        self._household = household
        self._given = draft
        self._field = field

    def compose(self) -> ComposeResult:
        """Labels, fields and what was understood side by side; a note, and help at the foot."""
        with Vertical(id="details") as box:
            box.border_title = Content(" More about this moment, where you like ")
            with Vertical(id="form"):  # a scrolling container would take the arrow keys
                with Horizontal(id="lines"):
                    yield Static(self._labels(), id="labels")
                    with Vertical(id="fields"):
                        for detail in DETAILS[:-1]:
                            yield self._widget(detail)
                    yield Static(id="understood")
                with Horizontal(id="last"):
                    yield Static(DETAILS[-1].label, id="note-label")
                    yield self._widget(DETAILS[-1])
            yield Static(id="about")
            yield Static(self._hints(), id="hints")

    def on_mount(self) -> None:
        """Shows what is understood, and begins."""
        self.query_one(f"#{self._field or DETAILS[0].name}").focus()

    @property
    def draft(self) -> MomentDraft:
        """The moment with what stands in the form."""
        return self._given.with_words({detail.name: self._said(detail) for detail in DETAILS})

    def on_resize(self) -> None:
        """What was understood is cut to the room there is."""
        self.call_after_refresh(self._show)

    @on(FieldChanged)
    @on(Checkbox.Changed)
    @on(Input.Changed)
    @on(TextArea.Changed)
    def _show(self) -> None:
        reading = self.draft.read(self._household)
        lines: list[Content] = []
        for detail in DETAILS[:-1]:
            if detail.begins:
                lines.append(Content(""))
            lines.append(self._understood(detail, reading))
        understood = self.query_one("#understood", Static)
        understood.update(Content("\n").join(lines), layout=False)
        self._tell(reading)

    def on_descendant_focus(self) -> None:
        """Tells about the field that is in focus now."""
        self._tell(self.draft.read(self._household))

    def action_close(self) -> None:
        """Goes back with everything that was typed."""
        self.dismiss((self.draft, False))

    @on(Input.Submitted)
    def action_save(self) -> None:
        """Saves; where something cannot be read, goes there instead."""
        problems = self.draft.read(self._household).problems
        wrong = next((each.name for each in DETAILS if each.name in problems), "")
        if wrong:
            self.query_one(f"#{wrong}").focus()
        else:
            self.dismiss((self.draft, True))

    def _labels(self) -> Content:
        rows = [f"\n{each.label}" if each.begins else each.label for each in DETAILS[:-1]]
        return Content("\n".join(rows))

    def _widget(self, detail: Detail) -> Widget:
        widget = self._made(detail)
        widget.set_class(detail.begins, "begins")
        return widget

    def _made(self, detail: Detail) -> Widget:
        value, name = self._given.words.get(detail.name, ""), detail.name
        if detail.kind == CHOICE:
            offered = choices(self._household, name)
            code = offered.named(str(value)) or str(value)
            return ChoiceLine(offered, code, needed=name in NEEDED, field=name)
        if detail.kind == TICK:
            return Tick(value=bool(value), id=name)
        if detail.kind == NOTE:
            return TextArea(str(value), compact=True, tab_behavior="focus", id=name)
        text = ", ".join(value) if isinstance(value, (list, tuple)) else str(value)
        return Input(text, compact=True, select_on_focus=False, id=name)

    def _said(self, detail: Detail) -> Any:
        widget = self.query_one(f"#{detail.name}")
        if isinstance(widget, (ChoiceLine, Tick)):
            return widget.value
        text = widget.text if isinstance(widget, TextArea) else str(getattr(widget, "value", ""))
        if detail.name in written_fields(TEXTS):
            return [each for each in map(str.strip, text.split(",")) if each]
        return text if text.strip() else ""

    def _understood(self, detail: Detail, reading: Reading) -> Content:
        """What the field was read as, or why it was not; empty where that stands in it already."""
        problem = reading.problems.get(detail.name)
        width = self.query_one("#understood").size.width or 30
        if problem:
            return Content.styled(one_line(f"? {problem.message}", width), "$accent")
        return Content.styled(one_line(self._read_as(detail, reading), width), "$soft")

    def _read_as(self, detail: Detail, reading: Reading) -> str:
        read = reading.fields.get(detail.name)
        if detail.name == "observed_at":
            return f"= {said(from_timestamp(read), clock.local_now())}" if read else "= now"
        if detail.name == "repaired_after":
            minutes = reading.fields.get("repair", {}).get("after_minutes")
            return f"= {minutes_words(minutes)}" if minutes is not None else ""
        if detail.name in written_fields(TEXTS) and read:
            return clean(f"= {', '.join(read)}")
        widget = self.query_one(f"#{detail.name}")
        if isinstance(widget, ChoiceLine) and widget.value:
            return widget.words.describe(widget.value, "")
        return detail.ticked

    def _tell(self, reading: Reading) -> None:
        """At the foot: what is wanted of the field in focus, or why it cannot be read."""
        field = self.focused.id if self.focused else None
        detail = next((each for each in DETAILS if each.name == field), None)
        if detail is None:
            return
        problem = reading.problems.get(detail.name)
        text = Content(detail.help)
        if problem:
            text = Content.styled(_whole(problem, detail), "$accent")
        elif isinstance(self.focused, ChoiceLine):
            words, value = self.focused.words, self.focused.value
            parts = [
                Content.styled(words.short(code), "bold" if code == value else "$soft")
                for code in words.offered()
            ]
            text = Content.assemble(f"{detail.help} ", Content(" · ").join(parts))
        self.query_one("#about", Static).update(text, layout=False)

    def _hints(self) -> Content:
        own = self.desk.settings.keys
        parts: list[Content] = []
        for action in filter(attrgetter("shown"), self.ACTIONS):
            key = own.get(action.id, action.key).split(",")[0]
            shown = {"escape": "esc"}.get(key, key)
            parts.append(Content.assemble((shown, "bold $primary"), (f" {action.label}", "$soft")))
        return Content("  ").join(parts)


def _whole(problem: ParentkitError, detail: Detail) -> str:
    hint = "" if detail.name == "repair" else problem.hint
    return one_line(f"{problem.message} {hint}")
