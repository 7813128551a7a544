"""Looking back over reflections: listed, shown, exported, put side by side."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from parentkit import clock
from parentkit.cli.session import put, say, warn
from parentkit.content import load
from parentkit.domain.errors import NothingFound, NothingReadable
from parentkit.domain.log.selection import Selection
from parentkit.domain.reflection.looking_back import thread_called, threads
from parentkit.domain.reflection.reflection import answered
from parentkit.domain.time.period import Period, week_of
from parentkit.report.layout import id_row
from parentkit.report.reflection.reflection import (
    answer_lines,
    listing_lines,
    thread_lines,
    week_lines,
    words_lines,
)
from parentkit.report.unreadable import left_out_words
from parentkit.services.rates.review import look_at
from parentkit.services.reflection.answers import all_answers
from parentkit.services.reflection.look_back import by_week, words_in

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from parentkit.domain.log.household import Household
    from parentkit.domain.log.moment import Document
    from parentkit.journal import Journal
    from parentkit.services.reflection.answers import Answer

WEEKS_ON_A_PAGE = 12


def look_back(
    journal: Journal,
    household: Household,
    caregiver: str,
    period: Period,
    arguments: argparse.Namespace,
) -> int:
    """Does what the arguments of `parentkit reflect` ask for; returns the exit code.

    Raises:
        NothingFound: there is no answer that it could show.
    """
    found = all_answers(journal, caregiver)
    warned = warn(journal.problems)
    if arguments.twelve_weeks:
        put(_twelve_weeks(journal, household, caregiver, period, found))
        return warned
    weeks = by_week(found)
    if not weeks:
        raise _no_answers("yet", warned, "parentkit reflect asks about the week that was.")
    if arguments.look_back is not None:
        _threads([answer.document for answer in found], arguments.look_back)
        return warned
    if arguments.list:
        put(listing_lines((_title(monday), _documents(weeks[monday])) for monday in weeks))
        return warned
    if arguments.week:
        if period.start not in weeks:
            hint = "parentkit reflect --list shows the weeks that have some."
            raise _no_answers(f"about the week of {period.start}", warned, hint)
        weeks = {period.start: weeks[period.start]}
    if arguments.show:
        monday = max(weeks)
        put(_shown(monday, weeks[monday]))
    else:
        _export(weeks, arguments.out)
    return warned


def _no_answers(which: str, warned: int, hint: str) -> NothingFound:
    """The error for answers that are not there; `warned` is not 0 where not all could be read."""
    if warned:
        about = "" if which == "yet" else f" {which}"
        return NothingReadable(f"There are no answers{about} that could be read.", hint)
    return NothingFound(f"There are no answers {which}.", hint)


def figures_lines(
    journal: Journal, household: Household, period: Period, caregiver: str
) -> list[str]:
    """A caregiver's figures of a week in a few lines."""
    reviewed = look_at(journal, household, Selection(period, None, caregiver or None))
    title = period.title(clock.local_now().date())
    left_out = left_out_words(journal.problems)
    who = ", ".join(filter(None, (_who(household, caregiver), left_out)))
    return list(week_lines(title, who, reviewed.review.summary, whole=not left_out))


def _who(household: Household, caregiver: str) -> str:
    return f"with {household.name(caregiver)}" if caregiver else "all together"


def _documents(answers: Iterable[Answer]) -> list[Document]:
    return [answer.document for answer in answers if answered(answer.document)]


def _title(monday: date) -> str:
    return week_of(monday).title()


def _shown(monday: date, answers: Iterable[Answer]) -> Iterator[str]:
    yield _title(monday)
    for answer in answers:
        yield ""
        yield from answer_lines(*answer)
        yield from id_row(answer.document)


def _threads(documents: Sequence[Document], question: str) -> None:
    found = threads(documents)
    if question:
        found = [thread_called(found, question)]
    for thread in found:
        put([*thread_lines(thread), ""])
    put(words_lines(words_in([each for thread in found for each in thread.answers])))


def _export(weeks: dict[date, list[Answer]], folder: str | None) -> None:
    from parentkit.report.reflection.markdown import week_page

    pages = {
        f"reflection-{monday}.md": list(week_page(_title(monday), _documents(weeks[monday])))
        for monday in weeks
    }
    if folder is None:
        put("\n\n".join("\n".join(page) for page in pages.values()).splitlines())
    else:
        from parentkit.storage.new_files import NewFiles

        files = NewFiles(folder, pages)
        for name, page in pages.items():
            files.put(name, ["".join(f"{line}\n" for line in page).encode()])
        put(f"{files.folder}/{name}" for name in pages)
    say("These pages are in your own words: read them before you hand them on.")


def _twelve_weeks(
    journal: Journal,
    household: Household,
    caregiver: str,
    period: Period,
    answers: Iterable[Answer],
) -> Iterator[str]:
    from parentkit.report.reflection.markdown import PageWeek, weeks_page

    first = period.start - timedelta(weeks=WEEKS_ON_A_PAGE - 1)
    whole = Period(first, period.end)
    answered_weeks = by_week(answers)
    written = [
        document
        for monday in answered_weeks
        if first <= monday < period.end
        for document in _documents(answered_weeks[monday])
    ]
    title = f"Twelve weeks: {whole.title()}"
    pages = [
        PageWeek(
            week.title(),
            figures_lines(journal, household, week, caregiver),
            _documents(answered_weeks.get(week.start, ())),
        )
        for week in whole.weeks()
    ]
    figures = _figures_with_statements(journal, household, whole, caregiver)
    return weeks_page(title, figures, words_in(written), reversed(pages))


def _figures_with_statements(
    journal: Journal, household: Household, period: Period, caregiver: str
) -> list[str]:
    from parentkit.report.rates.rates import rates_lines
    from parentkit.report.rates.statements import statements_for

    reviewed = look_at(journal, household, Selection(period, None, caregiver or None))
    until = reviewed.warm_up_until
    statements = statements_for(
        reviewed.review, load("statements")["statements"], warm_up=until is not None, brief=True
    )
    title, who = period.title(clock.local_now().date()), _who(household, caregiver)
    left_out = left_out_words(journal.problems)
    return list(rates_lines(title, who, reviewed.review, until, statements, left_out))
