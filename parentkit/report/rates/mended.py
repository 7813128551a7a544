"""What became of the moments that did not fit, in whole sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.domain.sentence import plural
from parentkit.report import amounts

if TYPE_CHECKING:
    from parentkit.figures.summary import Repair


def after_misses(misses: int, repair: Repair) -> str:
    """What a parent reads; nothing where neither an end nor an open one is known.

    Args:
        misses: how many moments did not fit, one at least.
        repair: what became of them.
    """
    moments = amounts.moments(misses)
    if repair.final and repair.open:
        settled = _settled(misses, repair)
        return f"After {moments} that did not fit, {settled}; {repair.open} still open."
    if repair.final:
        return f"After {moments} that did not fit, {_settled(misses, repair)}."
    if repair.open:
        return plural(
            misses,
            one="The one moment that did not fit is still open.",
            other="After {n} moments that did not fit, {open} still open.",
            open=repair.open,
        )
    return ""


def _settled(misses: int, repair: Repair) -> str:
    of_one = "you let it rest", "you came back"
    of_several = "you let the one that is settled rest", "you came back in the one that is settled"
    rest, mended = of_one if misses == repair.final else of_several
    return plural(
        repair.final,
        one=mended if repair.repaired else rest,
        other="you came back in {repaired} of the {n} that are settled",
        repaired=repair.repaired,
    )


def misses_sentences(misses: int, repair: Repair) -> str:
    """What a coach's report says of the same, in sentences."""
    told = [
        plural(
            misses,
            one="{n} moment did not fit at once.",
            other="{n} moments did not fit at once.",
        )
    ]
    if repair.final:
        told.append(_of_the_settled(repair))
    if repair.open:
        told.append(f"{repair.open} still open.")
    if len(told) == 1:
        told.append("Nothing was written down about coming back.")
    return " ".join(told)


def _of_the_settled(repair: Repair) -> str:
    of_one = "The one that is settled was not mended.", "The one that is settled was mended."
    of_several = plural(
        repair.repaired,
        one="Of the {final} that are settled, {n} was mended.",
        other="Of the {final} that are settled, {n} were mended.",
        final=repair.final,
    )
    return plural(repair.final, one=of_one[bool(repair.repaired)], other=of_several)
