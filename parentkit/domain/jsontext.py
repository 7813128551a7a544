"""JSON text, read strictly and written compactly.

Reading refuses what RFC 8259 leaves open: a name that stands twice, NaN and infinity, numbers that
other programs cannot hold, half a surrogate pair, and nesting deep enough to exhaust a reader.

CPython's scanner and encoder are used without the package `json` around them: that one loads
regular expressions, which takes longer than everything else that storing a moment needs.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, NoReturn

    _Tools = tuple[Callable[[str, int], tuple[Any, int]], Callable[[object], str]]

DEEPEST = 32
LONGEST_NUMBER = 16

_LARGEST = 10**LONGEST_NUMBER - 1
_SMALLEST = -(10 ** (LONGEST_NUMBER - 1)) + 1

_SPACE = " \t\r\n"
_OPENING = b"[{"
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


class NotJson(ValueError):
    """Text or a value that is not JSON as described here; `reason` says why in plain words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def parse(text: str) -> Any:
    """The value that a JSON text holds.

    Raises:
        NotJson: it is not JSON, or one of the things that are refused here.
    """
    text = text.strip(_SPACE)
    if text.count("[") + text.count("{") > DEEPEST:
        _check_depth(text)
    try:
        value, end = _scan(text, 0)
    except NotJson:
        raise
    except (ValueError, StopIteration, RecursionError, SystemError):
        # SystemError: before 3.13 the scanner takes its exception from json, if that is loaded
        raise NotJson("not JSON") from None
    if end != len(text):
        raise NotJson("not JSON")
    if "\\" in text and ("\\ud" in text or "\\uD" in text):
        _check_halves(value)
    return value


def check(value: object, depth: int = 0) -> None:
    """Make sure that `compact` can write a value and `parse` can read it again as it is.

    `depth` is how deep the value will stand in something else.

    Raises:
        NotJson: something in it has no form in JSON, or one that is refused when it is read.
    """
    if isinstance(value, str) or value is None:
        return
    if isinstance(value, int):
        if not _SMALLEST <= value <= _LARGEST:
            raise NotJson("a number is too large")
    elif isinstance(value, float):
        if value - value != 0:
            raise NotJson("NaN or infinity stands for a number")
    elif isinstance(value, dict | list | tuple):
        if depth == DEEPEST:
            raise NotJson("nested too deeply")
        for part in _parts(value):
            if type(part) is not str:
                check(part, depth + 1)
    else:
        _no_form(value)


def compact(value: object) -> str:
    """The value as JSON on one line without spaces, characters as they are.

    Raises:
        NotJson: it holds a NaN, itself, or something that JSON has no form for.
    """
    try:
        return _encode(value)
    except NotJson:
        raise
    except RecursionError:
        raise NotJson("nested too deeply") from None
    except (ValueError, TypeError) as problem:
        raise NotJson(str(problem)) from None


def _parts(value: dict[Any, Any] | list[Any] | tuple[Any, ...]) -> Iterable[object]:
    if not isinstance(value, dict):
        return value
    if not {str}.issuperset(map(type, value)):
        raise NotJson("a name is not text")
    return value.values()


def _check_depth(text: str) -> None:
    outside_of_texts = text.replace("\\\\", "").replace('\\"', "").split('"')[::2]
    brackets = "".join(outside_of_texts).encode("ascii", "replace").translate(None, _NO_BRACKETS)
    depth = 0
    for bracket in brackets:
        depth += 1 if bracket in _OPENING else -1
        if depth > DEEPEST:
            raise NotJson("nested too deeply")


def _check_halves(value: object) -> None:
    try:
        compact(value).encode()
    except UnicodeEncodeError:
        raise NotJson("half a character stands in a text") from None


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = dict(pairs)
    if len(names) != len(pairs):
        raise NotJson("a name stands twice")
    return names


def _whole_number(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise NotJson("a number is too large")
    return int(text)


def _decimal_number(text: str) -> float:
    number = float(text)
    if number - number != 0:  # infinity
        raise NotJson("a number is too large")
    return number


def _no_number(_text: str) -> NoReturn:
    raise NotJson("NaN or infinity stands for a number")


def _no_form(value: object) -> NoReturn:
    raise NotJson(f"{type(value).__name__} has no form in JSON")


class _Rules:
    """How the scanner is to read, under the names by which it asks."""

    strict = True
    object_hook = None
    object_pairs_hook = staticmethod(_without_repeats)
    parse_int = staticmethod(_whole_number)
    parse_float = staticmethod(_decimal_number)
    parse_constant = staticmethod(_no_number)


def _tools() -> _Tools:
    try:
        from _json import encode_basestring, make_encoder, make_scanner
    except ImportError:  # another Python than CPython
        return _slower_tools()
    rules: Any = _Rules
    encoder = make_encoder(
        markers=None,  # what holds itself is found by its depth
        default=_no_form,
        encoder=encode_basestring,
        indent=None,
        key_separator=":",
        item_separator=",",
        sort_keys=False,
        skipkeys=False,
        allow_nan=False,
    )

    def encode(value: object) -> str:
        return "".join(encoder(value, 0))

    return make_scanner(rules), encode


def _slower_tools() -> _Tools:
    import json

    decoder: Any = json.JSONDecoder(
        object_pairs_hook=_without_repeats,
        parse_int=_whole_number,
        parse_float=_decimal_number,
        parse_constant=_no_number,
    )
    encoder = json.JSONEncoder(
        ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_no_form
    )
    return decoder.scan_once, encoder.encode


_scan, _encode = _tools()
