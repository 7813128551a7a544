"""One way of receiving: a family and a coach take in and refuse the same of a coach's file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from parentkit.domain.ulid import ulid
from parentkit.journal.journal import Journal
from parentkit.journal.log.folders import Places
from parentkit.services.sharing.receive import (
    Earlier,
    Lines,
    Side,
    Signer,
    put_in_place,
    read_sealed,
    receive,
)
from parentkit.sharing import keys
from parentkit.sharing.bundle import Bundle, Line, coach_id, device_of, seal_bundle
from parentkit.sharing.envelope import Refused, open_sealed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from parentkit.sharing.envelope import Header, Opened

MOMENT, OWN = ulid(1_795_350_500_000, b"0123456789"), ulid(1_795_350_600_000, b"0123456789")
STAMP = "2026-11-22T11:{minute:02d}:00.000Z/0000/01M81QDEV1CE0000000000000C"


class Reply:
    """A coach who sends a reply to somebody's key."""

    def __init__(self) -> None:
        self.identity, self.reader = keys.make(), keys.make()
        self.id = coach_id(self.identity.fingerprint)

    def line(self, kind: str = "comment", minute: int = 1, by: str = "", **fields: Any) -> Line:
        said = {"moment": MOMENT, "text": "You stayed.", "coder": self.id, **fields}
        kept = {name: value for name, value in said.items() if value is not None}
        return Line(kind, OWN, STAMP.format(minute=minute), by or self.id, kept)

    def sent(self, *lines: Line, made_at: str = "2026-11-22T11:30:00.000Z", **more: Any) -> Opened:
        share = more.pop("share", None) or ulid(1_795_350_700_000, os.urandom(10))
        parts = {"type": "reply", "family": "f" * 32, "share": share, **more}
        bundle = Bundle(made_at=made_at, lines=lines, **parts)
        sealed = seal_bundle(bundle, self.identity, [self.reader.recipient])
        return open_sealed(sealed, self.reader)


class Home:
    """Whoever receives: a journal, and what came before."""

    def __init__(self, folder: Path, role: str) -> None:
        self.places = Places(str(folder / "home"), str(folder / "state"))
        self.role = role
        self.earlier: list[Earlier] = []
        self.checked: list[str] = []

    def side(self, header: Header, **changes: Any) -> Side:
        target = self.places.device_folder(device_of(header.share))

        def put(lines: Lines) -> None:
            incoming = os.path.join(self.places.family, "incoming.tmp")
            put_in_place(lines.files, incoming, target, lambda: self.keep(header))

        side = Side(
            role=self.role,
            signer=Signer("coach", "Dana's key"),
            earlier=list(self.earlier),
            is_here=os.path.isdir(target),
            folders=[self.places.journal],
            put=put,
            check=lambda header: self.checked.append(header.share),
        )
        return side._replace(**changes)

    def keep(self, header: Header) -> None:
        told = (header.share, header.fingerprint, header.sha256, header.made_at)
        self.earlier.append(Earlier(*told))

    def take(self, opened: Opened, **changes: Any) -> Any:
        return receive(opened, self.side(opened.header, **changes))

    def files(self) -> set[str]:
        found = os.walk(self.places.family)
        return {os.path.join(folder, name) for folder, _, names in found for name in names}

    def read(self) -> dict[str, dict[str, Any]]:
        journal = Journal(self.places.home, self.places.state)
        return {record.id: record.fields for record in journal.read(kinds=("comment", "coding"))}


@pytest.fixture
def dana(home: Path) -> Reply:
    assert home.is_dir()
    return Reply()


@pytest.fixture(params=["family", "coach"])
def there(home: Path, request: pytest.FixtureRequest) -> Home:
    return Home(home, request.param)


def test_what_is_received_stands_in_the_journal_once(dana: Reply, there: Home) -> None:
    opened = dana.sent(dana.line())
    took = there.take(opened)
    ((kind, document),) = took.documents
    assert (kind, document["text"]) == ("comment", "You stayed.")
    assert (took.unchanged, took.is_older) == (False, False)
    assert there.read()[OWN]["text"] == "You stayed."
    before = there.files()
    assert there.take(opened) == ([], True, False)
    assert there.take(opened, shows_again=True) == (took.documents, True, False)
    assert there.files() == before


def test_an_earlier_file_of_the_same_signer_is_older(dana: Reply, there: Home) -> None:
    there.take(dana.sent(dana.line(minute=2, text="later")))
    other = Reply()
    older = "2026-11-22T11:00:00.000Z"
    assert not there.take(other.sent(other.line(), made_at=older)).is_older
    assert there.take(dana.sent(dana.line(), made_at=older)).is_older
    assert there.read()[OWN]["text"] == "later"


def test_a_number_stands_for_one_file(dana: Reply, there: Home) -> None:
    first = dana.sent(dana.line())
    there.take(first)
    before = there.files()
    share = first.header.share
    for other in (dana.sent(dana.line(text="other"), share=share), Reply().sent(share=share)):
        for again in (False, True):
            with pytest.raises(Refused, match="number of another file"):
                there.take(other, shows_again=again)
    assert there.files() == before


def unnamed(dana: Reply) -> Opened:
    return dana.sent(type="withdrawal")


WRONG: dict[str, tuple[Callable[[Reply], Opened], str]] = {
    "a type that the table does not name": (
        unnamed, "and Dana's key may send a coach's words alone",
    ),
    "made after tomorrow": (
        lambda dana: dana.sent(dana.line(), made_at="2026-11-24T12:00:00.000Z"),
        "It says that it was made on 2026-11-24, which has not come yet.",
    ),
    "a line of tomorrow": (
        lambda dana: dana.sent(dana.line(logged_at="2026-11-25T12:00:00+01:00")),
        "A comment in it is dated 2026-11-25",
    ),
    "another one's judgement": (
        lambda dana: dana.sent(dana.line("coding", text=None, coder="coach:" + "0" * 32)),
        "A coding in it is in another name than its sender's.",
    ),
    "another form": (
        lambda dana: dana.sent(dana.line(text=7)),
        "A comment in it has something else in text than it may.",
    ),
    "a part that it lacks": (
        lambda dana: dana.sent(dana.line(text=None)), "A comment in it lacks a part.",
    ),
    "another line that lacks one": (
        lambda dana: dana.sent(
            dana.line("assignment", moment=None, text=None, exercise="a", question="b")
        ),
        "An assignment in it lacks a part.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_both_sides_refuse_the_same_in_the_same_words(dana: Reply, there: Home, wrong: str) -> None:
    make, told = WRONG[wrong]
    with pytest.raises(Refused) as refused:
        there.take(make(dana))
    assert told in refused.value.message
    assert "Nothing of it was taken in." in refused.value.hint
    assert there.files() == set()
    assert there.earlier == []


def test_what_a_side_adds_is_asked_after_the_table_and_before_the_lines(
    dana: Reply, there: Home
) -> None:
    with pytest.raises(Refused):
        there.take(unnamed(dana))
    assert there.checked == []
    wrong = dana.sent(dana.line(text=7))
    with pytest.raises(Refused):
        there.take(wrong)
    assert there.checked == [wrong.header.share]


def test_no_more_is_read_than_tells_that_a_file_is_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from parentkit.services.sharing import receive as module

    monkeypatch.setattr(module, "LARGEST_SEALED", 10)
    path = tmp_path / "large"
    path.write_bytes(b"x" * 1000)
    assert len(read_sealed(str(path))) == 11
