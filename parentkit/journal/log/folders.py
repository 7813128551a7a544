"""Where things stand: the family's folder, its journal, and the local state beside them."""

from __future__ import annotations

import os
import sys

from parentkit.domain.ulid import ms_of
from parentkit.journal.log.stamp import month_of_ms
from parentkit.storage import disk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

ENDING = ".jsonl"
LASTING = "family"

_MONTH = len("2026-11")


class Places:
    """The folders of one home and one local state.

    `home` and `state` are these two; `family` is what laptops may share, `journal` in it holds one
    folder per device, and `device_file` is what this machine knows of itself and never shares.
    Where they are `read_only`, nothing is written there, not even what only makes reading faster.
    """

    __slots__ = ("device_file", "family", "home", "journal", "read_only", "state")

    def __init__(self, home: str, state: str, *, read_only: bool = False) -> None:
        self.read_only = read_only
        self.home = home
        self.state = state
        self.family = os.path.join(home, "families", "own")
        self.journal = os.path.join(self.family, "journal")
        self.device_file = os.path.join(state, "device.json")

    def device_folder(self, device: str) -> str:
        """The folder that only this device writes to."""
        return f"{self.journal}{os.sep}{device}"

    def month_file(self, device: str, month: str) -> str:
        """Where a device writes moments and codings of a month (`2026-11`)."""
        return f"{self.journal}{os.sep}{device}{os.sep}{month}{ENDING}"

    def lasting_file(self, device: str) -> str:
        """Where a device writes children, caregivers, templates and own terms."""
        return f"{self.journal}{os.sep}{device}{os.sep}{LASTING}{ENDING}"

    def secure_names(self, path: str) -> None:
        """Make sure that a new journal file's name, and those of its folders, are on the disk.

        Done before the first line is written: a file that holds a line can be found again. Folders
        that stand already are not passed by, because whoever made them may have been stopped before
        their names were secured.
        """
        folder = os.path.dirname(os.path.abspath(path))
        home = os.path.abspath(self.home)
        while True:
            try:
                disk.fsync_folder(folder)
            except PermissionError:
                if folder.startswith(home):
                    raise  # above the home, others look after their folders
            above = os.path.dirname(folder)
            if above == folder:
                return
            folder = above


def default_places(environment: Mapping[str, str] | None = None) -> Places:
    """The platform's usual folders, or those that PARENTKIT_HOME and PARENTKIT_STATE name."""
    given = os.environ if environment is None else environment
    home = given.get("PARENTKIT_HOME") or _default_home(given)
    state = given.get("PARENTKIT_STATE") or _default_state(given)
    return Places(os.path.abspath(home), os.path.abspath(state))


def dated_files(journal: str, from_month: str | None = None) -> list[str]:
    """Every file of moments and codings, all devices, from a month (`2026-11`) on.

    Copies that a sync tool has set beside a file (`2026-11 (conflicted copy).jsonl`) are among
    them, and so are folders that cannot be opened, so that reading them says so. Ordered by device,
    then by name.
    """
    first = from_month or ""
    return [path for path, month in _files(journal) if month is None or (month and month >= first)]


def lasting_files(journal: str) -> list[str]:
    """Every file of lasting records, all devices, with copies that a sync tool has set beside."""
    return [path for path, month in _files(journal) if not month]


def journal_files(places: Places) -> list[str]:
    """Every file of the journal, all devices, with the copies that a sync tool has set beside."""
    return sorted(path for path, _ in _files(places.journal))


def month_of_file(path: str) -> str:
    """The month that a file's name begins with, or nothing where it begins otherwise."""
    name = os.path.basename(path)
    month = name[:_MONTH]
    return month if name.endswith(ENDING) and is_month(month) else ""


def files_in(device_folder: str) -> list[str]:
    """Every journal file in one device's folder."""
    return [path for path, _ in _files_of(device_folder)]


def month_for(identifier: str, fields: Mapping[str, Any], written: str, written_ms: int) -> str:
    """The month of the file in which an operation that sets `fields` on a record is to stand.

    It is the latest of the month in which it was `written` (whose time is `written_ms` or later),
    the months in which the record's id and the id of a judged moment were made, and the month in
    which a moment was observed.
    """
    ids_ms = max(ms_of_id(identifier), ms_of_id(fields.get("moment")))
    latest = max(written, month_of_ms(ids_ms)) if ids_ms > written_ms else written
    observed = fields.get("observed_at")
    if isinstance(observed, str) and observed[:_MONTH] > latest and is_month(observed[:_MONTH]):
        return observed[:_MONTH]
    return latest


def ms_of_id(identifier: object) -> int:
    """Milliseconds since 1970 UTC at which a ULID was made, -1 where it is none."""
    try:
        return ms_of(identifier) if isinstance(identifier, str) else -1
    except ValueError:
        return -1


def month_of_id(identifier: object) -> str:
    """The UTC month in which a ULID was made; nothing where `identifier` is none."""
    ms = ms_of_id(identifier)
    return month_of_ms(ms) if ms >= 0 else ""


def newest_file(device_folder: str) -> str | None:
    """The file of the latest month in a device's folder, None where it has none."""
    dated = [name for name in _names(device_folder) or () if month_of_file(name)]
    return os.path.join(device_folder, max(dated)) if dated else None


def is_month(text: str) -> bool:
    """Whether `text` names a month as file names do: `2026-11`."""
    return (
        len(text) == _MONTH
        and text.isascii()
        and text[4] == "-"
        and text[:4].isdigit()
        and text[5:].isdigit()
        and "01" <= text[5:] <= "12"
    )


def _files(journal: str) -> list[tuple[str, str | None]]:
    """Files with their months; a folder that cannot be opened stands for itself, without one."""
    found: list[tuple[str, str | None]] = []
    devices = _names(journal)
    if devices is None:
        return [(journal, None)]
    for device in devices:
        found += _files_of(os.path.join(journal, device))
    return found


def _files_of(folder: str) -> list[tuple[str, str | None]]:
    names = _names(folder)
    if names is None:
        return [(folder, None)]
    months = [(name, month_of_file(name)) for name in names if name.endswith(ENDING)]
    return [
        (os.path.join(folder, name), file_month)
        for name, file_month in months
        if file_month or name.startswith(LASTING)
    ]


def _names(folder: str) -> list[str] | None:
    """Names in a folder in order: none where it is missing, None where it cannot be opened."""
    try:
        return sorted(os.listdir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError:
        return None


def _default_home(given: Mapping[str, str]) -> str:
    return _default(given, "home", "APPDATA", "XDG_DATA_HOME", "share")


def _default_state(given: Mapping[str, str]) -> str:
    return _default(given, "state", "LOCALAPPDATA", "XDG_STATE_HOME", "state")


def _default(given: Mapping[str, str], name: str, on_windows: str, xdg: str, below: str) -> str:
    """A folder where the system keeps such things; two variables may say where that is."""
    if sys.platform == "darwin":
        return _in_user_folder("Library", "Application Support", "parentkit", name)
    if sys.platform == "win32":
        return os.path.join(given.get(on_windows) or _in_user_folder(), "parentkit")
    return os.path.join(given.get(xdg) or _in_user_folder(".local", below), "parentkit")


def _in_user_folder(*parts: str) -> str:
    return os.path.join(os.path.expanduser("~"), *parts)
