"""A review as the JSON that `parentkit rates --json` prints; docs/commands.md lists its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from parentkit.figures.display import BENCHMARK

if TYPE_CHECKING:
    from collections.abc import Callable

    from parentkit.figures.review import Review
    from parentkit.figures.summary import CameBack, Match, Summary


def payload(
    review: Review,
    days: tuple[str, str],
    warm_up_until: str | None,
    label_of: Callable[[str], str],
    statements: list[str],
) -> dict[str, Any]:
    """The whole of it; what is withheld is null, never 0.

    Args:
        review: the figures.
        days: first local day, and the day after the last.
        warm_up_until: the day after the log's first three, where one of those is among them.
        label_of: the label of a part's key.
        statements: what must be said beside the figures.
    """
    summary = review.summary
    return {
        "period": {"start": days[0], "end": days[1]},
        "benchmark": BENCHMARK,
        "flagged": summary.flagged,
        "unsure": summary.unsure,
        "uncoded": summary.uncoded,
        "judged": summary.judged,
        "suggested": summary.suggested,
        "days": summary.days,
        "samplings": dict(summary.samplings),
        "match": _match(summary.match),
        "came_back": came_back_payload(summary.came_back),
        "repair": _repair(summary),
        "without_recall": review.without_recall._asdict() if review.without_recall else None,
        "warm_up_until": warm_up_until,
        "change": review.change._asdict() if review.change else None,
        "run_chart": _run_chart(review),
        "together": [
            {
                "question": each.question,
                "row": list(each.cell.row),
                "column": list(each.cell.column),
                "observed": each.cell.observed,
                "expected": each.cell.expected,
            }
            for each in review.together
        ],
        "by": [
            {
                "key": key,
                "label": label_of(key),
                "match": _match(part.match),
                "came_back": came_back_payload(part.came_back),
            }
            for key, part in review.parts
        ],
        "statements": statements,
    }


def _match(match: Match) -> dict[str, Any]:
    return {
        "met": match.met,
        "n": match.n,
        "rate": match.rate,
        "lenient_rate": match.lenient_rate,
        "low": match.low,
        "high": match.high,
        "effective_n": match.effective_n,
        "bounds": list(match.bounds) if match.bounds else None,
        "verdict": match.verdict.word,
    }


def came_back_payload(came_back: CameBack) -> dict[str, Any]:
    """The came-back rate as JSON: what could not be computed is null."""
    return {
        "count": came_back.moments,
        "n": came_back.n,
        "rate": came_back.rate,
        "low": came_back.low,
        "high": came_back.high,
    }


def _repair(summary: Summary) -> dict[str, Any]:
    return summary.repair._asdict()


def _run_chart(review: Review) -> dict[str, Any] | None:
    chart = review.run_chart
    return {**chart._asdict(), "shifted": chart.shifted} if chart else None
