"""The help page for hard moments: what to do at the limit, and where to ring. It works offline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.cli.session import put, put_json
from parentkit.content import load
from parentkit.report.safety import help_lines
from parentkit.services.region import machine_region

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

EXAMPLES = """\
  parentkit help-now
  parentkit help-now --region GB
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit help-now`."""
    parser.add_argument(
        "--region", metavar="XX", help="two letters of a country, else this machine's"
    )
    parser.add_argument("--json", action="store_true", help="print the page's lines as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Runs `parentkit help-now`; returns the exit code."""
    lines = list(page(arguments.region, stored=False))
    if arguments.json:
        put_json(lines)
    else:
        put(lines)
    return 0


def page(region: str | None = None, *, stored: bool) -> Iterator[str]:
    """The help page for a region, else for the one that the machine is set to."""
    return help_lines(load("safety"), (region or machine_region()).upper(), stored=stored)
