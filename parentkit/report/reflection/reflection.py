"""Reflections as plain text: a question with its reason and its moments, answers, looking back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from parentkit.domain.reflection.reflection import (
    ANSWER,
    CHECKIN_QUESTIONS,
    FOLLOW_UP,
    FOLLOW_UP_ANSWER,
    SKIPPED,
    answered,
)
from parentkit.domain.sentence import plural
from parentkit.domain.text import clean, one_line
from parentkit.domain.time.days import MONTHS, WEEKDAYS
from parentkit.report import amounts
from parentkit.report.layout import wrapped
from parentkit.report.log.moment import fit_words, when_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from parentkit.domain.log.household import Household
    from parentkit.domain.log.moment import Document
    from parentkit.domain.reflection.choosing import Asked
    from parentkit.domain.reflection.looking_back import Thread
    from parentkit.figures.summary import CameBack, Match, Summary

    Fields = Mapping[str, Any]

MOMENTS_SHOWN = 4
LABEL = 11
INDENT = "  "
ANSWER_INDENT = "    "
PASSED_OVER = "(passed over)"
_BESIDE_A_WEEK = frozenset(("what_it_is", "missing_by_design"))


def week_lines(title: str, who: str, summary: Summary, *, whole: bool = True) -> Iterator[str]:
    """A week's figures in a few lines: counts, and rates with their ranges where there are enough.

    Args:
        title: what the week is called.
        who: whose moments these are.
        summary: the figures.
        whole: whether everything was read: only then is it known that there are none.
    """
    yield from wrapped(f"{title}, {who}")
    match, came_back = summary.match, summary.came_back
    if not match.n:
        if whole:
            yield "No moments are written down in this week. Gaps are normal."
        else:
            yield "No moments of this week that could be read."
        return
    yield amounts.moments_on_days(match.n, summary.days)
    yield _share("Met", match.met, match)
    yield _share("Came back", came_back.moments, came_back)


def can_be_asked_sentence(path: str, questions: int) -> str:
    """How many questions of a pack can be asked."""
    return plural(
        questions,
        one="{path}: {n} question can be asked.",
        other="{path}: {n} questions can be asked.",
        path=path,
    )


def waiting_sentence(asked: int, waiting: int) -> str:
    """How many of a week's questions wait for an answer; `asked` is 1 at least."""
    if not waiting:
        return "Everything asked about this week is answered."
    if waiting == asked:
        return plural(
            asked,
            one="{n} question, one at a time, about five minutes.",
            other="{n} questions, one at a time, about five minutes.",
        )
    return plural(
        waiting,
        one="{n} of {asked} questions waits; n goes on where you are.",
        other="{n} of {asked} questions wait; n goes on where you are.",
        asked=asked,
    )


def answered_words(times: int) -> str:
    """How often a question was answered, 1 at least: `answered once`."""
    return plural(times, one="answered once", other="answered {n} times")


def said_beside(said: Iterable[Mapping[str, Any]]) -> str:
    """What must be said beside a week's figures, of the statements of statements.json."""
    return " ".join(each["short"] for each in said if each["id"] in _BESIDE_A_WEEK)


def question_lines(
    place: str,
    question: Asked,
    moments: Sequence[Document],
    household: Household,
    glyphs: Mapping[str, str],
) -> Iterator[str]:
    """A question as it is asked.

    Args:
        place: which one it is, `2 of 5`.
        question: the question.
        moments: the moments of the week, among them those behind it.
        household: the family's words.
        glyphs: the set of signs.
    """
    yield f"Question {place}"
    yield from wrapped(one_line(question.text))
    yield from wrapped(one_line(question.because), indent=INDENT)
    behind = [moment for moment in moments if moment["id"] in question.moments]
    for moment in behind[:MOMENTS_SHOWN]:
        yield from moment_line(moment, household, glyphs)
    if behind[MOMENTS_SHOWN:]:
        yield f"{INDENT}and {len(behind) - MOMENTS_SHOWN} more"


def moment_line(moment: Document, household: Household, glyphs: Mapping[str, str]) -> Iterator[str]:
    """A moment in a line or two: `Tue 17 Nov 18:05, Mia: sad > jumped to a fix, o misread`."""
    day = date.fromisoformat(moment["observed_at"][:10])
    when = f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]}"
    cue = household.vocabulary("cues").short(str(moment.get("cue", "")))
    responses = household.vocabulary("responses")
    then = f" {glyphs['then']} "
    done = then.join(map(responses.short, moment.get("responses", ())))
    who = household.name(str(moment.get("child", "")))
    told = f"{when} {moment['observed_at'][11:16]}, {who}: {cue}{then}{done}"
    first, *rest = wrapped(f"{told}, {fit_words(moment, household, glyphs)}", indent=INDENT)
    yield first
    yield from (f"{ANSWER_INDENT}{line.strip()}" for line in rest)


def answer_lines(document: Fields, conflicts: Sequence[tuple[str, str]] = ()) -> Iterator[str]:
    """A question with what was answered.

    Args:
        document: the reflection.
        conflicts: texts that another device wrote at the same time: (field, text).
    """
    yield from wrapped(one_line(str(document.get("text", ""))))
    yield from wrapped(one_line(str(document.get("because", ""))), indent=INDENT)
    if document.get(SKIPPED) and not answered(document):
        yield f"{ANSWER_INDENT}{PASSED_OVER}"
    yield from _own_words(document.get(ANSWER))
    if document.get(FOLLOW_UP_ANSWER):
        yield from wrapped(one_line(str(document.get(FOLLOW_UP, ""))), indent=INDENT)
        yield from _own_words(document[FOLLOW_UP_ANSWER])
    for _, text in conflicts:
        yield f"{INDENT}another device also has this:"
        yield from _own_words(text)
    yield f"{INDENT}[{one_line(str(document.get('question', '')))}]"


def listing_lines(weeks: Iterable[tuple[str, Sequence[Fields]]]) -> Iterator[str]:
    """Weeks with what was answered in them: (title, reflections)."""
    for title, documents in weeks:
        yield from wrapped(title)
        for document in documents:
            yield from wrapped(one_line(str(document.get("text", ""))), indent=INDENT)


def thread_lines(thread: Thread) -> Iterator[str]:
    """One question's answers, one below the other, each under its week."""
    yield from wrapped(one_line(thread.text))
    yield f"{INDENT}[{thread.question}]"
    for document in thread.answers:
        yield f"{INDENT}{document.get('week', '')}"
        yield from _own_words(document.get(ANSWER))
        yield from _own_words(document.get(FOLLOW_UP_ANSWER))


def words_lines(words: Sequence[str]) -> Iterator[str]:
    """The words that came up most, as a plain list."""
    if words:
        yield "Words that came up more than once"
        yield from wrapped(", ".join(words), indent=INDENT)


def checkin_lines(documents: Iterable[Fields]) -> Iterator[str]:
    """Check-ins, one below the other."""
    for document in documents:
        yield when_words(str(document.get("logged_at", "")))
        for field, question in CHECKIN_QUESTIONS.items():
            if document.get(field):
                yield f"{INDENT}{question}"
                yield from _own_words(document[field])


def _share(label: str, count: int, figure: Match | CameBack) -> str:
    """`Met        9 of 21, about 43 %, range 25 to 63`; counts alone where a rate is withheld."""
    told = [f"{label:<{LABEL}}{count} of {figure.n}"]
    if figure.rate is not None:
        told.append(f"about {figure.rate * 100:.0f} %")
    if figure.low is not None and figure.high is not None:
        told.append(f"range {figure.low * 100:.0f} to {figure.high * 100:.0f}")
    return ", ".join(told)


def _own_words(text: object) -> Iterator[str]:
    """What a person wrote, line by line as they wrote it."""
    for line in clean(str(text or "")).splitlines():
        yield from wrapped(line, indent=ANSWER_INDENT)
