"""Erasing a moment for good: everywhere on this machine, and hidden wherever it comes back from.

First an operation is stored that hides the moment on every device that sees it; then every file
that holds something of it is put in place anew without that. Whatever happens in between, doing it
again goes on from there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.journal.backups.lost import content_or_empty
from parentkit.journal.erase.erase import Erased, erase_lines, operation_files
from parentkit.journal.log.amend import amendment
from parentkit.journal.log.fold import fold
from parentkit.journal.log.folders import journal_files
from parentkit.journal.log.reading import histories_of
from parentkit.journal.log.redact import (
    MARK,
    PURGED,
    Target,
    codings_about,
    marked,
    telling_texts,
)
from parentkit.journal.log.stamp import ahead_limit

if TYPE_CHECKING:
    from parentkit.journal.journal import Journal
    from parentkit.journal.log.fold import Record
    from parentkit.journal.log.folders import Places


def purge(journal: Journal, record: Record) -> Erased:
    """Erase a moment and everybody's judgements of it from every file on this machine.

    Raises:
        WriteProblem: it could not be marked as erased; nothing was changed.
        OSError: the local state cannot be written. Doing it again goes on from there.
    """
    target = everything_about(journal.places, frozenset((record.id,)))
    _mark(journal, target)
    journal.close()  # Windows replaces no file that is open
    return erase_lines(journal.places, target)


def erased_before(places: Places) -> Target:
    """All that the journal says was erased for good, here or on another device."""
    contents = map(content_or_empty, journal_files(places))
    return everything_about(places, frozenset().union(*map(marked, contents)))


def everything_about(places: Places, moments: frozenset[str]) -> Target:
    """Moments, the judgements of them, and their free texts, in the journal and its copies here."""
    ids: set[str] = set(moments)
    texts: set[bytes] = set()
    for path in operation_files(places) if moments else ():
        data = content_or_empty(path)
        ids |= codings_about(data, moments)
        texts |= telling_texts(data, Target(moments))
    return Target(frozenset(ids), frozenset(texts))


def _mark(journal: Journal, target: Target) -> None:
    """Store the operations that hide the records, where they are not hidden like that already.

    Two for each, in a batch called like the record: the first hides it, the second says that this
    batch is taken back, so that no undo offers to.
    """
    now_ms = journal.now_ms()
    limit = ahead_limit(now_ms)
    histories = histories_of(journal.places.journal, target.ids)
    records = fold((one for history in histories.values() for one in history), now_ms).values()
    for record in records:
        if record.fields.get(PURGED) is not True:
            hidden = amendment(record, MARK, limit)
            for_good = amendment(record, {PURGED: True}, limit, undoes=record.id)
            journal.append([hidden, for_good], batch=record.id)
