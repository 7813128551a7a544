"""A report as Markdown (CommonMark, with tables as GitHub has them): the page without its charts.

What people wrote stays text: signs that Markdown would act on are written with a backslash.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.domain.text import clean, one_line
from parentkit.report.page.blocks import (
    Contents,
    Day,
    Drawing,
    Entry,
    Headlines,
    Listed,
    Section,
    Table,
    Words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_ACTED_ON = "\\`*_[]<>#|~&"
_ESCAPES = {ord(sign): f"\\{sign}" for sign in _ACTED_ON}
_LINKED = (("://", ":\\//"), ("www.", "www\\."))
"""What GitHub's Markdown makes a link of without being asked."""

_BEGINS_A_LIST = ("+", "-", "=")


def markdown(contents: Contents) -> Iterator[str]:
    """The lines of the report."""
    yield f"# {_inert(contents.title)}"
    for line in contents.about:
        yield ""
        yield _inert(line)
    for section in contents.sections:
        yield from _section(section)


def _section(section: Section) -> Iterator[str]:
    yield ""
    yield f"## {_inert(section.title)}"
    for block in section.blocks:
        match block:
            case Words():
                yield ""
                yield _inert(block.text)
            case Headlines():
                yield ""
                for figure in block.figures:
                    yield f"- **{_inert(figure.name)}**: {_inert(figure.value)}, {figure.detail}"
            case Table():
                yield from _table(block)
            case Day():
                yield ""
                yield f"### {_inert(block.title)}"
                for entry in block.entries:
                    yield from _entry(entry)
            case Listed():
                yield ""
                known = f" ({_inert(block.details)})" if block.details else ""
                yield f"- {block.glyph} {_inert(block.state)}: {_inert(block.text)}{known}"
            case Drawing():
                pass


def _table(table: Table) -> Iterator[str]:
    yield ""
    yield f"*{_inert(table.caption)}*"
    yield ""
    yield f"| {' | '.join(map(_inert, table.heads))} |"
    yield f"| {' | '.join('---' for _ in table.heads)} |"
    for head, *cells in table.rows:
        yield f"| {' | '.join((_inert(head), *map(_inert, cells)))} |"


def _entry(entry: Entry) -> Iterator[str]:
    yield ""
    yield f"- **{entry.time[11:16]}** {_inert(entry.who)}: {_inert(entry.what)}  "
    yield f"  {entry.glyph} {_inert(entry.fit)} ({_inert(entry.identity)})"
    if entry.details:
        yield f"  ({_inert('; '.join(entry.details))})"
    for quote in entry.quotes:
        yield ""
        yield f"  > {_inert(quote.who)}:"
        yield from (f"  > {_inert(line)}" for line in clean(quote.text).splitlines() if line)


def _inert(text: str) -> str:
    """A text on one line, without anything that could begin markup, a link or HTML."""
    line = one_line(text).translate(_ESCAPES)
    for sign, escaped in _LINKED:
        line = line.replace(sign, escaped)
    if line.startswith(_BEGINS_A_LIST):
        return f"\\{line}"
    number = len(line) - len(line.lstrip("0123456789"))
    if number and line[number : number + 1] in (".", ")"):
        return f"{line[:number]}\\{line[number:]}"
    return line
