"""Every example of docs/reminders.md is carried out."""

from __future__ import annotations

import re
import shlex
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from parentkit.cli.main import parser_of
from parentkit.domain.time.recurrence import first_time
from parentkit.domain.time.rhythm import described, read_rhythm

PAGE = (Path(__file__).parents[3] / "docs" / "reminders.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `(.+?)` \| (.+?) \| `(FREQ=.+?)` \|$", PAGE, re.MULTILINE)
COMMANDS = re.findall(r"^parentkit (reminders|prompt)\b(.*?)(?: {2,}.*)?$", PAGE, re.MULTILINE)
MIDNIGHT = datetime.fromisoformat("2026-11-22T00:00")


@pytest.mark.parametrize(("words", "comes", "rule"), ROWS)
def test_rhythms_mean_what_the_page_says(words: str, comes: str, rule: str) -> None:
    rhythm = read_rhythm(words)
    assert rhythm.rule == rule
    assert rhythm.minutes is not None
    begins = first_time(rule, MIDNIGHT + timedelta(minutes=rhythm.minutes))
    assert described(rule, begins) == comes


@pytest.mark.parametrize(("command", "rest"), COMMANDS)
def test_commands_of_the_page_can_be_called(command: str, rest: str) -> None:
    arguments = parser_of(command).parse_args(shlex.split(rest))
    if getattr(arguments, "verb", None) == "set":
        first_time(read_rhythm(" ".join(arguments.rhythm)).rule, MIDNIGHT)


def test_the_page_has_such_examples() -> None:
    assert len(ROWS) > 5
    assert len(COMMANDS) > 12
