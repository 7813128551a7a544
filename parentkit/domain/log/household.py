"""Who and which words belong to a family: children, caregivers, templates, own terms."""

from __future__ import annotations

from parentkit.domain.codes import (
    ASSIGNMENT,
    CAREGIVER,
    CHILD,
    CONTACT,
    FIRST_CHILD,
    FIRST_CHILD_NAME,
    GOAL,
    SOMEBODY,
    TEMPLATE,
    TERM,
)
from parentkit.domain.errors import AmbiguousCode, UnknownCode
from parentkit.domain.log.vocabulary import Vocabulary
from parentkit.domain.schema.fields import MOMENT_FIELDS, REPAIR_PARTS
from parentkit.domain.text import name_key, one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from typing import Any

    from parentkit.domain.schema.field import Field

    Person = dict[str, Any]
    Load = Callable[[str], Any]

VOCABULARIES = {
    "cues": "cue",
    "responses": "response",
    "contexts": "context",
    "parent_states": "state",
}
"""The vocabularies that a family may extend, and what one of their terms is called."""

COACH = "coach:"
"""What a coach's id begins with, as a writer and a coder; the key's fingerprint follows."""

COACH_DIGITS = 32

YOU = "you"
"""What the coach at this machine is called."""

EVERYBODY = ("all", "everyone", "everybody", "*")
"""Words for all children of the family, where one could be named."""

JUDGEMENTS = {
    field.said: field.vocabulary
    for field in (*MOMENT_FIELDS, *REPAIR_PARTS)
    if field.vocabulary and field.choices
}
"""The fields whose words are the same for everybody, and their lists in judgements.json."""


SPLIT_FROM, SPLIT_FOR, SPLIT_STAYS = "split_from", "split_for", "split_stays"
"""The fields of a child who was taken apart from another one: that one's id, the devices for which
this child was theirs, and those of them that write about the other one all the same."""


class Household:
    """One reading of the family's lasting records; unchanging once read.

    `load` gives the shipped content of a name (parentkit.content.load); `chosen` the ids of the
    child and the caregiver chosen on this device, asked only where a name may be several people's.

    Attributes:
        children, caregivers, templates: documents with `id` and `name`, oldest first, deleted ones
            left out.
        joined: children whose moments are another child's now; they are in none of these lists.
        heirs: by the id of each child, the id of the child who stands for it, often itself.
        terms: the family's own changes to the vocabularies.
        contacts: the coaches that the family knows.
        goals, assignments: what coaches sent, done ones among them.
    """

    __slots__ = (
        "_chosen",
        "_contents",
        "_load",
        "_vocabularies",
        "assignments",
        "caregivers",
        "children",
        "contacts",
        "goals",
        "heirs",
        "joined",
        "templates",
        "terms",
    )

    def __init__(
        self,
        documents: Iterable[tuple[str, Person]],
        load: Load,
        chosen: Callable[[], Collection[str]] = tuple,
    ) -> None:
        kinds = (CHILD, CAREGIVER, TEMPLATE, TERM, CONTACT, GOAL, ASSIGNMENT)
        by_kind: dict[str, list[Person]] = {kind: [] for kind in kinds}
        for kind, document in documents:
            by_kind.setdefault(kind, []).append(_with_plain_name(document))
        for people in by_kind.values():
            people.sort(key=lambda document: str(document["id"]))
        self.heirs = heirs(by_kind[CHILD])
        self.children = [one for one in by_kind[CHILD] if self.heirs[one["id"]] == one["id"]]
        self.joined = [one for one in by_kind[CHILD] if self.heirs[one["id"]] != one["id"]]
        self.caregivers = by_kind[CAREGIVER]
        self.templates = by_kind[TEMPLATE]
        self.terms = by_kind[TERM]
        self.contacts = by_kind[CONTACT]
        self.goals = by_kind[GOAL]
        self.assignments = by_kind[ASSIGNMENT]
        self._load = load
        self._chosen = chosen
        self._contents: dict[str, Any] = {}
        self._vocabularies: dict[str, Vocabulary] = {}

    @property
    def named_children(self) -> list[Person]:
        """The children that a person has named: all but the one that stands for none."""
        return [child for child in self.children if not is_unnamed(child)]

    def vocabulary(self, name: str) -> Vocabulary:
        """The vocabulary of that name, one of VOCABULARIES, as this family has it."""
        if name not in self._vocabularies:
            changes = [term for term in self.terms if term.get("vocabulary") == name]
            self._vocabularies[name] = Vocabulary(
                VOCABULARIES[name], self._content(name)["terms"], changes
            )
        return self._vocabularies[name]

    def judgement(self, field: str) -> Vocabulary:
        """The words for one of the fields in JUDGEMENTS, `fit` for example."""
        if field not in self._vocabularies:
            terms = self._content("judgements")[JUDGEMENTS[field]]
            self._vocabularies[field] = Vocabulary(field.replace("_", " "), terms, ())
        return self._vocabularies[field]

    def words(self, field: Field) -> Vocabulary | None:
        """The vocabulary that a field's codes are of, None where it has none."""
        if not field.vocabulary:
            return None
        return (
            self.vocabulary(field.vocabulary) if field.is_extended else self.judgement(field.said)
        )

    def _content(self, name: str) -> Any:
        if name not in self._contents:
            self._contents[name] = self._load(name)
        return self._contents[name]

    def label(self, code: str) -> str:
        """The label of a code, whichever vocabulary it is of: a term, a group of terms, a fit."""
        for name in ("cues", "responses"):
            for group in self._content(name)["groups"]:
                if group["id"] == code:
                    return str(group["label"])
        for field in JUDGEMENTS:
            if code in (words := self.judgement(field)):
                return words.label(code)
        for name in VOCABULARIES:
            if code in (words := self.vocabulary(name)):
                return words.label(code)
        return code

    def child(self, text: str) -> str:
        """The id of the child that a name, the start of a name or an id stands for."""
        return self.person(CHILD, text)

    def caregiver(self, text: str) -> str:
        """The id of the caregiver that a name, the start of a name or an id stands for."""
        return self.person(CAREGIVER, text)

    def person(self, kind: str, text: str) -> str:
        """The id of the child, caregiver or template that a name, its start or an id stands for.

        Raises:
            UnknownCode: nobody is called that.
            AmbiguousCode: several people could be meant.
        """
        people = {CHILD: self.children, CAREGIVER: self.caregivers, TEMPLATE: self.templates}
        return person_id(kind, people[kind], text, self._chosen)

    def name(self, person: str) -> str:
        """The name of a child, caregiver or coach; an unknown id is shown by its last letters."""
        for document in (*self.children, *self.caregivers, *self.joined):
            if document["id"] == person:
                return str(document.get("name", person))
        for coach in self.contacts:
            if f"{COACH}{coach.get('fingerprint')}" == person:
                return name_of(coach)
        if person == FIRST_CHILD:
            return FIRST_CHILD_NAME
        return f"someone ({person[-4:]})" if person not in ("", SOMEBODY) else "someone"


def _with_plain_name(document: Person) -> Person:
    """The record with a name that is one line of visible letters, wherever the record came from."""
    name = document.get("name")
    plain = not isinstance(name, str) or name.isprintable()
    return document if plain else {**document, "name": name_of(document)}


def is_unnamed(child: Person) -> bool:
    """Whether it is the child that moments are about as long as nobody has named one."""
    return child["id"] == FIRST_CHILD and name_of(child) in ("", FIRST_CHILD_NAME)


def shown_name(person: Person) -> str:
    """A name as lists show it: marked where nobody has given it."""
    return f"{name_of(person)} (no name yet)" if is_unnamed(person) else name_of(person)


def heirs(children: Iterable[Person]) -> dict[str, str]:
    """By the id of each child, the id of the child who stands for it, often itself.

    A child stands for one that is `joined` to it, over however many steps, as long as that one is
    called `joined_as`. Of children who are joined in a circle, as two devices may have it, the one
    with the lowest id stands.
    """
    by_id = {str(child["id"]): child for child in children}
    following = {
        identity: str(child["joined"])
        for identity, child in by_id.items()
        if "joined" in child and _is_left(child, by_id.get(str(child["joined"])))
    }
    return {identity: _at_the_end(following, identity) for identity in by_id}


def _is_left(child: Person, target: Person | None) -> bool:
    if target is None or target.get("deleted") is True:
        return False
    return name_key(name_of(child)) == name_key(str(child.get("joined_as", "")))


def _at_the_end(following: dict[str, str], identity: str) -> str:
    way: list[str] = []
    while identity in following and identity not in way:
        way.append(identity)
        identity = following[identity]
    return min(way[way.index(identity) :]) if identity in way else identity


def is_coach(identity: object) -> bool:
    """Whether an id is a coach's, as a coder's may be: COACH and 32 hexadecimal digits."""
    if not isinstance(identity, str) or not identity.startswith(COACH):
        return False
    digits = identity[len(COACH) :]
    return len(digits) == COACH_DIGITS and set("0123456789abcdef").issuperset(digits)


def person_id(
    what: str, people: list[Person], text: str, chosen: Callable[[], Collection[str]] = tuple
) -> str:
    """The id of the one person whose name or id is `text`, or whose name alone starts with it.

    Of several people of one name, the one who is spelt just so is meant, else the one of those
    whom this device has `chosen`.

    Raises:
        UnknownCode: nobody is called that.
        AmbiguousCode: several people could be meant.
    """
    wanted = name_key(text)
    exact = [p for p in people if wanted in (str(p["id"]).casefold(), name_key(name_of(p)))]
    found = exact or [p for p in people if wanted and name_key(name_of(p)).startswith(wanted)]
    if len(exact) > 1:
        found = [p for p in exact if name_of(p) == text] or exact
    if len(exact) > 1 and len(found) > 1:
        here = chosen()
        found = [p for p in found if p["id"] in here] or found
    if len(found) == 1:
        return str(found[0]["id"])
    names = tuple(name_of(person) for person in found or people)
    if found:
        raise AmbiguousCode(what, text, names)
    raise UnknownCode(what, text, names[:3])


def name_of(person: Person) -> str:
    """A person's or template's name, empty where a record has none yet."""
    name = str(person.get("name", ""))
    return name if name.isprintable() else one_line(name)


def template(household: Household, name: str) -> Person:
    """The template of that name, or whose name alone begins like that.

    Raises:
        UnknownCode: the family has no such template.
        AmbiguousCode: several begin like that.
    """
    identity = person_id("template", household.templates, name)
    return next(each for each in household.templates if each["id"] == identity)
