"""Changing a moment from any screen: in the background, with help where it calls for help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from parentkit.domain.codes import MOMENT
from parentkit.domain.errors import NothingFound, ParentkitError
from parentkit.journal.writeproblem import WriteProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from parentkit.domain.moment import Document
    from parentkit.tui.base import JournalApp

MAY_CALL_FOR_HELP = frozenset(("flag", "note", "need"))


async def change_moment(
    desk: JournalApp,
    identifier: str,
    fields: Mapping[str, Any],
    cleared: Collection[str] = (),
) -> Document:
    """Stores a change of a moment, and returns it as it is now.

    Where the change calls for it, the page for hard moments opens.

    Raises:
        ParentkitError: it is not stored; whoever called keeps what was typed.
    """
    from parentkit.services.revise import edit

    family = desk.family
    if family is None:
        raise NothingFound("The family has not been read yet.", "Try again in a moment.")
    document = await desk.write(
        lambda: edit(family.journal, family.household, identifier, fields, cleared)
    )
    if MAY_CALL_FOR_HELP.intersection(fields):
        _offer_help(desk, document)
    return document


def offer_rescue(
    desk: JournalApp, problem: ParentkitError, words: Mapping[str, Any], again: Callable[[], object]
) -> None:
    """Where something could not be written: another try, or a file that keeps the words."""
    if not isinstance(problem, WriteProblem):
        return
    from parentkit.tui.screens.rescue import AGAIN, RescueBox

    def closed(answer: str | None) -> None:
        if answer == AGAIN:
            again()

    desk.push_screen(RescueBox(problem, MOMENT, words), closed)


async def take_out_of_log(desk: JournalApp, identifier: str) -> bool:
    """Takes a moment out of the log and says how to bring it back; whether that worked."""
    from parentkit.services.revise import take_out

    family = desk.family
    if family is None:
        return False
    try:
        document = await desk.write(lambda: take_out(family.journal, identifier))
    except ParentkitError as problem:
        desk.say_problem(problem)
        return False
    sign = family.household.vocabulary("cues").short(str(document.get("cue", "")))
    time = str(document.get("observed_at", ""))[11:16]
    desk.say(f"Taken out: {time} {sign}. u brings it back.")
    return True


def _offer_help(desk: JournalApp, document: Document) -> None:
    """Opens the page for hard moments where what was just stored calls for it."""
    from parentkit.content import load
    from parentkit.domain.safety import calls_for_help

    if calls_for_help(document, load("safety")["triggers"]):
        from parentkit.tui.screens.help_now import HelpNowPage

        desk.push_screen(HelpNowPage(stored=True))
