"""Withdrawing: a notice for the key that was confirmed on this device, whatever the journal says.

The journal stands in a folder that may be synced. Whoever writes there can take away, rename or
double a coach and a consent; none of that may keep a parent from withdrawing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parentkit import clock
from parentkit.domain.codes import CONSENT
from parentkit.domain.errors import DataProblem, NothingFound, UsageProblem
from parentkit.domain.text import name_key
from parentkit.journal import amendment, wall_text
from parentkit.services.family.household import new_id
from parentkit.services.sharing.consent import consents, sent_to
from parentkit.services.sharing.consent_status import own_and_others
from parentkit.services.sharing.contacts import contact_called, contacts
from parentkit.services.sharing.paths import place_of
from parentkit.services.sharing.pins import confirmed_as, contact_id, stands_as
from parentkit.sharing.bundle import Bundle, seal_bundle
from parentkit.sharing.envelope import WITHDRAWAL, is_time
from parentkit.sharing.fingerprint import words_of
from parentkit.storage.new_files import NewFiles

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from parentkit.domain.coaching.consent import Consent
    from parentkit.domain.log.household import Household
    from parentkit.journal import Journal
    from parentkit.services.sharing.accepted_keys import AcceptedKey
    from parentkit.sharing.keys import Identity

_TOLD = 2
"""Words of a fingerprint that are enough to choose by."""


class Addressee(NamedTuple):
    """A coach for whom a notice can be written.

    Attributes:
        id: of the contact's record.
        name: as it was confirmed on this device; else as the journal has it.
        recipient: the age key that the notice is locked for.
        fingerprint: of the coach's signing key, in hexadecimal.
        since: when it was confirmed on this device, UTC as text; empty where it was not.
        is_as_here: whether the journal says the same.
    """

    id: str
    name: str
    recipient: str
    fingerprint: str
    since: str = ""
    is_as_here: bool = True

    @property
    def words(self) -> str:
        """The fingerprint in words."""
        return words_of(self.fingerprint)

    @property
    def first_words(self) -> str:
        """The words that are enough to choose by."""
        return " ".join(self.words.split()[:_TOLD])


class Notice(NamedTuple):
    """What is to be withdrawn: whom the notice is for, what it closes, what it leaves.

    Attributes:
        coach: whom it is for.
        own: consents found here that it closes; there may have been more.
        others: consents that another parent gave with keys of their own, and that hold on.
        namesakes: coaches of the same name with other keys.
    """

    coach: Addressee
    own: list[Consent]
    others: list[Consent]
    namesakes: list[Addressee]


def coach_called(
    pinned: Iterable[AcceptedKey], household: Household, text: str, words: str = ""
) -> tuple[Addressee, list[Addressee]]:
    """The coach of that name, first among those confirmed on this device; and their namesakes.

    `text` may be the id of the record as well. `words` are the first words of the key, where there
    are several.

    Raises:
        NothingFound, UnknownCode: nobody is called that.
        UsageProblem: several could be meant.
    """
    known = contacts(household)
    said = {stands_as(one) for one in known}
    sure = [
        Addressee(
            contact_id(pin.fingerprint),
            pin.name,
            pin.recipient,
            pin.fingerprint,
            pin.since,
            confirmed_as(pin) in said,
        )
        for pin in pinned
    ]
    confirmed = {one.id: one for one in sure}
    here = [Addressee(one.id, one.name, one.recipient, one.fingerprint) for one in known]
    by_name_here = [confirmed.get(one.id, one) for one in _called(here, text)]
    found = _called(sure, text) or by_name_here
    if words:
        wanted = " ".join(words.casefold().split())
        found = [
            one
            for one in {each.fingerprint: each for each in [*found, *by_name_here]}.values()
            if one.words.startswith(wanted)
        ]
        if not found:
            raise NothingFound(f"No coach called {text!r} has a key with the words {words!r}.")
    if not found:
        contact_called(household, text)  # says who is known
        raise NothingFound(f"There is no coach called {text!r} here.")
    if len(found) > 1:
        listed = " ".join(f"{one.name}: {one.words}." for one in found)
        raise UsageProblem(
            f"{text!r} could be more than one coach. {listed}",
            f"Say the first words too, as in --words {found[0].first_words!r}.",
        )
    (coach,) = found
    return coach, [one for one in by_name_here if one.fingerprint != coach.fingerprint]


def notice_for(
    journal: Journal, called: tuple[Addressee, list[Addressee]], signer: str, *, is_known: bool
) -> Notice:
    """What withdrawing would do; nothing is stored.

    Args:
        journal: the family's.
        called: as `coach_called` gives it.
        signer: the fingerprint of the key of this device.
        is_known: whether it could be read whose keys were confirmed on this device.

    Raises:
        NothingFound: the coach was never confirmed on this device, and no consent by this key is
            here.
    """
    coach, namesakes = called
    given = consents(journal, coach.id)
    own, others = own_and_others(given, signer)
    if not own and not coach.since and is_known:
        raise NothingFound(
            f"There is no consent for {coach.name} with the key of this device.",
            "It is withdrawn with the key with which it was given, on that device.",
        )
    return Notice(coach, own, [one for one in others if not one.withdrawn_at], namesakes)


def withdraw(journal: Journal, notice: Notice, identity: Identity, path: str) -> str:
    """Withdraws what was consented to with this key and writes the notice; returns its path.

    Withdrawing again writes the notice once more. It is locked for the key that was confirmed on
    this device; where none was, for the one in the journal, because a notice says nothing private
    and waiting would keep the consent open. What another parent consented to, with a key of
    their own, stays: a notice signed with this key does not close it.

    Raises:
        DataProblem: the notice could not be written; the consent is withdrawn all the same.
        WriteProblem: it could not be stored.
    """
    coach = notice.coach
    # A clock that was set back must not make the notice older than what it withdraws.
    now = max(wall_text(clock.now_ms()), _last_made(journal, coach.id))
    for consent in notice.own:
        if not consent.withdrawn_at:
            record = journal.get(consent.id, CONSENT)
            change = amendment(record, {"withdrawn_at": now}, undoes=consent.id)
            journal.append([change])
    bundle = Bundle(
        WITHDRAWAL,
        identity.fingerprint,
        new_id(clock.now_ms()),
        now,
        consent={"withdrawn_at": now},
    )
    folder, name = place_of(path)
    try:
        NewFiles(folder, [name]).put(name, [seal_bundle(bundle, identity, [coach.recipient])])
    except DataProblem as problem:
        raise DataProblem(
            f"The consent is withdrawn, but the notice was not written. {problem.message}",
            "Withdraw once more with another --to to write it.",
        ) from problem
    return path


def _called(known: Sequence[Addressee], text: str) -> list[Addressee]:
    """Those whose name or id is `text`; where there is none, those whose name begins so."""
    wanted = name_key(text)
    exact = [
        one for one in known if wanted in (one.id.casefold(), one.fingerprint, name_key(one.name))
    ]
    return exact or [one for one in known if wanted and name_key(one.name).startswith(wanted)]


def _last_made(journal: Journal, contact: str) -> str:
    """When the latest file for a coach says that it was made; what is no time is passed over."""
    made = (each.made_at for each in sent_to(journal, contact))
    return max(filter(is_time, made), default="")
