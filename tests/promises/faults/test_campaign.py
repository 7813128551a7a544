"""Whatever the system answers to any single call, in the installed program and in every command:
what was acknowledged is there, nothing else changed, what is said is so, and the next one works.
"""

from __future__ import annotations

import errno
import os
from typing import Any, NamedTuple

import pytest

CANARY = "nobody-may-see-this"


PAGE = os.path.join(os.path.dirname(__file__), *[os.pardir] * 3, "SECURITY.md")


class Command(NamedTuple):
    """A command line, and what it may do.

    Words in braces stand for what the scene has: `{one}` is a moment, `{files}` its folder. `who`
    is "family" or "coach". What `erases` may leave an entry that is to go half gone. `before` names
    what has happened to the family's newest file: "lost" is its last line, "torn" a line begun.
    """

    words: str
    who: str = "family"
    typed: str = ""
    erases: bool = False
    before: str = ""


READING = (
    Command("today"),
    Command("moments --all --json"),
    Command("find note has kept --json"),
    Command("show {one}"),
    Command("rates --json"),
    Command("history {one}"),
    Command("questions"),
    Command("checkin --list"),
    Command("practise --log"),
    Command("child list"),
    Command("template list"),
    Command("vocabulary list cues"),
    Command("reminders"),
    Command("export"),
    Command("doctor"),
    Command("backup --list"),
    Command("restore --dry-run", before="lost"),
    Command("consent list"),
    Command("feedback"),
    Command("key show"),
    Command("coach families", "coach"),
    Command("coach inbox", "coach"),
    Command("coach note Rivera --list", "coach"),
)
"""What only shows something."""

WRITING = (
    Command("log sad comfort"),
    Command(f"log afraid comfort --note {CANARY}"),
    Command("edit {one} --fit partial"),
    Command("repair {one} --after 10m"),
    Command("code {one} --fit partial --caregiver Ann"),
    Command("delete {one}"),
    Command("undo"),
    Command("checkin --json", typed="tired\nshoulders\nten minutes\n"),
    Command("child add Ben --born 2019-03"),
    Command("caregiver use Jo"),
    Command("template add bedtime --cue sad"),
    Command("vocabulary add cues blue --group exploration"),
    Command("reminders set every sunday 19:30"),
    Command("export --out {files}/my-export"),
    Command("import {files}/records.jsonl"),
    Command("doctor --repair", before="torn"),
    Command("backup"),
    Command("restore", before="lost"),
    Command("restore --replace", before="lost"),
    Command("purge {one} --yes", erases=True),
    Command("purge --child Mia --yes", erases=True),
    Command("share --with Dana --all --yes --to {files}/more.age"),
    Command("consent withdraw Dana --yes --to {files}/notice.age"),
    Command("consent add-coach {files}/sam.card --yes"),
    Command("feedback {files}/reply.age"),
    Command("key recovery --to {files}/key.age"),
    Command("coach add {files}/later.age", "coach"),
    Command("coach show {one}", "coach"),
    Command("coach comment Rivera {one} --strength waited", "coach"),
    Command("coach goal Rivera pause --by 2027-01-31", "coach"),
    Command("coach note Rivera bedtime", "coach"),
    Command("coach assign Rivera --question when", "coach"),
    Command("coach reply Rivera --to {files}/answer.age", "coach"),
    Command("coach report Rivera --period all --to {files}/report.html", "coach"),
    Command("coach forget Rivera --yes", "coach", erases=True),
)
"""What is meant to change something."""

COMMANDS = (*READING, *WRITING)

EVERY_CALL = (
    *("today", "moments --all --json", "rates --json", "checkin --list", "practise --log"),
    *("child list", "template list", "vocabulary list cues", "reminders", "export"),
    *("backup --list", "restore --dry-run", "consent list", "feedback", "key show"),
    *("edit {one} --fit partial", "delete {one}", "child add Ben --born 2019-03"),
    *("template add bedtime --cue sad", "vocabulary add cues blue --group exploration"),
    *("reminders set every sunday 19:30", "export --out {files}/my-export"),
)
"""The commands that keep the promise at each of their calls; of the others it is not yet known."""

OFTEN = ("moments --all --json", "edit {one} --fit partial", "delete {one}")


def name_of(command: Command) -> str:
    return command.words.replace(CANARY, "words")


def those(words: tuple[str, ...]) -> list[Command]:
    return [command for command in COMMANDS if command.words in words]


@pytest.mark.parametrize("command", those(OFTEN), ids=name_of)
def test_a_command_under_some_of_its_faults(trials: Any, command: Command) -> None:
    trial = trials(command)
    faults = trial.faults()
    for fault in faults[:: len(faults) // 5]:
        trial.hold(fault)


@pytest.mark.slow
@pytest.mark.parametrize("command", those(EVERY_CALL), ids=name_of)
def test_a_command_under_a_fault_at_each_of_its_calls(trials: Any, command: Command) -> None:
    trial = trials(command)
    broken = [found for fault in trial.faults() if (found := trial.broken(fault))]
    assert not broken, "\n\n".join(broken)


def test_every_command_of_the_table_runs_where_nothing_happens(trials: Any) -> None:
    for command in COMMANDS:
        assert trials(command).faults(), command


def test_the_page_on_security_counts_what_is_tried(scene: Any) -> None:
    with open(PAGE, encoding="utf-8") as file:
        page = " ".join(file.read().split())
    assert len(those(EVERY_CALL)) == len(EVERY_CALL)
    assert f"{len(EVERY_CALL)} commands meet a fault" in page
    assert f"({len(scene.answers)} sorts of calls;" in page
    for answer in {one for answers in scene.answers.values() for one in answers if one > 0}:
        assert errno.errorcode[answer] in page
