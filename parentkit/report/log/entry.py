"""An entry of any kind in a few lines: what it is, and the words that somebody wrote in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.domain.log.entry import entry_words
from parentkit.domain.schema.field import TEXT
from parentkit.domain.schema.kinds import kind_named
from parentkit.domain.text import clean
from parentkit.report.layout import row, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any


def entry_lines(kind: str, document: Mapping[str, Any]) -> Iterator[str]:
    """What it is, then its words as they were written."""
    known = kind_named(kind)
    yield from wrapped(clean(entry_words(kind, str(document["id"]), document)), indent="  ")
    for field in known.fields if known else ():
        if field.sort == TEXT and document.get(field.name):
            yield from row(field.label, clean(str(document[field.name])))
