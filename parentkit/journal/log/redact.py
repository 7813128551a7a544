"""What erasing does to the bytes of a journal's file.

An erased operation leaves a line behind that says nothing but which record and which place in the
file it was: `set` holds `{"purged":true}`, nobody is named, and the stamp repeats the time that
the record's id holds anyway. So the sequence numbers of the file stay whole. That the line names
its record as what it undoes keeps a later undo from taking it for something that was logged.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.schema.kinds import KINDS, kept_texts, kind_named, told_texts
from parentkit.journal.log.folders import ms_of_id
from parentkit.journal.log.operation import Operation, encode, sum_fits
from parentkit.journal.log.scan import scan
from parentkit.journal.log.stamp import make, wall_ms

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

PURGED = "purged"
MARK = {"deleted": True, PURGED: True}
"""What an operation sets that hides a record for good, on every device."""

TELLING_LENGTH = 8
"""Free text of this many characters or more is looked for in bytes that cannot be read as lines."""

FEW = 64
"""Looking for so many ids and texts in a whole file is quicker than looking at its lines."""

_MARK_BYTES = b'"purged":true'
_ABOUT_A_MOMENT = {
    kind.name: f'"kind":"{kind.name}"'.encode()
    for kind in KINDS
    if kind.about_moment and kind.erased
}
_START = b'{"v":'
_BEFORE_ID = b'{"v":1,"id":"'
_ID_END = len(_BEFORE_ID) + 26


class Target(NamedTuple):
    """What is to be erased: ids of records, and telling texts of theirs as they stand in a file."""

    ids: frozenset[str]
    texts: frozenset[bytes] = frozenset()

    def may_stand_in(self, data: bytes) -> bool:
        """Whether looking closer at a file's content is worth it: quick, and never a false no."""
        return len(self.ids) + len(self.texts) > FEW or self.stands_in(data)

    def stands_in(self, data: bytes) -> bool:
        """Whether bytes of any kind mention it."""
        return any(key in data for key in self.keys()) or any(text in data for text in self.texts)

    def keys(self) -> frozenset[bytes]:
        """The ids as they stand in a file."""
        return frozenset(identifier.encode() for identifier in self.ids)


def emptied(data: bytes, target: Target) -> bytes:
    """A file's content without what the target's operations said; every other line byte for byte.

    Of a line that mentions the target and holds something beside one operation, the operations
    stay that are not the target's; the rest of it goes.
    """
    if not target.may_stand_in(data):
        return data
    keys = target.keys()
    texts = list(target.texts)
    if len(texts) <= FEW:
        texts = [text for text in texts if text in data]
    lines = data.split(b"\n")
    kept: list[bytes] = []
    for line in lines:
        if not _may_concern(line, keys, texts):
            kept.append(line)
            continue
        found = scan(line)
        emptied_lines = [_emptied(operation, target) for operation in found.operations]
        if len(emptied_lines) == 1 and not found.problems:
            changed = found.operations[0].id in target.ids
            kept.append(emptied_lines[0] if changed else line)
        elif any(key in line for key in keys) or any(text in line for text in texts):
            kept += emptied_lines
        else:
            kept.append(line)
    return data if kept == lines else joined(kept)


def joined(lines: list[bytes]) -> bytes:
    """Lines as a file's content; the last one has its line end although what followed it went."""
    return b"\n".join([*lines, b""] if lines and lines[-1] else lines)


def is_empty(operation: Operation) -> bool:
    """Whether an operation says no more than that its record was erased."""
    return _is_mark(operation) and operation.set.keys() <= MARK.keys() and not operation.extra


def marked(data: bytes) -> set[str]:
    """Ids of the records that a file's content says were erased."""
    return {operation.id for operation in _operations(data, _MARK_BYTES) if _is_mark(operation)}


def marks_in(data: bytes) -> list[bytes]:
    """The lines of a file's content that say nothing but that their record was erased."""
    operations = _operations(data, _MARK_BYTES)
    return [encode(operation)[:-1] for operation in operations if is_empty(operation)]


def codings_about(data: bytes, moments: frozenset[str]) -> set[str]:
    """Ids of the judgements and comments in a file's content that are about one of the moments."""
    return {
        operation.id
        for kind, holding in _ABOUT_A_MOMENT.items()
        for operation in _operations(data, holding)
        if operation.kind == kind and operation.set.get("moment") in moments
    }


def telling_texts(data: bytes, target: Target) -> set[bytes]:
    """The free texts that a file's content holds on the target's records."""
    if not target.may_stand_in(data):
        return set()
    keys = target.keys()
    return {
        _in_file(text)
        for line in data.split(b"\n")
        if _may_concern(line, keys, ())
        for operation in scan(line).operations
        if operation.id in target.ids
        for text in _free_texts(operation)
    }


def _may_concern(line: bytes, keys: frozenset[bytes], texts: Collection[bytes]) -> bool:
    if line.startswith(_BEFORE_ID) and line[_ID_END : _ID_END + 1] == b'"':
        run_into_another = line.find(_START, 1) > 0
        if run_into_another or line[len(_BEFORE_ID) : _ID_END] in keys:
            return True
        if len(texts) > FEW and sum_fits(line):
            return False  # another record's, which may say the same; looking for each takes long
        return any(text in line for text in texts)
    return bool(line)


def _is_mark(operation: Operation) -> bool:
    return operation.set.get(PURGED) is True


def _operations(data: bytes, holding: bytes) -> Iterator[Operation]:
    """The operations in the lines that hold these bytes."""
    at = data.find(holding)
    while at >= 0:
        start = data.rfind(b"\n", 0, at) + 1
        end = data.find(b"\n", at)
        yield from scan(data[start:] if end < 0 else data[start:end]).operations
        at = -1 if end < 0 else data.find(holding, end)


def _emptied(operation: Operation, target: Target) -> bytes:
    if operation.id in target.ids and not is_empty(operation):
        return _without_content(operation)
    return encode(operation)[:-1]


def _without_content(operation: Operation) -> bytes:
    identifier = operation.id
    made_ms = min(max(ms_of_id(identifier), 0), wall_ms(operation.stamp))
    stamp = make(made_ms, 0, operation.device)
    place = (identifier, operation.kind, operation.device, operation.seq)
    return encode(Operation(*place, stamp, "", {PURGED: True}, undoes=identifier))[:-1]


def _free_texts(operation: Operation) -> list[str]:
    names = told_texts(operation.kind) if kind_named(operation.kind) else kept_texts()
    values = [operation.set.get(name) for name in names]
    texts = [value for value in values if isinstance(value, str)]
    return [text for text in texts if len(text) >= TELLING_LENGTH]


def _in_file(text: str) -> bytes:
    return json.dumps(text, ensure_ascii=False)[1:-1].encode("utf-8", "replace")
