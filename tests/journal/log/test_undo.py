import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from parentkit.domain.errors import DataProblem, NothingFound
from parentkit.domain.ulid import ulid
from parentkit.journal.log.operation import Operation, encode
from parentkit.journal.log.write_problem import WriteProblem
from parentkit.journal.log.writer import Draft
from parentkit.storage import disk

Log = Callable[..., str]
NOON = 1_795_348_800_000


def fields_of(journal: Any, identifier: str, kind: str = "moment") -> dict[str, Any]:
    return dict(journal.get(identifier, kind).fields)


def test_undoing_a_moment_takes_it_out_and_names_it(family: Any, log: Log) -> None:
    journal = family.device()
    kept, gone = log(journal), log(journal)
    undone = journal.undo()
    assert [record.id for record in journal.read()] == [kept]
    assert [one.id for one in undone.taken_back] == [gone]
    assert not undone.before[0].deleted
    assert undone.after[0].deleted
    assert undone.after[0].fields["cue"] == "sad"
    assert undone.left_alone == ()
    assert [one.undoes for one in undone.written] == [undone.taken_back[0].stamp]


def test_undoing_again_and_again_walks_back_to_the_beginning(family: Any, log: Log) -> None:
    journal = family.device()
    moment = log(journal)
    states = [fields_of(journal, moment)]
    for changes in ({"fit": "missed"}, {"fit": "partial", "note": "x"}, {"note": None}):
        journal.amend(journal.get(moment), changes)
        states.append(fields_of(journal, moment))
    for state in reversed(states[:-1]):
        journal.undo()
        assert fields_of(journal, moment) == state
    journal.undo()
    assert journal.get(moment).deleted
    with pytest.raises(NothingFound, match="nothing to undo"):
        journal.undo()


def test_undoing_an_edit_of_what_a_clock_years_ahead_wrote_leaves_the_moment(
    family: Any, log: Log
) -> None:
    family.clock("phone").go_on(years=2)
    for ms in (None, NOON):  # an id of that clock, or of another one
        moment = log(family.device("phone"), ms=ms)
        journal = family.device()
        before = fields_of(journal, moment)
        journal.amend(journal.get(moment), {"note": "a word"})
        journal.undo()
        assert not journal.get(moment).deleted
        assert fields_of(journal, moment) == before


def test_it_leaves_the_moment_when_the_clock_has_caught_up_too(family: Any, log: Log) -> None:
    family.clock("phone").go_on(years=2)
    moment = log(family.device("phone"))
    journal = family.device()
    before = fields_of(journal, moment)
    journal.amend(journal.get(moment), {"note": "a word"})
    family.clock().go_on(years=3)
    journal.undo()
    assert not journal.get(moment).deleted
    assert fields_of(journal, moment) == before


def test_what_is_done_after_an_undo_is_what_the_next_undo_takes_back(family: Any, log: Log) -> None:
    journal = family.device()
    moment = log(journal, fit="missed")
    journal.amend(journal.get(moment), {"fit": "partial"})
    journal.undo()
    journal.amend(journal.get(moment), {"fit": "matched"})
    journal.undo()
    assert fields_of(journal, moment)["fit"] == "missed"
    journal.undo()
    assert journal.get(moment).deleted


def test_a_deletion_can_be_undone(family: Any, log: Log) -> None:
    journal = family.device()
    moment = log(journal)
    before = fields_of(journal, moment)
    journal.amend(journal.get(moment), {"deleted": True})
    undone = journal.undo()
    assert undone.before[0].deleted
    assert fields_of(journal, moment) == before


def test_a_batch_is_undone_as_one_also_where_it_was_written_in_two_goes(
    family: Any, log: Log
) -> None:
    journal = family.device()
    kept = log(journal)
    child, moment = ulid(NOON, bytes(10)), ulid(NOON + 1, bytes(10))
    drafts = [Draft("child", child, {"name": "Nele"}), Draft("moment", moment, {"cue": "sad"})]
    (first, _) = journal.append(drafts)
    journal.amend(journal.get(moment), {"fit": "missed"}, batch=first.batch)
    undone = journal.undo()
    assert len(undone.taken_back) == 3
    assert {(record.kind, record.id) for record in undone.after} == {
        ("child", child),
        ("moment", moment),
    }
    assert [record.id for record in journal.read()] == [kept]
    assert journal.lasting().records == []
    journal.undo()
    assert journal.get(kept).deleted


def test_an_import_is_the_last_thing_done_though_its_stamps_are_old(family: Any, log: Log) -> None:
    journal = family.device()
    kept = log(journal)
    family.clock().go_on(minutes=1)
    ids = [ulid(NOON - days * 86_400_000, bytes(10)) for days in (100, 50, 1)]
    journal.append(
        [Draft("moment", one, {"cue": "sad"}, written_at_ms=NOON - 86_400_000 * 100) for one in ids]
    )
    undone = journal.undo()
    assert {record.id for record in undone.after} == set(ids)
    assert [record.id for record in journal.read()] == [kept]


def test_fields_that_somebody_changed_since_are_left_alone_and_named(family: Any, log: Log) -> None:
    laptop, phone = family.device("laptop"), family.device("phone")
    moment = log(laptop, fit="missed", slip="read")
    laptop.amend(laptop.get(moment), {"fit": "partial", "slip": "notice"})
    family.clock("phone").go_on(minutes=1)
    phone.amend(phone.get(moment), {"fit": "misread"})
    undone = laptop.undo()
    assert undone.left_alone == ((moment, "fit"),)
    assert fields_of(laptop, moment)["fit"] == "misread"
    assert fields_of(laptop, moment)["slip"] == "read"


def test_only_this_devices_own_doing_is_undone(family: Any, log: Log) -> None:
    laptop, phone = family.device("laptop"), family.device("phone")
    on_laptop = log(laptop)
    family.clock("phone").go_on(minutes=1)
    on_phone = log(phone)
    laptop.undo()
    assert [record.id for record in laptop.read()] == [on_phone]
    with pytest.raises(NothingFound):
        laptop.undo()
    phone.undo()
    assert laptop.read().records == []
    assert laptop.get(on_laptop).deleted


def test_undoing_a_moment_that_another_device_has_edited_takes_it_out_whole(
    family: Any, log: Log
) -> None:
    laptop, phone = family.device("laptop"), family.device("phone")
    moment = log(laptop)
    family.clock("phone").go_on(minutes=1)
    phone.amend(phone.get(moment), {"note": "phone"})
    laptop.undo()
    assert laptop.get(moment).deleted
    assert fields_of(laptop, moment)["note"] == "phone"
    assert fields_of(laptop, moment)["cue"] == "sad"


@pytest.mark.parametrize("order", [("laptop", "phone"), ("phone", "laptop")])
def test_undoing_one_of_two_imports_of_the_same_record_leaves_the_other(
    family: Any, order: tuple[str, str]
) -> None:
    moment = ulid(NOON, bytes(10))
    draft = Draft("moment", moment, {"cue": "sad", "note": "x"}, written_at_ms=NOON)
    for name in ("laptop", "phone"):
        family.device(name).append([draft])
    for name, gone in zip(order, (False, True), strict=True):
        family.device(name).undo()
        assert family.device(name).get(moment).deleted is gone


def test_an_undone_text_leaves_no_conflict(family: Any, log: Log) -> None:
    journal = family.device()
    moment = log(journal, note="first")
    journal.amend(journal.get(moment), {"note": "second"})
    journal.undo()
    record = journal.get(moment)
    assert record.fields["note"] == "first"
    assert record.conflicts == ()


def test_what_was_logged_ahead_of_time_is_undone_after_what_was_logged_now(
    family: Any, log: Log
) -> None:
    journal = family.device()
    family.clock().go_on(years=10)
    ahead = log(journal)
    family.clock().ms = NOON
    now = log(journal)
    journal.undo()
    assert [record.id for record in journal.read()] == [ahead]
    journal.undo()
    assert journal.read().records == []
    assert journal.get(now).deleted


def test_an_undo_can_be_followed_in_the_history(family: Any, log: Log) -> None:
    journal = family.device()
    moment = log(journal, fit="missed")
    edit = journal.amend(journal.get(moment), {"fit": "partial"})
    journal.undo()
    assert [(one.set.get("fit"), one.undoes) for one in journal.history(moment)] == [
        ("missed", None),
        ("partial", None),
        ("missed", edit.stamp),
    ]


def test_copies_of_a_file_do_not_make_an_action_count_twice(family: Any, log: Log) -> None:
    journal = family.device()
    moment = log(journal)
    path = journal.places.month_file(journal.device.id, "2026-11")
    with open(path, "rb") as file, open(path.replace(".jsonl", " (copy).jsonl"), "wb") as copy:
        copy.write(file.read())
    undone = journal.undo()
    assert len(undone.taken_back) == len(undone.written) == 1
    assert journal.get(moment).deleted


def test_an_undo_that_could_be_written_in_part_goes_on_with_the_rest(
    family: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = family.device()
    child, moment = ulid(NOON, bytes(10)), ulid(NOON + 1, bytes(10))
    journal.append([Draft("child", child, {"name": "N"}), Draft("moment", moment, {"cue": "sad"})])
    writes = iter([disk.write])

    def write_once(descriptor: int, data: bytes) -> int:
        for real in writes:
            return real(descriptor, data)
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(disk, "write", write_once)
        with pytest.raises(WriteProblem):
            journal.undo()
    assert journal.get(child, "child").deleted is not journal.get(moment).deleted
    undone = journal.undo()
    assert len(undone.after) == 1
    assert journal.get(child, "child").deleted
    assert journal.get(moment).deleted
    with pytest.raises(NothingFound):
        journal.undo()


def test_lines_in_an_unusual_layout_can_be_undone_and_broken_ones_are_passed_over(
    family: Any, log: Log, operation: Callable[..., Operation]
) -> None:
    journal = family.device()
    log(journal)
    moment = ulid(NOON, bytes(10))
    later = operation(
        id=moment, device=journal.device.id, ms=NOON + 5000, seq=2, extra={"a": 1}, version=2
    )
    unusual = encode(later).replace(b',"by"', b', "by"')[:-19]
    with open(journal.places.month_file(journal.device.id, "2026-11"), "ab") as file:
        file.write(b'%b,"sum":"%08x"}\n' % (unusual, crc32(unusual)))
        file.write(encode(operation(id=moment, ms=NOON + 9000)).replace(b"sad", b"mad"))
    family.clock().go_on(hours=1)
    undone = journal.undo()
    assert [one.id for one in undone.taken_back] == [moment]


def test_nothing_is_undone_while_a_file_cannot_be_read_that_may_say_what_to_go_back_to(
    family: Any, log: Log, tmp_path: Path
) -> None:
    laptop, phone = family.device("laptop"), family.device("phone")
    moment = log(laptop, fit="missed")
    phone.amend(phone.get(moment), {"fit": "partial"})
    family.clock().go_on(minutes=1)
    laptop.amend(laptop.get(moment), {"fit": "matched"})
    for journal in (phone, laptop):
        path = journal.places.month_file(journal.device.id, "2026-11")
        os.rename(path, tmp_path / "aside")
        os.mkdir(path)
        with pytest.raises(DataProblem, match="cannot be read"):
            laptop.undo()
        os.rmdir(path)
        os.rename(tmp_path / "aside", path)
    laptop.undo()
    assert fields_of(laptop, moment)["fit"] == "partial"
