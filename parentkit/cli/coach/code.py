"""Code a sample of a family's moments blind, before you see how they were judged at home.

The sample is drawn by chance, from every family of signs as many as there are of it; the same seed
draws the same moments. Each coding is stored before the judgement at home is shown beside it. What
you have coded is never asked for again, so a later call goes on where this one stopped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.cli.coach.judging import both_lines, code_all
from parentkit.cli.log.code import add_judgement_options
from parentkit.cli.session import put, put_json, say, warn, with_unreadable
from parentkit.content import load
from parentkit.domain.coaching.rubric import EXAMPLE, pairs_of, read_ratings
from parentkit.domain.coaching.sampling import read_size
from parentkit.domain.errors import UsageProblem
from parentkit.domain.log.moment import JUDGEMENT_FIELDS
from parentkit.report.coach.blind import NOT_BLIND, blind_lines, sample_words
from parentkit.services.coach.blind import code, is_blind, sample, to_judge
from parentkit.services.coach.workspace import coder_of, default_practice, open_family
from parentkit.services.log.parse_fields import read_words

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from parentkit.domain.coaching.rubric import Pair
    from parentkit.domain.log.moment import Document
    from parentkit.services.coach.blind import Sample
    from parentkit.services.coach.workspace import OpenFamily

EXAMPLES = """\
  parentkit coach code Rivera
  parentkit coach code Rivera --sample 40 --seed 7 --rubric
  parentkit coach code Rivera --list --json
  parentkit coach code Rivera --moment 01KAR3M5ZJ9W --fit partial --slip read
  parentkit coach code Rivera --moment 01KAR3M5ZJ9W --fit met --rubric engaged=4
"""

HELP = {
    "fit": "with --moment: how it fitted",
    "slip": "with --moment: where it slipped",
    "repair": "with --moment: repaired, not_yet, not_going_to ...",
    "child_after": "with --moment: the child afterwards",
}
"""What an option says where that is not what it says of a moment."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit coach code`."""
    parser.add_argument("family", metavar="FAMILY", help="a family's name, or its beginning")
    parser.add_argument(
        "--sample", default="20%", metavar="SIZE", help="20%% of the moments, or a number of them"
    )
    parser.add_argument(
        "--seed", type=int, default=1, metavar="N", help="another number is another draw; else 1"
    )
    parser.add_argument("--list", action="store_true", help="list the sample, nothing judged in it")
    parser.add_argument("--moment", metavar="ID", help="code this one moment")
    add_judgement_options(parser, HELP)
    parser.add_argument(
        "--rubric",
        nargs="?",
        const="",
        metavar="RATINGS",
        help="ask for the four pairs too; with --fit, ratings from 5 to 1 such as engaged=4",
    )
    parser.add_argument("--json", action="store_true", help="with --list or --fit: print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Runs `parentkit coach code`; returns the exit code."""
    _check(arguments)
    size = read_size(arguments.sample)
    practice = default_practice()
    coder = coder_of(practice)
    opened = open_family(practice, arguments.family)
    if arguments.fit:
        _code_said(opened, coder, arguments)
        return 0
    pairs = _pairs() if arguments.rubric is not None else ()
    if arguments.moment:
        moment = to_judge(opened.journal, coder, arguments.moment)
        if not is_blind(opened.journal, coder, moment):
            say(NOT_BLIND)
        code_all(opened.journal, opened.household, coder, [moment], pairs)
        return 0
    drawn = sample(opened.journal, opened.household, coder, size, arguments.seed)
    warned = warn(opened.journal.problems)
    if arguments.list:
        _list(opened, drawn, arguments)
    else:
        _code_sample(opened, coder, drawn, pairs)
    return warned


def _check(arguments: argparse.Namespace) -> None:
    said = [name for name in JUDGEMENT_FIELDS if getattr(arguments, name)]
    if said and not (arguments.moment and arguments.fit):
        raise UsageProblem(
            "A judgement belongs to one moment, and says at least how it fitted.",
            "For example --moment ID --fit partial.",
        )
    if arguments.list and arguments.moment:
        raise UsageProblem("--list shows a sample, --moment codes one moment: not both.")
    if arguments.json and not (arguments.list or arguments.fit):
        raise UsageProblem("--json goes with --list, or with --moment and --fit.")
    if arguments.rubric and not arguments.fit:
        raise UsageProblem(
            "Ratings belong to one moment, beside its fit.",
            f"For example --moment ID --fit partial --rubric {EXAMPLE}; --rubric alone asks.",
        )


def _code_said(opened: OpenFamily, coder: str, arguments: argparse.Namespace) -> None:
    words = {name: getattr(arguments, name) for name in JUDGEMENT_FIELDS}
    fields = read_words(opened.household, words).complete()
    if arguments.rubric:
        fields["rubric"] = read_ratings(arguments.rubric, _pairs())
    coded = code(opened.journal, coder, arguments.moment, fields)
    if arguments.json:
        put_json({"coding": coded.coding, "moment": coded.moment})
        return
    if not coded.coding.get("blind"):
        say(NOT_BLIND)
    put([f"Stored beside {coded.moment['id']}", *both_lines(opened.household, coded, _pairs())])


def _list(opened: OpenFamily, drawn: Sample, arguments: argparse.Namespace) -> None:
    if arguments.json:
        told = {
            "family": opened.family.name,
            "seed": arguments.seed,
            "sample": arguments.sample,
            "drawn_from": drawn.frame,
            "opened": drawn.opened,
            "moments": [
                {**moment, "coded": moment["id"] in drawn.coded} for moment in drawn.moments
            ],
        }
        put_json(with_unreadable(told, opened.journal.problems))
        return
    for moment in drawn.moments:
        title = f"{moment['id']}  (coded)" if moment["id"] in drawn.coded else moment["id"]
        put([title, *blind_lines(moment, opened.household)])
    say(_sample_words(drawn))


def _code_sample(opened: OpenFamily, coder: str, drawn: Sample, pairs: Sequence[Pair]) -> None:
    to_code: list[Document] = drawn.to_code
    say(_sample_words(drawn))
    if not to_code:
        return
    say("What was said at home is hidden until your own coding is stored. q: stop here.")
    done = code_all(opened.journal, opened.household, coder, to_code, pairs)
    left = len(to_code) - done
    if left:
        say(f"{done} coded now. {left} left for another time.")
    else:
        say(f"{done} coded now. That was all.")


def _sample_words(drawn: Sample) -> str:
    numbers = len(drawn.moments), drawn.frame, len(drawn.coded), drawn.opened
    return sample_words(*numbers, whole=not drawn.problems)


def _pairs() -> tuple[Pair, ...]:
    return pairs_of(load("rubric"))
