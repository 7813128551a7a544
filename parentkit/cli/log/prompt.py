"""Answer a random prompt: in the last 20 minutes, was there a sign?

If there was, the log's own questions follow, and the moment is stored as one that a prompt asked
for. If there was none, nothing is stored: the log holds moments.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from parentkit.cli.ask import NO, YES, ask_yes
from parentkit.cli.log import log
from parentkit.cli.session import say
from parentkit.domain.reflection.prompting import OPEN_MINUTES

if TYPE_CHECKING:
    from parentkit.cli.session import Opened

EXAMPLES = """\
  parentkit prompt
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit prompt`."""
    parser.add_argument("--json", action="store_true", help="print the stored record as JSON")


def run(arguments: argparse.Namespace, opened: Opened) -> int:
    """Runs `parentkit prompt`; returns the exit code."""
    question = f"In the last {OPEN_MINUTES} minutes, was there a sign? ({YES} or {NO})"
    if not ask_yes(question):
        say("Nothing is stored: the log holds moments. Good that you looked up.")
        return 0
    parser = argparse.ArgumentParser()
    log.add_arguments(parser)
    words = ["--sampling", "prompt", *(["--json"] if arguments.json else [])]
    return log.run(parser.parse_args(words), opened)
