"""A backup on every day on which something is written.

This is asked after every write, so what makes a backup is loaded only where one is due.
"""

from __future__ import annotations

from parentkit.journal.backups.catalog import is_due

TYPE_CHECKING = False
if TYPE_CHECKING:
    from parentkit.journal.backups.make import Made
    from parentkit.journal.log.folders import Places


def backup_if_due(places: Places, now_ms: int) -> Made | None:
    """Make the day's backup where the local day has none yet; None where none is due.

    Raises:
        OSError: it could not be made; the journal and the other backups are as they were.
    """
    if not is_due(places, now_ms):
        return None
    from parentkit.journal.backups.make import make_backup
    from parentkit.journal.backups.manifest import DAILY

    return make_backup(places, now_ms, DAILY)
