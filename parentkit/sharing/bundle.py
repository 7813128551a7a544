"""What travels in an envelope: operations as lines of a journal, and how they arrive in another.

A bundle's lines are those of docs/file-format.md with the nine required names and no others. They
come from one device of the bundle's own, lasting records first, then dated ones; each of the two
parts is numbered from 1, because each becomes one file of the receiving journal. Every line is read
strictly (that is not slower than `json.loads`, see benchmarks/), so nothing has to be trusted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.codes import COACH_ROLE, FAMILY_ROLE
from parentkit.domain.log.household import COACH
from parentkit.domain.schema.kind_facts import is_lasting
from parentkit.domain.schema.kinds import sent_kinds
from parentkit.domain.ulid import is_ulid, ulid_named
from parentkit.journal import (
    ENDING,
    LASTING,
    BadLine,
    Operation,
    decode,
    encode,
    is_month,
    month,
    month_for,
)
from parentkit.sharing.envelope import (
    MOMENTS,
    MOST_LINES,
    REPLY,
    WITHDRAWAL,
    Opened,
    Refused,
    open_sealed,
    seal,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from parentkit.journal import Fields
    from parentkit.sharing.keys import Identity

LONGEST_LINE = 1024 * 1024
LONGEST_BY = 64

KINDS_OF = {
    MOMENTS: frozenset(sent_kinds(FAMILY_ROLE)),
    REPLY: frozenset(sent_kinds(COACH_ROLE)),
    WITHDRAWAL: frozenset(),
}
"""The kinds of records that a bundle of each type may hold."""


class Line(NamedTuple):
    """One record as it leaves: what it is, when it was said and by whom, and the fields shown."""

    kind: str
    id: str
    stamp: str
    by: str
    fields: Fields

    def __repr__(self) -> str:
        return f"<line of {self.kind} {self.id}>"  # never a field's content


class Bundle(NamedTuple):
    """A bundle that is to be made.

    Attributes:
        type: MOMENTS, REPLY or WITHDRAWAL.
        family: fingerprint of the family that it is about.
        share: the bundle's own id, a ULID.
        made_at: UTC to the millisecond as text.
        lines: the records.
        consent: what was consented to.
    """

    type: str
    family: str
    share: str
    made_at: str
    lines: Sequence[Line] = ()
    consent: Mapping[str, Any] = {}

    def __repr__(self) -> str:
        return f"<bundle {self.share} of {len(self.lines)} lines>"


def device_of(share: str) -> str:
    """The device under which a bundle's lines stand in the journal that takes them in."""
    return ulid_named(f"share/{share}")


def coach_id(fingerprint: str) -> str:
    """How a coach is named as a writer and a coder: `coach:` and the key's fingerprint."""
    return COACH + fingerprint


def seal_bundle(bundle: Bundle, identity: Identity, recipients: Sequence[str]) -> bytes:
    """The sealed bytes of a bundle, for its recipients alone.

    Raises:
        DataProblem: it is more than fits into one file, or a value has no form in JSON.
    """
    kinds: dict[str, int] = {}
    for line in bundle.lines:
        kinds[line.kind] = kinds.get(line.kind, 0) + 1
    fields = {
        "type": bundle.type,
        "family": bundle.family,
        "made_at": bundle.made_at,
        "share": bundle.share,
        "kinds": kinds,
        "consent": bundle.consent,
    }
    body = b"".join(map(encode, _operations(bundle)))
    return seal(fields, body, identity, recipients)


def open_bundle(data: bytes, identity: Identity) -> Opened:
    """A sealed file with every line of it read, so that nothing about it is still in doubt.

    Raises:
        Refused: something about the file is not as it should be; the message says what.
    """
    opened = open_sealed(data, identity)
    for _ in _checked(opened):
        pass
    return opened


def read_lines(opened: Opened) -> list[Operation]:
    """The operations of a bundle.

    Raises:
        Refused: a line is not strictly one of those that a bundle of this type may hold.
    """
    return [operation for _, operation in _checked(opened)]


def as_it_is(operation: Operation) -> Operation:
    """The very line: all of it is kept."""
    return operation


def journal_files(
    opened: Opened, kept: Callable[[Operation], Operation] = as_it_is
) -> dict[str, bytes]:
    """The files that the bundle becomes in the folder of its device, by name.

    Dated lines stand in one file, of the newest month that any of them needs. `kept` gives what of
    a line is kept, the very line where that is all of it.

    Raises:
        Refused: as read_lines, or what `kept` raises.
    """
    needs = _Needs()
    parts: dict[bool, list[bytes]] = {True: [], False: []}
    for line, operation in _checked(opened):
        stays = kept(operation)
        lasting = is_lasting(stays.kind)
        parts[lasting].append(line + b"\n" if stays is operation else encode(stays))
        if not lasting:
            needs.see(stays)
    files = {LASTING: b"".join(parts[True]), needs.month(): b"".join(parts[False])}
    return {f"{name}{ENDING}": content for name, content in files.items() if content}


class _Needs:
    """The newest month in whose file operations may stand, found without working each one out."""

    __slots__ = ("_id", "_observed", "_stamp")

    def __init__(self) -> None:
        self._id = self._stamp = self._observed = ""

    def see(self, operation: Operation) -> None:
        fields = operation.set
        self._stamp = max(self._stamp, operation.stamp)
        self._id = max(self._id, operation.id)  # ULIDs sort by their time
        judged, observed = fields.get("moment"), fields.get("observed_at")
        if isinstance(judged, str) and judged > self._id and is_ulid(judged):
            self._id = judged
        if isinstance(observed, str) and observed > self._observed and is_month(observed[:7]):
            self._observed = observed

    def month(self) -> str:
        return month_for(self._id, {"observed_at": self._observed}, month(self._stamp), 0)


def _operations(bundle: Bundle) -> Iterator[Operation]:
    device = device_of(bundle.share)
    lasting = [line for line in bundle.lines if is_lasting(line.kind)]
    dated = [line for line in bundle.lines if not is_lasting(line.kind)]
    for part in (lasting, dated):
        for seq, line in enumerate(part, 1):
            yield Operation(line.id, line.kind, device, seq, line.stamp, line.by, line.fields)


def _checked(opened: Opened) -> Iterator[tuple[bytes, Operation]]:
    """Every line with what it says, each one looked at before it is given out."""
    header, kinds = opened.header, dict.fromkeys(opened.header.kinds, 0)
    allowed, device = KINDS_OF[header.type], device_of(header.share)
    number = {True: 0, False: 0}
    for place, line in enumerate(_lines(opened.body), 1):
        try:
            operation = decode(line)
        except BadLine as problem:
            raise Refused(f"Line {place} of the bundle cannot be read: {problem.reason}.") from None
        lasting = is_lasting(operation.kind)
        number[lasting] += 1
        reason = _objection(operation, allowed, device, number[lasting])
        if reason or (lasting and number[False]):
            raise Refused(
                f"Line {place} of the bundle {reason or 'stands in another place than it may'}."
            )
        if header.type == REPLY and operation.by != coach_id(header.fingerprint):
            raise Refused(f"Line {place} of the bundle was written by somebody else.")
        kinds[operation.kind] = kinds.get(operation.kind, 0) + 1
        yield line, operation
    if sum(number.values()) != header.lines or kinds != header.kinds:
        raise Refused("The bundle does not hold as many records as it says.")


def _objection(operation: Operation, allowed: Iterable[str], device: str, seq: int) -> str:
    """Why an operation may not stand in a bundle, nothing where it may."""
    if operation.kind not in allowed:
        return "is of a kind that does not belong there"
    if operation.device != device or operation.seq != seq:
        return "is not numbered as it should be"
    undone_together = operation.batch is not None or operation.undoes is not None
    more = undone_together or operation.extra or operation.base or "purged" in operation.set
    if more or operation.version != 1:
        return "says more than such a line may say"
    if not is_ulid(operation.id) or len(operation.by) > LONGEST_BY:
        return "names its record or its writer in an unknown way"
    if operation.stamp[30:] != device and not is_ulid(operation.stamp[30:]):
        return "has an unknown stamp"
    return ""


def _lines(body: bytes) -> Iterator[bytes]:
    """The lines of a body, without their line feeds.

    Raises:
        Refused: the last one is unfinished, one is too long, or there are too many.
    """
    if body and not body.endswith(b"\n"):
        raise Refused("The last line of the bundle is unfinished.")
    if body.count(b"\n") > MOST_LINES:
        raise Refused(f"The bundle has more than {MOST_LINES:,} lines.")
    start = 0
    while start < len(body):
        end = body.index(b"\n", start)
        if end - start > LONGEST_LINE:
            raise Refused("A line of the bundle is too long.")
        yield body[start:end]
        start = end + 1
