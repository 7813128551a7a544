"""Erase for good: an entry, or a child or a caregiver with all that is theirs. There is no undo.

It goes from the journal, the backups and all local files. `parentkit delete` takes an entry out of
every view and can be undone; this is for what must not exist. On other devices that share the
folder it is hidden, and erased as the files come over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.cli.ask import ask_exactly
from parentkit.cli.session import open_family, put, put_json, say, somebody_is_there, warn
from parentkit.domain.codes import CAREGIVER, CHILD
from parentkit.domain.errors import UsageProblem
from parentkit.domain.log.household import name_of
from parentkit.domain.text import name_key
from parentkit.report.erasing import erased_lines, going_lines, quoting_lines
from parentkit.services.upkeep import erasing

if TYPE_CHECKING:
    import argparse

    from parentkit.cli.session import Opened
    from parentkit.domain.log.household import Household
    from parentkit.journal import Erased, Journal

EXAMPLES = """\
  parentkit purge 01KAR3M5ZJ9W
  parentkit purge 01KAR3M5ZJ9W --yes     (without being asked)
  parentkit purge --child Mia --dry-run  (what would go; nothing is erased)
  parentkit purge --child Mia
  parentkit purge --caregiver Jo
"""

TYPED = 4
SOMETHING_LEFT = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit purge`."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "id", nargs="?", metavar="ID", help="an entry's id, or enough of its beginning"
    )
    what.add_argument("--child", metavar="NAME", help="a child, with all that is about them")
    what.add_argument("--caregiver", metavar="NAME", help="a caregiver, with all that is theirs")
    parser.add_argument("--dry-run", action="store_true", help="say what would go, erase nothing")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--json", action="store_true", help="print what was erased as JSON")


def run(arguments: argparse.Namespace, opened: Opened) -> int:
    """Runs `parentkit purge`; returns the exit code."""
    journal, household = open_family(opened)
    wanted = _wanted(journal, household, arguments)
    if arguments.dry_run:
        _preview(wanted, as_json=arguments.json)
        return warn(journal.problems)
    if not arguments.yes:
        _ask(wanted)
    erased = erasing.erase(journal, wanted)
    if arguments.json:
        told = {**_payload(wanted), **erased._asdict(), "finished": not erased.unfinished}
        put_json({**told, "elsewhere": list(erasing.ELSEWHERE)})
    else:
        _tell(wanted, erased)
    warned = warn(journal.problems) if wanted.is_somebody else 0
    return SOMETHING_LEFT if erased.left else warned


def _wanted(
    journal: Journal, household: Household, arguments: argparse.Namespace
) -> erasing.ToErase:
    if arguments.child is not None:
        return erasing.all_of(journal, household, CHILD, arguments.child)
    if arguments.caregiver is not None:
        return erasing.all_of(journal, household, CAREGIVER, arguments.caregiver)
    return erasing.to_erase(journal, arguments.id)


def _payload(wanted: erasing.ToErase) -> dict[str, object]:
    """What goes, and what says the same words and stays."""
    quoted = [{"id": one.id, "kind": one.kind} for one in wanted.quoting]
    answer = wanted.answer.id if wanted.answer else None
    kind, identity = wanted.chosen.kind, wanted.chosen.id
    counts = wanted.counts
    return {"id": identity, "kind": kind, "records": counts, "quoted_by": quoted, "answer": answer}


def _preview(wanted: erasing.ToErase, *, as_json: bool) -> None:
    if as_json:
        put_json({**_payload(wanted), "dry_run": True})
        return
    put(going_lines(wanted))
    put(quoting_lines(wanted, before=True))
    say("Nothing was erased.")


def _ask(wanted: erasing.ToErase) -> None:
    """Says what goes, and has a person type a name, or the end of the id.

    Raises:
        UsageProblem: nobody can be asked, or something else was typed; nothing was erased.
    """
    chosen = wanted.chosen
    if not somebody_is_there():
        raise UsageProblem(
            "Erasing cannot be taken back, and nobody can be asked here. Nothing was erased.",
            f"parentkit purge {chosen.id} --yes erases it without asking.",
        )
    for line in (*going_lines(wanted), *quoting_lines(wanted, before=True)):
        say(line)
    name = name_of(chosen.fields) if wanted.is_somebody else ""
    if name:
        typed = ask_exactly(f"Type the name, {name}, to go on:") or ""
        if name_key(typed) != name_key(name):
            raise UsageProblem("That is not the name, so nothing was erased.")
        return
    typed = ask_exactly(f"Type the last {TYPED} characters of its id to go on:") or ""
    if typed.upper() != chosen.id[-TYPED:].upper():
        raise UsageProblem("That is not the end of its id, so nothing was erased.")


def _tell(wanted: erasing.ToErase, erased: Erased) -> None:
    put(erased_lines(wanted.chosen.id, erased))
    put(quoting_lines(wanted, before=False))
    if wanted.answer:
        say(
            "What you wrote at the end of the exercise is an answer of its own, and stays: "
            f"parentkit purge {wanted.answer.id} erases it, too."
        )
    say("Copies may still exist where this program cannot reach:")
    for copies in erasing.ELSEWHERE:
        say(f"  {copies}")
