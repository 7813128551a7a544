"""The rough match rate against the 30 % mark, with its range, and the came-back rate beside it.

Rates appear from the fifth moment; a word on above or below the mark when there is enough to say
it. Without --child, all children together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit import clock
from parentkit.cli.selection import add_selection_options, selection_of
from parentkit.cli.session import open_family, put, put_json, warn, with_unreadable
from parentkit.content import load
from parentkit.figures.keys import SPLITS
from parentkit.report.rates.labels import label_of_key
from parentkit.report.rates.payload import payload
from parentkit.report.rates.rates import parts_lines, rates_lines, together_lines
from parentkit.report.rates.statements import statements_for
from parentkit.report.unreadable import left_out_words
from parentkit.services.rates.review import look_at

if TYPE_CHECKING:
    import argparse

    from parentkit.cli.session import Opened
    from parentkit.domain.log.household import Household
    from parentkit.domain.log.selection import Selection
    from parentkit.journal import Journal

EXAMPLES = """\
  parentkit rates
  parentkit rates --weeks 4 --child Mia
  parentkit rates --all --by family
  parentkit rates --month 2026-10 --json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit rates`."""
    add_selection_options(parser)
    parser.add_argument(
        "--by", choices=SPLITS, metavar="WHAT", help=f"split by {', '.join(SPLITS)}"
    )
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")


def run(arguments: argparse.Namespace, opened: Opened) -> int:
    """Runs `parentkit rates`; returns the exit code."""
    journal, household = open_family(opened)
    selection = selection_of(arguments, household)
    show(journal, household, selection, by=arguments.by, as_json=arguments.json)
    return warn(journal.problems)


def show(
    journal: Journal,
    household: Household,
    selection: Selection,
    *,
    by: str | None = None,
    as_json: bool = False,
) -> None:
    """Writes the figures of a selection to standard output; `by` splits them."""
    reviewed = look_at(journal, household, selection, by)
    label_of = label_of_key(household, by or "family")
    figures, warm_up_until = reviewed.review, reviewed.warm_up_until
    said = load("statements")["statements"]
    warm_up = warm_up_until is not None
    statements = statements_for(figures, said, warm_up=warm_up, brief=not as_json)
    if as_json:
        days = reviewed.start, reviewed.end
        told = payload(figures, days, warm_up_until, label_of, statements)
        put_json(with_unreadable(told, journal.problems))
        return
    title, who = title_of(selection), who_of(selection, household)
    left_out = left_out_words(journal.problems)
    put(rates_lines(title, who, figures, warm_up_until, statements, left_out))
    if by:
        put(parts_lines(by, figures, label_of))
    put(together_lines(figures.together, household.label))


def title_of(selection: Selection) -> str:
    """What the period of a selection is called."""
    if selection.period is None:
        return "Everything written down"
    return selection.period.title(clock.local_now().date())


def who_of(selection: Selection, household: Household) -> str:
    """Whose moments a selection is about, in words."""
    who = household.name(selection.child) if selection.child else "all children together"
    return f"{who}, with {household.name(selection.caregiver)}" if selection.caregiver else who
