"""Makers of episodes, and the worked cases of other packages."""

import json
import os
import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from parentkit.domain.codes import FITS, MET
from parentkit.domain.log.episode import Episode, columns_of
from parentkit.figures.outcomes import outcomes_of

Maker = Callable[..., Any]

PLAIN = Episode(
    observed_at="2026-11-16T08:00+01:00",
    child="mia",
    caregiver="anna",
    cue="afraid",
    responses=("comfort",),
    fit="matched",
    fit_source="person",
    suggested_fit="matched",
    repair_state="",
    repair_minutes=None,
    child_after="settled_engaged",
    context="bedtime",
    sampling="event",
    flag=False,
)


@pytest.fixture(scope="session")
def vectors() -> dict[str, Any]:
    with open(os.path.join(os.path.dirname(__file__), "vectors.json"), encoding="utf-8") as file:
        return dict(json.load(file))


@pytest.fixture(scope="session")
def episode() -> Maker:
    """Makes an episode that was met, but for the fields that are named."""
    return PLAIN._replace


@pytest.fixture(scope="session")
def outcomes() -> Maker:
    """Outcomes of a list of episodes."""
    return lambda episodes: outcomes_of(columns_of(episodes))


@pytest.fixture(scope="session")
def random_episodes() -> Maker:
    """Makes so many episodes on so many days, all minutes different, from a seed."""

    def make(moments: int, days: int = 60, seed: int = 1) -> list[Episode]:
        chance = random.Random(seed)
        minutes = sorted(chance.sample(range(days * 1440), moments))
        return [_random_episode(chance, minute) for minute in minutes]

    return make


def _random_episode(chance: random.Random, minute: int) -> Episode:
    day = date(2026, 3, 2) + timedelta(days=minute // 1440)
    hour, past = divmod(minute % 1440, 60)
    fit = chance.choice(FITS)
    state = (
        "" if fit in MET else chance.choice(["", "repaired", "not_yet", "not_going_to", "unknown"])
    )
    timed = state in ("repaired", "not_yet", "not_going_to") and chance.random() < 0.9
    return Episode(
        observed_at=f"{day}T{hour:02}:{past:02}+01:00",
        child=chance.choice(["mia", "ben"]),
        caregiver=chance.choice(["anna", "jo"]),
        cue=chance.choice(["afraid", "sad", "hungry", "proud", "unsure"]),
        responses=tuple(chance.sample(["comfort", "scaffold", "half_there", "withdrew"], 2)),
        fit=fit,
        fit_source=chance.choice(["person", "suggested"]),
        suggested_fit=chance.choice(FITS),
        repair_state=state,
        repair_minutes=chance.randrange(0, 300) if timed else None,
        child_after=chance.choice(["settled_engaged", "unchanged", "withdrew", "unknown", ""]),
        context=chance.choice(["bedtime", "meal", ""]),
        sampling=chance.choice(["event", "prompt", "recall"]),
        flag=chance.random() < 0.05,
    )
