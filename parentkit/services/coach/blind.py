"""Code a sample of a family's moments blind: judge first, see the parent's judgement after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit import clock
from parentkit.domain.coaching.blinding import blinded
from parentkit.domain.coaching.sampling import draw_order
from parentkit.domain.codes import CODING, COMMENT, MET, MOMENT, READ
from parentkit.domain.errors import DataProblem, UsageProblem
from parentkit.domain.log.moment import JUDGEMENT_FIELDS, is_whole
from parentkit.domain.time.localtime import stamp_local
from parentkit.journal import Draft
from parentkit.services.family.household import new_id
from parentkit.services.log.document import document_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from parentkit.domain.coaching.sampling import Size
    from parentkit.domain.log.household import Household
    from parentkit.domain.log.moment import Document
    from parentkit.journal import Journal, Problem, Record

ABOUT_MOMENTS = (MOMENT, CODING, READ, COMMENT)


class Sample(NamedTuple):
    """The moments that a coach is to code blind, as far as they may be seen before.

    Attributes:
        moments: blinded documents, in the order in which chance drew them.
        coded: ids of those of them that this coach has coded already.
        frame: how many moments the sample was drawn from.
        opened: how many could no longer be drawn, because the coach has opened them.
        problems: what had to be set aside while reading.
    """

    moments: list[Document]
    coded: frozenset[str]
    frame: int
    opened: int
    problems: list[Problem]

    @property
    def to_code(self) -> list[Document]:
        """Those of the moments that are still to be coded."""
        return [moment for moment in self.moments if moment["id"] not in self.coded]


class Coded(NamedTuple):
    """A coding that is stored, and the moment with all that was hidden until then."""

    coding: Document
    moment: Document


class _Looked(NamedTuple):
    """Ids of the moments that one coach has coded, and of those that the coach has opened."""

    coded: frozenset[str]
    opened: frozenset[str]


def sample(journal: Journal, household: Household, coder: str, size: Size, seed: int) -> Sample:
    """Draws moments of every family of signs in proportion; the same ones for the same seed.

    Moments that are set apart by their flag are in no figure and so in no sample. One that the
    coach has opened before coding it cannot be coded blind; the next one takes its place.
    """
    reading = journal.read(kinds=ABOUT_MOMENTS)
    looked = _looked(reading.records, coder)
    family_of = household.vocabulary("cues").group
    frame = {
        document["id"]: document
        for document in (document_of(one) for one in reading.records if one.kind == MOMENT)
        if is_whole(document) and not document.get("flag")
    }
    order = draw_order({key: family_of(each["cue"]) for key, each in frame.items()}, seed)
    open_to = [key for key in order if key in looked.coded or key not in looked.opened]
    drawn = open_to[: size.of(len(frame))]
    return Sample(
        [blinded(frame[key]) for key in drawn],
        looked.coded.intersection(drawn),
        len(frame),
        len(frame) - len(open_to),
        reading.problems,
    )


def to_judge(journal: Journal, coder: str, prefix: str) -> Document:
    """One moment, blinded, for this coach to code.

    Raises:
        NothingFound: no moment's id begins with `prefix`.
        AmbiguousCode: several do.
        UsageProblem: this coach has coded it, or it is set apart and in no figure.
        DataProblem: part of it could not be read.
    """
    document = document_of(journal.find(prefix))
    _check_open(document, _looked_at(journal, document, coder))
    return blinded(document)


def is_blind(journal: Journal, coder: str, moment: Mapping[str, Any]) -> bool:
    """Whether the coach can still code a moment blind: its judgement was never opened."""
    return moment["id"] not in _looked_at(journal, moment, coder).opened


def code(journal: Journal, coder: str, prefix: str, fields: Mapping[str, Any]) -> Coded:
    """Stores a coach's own judgement of a moment, and then tells what was judged before.

    Args:
        journal: the family's.
        coder: the coach's id, `coach:` and the fingerprint.
        prefix: the moment's id, or enough of its beginning.
        fields: the judgement, fit among it; `rubric` may be there (pair id to point).

    Raises:
        NothingFound: no moment's id begins with `prefix`.
        AmbiguousCode: several do.
        UsageProblem: no fit is given, this coach has coded it, or it is set apart.
        DataProblem: part of the moment could not be read.
        WriteProblem: it could not be stored; nothing is told then.
    """
    document = document_of(journal.find(prefix))
    looked = _looked_at(journal, document, coder)
    _check_open(document, looked)
    if not fields.get("fit"):
        raise UsageProblem("A coding says at least how it fitted.", "Say --fit, unsure included.")
    given = {name: fields[name] for name in (*JUDGEMENT_FIELDS, "rubric") if fields.get(name)}
    if given["fit"] in MET:
        given.pop("slip", None)
    now = clock.now()
    coding: Document = {"moment": document["id"], "coder": coder, **given}
    if document["id"] not in looked.opened:
        coding["blind"] = True
    coding["logged_at"] = stamp_local(now, seconds=True)
    identity = new_id(int(now * 1000))
    journal.append([Draft(CODING, identity, coding, by=coder)])
    return Coded({"id": identity, **coding}, document)


def _check_open(document: Mapping[str, Any], looked: _Looked) -> None:
    if document["id"] in looked.coded:
        raise UsageProblem(
            "You have coded this moment already, and have seen how it was judged at home.",
            "A second coding would not be blind; the first one stays.",
        )
    if not is_whole(document):
        raise DataProblem(
            f"Part of the moment {document['id']} could not be read, so it cannot be coded.",
            "What is left of it stays; the other moments can be coded.",
        )
    if document.get("flag"):
        raise UsageProblem(
            "This moment is set apart: somebody was frightened or hurt. No figure counts it.",
            "It asks for a conversation rather than for a code.",
        )


def _looked_at(journal: Journal, document: Mapping[str, Any], coder: str) -> _Looked:
    since = str(document.get("observed_at", ""))[:10] or None
    return _looked(journal.read(since, kinds=ABOUT_MOMENTS).records, coder)


def _looked(records: Iterable[Record], coder: str) -> _Looked:
    coded: set[str] = set()
    opened: set[str] = set()
    for record in records:
        moment = record.fields.get("moment")
        if not isinstance(moment, str) or record.kind == MOMENT:
            continue
        if record.kind == READ:
            opened.add(moment)
        elif record.fields.get("coder") == coder == record.by:
            (coded if record.kind == CODING else opened).add(moment)
    return _Looked(frozenset(coded), frozenset(opened))
