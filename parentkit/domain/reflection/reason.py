"""Why a question is asked, in one sentence that says what was counted and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from parentkit.domain.reflection.condition import NOT_MET
from parentkit.domain.reflection.question import (
    BAND,
    LIKE,
    LIKE_COUNTS,
    MISCUE,
    OF_MOMENT,
    SCOPE,
)
from parentkit.domain.sentence import listed, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from parentkit.domain.log.household import Household
    from parentkit.domain.reflection.condition import Found, ReflectedWeek

IN_ANY_WEEK = "asked in any week"

_BANDS = {
    "infant": "a baby",
    "toddler": "a toddler",
    "child": "a child between three and twelve",
    "teen": "a teenager",
}
_FIXED: Mapping[str, Mapping[str, str]] = {
    "slip": {
        "notice": "slipped at noticing the sign",
        "read": "slipped at reading the sign",
        "respond": "slipped at answering the sign",
        "in_time": "slipped at answering in time",
        "could_not": "came when you could not, this time",
    },
    "response_pole": {
        "supportive": "had a response that made room",
        "mixed": "had a response with something else in the way",
        "unsupportive": "had a response that left the sign aside",
    },
    "repair_state": {
        "not_needed": "needed no way back",
        "repaired": "ended with a way back",
        "not_yet": "stayed open so far",
        "not_going_to": "ended without a way back",
        "unknown": "left open whether there was a way back",
    },
    "repair_by": {
        "parent": "had the first step back from you",
        "child": "had the first step back from your child",
        "both": "had the first step back from both of you",
        "other": "had the first step back from somebody else",
    },
    "child_after": {
        "settled_engaged": "left your child settled",
        "unchanged": "left your child much as before",
        "escalated": "left your child more upset",
        "withdrew": "ended with your child turning away",
        "went_along_flat": "ended with your child going along, without spark",
        "unknown": "left open how your child was afterwards",
    },
    "clarity": {"subtle": "had a quiet sign", "potent": "had a clear sign"},
    "sampling": {
        "event": "got written down as it happened",
        "prompt": "answered a prompt",
        "recall": "got written down from memory",
    },
    BAND: {code: f"happened with {words}" for code, words in _BANDS.items()},
}
"""What moments did, by key and code; said of one moment and of several alike."""


def because(
    when: Mapping[str, Any], found: Found, week: ReflectedWeek, household: Household
) -> str:
    """The sentence, such as `asked because three moments slipped at reading the sign`.

    Args:
        when: a condition that holds.
        found: what it found.
        week: the week that it was held against.
        household: the family's words.
    """
    if not when:
        return IN_ANY_WEEK
    keys = {name: value for name, value in when.items() if name != SCOPE}
    if when[SCOPE] == OF_MOMENT:
        told = _what_they_did(keys, household)
        return plural(
            found.moments.bit_count(),
            one="asked because a moment {told}",
            other="asked about one of {word} moments that {told}",
            told=told,
        )
    reasons = dict.fromkeys(_of_week(keys, week, household))
    return f"asked because {listed(reasons)}"


def _what_they_did(keys: Mapping[str, Any], household: Household) -> str:
    return listed(
        "showed the opposite of the need" if key == MISCUE else _did(key, value, household)
        for key, value in keys.items()
    )


def _did(key: str, codes: Sequence[str], household: Household) -> str:
    if key in _FIXED:
        return listed((_FIXED[key][code] for code in codes), "or")
    if key == "fit" and set(codes) == set(NOT_MET):
        return "did not fit at first"
    labels = (household.label(code) for code in codes)
    if key in _QUOTED:
        labels = (f'"{label}"' for label in labels)
    return f"{_BEFORE[key]} {listed(labels, 'or')}"


_BEFORE = {
    "fit": "came out as",
    "cue": "began with the sign",
    "cue_family": "began with a sign of",
    "response": "had the response",
    "context": "had the context",
    "parent_state": "found you",
}
_QUOTED = frozenset(("fit", "cue", "response", "context"))
"""Keys whose labels are phrases of their own, with commas in them."""


def _of_week(keys: Mapping[str, Any], week: ReflectedWeek, household: Household) -> Iterator[str]:
    for key, value in keys.items():
        if key in LIKE_COUNTS:
            like = keys[LIKE]
            yield _moments(week.having(like).bit_count(), _what_they_did(like, household))
        elif key == BAND:
            bands = [_BANDS[band] for band in value if band in week.figures.bands]
            yield f"there is {listed(bands)} in the family"
        elif key != LIKE:
            yield _WEEK[key](week)


def _written(week: ReflectedWeek) -> str:
    one, other = "one moment was written down", "{word} moments were written down"
    return plural(len(week.moments), one=one, other=other)


def _met(week: ReflectedWeek) -> str:
    return _share(week.figures.met, week.figures.counted, "met")


def _came_back(week: ReflectedWeek) -> str:
    return _share(week.figures.came_back, week.figures.counted, "met or mended")


def _share(count: int, counted: int, told: str) -> str:
    if counted == 1:
        return plural(
            count, one="the one moment was {told}", other="the one moment was not {told}", told=told
        )
    one, other = "{n} of {counted} moments was {told}", "{n} of {counted} moments were {told}"
    return plural(count, one=one, other=other, counted=counted, told=told)


def _moments(count: int, told: str) -> str:
    return plural(count, one="one moment {told}", other="{word} moments {told}", told=told)


def _how_many(keys: Mapping[str, Any], told: str) -> Callable[[ReflectedWeek], str]:
    return lambda week: _moments(week.having(keys).bit_count(), told)


def _gaps(week: ReflectedWeek) -> str:
    return plural(
        week.figures.gap_days,
        one="one day went by without a moment written down",
        other="{word} days went by without a moment written down",
    )


def _caregivers(week: ReflectedWeek) -> str:
    return plural(
        week.figures.caregivers,
        one="moments with one caregiver were written down",
        other="moments with {word} caregivers were written down",
    )


def _children(week: ReflectedWeek) -> str:
    return plural(
        week.figures.children,
        one="moments with one child were written down",
        other="moments with {word} children were written down",
    )


_WEEK: Mapping[str, Callable[[ReflectedWeek], str]] = {
    "moments_at_least": _written,
    "moments_at_most": _written,
    "not_met_at_least": _how_many({"fit": [*NOT_MET]}, "did not fit at first"),
    "met_share_at_least": _met,
    "met_share_at_most": _met,
    "came_back_share_at_least": _came_back,
    "repaired_at_least": _how_many({"repair_state": ["repaired"]}, "ended with a way back"),
    "open_at_least": _how_many({"repair_state": ["not_yet"]}, "stayed open so far"),
    "gap_days_at_least": _gaps,
    "day_swing_at_least": lambda _: "the days of the week differed much from each other",
    "caregivers_at_least": _caregivers,
    "children_at_least": _children,
}
"""What is said about the keys that are about the week as a whole."""
