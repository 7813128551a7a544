"""Taking files in: whole or not at all, once, and only where somebody consents."""

from __future__ import annotations

import contextlib
import json
import os
import stat
from typing import TYPE_CHECKING, Any

import pytest

from parentkit import clock
from parentkit.domain.errors import DataProblem, ParentkitError, UsageProblem
from parentkit.domain.ulid import ulid
from parentkit.journal.log.stamp import make
from parentkit.report.sharing.intake import added_words
from parentkit.services.coach import blind, receive, write
from parentkit.services.coach.letter import KNOWN, NEW, OTHER_KEY
from parentkit.services.coach.lock import Held
from parentkit.services.coach.receive import Choice, look, read_sealed, take_in
from parentkit.services.coach.received import receipt_file, receipts
from parentkit.services.coach.refusals import refusals
from parentkit.services.coach.workspace import ConsentOver, families
from parentkit.sharing import keys
from parentkit.sharing.bundle import Bundle, Line, coach_id, device_of, seal_bundle
from parentkit.sharing.envelope import Refused
from parentkit.storage import disk, whole_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Coach, Parent

CAREGIVER = "01M81QCAREG1VER00000000ANA"
SHARE = "01M823G3MS008J4CT4ANK7F24S"

CALLS = [
    (disk, name)
    for name in ("write", "fsync", "fsync_folder", "replace", "make_folder", "create_new")
]


def test_a_new_family_appears_with_what_it_sent(coach: Coach, parent: Parent) -> None:
    data = parent.file(one := parent.moment(note="by the window"), two := parent.moment(2))
    assert look(coach.practice, coach.identity, data).situation == NEW
    added = coach.add(data)
    assert added.is_new_family
    assert added.lines == 3
    assert coach.moments() == {one[0], two[0]}
    assert coach.open().household.name("00000000000000000000000001") == "Child"


def test_looking_keeps_nothing(coach: Coach, parent: Parent) -> None:
    look(coach.practice, coach.identity, parent.file(parent.moment()))
    assert coach.files() == {}


def test_everything_is_for_its_owner_alone(coach: Coach, parent: Parent) -> None:
    coach.add(parent.file(parent.moment()))
    for folder, _, names in os.walk(coach.practice.folder):
        assert stat.S_IMODE(os.stat(folder).st_mode) == 0o700
        for name in names:
            assert stat.S_IMODE(os.stat(os.path.join(folder, name)).st_mode) == 0o600


def test_adding_again_changes_nothing(coach: Coach, parent: Parent) -> None:
    data = parent.file(parent.moment())
    coach.add(data)
    before = coach.files()
    assert coach.add(data).unchanged
    assert coach.files() == before


def test_a_known_family_grows_and_a_later_word_stands(
    coach: Coach, parent: Parent, frozen: Any
) -> None:
    key, said = parent.moment()
    early = parent.file((key, said))
    frozen.tick(60)
    later = parent.file((key, {**said, "fit": "partial"}), other := parent.moment())
    assert not coach.add(later).is_older
    assert look(coach.practice, coach.identity, early).situation == KNOWN
    assert coach.add(early).is_older
    assert coach.moments() == {key, other[0]}
    assert coach.open().journal.get(key).fields["fit"] == "partial"


def test_what_the_family_took_back_is_gone(coach: Coach, parent: Parent, frozen: Any) -> None:
    key, said = parent.moment()
    coach.add(parent.file((key, said)))
    frozen.tick(60)
    coach.add(parent.file((key, {"deleted": True})))
    assert coach.moments() == set()


def test_a_known_family_with_another_key_stops_until_it_is_accepted(
    coach: Coach, parent: Parent, another: Parent
) -> None:
    coach.add(parent.file(parent.moment()))
    before = coach.files()
    claims = another.file(theirs := another.moment(), family=parent.identity.fingerprint)
    letter = look(coach.practice, coach.identity, claims)
    assert letter.situation == OTHER_KEY
    with pytest.raises(UsageProblem, match="another key"):
        coach.add(claims)
    assert coach.files() == before
    coach.add(claims, join="Rivera")
    assert theirs[0] in coach.moments()
    again = another.file(another.moment())
    assert look(coach.practice, coach.identity, again).situation == KNOWN


def test_a_second_parent_joins_a_family(coach: Coach, parent: Parent, another: Parent) -> None:
    coach.add(parent.file(mine := parent.moment()))
    coach.add(another.file(theirs := another.moment()), join="Rivera")
    assert len(families(coach.practice)) == 1
    assert coach.moments() == {mine[0], theirs[0]}


def test_a_file_about_one_family_does_not_join_another(
    coach: Coach, parent: Parent, another: Parent
) -> None:
    coach.add(parent.file(parent.moment()), "Rivera")
    coach.add(another.file(another.moment()), "Abel")
    stranger = type(parent)(coach)
    claims = stranger.file(stranger.moment(), family=parent.identity.fingerprint)
    with pytest.raises(UsageProblem, match="not about Abel"):
        coach.add(claims, join="Abel")


def test_a_family_does_not_speak_in_a_coachs_name(coach: Coach, parent: Parent) -> None:
    coach.add(parent.file(moment := parent.moment()))
    before = coach.files()
    share, own = ulid(clock.now_ms(), os.urandom(10)), ulid(clock.now_ms(), os.urandom(10))
    stamp = make(clock.now_ms(), 0, device_of(share))
    coding = {"moment": moment[0], "fit": "misread", "blind": True}
    forged = [
        Line("coding", own, stamp, coach.coder, {**coding, "coder": CAREGIVER}),
        Line("coding", own, stamp, CAREGIVER, {**coding, "coder": coach.coder}),
        Line("moment", own, stamp, coach.coder, moment[1]),
    ]
    for line in forged:
        with pytest.raises(Refused, match="in the name of a coach"):
            coach.add(parent.file(share=share, lines=[line]))
    assert coach.files() == before
    line = Line("coding", own, stamp, CAREGIVER, {**coding, "coder": CAREGIVER})
    coach.add(parent.file(share=share, lines=[line]))
    assert coach.open().journal.get(own, "coding").fields["fit"] == "misread"


def test_a_family_does_not_change_what_the_coach_judged(coach: Coach, parent: Parent) -> None:
    coach.add(parent.file(moment := parent.moment()))
    opened = coach.open()
    coded = blind.code(opened.journal, coach.coder, moment[0], {"fit": "misread"}).coding
    stamp = make(clock.now_ms() + 1000, 0, device_of(SHARE))
    for change in ({"fit": "matched"}, {"deleted": True}):
        share = ulid(clock.now_ms(), os.urandom(10))
        coach.add(
            parent.file(share=share, lines=[Line("coding", coded["id"], stamp, CAREGIVER, change)])
        )
    assert coach.open().journal.get(coded["id"], "coding").fields["fit"] == "misread"
    assert not coach.open().journal.get(coded["id"], "coding").deleted


def test_another_coach_does_not_change_what_this_one_wrote(coach: Coach, parent: Parent) -> None:
    coach.add(parent.file(moment := parent.moment()))
    goal = write.set_goal(coach.open().journal, coach.coder, "Wait a breath")
    sam = type(parent)(coach)
    by = coach_id(sam.identity.fingerprint)
    share, own = ulid(clock.now_ms(), os.urandom(10)), ulid(clock.now_ms(), os.urandom(10))
    stamp = make(clock.now_ms() + 1000, 0, device_of(share))
    parts = {"type": "reply", "family": parent.identity.fingerprint, "consent": {}}
    refused = [
        Line("coding", own, stamp, by, {"moment": moment[0], "coder": by, "fit": "splendid"}),
        Line("coding", own, stamp, by, {"moment": moment[0], "coder": coach.coder}),
        Line("coding", own, stamp, by, {"moment": moment[0], "fit": "misread"}),
    ]
    for line in refused:
        with pytest.raises(Refused):
            coach.add(sam.file(share=share, lines=[line], **parts), join="Rivera")
    line = Line("coding", own, stamp, by, {"moment": moment[0], "coder": by, "fit": "misread"})
    taken = Line("goal", goal["id"], stamp, by, {"text": "Hurry", "coder": by})
    coach.add(sam.file(share=share, lines=[taken, line], **parts), join="Rivera")
    assert coach.open().journal.get(own, "coding").by == by
    assert coach.open().journal.get(goal["id"], "goal").fields["text"] == "Wait a breath"
    assert sorted(one["text"] for one in coach.open().household.goals) == ["Hurry", "Wait a breath"]


def test_a_file_that_says_that_it_was_made_later_than_now_waits_for_the_clock(
    coach: Coach, parent: Parent, frozen: Any
) -> None:
    data = parent.file(parent.moment(), made_at="2026-11-23T17:30:00.000Z")
    with pytest.raises(Refused, match="has not come yet"):
        coach.add(data)
    assert coach.files() == {}
    frozen.tick(24 * 3600 + 1800)
    assert coach.add(data).is_new_family


def test_two_files_of_a_new_family_that_were_looked_at_together_are_both_taken_in(
    coach: Coach, parent: Parent
) -> None:
    moments = parent.moment(), parent.moment(2)
    one, two = (look(coach.practice, coach.identity, parent.file(each)) for each in moments)
    assert take_in(coach.practice, one, Choice("Rivera")).is_new_family
    assert not take_in(coach.practice, two, Choice("Ribera")).is_new_family
    assert [family.name for family in families(coach.practice)] == ["Rivera"]
    assert coach.moments() == {each[0] for each in moments}


def test_two_families_cannot_share_a_name(coach: Coach, parent: Parent, another: Parent) -> None:
    coach.add(parent.file(parent.moment()), "Rivera")
    with pytest.raises(UsageProblem):
        coach.add(another.file(another.moment()), "rivera")
    assert len(families(coach.practice)) == 1


def test_a_number_is_not_taken_twice(coach: Coach, parent: Parent, another: Parent) -> None:
    coach.add(parent.file(parent.moment(), share=SHARE))
    with pytest.raises(Refused):
        coach.add(parent.file(parent.moment(), share=SHARE))
    before = coach.files()
    with pytest.raises(Refused):
        coach.add(another.file(another.moment(), share=SHARE), join="Rivera")
    assert coach.files() == before


def test_a_number_that_is_used_twice_is_told_on_the_familys_screen(
    coach: Coach, parent: Parent
) -> None:
    coach.add(parent.file(parent.moment(), share=SHARE))
    with pytest.raises(Refused):
        coach.add(parent.file(parent.moment(), share=SHARE))
    (told,) = refusals(families(coach.practice)[0], "2026-11-22")
    assert "the number of another file" in told.why


def test_a_family_whose_last_day_cannot_be_read_is_not_opened_and_comes_back(
    coach: Coach, parent: Parent, another: Parent
) -> None:
    coach.add(parent.file(mine := parent.moment()))
    coach.add(another.file(theirs := another.moment()), "Abel")
    family = families(coach.practice)[1]
    (receipt,) = receipts(family)
    path = receipt_file(family, receipt.share)
    with open(path, "rb") as file:
        before = file.read()
    older = json.loads(before) | {"signed": ""}  # what was signed was not kept by older versions
    older["consent"]["until"] = "soon"
    with open(path, "w", encoding="utf-8") as text:
        json.dump(older, text)
    with pytest.raises(ConsentOver, match="its last day cannot be read"):
        coach.open()
    assert coach.moments("Abel") == {theirs[0]}
    with open(path, "wb") as file:
        file.write(before)
    assert coach.moments() == {mine[0]}


def test_a_file_that_does_not_hold_keeps_nothing(coach: Coach, parent: Parent) -> None:
    one = parent.moment()
    bad = parent.file(one, kind="template")
    with pytest.raises(Refused):
        coach.add(bad)
    assert coach.files() == {}


def test_what_is_no_file_of_ours_is_refused(coach: Coach, parent: Parent, tmp_path: Path) -> None:
    data = parent.file(parent.moment())
    for wrong in (b"", b"hello", data[:-1], data[: len(data) // 2]):
        with pytest.raises(Refused):
            look(coach.practice, coach.identity, wrong)
    with pytest.raises(Refused):
        read_sealed(str(tmp_path / "missing"))
    big = tmp_path / "big"
    with open(big, "wb") as file:
        file.truncate(receive.LARGEST_SEALED + 1)
    with pytest.raises(Refused):
        read_sealed(str(big))


def test_the_coachs_own_answer_is_not_taken_in(coach: Coach) -> None:
    bundle = Bundle("reply", "ab" * 16, SHARE, "2026-11-22T17:05:12.345Z")
    own = seal_bundle(bundle, coach.identity, [coach.identity.recipient])
    with pytest.raises(Refused, match="yourself"):
        look(coach.practice, coach.identity, own)


class Stopped(BaseException):
    """The machine stops here."""


def _stopping_at(monkeypatch: pytest.MonkeyPatch, turn: int, problem: BaseException) -> list[int]:
    """Lets the call of that number to the disk go wrong; returns a list that counts the calls."""
    count = [0]

    def wrapped(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any) -> Any:
            count[0] += 1
            if count[0] == turn:
                raise problem
            return real(*given)

        return call

    for module, name in CALLS:
        monkeypatch.setattr(module, name, wrapped(getattr(module, name)))
    return count


@pytest.mark.parametrize("is_new", [True, False], ids=["a new family", "a known family"])
@pytest.mark.parametrize("stops", [True, False], ids=["the machine stops", "the disk refuses"])
def test_wherever_it_is_interrupted_nothing_or_all_is_there(
    coach: Coach, parent: Parent, *, is_new: bool, stops: bool
) -> None:
    """Every call to the disk is the last one once; taking the file in again always succeeds."""
    first = parent.file(one := parent.moment())
    second = parent.file(two := parent.moment(2))
    if not is_new:
        coach.add(first)
    data = first if is_new else second
    wanted = {one[0]} if is_new else {one[0], two[0]}
    turn = 0
    while True:
        turn += 1
        with pytest.MonkeyPatch.context() as patch:
            problem = Stopped() if stops else OSError(28, "No space left on device")
            count = _stopping_at(patch, turn, problem)
            if stops:  # nothing is tidied by a machine that has stopped
                patch.setattr(Held, "__exit__", lambda held, *_: held._let_go())
            with contextlib.suppress(Stopped, DataProblem):
                coach.add(data)
        there = coach.moments() if families(coach.practice) else set()
        before = set() if is_new else {one[0]}
        assert there in (before, wanted)
        if count[0] < turn:
            break
        assert coach.add(data).family
        assert coach.moments() == wanted
        assert not [path for path in coach.files() if whole_files.TEMPORARY in path]
        _take_out(coach, data, is_new=is_new)
    assert turn > 8


def _take_out(coach: Coach, data: bytes, *, is_new: bool) -> None:
    """Puts the practice back to before the file."""
    family = families(coach.practice)[0]
    if is_new:
        whole_files.remove_tree(family.folder)
        return
    share = look(coach.practice, coach.identity, data).header.share
    whole_files.remove_tree(family.places.device_folder(device_of(share)))
    os.remove(os.path.join(family.received, f"{share}.receipt.json"))


def test_a_receipt_without_its_lines_counts_for_nothing(coach: Coach, parent: Parent) -> None:
    data = parent.file(one := parent.moment())
    added = coach.add(data)
    assert added.family
    whole_files.remove_tree(added.family.places.device_folder(receipts(added.family)[0].device))
    assert receipts(added.family) == []
    assert not coach.add(data).unchanged
    assert coach.moments() == {one[0]}


def test_a_withdrawn_consent_is_honoured(coach: Coach, parent: Parent, frozen: Any) -> None:
    early = parent.file(parent.moment())
    coach.add(parent.file(parent.moment()))
    frozen.tick(60)
    assert coach.add(parent.notice()).withdrawn
    with pytest.raises(ConsentOver, match="withdrawn on 2026-11-22"):
        coach.open()
    with pytest.raises(Refused, match="before this consent was withdrawn"):
        coach.add(early)
    frozen.tick(60)
    coach.add(parent.file(after := parent.moment()))
    assert after[0] in coach.moments()


def test_replaying_an_old_notice_does_not_end_a_newer_consent(
    coach: Coach, parent: Parent, frozen: Any
) -> None:
    coach.add(parent.file(parent.moment()))
    frozen.tick(60)
    notice = parent.notice()
    coach.add(notice)
    frozen.tick(60)
    coach.add(parent.file(after := parent.moment()))
    added = coach.add(notice)
    assert after[0] in coach.moments()
    assert "A newer consent holds" in added_words(added)
    assert "no longer opened" not in added_words(added)


def test_a_notice_closes_what_is_here_whatever_time_that_bears(
    coach: Coach, parent: Parent, frozen: Any
) -> None:
    coach.add(parent.file(parent.moment(), made_at="2026-11-23T13:00:00.000Z"))  # 20 hours ahead
    frozen.tick(60)
    notice = parent.notice()
    added = coach.add(notice)
    assert "no longer opened" in added_words(added)
    assert "1 file that bears a later time than the notice closed too" in added_words(added)
    with pytest.raises(ConsentOver, match="withdrawn"):
        coach.open()
    later = parent.file(after := parent.moment(), made_at="2026-11-23T13:00:00.001Z")
    coach.add(later)
    assert coach.moments() == {after[0]}
    coach.add(notice)
    assert coach.moments() == {after[0]}


def test_a_file_that_was_withdrawn_is_refused_with_both_times_of_day(
    coach: Coach, parent: Parent, frozen: Any
) -> None:
    early = parent.file(parent.moment())
    frozen.tick(60)
    coach.add(parent.notice())
    told = r"made on 2026-11-22 \d\d:05:3\d, before .* withdrawn on 2026-11-22 \d\d:06:3\d\."
    with pytest.raises(Refused, match=told):
        coach.add(early)


def test_a_notice_of_somebody_unknown_bars_their_earlier_files(
    coach: Coach, parent: Parent, frozen: Any
) -> None:
    early = parent.file(parent.moment())
    frozen.tick(60)
    assert coach.add(parent.notice()).family is None
    with pytest.raises(Refused):
        coach.add(early)


def test_an_earlier_notice_takes_nothing_from_a_later_one(
    coach: Coach, parent: Parent, frozen: Any
) -> None:
    first = parent.notice()
    frozen.tick(60)
    between = parent.file(parent.moment())
    frozen.tick(60)
    coach.add(parent.notice())
    coach.add(first)
    with pytest.raises(Refused):
        coach.add(between)


def test_a_consent_that_has_ended_is_honoured(coach: Coach, parent: Parent, frozen: Any) -> None:
    data = parent.file(one := parent.moment(), until="2026-11-30")
    coach.add(data)
    frozen.move_to("2026-11-30 20:00:00")
    assert coach.moments() == {one[0]}
    frozen.move_to("2026-12-01 08:00:00")
    with pytest.raises(ConsentOver, match="ended on 2026-11-30"):
        coach.open()
    with pytest.raises(Refused, match="ended on 2026-11-30"):
        coach.add(parent.file(parent.moment(), until="2026-11-30"))
    coach.add(parent.file(parent.moment(), until="2027-11-30"))
    assert one[0] in coach.moments()


def test_one_parents_withdrawal_leaves_the_others_moments(
    coach: Coach, parent: Parent, another: Parent, frozen: Any
) -> None:
    coach.add(parent.file(parent.moment()))
    coach.add(another.file(theirs := another.moment()), join="Rivera")
    frozen.tick(60)
    added = coach.add(parent.notice())
    assert added_words(added).endswith("What another parent shared stays open.")
    assert coach.moments() == {theirs[0]}
    frozen.tick(60)
    coach.add(parent.file(newer := parent.moment()))
    assert coach.moments() == {theirs[0], newer[0]}


@pytest.mark.parametrize("until", ["soon", "2026-13-40", "20270101", "2027-W01-1", 7, ""])
def test_a_consent_whose_end_cannot_be_told_is_refused(
    coach: Coach, parent: Parent, until: Any
) -> None:
    with pytest.raises(ParentkitError):
        coach.add(parent.file(parent.moment(), until=until))
    assert coach.files() == {}


def _answer(coach: Coach, colleague: keys.Identity, family: str, moment: str) -> bytes:
    coder = coach_id(colleague.fingerprint)
    stamp = f"2026-11-22T17:05:12.345Z/0000/{device_of(SHARE)}"
    fields = {"moment": moment, "coder": coder, "fit": "missed", "blind": True}
    line = Line("coding", "01M823G3MS00000000000000AA", stamp, coder, fields)
    bundle = Bundle("reply", family, SHARE, "2026-11-22T17:05:12.345Z", [line])
    return seal_bundle(bundle, colleague, [coach.identity.recipient])


def test_another_coachs_codings_come_to_a_family_that_is_here(coach: Coach, parent: Parent) -> None:
    colleague, moment = keys.make(), parent.moment()
    answer = _answer(coach, colleague, parent.identity.fingerprint, moment[0])
    with pytest.raises(Refused, match="shared nothing with you"):
        look(coach.practice, coach.identity, answer)
    coach.add(parent.file(moment))
    with pytest.raises(UsageProblem):
        coach.add(answer)
    coach.add(answer, join="Rivera")
    (coding,) = coach.open().journal.read(kinds=("coding",))
    assert coding.fields["coder"] == coach_id(colleague.fingerprint)


def test_another_coachs_codings_go_with_the_familys_consent(
    coach: Coach, parent: Parent, frozen: Any
) -> None:
    moment = parent.moment()
    coach.add(parent.file(moment))
    answer = _answer(coach, keys.make(), parent.identity.fingerprint, moment[0])
    coach.add(answer, join="Rivera")
    frozen.tick(60)
    coach.add(parent.notice())
    with pytest.raises(ConsentOver):
        coach.open()


def test_a_withdrawal_that_is_dated_ahead_locks_nobody_out(
    coach: Coach, parent: Parent, frozen: Any
) -> None:
    coach.add(parent.file(parent.moment()))
    frozen.tick(60)
    coach.add(parent.file(type="withdrawal", lines=[], made_at="2036-01-01T00:00:00.000Z"))
    with pytest.raises(ConsentOver, match="withdrawn on 2026-11-22"):
        coach.open()
    frozen.tick(60)
    coach.add(parent.file(after := parent.moment()))
    assert after[0] in coach.moments()


def test_a_withdrawal_closes_what_the_same_fast_clock_shared_before(
    coach: Coach, parent: Parent, frozen: Any
) -> None:
    def made(minutes: int) -> str:
        return f"2026-11-22T19:{minutes:02}:00.000Z"  # two hours ahead of the coach's clock

    coach.add(parent.file(parent.moment(), made_at=made(0)))
    late = parent.file(parent.moment(), made_at=made(1))
    coach.add(parent.file(type="withdrawal", lines=[], made_at=made(2)))
    with pytest.raises(ConsentOver):
        coach.open()
    frozen.tick(60)
    with pytest.raises(Refused, match="before this consent was withdrawn"):
        coach.add(late)
    coach.add(parent.file(after := parent.moment(), made_at=made(3)))
    assert after[0] in coach.moments()
    for minutes in (0, 1, 2):  # nor does the old notice, once more, end the newer consent
        coach.add(parent.file(type="withdrawal", lines=[], made_at=made(minutes)))
    assert after[0] in coach.moments()


def test_a_file_as_old_as_the_notice_is_withdrawn(
    coach: Coach, parent: Parent, frozen: Any
) -> None:
    made = "2026-11-22T16:00:00.000Z"
    coach.add(parent.file(parent.moment(), made_at=made))
    again = parent.file(parent.moment(), made_at=made)
    coach.add(parent.file(type="withdrawal", lines=[], made_at=made))
    with pytest.raises(ConsentOver):
        coach.open()
    with pytest.raises(Refused, match="before this consent was withdrawn"):
        coach.add(again)
    frozen.tick(1)


def test_a_withdrawal_that_an_older_version_kept_with_a_day_ahead_locks_nobody_out(
    coach: Coach, parent: Parent, frozen: Any
) -> None:
    coach.add(parent.file(parent.moment()))
    path = os.path.join(coach.practice.folder, "withdrawals.json")
    with open(path, "w", encoding="utf-8") as file:
        file.write(f'{{"{parent.identity.fingerprint}":"2036-01-01T00:00:00.000Z"}}')
    with pytest.raises(ConsentOver):
        coach.open()
    frozen.tick(60)
    coach.add(parent.file(after := parent.moment()))
    assert after[0] in coach.moments()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"a":1}', b"\xff"])
def test_withdrawals_that_cannot_be_read_do_not_count_as_none(
    coach: Coach, parent: Parent, content: bytes
) -> None:
    coach.add(parent.file(parent.moment()))
    with open(os.path.join(coach.practice.folder, "withdrawals.json"), "wb") as file:
        file.write(content)
    with pytest.raises(DataProblem, match="not known who withdrew"):
        coach.open()
    with pytest.raises(DataProblem, match="not known who withdrew"):
        coach.add(parent.file(parent.moment()))
    with pytest.raises(DataProblem, match="not known who withdrew"):
        coach.add(parent.notice())


@pytest.mark.parametrize(
    ("consent", "why"),
    [
        ({"purpose": "sleep"}, "does not say until when"),
        ({"until": "2028-01-01"}, "more than 400 days"),
        ({"until": "9999-12-31"}, "more than 400 days"),
    ],
)
def test_a_consent_without_an_end_in_sight_is_refused(
    coach: Coach, parent: Parent, consent: dict[str, Any], why: str
) -> None:
    with pytest.raises(Refused, match=why):
        coach.add(parent.file(parent.moment(), consent=consent))
    assert coach.files() == {}


def test_what_has_not_come_yet_is_refused(coach: Coach, parent: Parent) -> None:
    coach.add(parent.file(parent.moment(observed_at="2026-11-23T23:59+14:00")))
    before = coach.files()
    share = ulid(clock.now_ms(), os.urandom(10))
    key, said = parent.moment()
    stamp = make(clock.now_ms() + 25 * 3600 * 1000, 0, device_of(share))
    ahead = Line("moment", key, stamp, CAREGIVER, said)
    for data in (
        parent.file(parent.moment(observed_at="9999-12-31T18:05+01:00")),
        parent.file(parent.moment(observed_at="2026-11-24T00:00+14:00")),
        parent.file(parent.moment(logged_at="9999-12-31T18:05:00+01:00")),
        parent.file(share=share, lines=[ahead]),
    ):
        with pytest.raises(Refused, match="has not come yet"):
            coach.add(data)
    assert coach.files() == before
