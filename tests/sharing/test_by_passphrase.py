"""Files locked by a passphrase: the same on every machine, and age files to everybody else."""

from __future__ import annotations

import os
import pty
import re
import shutil
from typing import TYPE_CHECKING

import pyrage
import pytest
from cryptography.hazmat.primitives.kdf import scrypt
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from parentkit.domain.errors import DataProblem
from parentkit.sharing import by_passphrase, keys

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "blue cup on the sill, größer"
CHUNK = 64 * 1024
FACTOR = re.compile(rb"^-> scrypt \S+ (\d+)$", re.MULTILINE)

# Locked by pyrage 1.3.0, as versions before this one locked every key, with the factor 18.
EARLIER = bytes.fromhex(
    "6167652d656e6372797074696f6e2e6f72672f76310a2d3e2073637279707420725a323931553867"
    "53556c724c37734b5549665373672031380a793850647254643839706874784b35316b546655305a"
    "746a576942526c722b6576575a35466c6672636d450a2d2d2d2071485578695a44446b453672344e"
    "576c59433635416b596d514e454155776d574231554e4d4e3674702f380a7575248634ddc76b3012"
    "79a9cb733d91a7f802264892081f4e9dab586feec045ddaf5b097d18d71115f2e6fd97f72b8844bb"
)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that take no time to open, where not the work is looked at but the rest."""
    monkeypatch.setattr(by_passphrase, "FACTOR", 2)


@pytest.fixture(scope="module")
def locked() -> bytes:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(by_passphrase, "FACTOR", 2)
        return by_passphrase.lock(b"hello", SECRET)


def test_every_file_asks_for_the_same_work(tmp_path: Path) -> None:
    keys.save(str(tmp_path / "key"), keys.make(), SECRET)
    assert FACTOR.findall((tmp_path / "key").read_bytes()) == [b"17"]


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 150_000])
def test_what_was_locked_is_opened_here_and_by_pyrage(size: int) -> None:
    plain = os.urandom(size)
    sealed = by_passphrase.lock(plain, SECRET)
    assert by_passphrase.unlock(sealed, SECRET) == plain
    assert pyrage.passphrase.decrypt(sealed, SECRET) == plain
    assert by_passphrase.unlock(sealed, SECRET[:-1]) is None
    assert by_passphrase.lock(plain, SECRET) != sealed, "no two files share a key"


@pytest.mark.parametrize("size", [0, CHUNK, CHUNK + 1])
def test_what_pyrage_locks_is_opened(size: int) -> None:
    plain = os.urandom(size)
    assert by_passphrase.unlock(pyrage.passphrase.encrypt(plain, SECRET), SECRET) == plain


def test_a_key_that_an_earlier_version_locked_opens() -> None:
    assert FACTOR.findall(EARLIER) == [b"18"]
    assert by_passphrase.unlock(EARLIER, "blue cup") == b"# parentkit key 1\n"


@pytest.mark.skipif(not shutil.which("age"), reason="the age program is not installed")
@pytest.mark.parametrize("size", [5, CHUNK + 1])
def test_the_age_program_opens_what_was_locked_and_the_other_way_round(
    tmp_path: Path, size: int
) -> None:
    plain = os.urandom(size)
    ours, opened, theirs = (str(tmp_path / name) for name in ("ours", "opened", "theirs"))
    with open(ours, "wb") as file:
        file.write(by_passphrase.lock(plain, SECRET))
    asked("age", "--decrypt", "--output", opened, ours)
    with open(opened, "rb") as file:
        assert file.read() == plain
    asked("age", "--passphrase", "--output", theirs, opened)
    with open(theirs, "rb") as file:
        assert by_passphrase.unlock(file.read(), SECRET) == plain


def asked(*words: str) -> None:
    """Runs a program at a terminal of its own and types the passphrase whenever it is asked for."""
    child, terminal = pty.fork()
    if child == 0:
        os.execvp(words[0], words)
    said = b""
    try:
        while piece := os.read(terminal, 1024):
            said += piece
            if piece.rstrip().endswith(b":"):
                os.write(terminal, SECRET.encode() + b"\n")
    except OSError:
        pass  # the terminal is gone with its program
    finally:
        os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0, said


@pytest.mark.parametrize("factor", [23, 30, 63, 99, 10**6])
def test_a_file_that_asks_for_boundless_work_is_refused_at_once(
    locked: bytes, factor: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(by_passphrase, "_stretched", pytest.fail)
    with pytest.raises(DataProblem, match=r"more work .* so it was not tried"):
        by_passphrase.unlock(locked.replace(b" 2\n", b" %d\n" % factor), SECRET)


def test_the_highest_factor_is_tried(locked: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []

    def stretched(_passphrase: str, _salt: bytes, factor: int) -> bytes:
        tried.append(factor)
        return bytes(32)

    monkeypatch.setattr(by_passphrase, "_stretched", stretched)
    assert by_passphrase.unlock(locked.replace(b" 2\n", b" 22\n"), SECRET) is None
    assert tried == [22]


def test_a_machine_without_the_memory_says_so(
    locked: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Scrypt:
        def __init__(self, *_: object, **__: object) -> None: ...

        def derive(self, _secret: bytes) -> bytes:
            raise MemoryError

    monkeypatch.setattr(scrypt, "Scrypt", Scrypt)
    with pytest.raises(DataProblem, match="too little memory"):
        by_passphrase.unlock(locked, SECRET)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_byte_can_be_changed_added_or_left_out(
    locked: bytes, monkeypatch: pytest.MonkeyPatch, data: st.DataObject
) -> None:
    monkeypatch.setattr(by_passphrase, "HIGHEST_FACTOR", 9)
    at = data.draw(st.integers(0, len(locked) - 1))
    piece = data.draw(st.binary(max_size=3))
    changed = locked[:at] + piece + locked[at + data.draw(st.integers(0, 2)) :]
    assume(changed != locked)
    try:
        opened = by_passphrase.unlock(changed, SECRET)
    except DataProblem:
        opened = None  # it was made to ask for more work
    assert opened is None


@pytest.mark.usefixtures("quick")
def test_chunks_can_neither_be_left_out_nor_moved() -> None:
    sealed = by_passphrase.lock(bytes(3 * CHUNK), SECRET)
    start = len(sealed) - 3 * (CHUNK + 16)
    one, two, three = (sealed[start + place * (CHUNK + 16) :][: CHUNK + 16] for place in range(3))
    for body in (one + two, two + one + three, one + three, b"", one + two + three + three):
        assert by_passphrase.unlock(sealed[:start] + body, SECRET) is None
