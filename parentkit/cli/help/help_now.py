"""The help page for hard moments: what to do at the limit, and where to ring. It works offline."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from parentkit.cli.session import put, put_json
from parentkit.content import load
from parentkit.domain.errors import UsageProblem
from parentkit.report.safety import help_lines
from parentkit.services.family.region import machine_region

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from typing import TextIO

    from parentkit.cli.session import Opened

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


def run(arguments: argparse.Namespace, _: Opened) -> int:
    """Runs `parentkit help-now`; returns the exit code."""
    region = arguments.region
    if region is not None and not (len(region) == len("XX") and region.isalpha()):
        raise UsageProblem(
            f"{region!r} is no country that is known here.", "Two letters, for example DE."
        )
    on = None if arguments.json else sys.stdout
    lines = list(page(region, stored=False, on=on))
    if arguments.json:
        put_json(lines)
    else:
        put(lines)
    return 0


def page(region: str | None = None, *, stored: bool, on: TextIO | None = None) -> Iterator[str]:
    """The help page for a region, else for the one that the machine is set to.

    Where it is written `on` a terminal, the numbers are its last lines as well.
    """
    country = (region or machine_region()).upper()
    again = on is not None and on.isatty()
    return help_lines(load("safety"), country, stored=stored, again=again)
