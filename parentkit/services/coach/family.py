"""One family on the coach's side: its folder, and what the coach calls it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.errors import DataProblem, UnknownCode, UsageProblem
from parentkit.domain.log.household import person_id
from parentkit.domain.text import one_line
from parentkit.journal import UNREADABLE, Places, Problem
from parentkit.storage import whole_files
from parentkit.storage.reading import DAMAGED, Unreadable, read_object
from parentkit.storage.refusals import unread

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_NAME = 60
NAME_FILE = "family.json"
RECEIVED = "received"
CLOSED = "closed"
ID_LENGTH = 32
_MISSING = "it is missing"


class Family(NamedTuple):
    """A family that has shared something.

    Attributes:
        id: the fingerprint, in hexadecimal, of the key that the first file was signed with.
        name: what the coach calls the family.
        folder: the home of its journal.
        state: what belongs to that journal on this machine alone.
        unnamed_because: why its name could not be read, so that it goes by the beginning of its
            id; empty where it could.
    """

    id: str
    name: str
    folder: str
    state: str
    unnamed_because: str = ""

    @property
    def places(self) -> Places:
        """Where its journal stands."""
        return Places(self.folder, self.state)

    @property
    def received(self) -> str:
        """The folder of receipts."""
        return os.path.join(self.folder, RECEIVED)

    @property
    def problems(self) -> list[Problem]:
        """That its name could not be read, where that is so."""
        path, why = os.path.join(self.folder, NAME_FILE), self.unnamed_because
        return [Problem(UNREADABLE, path, 0, 0, 0, why)] if why else []

    @property
    def closed(self) -> str:
        """Where files stand, out of the journal's sight, whose sender's consent is over."""
        return os.path.join(self.folder, CLOSED)


def families_in(folder: str, state: str) -> list[Family]:
    """Every family in a folder, by name; `state` is the practice's local state.

    Raises:
        DataProblem: the folder of all families cannot be read.
    """
    try:
        names = os.listdir(folder)
    except FileNotFoundError:
        return []
    except OSError as problem:
        safe = "Nothing was changed. A backup of the folder puts it right."
        raise unread(folder, problem, safe) from None
    found = [family_at(folder, state, name) for name in names if is_family_id(name)]
    return sorted(found, key=lambda family: (family.name.casefold(), family.id))


def family_at(folder: str, state: str, identity: str) -> Family:
    """The family of that id; one whose name cannot be read goes by the beginning of its id."""
    home = os.path.join(folder, identity)
    name, problem = _name_in(os.path.join(home, NAME_FILE))
    return Family(identity, name or identity[:8], home, os.path.join(state, identity), problem)


def broken_place(family: Family) -> Problem | None:
    """The outermost folder of a family's that does not open, and why; None where all do.

    What is not there is not broken: a folder may not have been needed yet.
    """
    for folder in (family.received, family.places.journal, family.closed):
        place = family.folder
        inner = os.path.relpath(folder, place).split(os.sep)
        for name in ("", *inner):
            place = os.path.join(place, name) if name else place
            try:
                os.listdir(place)
            except FileNotFoundError:
                break
            except OSError as problem:
                return Problem(UNREADABLE, place, 0, 0, 0, folder_reason(problem))
    return None


def folder_reason(problem: OSError) -> str:
    """Why a folder does not open, in a few words."""
    if isinstance(problem, NotADirectoryError):
        return "it is not a folder"
    return problem.strerror or str(problem)


def _name_in(path: str) -> tuple[str, str]:
    """A family's name, or nothing and why it cannot be read."""
    try:
        described = read_object(path)
    except Unreadable as problem:
        return "", problem.reason
    if described is None:
        return "", _MISSING
    name = described.get("name")
    called = one_line(name) if isinstance(name, str) else ""
    return called, "" if called else DAMAGED


def is_family_id(name: str) -> bool:
    """Whether a folder's name is that of a family."""
    return len(name) == ID_LENGTH and set("0123456789abcdef").issuperset(name)


def family_of(families: Sequence[Family], text: str) -> Family:
    """The family whose name or id is `text`, or whose name alone begins so.

    Raises:
        UnknownCode: none is called that.
        AmbiguousCode: several could be meant.
        DataProblem: none is called that, and not every name could be read.
    """
    try:
        identity = person_id("family", [{"id": one.id, "name": one.name} for one in families], text)
    except UnknownCode as unknown:
        unnamed = [one for one in families if one.unnamed_because]
        if not unnamed:
            raise
        (problem, *_), named = unnamed[0].problems, ", ".join(one.name for one in unnamed)
        raise DataProblem(
            f"{unknown.message} Not every name could be read: {problem.path} ({problem.reason}).",
            f"Until it has its name again, such a family goes by the beginning of its id: {named}. "
            "parentkit coach families says how it gets its name back.",
        ) from None
    return next(family for family in families if family.id == identity)


def new_family(folder: str, state: str, identity: str, name: str) -> Family:
    """A family as it is called by a name, cleaned; nothing of it has to be there yet.

    Raises:
        UsageProblem: the name is empty or too long, or another family has it.
    """
    cleaned = one_line(name).strip()
    if not cleaned or len(cleaned) > LONGEST_NAME:
        raise UsageProblem(f"A family's name has 1 to {LONGEST_NAME} letters.")
    others = [one for one in families_in(folder, state) if one.id != identity]
    if any(family.name.casefold() == cleaned.casefold() for family in others):
        raise UsageProblem(
            f"There is a family called {cleaned!r} already.",
            "If it is the same family, say so: parentkit coach add FILE --family NAME "
            "--accept-key. Else give another name.",
        )
    return Family(identity, cleaned, os.path.join(folder, identity), os.path.join(state, identity))


def put_name(family: Family) -> None:
    """Puts a family's name in place; what stands there and cannot be read is kept beside it.

    Raises:
        OSError: it could not be written.
    """
    path = os.path.join(family.folder, NAME_FILE)
    if os.path.lexists(path):
        whole_files.set_aside(path)
    whole_files.write_json(path, {"name": family.name})
