"""Read files that families sent: new families begin, known ones grow.

A new family comes with words: have the family read them to you, over the phone or face to face. A
known family with another key waits for your decision. Adding a file again changes nothing. Other
coaches' answers about a family (parentkit coach reply --supervisor) are added the same way.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from parentkit.cli.ask import ask_line, passphrase_asker
from parentkit.cli.session import put, put_json, say, somebody_is_there
from parentkit.domain.errors import ParentkitError, UsageProblem
from parentkit.report.sharing.intake import added_words, other_key_words
from parentkit.services.coach.caseload import prepare
from parentkit.services.coach.letter import KNOWN, NOTICE, OTHER_KEY
from parentkit.services.coach.receive import Choice, look, read_sealed, take_in
from parentkit.services.coach.workspace import default_practice, family_called, identity_of

if TYPE_CHECKING:
    import argparse

    from parentkit.services.coach.family import Family
    from parentkit.services.coach.letter import Letter
    from parentkit.services.coach.receive import Added
    from parentkit.services.coach.workspace import Practice
    from parentkit.sharing.keys import Identity

LARGEST_NOTICE = 16 << 10
"""Bytes: more than the notice of a withdrawal ever has, which is a header and no lines."""

EXAMPLES = """\
  parentkit coach add moments-for-dana-reed-2026-11-22.age
  parentkit coach add rivera.age --name Rivera
  parentkit coach add *.age
  parentkit coach add from-jo.age --family Rivera --accept-key   (the other parent's file)
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit coach add`."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="a file as it was sent")
    parser.add_argument(
        "--name",
        metavar="NAME",
        help="what a new family is to be called, or whose key it is that joins one",
    )
    parser.add_argument(
        "--family", metavar="NAME", help="with --accept-key: the family that another key belongs to"
    )
    parser.add_argument(
        "--accept-key", action="store_true", help="take a file that is signed with another key"
    )
    parser.add_argument("--json", action="store_true", help="print what became of each as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Runs `parentkit coach add`; returns the exit code, the highest of all files."""
    if bool(arguments.family) != arguments.accept_key:
        raise UsageProblem(
            "--family and --accept-key go together.",
            "They say that a file signed with another key belongs to a family that you know.",
        )
    practice = default_practice()
    identity = identity_of(practice, passphrase_asker())
    join = family_called(practice, arguments.family) if arguments.family else None
    code = 0
    results: list[dict[str, Any]] = []
    for path in _notices_first(practice, identity, arguments.files):
        try:
            letter = look(practice, identity, read_sealed(path))
            choice = _choice(letter, arguments.name or "", join, path)
            added = take_in(practice, letter, choice)
        except ParentkitError as problem:
            say(f"parentkit: {path}: {problem.message}")
            if problem.hint:
                say(f"  {problem.hint}")
            results.append({"file": path, "problem": problem.message})
            code = max(code, problem.exit_code)
            continue
        results.append({"file": path, **_told(added)})
        if not arguments.json:
            put([added_words(added)])
    for family in {one["family"]["id"] for one in results if one.get("family")}:
        prepare(practice, family_called(practice, family))
    if arguments.json:
        put_json(results)
    return code


def _notices_first(practice: Practice, identity: Identity, paths: list[str]) -> list[str]:
    """The files, notices that consent is withdrawn before all others.

    A notice closes what is here when it arrives, and a newer consent may be among the others. It
    has no lines, so large files are not opened for this.
    """
    notices = []
    for path in paths if len(paths) > 1 else ():
        try:
            small = os.path.getsize(path) <= LARGEST_NOTICE
            if small and look(practice, identity, read_sealed(path)).situation == NOTICE:
                notices.append(path)
        except (OSError, ParentkitError):
            continue  # said where it is added
    return [*notices, *(path for path in paths if path not in notices)]


def _choice(letter: Letter, name: str, join: Family | None, path: str) -> Choice:
    """What is to become of a file that is not of a known family and key.

    Raises:
        UsageProblem: a decision is needed, and was not made.
    """
    if letter.situation == NOTICE:
        return Choice()
    if letter.situation == KNOWN:
        return Choice(name=name)
    words = letter.header.words
    if join:
        if letter.is_coachs:
            say(f"{path}: another coach's key for {join.name}, in words: {words}")
        else:
            say(f"{path}: the family's own key for {join.name}, in words: {words}")
        return Choice(name=name, join=join)
    if letter.situation == OTHER_KEY and letter.family:
        raise UsageProblem(
            other_key_words(letter.family.name, is_coachs=letter.is_coachs),
            f"Its words: {words}. Ask whoever sent it to read theirs to you. If they are the same: "
            f"parentkit coach add {path} --family {letter.family.name!r} --accept-key",
        )
    say(f"{path}: a new family. Its words, to be compared with theirs over the phone:")
    say(f"  {words}")
    if not name and somebody_is_there():
        name = ask_line("What will you call this family? (Enter: leave the file out)")
    if not name:
        raise UsageProblem(
            "A new family needs a name, so this file was left out.",
            f"For example parentkit coach add {path} --name Rivera",
        )
    return Choice(name=name)


def _told(added: Added) -> dict[str, Any]:
    family = {"id": added.family.id, "name": added.family.name} if added.family else None
    return {**added._asdict(), "family": family}
