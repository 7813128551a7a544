"""Which device this is, and what it remembers for itself: never shared, never in the family's folder.

Two machines that wrote under one device id would write into one file. So the device's file holds its
own inode and the machine's id; where either differs, the state was copied, restored or cloned, and a
new id is taken. The old one stays in the family as another device.
"""

from __future__ import annotations

import os

from parentkit.domain.jsontext import NotJson, compact, parse
from parentkit.domain.ulid import RANDOM_BYTES, is_ulid, ulid
from parentkit.journal import disk
from parentkit.journal.lock import lock, unlock

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


def this_device(path: str, now_ms: int) -> Device:
    """The device that `path` describes, or a new one where it describes none that can be used.

    Never stands in the way of logging: a file that cannot be read is set aside under another name,
    and where the state folder cannot be written the new id lasts as long as the process. The notice
    says so in both cases.
    """
    try:
        known = _read(path)
        if known is not None and known.is_this:
            return known.device
        return _taken_anew(path, now_ms)
    except OSError as problem:
        notice = (
            f"{path} cannot be used ({problem.strerror}), so this device goes by a new name until it "
            "can. Moments are stored all the same."
        )
        return Device(_new_id(now_ms), notice=notice)


def remember(
    path: str, device: Device, *, child: str | None = None, caregiver: str | None = None
) -> None:
    """Keep the child and the caregiver chosen on this device; None leaves one as it was.

    Raises:
        OSError: the state folder cannot be written.
    """
    device.child = child or device.child
    device.caregiver = caregiver or device.caregiver
    held = _hold(path)
    try:
        known = _read(path)
        if known is not None and known.is_this and known.device.id == device.id:
            device.child = child or known.device.child
            device.caregiver = caregiver or known.device.caregiver
        _store(path, device)
    finally:
        _let_go(held)


class _Known:
    """What a device's file says, and whether it speaks of this machine and this very file."""

    __slots__ = ("device", "is_this")

    def __init__(self, device: Device, *, is_this: bool) -> None:
        self.device = device
        self.is_this = is_this


class _Broken(ValueError):
    """The device's file is there and does not say which device this is."""


def _taken_anew(path: str, now_ms: int) -> Device:
    held = _hold(path)
    try:
        device = Device(_new_id(now_ms))
        try:
            known = _read(path)  # again: another process may have been first
        except _Broken:
            known = None
            aside = f"{path}.unreadable-{device.id}"
            disk.replace(path, aside)
            device.notice = (
                f"{path} could not be read; it now stands as {aside}, and this device goes by a new "
                "name. Nothing that was logged is touched by this."
            )
        if known is not None:
            if known.is_this:
                return known.device
            device.child = known.device.child
            device.caregiver = known.device.caregiver
        _store(path, device)
        return device
    finally:
        _let_go(held)


def _read(path: str) -> _Known | None:
    try:
        with open(path, "rb") as file:
            inode = os.fstat(file.fileno()).st_ino
            data = file.read()
    except FileNotFoundError:
        return None
    try:
        stored = parse(data.decode())
    except (NotJson, UnicodeDecodeError):
        raise _Broken from None
    if not isinstance(stored, dict) or not is_ulid(stored.get("id")):
        raise _Broken
    device = Device(stored["id"], _text(stored.get("child")), _text(stored.get("caregiver")))
    machine = _machine()
    elsewhere = machine and stored.get("machine") and stored["machine"] != machine
    return _Known(device, is_this=stored.get("inode") == inode and not elsewhere)


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


def _hold(path: str) -> int:
    folder = os.path.dirname(path)
    disk.make_folders(folder)
    descriptor = disk.create_for_append(os.path.join(folder, "device.lock"))
    try:
        lock(descriptor)
    except OSError:
        disk.close(descriptor)
        raise
    return descriptor


def _let_go(descriptor: int) -> None:
    unlock(descriptor)
    disk.close(descriptor)


def _new_id(now_ms: int) -> str:
    return ulid(max(now_ms, 0), os.urandom(RANDOM_BYTES))


def _machine() -> str:
    """The machine's id where the system has a file for it, else nothing."""
    for path in _MACHINE_FILES:
        try:
            with open(path, "rb") as file:
                return file.read().strip().decode("utf-8", "replace")
        except OSError:
            continue
    return ""


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
