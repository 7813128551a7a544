"""What is looked for, in a line of words: read into a tree, and written again.

    cue is afraid and note has dentist and when since 3 weeks
    (fit is missed or fit is misread) and not tag has nursery

A condition names a field, a verb and what it should be. `not` binds closest, then `and`, then `or`.
What stands in quotation marks is taken as it stands; a mark in it is written twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.domain.text import one_line
from parentkit.services.log.find_problem import FindProblem
from parentkit.services.log.find_tokens import (
    AND,
    HAS,
    IS,
    NOT,
    ON,
    OR,
    OTHER_VERBS,
    RESERVED,
    SAID,
    UNSAID,
    VERBS,
    Unclosed,
    awaits_and,
    tokens_of,
)
from parentkit.services.log.find_tree import All, AnyOf, Ask, No

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from parentkit.services.log.find_tokens import Token
    from parentkit.services.log.find_tree import Tree

DEEPEST = 30
"""How deep parentheses and nots may stand in each other."""

LONGEST = 2000
"""Characters of what is looked for."""

SEEN = 40
"""Characters of longer words that are shown behind the place where they become too long."""


def parse(
    text: str,
    fields: Mapping[str, Sequence[str]],
    other_names: Mapping[str, str],
    meant_by: Callable[[str], str] = lambda _: "",
) -> Tree:
    """The tree that the words mean.

    Args:
        text: what a person typed.
        fields: the names of fields that can be asked for, each with the verbs that it takes beside
            `is said` and `is unsaid`.
        other_names: further names of them.
        meant_by: what could be meant by words that begin with no field, as the hint says it.

    Raises:
        FindProblem: it cannot be read; its hint points at the place.
    """
    line = one_line(text)
    if len(line) > LONGEST:
        long = f"That is {len(line)} characters; up to {LONGEST} can be read."
        raise FindProblem(line[: LONGEST + SEEN], LONGEST, long, "Ask for less at once.")
    try:
        tokens = tokens_of(line)
    except Unclosed as problem:
        hint = f"Close it with {problem.close} after the words."
        raise FindProblem(line, problem.at, "A quotation mark is not closed.", hint) from None
    return _Parser(line, tokens, fields, other_names, meant_by).whole()


class _Parser:
    """Reads tokens from left to right, one token ahead."""

    def __init__(
        self,
        line: str,
        tokens: list[Token],
        fields: Mapping[str, Sequence[str]],
        other_names: Mapping[str, str],
        meant_by: Callable[[str], str],
    ) -> None:
        self._line = line
        self._tokens = tokens
        self._fields = fields
        self._other_names = other_names
        self._meant_by = meant_by
        self._next = 0
        self._depth = 0
        self._private_until = 0
        self._asked = ("", "")

    def whole(self) -> Tree:
        tree = self._either()
        if self._next < len(self._tokens):
            token = self._tokens[self._next]
            if token.text == ")":
                raise self._problem("This ) closes nothing.", "Leave it out.")
            missing = f"{self._after()}'and' or 'or' is missing."
            raise self._problem(missing, "Put one of them here.", private=True)
        return tree

    def _either(self) -> Tree:
        parts = [self._all()]
        while self._take(OR):
            parts.append(self._all())
        return AnyOf(tuple(parts)) if parts[1:] else parts[0]

    def _all(self) -> Tree:
        parts = [self._single()]
        while self._take(AND):
            parts.append(self._single())
        return All(tuple(parts)) if parts[1:] else parts[0]

    def _single(self) -> Tree:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._problem("This is nested too deeply.", f"Up to {DEEPEST} can be read.")
        tree = self._opened()
        self._depth -= 1
        return tree

    def _opened(self) -> Tree:
        if self._take(NOT):
            return No(self._single())
        if self._take("("):
            tree = self._either()
            if not self._take(")"):
                raise self._problem("A ( is not closed.", "Put ) after the last condition.")
            return tree
        return self._test()

    def _test(self) -> Ask:
        field = self._field()
        if field not in self._fields:
            raise self._no_field()
        at = self._tokens[self._next].at
        self._next += 1
        verb = self._verb(field)
        negated = self._take(NOT)
        word = self._word()
        if verb == IS and word in (SAID, UNSAID):
            self._next += 1
            return Ask(field, SAID, "", negated != (word == UNSAID), at)
        start = self._next
        value = self._value(field, private=verb == HAS)
        self._asked = (field, verb)
        return Ask(field, verb, value, negated, self._tokens[start].at)

    def _verb(self, field: str) -> str:
        verb = self._word()
        if OTHER_VERBS.get(verb) in self._fields[field]:
            verb = OTHER_VERBS[verb]
        following = [token.word for token in self._tokens[self._next + 1 : self._next + 3]]
        first = next((word for word in following if word != NOT), "")
        about_said = verb == IS and first in (SAID, UNSAID)
        if verb not in self._fields[field] and not about_said:
            if verb and ON in self._fields[field] and verb not in RESERVED - {NOT}:
                return ON  # `when last week`, `when not today`
            verbs = [*self._fields[field], f"{IS} {SAID}", f"{IS} {UNSAID}"]
            possible = ", ".join(f"{field} {each}" for each in verbs)
            what = f"{self._after()}what comes next is one of a few words."
            raise self._problem(_begun(what), f"Possible: {possible}.", private=True)
        self._next += 1
        return verb

    def _value(self, field: str, *, private: bool) -> str:
        words: list[str] = []
        of_days = ON in self._fields[field]
        while self._next < len(self._tokens):
            token = self._tokens[self._next]
            if token.ends_value and not (of_days and token.word == AND and awaits_and(words)):
                break
            if words and self._begins_test():
                raise self._problem(
                    f"{self._after()}'and' or 'or' is missing before {token.text.lower()!r}.",
                    "Or put the words that belong together in quotation marks.",
                )
            words.append(token.text)
            self._next += 1
            self._private_until = self._next if private else 0
        if not words:
            hint = "Say what it should be; words like 'and' stand in quotation marks there."
            raise self._problem(f"{self._after()}something is missing.", hint)
        return " ".join(words)

    def _begins_test(self) -> bool:
        following = self._tokens[self._next + 1 : self._next + 2]
        return self._field() in self._fields and any(token.word in VERBS for token in following)

    def _field(self) -> str:
        word = self._word()
        return self._other_names.get(word, word)

    def _word(self) -> str:
        """The word that comes next, in lower case; nothing at the end and for a quotation."""
        return self._tokens[self._next].word if self._next < len(self._tokens) else ""

    def _take(self, word: str) -> bool:
        taken = bool(word) and self._word() == word
        self._next += taken
        return taken

    def _after(self) -> str:
        if not self._next:
            return ""
        before = self._tokens[self._next - 1]
        private = before.quoted or self._next == self._private_until
        return "After these words: " if private else f"After {before.text!r}: "

    def _no_field(self) -> FindProblem:
        """Another word stands where a field should; it may belong to what was before."""
        ended = self._next >= len(self._tokens)
        what = "a condition is missing here." if ended else "say first what to look at."
        field, verb = self._asked
        joined_by = self._tokens[self._next - 1].word if self._next else ""
        if field and not ended and joined_by in (AND, OR):
            hint = f'If it belongs to the words before: {field} {verb} "... {joined_by} ...".'
            if verb != HAS:
                joined_by = joined_by if HAS in self._fields[field] else OR
                hint = f"Name the field again: {field} {verb} ... {joined_by} {field} {verb} ..."
        else:
            hint = self._meant()
        return self._problem(_begun(f"{self._after()}{what}"), hint, private=True)

    def _meant(self) -> str:
        """What could have been meant by words that begin with no field."""
        rest = self._tokens[self._next :]
        end = next((at for at, token in enumerate(rest) if token.ends_value), len(rest))
        return self._meant_by(" ".join(token.text for token in rest[:end]))

    def _problem(self, message: str, hint: str, *, private: bool = False) -> FindProblem:
        ended = self._next >= len(self._tokens)
        at = len(self._line) if ended else self._tokens[self._next].at
        known = {*RESERVED, *self._fields, *self._other_names} if private else None
        return FindProblem(self._line, at, message, hint, known)


def _begun(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
