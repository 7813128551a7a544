"""The description of an export: it says what is in the files, and what it says holds."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parentkit.domain.errors import DataProblem
from parentkit.interchange.records.csv_tables import CODINGS, FAMILY_TABLE, MOMENTS, written
from parentkit.interchange.records.datapackage import File, described, listed_files

CREATED = "2026-11-22T18:05:33+01:00"
LAYOUT_OF = {"moment": MOMENTS, "coding": CODINGS}
OF_TYPE = {
    "string": lambda _cell: True,
    "integer": lambda cell: re.fullmatch("[0-9]+", cell),
    "boolean": lambda cell: cell in ("true", "false"),
    "object": lambda cell: isinstance(json.loads(cell), dict),
}


def resources(form: str) -> dict[str, dict[str, Any]]:
    files = [
        (layout, File(f"{layout.name}.{form}", 12, "ab"))
        for layout in (FAMILY_TABLE, MOMENTS, CODINGS)
    ]
    package = described(files, form, CREATED)
    assert package["profile"] == "data-package"
    return {resource["name"]: resource for resource in package["resources"]}


def holds(cell: str, field: dict[str, Any]) -> bool:
    """Whether a cell is as its field is described (Table Schema)."""
    constraints = field.get("constraints", {})
    if not cell:
        return not constraints.get("required")
    return (
        bool(OF_TYPE[field["type"]](cell))
        and cell in constraints.get("enum", [cell])
        and bool(re.fullmatch(constraints.get("pattern", "(?s).*"), cell))
    )


@given(data=st.data())
def test_every_table_is_as_it_is_described(data: st.DataObject, records: Any) -> None:
    some = data.draw(st.lists(records, max_size=4))
    for name, resource in resources("csv").items():
        layout = next(one for one in (FAMILY_TABLE, MOMENTS, CODINGS) if one.name == name)
        mine = [one for one in some if LAYOUT_OF.get(one[0], FAMILY_TABLE) == layout]
        text = "".join(written(layout, mine, {}))
        header, *rows = csv.reader(io.StringIO(text, newline=""))
        fields = resource["schema"]["fields"]
        assert header == [field["name"] for field in fields]
        for row in rows:
            for cell, field in zip(row, fields, strict=True):
                # A code of one's own may be anything; it is guarded like every other text.
                assert holds(cell.removeprefix("'"), field), field["name"]


@given(data=st.data())
def test_every_field_of_a_record_is_described(data: st.DataObject, records: Any) -> None:
    kind, document = data.draw(records)
    name = LAYOUT_OF.get(kind, FAMILY_TABLE).name
    fields = {field["name"]: field for field in resources("jsonl")[name]["schema"]["fields"]}
    types = {"array": list, "object": dict, "string": str, "boolean": bool}
    assert {*document, "kind"} - {"newer", "extra"} <= fields.keys()
    for field in document.keys() & fields.keys():
        assert isinstance(document[field], types[fields[field]["type"]])
        assert document[field] in fields[field].get("constraints", {}).get(
            "enum", [document[field]]
        )


def test_a_field_says_what_it_means() -> None:
    for form in ("csv", "jsonl"):
        for resource in resources(form).values():
            assert all(field["description"] for field in resource["schema"]["fields"])
            assert resource["hash"] == "sha256:ab"
            assert resource["bytes"] == 12


def test_the_family_is_read_before_the_moments() -> None:
    package = {"resources": [{"path": f"{name}.csv"} for name in ("codings", "moments", "family")]}
    files = [file.path for file in listed_files(json.dumps(package))]
    assert files == ["family.csv", "moments.csv", "codings.csv"]


@pytest.mark.parametrize(
    "path",
    ["/etc/passwd", "../moments.csv", "a/b.csv", "..", ".", "", "C:x", "a\\b", "a\0", None, 7],
)
def test_a_description_cannot_lead_out_of_its_folder(path: Any) -> None:
    with pytest.raises(DataProblem, match="not in its folder"):
        listed_files(json.dumps({"resources": [{"path": path}]}))


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"resources": 1}', "[" * 9999, "\udc80"])
def test_what_is_no_description_is_refused(text: str) -> None:
    with pytest.raises(DataProblem):
        listed_files(text)


def test_a_resource_that_is_no_object_is_refused() -> None:
    with pytest.raises(DataProblem):
        listed_files('{"resources": ["moments.csv"]}')
