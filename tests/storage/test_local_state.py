"""The local state: read without a database as a database reads it, changed whole or not at all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import TinyDB

from parentkit.domain.jsontext import NotJson
from parentkit.storage import disk
from parentkit.storage.local_state import Shelf, documents
from parentkit.storage.tinydb_file import FileStorage, LocalState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def from_older(found: Any) -> Iterator[dict[str, Any]]:
    for one in found if isinstance(found, list) else ():
        yield {"word": one}


def shelf_in(folder: Path, name: str = "words") -> Shelf:
    return Shelf(os.fspath(folder), name, "words.json", from_older)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
DOCUMENTS = st.lists(st.dictionaries(TEXTS, VALUES, max_size=3), max_size=5)


@given(tables=st.dictionaries(st.sampled_from(["words", "look"]), DOCUMENTS), by_us=st.booleans())
def test_it_is_read_as_tinydb_reads_it_whoever_wrote_it(
    tmp_path_factory: pytest.TempPathFactory, tables: dict[str, list[Any]], *, by_us: bool
) -> None:
    folder = tmp_path_factory.mktemp("state")
    for name, inserted in tables.items():
        if by_us:
            with LocalState(shelf_in(folder, name)) as table:
                table.insert_multiple(inserted)
        else:
            with TinyDB(folder / "local.json") as database:
                database.table(name).insert_multiple(inserted)
    for name, inserted in tables.items():
        with TinyDB(folder / "local.json") as database:
            known = [dict(each) for each in database.table(name).all()]
        assert documents(shelf_in(folder, name)) == known == inserted


@pytest.mark.parametrize("locale", ["C", "de_DE.ISO8859-1"])
def test_plain_tinydb_opens_the_file_under_any_locale(tmp_path: Path, locale: str) -> None:
    with LocalState(shelf_in(tmp_path)) as table:
        table.insert({"word": "Zoë, 小雨"})
    show = "import sys, tinydb; print(ascii(tinydb.TinyDB(sys.argv[1]).table('words').all()))"
    done = subprocess.run(
        [sys.executable, "-X", "utf8=0", "-c", show, os.fspath(tmp_path / "local.json")],
        env={**os.environ, "LC_ALL": locale, "PYTHONCOERCECLOCALE": "0"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == ascii([{"word": "Zoë, 小雨"}])


def test_reading_loads_no_database(tmp_path: Path) -> None:
    with LocalState(shelf_in(tmp_path)) as table:
        table.insert({"word": "a"})
    show = (
        "import sys; from parentkit.storage.local_state import Shelf, documents\n"
        "print(documents(Shelf(sys.argv[1], 'words', 'none.json', list)), 'tinydb' in sys.modules)"
    )
    words = [sys.executable, "-c", show, os.fspath(tmp_path)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert done.stdout == "[{'word': 'a'}] False\n"


def test_it_is_its_owners_alone(tmp_path: Path) -> None:
    with LocalState(shelf_in(tmp_path / "state")) as table:
        table.insert({"word": "a"})
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "state").iterdir()}
    assert modes == {"local.json": 0o600, "local.json.lock": 0o600}
    assert (tmp_path / "state").stat().st_mode & 0o777 == 0o700


def change_and_stop(shelf: Shelf) -> None:
    with LocalState(shelf) as table:
        table.update({"word": "b"})
        table.insert({"word": "c"})
        assert table.all() == [{"word": "b"}, {"word": "c"}]
        raise ZeroDivisionError


def test_nothing_of_a_change_is_kept_that_stops_in_the_middle(tmp_path: Path) -> None:
    with LocalState(shelf_in(tmp_path)) as table:
        table.insert({"word": "a"})
    before = (tmp_path / "local.json").read_bytes()
    with pytest.raises(ZeroDivisionError):
        change_and_stop(shelf_in(tmp_path))
    assert (tmp_path / "local.json").read_bytes() == before
    with LocalState(shelf_in(tmp_path)) as table:  # the lock was let go of
        assert table.all() == [{"word": "a"}]


def spoil(document: dict[str, Any]) -> None:
    document["word"] = "spoilt"
    raise ZeroDivisionError


def test_one_step_that_stops_leaves_nothing_for_the_next_one(tmp_path: Path) -> None:
    with LocalState(shelf_in(tmp_path)) as table:
        table.insert({"word": "a"})
    with LocalState(shelf_in(tmp_path)) as table:
        with pytest.raises(ZeroDivisionError):
            table.update(spoil)
        table.insert({"word": "b"})
    assert documents(shelf_in(tmp_path)) == [{"word": "a"}, {"word": "b"}]


def test_what_has_no_form_in_json_is_told_and_nothing_is_changed(tmp_path: Path) -> None:
    storage = FileStorage(os.fspath(tmp_path / "local.json"))
    storage.write({"words": {"1": {"word": "a"}}})
    for value in (float("nan"), {1, 2}, 10**400, {1: 2}):
        with pytest.raises(NotJson):
            storage.write({"words": {"1": {"word": value}}})
        assert storage.read() == {"words": {"1": {"word": "a"}}}


def test_the_earlier_file_is_taken_over_and_taken_away_after_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = shelf_in(tmp_path)
    (tmp_path / "words.json").write_text(json.dumps(["a", "b"]))
    assert documents(shelf) == [{"word": "a"}, {"word": "b"}]
    assert names_in(tmp_path) == ["words.json"]

    def full(_path: str, _content: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(disk, "write_whole", full)
        with pytest.raises(OSError, match="No space"), LocalState(shelf) as table:
            table.insert({"word": "c"})
    assert documents(shelf) == [{"word": "a"}, {"word": "b"}]
    with LocalState(shelf) as table:
        table.insert({"word": "c"})
    assert documents(shelf) == [{"word": "a"}, {"word": "b"}, {"word": "c"}]
    assert names_in(tmp_path) == ["local.json", "local.json.lock"]


def test_an_empty_table_does_not_bring_the_earlier_file_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = shelf_in(tmp_path)
    (tmp_path / "words.json").write_text(json.dumps(["a"]))

    def failing(_path: str) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(disk, "remove", failing)
        with pytest.raises(OSError, match="Input"), LocalState(shelf) as table:
            table.truncate()
    assert (tmp_path / "words.json").exists()
    assert documents(shelf) == []


ENDLESS = json.dumps({"words": {"9" * 5000: {}}})


@pytest.mark.parametrize(
    "damaged", ["{", "[]", '{"words": []}', '{"words": {"1": 5}}', pytest.param(ENDLESS, id="9...")]
)
def test_a_damaged_file_is_set_aside_and_never_in_the_way(tmp_path: Path, damaged: str) -> None:
    for number in (1, 2):
        (tmp_path / "local.json").write_text(damaged)
        assert documents(shelf_in(tmp_path)) == []
        with LocalState(shelf_in(tmp_path)) as table:
            table.insert({"word": "a"})
        assert documents(shelf_in(tmp_path)) == [{"word": "a"}]
        assert (tmp_path / f"local.json.unreadable-{number}").read_text() == damaged


def test_a_file_that_does_not_open_is_not_set_aside(tmp_path: Path) -> None:
    (tmp_path / "local.json").symlink_to("local.json")
    with pytest.raises(OSError, match="symbolic links"), LocalState(shelf_in(tmp_path)):
        pass
    assert (tmp_path / "local.json").is_symlink()


def test_a_damaged_earlier_file_stays_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "words.json").write_text("{")
    with LocalState(shelf_in(tmp_path)) as table:
        table.insert({"word": "a"})
    assert (tmp_path / "words.json").read_text() == "{"


def test_tables_stand_beside_each_other(tmp_path: Path) -> None:
    (tmp_path / "words.json").write_text(json.dumps(["a"]))
    with LocalState(shelf_in(tmp_path, "look")._replace(older="look.json")) as table:
        table.insert({"theme": "dusk"})
    assert documents(shelf_in(tmp_path)) == [{"word": "a"}]
    with LocalState(shelf_in(tmp_path)) as table:
        table.insert({"word": "b"})
    assert documents(shelf_in(tmp_path)) == [{"word": "a"}, {"word": "b"}]
    assert documents(shelf_in(tmp_path, "look")) == [{"theme": "dusk"}]
