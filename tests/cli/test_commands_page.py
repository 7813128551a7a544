"""docs/commands.md says what the program does, because it is written from it."""

from __future__ import annotations

import importlib.util
import os
from typing import TYPE_CHECKING

import pytest

from parentkit.cli.main import COMMANDS, general_help, parser_of

if TYPE_CHECKING:
    from types import ModuleType

DOCS = os.path.join(os.path.dirname(__file__), "..", "..", "docs")


def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build", os.path.join(DOCS, "build.py"))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_as_the_program_would_write_it() -> None:
    with open(os.path.join(DOCS, "commands.md"), encoding="utf-8") as file:
        written = file.read()
    assert written == builder().page(), "run: python docs/build.py"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_examples_of_its_own(command: str) -> None:
    text = parser_of(command).format_help()
    assert "examples:" in text
    assert f"parentkit {command}" in text.partition("examples:")[2]
    assert max(map(len, general_help().splitlines())) <= 100
