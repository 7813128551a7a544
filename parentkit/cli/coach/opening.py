"""Opening one moment: all that is known of it, shown and marked as read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.cli.session import glyphs, put, put_json, say, warn, with_unreadable
from parentkit.domain.log.moment import is_whole
from parentkit.report.coach.inbox import seen_lines
from parentkit.services.coach.inbox import see
from parentkit.services.log.capture import suggestion_for

if TYPE_CHECKING:
    from parentkit.services.coach.workspace import OpenFamily, Practice


def open_moment(
    practice: Practice,
    opened: OpenFamily,
    moment: str,
    coder: str,
    *,
    as_json: bool,
) -> int:
    """Shows a moment of a family; returns the exit code."""
    seen = see(practice, opened, moment, coder)
    document = seen.moment.document
    whole = is_whole(document)
    reason = suggestion_for(opened.household, document).reason if whole else ""
    if as_json:
        told = {
            "family": {"id": opened.family.id, "name": opened.family.name},
            **document,
            "reason": reason,
            "codings": seen.moment.codings,
            "comments": seen.comments,
        }
        put_json(with_unreadable(told, opened.journal.problems))
        return warn(opened.journal.problems)
    put(
        seen_lines(
            opened.family.name,
            document,
            (seen.moment.codings, seen.comments),
            opened.household,
            glyphs(),
            reason,
        )
    )
    if not whole:
        say("Part of this moment could not be read.")
    if document.get("flag"):
        say("Somebody was frightened or hurt: this asks for a conversation, not for a code.")
    return warn(opened.journal.problems)
