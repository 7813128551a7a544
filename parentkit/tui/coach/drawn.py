"""A sample that was drawn for coding blind."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from parentkit.domain.coaching.rubric import Pair
    from parentkit.services.coach.blind import Sample
    from parentkit.services.coach.workspace import OpenFamily


class Drawn(NamedTuple):
    """A sample that is to be coded: the family, its moments and the pairs of the rubric."""

    opened: OpenFamily
    sample: Sample
    pairs: tuple[Pair, ...]
