"""A coach's own folder: who the coach is, and the families that have shared something.

`<home>/coach/` holds `card.json` (public), `key` (for its owner alone) and a folder for each
family. That folder is the home of an ordinary journal: whatever reads a journal reads a family.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from parentkit import clock
from parentkit.domain.errors import DataProblem, NothingFound, NothingReadable, UsageProblem
from parentkit.domain.jsontext import NotJson, parse
from parentkit.journal import Journal, default_places
from parentkit.services.coach.family import Family, families_in, family_of
from parentkit.services.coach.gone import gone, lines_by_device, nothing_left
from parentkit.services.coach.people import household_of
from parentkit.services.coach.places import OTHERS_SAFE, card_unread, closed_family, key_unread
from parentkit.services.coach.received import received
from parentkit.services.coach.withdrawals import WithdrawalsUnread, read_withdrawals
from parentkit.services.sharing.consent_status import Given, is_anybody_open, statuses
from parentkit.storage import disk
from parentkit.storage.reading import DAMAGED, read_bounded
from parentkit.storage.refusals import unwritten
from parentkit.storage.whole_files import write_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from parentkit.domain.log.household import Household
    from parentkit.journal import Problem
    from parentkit.services.coach.places import ToldProblem
    from parentkit.services.coach.received import Receipt
    from parentkit.services.sharing.consent_status import ConsentStatus
    from parentkit.sharing.keys import Card, Identity

FOLDER = "coach"


class Practice(NamedTuple):
    """Where a coach's things are: `folder` in the home, `state` in the local state."""

    folder: str
    state: str

    @property
    def card_file(self) -> str:
        """The public card, as it is given to families."""
        return os.path.join(self.folder, "card.json")

    @property
    def key_file(self) -> str:
        """The keys; whoever has this file can open what families sent."""
        return os.path.join(self.folder, "key")

    @property
    def families(self) -> str:
        """The folder of all families."""
        return os.path.join(self.folder, "families")


class OpenFamily(NamedTuple):
    """A family whose consent holds: who it is, its journal, its people and words."""

    family: Family
    journal: Journal
    household: Household


class Settled(NamedTuple):
    """A family once its files are where they may be.

    Attributes:
        standings: how everybody's consent stands today, as far as receipts can be read.
        unread: the receipts that cannot be; what came with them has been set apart.
        received: the receipts of what is here.
        gone: that nothing is left of a file that was received.
        is_broken: whether it is not known what may be opened, so that nothing is; `unread` says
            why.
    """

    standings: list[ConsentStatus]
    unread: list[Problem]
    received: Sequence[Receipt] = ()
    gone: Sequence[ToldProblem] = ()
    is_broken: bool = False


class ConsentOver(DataProblem):
    """Nobody's consent holds in this family any more, so nothing of it is opened."""


class ConsentUnread(ConsentOver):
    """No consent is known to hold, and what may tell of one cannot be read: `problems`."""

    def __init__(self, message: str, hint: str, problems: list[Problem]) -> None:
        super().__init__(message, hint)
        self.problems = problems


def default_practice() -> Practice:
    """The practice in the folders that the environment names."""
    places = default_places()
    return Practice(os.path.join(places.home, FOLDER), os.path.join(places.state, FOLDER))


def begin(
    practice: Practice,
    name: str,
    passphrase: str | None = None,
    ask: Callable[[], str] | None = None,
) -> Card:
    """Makes the coach's keys and card. A beginning that was interrupted goes on with its key.

    Raises:
        UsageProblem: there is a card already, or the name or the passphrase cannot be used.
        DataProblem: it cannot be written.
    """
    from parentkit.sharing import keys

    if os.path.lexists(practice.card_file):
        own_card(practice)  # one that cannot be read says so
        raise UsageProblem(
            "You have a card and keys already, and they stay as they are.",
            "parentkit coach card shows the card.",
        )
    try:
        disk.make_folders(practice.folder)
        if os.path.lexists(practice.key_file):
            identity = keys.load(practice.key_file, ask)
            card = identity.card(name)
        else:
            identity = keys.make()
            card = identity.card(name)  # a name that cannot be used leaves nothing behind
            keys.save(practice.key_file, identity, passphrase)
        write_json(practice.card_file, card)
    except OSError as problem:
        safe = "What is there stays; the same call goes on from here."
        raise unwritten(problem.filename or practice.folder, problem, safe) from problem
    return own_card(practice)


def is_begun(practice: Practice) -> bool:
    """Whether this home has a coach."""
    return os.path.lexists(practice.card_file)


def is_locked(practice: Practice) -> bool:
    """Whether the coach's keys are locked by a passphrase.

    Raises:
        DataProblem: the key cannot be read.
    """
    from parentkit.sharing import keys

    try:
        return keys.is_locked(read_bounded(practice.key_file, keys.LONGEST_KEY_FILE))
    except FileNotFoundError:
        return False  # whoever asks for the keys is told that there are none
    except OSError as problem:
        raise key_unread(practice.key_file, problem.strerror or str(problem)) from None


def card_text(practice: Practice) -> str:
    """The card as it is given to families: one line of JSON.

    Raises:
        NothingFound: this home has no coach yet.
        DataProblem: the card cannot be read.
    """
    try:
        return read_bounded(practice.card_file).decode()
    except FileNotFoundError:
        raise NothingFound(
            "There is no coach here yet.", "parentkit coach init NAME makes keys and a card."
        ) from None
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise card_unread(practice.card_file, reason) from None
    except UnicodeDecodeError:
        raise card_unread(practice.card_file, DAMAGED) from None


def own_card(practice: Practice) -> Card:
    """Who the coach is: name, keys and fingerprint.

    Raises:
        NothingFound: this home has no coach yet.
        DataProblem: the card cannot be read.
    """
    from parentkit.sharing.keys import read_card

    text = card_text(practice)
    try:
        return read_card(text)
    except DataProblem:
        raise card_unread(practice.card_file, DAMAGED) from None


def coder_of(practice: Practice) -> str:
    """How the coach is named in what the coach writes: `coach:` and the key's fingerprint.

    Raises:
        NothingFound: this home has no coach yet.
        DataProblem: the card cannot be read.
    """
    from base64 import b64decode

    from parentkit.sharing.bundle import coach_id
    from parentkit.sharing.fingerprint import fingerprint

    try:
        return coach_id(fingerprint(b64decode(parse(card_text(practice))["verify"])))
    except (NotJson, LookupError, TypeError, ValueError):
        raise card_unread(practice.card_file, DAMAGED) from None


def identity_of(practice: Practice, ask: Callable[[], str] | None = None) -> Identity:
    """The coach's keys; `ask` gives the passphrase where there is one.

    Raises:
        NothingFound: this home has no coach yet.
        DataProblem: the key cannot be read, or the passphrase does not open it.
    """
    from parentkit.sharing.keys import load

    if not os.path.lexists(practice.key_file):
        card_text(practice)  # says that there is no coach, where that is so
    ensure_key(practice)
    return load(practice.key_file, ask)


def ensure_key(practice: Practice) -> None:
    """Makes sure that the key can be read, or is locked by a passphrase.

    Raises:
        NothingFound: there is no such file.
        DataProblem: it cannot be read, or is damaged.
    """
    from parentkit.sharing import keys

    path = practice.key_file
    try:
        data = read_bounded(path, keys.LONGEST_KEY_FILE)
        if not keys.is_locked(data):
            keys.from_text(data)
    except FileNotFoundError:
        raise NothingFound(f"There is no key at {path}.", "A copy of it is needed.") from None
    except OSError as problem:
        raise key_unread(path, problem.strerror or str(problem)) from None
    except DataProblem:
        raise key_unread(path, DAMAGED) from None


def families(practice: Practice) -> list[Family]:
    """Every family, by name."""
    return families_in(practice.families, practice.state)


def family_called(practice: Practice, text: str) -> Family:
    """The family whose name or id is `text`, or begins so.

    Raises:
        NothingFound: no family has shared anything yet.
        UnknownCode: none is called that.
        AmbiguousCode: several could be meant.
    """
    known = families(practice)
    if not known:
        raise NothingFound(
            "No family has shared anything with you yet.",
            "parentkit coach add FILE reads what a family sent.",
        )
    return family_of(known, text)


def journal_of(family: Family) -> Journal:
    """A family's journal, whether or not its consent holds."""
    return Journal(family.folder, family.state, clock.now_ms)


def open_family(practice: Practice, text: str) -> OpenFamily:
    """The family of that name or id, with its journal, where somebody's consent holds.

    What came from a person whose consent has ended or was withdrawn is set apart first, so that no
    reader of the journal meets it.

    Raises:
        NothingFound, UnknownCode, AmbiguousCode: as `family_called`.
        ConsentOver: no consent holds.
    """
    family = family_called(practice, text)
    found = settled(practice, family)
    ensure_open(family, found)
    journal = journal_of(family)
    lost = gone(family, found.received, lines_by_device(family))
    journal.note([*family.problems, *found.unread, *found.gone, *lost])
    return OpenFamily(family, journal, household_of(journal, coder_of(practice)))


def all_open(practice: Practice) -> tuple[list[OpenFamily], list[ConsentOver]]:
    """Every family whose consent holds, and for each of the others why it is left out.

    Raises:
        NothingFound: nobody's consent holds, or no family has shared anything; a NothingReadable
            where receipts could not be read.
    """
    found: list[OpenFamily] = []
    left_out: list[ConsentOver] = []
    for family in families(practice):
        try:
            found.append(open_family(practice, family.id))
        except ConsentOver as over:
            left_out.append(over)
    if left_out and not found:
        unread = any(isinstance(over, ConsentUnread) for over in left_out)
        raise (NothingReadable if unread else NothingFound)(
            " ".join(over.message for over in left_out), "parentkit coach families lists them."
        )
    if not found:
        raise NothingFound(
            "There is no family to look at.", "parentkit coach add FILE reads what a family sent."
        )
    return found, left_out


def unread_of(left_out: Iterable[ConsentOver]) -> list[Problem]:
    """What could not be read, of families that were left out for that."""
    return [one for over in left_out if isinstance(over, ConsentUnread) for one in over.problems]


def settled(practice: Practice, family: Family) -> Settled:
    """How everybody's consent stands today; what is no longer open has been set apart.

    A family of which that cannot be told, or not be done, is closed; it keeps no other one closed.
    """
    from parentkit.services.coach.quarantine import NotSetApart, set_apart

    files = received(family)
    if files.broken:
        return _closed(family, files.broken.path, files.broken.reason)
    try:
        withdrawals = read_withdrawals(practice.folder, family.folder)
    except WithdrawalsUnread as problem:
        return _closed(family, problem.path, problem.reason)
    familys = [one for one in files.receipts if one.is_familys]
    given = [Given(one.signer, one.made_at, one.consent) for one in familys]
    found = statuses(given, withdrawals, today())
    try:
        set_apart(family, found, files, withdrawals)
    except NotSetApart as problem:
        return _closed(family, problem.path, problem.reason)
    return Settled(found, files.problems, files.receipts, nothing_left(family, files.absent))


def _closed(family: Family, path: str, reason: str) -> Settled:
    return Settled([], [closed_family(family.name, path, reason)], is_broken=True)


def ensure_open(family: Family, found: Settled) -> None:
    """Makes sure that somebody's consent holds.

    Raises:
        ConsentOver: nobody's does; a ConsentUnread where a receipt cannot be read.
    """
    given = found.standings
    if found.is_broken:
        raise ConsentUnread(
            f"{family.name}: {found.unread[0].path} cannot be read ({found.unread[0].reason}). "
            "Nothing of theirs is opened or counted.",
            f"{OTHERS_SAFE} A backup of that place puts it right.",
            found.unread,
        )
    if is_anybody_open(given):
        return
    if found.gone and not given and not found.unread:
        raise ConsentUnread(found.gone[0].told, "", list(found.gone))
    latest = max(given, key=lambda standing: standing.day, default=None)
    told = latest.words if latest else "no consent is known"
    if found.unread:
        what = f"{told}, and" if latest else "what they consented to is not known, because"
        where = f"{found.unread[0].path} cannot be read ({found.unread[0].reason})"
        raise ConsentUnread(
            f"{family.name}: {what} {where}. Nothing of theirs is opened or counted.",
            "What they sent is kept. parentkit coach add FILE with the same file puts it right, "
            "and so does a backup of the receipt.",
            found.unread,
        )
    raise ConsentOver(
        f"{family.name}: {told}. Nothing of theirs is opened or counted.",
        f"parentkit coach forget {family.name!r} erases what is here.",
    )


def today() -> str:
    """The local day: `2026-11-22`."""
    return clock.local_now().date().isoformat()
