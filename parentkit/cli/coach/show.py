"""Show one moment of any family with all that is known about it, and mark it as read.

Who has read a moment has seen how it was judged at home, and can no longer code it blind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.cli.coach.opening import open_moment
from parentkit.services.coach.inbox import find_moment
from parentkit.services.coach.workspace import coder_of, default_practice

if TYPE_CHECKING:
    import argparse

EXAMPLES = """\
  parentkit coach show 01KAR3M5ZJ9W
  parentkit coach show 01KAR3M5ZJ9W --family Rivera --json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit coach show`."""
    parser.add_argument("id", metavar="ID", help="a moment's id, or enough of its beginning")
    parser.add_argument("--family", metavar="F", help="look in this family alone")
    parser.add_argument("--json", action="store_true", help="print as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Runs `parentkit coach show`; returns the exit code."""
    practice = default_practice()
    coder = coder_of(practice)
    opened, moment = find_moment(practice, arguments.id, arguments.family or "")
    return open_moment(practice, opened, moment, coder, as_json=arguments.json)
