"""How far coders agree, as plain text: counts before coefficients, no grades, at 60 columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from parentkit.domain.log.household import COACH
from parentkit.domain.sentence import plural
from parentkit.domain.text import one_line
from parentkit.figures.agreement import FEWEST_DOUBLE_CODED, RANK
from parentkit.figures.double_coding import PARENT
from parentkit.report import amounts
from parentkit.report.coach.blind import AT_HOME, YOU
from parentkit.report.layout import wrapped
from parentkit.report.unreadable import left_out_sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from parentkit.domain.log.household import Household
    from parentkit.figures.agreement import Agreement, Estimate
    from parentkit.figures.alpha import Alpha
    from parentkit.figures.double_coding import Between, DoubleCoding

    Label = Callable[[str], str]

WHAT_IT_IS = "This is agreement about what is written, not about what happened."
BESIDE = (
    "The suggestion stood on the screen when the parent judged, so the two were never apart: this "
    "says how often a parent changed it."
)
SHOWN = 8
"""Characters of another coach's fingerprint that tell coaches apart."""

NO_RANGE = "nothing to correct: one code throughout"


def agreement_lines(
    found: DoubleCoding, household: Household, name_of: Label, left_out: str = ""
) -> Iterator[str]:
    """Every two coders with moments in common, then all of them together.

    Args:
        found: the figures.
        household: the words for fits and families of signs.
        name_of: what a coder is called.
        left_out: what could not be read, as report.unreadable says it; empty where all was.
    """
    yield from wrapped(WHAT_IT_IS)
    yield from wrapped(left_out_sentence(left_out))
    if not found.between and left_out:
        yield from wrapped("No moment that could be read has been coded by two people blind.")
    elif not found.between:
        yield from wrapped("No moment has been coded by two people blind yet.")
    for each in found.between:
        yield ""
        yield from _between_lines(each, household, name_of)
    if found.alpha:
        yield ""
        yield from _alpha_lines(found.alpha, len(found.coders))


def coder_names(household: Household, own: str) -> Label:
    """What coders are called: you, at home, a coach by the fingerprint, a person by name."""

    def name(coder: str) -> str:
        if coder in (own, PARENT):
            return YOU if coder == own else AT_HOME
        if coder.startswith(COACH):
            return one_line(f"coach {coder.removeprefix(COACH)[:SHOWN]}")
        return one_line(household.name(coder))

    return name


def suggestion_lines(found: Agreement) -> Iterator[str]:
    """How far the parent's own judgements and the suggestions agree."""
    if not found.n and not found.unsure:
        return
    yield ""
    yield from wrapped("At home and the suggestion")
    yield from _figure_lines(found, "judged at home")
    yield from wrapped(BESIDE, indent="  ")


def left_out_lines(
    *, not_blind: int, later: int, unjudged: int, with_seen: bool = False
) -> Iterator[str]:
    """What was left out of the figures, or stands in them where `with_seen` asked for it."""
    said = []
    verb = "counted here as well" if with_seen else "left out"
    if not_blind:
        one = "{n} coding made after the other was seen: {verb}."
        other = "{n} codings made after the other was seen: {verb}."
        said.append(plural(not_blind, one=one, other=other, verb=verb))
    if later:
        one = "{n} judgement at home younger than a coach's of the same moment: {verb}."
        other = "{n} judgements at home younger than a coach's of the same moment: {verb}."
        said.append(plural(later, one=one, other=other, verb=verb))
    if unjudged:
        one = "{n} coded moment that nobody at home judged: the suggestion stands there, and it is "
        other = (
            "{n} coded moments that nobody at home judged: the suggestion stands there, and it is "
        )
        said.append(
            plural(unjudged, one=f"{one}nobody's judgement.", other=f"{other}nobody's judgement.")
        )
    if said:
        yield ""
    for sentence in said:
        yield from wrapped(sentence)


def agreement_payload(found: DoubleCoding, suggestion: Agreement) -> dict[str, Any]:
    """The same figures as JSON values; what is withheld is None."""
    return {
        "what_it_is": WHAT_IT_IS,
        "fewest": FEWEST_DOUBLE_CODED,
        "coders": list(found.coders),
        "between": [_between_payload(each) for each in found.between],
        "alpha": found.alpha._asdict() if found.alpha else None,
        "suggestion": _figures(suggestion),
    }


def _between_lines(each: Between, household: Household, name_of: Label) -> Iterator[str]:
    one, other = name_of(each.one), name_of(each.other)
    yield from wrapped(f"{one[:1].upper()}{one[1:]} and {other}")
    yield from _figure_lines(each.agreement, "coded by both")
    if each.table is None:
        return
    yield from _table_lines(each.table, household, one, other)
    yield "  By the family of the sign"
    for family, within in each.families:
        label = one_line(household.label(family)) if family else "can't tell"
        yield from wrapped(f"{label}: {_brief(within)}", indent="    ")


def _figure_lines(found: Agreement, what: str) -> Iterator[str]:
    told = f"{amounts.moments(found.n)} {what}."
    if found.unsure:
        told = f"{amounts.moments(found.n)} {what}; {found.unsure} more left at can't tell."
    yield from wrapped(told, indent="  ")
    if found.raw is None:
        yield from wrapped(f"Figures come from {FEWEST_DOUBLE_CODED} moments on.", indent="  ")
        return
    yield f"  coded alike     {round(found.raw * found.n)} of {found.n}, {_percent(found.raw)} %"
    yield f"  kappa           {_estimate(found.kappa)}"
    yield f"  linear kappa    {_estimate(found.weighted)}"
    if found.implied_accuracy is not None:
        text = plural(
            found.codes,
            one="implied accuracy {accuracy} %: two people who are each right that often would "
            "agree this well ({n} code used)",
            other="implied accuracy {accuracy} %: two people who are each right that often would "
            "agree this well ({n} codes used)",
            accuracy=_percent(found.implied_accuracy),
        )
        yield from wrapped(text, indent="  ")


def _table_lines(
    table: Mapping[tuple[str, str], int], household: Household, one: str, other: str
) -> Iterator[str]:
    """Rows for the one, numbered columns for the other: narrow enough, and plain when read out."""
    used = [fit for fit in RANK if any(fit in pair for pair in table)]
    words = household.judgement("fit")
    yield from wrapped(f"Rows: {one}. Columns: {other}, by the same numbers.", indent="  ")
    yield " " * 20 + "".join(f"{number:>6}" for number in range(1, len(used) + 1))
    for number, fit in enumerate(used, 1):
        counts = "".join(f"{table.get((fit, column), 0):>6}" for column in used)
        yield f"  {number} {words.short(fit):<16}{counts}"


def _alpha_lines(alpha: Alpha, coders: int) -> Iterator[str]:
    yield from wrapped(
        f"All {coders} together, over {amounts.moments(alpha.n)} coded by two or more"
    )
    if alpha.n < FEWEST_DOUBLE_CODED:
        yield from wrapped(f"Figures come from {FEWEST_DOUBLE_CODED} moments on.", indent="  ")
        return
    yield f"  alpha           {_number(alpha.nominal)}"
    yield f"  ordinal alpha   {_number(alpha.ordinal)}"


def _brief(found: Agreement) -> str:
    if found.raw is None:
        return f"{amounts.moments(found.n)}; figures from {FEWEST_DOUBLE_CODED} on"
    alike = f"{round(found.raw * found.n)} of {found.n} alike"
    return f"{alike}, kappa {_estimate(found.kappa)}"


def _estimate(found: Estimate | None) -> str:
    if found is None:
        return NO_RANGE
    return f"{found.value:.2f}, range {found.low:.2f} to {min(found.high, 1):.2f}"


def _number(value: float | None) -> str:
    return NO_RANGE if value is None else f"{value:.2f}"


def _percent(share: float) -> str:
    return f"{100 * share:.0f}"


def _between_payload(each: Between) -> dict[str, Any]:
    table = None
    if each.table is not None:
        used = [fit for fit in RANK if any(fit in pair for pair in each.table)]
        counts = [[each.table.get((row, column), 0) for column in used] for row in used]
        table = {"fits": used, "counts": counts}
    return {
        "one": each.one,
        "other": each.other,
        **_figures(each.agreement),
        "table": table,
        "families": [{"family": key, **_figures(within)} for key, within in each.families],
    }


def _figures(found: Agreement) -> dict[str, Any]:
    return {
        **found._asdict(),
        "kappa": found.kappa._asdict() if found.kappa else None,
        "weighted": found.weighted._asdict() if found.weighted else None,
    }
