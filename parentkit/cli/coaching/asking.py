"""Words that several of a coach's commands ask for: one line, or a longer text."""

from __future__ import annotations

import sys

from parentkit.cli.session import somebody_is_there


def ask_line(question: str) -> str:
    """One line, empty where the input has ended."""
    sys.stderr.write(f"{question} ")
    sys.stderr.flush()
    return sys.stdin.readline().strip()


def typed_text() -> str:
    """Text from standard input, to its end; at a terminal, to an empty line."""
    if not somebody_is_there():
        return sys.stdin.read()
    lines: list[str] = []
    while (line := sys.stdin.readline()) and line.strip():
        lines.append(line)
    return "".join(lines)
