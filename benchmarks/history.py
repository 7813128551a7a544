"""Writes ten years of moments that nobody lived into a home, the same ones every time.

    python benchmarks/history.py HOME STATE MOMENTS [LAST_DAY]

Two children, two caregivers with a device each, clumped days, gaps, later repairs, corrections, a
few deletions and second opinions; every line is written by the real writer. Another run differs in
the id of this device alone.
"""

from __future__ import annotations

import sys
from datetime import date, datetime, timedelta, timezone
from functools import cache
from itertools import groupby
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.content import load
from parentkit.domain.codes import CAREGIVER, CHILD, CODING, MET, MOMENT
from parentkit.domain.log.moment import in_reading_order, judged, sampling_of
from parentkit.domain.time.localtime import epoch_of
from parentkit.domain.ulid import ulid, ulid_named
from parentkit.journal.journal import Journal
from parentkit.journal.log.writer import Draft, Writer
from parentkit.services.family.household import read_household
from parentkit.services.log.capture import suggestion_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parentkit.domain.log.fit import Suggestion
    from parentkit.domain.log.household import Household

DAYS = 3650
DAY_WEIGHTS = (0, 1, 1, 2, 3, 5, 8)
HOUR = 3600
ZONE = timezone(timedelta(hours=1))
SECOND_DEVICE = ulid_named("the other laptop")

OFTEN = {"context": 0.4, "note": 0.25, "child_after": 0.6, "clarity": 0.15, "tags": 0.05}
LATER = {"repair": 0.03, "correction": 0.01, "deletion": 0.005, "second opinion": 0.02}


class Written(NamedTuple):
    """A draft with who writes it, when (milliseconds since 1970 UTC) and on which device."""

    at_ms: int
    device: str
    caregiver: str
    draft: Draft


def write_history(
    home: str, state: str, moments: int, last_day: date | None = None, seed: int = 1
) -> None:
    """Write `moments` moments of the ten years that end with `last_day`, or with yesterday."""
    random = Random(seed)
    last_day = last_day or date.today() - timedelta(days=1)  # noqa: DTZ011 the machine's own calendar
    begun_ms = epoch_of(f"{last_day - timedelta(days=DAYS)}T06:00+00:00") * 1000
    journal = Journal(home, state)
    people = _people(journal, begun_ms)
    household = read_household(journal)
    devices = {people[CAREGIVER][0]: journal.device.id, people[CAREGIVER][1]: SECOND_DEVICE}
    writers = {
        device: Writer(journal.places, device, journal.now_ms) for device in devices.values()
    }
    days = _days(random, moments, last_day)
    for month, days_of_month in groupby(days, key=lambda day: day.isoformat()[:7]):
        written = [
            entry
            for day in days_of_month
            for entry in _entries(random, household, people, devices, day)
        ]
        written.sort(key=lambda entry: (entry.device, entry.at_ms, entry.draft.id))
        for (device, caregiver), entries in groupby(written, key=lambda e: (e.device, e.caregiver)):
            drafts = [entry.draft for entry in entries]
            batch = ulid_named(f"history/{month}/{caregiver}", drafts[0].written_at_ms or 0)
            writers[device].append(drafts, by=caregiver, batch=batch)
    for writer in writers.values():
        writer.close()
    journal.close()


def _people(journal: Journal, at_ms: int) -> dict[str, list[str]]:
    names = {CHILD: ("Mia", "Ben"), CAREGIVER: ("Anna", "Jo")}
    ids = {kind: [ulid_named(f"history/{name}", at_ms) for name in names[kind]] for kind in names}
    drafts = [
        Draft(kind, person, {"name": name}, written_at_ms=at_ms)
        for kind in names
        for person, name in zip(ids[kind], names[kind], strict=True)
    ]
    journal.append(drafts, batch=ulid_named("history/people", at_ms))
    journal.remember(caregiver=ids[CAREGIVER][0], child=ids[CHILD][0])
    return ids


def _days(random: Random, moments: int, last_day: date) -> list[date]:
    """The day of each moment, earliest first; the last day has one."""
    days = [last_day - timedelta(days=ago) for ago in range(DAYS)]
    weights = [random.choice(DAY_WEIGHTS) for _ in days]
    return sorted([last_day, *random.choices(days, weights, k=moments)][:moments])


def _entries(
    random: Random,
    household: Household,
    people: dict[str, list[str]],
    devices: dict[str, str],
    day: date,
) -> Iterator[Written]:
    """A moment and what was written about it later."""
    who = random.choices(people[CAREGIVER], (3, 1))[0]
    observed = epoch_of(f"{day}T06:00+00:00") + random.randrange(14 * HOUR)
    late = random.choice((60, 120, 240, 600, 3 * HOUR))
    fields = _moment(random, household, _local(observed), _local(observed + late, seconds=True))
    fields |= {"child": random.choices(people[CHILD], (3, 1))[0], "caregiver": who}
    at_ms = (observed + late) * 1000 + random.randrange(1000)
    identifier = ulid(at_ms, random.randbytes(10))

    def written(
        minutes: int,
        changes: dict[str, Any],
        by: str = who,
        kind: str = MOMENT,
        name: str = identifier,
    ) -> Written:
        then = at_ms + minutes * 60_000
        draft = Draft(kind, name, changes, written_at_ms=then)
        return Written(then, devices[by], by, draft)

    yield written(0, in_reading_order(fields))
    if random.random() < LATER["repair"]:
        mended = {"state": "repaired", "source": "person", "by": "parent", "after_minutes": 60}
        yield written(75, {"repair": mended})
    if random.random() < LATER["correction"]:
        yield written(200, {"fit": "partial", "fit_source": "person", "note": "On second thought."})
    if random.random() < LATER["deletion"]:
        yield written(300, {"deleted": True})
    if random.random() < LATER["second opinion"]:
        other = next(person for person in people[CAREGIVER] if person != who)
        opinion = {
            "moment": identifier,
            "coder": other,
            "fit": random.choice(("matched", "missed")),
        }
        name = ulid(at_ms + 400 * 60_000, random.randbytes(10))
        yield written(400, opinion, other, CODING, name)


def _moment(
    random: Random, household: Household, observed_at: str, logged_at: str
) -> dict[str, Any]:
    cues, responses = _codes("cues"), _codes("responses")
    fields: dict[str, Any] = {
        "cue": random.choice(cues),
        "responses": random.sample(responses, random.choice((1, 1, 1, 2))),
        "observed_at": observed_at,
        "logged_at": logged_at,
        "sampling": sampling_of(observed_at, logged_at),
    }
    suggestion = _suggestion(household, fields["cue"], *fields["responses"])
    if random.random() < 0.75:
        fields["fit"] = suggestion.fit
    fields = judged(fields, suggestion)
    if fields["fit"] not in MET:
        fields["slip"] = random.choice(("notice", "read", "respond", "in_time", "could_not"))
        fields["repair"] = _repair(random, logged_at)
    extras: dict[str, Any] = {
        "context": random.choice(("morning", "meal", "play", "handover", "bedtime")),
        "note": random.choice(
            ("The tower fell, everything was my fault.", "Ran the whole way from the gate. " * 3)
        ),
        "child_after": random.choice(("settled_engaged", "unchanged", "escalated", "withdrew")),
        "clarity": random.choice(("subtle", "potent")),
        "tags": ["week end", "grandma"],
        "flag": True,
    }
    often = {**OFTEN, "flag": 0.002}
    fields |= {name: value for name, value in extras.items() if random.random() < often[name]}
    return fields


def _repair(random: Random, logged_at: str) -> dict[str, Any]:
    state = random.choice(("repaired", "repaired", "not_yet", "not_going_to", "unknown"))
    repair: dict[str, Any] = {"state": state, "source": "person"}
    if state == "repaired":
        repair |= {"by": "parent", "after_minutes": random.choice((1, 2, 5, 5, 10, 15, 30, 60))}
    if state == "not_yet":
        repair["at"] = logged_at
    return repair


@cache
def _codes(vocabulary: str) -> list[str]:
    return [term["id"] for term in load(vocabulary)["terms"]]


@cache
def _suggestion(household: Household, cue: str, *responses: str) -> Suggestion:
    return suggestion_for(household, {"cue": cue, "responses": list(responses)})


def _local(epoch_seconds: int, *, seconds: bool = False) -> str:
    at = datetime.fromtimestamp(epoch_seconds, tz=ZONE)
    return at.isoformat(timespec="seconds" if seconds else "minutes")


if __name__ == "__main__":
    given_home, given_state, given_moments, *given_day = sys.argv[1:]
    write_history(given_home, given_state, int(given_moments), *map(date.fromisoformat, given_day))
