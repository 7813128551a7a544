"""A moment in the inbox; of an unread one nothing that tells how it was judged."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from textual.content import Content

from parentkit.domain.text import one_line, shown_width
from parentkit.domain.time.days import short_day
from parentkit.report import amounts
from parentkit.report.coach.inbox import NEW
from parentkit.tui.widgets.moment_text import afterwards, fit_text, sign_colour

if TYPE_CHECKING:
    from collections.abc import Mapping

    from parentkit.services.coach.inbox import Item

WIDE = 100
_TIME = 18
_STATE = 26


def item_text(item: Item, glyphs: Mapping[str, str], width: int, today: date) -> Content:
    """When, whose, the sign and what was done, how it stands; below it the note."""
    document, household = item.document, item.opened.household
    at = str(document["observed_at"])
    when = f"{short_day(date.fromisoformat(at[:10]), today)} {at[11:16]}"
    cue = household.vocabulary("cues").short(str(document.get("cue", "")))
    responses = household.vocabulary("responses")
    then = f" {glyphs['then']} "
    done = then.join(responses.short(code) for code in document.get("responses", ()))
    who = household.name(str(document.get("child", "")))
    what = f"{who}: {cue}{then}{done}"
    state = Content("  ").join(_state(item, glyphs))
    time = (f"{when:<{_TIME}}", "$soft")
    if width >= WIDE:
        room = width - _TIME - _STATE
        shown = one_line(what, room)
        gap = " " * (room + 2 - shown_width(shown))
        lines = [Content.assemble(time, (shown, _style(item)), gap, state)]
    else:
        room = width - _TIME
        lines = [Content.assemble(time, (one_line(what, room), _style(item)))]
        if state.plain != NEW:  # the heading says that much
            lines.append(Content.assemble(" " * _TIME, state))
    if document.get("note"):
        note = one_line(str(document["note"]), width - _TIME)
        lines.append(Content.assemble(" " * _TIME, (note, "$soft")))
    return Content("\n").join(lines)


def _style(item: Item) -> str:
    return "$foreground" if item.is_read else "bold"


def _state(item: Item, glyphs: Mapping[str, str]) -> list[Content]:
    document = item.document
    found = []
    if item.is_read:
        found.append(fit_text(document, item.opened.household, glyphs))
        found += afterwards(document, glyphs)
    else:
        found.append(Content.styled(NEW, "$accent"))
        if document.get("flag"):
            found.append(Content.styled(f"{glyphs['flag']} set apart", sign_colour("flag")))
    if item.comments:
        found.append(Content.styled(amounts.comments(item.comments), "$soft"))
    return found
