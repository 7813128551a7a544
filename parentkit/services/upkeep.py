"""What is done after every write to keep it safe: the day's backup, where it is due.

All else that looks after the files is in parentkit.services.care.
"""

from __future__ import annotations

from parentkit.domain.errors import ParentkitError
from parentkit.journal.care.backup import backup_if_due

TYPE_CHECKING = False
if TYPE_CHECKING:
    from parentkit.journal.journal import Journal


def keep_safe(journal: Journal) -> str:
    """Make the day's backup if it is due; a sentence for the person where that did not work.

    Costs one look into a folder where none is due, and never raises: what was just stored is
    stored.
    """
    try:
        made = backup_if_due(journal.places, journal.now_ms())
    except (OSError, ValueError, ParentkitError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        return f"Today's backup could not be made ({reason}). What you logged is stored."
    if made is not None and made.unreadable:
        return f"Today's backup is without {made.unreadable[0]}; parentkit doctor says more."
    return ""
