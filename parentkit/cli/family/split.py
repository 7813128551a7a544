"""`parentkit child split`: says what would go where, asks, and takes two children apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.cli.ask import agreed
from parentkit.cli.session import open_family, put, put_json, say
from parentkit.domain.log.household import name_of
from parentkit.domain.sentence import listed
from parentkit.report.people import split_lines
from parentkit.services.family.splitting import take_apart, to_split

if TYPE_CHECKING:
    import argparse
    from typing import Any

    from parentkit.cli.session import Opened
    from parentkit.services.family.splitting import Split


def add_split_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares what `split` has besides what all verbs have."""
    parser.add_argument("--dry-run", action="store_true", help="say what would go where; no more")
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run_split(arguments: argparse.Namespace, opened: Opened) -> int:
    """Runs `parentkit child split`; returns the exit code."""
    journal, household = open_family(opened)
    split = to_split(journal, household, arguments.name)
    lines = split_lines(
        name_of(split.child), split.stays, [(part.name, part.moments) for part in split.parts]
    )
    if arguments.dry_run:
        if arguments.json:
            put_json({**_payload(split), "dry_run": True})
        else:
            put(lines)
            say("Nothing was changed.")
        return 0
    if not arguments.yes:
        for line in lines:
            say(line)
        again = "parentkit child split --yes does it without asking; --dry-run says what it would."
        if not agreed("Take them apart?", again):
            say("Nothing was changed.")
            return 0
    children = take_apart(journal, split)
    if arguments.json:
        put_json({**_payload(split), "children": [split.child, *children]})
        return 0
    if arguments.yes:
        put(lines)
    names = listed([name_of(split.child), *map(name_of, children)])
    put([f"Taken apart: {names}"])
    say("parentkit undo takes it back, as long as nothing else was written here.")
    return 0


def _payload(split: Split) -> dict[str, Any]:
    """Whose moments stay, and what goes to which name."""
    return {
        "stays": {"name": name_of(split.child), "id": split.child["id"], "moments": split.stays},
        "goes": [
            {
                "name": part.name,
                "child": part.child or None,
                "devices": list(part.devices),
                "moments": part.moments,
            }
            for part in split.parts
        ],
    }
