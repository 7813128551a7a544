"""What the README shows is what the program says."""

from __future__ import annotations

import os
import re
import shlex
from typing import TYPE_CHECKING

import pytest

from parentkit.cli.main import COMMANDS, parser_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Called

README = os.path.join(os.path.dirname(__file__), "..", "README.md")

with open(README, encoding="utf-8") as file:
    TEXT = file.read()

SESSIONS = re.findall(r"```console\n\$ parentkit (.*)\n((?:.*\n)*?)```", TEXT)
BLOCKS = "\n".join(TEXT.split("```")[1::2])
CALLS = re.findall(r"^(?:\.venv/bin/)?parentkit (.*?)(?: {2,}.*)?$", BLOCKS, re.MULTILINE)


@pytest.mark.parametrize(("words", "shown"), SESSIONS)
def test_the_recorded_session_is_what_is_printed(
    call: Callable[..., Called], words: str, shown: str
) -> None:
    call("demo")
    assert call(*shlex.split(words)).out == shown


def test_the_readme_shows_a_session_and_a_first_moment() -> None:
    assert SESSIONS
    assert "parentkit log afraid comfort" in TEXT


@pytest.mark.parametrize("words", CALLS)
def test_every_call_in_the_readme_can_be_read(words: str) -> None:
    command, *arguments = shlex.split(words)
    assert command in COMMANDS
    parser_of(command).parse_args(arguments)


@pytest.mark.parametrize("page", re.findall(r"\]\(([\w/.-]+\.md)\)", TEXT))
def test_every_page_that_the_readme_points_to_is_there(page: str) -> None:
    assert os.path.exists(os.path.join(os.path.dirname(README), page))
