"""What a family writes down stays on its machine, for its owner alone, and is in no message."""

from __future__ import annotations

import ast
import json
import os
import shlex
import stat
import subprocess
import sys
from typing import Any, NamedTuple

import pytest

import parentkit
from parentkit.cli.main import COMMANDS

CANARY = "nobody-may-see-this"

NETWORK = {
    *("socket", "_socket", "ssl", "_ssl", "http", "urllib.request", "urllib3", "ftplib"),
    *("smtplib", "imaplib", "poplib", "telnetlib", "xmlrpc", "asyncio", "socketserver"),
    *("webbrowser", "requests", "httpx", "aiohttp", "multiprocessing"),
}
"""Modules through which something could leave the machine."""

WATCHED = """
import json, os, sys

heard, written = [], []
CHANGING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
NETWORK = ("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.")
PROGRAMS = ("subprocess.", "os.system", "os.exec", "os.spawn", "os.posix_spawn", "os.fork")

def watch(event, given):
    if event.startswith(NETWORK + PROGRAMS):
        heard.append(event)
    elif event == "open" and isinstance(given[0], str) and given[2] & CHANGING:
        written.append(given[0])
    elif event in ("os.mkdir", "os.rename", "os.link", "os.symlink"):
        written.extend(one for one in given if isinstance(one, str))

sys.addaudithook(watch)
from parentkit.__main__ import main

code = main()
report = {"modules": sorted(sys.modules), "heard": heard, "written": written}
with open(os.environ["WATCHED"], "w") as file:
    json.dump(report, file)
sys.exit(code)
"""


class Watched(NamedTuple):
    """What a call of the program said and did."""

    words: tuple[str, ...]
    code: int
    said: str
    heard: str
    modules: set[str]
    events: list[str]
    written: set[str]


def watched(program: Any, words: tuple[str, ...], typed: str = "") -> Watched:
    report = os.path.join(program.root, "watched.json")
    program.environment |= {"WATCHED": report, "PYTHONDONTWRITEBYTECODE": "1"}
    done = program.run_python("-c", WATCHED, *words, typed=typed, umask=0)
    with open(report, encoding="utf-8") as file:
        found = json.load(file)
    os.unlink(report)
    written = {os.path.abspath(os.path.join(program.root, path)) for path in found["written"]}
    return Watched(
        words, done.returncode, done.stdout, done.stderr,
        set(found["modules"]), found["heard"], written - {report, os.devnull},
    )  # fmt: skip


WORKLOAD = """
log afraid comfort --note CANARY --need CANARY --tag CANARY
log sad comfort listen_ask --context bedtime
log sad fix_advise --repaired-after 10m
moments --all
moments --all --json --text CANARY
show ID
edit ID --fit partial --note CANARY-again
repair ID --after 10m
caregiver add Jo
caregiver list
code ID --fit missed --caregiver Jo
history ID
rates --all --by cue
rates --week --json
find "cue is afraid and note has CANARY"
today
child rename "my child" Mia
child add Ben --born 2019-03
template add bedtime-tears --cue sad
template list
vocabulary list cues
reflect --list
reflect
answers --text CANARY
questions --not-answered
checkin
checkin --list --text CANARY
practise --list
practise --today
reminders
reminders set every sunday 19:30
reminders --ics OUT/reflection.ics
prompt
export --out OUT/export
export --format csv
import OUT/export --dry-run
import OUT/export
backup
backup --list
doctor
locate
restore --dry-run
completion bash
help-now
demo --plain
demo rates --all
key make
key show
coach init "Dana Reed"
coach card --to OUT/dana.card
consent add-coach OUT/dana.card --yes
share --with Dana --preview --include note,need,tag
share --with Dana --yes --to OUT/shared.age --include note,need,tag
coach add OUT/shared.age --name Rivera
coach families
coach comment Rivera ID --strength CANARY
coach reply Rivera --to OUT/reply.age
feedback OUT/reply.age
feedback
show ID
consent list
consent withdraw Dana --yes --to OUT/notice.age
coach add OUT/notice.age
delete ID
undo
undo
--help
--version
"""


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory, tools: Any) -> tuple[Any, str, list[Watched]]:
    """A program that was used for everything it can do, under a umask that protects nothing."""
    program = tools.Program(tmp_path_factory.mktemp("lived-in"))
    out = os.path.join(program.root, "out")
    os.mkdir(out)
    found: list[Watched] = []
    identity = "0000"
    for line in WORKLOAD.strip().splitlines():
        words = line.replace("CANARY", CANARY).replace("ID", identity).replace("OUT", out)
        found.append(watched(program, tuple(shlex.split(words)), f"{CANARY}\n\n{CANARY}\n"))
        if identity == "0000":
            identity = found[0].said.split()[1]
    return program, identity, found


def test_the_calls_are_of_every_command(calls: Any) -> None:
    used = {call.words[0] for call in calls[2]}
    assert set(COMMANDS) - used == {"purge"}
    assert {call.words[0] for call in calls[2] if call.code} <= {"prompt", "reflect", "practise"}


def test_every_file_is_for_its_owner_alone_whatever_the_umask(calls: Any) -> None:
    program = calls[0]
    modes = {}
    for root in (program.home, program.state):
        modes[root] = stat.S_IMODE(os.stat(root).st_mode)
        for folder, folders, files in os.walk(root):
            for name in (*folders, *files):
                path = os.path.join(folder, name)
                modes[path] = stat.S_IMODE(os.lstat(path).st_mode)
    assert len(modes) > 20
    assert {path: oct(mode) for path, mode in modes.items() if mode not in (0o600, 0o700)} == {}
    assert all((mode == 0o700) == os.path.isdir(path) for path, mode in modes.items())


def test_an_export_is_for_its_owner_alone(calls: Any) -> None:
    out = os.path.join(calls[0].root, "out", "export")
    names = [out, *(os.path.join(out, name) for name in os.listdir(out))]
    assert {stat.S_IMODE(os.stat(name).st_mode) & 0o077 for name in names} == {0}


def test_nothing_is_written_but_where_the_family_said(calls: Any) -> None:
    program = calls[0]
    allowed = (program.home, program.state, os.path.join(program.root, "out"))
    for call in calls[2]:
        outside = {path for path in call.written if not path.startswith(allowed)}
        assert outside == set(), call.words


def test_no_command_loads_what_could_send_something_or_starts_another_program(calls: Any) -> None:
    for call in calls[2]:
        assert not call.modules & NETWORK, call.words
        assert call.events == [], call.words


def test_nothing_in_the_source_names_a_module_of_the_network() -> None:
    root = os.path.dirname(parentkit.__file__)
    found = []
    for folder, _, names in os.walk(root):
        for path in [os.path.join(folder, name) for name in names if name.endswith(".py")]:
            with open(path, encoding="utf-8") as file:
                tree = ast.parse(file.read())
            for node in ast.walk(tree):
                if isinstance(node, ast.Import):
                    named = [alias.name for alias in node.names]
                elif isinstance(node, ast.ImportFrom):
                    named = [node.module or "", *(f"{node.module}.{a.name}" for a in node.names)]
                else:
                    continue
                found += [(path, one) for one in named if NETWORK & {one, one.split(".")[0]}]
    assert found == []


def test_what_only_saves_time_holds_no_words_of_anybody(calls: Any) -> None:
    program = calls[0]
    shared = os.path.join(program.state, "backups")
    for folder, _, names in os.walk(program.state):
        if not folder.startswith(shared):
            for name in names:
                with open(os.path.join(folder, name), "rb") as file:
                    assert CANARY.encode() not in file.read(), name


def test_words_are_shown_where_they_were_asked_for_and_nowhere_else(calls: Any) -> None:
    for call in calls[2]:
        assert CANARY not in call.heard, call.words


def test_a_moment_that_was_erased_is_in_no_file(tools: Any, tmp_path: Any) -> None:
    program = tools.Program(tmp_path)
    kept = program.run("log", "sad", "comfort").stdout.split()[1]
    done = program.run("log", "afraid", "comfort", "--note", CANARY, "--need", CANARY)
    identity = done.stdout.split()[1]
    for words in (("edit", identity, "--note", f"{CANARY} again"), ("backup",), ("rates", "--all")):
        assert program.run(*words).returncode == 0
    done = program.run("purge", identity, "--yes")
    assert done.returncode == 0, done.stderr
    assert CANARY not in done.stdout + done.stderr
    for folder, _, names in os.walk(program.root):
        for name in names:
            with open(os.path.join(folder, name), "rb") as file:
                assert CANARY.encode() not in file.read(), os.path.join(folder, name)
    assert {document["id"] for document in program.moments()} == {kept}


NOTE = ("--note", CANARY, "--need", CANARY)

MISTAKES = (
    ("log", "nosuch", "comfort", *NOTE),
    ("log", "afraid", "nosuch", *NOTE),
    ("log", "afraid", "comfort", *NOTE, "--fit", "nosuch"),
    ("log", "afraid", "comfort", *NOTE, "--at", "3/4"),
    ("log", "afraid", "comfort", *NOTE, "--child", "nobody"),
    ("log", "afraid", "comfort", *NOTE, "--nosuch"),
    ("log", *NOTE),
    ("edit", "0000", *NOTE),
    ("moments", "--text", CANARY, "--cue", "nosuch"),
    ("find", f"note has {CANARY} and cue is nosuch"),
)


@pytest.mark.parametrize(
    "words", MISTAKES, ids=lambda words: " ".join(words).replace(CANARY, "...")
)
def test_a_mistake_in_a_call_does_not_repeat_the_note(program: Any, words: tuple[str, ...]) -> None:
    done = program.run(*words)
    assert done.returncode in (1, 2), done
    assert CANARY not in done.stdout + done.stderr


@pytest.mark.parametrize("below", ["", "families/own/journal"])
def test_a_moment_that_cannot_be_stored_is_not_repeated(program: Any, below: str) -> None:
    path = os.path.join(program.home, *below.split("/")).rstrip(os.sep)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="ascii"):
        pass
    done = program.run("log", "afraid", "comfort", *NOTE)
    assert done.returncode == 3
    assert CANARY not in done.stdout + done.stderr


BROKEN = """
import sys
from parentkit.storage import disk

def broken(*_given):
    raise ZeroDivisionError("a mistake in the program")

setattr(disk, sys.argv.pop(1), broken)
from parentkit.__main__ import main
sys.exit(main())
"""


@pytest.mark.parametrize("call", ["write", "fsync", "make_folder", "create_for_append", "replace"])
def test_even_a_mistake_in_the_program_does_not_repeat_the_note(program: Any, call: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BROKEN, call, "log", "afraid", "comfort", *NOTE],
        env=program.environment,
        cwd=program.root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "a mistake in the program" in done.stderr
    assert CANARY not in done.stdout + done.stderr


def test_a_damaged_line_is_named_and_not_repeated(program: Any, at_home: Any) -> None:
    program.run("log", "afraid", "comfort", *NOTE)
    (path,) = [path for path in at_home.files() if not path.endswith("family.jsonl")]
    with open(path, "rb") as file:
        data = file.read()
    with open(path, "wb") as file:
        file.write(data.replace(b'"set"', b'"sat"'))
    for words in (("moments", "--all"), ("rates", "--all"), ("doctor",), ("doctor", "--repair")):
        done = program.run(*words)
        assert CANARY not in done.stdout + done.stderr, words
        if words[0] != "rates":
            assert path in done.stdout + done.stderr, words
