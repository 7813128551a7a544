"""Reflections and check-ins as records, and which week a reflection is about."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from parentkit.domain.codes import REFLECTION
from parentkit.domain.reflection.choosing import WEEKS_WITHOUT_REPEAT, Asked
from parentkit.domain.reflection.question import KINDS
from parentkit.domain.time.localtime import epoch_of
from parentkit.domain.time.period import week_of
from parentkit.domain.ulid import first_of, ulid_named

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from parentkit.domain.time.period import Period

ANSWER = "answer"
SKIPPED = "skipped"
FOLLOW_UP = "follow_up"
FOLLOW_UP_ANSWER = "follow_up_answer"

CHECKIN_QUESTIONS = {
    "feeling": "What am I feeling now?",
    "body": "Where in my body do I feel it?",
    "need": "What do I need, to feel supported or steady?",
}
"""The three questions of a check-in, by the field that holds the answer (see wording.md)."""

SUNDAY = 6
EVENING = 17
"""From this hour of a Sunday on, a week counts as lived enough to be looked at."""

_TIME_LETTERS = 10
"""Letters of an id that tell when it was made."""


def week_to_reflect(now: datetime) -> Period:
    """The latest week that is over, or on a Sunday evening the one that is ending."""
    today = now.date()
    ending = today.weekday() == SUNDAY and now.hour >= EVENING
    return week_of(today if ending else today - timedelta(weeks=1))


def weeks_before(week: Period) -> list[Period]:
    """The three weeks whose questions are not asked again, latest first."""
    return [
        week_of(week.start - timedelta(weeks=back)) for back in range(1, WEEKS_WITHOUT_REPEAT + 1)
    ]


def reflection_id(monday: date, caregiver: str, question: str, again: int = 0) -> str:
    """The id of one caregiver's answer to one question about one week, the same on every device.

    It is another one each time that an answer was erased for good and is written `again`.
    """
    name = f"{REFLECTION}/{monday.isoformat()}/{caregiver}/{question}"
    return ulid_named(f"{name}/{again}" if again else name, _week_ms(monday))


def id_prefix(monday: date) -> str:
    """What the ids of all reflections on a week begin with: its Monday's midnight UTC."""
    return first_of(_week_ms(monday))[:_TIME_LETTERS]


def _week_ms(monday: date) -> int:
    return epoch_of(f"{monday.isoformat()}T00:00+00:00") * 1000


def begun(question: Asked, monday: date, caregiver: str, asked_at: str) -> dict[str, Any]:
    """The fields that a reflection begins with: the question as it was asked."""
    fields = {
        "week": monday.isoformat(),
        "caregiver": caregiver,
        "question": question.id,
        "about": question.kind,
        "text": question.text,
        "because": question.because,
        "moments": list(question.moments),
        FOLLOW_UP: question.follow_up,
        "asked_at": asked_at,
    }
    return {name: value for name, value in fields.items() if value not in ("", [])}


def question_in(document: Mapping[str, Any]) -> Asked:
    """The question that a reflection answers, as it was asked; after an exercise it has no kind."""
    return Asked(
        str(document.get("question", "")),
        str(document.get("text", "")),
        str(document.get("about", "")),
        str(document.get("because", "")),
        tuple(map(str, document.get("moments", ()))),
        str(document.get(FOLLOW_UP, "")),
    )


def answered(document: Mapping[str, Any]) -> bool:
    """Whether somebody wrote an answer."""
    return bool(document.get(ANSWER) or document.get(FOLLOW_UP_ANSWER))


def settled(document: Mapping[str, Any]) -> bool:
    """Whether a question needs no asking any more: it was answered or passed over."""
    return answered(document) or document.get(SKIPPED) is True


def place_of(document: Mapping[str, Any]) -> tuple[str, int, str, str]:
    """What reflections are sorted by: their week and, within it, the order of asking."""
    about = document.get("about")
    kind = KINDS.index(about) if about in KINDS else len(KINDS)
    return str(document.get("week")), kind, str(document.get("asked_at")), str(document["id"])
