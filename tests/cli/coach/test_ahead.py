"""A log that an older version took in may hold moments of the year 9999: nothing stops for that."""

from __future__ import annotations

from typing import Any

import pytest

from parentkit.journal.log.writer import Draft
from parentkit.services.coach.workspace import default_practice, open_family

ENDS = ("9999-12-31T23:59+01:00", "9998-06-01T18:05+01:00")


@pytest.fixture(params=[True, False], ids=["alone", "among others"])
def rivera(post: Any, request: pytest.FixtureRequest) -> Any:
    moment = post.log("afraid", "comfort", "--fit", "matched")
    post.coach("add", post.share("rivera.age"), "--name", "Rivera")
    journal = open_family(default_practice(), "Rivera").journal
    fields = journal.get(moment).fields
    journal.append(
        [
            Draft("moment", f"01M9ZZZZZZ000000000000000{place}", {**fields, "observed_at": at})
            for place, at in enumerate(ENDS)
        ]
    )
    if request.param:
        journal.amend(journal.get(moment), {"deleted": True})
    return post


@pytest.mark.parametrize("form", ["html", "markdown", "csv", "redcap"])
def test_a_report_of_everything_leaves_out_what_has_not_come_yet(rivera: Any, form: str) -> None:
    for more in ((), ("--supervision",)):
        path = rivera.folder / f"report-{len(more)}"
        words = ("report", "Rivera", "--period", "all", "--format", form, "--to", str(path), *more)
        done = rivera.coach(*words)
        assert done.code == 0, done.err
        for file in [path] if path.is_file() else path.iterdir():
            assert not [year for year in ("9999", "9998") if f"{year}-" in file.read_text("utf-8")]


def test_the_overview_the_inbox_and_agreement_go_on(rivera: Any) -> None:
    for words in (
        ("families",),
        ("inbox", "--all"),
        ("agreement", "Rivera"),
        ("code", "Rivera", "--list"),
    ):
        assert rivera.coach(*words).code in (0, 1), words


def test_a_parents_own_figures_of_everything_go_on(post: Any) -> None:
    from parentkit.cli.session import open_family as open_own

    moment = post.log("afraid", "comfort", "--fit", "matched")
    journal, _ = open_own([])
    fields = {**journal.get(moment).fields, "observed_at": ENDS[0]}
    journal.append([Draft("moment", "01M9ZZZZZZ0000000000000000", fields)])
    rates = post.as_("parent", "rates", "--all", "--json")
    assert rates.code == 0
    assert rates.json()["match"]["n"] == 1
