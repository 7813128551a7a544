"""A line of words cut into its pieces: words, parentheses, and what stands in quotation marks.

What is looked for in notes is private. So a line that is shown again, because something in it could
not be read, has dots for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.text import one_line

if TYPE_CHECKING:
    from collections.abc import Collection

IS, HAS, SINCE, BEFORE, ON = VERBS = ("is", "has", "since", "before", "on")
SAID, UNSAID = "said", "unsaid"
AND, OR, NOT = JOINED_BY = ("and", "or", "not")
RESERVED = frozenset((*JOINED_BY, SAID, UNSAID, *VERBS))
"""Words that mean something of their own outside quotation marks."""

OTHER_VERBS = {"in": ON, "during": ON, "from": SINCE, "was": IS, "=": IS}
"""What a verb may be called behind a field that takes it; elsewhere they are words like others."""

SIGNS = "()"

_APOSTROPHES = "'\u2019"
_QUOTES = {
    '"': '"',
    "'": "'",
    "\u201c": '\u201d"',
    "\u201e": '\u201c\u201d"',
    "\u2018": "\u2019'",
    "\u201a": "\u2018\u2019'",
    "\u00ab": "\u00bb",
    "\u00bb": "\u00ab",
}
"""What opens a quotation, and what closes it: the likeliest first."""


class Unclosed(Exception):
    """A quotation mark at a place is not closed."""

    def __init__(self, at: int, close: str) -> None:
        super().__init__()
        self.at = at
        self.close = close


class Token(NamedTuple):
    """A piece of a line, without its quotation marks, and where it begins."""

    text: str
    at: int
    quoted: bool = False

    @property
    def word(self) -> str:
        """The word in lower case, nothing for what stands in quotation marks."""
        return "" if self.quoted else self.text.lower()

    @property
    def ends_value(self) -> bool:
        """Whether what was said before it is over."""
        return not self.quoted and (self.word in (AND, OR) or self.text in SIGNS)


def tokens_of(line: str) -> list[Token]:
    """The pieces of a line, from left to right.

    Raises:
        Unclosed: a quotation mark is not closed.
    """
    found: list[Token] = []
    at = 0
    while at < len(line):
        sign = line[at]
        if sign == " ":
            at += 1
        elif sign in SIGNS:
            found.append(Token(sign, at))
            at += 1
        elif sign in _QUOTES:
            text, end = _quotation(line, at)
            found.append(Token(text, at, quoted=True))
            at = end
        else:
            end = at
            while end < len(line) and line[end] not in f" {SIGNS}":
                end += 1
            found.append(Token(line[at:end], at))
            at = end
    return found


def awaits_and(words: list[str]) -> bool:
    """Whether an `and` belongs to a value that begins so: `between 1 nov and 14 nov`."""
    lower = [word.lower() for word in words]
    return len(words) > 1 and lower[0] == "between" and AND not in lower


def quoted(value: str) -> str:
    """A value as it is written: in quotation marks where it needs them."""
    plain = value == one_line(value) and not any(sign in value for sign in SIGNS)
    words = value.split()
    if words and plain and not any(w[0] in _QUOTES or w.lower() in RESERVED for w in words):
        return value
    doubled = value.replace('"', '""')
    return f'"{doubled}"'


def dotted(line: str, kept: int, known: Collection[str] | None) -> str:
    """The line with dots for what stands behind `has` or in quotation marks, but for one place.

    Where `known` is given, dots stand for all other words from that place on.
    """
    shown = list(line)
    hiding = False
    try:
        tokens = tokens_of(line)
    except Unclosed as problem:  # from the mark that is not closed on, all may be private
        tokens = [*tokens_of(line[: problem.at]), Token("", problem.at, quoted=True)]
        kept = -1
    ends = [*(token.at for token in tokens), len(line)][1:]
    for token, end in zip(tokens, ends, strict=True):
        if token.ends_value:
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
    closing = _QUOTES[line[start]]
    at = start + 1
    text: list[str] = []
    while at < len(line):
        sign = line[at]
        if sign not in closing:
            text.append(sign)
        elif line[at + 1 : at + 2] == sign:
            text.append(sign)
            at += 1
        elif sign not in _APOSTROPHES or line[at + 1 : at + 2] in ("", " ", *SIGNS):
            return "".join(text), at + 1
        else:
            text.append(sign)  # the apostrophe of a word
        at += 1
    raise Unclosed(start, closing[0])
