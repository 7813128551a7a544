"""A review as plain text: words before numbers, no number without its n, at 60 columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.figures.change import CANNOT_TELL as SAME
from parentkit.figures.change import PROBABLY_DOWN, PROBABLY_UP
from parentkit.figures.display import ABOVE, AROUND, BELOW, DAYS, MOMENTS, TOO_FEW
from parentkit.figures.pairs import (
    FAMILY_AND_FIT,
    FAMILY_AND_POLE,
    FIT_AND_NEXT,
    RESPONSE_AND_AFTER,
)
from parentkit.figures.summary import CameBack
from parentkit.report.bar import MARK, RATE, WITHIN, bar
from parentkit.report.layout import wrapped
from parentkit.report.moment import minutes_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from parentkit.figures.display import Lack, Verdict
    from parentkit.figures.review import Review, Sensitivity, Together
    from parentkit.figures.summary import Match, Repair, Summary

    Label = Callable[[str], str]

INDENT = " " * 11

VERDICTS = {
    ABOVE: "Above the 30 % mark, as far as this log can tell.",
    BELOW: "Below the 30 % mark, as far as this log can tell.",
    AROUND: "Around the 30 % mark, as far as this log can tell.",
}
CHANGES = {
    PROBABLY_UP: "probably up",
    PROBABLY_DOWN: "probably down",
    SAME: "can't tell whether it changed",
}
QUESTIONS = {
    FAMILY_AND_POLE: "the sign and the kind of response",
    FAMILY_AND_FIT: "the sign and how it fitted",
    RESPONSE_AND_AFTER: "the response and how your child was after",
    FIT_AND_NEXT: "one moment and the next that day",
}


def rates_lines(
    title: str, who: str, review: Review, warm_up_until: str | None, statements: list[str]
) -> Iterator[str]:
    """The figures of a stretch of time.

    Args:
        title: what the stretch is called.
        who: whose moments these are.
        review: the figures.
        warm_up_until: the day after the log's first three, where one of those is among them.
        statements: what must be said beside them.
    """
    summary = review.summary
    yield from wrapped(f"{title}, {who}")
    yield from _moments(summary)
    if warm_up_until:
        yield from wrapped(f"Days before {warm_up_until} are a warm-up: writing down is new.")
    if summary.match.n:
        yield ""
        yield from _match(summary.match)
        yield from _without_recall(review.without_recall)
        yield from _came_back(summary.came_back)
        if summary.match.rate is not None:
            yield f"{INDENT}{RATE} the rate, {WITHIN} its range, {MARK} the mark at 30 %"
        yield from _verdict(summary.match.verdict)
        yield from _repair(summary.repair, summary.match)
        yield from _over_time(review)
    if statements:
        yield ""
    for statement in statements:
        yield from wrapped(statement)


def parts_lines(by: str, review: Review, label_of: Label) -> Iterator[str]:
    """The figures of every part: one paragraph for each, in the order of the keys."""
    yield ""
    yield f"By {by}"
    for key, part in review.parts:
        yield from wrapped(label_of(key), indent="  ")
        yield f"    met        {_share_words(part.match)}"
        yield f"    came back  {_share_words(part.came_back)}"


def together_lines(together: list[Together], label_of: Label) -> Iterator[str]:
    """What goes with what, worded as something to wonder about."""
    if not together:
        return
    yield ""
    yield "Worth wondering about"
    for question, cell in together:
        row = " or ".join(map(label_of, cell.row))
        column = " or ".join(map(label_of, cell.column))
        text = (
            f"{row} with {column}: {cell.observed} times, where about {cell.expected:.0f} would be "
            f"expected if they had nothing to do with each other ({QUESTIONS[question]})."
        )
        yield from wrapped(text, indent="  ")


def _moments(summary: Summary) -> Iterator[str]:
    n, days = summary.match.n, summary.days
    if not n:
        yield "No moments are written down here yet. Gaps are normal."
    else:
        judged = f"{summary.judged} judged by you, {summary.suggested} suggested"
        yield from wrapped(f"{_count(n, 'moment')} on {_count(days, 'day')} ({judged})")
    if summary.unsure:
        yield from wrapped(f"{_count(summary.unsure, 'more moment')}: can't tell how it fitted.")
    if summary.flagged:
        yield from wrapped(
            f"{_count(summary.flagged, 'moment')} set apart, in none of these figures."
        )
    if len(summary.samplings) > 1:
        ways = {"event": "as it happened", "prompt": "when prompted", "recall": "from memory"}
        told = ", ".join(
            f"{count} {ways.get(way, way)}" for way, count in summary.samplings.items()
        )
        yield from wrapped(f"Written down: {told}.")


def _match(match: Match) -> Iterator[str]:
    yield f"Met        {_share_words(match)}"
    yield from _bar(match)
    if match.rate is None or match.lenient_rate is None:
        return
    if match.lenient_rate != match.rate:
        text = f"about {_percent(match.lenient_rate)} % if what was partly met is counted as met"
        yield from wrapped(text, indent=INDENT)
    if match.bounds and match.bounds[0] != match.bounds[1]:
        low, high = map(_percent, match.bounds)
        text = f"between {low} and {high} % whatever the ones you can't tell were"
        yield from wrapped(text, indent=INDENT)


def _without_recall(match: Sensitivity | None) -> Iterator[str]:
    if match and match.rate is not None:
        rate = f"about {_percent(match.rate)} %"
        text = f"{rate} without what was written down from memory ({match.met} of {match.n})"
        yield from wrapped(text, indent=INDENT)


def _came_back(came_back: CameBack) -> Iterator[str]:
    yield f"Came back  {_share_words(came_back)}"
    yield from _bar(came_back)


def _bar(figure: Match | CameBack) -> Iterator[str]:
    if figure.rate is not None:
        yield f"{INDENT}{bar(figure.rate, figure.low, figure.high)}"


def _share_words(figure: Match | CameBack) -> str:
    """`9 of 21  about 43 %, range 25 to 63`; counts alone where the rate is withheld."""
    count = figure.moments if isinstance(figure, CameBack) else figure.met
    words = f"{count} of {figure.n}"
    if figure.rate is None:
        return words
    words += f"  about {_percent(figure.rate)} %"
    if figure.low is not None and figure.high is not None:
        words += f", range {_percent(figure.low)} to {_percent(figure.high)}"
    return words


def _verdict(verdict: Verdict) -> Iterator[str]:
    yield ""
    if verdict.word in VERDICTS:
        yield VERDICTS[verdict.word]
        return
    if verdict.word == TOO_FEW:
        yield from wrapped(
            "Too few moments yet for a rate; from the fifth on there is a rough one."
        )
        return
    lacking = [_lacking(lack) for lack in verdict.lacks]
    text = "Too early to say above or below 30 %."
    if lacking:
        text += f" That takes {' and '.join(lacking)}."
    yield from wrapped(text)


def _lacking(lack: Lack) -> str:
    if lack.what == MOMENTS:
        return f"{lack.needs:.0f} moments (there are {lack.has:.0f})"
    if lack.what == DAYS:
        return f"{lack.needs:.0f} days (there are {lack.has:.0f})"
    return f"a range of at most {_percent(lack.needs)} points (it spans {_percent(lack.has)})"


def _repair(repair: Repair, match: Match) -> Iterator[str]:
    if match.n == match.met or not (repair.final or repair.open):
        return
    words = f"After {_count(match.n - match.met, 'moment')} that did not fit"
    if repair.final:
        words += f", you came back in {repair.repaired} of the {repair.final} that are settled"
    if repair.open:
        words += f"; {repair.open} still open" if repair.final else f", {repair.open} still open"
    yield from wrapped(f"{words}.")
    if repair.median_minutes is not None:
        yield from wrapped(
            f"Half of them were mended within {minutes_words(repair.median_minutes)}."
        )
    elif repair.half_open_at is not None:
        within = minutes_words(repair.half_open_at)
        yield from wrapped(f"More than half were not yet mended after {within}.")


def _over_time(review: Review) -> Iterator[str]:
    if review.change:
        text = f"The last four weeks beside the four before: {CHANGES[review.change.word]}."
        yield from wrapped(text)
    if review.run_chart:
        shifted = review.run_chart.shifted
        words = "something has shifted along the way" if shifted else "as steady as weeks ever are"
        yield from wrapped(f"Week by week: {words}.")


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _percent(share: float) -> str:
    return f"{share * 100:.0f}"
