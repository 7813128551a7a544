"""Where things stand: the family's folder, its journal, and the local state beside them."""

from __future__ import annotations

import os
import sys

from parentkit.domain.ulid import is_ulid, ms_of
from parentkit.journal import disk
from parentkit.journal.stamp import month, wall_text

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
    """

    __slots__ = ("device_file", "family", "home", "journal", "state")

    def __init__(self, home: str, state: str) -> None:
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

        Done before the first line is written: a file that holds a line can be found again.
        """
        folder = os.path.dirname(path)
        while len(folder) >= len(self.home):
            disk.fsync_folder(folder)
            folder = os.path.dirname(folder)


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


def month_of_file(path: str) -> str:
    """The month that a file's name begins with, or nothing where it begins otherwise."""
    name = os.path.basename(path)
    month = name[:_MONTH]
    return month if name.endswith(ENDING) and is_month(month) else ""


def files_in(device_folder: str) -> list[str]:
    """Every journal file in one device's folder."""
    return [path for path, _ in _files_of(device_folder)]


def earliest_month(identifier: str, fields: Mapping[str, Any]) -> str:
    """The month before which no operation that sets `fields` on this record may stand.

    It is the latest of: the month in which the id was made, the month in which the moment was
    observed, and the month in which the id of the moment was made that a coding judges.
    """
    observed = fields.get("observed_at")
    return max(
        month_of_id(identifier),
        month_of_id(fields.get("moment")),
        observed[:_MONTH] if isinstance(observed, str) and is_month(observed[:_MONTH]) else "",
    )


def month_of_id(identifier: object) -> str:
    """The UTC month in which a ULID was made; nothing where `identifier` is no ULID."""
    if isinstance(identifier, str) and is_ulid(identifier):
        return month(wall_text(ms_of(identifier)))
    return ""


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
    if sys.platform == "darwin":
        return _in_user_folder("Library", "Application Support", "parentkit", "home")
    if sys.platform == "win32":
        return os.path.join(given.get("APPDATA") or _in_user_folder(), "parentkit")
    return os.path.join(
        given.get("XDG_DATA_HOME") or _in_user_folder(".local", "share"), "parentkit"
    )


def _default_state(given: Mapping[str, str]) -> str:
    if sys.platform == "darwin":
        return _in_user_folder("Library", "Application Support", "parentkit", "state")
    if sys.platform == "win32":
        return os.path.join(given.get("LOCALAPPDATA") or _in_user_folder(), "parentkit")
    return os.path.join(
        given.get("XDG_STATE_HOME") or _in_user_folder(".local", "state"), "parentkit"
    )


def _in_user_folder(*parts: str) -> str:
    return os.path.join(os.path.expanduser("~"), *parts)
