"""What a coach has written about a family: goals, what was given, and session notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from textual import on, work
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from parentkit.domain.coaching.coaching import LET_GO, OPEN, REACHED, is_done
from parentkit.domain.codes import ASSIGNMENT, GOAL, SESSION
from parentkit.domain.errors import ParentkitError
from parentkit.domain.text import clean, one_line
from parentkit.report.coach.inbox import STATES
from parentkit.services.coach.write import finish, move_goal, take_back, written
from parentkit.tui.actions import Action, bindings
from parentkit.tui.coach.actions import OF_FAMILY
from parentkit.tui.coach.of_family import OfFamily
from parentkit.tui.coach.screens.box import PickBox
from parentkit.tui.coach.widgets.bar import CoachBar
from parentkit.tui.screens.leaving import LeftOnce
from parentkit.tui.widgets.choices import Choices
from parentkit.tui.widgets.keys_bar import KeysBar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from textual.app import ComposeResult

    from parentkit.domain.log.household import Household
    from parentkit.domain.log.moment import Document
    from parentkit.journal import Journal
    from parentkit.services.coach.family import Family
    from parentkit.services.coach.workspace import OpenFamily

HEADINGS = {
    GOAL: "Goals",
    ASSIGNMENT: "To take along",
    SESSION: "Session notes, for you alone",
}
DONE, TAKE_BACK = "done", "take_back"
EMPTY = "Nothing yet: g sets a goal, a gives something to take along, n writes a session note."


class Written(NamedTuple):
    """All of it by kind, and the words to show it with."""

    household: Household
    documents: dict[str, list[Document]]


class WrittenPage(LeftOnce, OfFamily):
    """Goals, assignments and notes of one family."""

    CSS_PATH = "../../styles/coach.tcss"
    HELP = (
        "Goals and things to take along go to the family with your next answer; session notes stay "
        "here. Enter says that one is reached or done with, or takes it back."
    )
    ACTIONS: ClassVar = (
        *OF_FAMILY,
        Action("written_leave", "escape", "back", "Back.", "leave"),
    )
    BINDINGS = bindings(ACTIONS)

    def __init__(self, family: Family) -> None:
        super().__init__()
        self._family = family
        self._written: Written | None = None

    def compose(self) -> ComposeResult:
        """One list, with headings."""
        yield CoachBar()
        yield Static(id="hint", classes="soft", markup=False)
        yield Choices(id="written")
        yield KeysBar()

    def on_mount(self) -> None:
        """Reads, and again whenever something was written."""
        self.query_one(CoachBar).looked_at = f"{one_line(self._family.name)}   written"
        self.query_one(Choices).focus()
        self._read()
        self.watch(self.app, "revision", self._again, init=False)

    def family_in_sight(self) -> str:
        """The family that this page is about."""
        return self._family.id

    def _again(self) -> None:
        self._read()

    @work(exclusive=True, group="read")
    async def _read(self) -> None:
        try:
            found = await self.coach.in_background(self.coach.of(self._family.id, _written))
        except ParentkitError as problem:
            self.coach.say_problem(problem)
            self.dismiss(None)
            return
        if self.is_left:
            return
        self._written = found
        self.query_one(Choices).present_options(_options(found))
        empty = not any(found.documents.values())
        self.query_one("#hint", Static).update(EMPTY if empty else "")

    @on(OptionList.OptionSelected)
    def ask(self, event: OptionList.OptionSelected) -> None:
        """Asks what is to become of it."""
        kind, _, identity = (event.option_id or "").partition("/")
        document = self._document(kind, identity)
        if document is not None:
            box = PickBox(HEADINGS[kind], _text(document), _offered(kind, document))

            def change(chosen: str | None) -> None:
                if chosen is not None:
                    self._change(kind, identity, chosen)

            self.app.push_screen(box, change)

    @work(exclusive=True, group="change")
    async def _change(self, kind: str, identity: str, chosen: str) -> None:
        job = _job(kind, identity, chosen, self.coach.coder)
        try:
            await self.coach.write(self.coach.of(self._family.id, lambda one: job(one.journal)))
        except ParentkitError as problem:
            self.coach.say_problem(problem)

    def action_leave(self) -> None:
        """Back to where this was opened."""
        self.dismiss(None)

    def _document(self, kind: str, identity: str) -> Document | None:
        documents = self._written.documents.get(kind, []) if self._written else []
        return next((one for one in documents if one["id"] == identity), None)


def _written(opened: OpenFamily) -> Written:
    return Written(opened.household, {kind: written(opened.journal, kind) for kind in HEADINGS})


def _options(found: Written) -> Iterator[Option]:
    begun = False
    for kind, documents in found.documents.items():
        if not documents:
            continue
        before = "\n" if begun else ""
        begun = True
        yield Option(Content.assemble(before, (HEADINGS[kind], "bold $primary")), disabled=True)
        for document in documents:
            parts = _parts(kind, document, found.household)
            yield Option(Content("\n").join(parts), id=f"{kind}/{document['id']}")


def _parts(kind: str, document: Document, household: Household) -> Iterable[Content]:
    """What it says, and under it how it stands."""
    yield Content(_text(document))
    told = [_state(kind, document)]
    if document.get("child"):
        told.append(household.name(str(document["child"])))
    if document.get("by_when"):
        told.append(f"by {document['by_when']}")
    if document.get("why") and kind == ASSIGNMENT:
        told.append(str(document["why"]))
    yield Content.styled(one_line("; ".join(told)), "$soft")


def _text(document: Document) -> str:
    said = document.get("text") or document.get("question") or document.get("exercise") or ""
    return clean(str(said))


def _state(kind: str, document: Document) -> str:
    if kind == SESSION:
        return str(document.get("day", ""))
    if kind == GOAL:
        return STATES.get(str(document.get("state")), STATES[OPEN])
    return "done with" if is_done(document) else "open"


def _offered(kind: str, document: Document) -> dict[str, str]:
    if kind == GOAL:
        now = str(document.get("state", OPEN))
        words = {OPEN: "it is open again", REACHED: "it is reached", LET_GO: "it is let go of"}
        moves = {state: text for state, text in words.items() if state != now}
        return {**moves, TAKE_BACK: "take it back"}
    if kind == ASSIGNMENT and not is_done(document):
        return {DONE: "it is done with", TAKE_BACK: "take it back"}
    return {TAKE_BACK: "take it out" if kind == SESSION else "take it back"}


def _job(kind: str, identity: str, chosen: str, coder: str) -> Callable[[Journal], Any]:
    if chosen == TAKE_BACK:
        return lambda journal: take_back(journal, coder, kind, identity)
    if chosen == DONE:
        return lambda journal: finish(journal, coder, identity)
    return lambda journal: move_goal(journal, coder, identity, chosen)
