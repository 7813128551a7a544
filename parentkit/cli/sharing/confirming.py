"""Comparing a coach's words at a terminal, before anything is locked for that coach's key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.cli.ask import agreed
from parentkit.cli.session import say, somebody_is_there
from parentkit.report.layout import row
from parentkit.services.sharing import pins

if TYPE_CHECKING:
    from parentkit.journal import Places
    from parentkit.services.sharing.pins import Doubt

QUESTION = "Does your coach read out the same words?"
COMPARED = "--yes says that the words were compared."


def confirmed(places: Places, doubt: Doubt, safe: str, *, compared: bool = False) -> bool:
    """Whether a person says that the words are the same; then that is remembered here.

    Args:
        places: of this device.
        doubt: why the key has to be confirmed.
        safe: what is safe, where nobody can be asked.
        compared: whether it was said already.

    Raises:
        Unconfirmed: nobody can be asked, or comparing words is not enough.
    """
    if not doubt.is_signed or not (compared or somebody_is_there()):
        raise pins.Unconfirmed(doubt, safe)
    say(doubt.words)
    if doubt.pin:
        say("\n".join(row("before", doubt.pin.words)))
    say("\n".join(row("now" if doubt.pin else "in words", doubt.contact.words)))
    if not compared and not agreed(QUESTION, COMPARED):
        return False
    pins.confirm(places, doubt.contact)
    return True
