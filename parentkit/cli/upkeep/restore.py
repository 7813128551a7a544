"""Go back to a backup: put back what the journal has no longer. What was written since stays.

Without a name, the newest backup. What is there now is backed up first. With --replace everything
becomes what it was then; what was erased for good stays erased either way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.cli.session import open_journal, put, put_json, say
from parentkit.report.findings import place
from parentkit.report.upkeep import restored_line
from parentkit.services.upkeep import maintenance

if TYPE_CHECKING:
    import argparse

    from parentkit.cli.session import Opened
    from parentkit.journal import Restored

EXAMPLES = """\
  parentkit restore --dry-run
  parentkit restore
  parentkit restore 2026-11-22
  parentkit restore 2026-11-22 --replace
"""

DAMAGED = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit restore`."""
    parser.add_argument(
        "name", metavar="NAME", nargs="?", help="a backup's name, or enough of its beginning"
    )
    parser.add_argument(
        "--replace", action="store_true", help="make everything what it was, not a merge"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what it would do")
    parser.add_argument("--json", action="store_true", help="print what was done as JSON")


def run(arguments: argparse.Namespace, opened: Opened) -> int:
    """Runs `parentkit restore`; returns the exit code."""
    journal = open_journal(opened)
    restored = maintenance.go_back(
        journal, arguments.name, everything=arguments.replace, dry_run=arguments.dry_run
    )
    if arguments.json:
        put_json({**restored._asdict(), "dry_run": arguments.dry_run})
    else:
        put(_lines(restored, dry_run=arguments.dry_run))
    for name, reason in restored.damaged.items():
        say(f"parentkit: {name} in this backup: {reason}. What is whole in it was used.")
    if not arguments.replace:
        for other in maintenance.others_holding(journal, restored.backup):
            say(f"The backup {other} holds more: parentkit restore {other}")
    return DAMAGED if restored.damaged else 0


def _lines(restored: Restored, *, dry_run: bool) -> list[str]:
    lines = [restored_line(restored.backup, restored.operations, dry_run=dry_run)]
    if restored.operations or restored.removed:
        lines += [f"  {place(path)}" for path in restored.written]
    went = "would go" if dry_run else "went"
    lines += [f"  {place(path)} {went}" for path in restored.removed]
    if restored.safety:
        lines.append(f"What was there before is kept as the backup {restored.safety}")
    return lines
