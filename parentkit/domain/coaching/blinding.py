"""What somebody may see of a moment who is to judge it without knowing how it was judged before."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from parentkit.domain.log.moment import Document

SHOWN_FIELDS = (
    "id",
    "observed_at",
    "child",
    "age_band",
    "caregiver",
    "cue",
    "clarity",
    "miscue",
    "responses",
    "context",
    "parent_state",
    "note",
)
"""What was there to be seen. Anything else stays hidden, fields that nobody thought of too.

Hidden are the judgement and the suggestion (fit, slip, repair, child_after and where they come
from), and what gives them away: the need that the parent supposed and the tags that the parent
sorts by are judgements in words, and when something was written down tells whether it was mended.
The note is the moment in the parent's own words: without it there is little to judge.
"""


def blinded(document: Mapping[str, object]) -> Document:
    """The moment without anything that tells how it was judged; fields in the order of reading."""
    return {name: document[name] for name in SHOWN_FIELDS if name in document}
