"""The overview of all families: attention first, the figures of everywhere, quick to repeat."""

from __future__ import annotations

import json
import os
import stat
from datetime import date
from typing import TYPE_CHECKING, Any
from zlib import crc32

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from parentkit.domain.log.selection import Selection
from parentkit.domain.time.period import Period
from parentkit.journal.journal import Journal
from parentkit.journal.log.writer import Draft
from parentkit.services.coach import summary
from parentkit.services.coach.caseload import (
    ENDING,
    FLAGGED,
    OVER,
    QUESTIONS,
    UNREAD,
    Case,
    caseload,
    prepare,
)
from parentkit.services.coach.scan import survey
from parentkit.services.coach.write import assign, finish, mark_read
from parentkit.services.rates.review import look_at
from parentkit.storage import disk

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Coach, Parent

NOON_MS = 1_795_348_800_000


def only(coach: Coach) -> Case:
    (case,) = caseload(coach.practice)
    return case


def test_what_asks_for_attention_comes_first_and_then_the_name(
    coach: Coach, parent: Parent, frozen: Any
) -> None:
    parents = {
        name: type(parent)(coach) for name in ("Abel", "Berg", "Cole", "Diaz", "Egan", "Fox")
    }
    for name, sender in parents.items():
        more = {"flag": True} if name == "Fox" else {}
        until = "2026-12-05" if name == "Egan" else "2027-02-01"
        coach.add(sender.file(sender.moment(**more), until=until), name)
    for name in ("Abel", "Cole", "Egan"):
        opened = coach.open(name)
        mark_read(opened.journal, coach.coder, sorted(coach.moments(name)))
    assign(coach.open("Cole").journal, coach.coder, question="When did she laugh?")
    frozen.tick(60)
    coach.add(parents["Diaz"].notice())
    found = [(case.family.name, case.attention) for case in caseload(coach.practice)]
    assert found == [
        ("Fox", (FLAGGED, UNREAD)),
        ("Diaz", (OVER,)),
        ("Egan", (ENDING,)),
        ("Berg", (UNREAD,)),
        ("Cole", (QUESTIONS,)),
        ("Abel", ()),
    ]


def test_counts_follow_what_was_read_set_apart_and_asked(coach: Coach, parent: Parent) -> None:
    one, two, apart = parent.moment(), parent.moment(2), parent.moment(3, flag=True)
    coach.add(parent.file(one, two, apart))
    case = only(coach)
    assert (case.moments, case.unread, case.flagged, case.flagged_unread) == (3, 3, 1, 1)
    journal = coach.open().journal
    mark_read(journal, coach.coder, [one[0], apart[0]])
    question = assign(journal, coach.coder, question="When did she laugh?")
    assign(journal, coach.coder, exercise="a-late-answer")
    case = only(coach)
    assert (case.unread, case.flagged, case.flagged_unread, case.questions) == (1, 1, 0, 1)
    finish(journal, coach.coder, question["id"])
    assert only(coach).questions == 0


def test_the_figures_are_those_that_rates_gives(coach: Coach, parent: Parent) -> None:
    fits = ("matched", "partial", "missed", "kind_limit_matched", "misread", "unsure")
    mended = {"repair": {"state": "repaired", "source": "person"}}
    moments = [
        parent.moment(9 * number, fit=fits[number % 6], **(mended if number % 4 == 2 else {}))
        for number in range(90)
    ]
    moments.append(parent.moment(5, flag=True))
    coach.add(parent.file(*moments))
    opened = coach.open()
    four_weeks = Period(date(2026, 10, 26), date(2026, 11, 23))
    wanted = look_at(opened.journal, opened.household, Selection(four_weeks)).review.summary
    for _ in range(2):  # looked through, and then from what was kept
        found = only(coach).summary
        assert found
        assert found.match == wanted.match
        assert found.came_back == wanted.came_back
        assert (found.days, found.flagged, found.unsure) == (wanted.days, 1, wanted.unsure)


def test_few_moments_give_counts_and_no_rate(coach: Coach, parent: Parent) -> None:
    coach.add(parent.file(*(parent.moment(number) for number in range(4))))
    found = only(coach).summary
    assert found
    assert (found.match.n, found.match.rate, found.came_back.rate) == (4, None, None)


def test_a_family_that_has_not_changed_is_not_looked_through_again(
    coach: Coach, parent: Parent, frozen: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    coach.add(parent.file(*(parent.moment(30 * number) for number in range(40))))
    prepare(coach.practice, coach.open().family)
    looked: list[str] = []

    def counted(journal: Journal, since: str) -> Any:
        looked.append(since)
        return survey(journal, since)

    monkeypatch.setattr(summary, "survey", counted)
    today = only(coach)
    frozen.move_to("2026-11-29 09:00:00")
    later = only(coach)
    assert looked == []
    assert today.summary
    assert later.summary
    assert later.summary.match.n < today.summary.match.n
    opened = coach.open()
    again = look_at(
        opened.journal,
        opened.household,
        Selection(Period(date(2026, 11, 2), date(2026, 11, 30))),
    )
    assert later.summary.match == again.review.summary.match
    mark_read(opened.journal, coach.coder, [min(coach.moments())])
    assert only(coach).unread == 39
    assert len(looked) == 1
    frozen.move_to("2026-11-22 19:00:00")  # a clock that went back asks for days left out since
    assert only(coach).summary == today.summary
    assert len(looked) == 2


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"\0" * 200])
def test_what_is_kept_may_be_lost_or_damaged(coach: Coach, parent: Parent, damage: bytes) -> None:
    coach.add(parent.file(parent.moment()))
    before = only(coach)
    path = os.path.join(before.family.state, summary.FILE)
    with open(path, "wb") as file:
        file.write(damage)
    assert only(coach) == before
    os.remove(path)
    assert only(coach) == before


def test_what_is_kept_holds_no_names_and_no_words(coach: Coach, parent: Parent) -> None:
    secret = "by-the-window"
    coach.add(parent.file(parent.moment(note=secret, need=secret, tags=[secret])), "Zanzibar")
    case = only(coach)
    for folder, _, names in os.walk(case.family.state):
        for name in names:
            path = os.path.join(folder, name)
            assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
            with open(path, "rb") as file:
                data = file.read()
            for word in (b"window", b"Zanzibar", b"Child", b"sleep"):
                assert word not in data


def test_nothing_of_a_family_whose_consent_is_over_is_counted(
    coach: Coach, parent: Parent, frozen: Any
) -> None:
    coach.add(parent.file(parent.moment()))
    assert only(coach).moments == 1
    frozen.move_to("2027-02-02 08:00:00")
    case = only(coach)
    assert (case.moments, case.unread, case.summary) == (0, 0, None)
    assert case.standings[0].words == "consent ended on 2027-02-01"


IDS = [f"01M82{number}0000000000000000000A" for number in range(4)]
DAYS = ("2026-10-20", "2026-11-01", "2026-11-22")
TIMES = [*(f"{day}T12:00+01:00" for day in DAYS), None]
FIELDS = st.fixed_dictionaries(
    {"observed_at": st.sampled_from(TIMES)},
    optional={
        "fit": st.sampled_from(["matched", "missed", "unsure", None]),
        "deleted": st.sampled_from([True, None]),
        "flag": st.sampled_from([True, None]),
        "note": st.sampled_from(['a "quoted" word', "one\ntwo", "C:\\users\\u0041", "plain"]),
    },
)
WRITTEN = st.tuples(
    st.sampled_from(["moment", "moment", "read", "comment"]), st.sampled_from(IDS), FIELDS
)
EARLY, LATE = {"observed_at": TIMES[0]}, {"observed_at": TIMES[2]}


@settings(max_examples=80, deadline=None)
@given(writes=st.lists(WRITTEN, max_size=10), odd=st.booleans())
@example(writes=[("moment", IDS[0], {**EARLY, "deleted": True})], odd=False)
@example(writes=[("moment", IDS[0], {**EARLY, "flag": True}), ("read", IDS[0], {})], odd=False)
@example(writes=[("moment", IDS[0], EARLY), ("moment", IDS[0], LATE)], odd=False)
@example(
    writes=[("read", IDS[1], {}), ("moment", IDS[0], EARLY), ("moment", IDS[1], LATE)], odd=True
)
def test_looking_through_finds_what_reading_everything_finds(
    tmp_path: Path, writes: list[tuple[str, str, dict[str, Any]]], *, odd: bool
) -> None:
    """Law: the quick look and the whole reading agree, however the records came about."""
    folder = str(tmp_path / os.urandom(6).hex())
    journal = Journal(folder, f"{folder}-state", lambda: NOON_MS)
    for kind, key, fields in writes:
        said = fields if kind == "moment" else {"moment": key}
        identity = key if kind == "moment" else f"{key[:-1]}{kind[0].upper()}"
        journal.append([Draft(kind, identity, said)])
    if odd:
        _run_lines_into_one(journal)
    _agrees(journal)


def test_names_that_are_spelled_with_escapes_are_understood(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path / "home"), str(tmp_path / "state"), lambda: NOON_MS)
    journal.append([Draft("moment", key, {**EARLY, "deleted": True}) for key in IDS[:2]])
    path = journal.places.month_file(journal.device.id, "2026-11")
    with open(path, "rb") as file:
        first, second, _ = file.read().split(b"\n")
    body = first.replace(b'"deleted"', b'"\\u0064eleted"')[: -len(b',"sum":"00000000"}')]
    with open(path, "wb") as file:
        file.write(b'%b,"sum":"%08x"}\n%b\n' % (body, crc32(body), second))
    assert not journal.read().problems
    _agrees(journal)


def _agrees(journal: Journal) -> None:
    found = survey(journal, DAYS[1])
    records = list(journal.read(None, kinds=("moment", "read")))
    moments = {
        one.id: one for one in records if one.kind == "moment" and one.fields.get("observed_at")
    }
    read = {one.fields["moment"] for one in records if one.kind == "read"}
    flagged = {key for key, one in moments.items() if one.fields.get("flag")}
    assert (found.moments, found.unread) == (len(moments), len(moments.keys() - read))
    assert (found.flagged, found.flagged_unread) == (len(flagged), len(flagged - read))
    window = [one.fields for one in moments.values() if one.fields["observed_at"] >= DAYS[1]]
    ended = [
        (day, found.outcomes.kinds[code].fit)
        for day, code in zip(found.outcomes.days, found.outcomes.codes, strict=True)
    ]
    wanted = [(fields["observed_at"][:10], fields.get("fit", "")) for fields in window]
    assert sorted(ended) == sorted(wanted)
    assert not found.ahead


def _run_lines_into_one(journal: Journal) -> None:
    """Damages a line end, as a disk might."""
    for folder, _, names in os.walk(journal.places.journal):
        for name in names:
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                data = file.read()
            with open(path, "wb") as file:
                file.write(data.replace(b"}\n{", b"} {", 1))


def test_what_is_stamped_ahead_is_looked_at_anew_each_time(
    coach: Coach, parent: Parent, frozen: Any
) -> None:
    frozen.move_to("2026-12-22 12:00:00")
    coach.add(parent.file(parent.moment(), made_at="2026-11-22T11:00:00.000Z"))
    frozen.move_to("2026-11-22 12:00:00")
    case = only(coach)
    assert case.moments == 1
    assert not os.path.exists(os.path.join(case.family.state, summary.FILE))


def test_a_full_disk_leaves_no_half_of_what_would_be_kept(
    coach: Coach, parent: Parent, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int, _data: bytes) -> None:
        raise OSError(28, "No space left on device")

    coach.add(parent.file(parent.moment()))
    monkeypatch.setattr(disk, "write_all", full)
    case = only(coach)
    assert case.moments == 1
    assert os.listdir(case.family.state) == []


def test_what_is_kept_is_json_with_counts(coach: Coach, parent: Parent) -> None:
    coach.add(parent.file(parent.moment()))
    case = only(coach)
    with open(os.path.join(case.family.state, summary.FILE), encoding="utf-8") as file:
        kept = json.load(file)
    assert kept["overview"]["endings"] == {"2026-11-22": {"0": 1}}
