"""A coding tells to the second when it was made, so that two of one minute keep their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.services.coach.blind import code

if TYPE_CHECKING:
    from conftest import Coach, Parent


def test_a_coding_tells_the_second(coach: Coach, parent: Parent) -> None:
    coach.add(parent.file(moment := parent.moment()))
    coded = code(coach.open().journal, coach.coder, moment[0], {"fit": "partial"})
    assert str(coded.coding["logged_at"]).startswith("2026-11-22T18:05:3")
