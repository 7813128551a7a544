"""Write a report about a family: a page, Markdown, tables for statistics programs, or for REDCap.

The page holds everything it needs, works offline and prints well. With --supervision everything
that people wrote is left out, and so are names, days and times: only the week of a moment is told.
Reading a report describes a log; it is no assessment of a child, a parent or a family.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from parentkit import clock
from parentkit.cli.session import put, say, warn
from parentkit.content import load
from parentkit.domain.coaching.rubric import pairs_of
from parentkit.domain.errors import UsageProblem
from parentkit.domain.log.selection import Selection
from parentkit.domain.time.period import (
    day_only,
    everything,
    last_weeks,
    month_of,
    parse_day,
    week_of,
)
from parentkit.report.page.contents import About, contents
from parentkit.report.page.moments import namer
from parentkit.report.unreadable import left_out_words
from parentkit.services.coach.deidentify import covered_pseudonym
from parentkit.services.coach.pseudonyms import (
    SHORT,
    audience_called,
    key_file,
    pseudonyms_for,
)
from parentkit.services.coach.report import report_on
from parentkit.services.coach.workspace import coder_of, default_practice, open_family, own_card
from parentkit.storage.new_files import NewFiles

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Mapping
    from datetime import date

    from parentkit.domain.time.period import Period
    from parentkit.interchange.research.dataset import Dataset
    from parentkit.services.coach.family import Family
    from parentkit.services.coach.pseudonyms import Opened, Pseudonyms
    from parentkit.services.coach.report import Reported
    from parentkit.services.coach.workspace import Practice

EXAMPLES = """\
  parentkit coach report Rivera --to rivera.html
  parentkit coach report Rivera --period 2026-11 --supervision --to rivera.html
  parentkit coach report Rivera --period 2026-10-01..2026-11-30 --format markdown
  parentkit coach report Rivera --period all --format csv --to rivera-tables
  parentkit coach report Rivera --period 12w --format redcap --to rivera-redcap
  parentkit coach report Rivera --supervision --for "Sam Ono, supervision" --to rivera-for-sam.html
"""

HTML, MARKDOWN, CSV, REDCAP = "html", "markdown", "csv", "redcap"
FORMATS = (HTML, MARKDOWN, CSV, REDCAP)

DEFAULT_PERIOD = "4w"
BETWEEN = ".."
_PERIODS = "Examples: 4w, week, month, 2026-11, 2026-W47, 2026-10-01..2026-11-30, all."
_IN_FULL = (
    "It holds names and what people wrote: keep it as carefully as the family's file. "
    "--supervision leaves both out."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit coach report`."""
    parser.add_argument("family", metavar="FAMILY", help="a family's name, or its beginning")
    parser.add_argument(
        "--period",
        default=DEFAULT_PERIOD,
        metavar="WHICH",
        help="4w (the last four weeks, as if not said), week, month, 2026-11, 2026-W47, a day, "
        "first..last day, or all",
    )
    parser.add_argument("--child", metavar="C", help="one child's moments")
    parser.add_argument(
        "--format", choices=FORMATS, default=HTML, help="a page (the default) or another form"
    )
    parser.add_argument(
        "--supervision",
        action="store_true",
        help="leave out names, what people wrote, days and times",
    )
    parser.add_argument(
        "--for",
        dest="audience",
        metavar="NAME",
        help="who gets it and what for; the same name gives the same pseudonyms in every later "
        "file, another name gives others (your own use, if nothing is said)",
    )
    parser.add_argument(
        "--to", metavar="PATH", help="the file, or for csv and redcap the folder, to write"
    )


def run(arguments: argparse.Namespace) -> int:
    """Runs `parentkit coach report`; returns the exit code."""
    is_tables = arguments.format in (CSV, REDCAP)
    if is_tables and not arguments.to:
        raise UsageProblem(
            f"A report as {arguments.format} is several files.", "Name a folder with --to."
        )
    practice = default_practice()
    opened = open_family(practice, arguments.family)
    today = clock.local_now().date()
    child = opened.household.child(arguments.child) if arguments.child else None
    selection = Selection(period_called(arguments.period, today), child)
    audience = audience_called(arguments.audience)
    names = None
    if arguments.supervision or is_tables:
        names = pseudonyms_for(practice, opened.family, audience)
    cover = names.pseudonyms if names and arguments.supervision else None
    reported = report_on(opened.journal, opened.household, selection, covered_by=cover)
    about = _about(practice, opened.family, cover, audience if arguments.audience else "")
    about = about._replace(left_out=left_out_words(opened.journal.problems))
    if names and is_tables:
        files = _tables(arguments.format, practice, _dataset(about, reported, names), names)
    else:
        files = _page(arguments.format, about, reported)
    if arguments.to:
        _write(arguments.to, files, folder=is_tables)
        if not arguments.supervision:
            say(_IN_FULL)
    else:
        _print(next(iter(files.values())))
    if names:
        _tell_of(practice, names)
    flagged = reported.account.review.summary.flagged
    if flagged:
        say(f"Set apart, counted and not shown: {flagged}.")
    return warn(opened.journal.problems)


def _about(practice: Practice, family: Family, cover: Pseudonyms | None, audience: str) -> About:
    """What the report is about; in a version for supervision nobody is named."""
    today = clock.local_now().date().isoformat()
    if cover:
        return About(f"Family {cover.family[:SHORT]}", today, supervision=True, audience=audience)
    coders = {coder_of(practice): own_card(practice).name}
    return About(family.name, today, coders=coders, audience=audience)


def _tell_of(practice: Practice, names: Opened) -> None:
    """Says what a coach would want to know before pseudonyms are handed on."""
    if names.is_key_new:
        say("Keep a copy of the file that pseudonyms come from; without it, later files have")
        say(f"others, and nobody can join them with this one: {key_file(practice)}")
    before = ", ".join(names.audience.before)
    if names.audience.is_new and before:
        say(f"The first file for {names.audience.name}. Its pseudonyms are unlike those for")
        say(f"{before}. The same name gives the same ones again.")


def period_called(text: str, today: date) -> Period | None:
    """The period that the words name; None is everything there is.

    Raises:
        UsageProblem: they name none.
    """
    words = text.strip().casefold()
    if words == "all":
        return None
    if words in ("week", "month"):
        return week_of(today) if words == "week" else month_of(today)
    if BETWEEN in words:
        first, _, last = words.partition(BETWEEN)
        return everything(_first_day(first, today), _last_day(last, today))
    count = words.removesuffix("weeks").removesuffix("week").removesuffix("w").strip()
    if count != words and count.isascii() and count.isdigit():
        return last_weeks(int(count[:9]), today)
    return _stretch(words, today)


def _stretch(words: str, today: date) -> Period:
    """The week, month or day that `2026-w47`, `2026-11` or a day names."""
    day = parse_day(words, today)
    if words.count("-") == 1 and words[:4].isdigit():
        return week_of(day) if "w" in words else month_of(day)
    return day_only(day)


def _first_day(words: str, today: date) -> date:
    return _stretch(_needed(words), today).start


def _last_day(words: str, today: date) -> date:
    return _stretch(_needed(words), today).last_day


def _needed(words: str) -> str:
    if not words.strip():
        raise UsageProblem("A stretch of days has a first and a last one.", _PERIODS)
    return words.strip()


def _page(form: str, about: About, reported: Reported) -> Mapping[str, Iterable[str]]:
    """A report as one file, whose name is nobody's business here."""
    told = contents(about, reported.account, reported.household, load("statements")["statements"])
    if form == HTML:
        from parentkit.report.page.html import page

        return {HTML: page(told)}
    from parentkit.report.page.markdown import markdown

    return {MARKDOWN: (f"{line}\n" for line in markdown(told))}


def _tables(
    form: str, practice: Practice, data: Dataset, names: Opened
) -> Mapping[str, Iterable[str]]:
    """The files of tables by name."""
    if form == CSV:
        from parentkit.interchange.research import long_format

        return long_format.files(data)
    from parentkit.interchange.research import redcap
    from parentkit.services.coach.instances import numbered

    return redcap.files(data, numbered(practice, names.pseudonyms, redcap.keys(data)))


def _dataset(about: About, reported: Reported, names: Opened) -> Dataset:
    from parentkit.interchange.research.dataset import Named, dataset

    pairs = [
        (pair.id, f"{pair.second} (1) to {pair.first} (5)") for pair in pairs_of(load("rubric"))
    ]
    account, pseudonyms = reported.account, names.pseudonyms
    named = Named(
        pseudonyms.family,
        "" if about.supervision else about.title,
        pseudonyms.audience,
        covered_pseudonym if about.supervision else pseudonyms.of,
        namer(about.coders, reported.household),
        pairs,
        covered=about.supervision,
    )
    days = account.start, account.end
    return dataset(named, reported.household, days, account.moments, account.goals)


def _write(to: str, files: Mapping[str, Iterable[str]], *, folder: bool) -> None:
    if folder:
        new, names = NewFiles(to, files), {name: name for name in files}
    else:
        place, name = os.path.split(os.path.abspath(to))
        new, names = NewFiles(place, [name]), dict.fromkeys(files, name)
    for name, pieces in files.items():
        new.put(names[name], (piece.encode() for piece in pieces))
    put(os.path.join(to, name) if folder else to for name in files)


def _print(pieces: Iterable[str]) -> None:
    """Bytes, because a page's letters must not depend on the terminal's settings."""
    sys.stdout.flush()
    for piece in pieces:
        sys.stdout.buffer.write(piece.encode())
    sys.stdout.flush()
