"""Packing: the records that are to leave, cut down to the fields that may, as lines of a bundle.

The values keep the stamps under which they stand in the family's journal, so that what arrives
merges with what arrived before. What is said of people is the exception: it depends on how this
very file was asked for, so it is stamped with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.domain.coaching.scope import (
    AGE_BAND,
    FLAGGED,
    FREE_TEXT,
    leaves,
    leaving,
    names_within,
)
from parentkit.domain.coaching.scope import shown_part as part_that_leaves
from parentkit.domain.codes import (
    CAREGIVER,
    CHILD,
    FAMILY_ROLE,
    FIRST_CHILD_NAME,
    MOMENT,
    TERM,
)
from parentkit.domain.errors import UsageProblem
from parentkit.domain.log.age import age_band
from parentkit.domain.log.household import COACH, name_of, person_id
from parentkit.domain.log.moment import is_whole, readable
from parentkit.domain.schema.fields import MOMENT_FIELDS
from parentkit.domain.schema.kinds import sent_kinds
from parentkit.domain.text import one_line
from parentkit.services.family.household import FIRST_CAREGIVER_NAME
from parentkit.sharing.bundle import Line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from parentkit.domain.log.household import Household, Person
    from parentkit.journal import Record

_BIRTH = "birth_month"
_ORDER = sent_kinds(FAMILY_ROLE)

_WORDS_OF = {
    field.name: field.vocabulary for field in MOMENT_FIELDS if field.is_extended and field.leaves
}
"""The fields in which a word of the family's own may leave, and the vocabulary that it is of."""


class Packed(NamedTuple):
    """What is to leave.

    Attributes:
        lines: the lines of the bundle.
        documents: kind and document of each record, exactly the fields that leave.
        records: ids of the dated records, by kind.
    """

    lines: list[Line]
    documents: list[tuple[str, dict[str, Any]]]
    records: dict[str, list[str]]

    def __repr__(self) -> str:
        return f"<packed {len(self.documents)} records>"  # never a field's content


class Packer:
    """Cuts records down to what may leave.

    Args:
        household: the family's people and words.
        include: what of INCLUDABLE (domain.coaching.scope) leaves as well.
        renames: other names, by the id of the child or caregiver.
        stamp: the stamp of what is said anew by this file.
        returning: ids of records that an earlier file said were gone.
    """

    def __init__(
        self,
        household: Household,
        include: Collection[str],
        renames: Mapping[str, str],
        stamp: str,
        returning: Collection[str] = (),
    ) -> None:
        self._household = household
        self._include = include
        self._renames = renames
        self._stamp = stamp
        self._returning = returning
        self._births: dict[str, Record] = {}
        self._bands: dict[tuple[str, str], str | None] = {}

    def pack(self, dated: Iterable[Record], lasting: Iterable[Record]) -> Packed:
        """The given moments, codings and reflections, with the people and words they name.

        Records that may not leave are passed over.
        """
        packed = Packed([], [], {})
        chosen = [record for record in dated if self._may_leave(record)]
        by_id = {(record.kind, record.id): record for record in lasting}
        self._births = {
            identity: record
            for (kind, identity), record in by_id.items()
            if kind == CHILD and record.stamp_of(_BIRTH)
        }
        people, words = _named_in(chosen, self._household)
        for kind, identity in people:
            if (record := by_id.get((kind, identity))) is not None:
                self._put(packed, record, self._about_person(record))
        for (kind, _), record in sorted(by_id.items()):
            if (
                kind == TERM
                and (record.fields.get("vocabulary"), record.fields.get("code")) in words
            ):
                self._put(packed, record, {})
        for record in sorted(chosen, key=_place):
            packed.records.setdefault(record.kind, []).append(record.id)
            self._put(packed, record, {})
        return packed

    def gone(self, records: Mapping[str, Iterable[str]]) -> list[Line]:
        """Lines that say that records are there no longer."""
        return [
            Line(kind, identity, self._stamp, "", {"deleted": True})
            for kind, ids in records.items()
            for identity in ids
        ]

    def _may_leave(self, record: Record) -> bool:
        fields = record.fields
        if record.deleted or not leaves(record.kind, fields, self._include):
            return False
        if record.kind == MOMENT:
            return is_whole(readable(fields))
        return not str(fields.get("coder", "")).startswith(COACH)

    def _put(self, packed: Packed, record: Record, said_anew: dict[str, Any]) -> None:
        shown = part_that_leaves(record.kind, record.fields, self._include)
        by_stamp: dict[str, dict[str, Any]] = {}
        for name in leaving(record.kind, self._include):
            stamp = record.stamp_of(name)
            if stamp and name not in said_anew:
                by_stamp.setdefault(stamp, {})[name] = shown.get(name)
        if record.kind == MOMENT and (child := self._births.get(shown["child"])):
            stamp = max(record.stamp_of("observed_at") or "", child.stamp_of(_BIRTH) or "")
            band = {AGE_BAND: self._band(child, shown["observed_at"])}
            by_stamp.setdefault(stamp, {}).update(band)
            shown |= band
        if record.id in self._returning:
            said_anew = {**said_anew, "deleted": None}
        if said_anew:
            by_stamp[self._stamp] = said_anew
        packed.lines.extend(
            Line(record.kind, record.id, stamp, record.by, fields)
            for stamp, fields in sorted(by_stamp.items())
        )
        told = {**shown, **said_anew}
        document = {name: value for name, value in told.items() if value is not None}
        packed.documents.append((record.kind, {"id": record.id, **document}))

    def _about_person(self, record: Record) -> dict[str, Any]:
        name = self._renames.get(record.id) or str(record.fields.get("name", ""))
        if record.id not in self._births:
            return {"name": name}
        return {"name": name, AGE_BAND: self._band(record, self._stamp)}

    def _band(self, child: Record, when: str) -> str | None:
        """The age band of a month; children grow a month older on its first day."""
        key = child.id, when[:7]
        if key not in self._bands:
            try:
                self._bands[key] = age_band(child.fields.get(_BIRTH), f"{when[:7]}-01")
            except UsageProblem:  # a month of birth that cannot be read counts as not said
                self._bands[key] = None
        return self._bands[key]


def names_in_texts(
    household: Household, documents: Iterable[tuple[str, Mapping[str, Any]]]
) -> dict[str, int]:
    """In how many records' free text each child's or caregiver's name stands.

    The names that nobody chose ("me", "my child") are not looked for.
    """
    people = (*household.children, *household.caregivers)
    chosen = [name for name in map(name_of, people) if name and not _is_default(name)]
    counts: dict[str, int] = {}
    for _, document in documents:
        texts = [str(document[field]) for field in FREE_TEXT if field in document]
        for name in names_within(texts, chosen):
            counts[name] = counts.get(name, 0) + 1
    return counts


def called_in(
    documents: Iterable[tuple[str, Mapping[str, Any]]], renames: Mapping[str, str]
) -> dict[str, str]:
    """The other name of each person in the file, by id; empty for the name that they have."""
    return {
        str(document["id"]): renames.get(str(document["id"]), "")
        for kind, document in documents
        if kind in (CHILD, CAREGIVER)
    }


def read_renames(household: Household, texts: Sequence[str]) -> dict[str, str]:
    """Other names by the id of the child or caregiver, from texts like `Mia=Child`.

    Raises:
        UsageProblem: a text is not of that form.
        UnknownCode: nobody is called that.
    """
    renames = {}
    people: list[Person] = [*household.children, *household.caregivers]
    for text in texts:
        old, separator, new = text.partition("=")
        cleaned = one_line(new).strip()
        if not separator or not cleaned:
            raise UsageProblem(f"{text!r} gives no other name.", "For example: --rename Mia=Child")
        renames[person_id("person", people, old)] = cleaned
    return renames


def set_apart(records: Iterable[Record], include: Collection[str]) -> int:
    """How many of these moments stay because somebody was frightened or hurt."""
    if FLAGGED in include:
        return 0
    return sum(record.kind == MOMENT and record.fields.get("flag") is True for record in records)


def _named_in(
    chosen: Iterable[Record], household: Household
) -> tuple[list[tuple[str, str]], set[tuple[str, str]]]:
    """The people and the words that records name, each person once and in their order."""
    named: set[str] = set()
    words: set[tuple[str, str]] = set()
    for record in chosen:
        fields = record.fields
        named.update(str(fields.get(name)) for name in ("child", "caregiver", "coder"))
        for field, vocabulary in _WORDS_OF.items():
            words.update((vocabulary, code) for code in _listed(fields.get(field)))
    people = [(CHILD, str(each["id"])) for each in household.children]
    people += [(CAREGIVER, str(each["id"])) for each in household.caregivers]
    return [person for person in people if person[1] in named], words


def _listed(value: object) -> Iterator[str]:
    if isinstance(value, list):
        yield from (each for each in value if isinstance(each, str))
    elif isinstance(value, str):
        yield value


def _place(record: Record) -> tuple[int, str, str]:
    when = record.fields.get("observed_at") or record.fields.get("logged_at")
    return _ORDER.index(record.kind), str(when), record.id


def _is_default(name: str) -> bool:
    return name.rstrip("0123456789 ") in (FIRST_CHILD_NAME, FIRST_CAREGIVER_NAME)
