"""The part of a report that tells how far two people agree about the same moments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.figures.agreement import FEWEST_DOUBLE_CODED, RANK
from parentkit.figures.double_coding import PARENT
from parentkit.report import amounts
from parentkit.report.page.blocks import Section, Table, Words
from parentkit.report.rates.rates import percent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from parentkit.figures.agreement import Estimate
    from parentkit.figures.double_coding import Between, DoubleCoding

    Label = Callable[[str], str]


def agreement_section(double_coding: DoubleCoding, name: Label, label: Label) -> Section | None:
    """Agreement of every two coders, shown from 30 moments; None where nothing was coded twice.

    Args:
        double_coding: the agreement.
        name: what a coder is called; the parent's own judgement is named here.
        label: the label of a fit.
    """
    if not double_coding.between:
        return None
    blocks: list[Words | Table] = [
        Words("This is agreement about what is written, not about what happened."),
        Words("It covers everything that was coded twice in this family, not this period alone."),
    ]
    for between in double_coding.between:
        blocks += _between(between, name, label)
    if double_coding.alpha and double_coding.alpha.nominal is not None:
        alpha = double_coding.alpha
        words = f"All coders together: Krippendorff's alpha {alpha.nominal:.2f}"
        in_order = alpha.ordinal
        told = (
            f"{words}, {in_order:.2f} with the codes in order."
            if in_order is not None
            else f"{words}."
        )
        blocks.append(Words(told))
    return Section("agreement", "Two people, the same moments", blocks)


def _between(between: Between, name: Label, label: Label) -> Iterator[Words | Table]:
    found = between.agreement
    one, other = _coder(between.one, name), _coder(between.other, name)
    pair = f"{one[:1].upper()}{one[1:]} and {other}: {amounts.moments(found.n)} coded by both."
    if found.unsure:
        pair = f"{pair[:-1]} ({found.unsure} more left unsure by one of them)."
    if found.raw is None:
        yield Words(f"{pair} Figures are shown from {FEWEST_DOUBLE_CODED} on.")
        return
    yield Words(pair)
    rows = [["Coded alike", f"{percent(found.raw)} %"]]
    rows.append(["Cohen's kappa", _estimate(found.kappa)])
    rows.append(["Kappa, nearer codes counted as nearer", _estimate(found.weighted)])
    if found.implied_accuracy is not None:
        text = f"{percent(found.implied_accuracy)} %"
        rows.append(["How often two equally careful people would be right", text])
    yield Table(f"Agreement of {one} and {other}", ("Figure", "Value"), rows)
    if between.table:
        used = [fit for fit in RANK if any(fit in pair for pair in between.table)]
        counts = [
            [label(fit), *(f"{between.table.get((fit, column), 0)}" for column in used)]
            for fit in used
        ]
        caption = f"How often each pair of codes came up: {one} down the side, {other} on top"
        yield Table(caption, (one, *(label(fit) for fit in used)), counts)


def _estimate(estimate: Estimate | None) -> str:
    if estimate is None:
        return "cannot be computed"
    return f"{estimate.value:.2f}, range {estimate.low:.2f} to {min(estimate.high, 1):.2f}"


def _coder(coder: str, name: Label) -> str:
    return "the family's own judgement" if coder == PARENT else name(coder)
