"""Make a backup now, or list those there are. One is made by itself on every day you write.

A backup is a plain folder with a copy of every file of the journal, on this machine. Of the last
seven days that have any, the newest one each is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.cli.session import open_journal, put, put_json, say
from parentkit.report.findings import place
from parentkit.report.upkeep import backup_line, files_and_size
from parentkit.services.upkeep import maintenance

if TYPE_CHECKING:
    import argparse
    from typing import Any

    from parentkit.cli.session import Opened
    from parentkit.journal import Made

EXAMPLES = """\
  parentkit backup
  parentkit backup --list
"""

LEFT_OUT = 3

REASONS = {
    "daily": "the day's",
    "asked": "asked for",
    "before_restore": "before going back",
    "before_replace": "before everything was replaced",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit backup`."""
    parser.add_argument("--list", action="store_true", help="list the backups there are")
    parser.add_argument("--json", action="store_true", help="print as JSON")


def run(arguments: argparse.Namespace, opened: Opened) -> int:
    """Runs `parentkit backup`; returns the exit code."""
    journal = open_journal(opened)
    if arguments.list:
        return _list(maintenance.backups(journal), as_json=arguments.json)
    made = maintenance.back_up(journal)
    if arguments.json:
        put_json({**made._asdict(), "files": len(made.files)})
    else:
        put(_lines(made))
    for path in made.unreadable:
        say(f"parentkit: {place(path)} could not be read and is not in it; see parentkit doctor.")
    return LEFT_OUT if made.unreadable else 0


def _lines(made: Made) -> list[str]:
    copied = backup_line(made.name, len(made.files), made.copied_bytes)
    lines = [copied, f"  {place(made.folder)}"]
    if made.thinned_out:
        lines.append(f"  taken away: {', '.join(made.thinned_out)}")
    return lines


def _list(backups: list[dict[str, Any]], *, as_json: bool) -> int:
    if as_json:
        put_json(backups)
        return 0
    for backup in backups:
        reason = REASONS.get(backup["reason"], "its list cannot be read")
        amount = files_and_size(backup["files"], backup["bytes"])
        put([f"{backup['name']}  {amount}  {reason}"])
    if backups:
        say("Names are times in UTC. parentkit restore NAME goes back to one.")
    else:
        say("There is no backup yet; parentkit backup makes one.")
    return 0
