"""What two devices called a child before they knew of each other, read off the child's history.

A name is a first one where whoever gave it replaced no name from another device. Two first names
that differ are two children, whatever happened to that record since.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.codes import FIRST_CHILD_NAME
from parentkit.domain.log.household import name_of
from parentkit.domain.text import name_key
from parentkit.services.family.joining import counting

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from parentkit.journal import Operation


class FirstNames(NamedTuple):
    """The first names of a child; names stand as `name_key` gives them.

    Attributes:
        others: by each name that does not stay, the devices that gave it, earliest first.
        spelt: these names as they were typed.
        by_device: every name by the device that gave it.
        by_writer: every name by the caregiver who gave it, where that one gave no other.
    """

    others: Mapping[str, tuple[str, ...]]
    spelt: Mapping[str, str]
    by_device: Mapping[str, str]
    by_writer: Mapping[str, str]

    def of(self, operation: Operation) -> str | None:
        """The name that whoever wrote this gave the child; None where nobody can know."""
        return self.by_device.get(operation.device) or self.by_writer.get(operation.by)


def first_names(history: Sequence[Operation], shown: str) -> FirstNames:
    """The first names in a child's history; `shown` is the name that it has now.

    That name stays, and no other one where the child has but one. Where somebody has given yet
    another since, the one that this device had given first stays, else the earliest.
    """
    given = [
        one
        for one in counting(history)
        if isinstance(one.set.get("name"), str)
        and one.batch is None  # what an import brings along is no name that was given here
        and name_key(one.set["name"]) != name_key(FIRST_CHILD_NAME)
    ]
    given.sort(key=lambda operation: operation.stamp)
    firsts = _unknowing(given)
    by_device = {device: name_key(_name(one)) for device, one in firsts.items()}
    stays = name_key(shown)
    if firsts and stays not in by_device.values():
        earliest = min(firsts, key=lambda device: firsts[device].stamp)
        stays = by_device.get(given[-1].device, by_device[earliest])
    others: dict[str, tuple[str, ...]] = {}
    for device in sorted(by_device, key=lambda each: firsts[each].stamp):
        if by_device[device] != stays:
            others[by_device[device]] = (*others.get(by_device[device], ()), device)
    spelt = {name: _name(firsts[devices[0]]) for name, devices in others.items()}
    return FirstNames(others, spelt, by_device, _by_writer(firsts, by_device))


def _unknowing(given: Sequence[Operation]) -> dict[str, Operation]:
    """By device, the last name that it gave without replacing one from another device."""
    writers = {one.stamp: one.device for one in given}
    firsts = {}
    for one in given:
        replaced = (one.base or {}).get("name", ())
        if {writers[stamp] for stamp in replaced if stamp in writers} <= {one.device}:
            firsts[one.device] = one
    return firsts


def _by_writer(firsts: Mapping[str, Operation], by_device: Mapping[str, str]) -> dict[str, str]:
    names: dict[str, set[str]] = {}
    for device, one in firsts.items():
        if one.by:
            names.setdefault(one.by, set()).add(by_device[device])
    return {writer: min(those) for writer, those in names.items() if len(those) == 1}


def _name(operation: Operation) -> str:
    return name_of({"name": operation.set["name"]})
