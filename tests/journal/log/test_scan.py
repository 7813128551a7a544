import os
from collections.abc import Callable
from pathlib import Path

import pytest

from parentkit.domain.ulid import ulid
from parentkit.journal.log.operation import Operation, encode
from parentkit.journal.log.redact import Target, emptied
from parentkit.journal.log.scan import (
    BAD,
    TORN,
    UNREADABLE,
    ZEROES,
    ids_with_prefix,
    lines_of,
    read_file,
    read_files,
    scan,
)

Make = Callable[..., Operation]
WholeFile = Callable[[int], bytes]


def test_every_operation_is_found_with_the_byte_at_which_its_line_begins(
    whole_file: WholeFile,
) -> None:
    data = whole_file(5)
    found = scan(data)
    assert [one.seq for one in found.operations] == [1, 2, 3, 4, 5]
    for operation, offset in zip(found.operations, found.offsets, strict=True):
        assert data[offset:].startswith(encode(operation))
    assert found.end == len(data)
    assert found.problems == []


def test_a_tail_torn_at_any_byte_costs_the_torn_line_alone(whole_file: WholeFile) -> None:
    data = whole_file(3)
    starts = scan(data).offsets
    for length in range(starts[2], len(data)):
        found = scan(data[:length], "file")
        complete = length == len(data) - 1  # all but the line end
        assert len(found.operations) == 2 + complete
        assert found.end == starts[2]
        torn = [(one.sort, one.line, one.offset) for one in found.problems]
        assert torn == ([] if complete or length == starts[2] else [(TORN, 3, starts[2])])


def test_lines_written_behind_a_torn_one_are_read(whole_file: WholeFile) -> None:
    data = whole_file(3)
    starts = scan(data).offsets
    for length in range(starts[1], starts[2]):
        found = scan(data[:length] + b"\n" + data[starts[2] :], "file")
        assert [one.seq for one in found.operations][-1] == 3
        assert all(one.line == 2 and one.sort == BAD for one in found.problems)


def test_zero_bytes_at_any_place_of_the_end_cost_the_line_they_stand_in_alone(
    whole_file: WholeFile,
) -> None:
    data = whole_file(3)
    starts = scan(data).offsets
    for length in range(starts[2], len(data)):
        found = scan(data[:length] + bytes(40), "file")
        complete = length == len(data) - 1
        assert len(found.operations) == 2 + complete
        assert [(one.sort, one.line) for one in found.problems] == [(ZEROES, 3)]


def test_a_line_behind_zero_bytes_is_read_and_the_bytes_are_named(whole_file: WholeFile) -> None:
    data = whole_file(2)
    start = scan(data).offsets[1]
    found = scan(data[:start] + bytes(64) + data[start:])
    assert len(found.operations) == 2
    assert found.offsets[1] == start + 64
    assert [(one.sort, one.line) for one in found.problems] == [(ZEROES, 2)]


@pytest.mark.parametrize("between", [b"", b"*", b"\0", b"Dear diary", b"{", b'"}'])
def test_lines_that_have_run_into_one_are_read_and_what_stands_beside_them_is_named(
    whole_file: WholeFile, tmp_path: Path, between: bytes
) -> None:
    one, other, last = whole_file(3).splitlines()
    data = one + between + other + b"\n" + last + b"\n"
    found = scan(data)
    assert [operation.seq for operation in found.operations] == [1, 2, 3]
    assert found.offsets == [0, len(one + between), len(one + between + other) + 1]
    assert [problem.line for problem in found.problems] == ([1] if between else [])
    path = tmp_path / "file"
    path.write_bytes(data)
    for operation, offset in zip(found.operations, found.offsets, strict=True):
        wanted = lines_of(os.fspath(path), [operation.id])
        assert (wanted.operations, wanted.offsets) == ([operation], [offset])
        assert ids_with_prefix(os.fspath(path), operation.id) == {("moment", operation.id)}


def test_a_changed_line_is_named_and_the_rest_is_read(whole_file: WholeFile) -> None:
    lines = whole_file(4).split(b"\n")
    lines[1] = lines[1].replace(b"sad", b"mad")
    lines.insert(3, b"Dear diary,")
    found = scan(b"\n".join(lines), "some/file")
    assert [one.seq for one in found.operations] == [1, 3, 4]
    assert [(one.line, one.sort) for one in found.problems] == [(2, BAD), (4, BAD)]
    assert str(found.problems[0]) == "some/file, line 2: the checksum does not fit; set aside."
    assert found.problems[0].offset == len(lines[0]) + 1
    assert found.problems[0].length == len(lines[1])


def test_what_editors_leave_around_lines_does_no_harm(whole_file: WholeFile) -> None:
    data = whole_file(3)
    edited = b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n") + b"\r\n\n  \n"
    found = scan(edited)
    assert found.operations == scan(data).operations
    assert found.problems == []


def test_a_part_of_a_file_is_read_with_its_place_in_the_whole(whole_file: WholeFile) -> None:
    data = whole_file(3)
    start = scan(data).offsets[1]
    found = scan(data[start:] + b"x\n", "file", start=start, first_line=2)
    assert found.offsets == scan(data).offsets[1:]
    assert found.problems[0].line == 4
    assert found.end == len(data) + 2


def test_a_file_that_cannot_be_read_is_named_and_one_that_is_gone_is_empty(tmp_path: Path) -> None:
    folder = tmp_path / "2026-11.jsonl"
    folder.mkdir()
    _, problems = read_files([os.fspath(folder), os.fspath(tmp_path / "gone.jsonl")])
    assert [one.sort for one in problems] == [UNREADABLE]
    assert str(folder) in str(problems[0])


def test_the_lines_of_a_record_are_those_that_decoding_everything_finds(
    tmp_path: Path, operation: Make, whole_file: WholeFile
) -> None:
    wanted = ulid(1, bytes(10))
    own = [operation(id=wanted, seq=seq) for seq in (8, 9)]
    elsewhere = operation(kind="coding", set={"moment": wanted, "fit": "missed"})
    usual = encode(own[0])
    unusual = encode(operation(id=wanted, seq=9, version=12))
    path = tmp_path / "2026-11.jsonl"
    path.write_bytes(whole_file(3) + usual + encode(elsewhere) + b"torn{\n" + unusual[:-1])
    found = lines_of(os.fspath(path), [wanted])
    everything = read_file(os.fspath(path))
    expected = [
        (one, offset)
        for one, offset in zip(everything.operations, everything.offsets, strict=True)
        if one.id == wanted
    ]
    assert len(expected) == 2
    assert list(zip(found.operations, found.offsets, strict=True)) == expected
    assert found.end == everything.end


def test_records_are_found_by_the_beginning_of_their_ids(tmp_path: Path, operation: Make) -> None:
    ids = ["01AAAA" + "0" * 20, "01AAAB" + "0" * 20, "01BBBB" + "0" * 20]
    path = tmp_path / "2026-11.jsonl"
    mentioned = operation(id=ids[2], kind="coding", set={"moment": ids[0]})
    lines = [*(operation(id=one) for one in ids[:2]), mentioned, operation(id=ids[0], seq=2)]
    path.write_bytes(b"".join(map(encode, lines)))
    found = ids_with_prefix(os.fspath(path), "01AAA")
    assert found == {("moment", ids[0]), ("moment", ids[1])}
    assert ids_with_prefix(os.fspath(path), "01B") == {("coding", ids[2])}
    assert ids_with_prefix(os.fspath(path), "01C") == set()
    assert ids_with_prefix(os.fspath(tmp_path / "gone"), "01A") == set()


@pytest.mark.parametrize("data", [b"", b"\n", b"\r\n\r\n"])
def test_an_empty_file_holds_nothing(data: bytes) -> None:
    found = scan(data)
    assert (found.operations, found.problems, found.end) == ([], [], len(data))


def test_what_is_erased_goes_from_lines_that_have_run_into_one_and_their_other_operation_stays(
    whole_file: WholeFile,
) -> None:
    lines = whole_file(3).splitlines()
    ids = [operation.id for operation in scan(whole_file(3)).operations]
    for gone in ids[:2]:
        data = lines[0] + b"*" + lines[1] + b"\n" + lines[2] + b"\n"
        left = scan(emptied(data, Target(frozenset((gone,)))))
        assert left.problems == []
        said = {operation.id: operation.set.get("note") for operation in left.operations}
        assert said == {one: None if one == gone else f"Nº {ids.index(one)}" for one in ids}
