"""A disk that is full, failing, read-only or forbidden: what was acknowledged is there, what was
not is told in words, nothing is half visible, and a disk that is well again takes the next moment.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
from typing import TYPE_CHECKING, Any

import pytest

from parentkit.domain.errors import ParentkitError
from parentkit.journal.log.write_problem import WriteProblem
from parentkit.journal.log.writer import Draft
from parentkit.storage import lock as lock_module
from parentkit.storage import reading

if TYPE_CHECKING:
    from collections.abc import Callable

    from parentkit.journal.journal import Journal

    Doing = Callable[[Any, Journal], Any]

CANARY = "nobody-may-see-this"


def log(home: Any, journal: Journal) -> Any:
    return journal.append([home.moment(note=CANARY)])


def log_the_first_one(home: Any, journal: Journal) -> Any:
    return log(home, journal)


def change(home: Any, journal: Journal) -> Any:
    del home
    records = sorted(journal.read().records, key=lambda record: record.id)
    return [journal.amend(record, {"note": "another", "fit": None}) for record in records[:1]]


def undo(home: Any, journal: Journal) -> Any:
    del home
    return journal.undo().written


def log_three_in_two_months(home: Any, journal: Journal) -> Any:
    days = ("2026-11-01", "2027-01-05", "2026-11-02")
    return journal.append([home.moment(observed_at=f"{day}T09:00+01:00") for day in days])


def log_into_many_months(home: Any, journal: Journal) -> Any:
    """More files than are kept open."""
    months = range(5, 11)
    return journal.append([home.moment(observed_at=f"2027-{one:02}-01T09:00") for one in months])


def add_a_child(home: Any, journal: Journal) -> Any:
    return journal.append([Draft("child", home.new_id(), {"name": "Mia"})])


DOINGS = (
    log,
    log_the_first_one,
    change,
    undo,
    log_three_in_two_months,
    log_into_many_months,
    add_a_child,
)


def lived_in(tools: Any, root: Any, doing: Doing) -> tuple[Any, Journal]:
    """A home in which something was logged before (unless the doing is the first), newly opened."""
    home = tools.Home(root)
    if doing is not log_the_first_one:
        journal = home.journal()
        journal.append([home.moment(note="earlier")])
        journal.append([home.moment(note="earlier still", observed_at="2026-10-30T20:00+01:00")])
        journal.close()
    return home, home.journal()


@pytest.mark.parametrize("how_long", ["once", "from then on"])
@pytest.mark.parametrize("doing", DOINGS, ids=lambda doing: doing.__name__)
def test_a_fault_at_any_call_ends_in_an_acknowledgement_that_holds_or_in_a_documented_error(
    tools: Any, tmp_path: Any, fault: Any, doing: Doing, how_long: str
) -> None:
    home, journal = lived_in(tools, tmp_path / "rehearsal", doing)
    tools.everything(home.journal())
    with tools.FaultyDisk().running() as rehearsal:
        doing(home, journal)
    hoped = tools.everything(home.journal())
    for call in range(len(rehearsal.calls)):
        home, journal = lived_in(tools, tmp_path / str(call), doing)
        before = tools.everything(home.journal())
        faulty = tools.FaultyDisk(fault, call, lasting=how_long != "once")
        told = None
        try:
            with faulty.running():
                stored = doing(home, journal)
        except WriteProblem as problem:
            told, stored = problem, problem.stored
        seen = tools.everything(home.journal())
        lines = {(line["id"], line["stamp"], line["seq"]) for line in home.stored()}
        assert {(one.id, one.stamp, one.seq) for one in stored} <= lines
        if not told:
            assert seen == hoped
            continue
        assert home.root in told.message
        assert "safe" in told.hint
        assert CANARY not in f"{told.message} {told.hint}"
        if {"fsync", "truncate"}.isdisjoint(faulty.struck) and not told.stored:
            assert seen == before
        else:
            both = before.keys() | hoped.keys()
            assert all(seen.get(key) in (before.get(key), hoped.get(key)) for key in both)
        _the_next_one_is_stored(tools, home, journal, faulty, seen)


def _the_next_one_is_stored(
    tools: Any, home: Any, journal: Journal, faulty: Any, seen: dict[Any, Any]
) -> None:
    """With the disk well again; a journal to which a write was not confirmed takes nothing more."""
    draft = home.moment(note="next")
    try:
        journal.append([draft])
        seen = {**seen, ("moment", draft.id): draft.fields}
    except WriteProblem:
        assert not {"fsync", "truncate"}.isdisjoint(faulty.struck)
    fresh = home.journal()
    (after,) = fresh.append([home.moment(note="after that")])
    seen = {**seen, ("moment", after.id): after.set}
    assert tools.everything(home.journal()) == seen
    assert "truncate" in faulty.struck or not fresh.read().problems
    for path, lines in home.lines().items():
        assert len({line["seq"] for line in lines}) == len(lines), path


@pytest.mark.parametrize("doing", [log, change, undo], ids=lambda doing: doing.__name__)
def test_after_a_write_that_was_not_confirmed_a_journal_acknowledges_nothing_more(
    tools: Any, tmp_path: Any, doing: Doing
) -> None:
    home, journal = lived_in(tools, tmp_path, doing)
    faulty = tools.FaultyDisk(tools.Fault("error", errno.EIO), 0, only=("fsync",))
    with faulty.running(), pytest.raises(WriteProblem, match="did not confirm"):
        doing(home, journal)
    seen = tools.everything(home.journal())
    for again in (log, log_three_in_two_months, add_a_child):
        with pytest.raises(WriteProblem) as told:
            again(home, journal)
        assert "safe" in told.value.hint
    assert tools.everything(home.journal()) == seen


def test_of_a_batch_that_stopped_in_the_middle_the_error_says_what_is_stored(
    tools: Any, tmp_path: Any
) -> None:
    home, journal = lived_in(tools, tmp_path, log)
    # The first file's lines, its tidemark, and then the second file's.
    faulty = tools.FaultyDisk(tools.Fault("full", errno.ENOSPC), 2, only=("write",))
    with faulty.running(), pytest.raises(WriteProblem) as told:
        log_three_in_two_months(home, journal)
    assert len(told.value.stored) == 2
    assert "2 of these are stored" in told.value.hint
    ids = {record.id for record in home.journal().read().records}
    assert {one.id for one in told.value.stored} < ids
    assert len(ids) == 4


READING = (
    lambda journal: journal.read(),
    lambda journal: journal.read("2026-10-31"),
    lambda journal: journal.lasting(),
)


@pytest.mark.parametrize("read", READING, ids=["everything", "a window", "lasting records"])
def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_there(
    tools: Any, tmp_path: Any, read: Callable[[Journal], Any]
) -> None:
    home, journal = lived_in(tools, tmp_path, log)
    journal.append([home.moment(observed_at="2027-01-05T09:00+01:00")])
    add_a_child(home, journal)
    whole = {record.id for record in read(home.journal()).records}
    for path in home.files():
        aside = f"{path}.aside"
        os.rename(path, aside)
        os.mkdir(path)  # even an administrator cannot read a folder as a file
        reading = read(home.journal())
        found = {record.id for record in reading.records}
        os.rmdir(path)
        os.rename(aside, path)
        gone = {line["id"] for line in tools.whole_lines(path)} & whole
        assert found == whole - gone
        assert [problem.path for problem in reading.problems] == ([path] if gone else [])


class FailingReads:
    """Opening files for reading, where one of the calls below `root` is answered with an error."""

    def __init__(self, root: str, error: int, turn: int) -> None:
        self.root = root
        self.error = error
        self.turn = turn
        self.calls = 0

    def instead_of(self, real: Callable[..., Any]) -> Callable[..., Any]:
        """One of the ways of opening a file, which fails in its turn."""

        def opened(path: Any, *more: Any, **named: Any) -> Any:
            if str(path).startswith(self.root):
                self.calls += 1
                if self.calls - 1 == self.turn:
                    raise OSError(self.error, os.strerror(self.error), path)
            return real(path, *more, **named)

        return opened


@pytest.mark.parametrize("error", [errno.EIO, errno.EACCES])
@pytest.mark.parametrize("doing", [log, change, undo], ids=lambda doing: doing.__name__)
def test_a_disk_that_cannot_be_read_from_breaks_nothing(
    tools: Any, tmp_path: Any, doing: Doing, error: int
) -> None:
    for turn in itertools.count():
        home, journal = lived_in(tools, tmp_path / str(turn), doing)
        before = tools.everything(home.journal())
        failing = FailingReads(home.root, error, turn)
        with pytest.MonkeyPatch.context() as patch, contextlib.suppress(ParentkitError):
            patch.setattr("builtins.open", failing.instead_of(open))
            patch.setattr(reading, "_opened", failing.instead_of(reading._opened))
            doing(home, journal)
        assert before.keys() <= tools.everything(home.journal()).keys()
        log(home, home.journal())
        if failing.calls <= turn:
            break
    assert turn > 0


class InTheWay:
    """Something else stands where a folder or a file of ours should be."""

    @staticmethod
    def home(home: Any) -> str:
        return str(home.home)

    @staticmethod
    def journal(home: Any) -> str:
        return os.path.join(home.home, "families", "own", "journal")

    @staticmethod
    def state(home: Any) -> str:
        return str(home.state)

    @staticmethod
    def device(home: Any) -> str:
        return os.path.join(home.state, "device.json")

    @staticmethod
    def lock(home: Any) -> str:
        return os.path.join(home.state, "device.lock")


@pytest.mark.parametrize("where", [InTheWay.home, InTheWay.journal])
@pytest.mark.parametrize("what", ["a file", "a loop"])
def test_where_the_journal_cannot_be_the_error_says_so(
    tools: Any, tmp_path: Any, where: Callable[[Any], str], what: str
) -> None:
    home = tools.Home(tmp_path)
    place = where(home)
    _put_in_the_way(place, what)
    with pytest.raises(WriteProblem) as told:
        log(home, home.journal())
    assert home.home in told.value.message
    os.unlink(place)
    (stored,) = log(home, home.journal())
    assert tools.everything(home.journal()) == {("moment", stored.id): stored.set}


@pytest.mark.parametrize("where", [InTheWay.state, InTheWay.device, InTheWay.lock])
@pytest.mark.parametrize("what", ["a file", "a loop", "a folder", "a pipe"])
def test_whatever_stands_in_the_way_of_the_local_state_a_moment_is_stored(
    tools: Any, tmp_path: Any, where: Callable[[Any], str], what: str
) -> None:
    home = tools.Home(tmp_path)
    _put_in_the_way(where(home), what)
    (stored,) = log(home, home.journal())
    assert tools.everything(home.journal()) == {("moment", stored.id): stored.set}


def _put_in_the_way(place: str, what: str) -> None:
    os.makedirs(os.path.dirname(place), exist_ok=True)
    if what == "a folder":
        os.mkdir(place)
    elif what == "a pipe":
        os.mkfifo(place)
    elif what == "a loop":
        os.symlink(os.path.basename(place), place)
    else:
        with open(place, "w", encoding="ascii") as file:
            file.write("something else\n")


def test_a_lock_that_another_process_keeps_is_told_and_waited_for_no_longer_than_promised(
    tools: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock_module, "PATIENCE_SECONDS", 0.01)
    home, journal = lived_in(tools, tmp_path, log)
    path = max(home.files())
    descriptor = os.open(path, os.O_RDONLY)
    lock_module.lock(descriptor)
    try:
        with pytest.raises(WriteProblem, match="another parentkit is writing") as told:
            log(home, journal)
    finally:
        os.close(descriptor)
    assert path in told.value.message
    before = tools.everything(home.journal())
    (stored,) = log(home, journal)
    assert tools.everything(home.journal()) == {**before, ("moment", stored.id): stored.set}
