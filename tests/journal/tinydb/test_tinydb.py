import copy
import json
import os
import pickle
import tempfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import where
from tinydb.operations import delete, increment
from tinydb.storages import MemoryStorage
from tinydb.table import Document, Table

from parentkit.domain.errors import DataProblem, UsageProblem
from parentkit.domain.ulid import is_ulid, ulid
from parentkit.journal.index import store
from parentkit.journal.journal import Journal
from parentkit.journal.log.folders import dated_files
from parentkit.journal.log.writer import Draft
from parentkit.journal.tinydb.document import JournalDocument
from parentkit.journal.tinydb.table import open_database
from parentkit.storage import disk

Log = Callable[..., str]

NOON = 1_795_348_800_000

SAD = {
    "cue": "sad",
    "responses": ["comfort", "listen_ask"],
    "observed_at": "2026-11-22T12:00+01:00",
    "child": "C",
    "flag": True,
    "note": "Vor der Tür.",
    "repair": {"state": "not_yet"},
}


def lines_of_journal(journal: Journal) -> list[dict[str, Any]]:
    lines = []
    for path in dated_files(journal.places.journal):
        with open(path, "rb") as file:
            lines += [json.loads(line) for line in file]
    return lines


def test_a_document_is_found_by_queries_by_its_id_and_by_iterating(family: Any) -> None:
    moments = open_database(family.device()).table("moments")
    identifier = moments.insert(SAD)
    other = moments.insert({"cue": "angry", "observed_at": "2026-11-23T12:00+01:00"})
    assert is_ulid(identifier)
    assert moments.search(where("cue") == "sad") == [SAD]
    assert moments.search(where("note").search("Tür")) == [SAD]
    assert moments.search(where("responses").any(["listen_ask"]) & (where("flag") == True)) == [SAD]  # noqa: E712
    assert moments.search(where("repair").state == "not_yet") == [SAD]
    assert moments.search(~where("note").exists())[0].doc_id == other
    assert moments.search(where("observed_at") > "2026-11-23")[0]["cue"] == "angry"
    assert moments.get(doc_id=identifier) == SAD
    assert moments.get(where("cue") == "sad").doc_id == identifier
    assert moments.get(doc_id=ulid(NOON, bytes(10))) is None
    assert [doc.doc_id for doc in moments.get(doc_ids=[identifier, "x"])] == [identifier]
    assert moments.contains(where("child") == "C")
    assert moments.contains(doc_id=other)
    assert moments.count(where("cue") == "sad") == 1
    assert len(moments) == 2
    assert {doc.doc_id for doc in moments} == {doc.doc_id for doc in moments.all()}


def test_documents_are_there_when_the_database_is_opened_again(
    family: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "RENEW_AFTER", 0)
    with open_database(family.device()) as database:
        identifier = database.insert(SAD)
        database.table("codings").insert({"moment": identifier, "fit": "missed"})
        database.table("children").insert({"name": "Nele"})
        database.table("dreams").insert({"of": "rain"})
    for _ in range(2):
        with open_database(family.device()) as database:
            assert database.tables() == {"moments", "codings", "children", "dreams"}
            assert database.all() == [SAD]
            assert database.table("codings").get(where("moment") == identifier)["fit"] == "missed"
            assert database.table("children").all() == [{"name": "Nele"}]
            assert database.table("dreams").all() == [{"of": "rain"}]
    journal = family.device()
    assert [record.fields for record in journal.lasting()] == [{"name": "Nele"}]
    assert journal.get(identifier).fields == SAD


def test_an_update_stores_the_changed_fields_only(family: Any) -> None:
    journal = family.device()
    moments = open_database(journal).table("moments")
    identifier = moments.insert(SAD)
    assert moments.update({"cue": "sad", "fit": "partial"}, where("cue") == "sad") == [identifier]
    moments.update(delete("flag"), doc_ids=[identifier])
    moments.update({"cue": "sad"})
    moments.update({"n": 1})
    moments.update({"n": True})
    assert [line["set"] for line in lines_of_journal(journal)[1:]] == [
        {"fit": "partial"},
        {"flag": None},
        {"n": 1},
        {"n": True},
    ]
    assert moments.get(doc_id=identifier)["fit"] == "partial"
    assert "flag" not in moments.get(doc_id=identifier)


def test_a_list_changed_in_place_by_an_update_is_stored(family: Any) -> None:
    moments = open_database(family.device()).table("moments")
    moments.insert(SAD)
    moments.update(lambda document: document["responses"].append("give_room"))
    moments.update(lambda document: document["repair"].update(state="repaired"))
    (found,) = moments.all()
    assert found["responses"] == ["comfort", "listen_ask", "give_room"]
    assert found["repair"] == {"state": "repaired"}


def test_an_update_of_several_documents_is_undone_as_one(family: Any) -> None:
    journal = family.device()
    moments = open_database(journal).table("moments")
    family.clock().go_on(seconds=1)
    moments.insert_multiple([{"cue": "sad", "n": n} for n in range(3)])
    family.clock().go_on(seconds=1)
    moments.update(increment("n"), where("cue") == "sad")
    assert sorted(document["n"] for document in moments) == [1, 2, 3]
    journal.undo()
    assert sorted(document["n"] for document in moments) == [0, 1, 2]
    journal.undo()
    assert moments.all() == []


def test_a_removed_document_is_a_deleted_record(family: Any) -> None:
    journal = family.device()
    moments = open_database(journal).table("moments")
    identifier = moments.insert(SAD)
    kept = moments.insert({"cue": "angry"})
    assert moments.remove(where("cue") == "sad") == [identifier]
    assert journal.get(identifier).deleted
    assert [document.doc_id for document in moments] == [kept]
    moments.truncate()
    assert len(moments) == 0
    assert moments.remove(doc_ids=[kept]) == []
    with pytest.raises(RuntimeError):
        moments.remove()


def test_a_document_put_in_the_place_of_a_removed_one_has_its_own_fields_alone(
    family: Any,
) -> None:
    moments = open_database(family.device()).table("moments")
    identifier = moments.insert(SAD)
    moments.remove(doc_ids=[identifier])
    moments.insert(Document({"cue": "angry"}, doc_id=identifier))
    assert moments.get(doc_id=identifier) == {"cue": "angry"}
    with pytest.raises(ValueError, match="already exists"):
        moments.insert(Document({"cue": "sad"}, doc_id=identifier))


def test_what_others_write_is_seen_by_the_next_query(family: Any, log: Log) -> None:
    laptop, phone = family.device("laptop"), family.device("phone")
    one = open_database(laptop).table("moments")
    other = open_database(phone).table("moments")
    identifier = one.insert(SAD)
    assert other.search(where("cue") == "sad") == [SAD]
    family.clock("phone").go_on(minutes=1)
    other.update({"fit": "missed"}, doc_ids=[identifier])
    assert one.get(doc_id=identifier)["fit"] == "missed"
    log(phone, cue="angry")
    assert len(one) == 2
    phone.append([Draft("child", ulid(NOON, bytes(10)), {"name": "Nele"})])
    assert open_database(laptop).table("children").all() == [{"name": "Nele"}]
    other.remove(doc_ids=[identifier])
    assert [document["cue"] for document in one] == ["angry"]


def test_a_document_stays_as_it_was_when_it_was_asked_for(family: Any) -> None:
    moments = open_database(family.device()).table("moments")
    identifier = moments.insert(SAD)
    (before,) = moments.all()
    moments.update({"cue": "angry"}, doc_ids=[identifier])
    assert before["cue"] == "sad"
    assert before == SAD
    before["cue"] = "afraid"
    assert moments.get(doc_id=identifier)["cue"] == "angry"


def turn_round(path: str) -> None:
    """Put another file in the place of one, with its lines in reverse."""
    with open(path, "rb") as file:
        lines = file.readlines()
    with open(path + ".new", "wb") as file:
        file.writelines(reversed(lines))
    os.replace(path + ".new", path)


def test_documents_are_read_from_files_that_were_written_anew_meanwhile(family: Any) -> None:
    journal = family.device()
    moments = open_database(journal).table("moments")
    ids = [moments.insert(SAD | {"n": n}) for n in range(4)]
    moments = open_database(journal).table("moments")
    documents = moments.all()
    (path,) = dated_files(journal.places.journal)
    turn_round(path)
    assert {document.doc_id: document["n"] for document in documents} == {
        identifier: n for n, identifier in enumerate(ids)
    }
    assert len(moments.all()) == 4


def test_a_file_written_anew_while_a_document_is_changed_does_no_harm(family: Any) -> None:
    journal = family.device()
    ids = open_database(journal).insert_multiple([SAD | {"n": n} for n in range(4)])
    (path,) = dated_files(journal.places.journal)

    def change(document: Any) -> None:
        turn_round(path)
        document["cue"] = "angry"

    moments = open_database(journal).table("moments")
    assert moments.update(change, doc_ids=[ids[0]]) == [ids[0]]
    assert journal.get(ids[0]).fields == SAD | {"n": 0, "cue": "angry"}
    assert [journal.get(one).fields["cue"] for one in ids[1:]] == ["sad"] * 3


def test_an_unread_document_is_a_whole_dict_to_everything_that_reads_dicts(family: Any) -> None:
    moments = open_database(family.device()).table("moments")
    identifier = moments.insert(SAD)

    def unread() -> Document:
        (document,) = moments.all()
        assert type(document) is JournalDocument
        return document

    assert dict(unread()) == {**unread()} == SAD
    assert json.loads(json.dumps(unread())) == SAD
    assert json.loads(json.dumps(unread(), indent=1, sort_keys=True)) == SAD
    assert unread() == unread()
    assert unread() == SAD
    assert SAD == unread()  # noqa: SIM300 the dict is asked first
    assert unread() != {"cue": "sad"}
    assert len(unread()) == len(SAD)
    assert set(unread()) == set(unread().keys()) == SAD.keys()
    assert dict(unread().items()) == SAD
    assert list(unread().values()) == list(SAD.values())
    assert list(reversed(unread())) == list(reversed(SAD))
    assert repr(unread()) == repr(dict(unread()))
    assert unread() | {"x": 1} == SAD | {"x": 1}
    assert {"x": 1} | unread() == SAD | {"x": 1}
    assert unread().copy() == copy.copy(unread()) == copy.deepcopy(unread()) == SAD
    copied = pickle.loads(pickle.dumps(unread()))
    assert copied == SAD
    assert copied.doc_id == unread().doc_id == identifier
    assert "note" in unread()
    assert "slip" not in unread()
    assert unread().get("cue") == "sad"
    assert unread().get("context", "none") == "none"
    assert unread().pop("note") == SAD["note"]
    assert unread().setdefault("cue", "x") == "sad"
    changed = unread()
    changed |= {"fit": "missed"}
    del changed["note"]
    changed.update(cue="angry")
    assert changed == {k: v for k, v in SAD.items() if k != "note"} | {
        "fit": "missed",
        "cue": "angry",
    }
    changed.clear()
    assert changed == {}
    listed = unread()
    listed["responses"].append("more")
    assert dict(listed)["responses"] == [*SAD["responses"], "more"]
    with pytest.raises(KeyError):
        unread()["slip"]
    with pytest.raises(TypeError):
        hash(unread())


def test_values_that_no_episode_can_hold_are_read_as_they_are(family: Any) -> None:
    moments = open_database(family.device()).table("moments")
    odd: list[dict[str, Any]] = [
        {"cue": 5, "observed_at": "2026-11-22T12:00+01:00"},
        {"flag": False, "cue": "", "observed_at": "2026-11-22T12:00+01:00"},
        {"flag": 1, "observed_at": "2026-11-22T12:00+01:00"},
        {"responses": [1, {"a": None}]},
        {"responses": "comfort", "context": {"x": 1}},
        {"observed_at": 7},
        {"cue": "sad", "flag": 1},
        {"cue": "sad", "flag": False, "fit": "missed"},
        {"cue": "sad", "context": ""},
        {"cue": "sad", "child": 5},
        {"cue": "sad", "responses": []},
        {"cue": "sad", "responses": [1]},
        {},
        {"note": "alone"},
    ]
    ids = moments.insert_multiple(odd)
    assert [moments.get(doc_id=identifier) for identifier in ids] == odd
    for document in moments.all():
        expected = odd[ids.index(document.doc_id)]
        assert [document.get(name) for name in SAD] == [expected.get(name) for name in SAD]
        assert json.dumps(document) == json.dumps(expected)
    assert moments.count(where("flag") == False) == 2  # noqa: E712


def test_what_cannot_be_stored_is_refused_and_nothing_is_changed(family: Any) -> None:
    journal = family.device()
    database = open_database(journal)
    identifier = database.insert(SAD)
    with pytest.raises(UsageProblem, match="id"):
        database.insert({"id": "x"})
    with pytest.raises(UsageProblem, match="deleted"):
        database.update({"deleted": True}, doc_ids=[identifier])
    with pytest.raises(UsageProblem, match="cannot be a document's id"):
        database.insert(Document({"cue": "sad"}, doc_id=7))
    with pytest.raises(DataProblem):
        database.insert({"cue": {1, 2}})
    with pytest.raises(DataProblem):
        database.update({"cue": float("nan")})
    with pytest.raises(ValueError, match="not a Mapping"):
        database.insert([1])
    with pytest.raises(UsageProblem, match="added to"):
        database.drop_tables()
    with pytest.raises(UsageProblem, match="added to"):
        database.drop_table("moments")
    assert database.all() == [SAD]
    assert len(lines_of_journal(journal)) == 1


def test_a_field_set_to_none_is_absent(family: Any) -> None:
    journal = family.device()
    moments = open_database(journal).table("moments")
    identifier = moments.insert({"cue": "sad", "fit": None})
    assert [line["set"] for line in lines_of_journal(journal)] == [{"cue": "sad"}]
    assert moments.get(doc_id=identifier) == {"cue": "sad"}
    moments.update({"cue": None})
    assert moments.get(doc_id=identifier) == {}


def test_free_text_that_an_update_replaces_is_no_conflict(family: Any) -> None:
    journal = family.device()
    moments = open_database(journal).table("moments")
    identifier = moments.insert(SAD)
    moments.update({"note": "Hinter der Tür."})
    record = journal.get(identifier)
    assert record.fields["note"] == "Hinter der Tür."
    assert record.conflicts == ()


def test_asking_for_an_unknown_table_or_an_empty_one_writes_nothing(family: Any) -> None:
    journal = family.device()
    database = open_database(journal)
    assert database.table("moments", cache_size=30, persist_empty=True).all() == []
    assert len(database.table("nothing")) == 0
    assert database.tables() == set()
    assert not os.path.exists(journal.places.home)


SIMPLE = st.one_of(st.booleans(), st.integers(-9, 9), st.text(max_size=4), st.floats(-1, 1))
VALUES = st.one_of(
    SIMPLE,
    st.lists(SIMPLE, max_size=2),
    st.dictionaries(
        st.text(max_size=3), st.one_of(SIMPLE, st.lists(SIMPLE, max_size=2)), max_size=2
    ),
)
NAMES = st.sampled_from(["cue", "responses", "flag", "observed_at", "note", "repair", "n"])
FIELDS = st.one_of(
    st.dictionaries(NAMES, VALUES, max_size=4),
    st.fixed_dictionaries(
        {"cue": st.sampled_from(["sad", "angry"]), "n": st.integers(0, 3)},
        optional={
            "responses": st.just(["comfort"]),
            "note": st.just("Im Regen."),
            "flag": st.booleans(),
        },
    ),
)
QUERIES = st.one_of(
    st.builds(lambda name: where(name).exists(), NAMES),
    st.builds(lambda name, value: where(name) == value, NAMES, VALUES),
    st.sampled_from(
        [
            where("cue") == "sad",
            where("cue") != "sad",
            where("n").one_of([2, 3]),
            where("responses").any(["comfort"]),
            ~where("note").exists() | (where("flag") == True),  # noqa: E712
        ]
    ),
)
PICKS = st.lists(st.integers(0, 7), max_size=3)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("insert"), FIELDS),
        st.tuples(st.just("insert_multiple"), st.lists(FIELDS, max_size=3)),
        st.tuples(st.just("again"), PICKS, FIELDS),
        st.tuples(st.just("update"), FIELDS, QUERIES),
        st.tuples(st.just("update_ids"), FIELDS, PICKS),
        st.tuples(st.just("update_all"), FIELDS),
        st.tuples(st.just("change"), NAMES, QUERIES),
        st.tuples(st.just("upsert"), FIELDS, QUERIES),
        st.tuples(st.just("remove"), QUERIES),
        st.tuples(st.just("remove_ids"), PICKS),
        st.tuples(st.just("truncate")),
        st.tuples(st.just("reopen")),
    ),
    max_size=12,
)


class StringIds(Table):
    """Plain TinyDB with ids that are texts, as many as it is given."""

    document_id_class = str  # type: ignore[assignment]
    ids: list[str]

    def _get_next_id(self) -> str:  # type: ignore[override]
        return self.ids.pop(0)


class InMemory(MemoryStorage):
    """Documents that know nothing of each other, as in a file: a list given to two is two lists."""

    def read(self) -> Any:
        return copy.deepcopy(super().read())

    def write(self, data: Any) -> None:
        super().write(copy.deepcopy(data))


class Both:
    """The same done to a journal and to plain TinyDB."""

    def __init__(self, folder: str) -> None:
        self.ms = NOON
        self.folder = folder
        self.plain = StringIds(InMemory(), "moments")
        self.known: list[str] = []
        self.reopen()

    def reopen(self) -> None:
        self.journal = Journal(f"{self.folder}/home", f"{self.folder}/state", lambda: self.ms)
        self.ours = open_database(self.journal).table("moments")

    def do(self, name: str, *given: Any) -> None:
        self.ms += 1000
        getattr(self, name)(*given)
        assert contents(self.ours) == contents(self.plain)
        assert len(self.ours) == len(self.plain)

    def ids(self, picks: list[int]) -> list[str]:
        return list({self.known[pick % len(self.known)]: 0 for pick in picks} if self.known else ())

    def insert(self, fields: dict[str, Any]) -> None:
        self.plain.ids = [self.ours.insert(fields)]
        self.known.append(self.plain.insert(copy.deepcopy(fields)))

    def insert_multiple(self, documents: list[dict[str, Any]]) -> None:
        self.plain.ids = self.ours.insert_multiple(documents)
        self.known += self.plain.insert_multiple(copy.deepcopy(documents))

    def again(self, picks: list[int], fields: dict[str, Any]) -> None:
        for identifier in self.ids(picks):
            document = Document(fields, doc_id=identifier)
            if self.plain.contains(doc_id=identifier):
                with pytest.raises(ValueError, match="already exists"):
                    self.ours.insert(document)
            else:
                assert self.ours.insert(document) == identifier
                self.plain.insert(copy.deepcopy(document))

    def update(self, fields: dict[str, Any], query: Any) -> None:
        assert sorted(self.ours.update(fields, query)) == sorted(
            self.plain.update(copy.deepcopy(fields), query)
        )

    def update_ids(self, fields: dict[str, Any], picks: list[int]) -> None:
        ids = self.ids(picks)
        changed = self.plain.update(copy.deepcopy(fields), doc_ids=ids)
        assert self.ours.update(fields, doc_ids=ids) == changed

    def update_all(self, fields: dict[str, Any]) -> None:
        assert sorted(self.ours.update(fields)) == sorted(self.plain.update(copy.deepcopy(fields)))

    def change(self, name: str, query: Any) -> None:
        def turn_round(document: Any) -> None:
            if isinstance(document.get(name), list):
                document[name].append(1)
            else:
                document.pop(name, None)
                document["n"] = [name]

        assert sorted(self.ours.update(turn_round, query)) == sorted(
            self.plain.update(turn_round, query)
        )

    def upsert(self, fields: dict[str, Any], query: Any) -> None:
        changed = self.ours.upsert(fields, query)
        self.plain.ids = list(changed)
        assert sorted(self.plain.upsert(copy.deepcopy(fields), query)) == sorted(changed)
        self.known += changed

    def remove(self, query: Any) -> None:
        assert sorted(self.ours.remove(query)) == sorted(self.plain.remove(query))

    def remove_ids(self, picks: list[int]) -> None:
        ids = self.ids(picks)
        assert self.ours.remove(doc_ids=ids) == self.plain.remove(doc_ids=ids)

    def truncate(self) -> None:
        self.ours.truncate()
        self.plain.truncate()


def contents(documents: Any) -> dict[str, str]:
    return {document.doc_id: json.dumps(document, sort_keys=True) for document in documents}


@settings(max_examples=100, deadline=None)
@given(STEPS, st.lists(QUERIES, max_size=4), st.sampled_from((0, 1000)))
def test_it_does_what_plain_tinydb_does(steps: Any, queries: list[Any], renew_after: int) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "RENEW_AFTER", renew_after)
        patch.setattr(disk, "fsync", lambda _descriptor: None)
        patch.setattr(disk, "fsync_folder", lambda _path: None)
        both = Both(folder)
        for step in steps:
            both.do(*step)
        for reopened in (False, True):
            if reopened:
                both.do("reopen")
            for query in queries:
                assert contents(both.ours.search(query)) == contents(both.plain.search(query))
                assert both.ours.count(query) == both.plain.count(query)
                assert both.ours.contains(query) == both.plain.contains(query)
        both.journal.close()
