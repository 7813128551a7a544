"""The bar in which one says which moments to show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from textual.containers import Container, Horizontal
from textual.message import Message
from textual.suggester import SuggestFromList
from textual.widgets import Input, Label

from parentkit.domain.log.household import name_of

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from parentkit.domain.log.household import Household


class Slot(NamedTuple):
    """One thing to ask for: the name it has in a query, its label, an example."""

    name: str
    label: str
    example: str


SLOTS = (
    Slot("text", "words", "blue cup"),
    Slot("cue", "sign", "sad"),
    Slot("fit", "fit", "missed"),
    Slot("tag", "tag", "nursery"),
    Slot("period", "when", "last week"),
    Slot("child", "child", "all"),
    Slot("caregiver", "by", "Anna"),
)


class FilterBar(Container):
    """Seven small fields; what is typed narrows the list at once."""

    HELP = (
        "Which moments to show. Words are looked for in notes and needs; when takes today, last "
        "week, 4 weeks, 2026-11, since 3 nov or 1 nov to 14 nov; child takes a name or all. Tab "
        "goes on, the right arrow takes what is suggested, Enter goes to the list, Escape shows "
        "everything again."
    )

    class Asked(Message):
        """Something else is asked for: `words` by name, as typed."""

        def __init__(self, words: dict[str, str]) -> None:
            super().__init__()
            self.words = words

    class Left(Message):
        """The person goes back to the list."""

    def compose(self) -> ComposeResult:
        """The fields, each beside its label."""
        for slot in SLOTS:
            with Horizontal(classes="slot"):
                yield Label(slot.label, classes="soft")
                yield Input(placeholder=slot.example, id=f"find-{slot.name}", compact=True)

    def know(self, household: Household) -> None:
        """Suggests the family's own words while they are typed."""
        people = {
            "child": [*map(name_of, household.children), "all"],
            "caregiver": list(map(name_of, household.caregivers)),
        }
        vocabularies = {"cue": household.vocabulary("cues"), "fit": household.judgement("fit")}
        for name, words in vocabularies.items():
            people[name] = [words.short(code) for code in words.offered()]
        for name, suggested in people.items():
            field = self.query_one(f"#find-{name}", Input)
            field.suggester = SuggestFromList(suggested, case_sensitive=False)

    def start(self, name: str) -> None:
        """Begins to type in one of the fields."""
        self.query_one(f"#find-{name}", Input).focus()

    def empty(self) -> None:
        """Takes everything out of the fields, without a word about it."""
        with self.prevent(Input.Changed):
            for field in self.query(Input):
                field.value = ""

    def on_input_changed(self, event: Input.Changed) -> None:
        """Asks for what is typed so far."""
        event.stop()
        words: dict[str, Any] = {
            slot.name: self.query_one(f"#find-{slot.name}", Input).value for slot in SLOTS
        }
        self.post_message(self.Asked(words))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Goes back to the list."""
        event.stop()
        self.post_message(self.Left())
