"""What is wanted is found: by the index and TinyDB together, by plain TinyDB, and by hand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import TinyDB, where
from tinydb.storages import MemoryStorage

from parentkit.domain.log.wanted import (
    EVERYTHING,
    Both,
    Either,
    Has,
    Is,
    Not,
    Said,
    Within,
    both,
    holds,
)
from parentkit.domain.ulid import ulid
from parentkit.journal.index import store
from parentkit.journal.index.narrow import RowFields, narrowed
from parentkit.journal.log.writer import Draft
from parentkit.journal.tinydb import storage
from parentkit.journal.tinydb.table import open_database
from parentkit.journal.tinydb.wanted_query import query_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parentkit.domain.log.wanted import Wanted
    from parentkit.journal.journal import Journal

NOON = 1_795_348_800_000
RESPONSES = ("comfort", "listen_ask")
CUES, FITS, TAGS = ("sad", "afraid", "angry"), ("matched", "missed"), ("Rain", "nursery")
WRONG = {"cue": 5, "fit": ["matched"], "repair": "repaired", "tags": "Rain", "note": 3, "flag": 1}
"""Values of another type than they should have, as a damaged or foreign file may hold them."""


def documents() -> Iterator[dict[str, Any]]:
    """Moments of every sort: some with little said, some with everything, some with wrong types."""
    for number in range(72):
        told: dict[str, Any] = {
            "observed_at": f"2026-11-{1 + number % 20:02}T12:00+01:00",
            "child": "C" if number % 3 else "D",
            "caregiver": "P",
            "cue": CUES[number % 3],
            "responses": [("comfort", "listen_ask")[number % 2], "fix_advise"][
                : 1 + number % 4 // 3
            ],
            "logged_at": "2026-11-20T12:00+01:00",
        }
        more: dict[str, Any] = {
            "fit": FITS[number % 2],
            "note": f"The BLUE cup {number}",
            "need": "Straße",
            "tags": [TAGS[number % 2], "snow"],
            "context": "morning",
            "parent_state": "stressed",
            "repair": {"state": ("repaired", "not_yet")[number % 2], "source": "person"},
            "flag": number % 2 == 0,
            "miscue": True,
        }
        told |= {
            name: value for at, (name, value) in enumerate(more.items()) if number >> at % 6 & 1
        }
        if number % 12 == 11:
            wrong = list(WRONG)[number // 12]
            told[wrong] = WRONG[wrong]
        yield told


TEXTS = ("blue", "STRASSE", "1")
ASKED = ("fit", "note", "tags", "responses", "repair", "flag", "miscue", "context")
LEAVES: st.SearchStrategy[Wanted] = st.one_of(
    st.builds(Is, st.just("cue"), st.sampled_from((*CUES, "nothing"))),
    st.builds(Is, st.just("fit"), st.sampled_from(FITS)),
    st.builds(Is, st.just("responses"), st.sampled_from(("comfort", "fix_advise"))),
    st.builds(Is, st.just("repair"), st.sampled_from(("repaired", "not_yet"))),
    st.builds(Is, st.just("tags"), st.sampled_from(("rain", "SNOW"))),
    st.builds(Is, st.just("parent_state"), st.just("stressed")),
    st.builds(Is, st.just("child"), st.sampled_from("CDX")),
    st.builds(
        Has,
        st.sampled_from((("note",), ("need",), ("note", "need"))),
        st.sampled_from(("blue", "STRASSE", "1")),
    ),
    st.builds(Within, st.sampled_from(("", "2026-11-05")), st.sampled_from(("", "2026-11-09"))),
    st.builds(
        Said,
        st.sampled_from(
            ("fit", "note", "tags", "responses", "repair", "flag", "miscue", "context")
        ),
    ),
)


def joined(inner: st.SearchStrategy[Wanted]) -> st.SearchStrategy[Wanted]:
    several = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return several.map(Both) | several.map(Either) | inner.map(Not)


TREES = st.recursive(LEAVES, joined, max_leaves=6)


@pytest.fixture(params=["as it was written", "with an index", "with an index and news"])
def journal(
    family: Any, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Journal:
    made: Journal = family.device()
    drafts = [
        Draft("moment", ulid(NOON + number, bytes(10)), fields)
        for number, fields in enumerate(documents())
    ]
    early = len(drafts) if request.param == "with an index" else 30
    made.append(drafts[:early])
    if request.param != "as it was written":
        monkeypatch.setattr(store, "RENEW_AFTER", 0)
        store.open_catalogue(made.places, made.now_ms())
        monkeypatch.undo()
    if drafts[early:]:
        made.append(drafts[early:])
    made.amend(made.get(drafts[2].id), {"cue": "angry", "note": None})
    made.amend(made.get(drafts[3].id), {"deleted": True})
    return made


@given(tree=TREES)
def test_what_is_found_is_what_plain_tinydb_finds(journal: Journal, tree: Wanted) -> None:
    table = open_database(journal).table("moments")
    plain = TinyDB(storage=MemoryStorage)
    ids = {}
    for document in table.all():
        ids[plain.insert(json.loads(json.dumps(document)))] = document.doc_id
    query = query_for(tree)
    expected = {ids[document.doc_id] for document in plain.search(query)}
    assert {document.doc_id for document in table.wanted(tree)} == expected
    assert {document.doc_id for document in table.search(query)} == expected
    test = holds(tree)
    assert {ids[one.doc_id] for one in plain if test(one)} == expected


def test_the_trees_leaves_are_what_one_would_write_in_tinydb(journal: Journal) -> None:
    table = open_database(journal).table("moments")
    for tree, query in (
        (EVERYTHING, where("observed_at").exists()),
        (Is("cue", "sad"), where("cue") == "sad"),
        (Is("responses", "comfort"), where("responses").any(["comfort"])),
        (Is("repair", "not_yet"), where("repair").state == "not_yet"),
        (Is("tags", "rain"), where("tags").any(["Rain"])),
        (Not(Is("fit", "missed")), ~(where("fit") == "missed")),
        (Within("2026-11-05", "2026-11-09"), where("observed_at").matches("2026-11-0[5-8]")),
        (Has(("note",), "blue CUP 1"), where("note").search("BLUE cup 1")),
        (
            both(Said("fit"), Is("cue", "afraid")),
            where("fit").one_of(FITS) & (where("cue") == "afraid"),
        ),
    ):
        found = table.search(query)
        assert found
        assert table.wanted(tree) == found


def test_codes_and_times_are_answered_before_any_document_is_made(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []
    make = storage.Records._document

    def counted(self: storage.Records, row: int) -> Any:
        made.append(row)
        return make(self, row)

    monkeypatch.setattr(storage.Records, "_document", counted)
    tree = both(
        Is("cue", "sad"), Not(Is("fit", "missed")), Within("2026-11-02", ""), Has(("note",), "blue")
    )
    found = open_database(journal).table("moments").wanted(tree)
    assert 0 < len(found) <= len(made) < 24


@given(tree=TREES)
def test_rows_are_narrowed_as_documents_would_be(journal: Journal, tree: Wanted) -> None:
    """What the lists on the screens do: columns, and what only the lines tell beside them."""
    catalogue = store.open_catalogue(journal.places, journal.now_ms())
    records = {row: catalogue.fields(row) for row in catalogue.rows("moment")}
    column = storage.Records(catalogue, journal, "moment")._episode_column
    rows, rest = narrowed(column, list(records), tree)
    test = holds(rest)
    found = [row for row in rows if test(RowFields(column, row, records[row]))]
    assert found == [row for row in records if holds(tree)(records[row])]
