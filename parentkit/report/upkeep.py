"""What backups, restoring, erasing and looking through the files came to, in sentences."""

from __future__ import annotations

from parentkit.domain.sentence import plural
from parentkit.report import amounts


def files_and_size(files: int, size: int) -> str:
    """`3 files, 12.3 kB`; the size in bytes."""
    return f"{amounts.files(files)}, {amounts.size_text(size)}"


def backups_and_size(backups: int, files: int, size: int) -> str:
    """`2 backups, 6 files, 12.3 kB`; the size in bytes."""
    return f"{amounts.backups(backups)}, {files_and_size(files, size)}"


def backup_line(name: str, files: int, copied: int) -> str:
    """That a backup was made, of how many files, with the bytes that were copied for it."""
    return f"Backup {name}: {amounts.files(files)}, {amounts.size_text(copied)} copied"


def restored_line(name: str, entries: int, *, dry_run: bool) -> str:
    """How much came back from a backup, or would come back."""
    if dry_run:
        return f"Backup {name}: {amounts.entries(entries)} would come back"
    return f"Backup {name}: {amounts.entries(entries)} came back"


def erased_line(moment: str, files: int, backups: int, others: int) -> str:
    """In how many files an entry was erased."""
    return f"Erased {moment}: {_places(files, backups, others)} changed"


def not_done_line(moment: str, left: int) -> str:
    """That an entry is hidden and still stands in so many files."""
    return plural(
        left,
        one="Not erased yet: {moment} is hidden everywhere, and {n:,} file still holds some of it.",
        other="Not erased yet: {moment} is hidden everywhere, and {n:,} files still hold some of "
        "it.",
        moment=moment,
    )


def gone_from_line(files: int, backups: int, others: int) -> str:
    """What has been emptied so far by an erasing that is not done."""
    if not files + backups + others:
        return "It is gone from no file so far."
    return f"Gone so far from {_places(files, backups, others)}"


def _places(files: int, backups: int, others: int) -> str:
    of_journal = plural(files, one="{n:,} file of the journal", other="{n:,} files of the journal")
    local = plural(others, one="{n:,} other local file", other="{n:,} other local files")
    return f"{of_journal}, {amounts.backups(backups)}, {local}"


def looked_through_sentence(files: int, entries: int) -> str:
    """How much of the journal was looked at."""
    return f"Looked through {amounts.files(files)} of the journal with {amounts.entries(entries)}."


def accepted_sentence(records: int) -> str:
    """That values from a clock that was ahead were let in."""
    return plural(
        records,
        one="{n:,} record counts with values from ahead now.",
        other="{n:,} records count with values from ahead now.",
    )
