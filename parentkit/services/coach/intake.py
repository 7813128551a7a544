"""Taking in what families send: looked at first, then whole in its place or not at all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from parentkit import clock
from parentkit.domain.errors import DataProblem, UsageProblem
from parentkit.journal import disk
from parentkit.journal.care import tidy
from parentkit.journal.collector import CollectorPaused
from parentkit.journal.stamp import ahead_limit, wall_text
from parentkit.services.coach.bounds import check_lines
from parentkit.services.coach.family import (
    NAME_FILE,
    Family,
    Receipt,
    families_in,
    family_at,
    free_name,
    name_content,
    receipts,
    write_receipt,
)
from parentkit.services.coach.held import Held
from parentkit.services.coach.practice import settled
from parentkit.services.coach.standing import read_withdrawals, standing, write_withdrawal
from parentkit.sharing.bundle import device_of, journal_files
from parentkit.sharing.envelope import (
    LARGEST_SEALED,
    MOMENTS,
    REPLY,
    WITHDRAWAL,
    Refused,
    open_sealed,
)

if TYPE_CHECKING:
    from parentkit.services.coach.practice import Practice
    from parentkit.sharing.envelope import Header, Opened
    from parentkit.sharing.keys import Identity

KNOWN, NEW, OTHER_KEY, NOTICE = "known", "new", "other_key", "notice"
"""What a file is: of a family and a key that are known, of a new family, of a known family but
signed with another key, a notice that consent is withdrawn."""


class Letter(NamedTuple):
    """A file that opens and is signed; nothing of it has been kept yet.

    Attributes:
        opened: header and lines.
        situation: KNOWN, NEW, OTHER_KEY or NOTICE.
        family: the family that it belongs to, where there is one.
    """

    opened: Opened
    situation: str
    family: Family | None

    @property
    def header(self) -> Header:
        """What was signed."""
        return self.opened.header


class Added(NamedTuple):
    """What became of a file.

    Attributes:
        family: where it went; None for a notice about nobody who is here.
        lines: records that came with it.
        is_new_family: whether the family began with it.
        unchanged: whether it had been taken in before, so that nothing changed.
        is_older: whether a later file of the same sender is here already.
        withdrawn: whether it was a notice that consent is withdrawn.
    """

    family: Family | None
    lines: int = 0
    is_new_family: bool = False
    unchanged: bool = False
    is_older: bool = False
    withdrawn: bool = False


class Choice(NamedTuple):
    """What a person decided about a file that is not of a known family and key.

    Attributes:
        name: what a new family is to be called.
        join: the family that another key belongs to, accepted by the person.
    """

    name: str = ""
    join: Family | None = None


def read_sealed(path: str) -> bytes:
    """The bytes of a file that somebody sent.

    Raises:
        Refused: it is larger than any that can be opened, or cannot be read.
    """
    try:
        with open(path, "rb") as file:
            data = file.read(LARGEST_SEALED + 1)
    except OSError as problem:
        raise Refused(f"The file cannot be read ({problem.strerror}).") from None
    if len(data) > LARGEST_SEALED:
        raise Refused("The file is larger than any that can be taken in.")
    return data


def look(practice: Practice, identity: Identity, data: bytes) -> Letter:
    """Opens a file and finds out whose it is; nothing is kept.

    Raises:
        Refused: it is damaged, made for somebody else, or not to be taken in.
    """
    opened = open_sealed(data, identity)
    header = opened.header
    if header.fingerprint == identity.fingerprint:
        raise Refused("You made this file yourself; it is for the family.")
    signer = _family_of_signer(practice, header.fingerprint)
    if header.type == WITHDRAWAL:
        return Letter(opened, NOTICE, signer)
    if header.type == REPLY:
        return _answer_of_another_coach(practice, opened, signer)
    _check_not_withdrawn(practice, header)
    if signer:
        return Letter(opened, KNOWN, signer)
    named = _family_of_signer(practice, header.family)
    return Letter(opened, OTHER_KEY if named else NEW, named)


def take_in(practice: Practice, letter: Letter, choice: Choice = Choice()) -> Added:  # noqa: B008 a choice cannot be changed
    """Keeps a file that was looked at; when this returns, all of it is on the disk.

    Raises:
        Refused: its lines are not what they should be; nothing is kept.
        UsageProblem: the choice that it needs was not made.
        DataProblem: it could not be written; nothing or, at the very last step, all is kept.
    """
    try:
        with Held(practice):
            letter = _as_it_is_now(practice, letter)
            if letter.situation == NOTICE:
                return _take_notice(practice, letter)
            return _take_lines(practice, letter, choice)
    except OSError as problem:
        raise DataProblem(
            f"{problem.filename or practice.folder} cannot be written ({problem.strerror}).",
            "What was there before is untouched. The same file can be added again.",
        ) from problem


def _answer_of_another_coach(practice: Practice, opened: Opened, signer: Family | None) -> Letter:
    """Another coach's codings and comments about a family that is here with its own consent."""
    about = _family_of_signer(practice, opened.header.family)
    if about is None:
        raise Refused(
            "This is another coach's answer to a family that has shared nothing with you.",
            "Add the family's own file first: its consent says what may be opened.",
        )
    known = signer is not None and signer.id == about.id
    return Letter(opened, KNOWN if known else OTHER_KEY, about)


def _check_not_withdrawn(practice: Practice, header: Header) -> None:
    withdrawn = read_withdrawals(practice.folder).get(header.fingerprint, "")
    if withdrawn >= header.made_at:
        raise Refused(
            f"It was made on {header.made_at[:10]}, before this consent was withdrawn on "
            f"{withdrawn[:10]}.",
            "A file made after a new consent can be added.",
        )


def _family_of_signer(practice: Practice, fingerprint: str) -> Family | None:
    """The family that a key belongs to: the one that began with it, or the one that it joined."""
    if os.path.isdir(os.path.join(practice.families, fingerprint)):
        return family_at(practice.families, practice.state, fingerprint)
    for family in families_in(practice.families, practice.state):
        if any(receipt.signer == fingerprint for receipt in receipts(family)):
            return family
    return None


def _as_it_is_now(practice: Practice, letter: Letter) -> Letter:
    """The file as it would be looked at now: another process may have taken one in meanwhile."""
    if letter.situation in (NEW, OTHER_KEY):
        signer = _family_of_signer(practice, letter.header.fingerprint)
        if signer and letter.header.type == MOMENTS:
            return letter._replace(situation=KNOWN, family=signer)
    return letter


def _take_notice(practice: Practice, letter: Letter) -> Added:
    header = letter.header
    write_withdrawal(practice.folder, header.fingerprint, header.made_at)
    if letter.family:
        settled(practice, letter.family)
    return Added(letter.family, withdrawn=True)


def _take_lines(practice: Practice, letter: Letter, choice: Choice) -> Added:
    header = letter.header
    if header.type == MOMENTS:
        _check_not_withdrawn(practice, header)
        _check_consent(header)
        _check_made(header)
    family = _meant(letter, choice)
    known = receipts(family) if family else []
    same = next((receipt for receipt in known if receipt.share == header.share), None)
    if family and same:
        if (same.signer, same.sha256) != (header.fingerprint, header.sha256):
            raise Refused("It has the number of another file that is here, with other content.")
        return Added(family, unchanged=True)
    with CollectorPaused():
        files = journal_files(letter.opened)
        check_lines(letter.opened, family)
    if family is None:
        if not choice.name:
            raise UsageProblem("A new family needs a name.", "parentkit coach add FILE --name NAME")
        family = _begin_family(practice, letter, choice.name, files)
        return Added(family, header.lines, is_new_family=True)
    _put(family, _receipt(header), files)
    settled(practice, family)
    mine = [receipt for receipt in known if receipt.signer == header.fingerprint]
    older = any(receipt.made_at > header.made_at for receipt in mine)
    return Added(family, header.lines, is_older=older)


def _meant(letter: Letter, choice: Choice) -> Family | None:
    """The family that a file goes to; None begins a new one.

    Raises:
        UsageProblem: it comes with another key, and nobody has accepted that; or the file is about
            another family than the one that was named.
    """
    if letter.situation == KNOWN:
        return letter.family
    if letter.family and choice.join is None:
        raise UsageProblem(
            f"It is about the family {letter.family.name}, but signed with another key.",
            f"Compare these words with whoever sent it: {letter.header.words}. If they are right: "
            f"parentkit coach add FILE --family {letter.family.name!r} --accept-key",
        )
    if letter.family and choice.join and letter.family.id != choice.join.id:
        raise UsageProblem(
            f"It is about the family {letter.family.name}, not about {choice.join.name}.",
            "Nothing was taken in.",
        )
    return choice.join


def _check_consent(header: Header) -> None:
    """Makes sure that it can be told until when a consent holds."""
    try:
        held = standing(header.fingerprint, header.made_at, header.consent, {}, header.made_at[:10])
    except ValueError:
        raise Refused("The day until which its consent holds cannot be read.") from None
    today = clock.local_now().date().isoformat()
    if not standing(header.fingerprint, header.made_at, header.consent, {}, today).is_open:
        raise Refused(f"Its consent ended on {held.until}.", "Ask for a new one, if you need it.")


def _check_made(header: Header) -> None:
    """Makes sure that a later withdrawal will be later: a file made tomorrow would outlive it."""
    if header.made_at > ahead_limit(clock.now_ms()):
        raise Refused(
            f"It says that it was made on {header.made_at[:10]}, which has not come yet.",
            "A clock is not right, here or there. Once it is, ask for a new file.",
        )


def _receipt(header: Header) -> Receipt:
    return Receipt(
        share=header.share,
        type=header.type,
        signer=header.fingerprint,
        reply_to=header.reply_to,
        device=device_of(header.share),
        made_at=header.made_at,
        added_at=wall_text(clock.now_ms()),
        sha256=header.sha256,
        lines=header.lines,
        consent=dict(header.consent),
    )


def _begin_family(practice: Practice, letter: Letter, name: str, files: dict[str, bytes]) -> Family:
    """Makes a family's folder beside its place, whole, and puts it there in one step."""
    header = letter.header
    called = free_name(families_in(practice.families, practice.state), name)
    family = family_at(practice.families, practice.state, header.fingerprint)
    folder = f"{family.folder}.{os.getpid()}{tidy.TEMPORARY}"
    beside = family._replace(folder=folder)
    disk.make_folders(folder)
    disk.write_whole(os.path.join(folder, NAME_FILE), lambda _inode: name_content(called))
    _put(beside, _receipt(header), files)
    disk.replace(folder, family.folder)
    disk.fsync_folder(practice.families)
    return family._replace(name=called)


def _put(family: Family, receipt: Receipt, files: dict[str, bytes]) -> None:
    """Puts lines and their receipt in place; the last step makes both count."""
    target = family.places.device_folder(receipt.device)
    incoming = os.path.join(family.folder, f"{receipt.share}{tidy.TEMPORARY}")
    disk.make_folders(incoming)
    for name, content in files.items():
        tidy.write_new(os.path.join(incoming, name), content)
    disk.fsync_folder(incoming)
    write_receipt(family, receipt)
    disk.make_folders(os.path.dirname(target))
    disk.replace(incoming, target)
    disk.fsync_folder(os.path.dirname(target))
