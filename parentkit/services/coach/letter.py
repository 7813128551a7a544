"""Whose a file is that a coach was sent: of which family, by which key; what has to be decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parentkit import clock
from parentkit.domain.codes import COACH_ROLE, FAMILY_ROLE
from parentkit.domain.time.localtime import epoch_of, stamp_local
from parentkit.journal import ahead_limit
from parentkit.services.coach.refusals import note_refusal
from parentkit.services.coach.withdrawals import read_withdrawals
from parentkit.services.coach.workspace import ensure_open, settled
from parentkit.services.sharing.consent_status import closed_at
from parentkit.services.sharing.receive import Signer, ensure_named
from parentkit.sharing.envelope import MOMENTS, REPLY, WITHDRAWAL, Refused

if TYPE_CHECKING:
    from parentkit.services.coach.family import Family
    from parentkit.services.coach.keys import KnownKeys
    from parentkit.services.coach.workspace import Practice
    from parentkit.sharing.envelope import Header, Opened

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

    @property
    def is_coachs(self) -> bool:
        """Whether a new key would be accepted as a coach's, and not as the family's."""
        return role_of(self.header) == COACH_ROLE


def letter_of(practice: Practice, known: KnownKeys, opened: Opened) -> Letter:
    """Whose a file is by the key that signed it, as the table of roles has it; nothing is kept.

    Raises:
        Refused: its signer may not send it, or its consent does not hold.
    """
    header = opened.header
    try:
        letter = _by_role(known, opened)
        if header.type == MOMENTS:
            _check_not_withdrawn(practice, letter.family, header)
        if header.type == REPLY and letter.family:
            ensure_open(letter.family, settled(practice, letter.family))
    except Refused as refused:
        for key in known.of(header.fingerprint)[:1]:
            note_refusal(known.family_of(key), header, refused.message)
        raise
    return letter


def _by_role(known: KnownKeys, opened: Opened) -> Letter:
    header = opened.header
    accepted = known.of(header.fingerprint)
    own = next((key for key in accepted if key.role == FAMILY_ROLE), None)
    about = own if header.family == header.fingerprint else known.of_family(header.family)
    family = known.family_of(about) if about else None
    for key in accepted:
        ensure_named(Signer(key.role, known.whose(key)), COACH_ROLE, header.type)
        if header.reply_to != key.recipient:
            raise Refused(
                f"It names another key to answer to than {known.whose(key)} has always had.",
                "Ask whoever sent it; with new keys, a family and a coach begin anew.",
            )
    if own:
        if header.type == WITHDRAWAL:
            return Letter(opened, NOTICE, known.family_of(own))
        if about is None or about.family != own.family:
            raise Refused(
                f"It is about another family, and {known.whose(own)} is for that family alone.",
                "Ask them to share once more.",
            )
        return Letter(opened, KNOWN, family)
    if header.type == WITHDRAWAL:
        return Letter(opened, NOTICE, None)
    if header.type == REPLY and family is None:
        raise Refused(
            "This is another coach's answer to a family that has shared nothing with you.",
            "Add the family's own file first: its consent says what may be opened.",
        )
    if any(family and key.family == family.id for key in accepted):
        return Letter(opened, KNOWN, family)
    return Letter(opened, OTHER_KEY if family else NEW, family)


def _check_not_withdrawn(practice: Practice, family: Family | None, header: Header) -> None:
    known = read_withdrawals(practice.folder, family.folder if family else "")
    withdrawn = closed_at(known, header.fingerprint, header.made_at)
    if withdrawn and withdrawn <= ahead_limit(clock.now_ms()):
        raise Refused(
            f"It was made on {_told_time(header.made_at)}, before this consent was withdrawn on "
            f"{_told_time(withdrawn)}.",
            "A file made after a new consent can be added.",
        )


def _told_time(utc: str) -> str:
    """The local day and time of day: `2026-11-30 17:05:33`."""
    return stamp_local(epoch_of(utc), seconds=True)[:19].replace("T", " ")


def role_of(header: Header) -> str:
    """As what a new key is accepted with the first file that it signed."""
    return FAMILY_ROLE if header.type == MOMENTS else COACH_ROLE
