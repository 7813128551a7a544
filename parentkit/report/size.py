"""Sizes of files in words."""

from __future__ import annotations

_STEP = 1000
_UNITS = ("kB", "MB", "GB")


def size_text(count: int) -> str:
    """Bytes as people say them: `512 bytes`, `12.3 kB`, `4.0 MB` (steps of 1000)."""
    if count < _STEP:
        return f"{count} byte{'s' * (count != 1)}"
    value = float(count)
    for unit in _UNITS:
        value /= _STEP
        if round(value, 1) < _STEP or unit == _UNITS[-1]:
            break
    return f"{value:.1f} {unit}"


def count_text(count: int, one: str, several: str = "") -> str:
    """A number with its noun: `1 file`, `1,203 entries`."""
    return f"{count:,} {one if count == 1 else several or one + 's'}"
