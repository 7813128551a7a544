"""A moment while it is being written: what was chosen so far, and the words typed beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit import clock
from parentkit.domain.time.localtime import stamp_local
from parentkit.services.log.parse_fields import read_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from parentkit.domain.log.household import Household
    from parentkit.services.log.parse_fields import Reading
    from parentkit.tui.family import Family


class MomentDraft(NamedTuple):
    """What is known of a moment that is not stored yet.

    Attributes:
        cue: the code of the sign, empty before one is chosen.
        responses: codes, in order.
        fit: the code of the fit that the person chose, empty where the suggestion stands.
        words: the details as they were typed, by field; `child` and `caregiver` as ids or names.
        begun_at: when it was begun, as stored text; a draft that is kept happened then.
    """

    cue: str = ""
    responses: tuple[str, ...] = ()
    fit: str = ""
    words: Mapping[str, Any] = {}
    begun_at: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing is in it that would be missed."""
        return not self.cue and not set(self.words) - {"child", "caregiver"}

    def with_words(self, words: Mapping[str, Any]) -> MomentDraft:
        """The same with other words; those that are empty are left out."""
        kept = {name: said for name, said in words.items() if said not in ("", (), [], False)}
        return self._replace(words=kept)

    def kept(self) -> MomentDraft:
        """The same for later: where no time was said, it stays at the time it was begun."""
        return self.with_words({"observed_at": self.begun_at, **self.words})

    def read(self, household: Household) -> Reading:
        """Everything that can be read of it, and what cannot, by field."""
        chosen = {"cue": self.cue, "responses": self.responses, "fit": self.fit}
        return read_words(household, {**chosen, **self.words})


def new_draft(family: Family, cue: str = "") -> MomentDraft:
    """A draft about whom the family is looking at, begun now."""
    people = {"child": family.child, "caregiver": family.caregiver}
    words = {name: who for name, who in people.items() if who}
    return MomentDraft(cue=cue, words=words, begun_at=stamp_local(clock.now()))
