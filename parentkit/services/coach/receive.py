"""Taking in what families send: looked at first, then whole in its place or not at all."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from parentkit import clock
from parentkit.domain.codes import COACH_ROLE, FAMILY_ROLE
from parentkit.domain.errors import DataProblem, UsageProblem
from parentkit.journal import wall_text
from parentkit.services.coach.family import Family, family_at, new_family, put_name
from parentkit.services.coach.gone import gone, lines_by_device
from parentkit.services.coach.keys import keep_keys, known_keys
from parentkit.services.coach.letter import KNOWN, NOTICE, letter_of, role_of
from parentkit.services.coach.lock import Held
from parentkit.services.coach.received import Receipt, begin_family, put_file, receipts, received
from parentkit.services.coach.refusals import note_refusal
from parentkit.services.coach.withdrawals import (
    mend_withdrawals,
    read_withdrawals,
    write_withdrawal,
)
from parentkit.services.coach.workspace import settled
from parentkit.services.sharing.accepted_keys import BY_WORDS, AcceptedKey
from parentkit.services.sharing.consent_status import Given, counts_from, ensure_holds
from parentkit.services.sharing.receive import (
    Earlier,
    Side,
    Signer,
    receive,
)
from parentkit.services.sharing.receive import read_sealed as read_bounded
from parentkit.sharing.bundle import device_of
from parentkit.sharing.envelope import (
    LARGEST_SEALED,
    MOMENTS,
    Refused,
    open_sealed,
)

if TYPE_CHECKING:
    from parentkit.services.coach.keys import KnownKeys
    from parentkit.services.coach.letter import Letter
    from parentkit.services.coach.workspace import Practice
    from parentkit.services.sharing.receive import Lines
    from parentkit.sharing.envelope import Header, Opened
    from parentkit.sharing.keys import Identity


class Added(NamedTuple):
    """What became of a file.

    Attributes:
        family: where it went; None for a notice about nobody who is here.
        lines: records that came with it.
        is_new_family: whether the family began with it.
        is_named_again: whether the family got a name in the place of one that cannot be read.
        unchanged: whether it had been taken in before, so that nothing changed.
        is_older: whether a later file of the same sender is here already.
        withdrawn: whether it was a notice that consent is withdrawn.
        still_open: for a notice, whether a newer consent of the same person holds all the same.
        others_open: for a notice, whether another parent's consent holds.
        closed_later: for a notice, how many files were here that bear a later time; closed too.
    """

    family: Family | None
    lines: int = 0
    is_new_family: bool = False
    unchanged: bool = False
    is_older: bool = False
    withdrawn: bool = False
    still_open: bool = False
    others_open: bool = False
    closed_later: int = 0
    is_named_again: bool = False


class Choice(NamedTuple):
    """What a person decided about a file that is not of a known family and key.

    Attributes:
        name: what a new family is to be called, or one whose name cannot be read; or whose key it
            is that joins one.
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
        data = read_bounded(path)
    except OSError as problem:
        raise Refused(f"The file cannot be read ({problem.strerror}).") from None
    if len(data) > LARGEST_SEALED:
        raise Refused("The file is larger than any that can be taken in.")
    return data


def look(practice: Practice, identity: Identity, data: bytes) -> Letter:
    """Opens a file and finds out whose it is; nothing of it is kept.

    Raises:
        Refused: it is damaged, made for somebody else, or not to be taken in.
        DataProblem: whose keys were accepted cannot be read.
    """
    opened = open_sealed(data, identity)
    if opened.header.fingerprint == identity.fingerprint:
        raise Refused("You made this file yourself; it is for the family.")
    return letter_of(practice, known_keys(practice), opened)


def take_in(practice: Practice, letter: Letter, choice: Choice = Choice()) -> Added:  # noqa: B008 a choice cannot be changed
    """Keeps a file that was looked at; when this returns, all of it is on the disk.

    Raises:
        Refused: its lines are not what they should be; nothing is kept.
        UsageProblem: the choice that it needs was not made.
        DataProblem: it could not be written; nothing or, at the very last step, all is kept.
    """
    try:
        with Held(practice):
            known = known_keys(practice)
            keep_keys(practice, known.keys)  # what older receipts tell is written down once
            latest = partial(_latest_file, known)
            mend_withdrawals(practice.folder, clock.now_ms(), latest)
            # Another process may have taken a file in or accepted a key meanwhile.
            letter = letter_of(practice, known, letter.opened)
            if letter.situation == NOTICE:
                return _take_notice(practice, letter, latest(letter.header.fingerprint))
            return _take_lines(practice, letter, choice)
    except OSError as problem:
        raise DataProblem(
            f"{problem.filename or practice.folder} cannot be written ({problem.strerror}).",
            "What was there before is untouched. The same file can be added again.",
        ) from problem


def _latest_file(known: KnownKeys, fingerprint: str) -> str:
    """When the latest file of a family's key that is here was made; empty where there is none."""
    key = known.of_family(fingerprint)
    files = receipts(known.family_of(key)) if key else []
    return max((one.made_at for one in files if one.signer == fingerprint), default="")


def _take_notice(practice: Practice, letter: Letter, latest: str) -> Added:
    header, family = letter.header, letter.family
    signer = header.fingerprint
    folder = family.folder if family else ""
    known = read_withdrawals(practice.folder, folder).get(signer, "")
    since = counts_from(header.made_at, known, latest, clock.now_ms())
    write_withdrawal(practice.folder, folder, signer, since)
    if family is None:
        return Added(None, withdrawn=True)
    held = [standing.signer for standing in settled(practice, family).standings if standing.is_open]
    later = [
        receipt
        for receipt in receipts(family)
        if receipt.signer == signer and header.made_at < receipt.made_at <= since
    ]
    return Added(
        family,
        withdrawn=True,
        still_open=signer in held,
        others_open=bool(set(held) - {signer}),
        closed_later=0 if since == known else len(later),
    )


def _take_lines(practice: Practice, letter: Letter, choice: Choice) -> Added:
    header = letter.header
    family = _meant(letter, choice) or _still_here(practice, header, choice)
    is_named_again = False
    if family and family.unnamed_because and choice.name and not choice.join:
        family = new_family(practice.families, practice.state, family.id, choice.name)
        put_name(family)
        is_named_again = True
    try:
        taken = receive(letter.opened, _side(practice, letter, family, choice))
    except Refused as refused:
        if family and letter.situation == KNOWN:
            note_refusal(family, header, refused.message)
        raise
    if taken.unchanged:
        return Added(family, unchanged=True, is_named_again=is_named_again)
    return Added(
        family or family_at(practice.families, practice.state, header.fingerprint),
        header.lines,
        is_new_family=family is None,
        is_older=taken.is_older,
        is_named_again=is_named_again,
    )


def _still_here(practice: Practice, header: Header, choice: Choice) -> Family | None:
    """The family that began with the key that signed a file, where nothing tells of it any more.

    Its keys and all receipts cannot be read then; its folder bears the key's fingerprint. The name
    that a person gives says, as for a new family, that the key's words were compared.
    """
    if header.type != MOMENTS or not choice.name:
        return None
    family = family_at(practice.families, practice.state, header.fingerprint)
    return family if os.path.isdir(family.folder) else None


def _side(practice: Practice, letter: Letter, family: Family | None, choice: Choice) -> Side:
    """What the coach's side adds: a family that it goes to or begins, and a consent that holds."""
    header = letter.header
    known = received(family) if family else None
    here = known.receipts if known else []
    lost = {one.path for one in gone(family, here, lines_by_device(family))} if family else set()
    return Side(
        role=COACH_ROLE,
        signer=Signer(role_of(header)),
        earlier=[
            Earlier(one.share, one.signer, one.sha256, one.made_at)
            for one in (*here, *(known.absent if known else ()))
        ],
        is_here=any(one.share == header.share for one in here)
        and not (family and family.places.device_folder(device_of(header.share)) in lost),
        folders=(family.places.journal, family.closed) if family else (),
        check=_check_consent,
        put=partial(_put, practice, letter, family, choice),
    )


def _check_consent(header: Header) -> None:
    if header.type == MOMENTS:
        given = Given(header.fingerprint, header.made_at, header.consent)
        ensure_holds(given, clock.local_now().date())


def _put(
    practice: Practice,
    letter: Letter,
    family: Family | None,
    choice: Choice,
    lines: Lines,
) -> None:
    """Puts a file in its family's journal, which begins with it where there is none yet."""
    header = letter.header
    receipt = _receipt(letter.opened)
    if family:
        if letter.situation != KNOWN:
            keep_keys(practice, [_accepted(header, family, choice.name)])
        put_file(family, receipt, lines.files)
        settled(practice, family)
        return
    if not choice.name:
        raise UsageProblem("A new family needs a name.", "parentkit coach add FILE --name NAME")
    new = new_family(practice.families, practice.state, header.fingerprint, choice.name)
    keep_keys(practice, [_accepted(header, new, "")])
    begin_family(new, receipt, lines.files)


def _accepted(header: Header, family: Family, name: str) -> AcceptedKey:
    role = role_of(header)
    called = name or (family.name if role == FAMILY_ROLE else "")
    since = wall_text(clock.now_ms())
    parts = (header.fingerprint, header.reply_to, called, role, family.id, since, BY_WORDS)
    return AcceptedKey(*parts)


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


def _receipt(opened: Opened) -> Receipt:
    header = opened.header
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
        role=role_of(header),
        signed=opened.signed,
    )
