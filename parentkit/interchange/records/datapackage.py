"""The description of an export, in the Frictionless Data Package format.

https://specs.frictionlessdata.io/data-package/ (version 1): what each file is, what each of its
fields means and may hold, and the checksum by which a change is noticed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.domain.errors import DataProblem
from parentkit.domain.jsontext import NotJson, parse
from parentkit.domain.schema.field import CODES, COUNT, FLAG, MONTH, REPAIR, TEXTS, TIME
from parentkit.interchange.records.csv_tables import CODINGS, KIND, LAYOUTS, MOMENTS, Layout
from parentkit.interchange.records.fields import FAMILY_KINDS, TABLES
from parentkit.interchange.records.flat import EXTRA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from parentkit.domain.schema.field import Field

DESCRIPTOR = "datapackage.json"
REPORT = "parentkit-report"
"""The name in the description of a coach's report, which is not read back."""

CSV = "csv"
JSONL = "jsonl"
FORMATS = (JSONL, CSV)

LONGEST_DESCRIPTOR = 1 << 20
"""Bytes of a description that are read."""

_TIME_PATTERN = r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.0+)?)?(Z|[+-]\d{2}:\d{2})"
_MONTH_PATTERN = r"\d{4}-\d{2}"
_MEDIA_TYPES = {CSV: "text/csv", JSONL: "application/x-ndjson"}
_MEANINGS = {
    MOMENTS.name: "What was written down: a child's sign, what was done, how it fitted.",
    CODINGS.name: "Further people's judgements of the moments.",
    "family": "Children, caregivers, templates and the family's own words.",
}
_TYPES = {FLAG: "boolean", COUNT: "integer"}
_JSON_TYPES = {CODES: "array", TEXTS: "array", REPAIR: "object"}
_IN_CELLS = {
    CODES: ', joined by " > "',
    TEXTS: ', joined by "; " (a backslash before a semicolon or backslash of their own)',
}


class File(NamedTuple):
    """A file of an export: its name, its size in bytes, and its SHA-256 in hexadecimal digits."""

    path: str
    bytes: int
    sha256: str


def described(
    files: Iterable[tuple[Layout, File]],
    form: str,
    created: str,
    unreadable: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """The description of an export.

    Args:
        files: the files with what is in them.
        form: one of FORMATS.
        created: when it was made, with UTC offset.
        unreadable: what of the log could not be read and so is not in the files: `file`, `line`
            (null: the whole file) and `reason` of each.
    """
    return {
        "profile": "data-package",
        "name": "parentkit-export",
        "title": "Moments of attunement, as a family wrote them down",
        "description": (
            "These describe a log, not a child and not all moments. Moments that are flagged for "
            "safety are left out unless they were asked for."
        ),
        "created": created,
        "unreadable": list(unreadable),
        "resources": [_resource(layout, file, form) for layout, file in files],
    }


def file_name(layout: Layout, form: str) -> str:
    """The name of a table's file."""
    return f"{layout.name}.{form}"


def listed_files(text: str) -> list[File]:
    """The files that a description names, in the order in which they are to be read.

    Raises:
        DataProblem: it is not a description of an export, or names files outside of its folder.
    """
    try:
        descriptor = parse(text)
    except NotJson as bad:
        raise DataProblem(f"{DESCRIPTOR} cannot be read: {bad.reason}.", _HINT) from None
    if not is_descriptor(descriptor):
        raise DataProblem(f"{DESCRIPTOR} does not list any resources.", _HINT)
    if descriptor.get("name") == REPORT:
        raise DataProblem("This is a coach's report, and reports are not read back.", _HINT)
    files = [_file(resource) for resource in descriptor["resources"]]
    order = [layout.name for layout in LAYOUTS]
    return sorted(files, key=lambda file: [not file.path.startswith(name) for name in order])


def is_descriptor(value: object) -> bool:
    """Whether a JSON value looks like a description."""
    return isinstance(value, dict) and isinstance(value.get("resources"), list)


def _file(resource: Any) -> File:
    path = resource.get("path") if isinstance(resource, dict) else None
    if not isinstance(path, str) or not path or path in (".", "..") or _leads_away(path):
        raise DataProblem(
            f"{DESCRIPTOR} names a file that is not in its folder.",
            "An export's files stand side by side; nothing was read.",
        )
    size, digest = resource.get("bytes"), resource.get("hash")
    return File(
        path,
        size if isinstance(size, int) else -1,
        digest.removeprefix("sha256:") if isinstance(digest, str) else "",
    )


def _leads_away(path: str) -> bool:
    return any(sign in path for sign in ("/", "\\", ":", "\0"))


def _resource(layout: Layout, file: File, form: str) -> dict[str, Any]:
    if form == CSV:
        dialect = {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "header": True}
        sort = {"profile": "tabular-data-resource", "type": "table", "dialect": dialect}
    else:
        # Not a table: a field that a record has not is not in its line, and some hold others.
        sort = {"profile": "data-resource", "type": "file"}
    return {
        **sort,
        "name": layout.name,
        "path": file.path,
        "description": _MEANINGS[layout.name],
        "format": form,
        "mediatype": _MEDIA_TYPES[form],
        "encoding": "utf-8",
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
        "schema": _schema(layout, form),
    }


def _schema(layout: Layout, form: str) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": list(_csv_fields(layout) if form == CSV else _json_fields(layout)),
        "primaryKey": "id",
    }
    if layout == CODINGS:
        schema["foreignKeys"] = [
            {"fields": "moment", "reference": {"resource": MOMENTS.name, "fields": "id"}}
        ]
    return schema


def _csv_fields(layout: Layout) -> Iterator[dict[str, Any]]:
    if not layout.kind:
        yield _kind_field(FAMILY_KINDS)
    for column in layout.columns:
        kind = _TYPES.get(column.field.sort, "string")
        # A moment need not have a repair; a code of one's own may not fit into a list of codes.
        required = column.field.required and not column.part and column.field.sort != CODES
        described = _field(column.name, kind, column.field, required=required)
        described["description"] += _IN_CELLS.get(column.field.sort, "")
        yield described
    yield {"name": EXTRA, "type": "object", "description": "everything else, as JSON"}


def _json_fields(layout: Layout) -> Iterator[dict[str, Any]]:
    yield _kind_field((layout.kind,) if layout.kind else FAMILY_KINDS)
    for field in TABLES[layout.name]:
        kind = {**_TYPES, **_JSON_TYPES}.get(field.sort, "string")
        yield _field(field.name, kind, field, required=field.required)


def _kind_field(kinds: tuple[str, ...]) -> dict[str, Any]:
    return {
        "name": KIND,
        "type": "string",
        "description": "the kind of record",
        "constraints": {"required": True, "enum": list(kinds)},
    }


def _field(name: str, kind: str, field: Field, *, required: bool) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if required else {}
    if field.choices:
        constraints["enum"] = list(field.choices)
    if field.sort == TIME:
        constraints["pattern"] = _TIME_PATTERN
    if field.sort == MONTH:
        constraints["pattern"] = _MONTH_PATTERN
    described: dict[str, Any] = {"name": name, "type": kind, "description": field.meaning}
    if constraints:
        described["constraints"] = constraints
    return described


_HINT = "parentkit export --out DIR writes a folder that can be read here. Nothing was changed."
