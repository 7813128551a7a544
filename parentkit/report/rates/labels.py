"""Labels for the codes and keys that figures are told by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.domain.time.days import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Callable

    from parentkit.domain.log.household import Household

NOT_SAID = "not said"


def label_of_key(household: Household, by: str) -> Callable[[str], str]:
    """What a part of a split is called; `by` is one of figures.keys.SPLITS."""
    labels: dict[str, Callable[[str], str]] = {
        "family": household.label,
        "cue": household.vocabulary("cues").label,
        "response": household.vocabulary("responses").label,
        "fit": household.judgement("fit").label,
        "caregiver": household.name,
        "child": household.name,
        "context": household.vocabulary("contexts").label,
        "hour": lambda hour: f"{hour}:00 to {hour}:59",
        "weekday": lambda number: WEEKDAYS[int(number) - 1],
        "week": lambda week: f"week {week}",
        "sampling": household.judgement("sampling").label,
    }
    label = labels[by]
    return lambda key: label(key) if key else NOT_SAID
