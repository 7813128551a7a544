"""Whether erasing was the last thing that this device did, which no undo takes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.domain.errors import NothingFound
from parentkit.journal.log.actions import last_action, time_of_action
from parentkit.journal.log.folders import files_in
from parentkit.journal.log.redact import marks_in
from parentkit.journal.log.scan import read_bytes, scan

if TYPE_CHECKING:
    from parentkit.journal.log.folders import Places


def erased_last(places: Places, device: str, now_ms: int) -> bool:
    """Whether something was erased here after all that an undo could still take back.

    False where nothing is left to undo.

    Raises:
        DataProblem: one of this device's files cannot be read.
    """
    files = files_in(places.device_folder(device))
    try:
        _, operations = last_action(files, now_ms)
    except NothingFound:
        return False
    marks = (line for path in files for line in marks_in(read_bytes(path)))
    erased = (one for line in marks for one in scan(line).operations)
    # What was emptied has the time of its beginning; what hides it, that of the erasing.
    stamps = [one.stamp for one in erased if one.set.get("deleted")]
    return max(stamps, default="") > time_of_action(operations)
