"""What is done after a command or a write to keep things safe: the day's backup, a look for losses.

All else that looks after the files is in parentkit.services.upkeep.maintenance.
"""

from __future__ import annotations

import os

from parentkit.domain.errors import ParentkitError
from parentkit.journal import Tidemarks, backup_if_due

TYPE_CHECKING = False
if TYPE_CHECKING:
    from parentkit.journal import Journal


def keep_safe(journal: Journal) -> str:
    """Make the day's backup if it is due; a sentence for the person where that did not work.

    Costs one look into a folder where none is due, and never raises: what was just stored is
    stored.
    """
    try:
        made = backup_if_due(journal.places, journal.now_ms())
    except (OSError, ValueError, ParentkitError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        return f"Today's backup could not be made ({reason}). What you wrote is stored."
    if made is not None and made.unreadable:
        return f"Today's backup is without {made.unreadable[0]}; parentkit doctor says more."
    return ""


def missing_words(journal: Journal) -> str:
    """Two lines for the person where something stored on this machine is no longer in its files.

    Costs a look at each file of this device where nothing is; makes nothing.
    """
    device = journal.device_id
    if not device or not Tidemarks(journal.places, device).suspects():
        return ""
    from parentkit.journal import gone

    lost = gone(journal.places, device)
    if not lost:
        return ""
    from parentkit.domain.sentence import plural

    count = sum(one.entries for one in lost)
    first, *more = dict.fromkeys(one.path for one in lost)
    if not os.path.isdir(journal.places.journal):
        told = plural(
            count,
            one="{n} entry stored on this machine is not in {home}: there is nothing in it. "
            "Is it the right folder?",
            other="{n} entries stored on this machine are not in {home}: there is nothing in it. "
            "Is it the right folder?",
            home=journal.places.home,
        )
    else:
        told = plural(
            count,
            one="{n} entry stored on this machine is no longer in {files}.",
            other="{n} entries stored on this machine are no longer in {files}.",
            files=f"{first} and {len(more)} more" if more else first,
        )
    hint = "What is there counts. parentkit doctor says what is missing and what may come back."
    return f"{told}\n  {hint}"
