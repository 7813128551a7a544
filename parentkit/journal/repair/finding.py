"""What looking through the files may find: a closed set of kinds, each in words for a person."""

from __future__ import annotations

from typing import NamedTuple

TORN_LINE = "torn_line"
BAD_LINE = "bad_line"
ZERO_BYTES = "zero_bytes"
UNREADABLE = "unreadable"
MISSING_ENTRIES = "missing_entries"
REPEATED_ENTRY = "repeated_entry"
CLONED_DEVICE = "cloned_device"
CONFLICTED_COPY = "conflicted_copy"
AHEAD_OF_TIME = "ahead_of_time"
OPEN_TO_OTHERS = "open_to_others"
FOREIGN_FILE = "foreign_file"
DEVICE_FILE = "device_file"
LEFTOVER = "leftover"
BAD_SNAPSHOT = "bad_snapshot"
NO_BACKUP = "no_backup"
DAMAGED_BACKUP = "damaged_backup"
LOST = "lost"
GONE = "gone"
ERASED_CONTENT = "erased_content"
SET_ASIDE = "set_aside"
CANNOT_WRITE = "cannot_write"
DISK_FULL = "disk_full"
UNKNOWN_PERSON = "unknown_person"
UNKNOWN_WORD = "unknown_word"

_REPAIR = "parentkit doctor --repair "
_ELSEWHERE = "The file is another device's: run parentkit doctor --repair there."
NOTHING_TO_DO = "Nothing needs doing."

MEANING = {
    TORN_LINE: "The machine stopped while it was written. It was never confirmed as stored; "
    "everything before it is whole.",
    BAD_LINE: "One entry cannot be trusted as it stands and is left out. Everything else counts. "
    "parentkit restore looks for it in the backups.",
    ZERO_BYTES: "The machine stopped while something was written here. What is whole counts.",
    UNREADABLE: "What stands in it cannot be shown until it can be read. Nothing is touched.",
    MISSING_ENTRIES: "They were lost, or have not come over from the other device yet. "
    "parentkit restore looks for them in the backups.",
    REPEATED_ENTRY: "It counts once.",
    CLONED_DEVICE: "Two machines have written under one name, as after copying a home folder. "
    "Everything that both wrote counts.",
    CONFLICTED_COPY: "A sync tool has set it beside the file. Everything in it counts, once.",
    AHEAD_OF_TIME: "They are kept, and shown where nothing else is known, but do not win over "
    "anything until their time has come.",
    OPEN_TO_OTHERS: "Other people who use this machine could read or change it.",
    FOREIGN_FILE: "It is not read, and what stands in it is never changed.",
    DEVICE_FILE: "This device takes a new name where its own cannot be read. Nothing that was "
    "logged is touched by this.",
    LEFTOVER: "A run that stopped has left it. What it was to replace still stands.",
    BAD_SNAPSHOT: "It was there for speed alone and is made again when needed.",
    NO_BACKUP: "Everything is there; there is no second copy of it on this machine.",
    DAMAGED_BACKUP: "The journal itself is not touched by this.",
    LOST: "The journal had them when the backup was made.",
    GONE: "They have stood in the files, and are no longer there: an older copy may have come "
    "in the place of the files. What is there counts, and new entries go into a file of their own.",
    ERASED_CONTENT: "Erasing it is not finished: it could not be taken out of this file, or came "
    "back there with another device's files or an old copy. It is not shown.",
    CANNOT_WRITE: "What stands there can be read and is safe. Nothing new can be stored, erased or "
    "repaired in it.",
    DISK_FULL: "What is stored is safe. Something new may not fit, and erasing needs room for a "
    "new copy of a file.",
    SET_ASIDE: "Lines that could not be read are kept there, in case somebody can.",
    UNKNOWN_PERSON: "The moments are kept and counted. The name may be in a file that has not "
    "come over from another device yet.",
    UNKNOWN_WORD: "The moments are kept, and the word is shown as it is. It may come from a newer "
    "version, or be a word of your own that has not come over yet.",
}
"""What each kind means for the person whose files they are."""

TO_DO = {
    TORN_LINE: f"{_REPAIR}moves it to quarantine.",
    BAD_LINE: f"{_REPAIR}moves it to quarantine.",
    ZERO_BYTES: f"{_REPAIR}moves them to quarantine.",
    UNREADABLE: "Look at its owner and mode, and at the disk.",
    MISSING_ENTRIES: "If the files are shared, wait until the sync is done. "
    f"{_REPAIR}then takes note, so that they are not named as news again.",
    REPEATED_ENTRY: NOTHING_TO_DO,
    CLONED_DEVICE: f"{_REPAIR}gives this machine a name of its own.",
    CONFLICTED_COPY: NOTHING_TO_DO,
    AHEAD_OF_TIME: "If they are right, parentkit doctor --accept-ahead lets them count now. If it "
    "is this machine's clock that is behind, set that first.",
    OPEN_TO_OTHERS: f"{_REPAIR}closes it to them.",
    FOREIGN_FILE: "If it is a copy that you made, keep it somewhere else.",
    DEVICE_FILE: NOTHING_TO_DO,
    LEFTOVER: f"{_REPAIR}removes it.",
    BAD_SNAPSHOT: f"{_REPAIR}removes it.",
    NO_BACKUP: "parentkit backup makes one; the next thing written does, too.",
    DAMAGED_BACKUP: f"{_REPAIR}sets it aside and makes a new one.",
    LOST: "parentkit restore with its name puts them back.",
    GONE: "Look whether a sync tool or a copy of yours still has the files; what is put back in "
    "their place counts again, and parentkit restore looks in the backups. If there is nothing, "
    "parentkit doctor --accept-missing takes note, and it is said no more.",
    ERASED_CONTENT: f"{_REPAIR}finishes it.",
    CANNOT_WRITE: "Look at its owner and mode, and whether the disk was opened for reading alone.",
    DISK_FULL: "Delete or move something else that is large, then do it again.",
    SET_ASIDE: NOTHING_TO_DO,
    UNKNOWN_PERSON: NOTHING_TO_DO,
    UNKNOWN_WORD: NOTHING_TO_DO,
}

INFORMATION = frozenset(
    (
        REPEATED_ENTRY,
        CONFLICTED_COPY,
        FOREIGN_FILE,
        DEVICE_FILE,
        NO_BACKUP,
        SET_ASIDE,
        UNKNOWN_PERSON,
        UNKNOWN_WORD,
    )
)
"""Kinds that need no repair: they do not make `doctor` end with another exit code."""


class Finding(NamedTuple):
    """One thing found: its kind, the file and the line (0: the whole file), and what it is.

    `information` says that nothing needs repair; `to_do` is what a person can do about it.
    """

    kind: str
    path: str
    line: int
    what: str
    to_do: str
    information: bool

    @property
    def means(self) -> str:
        """What it means for the person."""
        return MEANING[self.kind]


def found(kind: str, path: str, what: str, *, line: int = 0, to_do: str | None = None) -> Finding:
    """A finding, with what its kind says where nothing else is said."""
    advice = TO_DO[kind] if to_do is None else to_do
    return Finding(kind, path, line, what, advice, kind in INFORMATION)


def elsewhere(kind: str, path: str, what: str, *, line: int = 0) -> Finding:
    """A finding in a file that only another device changes."""
    return found(kind, path, what, line=line, to_do=_ELSEWHERE)
