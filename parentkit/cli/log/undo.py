"""Take back the last thing written on this device. Undoing again goes one step further back.

Erasing cannot be taken back: where that was the last thing done, you are asked before anything
older is, and `--older` says so beforehand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.cli.ask import agreed
from parentkit.cli.session import open_family, put, put_json, say, somebody_is_there
from parentkit.domain.errors import NothingFound
from parentkit.journal import erased_last
from parentkit.report.log.operation import left_lines, undone_lines

if TYPE_CHECKING:
    import argparse

    from parentkit.cli.session import Opened
    from parentkit.journal import Journal

EXAMPLES = """\
  parentkit undo
  parentkit undo --older   (what was written before something was erased)
"""

_ERASED = "The last thing done here was erasing, which cannot be taken back."
_OLDER = "parentkit undo --older takes back what was written before it."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit undo`."""
    parser.add_argument(
        "--older", action="store_true", help="what was written before an erasing, without asking"
    )
    parser.add_argument("--json", action="store_true", help="print what was taken back as JSON")


def run(arguments: argparse.Namespace, opened: Opened) -> int:
    """Runs `parentkit undo`; returns the exit code."""
    journal, household = open_family(opened)
    if not arguments.older:
        _make_sure(journal)
    undone = journal.undo()
    if arguments.json:
        put_json(
            [{"kind": each.kind, "id": each.id, "set": each.set} for each in undone.taken_back]
        )
    else:
        put(undone_lines(undone, household))
    for line in left_lines(undone, household):
        say(line)
    return 0


def _make_sure(journal: Journal) -> None:
    """Asks whether to go on to something older, where erasing was the last thing done.

    Raises:
        NothingFound: nobody can be asked, or the answer is no; nothing was changed.
    """
    if not erased_last(journal.places, journal.device_id, journal.now_ms()):
        return
    question = f"{_ERASED} Take back what was written before it?"
    if not somebody_is_there() or not agreed(question, _OLDER):
        raise NothingFound(f"{_ERASED} Nothing was changed.", _OLDER)
