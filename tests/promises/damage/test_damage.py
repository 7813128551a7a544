"""Whatever happens to the bytes of a journal, reading it never raises; every line that is not
touched is read; the one that is, is named by file and line; nothing is read that nobody wrote.
"""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    pass

CANARY = "nobody-may-see-this"


def flipped(data: bytes, at: int, bit: int) -> bytes:
    """The bytes with one bit turned over."""
    return data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :]


def check_flips(page: Any, bits_at: Any) -> None:
    for at, byte in enumerate(page.data):
        if byte != ord("\n"):
            for bit in bits_at(at):
                page.put(flipped(page.data, at, bit))
                touched = page.lines(at, at + 1)
                assert page.found(touched) == set(page.ids) - {page.ids[touched[0] - 1]}


def test_a_bit_that_turned_over_costs_one_line_and_the_line_is_named(page: Any) -> None:
    check_flips(page, lambda at: {at % 8, 6} if at % 3 == 0 else {at % 8})


@pytest.mark.slow
def test_any_bit_that_turned_over_costs_one_line_and_the_line_is_named(page: Any) -> None:
    check_flips(page, lambda _at: range(8))


def test_a_line_end_that_turned_into_something_else_does_not_cost_the_next_line(
    page: Any,
) -> None:
    lost = []
    for number, (_, end) in enumerate(page.spans(), 1):
        for bit in range(8):
            page.put(flipped(page.data, end - 1, bit))
            found = page.found([number, number + 1], named=[])
            lost += [(number, bit)] if set(page.ids) - found - {page.ids[number - 1]} else []
    assert not lost


def check_cuts(page: Any, step: int) -> None:
    ends = {end for _, end in page.spans()}
    for length in sorted({*range(0, len(page.data) + 1, step), *ends, *(end - 1 for end in ends)}):
        page.put(page.data[:length])
        whole = [
            one for one, (_, end) in zip(page.ids, page.spans(), strict=True) if end - 1 <= length
        ]
        named = [] if length in ends or length + 1 in ends or length == 0 else [len(whole) + 1]
        touched = list(range(len(whole) + 1, len(page.ids) + 1))
        assert page.found(touched, named) == set(whole)
        page.go_on(set(whole))


def test_a_file_that_was_cut_short_keeps_every_whole_line_and_is_written_on(page: Any) -> None:
    check_cuts(page, 11)


@pytest.mark.slow
def test_a_file_that_was_cut_short_at_any_byte_keeps_every_whole_line(page: Any) -> None:
    check_cuts(page, 1)


def check_zeroes(page: Any, step: int, beyond: int) -> None:
    for start in range(0, len(page.data), step):
        page.put(page.data[:start] + bytes(len(page.data) - start + beyond))
        touched = page.lines(start, len(page.data))
        at_line_end = page.data[start] == ord("\n")
        named = [touched[0]] if touched else [len(page.ids) + 1]
        found = page.found(touched, named)
        assert found == set(page.ids[: touched[0] - 1 + at_line_end])
        page.go_on(found)


@pytest.mark.parametrize("beyond", [0, 4096])
def test_a_tail_of_zero_bytes_leaves_every_line_before_it(page: Any, beyond: int) -> None:
    check_zeroes(page, 13, beyond)


@pytest.mark.slow
@pytest.mark.parametrize("beyond", [0, 1, 4096])
def test_a_tail_of_zero_bytes_from_any_byte_leaves_every_line_before_it(
    page: Any, beyond: int
) -> None:
    check_zeroes(page, 1, beyond)


@pytest.mark.parametrize("length", [1, 16, 300])
def test_a_hole_of_zero_bytes_leaves_the_lines_around_it(page: Any, length: int) -> None:
    for start in range(0, len(page.data) - length, 5):
        page.put(page.data[:start] + bytes(length) + page.data[start + length :])
        touched = page.lines(start, start + length)
        page.found(touched, named=touched[:1])


@pytest.mark.parametrize("end", [b"\r\n", b"\n\n", b" \n", b"\n\xef\xbb\xbf", b"\n \t"])
def test_what_editors_and_sync_tools_do_to_line_ends_costs_nothing(page: Any, end: bytes) -> None:
    page.put(b"\xef\xbb\xbf" + page.data.replace(b"\n", end))
    assert page.found([]) == set(page.ids)
    page.go_on(set(page.ids))


garbage = st.binary(max_size=60) | st.sampled_from(
    [b"\n", b"\0" * 40, b"{}", b"[" * 500, b'{"v":1,"id":"', b'"sum":"00000000"}\n', b"\xff\xfe"]
)


@settings(deadline=None, max_examples=150)
@given(data=st.data())
def test_garbage_put_into_some_lines_leaves_the_others(page: Any, data: Any) -> None:
    lines = page.data.splitlines(keepends=True)
    touched = data.draw(st.sets(st.integers(1, len(lines))))
    for number in touched:
        line = lines[number - 1]
        start = data.draw(st.integers(1, len(line) - 2))
        end = data.draw(st.integers(start, len(line) - 2))
        lines[number - 1] = line[:start] + data.draw(garbage) + line[end:]
    page.put(b"".join(lines))
    page.go_on(page.found(sorted(touched), named=[]))


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=300) | st.lists(garbage).map(b"".join))
@example(b"")
@example(b"\xef\xbb\xbf")
def test_a_file_of_anything_at_all_is_read_without_an_error(page: Any, content: bytes) -> None:
    page.put(content)
    with open(os.path.join(os.path.dirname(page.path), "family.jsonl"), "wb") as file:
        file.write(content)
    journal = page.home.journal()
    assert not journal.read().records
    assert not journal.lasting().records
    page.go_on(set())


@pytest.mark.parametrize(
    "name",
    ["2026-11 (conflicted copy).jsonl", "2026-11.sync-conflict-20261122-101010-ABCDEFG.jsonl"],
)
def test_a_copy_that_a_sync_tool_set_beside_a_file_is_read_and_counts_once(
    page: Any, name: str
) -> None:
    first, *others = page.data.splitlines(keepends=True)
    page.put(first)
    with open(os.path.join(os.path.dirname(page.path), name), "wb") as file:
        file.write(b"".join([first, *others]))
    assert page.found([]) == set(page.ids)
    page.go_on(set(page.ids))


@pytest.mark.parametrize(
    "name", [".2026-11.jsonl.swp", "2026-11.jsonl~", "notes.txt", "2026-13.jsonl", "Thumbs.db"]
)
def test_what_is_not_a_journal_file_is_left_alone(page: Any, name: str) -> None:
    beside = os.path.join(os.path.dirname(page.path), name)
    with open(beside, "wb") as file:
        file.write(b"something\n")
    reading = page.home.journal().read()
    assert {record.id for record in reading.records} == set(page.ids)
    assert not reading.problems
    with open(beside, "rb") as file:
        assert file.read() == b"something\n"


def test_without_what_can_be_rebuilt_everything_is_there(page: Any) -> None:
    home = page.home
    before = {record.id: record.fields for record in home.journal().read().records}
    for name in os.listdir(home.state):
        with contextlib.suppress(IsADirectoryError):
            os.unlink(os.path.join(home.state, name))
    assert {record.id: record.fields for record in home.journal().read().records} == before
    page.go_on(set(page.ids))
