"""Looking back: what was written a month and three months ago, and question by question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.domain.text import one_line
from parentkit.tui.screens.leaves import Leaf

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from parentkit.services.reflection.answers import Answer
    from parentkit.tui.family import Family

MONTH_WEEKS, QUARTER_WEEKS = 4, 13
CHECK_INS_SHOWN = 50


def leaves(monday: date, family: Family) -> list[Leaf]:
    """Everything to look back at, seen from a week; reads files."""
    from parentkit.domain.reflection.looking_back import threads
    from parentkit.report.reflection.reflection import (
        answered_words,
        checkin_lines,
        thread_lines,
        words_lines,
    )
    from parentkit.services.reflection.answers import all_answers
    from parentkit.services.reflection.checkin import check_ins
    from parentkit.services.reflection.look_back import by_week, words_in

    answers = all_answers(family.journal, family.caregiver)
    documents = [answer.document for answer in answers]
    found = list(_weeks_ago(by_week(answers), monday))
    told = check_ins(family.journal, family.caregiver)
    if told:
        latest = list(checkin_lines(reversed(told[-CHECK_INS_SHOWN:])))
        found.append(Leaf("Check-ins with yourself", f"{len(told)} in all", latest))
    if words := words_in(documents):
        about = one_line(", ".join(words), 50)
        found.append(Leaf("Words that came up", about, list(words_lines(words))[1:]))
    for thread in threads(documents):
        times = answered_words(len(thread.answers))
        found.append(Leaf(one_line(thread.text), times, list(thread_lines(thread))[2:]))
    return found


def _weeks_ago(weeks: Mapping[date, list[Answer]], monday: date) -> Iterator[Leaf]:
    from parentkit.domain.reflection.reflection import answered
    from parentkit.domain.time.period import week_of
    from parentkit.report.reflection.reflection import answer_lines
    from parentkit.services.reflection.look_back import answered_before

    for when, back in (("A month ago", MONTH_WEEKS), ("Three months ago", QUARTER_WEEKS)):
        week = answered_before(weeks, monday, back)
        if week is None:
            continue
        lines: list[str] = []
        for answer in weeks[week]:
            if answered(answer.document):
                lines += [*list(answer_lines(*answer))[:-1], ""]
        yield Leaf(f"{when}, or before", week_of(week).title(), lines)
