"""The parts of a report that tell figures: no number without its n, none that is withheld."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from parentkit.domain.sentence import plural
from parentkit.domain.time.days import MONTHS
from parentkit.figures.summary import Match, Summary
from parentkit.report import amounts
from parentkit.report.log.moment import minutes_words
from parentkit.report.page.blocks import Headline, Headlines, Section, Table, Words
from parentkit.report.page.charts import (
    Bar,
    Pair,
    Point,
    bars_chart,
    curve_chart,
    pairs_chart,
    weeks_chart,
)
from parentkit.report.rates.labels import NOT_SAID
from parentkit.report.rates.mended import misses_sentences
from parentkit.report.rates.rates import (
    over_time_lines,
    percent,
    samplings_sentence,
    together_sentence,
    verdict_lines,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from parentkit.figures.account import Account
    from parentkit.figures.summary import CameBack

    Label = Callable[[str], str]

TOO_FEW = "too few for a rate"
NONE = "none written down"
OUTSIDE = "can't tell"

_SHARES = ("Share met (range)", "Share that came back (range)")

_TICKS = (
    (1, "1 min"),
    (5, "5 min"),
    (15, "15 min"),
    (60, "1 h"),
    (240, "4 h"),
    (1440, "1 day"),
    (10080, "1 week"),
    (43200, "30 days"),
)


def at_a_glance(
    account: Account, beside: Sequence[Words], *, days_named: bool, whole: bool = True
) -> Section:
    """How much there is, and the two rates at the same size.

    Args:
        account: the figures.
        beside: the statements that stand beside the rates.
        days_named: whether single days may be named.
        whole: whether everything was read: only then is it known that there are none.
    """
    summary = account.review.summary
    blocks: list[Words | Headlines] = [
        Words(" ".join(_amount(account, days_named=days_named, whole=whole)))
    ]
    if summary.match.n:
        blocks.append(Headlines([_headline("Met", summary.match), _back(summary.came_back)]))
        blocks.append(Words(" ".join(_about_rates(account))))
    return Section("glance", "At a glance", [*blocks, *beside])


def week_by_week(account: Account) -> Section:
    """The share met of every week, weeks without moments among them."""
    points, rows = [], []
    for week, summary in account.weeks:
        monday = date.fromisocalendar(int(week[:4]), int(week[6:]), 1)
        name, begins = _short_day(monday), f"{_short_day(monday)} {monday.year}"
        if summary is None:
            points.append(Point(name, 0, None, None, None))
            rows.append([begins, NONE, "", "", "", ""])
            continue
        points.append(_point(name, summary.match))
        rows.append([begins, *_row(summary, days=True)])
    heads = ("Week from", "Moments", "Days", "Met", *_SHARES)
    chart = weeks_chart("Share of moments met, week by week", points)
    blocks: list[Words | Table] = [
        Words(" ".join(line.strip() for line in over_time_lines(account.review))),
        Table("Week by week. Weeks without moments are gaps, not zeros.", heads, rows),
    ]
    return Section("weeks", "Week by week", [chart, *_said(blocks)])


def by_family(account: Account, label: Label) -> Section:
    """The two rates for each family of signs; they are reported apart."""
    families = sorted(account.families, key=lambda part: not part[0])
    parts = [(label(key) if key else OUTSIDE, part) for key, part in families]
    pairs = [
        Pair(name, _point(name, part.match), _point_back(name, part.came_back))
        for name, part in parts
    ]
    heads = ("Kind of sign", "Moments", "Met", *_SHARES)
    return Section(
        "signs",
        "By kind of sign",
        [
            Words("Kinds of signs are told apart: what fits one may not fit another."),
            pairs_chart("Share met and share that came back, by kind of sign", pairs),
            Table("By kind of sign", heads, [[name, *_row(part)] for name, part in parts]),
        ],
    )


def by_response(account: Account, label: Label, short: Label) -> Section:
    """What was done first, how often, and how that went; `short` is for the chart's names."""
    bars, rows = [], []
    for key, part in account.responses:
        met, mended = part.match.met, part.came_back.moments - part.match.met
        others = part.match.n - met - mended
        bars.append(Bar(short(key) if key else NOT_SAID, met, mended, others))
        rows.append(
            [label(key) if key else NOT_SAID, f"{part.match.n}", f"{met}", f"{mended}", f"{others}"]
        )
    heads = ("First response", "Moments", "Met", "Mended afterwards", "Neither")
    return Section(
        "responses",
        "What was done",
        [
            Words(
                "The first response to each sign. The same response can fit one sign and miss "
                "another, so this is no list of good and less good ones."
            ),
            bars_chart("First responses, by how often they were given", bars),
            Table("First responses", heads, rows),
        ],
    )


def time_to_repair(account: Account) -> Section | None:
    """How long it took to come back; None where nothing had to be mended."""
    summary, time = account.review.summary, account.repair_time
    repair, misses = summary.repair, summary.match.n - summary.match.met
    if not misses:
        return None
    blocks: list[Words | Table] = [Words(misses_sentences(misses, repair))]
    if repair.median_minutes is not None:
        text = f"Half of them were mended within {minutes_words(repair.median_minutes)}."
        blocks.append(Words(text))
    elif repair.half_open_at is not None:
        until = minutes_words(repair.half_open_at)
        blocks.append(Words(f"More than half were not yet mended after {until}."))
    if not (time.enough and time.steps):
        blocks.append(Words("There are too few known times yet to draw how long it took."))
        return Section("repair", "Coming back", blocks)
    last = time.steps[-1].minutes
    end = next((at for at, _ in _TICKS if at >= last), _TICKS[-1][0])
    ticks = [tick for tick in _TICKS if tick[0] <= max(end, _TICKS[3][0])]
    chart = curve_chart("Share mended, by time after the moment", _curve(account), ticks)
    rows = []
    for minutes, share, low, high in _at_times(account):
        words = f"{percent(share)} %", f"{percent(low)} to {percent(high)} %"
        rows.append([minutes_words(minutes), *words])
    heads = ("Within", "Share mended", "Range")
    caption = plural(
        time.n,
        one="Share mended, estimated from {n} miss whose time is known",
        other="Share mended, estimated from {n} misses whose times are known",
    )
    return Section("repair", "Coming back", [*blocks, chart, Table(caption, heads, rows)])


def worth_wondering(account: Account, label: Label) -> Section | None:
    """What went together more often than expected; None where nothing may be shown."""
    if not account.review.together:
        return None
    blocks = []
    for together in account.review.together:
        told = together_sentence(together, label)
        blocks.append(Words(f"{told[:1].upper()}{told[1:]}"))
    return Section("together", "Worth wondering about", blocks)


def rate_words(figure: Match | CameBack) -> str:
    """`about 43 % (25 to 63 %)`, or that there are too few moments for a rate."""
    if figure.rate is None:
        return TOO_FEW
    rate = percent(figure.rate)
    if figure.low is None or figure.high is None:
        return f"about {rate} %"
    return f"about {rate} % ({percent(figure.low)} to {percent(figure.high)} %)"


def _amount(account: Account, *, days_named: bool, whole: bool) -> Iterator[str]:
    summary = account.review.summary
    if not summary.match.n and not whole:
        yield "No moments that could be read and counted are written down here."
    elif not summary.match.n:
        yield "No moments that could be counted are written down here. Gaps are normal."
    else:
        yield (
            f"{amounts.moments_on_days(summary.match.n, summary.days)}: "
            f"{summary.judged} judged by a person, {summary.suggested} as the program suggested."
        )
    if summary.unsure:
        yield plural(
            summary.unsure,
            one="{n} more moment: nobody can tell how it fitted.",
            other="{n} more moments: nobody can tell how they fitted.",
        )
    if summary.flagged:
        yield f"{amounts.moments(summary.flagged)} set apart, in none of these figures."
    if len(summary.samplings) > 1:
        yield samplings_sentence(summary)
    if account.warm_up_until and days_named:
        day = account.warm_up_until
        yield f"Days before {day} are a warm-up: writing things down was new."
    elif account.warm_up_until:
        yield "The log's first days are a warm-up: writing things down was new."


def _about_rates(account: Account) -> Iterator[str]:
    match = account.review.summary.match
    yield " ".join(line.strip() for line in verdict_lines(match.verdict))
    if match.lenient_rate is not None and match.lenient_rate != match.rate:
        yield f"About {percent(match.lenient_rate)} % if what was partly met is counted as met."
    if match.bounds and match.bounds[0] != match.bounds[1]:
        low, high = map(percent, match.bounds)
        yield f"Between {low} and {high} % whatever the ones were that nobody can tell."
    kept = account.review.without_recall
    if kept and kept.rate is not None:
        counts = f"{kept.met} of {kept.n}"
        yield f"About {percent(kept.rate)} % without what was written from memory ({counts})."


def _headline(name: str, match: Match) -> Headline:
    value = f"{match.met} of {match.n}" if match.rate is None else f"{percent(match.rate)} %"
    return Headline(name, value, _detail(match.met, match), match.rate, match.low, match.high)


def _back(back: CameBack) -> Headline:
    value = f"{back.moments} of {back.n}" if back.rate is None else f"{percent(back.rate)} %"
    return Headline("Came back", value, _detail(back.moments, back), back.rate, back.low, back.high)


def _detail(count: int, figure: Match | CameBack) -> str:
    if figure.rate is None:
        return TOO_FEW
    if figure.low is None or figure.high is None:
        return f"roughly: {count} of {figure.n}"
    low, high = percent(figure.low), percent(figure.high)
    return f"roughly: {count} of {figure.n}, range {low} to {high} %"


def _row(part: Summary, *, days: bool = False) -> list[str]:
    on_days = [f"{part.days}"] if days else []
    shares = rate_words(part.match), rate_words(part.came_back)
    return [f"{part.match.n}", *on_days, f"{part.match.met}", *shares]


def _point(name: str, match: Match) -> Point:
    return Point(name, match.n, match.rate, match.low, match.high)


def _point_back(name: str, back: CameBack) -> Point:
    return Point(name, back.n, back.rate, back.low, back.high)


def _curve(account: Account) -> list[tuple[int, float, float, float]]:
    """The share mended by each time with its range; where all are mended the range has no width."""
    found = []
    for step in account.repair_time.steps:
        low = 1.0 if step.high is None else 1 - step.high
        high = 1.0 if step.low is None else 1 - step.low
        found.append((step.minutes, 1 - step.open_share, low, high))
    return found


def _at_times(account: Account) -> Iterator[tuple[int, float, float, float]]:
    """The curve at the times of a clock, and at its last step."""
    curve = _curve(account)
    last = curve[-1][0]
    for minutes in (*(at for at, _ in _TICKS if at < last), last):
        passed = [step for step in curve if step[0] <= minutes]
        if passed:
            yield (minutes, *passed[-1][1:])


def _short_day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


def _said(blocks: list[Words | Table]) -> list[Words | Table]:
    return [block for block in blocks if not (isinstance(block, Words) and not block.text)]
