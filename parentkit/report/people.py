"""Children and caregivers, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.domain.sentence import listed, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def went_along_sentence(moments: int, name: str) -> str:
    """That moments written before there was a name are about whoever has it now."""
    return plural(
        moments,
        one="{n} moment written before there was a name is {name}'s now; undo takes back both.",
        other="{n} moments written before there was a name are {name}'s now; undo takes back both.",
        name=name,
    )


def split_lines(child: str, stays: int, parts: Iterable[tuple[str, int]]) -> list[str]:
    """What goes to which name where a child is taken apart, each with its number of moments."""
    stay = plural(
        stays,
        one="{n} moment stays with {name}.",
        other="{n} moments stay with {name}.",
        name=child,
    )
    going = [
        plural(
            moments, one="{n} moment goes to {name}.", other="{n} moments go to {name}.", name=name
        )
        for name, moments in parts
    ]
    return [stay, *going]


def with_other_names(person: str, names: Sequence[str]) -> str:
    """A person as they are described, with what they are called elsewhere."""
    return f"{person}, also called {listed(names)} on another device" if names else person
