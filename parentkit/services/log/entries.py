"""Entries of any kind, found by the beginning of their ids and taken out of every view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.domain.codes import CONSENT, CONTACT, READ, REMINDER, SHARE
from parentkit.domain.errors import AmbiguousCode, UsageProblem
from parentkit.domain.log.entry import entry_words
from parentkit.domain.schema.kinds import BY_ID, STAYS, WITH_ALL, kind_named, kinds_that_go

if TYPE_CHECKING:
    from parentkit.journal import Journal, Record

INSTEAD = {
    REMINDER: "parentkit reminders set, pause and prompts off change what you are reminded of.",
    CONTACT: "parentkit consent withdraw NAME ends what was agreed with a coach.",
    CONSENT: "It says what was agreed to. parentkit consent withdraw NAME ends it.",
    SHARE: "It says what has left. parentkit consent withdraw NAME asks the coach to delete it.",
    READ: "It says only that something was read, and holds no words.",
}
"""What to do about entries that stay, by kind."""


_NAMES = ("name", "label")


def entry_called(journal: Journal, prefix: str, *, deleted: bool = False) -> Record:
    """The one entry that may go, of whatever kind, whose id begins with `prefix`.

    Raises:
        UsageProblem: the prefix is too short, or what it names is not for taking out.
        NothingFound: no id begins so; a NothingReadable where something could not be read.
        AmbiguousCode: several do; it says what each of them is.
    """
    record = entry_beginning(journal, prefix, deleted=deleted)
    kind = kind_named(record.kind)
    if kind is not None and kind.goes == STAYS:
        raise UsageProblem(
            f"{record.id} is {told_words(record)}, and stays. Nothing was changed.",
            INSTEAD[record.kind],
        )
    return record


def entry_beginning(journal: Journal, prefix: str, *, deleted: bool = False) -> Record:
    """The one entry, of whatever kind, whose id begins with `prefix` (4 characters or more).

    Raises:
        UsageProblem: the prefix is too short.
        NothingFound: no id begins so; a NothingReadable where something could not be read.
        AmbiguousCode: several do; it says what each of them is.
    """
    kinds = kinds_that_go(BY_ID, WITH_ALL, STAYS)
    found = journal.beginning(prefix, kinds, deleted=deleted)
    if len(found) > 1:
        told = tuple(f"{one.id} ({told_words(one)})" for one in found)
        raise AmbiguousCode("entry", prefix, told)
    return found[0]


def told_words(record: Record) -> str:
    """What a record is, without anybody's name: `an answer of 16 November 2026`."""
    unnamed = {name: value for name, value in record.fields.items() if name not in _NAMES}
    return entry_words(record.kind, record.id, unnamed)


def take_out_entry(journal: Journal, record: Record) -> None:
    """Takes an entry out of every view; undo brings it back, as long as it is not purged.

    Raises:
        UsageProblem: it is a child or a caregiver, who are hidden instead.
        WriteProblem: it could not be stored.
    """
    kind = kind_named(record.kind)
    if kind is not None and kind.goes == WITH_ALL:
        raise UsageProblem(
            f"{record.id} is a {kind.one}, with entries that would be nobody's. Nothing was taken "
            "out.",
            f"parentkit {kind.name} hide NAME leaves a {kind.one} out of lists; "
            f"parentkit purge --{kind.name} NAME erases all that is theirs.",
        )
    journal.amend(record, {"deleted": True})
