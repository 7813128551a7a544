"""Say where everything is, how much it is, and what to take along to another machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.cli.session import open_journal, put, put_json
from parentkit.report.findings import place
from parentkit.report.layout import wrapped
from parentkit.report.upkeep import backups_and_size, files_and_size
from parentkit.services.upkeep.maintenance import located

if TYPE_CHECKING:
    import argparse
    from typing import Any

    from parentkit.cli.session import Opened

EXAMPLES = """\
  parentkit locate
  parentkit locate --json
"""

MOVING = """\
To move to another machine, copy the home folder there. Leave the state folder: the other machine
makes its own, and so gets a name of its own."""
SHARING = """\
To share with a co-parent, share the home folder through a sync service that both trust, and set
PARENTKIT_HOME to it on both machines."""
SHARING_KEY = """\
Your key for sharing with a coach is in the state folder and does not come along by itself:
parentkit key recovery makes a locked copy."""
COACHING = """\
The home folder also holds what families shared with you as their coach, and your key. Do not share
this folder with anybody; with a co-parent, use another PARENTKIT_HOME for your own family."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit locate`."""
    parser.add_argument("--json", action="store_true", help="print the places as JSON")


def run(arguments: argparse.Namespace, opened: Opened) -> int:
    """Runs `parentkit locate`; returns the exit code."""
    places = located(open_journal(opened))
    if arguments.json:
        put_json(places)
        return 0
    put(_lines(places))
    key = SHARING_KEY if places["sharing_key"] else ""
    for text in filter(None, (MOVING, key, COACHING if places["coach"] else SHARING)):
        put(["", *wrapped(text)])
    return 0


def _lines(places: dict[str, Any]) -> list[str]:
    of = places["backups"]
    backups = backups_and_size(of["count"], of["files"], of["bytes"])
    lines = [
        *_row("home", places["home"], "what may be shared between machines"),
        *_row("journal", places["journal"]["folder"], _amount(places["journal"])),
        *_row("state", places["state"], "what belongs to this machine alone"),
        *_row("backups", places["backups"]["folder"], backups),
    ]
    for name in ("quarantine", "snapshots"):
        if places[name]["files"]:
            lines += _row(name, places[name]["folder"], _amount(places[name]))
    if places["device"] is None:
        return [*lines, *_row("this device", "it gets its name with the first entry")]
    return [*lines, *_row("this device", places["device"]), *_row("writes to", places["writes_to"])]


def _row(label: str, value: str, note: str = "") -> list[str]:
    lines = [f"  {label:<12}{place(value)}"]
    return [*lines, f"  {'':<12}{note}"] if note else lines


def _amount(of: dict[str, Any]) -> str:
    return files_and_size(of["files"], of["bytes"])
