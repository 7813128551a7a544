"""Rows straight from the lines of moments as this program writes them.

Nearly every line of ten years is the first and only one on a moment, with its fields in the order
in which they are always written. Such a line is taken apart by its form; any other one, and any
that holds an escaped letter, is left to the reading that knows everything (log/operation.py). Where
a line is taken here, that reading would give the same row.
"""

from __future__ import annotations

import re
from typing import Any

from parentkit.domain.codes import MOMENT
from parentkit.domain.log.episode import repair_minutes
from parentkit.domain.log.moment import FIELD_ORDER
from parentkit.journal.index.rows import UsualLine, is_stored_time
from parentkit.journal.log.operation import sum_fits

_TEXT = r'[^"\\\x00-\x1f]'
_ANY = f'"{_TEXT}*+"'
_SAID = f'"({_TEXT}++)"'
_LIST = rf"\[({_ANY}(?:,{_ANY})*+)\]"
_NUMBER = "0|[1-9][0-9]{0,8}"
_STAMP = rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T[0-9:.]{{12}}Z/[0-9a-f]{{4}}/{_TEXT}++"
_REPAIR = (
    rf'\{{"state":{_SAID},"source":{_ANY}(?:,"by":{_ANY})?'
    rf'(?:,"after_minutes":({_NUMBER}))?(?:,"at":{_SAID})?\}}'
)
_FORMS = {
    "responses": _LIST,
    "repair": _REPAIR,
    "tags": _LIST.replace("(", "(?:", 1),
    "flag": "(true)",
    **dict.fromkeys(("clarity", "miscue", "need", "slip", "parent_state", "note"), _ANY),
}
"""How the fields of a moment look that are not texts which the row holds."""


class _Texts(dict[bytes | None, str]):
    """The text in some bytes, the same object each time; what was not said is an empty text."""

    def __missing__(self, found: bytes | None) -> str:
        text = found.decode() if found else ""
        self[found] = text
        return text


class _Lists(dict[bytes | None, tuple[str, ...]]):
    """The texts of a list, likewise."""

    def __missing__(self, found: bytes | None) -> tuple[str, ...]:
        texts = tuple(found[1:-1].decode().split('","')) if found else ()
        self[found] = texts
        return texts


class UsualLines:
    """Takes lines apart; what occurs in many is made once."""

    def __init__(self) -> None:
        first, *others = (
            f'"{name}":{_FORMS.get(name, _SAID)}' for name in FIELD_ORDER if name != "id"
        )
        fields = first + "".join(f"(?:,{one})?" for one in others)
        whole = (
            rf'\{{"v":1,"id":"([0-9A-Z]{{26}})","kind":"{MOMENT}","device":{_ANY},'
            rf'"seq":[1-9][0-9]{{0,14}},"stamp":"({_STAMP})","by":{_ANY}(?:,"batch":{_ANY})?,'
            rf'"set":\{{{fields}\}},"sum":"[0-9a-f]{{8}}"\}}'
        )
        self._parts = re.compile(whole.encode()).fullmatch
        self._texts = _Texts()
        self._lists = _Lists()

    def take(self, line: bytes) -> UsualLine | None:
        """What a line (without its line end) holds; None where it is to be read in another way."""
        parts = self._parts(line)
        if parts is None or not sum_fits(line) or not _is_utf8(line):
            return None
        identifier, stamp, observed, child, caregiver, cue, responses, *parted = parts.groups()
        fit, source, suggested, state, minutes, at, after, context, flag, sampling, logged = parted
        text = self._texts
        observed_at = observed.decode()
        since = _minutes(state, minutes, at, (observed_at, logged)) if state else None
        row = (
            observed_at,
            text[child],
            text[caregiver],
            text[cue],
            self._lists[responses],
            text[fit],
            text[source],
            text[suggested],
            text[state],
            since,
            text[after],
            text[context],
            text[sampling],
            flag is not None,
            MOMENT,
            False,
            True,
            is_stored_time(observed_at),
        )
        return UsualLine(MOMENT, identifier.decode(), stamp.decode(), row)


def _minutes(
    state: bytes, minutes: bytes | None, at: bytes | None, times: tuple[str, bytes | None]
) -> int | None:
    """The minutes of a repair; `times` are when it was observed and when it was written down."""
    repair: dict[str, Any] = {"state": state.decode(), "at": (at or b"").decode()}
    if minutes:
        repair["after_minutes"] = int(minutes)
    observed_at, logged = times
    return repair_minutes(
        {"observed_at": observed_at, "logged_at": (logged or b"").decode()}, repair
    )


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True
