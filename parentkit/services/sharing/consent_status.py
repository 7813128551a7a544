"""How a consent stands on a day: whose it is, until when it holds, whether it was withdrawn.

A family reads it from its own record of the consent, a coach from the latest file that came under
it and from the notices that arrived. Both ask here, and so does whatever shares, withdraws, opens a
family or tells how things stand.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.domain.coaching.consent import LONGEST_DAYS
from parentkit.domain.time.localtime import epoch_of, stamp_local
from parentkit.journal import ahead_limit, wall_ms, wall_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from parentkit.domain.coaching.consent import Consent

OPEN, ENDED, WITHDRAWN = "open", "ended", "withdrawn"

ENDING_DAYS = 14
"""A consent that ends within so many days asks for attention."""


class ConsentStatus(NamedTuple):
    """One person's consent on a day.

    Attributes:
        signer: fingerprint of the key that it was given with; empty while nothing was shared.
        state: OPEN, ENDED or WITHDRAWN.
        until: the last day of the consent, `2026-12-31`; empty where none is named, or one that
            cannot be read: then it does not hold.
        day: the local day on which it was withdrawn or was over; empty where it is open.
        days_left: days after today on which it still holds; None where it is over, or no end named.
        purpose: what it was given for.
    """

    signer: str
    state: str
    until: str
    day: str
    days_left: int | None
    purpose: str

    @property
    def is_open(self) -> bool:
        """Whether it holds."""
        return self.state == OPEN

    @property
    def is_ending(self) -> bool:
        """Whether it holds and ends within ENDING_DAYS."""
        return self.is_open and self.days_left is not None and self.days_left <= ENDING_DAYS

    @property
    def told(self) -> str:
        """How it stands, to follow a name: `until 2026-12-31`."""
        if self.state == WITHDRAWN:
            return f"withdrawn on {self.day}"
        if self.state == ENDED and not self.until:
            return "not counted, because its last day cannot be read"
        if self.state == ENDED:
            return f"ended on {self.until}"
        return f"until {self.until}" if self.until else "without a last day"

    @property
    def words(self) -> str:
        """How it stands, in a few words."""
        return f"consent {self.told}"


class Given(NamedTuple):
    """A consent as it came to a coach: with a file of that signer, made at that UTC time."""

    signer: str
    made_at: str
    terms: Mapping[str, Any]


def status_of(consent: Consent, today: str) -> ConsentStatus:
    """How a consent stands that the family has on record, on a local day."""
    last = _day(consent.until)
    return _status(consent.signer, consent.purpose, consent.withdrawn_at, last, today)


def status_of_given(given: Given, withdrawals: Mapping[str, str], today: str) -> ConsentStatus:
    """How a consent stands that came to a coach, on a local day.

    Args:
        given: the consent.
        withdrawals: by signer, the UTC time from which the latest withdrawal counts.
        today: the local day.
    """
    last = _day(given.terms["until"]) if "until" in given.terms else None
    purpose = str(given.terms.get("purpose", ""))
    withdrawn = closed_at(withdrawals, given.signer, given.made_at)
    return _status(given.signer, purpose, withdrawn, last, today)


def statuses(
    given: Iterable[Given], withdrawals: Mapping[str, str], today: str
) -> list[ConsentStatus]:
    """Everybody's consent on a local day, by their latest file; in the order of the signers.

    Args:
        given: what came, in the order in which the files were made.
        withdrawals: by signer, the UTC time from which the latest withdrawal counts.
        today: the local day.
    """
    latest = {one.signer: one for one in given}
    return [status_of_given(latest[signer], withdrawals, today) for signer in sorted(latest)]


def is_anybody_open(standing: Iterable[ConsentStatus]) -> bool:
    """Whether somebody's consent holds."""
    return any(one.is_open for one in standing)


def closed_at(withdrawals: Mapping[str, str], signer: str, made_at: str) -> str:
    """When the withdrawal counts that closes a file of that signer; empty where none does."""
    since = withdrawals.get(signer, "")
    return since if made_at <= since else ""


def counts_from(made_at: str, known: str, latest_file: str, now_ms: int) -> str:
    """From when a withdrawal counts, UTC: files made until then are closed by it.

    A notice closes what is here when it arrives, also what bears a later time: clocks differ, and
    a withdrawal must not depend on them. One that is no later than another that is known changes
    nothing, so that an old one, added again, does not close a newer consent. A notice dated more
    than a day ahead counts from its arrival, so that it does not lock anybody out for ever.

    Args:
        made_at: when the notice says that it was made.
        known: from when the latest known one of the same key counts, empty for none.
        latest_file: when the latest file of the same key that is here was made, empty for none.
        now_ms: now, in milliseconds since 1970 UTC.
    """
    if made_at <= known:
        return known
    said = made_at if made_at <= ahead_limit(now_ms) else wall_text(now_ms)
    return max(said, latest_file)


def after_withdrawals(given: Iterable[Consent], now_ms: int) -> str:
    """When a file that is made now says that it was: after all that was withdrawn, UTC as text.

    A clock that was put right after a withdrawal must not make a new consent older than that. A
    withdrawal that is dated more than a day ahead counts from its arrival, as the coach's side has
    it.
    """
    limit = ahead_limit(now_ms)
    gone = [one.withdrawn_at for one in given if one.withdrawn_at and one.withdrawn_at <= limit]
    latest = max(gone, default="")
    return max(wall_text(now_ms), wall_text(wall_ms(latest) + 1) if latest else "")


def own_and_others(given: Iterable[Consent], signer: str) -> tuple[list[Consent], list[Consent]]:
    """The consents that a key may withdraw, and those that another parent gave with their own."""
    own: list[Consent] = []
    others: list[Consent] = []
    for one in given:
        (own if one.is_by(signer) else others).append(one)
    return own, others


def covering(  # noqa: PLR0913, PLR0917 what a consent is made of
    given: Iterable[Consent],
    include: Collection[str],
    purpose: str,
    until: date | None,
    signer: str,
    today: date,
) -> Consent | None:
    """The latest consent that allows a key to share on these terms; None where none does.

    Args:
        given: oldest first.
        include: what of INCLUDABLE (domain.coaching.scope) is to leave.
        purpose: what for.
        until: its last day; None where any is right.
        signer: fingerprint of the key, empty where it is not known yet.
        today: the local day.
    """
    wanted = (tuple(sorted(include)), purpose)
    own, _ = own_and_others(given, signer)
    for known in reversed(own):
        same_end = until is None or known.until == until.isoformat()
        same_terms = (tuple(sorted(known.include)), known.purpose) == wanted
        if same_end and same_terms and status_of(known, today.isoformat()).is_open:
            return known
    return None


def ensure_holds(given: Given, today: date) -> None:
    """Makes sure that a consent that comes with a file holds, and until when.

    Raises:
        Refused: its last day is missing, cannot be read, is over, or is too far off.
    """
    from parentkit.sharing.envelope import Refused

    if "until" not in given.terms:
        raise Refused("It does not say until when its consent holds.", "Ask for a new file.")
    held = status_of_given(given, {}, today.isoformat())
    if not held.until:
        raise Refused("The day until which its consent holds cannot be read.")
    if not held.is_open:
        raise Refused(f"Its consent ended on {held.until}.", "Ask for a new one, if you need it.")
    if date.fromisoformat(held.until) > today + timedelta(days=LONGEST_DAYS):
        raise Refused(
            f"Its consent would hold until {held.until}, which is more than {LONGEST_DAYS} days.",
            "Ask them to share once more, with an earlier last day.",
        )


def _status(
    signer: str, purpose: str, withdrawn_at: str, until: str | None, today: str
) -> ConsentStatus:
    last = until or ""
    if withdrawn_at:
        day = stamp_local(epoch_of(withdrawn_at))[:10]
        return ConsentStatus(signer, WITHDRAWN, last, day, None, purpose)
    if until is not None and until < today:
        return ConsentStatus(signer, ENDED, last, last, None, purpose)
    left = (date.fromisoformat(last) - date.fromisoformat(today)).days if last else None
    return ConsentStatus(signer, OPEN, last, "", left, purpose)


def _day(said: object) -> str:
    """A day as it is said, empty where it is none: days are compared and shown in one spelling."""
    try:
        is_day = isinstance(said, str) and date.fromisoformat(said).isoformat() == said
    except ValueError:
        return ""
    return str(said) if is_day else ""
