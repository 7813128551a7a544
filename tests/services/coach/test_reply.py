"""What goes back: the coach's own words about what was shared, and nothing private."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from parentkit.domain.codes import CODING
from parentkit.domain.errors import NothingFound
from parentkit.journal.log.writer import Draft
from parentkit.services.coach import write
from parentkit.services.coach.reply import replies, reply_for_supervisor
from parentkit.services.family.household import new_id
from parentkit.sharing import keys
from parentkit.sharing.bundle import read_lines
from parentkit.sharing.envelope import Refused, open_sealed

if TYPE_CHECKING:
    from conftest import Coach, Parent

    from parentkit.journal.log.operation import Operation
    from parentkit.sharing.keys import Identity

PRIVATE = "between-you-and-me"


def said(sealed: bytes, reader: Identity) -> list[Operation]:
    return read_lines(open_sealed(sealed, reader))


def code(coach: Coach, moment: str, coder: str = "") -> None:
    fields = {"moment": moment, "coder": coder or coach.coder, "fit": "missed", "blind": True}
    journal = coach.open().journal
    journal.append([Draft(CODING, new_id(1_795_000_000_000), fields, by=fields["coder"])])


def test_a_reply_holds_what_the_coach_wrote_and_nothing_private(
    coach: Coach, parent: Parent
) -> None:
    coach.add(parent.file(one := parent.moment()))
    journal = coach.open().journal
    write.comment(journal, coach.coder, one[0], {"strength": "You waited."})
    write.set_goal(journal, coach.coder, "Wait a breath", "2027-01-31")
    write.assign(journal, coach.coder, question="When did she laugh?")
    write.write_note(journal, coach.coder, PRIVATE, "2026-11-22")
    code(coach, one[0])
    code(coach, one[0], coder="coach:" + "b" * 32)
    (reply,) = replies(coach.practice, coach.open(), coach.identity)
    assert reply.kinds == {"coding": 1, "comment": 1, "goal": 1, "assignment": 1}
    opened = open_sealed(reply.sealed, parent.identity)
    assert opened.header.family == parent.identity.fingerprint
    assert PRIVATE.encode() not in opened.body
    operations = read_lines(opened)
    assert {one.kind for one in operations} == {"coding", "comment", "goal", "assignment"}
    assert {one.by for one in operations} == {coach.coder}
    assert {one.set.get("coder") for one in operations} == {coach.coder}


def test_nothing_goes_back_about_a_moment_that_the_family_took_back(
    coach: Coach, parent: Parent, frozen: Any
) -> None:
    coach.add(parent.file(gone := parent.moment(), kept := parent.moment(2)))
    for moment in (gone, kept):
        write.comment(coach.open().journal, coach.coder, moment[0], {"strength": "You waited."})
        code(coach, moment[0])
    frozen.tick(60)
    coach.add(parent.file((gone[0], {"deleted": True})))
    (reply,) = replies(coach.practice, coach.open(), coach.identity)
    assert reply.kinds == {"coding": 1, "comment": 1}
    assert {one.set["moment"] for one in said(reply.sealed, parent.identity)} == {kept[0]}


def test_nobody_else_can_open_it(coach: Coach, parent: Parent, another: Parent) -> None:
    coach.add(parent.file(one := parent.moment()))
    write.comment(coach.open().journal, coach.coder, one[0], {"strength": "You waited."})
    (reply,) = replies(coach.practice, coach.open(), coach.identity)
    for other in (another.identity, coach.identity):
        with pytest.raises(Refused):
            open_sealed(reply.sealed, other)


def test_with_nothing_written_there_is_no_reply(coach: Coach, parent: Parent) -> None:
    coach.add(parent.file(parent.moment()))
    write.write_note(coach.open().journal, coach.coder, PRIVATE, "2026-11-22")
    with pytest.raises(NothingFound):
        replies(coach.practice, coach.open(), coach.identity)


def test_what_was_taken_back_is_told_without_its_words(coach: Coach, parent: Parent) -> None:
    coach.add(parent.file(one := parent.moment()))
    journal = coach.open().journal
    (comment,) = write.comment(journal, coach.coder, one[0], {"strength": PRIVATE})
    write.take_back(journal, coach.coder, "comment", comment["id"])
    (reply,) = replies(coach.practice, coach.open(), coach.identity)
    (line,) = said(reply.sealed, parent.identity)
    assert (line.id, line.set) == (comment["id"], {"deleted": True})
    assert reply.kinds == {}


def test_what_was_changed_keeps_its_own_times(coach: Coach, parent: Parent, frozen: Any) -> None:
    coach.add(parent.file(parent.moment()))
    journal = coach.open().journal
    goal = write.set_goal(journal, coach.coder, "Wait a breath")
    frozen.tick(3600)
    write.move_goal(journal, coach.coder, goal["id"], "reached")
    (reply,) = replies(coach.practice, coach.open(), coach.identity)
    first, second = said(reply.sealed, parent.identity)
    assert first.set["text"] == "Wait a breath"
    assert second.set == {"state": "reached"}
    written = [one.stamp for one in journal.history(goal["id"])]
    assert [first.stamp, second.stamp] == written


def test_each_parent_gets_what_is_about_their_own_moments(
    coach: Coach, parent: Parent, another: Parent, frozen: Any
) -> None:
    coach.add(parent.file(mine := parent.moment()))
    coach.add(another.file(theirs := another.moment()), join="Rivera")
    journal = coach.open().journal
    write.comment(journal, coach.coder, mine[0], {"strength": "You waited."})
    write.comment(journal, coach.coder, theirs[0], {"strength": "You sang."})
    write.set_goal(journal, coach.coder, "Wait a breath")
    made = {one.reader: one for one in replies(coach.practice, coach.open(), coach.identity)}
    for sender, about in ((parent, "You waited."), (another, "You sang.")):
        lines = said(made[sender.identity.fingerprint].sealed, sender.identity)
        assert {line.set["text"] for line in lines} == {about, "Wait a breath"}
    frozen.tick(60)
    coach.add(parent.notice())
    (left,) = replies(coach.practice, coach.open(), coach.identity)
    assert left.reader == another.identity.fingerprint


def test_a_supervisor_gets_codings_alone(coach: Coach, parent: Parent) -> None:
    supervisor = keys.make()
    card = keys.read_card(_text(supervisor))
    coach.add(parent.file(one := parent.moment()))
    with pytest.raises(NothingFound):
        reply_for_supervisor(coach.open(), coach.identity, card)
    code(coach, one[0])
    write.comment(coach.open().journal, coach.coder, one[0], {"strength": PRIVATE})
    reply = reply_for_supervisor(coach.open(), coach.identity, card)
    (line,) = said(reply.sealed, supervisor)
    assert line.set["fit"] == "missed"


def _text(identity: Identity) -> str:
    from parentkit.domain.jsontext import compact

    return compact(identity.card("Sam Ono"))
