"""What is closed is out of sight at once: until a renewal, or, once it was withdrawn, for good."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from freezegun import freeze_time

if TYPE_CHECKING:
    from conftest import Coach, Parent


def places(coach: Coach) -> dict[str, str]:
    """For each bundle that is here, whether its lines stand in the `journal` or `closed`."""
    names = [name.split("/")[-3:-1] for name in coach.files() if name.endswith(".jsonl")]
    return {folder: place for place, folder in names}


def test_a_file_that_comes_late_is_set_apart_with_the_others(coach: Coach, parent: Parent) -> None:
    early = parent.file(parent.moment())
    with freeze_time("2026-11-22 18:05:33", auto_tick_seconds=0.001):
        coach.add(parent.file(parent.moment(), until="2026-11-25"))
    with freeze_time("2026-11-27 17:05:33", auto_tick_seconds=0.001):
        coach.add(early)
        assert set(places(coach).values()) == {"closed"}
        assert len(places(coach)) == 2


def test_a_renewal_brings_back_what_had_ended(coach: Coach, parent: Parent, frozen: Any) -> None:
    coach.add(parent.file(one := parent.moment(), until="2026-11-23"))
    frozen.move_to("2026-11-25 17:05:33")
    coach.add(parent.file(two := parent.moment()))
    assert set(places(coach).values()) == {"journal"}
    assert coach.moments() == {one[0], two[0]}


def test_after_a_withdrawal_a_new_consent_opens_what_came_with_it_alone(
    coach: Coach, parent: Parent, frozen: Any
) -> None:
    again = parent.moment(note="the old words")
    coach.add(parent.file(again, parent.moment(note="more")))
    frozen.tick(60)
    coach.add(parent.notice())
    assert set(places(coach).values()) == {"closed"}
    frozen.tick(60)
    bare = (again[0], {name: value for name, value in again[1].items() if name != "note"})
    coach.add(parent.file(bare))
    assert sorted(places(coach).values()) == ["closed", "journal"]
    (seen,) = coach.open().journal.read()
    assert seen.id == again[0]
    assert "note" not in seen.fields
    frozen.tick(60)
    coach.add(parent.file(later := parent.moment()))
    assert coach.moments() == {again[0], later[0]}


def test_a_family_that_an_older_version_opened_again_is_closed_again(
    coach: Coach, parent: Parent, frozen: Any
) -> None:
    coach.add(parent.file(parent.moment()))
    frozen.tick(60)
    coach.add(parent.notice())
    frozen.tick(60)
    coach.add(parent.file(later := parent.moment()))
    family = coach.open().family
    for name in os.listdir(family.closed):
        os.rename(os.path.join(family.closed, name), family.places.device_folder(name))
    os.rmdir(family.closed)
    assert coach.moments() == {later[0]}
