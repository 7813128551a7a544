"""What can be asked for in a line of words: the fields, their verbs and their other names."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.log.household import VOCABULARIES
from parentkit.services.log.find_tokens import BEFORE, HAS, IS, ON, SINCE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from parentkit.domain.log.household import Household
    from parentkit.domain.log.vocabulary import Vocabulary

CODE = "code"
CODES = "codes"
PERSON = "person"
FLAG = "flag"
TEXT = "text"
TAG = "tag"
DAYS = "days"

VERBS_OF = {
    CODE: (IS,),
    CODES: (IS, HAS),
    PERSON: (IS,),
    FLAG: (IS,),
    TAG: (IS, HAS),
    TEXT: (HAS,),
    DAYS: (IS, ON, SINCE, BEFORE),
}
_WORDS = "words"


class Field(NamedTuple):
    """Something that can be asked for: which fields of a moment, of what sort, in which words.

    `words` is the vocabulary of a code, or the judgement that it is.
    """

    sort: str
    fields: tuple[str, ...]
    words: str = ""


FIELDS: Mapping[str, Field] = {
    "cue": Field(CODE, ("cue",), "cues"),
    "response": Field(CODES, ("responses",), "responses"),
    "fit": Field(CODE, ("fit",), "fit"),
    "slip": Field(CODE, ("slip",), "slip"),
    "repair": Field(CODE, ("repair",), "repair"),
    "after": Field(CODE, ("child_after",), "child_after"),
    "context": Field(CODE, ("context",), "contexts"),
    "state": Field(CODE, ("parent_state",), "parent_states"),
    "clarity": Field(CODE, ("clarity",), "clarity"),
    "sampling": Field(CODE, ("sampling",), "sampling"),
    "child": Field(PERSON, ("child",)),
    "by": Field(PERSON, ("caregiver",)),
    "when": Field(DAYS, ("observed_at",)),
    "note": Field(TEXT, ("note",)),
    "need": Field(TEXT, ("need",)),
    _WORDS: Field(TEXT, ("note", "need")),
    "tag": Field(TAG, ("tags",)),
    "miscue": Field(FLAG, ("miscue",)),
    "flag": Field(FLAG, ("flag",)),
}
"""What can be asked for, under the names that lists and the bar of filters have for it."""

OTHER_NAMES: Mapping[str, str] = {
    "sign": "cue",
    "caregiver": "by",
    "responses": "response",
    "tags": "tag",
    "text": _WORDS,
}


def vocabulary_of(field: Field, household: Household) -> Vocabulary:
    """The words for a field that has a vocabulary."""
    words = field.words
    return household.vocabulary(words) if words in VOCABULARIES else household.judgement(words)
