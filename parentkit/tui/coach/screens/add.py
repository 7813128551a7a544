"""Reading what a family sent: looked at first, its words compared, and then taken in whole."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from textual import on, work
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from parentkit.domain.errors import ParentkitError, UsageProblem
from parentkit.domain.text import one_line
from parentkit.report.sharing.intake import added_words, other_key_words
from parentkit.services.coach.caseload import prepare
from parentkit.services.coach.letter import KNOWN, NOTICE
from parentkit.services.coach.receive import Choice, look, read_sealed, take_in
from parentkit.services.coach.workspace import families
from parentkit.tui.coach.screens.box import CoachBox, PickBox
from parentkit.tui.widgets.keys_bar import KeysBar

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from parentkit.services.coach.family import Family
    from parentkit.services.coach.letter import Letter
    from parentkit.services.coach.receive import Added
    from parentkit.sharing.keys import Identity

NEW_FAMILY = (
    "A new family. Have them read these words to you, over the phone or face to face; if they are "
    "the same, the file is from them:"
)
HAVE_THEM_READ = "Have whoever sent it read these words to you:"
ASK_NAME = "What will you call this family? (Escape leaves the file out.)"
ASK_JOIN = (
    "If they are the same, type the family's name ({name}) to take it in. (Escape leaves it out.)"
)
SAME_NAME = "A family of that name is here already."
SAME = {"same": "it is the same family: another parent, or new keys", "": "it is another one"}


class AddBox(CoachBox[None]):
    """Asks for a file, then for whatever has to be decided about it."""

    AUTO_FOCUS = "#path"
    HELP = (
        "The file as it was sent. Nothing of it is kept before you have compared its words. Adding "
        "a file again changes nothing."
    )

    def __init__(self, identity: Identity) -> None:
        super().__init__()
        self._identity = identity
        self._letter: Letter | None = None

    def compose(self) -> ComposeResult:
        """The path; the words and the name stay hidden until there is a file."""
        with VerticalScroll(classes="page", can_focus=False) as page:
            page.border_title = Content(" Add a file ")
            yield Static("The file that a family sent", classes="question", markup=False)
            yield Input(id="path", compact=True)
            yield Static(id="situation", markup=False)
            yield Static(id="words", markup=False)
            yield Static(id="asked", classes="question", markup=False)
            yield Input(id="name", compact=True)
            yield Static(id="problem", classes="problem", markup=False)
        yield KeysBar()

    def on_mount(self) -> None:
        """Nothing has to be decided yet."""
        self._ask("", "", "")

    @on(Input.Changed, "#path")
    def another(self) -> None:
        """Another file is another question."""
        self._letter = None
        self._ask("", "", "")

    @on(Input.Submitted, "#path")
    @work(exclusive=True, group="look")
    async def look(self, event: Input.Submitted) -> None:
        """Opens the file and finds out whose it is; takes it in where that is known."""
        path = os.path.expanduser(event.value.strip())  # noqa: ASYNC240
        practice, identity = self.desk.practice, self._identity
        self.query_one("#problem").remove_class("-said")
        try:
            letter = await self.desk.in_background(
                lambda: look(practice, identity, read_sealed(path))
            )
            self._letter = letter
            if letter.situation in (KNOWN, NOTICE):
                await self._take(letter, Choice())
                return
        except ParentkitError as problem:
            self.complain(problem)
            return
        if letter.family is not None:
            name = one_line(letter.family.name)
            told = f"{other_key_words(name, is_coachs=letter.is_coachs)} {HAVE_THEM_READ}"
            self._ask(told, letter.header.words, ASK_JOIN.format(name=name))
        else:
            self._ask(NEW_FAMILY, letter.header.words, ASK_NAME)
        self.query_one("#name").focus()

    @on(Input.Submitted, "#name")
    @work(exclusive=True, group="decide")
    async def decided(self, event: Input.Submitted) -> None:
        """Takes the file in, under the name that was given."""
        letter, name = self._letter, event.value.strip()
        if letter is None:
            return
        try:
            same = await self._family_called(letter, name)
        except ParentkitError as problem:
            self.complain(problem)
            return
        if same is None:
            self._accept(letter, Choice(name=name))
        elif letter.family is not None:
            self._accept(letter, Choice(join=same))
        else:

            def join(said: str | None) -> None:
                if said:
                    self._accept(letter, Choice(join=same))

            self.app.push_screen(PickBox(one_line(same.name), SAME_NAME, SAME), join)

    async def _family_called(self, letter: Letter, name: str) -> Family | None:
        """The family that is here under that name.

        Raises:
            UsageProblem: nothing was typed, or another name than that of the family it is about.
        """
        if not name:
            raise UsageProblem("A name is needed; Escape leaves the file out.")
        practice = self.desk.practice
        known = await self.desk.in_background(lambda: families(practice))
        same = next((one for one in known if one.name.casefold() == name.casefold()), None)
        if letter.family is not None and same != letter.family:
            raise UsageProblem(f"It is about the family {letter.family.name}: type that name.")
        return same

    @work(exclusive=True, group="take")
    async def _accept(self, letter: Letter, choice: Choice) -> None:
        try:
            await self._take(letter, choice)
        except ParentkitError as problem:
            self.complain(problem)

    async def _take(self, letter: Letter, choice: Choice) -> None:
        practice = self.desk.practice

        def take() -> Added:
            added = take_in(practice, letter, choice)
            if added.family is not None:
                prepare(practice, added.family)
            return added

        added = await self.desk.write(take)
        self.desk.say(added_words(added))
        self.dismiss(None)

    def _ask(self, situation: str, words: str, asked: str) -> None:
        for name, text in (("situation", situation), ("words", words), ("asked", asked)):
            found = self.query_one(f"#{name}", Static)
            found.update(text)
            found.display = bool(text)
        self.query_one("#name").display = bool(asked)
