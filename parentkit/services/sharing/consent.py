"""Consents: given with what is shared, and listed; withdrawing.py withdraws them.

What was sent and what was withdrawn cannot be undone by `parentkit undo`: it has left the machine.
So the records name themselves in `undoes`, and undo passes them by.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit import clock
from parentkit.domain.coaching.consent import LONGEST_DAYS, USUAL_WEEKS, Consent, consent_in
from parentkit.domain.codes import CONSENT, SHARE
from parentkit.domain.errors import UsageProblem
from parentkit.domain.time.localtime import stamp_local
from parentkit.journal import Draft
from parentkit.services.family.household import new_id
from parentkit.services.sharing.consent_status import covering
from parentkit.sharing.envelope import is_time

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from parentkit.journal import Journal


class Sent(NamedTuple):
    """A file that was made for a coach.

    Attributes:
        share: its own id.
        consent: id of the consent under which it was made.
        made_at: UTC to the millisecond as text.
        sha256: of the sealed file, in hexadecimal.
        include: what of INCLUDABLE (domain.coaching.scope) was in it.
        records: ids of the dated records in it, by kind.
        taken_back: ids of records that it says are gone, by kind.
        called: the other names of the people in it, by id; empty for the name that they have.
    """

    share: str
    consent: str
    made_at: str
    sha256: str
    include: tuple[str, ...]
    records: Mapping[str, list[str]]
    taken_back: Mapping[str, list[str]]
    called: Mapping[str, str] = {}

    @property
    def size(self) -> int:
        """How many records were in it."""
        return sum(map(len, self.records.values()))


def consents(journal: Journal, contact: str = "") -> list[Consent]:
    """Every consent, or those given to one contact, oldest first."""
    found = [
        _readable(consent_in(record.id, record.fields)._replace(by=record.by))
        for record in journal.lasting()
        if record.kind == CONSENT and contact in ("", record.fields.get("contact"))
    ]
    return sorted(found, key=lambda each: (each.given_at, each.id))


def sent_to(journal: Journal, contact: str) -> list[Sent]:
    """What was made for a contact, oldest first."""
    found = [
        _sent(record.id, record.fields)
        for record in journal.read(kinds=(SHARE,))
        if record.fields.get("contact") == contact
    ]
    return sorted(found, key=lambda each: (each.made_at, each.share))


def usual_end(today: date) -> date:
    """The day until which a consent holds where nothing else is said."""
    return today + timedelta(weeks=USUAL_WEEKS)


def consent_for(  # noqa: PLR0913, PLR0917 what a consent is made of
    journal: Journal,
    contact: str,
    include: Collection[str],
    purpose: str,
    until: date | None,
    today: date,
    signer: str = "",
) -> Consent:
    """The consent under which something is to be shared: one that holds on the same terms, or new.

    Nothing is stored. Without `until`, a consent that holds goes on to its own end. `signer` is the
    fingerprint of the key that will sign, empty where it is not known yet.

    Raises:
        UsageProblem: the end lies in the past, or too far ahead.
    """
    if until and until < today:
        raise UsageProblem(f"A consent until {until} would be over already.")
    if until and until > today + timedelta(days=LONGEST_DAYS):
        raise UsageProblem(
            f"A consent holds for {LONGEST_DAYS} days at most, and {until} is later.",
            "You can share again whenever you like.",
        )
    given = consents(journal, contact)
    if known := covering(given, include, purpose, until, signer, today):
        return known
    return Consent(
        new_id(clock.now_ms()),
        contact,
        tuple(sorted(include)),
        purpose,
        today.isoformat(),
        (until or usual_end(today)).isoformat(),
        stamp_local(clock.now(), seconds=True),
        signer=signer,
    )


def drafts_of(journal: Journal, consent: Consent, contact: str, sent: Sent) -> list[Draft]:
    """What is stored when something is shared: what left and, where it is new, the consent."""
    known = {each.id for each in consents(journal, contact)}
    fields: dict[str, Any] = {
        "contact": contact,
        "consent": consent.id,
        "made_at": sent.made_at,
        "sha256": sent.sha256,
        "include": list(sent.include),
        "records": dict(sent.records),
        "taken_back": dict(sent.taken_back),
        "called": dict(sent.called),
    }
    shared = Draft(SHARE, sent.share, fields, undoes=sent.share)
    if consent.id in known:
        return [shared]
    return [Draft(CONSENT, consent.id, consent.fields(), undoes=consent.id), shared]


def _readable(consent: Consent) -> Consent:
    """A withdrawal at no time is none: nothing is closed by it, and withdrawing gives it one."""
    return consent if is_time(consent.withdrawn_at) else consent._replace(withdrawn_at="")


def _sent(identity: str, fields: Mapping[str, Any]) -> Sent:
    return Sent(
        identity,
        str(fields.get("consent", "")),
        str(fields.get("made_at", "")),
        str(fields.get("sha256", "")),
        tuple(map(str, fields.get("include") or ())),
        _ids(fields.get("records")),
        _ids(fields.get("taken_back")),
        _names(fields.get("called")),
    )


def _names(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        return {}
    return {identity: name for identity, name in value.items() if isinstance(name, str)}


def _ids(value: object) -> dict[str, list[str]]:
    if not isinstance(value, dict):
        return {}
    return {str(kind): list(map(str, ids)) for kind, ids in value.items() if isinstance(ids, list)}
