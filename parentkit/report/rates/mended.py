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
        return f"After {moments} that did not fit, {repair.open} still open."
    return ""


def _settled(misses: int, repair: Repair) -> str:
    if repair.final > 1:
        return f"you came back in {repair.repaired} of the {repair.final} that are settled"
    if misses == repair.final:
        return "you came back" if repair.repaired else "you let it rest"
    if repair.repaired:
        return "you came back in the one that is settled"
    return "you let the one that is settled rest"


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
    if repair.final == 1:
        return plural(
            repair.repaired,
            one="The one that is settled was mended.",
            other="The one that is settled was not mended.",
        )
    return plural(
        repair.repaired,
        one="Of the {final} that are settled, {n} was mended.",
        other="Of the {final} that are settled, {n} were mended.",
        final=repair.final,
    )
