"""The library's front door, gone through as a script outside of the house would."""

from __future__ import annotations

import ast
import doctest
import json
import os
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tinydb import where

import parentkit
from parentkit.journal.index import store
from parentkit.journal.journal import Journal
from parentkit.journal.log.writer import Draft
from parentkit.services.start.demo import places_of_demo

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Called

    Call = Callable[..., Called]

ROOT = Path(__file__).parents[1]


@pytest.fixture
def sample(call: Call, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample family is the one that is opened; the working folder is an empty one."""
    call("demo")
    places = places_of_demo(str(home / "state"))
    monkeypatch.setenv("PARENTKIT_HOME", places.home)
    monkeypatch.setenv("PARENTKIT_STATE", places.state)
    folder = home / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return Path(places.home)


@pytest.fixture
def family(call: Call) -> None:
    """Two children and what was written about them, a flagged moment and a judged one too."""
    for name in ("Mia", "Ben"):
        call("child", "add", name)
    call("caregiver", "rename", "me", "Anna")
    call("log", "afraid", "comfort", "--child", "Mia", "--at", "2026-11-20 10:00")
    call(
        *("log", "sad", "fix_advise", "comfort", "--child", "Ben", "--at", "2026-11-21 10:00"),
        *("--repair", "repaired", "--repaired-after", "20m", "--tag", "nursery"),
        *("--note", "the blue cup", "--need", "time", "--state", "stressed", "--clarity", "subtle"),
    )
    call("log", "angry", "comfort", "--child", "Mia", "--at", "2026-11-22 10:00", "--flag")


def journal_file(home: Path) -> Path:
    (path,) = (home / "home").rglob("2026-11.jsonl")
    return path


def everything_below(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(path): (path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else b"")
        for path in folder.rglob("*")
    }


@pytest.mark.usefixtures("sample")
def test_the_page_shows_what_is_given(call: Call) -> None:
    assert call("export", "--all", "--out", "mia").code == 0
    found = doctest.testfile(str(ROOT / "docs" / "api.md"), module_relative=False)
    assert found.attempted > 20
    assert found.failed == 0


def test_the_names_are_the_same_wherever_they_stand() -> None:
    stub = ast.parse((ROOT / "parentkit" / "__init__.pyi").read_text(encoding="utf-8"))
    typed = {
        alias.name: str(node.module)
        for node in stub.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert sorted([*typed, "__version__"]) == sorted(parentkit.__all__)
    for name, module in typed.items():
        assert getattr(parentkit, name) is getattr(import_module(module), name)
        assert name in dir(parentkit)
    with pytest.raises(AttributeError, match="no attribute 'open_lock'"):
        _ = parentkit.open_lock  # type: ignore[attr-defined]


def test_a_log_and_an_export_are_asked_in_the_same_way() -> None:
    for name in ("moments", "codings", "rates"):
        assert getattr(parentkit.Log, name) is getattr(parentkit.Export, name)


@pytest.mark.usefixtures("family")
def test_moments_are_what_the_commands_print(call: Call) -> None:
    printed = call("moments", "--all", "--json").json()
    moments = parentkit.open_log().moments(include_flagged=True)
    assert [moment.id for moment in moments] == [document["id"] for document in printed]
    for moment, document in zip(moments, printed, strict=True):
        assert moment.observed_at.isoformat(timespec="minutes") == document["observed_at"]
        assert moment.responses == tuple(document["responses"])
        for name in ("cue", "fit", "fit_source", "slip", "note", "need", "clarity", "context"):
            assert getattr(moment, name) == document.get(name)
    mended = moments[1]
    assert (mended.child, mended.caregiver) == ("Ben", "Anna")
    assert (mended.repair, mended.repair_minutes, mended.tags) == ("repaired", 20, ("nursery",))
    assert (moments[0].note, moments[0].repair_minutes, moments[0].tags) == (None, None, ())
    assert mended.logged_at is not None
    with pytest.raises(AttributeError):
        mended.cue = "sad"  # type: ignore[misc]


@pytest.mark.usefixtures("family")
def test_moments_can_be_chosen_and_flagged_ones_are_counted() -> None:
    log = parentkit.open_log()
    assert [moment.cue for moment in log.moments()] == ["afraid", "sad"]
    assert log.moments().flagged == 1
    assert [one.cue for one in log.moments(since=date(2026, 11, 21), include_flagged=True)] == [
        "sad",
        "angry",
    ]
    assert [one.cue for one in log.moments("2026-11-20", "2026-11-21")] == ["afraid"]
    assert [one.cue for one in log.moments(until="2026-11-21")] == ["afraid"]
    assert [one.cue for one in log.moments(child="mia")] == ["afraid"]
    assert log.moments(child="mia").flagged == 1
    assert len(log.moments(caregiver="Anna")) == 2


@pytest.mark.usefixtures("family")
def test_rates_are_those_of_the_command(call: Call) -> None:
    printed = call("rates", "--all", "--by", "child", "--json").json()
    rates = parentkit.open_log().rates(by="child")
    assert [rates.start.isoformat(), rates.end.isoformat()] == list(printed["period"].values())
    assert (rates.match.moments, rates.match.n) == (printed["match"]["met"], printed["match"]["n"])
    assert rates.verdict == printed["match"]["verdict"] == "too_few"
    assert rates.match.rate is printed["match"]["rate"] is None
    assert (rates.flagged, rates.days) == (printed["flagged"], printed["days"])
    assert {part.label: part.match.n for part in rates.parts} == {"Mia": 1, "Ben": 1}
    assert parentkit.open_log().rates("2026-11-21").match.n == 1


def test_answers_are_given_in_their_words(call: Call) -> None:
    call("log", "afraid", "comfort", "--at", "2026-11-18 10:00")
    call("reflect", typed="it was a long week\n\n")
    (answer, *others) = parentkit.open_log().reflections()
    assert (answer.answer, answer.week) == ("it was a long week", date(2026, 11, 16))
    assert answer.text.endswith("?")
    assert not answer.skipped
    assert answer.caregiver == "me"
    assert all(other.answer is None for other in others)
    assert parentkit.open_log().reflections(caregiver="me")[0] == answer


def test_reading_never_writes(
    call: Call, home: Path, family: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "RENEW_AFTER", -1)  # whoever may keep an index would do so
    before = everything_below(home)
    log = parentkit.open_log()
    log.moments(), log.rates(), log.reflections(), log.codings()
    with log.tinydb() as database:
        assert len(database) == 3
        for change in (
            lambda: database.insert({"cue": "sad"}),
            lambda: database.update({"note": "else"}),
            lambda: database.remove(where("cue") == "sad"),
            database.truncate,
            database.drop_tables,
        ):
            with pytest.raises(parentkit.UsageProblem):
                change()
    parentkit.open_log(home / "home").moments()
    assert everything_below(home) == before
    assert family is None
    call("rates", "--all")
    assert everything_below(home) != before  # the command does keep it


@pytest.mark.usefixtures("family")
def test_what_cannot_be_read_is_told(home: Path) -> None:
    path = journal_file(home)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([lines[0], b"{}\n", *lines[2:]]))
    place = (str(path), 2)
    log = parentkit.open_log()
    assert log.unreadable == ()
    for result in (log.moments(), log.rates(), log.codings(), log.reflections()):
        assert [(one.file, one.line) for one in result.unreadable] == [place]
    assert [(one.file, one.line) for one in log.unreadable] == [place]
    other = parentkit.open_log()
    assert len(other.tinydb().search(where("cue").exists())) == 2
    assert [(one.file, one.line) for one in other.unreadable] == [place]
    assert other.unreadable[0].reason


def test_what_a_newer_version_wrote_is_kept(call: Call, home: Path) -> None:
    identifier = call("log", "afraid", "comfort", "--json").json()["id"]
    journal = Journal(str(home / "home"), str(home / "state"))
    journal.amend(journal.get(identifier), {"weather": "rain", "context": 5})
    journal.close()
    (moment,) = parentkit.open_log().moments()
    assert moment.more == {"weather": "rain"}
    assert moment.context is None
    with pytest.raises(TypeError):
        moment.more["weather"] = "sun"  # type: ignore[index]
    (row,) = parentkit.to_rows([moment])
    assert row["weather"] == "rain"


@pytest.mark.usefixtures("family")
def test_rows_have_the_same_columns_and_plain_values(call: Call) -> None:
    call("reflect", typed="so\n\n")
    log = parentkit.open_log()
    rows = parentkit.to_rows(log.moments())
    assert {tuple(row) for row in rows} == {tuple(rows[0])}
    assert (rows[0]["day"], rows[0]["hour"], rows[0]["note"]) == ("2026-11-20", 10, None)
    for records in (log.moments(), log.reflections(), log.rates(by="cue").parts):
        assert json.loads(json.dumps(parentkit.to_rows(records)))  # nothing but plain values


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_another_familys_export_is_read_without_taking_it_in(
    call: Call, family: None, home: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    out = home / "out"
    assert call("export", "--all", "--format", form, "--out", str(out)).code == 0
    moments = parentkit.open_log().moments()
    rates = parentkit.open_log().rates(by="child")
    monkeypatch.setenv("PARENTKIT_HOME", str(home / "other"))
    export = parentkit.read_export(out)
    assert tuple(export.moments()) == tuple(moments)
    assert export.moments(child="Ben")[0].cue == "sad"
    assert export.rates(by="child").match == rates.match
    assert {part.label for part in export.rates(by="child").parts} == {"Mia", "Ben"}
    assert (export.unreadable, export.notes) == ((), ())
    assert parentkit.read_export(out / "datapackage.json").moments() == export.moments()
    alone = parentkit.read_export(out / f"moments.{form}").moments()
    assert [moment.id for moment in alone] == [moment.id for moment in moments]
    assert not (home / "other").exists()
    assert family is None


def test_an_export_says_what_is_not_in_it(call: Call, family: None, home: Path) -> None:
    path = journal_file(home)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:2], b"{}\n"]))
    assert call("export", "--all", "--out", str(home / "out")).code == 3
    with open(home / "out" / "moments.jsonl", "a", encoding="utf-8") as file:
        file.write('{"kind":"moment","id":"no id"}\n')
    export = parentkit.read_export(home / "out")
    assert {(one.file, one.line) for one in export.unreadable} == {
        ("moments.jsonl", 3),
        ("2026-11.jsonl", 3),
    }
    assert export.moments().unreadable == export.rates().unreadable == export.unreadable
    assert len(export.moments()) == 2
    assert export.notes == ("moments.jsonl was changed since it was exported.",)
    assert family is None


REFUSED: tuple[tuple[Callable[[Any], Any], type[Exception], str], ...] = (
    (parentkit.open_log, parentkit.NothingFound, "no log below"),
    (parentkit.read_export, parentkit.DataProblem, "not an export"),
    (lambda folder: parentkit.read_export(folder / "x"), parentkit.NothingFound, "no file"),
    (lambda folder: parentkit.read_export(diary(folder)), parentkit.DataProblem, "did not write"),
    (lambda _: parentkit.open_log().moments(child="Max"), parentkit.UnknownCode, "Max"),
    (lambda _: parentkit.open_log().moments("3/4"), parentkit.UsageProblem, "more than one way"),
    (lambda _: parentkit.open_log().moments("mon", "mon"), parentkit.UsageProblem, "No day"),
    (lambda _: parentkit.open_log().rates(by="mood"), parentkit.UsageProblem, "mood"),
)


def diary(folder: Path) -> Path:
    path = folder / "diary.csv"
    path.write_text("date,time,sign\n2026-11-22,10:00,sad\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(("ask", "error", "said"), REFUSED)
@pytest.mark.usefixtures("family")
def test_what_is_refused_is_said_in_a_sentence(
    tmp_path: Path, ask: Callable[[Any], Any], error: type[Exception], said: str
) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    with pytest.raises(error, match=said) as refused:
        ask(folder)
    assert isinstance(refused.value, parentkit.ParentkitError)
    assert refused.value.hint


def test_an_empty_log_is_empty(home: Path) -> None:
    log = parentkit.open_log()
    assert (log.moments(), log.reflections(), log.rates().match.n) == ((), (), 0)
    assert os.listdir(home) == []


def test_a_record_that_is_not_whole_is_no_moment(call: Call, home: Path) -> None:
    call("log", "afraid", "comfort")
    journal = Journal(str(home / "home"), str(home / "state"))
    journal.append([Draft("moment", "01M1B5JYV099BJTXW3AMKMREBR", {"cue": "sad"})])
    journal.close()
    assert [moment.cue for moment in parentkit.open_log().moments()] == ["afraid"]
