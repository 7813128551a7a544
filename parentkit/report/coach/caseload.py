"""All families at a glance, as text and as JSON: attention first, no figure without its n."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from parentkit.domain.sentence import plural
from parentkit.report import amounts
from parentkit.report.layout import wrapped
from parentkit.report.rates.payload import came_back_payload
from parentkit.report.rates.rates import share_words
from parentkit.report.unreadable import left_out_words, told_itself, unreadable_payload

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from parentkit.figures.summary import Match, Summary
    from parentkit.report.unreadable import Place

INDENT = "  "

ORDER = "In the order of what asks for attention, then by name; never by a figure."


class Counts(Protocol):
    """What is counted of one family."""

    @property
    def moments(self) -> int:
        """How many are here."""

    @property
    def unread(self) -> int:
        """How many of them were not read."""

    @property
    def flagged_unread(self) -> int:
        """How many of those are set apart."""

    @property
    def questions(self) -> int:
        """How many of the coach's questions are open."""

    @property
    def summary(self) -> Summary | None:
        """The figures; None where no consent holds."""


class CaseRow(NamedTuple):
    """One family.

    Attributes:
        id, name: which.
        consents: how everybody's consent stands: `state`, `until`, `day`, `days_left`, `purpose`
            and `words`.
        attention: what asks for attention, by code.
        moments, unread, flagged, flagged_unread, questions: counts.
        summary: the figures; None where no consent holds.
        refused: the latest file that was refused: `day`, `why`, `share`; None where none was.
        unreadable: what of the family's files could not be read.
    """

    id: str
    name: str
    consents: Sequence[Mapping[str, Any]]
    attention: Sequence[str]
    moments: int
    unread: int
    flagged: int
    flagged_unread: int
    questions: int
    summary: Summary | None
    refused: Mapping[str, str] | None = None
    unreadable: Sequence[Place] = ()


def caseload_lines(rows: Iterable[CaseRow], days: int, glyphs: Mapping[str, str]) -> Iterator[str]:
    """The lines of the overview; figures are those of the last `days` days."""
    for place, row in enumerate(rows):
        if place:
            yield ""
        yield row.name
        yield from wrapped(attention_words(row, glyphs), indent=INDENT)
        for consent in row.consents:
            words = consent_words(str(consent["words"]), consent["days_left"])
            yield from wrapped(words, indent=INDENT)
        if row.refused:
            yield from wrapped(refused_words(row.refused["day"], row.refused["why"]), indent=INDENT)
        left_out = left_out_words([one for one in row.unreadable if not told_itself(one)])
        yield from wrapped(left_out, indent=INDENT)
        for words in filter(None, map(told_itself, row.unreadable)):
            yield from wrapped(words, indent=INDENT)
        if row.summary:
            yield from _figures(row.summary, days, whole=not left_out)


def attention_words(counts: Counts, glyphs: Mapping[str, str]) -> str:
    """What asks for attention in one family; empty where nothing of it is open."""
    told = []
    if counts.flagged_unread:
        told.append(f"{glyphs['flag']} {counts.flagged_unread} set apart and not read yet")
    if counts.unread:
        told.append(f"{counts.unread} unread of {amounts.moments(counts.moments)}")
    elif counts.summary:
        told.append(f"{amounts.moments(counts.moments)}, all read")
    if counts.questions:
        told.append(f"{amounts.questions(counts.questions)} open")
    return "; ".join(told)


def families_words(count: int) -> str:
    """`1 family`, `12 families`."""
    return plural(count, one="{n} family", other="{n} families")


def consent_words(words: str, days_left: int | None) -> str:
    """How a consent stands, with the days that are left of it."""
    return words if days_left is None else f"{words}, {amounts.days(days_left)} left"


def refused_words(day: str, why: str) -> str:
    """That a file was refused on a day, and why."""
    return f"A file was refused on {day}. {why}"


def moments_words(summary: Summary, days: int, *, whole: bool = True) -> str:
    """How many moments the figures of the last `days` days are about.

    `whole` says that everything was read: only then is it known that there are none.
    """
    if not summary.match.n and not whole:
        return f"No moments with a fit that could be read in the last {days} days."
    if not summary.match.n:
        return f"No moments with a fit in the last {days} days. Gaps are normal."
    return f"Last {days} days: {amounts.moments_on_days(summary.match.n, summary.days)}"


def caseload_payload(
    rows: Sequence[CaseRow], days: int, statements: Sequence[str]
) -> dict[str, Any]:
    """The overview as JSON; what is withheld is null, never 0."""
    return {
        "days": days,
        "families": [
            {
                **row._asdict(),
                "consents": [dict(consent) for consent in row.consents],
                "attention": list(row.attention),
                "unreadable": unreadable_payload(row.unreadable),
                "summary": _summary(row.summary) if row.summary else None,
            }
            for row in rows
        ],
        "statements": list(statements),
        "unreadable": unreadable_payload(one for row in rows for one in row.unreadable),
    }


def _figures(summary: Summary, days: int, *, whole: bool) -> Iterator[str]:
    yield INDENT + moments_words(summary, days, whole=whole)
    if summary.match.n:
        yield f"{INDENT}Met        {share_words(summary.match)}"
        yield f"{INDENT}Came back  {share_words(summary.came_back)}"


def _summary(summary: Summary) -> dict[str, Any]:
    return {
        "days": summary.days,
        "judged": summary.judged,
        "suggested": summary.suggested,
        "flagged": summary.flagged,
        "unsure": summary.unsure,
        "match": _match(summary.match),
        "came_back": came_back_payload(summary.came_back),
    }


def _match(match: Match) -> dict[str, Any]:
    return {
        "met": match.met,
        "n": match.n,
        "rate": match.rate,
        "low": match.low,
        "high": match.high,
        "verdict": match.verdict.word,
    }
