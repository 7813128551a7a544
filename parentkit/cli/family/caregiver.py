"""The caregivers: who was there. Each device logs for one of them unless you say otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.cli.family.people import add_verbs, plain_name, run_verb
from parentkit.domain.codes import CAREGIVER

if TYPE_CHECKING:
    import argparse

    from parentkit.cli.session import Opened

EXAMPLES = """\
  parentkit caregiver                        (who there is, hidden ones too)
  parentkit caregiver rename me Anna
  parentkit caregiver add Jo
  parentkit caregiver use Jo                 (this device logs for Jo from now on)
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit caregiver`."""
    add_verbs(parser, CAREGIVER, {"use": "who logs on this device from now on"}, EXAMPLES)


def run(arguments: argparse.Namespace, opened: Opened) -> int:
    """Runs `parentkit caregiver`; returns the exit code."""
    return run_verb(arguments, opened, CAREGIVER, plain_name, {})
