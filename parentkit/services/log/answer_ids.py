"""Under which id an answer is written: another one where an answer was erased for good before."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from parentkit.domain.codes import REFLECTION
from parentkit.domain.errors import NothingFound
from parentkit.domain.reflection.reflection import reflection_id

if TYPE_CHECKING:
    from datetime import date

    from parentkit.journal import Journal


def answer_id(journal: Journal, monday: date, caregiver: str, question: str) -> str:
    """The id of a caregiver's answer to a question about the week that begins on `monday`.

    What is written under an id that was erased is erased again, so the next one is taken then.
    """
    from parentkit.journal import PURGED  # with all that empties files, which reflecting does not

    for again in count():
        identity = reflection_id(monday, caregiver, question, again)
        try:
            record = journal.get(identity, REFLECTION)
        except NothingFound:
            break
        if record.fields.get(PURGED) is not True:
            break
    return identity
