"""Own words at a real terminal: a paste belongs to what was asked, harm is asked about."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import termios
from select import select
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pty = pytest.importorskip("pty")

PATIENCE = 30
"""Seconds until the program is taken to be stuck."""

BEGINS, ENDS = "\x1b[200~", "\x1b[201~"
TWO = "She cried at the door.\n\ntouch of sadness all day"
ASKS_FIT, LISTENS = "How did it fit? ", "\x1b[?2004h"


class Terminal:
    """A command at a terminal of its own; what it says is read until certain words are there."""

    def __init__(self, environment: dict[str, str], *words: str) -> None:
        self.leader, follower = pty.openpty()
        self.process = subprocess.Popen(
            words,
            stdin=follower,
            stdout=follower,
            stderr=follower,
            env=environment,
            start_new_session=True,
            preexec_fn=_take_terminal,  # noqa: PLW1509 ctrl+c goes to who has the terminal
        )
        os.close(follower)
        self.said = ""

    def until(self, words: str) -> str:
        """What is said up to some words."""
        while words not in self.said:
            assert select([self.leader], [], [], PATIENCE)[0], self.said
            self.said += os.read(self.leader, 4096).decode(errors="replace")
        before, _, self.said = self.said.partition(words)
        return before

    def type(self, text: str | bytes) -> None:
        os.write(self.leader, text if isinstance(text, bytes) else text.encode())

    def code(self) -> int:
        return self.process.wait(timeout=PATIENCE)

    def modes(self) -> list[Any]:
        return termios.tcgetattr(self.leader)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.leader)


def _take_terminal() -> None:
    import fcntl

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


PROGRAM = (sys.executable, "-m", "parentkit")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {
        **os.environ,
        "PARENTKIT_HOME": str(tmp_path / "home"),
        "PARENTKIT_STATE": str(tmp_path / "state"),
        "TERM": "xterm",
        "LANG": "C.UTF-8",
    }


@pytest.fixture
def terminal(environment: dict[str, str]) -> Iterator[Callable[..., Terminal]]:
    opened: list[Terminal] = []

    def start(*words: str, term: str = "xterm") -> Terminal:
        opened.append(Terminal({**environment, "TERM": term}, *words))
        return opened[-1]

    yield start
    for each in opened:
        each.close()


def printed(environment: dict[str, str], *words: str) -> Any:
    return json.loads(subprocess.check_output([*PROGRAM, *words], env=environment))


def moments(environment: dict[str, str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = printed(environment, "moments", "--all", "--json")
    return found


@pytest.mark.parametrize(
    ("term", "pasted"),
    [("xterm", f"{TWO}\n"), ("xterm", f"{BEGINS}{TWO}{ENDS}\n"), ("dumb", f"{TWO}\n")],
    ids=["unmarked", "marked", "dumb"],
)
def test_a_pasted_note_is_stored_whole_and_answers_nothing(
    terminal: Callable[..., Terminal], environment: dict[str, str], term: str, pasted: str
) -> None:
    here = terminal(*PROGRAM, "log", "sad", "comfort", "--note", "-", term=term)
    here.until("an empty line ends it.")
    here.type(pasted)
    here.until("all day")
    here.type("\n")
    here.until(ASKS_FIT)
    here.type("3\n" if term == "dumb" else "3")
    here.until("Logged")
    assert here.code() == 0
    (moment,) = moments(environment)
    assert moment["note"] == TWO
    assert moment["fit"] == "partial"


def test_nothing_of_a_paste_reaches_the_shell(
    terminal: Callable[..., Terminal], environment: dict[str, str]
) -> None:
    program = " ".join(PROGRAM)
    script = f'{program} log sad comfort --note -; printf "here "; read rest; echo "[$rest]"'
    here = terminal("sh", "-c", script)
    here.until("an empty line ends it.")
    here.type("One.\n\n")
    here.until(ASKS_FIT)
    here.until(LISTENS)
    here.type("touch of sadness\nall day\n")  # the rest of it, late
    here.until("None of it was taken.")
    here.until(ASKS_FIT)
    here.type("\r")
    here.until("here ")
    here.type("\n")
    here.until("[]")
    (moment,) = moments(environment)
    assert (moment["note"], moment["fit"]) == ("One.", "matched")


def test_what_waits_when_the_program_ends_is_thrown_away(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from parentkit.cli import rest

    leader, follower = pty.openpty()
    with os.fdopen(follower, encoding="utf-8") as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        before = termios.tcgetattr(follower)
        rest.throw_away()
        assert capfd.readouterr().err == ""
        os.write(leader, b"rm -r photos\nand half a li")
        rest.throw_away()
        assert "thrown away" in capfd.readouterr().err
        assert termios.tcgetattr(follower) == before
        os.write(leader, b"ls\n")
        assert stdin.readline() == "ls\n"
    os.close(leader)


@pytest.mark.parametrize("marked", [False, True])
def test_a_pasted_reflection_belongs_to_the_question_that_was_asked(
    terminal: Callable[..., Terminal], environment: dict[str, str], *, marked: bool
) -> None:
    words = "I sat with her.\n\nLater we read."
    here = terminal(*PROGRAM, "reflect")
    here.until("Question 1 of")
    here.until(LISTENS)
    here.type(f"{BEGINS}{words}{ENDS}\n" if marked else f"{words}\n")
    here.until("we read.")
    here.type("\n")
    here.until("> ")
    here.type("q\n")
    here.until("Paused.")
    assert here.code() == 0
    (answer,) = printed(environment, "reflect", "--json")["answers"]
    assert answer["answer"] == words
    assert "follow_up_answer" not in answer


@pytest.mark.parametrize(
    "key",
    ["\x1b[B", "\x1b[3~", "\x1b[5~", "\x1bOP", "\x1b[[A", "\x1b[1;5D", "\x1b", "\x1bb"],
    ids=["down", "delete", "page up", "f1", "f1 of a console", "ctrl+left", "escape", "alt+b"],
)
def test_a_key_that_is_no_answer_costs_one_sentence(
    terminal: Callable[..., Terminal], environment: dict[str, str], key: str
) -> None:
    here = terminal(*PROGRAM, "log")
    here.until("What did you see? ")
    here.type(key)
    assert here.until("What did you see? ").count("not an answer") == 1
    here.type("7")
    here.until("What did you do? ")
    here.type("4")
    here.until("And then?")
    here.type("\r")
    here.until(ASKS_FIT)
    here.type("\r")
    assert here.code() == 0
    (moment,) = moments(environment)
    assert (moment["cue"], moment["responses"]) == ("afraid", ["comfort"])


def test_keys_typed_ahead_answer_in_their_order(
    terminal: Callable[..., Terminal], environment: dict[str, str]
) -> None:
    here = terminal(*PROGRAM, "log")
    here.type("74\r3")
    here.until("Logged")
    assert here.code() == 0
    (moment,) = moments(environment)
    assert (moment["cue"], moment["responses"]) == ("afraid", ["comfort"])
    assert moment["fit"] == "partial"


def test_a_line_is_mended_as_it_is_typed(
    terminal: Callable[..., Terminal], environment: dict[str, str]
) -> None:
    here = terminal(*PROGRAM, "checkin")
    here.until("> ")
    here.type("tired\x1b[D\x1b[Dx gro\u00df\x7fss oh\x17\u65e5\x7f\n")
    here.until("Where in my body")
    here.until("> ")  # from now on keys are listened to
    here.type("no no\x15knees\n")
    here.until("What do I need")
    here.until("> ")
    here.type(b"a \xc3 break\n")
    here.until("Stored.")
    assert here.code() == 0
    (checkin,) = printed(environment, "checkin", "--list", "--json")
    found = [checkin[name].strip() for name in ("feeling", "body", "need")]
    assert found == ["tiredx gross", "knees", "a \ufffd break"]


def test_a_long_line_is_kept_to_its_end(
    terminal: Callable[..., Terminal], environment: dict[str, str]
) -> None:
    line = " ".join(str(number) for number in range(2000))
    here = terminal(*PROGRAM, "checkin")
    here.until(LISTENS)
    for begin in range(0, len(line), 1000):
        here.type(line[begin : begin + 1000])
        here.until(line[begin + 980 : begin + 1000] if begin + 1000 <= len(line) else "1999")
    here.type("\n")
    here.until("Where in my body")
    here.type("\x04")
    assert here.code() == 0
    (checkin,) = printed(environment, "checkin", "--list", "--json")
    assert checkin["feeling"] == line


@pytest.mark.parametrize("words", [("log",), ("checkin",)], ids=["key", "words"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_leaves_the_terminal_as_it_was(
    terminal: Callable[..., Terminal], words: tuple[str, ...], number: signal.Signals
) -> None:
    script = f"stty size; {' '.join(PROGRAM)} {' '.join(words)}; echo over"
    here = terminal("sh", "-ic", f"trap : INT; {script}")
    here.until("\n")
    before = here.modes()
    here.until("What ")
    here.until("? " if words == ("log",) else LISTENS)
    while here.modes() == before:
        pass
    os.kill(_child_of(here.process.pid), number)
    here.until("over")
    assert here.modes() == before


def _child_of(process: int) -> int:
    with open(f"/proc/{process}/task/{process}/children", encoding="ascii") as file:
        return int(file.read().split()[0])


def test_a_stop_gives_the_terminal_back_and_going_on_takes_it(
    terminal: Callable[..., Terminal], environment: dict[str, str]
) -> None:
    here = terminal("sh", "-i")
    here.type(f"{' '.join(PROGRAM)} checkin\n")
    here.until("What am I feeling now?")
    here.until(LISTENS)
    here.type("ti")
    here.until("ti")
    here.type("\x1a")
    here.until("\x1b[?2004l")
    here.until("Stopped")
    here.type("stty -a; echo ov''er\n")
    settings = here.until("over")
    assert " icanon" in settings
    assert " echo " in settings
    here.type("fg\n")
    here.until(LISTENS)
    here.type("red\n")
    here.until("Where in my body")
    here.until(LISTENS)
    here.type("\x04")
    here.until("Stored.")
    assert printed(environment, "checkin", "--list", "--json")[0]["feeling"] == "tired"


ASKS_APART = "Keep this apart from the figures? (Enter or y: yes, n: no) "


@pytest.mark.parametrize("key", ["\r", "y", "\x03"], ids=["enter", "y", "ctrl+c"])
def test_words_of_harm_are_asked_about_and_stay_apart(
    terminal: Callable[..., Terminal], environment: dict[str, str], key: str
) -> None:
    here = terminal(*PROGRAM, "log", "sad", "comfort", "--note", "I smacked him")
    assert "usually" not in here.until(ASKS_APART)
    (moment,) = moments(environment)
    assert moment["flag"] is True
    assert "fit" not in moment
    here.type(key)
    said = here.until("Help, now")
    assert "How did it fit" not in said
    assert here.code() == 0
    assert moments(environment) == [moment]


def test_a_no_lets_it_count_and_is_remembered(
    terminal: Callable[..., Terminal], environment: dict[str, str]
) -> None:
    here = terminal(*PROGRAM, "log", "sad", "comfort", "--note", "-")
    here.until("an empty line ends it.")
    here.until(LISTENS)
    here.type("I smacked him.\n")
    here.until("smacked him.")
    here.until(LISTENS)
    here.type("\n")
    here.until(ASKS_APART)
    here.until(LISTENS)
    here.type("no!\n")  # the rest of a paste, late
    here.until("None of it was taken.")
    here.until(ASKS_APART)
    here.type("n")
    here.until(ASKS_FIT)
    here.type("\r")
    said = here.until("undo takes it back.")
    assert "Help, now" not in said
    assert here.code() == 0
    (moment,) = moments(environment)
    assert (moment["flag"], moment["fit"], moment["fit_source"]) == (False, "matched", "person")

    again = terminal(*PROGRAM, "edit", moment["id"], "--note", "I smacked him. And cried.")
    said = again.until("And cried.")
    assert again.code() == 0
    assert "Keep this apart" not in said
    other = terminal(*PROGRAM, "edit", moment["id"], "--note", "I smacked him. I shook him.")
    other.until(ASKS_APART)
    other.type("\r")
    other.until("Help, now")
    assert other.code() == 0
    assert moments(environment)[0]["flag"] is True
    subprocess.check_call([*PROGRAM, "undo"], env=environment, stdout=subprocess.DEVNULL)
    assert moments(environment)[0]["flag"] is False


def test_one_undo_takes_back_the_moment_and_what_was_answered(
    terminal: Callable[..., Terminal], environment: dict[str, str]
) -> None:
    here = terminal(*PROGRAM, "log", "sad", "comfort", "--note", "I shook her")
    here.until(ASKS_APART)
    here.type("n")
    here.until(ASKS_FIT)
    here.type("3")
    assert here.code() == 0
    subprocess.check_call([*PROGRAM, "undo"], env=environment, stdout=subprocess.DEVNULL)
    assert moments(environment) == []


SHELL = 'printf "here "; read rest; echo "[$rest]"'
PASTE = "gd\nOne.\nstill one\ntouch X\n"
FIRST, LAST = "What did you see? ", "undo takes it back."


@pytest.mark.parametrize("term", ["xterm", "dumb"])
@pytest.mark.parametrize("marked", [False, True])
@pytest.mark.parametrize("words", [("log",), ("prompt",)], ids=["log", "prompt"])
def test_a_paste_at_a_question_is_refused_whole_and_stays_out_of_the_shell(
    terminal: Callable[..., Terminal],
    environment: dict[str, str],
    words: tuple[str, ...],
    term: str,
    *,
    marked: bool,
) -> None:
    if marked and term == "dumb":
        return  # such a terminal marks nothing
    question = FIRST if words == ("log",) else "was there a sign? (y or n) "
    here = terminal("sh", "-c", f"{' '.join(PROGRAM)} {words[0]}; {SHELL}", term=term)
    here.until(question)
    if term == "xterm":
        here.until(LISTENS)
    here.type(f"{BEGINS}{PASTE}{ENDS}" if marked else PASTE)
    assert here.until(question).count("None of it was taken.") == 1
    here.type("\x04")
    here.until("here ")
    here.type("\n")
    here.until("[]")
    assert moments(environment) == []


def test_the_rest_of_a_short_paste_stays_out_of_the_shell(
    terminal: Callable[..., Terminal], environment: dict[str, str]
) -> None:
    here = terminal("sh", "-c", f"{' '.join(PROGRAM)} log; {SHELL}")
    here.until(FIRST)
    here.type("74\r3rm x\n")
    here.until(LAST)
    here.until("thrown away.")
    here.until("here ")
    here.type("\n")
    here.until("[]")
    assert moments(environment)[0]["fit"] == "partial"


def test_cursor_keys_in_a_row_cost_one_sentence(
    terminal: Callable[..., Terminal], environment: dict[str, str]
) -> None:
    here = terminal(*PROGRAM, "log")
    here.until(FIRST)
    here.type("\x1b[A")
    here.until("not an answer")
    here.until(FIRST)
    here.type("\x1b[B" * 4)
    here.type("74\r\r")
    assert "answer here" not in here.until(LAST)
    assert moments(environment)[0]["cue"] == "afraid"


def agree(program: str, question: str) -> str:
    """A command that asks to be agreed with and says what came of it."""
    code = f"from parentkit.cli.ask import agreed; print([agreed({question!r}, '')])"
    return f'{program} -c "{code}; import parentkit.cli.rest as r; r.throw_away()"'


@pytest.mark.parametrize("paste", [f"{BEGINS}y\ntouch X\n{ENDS}", "y\ntouch X\n"])
def test_a_paste_agrees_to_nothing(terminal: Callable[..., Terminal], paste: str) -> None:
    here = terminal("sh", "-c", f"{agree(sys.executable, 'Share it?')}; {SHELL}")
    here.until("Enter for no) ")
    here.until(LISTENS)
    here.type(paste)
    here.until("None of it was taken.")
    here.until("Enter for no) ")
    here.until(LISTENS)
    here.type("y\n")
    here.until("[True]")
    here.until("here ")
    here.type("\n")
    here.until("[]")


@pytest.mark.parametrize("command", ["coach init Dana", "feedback", "checkin --list"])
def test_what_is_typed_ahead_stays_with_the_shell_where_nobody_was_asked(
    terminal: Callable[..., Terminal], command: str
) -> None:
    script = f'{" ".join(PROGRAM)} {command}; read line; echo "[$line]"'
    here = terminal("sh", "-c", script)
    here.type("for the shell\n")
    assert "thrown away" not in here.until("[for the shell]")


@pytest.mark.parametrize(
    "words",
    [("help-now", "--region", "US"), ("log", "sad", "comfort", "--flag")],
    ids=["help-now", "log"],
)
def test_the_numbers_are_in_sight_when_the_prompt_comes_back(
    terminal: Callable[..., Terminal], words: tuple[str, ...]
) -> None:
    script = f"LC_ALL=en_US.UTF-8 {' '.join(PROGRAM)} {' '.join(words)}; echo [gone]"
    here = terminal("sh", "-c", script)
    last = here.until("[gone]").splitlines()[-7:]
    assert any("Emergency: 911 (call)" in line for line in last)
    assert any("988 (call or text)" in line for line in last)


@pytest.mark.parametrize("width", [60, 40])
@pytest.mark.parametrize(
    "words",
    [
        "cue is afriad and note has the blue cup and when in november",
        "fit is not missed and response is comfort and context is bedtime and cue is afriad",
        "cue is sad and cue is sad and cue is sad and cue is sad and cue is sad or mood is afriad",
    ],
)
def test_an_error_fits_the_terminal_and_its_mark_stands_below_the_place(
    terminal: Callable[..., Terminal], words: str, width: int
) -> None:
    here = terminal("env", f"COLUMNS={width}", *PROGRAM, "find", words)
    said = here.until("\r\n  Na" if "mood" in words else "\r\n  Ne")  # the hint begins
    lines = said.splitlines()
    assert max(map(len, lines)) < width
    *_, place, mark = lines
    assert mark.strip() == "^"
    at = mark.index("^")
    assert place[at:].startswith(("afriad", "....")), said
    assert here.code() == 2


def test_what_is_looked_for_is_asked_for(
    terminal: Callable[..., Terminal], environment: dict[str, str]
) -> None:
    subprocess.check_output([*PROGRAM, "log", "sad", "comfort"], env=environment)
    here = terminal(*PROGRAM, "find")
    here.until("What are you looking for? ")
    here.type("cue is sad\n")
    here.until("sad, left out")
    assert here.code() == 0
