"""The views of the rates, in the order of their keys; what they need is imported when shown."""

from __future__ import annotations

from parentkit.tui.rates.picture import View

VIEWS = (
    View(
        "weeks",
        "Weeks",
        "parentkit rates --by week",
        "Both figures week by week. A dot is the rate, the line through it its range: with so many "
        "moments on so many days the share could be anywhere in it. A gap is a week without enough "
        "moments, and gaps are normal.",
        ("weeks", "weeks_picture"),
    ),
    View(
        "signs",
        "Signs",
        "parentkit rates --by family",
        "Both figures for each family of signs. Distress and the rest are different things, which "
        "is why they stand apart. The thin line is the often quoted 30 %; it is no pass mark.",
        ("parts", "families_picture"),
    ),
    View(
        "responses",
        "Responses",
        "parentkit rates --by response",
        "Both figures by what you did first.",
        ("parts", "responses_picture"),
    ),
    View(
        "hours",
        "Hours",
        "parentkit rates --by hour",
        "When in the week moments were written down, and the rough share of them. The number is "
        "how many there are; what nobody wrote down is not in it.",
        ("hours", "hours_picture"),
    ),
    View(
        "people",
        "Who",
        "parentkit rates --by caregiver",
        "Both figures by who was there. Different people meet different situations; this compares "
        "nobody.",
        ("parts", "caregivers_picture"),
    ),
    View(
        "mending",
        "Mending",
        "parentkit rates",
        "Coming back after a miss, and how long it took. Coming back is the better supported idea, "
        "which is why it stands beside the match rate at the same size.",
        ("mending", "mending_picture"),
    ),
    View(
        "over_time",
        "Over time",
        "parentkit rates --weeks 12",
        "Whether the weeks vary more than weeks do by themselves: their longest run on one side of "
        "their middle, and how often they cross it.",
        ("over_time", "over_time_picture"),
    ),
)
