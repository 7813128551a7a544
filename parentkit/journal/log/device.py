"""Which device this is, and what it remembers: never shared, never in the family's folder.

Two machines that wrote under one device id would write into one file. So the device's file holds
its own inode and the machine's id; where either differs, the state was copied, restored or cloned,
and a new id is taken. The old one stays in the family as another device.
"""

from __future__ import annotations

import os

from parentkit.domain.jsontext import NotJson, compact, parse
from parentkit.domain.ulid import RANDOM_BYTES, is_ulid, ulid
from parentkit.storage import disk
from parentkit.storage.reading import NotAFile, TooLarge, read_bounded, read_with_status

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from parentkit.storage.held import Held

_LONGEST_MACHINE_ID = 1 << 12
_MACHINE_FILES = ("/etc/machine-id", "/var/lib/dbus/machine-id")


class Device:
    """This device: its `id`, and the `child` and `caregiver` last chosen on it.

    `notice` is a sentence for the person where something about the device's file should be known.
    """

    __slots__ = ("caregiver", "child", "id", "notice")

    def __init__(
        self,
        id: str,  # noqa: A002 the name that the file uses
        child: str | None = None,
        caregiver: str | None = None,
        notice: str = "",
    ) -> None:
        self.id = id
        self.child = child
        self.caregiver = caregiver
        self.notice = notice


def known_as(path: str) -> Device:
    """The device that `path` describes, with an empty id where it describes none; makes nothing."""
    try:
        found = _read(path)
    except OSError:
        return Device("")
    return found.device if found.usable else Device("")


def this_device(path: str, now_ms: int) -> Device:
    """The device that `path` describes, or a new one where it describes none that can be used.

    Never stands in the way of logging: a file that cannot be read is set aside under another name,
    and where the state folder cannot be written the new id lasts as long as the process. The notice
    says so in both cases.
    """
    try:
        found = _read(path)
        if found.usable:
            return found.device
        return _taken_anew(path, now_ms)
    except OSError as problem:
        notice = (
            f"{path} cannot be used ({problem.strerror}), so this device goes by a new name until "
            "it can. Moments are stored all the same."
        )
        return Device(_new_id(now_ms), notice=notice)


def remember(
    path: str, device: Device, *, child: str | None = None, caregiver: str | None = None
) -> None:
    """Keep the child and the caregiver chosen on this device; None leaves one as it was.

    Where the state folder cannot be written, the choice lasts as long as the process and the
    device's notice says so.
    """
    device.child = child or device.child
    device.caregiver = caregiver or device.caregiver
    try:
        with _held(path):
            found = _read(path)
            if found.usable and found.device.id == device.id:
                device.child = child or found.device.child
                device.caregiver = caregiver or found.device.caregiver
            elif found.broken:
                _set_aside(path, device)
            _store(path, device)
    except OSError as problem:
        device.notice = (
            f"{path} cannot be written ({problem.strerror}): the choice holds for this run. "
            "Moments are stored all the same."
        )


def forget(path: str, device: Device, gone: AbstractSet[str]) -> None:
    """Know no longer that one of these was chosen on this device.

    Raises:
        OSError: it could not be written.
    """
    if gone.isdisjoint(filter(None, (device.child, device.caregiver))):
        return
    with _held(path):
        device.child = None if device.child in gone else device.child
        device.caregiver = None if device.caregiver in gone else device.caregiver
        _store(path, device)


class _Found:
    """What stands in a device's file: a device, whether it is this one, or something unreadable."""

    __slots__ = ("broken", "device", "usable")

    def __init__(
        self, device: Device | None = None, *, usable: bool = False, broken: bool = False
    ) -> None:
        self.device = device or Device("")
        self.usable = usable
        self.broken = broken


def _taken_anew(path: str, now_ms: int) -> Device:
    with _held(path):
        found = _read(path)  # again: another process may have been first
        if found.usable:
            return found.device
        device = Device(_new_id(now_ms), found.device.child, found.device.caregiver)
        if found.broken:
            _set_aside(path, device)
        _store(path, device)
        return device


def _read(path: str) -> _Found:
    try:
        data, status = read_with_status(path)
    except FileNotFoundError:
        return _Found()
    except (PermissionError, NotAFile, TooLarge):
        return _Found(broken=True)
    try:
        stored = parse(data.decode())
    except (NotJson, UnicodeDecodeError):
        return _Found(broken=True)
    if not isinstance(stored, dict) or not is_ulid(stored.get("id")):
        return _Found(broken=True)
    device = Device(stored["id"], _text(stored.get("child")), _text(stored.get("caregiver")))
    machine, written_on = _machine(), stored.get("machine")
    same_machine = not machine or not written_on or machine == written_on
    return _Found(device, usable=same_machine and stored.get("inode") == status.st_ino)


def _set_aside(path: str, device: Device) -> None:
    aside = f"{path}.unreadable-{device.id}"
    disk.replace(path, aside)
    device.notice = (
        f"{path} could not be read; it now stands as {aside}, and this device goes by a new name. "
        "Nothing that was logged is touched by this."
    )


def _store(path: str, device: Device) -> None:
    def content(inode: int) -> bytes:
        stored = {
            "id": device.id,
            "inode": inode,
            "machine": _machine(),
            "child": device.child,
            "caregiver": device.caregiver,
        }
        return compact(stored).encode() + b"\n"

    disk.write_whole(path, content)


def _held(path: str) -> Held:
    from parentkit.storage.held import held  # a quick entry finds its device made

    return held(os.path.join(os.path.dirname(path), "device.lock"))


def _new_id(now_ms: int) -> str:
    return ulid(max(now_ms, 0), os.urandom(RANDOM_BYTES))


def _machine() -> str:
    """The machine's id where the system has a file for it, else nothing."""
    for path in _MACHINE_FILES:
        try:
            return read_bounded(path, _LONGEST_MACHINE_ID).strip().decode("utf-8", "replace")
        except OSError:
            continue
    return ""


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
