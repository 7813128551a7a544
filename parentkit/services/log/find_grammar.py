"""What is looked for, in a line of words: read into a tree, and written again.

    cue is afraid and note has dentist and when since 3 weeks
    (fit is missed or fit is misread) and not tag has nursery

A condition names a field, a verb and what it should be. `not` binds closest, then `and`, then `or`.
What stands in quotation marks is taken as it stands; a mark in it is written twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.errors import UsageProblem
from parentkit.domain.text import one_line, shown_width

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

IS, HAS, SINCE, BEFORE, ON = VERBS = ("is", "has", "since", "before", "on")
SAID, UNSAID = "said", "unsaid"
AND, OR, NOT = JOINED_BY = ("and", "or", "not")
DEEPEST = 30
"""How deep parentheses and nots may stand in each other."""

LONGEST = 2000
"""Characters of what is looked for."""

_QUOTES = {'"': '"', "\u201c": "\u201d", "'": "'"}
_SIGNS = "()"
_BEFORE_AND_AFTER = 30
_MISSING = "a condition is missing here."
_NOT_SEARCHED_BY = "this is nothing that can be searched by."
_CUT = "... "


class FindProblem(UsageProblem):
    """Something in the words cannot be read; the hint shows the place and says what could stand.

    What is looked for in notes is private: it stands in dots there, and nowhere in the message. So
    does what was not understood, which may belong to a note: all from the place on, but for words
    that are `known`.
    """

    def __init__(
        self, query: str, at: int, message: str, hint: str, known: Collection[str] | None = None
    ) -> None:
        start = _word_before(query, at - _BEFORE_AND_AFTER)
        shown = _dotted(query, at, known)[start : at + _BEFORE_AND_AFTER].rstrip()
        cut = _CUT if start else ""
        mark = " " * shown_width(f"{cut}{query[start:at]}") + "^"
        told = [f"{cut}{shown}", mark, *([hint] if hint else [])]
        super().__init__(message, "\n  ".join(told))
        self.at = at


def _word_before(query: str, at: int) -> int:
    """Where the words begin that are shown before a place: at a word, and nothing is cut by it."""
    return 0 if at <= 0 else query.rfind(" ", 0, at) + 1


class _Unclosed(Exception):
    """A quotation mark at a place is not closed."""

    def __init__(self, at: int, close: str) -> None:
        super().__init__()
        self.at = at
        self.close = close


class Ask(NamedTuple):
    """One thing that is asked: `verb` is one of VERBS, or SAID for a field that was filled in.

    `at` is where in the words its value stands, or its field where it has none.
    """

    field: str
    verb: str
    value: str = ""
    negated: bool = False
    at: int = 0


class All(NamedTuple):
    """All parts hold; two at least."""

    parts: tuple[Tree, ...]


class AnyOf(NamedTuple):
    """One of the parts holds; two at least."""

    parts: tuple[Tree, ...]


class No(NamedTuple):
    """The part does not hold."""

    part: Tree


Tree = Ask | All | AnyOf | No


def parse(text: str, fields: Mapping[str, Sequence[str]], other_names: Mapping[str, str]) -> Tree:
    """The tree that the words mean.

    Args:
        text: what a person typed.
        fields: the names of fields that can be asked for, each with the verbs that it takes beside
            `is said` and `is unsaid`.
        other_names: further names of them.

    Raises:
        FindProblem: it cannot be read; its hint points at the place.
    """
    line = one_line(text)
    if len(line) > LONGEST:
        raise FindProblem(line, LONGEST, f"More than {LONGEST} characters cannot be read.", "")
    try:
        tokens = _tokens(line)
    except _Unclosed as problem:
        hint = f"Close it with {problem.close} after the words."
        raise FindProblem(line, problem.at, "A quotation mark is not closed.", hint) from None
    return _Parser(line, tokens, fields, other_names).whole()


def printed(tree: Tree) -> str:
    """The words for a tree; reading them gives the tree again."""
    match tree:
        case All(parts):
            return f" {AND} ".join(_within(part, All, AnyOf) for part in parts)
        case AnyOf(parts):
            return f" {OR} ".join(_within(part, AnyOf) for part in parts)
        case No(part):
            return f"{NOT} {_within(part, All, AnyOf)}"
        case Ask(field, verb, value, negated, _) if verb != SAID:
            return (
                f"{field} {verb} {NOT} {quoted(value)}"
                if negated
                else f"{field} {verb} {quoted(value)}"
            )
    said = UNSAID if tree.negated else SAID
    return f"{tree.field} {IS} {said}"


def _within(part: Tree, *loose: type) -> str:
    return f"({printed(part)})" if isinstance(part, loose) else printed(part)


class _Token(NamedTuple):
    text: str
    at: int
    quoted: bool = False

    @property
    def word(self) -> str:
        """The word in lower case, nothing for what stands in quotation marks."""
        return "" if self.quoted else self.text.lower()


_RESERVED = frozenset((AND, OR, NOT, SAID, UNSAID, *VERBS))


def quoted(value: str) -> str:
    """A value as it is written: in quotation marks where it needs them."""
    plain = value == one_line(value) and not any(sign in value for sign in _SIGNS)
    words = value.split()
    if words and plain and not any(w[0] in _QUOTES or w.lower() in _RESERVED for w in words):
        return value
    doubled = value.replace('"', '""')
    return f'"{doubled}"'


def _tokens(line: str) -> list[_Token]:
    found: list[_Token] = []
    at = 0
    while at < len(line):
        sign = line[at]
        if sign == " ":
            at += 1
        elif sign in _SIGNS:
            found.append(_Token(sign, at))
            at += 1
        elif sign in _QUOTES:
            text, end = _quotation(line, at)
            found.append(_Token(text, at, quoted=True))
            at = end
        else:
            end = at
            while end < len(line) and line[end] not in f" {_SIGNS}":
                end += 1
            found.append(_Token(line[at:end], at))
            at = end
    return found


def _dotted(line: str, kept: int, known: Collection[str] | None) -> str:
    """The line with dots for what stands behind `has` or in quotation marks, but for one place.

    Where `known` is given, dots stand for all other words from that place on.
    """
    shown = list(line)
    hiding = False
    try:
        tokens = _tokens(line)
    except _Unclosed as problem:  # from the mark that is not closed on, all may be private
        tokens = [*_tokens(line[: problem.at]), _Token("", problem.at, quoted=True)]
        kept = -1
    ends = [*(token.at for token in tokens), len(line)][1:]
    for token, end in zip(tokens, ends, strict=True):
        if not token.quoted and (token.word in (AND, OR) or token.text in _SIGNS):
            hiding = False
        elif known is not None and token.at >= kept:
            if token.word not in known:
                shown[token.at : end] = _dots(line[token.at : end])
        elif (hiding and token.at != kept) or token.quoted:
            shown[token.at : end] = _dots(line[token.at : end])
        elif token.word == HAS:
            hiding = True
    return "".join(shown)


def _dots(words: str) -> list[str]:
    return [" " if sign == " " else "." for sign in words]


def _quotation(line: str, start: int) -> tuple[str, int]:
    """What stands in the quotation marks that begin at `start`, and where they end."""
    close = _QUOTES[line[start]]
    at = start + 1
    text = ""
    while at < len(line):
        if line[at] != close:
            text += line[at]
        elif line[at + 1 : at + 2] == close:
            text += close
            at += 1
        elif close != "'" or line[at + 1 : at + 2] in ("", " ", *_SIGNS):
            return text, at + 1
        else:
            text += close  # the apostrophe of a word
        at += 1
    raise _Unclosed(start, close)


class _Parser:
    """Reads tokens from left to right, one token ahead."""

    def __init__(
        self,
        line: str,
        tokens: list[_Token],
        fields: Mapping[str, Sequence[str]],
        other_names: Mapping[str, str],
    ) -> None:
        self._line = line
        self._tokens = tokens
        self._fields = fields
        self._other_names = other_names
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
            raise self._no_field(field)
        at = self._tokens[self._next].at
        self._next += 1
        verb = self._verb(field)
        negated = self._take(NOT)
        word = self._word()
        if verb == IS and word in (SAID, UNSAID):
            self._next += 1
            return Ask(field, SAID, "", negated != (word == UNSAID), at)
        start = self._next
        value = self._value(private=verb == HAS)
        self._asked = (field, verb)
        return Ask(field, verb, value, negated, self._tokens[start].at)

    def _verb(self, field: str) -> str:
        verb = self._word()
        following = [token.word for token in self._tokens[self._next + 1 : self._next + 3]]
        first = next((word for word in following if word != NOT), "")
        about_said = verb == IS and first in (SAID, UNSAID)
        if verb not in self._fields[field] and not about_said:
            verbs = [*self._fields[field], f"{IS} {SAID}", f"{IS} {UNSAID}"]
            possible = ", ".join(f"{field} {each}" for each in verbs)
            what = f"{self._after()}what comes next is one of a few words."
            raise self._problem(_begun(what), f"Possible: {possible}.", private=True)
        self._next += 1
        return verb

    def _value(self, *, private: bool) -> str:
        words: list[str] = []
        while self._next < len(self._tokens):
            token = self._tokens[self._next]
            if not token.quoted and (token.word in (AND, OR) or token.text in _SIGNS):
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

    def _no_field(self, word: str) -> FindProblem:
        """Another word stands where a field should; it may belong to what was before."""
        ended = self._next >= len(self._tokens)
        what = _MISSING if ended else _NOT_SEARCHED_BY
        field, verb = self._asked
        joined_by = self._tokens[self._next - 1].word if self._next else ""
        if field and not ended and joined_by in (AND, OR):
            hint = (
                f'If it belongs to the words before: {field} {verb} "... {joined_by} ...".'
                if verb == HAS
                else f"Name the field again: {field} {verb} ... {joined_by} {field} {verb} ..."
            )
        else:
            hint = _nearest(word, self._fields)
        return self._problem(_begun(f"{self._after()}{what}"), hint, private=True)

    def _problem(self, message: str, hint: str, *, private: bool = False) -> FindProblem:
        ended = self._next >= len(self._tokens)
        at = len(self._line) if ended else self._tokens[self._next].at
        known = {*_RESERVED, *self._fields, *self._other_names} if private else None
        return FindProblem(self._line, at, message, hint, known)


def _begun(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _nearest(word: str, fields: Mapping[str, Sequence[str]]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word, fields, n=1, cutoff=0.7)
    told = f"For words in a note: note has ... All fields: {', '.join(fields)}."
    return f"Nearest: {near[0]}. {told}" if near else told
