"""The words of a family's own: add, relabel, hide and show terms of the vocabularies."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from parentkit.domain.codes import TERM
from parentkit.domain.errors import UsageProblem
from parentkit.domain.log.household import VOCABULARIES
from parentkit.domain.log.vocabulary import OWN
from parentkit.domain.text import one_line
from parentkit.domain.ulid import ulid_named
from parentkit.journal import PURGED, Draft

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from parentkit.domain.log.household import Household, Person
    from parentkit.journal import Journal, Record

LONGEST_LABEL = 60


def change_term(
    journal: Journal, household: Household, vocabulary: str, text: str, details: Mapping[str, Any]
) -> Person:
    """Relabels, hides or shows one term of a vocabulary.

    Raises:
        UnknownCode: the vocabulary has no such term.
    """
    code = household.vocabulary(vocabulary).resolve(text)
    return _write_term(journal, vocabulary, code, details)


def add_term(
    journal: Journal, household: Household, vocabulary: str, label: str, group: str | None
) -> Person:
    """Adds a family's own term; its id is `my:` and the label's letters and digits.

    Args:
        journal: where it is kept.
        household: the family's words.
        vocabulary: one of VOCABULARIES.
        label: what a person reads.
        group: a sign's family or a response's pole; suggestions are made by it.

    Raises:
        UsageProblem: the label is empty or stands already, or there is no such group.
    """
    words = household.vocabulary(vocabulary)
    cleaned = one_line(label).strip()[:LONGEST_LABEL]
    code = OWN + "_".join(
        "".join(letter if letter.isalnum() else " " for letter in cleaned.casefold()).split()
    )
    if code == OWN:
        raise UsageProblem("A term needs a label with letters or digits in it.")
    if (taken := code if code in words else words.named(cleaned)) is not None:
        raise UsageProblem(f"There is a {VOCABULARIES[vocabulary]} {words.label(taken)!r} already.")
    groups = sorted({words.group(known) for known in words.offered() if words.group(known)})
    if groups and group not in groups:
        raise UsageProblem(
            f"A {VOCABULARIES[vocabulary]} of your own belongs to one of: {', '.join(groups)}.",
            "Name it with --group.",
        )
    return _write_term(journal, vocabulary, code, {"label": cleaned, "group": group})


def _term_ids(vocabulary: str, code: str) -> Iterator[str]:
    """The ids that a term may have, the same on every device: the next where one was erased."""
    yield ulid_named(f"{vocabulary}/{code}")
    for again in count(1):
        yield ulid_named(f"{vocabulary}/{code}/{again}")


def _is_erased(record: Record | None) -> bool:
    return record is not None and record.fields.get(PURGED) is True


def _write_term(journal: Journal, vocabulary: str, code: str, details: Mapping[str, Any]) -> Person:
    fields = {name: value for name, value in details.items() if value is not None}
    terms = {one.id: one for one in journal.lasting(deleted=True) if one.kind == TERM}
    identity = next(one for one in _term_ids(vocabulary, code) if not _is_erased(terms.get(one)))
    if known := terms.get(identity):
        journal.amend(known, {**fields, "deleted": None} if known.deleted else fields)
    else:
        fields = {"vocabulary": vocabulary, "code": code, **fields}
        journal.append([Draft(TERM, identity, fields)])
    return {"id": identity, "vocabulary": vocabulary, "code": code, **fields}
