"""Sharing: what a parent chose leaves in one encrypted file for one coach, and nothing else does.

Looked at first, stored second, written last: the consent and what left are in the journal before
the file is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit import clock
from parentkit.domain.coaching.scope import REFLECTIONS, leaves
from parentkit.domain.codes import FAMILY_ROLE, MOMENT, REFLECTION, SHARE
from parentkit.domain.errors import NothingFound, NothingReadable
from parentkit.domain.schema.kinds import KINDS
from parentkit.domain.time.period import week_of
from parentkit.journal import fold, histories_of, make
from parentkit.services.family.household import new_id
from parentkit.services.sharing.consent import Sent, consent_for, consents, drafts_of, sent_to
from parentkit.services.sharing.consent_status import after_withdrawals, own_and_others
from parentkit.services.sharing.paths import place_of
from parentkit.services.sharing.pins import ensure_confirmed
from parentkit.services.sharing.redact import Packer, called_in, names_in_texts, set_apart
from parentkit.sharing.bundle import Bundle, device_of, seal_bundle
from parentkit.sharing.envelope import MOMENTS
from parentkit.storage.new_files import NewFiles

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from parentkit.domain.coaching.consent import Consent
    from parentkit.domain.log.household import Household
    from parentkit.domain.log.selection import Selection
    from parentkit.domain.time.period import Period
    from parentkit.journal import Journal, Problem, Record
    from parentkit.services.sharing.contact import Contact
    from parentkit.sharing.bundle import Line
    from parentkit.sharing.keys import Identity

BESIDE_MOMENTS = tuple(
    kind.name for kind in KINDS if kind.about_moment and FAMILY_ROLE in kind.sent_by
)
"""What leaves with the moment that it is about."""


class Wish(NamedTuple):
    """What a parent wants to share.

    Attributes:
        selection: which moments.
        moments: the ids, or their beginnings, of the moments to share instead of a selection.
        include: what of INCLUDABLE (domain.coaching.scope) leaves as well.
        renames: other names for this file, by the id of the child or caregiver.
        purpose: what for, in the parent's words.
        until: the last day of the consent; None for the usual length.
    """

    selection: Selection
    moments: Sequence[str]
    include: Collection[str]
    renames: Mapping[str, str]
    purpose: str
    until: date | None


class Parcel(NamedTuple):
    """What would leave, to be looked at; nothing is stored or written yet.

    Attributes:
        contact: whom it is for.
        consent: the consent that it is covered by, new or known.
        documents: kind and document of each record, exactly the fields that leave.
        lines: the same as lines of the bundle.
        records: ids of the dated records, by kind.
        taken_back: ids of records sent earlier that the file says are gone, by kind.
        set_apart: moments of the selection that stay, because somebody was frightened or hurt.
        named: in how many records' free text a name of the family stands.
        sent_before: what of INCLUDABLE the coach has from earlier files that this one leaves out.
        renamed: people whom an earlier file called otherwise: the name they have, there, and here.
        scope: what is told of the selection.
        share: id of the file.
        made_at: UTC to the millisecond as text.
        problems: lines of the journal that could not be read, and so are not in it.
    """

    contact: Contact
    consent: Consent
    documents: list[tuple[str, dict[str, Any]]]
    lines: list[Line]
    records: dict[str, list[str]]
    taken_back: dict[str, list[str]]
    set_apart: int
    named: dict[str, int]
    sent_before: list[str]
    renamed: list[tuple[str, str, str]]
    called: dict[str, str]
    scope: dict[str, Any]
    share: str
    made_at: str
    problems: list[Problem]

    def __repr__(self) -> str:
        return f"<parcel {self.share} of {len(self.documents)} records>"  # never their content

    def number(self, kind: str) -> int:
        """How many records of a kind leave."""
        return sum(of_kind == kind for of_kind, _ in self.documents)


def prepare(  # noqa: PLR0913, PLR0917 what is wanted, and who wants it when
    journal: Journal,
    household: Household,
    contact: Contact,
    wish: Wish,
    today: date,
    signer: str = "",
) -> Parcel:
    """Works out what would leave; `signer` is the fingerprint of the key, where it is known.

    Raises:
        NothingFound: a moment is not there, or nothing is there that may leave; a NothingReadable
            where something could not be read.
        AmbiguousCode: a beginning of an id stands for several.
        UsageProblem: the consent's end lies in the past.
    """
    now_ms = clock.now_ms()
    terms = (wish.include, wish.purpose, wish.until)
    consent = consent_for(journal, contact.id, *terms, today, signer)
    chosen = _chosen(journal, wish)
    before = sent_to(journal, contact.id)
    given = consents(journal, contact.id)
    own = {each.id for each in own_and_others(given, signer)[0]}
    closed = {each.id for each in given if each.withdrawn_at}
    with_coach = [sent for sent in before if sent.consent not in closed]
    there, ever_gone = _standing(with_coach, own), _ever_gone(before)
    share = new_id(now_ms)
    stamp = make(now_ms, 0, device_of(share))
    packer = Packer(household, wish.include, wish.renames, stamp, ever_gone)
    packed = packer.pack(chosen, journal.lasting().records)
    taken_back = _no_longer(journal, there, wish.include)
    if not packed.records and not taken_back and journal.problems:
        raise NothingReadable(
            "Nothing that could be read here can be shared.",
            f"{journal.problems[0]} parentkit doctor says more.",
        )
    if not packed.records and not taken_back:
        raise NothingFound(
            "Nothing here can be shared.", "Moments that are set apart stay, unless included."
        )
    earlier = {what for sent in with_coach for what in sent.include}
    called = called_in(packed.documents, wish.renames)
    return Parcel(
        contact=contact,
        consent=consent,
        documents=packed.documents,
        lines=[*packed.lines, *packer.gone(taken_back)],
        records=packed.records,
        taken_back=taken_back,
        set_apart=set_apart(chosen, wish.include),
        named=names_in_texts(household, packed.documents),
        sent_before=sorted(earlier - set(wish.include)),
        renamed=_renamed(household, before, called),
        called=called,
        scope=_scope(wish, len(packed.records.get(MOMENT, ()))),
        share=share,
        made_at=after_withdrawals(given, now_ms),
        problems=journal.problems,
    )


def send(journal: Journal, identity: Identity, parcel: Parcel, path: str) -> Sent:
    """Stores the consent and what leaves, then writes the file; when this returns, it is there.

    Raises:
        Unconfirmed: the coach's key is not the one that was confirmed on this device.
        DataProblem: it is too large for one file, or could not be written; nothing has left.
        WriteProblem: it could not be stored; nothing has left.
    """
    from hashlib import sha256

    ensure_confirmed(journal.places, parcel.contact, "Nothing has left.")
    bundle = Bundle(
        MOMENTS,
        identity.fingerprint,
        parcel.share,
        parcel.made_at,
        parcel.lines,
        {**parcel.consent.terms(), "scope": parcel.scope},
    )
    sealed = seal_bundle(bundle, identity, [parcel.contact.recipient])
    folder, name = place_of(path)
    new = NewFiles(folder, [name])  # says so where one is there already, before anything is stored
    sent = Sent(
        parcel.share,
        parcel.consent.id,
        parcel.made_at,
        sha256(sealed).hexdigest(),
        parcel.consent.include,
        parcel.records,
        parcel.taken_back,
        parcel.called,
    )
    journal.append(drafts_of(journal, parcel.consent, parcel.contact.id, sent))
    try:
        new.put(name, [sealed])
    except BaseException:
        journal.amend(journal.get(sent.share, SHARE), {"deleted": True})
        raise
    return sent


def _chosen(journal: Journal, wish: Wish) -> list[Record]:
    """The records of the selection, those among them that may not leave too."""
    if wish.moments:
        named = {record.id: record for record in map(journal.find, wish.moments)}
        first = min(str(record.fields.get("observed_at", ""))[:10] for record in named.values())
        reading = journal.read(first or None, kinds=BESIDE_MOMENTS)
        beside = [record for record in reading if record.fields.get("moment") in named]
        return [*named.values(), *beside]
    period = wish.selection.period
    start = week_of(period.start).start.isoformat() if period else None
    reflections = (REFLECTION,) if REFLECTIONS in wish.include else ()
    reading = journal.read(start, kinds=(MOMENT, *BESIDE_MOMENTS, *reflections))
    moments = [record for record in reading if record.kind == MOMENT and _is_in(record, wish)]
    ids = {record.id for record in moments}
    beside = [
        record
        for record in reading
        if (record.kind in BESIDE_MOMENTS and record.fields.get("moment") in ids)
        or (record.kind == REFLECTION and _is_of_period(record, wish.selection, period))
    ]
    return [*moments, *beside]


def _is_in(record: Record, wish: Wish) -> bool:
    fields, selection = record.fields, wish.selection
    period = selection.period
    return (
        (period is None or period.contains(str(fields.get("observed_at", ""))))
        and selection.child in (None, fields.get("child"))
        and selection.caregiver in (None, fields.get("caregiver"))
    )


def _is_of_period(record: Record, selection: Selection, period: Period | None) -> bool:
    """Whether a reflection is on a week that begins in the period, or in which that begins."""
    monday = str(record.fields.get("week", ""))
    first = week_of(period.start).start.isoformat() if period else ""
    return (period is None or first <= monday < period.end.isoformat()) and (
        selection.caregiver in (None, record.fields.get("caregiver"))
    )


def _standing(before: Iterable[Sent], own: Collection[str]) -> set[tuple[str, str]]:
    """Kind and id of what the coach has now, from the files that no withdrawal has closed.

    What was said to be gone under another parent's consent is not among `own`: it would come back
    with the end of that consent, so it is said once more.
    """
    there: set[tuple[str, str]] = set()
    for sent in before:
        there |= _pairs(sent.records)
        if sent.consent in own:
            there -= _pairs(sent.taken_back)
    return there


def _ever_gone(before: Iterable[Sent]) -> set[str]:
    """Ids of all that a file ever said to be gone."""
    return {identity for sent in before for _, identity in _pairs(sent.taken_back)}


def _renamed(
    household: Household, before: Iterable[Sent], called: Mapping[str, str]
) -> list[tuple[str, str, str]]:
    """People with another name than in the file before: the one they have, there, and here.

    What was withdrawn counts too: whoever read a name knows it.
    """
    earlier: dict[str, str] = {}
    for sent in before:
        earlier |= sent.called
    found = []
    for identity, now in called.items():
        name = household.name(identity)
        then = earlier.get(identity, now) or name
        if then != (now or name):
            found.append((name, then, now or name))
    return found


def _pairs(records: Mapping[str, Iterable[str]]) -> set[tuple[str, str]]:
    return {(kind, identity) for kind, ids in records.items() for identity in ids}


def _no_longer(
    journal: Journal, there: set[tuple[str, str]], include: Collection[str]
) -> dict[str, list[str]]:
    """What the coach has and should have no longer: deleted here since, or set apart.

    Where not everything could be read, what is not found is not taken for gone.
    """
    if not there:
        return {}
    histories = histories_of(journal.places.journal, {identity for _, identity in there})
    operations = [one for history in histories.values() for one in history]
    now = fold(operations, journal.now_ms())
    gone: dict[str, list[str]] = {}
    for kind, identity in sorted(there):
        record = now.get((kind, identity))
        if record is None and journal.problems:
            continue
        allowed = {*include, REFLECTIONS}
        if record is None or record.deleted or not leaves(kind, record.fields, allowed):
            gone.setdefault(kind, []).append(identity)
    return gone


def _scope(wish: Wish, moments: int) -> dict[str, Any]:
    """What the coach is told about the selection, and what arrives is held against."""
    period = wish.selection.period
    scope: dict[str, Any] = {"include": sorted(wish.include), "moments": moments}
    if period and not wish.moments:
        scope |= {"since": period.start.isoformat(), "until": period.end.isoformat()}
    if not wish.moments:
        people = (("child", wish.selection.child), ("caregiver", wish.selection.caregiver))
        scope |= {name: person for name, person in people if person}
    return scope
