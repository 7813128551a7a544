"""Several devices of one family that write, change, take back and share files in any order.

Files are shared whole, in part, late, or not at all, and clocks are wrong now and then. Whatever
happens, devices that have shared everything know the same, and nothing acknowledged is missing.

What each device knew when it wrote is kept beside the devices, so that the laws can be stated
without stamps: of two values for one field, the one whose writer had seen the other one stands.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import tempfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from parentkit.domain.errors import NothingFound
from parentkit.domain.ulid import ulid
from parentkit.journal.journal import Journal
from parentkit.journal.log.writer import Draft

if TYPE_CHECKING:
    from collections.abc import Iterable

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
TEN_YEARS_MS = 3_652 * DAY_MS
KINDS = ("moment", "coding")
TEXTS = ("note", "need")

days = st.sampled_from(("2026-08-30", "2026-10-31", "2026-11-01", "2026-12-31", "2027-02-14"))
whom = st.integers(0, 4)
which = st.integers(0, 5)
jumps = st.sampled_from((0, 0, -HOUR_MS, 25 * HOUR_MS, TEN_YEARS_MS, -TEN_YEARS_MS))
texts = st.sampled_from(("a cup", "the red cup", "no cup", "é\n\x07"))
changes = st.fixed_dictionaries(
    {},
    optional={
        "note": texts | st.none(),
        "need": texts,
        "fit": st.sampled_from(("matched", "partial", "missed", None)),
        "slip": st.sampled_from(("read", "respond", None)),
        "observed_at": days.map("{}T12:00+01:00".format),
        "deleted": st.sampled_from((True, None)),
    },
).filter(bool)


class Write(NamedTuple):
    """An operation that was acknowledged, and the stamps of those on its record its writer knew."""

    key: tuple[str, str]
    stamp: str
    set: dict[str, Any]
    saw: frozenset[str]


class Device:
    """One device: its folders and its clock."""

    def __init__(self, tools: Any, root: str, time: Any, number: int) -> None:
        self.wrong_by = 0
        self.time = time
        self.home = tools.Home(root, self.now_ms, seed=number)
        self.journal = self.home.journal()

    def now_ms(self) -> int:
        """What this device's clock says, a second further at each look."""
        return int(self.time()) + self.wrong_by

    def stamps_on(self, identity: str) -> frozenset[str]:
        """The stamps of all operations on a record that have arrived here."""
        return frozenset(one["stamp"] for one in self.home.stored() if one["id"] == identity)

    def files(self) -> dict[str, bytes]:
        """Every journal file here, by device and name."""
        found = {}
        for path in self.home.files():
            with open(path, "rb") as file:
                found[os.path.relpath(path, self.journal.places.journal)] = file.read()
        return found

    def receive(self, name: str, content: bytes) -> None:
        """Puts a file in place as sync tools do: whole, by renaming."""
        path = os.path.join(self.journal.places.journal, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path + ".tmp", "wb") as file:
            file.write(content)
        os.replace(path + ".tmp", path)


def fitting(record: Any, change: dict[str, Any]) -> dict[str, Any]:
    """What of a change a record of its kind can take: a judgement is of no time of its own."""
    without = {"observed_at"} if record.kind == "coding" else set()
    return {name: value for name, value in change.items() if name not in without} or {"fit": None}


class Family(RuleBasedStateMachine):
    """The devices of a family, and what was acknowledged on them."""

    tools: Any = None

    def __init__(self) -> None:
        super().__init__()
        self.root = tempfile.mkdtemp(prefix="parentkit-", dir=self.tools.MEMORY)
        self.time = self.tools.Clock()
        self.devices: list[Device] = []
        self.writes: list[Write] = []

    @initialize(
        count=st.sampled_from((2, 2, 3, 3, 4, 5)), days=st.lists(days, max_size=2), note=texts
    )
    def begin(self, count: int, days: list[str], note: str) -> None:
        """Some devices that all know a few moments."""
        chance.seed(count)
        for number in range(count):
            root = os.path.join(self.root, str(number))
            self.devices.append(Device(self.tools, root, self.time, number))
        for day in days:
            self.log(0, day, note)
        for device in self.devices:
            self.receive_all(device, self.devices[0])

    def teardown(self) -> None:
        try:
            if self.devices:
                self.share_everything()
        finally:
            shutil.rmtree(self.root)

    def at(self, number: int) -> Device:
        return self.devices[number % len(self.devices)]

    def wrote(self, operations: Iterable[Any], saw: dict[str, frozenset[str]]) -> None:
        for one in operations:
            key = (one.kind, one.id)
            self.writes.append(Write(key, one.stamp, one.set, saw.get(one.id, frozenset())))

    @rule(who=whom, day=days, note=texts)
    def log(self, who: int, day: str, note: str) -> None:
        device = self.at(who)
        draft = device.home.moment(observed_at=f"{day}T18:05+01:00", note=note)
        self.wrote(device.journal.append([draft]), {})

    @rule(who=whom, first=days, second=days)
    def log_two_together(self, who: int, first: str, second: str) -> None:
        device = self.at(who)
        drafts = [device.home.moment(observed_at=f"{one}T07:00+02:00") for one in (first, second)]
        self.wrote(device.journal.append(drafts), {})

    @rule(who=whom, number=st.integers(0, 2))
    def import_the_same_record(self, who: int, number: int) -> None:
        device = self.at(who)
        written_ms = self.tools.MIDNIGHT - (30 + number) * DAY_MS
        draft = device.home.moment(observed_at=f"2026-0{9 - number}-20T10:00+02:00", note="diary")
        draft.id = ulid(written_ms, bytes(10))
        draft.written_at_ms = written_ms
        self.wrote(device.journal.append([draft]), {})

    def some_record(self, device: Device, number: int, kinds: tuple[str, ...] = KINDS) -> Any:
        records = device.journal.read(None, kinds, deleted=True).records
        records.sort(key=lambda record: (record.kind, record.id))
        return records[number % len(records)] if records else None

    @rule(who=whom, number=which, change=changes)
    def change(self, who: int, number: int, change: dict[str, Any]) -> None:
        device = self.at(who)
        record = self.some_record(device, number)
        if record:
            saw = device.stamps_on(record.id)
            change = fitting(record, change)
            self.wrote([device.journal.amend(record, change)], {record.id: saw})
            now = device.journal.get(record.id, record.kind).fields
            assert {name: now.get(name) for name in change} == change

    @rule(
        who=st.tuples(whom, whom),
        number=which,
        two=st.tuples(changes, changes),
        wrong_by=st.tuples(jumps, jumps),
        see=st.sampled_from(("neither", "second", "too late")),
    )
    def change_on_two(
        self, who: tuple[int, int], number: int, two: Any, wrong_by: tuple[int, int], see: str
    ) -> None:
        """Two devices change a record that both know, by clocks of their own.

        The second sees what the first did, or does not, or it arrives while the record is open.
        """
        first, second = self.at(who[0]), self.at(who[1])
        first.wrong_by, second.wrong_by = wrong_by
        record = self.some_record(first, number)
        if record is None:
            return
        self.receive_all(second, first)
        seen, saw = second.journal.get(record.id, record.kind), second.stamps_on(record.id)
        one, other = (fitting(record, change) for change in two)
        before = first.stamps_on(record.id)
        self.wrote([first.journal.amend(record, one)], {record.id: before})
        if see != "neither":
            self.receive_all(second, first)
        if see == "second":
            seen, saw = second.journal.get(record.id, record.kind), second.stamps_on(record.id)
        self.wrote([second.journal.amend(seen, other)], {record.id: saw})
        if see == "second":
            now = second.journal.get(record.id, record.kind).fields
            assert {name: now.get(name) for name in other} == other

    @staticmethod
    def receive_all(receiver: Device, sender: Device) -> None:
        """All that one device knows reaches another; nobody's own files are touched."""
        for name, content in sender.files().items():
            if receiver is not sender and not name.startswith(receiver.journal.device.id):
                receiver.receive(name, content)

    @rule(who=whom, number=which, fit=st.sampled_from(("matched", "missed")))
    def judge(self, who: int, number: int, fit: str) -> None:
        device = self.at(who)
        moment = self.some_record(device, number, ("moment",))
        if moment:
            coding = {"moment": moment.id, "coder": f"person {who}", "fit": fit}
            draft = Draft("coding", device.home.new_id(), coding)
            self.wrote(device.journal.append([draft]), {})

    @rule(who=whom)
    def undo(self, who: int) -> None:
        device = self.at(who)
        saw: dict[str, frozenset[str]] = {}
        for line in device.home.stored():
            saw[line["id"]] = saw.get(line["id"], frozenset()) | {line["stamp"]}
        with contextlib.suppress(NothingFound):
            self.wrote(device.journal.undo().written, saw)

    @rule(who=whom)
    def restart(self, who: int) -> None:
        device = self.at(who)
        device.journal.close()
        device.journal = device.home.journal()

    @rule(ms=st.sampled_from((1, 60_000, DAY_MS, 31 * DAY_MS)))
    def time_passes(self, ms: int) -> None:
        self.time.ms += ms

    @rule(who=whom, ms=jumps)
    def a_clock_jumps(self, who: int, ms: int) -> None:
        self.at(who).wrong_by = ms

    @rule(source=whom, to=whom)
    def share(self, source: int, to: int) -> None:
        self.receive_all(self.at(to), self.at(source))

    @rule(source=whom, to=whom, part=st.sampled_from((1.0, 0.0, 0.4, 0.9)), some=st.integers(0, 31))
    def share_in_part(self, source: int, to: int, part: float, some: int) -> None:
        """Some files go across, each as far as it was copied, or as it was some time ago."""
        sender, receiver = self.at(source), self.at(to)
        own = receiver.journal.device.id
        for number, (name, content) in enumerate(sorted(sender.files().items())):
            if not name.startswith(own) and some >> number % 5 & 1:
                receiver.receive(name, content[: int(len(content) * part)])

    @rule(source=whom, to=whom, part=st.sampled_from((1.0, 0.5)))
    def share_beside(self, source: int, to: int, part: float) -> None:
        """A sync tool puts its copy beside the file that is there."""
        sender, receiver = self.at(source), self.at(to)
        for name, content in sender.files().items():
            if name.startswith(sender.journal.device.id) and "(" not in name:
                beside = name.replace(".jsonl", " (conflicted copy).jsonl")
                receiver.receive(beside, content[: int(len(content) * part)])

    @rule(who=whom, day=days)
    def read_a_window(self, who: int, day: str) -> None:
        self.assert_window(self.at(who).journal, day)

    @rule()
    def share_everything(self) -> None:
        """Every device's own files reach everybody, whole; then the laws hold."""
        for sender in self.devices:
            for receiver in self.devices:
                for name, content in sender.files().items():
                    if name.startswith(sender.journal.device.id) and receiver is not sender:
                        receiver.receive(name, content)
        self.assert_kept()
        for now_ms in (self.time.ms, self.time.ms + 2 * TEN_YEARS_MS):
            known = [self.everything_known(device, now_ms) for device in self.devices]
            assert all(one == known[0] for one in known)
            assert known[0].keys() == {write.key for write in self.writes}
            self.assert_those_who_knew_won(now_ms)

    def everything_known(self, device: Device, now_ms: int) -> dict[tuple[str, str], Any]:
        """All that a device can say of each record when its clock says `now_ms`."""
        journal = Journal(device.home.home, device.home.state, lambda: now_ms)
        for day in ("2026-08-01", "2026-11-01", "2027-02-01"):
            self.assert_window(journal, day)
        reading = journal.read(None, KINDS, deleted=True)
        assert all(problem.sort == "torn" for problem in reading.problems)
        return {
            (one.kind, one.id): (
                one.fields, one.newest, one.created, one.ahead,
                sorted(one.conflicts, key=repr), sorted(one.waiting, key=repr),
            )
            for one in reading.records
        }  # fmt: skip

    def assert_window(self, journal: Journal, day: str) -> None:
        """Reading a window gives what reading everything gives for the moments in it."""
        window = {(one.kind, one.id): one.fields for one in journal.read(day, KINDS).records}
        everything = journal.read(None, KINDS).records
        inside = {
            one.id
            for one in everything
            if one.kind == "moment" and one.fields.get("observed_at", "") >= day
        }
        assert window == {
            (one.kind, one.id): one.fields
            for one in everything
            if (one.id if one.kind == "moment" else one.fields.get("moment")) in inside
        }

    def assert_kept(self) -> None:
        """Every acknowledged operation stands in everybody's files, as it was."""
        acknowledged = [(write.key[1], write.stamp, write.set) for write in self.writes]
        for device in self.devices:
            stored = {(one["id"], one["stamp"], repr(one["set"])) for one in device.home.stored()}
            assert {(one, stamp, repr(fields)) for one, stamp, fields in acknowledged} <= stored

    def assert_those_who_knew_won(self, now_ms: int) -> None:
        """No value stands that a later writer had seen and changed; of free text, nothing is
        missing that nobody had seen and changed. What lies more than a day ahead does not win.
        """
        journal = self.devices[0].home
        journal = Journal(journal.home, journal.state, lambda: now_ms)
        limit = f"{datetime.fromtimestamp(now_ms / 1000 + 86_401, UTC):%Y-%m-%dT%H:%M:%S}"
        for record in journal.read(None, KINDS, deleted=True):
            writes = [write for write in self.writes if write.key == (record.kind, record.id)]
            for name in {name for write in writes for name in write.set}:
                setting = [one for one in writes if name in one.set]
                due = [one for one in setting if one.stamp < limit]
                if due == setting or not due:
                    self.assert_field(record, name, setting)
                else:
                    assert record.fields.get(name) in [one.set[name] for one in due]

    def assert_field(self, record: Any, name: str, writes: list[Write]) -> None:
        seen = {stamp for write in writes for stamp in write.saw}
        last = [write for write in writes if write.stamp not in seen]
        value = record.fields.get(name)
        assert value in [write.set[name] for write in last]
        if name in TEXTS:
            others = [*record.conflicts, *record.waiting]
            kept = {one.value for one in others if one.field == name} - {value, None}
            lost = {write.set[name] for write in last} - {value, None}
            known = {write.set[name] for write in writes if write.stamp in seen}
            assert lost - known <= kept <= lost


chance = random.Random()
"""Where the devices' ids come from, so that an example can be run again."""


def check(tools: Any, *, examples: int, steps: int, same_every_time: bool) -> None:
    Family.tools = tools
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "urandom", chance.randbytes)
        how = settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            report_multiple_bugs=False,
            derandomize=same_every_time,
        )
        run_state_machine_as_test(Family, settings=how)


def test_devices_that_share_their_files_know_the_same_and_lose_nothing(tools: Any) -> None:
    check(tools, examples=70, steps=12, same_every_time=True)


def homes_that_know_a_moment(tools: Any, root: Any, count: int) -> tuple[list[Any], str]:
    """Some devices' homes and the id of a moment that the first logged and all have seen."""
    homes = [tools.Home(root / str(number), seed=number) for number in range(count)]
    moment = homes[0].moment(fit="missed", observed_at="2026-08-30T18:05+01:00")
    (stored,) = homes[0].journal().append([moment])
    for home in homes[1:]:
        tools.share(homes[0], home)
    return homes, stored.id


def change(home: Any, identity: str, **fields: Any) -> None:
    """Changes a moment as it is read on a device now."""
    journal = home.journal()
    journal.amend(journal.get(identity), fields)


def known_by_all(tools: Any, homes: list[Any], identity: str, field: str) -> list[Any]:
    """What every device says of a field, now and years later, when all have shared their files."""
    for sender in homes:
        for receiver in homes:
            if receiver is not sender:
                tools.share(sender, receiver)
    now_ms = max(home.clock.ms for home in homes)
    return [
        Journal(home.home, home.state, lambda at=at: at).get(identity).fields.get(field)
        for home in homes
        for at in (now_ms, now_ms + 2 * TEN_YEARS_MS)
    ]


@pytest.mark.parametrize(
    ("field", "second", "third"),
    [
        ("observed_at", "2026-08-30T12:00+01:00", "2026-08-30T09:00+01:00"),
        ("fit", "partial", "matched"),
        ("responses", ["wait"], None),
    ],
)
def test_what_somebody_changed_stays_changed_where_the_next_clock_is_years_behind(
    tools: Any, tmp_path: Any, field: str, second: Any, third: Any
) -> None:
    """The last to change it has seen the second value and not the first, which comes later."""
    homes, identity = homes_that_know_a_moment(tools, tmp_path, 2)
    behind = tools.Home(tmp_path / "behind", seed=7)
    change(homes[1], identity, **{field: second})
    tools.share(homes[1], behind)
    behind.clock.ms -= TEN_YEARS_MS
    change(behind, identity, **{field: third})
    assert known_by_all(tools, [*homes, behind], identity, field) == [third] * 6


@pytest.mark.parametrize(
    ("field", "values", "last"),
    [
        ("fit", ("partial", "misread"), "matched"),
        ("fit", (None, "partial"), "matched"),
        ("note", (None, "a cup"), "the red cup"),
    ],
)
def test_what_lost_to_another_device_does_not_come_back_over_what_was_said_of_both(
    tools: Any, tmp_path: Any, field: str, values: tuple[Any, Any], last: Any
) -> None:
    """Two devices change it unknown to each other; a third has seen both, the last only that."""
    homes, identity = homes_that_know_a_moment(tools, tmp_path, 3)
    for home, value in zip(homes, values, strict=False):
        homes[1].clock.ms += HOUR_MS
        change(home, identity, **{field: value})
        tools.share(home, homes[2])
    change(homes[2], identity, **{field: "missed"})
    behind = tools.Home(tmp_path / "behind", seed=7)
    tools.share(homes[2], behind)
    behind.clock.ms -= TEN_YEARS_MS
    change(behind, identity, **{field: last})
    assert known_by_all(tools, [*homes, behind], identity, field) == [last] * 8


@pytest.mark.slow
def test_devices_that_share_their_files_for_a_long_time_know_the_same_and_lose_nothing(
    tools: Any,
) -> None:
    # An old fault that chance finds is no reason to refuse a change: the campaign looks for those.
    searching = settings.get_current_profile_name() == "campaign"
    check(tools, examples=400, steps=40, same_every_time=not searching)
