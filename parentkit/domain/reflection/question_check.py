"""Whether what somebody wrote down is a question: field by field, key by key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.domain.codes import REPAIR_STARTERS, REPAIR_STATES
from parentkit.domain.log.age import BANDS
from parentkit.domain.reflection.question import (
    BAND,
    COUNTS,
    FIELDS,
    KINDS,
    LIKE,
    LIKE_COUNTS,
    LISTS,
    MISCUE,
    MOMENT_KEYS,
    OF_MOMENT,
    OF_WEEK,
    REQUIRED,
    SCOPE,
    SHARES,
    WEEK_KEYS,
)
from parentkit.domain.schema.fields import MOMENT_FIELDS
from parentkit.domain.sentence import listed
from parentkit.domain.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from parentkit.domain.log.household import Household

    Known = Mapping[str, Collection[str]]

DAYS_OF_WEEK = 7
NEAREST = 3
SHOWN = 40


class Flaw(NamedTuple):
    """What keeps something from being a question: at which field (`when.slip`), and how."""

    field: str
    message: str


def known_codes(household: Household) -> Known:
    """The values that each key of LISTS takes, the family's own terms among them."""
    cues, responses = household.vocabulary("cues"), household.vocabulary("responses")
    own = {
        field.name: field.choices or words.codes()
        for field in MOMENT_FIELDS
        if field.name in LISTS and (words := household.words(field))
    }
    return {
        **own,
        "response": responses.codes(),
        "response_pole": sorted({responses.group(code) for code in responses.codes()} - {""}),
        "cue_family": sorted({cues.group(code) for code in cues.codes()} - {""}),
        "repair_state": REPAIR_STATES,
        "repair_by": REPAIR_STARTERS,
        BAND: [name for name, _ in BANDS],
    }


def flaws_of(fields: Mapping[str, Any], known: Known) -> list[Flaw]:
    """All that keeps `fields` from being a question; nothing where it is one.

    Args:
        fields: what was written down.
        known: the values that each key of a condition takes, from known_codes.
    """
    return [*_fields(fields), *_condition(fields.get("when", {}), known)]


def nearest(text: str, known: Iterable[str]) -> str:
    """`Nearest: slip, source.`, or a list of what there is where nothing looks alike."""
    from difflib import get_close_matches

    names = list(known)
    close = get_close_matches(text[:SHOWN], names, n=NEAREST)
    return f"Nearest: {', '.join(close)}." if close else f"There are: {', '.join(names)}."


def _fields(fields: Mapping[str, Any]) -> Iterator[Flaw]:
    for name in fields:
        if name not in FIELDS:
            yield Flaw(
                name, f"{_shown(name)} is not a field of a question. {nearest(name, FIELDS)}"
            )
    for name in REQUIRED:
        if name not in fields:
            yield Flaw("", f"The question has no {name}.")
    for name in FIELDS:
        if name in fields and name != "when":
            yield from _text(name, fields[name])


def _text(name: str, value: object) -> Iterator[Flaw]:
    if not isinstance(value, str) or (name in REQUIRED and not value.strip()):
        yield Flaw(name, f"{name} is a text.")
    elif name == "id" and not _is_id(value):
        yield Flaw(name, f"{_shown(value)} is not an id: lower-case words with hyphens.")
    elif name == "kind" and value not in KINDS:
        yield Flaw(name, f"{_shown(value)} is not a kind of question. {nearest(value, KINDS)}")
    elif name in ("text", "follow_up") and value and not value.rstrip().endswith("?"):
        yield Flaw(name, f"{name} ends with the question mark of its one question.")


def _is_id(text: str) -> bool:
    words = text.split("-")
    return all(word.isascii() and word.isalnum() and word == word.lower() for word in words)


def _condition(when: object, known: Known) -> Iterator[Flaw]:
    if not isinstance(when, dict):
        yield Flaw("when", "when is a condition: a scope, and keys beside it.")
        return
    if not when:
        return
    scope = when.get(SCOPE)
    if scope not in (OF_MOMENT, OF_WEEK):
        yield Flaw("when.scope", f"The scope of a condition is {OF_MOMENT} or {OF_WEEK}.")
        return
    keys = {name: value for name, value in when.items() if name != SCOPE}
    if not keys:
        yield Flaw("when", "A condition has a key or more beside its scope.")
    yield from _keys("when", keys, MOMENT_KEYS if scope == OF_MOMENT else WEEK_KEYS, known)
    if scope == OF_WEEK:
        yield from _like(keys, known)


def _keys(
    path: str, keys: Mapping[str, Any], allowed: Collection[str], known: Known
) -> Iterator[Flaw]:
    for name, value in keys.items():
        field = f"{path}.{name}"
        if name not in allowed:
            told = f"{_shown(name)} is not a key here. {nearest(name, allowed)}"
            yield Flaw(field, told)
        elif name in LISTS:
            yield from _list(field, name, value, known[name])
        elif name != LIKE and not _ALLOWED[name](value):
            yield Flaw(field, f"{name} takes {_TAKES[name]}.")


def _list(field: str, name: str, value: object, known: Collection[str]) -> Iterator[Flaw]:
    if not isinstance(value, list) or not value:
        yield Flaw(field, f"{name} takes a list of one value or more.")
        return
    for each in value:
        if each not in known:
            told = f"{_shown(str(each))} is not a value of {name}. {nearest(str(each), known)}"
            yield Flaw(field, told)


def _like(keys: Mapping[str, Any], known: Known) -> Iterator[Flaw]:
    counted = [name for name in LIKE_COUNTS if name in keys]
    if LIKE not in keys:
        if counted:
            yield Flaw(f"when.{counted[0]}", f"{counted[0]} counts moments that `like` describes.")
        return
    like = keys[LIKE]
    if not isinstance(like, dict) or not like:
        yield Flaw("when.like", "like takes keys about one moment.")
        return
    if not counted:
        yield Flaw("when.like", f"like goes with {listed(LIKE_COUNTS, 'or')}.")
    yield from _keys("when.like", like, MOMENT_KEYS, known)


def _shown(text: str) -> str:
    return repr(one_line(text, SHOWN))


def _count_from(least: int, most: int | None = None) -> Callable[[object], bool]:
    def allowed(value: object) -> bool:
        return type(value) is int and value >= least and (most is None or value <= most)

    return allowed


def _is_share(value: object) -> bool:
    return type(value) in (int, float) and 0 <= float(str(value)) <= 1


_ALLOWED: Mapping[str, Callable[[object], bool]] = {
    MISCUE: lambda value: value is True,
    **dict.fromkeys(COUNTS, _count_from(1)),
    "moments_at_most": _count_from(0),
    "gap_days_at_least": _count_from(1, DAYS_OF_WEEK),
    **dict.fromkeys(SHARES, _is_share),
}
_TAKES: Mapping[str, str] = {
    MISCUE: "true and nothing else",
    **dict.fromkeys(COUNTS, "a whole number from 1 on"),
    "moments_at_most": "a whole number from 0 on",
    "gap_days_at_least": f"a whole number from 1 to {DAYS_OF_WEEK}",
    **dict.fromkeys(SHARES, "a share from 0 to 1"),
}
