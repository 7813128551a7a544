"""A diary's entries as moments: whose they are, how they fit, under an id that they always have."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from unicodedata import normalize

from parentkit import clock
from parentkit.domain.codes import CAREGIVER, CHILD, FIRST_CHILD, FIRST_CHILD_NAME, SOMEBODY
from parentkit.domain.log.household import name_of
from parentkit.domain.log.moment import in_reading_order, judged, sampling_of
from parentkit.domain.text import name_key
from parentkit.domain.time.localtime import stamp_local
from parentkit.domain.ulid import ulid_named
from parentkit.journal import cannot_go_on
from parentkit.services.family.household import FIRST_CAREGIVER_NAME, new_id
from parentkit.services.log.apart import harm_words, set_apart
from parentkit.services.log.capture import suggestion_for

if TYPE_CHECKING:
    from parentkit.domain.log.fit import Suggestion
    from parentkit.domain.log.household import Household, Person
    from parentkit.domain.log.moment import Document
    from parentkit.interchange.diary.diary import Entry
    from parentkit.journal import Journal
    from parentkit.services.exchange.record_sink import Intake


class Entries:
    """Makes moments of entries, and takes in people who are named for the first time.

    Args:
        journal: where this device's own child and caregiver are known.
        household: the family's people and words.
        intake: where the people go.
        dry_run: nothing may be written, not even that this device exists.
    """

    def __init__(
        self, journal: Journal, household: Household, intake: Intake, *, dry_run: bool
    ) -> None:
        self._journal = journal
        self._household = household
        self._intake = intake
        self._dry_run = dry_run
        self._logged_at = stamp_local(clock.now(), seconds=True)
        self._suggestions: dict[tuple[str, ...], Suggestion] = {}
        self._harm = harm_words(household)
        self.set_apart: set[str] = set()
        """Ids of the moments that their words set apart."""
        self._people = {
            CHILD: _by_name(household.children),
            CAREGIVER: _by_name(household.caregivers),
        }

    def moment(self, entry: Entry) -> Document:
        """The moment of an entry, with its id."""
        fields = entry.fields
        child = self._person(CHILD, entry.child)
        caregiver = self._person(CAREGIVER, entry.caregiver)
        identity = identity_of(entry)
        if set_apart(self._harm, fields, {}):
            fields = {**fields, "flag": True}
            self.set_apart.add(identity)
        document = judged(fields, self._suggestion(fields["cue"], fields["responses"]))
        document |= {"observed_at": entry.when.stored, "child": child, "caregiver": caregiver}
        document.setdefault("logged_at", self._logged_at)
        if "sampling" not in document:
            document["sampling"] = sampling_of(document["observed_at"], document["logged_at"])
        return in_reading_order({"id": identity, **document})

    def _suggestion(self, cue: str, responses: list[str]) -> Suggestion:
        key = (cue, *responses)
        if key not in self._suggestions:
            self._suggestions[key] = suggestion_for(
                self._household, {"cue": cue, "responses": responses}
            )
        return self._suggestions[key]

    def _person(self, kind: str, name: str) -> str:
        """The id of a person by name or id; one who is not known yet is taken in."""
        known = self._people[kind]
        called = name_key(name)
        if called not in known:
            known[called] = self._new_person(kind, name) if name else self._default(kind)
        return known[called]

    def _new_person(self, kind: str, name: str) -> str:
        identity = ulid_named(f"{kind}/{name_key(name)}")
        return self._take(kind, identity, normalize("NFC", name))

    def _default(self, kind: str) -> str:
        """Who is meant where an entry names nobody: this device's own child or caregiver."""
        people = self._household.children if kind == CHILD else self._household.caregivers
        ids = [str(person["id"]) for person in people]
        # Asking the journal who this device is makes it known, which is writing.
        device = None if self._dry_run else self._journal.device
        chosen = device and (device.child if kind == CHILD else device.caregiver)
        if chosen in ids:
            return str(chosen)
        if kind == CHILD:
            named = [str(person["id"]) for person in self._household.named_children]
            return next(iter(named or ids), "") or self._take(CHILD, FIRST_CHILD, FIRST_CHILD_NAME)
        if ids:
            return ids[0] if len(ids) == 1 else SOMEBODY
        identity = self._take(CAREGIVER, new_id(clock.now_ms()), FIRST_CAREGIVER_NAME)
        if not self._dry_run:
            self._journal.remember(caregiver=identity)
        return identity

    def _take(self, kind: str, identity: str, name: str) -> str:
        for problem in self._intake.unread:
            raise cannot_go_on(problem)  # whoever seems to be new may stand there
        # Stamped at the beginning of time: whatever anybody says about this person counts more.
        self._intake.take(kind, {"id": identity, "name": name}, 0)
        return identity


def identity_of(entry: Entry) -> str:
    """The id of an entry: the same wherever and whenever the same row is read.

    It holds the time as written and a hash of everything that the row says, in codes rather than in
    the words for them. People count by the name that is written: their ids may differ by device.
    """
    said = {
        "child": entry.child.casefold(),
        "caregiver": entry.caregiver.casefold(),
        **{
            name: value
            for name, value in entry.fields.items()
            if name != "logged_at" and value is not False
        },
    }
    content = json.dumps(said, sort_keys=True, separators=(",", ":"))
    return ulid_named(content, entry.when.identity_ms)


def _by_name(people: list[Person]) -> dict[str, str]:
    """Ids by name and by id; of two with one name, the one who was here first."""
    known: dict[str, str] = {}
    for person in people:
        known.setdefault(name_key(name_of(person)), str(person["id"]))
        known[str(person["id"]).casefold()] = str(person["id"])
    known.pop("", None)
    return known
