"""What is about to leave, in words: every record with every field; consents; what came back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from parentkit.domain.coaching.scope import INCLUDABLE
from parentkit.domain.codes import CAREGIVER, CHILD, CODING, MOMENT
from parentkit.domain.schema.fields import field_named
from parentkit.domain.schema.kinds import kind_named
from parentkit.domain.sentence import plural
from parentkit.domain.text import clean, one_line
from parentkit.report import amounts
from parentkit.report.layout import row, wrapped
from parentkit.report.log.moment import repair_words, when_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from parentkit.domain.coaching.consent import Consent
    from parentkit.domain.log.household import Household

    Document = Mapping[str, Any]

BEFORE_SHARING = ("before_sharing", "not_a_test")
"""What is said before anything is shared, by the ids in statements.json."""

_PEOPLE = ("child", "caregiver", "coder")
_CALLED = {
    "responses": "responses",
    "fit": "fit",
    "slip": "slip",
    "context": "context",
    "flag": "flag",
    "age_band": "age",
    "follow_up": "then asked",
    "follow_up_answer": "then said",
}
"""What fields are called in a preview, where that is another name than beside a moment."""


def terms_lines(
    name: str, words: str, consent: Consent, counts: Mapping[str, int]
) -> Iterator[str]:
    """To whom, what for, until when, and how much of what."""
    yield f"To {one_line(name)}"
    yield from row("key", words)
    yield from row("what for", clean(consent.purpose))
    yield from row("until", f"{consent.until}, unless you withdraw it before")
    much = ", ".join(f"{_counted(number, kind)}" for kind, number in counts.items() if number)
    yield from row("what", much or "nothing new")
    stays = [words for what, words in INCLUDABLE.items() if what not in consent.include]
    yield from row("stays here", "; ".join([*stays, "the month of birth"]))
    included = [words for what, words in INCLUDABLE.items() if what in consent.include]
    yield from row("included", "; ".join(included))


def record_lines(documents: Sequence[tuple[str, Document]], household: Household) -> Iterator[str]:
    """Every record that leaves, field by field; people by the names that they have in the file."""
    names = {
        str(document["id"]): one_line(str(document.get("name", "")))
        for kind, document in documents
        if kind in (CHILD, CAREGIVER)
    }
    for kind, document in documents:
        title = _title(kind, document)
        yield ""
        yield f"{title}  {document['id']}"
        for field, value in document.items():
            if field != "id":
                words = names.get(str(value)) if field in _PEOPLE else None
                yield from row(_label(field), words or _value(household, field, value))


def _title(kind: str, document: Document) -> str:
    if kind == MOMENT:
        return f"Moment of {when_words(str(document.get('observed_at')))}"
    known = kind_named(kind)
    return known.title if known else kind


def _label(name: str) -> str:
    field = field_named(name)
    return _CALLED.get(name) or (field.label if field else name.replace("_", " "))


def remark_lines(  # noqa: PLR0913 each is one remark
    coach: str,
    *,
    set_apart: int,
    named: Mapping[str, int],
    sent_before: Sequence[str],
    taken_back: Mapping[str, Sequence[str]],
    renamed: Iterable[tuple[str, str, str]] = (),
) -> Iterator[str]:
    """What a person should know besides: names in texts, what was sent earlier, what stays.

    `renamed` has people's names, as the file before said them, and as this one says them.
    """
    if set_apart:
        yield from wrapped(
            f"{_counted(set_apart, MOMENT)} in which somebody was frightened or hurt: set apart, "
            "not in the file."
        )
    for name, count in named.items():
        yield from wrapped(
            plural(
                count,
                one="The name {name} stands in the texts of {n} record. --rename changes names in "
                "the list of people, not within texts.",
                other="The name {name} stands in the texts of {n} records. --rename changes names "
                "in the list of people, not within texts.",
                name=one_line(name),
            )
        )
    for own, then, now in map(_names_on_a_line, renamed):
        yield from wrapped(
            f"{one_line(coach)} knows {own} as {then} until now; this file says {now}."
        )
    if sent_before:
        words = "; ".join(INCLUDABLE.get(what, what) for what in sent_before)
        yield from wrapped(
            f"Earlier files held {words}. What was sent stays with your coach until you withdraw."
        )
    gone = sum(map(len, taken_back.values()))
    if gone:
        yield from wrapped(
            plural(
                gone,
                one="{n} record sent earlier is here no longer, or set apart now: the file says "
                "so, and it goes from the coach's view.",
                other="{n} records sent earlier are here no longer, or set apart now: the file "
                "says so, and they go from the coach's view.",
            )
        )


def _names_on_a_line(names: tuple[str, str, str]) -> list[str]:
    return [one_line(name) for name in names]


def statement_lines(said: Iterable[Document]) -> Iterator[str]:
    """What is said before anything is shared."""
    for each in said:
        if each["id"] in BEFORE_SHARING:
            yield from wrapped(str(each["long"]))


def consent_lines(
    consent: Consent, name: str, stands: str, sent: Sequence[Any], household: Household
) -> Iterator[str]:
    """A consent: to whom, how it stands, whose it is, and what was made under it."""
    yield f"{one_line(name)}: {stands}"
    yield from row("what for", clean(consent.purpose))
    yield from row("given", when_words(consent.given_at))
    if len(household.caregivers) > 1:
        yield from row("given by", household.name(consent.by))
    included = [INCLUDABLE.get(what, what) for what in consent.include]
    yield from row("included", "; ".join(included))
    for each in sent:
        if each.consent == consent.id:
            moments = _counted(len(each.records.get(MOMENT, ())), MOMENT)
            yield from row("sent", f"{each.made_at[:10]}: {moments}, file {each.sha256[:12]}")


def _value(household: Household, field: str, value: Any) -> str:
    """A value in the words that the parent knows; what has no words as it stands."""
    if field == "repair" and isinstance(value, dict):
        return repair_words(value, household)
    if isinstance(value, list):
        return ", ".join(_word(household, field, str(each)) for each in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _word(household, field, str(value))


def _word(household: Household, field: str, code: str) -> str:
    if field in _PEOPLE:
        return household.name(code)
    known = field_named(field)
    words = household.words(known) if known else None
    return words.label(code) if words else clean(code)


def _counted(number: int, kind: str) -> str:
    if kind == CODING:
        return plural(number, one="{n} other judgement", other="{n} other judgements")
    return amounts.of_kind(number, kind)
