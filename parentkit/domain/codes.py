"""Stable ids that rules in the code speak of; labels and descriptions live in parentkit/content."""

from __future__ import annotations

MATCHED = "matched"
KIND_LIMIT_MATCHED = "kind_limit_matched"
PARTIAL = "partial"
MISREAD = "misread"
MISSED = "missed"
OVERRODE = "overrode"
UNSURE = "unsure"

FITS = (MATCHED, KIND_LIMIT_MATCHED, PARTIAL, MISREAD, MISSED, OVERRODE, UNSURE)
MET = frozenset((MATCHED, KIND_LIMIT_MATCHED))

SLIPS = ("notice", "read", "respond", "in_time", "could_not")

REPAIRED = "repaired"
NOT_YET = "not_yet"
NOT_GOING_TO = "not_going_to"
REPAIR_STATES = ("not_needed", REPAIRED, NOT_YET, NOT_GOING_TO, "unknown")
REPAIR_STARTERS = ("parent", "child", "both", "other")

CHILD_AFTER = (
    "settled_engaged",
    "unchanged",
    "escalated",
    "withdrew",
    "went_along_flat",
    "unknown",
)

COMMENT_SORTS = ("strength", "wondering", "question")
GOAL_STATES = ("open", "reached", "let_go")

CLARITIES = ("subtle", "potent")
SAMPLINGS = ("event", "prompt", "recall")

PERSON = "person"
SUGGESTED = "suggested"

MOMENT = "moment"
CODING = "coding"
CHILD = "child"
CAREGIVER = "caregiver"
TEMPLATE = "template"
TERM = "term"
PRACTICE = "practice"
REFLECTION = "reflection"
CHECKIN = "checkin"
COMMENT = "comment"
GOAL = "goal"
ASSIGNMENT = "assignment"
SESSION = "session"
READ = "read"
CONTACT = "contact"
CONSENT = "consent"
REMINDER = "reminder"
SHARE = "share"

FAMILY_ROLE = "family"
COACH_ROLE = "coach"

FIRST_CHILD = "00000000000000000000000001"
"""Id of the child that moments are about before anybody has been named: the same in every family,
so that two laptops that each start fresh agree on it."""

FIRST_CHILD_NAME = "my child"
"""What that child is called until a person gives a name; it loses to every name that one gives."""

SOMEBODY = "00000000000000000000000002"
"""Stands for the caregiver of a moment where nobody said who was there; no record has this id."""
