"""Look through every file: the family's journal, the backups, what this machine keeps for itself.

Names every problem with its file and line, what it means and what can be done. Without options
nothing is changed. What --repair takes out of a file is kept in quarantine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.cli.session import open_family, put, put_json
from parentkit.report.findings import done_lines, finding_lines
from parentkit.report.upkeep import accepted_sentence, looked_through_sentence
from parentkit.services.upkeep import maintenance

if TYPE_CHECKING:
    import argparse
    from typing import Any

    from parentkit.cli.session import Opened
    from parentkit.journal import Done, Examined

EXAMPLES = """\
  parentkit doctor
  parentkit doctor --repair
  parentkit doctor --accept-ahead     (values from a clock that was ahead count from now on)
  parentkit doctor --accept-missing   (what is missing is known, and said no more)
"""

PROBLEMS_FOUND = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit doctor`."""
    parser.add_argument("--repair", action="store_true", help="repair what can be repaired")
    parser.add_argument(
        "--accept-ahead",
        action="store_true",
        help="let values stamped more than a day ahead count",
    )
    parser.add_argument(
        "--accept-missing",
        action="store_true",
        help="take note of entries that are missing, and say it no more",
    )
    parser.add_argument("--json", action="store_true", help="print what was found as JSON")


def run(arguments: argparse.Namespace, opened: Opened) -> int:
    """Runs `parentkit doctor`; returns the exit code."""
    journal, household = open_family(opened)
    examined = maintenance.check(journal, household)
    accepted = 0
    done: list[Done] = []
    if arguments.accept_ahead:
        accepted = maintenance.accept_ahead(journal, examined)
    if arguments.repair:
        done = maintenance.repair(journal, examined)
    if arguments.accept_missing:
        done += maintenance.say_no_more(journal, examined)
    if arguments.accept_ahead or arguments.repair or arguments.accept_missing:
        journal, household = open_family(opened)
        examined = maintenance.check(journal, household)
    found = _as_json(examined, accepted, done)
    if arguments.json:
        put_json(found)
    else:
        put(_lines(found))
    return PROBLEMS_FOUND if found["problems"] else 0


def _as_json(examined: Examined, accepted: int, done: list[Done]) -> dict[str, Any]:
    found = [
        {
            "kind": one.kind,
            "file": one.path,
            "line": one.line or None,
            "what": one.what,
            "means": one.means,
            "to_do": one.to_do,
            "information": one.information,
        }
        for one in examined.findings
    ]
    return {
        "files": examined.files,
        "entries": examined.operations,
        "problems": [one for one in found if not one["information"]],
        "information": [one for one in found if one["information"]],
        "accepted": accepted,
        "repaired": [{"file": path, "what": what} for path, what, well in done if well],
        "not_repaired": [{"file": path, "what": what} for path, what, well in done if not well],
    }


def _lines(found: dict[str, Any]) -> list[str]:
    parts = [
        done_lines("Repaired:", found["repaired"]),
        done_lines("Could not be repaired:", found["not_repaired"]),
        [accepted_sentence(found["accepted"])] if found["accepted"] else [],
        [looked_through_sentence(found["files"], found["entries"])],
        finding_lines("To look after:", found["problems"]) or ["Everything is whole."],
        finding_lines("Good to know:", found["information"]),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part).split("\n")
