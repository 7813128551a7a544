"""What an import and an export came to, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.domain.codes import CAREGIVER, CHILD, TEMPLATE, TERM
from parentkit.domain.sentence import plural
from parentkit.report import amounts

if TYPE_CHECKING:
    from collections.abc import Sequence

_NEW = {
    CHILD: ("New child: {names}.", "New children: {names}."),
    CAREGIVER: ("New caregiver: {names}.", "New caregivers: {names}."),
    TEMPLATE: ("New template: {names}.", "New templates: {names}."),
    TERM: ("New word: {names}.", "New words: {names}."),
}
MADE_BY_IMPORTS = tuple(_NEW)
"""Kinds of records that an import may have to make, in the order in which they are told."""


def exported_sentence(moments: int, codings: int) -> str:
    """How much was exported; other people's judgements are named where there are any."""
    if not codings:
        return f"Exported {amounts.moments(moments)}, and the family."
    further = plural(codings, one="{n} further judgement", other="{n} further judgements")
    return f"Exported {amounts.moments(moments)}, {further}, and the family."


def imported_sentence(imported: int, here: int, *, dry_run: bool) -> str:
    """How many records came in, or would come in, and how many were here."""
    if dry_run:
        return f"{imported} would be imported, {here} here already."
    return f"{imported} imported, {here} here already."


def made_sentence(kind: str, names: Sequence[str]) -> str:
    """Whom or what of a kind an import made; `names` has one at least."""
    one, other = _NEW[kind]
    return plural(len(names), one=one, other=other, names=", ".join(names))


def rows_left_out_sentence(rows: int) -> str:
    """How many rows did not come in."""
    return plural(rows, one="Left out: {n} row.", other="Left out: {n} rows.")


def mend_rows_sentence(rows: int) -> str:
    """What to do about rows that were left out."""
    return plural(
        rows,
        one="Mend this row and import the file again: what is here already is skipped.",
        other="Mend these rows and import the file again: what is here already is skipped.",
    )


def differing_sentence(records: int) -> str:
    """That records which were here are not the same in the file."""
    return plural(
        records,
        one="{n} of those here reads differently now; what is here stays.",
        other="{n} of those here read differently now; what is here stays.",
    )


def deleted_sentence(records: int) -> str:
    """That records which the file has were taken out here."""
    return plural(
        records,
        one="{n} of those here was deleted, and stays so.",
        other="{n} of those here were deleted, and stay so.",
    )


def set_apart_sentence(moments: int) -> str:
    """That new moments are in no figure, and why."""
    return plural(
        moments,
        one="{n} of the new ones is kept apart from the figures: some of its words sound as if "
        "somebody was hurt or frightened.",
        other="{n} of the new ones are kept apart from the figures: some of their words sound as "
        "if somebody was hurt or frightened.",
    )


def put_back_hint(moments: int) -> str:
    """What to do where a new moment was set apart wrongly; the moments are listed below it."""
    return plural(
        moments,
        one="Where that is wrong, parentkit edit ID --clear flag puts it back. This is it:",
        other="Where that is wrong, parentkit edit ID --clear flag puts one back. These are:",
    )
