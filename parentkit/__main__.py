"""The program's door: the quick path for `log CUE RESPONSE`, the command line for all else."""

from __future__ import annotations

import os
import sys

from parentkit.domain.errors import ParentkitError

INTERRUPTED = 130


def main() -> int:
    """Runs the program's own arguments; returns its exit code (docs/commands.md lists them)."""
    try:
        code = _dispatch(sys.argv[1:])
        sys.stdout.flush()
    except ParentkitError as problem:
        sys.stderr.write(f"parentkit: {problem.message}\n")
        if problem.hint:
            sys.stderr.write(f"  {problem.hint}\n")
        return problem.exit_code
    except KeyboardInterrupt:
        sys.stderr.write("\nparentkit: stopped. What was stored stays stored.\n")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has left; the interpreter must not complain about it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


def _dispatch(arguments: list[str]) -> int:
    if _is_plain_log(arguments):
        from parentkit.cli.log import log_plain

        return log_plain(arguments[1], arguments[2:])
    from parentkit.cli.main import run

    return run(arguments)


def _is_plain_log(arguments: list[str]) -> bool:
    """`log CUE RESPONSE ...` without options needs no argument parser, which costs start-up time."""
    return (
        len(arguments) > 2
        and arguments[0] == "log"
        and not any(word.startswith("-") for word in arguments)
    )


if __name__ == "__main__":
    sys.exit(main())
