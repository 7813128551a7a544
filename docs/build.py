"""Writes docs/commands.md from the commands themselves: `python docs/build.py`."""

from __future__ import annotations

import argparse
import os

from parentkit.cli.main import COMMANDS, module_of, parser_of

PAGE = os.path.join(os.path.dirname(__file__), "commands.md")

HEAD = """\
# Commands

What follows is written from the program itself (`python docs/build.py`), so that it is what you have. Every command knows
`--help`. Where figures or records come out, `--json` gives them to another program; data goes to standard output, everything
else to standard error.

| exit code | meaning |
| --- | --- |
| 0 | done |
| 1 | what was asked for does not exist; nothing was found (`find`). A list that happens to be empty (`moments`) ends with 0 |
| 2 | the call could not be read; nothing was changed |
| 3 | a problem with data or files; what could be done was done |
| 130 | interrupted; what was stored stays stored |

Where something of the family's files cannot be read (a damaged line, a file or folder that does not open), every command that
shows or sends figures, lists or records does what it can with the rest, says in one sentence on standard error how much is
missing and where, and ends with 3, also where it would otherwise end with 1. Figures are then marked *without 8 lines that could
not be read*, and nothing is called empty or missing that may only be unreadable. Their JSON objects have the key `unreadable`: a list
of `file`, `line` (null where it is the whole file) and `reason`, empty where everything was read. JSON lists and lines keep
their form; there the sentence and the exit code say it. `parentkit doctor` names every place and what can be done.

An error repeats a child's or a caregiver's name, or names those there are, at a terminal alone; where standard error goes
elsewhere, to the log of a job for example, it says the same without a name.

Ids may be shortened to any beginning that only one entry has. Signs, responses and other codes are understood by
id, by label, or by a beginning of either. After a slip of the finger the nearest one is named, and at a terminal the whole
line as it was meant, to be repeated; elsewhere the line is left out, because a note may stand in it.

Where something is asked at a terminal, keys typed ahead answer in their order; a key that is no answer (a cursor key) costs one
sentence, and so do several in a row. A paste there, or more than twelve bytes at once, answers nothing. Your own words may be pasted: all lines that come in one go, empty ones too, belong to what was asked, and an empty line
that comes by itself ends them. After words of yours, several keys at once answer nothing, and what is still waiting when the program
ends is thrown away, so that the shell does not run it. A dumb terminal (`TERM=dumb`) is answered in lines.

| variable | meaning |
| --- | --- |
| `PARENTKIT_HOME` | the folder with the family's records, instead of the platform's usual one |
| `PARENTKIT_STATE` | the folder for what belongs to this machine alone |
| `PARENTKIT_GLYPHS` | `ascii` for signs that any terminal can show |

"""

JSON_KEYS = """\

### What `parentkit rates --json` prints

| key | meaning |
| --- | --- |
| `period` | `start` and `end`, local days, half-open: `end` is the first day that is not in it |
| `benchmark` | 0.3 |
| `flagged`, `unsure`, `uncoded` | moments that are in no figure, and why |
| `judged`, `suggested` | how many counted moments a person judged, how many stand as suggested |
| `days` | local days with at least one counted moment |
| `samplings` | counted moments by way of sampling |
| `match` | `met` of `n`, `rate`, `lenient_rate`, range `low` to `high` on `effective_n`, `bounds` for the unsure ones, `verdict`: `too_few`, `cannot_tell`, `below`, `around`, `above` |
| `came_back` | `count` of `n`, `rate`, `low`, `high` |
| `repair` | `repaired` of the `final` ones, `open`, `rate`, `median_minutes`, `half_open_at` |
| `without_recall` | `met` of `n` and `rate` without moments written down from memory, where there are such and others |
| `warm_up_until` | the day after the log's first three, where one of those is in the period |
| `change`, `run_chart` | change over weeks; null until there is enough |
| `together` | what goes with what; empty until there is enough |
| `by` | with `--by`: `key`, `label`, `match`, `came_back` of every part |
| `statements` | what must be said beside the figures |
| `unreadable` | what could not be read and is in none of the figures: `file`, `line`, `reason`; empty where everything was read |

Shares run from 0 to 1. A figure that is withheld is null, never 0. [figures.md](figures.md) explains each.
"""


def page() -> str:
    """The whole page."""
    sections = "\n".join(_section(command) for command in COMMANDS)
    return HEAD + sections + JSON_KEYS


def _section(command: str) -> str:
    parser = parser_of(command)
    module = module_of(command)
    text = (module.__doc__ or "").strip()
    rows = "".join(_rows(parser))
    table = f"\n| argument or option | meaning |\n| --- | --- |\n{rows}" if rows else ""
    return f"## `parentkit {command}`\n\n{text}\n{table}\n```\n{module.EXAMPLES.rstrip()}\n```\n"


def _rows(parser: argparse.ArgumentParser, before: str = "") -> list[str]:
    rows = []
    for action in parser._actions:
        if isinstance(action, argparse._HelpAction):
            continue
        if isinstance(action, argparse._SubParsersAction):
            for verb, verb_parser in action.choices.items():
                rows += _rows(verb_parser, f"{verb} ")
            continue
        named = ", ".join(action.option_strings) or str(action.metavar or action.dest)
        value = f" {action.metavar}" if action.option_strings and action.metavar else ""
        rows.append(f"| `{before}{named}{value}` | {(action.help or '').replace('|', '/')} |\n")
    return rows


if __name__ == "__main__":
    with open(PAGE, "w", encoding="utf-8") as file:
        file.write(page())
    print(PAGE)
