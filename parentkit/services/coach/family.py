"""One family on the coach's side: its folder, its name, and what was received from it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.domain.codes import COACH_ROLE, FAMILY_ROLE
from parentkit.domain.errors import DataProblem, UsageProblem
from parentkit.domain.jsontext import NotJson, compact, parse
from parentkit.domain.log.household import person_id
from parentkit.domain.text import one_line
from parentkit.journal import Places
from parentkit.storage import disk, whole_files
from parentkit.storage.reading import read_bounded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LONGEST_NAME = 60
NAME_FILE = "family.json"
RECEIVED = "received"
CLOSED = "closed"
ID_LENGTH = 32
MOMENTS = "moments"

_ENDING = ".receipt.json"


class Family(NamedTuple):
    """A family that has shared something.

    Attributes:
        id: the fingerprint, in hexadecimal, of the key that the first file was signed with.
        name: what the coach calls the family.
        folder: the home of its journal.
        state: what belongs to that journal on this machine alone.
    """

    id: str
    name: str
    folder: str
    state: str

    @property
    def places(self) -> Places:
        """Where its journal stands."""
        return Places(self.folder, self.state)

    @property
    def received(self) -> str:
        """The folder of receipts."""
        return os.path.join(self.folder, RECEIVED)

    @property
    def closed(self) -> str:
        """Where files stand, out of the journal's sight, whose sender's consent is over."""
        return os.path.join(self.folder, CLOSED)


class Receipt(NamedTuple):
    """What is known of a file that was taken in.

    Attributes:
        share: the bundle's own id.
        type: `moments` or `reply`.
        signer: fingerprint of the key that signed it.
        reply_to: the sender's age key, for which an answer is locked.
        device: the folder in the journal that holds its lines.
        made_at, added_at: UTC as text.
        sha256: of its lines.
        lines: how many there are.
        consent: what was consented to.
        role: what the key that signed it was accepted as, FAMILY_ROLE or COACH_ROLE.
    """

    share: str
    type: str
    signer: str
    reply_to: str
    device: str
    made_at: str
    added_at: str
    sha256: str
    lines: int
    consent: dict[str, Any]
    role: str = FAMILY_ROLE

    @property
    def is_familys(self) -> bool:
        """Whether it is a family's own file under its own key: moments, with a consent."""
        return self.type == MOMENTS and self.role == FAMILY_ROLE

    @property
    def is_in_role(self) -> bool:
        """Whether its signer may send such a file; an older version did not ask."""
        return (self.type == MOMENTS) == (self.role == FAMILY_ROLE)


_NAMES = frozenset(Receipt._fields)


def families_in(folder: str, state: str) -> list[Family]:
    """Every family in a folder, by name; `state` is the practice's local state."""
    try:
        names = os.listdir(folder)
    except FileNotFoundError:
        return []
    found = [family_at(folder, state, name) for name in names if is_family_id(name)]
    return sorted(found, key=lambda family: (family.name.casefold(), family.id))


def family_at(folder: str, state: str, identity: str) -> Family:
    """The family of that id; one whose name cannot be read goes by the beginning of its id."""
    home = os.path.join(folder, identity)
    described = _read(os.path.join(home, NAME_FILE)) or {}
    name = described.get("name")
    called = one_line(name) if isinstance(name, str) else ""
    return Family(identity, called or identity[:8], home, os.path.join(state, identity))


def is_family_id(name: str) -> bool:
    """Whether a folder's name is that of a family."""
    return len(name) == ID_LENGTH and set("0123456789abcdef").issuperset(name)


def family_of(families: Sequence[Family], text: str) -> Family:
    """The family whose name or id is `text`, or whose name alone begins so.

    Raises:
        UnknownCode: none is called that.
        AmbiguousCode: several could be meant.
    """
    identity = person_id("family", [{"id": one.id, "name": one.name} for one in families], text)
    return next(family for family in families if family.id == identity)


def new_family(folder: str, state: str, identity: str, name: str) -> Family:
    """A family that is to begin under a name, cleaned; nothing of it is there yet.

    Raises:
        UsageProblem: the name is empty or too long, or another family has it.
    """
    cleaned = one_line(name).strip()
    if not cleaned or len(cleaned) > LONGEST_NAME:
        raise UsageProblem(f"A family's name has 1 to {LONGEST_NAME} letters.")
    known = families_in(folder, state)
    if any(family.name.casefold() == cleaned.casefold() for family in known):
        raise UsageProblem(
            f"There is a family called {cleaned!r} already.",
            "If it is the same family, say so: parentkit coach add FILE --family NAME "
            "--accept-key. Else give another name.",
        )
    return Family(identity, cleaned, os.path.join(folder, identity), os.path.join(state, identity))


def begin_family(family: Family, receipt: Receipt, files: Mapping[str, bytes]) -> None:
    """Makes a family's folder beside its place, with its first file, and puts it there in one step.

    Raises:
        OSError: it could not be written; the family is not there.
    """
    beside = family._replace(folder=f"{family.folder}.{os.getpid()}{whole_files.TEMPORARY}")
    described = name_content(family.name)
    disk.make_folders(beside.folder)
    disk.write_whole(os.path.join(beside.folder, NAME_FILE), lambda _inode: described)
    put_file(beside, receipt, files)
    disk.replace(beside.folder, family.folder)
    disk.fsync_folder(os.path.dirname(family.folder))


def put_file(family: Family, receipt: Receipt, files: Mapping[str, bytes]) -> None:
    """Puts what was received in a family's journal, with its receipt.

    Raises:
        OSError: it could not be written; nothing of it counts.
    """
    from parentkit.services.sharing.receive import put_in_place

    incoming = os.path.join(family.folder, f"{receipt.share}{whole_files.TEMPORARY}")
    target = family.places.device_folder(receipt.device)
    put_in_place(files, incoming, target, lambda: write_receipt(family, receipt))


def name_content(name: str) -> bytes:
    """What stands in a family's NAME_FILE."""
    return compact({"name": name}).encode() + b"\n"


def receipts(family: Family) -> list[Receipt]:
    """What was taken in from a family, in the order in which it was made.

    A receipt whose lines are not there belongs to a file that was not taken in to its end.
    """
    try:
        names = sorted(os.listdir(family.received))
    except FileNotFoundError:
        return []
    found = []
    for name in names:
        if name.endswith(_ENDING):
            receipt = _receipt(_read(os.path.join(family.received, name)))
            if receipt and folder_of(family, receipt.device):
                found.append(receipt)
    found = _with_roles(found, family.id)
    return sorted(found, key=lambda receipt: (receipt.made_at, receipt.share))


def folder_of(family: Family, device: str) -> str:
    """Where the lines of a file stand: in the journal or set apart; nothing where in neither."""
    for folder in (family.places.device_folder(device), os.path.join(family.closed, device)):
        if os.path.isdir(folder):
            return folder
    return ""


def receipt_file(family: Family, share: str) -> str:
    """Where the receipt of a bundle stands."""
    return os.path.join(family.received, f"{share}{_ENDING}")


def write_receipt(family: Family, receipt: Receipt) -> None:
    """Puts a receipt in place.

    Raises:
        OSError: it could not be written.
    """
    content = compact(receipt._asdict()).encode() + b"\n"
    disk.make_folders(family.received)
    disk.write_whole(receipt_file(family, receipt.share), lambda _inode: content)


def _receipt(document: dict[str, Any] | None) -> Receipt | None:
    if document is None or set(Receipt._fields) - {"role", *document}:
        return None
    return Receipt(**{"role": "", **{name: document[name] for name in document if name in _NAMES}})


def _with_roles(found: list[Receipt], family: str) -> list[Receipt]:
    """The receipts with roles: those of older versions lack them, and the first file tells."""
    roles = {family: FAMILY_ROLE}
    for receipt in sorted(found, key=lambda each: (each.role == "", str(each.added_at))):
        by_type = FAMILY_ROLE if receipt.type == MOMENTS else COACH_ROLE
        roles.setdefault(receipt.signer, receipt.role or by_type)
    return [receipt._replace(role=roles[receipt.signer]) for receipt in found]


def _read(path: str) -> dict[str, Any] | None:
    """The JSON object in one of the practice's own files; None where there is none.

    Raises:
        DataProblem: the file is there and cannot be opened.
    """
    try:
        document = parse(read_bounded(path).decode())
    except (FileNotFoundError, NotJson, UnicodeDecodeError):
        return None
    except OSError as problem:
        raise DataProblem(f"{path} cannot be read ({problem.strerror}).") from None
    return document if isinstance(document, dict) else None
