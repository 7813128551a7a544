"""What a key may do: every key is accepted as something, for one family, and stays within that.

The table is closed. A file that it does not name is refused as a whole, whoever signed it, and so
is a line that says more than the signer's role allows. The coach's side and the family's side ask
here; nobody who is asked about a key can widen what it may do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.coaching.coaching import ill_formed
from parentkit.domain.coaching.scope import arriving
from parentkit.domain.codes import COACH_ROLE, FAMILY_ROLE
from parentkit.domain.log.household import COACH as COACH_PREFIX
from parentkit.domain.schema.field import TIME
from parentkit.domain.schema.kinds import KINDS
from parentkit.domain.sentence import listed, with_article
from parentkit.domain.text import one_line
from parentkit.journal import Operation
from parentkit.sharing.bundle import KINDS_OF, coach_id
from parentkit.sharing.envelope import MOMENTS, REPLY, WITHDRAWAL, Refused

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

FAMILY, COACH = FAMILY_ROLE, COACH_ROLE
"""What a key can be accepted as, and who takes a file in: a parent's side, a coach's side."""


class Rule(NamedTuple):
    """One row of the table.

    Attributes:
        role: what the signer's key was accepted as.
        taken_by: on whose side the file arrives, FAMILY or COACH.
        file: the type of file.
        kinds: the kinds of records that may be in it, be changed and be deleted by it.
    """

    role: str
    taken_by: str
    file: str
    kinds: frozenset[str]


TABLE = (
    Rule(FAMILY, COACH, MOMENTS, KINDS_OF[MOMENTS]),
    Rule(FAMILY, COACH, WITHDRAWAL, KINDS_OF[WITHDRAWAL]),
    Rule(COACH, FAMILY, REPLY, KINDS_OF[REPLY]),
    Rule(COACH, COACH, REPLY, KINDS_OF[REPLY]),
)

_FILES = {
    MOMENTS: "moments",
    REPLY: "a coach's words",
    WITHDRAWAL: "a notice that consent is withdrawn",
}


_TIMES = frozenset(
    field.name for kind in KINDS if kind.sent_by for field in kind.fields if field.sort == TIME
)
"""Fields that say when something was; none of them lies ahead."""


class Passage(NamedTuple):
    """One file that the table lets in, and what its lines are held against.

    Attributes:
        rule: the row of the table.
        author: whose records it may speak of: a coach's id, empty for a family.
        stamp_limit: no line may be stamped after it (`journal.log.stamp.ahead_limit`).
        last_day: nothing may have been after this local day.
    """

    rule: Rule
    author: str
    stamp_limit: str
    last_day: str


def rule_for(role: str, taken_by: str, file: str) -> Rule | None:
    """The row of the table for a file, None where there is none: then it is refused."""
    return next((rule for rule in TABLE if rule[:3] == (role, taken_by, file)), None)


def author_named(rule: Rule, fingerprint: str) -> str:
    """Whose records a signer may speak of: a coach's own id, empty for a family."""
    return coach_id(fingerprint) if rule.role == COACH else ""


def not_in_table(called: str, role: str, taken_by: str, file: str) -> str:
    """Why a file is refused, in one sentence.

    Args:
        called: whose key it is, as a person says it: "Dana's key", "the key of the Riveras".
        role: what it was accepted as.
        taken_by: on whose side it arrived.
        file: the type of file.
    """
    may = [_FILES[rule.file] for rule in TABLE if rule[:2] == (role, taken_by)]
    holds = _FILES.get(file, "something else")
    if not may:
        return f"It holds {holds}, and {called} may send nothing here."
    return f"It holds {holds}, and {called} may send {listed(may)} alone."


def admitted(
    passage: Passage, places: Mapping[tuple[str, str], str], operation: Operation
) -> Operation:
    """What is kept of a line, the very line where that is all of it.

    Args:
        passage: what it is held against.
        places: as `apart` gives them.
        operation: the line.

    Raises:
        Refused: it says more than its signer may say.
    """
    if reason := objection(passage, operation):
        raise Refused(
            f"{with_article(operation.kind)} in it {reason}.",
            "Ask whoever sent it to put that right.",
        )
    if passage.rule.file == REPLY and (wrong := ill_formed(operation.kind, operation.set)):
        kind = with_article(operation.kind)
        raise Refused(f"{kind} in it has something else in {wrong[0]} than it may.")
    return moved(within_scope(passage, operation), places)


def objection(passage: Passage, operation: Operation) -> str:
    """Why a line may not stand in its file, to follow "A <kind> in it"; empty where it may."""
    rule, author, fields = passage.rule, passage.author, operation.set
    if operation.kind not in rule.kinds:
        return "is of a kind that this file may not hold"
    if operation.stamp > passage.stamp_limit:
        return f"is dated {operation.stamp[:10]}, which has not come yet"
    for name in _TIMES & fields.keys():
        said = fields[name]
        if isinstance(said, str) and said[:10] > passage.last_day:
            return f"is dated {one_line(said[:10])}, which has not come yet"
    coder = fields.get("coder", author)
    if author:
        own = operation.by == author == coder
        return "" if own else "is in another name than its sender's"
    names = [operation.by, "" if coder is None else coder]
    own = all(isinstance(name, str) and not name.startswith(COACH_PREFIX) for name in names)
    return "" if own else "is in the name of a coach who did not sign it"


def within_scope(passage: Passage, operation: Operation) -> Operation:
    """The same line with the fields that its kind may bring; the very line where that is all."""
    fields = operation.set
    allowed = arriving(operation.kind, by_coach=bool(passage.author))
    if fields.keys() <= allowed:
        return operation
    kept = {name: value for name, value in fields.items() if name in allowed}
    return _with(operation, operation.id, kept)


def author_of(operation: Operation) -> str:
    """The coach whose record a line speaks of, empty where it is the family's."""
    for name in (operation.by, operation.set.get("coder")):
        if isinstance(name, str) and name.startswith(COACH_PREFIX):
            return name
    return ""


def apart(
    named: Collection[tuple[str, str]], author: str, owners: Mapping[tuple[str, str], set[str]]
) -> dict[tuple[str, str], str]:
    """Under which ids records stand whose id somebody else's record has here already.

    Records of coaches are told apart by kind, id and author. So an id that somebody else has used
    is neither changed nor closed by that: the record stands beside it, under an id that always
    follows from the three.

    Args:
        named: kind and id of the records in a file, of kinds that coaches write too.
        author: whose they are: a coach's id, empty for a family.
        owners: by kind and id, the authors of all records of these kinds that are here.
    """
    found = {}
    for kind, identity in named:
        place = identity
        while not _is_own(owners.get((kind, place), ()), author):
            place = _next_id(kind, place, author)
        if place != identity:
            found[kind, identity] = place
    return found


def moved(operation: Operation, places: Mapping[tuple[str, str], str]) -> Operation:
    """The same line under the id that `apart` gives its record."""
    place = places.get((operation.kind, operation.id))
    return operation if place is None else _with(operation, place, operation.set)


def _is_own(owners: Collection[str], author: str) -> bool:
    """Whether a record is nobody's or the author's; a family marks a coach's record as done."""
    coaches = {owner for owner in owners if owner}
    if author:
        return not owners or coaches == {author}
    return not coaches


def _next_id(kind: str, identity: str, author: str) -> str:
    from parentkit.domain.ulid import ms_of, ulid_named

    return ulid_named(f"{kind}/{identity}/{author}", ms_of(identity))


def _with(operation: Operation, identity: str, fields: dict[str, object]) -> Operation:
    return Operation(
        identity,
        operation.kind,
        operation.device,
        operation.seq,
        operation.stamp,
        operation.by,
        fields,
    )
