"""Sentences with a number or a list in them: the one place that knows how English counts.

A sentence stands whole in every form that a number gives it, with named places for what changes.
Another language's rules of number and of lists would stand here and nowhere else.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_NUMBERS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)


def plural(n: int, /, *, one: str, other: str, zero: str | None = None, **places: object) -> str:
    """The form of a sentence that goes with a number, its places filled in.

    Args:
        n: how many, 0 or more. Every form may have it as `{n}`, or `{n:,}` with separators, and
            as `{word}`, a word up to twelve.
        one: the sentence for 1.
        other: the sentence for all other numbers.
        zero: the sentence for 0, where it is not `other`; empty where nothing is said then.
        places: what stands in the other named places; it is never read as a sentence itself.
    """
    form = one if n == 1 else other
    if zero is not None and n == 0:
        form = zero
    return form.format(n=n, word=in_words(n), **places)


def in_words(n: int) -> str:
    """A number as a word up to twelve (0 is "no"), in figures beyond."""
    return _NUMBERS[n] if 0 <= n < len(_NUMBERS) else str(n)


def with_article(noun: str) -> str:
    """A noun with its article, to begin with: `A goal`, `An answer`."""
    return f"An {noun}" if noun.startswith(("a", "e", "i", "o", "u")) else f"A {noun}"


def listed(parts: Iterable[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`; nothing where there is nothing.

    Where a part has a comma of its own, the word stands between all of them, so that a person sees
    where each ends.

    Args:
        parts: the parts in their order.
        last: what stands before the last of them, "and" or "or".
    """
    found = [*parts]
    if any("," in part for part in found):
        return f" {last} ".join(found)
    *before, end = found or [""]
    return f"{', '.join(before)} {last} {end}" if before else end
