"""Whatever happens to the bytes of a journal, reading it never raises; every line that is not touched
is read; the one that is, is named by file and line; nothing is read that nobody wrote.
"""

from __future__ import annotations

import contextlib
import json
import os
import zlib
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from parentkit.domain.errors import ParentkitError

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.usefixtures("no_waiting_for_the_disk")

CANARY = "nobody-may-see-this"


class Page(NamedTuple):
    """A journal of one file, one moment to a line; `ids[i]` stands in line i + 1."""

    home: Any
    path: str
    data: bytes
    ids: list[str]

    def put(self, data: bytes) -> None:
        """These bytes in the place of the file's own."""
        with open(self.path, "wb") as file:
            file.write(data)

    def spans(self) -> list[tuple[int, int]]:
        """Where each line begins and ends, its line end included."""
        ends = [at + 1 for at, byte in enumerate(self.data) if byte == ord("\n")]
        return list(zip([0, *ends[:-1]], ends, strict=True))

    def lines(self, first: int, end: int) -> list[int]:
        """The numbers of the lines that have a byte from `first` up to, without, `end`."""
        return [number for number, (a, b) in enumerate(self.spans(), 1) if a < end and first < b]

    def found(self, touched: list[int], named: list[int] | None = None) -> set[str]:
        """The ids that are read, when all but the touched lines must be among them, unchanged.

        `named` are the lines that must be named as problems: those touched, where it is left out.
        """
        reading = self.home.journal().read()
        records = {record.id: record.fields for record in reading.records}
        kept = [one for number, one in enumerate(self.ids, 1) if number not in touched]
        assert records.keys() <= set(self.ids)
        assert records.keys() >= set(kept)
        for identity, fields in records.items():
            assert fields == self.wrote(identity)
        lines = {problem.line for problem in reading.problems}
        assert lines >= set(touched if named is None else named)
        for problem in reading.problems:
            assert str(problem).startswith(f"{self.path}, line {problem.line}:")
            assert CANARY not in f"{problem} {problem!r}"
        return set(records)

    def wrote(self, identity: str) -> dict[str, Any]:
        """The fields of a moment as they were written."""
        number = self.ids.index(identity)
        fields: dict[str, Any] = self.home.moment(note=f"é {CANARY} {number}").fields
        return fields

    def go_on(self, before: set[str]) -> None:
        """The next moment is stored behind the damage and read, and so is the one after it."""
        journal = self.home.journal()
        for note in ("one more", "and one more"):
            (stored,) = journal.append([self.home.moment(note=note)])
            before = {*before, stored.id}
            assert {record.id for record in self.home.journal().read().records} == before
        journal.close()


@pytest.fixture
def page(at_home: Any) -> Page:
    journal = at_home.journal()
    stored = [
        journal.append([at_home.moment(note=f"é {CANARY} {number}")])[0] for number in range(4)
    ]
    (path,) = at_home.files()
    with open(path, "rb") as file:
        return Page(at_home, path, file.read(), [one.id for one in stored])


def flipped(data: bytes, at: int, bit: int) -> bytes:
    """The bytes with one bit turned over."""
    return data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :]


def check_flips(page: Page, bits_at: Any) -> None:
    for at, byte in enumerate(page.data):
        if byte != ord("\n"):
            for bit in bits_at(at):
                page.put(flipped(page.data, at, bit))
                touched = page.lines(at, at + 1)
                assert page.found(touched) == set(page.ids) - {page.ids[touched[0] - 1]}


def test_a_bit_that_turned_over_costs_one_line_and_the_line_is_named(page: Page) -> None:
    check_flips(page, lambda at: {at % 8, 6} if at % 3 == 0 else {at % 8})


@pytest.mark.slow
def test_any_bit_that_turned_over_costs_one_line_and_the_line_is_named(page: Page) -> None:
    check_flips(page, lambda _at: range(8))


def test_a_line_end_that_turned_into_something_else_does_not_cost_the_next_line(
    page: Page,
) -> None:
    lost = []
    for number, (_, end) in enumerate(page.spans(), 1):
        for bit in range(8):
            page.put(flipped(page.data, end - 1, bit))
            found = page.found([number, number + 1], named=[])
            lost += [(number, bit)] if set(page.ids) - found - {page.ids[number - 1]} else []
    assert not lost


def check_cuts(page: Page, step: int) -> None:
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


def test_a_file_that_was_cut_short_keeps_every_whole_line_and_is_written_on(page: Page) -> None:
    check_cuts(page, 11)


@pytest.mark.slow
def test_a_file_that_was_cut_short_at_any_byte_keeps_every_whole_line(page: Page) -> None:
    check_cuts(page, 1)


def check_zeroes(page: Page, step: int, beyond: int) -> None:
    for start in range(0, len(page.data), step):
        page.put(page.data[:start] + bytes(len(page.data) - start + beyond))
        touched = page.lines(start, len(page.data))
        at_line_end = page.data[start] == ord("\n")
        named = [touched[0]] if touched else [len(page.ids) + 1]
        found = page.found(touched, named)
        assert found == set(page.ids[: touched[0] - 1 + at_line_end])
        page.go_on(found)


@pytest.mark.parametrize("beyond", [0, 4096])
def test_a_tail_of_zero_bytes_leaves_every_line_before_it(page: Page, beyond: int) -> None:
    check_zeroes(page, 13, beyond)


@pytest.mark.slow
@pytest.mark.parametrize("beyond", [0, 1, 4096])
def test_a_tail_of_zero_bytes_from_any_byte_leaves_every_line_before_it(
    page: Page, beyond: int
) -> None:
    check_zeroes(page, 1, beyond)


@pytest.mark.parametrize("length", [1, 16, 300])
def test_a_hole_of_zero_bytes_leaves_the_lines_around_it(page: Page, length: int) -> None:
    for start in range(0, len(page.data) - length, 5):
        page.put(page.data[:start] + bytes(length) + page.data[start + length :])
        touched = page.lines(start, start + length)
        page.found(touched, named=touched[:1])


@pytest.mark.parametrize("end", [b"\r\n", b"\n\n", b" \n", b"\n\xef\xbb\xbf", b"\n \t"])
def test_what_editors_and_sync_tools_do_to_line_ends_costs_nothing(page: Page, end: bytes) -> None:
    page.put(b"\xef\xbb\xbf" + page.data.replace(b"\n", end))
    assert page.found([]) == set(page.ids)
    page.go_on(set(page.ids))


garbage = st.binary(max_size=60) | st.sampled_from(
    [b"\n", b"\0" * 40, b"{}", b"[" * 500, b'{"v":1,"id":"', b'"sum":"00000000"}\n', b"\xff\xfe"]
)


@settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_garbage_put_into_some_lines_leaves_the_others(page: Page, data: Any) -> None:
    lines = page.data.splitlines(keepends=True)
    touched = data.draw(st.sets(st.integers(1, len(lines))))
    for number in touched:
        line = lines[number - 1]
        start = data.draw(st.integers(1, len(line) - 2))
        end = data.draw(st.integers(start, len(line) - 2))
        lines[number - 1] = line[:start] + data.draw(garbage) + line[end:]
    page.put(b"".join(lines))
    page.go_on(page.found(sorted(touched), named=[]))


@settings(
    deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=300) | st.lists(garbage).map(b"".join))
@example(b"")
@example(b"\xef\xbb\xbf")
def test_a_file_of_anything_at_all_is_read_without_an_error(page: Page, content: bytes) -> None:
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
    page: Page, name: str
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
def test_what_is_not_a_journal_file_is_left_alone(page: Page, name: str) -> None:
    beside = os.path.join(os.path.dirname(page.path), name)
    with open(beside, "wb") as file:
        file.write(b"something\n")
    reading = page.home.journal().read()
    assert {record.id for record in reading.records} == set(page.ids)
    assert not reading.problems
    with open(beside, "rb") as file:
        assert file.read() == b"something\n"


COMMANDS = (
    "moments --all",
    "moments --all --json",
    "moments",
    "rates --all",
    "rates --week --json",
    "rates --all --by caregiver",
    "show ID",
    "history ID",
    "edit ID --fit partial",
    "repair ID",
    "undo",
    "log afraid comfort",
    "child list",
    "export --out OUT",
    "doctor",
)


def outcomes(tmp_path: Any, identity: str) -> Iterator[tuple[str, int]]:
    """What each command answers: an exit code, or that of the error it tells."""
    from parentkit.cli.main import run

    for command in COMMANDS:
        words = command.replace("ID", identity).replace("OUT", str(tmp_path / "export")).split()
        try:
            yield command, run(words)
        except ParentkitError as problem:
            assert CANARY not in f"{problem.message} {problem.hint}"
            yield command, problem.exit_code


@pytest.mark.parametrize("line", range(4))
def test_every_command_copes_with_a_line_that_is_gone(
    tmp_path: Any,
    at_home: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    line: int,
) -> None:
    from parentkit.cli.main import run

    monkeypatch.setenv("PARENTKIT_HOME", at_home.home)
    monkeypatch.setenv("PARENTKIT_STATE", at_home.state)
    run(["log", "afraid", "comfort", "--note", CANARY])
    (path,) = [path for path in at_home.files() if not path.endswith("family.jsonl")]
    (identity,) = {stored["id"] for stored in at_home.lines()[path]}
    run(["edit", identity, "--fit", "partial", "--note", f"{CANARY} again"])
    run(["repair", identity, "--after", "10m"])
    run(["log", "sad", "comfort"])
    path = path if line < 3 else next(one for one in at_home.files() if one != path)
    with open(path, "rb") as file:
        lines = file.read().splitlines(keepends=True)
    lines[line % 3] = lines[line % 3].replace(b'"set"', b'"sat"')
    with open(path, "wb") as file:
        file.writelines(lines)
    capsys.readouterr()
    for command, code in outcomes(tmp_path, identity):
        said = capsys.readouterr()
        assert code in (0, 1, 3), (command, said)
        if command.startswith("moments") and line < 3:
            assert f"{path}, line {line % 3 + 1}:" in said.err
            assert CANARY not in said.err


def sealed(text: str) -> bytes:
    """A line of JSON with the checksum that fits it, by the description of the format."""
    body = text[:-1].encode("utf-8", "surrogatepass")
    return b'%b,"sum":"%08x"}\n' % (body, zlib.crc32(body))


def line_like(page: Page, **changed: Any) -> str:
    """The first line's operation as a newer one, with some of its parts changed; None takes out."""
    line = json.loads(page.data.splitlines()[0])
    del line["sum"]
    line |= {"seq": 5, "stamp": line["stamp"].replace("/0000/", "/0001/"), **changed}
    return json.dumps({name: value for name, value in line.items() if value is not None})


STRANGE_LINES = (
    lambda page: line_like(page, set=[]),
    lambda page: line_like(page, set=None),
    lambda page: line_like(page, seq=0),
    lambda page: line_like(page, seq=True),
    lambda page: line_like(page, v="1"),
    lambda page: line_like(page, id=5),
    lambda page: line_like(page, stamp="yesterday"),
    lambda page: line_like(page, base={"note": "x"}),
    lambda page: line_like(page, batch=7),
    lambda page: line_like(page, set={"note": float("nan")}),
    lambda page: line_like(page).replace('"fit"', '"cue"'),
    lambda page: line_like(page).replace('"matched"', "[" * 5000 + "]" * 5000),
    lambda page: line_like(page).replace('"matched"', "1" * 5000),
    lambda page: line_like(page).replace('"matched"', "1e999"),
    lambda page: line_like(page).replace('"matched"', '"\\ud800"'),
    lambda page: line_like(page).replace('"matched"', '"\ud800"'),
    lambda page: line_like(page).replace('"matched"', "'matched'"),
    lambda _page: "[1]",
    lambda _page: "{}",
)


@pytest.mark.parametrize("number", range(len(STRANGE_LINES)))
def test_a_line_that_is_no_operation_is_set_aside_although_its_checksum_fits(
    page: Page, number: int
) -> None:
    page.put(page.data + sealed(STRANGE_LINES[number](page)))
    assert page.found([5]) == set(page.ids)
    page.go_on(set(page.ids))


def test_what_a_newer_version_has_written_is_read_and_kept(page: Page) -> None:
    line = sealed(line_like(page, v=2, mood="new", set={"fit": "partial", "weather": {"sun": 1}}))
    page.put(page.data + line)
    journal = page.home.journal()
    record = journal.get(page.ids[0])
    assert record.fields["weather"] == {"sun": 1}
    assert not journal.read().problems
    journal.amend(record, {"fit": "missed"})
    assert journal.get(page.ids[0]).fields["weather"] == {"sun": 1}
    with open(page.path, "rb") as file:
        assert line in file.read()


STRANGE_VALUES = (
    {"observed_at": 5},
    {"observed_at": "some day"},
    {"observed_at": "2026-13-45T99:99+99:99"},
    {"observed_at": "2026-11-22"},
    {"observed_at": None},
    {"logged_at": []},
    {"cue": ["afraid"]},
    {"cue": "a sign of another version"},
    {"responses": "comfort"},
    {"responses": [5, None, {}]},
    {"responses": []},
    {"fit": 1},
    {"fit": "of another version"},
    {"repair": "repaired"},
    {"repair": {"state": 5, "after_minutes": "ten"}},
    {"tags": "bedtime"},
    {"tags": [1, {}]},
    {"note": {"text": "words"}},
    {"child": 5},
    {"caregiver": {}},
    {"flag": "yes", "miscue": 3, "clarity": [], "context": {}, "parent_state": 0},
    {"deleted": "maybe"},
    {"sampling": 7, "suggested_fit": [], "fit_source": 0},
)


@pytest.mark.parametrize("fields", STRANGE_VALUES, ids=str)
def test_every_command_copes_with_values_that_no_version_of_ours_has_written(
    page: Page,
    tmp_path: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    fields: dict[str, Any],
) -> None:
    monkeypatch.setenv("PARENTKIT_HOME", page.home.home)
    monkeypatch.setenv("PARENTKIT_STATE", page.home.state)
    page.put(page.data + sealed(line_like(page, set=fields)))
    for command, code in outcomes(tmp_path, page.ids[0]):
        said = capsys.readouterr()
        assert code in (0, 1, 3), (command, said)
        if command == "moments --all --json":
            known = {document["id"] for document in json.loads(said.out)}
            assert known >= set(page.ids[1:])


def test_without_what_can_be_rebuilt_everything_is_there(page: Page) -> None:
    home = page.home
    before = {record.id: record.fields for record in home.journal().read().records}
    for name in os.listdir(home.state):
        with contextlib.suppress(IsADirectoryError):
            os.unlink(os.path.join(home.state, name))
    assert {record.id: record.fields for record in home.journal().read().records} == before
    page.go_on(set(page.ids))
