"""Going back to lines by their spots: a record's operations without a search for them."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from parentkit.journal.log.scan import scan
from parentkit.storage import whole_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from parentkit.journal.log.operation import Operation

_OFFSET_BITS = 40
_OFFSET = (1 << _OFFSET_BITS) - 1
_MOST_KEPT = 8

_USUAL = b'{"v":1,"id":"%b","kind":"%b","device":'
_BEFORE_FIELDS = b'"set":{'
_value_at = json.JSONDecoder().raw_decode


class Moved(Exception):
    """What was read of a file no longer stands there: it was replaced, cut or taken away."""


def spot_of(file: int, offset: int) -> int:
    """A file's number and the byte at which a line begins, as one whole number below 2^64."""
    return file << _OFFSET_BITS | offset


class Lines:
    """Lines of a journal's files by their spots; a few files' contents are kept for the next one.

    `names` holds, at its number, each file's path below the folder `journal`.
    """

    def __init__(self, journal: str, names: Sequence[str]) -> None:
        self._journal = journal
        self._names = names
        self._contents: dict[int, bytes] = {}

    def operations(self, kind: str, identifier: str, spots: Iterable[int]) -> list[Operation]:
        """The operations on one record that stand at these spots.

        Raises:
            Moved: something else stands at one of them.
        """
        return [self._operation(kind, identifier, spot) for spot in spots]

    def fields(self, kind: str, identifier: str, spot: int) -> dict[str, Any]:
        """What the operation at a spot sets, cleared fields left out.

        The line was found to be sound when its spot became known, so this goes straight for the
        fields in it, where it has the usual form.

        Raises:
            Moved: something else stands there.
        """
        line = self._line(spot)
        if line.startswith(_USUAL % (identifier.encode(), kind.encode())):
            start = line.index(_BEFORE_FIELDS) + len(_BEFORE_FIELDS) - 1
            fields: dict[str, Any] = _value_at(line[start:].decode())[0]
        else:
            fields = self._operation(kind, identifier, spot).set
        if None in fields.values():
            return {name: value for name, value in fields.items() if value is not None}
        return fields

    def _operation(self, kind: str, identifier: str, spot: int) -> Operation:
        for operation in scan(self._line(spot)).operations:
            if operation.id == identifier and operation.kind == kind:
                return operation
        raise Moved

    def _line(self, spot: int) -> bytes:
        offset = spot & _OFFSET
        data = self._content(spot >> _OFFSET_BITS, offset)
        end = data.find(b"\n", offset)
        return data[offset:] if end < 0 else data[offset:end]

    def _content(self, file: int, offset: int) -> bytes:
        """A file's content, read again where it was shorter when it was read."""
        data = self._contents.get(file, b"")
        if offset >= len(data):
            try:
                data = whole_files.read_whole(os.path.join(self._journal, self._names[file]))
            except OSError:
                raise Moved from None
            if len(self._contents) >= _MOST_KEPT:
                del self._contents[next(iter(self._contents))]
            self._contents[file] = data
        return data
