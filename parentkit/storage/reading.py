"""Reading the program's own small files: regular files alone, up to a size, JSON or a sentence.

What stands in a file's place may be anything: a folder, a pipe that nobody writes to, a device that
never ends. Opening such a thing must not hang, and reading it must not fill the memory.
"""

from __future__ import annotations

import errno
import os
from stat import S_ISBLK, S_ISCHR, S_ISDIR, S_ISFIFO, S_ISREG, S_ISSOCK

from parentkit.domain.errors import DataProblem
from parentkit.domain.jsontext import NotJson, parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, BinaryIO

LARGEST_DOCUMENT = 64 << 20
"""Bytes that a file of the program's own state may have; the rows of ten years take 3 MB."""

UNLIMITED = 1 << 62
"""Bytes, where a file may be as large as it is: the journal's own."""

DAMAGED = "it is damaged"
"""Why a file that opens cannot be read."""

_ABSENT = object()
_SPARE = 1 << 12  # more than there was: one reading takes what was added meanwhile, too
_HOW = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NONBLOCK", 0)  # a pipe without a writer is opened instead of waited for
    | getattr(os, "O_NOCTTY", 0)
)
_KINDS = (
    (S_ISDIR, "it is a folder, not a file"),
    (S_ISFIFO, "it is a pipe, not a file"),
    (S_ISSOCK, "it is a socket, not a file"),
    (S_ISCHR, "it is a device, not a file"),
    (S_ISBLK, "it is a device, not a file"),
)


class NotAFile(OSError):
    """Something else stands in a file's place; `strerror` says what."""


class TooLarge(OSError):
    """A file is larger than anything that belongs there."""


class Unreadable(DataProblem):
    """One of the program's own files is there and cannot be read, or is damaged.

    `reason` says why in a few words; `content_is_damaged` is whether the file opens and what
    stands in it (or in its place) is the matter.
    """

    def __init__(self, path: str, reason: str, *, content_is_damaged: bool) -> None:
        super().__init__(
            f"{path} cannot be read ({reason}).",
            "It was left as it is, and nothing was changed. A backup of the file puts it right.",
        )
        self.reason = reason
        self.content_is_damaged = content_is_damaged


def read_bounded(path: str, limit: int = LARGEST_DOCUMENT) -> bytes:
    """The content of a regular file of up to `limit` bytes; a link to one is followed.

    Raises:
        FileNotFoundError: there is none.
        NotAFile: a folder, a pipe, a socket or a device stands there. It is not waited for.
        TooLarge: it has more than `limit` bytes.
        OSError: what the system answered instead.
    """
    data, _ = read_with_status(path, limit)
    return data


def read_with_status(path: str, limit: int = LARGEST_DOCUMENT) -> tuple[bytes, os.stat_result]:
    """The content of a regular file, and its status as it was just before it was read.

    Raises:
        OSError: as `read_bounded`.
    """
    descriptor = _opened(path)
    try:
        status = os.fstat(descriptor)
        _ensure_file(path, status.st_mode)
        found: list[bytes] = []
        room = limit + 1
        while room > 0 and (part := os.read(descriptor, min(room, status.st_size + _SPARE))):
            found.append(part)
            room -= len(part)
    finally:
        os.close(descriptor)
    if room == 0:
        raise TooLarge(errno.EFBIG, f"it has more than {limit} bytes", path)
    return b"".join(found), status


def opened_to_read(path: str) -> BinaryIO:
    """A regular file, opened for reading a part of it.

    Raises:
        OSError: as `read_bounded`.
    """
    descriptor = _opened(path)
    try:
        _ensure_file(path, os.fstat(descriptor).st_mode)
    except OSError:
        os.close(descriptor)
        raise
    return open(descriptor, "rb")


def read_json(path: str, absent: Any = None) -> Any:
    """The value that a small JSON file holds; `absent` where there is no file.

    Raises:
        Unreadable: it cannot be read, or does not hold JSON. It says where, and that nothing was
            changed; whoever knows more about the file says that instead.
    """
    try:
        return parse(read_bounded(path).decode())
    except FileNotFoundError:
        return absent
    except OSError as problem:
        is_damaged = isinstance(problem, NotAFile | TooLarge)
        reason = problem.strerror or str(problem)
        raise Unreadable(path, reason, content_is_damaged=is_damaged) from None
    except (NotJson, UnicodeDecodeError):
        raise Unreadable(path, DAMAGED, content_is_damaged=True) from None


def read_object(path: str) -> dict[str, Any] | None:
    """The JSON object that a small file holds; None where there is no file.

    Raises:
        Unreadable: as `read_json`, and where it holds anything else.
    """
    found = read_json(path, _ABSENT)
    if found is _ABSENT:
        return None
    if not isinstance(found, dict):
        raise Unreadable(path, DAMAGED, content_is_damaged=True)
    return found


def _opened(path: str) -> int:
    try:
        return os.open(path, _HOW)
    except OSError as problem:
        if not isinstance(problem, FileNotFoundError):
            _ensure_file(path, _mode_at(path))  # a socket, and on Windows a folder, does not open
        raise


def _mode_at(path: str) -> int:
    try:
        return os.stat(path).st_mode
    except OSError:
        return 0


def _ensure_file(path: str, mode: int) -> None:
    if S_ISREG(mode):
        return
    for is_one, words in _KINDS:
        if is_one(mode):
            raise NotAFile(errno.EINVAL, words, path)
