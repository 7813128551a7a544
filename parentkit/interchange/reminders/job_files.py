"""Files with which a system's own scheduler runs a command every few minutes.

A job does not know the family's rhythm: it asks the program, which says something when something is
due. So a change of the rhythm, of the clocks or of the place needs no new job.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from xml.etree.ElementTree import Element

SYSTEMD, LAUNCHD, WINDOWS, CRON = "systemd", "launchd", "windows", "cron"
SYSTEMS = (SYSTEMD, LAUNCHD, WINDOWS, CRON)

NAME = "parentkit-reminders"
LABEL = "org.parentkit.reminders"
"""Stands in every file written here, so that one can be told from somebody else's."""

EVERY_MINUTES = 15
TITLE = "A quiet quarter of an hour"


class JobFile(NamedTuple):
    """A file of a job: its name and its content."""

    name: str
    content: bytes


class Command(NamedTuple):
    """What a job runs: a program with its arguments, and variables of its environment."""

    words: Sequence[str]
    environment: Mapping[str, str]


def job_files(system: str, command: Command) -> list[JobFile]:
    """The files of a job for one of SYSTEMS."""
    return _WRITERS[system](command)


def _systemd(command: Command) -> list[JobFile]:
    variables = "".join(
        f"Environment={_systemd_word(f'{name}={value}', dollars=False)}\n"
        for name, value in command.environment.items()
    )
    words = " ".join(_systemd_word(word, dollars=True) for word in command.words)
    head = f"# {LABEL}: `parentkit reminders remove systemd` takes this away.\n[Unit]\n"
    service = (
        f"{head}Description={TITLE}\n\n"
        f"[Service]\nType=oneshot\nUMask=0077\n{variables}ExecStart={words}\n"
    )
    timer = (
        f"{head}Description={TITLE}\n\n"
        f"[Timer]\nOnCalendar=*:0/{EVERY_MINUTES}\n\n[Install]\nWantedBy=timers.target\n"
    )
    return [
        JobFile(f"{NAME}.service", service.encode()),
        JobFile(f"{NAME}.timer", timer.encode()),
    ]


def _systemd_word(word: str, *, dollars: bool) -> str:
    """One word as systemd.syntax(7) and systemd.service(5) quote it."""
    for plain, written in (("\\", "\\\\"), ('"', '\\"'), ("%", "%%"), ("\n", "\\n")):
        word = word.replace(plain, written)
    return f'"{word.replace("$", "$$") if dollars else word}"'


def _launchd(command: Command) -> list[JobFile]:
    import plistlib

    job = {
        "Label": LABEL,
        "ProgramArguments": list(command.words),
        "EnvironmentVariables": dict(command.environment),
        "StartInterval": EVERY_MINUTES * 60,
        "Umask": 0o077,
    }
    return [JobFile(f"{LABEL}.plist", plistlib.dumps(job))]


def _windows(command: Command) -> list[JobFile]:
    """A task of the Task Scheduler, schema 1.2; its tool reads UTF-16.

    The console host is started without a window, which would flash up every few minutes.
    """
    from subprocess import list2cmdline
    from xml.etree.ElementTree import indent, tostring

    words = list2cmdline(command.words)
    if command.environment:
        # A task has no environment of its own, so the command interpreter sets it.
        variables = "".join(f'set "{name}={each}"&& ' for name, each in command.environment.items())
        words = f'cmd.exe /d /c "{variables}{words}"'
    task = _task(words)
    indent(task)
    written = tostring(task, encoding="unicode")
    text = f'<?xml version="1.0" encoding="UTF-16"?>\n{written}\n'
    return [JobFile(f"{NAME}.xml", text.replace("\n", "\r\n").encode("utf-16"))]


def _task(words: str) -> Element:
    """A task that runs a command line every few minutes."""
    return _xml(
        "Task",
        _xml("RegistrationInfo", _xml("Description", TITLE), _xml("URI", f"\\{LABEL}")),
        _xml(
            "Triggers",
            _xml(
                "TimeTrigger",
                _xml("Repetition", _xml("Interval", f"PT{EVERY_MINUTES}M")),
                _xml("StartBoundary", "2026-01-01T00:00:00"),
            ),
        ),
        _xml(
            "Principals",
            _xml(
                "Principal",
                _xml("LogonType", "InteractiveToken"),
                _xml("RunLevel", "LeastPrivilege"),
                id="Author",
            ),
        ),
        _xml(
            "Settings",
            _xml("StartWhenAvailable", "true"),
            _xml("DisallowStartIfOnBatteries", "false"),
            _xml("StopIfGoingOnBatteries", "false"),
        ),
        _xml(
            "Actions",
            _xml("Exec", _xml("Command", "conhost.exe"), _xml("Arguments", f"--headless {words}")),
            Context="Author",
        ),
        version="1.2",
        xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task",
    )


def _xml(name: str, *inner: Element | str, **attributes: str) -> Element:
    """An element; what is text in it is escaped when it is written."""
    from xml.etree.ElementTree import Element

    made = Element(name, attributes)
    for part in inner:
        if isinstance(part, str):
            made.text = part
        else:
            made.append(part)
    return made


def _cron(command: Command) -> list[JobFile]:
    from shlex import quote

    variables = [f"{name}={quote(value)}" for name, value in command.environment.items()]
    line = " ".join([*variables, *map(quote, command.words)])
    # An unescaped percent sign ends a cron command; the comment behind it is the shell's.
    written = f"*/{EVERY_MINUTES} * * * * {line.replace('%', chr(92) + '%')} # {LABEL}\n"
    return [JobFile(f"{NAME}.cron", written.encode())]


_WRITERS = {SYSTEMD: _systemd, LAUNCHD: _launchd, WINDOWS: _windows, CRON: _cron}
