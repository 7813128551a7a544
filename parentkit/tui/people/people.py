"""People: the children and caregivers of the family, and when the family is reminded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.containers import VerticalScroll
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from parentkit import clock
from parentkit.domain.codes import CAREGIVER, CHILD
from parentkit.domain.errors import ParentkitError
from parentkit.domain.log.age import age_words, parse_birth_month
from parentkit.domain.log.household import shown_name
from parentkit.services.family import people
from parentkit.services.reminders.reminders import set_rhythm, weekly
from parentkit.tui.actions import Action, bindings
from parentkit.tui.paths import short_path
from parentkit.tui.screens.box import Box
from parentkit.tui.screens.line import LineBox
from parentkit.tui.widgets.keys_bar import KeysBar
from parentkit.tui.widgets.unread_line import UnreadLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from parentkit.domain.log.household import Household
    from parentkit.tui.family import Family


class PeoplePage(Box[None]):
    """A list to go through; Enter changes what is under the cursor."""

    CSS_PATH = "../styles/people.tcss"
    HELP = (
        "Names are nicknames; a month of birth lets descriptions fit the age and never leaves this "
        "machine. Hidden people stay in the moments they are in."
    )
    ACTIONS: ClassVar = (
        Action(
            "people_rename", "enter", "change", "Another name.", "change", "parentkit child rename"
        ),
        Action(
            "people_born",
            "b",
            "born",
            "The child's month of birth.",
            "born",
            "parentkit child born",
        ),
        Action(
            "people_use",
            "s",
            "use",
            "Write about this child, log as this person, from now on.",
            "use",
            "parentkit child use",
        ),
        Action(
            "people_add_child",
            "n",
            "new child",
            "Add a child.",
            "add('child')",
            "parentkit child add",
        ),
        Action(
            "people_add_caregiver",
            "v",
            "new caregiver",
            "Add somebody who logs.",
            "add('caregiver')",
            "parentkit caregiver add",
        ),
        Action(
            "people_hide",
            "x",
            "hide",
            "Take somebody off the lists, or put them back.",
            "hide_person",
            "parentkit child hide",
        ),
        Action(
            "people_reminder",
            "w",
            "reminder",
            "When to look back on a week.",
            "remind",
            "parentkit reminders set",
        ),
    )
    BINDINGS = bindings(ACTIONS)

    def __init__(self, family: Family) -> None:
        super().__init__()
        self._family = family

    def compose(self) -> ComposeResult:
        """The list, and where things are."""
        with VerticalScroll(classes="page"):
            yield Static("People", classes="heading")
            yield UnreadLine()
            yield OptionList(id="people", markup=False)
            yield Static(id="rhythm", classes="soft", markup=False)
            home = short_path(self._family.journal.places.home)
            yield Static(f"Everything is in {home}", classes="soft", markup=False)
        yield KeysBar()

    def on_mount(self) -> None:
        """Follows the family."""
        self.watch(self.app, "family", self._show)
        self.query_one(OptionList).focus()

    def _show(self, family: Family | None) -> None:
        if family is None:
            return
        self._family = family
        self.query_one(UnreadLine).present(family.unread, self.desk.glyphs)
        shown = self.query_one(OptionList)
        at = shown.highlighted or 0
        shown.clear_options()
        shown.add_options(self._options(family))
        shown.highlighted = min(at, shown.option_count - 1) if shown.option_count else None
        self._show_rhythm(family)

    @work(exclusive=True, group="rhythm")
    async def _show_rhythm(self, family: Family) -> None:
        from parentkit.domain.time.rhythm import described

        try:
            reminder = await self.desk.in_background(lambda: weekly(family.journal))
        except ParentkitError as problem:
            text = problem.message
        else:
            words = described(reminder.rule, reminder.begins)
            text = f"Reflection: {words} (paused)" if reminder.paused else f"Reflection: {words}"
        if not self.is_left:
            self.query_one("#rhythm", Static).update(text)

    def _options(self, family: Family) -> list[Option]:
        household = family.household
        today = clock.local_now().date().isoformat()
        found = []
        for kind in (CHILD, CAREGIVER):
            for person in people.people(household, kind):
                here = person["id"] in (family.child, family.caregiver)
                words = [shown_name(person) or "no name yet", kind]
                if month := person.get("birth_month"):
                    words.append(age_words(month, today) or "")
                words += ["in use here"] if here else []
                words += ["hidden"] if person.get("hidden") else []
                found.append(Option(", ".join(filter(None, words)), id=f"{kind}:{person['id']}"))
        return found

    def _chosen(self) -> tuple[str, str] | None:
        shown = self.query_one(OptionList)
        if shown.highlighted is None:
            return None
        kind, _, identity = str(shown.get_option_at_index(shown.highlighted).id).partition(":")
        return kind, identity

    def on_option_list_option_selected(self) -> None:
        """Enter in the list changes the name."""
        self.action_change()

    def action_change(self) -> None:
        """Asks for another name."""
        if chosen := self._chosen():
            kind, identity = chosen
            name = self._family.household.name(identity)
            self._ask(
                f"Another name for {name}", name, lambda text: self._set(kind, identity, name=text)
            )

    def action_born(self) -> None:
        """Asks for the month of birth of a child."""
        chosen = self._chosen()
        if chosen is None or chosen[0] != CHILD:
            self.desk.say("Months of birth are kept for children alone.")
            return
        identity = chosen[1]

        def keep(text: str) -> object:
            month = parse_birth_month(text, clock.local_now().date()) if text.strip() else None
            return self._set(CHILD, identity, birth_month=month)

        self._ask("Month of birth, 2023-04; empty forgets it", "", keep)

    def action_add(self, kind: str) -> None:
        """Asks for the name of somebody new."""
        family = self._family
        self._ask(
            f"A name for the new {kind}",
            "",
            lambda text: people.add(family.journal, family.household, kind, text, {}),
        )

    def action_remind(self) -> None:
        """Asks when to look back on a week."""
        journal = self._family.journal
        self._ask(
            "When to look back on a week",
            "every sunday 19:30",
            lambda text: set_rhythm(journal, text),
        )

    @work
    async def action_use(self) -> None:
        """Makes this child or caregiver the one in use here."""
        if chosen := self._chosen():
            kind, identity = chosen
            journal, household = self._family.journal, self._family.household
            await self._keep(lambda: people.choose(journal, household, kind, identity))

    @work
    async def action_hide_person(self) -> None:
        """Takes somebody off the lists, or puts them back."""
        if chosen := self._chosen():
            kind, identity = chosen
            person = next(
                each
                for each in people.people(self._family.household, kind)
                if each["id"] == identity
            )
            hidden = None if person.get("hidden") else True
            await self._keep(lambda: self._set(kind, identity, hidden=hidden))

    def _set(self, kind: str, identity: str, **details: Any) -> object:
        household: Household = self._family.household
        return people.change(self._family.journal, household, kind, identity, details)

    def _ask(self, question: str, begin_with: str, keep: Callable[[str], object]) -> None:
        self.app.push_screen(LineBox(question, begin_with, keep))

    async def _keep(self, job: Callable[[], object]) -> None:
        try:
            await self.desk.write(job)
        except ParentkitError as problem:
            self.desk.say_problem(problem)
