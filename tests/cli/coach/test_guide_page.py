"""Every command of docs/coach-guide.md can be called as it stands there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from parentkit.cli.coach.subcommands import SUBCOMMANDS
from parentkit.cli.main import parser_of

PAGE = (Path(__file__).parents[3] / "docs" / "coach-guide.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```\n(.*?)```", PAGE, re.DOTALL)
CALLS = [line for block in BLOCKS for line in block.splitlines()]


@pytest.mark.parametrize("call", CALLS)
def test_commands_of_the_page_can_be_called(call: str) -> None:
    program, command, *words = shlex.split(call)
    assert (program, command) == ("parentkit", "coach")
    arguments = parser_of(command).parse_args(words)
    assert arguments.subcommand == words[0]


def test_the_page_shows_every_subcommand() -> None:
    assert {call.split()[2] for call in CALLS} == set(SUBCOMMANDS)
