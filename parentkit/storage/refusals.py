"""What the system refused, as a sentence: where, why, and what is safe."""

from __future__ import annotations

from parentkit.domain.errors import DataProblem
from parentkit.storage.lock import Busy

UNCHANGED = "Nothing was changed."


def unread(place: str, problem: OSError, safe: str = UNCHANGED) -> DataProblem:
    """That a file or folder cannot be read; `safe` says what is safe and what to do."""
    return DataProblem(f"{place} cannot be read ({_reason(problem)}).", safe)


def unwritten(place: str, problem: OSError, safe: str = UNCHANGED) -> DataProblem:
    """That a file or folder could not be written; `safe` says what is safe and what to do."""
    return DataProblem(f"{place} could not be written ({_reason(problem)}).", safe)


def _reason(problem: OSError) -> str:
    if isinstance(problem, Busy):
        return "another parentkit is using it; wait for it or close it"
    return problem.strerror or str(problem)
