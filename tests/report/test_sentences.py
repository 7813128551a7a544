"""Every sentence that has a number in it, with 0, 1, 2 and 21: a page to be read aloud."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from parentkit.domain.codes import (
    ASSIGNMENT,
    CAREGIVER,
    CHILD,
    CODING,
    COMMENT,
    FIRST_CHILD,
    GOAL,
    MOMENT,
    REFLECTION,
    TEMPLATE,
    TERM,
)
from parentkit.domain.errors import UsageProblem
from parentkit.domain.exercises.exercise import Breath, Exercise
from parentkit.domain.log.age import age_words
from parentkit.domain.reflection.prompting import read_prompts
from parentkit.domain.sentence import listed
from parentkit.domain.time.countdown import left_words
from parentkit.figures.display import DAYS, MOMENTS, Lack
from parentkit.figures.repair_time import RepairTime
from parentkit.figures.summary import Repair
from parentkit.report import amounts, exchange, exercise, people, upkeep
from parentkit.report.coach.agreement import left_out_lines
from parentkit.report.coach.blind import sample_words
from parentkit.report.coach.caseload import consent_words, families_words
from parentkit.report.coach.inbox import reply_words
from parentkit.report.log.moment import minutes_words
from parentkit.report.rates import charts
from parentkit.report.rates.mended import after_misses, misses_sentences
from parentkit.report.rates.rates import lacking_words
from parentkit.report.reflection.reflection import (
    answered_words,
    can_be_asked_sentence,
    waiting_sentence,
)
from parentkit.report.sharing.intake import added_words
from parentkit.report.sharing.sharing import remark_lines
from parentkit.report.unreadable import left_out_words, unreadable_line
from parentkit.services.family.joining import Joined, sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

NUMBERS = (0, 1, 2, 21)
FROM_ONE = (1, 2, 21)
READ_ALOUD = os.path.join(os.path.dirname(__file__), "sentences.txt")
"""What the functions said when somebody last read it, line by line."""

NAMES = [f"Child {number}" for number in range(1, 22)]
_MIA = {"id": "A", "name": "Mia"}


class _Place(NamedTuple):
    path: str
    line: int
    reason: str = "torn"


class _Added(NamedTuple):
    family: Any = None
    lines: int = 0
    is_new_family: bool = False
    is_named_again: bool = False
    unchanged: bool = False
    is_older: bool = False
    withdrawn: bool = False
    still_open: bool = False
    others_open: bool = False
    closed_later: int = 0


class _Family(NamedTuple):
    name: str


def _notice(closed: int) -> str:
    added = _Added(_Family("Rivera"), withdrawn=True, closed_later=closed)
    return added_words(added)


def _added(lines: int) -> str:
    return added_words(_Added(_Family("Rivera"), lines=lines, is_new_family=True))


def _aloud(lines: Iterable[str]) -> str:
    return " ".join(line.strip() for line in lines if line)


def _old(months: int) -> str:
    born = 2026 * 12 + 10 - months
    return str(age_words(f"{born // 12}-{born % 12 + 1:02}", "2026-11-22"))


def _unread(number: int) -> str:
    return unreadable_line([_Place("2026-11.jsonl", line) for line in range(1, number + 1)], "!")


def _unread_folders(number: int) -> str:
    return left_out_words([*([_Place("d1", 0)] * number), _Place("a.jsonl", 0)])


def _before_sharing(number: int) -> str:
    taken = {MOMENT: NAMES[:number]}
    named = {"Mia": number}
    return _aloud(
        remark_lines("Dana", set_apart=number, named=named, sent_before=(), taken_back=taken)
    )


def _offered(minutes: int) -> str:
    rest = [""] * (len(Exercise._fields) - 3)
    return exercise.practise_words(Exercise("walk", "A walk", minutes, *rest))


def _too_many_prompts(number: int) -> str:
    with pytest.raises(UsageProblem) as refused:
        read_prompts(number, "09:00", "09:10", "")
    return f"{refused.value.message} {refused.value.hint}"


def _joined(number: int, name: str, identity: str) -> str:
    return sentence(Joined({"id": identity, "name": name}, _MIA, number))


ALWAYS: Mapping[str, Callable[[int], str]] = {
    "moments": amounts.moments,
    "moments found": amounts.moments_found,
    "moments on days": lambda n: amounts.moments_on_days(n, n),
    "questions": amounts.questions,
    "comments": amounts.comments,
    "views": amounts.views_of_others,
    "records": amounts.records,
    "files and size": lambda n: upkeep.files_and_size(n, n),
    "backups and size": lambda n: upkeep.backups_and_size(n, n, 1000 * n),
    "answers": lambda n: amounts.of_kind(n, REFLECTION),
    "judgements": lambda n: amounts.of_kind(n, CODING),
    "to take along": lambda n: amounts.of_kind(n, ASSIGNMENT),
    "of a kind nobody knows": lambda n: amounts.of_kind(n, "dream"),
    "a backup": lambda n: upkeep.backup_line("2026-11-22", n, n),
    "restored": lambda n: upkeep.restored_line("2026-11-22", n, dry_run=False),
    "would be restored": lambda n: upkeep.restored_line("2026-11-22", n, dry_run=True),
    "erased": lambda n: upkeep.erased_line("01M8P556", n, n, n),
    "looked through": lambda n: upkeep.looked_through_sentence(n, n),
    "exported": lambda n: exchange.exported_sentence(n, n),
    "imported": lambda n: exchange.imported_sentence(n, n, dry_run=False),
    "would be imported": lambda n: exchange.imported_sentence(n, n, dry_run=True),
    "can be asked": lambda n: can_be_asked_sentence("pack.txt", n),
    "waiting": lambda n: waiting_sentence(21, n),
    "families": families_words,
    "days left": lambda n: consent_words("shared", n),
    "a sample": lambda n: sample_words(n, n, 0, 0),
    "a moment's minutes": minutes_words,
    "moments are lacking": lambda n: lacking_words(Lack(MOMENTS, n, 30)),
    "days are lacking": lambda n: lacking_words(Lack(DAYS, n, 7)),
    "weeks are lacking": charts.too_early_for_weeks,
    "times are lacking": lambda n: charts.curve_sentence(RepairTime((), min(n, 4), 0, None, None)),
    "a difference": lambda n: charts.difference_words(-n / 100),
    "seconds left": exercise.left_sentence,
    "countdown": lambda n: left_words(60 * n),
    "countdown with seconds": lambda n: left_words(60 * n + 15),
}
"""What may be said of none."""

FROM_ONE_ON: Mapping[str, Callable[[int], str]] = {
    "rows left out": exchange.rows_left_out_sentence,
    "mend these rows": exchange.mend_rows_sentence,
    "differing": exchange.differing_sentence,
    "deleted": exchange.deleted_sentence,
    "set apart": exchange.set_apart_sentence,
    "put back": exchange.put_back_hint,
    **{
        f"new: {kind}": lambda n, kind=kind: exchange.made_sentence(kind, NAMES[: min(n, 3)])
        for kind in (CHILD, CAREGIVER, TEMPLATE, TERM)
    },
    "accepted": upkeep.accepted_sentence,
    "went along": lambda n: people.went_along_sentence(n, "Mia"),
    "taken apart": lambda n: " ".join(people.split_lines("Mia", n, [("Ben", n)])),
    "also called": lambda n: people.with_other_names("Mia", NAMES[: min(n, 3)]),
    "answered": answered_words,
    "all wait": lambda n: waiting_sentence(n, n),
    "an answer to send": lambda n: reply_words({COMMENT: n, CODING: n, GOAL: n, ASSIGNMENT: n}),
    "rounds": lambda n: exercise.rounds_sentence(Breath(1, 0, 0, 0, n)),
    "from now": exercise.from_now_sentence,
    "mended": lambda n: after_misses(n, Repair(n, n, 0)),
    "let rest": lambda n: after_misses(n, Repair(0, n, 0)),
    "still open": lambda n: after_misses(n, Repair(0, 0, n)),
    "one settled of": lambda n: after_misses(n + 1, Repair(1, 1, n)),
    "one let rest of": lambda n: after_misses(n + 1, Repair(0, 1, n)),
    "a coach reads: mended": lambda n: misses_sentences(n, Repair(n, n, 0)),
    "a coach reads: not mended": lambda n: misses_sentences(n, Repair(0, n, 0)),
    "a coach reads: still open": lambda n: misses_sentences(n, Repair(0, 0, n)),
    "a coach reads: one mended of": lambda n: misses_sentences(n + 1, Repair(1, n + 1, 0)),
    "unread": _unread,
    "unread folders": _unread_folders,
    "before sharing": _before_sharing,
    "left out of agreement": lambda n: _aloud(left_out_lines(not_blind=n, later=n, unjudged=n)),
    "a notice that came late": _notice,
    "months old": _old,
    "joined": lambda n: _joined(n, "my child", FIRST_CHILD),
    "joined of another name": lambda n: _joined(n, "Mimi", "B"),
    "added": _added,
    "an exercise": _offered,
    "prompts that do not fit": lambda n: _too_many_prompts(n + 1),
    "a dot": charts.stretch_sentence,
    "a stretch": lambda n: charts.stretch_title(n, "since 31 August"),
    "a list": lambda n: listed(NAMES[: min(n, 3)]),
    "alternatives": lambda n: listed(NAMES[: min(n, 3)], "or"),
}
"""What is said where there is one at least."""


def page() -> str:
    """All that they say, a heading over each."""
    said = [(name, [say(n) for n in NUMBERS]) for name, say in ALWAYS.items()]
    said += [(name, [say(n) for n in FROM_ONE]) for name, say in FROM_ONE_ON.items()]
    return "\n".join("\n".join((f"# {name}", *lines, "")) for name, lines in said)


def test_the_page_that_was_read_aloud_is_what_the_program_says() -> None:
    with open(READ_ALOUD, encoding="utf-8") as read:
        assert page() == read.read()


def test_every_kind_that_is_counted_before_a_person_has_its_plural() -> None:
    for kind in (MOMENT, CODING, REFLECTION, CHILD, CAREGIVER, TEMPLATE, TERM, COMMENT, GOAL):
        assert amounts.of_kind(1, kind) != amounts.of_kind(2, kind).replace("2", "1")
