"""A person's words for a moment, read into the fields of its document.

Every field is read on its own, so that one that cannot be read never costs the others: the
command line reports it, prompts and forms ask for it again.
"""

from __future__ import annotations

from parentkit import clock
from parentkit.domain.codes import PERSON, REPAIRED
from parentkit.domain.errors import ParentkitError, UsageProblem
from parentkit.domain.schema.field import CODES, COUNT, FLAG, TEXT, TEXTS, TIME
from parentkit.domain.schema.fields import said_fields
from parentkit.domain.text import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from parentkit.domain.log.household import Household

    Words = Mapping[str, Any]
    Reader = Callable[[Any], Any]


class Reading:
    """What could be read, and what could not: `problems` maps a field's name to its error."""

    __slots__ = ("fields", "problems")

    def __init__(self, fields: dict[str, Any], problems: dict[str, ParentkitError]) -> None:
        self.fields = fields
        self.problems = problems

    def complete(self) -> dict[str, Any]:
        """The fields.

        Raises:
            ParentkitError: the first problem, with the others named in its hint.
        """
        if not self.problems:
            return self.fields
        first, *others = self.problems.values()
        if others:
            hints = (first.hint, *map(_also, others))
            first.hint = " ".join(hint for hint in hints if hint)
            first.also = tuple(others)
        raise first


def _also(problem: ParentkitError) -> str:
    return f"Also: {problem.message} {problem.hint}".rstrip()


def read_words(household: Household, words: Words) -> Reading:
    """Reads all words that are there; `None` and empty values count as not said."""
    fields: dict[str, Any] = {}
    problems: dict[str, ParentkitError] = {}
    for name, said in words.items():
        if said in (None, "", (), [], False):
            continue
        try:
            fields[name] = _read_field(household, name, said)
        except ParentkitError as problem:
            problems[name] = problem
    try:
        _join_repair(fields)
    except ParentkitError as problem:
        problems["repair"] = problem
    return Reading(fields, problems)


def _read_field(household: Household, name: str, said: Any) -> Any:
    if name in ("child", "caregiver"):
        return household.child(said) if name == "child" else household.caregiver(said)
    field = next(each for each in said_fields() if each.said == name)
    words = household.words(field)
    if words is None:
        return _READERS[field.sort](said)
    if field.sort == CODES:
        return [words.resolve(word) for word in said]
    return words.resolve(said)


def _minutes(said: str) -> int:
    from parentkit.domain.time.when import parse_duration

    return parse_duration(said)


def _past(said: str) -> str:
    from parentkit.domain.time.when import parse_past, timestamp

    return timestamp(parse_past(said, clock.local_now()))


def _tags(said: Any) -> list[str]:
    tags = [clean(tag).strip() for tag in said]
    return list(dict.fromkeys(tag for tag in tags if tag))


def _text(said: str) -> str:
    text = clean(said).strip()
    if not text:
        raise UsageProblem("The text holds nothing that can be shown.")
    try:
        said.encode()
    except UnicodeEncodeError:
        raise UsageProblem(
            "The text holds bytes that are no letters in UTF-8.",
            "Nothing was stored. Save the text as UTF-8 and try again.",
        ) from None
    return text


_READERS: dict[str, Reader] = {
    TIME: _past,
    COUNT: _minutes,
    TEXTS: _tags,
    TEXT: _text,
    FLAG: bool,
}


def _join_repair(fields: dict[str, Any]) -> None:
    state = fields.pop("repair", None)
    minutes = fields.pop("repaired_after", None)
    starter = fields.pop("repaired_by", None)
    if state is None and minutes is None and starter is None:
        return
    if state not in (None, REPAIRED) and (minutes is not None or starter is not None):
        raise UsageProblem(
            "How long it took and who began it belong to a repair that took place.",
            "Say --repair repaired, or leave them out.",
        )
    repair = {"state": state or REPAIRED, "source": PERSON, "by": starter, "after_minutes": minutes}
    fields["repair"] = {name: value for name, value in repair.items() if value is not None}
