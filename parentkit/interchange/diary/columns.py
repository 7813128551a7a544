"""Which column of a hand-kept diary says what."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.schema.fields import said_fields
from parentkit.domain.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

NAMES = {
    "when": ("when", "observed at", "date and time", "datetime"),
    "date": ("date", "day"),
    "time": ("time",),
    "logged_at": ("logged at",),
    **{
        field.said: (field.said.replace("_", " "), *field.columns)
        for field in said_fields()
        if field.said != "observed_at"
    },
}
"""What a column may be called, in any case and with any signs between the words."""

_FIELDS = {name: field for field, names in NAMES.items() for name in names}


class Columns(NamedTuple):
    """The columns of a diary.

    `places` gives, for each field of NAMES that the diary has, the column's name as written and its
    place; `others` the same for columns that have no field, in their order.
    """

    places: dict[str, tuple[str, int]]
    others: dict[str, int]

    @property
    def missing(self) -> list[str]:
        """What a diary needs and these columns have not."""
        needed = [name for name in ("cue", "responses") if name not in self.places]
        if "when" not in self.places and not {"date", "time"} <= self.places.keys():
            needed.insert(0, "when (or date and time)")
        return ["response" if name == "responses" else name for name in needed]


def field_named(name: str) -> str | None:
    """The field that a column's name stands for; None where it stands for none."""
    words = "".join(letter if letter.isalnum() else " " for letter in name.casefold()).split()
    return _FIELDS.get(" ".join(words))


def columns_of(header: Iterable[str]) -> Columns:
    """The columns of a header; of two for the same field, the first is it."""
    columns = Columns({}, {})
    for place, name in enumerate(header):
        shown = one_line(name)
        field = field_named(name)
        if field and field not in columns.places:
            columns.places[field] = (shown, place)
            continue
        title = shown or f"column {place + 1}"
        columns.others[title if title not in columns.others else f"{title} ({place + 1})"] = place
    return columns
