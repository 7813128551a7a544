"""A sample family that nobody lived: the same every time, in folders of its own."""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.content import load
from parentkit.domain.codes import CAREGIVER, CHILD, MET, MOMENT, TEMPLATE
from parentkit.domain.log.moment import in_reading_order, judged
from parentkit.domain.time.localtime import epoch_of
from parentkit.domain.ulid import ulid_named
from parentkit.journal import Draft, Journal
from parentkit.services.family.household import read_household
from parentkit.services.log.capture import suggestion_for
from parentkit.storage import whole_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from parentkit.domain.log.household import Household
    from parentkit.domain.log.moment import Document

REPAIR_MINUTES = (1, 2, 2, 5, 5, 10, 10, 15, 20, 30, 45, 90)


class Places(NamedTuple):
    """Where the sample family is kept, apart from every real one."""

    home: str
    state: str


def places_of_demo(state: str) -> Places:
    """The sample family's folders, below this machine's local state."""
    folder = os.path.join(state, "demo")
    return Places(os.path.join(folder, "home"), os.path.join(folder, "state"))


def make_demo(places: Places, week_of: date | None = None) -> date:
    """Writes the sample family anew; returns its last day.

    With `week_of` its last week is the one with this day, and nothing is written after that day.
    """
    for folder in places:
        if os.path.isdir(folder):
            whole_files.remove_tree(folder)
    sample = load("sample_family")
    if week_of:
        sample = _moved(sample, week_of)
    last_day = date.fromisoformat(sample["first_day"]) + timedelta(weeks=sample["weeks"], days=-1)
    evening = _timestamp(datetime.combine(last_day, datetime.min.time()).replace(hour=21), sample)
    now_ms = epoch_of(evening) * 1000
    journal = Journal(places.home, places.state, lambda: now_ms)
    begun_ms = epoch_of(f"{sample['first_day']}T06:00+02:00") * 1000
    people = list(_people(sample, begun_ms))
    journal.append(people)
    caregivers = [draft.id for draft in people if draft.kind == CAREGIVER]
    journal.remember(caregiver=caregivers[0])
    household = read_household(journal)
    journal.append(
        [
            Draft(
                MOMENT,
                document.pop("id"),
                document,
                written_at_ms=epoch_of(document["logged_at"]) * 1000,
            )
            for document in _moments(sample, household)
            if week_of is None or document["observed_at"][:10] <= week_of.isoformat()
        ]
    )
    journal.close()
    return last_day


def _moved(sample: dict[str, Any], day: date) -> dict[str, Any]:
    """The sample with all its days moved by whole weeks, so that its last week is that of a day."""
    last = date.fromisoformat(sample["first_day"]) + timedelta(weeks=sample["weeks"] - 1)
    by = timedelta(days=(day - last).days // 7 * 7)

    def moved(text: str) -> str:
        return (date.fromisoformat(text[:10]) + by).isoformat() + text[10:]

    days = {name: moved(sample[name]) for name in ("first_day", "flagged", "clocks_back")}
    return {**sample, **days, "gaps": [moved(gap) for gap in sample["gaps"]]}


def _draft(document: Document) -> Draft:
    fields = {name: value for name, value in document.items() if name != "id"}
    written_at_ms = epoch_of(document["logged_at"]) * 1000
    return Draft(MOMENT, document["id"], fields, written_at_ms=written_at_ms)


def _people(sample: Mapping[str, Any], at_ms: int) -> Iterator[Draft]:
    for kind, group in ((CHILD, "children"), (CAREGIVER, "caregivers"), (TEMPLATE, "templates")):
        for place, person in enumerate(sample[group]):
            fields = {name: value for name, value in person.items() if name != "share"}
            identity = ulid_named(f"demo/{person['name']}", at_ms + place)
            yield Draft(kind, identity, fields, written_at_ms=at_ms + place)


def _moments(sample: Mapping[str, Any], household: Household) -> Iterator[Document]:
    random = Random(sample["seed"])  # noqa: S311 a sample, the same every time
    first = date.fromisoformat(sample["first_day"])
    for ahead in range(sample["weeks"] * 7):
        day = first + timedelta(days=ahead)
        calm = _happens(random, sample, "calm")
        times = sorted(_times(random, sample, calm=calm))
        for number, (clock, context) in enumerate(times):
            moment = _moment(random, sample, household, calm=calm)
            if day.isoformat() in sample["gaps"]:
                continue
            if day.isoformat() == sample["flagged"] and number == 0:
                moment |= {"flag": True, "note": sample["flagged_note"]}
            at = datetime.combine(day, datetime.min.time()) + timedelta(minutes=clock)
            yield _dated(moment, at, context, sample)


def _times(random: Random, sample: Mapping[str, Any], *, calm: bool) -> Iterator[tuple[int, str]]:
    """Minutes since midnight with their contexts: one to five, more on days that are not calm."""
    for _ in range(random.choice((1, 2, 3, 3, 4) if calm else (2, 3, 4, 5, 5))):
        context = random.choice(list(sample["hours"]))
        yield random.choice(sample["hours"][context]) * 60 + random.randrange(0, 60, 5), context


def _moment(
    random: Random, sample: Mapping[str, Any], household: Household, *, calm: bool
) -> Document:
    """A moment without its time; all is drawn, so that a gap does not shift what follows."""
    cue = _weighted(random, sample["cues"])
    responses = [_weighted(random, sample["responses"]["rested" if calm else "tired"])]
    second = _weighted(random, sample["responses"]["rested"])
    takes_a_second = _happens(random, sample, "second")
    if takes_a_second and second != responses[0]:
        responses.append(second)
    child = _shared(random, sample["children"])
    fields: Document = {
        "child": household.child(child),
        "caregiver": household.caregiver(_shared(random, sample["caregivers"])),
        "cue": cue,
        "responses": responses,
        "parent_state": "rested"
        if calm
        else random.choice(("exhausted", "stressed", "distracted")),
    }
    if _happens(random, sample, "clarity"):
        fields["clarity"] = random.choice(("subtle", "potent"))
    note = random.choice(sample["notes"].get(cue, [""]))
    if _happens(random, sample, "note"):
        fields["note"] = note
    return _judged(random, sample, household, fields)


def _judged(
    random: Random, sample: Mapping[str, Any], household: Household, fields: Document
) -> Document:
    suggestion = suggestion_for(household, fields)
    if _happens(random, sample, "judged"):
        fields["fit"] = suggestion.fit
    moment = judged(fields, suggestion)
    slip = random.choice(("notice", "read", "respond", "in_time", "could_not"))
    state = random.choice(
        ("repaired", "repaired", "repaired", "not_yet", "not_going_to", "unknown")
    )
    minutes, starter = (
        random.choice(REPAIR_MINUTES),
        random.choice(("parent", "parent", "child", "both")),
    )
    if moment["fit"] in MET:
        after = random.choice(
            ("settled_engaged", "settled_engaged", "settled_engaged", "unchanged")
        )
    else:
        after = random.choice(("unchanged", "escalated", "withdrew", "went_along_flat"))
        moment["slip"] = slip
        moment["repair"] = {"state": state, "source": "person"}
        if state == "repaired":
            moment["repair"] |= {"by": starter, "after_minutes": minutes}
    if _happens(random, sample, "after"):
        moment["child_after"] = after
    return moment


def _dated(moment: Document, at: datetime, context: str, sample: Mapping[str, Any]) -> Document:
    """The moment with its times; an even minute stands for one written down from memory."""
    late = timedelta(hours=3) if at.minute == 0 else timedelta(minutes=4)
    observed_at = _timestamp(at, sample)
    identity = ulid_named(f"demo/{observed_at}/{moment['cue']}", epoch_of(observed_at) * 1000)
    return in_reading_order(
        {
            "id": identity,
            **moment,
            "observed_at": observed_at,
            "context": context,
            "sampling": "recall" if at.minute == 0 else "event",
            "logged_at": _timestamp(at + late, sample),
        }
    )


def _timestamp(wall: datetime, sample: Mapping[str, Any]) -> str:
    """Local time as the sample family's clocks showed it, on both sides of the change of clocks."""
    summer, winter = sample["offsets"]
    text = wall.isoformat(timespec="minutes")
    before = epoch_of(text + summer) < epoch_of(sample["clocks_back"])
    return f"{text}{summer if before else winter}"


def _happens(random: Random, sample: Mapping[str, Any], what: str) -> bool:
    return random.random() < float(sample["chances"][what])


def _weighted(random: Random, weights: Mapping[str, int]) -> str:
    return random.choices(list(weights), list(weights.values()))[0]


def _shared(random: Random, people: list[dict[str, Any]]) -> str:
    names: list[str] = [person["name"] for person in people]
    return random.choices(names, [person["share"] for person in people])[0]
