"""What every command needs: the family's journal and words, and two streams to speak on."""

from __future__ import annotations

import os
import sys

from parentkit import clock
from parentkit.domain.text import clean
from parentkit.journal import Journal, default_places
from parentkit.report.glyphs import glyphs_for
from parentkit.services.family.household import read_household

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from parentkit.domain.log.household import Household
    from parentkit.report.unreadable import Place

    Opened = list[Journal]
    """The journals that a command has opened; the door makes the list and hands it on."""


def open_journal(opened: Opened) -> Journal:
    """The journal of this machine's family, in the folders that the environment names.

    It is added to those that the door looks after when the command is over.
    """
    places = default_places()
    journal = Journal(places.home, places.state, clock.now_ms)
    opened.append(journal)
    return journal


def look_after(opened: Opened, command: str) -> None:
    """What every command ends with: says what is amiss with the files, makes the day's backup.

    The journals that it has opened are closed then. A backup is made where the command has written
    something and the day has none yet. What is missing from the files is said by every command;
    `doctor` has said it in its own way.
    """
    try:
        _keep_safe(opened, command)
    finally:
        for journal in opened:
            journal.close()


def _keep_safe(opened: Opened, command: str) -> None:
    if not opened:
        return
    from parentkit.services.upkeep.upkeep import (
        erase_what_others_erased,
        keep_safe,
        missing_words,
    )

    for notice in dict.fromkeys(journal.notice for journal in opened):
        if notice:
            say(notice)
    missing = "" if command == "doctor" else missing_words(opened[-1])
    if missing:
        say(f"parentkit: {missing}")
    opened[-1].close()  # Windows replaces no file that is open
    if erased := erase_what_others_erased(opened[-1]):
        say(erased)
    unsafe = keep_safe(opened[-1]) if any(journal.wrote for journal in opened) else ""
    if unsafe:
        say(unsafe)


def open_family(opened: Opened) -> tuple[Journal, Household]:
    """The journal, and the people and words in it."""
    journal = open_journal(opened)
    return journal, read_household(journal)


def put(lines: Iterable[str]) -> None:
    """Writes data: lines of text to standard output; nothing in them steers a terminal."""
    sys.stdout.write("".join(f"{clean(line)}\n" for line in lines))


def put_json(value: object) -> None:
    """Writes data: one JSON value to standard output."""
    import json

    shows_all = (sys.stdout.encoding or "").lower().startswith("utf")
    text = json.dumps(value, ensure_ascii=not shows_all, indent=1)
    if not text.isascii() and clean(text) != text:
        text = json.dumps(value, indent=1)
    sys.stdout.write(f"{text}\n")


def say(text: str) -> None:
    """Writes narration to standard error, broken between words where a terminal is narrower."""
    text = clean(text)
    if sys.stderr.isatty():
        from parentkit.cli.terminal import fitted

        text = fitted(text)
    sys.stderr.write(f"{text}\n")


def glyphs() -> dict[str, str]:
    """The set of signs that standard output can show; PARENTKIT_GLYPHS=ascii asks for ASCII."""
    return glyphs_for(sys.stdout.encoding, os.environ.get("PARENTKIT_GLYPHS", ""))


def somebody_is_there() -> bool:
    """Whether a person can be asked: input and the error stream are a terminal."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def warn(places: Sequence[Place]) -> int:
    """Says in one sentence what could not be read, and so is in nothing that was shown.

    Returns the exit code that a command then ends with, whatever else it found: 0 where everything
    was read.
    """
    if not places:
        return 0
    from parentkit.domain.errors import DataProblem
    from parentkit.report.unreadable import unreadable_sentence

    say(f"parentkit: {unreadable_sentence(places)}")
    return DataProblem.exit_code


def with_unreadable(payload: Mapping[str, Any], places: Sequence[Place]) -> dict[str, Any]:
    """A JSON object with the key `unreadable`: what could not be read, empty where all was."""
    from parentkit.report.unreadable import unreadable_payload

    return {**payload, "unreadable": unreadable_payload(places)}
