"""What somebody may see of a moment who is to judge it without knowing how it was judged before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.domain.codes import CHILD
from parentkit.domain.schema.fields import MOMENT_FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from parentkit.domain.log.moment import Document

AGE_BAND = "age_band"
"""How old the child was, which is no field of the moment at home and stands behind the child."""

SHOWN_FIELDS = tuple(
    name
    for field in MOMENT_FIELDS
    if field.blind
    for name in ((field.name, AGE_BAND) if field.name == CHILD else (field.name,))
)
"""What was there to be seen. Anything else stays hidden, fields that say nothing about it too.

Hidden are the judgement and the suggestion (fit, slip, repair, child_after and where they come
from), and what gives them away: the need that the parent supposed and the tags that the parent
sorts by are judgements in words, and when something was written down tells whether it was mended.
The note is the moment in the parent's own words: without it there is little to judge.
"""


def blinded(document: Mapping[str, object]) -> Document:
    """The moment without anything that tells how it was judged; fields in the order of reading."""
    return {name: document[name] for name in SHOWN_FIELDS if name in document}
