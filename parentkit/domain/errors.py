"""Errors written for people: what happened, what is safe, what to do next."""

from __future__ import annotations

SHOWN = 6
"""How many candidates an error names."""

_SOMEBODY = frozenset(("child", "caregiver", "person", "family"))


class ParentkitError(Exception):
    """A problem that a person can act on.

    `message` says what happened and where; `hint` says what is safe and what to do next (may be
    empty); `in_log` says both without anybody's name, for where nobody but a log listens (empty
    where there is none in it); `exit_code` is what the command line returns (documented in
    docs/commands.md).
    """

    exit_code = 3
    also: tuple[ParentkitError, ...] = ()
    """What else was wrong with the same words; the hint has it already."""

    def __init__(self, message: str, hint: str = "", in_log: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.in_log = in_log


class NothingFound(ParentkitError):
    """What was asked for does not exist."""

    exit_code = 1


class NothingReadable(NothingFound):
    """What was asked for is not among what could be read; not all could be."""

    exit_code = 3


class UsageProblem(ParentkitError):
    """The call's own words cannot be read; nothing was changed."""

    exit_code = 2


class DataProblem(ParentkitError):
    """A file or a value from outside is not what it should be."""

    exit_code = 3


class UnknownCode(UsageProblem):
    """A value is in none of the vocabulary's ids or labels.

    `nearest` holds up to three ids or labels that look alike, best first.
    """

    def __init__(self, what: str, value: str, nearest: tuple[str, ...] = ()) -> None:
        hint = f"Nearest: {', '.join(nearest)}." if nearest else ""
        in_log = f"There is no {what} of the name that was given." if what in _SOMEBODY else ""
        super().__init__(f"{value!r} is not a known {what}.", hint, in_log)
        self.what = what
        self.value = value
        self.nearest = nearest


class AmbiguousCode(UsageProblem):
    """A shortened value could mean several ids; `candidates` names them, the hint the first few."""

    def __init__(self, what: str, value: str, candidates: tuple[str, ...]) -> None:
        named = ", ".join(candidates[:SHOWN])
        if len(candidates) > SHOWN:
            named = f"{named} and {len(candidates) - SHOWN} more"
        in_log = f"The name could be more than one {what}'s." if what in _SOMEBODY else ""
        told = f"{value!r} could be more than one {what}."
        super().__init__(told, f"Could be: {named}.", in_log)
        self.what = what
        self.value = value
        self.candidates = candidates
