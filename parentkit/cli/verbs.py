"""Verbs of a command that has several: `parentkit child add`, `parentkit vocabulary list`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.cli.main import EXAMPLES, HelpText

if TYPE_CHECKING:
    import argparse


def add_verb(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser],
    verb: str,
    summary: str,
    examples: str,
) -> argparse.ArgumentParser:
    """Declares a verb, its help ending with those of the command's examples that show it."""
    own = [line for line in examples.splitlines() if f" {verb} " in f"{line} "]
    return verbs.add_parser(
        verb,
        help=summary,
        description=f"{summary[:1].upper()}{summary[1:]}.",
        epilog="\n".join((EXAMPLES, *(own or examples.splitlines()))),
        formatter_class=HelpText,
        allow_abbrev=False,
    )
