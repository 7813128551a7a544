"""The list of all moments: what it finds is what reading everything finds."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from freezegun import freeze_time

from parentkit.domain.errors import NothingFound
from parentkit.domain.log.selection import Selection
from parentkit.domain.time.period import month_of
from parentkit.journal.journal import Journal
from parentkit.services.family.household import read_household
from parentkit.services.family.present import with_people
from parentkit.services.log.browse import Filters, browse
from parentkit.services.log.capture import capture
from parentkit.services.log.query import query_words, read_query
from parentkit.services.log.revise import edit, judge, take_out
from parentkit.services.log.search import Found, Pages, Query, latest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TODAY = date(2026, 11, 22)


@pytest.fixture
def journal(home: Path) -> Iterator[Journal]:
    with freeze_time("2026-11-22T17:07:00+00:00"):
        from parentkit import clock

        made = Journal(str(home / "home"), str(home / "state"), clock.now_ms)
        with_people(made, read_household(made))
        yield made
        made.close()


def log(journal: Journal, at: str, **fields: Any) -> str:
    fields = {"cue": "afraid", "responses": ["comfort"], "observed_at": at, **fields}
    return str(capture(journal, read_household(journal), fields).document["id"])


@pytest.fixture
def moments(journal: Journal) -> list[str]:
    """Ids of some moments, latest first."""
    made = [
        log(journal, "2026-11-22T18:05+01:00", note="the blue cup", tags=["Rain"]),
        log(journal, "2026-11-20T18:05+01:00", cue="sad", responses=["fix_advise"]),
        log(journal, "2026-10-31T18:05+01:00", cue="sad", need="a BLUE blanket", flag=True),
        log(journal, "2025-01-05T18:05+01:00", fit="missed", tags=["rain", "snow"]),
    ]
    take_out(journal, log(journal, "2026-11-21T18:05+01:00"))
    broken = log(journal, "2026-11-19T18:05+01:00")
    journal.amend(journal.get(broken), {"observed_at": "2026-11-99T18:05+01:00"})
    return made


def ids(found: Found) -> list[str]:
    return [found.id_at(place) for place in range(len(found))]


QUERIES = [
    Query(),
    Query(Selection(month_of(TODAY))),
    Query(Selection(month_of(date(2026, 10, 1)))),
    Query(Selection(child="nobody")),
    Query(filters=Filters({"cue": "sad"})),
    Query(filters=Filters({"fit": "missed"})),
    Query(filters=Filters({"cue": "afraid"}, tag="rain")),
    Query(filters=Filters(text="blue")),
    Query(filters=Filters(tag="RAIN", text="cup")),
]


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.usefixtures("moments")
def test_it_finds_what_reading_everything_finds(journal: Journal, query: Query) -> None:
    expected = browse(journal, query.selection, query.filters).documents[::-1]
    found = Pages(journal).find(query)
    assert ids(found) == [document["id"] for document in expected]
    assert found.days() == [document["observed_at"][:10] for document in expected]
    for place, document in enumerate(expected):
        shown = found.document(place)
        assert list(shown.pop("responses")) == document["responses"]
        assert shown.pop("flag") == document.get("flag", False)
        unsaid = {name for name in ("fit", "fit_source") if not shown[name]}
        assert all(name not in document for name in unsaid)
        assert {
            name: shown[name] for name in shown if name not in unsaid
        }.items() <= document.items()


@pytest.mark.parametrize("query", QUERIES)
def test_the_first_page_is_where_the_list_begins(
    journal: Journal, query: Query, moments: list[str]
) -> None:
    first = latest(journal, query, TODAY)
    assert not first.complete
    assert ids(first) == [one for one in ids(Pages(journal).find(query)) if one in moments[:3]]


def test_what_was_found_stays_and_finding_again_follows(
    journal: Journal, moments: list[str]
) -> None:
    pages = Pages(journal)
    before = pages.find(Query())
    edit(journal, read_household(journal), moments[1], {"observed_at": "2026-11-22T19:00+01:00"})
    take_out(journal, moments[0])
    new = log(journal, "2026-11-22T20:00+01:00")
    assert ids(before) == moments
    assert before.document(1)["observed_at"] == "2026-11-20T18:05+01:00"
    assert ids(pages.find(Query())) == [new, moments[1], *moments[2:]]
    assert pages.find(Query(filters=Filters(text="blue"))).id_at(0) == moments[2]


def test_a_moment_is_shown_with_what_stands_beside_it(journal: Journal, moments: list[str]) -> None:
    household = read_household(journal)
    judge(journal, household, moments[2], "coach", {"fit": "partial"})
    pages = Pages(journal)
    fresh = pages.shown(moments[2])
    pages.find(Query())
    assert pages.shown(moments[2]) == fresh
    assert [coding["fit"] for coding in fresh.codings] == ["partial"]
    assert fresh.document["need"] == "a BLUE blanket"
    judge(journal, household, moments[2], "friend", {"fit": "unsure"})
    assert [coding["fit"] for coding in pages.shown(moments[2]).codings] == ["partial", "unsure"]
    take_out(journal, moments[2])
    with pytest.raises(NothingFound):
        pages.shown(moments[2])


def test_looking_through_words_can_be_ended(journal: Journal, moments: list[str]) -> None:
    assert moments
    found = Pages(journal).find(Query(filters=Filters(text="blue")), lambda: True)
    assert len(found) == 0


@pytest.mark.usefixtures("moments")
def test_words_are_read_one_by_one(journal: Journal) -> None:
    household = read_household(journal)
    words = {"cue": "sad", "fit": "zebra", "text": " blue  cup ", "period": "2026-11"}
    query, problems = read_query(household, words, "someone", TODAY)
    assert list(problems) == ["fit"]
    assert query == Query(
        Selection(month_of(TODAY), "someone"), Filters({"cue": "sad"}, text="blue cup")
    )
    assert query_words(query, household, TODAY) == ["sad, left out", '"blue cup"', "November 2026"]
    assert read_query(household, {"child": "ALL"}, "someone", TODAY)[0] == Query()
