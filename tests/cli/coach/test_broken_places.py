"""One broken thing in a coach's folder: what it may not do to every command and every family.

The table is every command of a coach's by every place of a family's folder and of the coach's own,
by what may stand there instead. Never a traceback, never a wait, an honest exit code, the other
family still there, and nothing written over what cannot be read.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from parentkit.__main__ import main

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE_SECONDS = 120
"""So long a command may take on the busiest machine; one that waits for a pipe takes for ever."""


class Said(NamedTuple):
    """What a call of the program gave back."""

    code: int
    out: str
    err: str

    @property
    def all(self) -> str:
        return self.out + self.err


class Desk:
    """Somebody's home, and the program called in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *words: str, typed: str = "") -> Said:
        out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
        before = dict(os.environ)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PARENTKIT_HOME", str(self.folder / "home"))
            patch.setenv("PARENTKIT_STATE", str(self.folder / "state"))
            patch.setenv("HOME", str(self.folder / "nowhere"))
            patch.setenv("LANG", "en_US.UTF-8")
            patch.setenv("TZ", "Europe/Berlin")
            time.tzset()
            patch.setattr(sys, "argv", ["parentkit", *words])
            patch.setattr(sys, "stdin", io.StringIO(typed))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            signal.alarm(PATIENCE_SECONDS)
            try:
                code = main()
            finally:
                signal.alarm(0)
                os.environ.clear()
                os.environ.update(before)
            out.flush()
        time.tzset()
        return Said(code, out.buffer.getvalue().decode(), err.getvalue())

    def done(self, *words: str, typed: str = "") -> str:
        """The same, for what must work."""
        said = self(*words, typed=typed)
        assert said.code == 0, (words, said)
        return said.out

    def coach(self, text: str) -> Said:
        """Calls `parentkit coach`, with the places that stand for names in the words."""
        out = self.folder / "out"
        shutil.rmtree(out, ignore_errors=True)
        out.unlink(missing_ok=True)
        places = {"OUT": str(out), "ID": self.id("moment"), "NEW": self.id("new")}
        places |= {"AGAIN": self.id("again"), "OTHERID": self.id("other")}
        return self("coach", *(places.get(word, word) for word in text.split()))

    def copy(self, folder: Path) -> Desk:
        shutil.copytree(self.folder, folder, symlinks=True)
        return Desk(folder)

    def id(self, name: str) -> str:
        return (self.folder / name).read_text()

    @property
    def practice(self) -> Path:
        return self.folder / "home" / "coach"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A coach's home with two families, and files of theirs that were not added yet."""
    coach = Desk(tmp_path_factory.mktemp("coach"))
    coach.done("coach", "init", "Dana Reed")
    card = str(coach.folder / "dana.card")
    coach.done("coach", "card", "--to", card)
    for family, name in (("Rivera", "moment"), ("Abel", "other")):
        parent = Desk(tmp_path_factory.mktemp(family))
        parent.done("key", "make")
        parent.done("consent", "add-coach", card, "--yes")
        for number in range(3):
            said = parent.done("log", "afraid", "comfort", "--at", f"00:0{number}", "--json")
        (coach.folder / name).write_text(json.loads(said)["id"])
        sent = [str(coach.folder / f"{family}-{number}.age") for number in range(2)]
        parent.done("share", "--with", "Dana", "--all", "--yes", "--to", sent[0])
        coach.done("coach", "add", sent[0], "--name", family)
        parent.done("log", "sad", "comfort")
        parent.done("share", "--with", "Dana", "--all", "--yes", "--to", sent[1])
        if family == "Rivera":
            (coach.folder / "again").write_text(sent[0])
            (coach.folder / "new").write_text(sent[1])
    coach.done("coach", "goal", "Rivera", "Name the feeling first")
    coach.done("coach", "comment", "Rivera", coach.id("moment"), "--strength", "You waited.")
    coach.done("coach", "comment", "Abel", coach.id("other"), "--strength", "You waited.")
    coach.coach("report Rivera --format redcap --to OUT")
    (family,) = [one for one in (coach.practice / "families").iterdir() if "Rivera" in named(one)]
    (coach.folder / "family").write_text(family.name)
    (family / "closed").mkdir()
    (family / "withdrawals.json").write_text("{}\n")
    (coach.practice / "withdrawals.json").write_text("{}\n")
    (family / "refused.json").write_text("[]\n")
    return coach


def named(family: Path) -> str:
    return (family / "family.json").read_text()


COMMANDS = (
    "families",
    "families --json",
    "families abel",
    "inbox --all",
    "inbox --unread --json",
    "inbox --family Abel --all",
    "inbox --next",
    "inbox --previous",
    "show OTHERID",
    "show OTHERID --json",
    "agreement Abel --json",
    "agreement --all --json",
    "agreement Rivera",
    "code Abel --list --json",
    "code Rivera --list --json",
    "report Abel --format markdown",
    "report Rivera --format markdown",
    "report Abel --supervision --format markdown",
    "report Rivera --format csv --to OUT",
    "report Rivera --format redcap --to OUT",
    "report Abel --format csv --to OUT",
    "note Abel --list",
    "note Rivera --list",
    "goal Abel",
    "goal Rivera",
    "assign Abel",
    "assign Rivera",
    "card",
    "reply Abel --to OUT",
    "reply Rivera --to OUT",
    "comment Abel OTHERID --strength x",
    "comment Rivera ID --strength x",
    "goal Abel more",
    "goal Rivera more",
    "note Rivera words",
    "assign Rivera --question what?",
    "inbox --all --mark-read",
    "init Somebody",
    "add AGAIN",
    "add NEW --name Rivera",
)
"""Every command but `forget`; those that write come last, and at the very end what takes in."""


def in_family(where: str) -> Callable[[Desk], Path]:
    """A place of the first family's folder."""
    return lambda desk: desk.practice / "families" / desk.id("family") / where


def below(pattern: str) -> Callable[[Desk], Path]:
    """The first place of the first family's folder that is called so."""
    return lambda desk: min(in_family("")(desk).glob(pattern))


def of_practice(where: str) -> Callable[[Desk], Path]:
    """A place of the coach's own."""
    return lambda desk: desk.practice / where


OWN = "families/own/journal/01*"
SENT = "families/own/journal/00*"
FAMILYS: dict[str, Callable[[Desk], Path]] = {
    "family": in_family(""),
    "family.json": in_family("family.json"),
    "received": in_family("received"),
    "receipt": below("received/*"),
    "refused.json": in_family("refused.json"),
    "family's withdrawals": in_family("withdrawals.json"),
    "closed": in_family("closed"),
    "families in it": in_family("families"),
    "own": in_family("families/own"),
    "journal": in_family("families/own/journal"),
    "sent": below(SENT),
    "sent month": below(f"{SENT}/2*"),
    "sent people": below(f"{SENT}/family.jsonl"),
    "written": below(OWN),
    "written month": below(f"{OWN}/2*"),
    "written lasting": below(f"{OWN}/family.jsonl"),
    "state": lambda desk: desk.folder / "state" / "coach" / desk.id("family"),
    "overview": lambda desk: desk.folder / "state" / "coach" / desk.id("family") / "overview.json",
    "device": lambda desk: desk.folder / "state" / "coach" / desk.id("family") / "device.json",
}
PRACTICES: dict[str, Callable[[Desk], Path]] = {
    name: of_practice(name)
    for name in (
        *("card.json", "key", "keys.json", "withdrawals.json", "pseudonyms", "exports"),
        *("exports/names.json", "add.lock", "exports.lock", "families"),
    )
}


def clear(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink()


def another_sort(path: Path) -> None:
    """A file in a folder's place, or a folder in a file's."""
    was_folder = path.is_dir()
    clear(path)
    path.write_text("something\n") if was_folder else path.mkdir()


def pipe(path: Path) -> None:
    """A pipe that nobody writes to; root cannot read it either."""
    clear(path)
    os.mkfifo(path)


def loop(path: Path) -> None:
    """A link that leads back to itself does not open, for root neither."""
    clear(path)
    path.symlink_to(path.name)


def broken(path: Path) -> None:
    path.write_text('{"broken')


def empty(path: Path) -> None:
    path.write_text("")


def another_value(path: Path) -> None:
    path.write_text("[7]\n")


def nested(path: Path) -> None:
    path.write_text('{"keys":[7],"parentkit-keys":1,"x":{"y":[null]}}\n')


FOLDERS = (
    *("family", "received", "closed", "families in it", "own", "journal", "sent", "written"),
    *("state", "exports", "families"),
)
OF_FOLDERS = (another_sort, pipe, loop)
DAMAGE = (another_sort, pipe, loop, broken, empty, another_value, nested)


ALL = ("families", "families --json", "inbox --all", "agreement --all --json")
"""Commands that show every family."""

MADE_ANEW = ("state", "overview", "device")
"""What belongs to this machine alone and holds nothing of a person's."""

EVERYBODYS = ("families", "withdrawals.json")
"""What of the coach's own files has to be read before any family may be opened."""

TOLD_ELSEWHERE = ("pseudonyms", "exports", "exports/names.json", "add.lock", "exports.lock")
"""What of them the overview does not need: what does says so."""

NOT_NOTICED = (
    *(("written", another_sort), ("written", pipe)),
    *(("written month", empty), ("written lasting", empty)),
)
"""What the coach wrote has no receipt; what of it went is noticed where more of it is written."""

CASES = [
    pytest.param(places[name], name, damage, id=f"{name}, {damage.__name__}")
    for places in (FAMILYS, PRACTICES)
    for name in places
    for damage in (OF_FOLDERS if name in FOLDERS else DAMAGE)
]


def in_place(path: Path) -> object:
    """What stands there: of a file its bytes, else what sort of thing it is."""
    return path.read_bytes() if path.is_file() and not path.is_symlink() else os.lstat(path).st_mode


def is_kept(path: Path, before: object, aside: Path) -> bool:
    """Whether what stood there does still, with more after it, or was set aside."""
    beside = [one for one in path.parent.glob(f"{path.name}*") if one.name != path.name]
    beside += aside.rglob("*") if aside.is_dir() else ()
    now = [in_place(one) for one in (path, *beside) if os.path.lexists(one)]
    if isinstance(before, bytes):
        return any(isinstance(one, bytes) and one.startswith(before) for one in now)
    return before in now


@pytest.mark.parametrize(("place", "name", "damage"), CASES)
def test_one_broken_thing(
    whole: Desk,
    tmp_path: Path,
    place: Callable[[Desk], Path],
    name: str,
    damage: Callable[[Path], None],
) -> None:
    desk = whole.copy(tmp_path / "there")
    path = place(desk)
    assert path.is_dir() is (name in FOLDERS)
    damage(path)
    before = in_place(path)
    is_familys = name in FAMILYS
    for command in COMMANDS:
        said = desk.coach(command)
        told = (command, said)
        assert said.code in (0, 1, 2, 3), told
        assert "Traceback" not in said.all, told
        assert "parentkit moments" not in said.all, told
        if is_familys and "Abel" in command:
            assert (said.code, "cannot be read" in said.all) == (0, False), told
        if command in ALL and name not in EVERYBODYS and not said.err.startswith("parentkit:"):
            assert "Abel" in said.out, told
        if is_familys and command in ALL:
            assert "Abel" in said.out, told
        if command == "families" and name not in TOLD_ELSEWHERE:
            is_silent = name in MADE_ANEW or (name, damage) in NOT_NOTICED
            assert said.code == (0 if is_silent else 3), told
            if said.code:
                assert str(path) in said.err or str(path.parent) in said.err, told
    if name not in (*MADE_ANEW, "add.lock", "exports.lock"):
        family = desk.practice / "families" / desk.id("family")
        assert is_kept(path, before, family / "closed")
