"""A reflection under way: figures first, then one question at a time, each line kept at once."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

from parentkit.cli.reflection.answering import Lines, offer_help, somebody
from parentkit.cli.reflection.looking_back import figures_lines
from parentkit.cli.session import glyphs, put, say
from parentkit.content import load
from parentkit.domain.log.vocabulary import Vocabulary
from parentkit.domain.reflection.reflection import ANSWER, FOLLOW_UP_ANSWER, question_in
from parentkit.report.layout import wrapped
from parentkit.report.reflection.reflection import answer_lines, question_lines, said_beside
from parentkit.report.sharing.feedback import week_from_coaches_lines
from parentkit.services.reflection.answers import Writing
from parentkit.services.reflection.reflect import week_left_over

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parentkit.domain.log.household import Household
    from parentkit.domain.reflection.choosing import Asked
    from parentkit.domain.time.period import Period
    from parentkit.journal import Journal
    from parentkit.services.reflection.reflect import Reflection


def reflect(journal: Journal, household: Household, reflection: Reflection) -> int:
    """Shows a week and asks what is not answered yet; returns the exit code."""
    period = reflection.period
    put(_week(journal, household, reflection))
    if not reflection.unanswered:
        say(f"Everything asked about this week is answered. {_found_again(period)}")
        _offer_left_over(journal, reflection)
        return 0
    lines = Lines()
    if not lines.anybody():
        put(_all_questions(household, reflection))
        say("At a terminal these are asked one at a time. A pipe may hold answers as well,")
        say("an empty line after each.")
        return 0
    if lines.person:
        say("An empty line ends an answer; at once, it passes the question over. q pauses.")
    household, caregiver = somebody(journal, household, reflection.caregiver)
    reflection = reflection._replace(caregiver=caregiver)
    if not _ask(journal, household, reflection, lines):
        say(f"\nPaused. parentkit reflect --week {period.start} goes on where you are.")
        return 0
    say(f"\nThat was the week. {_found_again(period)}")
    _offer_left_over(journal, reflection)
    return 0


def _week(journal: Journal, household: Household, reflection: Reflection) -> list[str]:
    """The figures of the week, what they are, and where there are more of them."""
    period, caregiver = reflection.period, reflection.caregiver
    figures = figures_lines(journal, household, period, caregiver)
    from_coaches = week_from_coaches_lines(
        reflection.comments, household.goals, reflection.week.moments, household, glyphs()
    )
    if not reflection.week.moments:
        return [*figures, *from_coaches]
    command = f"parentkit rates --week {period.start}"
    if caregiver:
        command = f"{command} --caregiver {quote(household.name(caregiver))}"
    return [
        *figures,
        *wrapped(said_beside(load("statements")["statements"])),
        f"More of it: {command}",
        *from_coaches,
    ]


def _ask(journal: Journal, household: Household, reflection: Reflection, lines: Lines) -> bool:
    """Asks what is not answered yet, one by one; False where the person stops before the end."""
    questions = reflection.questions
    waiting = reflection.unanswered
    for question in waiting:
        say("\n".join(_question_lines(household, reflection, question, questions)))
        writing = Writing(journal, reflection.period.start, reflection.caregiver, question)
        if not _take(household, writing, question, lines):
            return question is waiting[-1] and bool(writing.fields)
    return True


def _take(household: Household, writing: Writing, question: Asked, lines: Lines) -> bool:
    """Takes an answer and, from a person, one to the follow-up; False where the person stops."""
    go_on = lines.take(writing.add)
    if not writing.fields:
        if go_on:
            writing.skip()
        return go_on
    offer_help(household, writing.fields[ANSWER])
    if go_on and lines.person and question.follow_up:
        say(f"  {question.follow_up}")
        go_on = lines.take(lambda line: writing.add(line, FOLLOW_UP_ANSWER))
        offer_help(household, writing.fields.get(FOLLOW_UP_ANSWER, ""))
    return go_on


def answer_anew(journal: Journal, household: Household, reflection: Reflection, text: str) -> int:
    """Takes another answer to the question of this week that `text` names; returns the exit code.

    Raises:
        UnknownCode: no question is called so; names the nearest.
        AmbiguousCode: several could be meant.
    """
    answers = {str(each.document.get("question")): each for each in reflection.answers}
    question = _question_called(reflection, text)
    if question.id in answers:
        put(answer_lines(*answers[question.id]))
    else:
        put(_question_lines(household, reflection, question, [question]))
    lines = Lines()
    if not lines.anybody():
        return 0
    say("Write it anew; an empty line ends it. An empty line at once leaves it as it is.")
    household, caregiver = somebody(journal, household, reflection.caregiver)
    writing = Writing(journal, reflection.period.start, caregiver, question)
    lines.take(writing.add)
    if writing.fields:
        offer_help(household, writing.fields[ANSWER])
        say("Stored; what stood there before is kept in the journal. parentkit undo takes it back.")
    else:
        say("Left as it is.")
    return 0


def _question_called(reflection: Reflection, text: str) -> Asked:
    """The question of this week that is called so, those that exercises ended with among them.

    Raises:
        UnknownCode: none is; names the nearest.
        AmbiguousCode: several could be meant.
    """
    known = {question.id: question for question in reflection.questions}
    for answer in reflection.answers:
        question = question_in(answer.document)
        known.setdefault(question.id, question)
    terms = [{"id": each.id, "label": each.text} for each in known.values()]
    return known[Vocabulary("question of this week", terms, ()).resolve(text)]


def _question_lines(
    household: Household, reflection: Reflection, question: Asked, among: Sequence[Asked]
) -> list[str]:
    place = f"{among.index(question) + 1} of {len(among)}"
    moments = reflection.week.moments
    return ["", *question_lines(place, question, moments, household, glyphs())]


def _all_questions(household: Household, reflection: Reflection) -> list[str]:
    questions = reflection.questions
    return [
        line
        for question in reflection.unanswered
        for line in _question_lines(household, reflection, question, questions)
    ]


def _found_again(period: Period) -> str:
    return f"parentkit reflect --show --week {period.start} shows it again."


def _offer_left_over(journal: Journal, reflection: Reflection) -> None:
    left_over = week_left_over(journal, reflection.period, reflection.caregiver)
    if left_over:
        start = left_over.start
        say(f"There is the week of {start} as well: parentkit reflect --week {start}")
