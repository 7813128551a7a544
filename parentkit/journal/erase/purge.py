"""Erasing records for good: everywhere on this machine, and hidden wherever they come back from.

First operations are stored that hide them on every device that sees these; then every file that
holds something of them is put in place anew without that. Whatever happens in between, doing it
again goes on from there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.journal.backups.lost import content_or_empty
from parentkit.journal.erase.erase import (
    NOT_OURS,
    Erased,
    erase_lines,
    holding,
    operation_files,
)
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

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parentkit.journal.journal import Journal
    from parentkit.journal.log.fold import Record
    from parentkit.journal.log.folders import Places


def purge(journal: Journal, *records: Record) -> Erased:
    """Erase records, and everybody's judgements of moments, from every file on this machine.

    Who among them was chosen on this device is so no longer. They are hidden in the order given.
    What an earlier erasing could not reach goes with them: an entry that was emptied in the journal
    no longer says whose it was, and a backup may still do.

    Raises:
        WriteProblem: they could not be marked as erased; nothing was erased.
    """
    if not records:
        return Erased(0, 0, 0, {})
    places = journal.places
    ids = [record.id for record in records]
    target = everything_about(places, frozenset(ids))
    _mark(journal, [*sorted(target.ids.difference(ids)), *ids])
    unforgotten: dict[str, str] = {}
    try:
        journal.forget(target.ids)
    except OSError as problem:
        unforgotten[places.device_file] = problem.strerror or str(problem)
    journal.close()  # Windows replaces no file that is open
    before = erased_before(places)
    erased = erase_lines(places, Target(target.ids | before.ids, target.texts | before.texts))
    strangers = NOT_OURS in erased.left.values()
    named = erased.unfinished.keys() | (holding(places, target).keys() if strangers else ())
    left = {path: reason for path, reason in erased.left.items() if path in named}
    return erased._replace(left={**left, **unforgotten})


def erased_before(places: Places) -> Target:
    """All that the journal says was erased for good, here or on another device."""
    contents = map(content_or_empty, journal_files(places))
    return everything_about(places, frozenset().union(*map(marked, contents)))


def everything_about(places: Places, records: frozenset[str]) -> Target:
    """Records, the judgements of moments, and their own words, in the journal and its copies."""
    ids: set[str] = set(records)
    texts: set[bytes] = set()
    for path in operation_files(places) if records else ():
        data = content_or_empty(path)
        ids |= codings_about(data, records)
        texts |= telling_texts(data, Target(records))
    return Target(frozenset(ids), frozenset(texts))


def _mark(journal: Journal, ids: Sequence[str]) -> None:
    """Store the operations that hide the records, where they are not hidden like that already.

    Two for each, in a batch called like the last one: the first hides it, the second says that this
    batch is taken back, so that no undo offers to.
    """
    now_ms = journal.now_ms()
    place = {identifier: number for number, identifier in enumerate(ids)}
    histories = histories_of(journal.places.journal, place)
    records = fold((one for history in histories.values() for one in history), now_ms).values()
    batch = ids[-1]
    drafts = []
    for record in sorted(records, key=lambda one: place[one.id]):
        if record.fields.get(PURGED) is not True:
            drafts.append(amendment(record, MARK))
            drafts.append(amendment(record, {PURGED: True}, undoes=batch))
    if drafts:
        journal.append(drafts, batch=batch)
