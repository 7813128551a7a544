"""After a moment is stored: a sentence, and help where it is called for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.content import load
from parentkit.domain.safety import calls_for_help
from parentkit.report.moment import fit_words

if TYPE_CHECKING:
    from parentkit.domain.household import Household
    from parentkit.domain.moment import Document
    from parentkit.tui.base import JournalApp


def after_saving(desk: JournalApp, household: Household, document: Document) -> None:
    """Says what was stored and opens the help page where the moment calls for it."""
    desk.say(f"{stored_words(desk, household, document)}\nu takes it back.")
    if offers_help(document):
        from parentkit.tui.screens.help_now import HelpNowPage

        desk.push_screen(HelpNowPage(stored=True))


def offers_help(document: Document) -> bool:
    """Whether the help page belongs beside a moment."""
    if not any(document.get(field) for field in ("flag", "note", "need")):
        return False
    return calls_for_help(document, load("safety")["triggers"])


def stored_words(desk: JournalApp, household: Household, document: Document) -> str:
    """`Stored: scared, worried → held, soothed ● met`."""
    then = f" {desk.glyphs['then']} "
    responses = household.vocabulary("responses")
    parts = [household.vocabulary("cues").short(document["cue"])]
    parts += map(responses.short, document["responses"])
    return f"Stored: {then.join(parts)}  {fit_words(document, household, desk.glyphs)}"
