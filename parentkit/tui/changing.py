"""Changing a moment from any screen: in the background, with help where it is called for."""

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

    `help_after` opens the page for hard moments where the change calls for it.

    Raises:
        ParentkitError: it is not stored; whoever called keeps what was typed.
    """
    from parentkit.services.revise import edit

    family = desk.family
    if family is None:
        raise NothingFound("The family has not been read yet.", "Try again in a moment.")
    return await desk.write(
        lambda: edit(family.journal, family.household, identifier, fields, cleared)
    )


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


def help_after(desk: JournalApp, document: Document, fields: Mapping[str, Any]) -> None:
    """Opens the page for hard moments where a change that was just stored calls for it.

    Args:
        desk: the application.
        document: the moment as it is now.
        fields: what was changed of it.
    """
    if not MAY_CALL_FOR_HELP.intersection(fields):
        return
    from parentkit.content import load
    from parentkit.domain.safety import calls_for_help

    if calls_for_help(document, load("safety")["triggers"]):
        from parentkit.tui.screens.help_now import HelpNowPage

        desk.push_screen(HelpNowPage(stored=True))
