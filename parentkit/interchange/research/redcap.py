"""A REDCap project: its data dictionary, and its data with repeating instruments.

The dictionary has the eighteen columns that REDCap reads and writes (REDCap, "Data Dictionary").
The data is for the Data Import Tool: one row for the family, then one for each instance of each
repeating instrument (REDCap, "Repeating Instruments and Events"). An instance's number is all that
tells it from another, so whoever calls says which it is. That an instrument repeats cannot
stand in a dictionary; it is switched on in the project's setup before the data comes in.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.domain.text import one_line
from parentkit.interchange.research.long_format import cell
from parentkit.interchange.research.variables import (
    CODE,
    DAY,
    LONG_TEXT,
    TEXT,
    TIME,
    WHOLE,
    YES_NO,
    Variable,
    of_goals,
    of_judgements,
    of_moments,
    of_remarks,
)
from parentkit.interchange.table import table_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from parentkit.interchange.research.dataset import Dataset

    Instances = Mapping[str, Sequence[int]]

DICTIONARY_FILE = "data_dictionary.csv"
DATA_FILE = "data.csv"

HEADER = [
    "Variable / Field Name",
    "Form Name",
    "Section Header",
    "Field Type",
    "Field Label",
    "Choices, Calculations, OR Slider Labels",
    "Field Note",
    "Text Validation Type OR Show Slider Number",
    "Text Validation Min",
    "Text Validation Max",
    "Identifier?",
    "Branching Logic (Show field only if...)",
    "Required Field?",
    "Custom Alignment",
    "Question Number (surveys only)",
    "Matrix Group Name",
    "Matrix Ranking?",
    "Field Annotation",
]

RECORD = "record_id"
INSTRUMENT, INSTANCE = "redcap_repeat_instrument", "redcap_repeat_instance"
FAMILY = "family"
FAMILY_NAME = "family_name"
COMPLETE = "2"
"""How REDCap writes that a form is complete."""

_FEW_CHOICES = 8
_SORTS = {
    TEXT: ("text", ""),
    LONG_TEXT: ("notes", ""),
    WHOLE: ("text", "integer"),
    YES_NO: ("yesno", ""),
    DAY: ("text", "date_ymd"),
    TIME: ("text", "datetime_ymd"),
}
_SIGNS = str.maketrans({"|": "/", "<": "\u2039", ">": "\u203a", "[": "(", "]": ")"})
"""What REDCap would take for the next choice, for markup or for a field to fill in."""


class Instrument(NamedTuple):
    """A form: its name, its variables under their names in REDCap, and its rows."""

    name: str
    fields: Sequence[tuple[str, Variable]]
    rows: Sequence[Any]


def files(data: Dataset, instances: Instances) -> dict[str, Iterator[str]]:
    """The files by name, each as pieces of text.

    Args:
        data: the rows.
        instances: the number of every row of `keys(data)`, by instrument.
    """
    forms = instruments(data)
    return {
        DICTIONARY_FILE: table_text(dictionary(data, forms)),
        DATA_FILE: table_text(data_rows(data, forms, instances)),
    }


def keys(data: Dataset) -> dict[str, list[str]]:
    """What stands for each row of each instrument, whatever else is in the file."""
    return {form.name: [row.key for row in form.rows] for form in instruments(data)}


def instruments(data: Dataset) -> list[Instrument]:
    """The repeating instruments. A field's name begins with its form's: names are unique."""
    forms = [
        _instrument("moment", of_moments(data), data.cases),
        _instrument("coding", of_judgements(data), data.judgements),
    ]
    if not data.covered:
        forms.append(_instrument("comment", of_remarks(data), data.remarks))
        forms.append(_instrument("goal", of_goals(), data.goals))
    return forms


def dictionary(data: Dataset, forms: Sequence[Instrument]) -> Iterator[list[str]]:
    """The rows of the data dictionary, the header first."""
    yield HEADER
    identifies = "" if data.covered else "y"
    for name, label, validation, flag in (
        (RECORD, "Pseudonym of the family", "", ""),
        *(() if data.covered else ((FAMILY_NAME, "Name of the family", "", "y"),)),
        *(
            (f"family_{end}", label, "" if data.covered else "date_ymd", identifies)
            for end, label in (("from", "First day or week"), ("to", "Last day or week"))
        ),
    ):
        yield _row(name, FAMILY, "text", label, validation=validation, identifier=flag)
    for form in forms:
        for name, variable in form.fields:
            kind, validation = _SORTS.get(variable.sort, ("", ""))
            choices = ""
            if variable.sort == CODE:
                kind = "radio" if len(variable.choices) <= _FEW_CHOICES else "dropdown"
                choices = _choices(variable, form.rows)
            yield _row(
                name,
                form.name,
                kind,
                f"{variable.label[:1].upper()}{variable.label[1:]}",
                choices=choices,
                note=f"{variable.unit}; {variable.source}" if variable.unit else variable.source,
                validation=validation,
                minimum="0" if variable.sort == WHOLE else "",
                identifier="y" if variable.identifies else "",
            )


def data_rows(
    data: Dataset, forms: Sequence[Instrument], instances: Instances
) -> Iterator[list[str]]:
    """The rows of the data, the header first: the family, then every instance."""
    start, end = _first_and_last(data)
    of_family = {RECORD: cell(data.family), "family_from": start, "family_to": end}
    names = [] if data.covered else [FAMILY_NAME]
    of_family.update(dict.fromkeys(names, cell(data.family_name)))
    header = [RECORD, INSTRUMENT, INSTANCE, *names, "family_from", "family_to", _complete(FAMILY)]
    for form in forms:
        header += [*(name for name, _ in form.fields), _complete(form.name)]
    yield header
    yield _filled(header, {**of_family, _complete(FAMILY): COMPLETE})
    for form in forms:
        for instance, row in zip(instances[form.name], form.rows, strict=True):
            values = {name: _value(variable, row) for name, variable in form.fields}
            place = {RECORD: of_family[RECORD], INSTRUMENT: form.name, INSTANCE: str(instance)}
            yield _filled(header, {**place, **values, _complete(form.name): COMPLETE})


def choice(code: str) -> str:
    """The code as REDCap takes it: lower-case letters, digits and underscores.

    A code of the family's own keeps what it can and gets a checksum, so that two stay two.
    """
    if code and set(code) <= set("abcdefghijklmnopqrstuvwxyz0123456789_"):
        return code
    kept = "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in code.casefold())
    return f"{kept[:40].strip('_')}_{zlib.crc32(code.encode()):08x}".lstrip("_")


def _instrument(name: str, variables: Iterable[Variable], rows: Sequence[Any]) -> Instrument:
    named = [
        (each.name if each.name.startswith(f"{name}_") else f"{name}_{each.name}", each)
        for each in variables
        if each.name not in (FAMILY, FAMILY_NAME)
    ]
    return Instrument(name, [(_own_pseudonym(name, field), each) for field, each in named], rows)


def _own_pseudonym(form: str, field: str) -> str:
    """`moment_pseudonym` for what would read `moment_moment`, or `moment` alone."""
    return f"{form}_pseudonym" if field == f"{form}_{form}" else field


def _choices(variable: Variable, rows: Iterable[Any]) -> str:
    """`code, label | code, label`; codes of another version that stand in the data among them."""
    known = {code: label for code, label in variable.choices if code}
    for row in rows:
        value = variable.value(row)
        if isinstance(value, str) and value and value not in known:
            known[value] = value
    return " | ".join(f"{choice(code)}, {_plain(label)}" for code, label in known.items())


def _value(variable: Variable, row: Any) -> str:
    value = variable.value(row)
    if variable.sort == CODE and isinstance(value, str):
        return choice(value) if value else ""
    return cell(value)


def _plain(text: str) -> str:
    return one_line(text).translate(_SIGNS)


def _row(  # noqa: PLR0913 a dictionary's row has that many columns
    name: str,
    form: str,
    kind: str,
    label: str,
    *,
    choices: str = "",
    note: str = "",
    validation: str = "",
    minimum: str = "",
    identifier: str = "",
) -> list[str]:
    cells = [name, form, "", kind, _plain(label), choices, note, validation, minimum, ""]
    return [*cells, identifier, "", "y" if name == RECORD else "", "", "", "", "", ""]


def _filled(header: Sequence[str], values: dict[str, str]) -> list[str]:
    return [values.get(name, "") for name in header]


def _complete(form: str) -> str:
    return f"{form}_complete"


def _first_and_last(data: Dataset) -> tuple[str, str]:
    """The first and the last day that are covered; their weeks in a version for supervision."""
    from datetime import date, timedelta

    from parentkit.figures.daily import iso_week

    last = (date.fromisoformat(data.end) - timedelta(days=1)).isoformat()
    if data.covered:
        return iso_week(data.start), iso_week(last)
    return data.start, last
