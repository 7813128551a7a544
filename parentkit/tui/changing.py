"""Changing a moment from any screen: in the background, with help where it is called for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from parentkit.domain.codes import MOMENT
from parentkit.domain.errors import NothingFound, NothingReadable, ParentkitError
from parentkit.journal import WriteProblem
from parentkit.tui.rooms import page

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from parentkit.domain.log.moment import Document
    from parentkit.tui.base import JournalApp

AGAIN = "again"
"""What a RescueBox gives back where what was not stored is to be tried again."""

MAY_CALL_FOR_HELP = frozenset(("flag", "note", "need"))


async def change_moment(
    desk: JournalApp,
    identifier: str,
    fields: Mapping[str, Any],
    cleared: Collection[str] = (),
) -> Document:
    """Stores a change of a moment, and returns it as it is now.

    `look_at_words` asks about words that tell of harm, and opens the page for hard moments.

    Raises:
        ParentkitError: it is not stored; whoever called keeps what was typed.
    """
    from parentkit.services.log.revise import edit

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

    def closed(answer: str | None) -> None:
        if answer == AGAIN:
            again()

    desk.push_screen(page("RescueBox")(problem, MOMENT, words), closed)


async def take_out_of_log(desk: JournalApp, identifier: str) -> bool:
    """Takes a moment out of the log and says how to bring it back; whether that worked."""
    from parentkit.services.log.revise import take_out

    family = desk.family
    if family is None:
        return False
    try:
        document = await desk.write(lambda: take_out(family.journal, identifier))
    except NothingReadable as problem:
        desk.say_problem(problem)
        return False
    except NothingFound:  # the list that it stood in has not been read anew yet
        desk.say("That moment is taken out already.")
        return False
    except ParentkitError as problem:
        desk.say_problem(problem)
        return False
    sign = family.household.vocabulary("cues").short(str(document.get("cue", "")))
    time = str(document.get("observed_at", ""))[11:16]
    desk.say(f"Taken out: {time} {sign}. u brings it back.")
    return True


def look_at_words(
    desk: JournalApp, before: Document, document: Document, fields: Mapping[str, Any]
) -> None:
    """After a change: asks about a moment that its words have set apart; help where it is so.

    Args:
        desk: the application.
        before: the moment until now.
        document: the moment as it is now.
        fields: what was changed of it.
    """
    if document.get("flag") is not True or not MAY_CALL_FOR_HELP.intersection(fields):
        return
    if before.get("flag") is True or "flag" in fields:
        desk.push_screen(page("HelpNowPage")(stored=True))
    else:
        ask_apart(desk, str(document["id"]), {}, as_one=False)


def ask_apart(
    desk: JournalApp, identifier: str, fields: Mapping[str, Any], *, as_one: bool
) -> None:
    """Asks about a moment that its words have just set apart, and does what is answered.

    Args:
        desk: the application.
        identifier: the moment.
        fields: what to store with it where it counts after all, such as a fit that was chosen.
        as_one: undone together with the moment itself, which was written just now.
    """
    from parentkit.services.log.revise import put_back

    async def count_it() -> None:
        family = desk.family
        if family is None:
            return
        try:
            await desk.write(
                lambda: put_back(
                    family.journal, family.household, identifier, fields, as_one=as_one
                )
            )
        except ParentkitError as problem:
            desk.say_problem(problem)
            return
        desk.say("All right, it counts with the others. h shows where to ring, at any time.")

    def closed(apart: bool | None) -> None:  # noqa: FBT001 as Textual calls it
        if apart is False:
            desk.run_worker(count_it(), group="apart")
            return
        desk.push_screen(page("HelpNowPage")(stored=True))

    desk.push_screen(page("ApartBox")(), closed)
