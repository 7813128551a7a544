"""A review as plain text: words before numbers, no number without its n, at 60 columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.domain.sentence import listed, plural
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
from parentkit.report import amounts
from parentkit.report.layout import wrapped
from parentkit.report.log.moment import minutes_words
from parentkit.report.rates.bar import MARK, RATE, WITHIN, bar
from parentkit.report.rates.mended import after_misses

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
SHIFTED = "Week by week: something has shifted along the way."
STEADY = "Week by week: as steady as weeks ever are."
QUESTIONS = {
    FAMILY_AND_POLE: "the sign and the kind of response",
    FAMILY_AND_FIT: "the sign and how it fitted",
    RESPONSE_AND_AFTER: "the response and how your child was after",
    FIT_AND_NEXT: "one moment and the next that day",
}


def rates_lines(  # noqa: PLR0913, PLR0917 figures and what is said about them
    title: str,
    who: str,
    review: Review,
    warm_up_until: str | None,
    statements: list[str],
    left_out: str = "",
) -> Iterator[str]:
    """The figures of a stretch of time.

    Args:
        title: what the stretch is called.
        who: whose moments these are.
        review: the figures.
        warm_up_until: the day after the log's first three, where one of those is among them.
        statements: what must be said beside them.
        left_out: what could not be read, as report.unreadable says it; empty where all was.
    """
    summary = review.summary
    yield from wrapped(", ".join(filter(None, (title, who, left_out))))
    for fact in moments_facts(summary, whole=not left_out):
        yield from wrapped(fact)
    if warm_up_until:
        yield from wrapped(f"Days before {warm_up_until} are a warm-up: writing down is new.")
    if summary.match.n:
        yield ""
        yield from _match(review)
        yield from _came_back(summary.came_back)
        if summary.match.rate is not None:
            yield f"{INDENT}{RATE} the rate, {WITHIN} its range, {MARK} the mark at 30 %"
        yield ""
        yield from verdict_lines(summary.match.verdict)
        yield from repair_lines(summary.repair, summary.match)
        yield from over_time_lines(review)
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
        yield f"    met        {share_words(part.match)}"
        yield f"    came back  {share_words(part.came_back)}"


def together_lines(together: list[Together], label_of: Label) -> Iterator[str]:
    """What goes with what, worded as something to wonder about."""
    if not together:
        return
    yield ""
    yield "Worth wondering about"
    for each in together:
        yield from wrapped(together_sentence(each, label_of), indent="  ")


def together_sentence(together: Together, label_of: Label) -> str:
    """Two codes that were seen together more often than expected, in one sentence."""
    question, cell = together
    return plural(
        cell.observed,
        one="{row} with {column}: once, where about {expected:.0f} would be expected if they had "
        "nothing to do with each other ({question}).",
        other="{row} with {column}: {n} times, where about {expected:.0f} would be expected if "
        "they had nothing to do with each other ({question}).",
        row=listed(map(label_of, cell.row), "or"),
        column=listed(map(label_of, cell.column), "or"),
        expected=cell.expected,
        question=QUESTIONS[question],
    )


def moments_facts(summary: Summary, *, whole: bool = True) -> Iterator[str]:
    """How many moments on how many days, who judged them, how they were written down.

    `whole` says that everything was read: only then is it known that there are none.
    """
    n = summary.match.n
    if not n and not whole:
        yield "No moments that could be read are written down here."
    elif not n:
        yield "No moments are written down here yet. Gaps are normal."
    else:
        judged = f"{summary.judged} judged by you, {summary.suggested} suggested"
        yield f"{amounts.moments_on_days(n, summary.days)} ({judged})"
    if summary.unsure:
        yield plural(
            summary.unsure,
            one="{n} more moment: can't tell how it fitted.",
            other="{n} more moments: can't tell how they fitted.",
        )
    if summary.flagged:
        yield f"{amounts.moments(summary.flagged)} set apart, in none of these figures."
    if len(summary.samplings) > 1:
        yield samplings_sentence(summary)


def samplings_sentence(summary: Summary) -> str:
    """How many moments were written down in which way."""
    ways = {"event": "as it happened", "prompt": "when prompted", "recall": "from memory"}
    told = (f"{count} {ways.get(way, way)}" for way, count in summary.samplings.items())
    return f"Written down: {', '.join(told)}."


def _match(review: Review) -> Iterator[str]:
    match = review.summary.match
    yield f"Met        {share_words(match)}"
    yield from _bar(match)
    for note in match_notes(match, review.without_recall):
        yield from wrapped(note, indent=INDENT)


def match_notes(match: Match, without_recall: Sensitivity | None) -> Iterator[str]:
    """What else the rate would be: counted leniently, with the unsure ones, without late ones."""
    if match.rate is not None and match.lenient_rate is not None:
        if match.lenient_rate != match.rate:
            lenient = percent(match.lenient_rate)
            yield f"about {lenient} % if what was partly met is counted as met"
        if match.bounds and match.bounds[0] != match.bounds[1]:
            low, high = map(percent, match.bounds)
            yield f"between {low} and {high} % whatever the ones you can't tell were"
    if without_recall and without_recall.rate is not None:
        rate, counts = percent(without_recall.rate), f"{without_recall.met} of {without_recall.n}"
        yield f"about {rate} % without what was written down from memory ({counts})"


def _came_back(came_back: CameBack) -> Iterator[str]:
    yield f"Came back  {share_words(came_back)}"
    yield from _bar(came_back)


def _bar(figure: Match | CameBack) -> Iterator[str]:
    if figure.rate is not None:
        yield f"{INDENT}{bar(figure.rate, figure.low, figure.high)}"


def share_words(figure: Match | CameBack) -> str:
    """`9 of 21  about 43 %, range 25 to 63`; counts alone where the rate is withheld."""
    count = figure.moments if isinstance(figure, CameBack) else figure.met
    if figure.rate is None:
        return f"{count} of {figure.n}"
    rate = percent(figure.rate)
    if figure.low is None or figure.high is None:
        return f"{count} of {figure.n}  about {rate} %"
    low, high = percent(figure.low), percent(figure.high)
    return f"{count} of {figure.n}  about {rate} %, range {low} to {high}"


def about_words(figure: Match | CameBack) -> str:
    """`about 43 %, somewhere between 25 and 63`; nothing where the rate is withheld."""
    if figure.rate is None:
        return ""
    if figure.low is None or figure.high is None:
        return f"about {percent(figure.rate)} %"
    low, high = percent(figure.low), percent(figure.high)
    return f"about {percent(figure.rate)} %, somewhere between {low} and {high}"


def whole_words(summary: Summary) -> str:
    """Both figures of a stretch in one sentence."""
    match, back = summary.match, summary.came_back
    met = _counted(f"{match.met} of {match.n} met at once", match)
    came_back = _counted(f"{back.moments} of {back.n} met or mended", back)
    return f"All together: {met}; {came_back}."


def _counted(told: str, figure: Match | CameBack) -> str:
    return f"{told}, {about_words(figure)}" if figure.rate is not None else told


def verdict_lines(verdict: Verdict) -> Iterator[str]:
    """Above, below or around the mark, or what is lacking before that can be said."""
    if verdict.word in VERDICTS:
        yield VERDICTS[verdict.word]
        return
    if verdict.word == TOO_FEW:
        yield from wrapped(
            "Too few moments yet for a rate; from the fifth on there is a rough one."
        )
        return
    lacking = listed(lacking_words(lack) for lack in verdict.lacks)
    if lacking:
        yield from wrapped(f"Too early to say above or below 30 %. That takes {lacking}.")
    else:
        yield "Too early to say above or below 30 %."


def lacking_words(lack: Lack) -> str:
    """One thing that a verdict still needs: `30 moments (there are 21)`."""
    needs, has = round(lack.needs), round(lack.has)
    if lack.what == MOMENTS:
        one, other = "{needs} moments (there is {n})", "{needs} moments (there are {n})"
        return plural(has, one=one, other=other, needs=needs)
    if lack.what == DAYS:
        one, other = "{needs} days (there is {n})", "{needs} days (there are {n})"
        return plural(has, one=one, other=other, needs=needs)
    return f"a range of at most {percent(lack.needs)} points (it spans {percent(lack.has)})"


def repair_lines(repair: Repair, match: Match) -> Iterator[str]:
    """What became of the moments that did not fit; nothing where all of them did."""
    if match.n == match.met or not (repair.final or repair.open):
        return
    yield from wrapped(after_misses(match.n - match.met, repair))
    if repair.median_minutes is not None:
        yield from wrapped(
            f"Half of them were mended within {minutes_words(repair.median_minutes)}."
        )
    elif repair.half_open_at is not None:
        within = minutes_words(repair.half_open_at)
        yield from wrapped(f"More than half were not yet mended after {within}.")


def over_time_lines(review: Review) -> Iterator[str]:
    """Change over weeks, and the words of the run chart, where there is enough for either."""
    if review.change:
        text = f"The last four weeks beside the four before: {CHANGES[review.change.word]}."
        yield from wrapped(text)
    if review.run_chart:
        yield STEADY if not review.run_chart.shifted else SHIFTED


def percent(share: float) -> str:
    """A share from 0 to 1 as a whole percentage without its sign."""
    return f"{share * 100:.0f}"
