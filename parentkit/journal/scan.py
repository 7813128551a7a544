"""Reading what is whole: operations with their places in a file, and the lines set aside."""

from __future__ import annotations

from parentkit.journal.operation import BadLine, decode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from parentkit.journal.operation import Operation

TORN = "torn"
ZEROES = "zeroes"
BAD = "bad"
UNREADABLE = "unreadable"

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_BEFORE_ID = b'{"v":1,"id":"'
_ID_START = len(_BEFORE_ID)
_ID_LENGTH = 26
_ID_END = _ID_START + _ID_LENGTH


class Problem:
    """Bytes of a file that were set aside; everything else in the file is read.

    `sort` is one of TORN (the last line lacks its end), ZEROES (filled with zero bytes, as a
    machine leaves it that stopped while writing), BAD (`reason` says how), UNREADABLE (the whole
    file). `line` counts from 1 (0: the whole file); `offset` and `length` are in bytes.
    """

    __slots__ = ("length", "line", "offset", "path", "reason", "sort")

    def __init__(  # noqa: PLR0913 what is needed to find the place again
        self, sort: str, path: str, line: int, offset: int, length: int, reason: str
    ) -> None:
        self.sort = sort
        self.path = path
        self.line = line
        self.offset = offset
        self.length = length
        self.reason = reason

    def __repr__(self) -> str:
        return f"<{self.sort} {self.path}:{self.line} {self.reason}>"

    def __str__(self) -> str:
        """One sentence for a person: where, and what."""
        if not self.line:
            return f"{self.path} cannot be read: {self.reason}."
        return f"{self.path}, line {self.line}: {self.reason}; set aside."


class Scan:
    """What stands in some bytes: operations, where each begins, and what was set aside.

    `offsets[i]` is the byte at which the line of `operations[i]` begins; `end` is the byte after the
    last line that has its line end, which is where a follower goes on.
    """

    __slots__ = ("end", "offsets", "operations", "problems")

    def __init__(self) -> None:
        self.operations: list[Operation] = []
        self.offsets: list[int] = []
        self.problems: list[Problem] = []
        self.end = 0


def scan(data: bytes, path: str = "", *, start: int = 0, first_line: int = 1) -> Scan:
    """Every whole operation in `data`, which stands in `path` from byte `start` and line `first_line`.

    Empty lines, carriage returns before a line end and a byte-order mark are passed over. A last
    line without a line end counts where its checksum fits.
    """
    found = Scan()
    offset = start
    number = first_line
    lines = data.split(b"\n")
    last = lines.pop()
    for line in lines:
        _take(line, found, path, number, offset)
        offset += len(line) + 1
        number += 1
    found.end = offset
    if last:
        _take(last, found, path, number, offset, torn=True)
    return found


def read_file(path: str) -> Scan:
    """Every whole operation in a file; a file that cannot be read is a problem, not an error."""
    try:
        with open(path, "rb") as file:
            data = file.read()
    except FileNotFoundError:  # taken away between listing and reading
        return Scan()
    except OSError as problem:
        found = Scan()
        reason = problem.strerror or "unknown"
        found.problems.append(Problem(UNREADABLE, path, 0, 0, 0, reason))
        return found
    return scan(data, path)


def read_files(paths: Iterable[str]) -> tuple[list[Operation], list[Problem]]:
    """The operations of several files, and everything in them that was set aside."""
    operations: list[Operation] = []
    problems: list[Problem] = []
    for path in paths:
        found = read_file(path)
        operations += found.operations
        problems += found.problems
    return operations, problems


def _take(  # noqa: PLR0913 a line and its place
    line: bytes, found: Scan, path: str, number: int, offset: int, *, torn: bool = False
) -> None:
    try:
        operation = decode(line)
    except BadLine:
        _take_odd(line, found, path, number, offset, torn=torn)
        return
    found.operations.append(operation)
    found.offsets.append(offset)


def _take_odd(  # noqa: PLR0913 a line and its place
    line: bytes, found: Scan, path: str, number: int, offset: int, *, torn: bool
) -> None:
    """A line that is not an operation as it stands: look again without what surrounds it."""
    content = line.removesuffix(b"\r").removeprefix(_BYTE_ORDER_MARK)
    bare = content.strip(b"\0 \t\r")
    if b"\0" in content[: len(content) - len(content.lstrip(b"\0"))] or content.endswith(b"\0"):
        reason = "filled with zero bytes, as a machine leaves it that stopped while writing"
        found.problems.append(Problem(ZEROES, path, number, offset, len(line), reason))
        torn = False
    if not bare:
        return
    try:
        operation = decode(bare)
    except BadLine as bad:
        sort = TORN if torn else BAD
        reason = "the last line was not finished" if torn else bad.reason
        found.problems.append(Problem(sort, path, number, offset, len(line), reason))
        return
    found.operations.append(operation)
    found.offsets.append(offset)


def lines_of(path: str, identifiers: Collection[str]) -> Scan:
    """The operations in a file on the records named, found without decoding the others."""
    found = Scan()
    wanted = frozenset(identifiers)
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError:
        return found
    keys = frozenset(identifier.encode() for identifier in wanted)
    offset = 0
    for line in data.split(b"\n"):
        usual = line.startswith(_BEFORE_ID) and line[_ID_END : _ID_END + 1] == b'"'
        if line and (line[_ID_START:_ID_END] in keys if usual else True):
            part = scan(line, path, start=offset)
            for operation in part.operations:
                if operation.id in wanted:
                    found.operations.append(operation)
                    found.offsets.append(offset)
        offset += len(line) + 1
    found.end = offset
    return found


def ids_with_prefix(path: str, prefix: str) -> set[tuple[str, str]]:
    """Kind and id of every record in a file whose id begins with `prefix`."""
    found: set[tuple[str, str]] = set()
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError:
        return found
    key = b'"id":"' + prefix.encode()
    at = data.find(key)
    while at >= 0:
        start = data.rfind(b"\n", 0, at) + 1
        end = data.find(b"\n", at)
        line = data[start:] if end < 0 else data[start:end]
        found.update(
            (operation.kind, operation.id)
            for operation in scan(line).operations
            if operation.id.startswith(prefix)
        )
        at = -1 if end < 0 else data.find(key, end)
    return found
