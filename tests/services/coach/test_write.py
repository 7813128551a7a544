"""What a coach writes stands under the coach's name and beside the family's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from parentkit.domain.coaching.coaching import LET_GO, OPEN, REACHED, ill_formed, is_complete
from parentkit.domain.codes import ASSIGNMENT, COMMENT, GOAL, READ, SESSION
from parentkit.domain.errors import NothingFound, UsageProblem
from parentkit.services.coach import write

if TYPE_CHECKING:
    from conftest import Coach, Parent

    from parentkit.journal.journal import Journal


@pytest.fixture
def moment(coach: Coach, parent: Parent) -> str:
    coach.add(parent.file(one := parent.moment(), parent.moment(2)))
    return one[0]


@pytest.fixture
def journal(coach: Coach, moment: str) -> Journal:
    assert moment
    return coach.open().journal


def test_strengths_come_first_however_they_are_given(
    coach: Coach, journal: Journal, moment: str
) -> None:
    texts = {"question": "And then?", "wondering": "Was it the noise?", "strength": "You waited."}
    stored = write.comment(journal, coach.coder, moment[:20], texts)
    assert [one["sort"] for one in stored] == ["strength", "wondering", "question"]
    write.comment(journal, coach.coder, moment, {"strength": "You came back."})
    found = write.comments_on(journal, journal.get(moment).document())
    assert [one["text"] for one in found] == [
        "You waited.",
        "You came back.",
        "Was it the noise?",
        "And then?",
    ]


def test_a_moment_that_was_commented_on_was_read(
    coach: Coach, journal: Journal, moment: str
) -> None:
    write.comment(journal, coach.coder, moment, {"strength": "You waited."})
    assert write.read_moments(journal.read(kinds=(READ,))) == {moment}


def test_reading_twice_is_one_reading(coach: Coach, journal: Journal, moment: str) -> None:
    assert write.mark_read(journal, coach.coder, [moment, moment]) == 1
    assert write.mark_read(journal, coach.coder, [moment]) == 0
    everything = sorted(coach.moments())
    assert write.mark_read(journal, coach.coder, everything) == 1
    many = [*everything, *(parent_id(number) for number in range(20))]
    assert write.mark_read(journal, coach.coder, many) == 20
    assert write.mark_read(journal, coach.coder, many) == 0


def parent_id(number: int) -> str:
    return f"01M823G3MS0000000000000{number:03}"


@pytest.mark.parametrize("texts", [{}, {"strength": ""}, {"strength": " \x1b "}])
def test_a_comment_needs_words(
    coach: Coach, journal: Journal, moment: str, texts: dict[str, str]
) -> None:
    with pytest.raises(UsageProblem):
        write.comment(journal, coach.coder, moment, texts)
    assert not journal.read(kinds=(COMMENT, READ)).records


def test_texts_have_an_end(coach: Coach, journal: Journal) -> None:
    with pytest.raises(UsageProblem):
        write.write_note(journal, coach.coder, "x" * (write.LONGEST_TEXT + 1), "2026-11-22")


def test_what_could_steer_a_terminal_is_taken_out(
    coach: Coach, journal: Journal, moment: str
) -> None:
    (stored,) = write.comment(journal, coach.coder, moment, {"strength": "a\x1b[2Jb\u202ec"})
    assert stored["text"] == "a[2Jbc"


def test_a_goal_moves_and_is_listed(coach: Coach, journal: Journal) -> None:
    goal = write.set_goal(journal, coach.coder, "Wait a breath", "2027-01-31", "0" * 25 + "1")
    assert goal["state"] == OPEN
    for state in (REACHED, OPEN, LET_GO):
        write.move_goal(journal, coach.coder, goal["id"], state)
        (found,) = write.written(journal, GOAL)
        assert found["state"] == state
    assert found["by_when"] == "2027-01-31"


def test_an_assignment_is_an_exercise_or_a_question(coach: Coach, journal: Journal) -> None:
    for given in ({}, {"exercise": "pause", "question": "Why?"}):
        with pytest.raises(UsageProblem):
            write.assign(journal, coach.coder, **given)
    write.assign(journal, coach.coder, exercise="pause", why="You asked for one.")
    question = write.assign(journal, coach.coder, question="When did she laugh?")
    assert [one["id"] for one in write.open_questions(journal)] == [question["id"]]
    write.finish(journal, coach.coder, question["id"])
    assert write.open_questions(journal) == []
    assert len(write.written(journal, ASSIGNMENT)) == 2


def test_what_was_written_can_be_taken_back(coach: Coach, journal: Journal, moment: str) -> None:
    (comment,) = write.comment(journal, coach.coder, moment, {"strength": "You waited."})
    note = write.write_note(journal, coach.coder, "private", "2026-11-22")
    write.take_back(journal, coach.coder, COMMENT, comment["id"])
    write.take_back(journal, coach.coder, SESSION, note["id"])
    assert write.comments_on(journal, journal.get(moment).document()) == []
    assert write.written(journal, SESSION) == []
    with pytest.raises(NothingFound):
        write.take_back(journal, coach.coder, COMMENT, comment["id"])


def test_another_coachs_words_stay(coach: Coach, journal: Journal, moment: str) -> None:
    (theirs,) = write.comment(journal, "coach:" + "b" * 32, moment, {"strength": "You waited."})
    with pytest.raises(UsageProblem):
        write.take_back(journal, coach.coder, COMMENT, theirs["id"])


def test_all_of_it_has_the_form_that_the_family_expects(
    coach: Coach, journal: Journal, moment: str
) -> None:
    stored: list[tuple[str, dict[str, Any]]] = [
        (COMMENT, write.comment(journal, coach.coder, moment, {"wondering": "Why?"})[0]),
        (GOAL, write.set_goal(journal, coach.coder, "Wait a breath")),
        (ASSIGNMENT, write.assign(journal, coach.coder, exercise="pause")),
        (ASSIGNMENT, write.assign(journal, coach.coder, question="Why?", why="Because.")),
        (SESSION, write.write_note(journal, coach.coder, "private", "2026-11-22")),
    ]
    for kind, document in stored:
        assert ill_formed(kind, document) == []
        assert is_complete(kind, document)


def test_every_operation_says_who_wrote_it(coach: Coach, journal: Journal, moment: str) -> None:
    write.comment(journal, coach.coder, moment, {"strength": "You waited."})
    goal = write.set_goal(journal, coach.coder, "Wait a breath")
    write.move_goal(journal, coach.coder, goal["id"], REACHED)
    assert {one.by for one in journal.history(goal["id"])} == {coach.coder}
    for kind in (COMMENT, READ):
        for record in journal.read(kinds=(kind,)):
            assert {one.by for one in journal.history(record.id)} == {coach.coder}
