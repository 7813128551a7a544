"""A vocabulary: codes with their words, as shipped and as a family has changed them.

A term is a mapping with `id`, `label` and, where they exist, `short` (for narrow listings),
`aliases`, `group` (a cue's family, a response's pole), `descriptions` by age band or one
`description`. A change is a record of the family's own: `code` and any of `label`, `short`,
`group`, `hidden`; with a code that is not shipped it adds a term.
"""

from __future__ import annotations

from parentkit.domain.errors import AmbiguousCode, UnknownCode
from parentkit.domain.text import one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    Term = Mapping[str, Any]
    Names = dict[str, tuple[str, ...]]

OWN = "my:"
"""What the codes of a family's own terms begin with."""

NEAREST = 3
LIKENESS = 0.3
"""Ratio of difflib from which a term counts as near."""
COMPARED = 60
"""Characters of a value that are compared; labels are shorter."""

_PLAIN = {ord("_"): " ", ord("-"): " ", ord("\u2019"): "'", ord("\u201c"): '"', ord("\u201d"): '"'}


class Vocabulary:
    """The words for one field of a moment; unchanging in use.

    Showing never raises: a code from a newer version or a pack that is gone is shown as itself.

    Args:
        what: what one of the terms is called, for messages (`cue`).
        terms: the shipped terms, in the order in which they are offered.
        changes: the family's changes, later ones over earlier ones.
    """

    __slots__ = ("_exact", "_offered", "_terms", "what")

    def __init__(self, what: str, terms: Iterable[Term], changes: Iterable[Term]) -> None:
        self.what = what
        self._terms: dict[str, Term] = {term["id"]: term for term in terms}
        for change in changes:
            if "code" in change:  # a record may arrive in part, the rest with the next sync
                self._apply(change)
        self._offered = tuple(code for code in self._terms if not self.hidden(code))
        self._exact: tuple[Names, ...] = ()

    def resolve(self, text: str) -> str:
        """The code that a person means.

        In this order: an id; a label or short form; an alias; a label or alias of a hidden term; a
        beginning of any of them that leads to one term that is offered. Upper and lower case,
        spaces, hyphens and underscores make no difference. The words that were shipped with a term
        stay aliases of it when the family renames it.

        Raises:
            UnknownCode: nothing is called that; names the nearest ids.
            AmbiguousCode: several terms could be meant; names their ids.
        """
        if text in self._terms:
            return text
        wanted = _plain(text)
        exact = (names[wanted] for names in self._names() if wanted in names)
        found = next(exact, None) or self._beginning_with(wanted)
        if len(found) == 1:
            return found[0]
        if found:
            raise AmbiguousCode(self.what, text, found)
        raise UnknownCode(self.what, text, self._nearest(wanted))

    def named(self, text: str) -> str | None:
        """The one code with exactly this id, label, short form or alias; None where none has."""
        wanted = _plain(text)
        found = next((names[wanted] for names in self._names() if wanted in names), ())
        return found[0] if len(found) == 1 else None

    def matching(self, text: str) -> tuple[str, ...]:
        """The offered codes that a word being typed could mean, likeliest first.

        Those with a name that begins with it come first, then those with a word in it that does,
        then those that have it anywhere. Nothing typed matches all.
        """
        wanted = _plain(text)
        names = {code: [_plain(name) for name in self._all_names(code)] for code in self._offered}
        begins = [code for code in names if any(n.startswith(wanted) for n in names[code])]
        words = [code for code in names if any(f" {wanted}" in name for name in names[code])]
        inside = [code for code in names if any(wanted in name for name in names[code])]
        return tuple(dict.fromkeys((*begins, *words, *inside)))

    def label(self, code: str) -> str:
        """The words for a code, as a person reads them."""
        return self._text(code, "label") or one_line(code)

    def short(self, code: str) -> str:
        """The words for a code in a narrow listing."""
        return self._text(code, "short") or self.label(code)

    def group(self, code: str) -> str:
        """A cue's family, a response's pole; empty where there is none."""
        return self._text(code, "group")

    def describe(self, code: str, band: str) -> str:
        """What it looks like in an age band (infant, toddler, child, teen); empty if unwritten."""
        described = self._terms.get(code, {}).get("descriptions", {})
        return str(described.get(band, "")) or self._text(code, "description")

    def hidden(self, code: str) -> bool:
        """Whether the family does not want a term offered; it stays readable wherever it stands."""
        return bool(self._terms.get(code, {}).get("hidden", False))

    def offered(self) -> tuple[str, ...]:
        """The codes to choose from: shipped ones first, then the family's own."""
        return self._offered

    def codes(self) -> tuple[str, ...]:
        """All codes, hidden ones too, in the same order."""
        return tuple(self._terms)

    def __contains__(self, code: object) -> bool:
        return code in self._terms

    def _apply(self, change: Term) -> None:
        code = change["code"]
        before = self._terms.get(code, {"id": code})
        after = {**before, **{name: change[name] for name in ("group", "hidden") if name in change}}
        for name in ("label", "short"):
            if name in change:
                after[name] = one_line(str(change[name]))
        if "label" in change:
            after["short"] = after["short"] if "short" in change else after["label"]
            earlier = [before[name] for name in ("label", "short") if name in before]
            after["aliases"] = [*before.get("aliases", ()), *earlier, code.removeprefix(OWN)]
        self._terms[code] = after

    def _names(self) -> tuple[Names, ...]:
        """Plain names with their codes, strongest first; made when an id alone does not do."""
        if not self._exact:
            hidden = [code for code in self._terms if self.hidden(code)]
            self._exact = (
                _named((code, (code,)) for code in self._terms),
                _named((code, (self.label(code), self.short(code))) for code in self._offered),
                _named((code, self._aliases(code)) for code in self._offered),
                _named((code, (self.label(code), *self._aliases(code))) for code in hidden),
            )
        return self._exact

    def _all_names(self, code: str) -> tuple[str, ...]:
        return (code, self.label(code), self.short(code), *self._aliases(code))

    def _aliases(self, code: str) -> tuple[str, ...]:
        return tuple(self._terms[code].get("aliases", ()))

    def _beginning_with(self, wanted: str) -> tuple[str, ...]:
        found = {
            code
            for names in self._names()
            for name, codes in names.items()
            if wanted and name.startswith(wanted)
            for code in codes
        }
        return tuple(code for code in self._offered if code in found)

    def _nearest(self, wanted: str) -> tuple[str, ...]:
        from difflib import get_close_matches

        shown = set(self._offered)
        codes = {
            name: code
            for names in self._names()
            for name, (code, *_) in names.items()
            if code in shown
        }
        likely = get_close_matches(wanted[:COMPARED], codes, n=len(codes), cutoff=LIKENESS)
        return tuple(dict.fromkeys(codes[name] for name in likely))[:NEAREST]

    def _text(self, code: str, field: str) -> str:
        return str(self._terms.get(code, {}).get(field) or "")


def _plain(text: str) -> str:
    return " ".join(text.translate(_PLAIN).casefold().split())


def _named(terms: Iterable[tuple[str, Iterable[str]]]) -> Names:
    """Each plain name with the codes that have it."""
    named: Names = {}
    for code, names in terms:
        for name in {_plain(name) for name in names}:
            named[name] = (*named.get(name, ()), code)
    return named
