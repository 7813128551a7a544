"""How many of what, as it stands in a sentence: `1 moment`, `1,203 entries`, `12.3 kB`."""

from __future__ import annotations

from parentkit.domain.schema.kinds import kind_named
from parentkit.domain.sentence import plural

_STEP = 1000
_UNITS = ("kB", "MB", "GB")


def moments(count: int) -> str:
    """`1 moment`, `21 moments`."""
    return plural(count, one="{n} moment", other="{n} moments")


def moments_found(count: int) -> str:
    """`1 moment`, `1,203 moments`: where there may be very many."""
    return plural(count, one="{n:,} moment", other="{n:,} moments")


def moments_on_days(count: int, on_days: int) -> str:
    """`21 moments on 9 days`."""
    return f"{moments(count)} on {days(on_days)}"


def days(count: int) -> str:
    """`1 day`, `7 days`."""
    return plural(count, one="{n} day", other="{n} days")


def questions(count: int) -> str:
    """`1 question`, `5 questions`."""
    return plural(count, one="{n} question", other="{n} questions")


def comments(count: int) -> str:
    """`1 comment`, `2 comments`."""
    return plural(count, one="{n} comment", other="{n} comments")


def views_of_others(count: int) -> str:
    """`1 view of others`, `2 views of others`."""
    return plural(count, one="{n} view of others", other="{n} views of others")


def records(count: int) -> str:
    """`1 record`, `1,203 records`."""
    return plural(count, one="{n:,} record", other="{n:,} records")


def entries(count: int) -> str:
    """`1 entry`, `1,203 entries`."""
    return plural(count, one="{n:,} entry", other="{n:,} entries")


def files(count: int) -> str:
    """`1 file`, `1,203 files`."""
    return plural(count, one="{n:,} file", other="{n:,} files")


def backups(count: int) -> str:
    """`1 backup`, `12 backups`."""
    return plural(count, one="{n:,} backup", other="{n:,} backups")


def of_kind(count: int, kind: str) -> str:
    """So many records of a kind, as people call them: `2 things to take along`."""
    known = kind_named(kind)
    return known.counted(count) if known else f"{count} {kind}"


def size_text(count: int) -> str:
    """Bytes as people say them: `512 bytes`, `12.3 kB`, `4.0 MB` (steps of 1000)."""
    if count < _STEP:
        return plural(count, one="{n} byte", other="{n} bytes")
    value = float(count)
    for unit in _UNITS:
        value /= _STEP
        if round(value, 1) < _STEP or unit == _UNITS[-1]:
            break
    return f"{value:.1f} {unit}"
