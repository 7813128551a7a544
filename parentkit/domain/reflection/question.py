"""A reflection question, and the words in which its condition is written.

docs/question-packs.md is the reference for the fields and the conditions; the tables here are the
same words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

ABOUT_CHILD = "child"
ABOUT_SELF = "self_attunement"
ABOUT_SLIP = "slip"
ABOUT_REPAIR = "repair"
ABOUT_PATTERN = "pattern"
ABOUT_WEEK = "week"
ABOUT_SUPPORT = "support"
KINDS = (
    ABOUT_CHILD,
    ABOUT_SLIP,
    ABOUT_REPAIR,
    ABOUT_PATTERN,
    ABOUT_WEEK,
    ABOUT_SELF,
    ABOUT_SUPPORT,
)
"""The kinds of questions, in the order in which they are asked."""

REQUIRED = ("id", "text", "kind")
FIELDS = (*REQUIRED, "when", "follow_up", "source")

SCOPE = "scope"
OF_MOMENT, OF_WEEK = "moment", "week"
LIKE = "like"
MISCUE = "miscue"
BAND = "band"

LISTS = (
    *("fit", "slip", "response", "response_pole", "cue", "cue_family", "repair_state", "repair_by"),
    *("child_after", "context", "parent_state", "clarity", "sampling", BAND),
)
"""Keys about one moment that take a list of codes."""

MOMENT_KEYS = (*LISTS, MISCUE)
LIKE_SHARE = "like_share_at_least"
LIKE_COUNTS = ("like_at_least", LIKE_SHARE)
COUNTS = (
    *("moments_at_least", "moments_at_most", "not_met_at_least", "repaired_at_least"),
    *("open_at_least", "gap_days_at_least", "caregivers_at_least", "children_at_least"),
    "like_at_least",
)
SHARES = (
    *("met_share_at_least", "met_share_at_most", "came_back_share_at_least"),
    *("day_swing_at_least", "like_share_at_least"),
)
WEEK_KEYS = (*COUNTS, *SHARES, BAND, LIKE)


class Question(NamedTuple):
    """One question of the bank or of a pack; `when` is its condition, empty for any week."""

    id: str
    text: str
    kind: str
    when: Mapping[str, Any] = {}
    follow_up: str = ""
    source: str = ""
