"""What the screens say and do about the files: what is gone, and the day's backup."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from parentkit.domain.ulid import ulid
from parentkit.journal.backups.catalog import backup_names
from parentkit.journal.log.writer import Draft

if TYPE_CHECKING:
    from collections.abc import Callable

    from parentkit.journal.journal import Journal

    Drive = Callable[..., None]


def store_a_moment(journal: Journal) -> str:
    """Puts a moment into the journal; returns its file."""
    fields = {"cue": "sad", "responses": ["comfort"], "observed_at": "2026-11-22T18:05+01:00"}
    journal.append([Draft("moment", ulid(journal.now_ms(), os.urandom(10)), fields)])
    return journal.places.month_file(journal.device.id, "2026-11")


def test_what_is_gone_is_said_when_the_screens_open_and_once(
    journal: Journal, drive: Drive
) -> None:
    path = store_a_moment(journal)
    size = os.path.getsize(path)
    store_a_moment(journal)
    os.truncate(path, size)

    async def scenario(ui: Any) -> None:
        assert "1 entry stored on this machine is no longer in" in ui.words
        said = len(ui.app._notifications)
        await ui.press("u")
        await ui.press("4", "1")
        assert "Nothing was changed" in " ".join(each.message for each in ui.app._notifications)
        assert len(ui.app._notifications) == said + 1

    drive(scenario)


def test_whatever_is_written_on_a_screen_brings_the_days_backup(
    journal: Journal, drive: Drive
) -> None:
    store_a_moment(journal)
    assert backup_names(journal.places, journal.now_ms()) == []

    async def scenario(ui: Any) -> None:
        assert backup_names(journal.places, journal.now_ms()) == []
        await ui.press("u")
        assert len(backup_names(journal.places, journal.now_ms())) == 1
        await ui.press("u")
        assert len(backup_names(journal.places, journal.now_ms())) == 1

    drive(scenario)
