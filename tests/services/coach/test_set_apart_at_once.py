"""What a later consent has closed is out of sight at once, and back at once with a new one."""

from __future__ import annotations

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
    with freeze_time("2026-11-22 18:05:33", tick=True):
        coach.add(parent.file(parent.moment(), until="2026-11-25"))
    with freeze_time("2026-11-27 17:05:33", tick=True):
        coach.add(early)
        assert set(places(coach).values()) == {"closed"}
        assert len(places(coach)) == 2


def test_a_new_consent_brings_back_what_was_set_apart(
    coach: Coach, parent: Parent, frozen: Any
) -> None:
    coach.add(parent.file(parent.moment()))
    frozen.tick(60)
    coach.add(parent.notice())
    assert set(places(coach).values()) == {"closed"}
    frozen.tick(60)
    coach.add(parent.file(parent.moment()))
    assert set(places(coach).values()) == {"journal"}
    assert len(places(coach)) == 2
