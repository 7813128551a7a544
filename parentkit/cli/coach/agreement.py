"""How far you and a family agree about what is written, from the moments that both coded.

Figures come from 30 moments on. Codings made blind count; --with-seen counts the others too. Where
several coaches have coded, every two of them are compared, and all of them together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.cli.session import put, put_json, say, warn, with_unreadable
from parentkit.domain.errors import UsageProblem
from parentkit.report.coach.agreement import (
    agreement_lines,
    agreement_payload,
    coder_names,
    left_out_lines,
    suggestion_lines,
)
from parentkit.report.unreadable import left_out_words
from parentkit.services.coach.agreement import agreed, gather
from parentkit.services.coach.workspace import (
    all_open,
    coder_of,
    default_practice,
    open_family,
    unread_of,
)

if TYPE_CHECKING:
    import argparse

    from parentkit.services.coach.workspace import ConsentOver

EXAMPLES = """\
  parentkit coach agreement Rivera
  parentkit coach agreement --all
  parentkit coach agreement Rivera --json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit coach agreement`."""
    parser.add_argument(
        "family", nargs="?", metavar="FAMILY", help="a family's name, or its beginning"
    )
    parser.add_argument("--all", action="store_true", help="all families taken together")
    parser.add_argument(
        "--with-seen",
        action="store_true",
        help="count judgements made after the other one was seen as well",
    )
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Runs `parentkit coach agreement`; returns the exit code."""
    if bool(arguments.family) == arguments.all:
        raise UsageProblem("Name one family, or say --all.", "parentkit coach families lists them.")
    practice = default_practice()
    own = coder_of(practice)
    if arguments.family:
        chosen = [open_family(practice, arguments.family)]
        what = chosen[0].family.name
        over: list[ConsentOver] = []
    else:
        chosen, over = all_open(practice)
        what = "All families together"
        for each in over:
            say(f"Left out. {each.message}")
    found = agreed(
        gather(one.journal, one.household, with_seen=arguments.with_seen) for one in chosen
    )
    unreadable = [problem for one in chosen for problem in one.journal.problems]
    unreadable += unread_of(over)
    left_out = {"not_blind": found.not_blind, "later": found.later, "unjudged": found.unjudged}
    if arguments.json:
        figures = agreement_payload(found.double_coding, found.suggestion)
        names = [one.family.name for one in chosen]
        told = {"families": names, "with_seen": arguments.with_seen, **figures, **left_out}
        put_json(with_unreadable(told, unreadable))
    else:
        household = chosen[0].household
        put([what])
        names_of = coder_names(household, own)
        words = left_out_words(unreadable)
        put(agreement_lines(found.double_coding, household, names_of, words))
        put(suggestion_lines(found.suggestion))
        put(left_out_lines(**left_out, with_seen=arguments.with_seen))
    return warn(unreadable)
