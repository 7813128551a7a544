"""What reading and writing ask about kinds of records, without the table where it is not needed.

A quick entry writes a moment and merges little: it would load the table for nothing.
"""

from __future__ import annotations

from parentkit.domain.codes import MOMENT


def is_lasting(kind: str) -> bool:
    """Whether a kind's records stand in the file that every command reads; a moment's never do."""
    if kind == MOMENT:
        return False
    from parentkit.domain.schema.kinds import lasting_kinds

    return kind in lasting_kinds()


def is_kept_text(field: str) -> bool:
    """Whether nothing of a field of this name is lost where two people wrote at the same time."""
    from parentkit.domain.schema.kinds import kept_texts

    return field in kept_texts()
