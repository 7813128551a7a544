"""The answer to a family: what is in it, and where its file is put."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from textual import on, work
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from parentkit.domain.errors import ParentkitError
from parentkit.domain.text import one_line
from parentkit.report.coach.inbox import reply_words
from parentkit.services.coach.reply import replies, usual_place, write_out
from parentkit.tui.coach.screens.box import CoachBox
from parentkit.tui.widgets.keys_bar import KeysBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from parentkit.services.coach.reply import Reply
    from parentkit.services.coach.workspace import OpenFamily, Practice
    from parentkit.sharing.keys import Identity


class Sealed(NamedTuple):
    """Files that are made and not yet put anywhere: one for each parent who shared."""

    name: str
    made: list[Reply]
    place: str


def sealed_by(practice: Practice, identity: Identity) -> Callable[[OpenFamily], Sealed]:
    """What makes the files of a family, in a thread."""

    def seal(opened: OpenFamily) -> Sealed:
        made = replies(practice, opened, identity)
        return Sealed(opened.family.name, made, usual_place(opened))

    return seal


class ReplyBox(CoachBox[None]):
    """Asks where the file is put, and puts it there."""

    AUTO_FOCUS = "Input"
    HELP = (
        "Your codings, comments, goals and what you gave, in a file that the family's key alone "
        "opens. Session notes and what you have read are not in it. You send the file yourself."
    )

    def __init__(self, sealed: Sealed) -> None:
        super().__init__()
        self._sealed = sealed
        self._left = list(sealed.made)

    def compose(self) -> ComposeResult:
        """What is in it, and the path."""
        with VerticalScroll(classes="page", can_focus=False) as page:
            page.border_title = Content(f" An answer to {one_line(self._sealed.name)} ")
            for reply in self._sealed.made:
                yield Static(reply_words(reply.kinds), classes="in-it", markup=False)
            yield Static(
                "Session notes are not in it. It opens with their key alone.",
                classes="soft",
                markup=False,
            )
            if len(self._sealed.made) > 1:
                yield Static("Each parent gets a file of their own.", classes="soft")
            yield Static("Where to put the file", classes="question", markup=False)
            yield Input(self._sealed.place, compact=True)
            yield Static(id="problem", classes="problem", markup=False)
        yield KeysBar()

    @on(Input.Submitted)
    @work(exclusive=True, group="put")
    async def put(self, event: Input.Submitted) -> None:
        """Writes the files; Enter does it. One that is written is not written again."""
        path = os.path.expanduser(event.value.strip() or self._sealed.place)  # noqa: ASYNC240
        several = len(self._sealed.made) > 1
        put = []
        while self._left:
            reply = self._left[0]
            try:
                put.append(
                    await self.desk.in_background(
                        lambda: write_out(reply, path, several=several)  # noqa: B023 waited for
                    )
                )
            except ParentkitError as problem:
                self.complain(problem)
                return
            self._left.pop(0)
        self.desk.say("\n".join(("Written. Send it as you like:", *put)))
        self.dismiss(None)
