"""One operation: what a device wrote about one record, as one line of JSON with a checksum.

docs/file-format.md describes the line for readers in other languages.
"""

from __future__ import annotations

from zlib import crc32

from parentkit.domain.jsontext import NotJson, compact, parse
from parentkit.journal.log.stamp import is_stamp

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Fields = dict[str, Any]
    Base = dict[str, list[str]]

VERSION = 1

SUM_KEY = b',"sum":"'
SUM_LENGTH = len(SUM_KEY) + 8 + len(b'"}')
"""How many bytes of a line the checksum takes, from SUM_KEY to the end."""

_REQUIRED = frozenset(("v", "id", "kind", "device", "seq", "stamp", "by", "set", "sum"))
_KNOWN = _REQUIRED | {"batch", "undoes", "base"}


class BadLine(ValueError):
    """A line that cannot be taken as an operation; `reason` says why in a few plain words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Operation:
    """What one device wrote about one record at one moment.

    `set` holds the fields written (null clears one); `base` names, per field, the stamps of the
    values that the writer knew and replaced; `batch` joins operations that are undone together;
    `undoes` names the batch or the stamp that this operation takes back; `extra` keeps whatever a
    newer version put beside these.
    """

    __slots__ = (
        "base",
        "batch",
        "by",
        "device",
        "extra",
        "id",
        "kind",
        "seq",
        "set",
        "stamp",
        "undoes",
        "version",
    )

    def __init__(  # noqa: PLR0913, PLR0917 the parts of a line, in their order
        self,
        id: str,  # noqa: A002 the name that the line uses
        kind: str,
        device: str,
        seq: int,
        stamp: str,
        by: str,
        set: Fields,  # noqa: A002 the name that the line uses
        *,
        batch: str | None = None,
        undoes: str | None = None,
        base: Base | None = None,
        extra: Fields | None = None,
        version: int = VERSION,
    ) -> None:
        self.version = version
        self.id = id
        self.kind = kind
        self.device = device
        self.seq = seq
        self.stamp = stamp
        self.by = by
        self.set = set
        self.batch = batch
        self.undoes = undoes
        self.base = base
        self.extra = extra

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Operation):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.__slots__)

    def __hash__(self) -> int:
        return hash((self.id, self.stamp, self.seq))

    def __repr__(self) -> str:
        return f"<operation {self.stamp} on {self.kind} {self.id}>"  # never a field's content


def encode(operation: Operation) -> bytes:
    """The operation as one line of UTF-8 JSON with its checksum and a line feed.

    Half of a surrogate pair, which UTF-8 cannot hold, is stored as U+FFFD.

    Raises:
        NotJson: a value in it has no form in JSON (a NaN, something that holds itself).
    """
    document: Fields = {
        "v": operation.version,
        "id": operation.id,
        "kind": operation.kind,
        "device": operation.device,
        "seq": operation.seq,
        "stamp": operation.stamp,
        "by": operation.by,
    }
    if operation.batch is not None:
        document["batch"] = operation.batch
    if operation.undoes is not None:
        document["undoes"] = operation.undoes
    if operation.base:
        document["base"] = operation.base
    document["set"] = operation.set
    if operation.extra:
        document.update(operation.extra)
    text = compact(document)[:-1]
    try:
        body = text.encode()
    except UnicodeEncodeError:
        body = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()
    return b'%b,"sum":"%08x"}\n' % (body, crc32(body))


def decode(line: bytes) -> Operation:
    """The operation that stands in a line (without its line end).

    Raises:
        BadLine: the checksum does not fit, or the line is not an operation as described in
            docs/file-format.md.
    """
    if not sum_fits(line):
        raise BadLine(_why_no_sum(line))
    return _operation(_parse(line))


def sum_fits(line: bytes) -> bool:
    """Whether a line (without its line end) ends with the checksum of what stands before it."""
    return line[-SUM_LENGTH:] == b',"sum":"%08x"}' % crc32(line[:-SUM_LENGTH])


def _why_no_sum(line: bytes) -> str:
    if not line.startswith(b"{"):
        return "not an operation"
    if line[-SUM_LENGTH : -SUM_LENGTH + len(SUM_KEY)] == SUM_KEY:
        return "the checksum does not fit"
    return "incomplete"


def _parse(line: bytes) -> Fields:
    try:
        document = parse(line.decode())
    except UnicodeDecodeError:
        raise BadLine("not UTF-8") from None
    except NotJson as problem:
        raise BadLine(problem.reason) from None
    if not isinstance(document, dict):
        raise BadLine("not a JSON object")
    return document


def _operation(document: Fields) -> Operation:
    try:
        version, seq, fields = document["v"], document["seq"], document["set"]
        identifier, kind, by = document["id"], document["kind"], document["by"]
        device, stamp = document["device"], document["stamp"]
    except KeyError as missing:
        raise BadLine(f"{missing} is missing") from None
    if not type(version) is type(seq) is int or version < 1 or seq < 1:
        raise BadLine("the version or the sequence number is not a whole number from 1 on")
    if not type(identifier) is type(kind) is type(device) is type(by) is str:
        raise BadLine("the record, the device or the writer is not named by text")
    if not is_stamp(stamp):
        raise BadLine("the stamp is not a time, a counter and a device")
    if type(fields) is not dict:
        raise BadLine("what is set is not a JSON object")
    operation = Operation(identifier, kind, device, seq, stamp, by, fields, version=version)
    if len(document) > len(_REQUIRED):
        _take_optional(operation, document)
    return operation


def _take_optional(operation: Operation, document: Fields) -> None:
    batch, undoes, base = document.get("batch"), document.get("undoes"), document.get("base")
    if not isinstance(batch, str | None) or not isinstance(undoes, str | None):
        raise BadLine("a batch or an undone operation is named by something other than text")
    if base is not None and not _is_base(base):
        raise BadLine("the replaced values are not named by their stamps")
    operation.batch = batch
    operation.undoes = undoes
    operation.base = base
    if not document.keys() <= _KNOWN:
        operation.extra = {name: document[name] for name in document if name not in _KNOWN}


def _is_base(base: object) -> bool:
    return isinstance(base, dict) and all(
        isinstance(stamps, list) and all(isinstance(stamp, str) for stamp in stamps)
        for stamps in base.values()
    )
