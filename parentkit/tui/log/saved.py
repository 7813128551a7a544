"""After a moment is stored: a sentence, and help where it is called for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.report.log.moment import fit_words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from parentkit.domain.log.household import Household
    from parentkit.domain.log.moment import Document
    from parentkit.services.log.capture import Captured
    from parentkit.tui.base import JournalApp


def after_saving(
    desk: JournalApp, household: Household, captured: Captured, fit: Mapping[str, Any]
) -> None:
    """Says what was stored; a moment that is set apart opens the help page.

    Where its words alone set it apart, whether it stays so is asked first; `fit` is what was chosen
    for it, and holds where it does not.
    """
    document = captured.document
    desk.say(f"{stored_words(desk, household, document)}\nu takes it back.")
    if captured.set_apart:
        from parentkit.tui.changing import ask_apart

        ask_apart(desk, str(document["id"]), fit, as_one=True)
    elif document.get("flag") is True:
        from parentkit.tui.help.help_now import HelpNowPage

        desk.push_screen(HelpNowPage(stored=True))


def stored_words(desk: JournalApp, household: Household, document: Document) -> str:
    """`Stored: scared, worried → held, soothed ● met`."""
    then = f" {desk.glyphs['then']} "
    responses = household.vocabulary("responses")
    parts = [household.vocabulary("cues").short(document["cue"])]
    parts += map(responses.short, document["responses"])
    after = fit_words(document, household, desk.glyphs) or f"{desk.glyphs['flag']} set apart"
    return f"Stored: {then.join(parts)}  {after}"
