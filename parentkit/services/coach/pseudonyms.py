"""Pseudonyms: what stands for a family, its people and its moments in files that leave a practice.

They come from a secret key, so that nobody without it finds out whom they stand for, and from the
name of whoever gets the file, so that two who get files cannot join theirs. The same name gives the
same pseudonyms in every later file, whatever is chosen for it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.domain.errors import DataProblem, UsageProblem
from parentkit.domain.log.household import COACH
from parentkit.domain.text import one_line
from parentkit.storage import disk
from parentkit.storage.held import Held
from parentkit.storage.reading import Unreadable, read_bounded, read_object
from parentkit.storage.refusals import unwritten
from parentkit.storage.whole_files import json_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from parentkit.services.coach.family import Family
    from parentkit.services.coach.workspace import Practice

KEY_FILE = "pseudonyms"
KEY_BYTES = 32
FOLDER = "exports"
"""Beside the key: for whom files were made, and how far their rows are numbered."""

FAMILY, PERSON = "family", "person"
LETTERS = 16
SHORT = 6
"""Letters that are enough to tell the people of one family apart on a page."""

OWN_USE = "own use"
LONGEST_AUDIENCE = 100
NAMES_FILE = "names.json"

_UNMADE = "No file was made, nothing was changed."


class Pseudonyms(NamedTuple):
    """The pseudonyms of one family for one audience.

    Attributes:
        key: the secret key, 32 bytes.
        audience: who gets them and what for, as `audience_called` gives it.
        family_id: the family's id.
    """

    key: bytes
    audience: str
    family_id: str

    def __repr__(self) -> str:
        return f"<pseudonyms for {self.audience}>"  # never the key

    @property
    def family(self) -> str:
        """What stands for the family."""
        return self.of(FAMILY, self.family_id)

    def of(self, kind: str, identity: str) -> str:
        """What stands for a person, or for a record of that kind: 16 letters a to z and 2 to 7.

        Every family's first child has the same id, and so has every Mia of a diary: people are
        told apart by their family too. A coach is the same coach in every family.
        """
        if kind == PERSON and not identity.startswith(COACH):
            identity = f"{self.family_id}/{identity}"
        return _letters(self.key, f"{kind}\0{self.audience}\0{identity}")


class Audience(NamedTuple):
    """For whom a file is: the name, whether it is the first file for it, the names before."""

    name: str
    is_new: bool
    before: list[str]


class Opened(NamedTuple):
    """Pseudonyms, for whom they are, and whether the key was made for them just now."""

    pseudonyms: Pseudonyms
    audience: Audience
    is_key_new: bool


def audience_called(text: str | None) -> str:
    """An audience by its name, in one spelling; the coach's own use where nobody is named.

    Raises:
        UsageProblem: the name is empty or too long.
    """
    if text is None:
        return OWN_USE
    name = one_line(text).strip().casefold()
    if not name or len(name) > LONGEST_AUDIENCE:
        raise UsageProblem(
            f"Whoever gets the file has a name of 1 to {LONGEST_AUDIENCE} letters.",
            "For example: --for 'Sam Ono, supervision'",
        )
    return name


def key_file(practice: Practice) -> str:
    """Where the key stands that pseudonyms come from."""
    return os.path.join(practice.folder, KEY_FILE)


def folder_of(practice: Practice) -> str:
    """Where it stands for whom files were made and how their rows are numbered."""
    return os.path.join(practice.folder, FOLDER)


def pseudonyms_for(practice: Practice, family: Family, audience: str) -> Opened:
    """A family's pseudonyms for an audience. The key is made when it is needed for the first time.

    Raises:
        DataProblem: the key or what stands beside it cannot be read, or is gone; neither is ever
            made anew by itself.
    """
    with ExportsHeld(practice):
        key, is_new = _key(practice)
        if not is_new and not os.path.lexists(_names_file(practice)):
            raise _names_gone(practice)
        before = audiences(practice)
        if audience not in before:
            _put_names(practice, [*before, audience], with_rows(practice))
    return Opened(
        Pseudonyms(key, audience, family.id),
        Audience(audience, audience not in before, before),
        is_new,
    )


def known_pseudonyms(practice: Practice, family: Family) -> list[Pseudonyms]:
    """A family's pseudonyms for everybody for whom a file was ever made.

    Raises:
        DataProblem: what they come from cannot be read.
    """
    names = audiences(practice)
    if not names or not os.path.lexists(key_file(practice)):
        return []
    key, _ = _key(practice)
    return [Pseudonyms(key, name, family.id) for name in names]


def audiences(practice: Practice) -> list[str]:
    """For whom files were made, the first of them first.

    Raises:
        DataProblem: it cannot be read.
    """
    return _names(practice, "names")


def with_rows(practice: Practice) -> list[str]:
    """The pseudonyms of families whose rows were ever numbered, each for one audience.

    Raises:
        DataProblem: it cannot be read.
    """
    return _names(practice, "numbered")


def note_rows(practice: Practice, numbered: Iterable[str]) -> None:
    """Keeps that these pseudonyms' rows were numbered, so that it is noticed where that is gone.

    Raises:
        DataProblem: it cannot be read or written.
    """
    known = with_rows(practice)
    if new := sorted(set(numbered) - set(known)):
        _put_names(practice, audiences(practice), [*known, *new])


class ExportsHeld(Held):
    """Be the one process that makes the key or counts rows.

    Raises:
        DataProblem: another process has been at it for too long, or it cannot be known.
    """

    def __init__(self, practice: Practice) -> None:
        super().__init__(os.path.join(practice.folder, "exports.lock"))

    def __enter__(self) -> None:
        try:
            super().__enter__()
        except OSError as problem:
            raise unwritten(self.path, problem, _UNMADE) from problem


def put(path: str, content: bytes) -> None:
    """Puts the key, or one of the files beside it, in place.

    Raises:
        DataProblem: it could not be written; what was there still stands.
    """
    try:
        disk.make_folders(os.path.dirname(path))
        disk.write_whole(path, lambda _inode: content)
    except OSError as problem:
        raise unwritten(path, problem, _UNMADE) from problem


def stored(path: str) -> dict[str, Any] | None:
    """What one of the files beside the key holds; None where there is none.

    Raises:
        DataProblem: it cannot be read, or is damaged.
    """
    try:
        return read_object(path)
    except Unreadable:
        raise unreadable(path) from None


def unreadable(path: str) -> DataProblem:
    """That one of these files cannot be read, and what is safe."""
    return DataProblem(
        f"{path} cannot be read, or it is damaged.",
        "Nothing was written, so that pseudonyms and row numbers stay what they were. A backup of "
        "the file puts it right.",
    )


def _names_file(practice: Practice) -> str:
    return os.path.join(folder_of(practice), NAMES_FILE)


def _names(practice: Practice, which: str) -> list[str]:
    """One of the lists in NAMES_FILE; an older version had no `numbered`."""
    path = _names_file(practice)
    if (document := stored(path)) is None:
        return []
    names = {"numbered": [], **document}.get(which)
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise unreadable(path)
    return names


def _put_names(practice: Practice, names: list[str], numbered: list[str]) -> None:
    document = {"parentkit-audiences": 1, "names": names, "numbered": numbered}
    put(_names_file(practice), json_line(document))


def _key(practice: Practice) -> tuple[bytes, bool]:
    """The key, and whether it was made just now."""
    path = key_file(practice)
    try:
        key = read_bounded(path, KEY_BYTES)
    except FileNotFoundError:
        if os.path.lexists(path) or os.path.lexists(folder_of(practice)):
            raise _gone(practice) from None
        key = os.urandom(KEY_BYTES)
        put(path, key)
        return key, True
    except OSError:
        raise unreadable(path) from None
    if len(key) != KEY_BYTES:
        raise unreadable(path)
    return key, False


def _gone(practice: Practice) -> DataProblem:
    return DataProblem(
        f"{key_file(practice)} is gone, and files were made with it.",
        "Put your copy of it back. If there is none, move the folder "
        f"{folder_of(practice)} away: later files then have pseudonyms and row numbers that do "
        "not go on from the earlier ones.",
    )


def _names_gone(practice: Practice) -> DataProblem:
    return DataProblem(
        f"{_names_file(practice)} is gone: for whom files were made with {key_file(practice)}, and "
        "how their rows are numbered.",
        f"Put your copy of the folder {folder_of(practice)} back. If there is none, move that "
        f"folder and {key_file(practice)} away: later files then have pseudonyms and row numbers "
        "that do not go on from the earlier ones.",
    )


def _letters(key: bytes, text: str) -> str:
    import hmac
    from base64 import b32encode

    digest = hmac.digest(key, text.encode("utf-8", "surrogatepass"), "sha256")
    return b32encode(digest).decode()[:LETTERS].lower()
