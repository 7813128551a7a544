"""What cannot be read is never left out in silence: every command that shows or sends says so."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from freezegun import freeze_time

from parentkit.__main__ import main
from parentkit.cli.coach.subcommands import SUBCOMMANDS
from parentkit.cli.main import COMMANDS
from parentkit.journal.index import episodes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Damaged = Callable[[str, str], tuple["Program", str]]

NOW = "2026-11-22 17:05:33"
DOCTOR = "parentkit doctor says more."
WORDS = "that could not be read"

EMPTY = (
    *("Gaps are normal", "written down here yet", "There are no answers yet", "No answers yet"),
    *("No check-ins yet", "No answers here", "No check-ins like that"),
    "Nothing like that here",
)
"""What is only said where everything was read."""

MONTH, FAMILY = BOTH = ("2026-11.jsonl", "family.jsonl")


def damaged_lines(files: Path, name: str) -> str:
    """Up to two lines after the first one are not what was written."""
    path = files / name
    lines = path.read_bytes().splitlines(keepends=True)
    changed = [line.replace(b'"set":{"', b'"set":{"x', 1) for line in lines[1:3]]
    path.write_bytes(b"".join([lines[0], *changed, *lines[3:]]))
    return "2 lines" if len(changed) == 2 else "one line"


def in_its_place(files: Path, name: str) -> str:
    """A folder stands where a file was: nobody can read it as one, root included."""
    (files / name).unlink()
    (files / name).mkdir()
    return "one file"


def leads_nowhere(files: Path, _name: str) -> str:
    """Another device's folder that does not open: it leads back to itself, for root too."""
    (files.parent / "tablet").symlink_to("tablet")
    return "one folder"


class Damage(NamedTuple):
    """One kind: how it is done, to which file; doing it gives the words for it."""

    do: Callable[[Path, str], str]
    name: str


DAMAGES = {
    "lines": Damage(damaged_lines, MONTH),
    "month": Damage(in_its_place, MONTH),
    "family lines": Damage(damaged_lines, FAMILY),
    "family": Damage(in_its_place, FAMILY),
    "folder": Damage(leads_nowhere, ""),
}


class Row(NamedTuple):
    """A command of the table.

    `reads` says which files it depends on: MONTH, FAMILY or both. `kept` is a word that it shows
    all the same where two of eight moments of this week are damaged.
    """

    command: str
    words: str
    reads: tuple[str, ...] = BOTH
    kept: str = ""


TABLE = (
    Row("today", "", kept="came back"),
    Row("today", "--json"),
    Row("rates", "", kept="6 moments"),
    Row("rates", "--all", kept="7 moments"),
    Row("rates", "--all --json"),
    Row("rates", "--json"),
    Row("moments", "", kept="scared"),
    Row("moments", "--all --json"),
    Row("find", "when since 2026-11", kept="scared"),
    Row("find", "response is comfort --json"),
    Row("show", "ID"),
    Row("show", "ID --json"),
    Row("history", "ID"),
    Row("history", "ID --json"),
    Row("reflect", ""),
    Row("reflect", "--json"),
    Row("reflect", "--list"),
    Row("reflect", "--show"),
    Row("reflect", "--look-back"),
    Row("reflect", "--export"),
    Row("reflect", "--twelve-weeks", kept="6 moments"),
    Row("answers", ""),
    Row("answers", "--text week --json"),
    Row("questions", ""),
    Row("questions", "--not-answered --json"),
    Row("checkin", "--list"),
    Row("checkin", "--list --text tired"),
    Row("checkin", "--list --json"),
    Row("practise", "--log"),
    Row("practise", "--log --json"),
    Row("practise", "--log --text breath"),
    Row("practise", "--today"),
    Row("practise", "--today --json"),
    Row("practise", "--list", (FAMILY,)),
    Row("reminders", "", (FAMILY,)),
    Row("reminders", "--json", (FAMILY,)),
    Row("reminders", "--ics -", (FAMILY,)),
    Row("child", "list", (FAMILY,)),
    Row("child", "list --json", (FAMILY,)),
    Row("caregiver", "list", (FAMILY,)),
    Row("template", "list", (FAMILY,)),
    Row("vocabulary", "list", (FAMILY,)),
    Row("vocabulary", "list --json", (FAMILY,)),
    Row("consent", "list", (FAMILY,)),
    Row("consent", "list --json", (FAMILY,)),
    Row("consent", "show Dana"),
    Row("feedback", ""),
    Row("feedback", "--json"),
    Row("export", ""),
    Row("export", "--out OUT"),
    Row("share", "--with Dana --preview"),
    Row("share", "--with Dana --preview --json"),
)
"""Every command that shows or sends what was written down."""

READS_NOTHING = frozenset(
    (
        *("log", "edit", "repair", "code", "delete", "undo", "prompt"),  # they write
        *("import", "purge", "restore", "backup"),  # of their own they say what they met
        *("doctor", "locate"),  # this is what they are for
        *("completion", "key", "help-now", "demo"),  # no records of the family
        "coach",  # a table of its own, below
    )
)
"""Commands that show and send no records; a new command stands here or in the table."""

COACH_TABLE = (
    Row("families", ""),
    Row("families", "--json"),
    Row("families", "--over --json"),
    Row("inbox", ""),
    Row("inbox", "--unread --json"),
    Row("show", "ID"),
    Row("show", "ID --json"),
    Row("agreement", "Rivera"),
    Row("agreement", "Rivera --json"),
    Row("agreement", "--all --json"),
    Row("code", "Rivera --list --json"),
    Row("report", "Rivera --format markdown"),
    Row("report", "Rivera --format csv --to OUT"),
    Row("goal", "Rivera", (FAMILY,)),
    Row("assign", "Rivera", (FAMILY,)),
    Row("note", "Rivera --list", (FAMILY,)),
    Row("reply", "Rivera --to OUT"),
)
COACH_READS_NOTHING = frozenset(("init", "card", "add", "comment", "forget"))


PARENT, COACH = "parent", "coach"


class Said(NamedTuple):
    """What a call of the program gave back."""

    code: int
    out: str
    err: str


class Program:
    """The program in this process, in a home of its own, at a set hour."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *words: str, typed: str = "", now: str = NOW) -> Said:
        out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
        with pytest.MonkeyPatch.context() as patch, freeze_time(now, auto_tick_seconds=0.001):
            patch.setenv("PARENTKIT_HOME", str(self.folder / "home"))
            patch.setenv("PARENTKIT_STATE", str(self.folder / "state"))
            patch.setenv("HOME", str(self.folder / "nowhere"))
            patch.setenv("LANG", "en_US.UTF-8")
            patch.setenv("TZ", "UTC")
            time.tzset()
            patch.setattr(sys, "argv", ["parentkit", *words])
            patch.setattr(sys, "stdin", io.StringIO(typed))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            code = main()
            out.flush()
        time.tzset()  # as it was before
        return Said(code, out.buffer.getvalue().decode(), err.getvalue())

    def done(self, *words: str, typed: str = "", now: str = NOW) -> str:
        """The same, for what must work."""
        said = self(*words, typed=typed, now=now)
        assert said.code == 0, (words, said)
        return said.out

    def go(self, row: Row, *before: str) -> Said:
        """Calls a row of the table; what it writes is new each time."""
        out = self.folder / "out"
        shutil.rmtree(out, ignore_errors=True)
        out.unlink(missing_ok=True)
        places = {"ID": self.moment(), "OUT": str(out)}
        words = [places.get(word, word) for word in row.words.split()]
        return self(*before, row.command, *words)

    def moment(self) -> str:
        """The id of a moment whose line stays whole."""
        return (self.folder / "id").read_text()

    def copy(self, folder: Path) -> Program:
        shutil.copytree(self.folder, folder, symlinks=True)
        return Program(folder)


def files_of(home: Path) -> Path:
    """The folder of the one device that wrote most below a home."""
    return max(home.rglob(MONTH), key=lambda path: path.stat().st_size).parent


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Program]:
    """A parent's home and a coach's, both whole: everything that the tables show is there."""
    parent = Program(tmp_path_factory.mktemp("parent"))
    coach = Program(tmp_path_factory.mktemp("coach"))
    parent.done("log", "sad", "comfort", now="2026-10-20 10:00:00")
    ids = [
        json.loads(parent.done("log", "afraid", "comfort", "--at", f"10:0{minute}", "--json"))["id"]
        for minute in range(8)
    ]
    (parent.folder / "id").write_text(ids[7])
    (coach.folder / "id").write_text(ids[7])
    parent.done("child", "rename", "my child", "Mia")
    parent.done("child", "add", "Ben")
    parent.done("template", "add", "bedtime tears", "--cue", "sad")
    parent.done("vocabulary", "add", "cues", "blue cup", "--group", "exploration")
    parent.done("reflect", typed="it was a long week\n\n")
    parent.done("checkin", typed="tired\nshoulders\nrest\n")
    parent.done("practise", "longer-out-than-in")
    coach.done("coach", "init", "Dana Reed")
    card, sent = str(coach.folder / "dana.card"), str(coach.folder / "sent.age")
    coach.done("coach", "card", "--to", card)
    parent.done("key", "make")
    parent.done("consent", "add-coach", card, "--yes")
    parent.done("share", "--with", "Dana", "--all", "--yes", "--to", sent)
    coach.done("coach", "add", sent, "--name", "Rivera")
    coach.done("coach", "goal", "Rivera", "Name the feeling first")
    coach.done("coach", "comment", "Rivera", ids[6], "--strength", "You waited.")
    return {PARENT: parent, COACH: coach}


@pytest.fixture(scope="module")
def damaged(whole: dict[str, Program], tmp_path_factory: pytest.TempPathFactory) -> Damaged:
    """Somebody's home with a kind of damage, and the words for it; made when it is asked for."""
    made: dict[tuple[str, str], tuple[Program, str]] = {}

    def of(who: str, kind: str) -> tuple[Program, str]:
        if (who, kind) not in made:
            folder = tmp_path_factory.mktemp("damaged") / "there"
            program = whole[who].copy(folder)
            damage = DAMAGES[kind]
            words = damage.do(files_of(folder / "home"), damage.name)
            made[who, kind] = program, words
        return made[who, kind]

    return of


def by_index(patch: pytest.MonkeyPatch) -> None:
    """All figures come by way of the index, however few lines there are."""
    patch.setattr(episodes, "MOST_READ_DIRECTLY", -1)


def check(said: Said, row: Row, kind: str, words: str) -> None:
    assert said.code == 3
    assert DOCTOR in said.err
    for empty in EMPTY:
        assert empty not in said.out + said.err
    if said.err.startswith("parentkit: No"):  # nothing is left to show: the error itself says why
        assert "that could be read" in said.err
        assert DAMAGES[kind].name in said.err
        return
    assert said.err.count(f"Without {words} {WORDS}: ") == 1
    if "--json" in row.words and isinstance(answer := json.loads(said.out), dict):
        assert len(answer["unreadable"]) == (2 if words == "2 lines" else 1)
        for place in answer["unreadable"]:
            assert place["file"] in said.err
            assert (place["line"] is None) is (not words.endswith(("line", "lines")))
            assert place["reason"] in said.err
    if kind == "lines":
        assert row.kept.casefold() in said.out.casefold()


def rows(table: tuple[Row, ...]) -> Iterator[Any]:
    """Each command with each kind of damage to something that it shows."""
    for row in table:
        for kind, damage in DAMAGES.items():
            # What is asked for by its name or id may be the very thing that is not there.
            gone = {FAMILY: "Dana", MONTH: "ID"}.get(damage.name, "-") if kind != "lines" else "-"
            if (not damage.name or damage.name in row.reads) and gone not in row.words.split():
                yield pytest.param(row, kind, id=f"{row.command} {row.words}, {kind}")


@pytest.mark.parametrize(("row", "kind"), rows(TABLE))
def test_every_command_says_what_it_could_not_read(row: Row, kind: str, damaged: Damaged) -> None:
    program, words = damaged(PARENT, kind)
    check(program.go(row), row, kind, words)


@pytest.mark.parametrize(
    ("row", "kind"), rows(tuple(row for row in TABLE if row.command in ("today", "rates")))
)
def test_figures_that_come_by_way_of_the_index_do_too(
    row: Row, kind: str, damaged: Damaged, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_index(monkeypatch)
    program, words = damaged(PARENT, kind)
    check(program.go(row), row, kind, words)


@pytest.mark.parametrize(("row", "kind"), rows(COACH_TABLE))
def test_every_command_of_a_coach_does_too(row: Row, kind: str, damaged: Damaged) -> None:
    program, words = damaged(COACH, kind)
    check(program.go(row, "coach"), row, kind, words)


@pytest.mark.parametrize("who", [PARENT, COACH])
def test_a_moment_that_may_stand_where_nothing_could_be_read_is_not_called_missing(
    damaged: Damaged, who: str
) -> None:
    program, _ = damaged(who, "month")
    said = program(*(("coach",) if who == COACH else ()), "show", program.moment())
    assert said.code == 3
    assert "No moment that could be read" in said.err
    assert MONTH in said.err
    assert DOCTOR in said.err


@pytest.mark.parametrize("indexed", ["lines", "index"])
def test_nothing_of_it_is_said_where_everything_was_read(
    whole: dict[str, Program], indexed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if indexed == "index":
        by_index(monkeypatch)
    for who, table in ((PARENT, TABLE), (COACH, COACH_TABLE)):
        for row in table:
            said = whole[who].go(row, *(("coach",) if who == COACH else ()))
            assert said.code == 0, (row, said)
            assert WORDS not in said.out + said.err
            if "--json" in row.words and isinstance(answer := json.loads(said.out), dict):
                assert answer["unreadable"] == []


def test_every_command_stands_in_a_table_or_among_those_that_show_no_records() -> None:
    named = {row.command for row in TABLE}
    assert named | READS_NOTHING == set(COMMANDS)
    assert not named & READS_NOTHING
    coachs = {row.command for row in COACH_TABLE}
    assert coachs | COACH_READS_NOTHING == set(SUBCOMMANDS)
    assert not coachs & COACH_READS_NOTHING


def test_an_export_carries_what_it_is_without(damaged: Damaged, whole: dict[str, Program]) -> None:
    row = Row("export", "--out OUT")
    for program, lines in ((damaged(PARENT, "lines")[0], [2, 3]), (whole[PARENT], [])):
        program.go(row)
        described = json.loads((program.folder / "out" / "datapackage.json").read_text())
        assert [place["line"] for place in described["unreadable"]] == lines
        assert str(program.folder) not in json.dumps(described)


def test_a_report_carries_what_it_is_without(
    damaged: Damaged,
) -> None:
    for form in ("markdown", "html"):
        for supervision in ("", " --supervision"):
            row = Row("report", f"Rivera --format {form}{supervision}")
            said = damaged(COACH, "lines")[0].go(row, "coach")
            assert "Without 2 lines that could not be read" in said.out


def test_what_cannot_be_read_is_never_said_to_be_gone(
    whole: dict[str, Program], tmp_path: Path
) -> None:
    """A coach is told to drop what was deleted, not what this machine cannot read today."""
    parent = whole[PARENT].copy(tmp_path / "parent")
    in_its_place(files_of(parent.folder / "home"), "2026-10.jsonl")
    said = parent("share", "--with", "Dana", "--preview")
    assert said.code == 3
    assert "sent earlier" not in said.out


def test_what_is_sent_although_not_all_could_be_read_says_so(
    whole: dict[str, Program], tmp_path: Path
) -> None:
    parent = whole[PARENT].copy(tmp_path / "parent")
    damaged_lines(files_of(parent.folder / "home"), MONTH)
    said = parent.go(Row("share", "--with Dana --yes --to OUT"))
    assert said.code == 3
    assert "Without 2 lines that could not be read" in said.err
    assert (parent.folder / "out").is_file()


def test_the_index_remembers_damage_and_forgets_it_with_the_damage(
    whole: dict[str, Program], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from parentkit.journal.index import store

    by_index(monkeypatch)
    monkeypatch.setattr(store, "RENEW_AFTER", 0)  # every look leaves an index behind
    parent = whole[PARENT].copy(tmp_path / "parent")
    rates = Row("rates", "--all --json")
    files = files_of(parent.folder / "home")
    kept = (files / MONTH).read_bytes()
    damaged_lines(files, MONTH)
    first = parent.go(rates)
    assert list((parent.folder / "state" / "snapshots").iterdir())
    second = parent.go(rates)
    assert (first.code, second.code) == (3, 3)
    assert second.out == first.out
    assert [place["line"] for place in json.loads(second.out)["unreadable"]] == [2, 3]
    (files / MONTH).write_bytes(kept)
    assert parent.go(rates).code == 0
    in_its_place(files, MONTH)
    closed = json.loads(parent.go(rates).out)
    assert closed["match"]["n"] == 1
    assert [place["line"] for place in closed["unreadable"]] == [None]


@pytest.mark.parametrize("indexed", ["lines", "index"])
def test_a_last_line_that_is_still_coming_is_counted_until_it_is_there(
    whole: dict[str, Program], tmp_path: Path, indexed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if indexed == "index":
        from parentkit.journal.index import store

        by_index(monkeypatch)
        monkeypatch.setattr(store, "RENEW_AFTER", 0)
    parent = whole[PARENT].copy(tmp_path / "parent")
    path = files_of(parent.folder / "home") / MONTH
    kept = path.read_bytes()
    path.write_bytes(kept[:-20])
    rates = Row("rates", "--month --json")
    for _ in range(2):
        said = parent.go(rates)
        assert said.code == 3
        (place,) = json.loads(said.out)["unreadable"]
        assert place["line"] == kept.count(b"\n")
        assert "not finished" in place["reason"]
    path.write_bytes(kept)
    assert parent.go(rates).code == 0


NOBODY = 65534
IS_ROOT = getattr(os, "geteuid", lambda: 1)() == 0

BY_INDEX = """
from parentkit.journal.index import episodes
from parentkit.journal.index import store
episodes.MOST_READ_DIRECTLY, store.RENEW_AFTER = -1, 0
from parentkit.__main__ import entry
entry()
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder in which others may look for their own, unlike those that pytest makes."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        yield Path(folder)


@pytest.mark.skipif(os.name == "nt", reason="no modes that take away the right to read")
@pytest.mark.skipif(IS_ROOT and not shutil.which("setpriv"), reason="root may read everything")
@pytest.mark.parametrize("which", ["file", "folder"])
def test_a_right_that_is_lost_after_indexing_is_noticed(
    whole: dict[str, Program], open_folder: Path, which: str
) -> None:
    parent = whole[PARENT].copy(open_folder / "parent")
    become = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
    if IS_ROOT:
        for folder, _, names in os.walk(parent.folder):
            for place in (folder, *(os.path.join(folder, name) for name in names)):
                os.chown(place, NOBODY, NOBODY)

    def rates() -> Said:
        words = (sys.executable, "-c", BY_INDEX, "rates", "--all", "--json")
        done = subprocess.run(
            (*become, *words) if IS_ROOT else words,
            env={
                "PARENTKIT_HOME": str(parent.folder / "home"),
                "PARENTKIT_STATE": str(parent.folder / "state"),
                "PATH": os.environ["PATH"],
                "TZ": "UTC",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    before = rates()
    if IS_ROOT and "Permission denied" in before.err:
        pytest.skip("nobody may not run this Python")
    assert before.code == 0, before
    files = files_of(parent.folder / "home")
    os.chmod(files / MONTH if which == "file" else files, 0)
    after = rates()
    assert after.code == 3, after
    assert f"Without one {which} that could not be read" in after.err
    os.chmod(files / MONTH if which == "file" else files, 0o700)
    assert rates().out == before.out
