"""JSON from outside, read so that whatever it holds is bounded, unambiguous and can be stored again."""

from __future__ import annotations

import json
from itertools import count
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterable

DEEPEST = 31
"""Lists and objects may stand in one another this deep: an operation wraps what it stores once more."""

LARGEST = 2**53
"""Whole numbers beyond this are not the same in every program that reads JSON (RFC 8259, section 6)."""

LONGEST_NUMBER = 16
"""Characters of a whole number, its sign among them."""


class BadJson(ValueError):
    """A text that is not JSON as accepted here; `reason` says why in a few plain words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def parse(text: str) -> Any:
    """The value that a JSON text stands for.

    Raises:
        BadJson: it is not JSON, or holds what programs read differently: NaN or an infinity, a name
            that stands twice in one object, a whole number beyond LARGEST, lists and objects nested
            more than DEEPEST deep, half of a character (a lone surrogate).
    """
    if not is_text(text):
        raise BadJson("not UTF-8")
    try:
        value = _decode(text)
    except BadJson:
        raise
    except (ValueError, RecursionError):
        raise BadJson("not JSON") from None
    # Counting is cheap, and without many brackets or an escape there is nothing to look for.
    if text.count("[") + text.count("{") > DEEPEST or "\\u" in text:
        _check(value)
    return value


def _check(value: Any) -> None:
    level = [value]
    for depth in count():
        for item in level:
            if isinstance(item, str) and not is_text(item):
                raise BadJson("half of a character")
        containers = [item for item in level if isinstance(item, list | dict)]
        if not containers:
            return
        if depth >= DEEPEST:
            raise BadJson("nested too deeply")
        level = [child for item in containers for child in _children(item)]


def _children(item: list[Any] | dict[str, Any]) -> Iterable[Any]:
    return (*item, *item.values()) if isinstance(item, dict) else item


def is_text(text: str) -> bool:
    """Whether a text can be written as UTF-8: no half of a surrogate pair stands alone in it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) != len(pairs):
        raise BadJson("a name stands twice")
    return document


def _whole_number(text: str) -> int:
    if len(text) > LONGEST_NUMBER or abs(int(text)) > LARGEST:
        raise BadJson("a number is too large")
    return int(text)


def _decimal_number(text: str) -> float:
    number = float(text)
    if number - number != 0:
        raise BadJson("a number is too large")
    return number


def _no_constant(text: str) -> NoReturn:
    raise BadJson(f"{text} is not a number")


_decode = json.JSONDecoder(
    object_pairs_hook=_without_repeats,
    parse_int=_whole_number,
    parse_float=_decimal_number,
    parse_constant=_no_constant,
).decode
