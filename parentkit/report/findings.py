"""What looking through the files found, in lines of plain text: grouped, each file named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from parentkit.domain.text import one_line
from parentkit.report.layout import WIDTH, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_NAMED = 20
"""Places of one kind that are named in text; JSON names them all."""


Found = Mapping[str, Any]
"""One thing found: `kind`, `file`, `line` (may be None), `what`, `means`, `to_do`."""


def finding_lines(title: str, findings: Iterable[Found]) -> list[str]:
    """A title and, per kind, every place with what it is, what that means and what to do."""
    groups: dict[tuple[str, str], list[Found]] = {}
    for found in findings:
        groups.setdefault((found["kind"], found["to_do"]), []).append(found)
    lines = [title] if groups else []
    for (kind, to_do), members in groups.items():
        lines += ["", kind.replace("_", " ")]
        lines += [line for found in members[:MOST_NAMED] for line in _place_lines(found)]
        if len(members) > MOST_NAMED:
            rest = len(members) - MOST_NAMED
            lines.append(f"  and {rest:,} more; --json names them all")
        lines += wrapped(f"{members[0]['means']} {to_do}", WIDTH, "    ")
    return lines


def place(path: str, line: int | None = None) -> str:
    """A file and a line in it, safe to show."""
    where = one_line(path)
    return f"{where}, line {line}" if line else where


def done_lines(title: str, done: Sequence[Mapping[str, str]]) -> list[str]:
    """A title, and each `file` with `what` was done to it."""
    lines = [title] if done else []
    for one in done:
        lines += [f"  {place(one['file'])}", f"    {one_line(one['what'])}"]
    return lines


def _place_lines(found: Found) -> list[str]:
    return [f"  {place(found['file'], found['line'])}", f"    {one_line(found['what'])}"]
