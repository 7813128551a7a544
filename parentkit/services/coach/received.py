"""What was received from a family: its lines in the family's journal, and a receipt for each file.

A receipt tells whose file it was and what was consented to. Where one cannot be read that is not
known, so what came with it is set apart until it can be.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.domain.codes import COACH_ROLE, FAMILY_ROLE
from parentkit.domain.ulid import ulid_named
from parentkit.journal import UNREADABLE, Problem, ahead_limit, is_utc_time, wall_ms
from parentkit.services.coach.family import broken_place, is_family_id, put_name
from parentkit.sharing.bundle import device_of
from parentkit.sharing.envelope import Refused, proved_header
from parentkit.storage import disk, whole_files
from parentkit.storage.reading import DAMAGED, Unreadable, read_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from parentkit.services.coach.family import Family

MOMENTS = "moments"

_ENDING = ".receipt.json"
_NONE = "the receipt of these lines is missing"
_OF_A_SHARE = ulid_named("")[:10]
"""What the name of a folder begins with that holds the lines of a file: it has no time in it."""


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
        signed: the file's header as it was signed; empty where an older version took it in.
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
    signed: str = ""

    @property
    def is_familys(self) -> bool:
        """Whether it is a family's own file under its own key: moments, with a consent."""
        return self.type == MOMENTS and self.role == FAMILY_ROLE

    @property
    def is_in_role(self) -> bool:
        """Whether its signer may send such a file; an older version did not ask."""
        return (self.type == MOMENTS) == (self.role == FAMILY_ROLE)


class Received(NamedTuple):
    """What was taken in from a family.

    Attributes:
        receipts: in the order in which the files were made.
        unread: for each receipt that is missing or cannot be read, the device folder of its file.
        problems: where and why.
        absent: receipts of files of which nothing is here.
        broken: a folder of the family's that does not open, so that nothing at all is known of what
            was received; None where all do.
    """

    receipts: list[Receipt]
    unread: list[str]
    problems: list[Problem]
    absent: list[Receipt]
    broken: Problem | None = None


def received(family: Family) -> Received:
    """What was taken in from a family, as its receipts tell.

    A receipt whose lines are not there belongs to a file that was not taken in to its end, or whose
    lines are gone; what was consented to with it does not count.
    """
    try:
        there, shares = _devices(family), list(_shares(family))
    except OSError as problem:
        broken = broken_place(family) or _problem(family.folder, str(problem.strerror))
        return Received([], [], [broken], [], broken)
    found: list[Receipt] = []
    absent: list[Receipt] = []
    unread: dict[str, Problem] = {}
    for share in shares:
        path = receipt_file(family, share)
        receipt = _read_receipt(path)
        if isinstance(receipt, Receipt):
            (found if receipt.device in there else absent).append(receipt)
        else:
            unread[device_of(share)] = _problem(path, receipt)
    known = {receipt.device for receipt in found}.union(unread)
    there = {name for name in there if whole_files.ASIDE not in name}
    for device in sorted(there):
        if device.startswith(_OF_A_SHARE) and device not in known:
            unread[device] = _problem(os.path.join(family.received, device), _NONE)
    ordered = sorted(_with_roles(found, family.id), key=lambda one: (one.made_at, one.share))
    return Received(ordered, list(unread), list(unread.values()), absent)


def receipts(family: Family) -> list[Receipt]:
    """The receipts of a family that can be read, in the order in which the files were made."""
    return received(family).receipts


def begin_family(family: Family, receipt: Receipt, files: Mapping[str, bytes]) -> None:
    """Makes a family's folder beside its place, with its first file, and puts it there in one step.

    Raises:
        OSError: it could not be written; the family is not there.
    """
    beside = family._replace(folder=f"{family.folder}.{os.getpid()}{whole_files.TEMPORARY}")
    put_name(beside)
    put_file(beside, receipt, files)
    disk.replace(beside.folder, family.folder)
    disk.fsync_folder(os.path.dirname(family.folder))


def put_file(family: Family, receipt: Receipt, files: Mapping[str, bytes]) -> None:
    """Puts what was received in a family's journal, with its receipt.

    Its lines may be there without a receipt that can be read: they stay, where they are the same,
    and what cannot be read is kept beside it.

    Raises:
        OSError: it could not be written; nothing of it counts.
    """
    from parentkit.services.sharing.receive import put_in_place

    there = folder_of(family, receipt.device)
    path = receipt_file(family, receipt.share)
    if os.path.lexists(path) and not isinstance(_read_receipt(path), Receipt):
        whole_files.set_aside(path)
    if there and _holds(there, files):
        write_receipt(family, receipt)
        return
    target = family.places.device_folder(receipt.device)
    if there or os.path.lexists(target):  # a file may stand in the folder's place
        disk.make_folders(family.closed)
        whole_files.set_aside(there or target, os.path.join(family.closed, receipt.device))
    incoming = os.path.join(family.folder, f"{receipt.share}{whole_files.TEMPORARY}")
    put_in_place(files, incoming, target, lambda: write_receipt(family, receipt))


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
    whole_files.write_json(receipt_file(family, receipt.share), receipt._asdict())


def _problem(path: str, reason: str) -> Problem:
    return Problem(UNREADABLE, path, 0, 0, 0, reason)


def _shares(family: Family) -> Iterator[str]:
    for name in sorted(_names_in(family.received)):
        if name.endswith(_ENDING):
            yield name.removesuffix(_ENDING)


def _devices(family: Family) -> set[str]:
    """The folders of all files, and of what the coach writes; those that are set apart too."""
    return {*_names_in(family.places.journal), *_names_in(family.closed)}


def _names_in(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except FileNotFoundError:
        return []


def _holds(folder: str, files: Mapping[str, bytes]) -> bool:
    """Whether a folder holds these files and no others."""
    if set(_names_in(folder)) != set(files):
        return False
    paths = {os.path.join(folder, name): content for name, content in files.items()}
    return all(whole_files.read_whole(path) == content for path, content in paths.items())


def _read_receipt(path: str) -> Receipt | str:
    """The receipt in a file, or why it cannot be read or believed."""
    try:
        document = read_object(path)
    except Unreadable as problem:
        return problem.reason
    receipt = _receipt(document) if document is not None else None  # it went just now
    return (_doubt(receipt) or receipt) if receipt else DAMAGED


def _doubt(receipt: Receipt) -> str:
    """Why a receipt cannot be what was written when its file arrived; empty where it can.

    What was signed is kept since receipts have it, and they say the same. Without it, a file that
    is dated later than it may have been on arrival was not taken in so, and neither was a family's
    without a last day: such a receipt was changed.
    """
    if receipt.signed and not _says_what_was_signed(receipt):
        return "it does not say what was signed"
    if receipt.made_at > ahead_limit(wall_ms(receipt.added_at)):
        return "it says that its file was made after it had arrived"
    if receipt.type != MOMENTS:
        return ""
    if "until" not in receipt.consent:
        return "it does not say until when the consent holds"
    return ""


def _says_what_was_signed(receipt: Receipt) -> bool:
    try:
        header = proved_header(receipt.signed)
    except Refused:
        return False
    said = (header.share, header.type, header.fingerprint, header.reply_to, header.made_at)
    what = (header.sha256, header.lines, header.consent)
    own = (receipt.share, receipt.type, receipt.signer, receipt.reply_to, receipt.made_at)
    return (*own, receipt.sha256, receipt.lines, receipt.consent) == (*said, *what)


def _receipt(document: dict[str, Any]) -> Receipt | None:
    """The receipt that a document is; None where it lacks a part; `later` says which came later."""
    later = {"role": "", "signed": ""}
    said: dict[str, Any] = {name: document.get(name, later.get(name)) for name in Receipt._fields}
    other = {"lines": int, "consent": dict}
    whole = all(isinstance(value, other.get(name, str)) for name, value in said.items())
    times = (said["made_at"], said["added_at"])
    if not whole or not all(map(is_utc_time, times)) or not is_family_id(said["signer"]):
        return None
    return Receipt(**said)


def _with_roles(found: Iterable[Receipt], family: str) -> list[Receipt]:
    """The receipts with roles: those of older versions lack them, and the first file tells."""
    roles = {family: FAMILY_ROLE}
    found = list(found)
    for receipt in sorted(found, key=lambda each: (each.role == "", each.added_at)):
        by_type = FAMILY_ROLE if receipt.type == MOMENTS else COACH_ROLE
        roles.setdefault(receipt.signer, receipt.role or by_type)
    return [receipt._replace(role=roles[receipt.signer]) for receipt in found]
