"""What a device did, one action after another: a batch, or an operation that stands alone.

To find the last action the beginnings of lines are enough; only the lines of that one are decoded.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from zlib import crc32

from parentkit.domain.errors import NothingFound
from parentkit.domain.ulid import is_ulid, ms_of
from parentkit.journal.log.operation import Operation
from parentkit.journal.log.scan import read_bytes, scan
from parentkit.journal.log.stamp import ahead_limit, wall_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Name = tuple[str, str]

_BEGINNING = re.compile(
    rb'\{"v":\d+,"id":"([^"\\]*)","kind":"[^"\\]*","device":"[^"\\]*","seq":\d+,"stamp":"([^"\\]*)"'
    rb',"by":"(?:[^"\\]|\\.)*"(?:,"batch":"([^"\\]*)")?(?:,"undoes":"([^"\\]*)")?,"(?:base|set)":'
)


def action_name(operation: Operation) -> Name:
    """What the action is known by that an operation belongs to."""
    return _name(operation.id, operation.stamp, operation.batch or "")


def undone_name(operation: Operation) -> Name:
    """What the action is known by that an operation takes back."""
    return _undone(operation.id, operation.undoes or "")


def time_of_action(operations: Iterable[Operation]) -> str:
    """When an action was done, as a text that can be compared with stamps."""
    return max(max(one.stamp, _time_of(one.batch or "")) for one in operations)


def last_action(files: Sequence[str], now_ms: int) -> tuple[str, list[Operation]]:
    """What a device did last that still counts, from its own files: a name and its operations.

    The name is the batch's, or the stamp of an operation that stands alone. An undo is no action.

    Raises:
        NothingFound: nothing is left to undo.
        DataProblem: one of the files cannot be read.
    """
    limit = ahead_limit(now_ms)
    when: dict[Name, str] = {}
    done: set[tuple[Name, str]] = set()
    undone: set[tuple[Name, str]] = set()
    for path in files:
        for identifier, stamp, batch, undoes in _beginnings(read_bytes(path)):
            if undoes:
                undone.add((_undone(identifier, undoes), identifier))
            else:
                name = _name(identifier, stamp, batch)
                done.add((name, identifier))
                when[name] = max(when.get(name, ""), stamp, _time_of(batch))
    standing = {name for name, _ in done - undone}
    if not standing:
        raise NothingFound(
            "There is nothing to undo.",
            "Undo takes back what was logged or changed on this device.",
        )
    last = max(standing, key=lambda name: (when[name] <= limit, when[name], name))
    operations = _operations_of(last, files)
    return last[1], [one for one in operations if (last, one.id) not in undone]


def _beginnings(content: bytes) -> Iterable[tuple[str, str, str, str]]:
    """Id, stamp, batch and what is undone (empty where there is none) of each whole line."""
    for line in content.split(b"\n"):
        found = _BEGINNING.match(line)
        if found and line.endswith(b',"sum":"%08x"}' % crc32(line[:-18])):
            identifier, stamp, batch, undoes = found.groups(b"")
            yield identifier.decode(), stamp.decode(), batch.decode(), undoes.decode()
        else:
            for one in scan(line).operations:
                yield one.id, one.stamp, one.batch or "", one.undoes or ""


def _operations_of(name: Name, files: Iterable[str]) -> list[Operation]:
    key = name[1].encode()
    lines = (line for path in files for line in read_bytes(path).split(b"\n") if key in line)
    operations = (one for line in lines for one in scan(line).operations)
    return list(
        dict.fromkeys(one for one in operations if not one.undoes and action_name(one) == name)
    )


def _name(identifier: str, stamp: str, batch: str) -> Name:
    """A batch's own id; else the record and the stamp, which may stand on two records."""
    return ("", batch) if batch else (identifier, stamp)


def _undone(identifier: str, undoes: str) -> Name:
    return ("", undoes) if is_ulid(undoes) else (identifier, undoes)


def _time_of(batch: str) -> str:
    """When a batch was named: an import's stamps are old, but its batch is named as it happens."""
    return wall_text(ms_of(batch)) if is_ulid(batch) else ""
