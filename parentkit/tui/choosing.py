"""Where a person is in the box of a moment (sign, responses, fit), and what they choose from."""

from __future__ import annotations

from string import ascii_lowercase
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from parentkit.domain.log.household import Household
    from parentkit.domain.log.vocabulary import Vocabulary
    from parentkit.tui.log.draft import MomentDraft

CUE, RESPONSE, FIT = STEPS = ("cue", "response", "fit")
LETTERS = ascii_lowercase


class Choosing(NamedTuple):
    """Where a person is in the box.

    Attributes:
        household: whose words there are to choose from.
        draft: what was chosen so far.
        step: which list letters choose from.
        place: the highlighted item of that list, as narrowed.
        typed: the word that narrows the list; None while letters choose.
        suggested: the fit suggested for the sign and the responses, empty before both are known.
    """

    household: Household
    draft: MomentDraft
    step: str = CUE
    place: int = 0
    typed: str | None = None
    suggested: str = ""

    def words(self, step: str) -> Vocabulary:
        """The words that one of STEPS chooses from."""
        if step == FIT:
            return self.household.judgement("fit")
        return self.household.vocabulary("cues" if step == CUE else "responses")

    def offered(self, step: str) -> tuple[str, ...]:
        """The codes of a step's list; the current one's as far as the typed word leaves them."""
        if step == self.step and self.typed:
            return self.words(step).matching(self.typed)
        return self.words(step).offered()

    @property
    def highlighted(self) -> str:
        """The code that Enter takes, empty where the typed word matches none."""
        codes = self.offered(self.step)
        return codes[self.place] if self.place < len(codes) else ""

    @property
    def is_complete(self) -> bool:
        """Whether there is a sign and a response, and so something to store."""
        return bool(self.draft.cue and self.draft.responses)
