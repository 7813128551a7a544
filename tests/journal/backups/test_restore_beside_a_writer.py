"""`restore --replace` takes away no file to which something was written after it was copied."""

from __future__ import annotations

import fcntl
import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from parentkit.domain.errors import DataProblem
from parentkit.journal.backups import restore
from parentkit.journal.backups.make import make_backup
from parentkit.journal.backups.manifest import ASKED
from parentkit.storage import disk, whole_files

if TYPE_CHECKING:
    from collections.abc import Callable

    from parentkit.journal.journal import Journal

    Log = Callable[..., str]

DECEMBER = "2026-12-01T10:00+00:00"


@pytest.fixture
def grown(family: Any, log: Log) -> tuple[Journal, str]:
    """A journal that has a month more than its backup, and the name of the backup."""
    journal: Journal = family.device()
    log(journal)
    made = make_backup(journal.places, journal.now_ms(), ASKED)
    assert made is not None
    family.clock().go_on(days=9)
    log(journal, observed_at=DECEMBER)
    return journal, made.name


def ids(journal: Journal) -> set[str]:
    return {record.id for record in journal.read(None).records}


def december(journal: Journal) -> str:
    [path] = [path for path in whole_files.files_below(journal.places.journal) if "2026-12" in path]
    return path


def test_what_is_written_to_a_file_that_was_to_go_stays(
    family: Any, log: Log, grown: tuple[Journal, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    journal, name = grown
    written: list[str] = []
    copied = restore.make_backup

    def and_somebody_logs(*given: Any) -> Any:
        made = copied(*given)
        written.append(log(journal, observed_at=DECEMBER))
        return made

    monkeypatch.setattr(restore, "make_backup", and_somebody_logs)
    with pytest.raises(DataProblem, match="in the meantime"):
        restore.put_back_everything(journal.places, journal.now_ms(), name)
    assert set(written) <= ids(family.device())


@pytest.mark.parametrize("meanwhile", ["nothing else", "another file is put in its place"])
def test_nobody_can_write_between_the_last_look_and_the_removal(
    family: Any,
    log: Log,
    grown: tuple[Journal, str],
    monkeypatch: pytest.MonkeyPatch,
    meanwhile: str,
) -> None:
    journal, name = grown
    path, written, opened = december(journal), [], []
    read, open_for_append = whole_files.read_whole, disk.open_for_append

    def open_and_another_process_puts_the_file_anew(of: str) -> int:
        descriptor = open_for_append(of)
        if of == path and not opened and meanwhile != "nothing else":
            shutil.copyfile(path, f"{path}.copy")
            os.replace(f"{path}.copy", path)
        opened.extend([of] if of == path else [])
        return descriptor

    def read_and_somebody_tries_to_log(of: str) -> bytes:
        data = read(of)
        if of == path and opened:
            with open(path, "rb") as file:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    return data  # whoever wants to write has to wait, and finds the file gone
            written.append(log(journal, observed_at=DECEMBER))
        return data

    monkeypatch.setattr(disk, "open_for_append", open_and_another_process_puts_the_file_anew)
    monkeypatch.setattr(whole_files, "read_whole", read_and_somebody_tries_to_log)
    restore.put_back_everything(journal.places, journal.now_ms(), name)
    assert opened
    assert not written
    assert len(ids(family.device())) == 1
