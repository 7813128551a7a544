"""docs/file-format.md, checked with a reader made from it that shares no code with the package."""

import json
import os
import re
import zlib
from pathlib import Path
from typing import Any

import pytest

from parentkit.journal.journal import Journal
from parentkit.journal.log.amend import amendment
from parentkit.journal.log.fold import fold
from parentkit.journal.log.folders import month_for
from parentkit.journal.log.operation import decode, encode
from parentkit.journal.log.stamp import month, wall_ms

PAGE = Path(__file__).parents[2] / "docs" / "file-format.md"
NOW = 1_795_392_000_000
"""2026-11-23T00:00:00Z, when the worked example is read."""


@pytest.fixture(scope="module")
def files() -> dict[str, list[bytes]]:
    """The example's lines by the name of the file that the page gives."""
    blocks = re.findall(
        r"^`(\S+\.jsonl)`:\n\n```jsonl\n(.*?)```", PAGE.read_text(), re.MULTILINE | re.DOTALL
    )
    return {name: text.encode().splitlines() for name, text in blocks}


@pytest.fixture(scope="module")
def result() -> Any:
    """The record that the page says comes out."""
    (block,) = re.findall(r"```json\n(.*?)```", PAGE.read_text(), re.DOTALL)
    return json.loads(block)


def merged_as_the_page_says(lines: list[bytes], now: str) -> tuple[dict[str, Any], set[str]]:
    """The one record of the example and the texts kept beside it, from the page's rules alone."""
    for line in lines:
        body, _, end = line.rpartition(b',"sum":')
        assert end == b'"%08x"}' % zlib.crc32(body)
    operations = [json.loads(line) for line in sorted(set(lines))]
    record: dict[str, Any] = {"id": operations[0]["id"]}
    kept: set[str] = set()
    for field in {name for one in operations for name in one["set"]}:
        writers = [one for one in operations if field in one["set"]]
        replaced = {stamp for one in writers for stamp in one.get("base", {}).get(field, [])}
        values = [
            (one["stamp"] <= now, one["stamp"], one["set"][field])
            for one in writers
            if one["stamp"] not in replaced
        ]
        winner = max(values, key=lambda value: value[:2])
        kept |= {
            value
            for counts, _, value in values
            if value != winner[2] and (not counts or field == "note")
        }
        if winner[2] is not None:
            record[field] = winner[2]
    return record, kept


def test_the_example_reads_as_the_page_says_by_the_pages_own_rules(
    files: dict[str, list[bytes]], result: Any
) -> None:
    lines = [line for block in files.values() for line in block]
    assert len(lines) == 6
    record, kept = merged_as_the_page_says(lines, "2026-11-24T00:00:00.000Z~")
    assert record == result
    assert kept == {"The dog next door barked.", "matched"}


def test_the_package_reads_the_example_as_the_page_says(
    files: dict[str, list[bytes]], result: Any, tmp_path: Path
) -> None:
    journal = Journal(os.fspath(tmp_path / "home"), os.fspath(tmp_path / "state"), lambda: NOW)
    for name, lines in files.items():
        path = Path(journal.places.journal, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"\n".join(lines) + b"\n")
    reading = journal.read("2026-11-22")
    (record,) = reading.records
    assert reading.problems == []
    assert record.document() == result
    assert [one.value for one in record.conflicts] == ["The dog next door barked."]
    assert [one.value for one in record.waiting] == ["matched"]
    assert journal.read("2026-12-01").records == []


def test_the_package_writes_the_lines_of_the_example(files: dict[str, list[bytes]]) -> None:
    for name, lines in files.items():
        for line in lines:
            operation = decode(line)
            assert encode(operation) == line + b"\n"
            stamp = operation.stamp
            assert (
                f"/{month_for(operation.id, operation.set, month(stamp), wall_ms(stamp))}.jsonl"
                in (f"/{os.path.basename(name)}")
            )
            assert name.startswith(operation.device)
            assert line.index(operation.id.encode()) == 13


def test_an_edit_names_what_it_replaces_as_the_page_says(files: dict[str, list[bytes]]) -> None:
    operations = [decode(line) for lines in files.values() for line in lines]
    (record,) = fold(operations, NOW).values()
    stamps = {(one.device[-1], one.seq, one.stamp[:7]): one.stamp for one in operations}
    draft = amendment(record, {"note": "Both.", "fit": "partial", "cue": "sad"})
    assert draft.base == {
        "note": [stamps["A", 2, "2026-11"], stamps["B", 1, "2026-11"]],
        "fit": [
            stamps["A", 1, "2026-11"],
            stamps["B", 1, "2026-11"],
            stamps["B", 1, "2026-12"],
        ],
        "cue": [stamps["A", 1, "2026-11"]],
    }


def lines_of_the_page() -> str:
    """The page without what it says of snapshots, which have names of their own."""
    return PAGE.read_text().partition("## The snapshot")[0]


def test_every_name_of_a_line_is_described(files: dict[str, list[bytes]]) -> None:
    described = set(re.findall(r"^\| `(\w+)` \|", lines_of_the_page(), re.MULTILINE))
    assert described == {
        name for lines in files.values() for line in lines for name in json.loads(line)
    }
