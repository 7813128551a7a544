"""Everything that a written report says, in its order, for any format."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.domain.sentence import plural
from parentkit.domain.time.period import Period
from parentkit.figures.account import weeks_of
from parentkit.report.log.listing import day_title
from parentkit.report.page.agreement import agreement_section
from parentkit.report.page.blocks import Contents, Section, Words
from parentkit.report.page.figures import (
    at_a_glance,
    by_family,
    by_response,
    time_to_repair,
    week_by_week,
    worth_wondering,
)
from parentkit.report.page.moments import goals_section, moments_section, namer
from parentkit.report.rates.statements import statements_for
from parentkit.report.unreadable import left_out_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from parentkit.domain.log.household import Household
    from parentkit.figures.account import Account

    Statement = Mapping[str, Any]

BESIDE_RATES = frozenset(("what_30_is", "no_pass_mark", "not_a_target", "repair", "range"))
ALWAYS = frozenset(("not_a_test", "before_sharing"))
"""Statements that a report carries however little it tells, since it may be handed on."""

_SUPERVISION = (
    "Version for supervision: names, words that people wrote, and days and times are left out; "
    "only the week of a moment is known. Pseudonyms hide names, not patterns."
)


class About(NamedTuple):
    """What a report is about.

    Attributes:
        title: what it is called; a family's name or what stands for it.
        made_on: the local day on which it was made.
        supervision: whether it is the version without anybody's words, names and times.
        coders: names of people outside the family, by their ids.
        audience: for whom and what for it was made, where that was said.
        left_out: what could not be read, as report.unreadable says it; empty where all was.
    """

    title: str
    made_on: str
    supervision: bool = False
    coders: Mapping[str, str] = {}
    audience: str = ""
    left_out: str = ""


def contents(
    about: About, account: Account, household: Household, said: Sequence[Statement]
) -> Contents:
    """The report.

    Args:
        about: what it is about.
        account: the figures and records.
        household: the words and names that codes and ids are told by.
        said: the statements of statements.json.
    """
    fit, responses = household.judgement("fit").label, household.vocabulary("responses")
    name = namer(about.coders, household)
    statements = _statements(account, said)
    beside = [words for words in statements if words.statement in BESIDE_RATES]
    before = [words for words in statements if words.statement not in BESIDE_RATES]
    sections: list[Section | None] = [
        Section("about", "What this is", before),
        at_a_glance(account, beside, days_named=not about.supervision, whole=not about.left_out),
    ]
    if account.review.summary.match.n:
        sections += [
            week_by_week(account),
            by_family(account, household.label),
            by_response(account, responses.label, responses.short),
            time_to_repair(account),
            worth_wondering(account, household.label),
        ]
    sections.append(agreement_section(account.double_coding, name, fit))
    if not about.supervision:
        sections.append(goals_section(account.goals, name))
        sections.append(moments_section(account.moments, household, name))
    return Contents(
        about.title,
        list(_about(about, account)),
        [section for section in sections if section is not None],
    )


def _about(about: About, account: Account) -> Iterator[str]:
    if about.supervision:
        weeks = weeks_of(account.start, account.end)
        one, other = "Week {first}", "Weeks {first} to {last}"
        yield plural(len({*weeks}), one=one, other=other, first=weeks[0], last=weeks[-1])
    else:
        start, end = date.fromisoformat(account.start), date.fromisoformat(account.end)
        yield Period(start, max(end, start + timedelta(days=1))).title()
    yield f"Made on {day_title(about.made_on)}"
    if about.audience:
        yield f"For {about.audience}"
    if about.left_out:
        yield left_out_sentence(about.left_out).removesuffix(".")
    if about.supervision:
        yield _SUPERVISION


def _statements(account: Account, said: Sequence[Statement]) -> list[Words]:
    """The statements that apply, each under its id, in their order."""
    found = []
    warm_up = account.warm_up_until is not None
    for statement in said:
        if statement["id"] in ALWAYS:
            found.append(Words(str(statement["long"]), str(statement["id"])))
            continue
        texts = statements_for(account.review, [statement], warm_up=warm_up, brief=False)
        found += [Words(text, str(statement["id"])) for text in texts]
    return found
