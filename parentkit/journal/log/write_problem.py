"""What a person is told when something could not be stored: what happened, what is safe."""

from __future__ import annotations

import errno

from parentkit.domain.errors import DataProblem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from parentkit.journal.log.operation import Operation

_REASONS = {
    errno.ENOSPC: ("the disk is full", "Free some space and log it again."),
    errno.EDQUOT: ("your share of the disk is used up", "Free some space and log it again."),
    errno.EROFS: (
        "the disk takes no writing",
        "Make it writable, or set PARENTKIT_HOME elsewhere.",
    ),
    errno.EACCES: ("there is no permission to", "Look at the owner and mode of that folder."),
    errno.EPERM: ("there is no permission to", "Look at the owner and mode of that folder."),
    errno.EIO: ("the disk reported an error", "Check the disk, and make a copy of the folder."),
    errno.EBUSY: ("another parentkit is writing", "Wait for it or close it, then log it again."),
}


class WriteProblem(DataProblem):
    """Something could not be stored; `stored` holds the operations that were, before it."""

    def __init__(self, message: str, hint: str, stored: Sequence[Operation] = ()) -> None:
        super().__init__(message, hint)
        self.stored = tuple(stored)


def not_written(path: str, problem: OSError, stored: Sequence[Operation]) -> WriteProblem:
    """Nothing stands in the file that did not stand there before."""
    detail, advice = _described(problem)
    message = f"{path} could not be written: {detail}."
    return WriteProblem(message, f"{_safe(stored)} {advice}", stored)


def not_confirmed(path: str, problem: OSError, stored: Sequence[Operation]) -> WriteProblem:
    """The disk took what was written and then would not say that it has it."""
    detail, advice = _described(problem)
    message = f"{path}: the disk did not confirm what was written: {detail}."
    unsure = "What was logged just now may or may not be there later."
    return WriteProblem(message, f"{unsure} {_safe(stored)} {advice}", stored)


def stopped() -> WriteProblem:
    """The disk did not confirm an earlier write, so nothing more is taken on."""
    return WriteProblem(
        "Nothing more is stored in this run: the disk did not confirm an earlier write.",
        "Everything confirmed before that is safe. Check the disk and start parentkit again.",
    )


def _described(problem: OSError) -> tuple[str, str]:
    detail = problem.strerror or str(problem)
    reason, advice = _REASONS.get(problem.errno or 0, ("", "Then log it again."))
    return (f"{reason} ({detail})" if reason else detail), advice


def _safe(stored: Sequence[Operation]) -> str:
    from parentkit.domain.sentence import plural

    return plural(
        len(stored),
        zero="Everything stored before is safe.",
        one="The first of these is stored. Everything stored before is safe.",
        other="The first {n} of these are stored. Everything stored before is safe.",
    )
