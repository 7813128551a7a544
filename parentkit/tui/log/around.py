"""What stands around a new moment: number-key shortcuts, and how old the child is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit import clock
from parentkit.domain.log.age import age_band, age_words
from parentkit.domain.log.household import name_of
from parentkit.domain.schema.kinds import template_fields
from parentkit.services.log.habits import Habit, read_habits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from parentkit.domain.log.household import Household, Person
    from parentkit.tui.family import Family

NUMBER_KEYS = 9
MOST_TEMPLATES = 5
"""Templates that come before the habits; further ones fill what habits leave."""


class Shortcut(NamedTuple):
    """What a number key takes: its words in two parts, and the fields."""

    words: tuple[str, str]
    takes: Mapping[str, Any]


class Around(NamedTuple):
    """Shortcuts in the order of their keys, and the child's age band and age in words."""

    shortcuts: tuple[Shortcut, ...] = ()
    age: tuple[str, str] = ("", "")


def look_around(family: Family, child: str) -> Around:
    """What there is for a child; reads files."""
    household, today = family.household, clock.local_now().date()
    habits = read_habits(family.journal, child, today, NUMBER_KEYS)
    born = next(
        (each.get("birth_month") for each in household.children if each["id"] == child), None
    )
    day = today.isoformat()
    age = (age_band(born, day) or "", age_words(born, day) or "")
    return Around(tuple(_shortcuts(household, child, habits)), age)


def _shortcuts(household: Household, child: str, habits: list[Habit]) -> list[Shortcut]:
    cues = household.vocabulary("cues")
    templates = [
        _of_template(household, each)
        for each in household.templates
        if each.get("child", child) == child and not each.get("hidden") and each.get("cue") in cues
    ]
    offered = [_of_habit(household, habit) for habit in habits if _is_offered(household, habit)]
    first = templates[: max(MOST_TEMPLATES, NUMBER_KEYS - len(offered))]
    return [*first, *offered][:NUMBER_KEYS]


def _of_template(household: Household, template: Person) -> Shortcut:
    takes = {name: template[name] for name in template_fields() if template.get(name)}
    sign = household.vocabulary("cues").short(template["cue"])
    name = name_of(template)
    return Shortcut((name or sign, "" if not name or name == sign else sign), takes)


def _of_habit(household: Household, habit: Habit) -> Shortcut:
    responses = household.vocabulary("responses")
    done = ", ".join(map(responses.short, habit.responses))
    takes = {"cue": habit.cue, "responses": habit.responses}
    return Shortcut((household.vocabulary("cues").short(habit.cue), done), takes)


def _is_offered(household: Household, habit: Habit) -> bool:
    """Whether all words of a habit are still among those to choose from."""
    responses = household.vocabulary("responses").offered()
    return habit.cue in household.vocabulary("cues").offered() and set(habit.responses) <= set(
        responses
    )
