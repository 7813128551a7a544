"""Looking after the files: check, repair, back up, go back, say where they are."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from parentkit.domain.errors import DataProblem
from parentkit.domain.time.localtime import stamp_local
from parentkit.journal import (
    ASKED,
    Lost,
    accept,
    accept_missing,
    backup_names,
    backups_folder,
    chosen_backup,
    examine,
    fold,
    histories_of,
    journal_files,
    known_backups,
    known_device,
    make_backup,
    mend,
    month_of_ms,
    put_back,
    put_back_everything,
    quarantine_folder,
    read_manifest,
    snapshots_folder,
)
from parentkit.services.coach.workspace import FOLDER
from parentkit.services.sharing.keyring import key_file
from parentkit.services.upkeep.unknown_codes import Known
from parentkit.storage.whole_files import files_below

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from parentkit.domain.log.household import Household
    from parentkit.journal import Done, Examined, Journal, Made, Restored

_MONTH = len("2026-11")


def check(journal: Journal, household: Household) -> Examined:
    """Look through every file and every moment; nothing is changed."""
    known, places = Known(household), journal.places
    examined = examine(places, journal.now_ms(), known.is_odd)
    histories = histories_of(places.journal, examined.odd).values()
    records = fold((one for history in histories for one in history), journal.now_ms()).values()
    findings = (*examined.findings, *known.findings(places.journal, records))
    return examined._replace(findings=findings)


def repair(journal: Journal, examined: Examined) -> list[Done]:
    """Repair what can be repaired; what leaves a file stands in quarantine first."""
    return mend(journal.places, journal.now_ms(), examined)


def say_no_more(journal: Journal, examined: Examined) -> list[Done]:
    """Take note of all entries that are missing, so that they are not named as news again."""
    return accept_missing(journal.places, journal.now_ms(), examined)


def accept_ahead(journal: Journal, examined: Examined) -> int:
    """Let values stamped more than a day ahead count from now on; how many records had some.

    Raises:
        WriteProblem: they could not be stored.
    """
    return len(accept(journal, examined.ahead))


def back_up(journal: Journal) -> Made:
    """Make a backup now, reading every file that it shares with the one before.

    Raises:
        DataProblem: there is nothing to back up, or it could not be made.
    """
    try:
        made = make_backup(journal.places, journal.now_ms(), ASKED)
    except OSError as problem:
        raise told(problem, backups_folder(journal.places), "The journal is untouched.") from None
    if made is None:
        raise DataProblem("There is nothing to back up yet.", "parentkit log writes a moment down.")
    return made


def backups(journal: Journal) -> list[dict[str, Any]]:
    """The backups, newest first: name, folder, when made (UTC), what for, files, bytes.

    Raises:
        DataProblem: it is not known which there are.
    """
    listed = []
    for name in known_backups(journal.places, journal.now_ms()):
        folder = os.path.join(backups_folder(journal.places), name)
        manifest = read_manifest(folder)
        sizes = [entry.size for entry in manifest.files.values()] if manifest else []
        listed.append(
            {
                "name": name,
                "folder": folder,
                "made": manifest.made if manifest else None,
                "reason": manifest.reason if manifest else None,
                "files": len(sizes),
                "bytes": sum(sizes),
            }
        )
    return listed


def go_back(
    journal: Journal, name: str | None, *, everything: bool = False, dry_run: bool = False
) -> Restored:
    """Put back what a backup holds and the journal has no longer, or everything as it was then.

    Raises:
        NothingFound: there is no such backup.
        DataProblem: it is damaged, or something could not be written.
    """
    places, now_ms = journal.places, journal.now_ms()
    chosen = chosen_backup(places, now_ms, name)
    journal.close()
    try:
        restore = put_back_everything if everything else put_back
        return restore(places, now_ms, chosen, dry_run=dry_run)
    except OSError as problem:
        safe = f"The backup {chosen} is untouched; restoring it again goes on from here."
        raise told(problem, places.journal, safe) from None


def others_holding(journal: Journal, name: str) -> list[str]:
    """Other backups that hold operations which the journal has no longer."""
    lost = Lost(journal.places, journal.now_ms())
    names = known_backups(journal.places, journal.now_ms())
    return [other for other in names if other != name and lost.held_by(other)]


def located(journal: Journal) -> dict[str, Any]:
    """Where everything stands, and how much it is."""
    places = journal.places
    device = known_device(places)
    names = backup_names(places, journal.now_ms())
    # A moment of now stands by its local month, where that has begun and the one in UTC has not.
    month = max(month_of_ms(journal.now_ms()), stamp_local(journal.now_ms() / 1000)[:_MONTH])
    return {
        "home": places.home,
        "state": places.state,
        "journal": {"folder": places.journal, **_size(journal_files(places))},
        "device": device,
        "device_file": places.device_file,
        "sharing_key": _if_there(key_file(places)),
        "coach": _if_there(os.path.join(places.home, FOLDER)),
        "writes_to": places.month_file(device, month) if device else None,
        "backups": {
            "folder": backups_folder(places),
            "count": len(names),
            "newest": names[0] if names else None,
            **_size_below(backups_folder(places)),
        },
        "quarantine": {
            "folder": quarantine_folder(places),
            **_size_below(quarantine_folder(places)),
        },
        "snapshots": {
            "folder": snapshots_folder(places),
            **_size_below(snapshots_folder(places)),
        },
    }


def _if_there(path: str) -> str | None:
    return path if os.path.lexists(path) else None


def _size_below(folder: str) -> dict[str, int]:
    return _size(files_below(folder))


def _size(paths: Iterable[str]) -> dict[str, int]:
    """How many files, and the bytes that they take together; a shared file counts once."""
    sizes = {}
    count = 0
    for path in paths:
        status = os.stat(path)
        sizes[status.st_dev, status.st_ino] = status.st_size
        count += 1
    return {"files": count, "bytes": sum(sizes.values())}


def told(problem: OSError, place: str, safe: str) -> DataProblem:
    """The error for files that the system would not read or write; `safe` is what is safe."""
    where = problem.filename or place
    return DataProblem(f"{where}: {problem.strerror or problem}.", safe)
