"""The program's door: the quick path for `log CUE RESPONSE`, the command line for all else."""

from __future__ import annotations

import gc
import os
import sys

from parentkit.domain.errors import DataProblem, ParentkitError, UnknownCode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

    from parentkit.cli.session import Opened

INTERRUPTED = 130


def main() -> int:
    """Runs the program's own arguments; returns its exit code (docs/commands.md lists them).

    Whatever came of the command, what it wrote is looked after: also where whoever read the output
    has left, or where something after the writing did not work.
    """
    arguments = sys.argv[1:]
    opened: Opened = []
    code = _done(arguments, opened)
    if not opened:
        return code
    from parentkit.cli.session import look_after

    try:
        look_after(opened, "".join(arguments[:1]))
    except KeyboardInterrupt:
        return _interrupted()
    except OSError:
        return code  # nobody listens; what could be done is done
    return code


def _done(arguments: list[str], opened: Opened) -> int:
    code = 0
    try:
        code = _dispatch(arguments, opened)
        sys.stdout.flush()
    except ParentkitError as problem:
        _tell(problem, arguments)
        return problem.exit_code
    except KeyboardInterrupt:
        return _interrupted()
    except BrokenPipeError:
        # Whoever read our output has left; the interpreter must not complain about it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as problem:
        where = problem.filename or "the output"
        sys.stderr.write(f"parentkit: {where} could not be written or read ({problem.strerror}).\n")
        sys.stderr.write("  What was stored stays stored; parentkit moments shows it.\n")
        return DataProblem.exit_code
    return code


def _tell(problem: ParentkitError, words: list[str]) -> None:
    from parentkit.cli.terminal import fitted
    from parentkit.domain.text import clean

    in_log = "" if sys.stderr.isatty() else problem.in_log
    sys.stderr.write(f"{fitted(clean(f'parentkit: {in_log or problem.message}'))}\n")
    if in_log:
        return
    question, again = "", ""
    if isinstance(problem, UnknownCode):
        from parentkit.cli.meant import meant

        question, again = meant(problem, words)
        again = again if sys.stderr.isatty() else ""  # a note in it belongs into no log
    hint = question if again or (question and not problem.also) else problem.hint
    if hint:
        sys.stderr.write(f"{fitted(clean(f'  {hint}'))}\n")
    if again:
        sys.stderr.write(f"  {clean(again)}\n")


def _interrupted() -> int:
    sys.stderr.write("\nparentkit: stopped. What was stored stays stored.\n")
    return INTERRUPTED


def entry() -> NoReturn:
    """What the installed `parentkit` calls: runs, then leaves without taking the interpreter down.

    Taking it down piece by piece costs a quick log 3 ms and a long report more, and there is
    nothing left to do: what was acknowledged is on the disk, and both streams are flushed.
    """
    gc.disable()  # a command is over before looking for cycles could pay off
    _prepare_streams()
    code = main()
    try:
        if rest := sys.modules.get("parentkit.cli.rest"):  # a person was asked
            rest.throw_away()
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        code = code or DataProblem.exit_code
    os._exit(code)


def _prepare_streams() -> None:
    """Input is UTF-8 wherever it comes from; output never stops at a letter it cannot show.

    A stream that whoever started the program has closed is replaced by one that holds nothing.
    """
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115 open as long as the program
    elif not sys.stdin.isatty():
        sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")  # type: ignore[union-attr]
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


def _dispatch(arguments: list[str], opened: Opened) -> int:
    if _is_plain_log(arguments):
        from parentkit.cli.log.log import log_plain

        return log_plain(arguments[1], arguments[2:], opened)
    if arguments in ([], ["demo"]):
        from parentkit.tui.start import can_open, start, start_demo

        if can_open():
            return start_demo() if arguments else start()
    if arguments == ["coach"]:
        from parentkit.tui.start import can_open, has_coach, start_coach

        if can_open() and has_coach():
            return start_coach()
    from parentkit.cli.main import run

    return run(arguments, opened)


def _is_plain_log(arguments: list[str]) -> bool:
    """`log CUE RESPONSE ...` without options needs no argument parser, which costs 4 ms."""
    command, *words = arguments or ("",)
    return command == "log" and bool(words[1:]) and not any(word[:1] == "-" for word in words)


if __name__ == "__main__":
    entry()
