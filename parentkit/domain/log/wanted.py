"""What is wanted of a list, as a tree of codes, words and days; and whether it holds for one thing.

What is asked is a moment's fields as they are stored, by `get` alone, so that a record, a row of an
index and a TinyDB document are asked in the same way; answers, questions, exercises and families
are asked so, too. A field of another type than it should have counts as not said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from parentkit.domain.time.period import Period

OBSERVED_AT = "observed_at"
FLAGS = frozenset(("flag", "miscue", "read"))
LISTS = frozenset(("responses", "tags", "trains", "who", "ages", "attention"))
"""The fields that hold several codes, whatever they are fields of."""


class Fields(Protocol):
    """What is known of one thing, by the names of its fields."""

    def get(self, name: str, default: Any = None, /) -> Any:
        """A field's value, `default` where it is not there."""


class Is(NamedTuple):
    """A field has this code, or has it among others; a repair has this state.

    A tag is a word of one's own and is held against in any case.
    """

    field: str
    code: str


class Has(NamedTuple):
    """A text stands in one of these fields, in any case."""

    fields: tuple[str, ...]
    text: str


class Within(NamedTuple):
    """Lived on the local day `start` or later, and before the day `end`; empty is open.

    `field` is where the time or the day stands.
    """

    start: str
    end: str
    field: str = OBSERVED_AT


class AtMost(NamedTuple):
    """A field has a number that is not greater."""

    field: str
    number: int


class Said(NamedTuple):
    """A field was filled in; a flag is set."""

    field: str


class Both(NamedTuple):
    """All parts hold; without any, everything is wanted."""

    parts: tuple[Wanted, ...]


class Either(NamedTuple):
    """One of the parts holds."""

    parts: tuple[Wanted, ...]


class Not(NamedTuple):
    """The part does not hold."""

    part: Wanted


Leaf = Is | Has | Within | AtMost | Said
Wanted = Leaf | Both | Either | Not

EVERYTHING = Both(())


def both(*parts: Wanted) -> Wanted:
    """That all of these hold, as one list of parts."""
    flat = tuple(
        each for part in parts for each in (part.parts if isinstance(part, Both) else (part,))
    )
    return flat[0] if len(flat) == 1 else Both(flat)


def on_days(period: Period, field: str) -> Within:
    """That the day or the time in a field lies in a period."""
    return Within(period.start.isoformat(), period.end.isoformat(), field)


def parts_of(wanted: Wanted) -> tuple[Wanted, ...]:
    """What has to hold, one by one."""
    return wanted.parts if isinstance(wanted, Both) else (wanted,)


def leaves(wanted: Wanted) -> Iterator[Leaf]:
    """Everything that is asked."""
    if isinstance(wanted, (Both, Either)):
        for part in wanted.parts:
            yield from leaves(part)
    elif isinstance(wanted, Not):
        yield from leaves(wanted.part)
    else:
        yield wanted


def holds(wanted: Wanted) -> Callable[[Fields], bool]:
    """A test for the fields of one thing."""
    if isinstance(wanted, (Both, Either)):
        tests = [holds(part) for part in wanted.parts]
        if len(tests) == 1:
            return tests[0]
        return _every(tests) if isinstance(wanted, Both) else _some(tests)
    if isinstance(wanted, Not):
        test = holds(wanted.part)
        return lambda fields: not test(fields)
    return _holds_leaf(wanted)


def _every(tests: list[Callable[[Fields], bool]]) -> Callable[[Fields], bool]:
    def every(fields: Fields) -> bool:
        for test in tests:  # noqa: SIM110 all() takes twice as long
            if not test(fields):
                return False
        return True

    return every


def _some(tests: list[Callable[[Fields], bool]]) -> Callable[[Fields], bool]:
    return lambda fields: any(test(fields) for test in tests)


def _holds_leaf(leaf: Leaf) -> Callable[[Fields], bool]:
    match leaf:
        case Has(names, text):
            return _has_text(names, text.casefold())
        case Within(start, end, field):
            return lambda fields: is_within(fields.get(field), start, end)
        case AtMost(field, number):
            return lambda fields: is_at_most(fields.get(field), number)
        case Said(field):
            return lambda fields: is_said(fields.get(field), field)
        case Is(field, code):
            return _has_code(field, code)


def _has_text(names: tuple[str, ...], folded: str) -> Callable[[Fields], bool]:
    def has(fields: Fields) -> bool:
        for name in names:  # any() takes twice as long, and most moments have no words
            value = fields.get(name)
            if value and stands_in(value, folded):
                return True
        return False

    return has


def _has_code(field: str, code: str) -> Callable[[Fields], bool]:
    if field == "tags":
        folded = code.casefold()
        return lambda fields: is_tagged(fields.get(field), folded)
    if field in LISTS:
        return lambda fields: is_among(fields.get(field), code)
    if field == "repair":
        return lambda fields: is_state(fields.get(field), code)
    return lambda fields: bool(fields.get(field) == code)


def stands_in(value: object, folded: str) -> bool:
    """Whether a text, in lower case as `casefold` makes it, stands in a field's value."""
    return isinstance(value, str) and folded in value.casefold()


def is_tagged(value: object, folded: str) -> bool:
    """Whether a tag, in lower case as `casefold` makes it, is one of a field's values."""
    return isinstance(value, list) and any(
        isinstance(tag, str) and tag.casefold() == folded for tag in value
    )


def is_among(value: object, code: str) -> bool:
    """Whether a code is one of a field's values."""
    return isinstance(value, (list, tuple)) and code in value


def is_state(value: object, code: str) -> bool:
    """Whether a repair has this state."""
    return isinstance(value, dict) and value.get("state") == code


def is_within(value: object, start: str, end: str) -> bool:
    """Whether a stored time lies on the day `start` or later, and before the day `end`."""
    return isinstance(value, str) and start <= value and (not end or value < end)


def is_at_most(value: object, number: int) -> bool:
    """Whether a field's value is a number, and no greater one."""
    return isinstance(value, int) and not isinstance(value, bool) and value <= number


def is_said(value: object, field: str) -> bool:
    """Whether a field's value says something."""
    if field in FLAGS:
        return value is True
    if field in LISTS:
        return isinstance(value, (list, tuple)) and bool(value)
    if field == "repair":
        value = value.get("state") if isinstance(value, dict) else None
    return isinstance(value, str) and bool(value)
