"""Reading what is whole: operations with their places in a file, and the lines set aside."""

from __future__ import annotations

from parentkit.domain.errors import DataProblem
from parentkit.journal.log.operation import SUM_KEY, SUM_LENGTH, BadLine, decode, sum_fits
from parentkit.storage.reading import UNLIMITED, read_bounded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from parentkit.journal.log.operation import Operation

TORN = "torn"
ZEROES = "zeroes"
BAD = "bad"
UNREADABLE = "unreadable"

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_BEFORE_A_LINE = b"\0 \t\r" + _BYTE_ORDER_MARK
_START = b'{"v":'
_BEFORE_ID = b'{"v":1,"id":"'
_ID_START = len(_BEFORE_ID)
_ID_LENGTH = 26
_ID_END = _ID_START + _ID_LENGTH
_BY_NUMBER = b"\\u00"
"""How a letter or a digit is written by its number."""
_FEW = 8
"""Up to so many ids are looked for one by one, which takes less time than going through lines."""


class Problem:
    """Bytes of a file that were set aside; everything else in the file is read.

    `sort` is one of TORN (the last line lacks its end), ZEROES (zero bytes, as a machine leaves
    them that stopped while writing), BAD (`reason` says how), UNREADABLE (the whole file). `line`
    counts from 1 (0: the whole file); `offset` and `length` are in bytes, of the whole line. An
    operation that stands whole beside something else in a line is read.
    """

    __slots__ = ("length", "line", "offset", "path", "reason", "sort")

    def __init__(  # noqa: PLR0913, PLR0917 what is needed to find the place again
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

    `offsets[i]` is the byte at which `operations[i]` begins; `end` is the byte after the last line
    that has its line end, which is where a follower goes on.
    """

    __slots__ = ("end", "offsets", "operations", "problems")

    def __init__(self) -> None:
        self.operations: list[Operation] = []
        self.offsets: list[int] = []
        self.problems: list[Problem] = []
        self.end = 0


def scan(data: bytes, path: str = "", *, start: int = 0, first_line: int = 1) -> Scan:
    """Every whole operation in `data`, a part of `path` from byte `start`, line `first_line` on.

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
    content = content_of(path)
    if isinstance(content, Problem):
        found = Scan()
        found.problems.append(content)
        return found
    return scan(content, path)


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
    """A line that is not one operation as it stands: find those in it, name what else is there."""
    before = len(found.operations)
    beside = []
    reason = "not an operation"
    starts = _starts_in(line)
    for start, end in zip([0, *starts], [*starts, len(line)], strict=True):
        part = line[start:end]
        lead = len(part) - len(part.lstrip(_BEFORE_A_LINE))
        length = part.rfind(SUM_KEY) + SUM_LENGTH
        try:
            operation = decode(part[lead:length])
        except BadLine as bad:
            beside.append(part)
            reason = bad.reason if part.strip() else reason
        else:
            found.operations.append(operation)
            found.offsets.append(offset + start + lead)
            beside += part[:lead], part[length:]
    rest = b"".join(beside).replace(_BYTE_ORDER_MARK, b"").strip()
    if not rest:
        return
    sort = BAD
    if len(found.operations) > before:
        reason = "something else stands beside an operation"
    elif torn:
        sort, reason = TORN, "the last line was not finished"
    if rest.strip(b"\0") != rest:
        sort, reason = ZEROES, "filled with zero bytes, as after a sudden power loss"
    found.problems.append(Problem(sort, path, number, offset, len(line), reason))


def _starts_in(line: bytes) -> list[int]:
    """Where in a line an operation may begin: lines run into one where a line end was damaged."""
    starts = []
    at = line.find(_START)
    while at >= 0:
        starts.append(at)
        at = line.find(_START, at + 1)
    return starts


def lines_naming(content: bytes, texts: Collection[str]) -> Iterator[tuple[int, bytes]]:
    """Every line in which a value may begin with one of `texts`, behind the byte where it starts.

    JSON may write a letter by its number, so lines that do so are among them; where a text is not
    of letters and digits alone, all lines are. `content` is a file's, from its beginning.
    """
    if not all(text.isascii() and text.isalnum() for text in texts):
        texts = [""]
    wanted = [b'"' + text.encode() for text in texts]
    if b"\\" in content:
        wanted.append(_BY_NUMBER)
    starts = {start for one in wanted for start in _lines_with(one, content)}
    for start in sorted(starts):
        end = content.find(b"\n", start)
        yield start, content[start:] if end < 0 else content[start:end]


def _lines_with(wanted: bytes, content: bytes) -> Iterator[int]:
    """Where the lines begin that hold some bytes."""
    at = content.find(wanted)
    while at >= 0:
        yield content.rfind(b"\n", 0, at) + 1
        end = content.find(b"\n", at)
        at = content.find(wanted, end + 1) if end >= 0 else -1


def lines_of(path: str, identifiers: Collection[str]) -> Scan:
    """The operations in a file on the records named, found without decoding the others.

    Bad lines are not looked for; a file that cannot be read is a problem.
    """
    found = Scan()
    content = content_of(path)
    if isinstance(content, Problem):
        found.problems.append(content)
        return found
    few = len(identifiers) <= _FEW
    lines = lines_naming(content, identifiers) if few else _lines_on(content, identifiers)
    for offset, line in lines:
        part = scan(line, start=offset)
        for operation, start in zip(part.operations, part.offsets, strict=True):
            if operation.id in identifiers:
                found.operations.append(operation)
                found.offsets.append(start)
    found.end = content.rfind(b"\n") + 1
    return found


def _lines_on(content: bytes, identifiers: Collection[str]) -> Iterator[tuple[int, bytes]]:
    """As `lines_naming`, for many ids: going through the lines once."""
    keys = frozenset(identifier.encode() for identifier in identifiers)
    lines = content.split(b"\n")
    begun = content.count(b"\n" + _START) + content.startswith(_START)
    run_into_one = content.count(_START) > begun
    offset = 0
    for line in lines:
        usual = line.startswith(_BEFORE_ID) and line[_ID_END : _ID_END + 1] == b'"'
        if line[_ID_START:_ID_END] in keys or not usual or run_into_one:
            yield offset, line
        offset += len(line) + 1


def operations_naming(path: str, text: str, problems: list[Problem]) -> list[Operation]:
    """The operations in a file in which a value may begin with `text`, each whole.

    To `problems` go the file where it cannot be read, and such lines that are no operation although
    their checksum fits; other bad lines are not looked for.
    """
    content = content_of(path)
    if isinstance(content, Problem):
        problems.append(content)
        return []
    operations: list[Operation] = []
    for start, line in lines_naming(content, [text]):
        found = scan(line, start=start)
        operations += found.operations
        if found.problems and sum_fits(line):
            number = content.count(b"\n", 0, start) + 1
            problems += scan(line, path, start=start, first_line=number).problems
    return operations


def beginning_with(path: str, prefix: str, problems: list[Problem]) -> list[Operation]:
    """The operations in a file on all records whose id begins with `prefix`; otherwise as above."""
    return [one for one in operations_naming(path, prefix, problems) if one.id.startswith(prefix)]


def ids_with_prefix(path: str, prefix: str) -> set[tuple[str, str]]:
    """Kind and id of every record in a file whose id begins with `prefix`."""
    return {(operation.kind, operation.id) for operation in beginning_with(path, prefix, [])}


def read_bytes(path: str) -> bytes:
    """A file's content, for what must not go on without it.

    Raises:
        DataProblem: it cannot be read.
    """
    content = content_of(path)
    if isinstance(content, Problem):
        raise cannot_go_on(content)
    return content


def cannot_go_on(problem: Problem) -> DataProblem:
    """The error for what needs everything that was ever written."""
    return DataProblem(str(problem), "Nothing was changed. Make it readable, then do it again.")


def content_of(path: str) -> bytes | Problem:
    """What stands in a file, nothing where it is gone; a problem where it cannot be read."""
    try:
        return read_bounded(path, UNLIMITED)
    except FileNotFoundError:  # taken away between listing and reading
        return b""
    except OSError as problem:
        return Problem(UNREADABLE, path, 0, 0, 0, problem.strerror or str(problem))
