"""Taking records in and out: each once, nothing changed that is here, all of it undone as one."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import shutil
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from freezegun import freeze_time
from hypothesis import given, settings
from hypothesis import strategies as st

from parentkit import clock
from parentkit.domain.codes import CODING, FIRST_CHILD, MOMENT
from parentkit.domain.errors import DataProblem, NothingFound, ParentkitError
from parentkit.domain.log.selection import Selection
from parentkit.domain.time.period import Period
from parentkit.journal.journal import Journal
from parentkit.journal.log.writer import Draft
from parentkit.services.exchange import imports, record_sink
from parentkit.services.exchange.export import as_text, export, outgoing
from parentkit.services.exchange.imports import ImportSummary, import_file, import_stream
from parentkit.services.family.household import read_household
from parentkit.storage import disk

if TYPE_CHECKING:
    from collections.abc import Callable

    Documents = dict[tuple[str, str], dict[str, Any]]

FIXTURES = Path(__file__).parents[2] / "fixtures"
DIARY = FIXTURES / "diary.csv"
HEADER = "when,child,who,cue,response,note\n"
NOON = freeze_time("2026-11-22 12:00:00", auto_tick_seconds=0.001)


def journal_in(folder: Path) -> Journal:
    return Journal(str(folder / "home"), str(folder / "state"), clock.now_ms)


pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return journal_in(tmp_path)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Journal:
    return journal_in(tmp_path / "elsewhere")


def bring(journal: Journal, source: Path | str | bytes, **options: Any) -> ImportSummary:
    household = read_household(journal)
    if isinstance(source, Path):
        return import_file(journal, household, str(source), **options)
    data = source.encode() if isinstance(source, str) else source
    return import_stream(journal, household, io.BytesIO(data), **options)


def documents(journal: Journal) -> Documents:
    records = [*journal.read(kinds=(MOMENT, CODING)).records, *journal.lasting().records]
    return {(record.kind, record.id): record.document() for record in records}


def moments(journal: Journal) -> list[dict[str, Any]]:
    found = [document for (kind, _), document in documents(journal).items() if kind == MOMENT]
    return sorted(found, key=lambda document: document["observed_at"])


def files_of(journal: Journal) -> dict[str, bytes]:
    """Every file of the journal with its content."""
    return {
        str(path): path.read_bytes()
        for folder in (journal.places.home, journal.places.state)
        for path in Path(folder).rglob("*")
        if path.is_file()
    }


def everything(journal: Journal, **options: Any) -> Any:
    return outgoing(journal, read_household(journal), Selection(), **options)


@pytest.fixture
def family(journal: Journal) -> Journal:
    """A family with a diary, a flagged moment, a template, a word of its own and two judgements."""
    with NOON:
        bring(journal, DIARY)
        return _with_more(journal)


def _with_more(journal: Journal) -> Journal:
    kept = next(one for one in moments(journal) if not one.get("flag"))
    flagged = next(one for one in moments(journal) if one.get("flag"))
    coding = {
        "coder": kept["caregiver"],
        "fit": "partial",
        "logged_at": "2026-11-01T10:00:00+01:00",
    }
    tricky = {"note": '=1+1\n"x", \u200fא 🌙', "tags": ["a;b", "'c"], "newer": {"deep": [1, None]}}
    term = {"vocabulary": "cues", "code": "my:cup", "label": "=the cup", "group": "exploration"}
    journal.append(
        [
            Draft(CODING, "01KAR3M5ZJ9W0000000000000A", {"moment": kept["id"], **coding}),
            Draft(CODING, "01KAR3M5ZJ9W0000000000000B", {"moment": flagged["id"], **coding}),
            Draft(MOMENT, "01KAR3M5ZJ9W0000000000000C", {**kept, **tricky, "id": None}),
            Draft("term", "01KAR3M5ZJ9W0000000000000D", term),
            Draft("template", "01KAR3M5ZJ9W0000000000000E", {"name": "tears", "cue": "sad"}),
        ]
    )
    journal.amend(journal.get(kept["child"], "child"), {"birth_month": "2023-04"})
    return journal


@NOON
class TestDiary:
    def test_good_rows_go_in_and_the_others_are_named(self, journal: Journal) -> None:
        expected = json.loads((FIXTURES / "diary_expected.json").read_text())
        summary = bring(journal, DIARY)
        assert summary.imported == expected["rows_good"]
        assert summary.duplicates == expected["duplicates"]
        assert summary.left_out == len(summary.rejected) == expected["rows_bad"]
        assert [(row.row, row.column, row.value) for row in summary.rejected] == [
            (12, "date", "2026-13-40"),
            (19, "time", "25:10"),
            (26, "cue", "levitates"),
            (33, "response", "teleported"),
            (40, "fit", "brilliant"),
            (47, "cue", ""),
        ]
        assert summary.unknown_columns == []
        assert sorted(summary.created) == [
            ("caregiver", "Anna"),
            ("caregiver", "Jo"),
            ("child", "Ben"),
            ("child", "Mia"),
        ]
        assert len(moments(journal)) == expected["rows_good"]
        assert sum(one.get("flag", False) for one in moments(journal)) == expected["flagged"]

    def test_a_row_becomes_a_moment_like_any_other(self, journal: Journal) -> None:
        bring(journal, HEADER + "2026-10-05 08:40,Mia,Jo,sad,fix_advise > comfort,=1\n")
        (moment,) = moments(journal)
        people = {document["name"]: document["id"] for document in _people(journal)}
        assert {name: value for name, value in moment.items() if name != "id"} == {
            "observed_at": "2026-10-05T08:40+02:00",
            "logged_at": "2026-11-22T13:00:00+01:00",
            "sampling": "recall",
            "child": people["Mia"],
            "caregiver": people["Jo"],
            "cue": "sad",
            "responses": ["fix_advise", "comfort"],
            "fit": "misread",
            "fit_source": "suggested",
            "suggested_fit": "misread",
            "repair": {"state": "repaired", "source": "suggested"},
            "note": "=1",
        }

    def test_a_second_import_changes_nothing(self, journal: Journal) -> None:
        bring(journal, DIARY)
        before = files_of(journal)
        summary = bring(journal, DIARY)
        assert (summary.imported, summary.duplicates, summary.left_out) == (0, 109, 6)
        assert summary.created == []
        assert files_of(journal) == before

    def test_another_device_in_another_zone_makes_the_same_records(
        self, journal: Journal, elsewhere: Journal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        bring(journal, DIARY)
        monkeypatch.setenv("TZ", "America/New_York")
        time.tzset()
        bring(elsewhere, DIARY)
        assert documents(elsewhere).keys() == documents(journal).keys()
        theirs = Path(elsewhere.places.journal)
        shutil.copytree(theirs, journal.places.journal, dirs_exist_ok=True)
        assert len(moments(journal)) == 108
        assert bring(journal, DIARY).imported == 0

    def test_ids_and_labels_and_capitals_are_one_row(self, journal: Journal) -> None:
        summary = bring(
            journal,
            HEADER
            + "2026-10-05 08:40,Mia,Jo,sad,comfort,x\n"
            + '2026-10-05T08:40,mia,JO,"Sad, left out, disappointed","held, soothed", x \n',
        )
        assert (summary.imported, summary.duplicates) == (1, 1)

    def test_rows_that_differ_anywhere_are_several_moments(self, journal: Journal) -> None:
        rows = [
            "2026-10-05 08:40,Mia,Jo,sad,comfort,x",
            "2026-10-05 08:41,Mia,Jo,sad,comfort,x",
            "2026-10-05 08:40,Ben,Jo,sad,comfort,x",
            "2026-10-05 08:40,Mia,Al,sad,comfort,x",
            "2026-10-05 08:40,Mia,Jo,angry,comfort,x",
            "2026-10-05 08:40,Mia,Jo,sad,validate,x",
            "2026-10-05 08:40,Mia,Jo,sad,comfort,y",
        ]
        assert bring(journal, HEADER + "\n".join(rows)).imported == len(rows)

    def test_people_who_are_here_are_found_by_their_whole_name(self, journal: Journal) -> None:
        journal.append([Draft("child", FIRST_CHILD, {"name": "Benjamin"})])
        journal.append([Draft("caregiver", "01KAR3M5ZJ9W0000000000000A", {"name": "Jo"})])
        row = "2026-10-05 08:4{},{},{},sad,comfort,\n"
        text = HEADER + row.format(0, "Ben", "jo") + row.format(1, "BENJAMIN", "Jo")
        assert bring(journal, text).created == [("child", "Ben")]
        ben, benjamin = moments(journal)
        assert benjamin["child"] == FIRST_CHILD != ben["child"]
        assert benjamin["caregiver"] == ben["caregiver"] == "01KAR3M5ZJ9W0000000000000A"

    def test_a_row_that_names_nobody_is_about_this_devices_people(self, journal: Journal) -> None:
        text = "when,cue,response\n2026-10-05 08:40,sad,comfort\n"
        assert bring(journal, text).created == [("child", "my child"), ("caregiver", "me")]
        (moment,) = moments(journal)
        assert (moment["child"], moment["caregiver"]) == (FIRST_CHILD, journal.device.caregiver)
        again = text + "2026-10-05 08:41,sad,comfort\n"
        assert bring(journal, again).created == []
        assert len({(one["child"], one["caregiver"]) for one in moments(journal)}) == 1

    def test_a_renamed_child_is_found_by_the_name_it_came_with(self, journal: Journal) -> None:
        row = "2026-10-05 08:4{},Mia,Jo,sad,comfort,\n"
        bring(journal, HEADER + row.format(0))
        child = moments(journal)[0]["child"]
        journal.amend(journal.get(child, "child"), {"name": "Mia-Lou"})
        assert bring(journal, HEADER + row.format(0) + row.format(1)).created == []
        assert {one["child"] for one in moments(journal)} == {child}
        assert journal.get(child, "child").fields["name"] == "Mia-Lou"

    def test_a_later_edit_elsewhere_wins_over_an_import(
        self, journal: Journal, elsewhere: Journal
    ) -> None:
        text = HEADER + "2026-10-05 08:40,Mia,Jo,sad,comfort,x\n"
        bring(journal, text)
        (moment,) = moments(journal)
        journal.amend(journal.get(moment["id"]), {"fit": "partial", "note": "thought again"})
        with freeze_time("2026-12-24"):
            bring(elsewhere, text)
            shutil.copytree(elsewhere.places.journal, journal.places.journal, dirs_exist_ok=True)
            (merged,) = moments(journal)
        assert (merged["fit"], merged["note"]) == ("partial", "thought again")


def _people(journal: Journal) -> list[dict[str, Any]]:
    return [record.document() for record in journal.lasting().records]


@NOON
class TestUndo:
    def test_one_undo_takes_a_whole_import_back(
        self, journal: Journal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(record_sink, "AT_ONCE", 10)
        bring(journal, DIARY)
        journal.undo()
        assert documents(journal) == {}

    def test_an_import_that_was_undone_can_be_made_again(self, journal: Journal) -> None:
        bring(journal, DIARY)
        before = documents(journal)
        journal.undo()
        summary = bring(journal, DIARY)
        assert (summary.imported, summary.duplicates, len(summary.created)) == (108, 1, 4)
        assert documents(journal) == before
        journal.undo()
        assert documents(journal) == {}

    def test_what_was_deleted_by_choice_stays_deleted(self, journal: Journal) -> None:
        bring(journal, DIARY)
        gone = moments(journal)[3]["id"]
        journal.amend(journal.get(gone), {"deleted": True})
        summary = bring(journal, DIARY)
        assert (summary.imported, summary.duplicates, summary.deleted) == (0, 109, 1)
        assert gone not in {one["id"] for one in moments(journal)}


@NOON
class TestDryRun:
    @pytest.mark.parametrize("text", [HEADER, "when,cue,response\n"])
    def test_it_says_the_same_and_writes_nothing(self, journal: Journal, text: str) -> None:
        cells = ["2026-10-05 08:40", "Mia", "Jo", "sad", "comfort", "x"]
        row = ",".join(cells if text == HEADER else [cells[0], cells[3], cells[4]])
        dry = bring(journal, text + row + "\n,,\nx\n", dry_run=True)
        assert files_of(journal) == {}
        assert bring(journal, text + row + "\n,,\nx\n") == dry
        assert (dry.imported, dry.left_out) == (1, 1)


@NOON
class TestRoundTrip:
    @pytest.mark.parametrize("form", ["jsonl", "csv"])
    def test_an_export_gives_the_same_records_anywhere(
        self, family: Journal, elsewhere: Journal, tmp_path: Path, form: str
    ) -> None:
        folder = tmp_path / "out"
        export(everything(family, include_flagged=True), form, str(folder))
        summary = bring(elsewhere, folder)
        assert (summary.imported, summary.left_out, summary.notes) == (111, 0, [])
        assert documents(elsewhere) == documents(family)
        before = files_of(elsewhere)
        summary = bring(elsewhere, folder / "datapackage.json")
        assert (summary.imported, summary.duplicates, summary.differing) == (0, 111, 0)
        assert files_of(elsewhere) == before

    def test_one_text_holds_everything(self, family: Journal, elsewhere: Journal) -> None:
        out = everything(family, include_flagged=True)
        bring(elsewhere, "".join(as_text(out, "jsonl")))
        assert documents(elsewhere) == documents(family)

    def test_a_table_of_moments_brings_the_names_along(
        self, family: Journal, elsewhere: Journal
    ) -> None:
        summary = bring(elsewhere, "".join(as_text(everything(family), "csv")))
        assert {name for _, name in summary.created} == {"Mia", "Ben", "Anna", "Jo"}
        theirs = {one["id"]: one for one in moments(family)}
        assert moments(elsewhere)
        assert all(theirs[one["id"]] == one for one in moments(elsewhere))

    def test_an_export_of_what_was_imported_is_the_same_text(
        self, family: Journal, elsewhere: Journal
    ) -> None:
        text = "".join(as_text(everything(family), "jsonl"))
        bring(elsewhere, text)
        assert "".join(as_text(everything(elsewhere), "jsonl")) == text

    def test_what_is_here_is_not_changed(self, family: Journal) -> None:
        text = "".join(as_text(everything(family), "jsonl"))
        first = text.replace('"fit":"overrode"', '"fit":"unsure"', 1)
        before = files_of(family)
        summary = bring(family, first)
        assert (summary.imported, summary.differing) == (0, 1)
        assert files_of(family) == before

    def test_a_person_who_has_another_name_here_is_mentioned(
        self, family: Journal, elsewhere: Journal
    ) -> None:
        child = next(one for one in _people(family) if one.get("name") == "Mia")
        elsewhere.append([Draft("child", child["id"], {"name": "Mimi"})])
        summary = bring(elsewhere, "".join(as_text(everything(family), "jsonl")))
        assert summary.notes == ["The child called Mia in this file is called Mimi here."]
        assert elsewhere.get(child["id"], "child").fields["name"] == "Mimi"

    def test_a_table_that_was_changed_is_read_and_mentioned(
        self, family: Journal, elsewhere: Journal, tmp_path: Path
    ) -> None:
        export(everything(family), "csv", str(tmp_path / "out"))
        table = tmp_path / "out" / "moments.csv"
        rows = table.read_bytes().splitlines(keepends=True)
        table.write_bytes(b"".join([*rows, b"x" + rows[-1]]))
        summary = bring(elsewhere, tmp_path / "out")
        assert summary.notes == ["moments.csv was changed since it was exported."]
        assert [(row.file, row.column) for row in summary.rejected] == [("moments.csv", "id")]


@NOON
class TestExport:
    def test_flagged_moments_and_what_was_said_of_them_stay_out(self, family: Journal) -> None:
        out = everything(family)
        text = "".join(as_text(out, "jsonl"))
        assert out.flagged == 4
        flagged = [one["id"] for one in moments(family) if one.get("flag")]
        assert len(flagged) == 4
        assert not any(identity in text for identity in flagged)
        assert "01KAR3M5ZJ9W0000000000000A" in text
        assert "01KAR3M5ZJ9W0000000000000B" not in text

    def test_what_was_deleted_stays_out(self, family: Journal) -> None:
        gone = moments(family)[0]["id"]
        family.amend(family.get(gone), {"deleted": True})
        assert gone not in "".join(as_text(everything(family), "jsonl"))

    def test_a_selection_is_exported_with_the_judgements_of_it(self, family: Journal) -> None:
        from datetime import date

        household = read_household(family)
        week = Period(date(2026, 10, 5), date(2026, 10, 12))
        mia = household.child("Mia")
        selection = Selection(week, mia, household.caregiver("Anna"))
        out = outgoing(family, household, selection, include_flagged=True)
        (chosen,) = [records for layout, records in out.tables.items() if layout.name == "moments"]
        wanted = [
            one["id"]
            for one in moments(family)
            if "2026-10-05" <= one["observed_at"] < "2026-10-12"
            and (one["child"], one["caregiver"]) == (mia, household.caregiver("Anna"))
        ]
        assert wanted
        assert sorted(document["id"] for _, document in chosen) == sorted(wanted)

    def test_files_are_for_their_owner_alone(self, family: Journal, tmp_path: Path) -> None:
        folder = tmp_path / "a" / "b"
        paths = export(everything(family), "csv", str(folder))
        assert sorted(map(os.path.basename, paths)) == sorted(os.listdir(folder))
        assert {path: os.stat(path).st_mode & 0o777 for path in paths} == dict.fromkeys(
            paths, 0o600
        )
        assert folder.stat().st_mode & 0o777 == 0o700
        assert (folder / "moments.csv").read_bytes().startswith(b"\xef\xbb\xbfid,observed_at")

    def test_a_file_that_is_there_is_never_written_over(
        self, family: Journal, tmp_path: Path
    ) -> None:
        folder = tmp_path / "out"
        folder.mkdir()
        (folder / "family.csv").write_text("mine")
        with pytest.raises(DataProblem, match="there already"):
            export(everything(family), "csv", str(folder))
        assert os.listdir(folder) == ["family.csv"]
        assert (folder / "family.csv").read_text() == "mine"

    @pytest.mark.parametrize("name", ["create_new", "write", "fsync", "fsync_folder"])
    @pytest.mark.parametrize("turn", [1, 2, 3])
    def test_nothing_is_left_where_a_file_could_not_be_written(
        self,
        family: Journal,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        name: str,
        turn: int,
    ) -> None:
        out = everything(family)
        folder = tmp_path / "out"
        folder.mkdir()
        real: Callable[..., Any] = getattr(disk, name)
        calls = iter(range(1, 100))

        def fails_once(*arguments: Any) -> Any:
            if next(calls) == turn:
                raise OSError(errno.ENOSPC, "No space left on device")
            return real(*arguments)

        monkeypatch.setattr(disk, name, fails_once)
        with pytest.raises(DataProblem, match="No space left"):
            export(out, "csv", str(folder))
        assert os.listdir(folder) == []

    def test_a_folder_that_cannot_be_made_is_named(self, family: Journal, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        with pytest.raises(DataProblem, match="file"):
            export(everything(family), "csv", str(tmp_path / "file" / "out"))


@NOON
class TestRefused:
    def test_a_file_that_is_not_there(self, journal: Journal, tmp_path: Path) -> None:
        with pytest.raises(NothingFound):
            bring(journal, tmp_path / "nothing.csv")

    def test_a_folder_that_is_no_export(self, journal: Journal, tmp_path: Path) -> None:
        with pytest.raises(DataProblem, match="not an export"):
            bring(journal, tmp_path)

    def test_a_file_of_a_package_that_is_not_there(self, journal: Journal, tmp_path: Path) -> None:
        package = {"resources": [{"path": "moments.csv"}]}
        (tmp_path / "datapackage.json").write_text(json.dumps(package, indent=1))
        with pytest.raises(NothingFound, match=r"moments\.csv"):
            bring(journal, tmp_path / "datapackage.json")

    def test_a_package_that_names_itself(self, journal: Journal, tmp_path: Path) -> None:
        package = {"resources": [{"path": "datapackage.json"}]}
        (tmp_path / "datapackage.json").write_text(json.dumps(package, indent=1))
        with pytest.raises(DataProblem, match="describes an export"):
            bring(journal, tmp_path)

    def test_a_description_from_standard_input(self, journal: Journal) -> None:
        with pytest.raises(DataProblem, match="stand beside it"):
            bring(journal, '{\n "resources": []\n}')

    def test_bytes_that_are_no_text(self, journal: Journal) -> None:
        with pytest.raises(DataProblem):
            bring(journal, b"\x89PNG\r\n\x1a\n\0\0")
        assert files_of(journal) == {}

    def test_many_rows_that_are_left_out_are_counted(
        self, journal: Journal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(imports, "MOST_REPORTED", 5)
        summary = bring(journal, HEADER + "x,,,,,\n" * 30)
        assert (len(summary.rejected), summary.left_out) == (5, 30)


@NOON
@settings(deadline=None)
@given(data=st.data())
def test_a_damaged_file_gives_records_or_the_documented_error(
    data: st.DataObject, journal: Journal
) -> None:
    sources = [DIARY.read_bytes()[:2000], *(text.encode() for text in _exports())]
    damaged = bytearray(data.draw(st.sampled_from(sources)))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(damaged)))
        gone = data.draw(st.sampled_from([0, 0, 1, 1, 7, 400]))
        damaged[place : place + gone] = data.draw(
            st.sampled_from(
                [b"", b'"', b"\n", b",", b"[" * 50, b"\xff", b"\0", b"9" * 20, b"\\ud800"]
            )
            | st.binary(max_size=4)
        )
    with suppress(ParentkitError):
        summary = bring(journal, bytes(damaged))
        assert summary.imported + summary.duplicates + summary.left_out <= 60
    reading = journal.read(kinds=(MOMENT, CODING))
    assert reading.problems == []


def _exports() -> list[str]:
    """One record of each kind as JSON lines and as tables."""
    people = '{"kind":"child","id":"00000000000000000000000001","name":"Mia","newer":[1,{"a":2}]}\n'
    moment = (
        '{"kind":"moment","id":"01KAR3M5ZJ9W0000000000000C","observed_at":"2026-10-05T08:40+02:00",'
        '"child":"00000000000000000000000001","caregiver":"01KAR3M5ZJ9W0000000000000B","cue":"sad",'
        '"responses":["fix_advise","comfort"],"fit":"misread","repair":{"state":"repaired",'
        '"after_minutes":10},"tags":["a","b"],"note":"x","logged_at":"2026-10-05T08:41:00+02:00"}\n'
    )
    cells = {
        "id": "01KAR3M5ZJ9W0000000000000C",
        "observed_at": "2026-10-05T08:40+02:00",
        "child": "1",
        "child_name": "Mia",
        "caregiver": "01KAR3M5ZJ9W0000000000000B",
        "cue": "sad",
        "responses": "fix_advise > comfort",
        "tags": "a; b",
        "repair_state": "repaired",
        "repaired_after_min": "10",
        "note": "two\nlines",
        "flag": "true",
        "logged_at": "2026-10-05T08:41:00+02:00",
        "extra": '{"newer":[1]}',
        "mood": "fine",
    }
    out = io.StringIO(newline="")
    csv.writer(out).writerows([cells.keys(), cells.values()])
    return [people + moment, out.getvalue()]
