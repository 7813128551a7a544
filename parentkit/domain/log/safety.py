"""Which words tell of harm: patterns of who did what to whom. Never a judgement, never a diagnosis.

A table of patterns (`harm_en.json` for English) holds `lists` of phrases and `patterns`, each a row
of parts: a word; `{list}` for any phrase of a list; `~` for up to FURTHEST words none of which is
in the list `breaks` (another actor, a negation); `^` and `|` for the two ends of a sentence. A
pattern with `unless` holds only in sentences without any phrase of that list. `{somebody}` and
`{grown_ups}` know the family's own names as well. `before`: where a phrase of its lists ends with
its word, a word of the list that `comes` or the end of the sentence has to follow: "her" is
somebody in "smacked her again" and not in "hit her car". `everyday`: parts as in patterns; the
words that one of them holds are left out before the patterns are looked at, and the rest of the
sentence is not: an urge that was held back, a childhood long ago.
"""

from __future__ import annotations

from parentkit.domain.schema.fields import written_fields

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    Phrase = tuple[str, ...]
    Table = Mapping[str, Any]
    Names = Mapping[str, Iterable[str]]

TEXTS = written_fields()
"""The fields of a moment in which a person writes freely."""

FURTHEST = 6
"""Words between who does something and what is done."""

_EDGES = ("^", "|")
_LEFT_OUT = ""
_ENDS = ".!?;:\n"
_NOBODY: Names = {}


class HarmWords:
    """A table of patterns, made ready to be held against what people write.

    Args:
        table: the patterns.
        names: the family's own names, as `somebody` and `grown_ups`.
    """

    def __init__(self, table: Table, names: Names = _NOBODY) -> None:
        self._lists: dict[str, frozenset[Phrase]] = {}
        for name, phrases in table["lists"].items():
            told = [*phrases, *names.get(name, ())]
            self._lists[name] = frozenset(filter(None, (tuple(_words(each)) for each in told)))
        self._longest = {
            name: max(map(len, phrases), default=0) for name, phrases in self._lists.items()
        }
        begin = {name: {each[0] for each in phrases} for name, phrases in self._lists.items()}
        self._patterns = [
            (
                parts := tuple(pattern["says"].split()),
                _needed(parts, begin),
                pattern.get("unless", ""),
            )
            for pattern in table["patterns"]
        ]
        self._everyday = [
            (parts := tuple(says.split()), _needed(parts, begin)) for says in table["everyday"]
        ]
        self._before: Mapping[str, Any] = table["before"]

    def found_in(self, document: Mapping[str, Any]) -> frozenset[str]:
        """The sentences of a moment that tell of harm, as plain words."""
        texts = (document.get(field) or "" for field in TEXTS)
        said = "\n".join(each if isinstance(each, str) else "\n".join(each) for each in texts)
        sentences = [words for each in _sentences(said) if (words := _words(each))]
        return frozenset(" ".join(words) for words in sentences if self._fire(words))

    def _fire(self, words: Sequence[str]) -> bool:
        """Whether any pattern holds in a sentence, everyday parts of it left out."""
        for parts, needed in self._everyday:
            if all(not each.isdisjoint(words) for each in needed):
                words = self._without(parts, words)
        there = frozenset(words)
        return any(
            any(True for at in range(len(words)) for _ in self._ends(parts, words, at))
            and not self._has_any(unless, words)
            for parts, needed, unless in self._patterns
            if all(not there.isdisjoint(each) for each in needed)
        )

    def _has_any(self, name: str, words: Sequence[str]) -> bool:
        return bool(name) and any(
            True for at in range(len(words)) for _ in self._of(name, words, at)
        )

    def _without(self, parts: Sequence[str], words: Sequence[str]) -> Sequence[str]:
        for at in range(len(words)):
            for end in self._ends(parts, words, at):
                return [*words[:at], _LEFT_OUT, *words[end:]]
        return words

    def _ends(self, parts: Sequence[str], words: Sequence[str], at: int) -> Iterator[int]:
        """Where the parts of a pattern that begins at a place of a sentence can end."""
        if not parts:
            yield at
            return
        for after in self._after(parts[0], words, at):
            yield from self._ends(parts[1:], words, after)

    def _after(self, part: str, words: Sequence[str], at: int) -> Iterator[int]:
        """Where a sentence can go on after a part that begins at a place; nowhere: no match."""
        if part == "~":
            yield at
            breaks = self._lists["breaks"]
            for place in range(at, min(at + FURTHEST, len(words))):
                if words[place] == _LEFT_OUT or (words[place],) in breaks:
                    return
                yield place + 1
        elif part in _EDGES:
            if at == (len(words) if part == "|" else 0):
                yield at
        elif part[:1] == "{":
            yield from self._of(part[1:-1], words, at)
        elif words[at : at + 1] == [part]:
            yield at + 1

    def _of(self, name: str, words: Sequence[str], at: int) -> Iterator[int]:
        """Where the phrases of a list end that begin at a place of a sentence."""
        phrases = self._lists[name]
        for end in range(at + 1, min(at + self._longest[name], len(words)) + 1):
            if tuple(words[at:end]) in phrases and self._may_end(name, words, end):
                yield end

    def _may_end(self, name: str, words: Sequence[str], end: int) -> bool:
        before = self._before
        if name not in before["in"] or words[end - 1] != before["word"] or end == len(words):
            return True
        return (words[end],) in self._lists[before["comes"]]


def _needed(parts: Iterable[str], begin: Mapping[str, set[str]]) -> list[set[str]]:
    """The words of which a sentence must have one for each part; looked at first, being quick."""
    return [
        begin[part[1:-1]] if part[:1] == "{" else {part}
        for part in parts
        if part not in ("~", *_EDGES)
    ]


def _sentences(text: str) -> list[str]:
    """The sentences of a text, a line being one at least."""
    for end in _ENDS:
        text = text.replace(end, "\n")
    return text.split("\n")


def _words(text: str) -> list[str]:
    """The words of a text in lower case, without apostrophes: many people leave them out."""
    plain = text.casefold().replace("'", "").replace("\N{RIGHT SINGLE QUOTATION MARK}", "")
    return "".join(each if each.isalnum() else " " for each in plain).split()
