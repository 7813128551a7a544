"""Write your records to files that anything can read; nothing is sent anywhere.

Without --out the records go to standard output: moments, other people's judgements and the family
as JSON lines, or the moments as a table (CSV). With --out a folder is written that holds the family
too, and a description of every field (datapackage.json). Files are readable by you alone. Moments
that are flagged for safety stay out unless you ask for them. What you wrote in reflections and
check-ins is not in it; parentkit reflect --export writes that. Nor are coaches' comments and goals,
consents, or what you shared: parentkit feedback --json and parentkit consent show print those.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from parentkit.cli.selection import add_selection_options, say_days, selection_of
from parentkit.cli.session import open_family, put, say, warn
from parentkit.interchange.records.csv_tables import CODINGS, MOMENTS
from parentkit.interchange.records.datapackage import CSV, FORMATS, JSONL
from parentkit.report.exchange import exported_sentence
from parentkit.services.exchange.export import as_text, export, outgoing

if TYPE_CHECKING:
    import argparse

    from parentkit.cli.session import Opened

EXAMPLES = """\
  parentkit export --out my-export
  parentkit export --format csv --out for-a-spreadsheet
  parentkit export > records.jsonl
  parentkit export --since 2026-10-01 --child Mia --out mia
  parentkit export --format csv --include-flagged > moments.csv
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit export`."""
    parser.add_argument(
        "--format", choices=FORMATS, default=JSONL, help="JSON lines (the default) or tables"
    )
    add_selection_options(parser, everything=True)
    parser.add_argument("--out", metavar="DIR", help="a folder to write to; files there are kept")
    parser.add_argument(
        "--include-flagged", action="store_true", help="moments flagged for safety too"
    )


def run(arguments: argparse.Namespace, opened: Opened) -> int:
    """Runs `parentkit export`; returns the exit code."""
    journal, household = open_family(opened)
    selection = selection_of(arguments, household)
    say_days(arguments, selection)
    out = outgoing(journal, household, selection, include_flagged=arguments.include_flagged)
    if arguments.out:
        put(export(out, arguments.format, arguments.out))
        say(exported_sentence(out.count(MOMENTS), out.count(CODINGS)))
    else:
        # Bytes, because a line end or a letter must not depend on the terminal's settings.
        sys.stdout.flush()
        for piece in as_text(out, arguments.format):
            sys.stdout.buffer.write(piece.encode())
        if arguments.format == CSV:
            say("These are the moments. --out DIR writes the family and other judgements too.")
    if out.flagged:
        say(f"Flagged moments left out: {out.flagged}. --include-flagged takes them in.")
    return warn(out.problems)
