"""What is shown when the UI stops unexpectedly: where in the code, and never what was in it."""

from __future__ import annotations

from traceback import extract_tb

from rich.text import Text
from textual.worker import WorkerFailed

_FRAMES = 4


def crash_text(error: BaseException | None) -> Text:
    """A few plain lines: the sort of error and the last places in the code it passed.

    Neither the error's own message nor any variable is shown: either may hold a note or a name.
    """
    if isinstance(error, WorkerFailed):
        error = error.error  # what stopped the job; the wrapper around it has passed no place
    frames = extract_tb(error.__traceback__)[-_FRAMES:] if error else []
    places = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
    return Text(
        "\n".join(
            (
                f"parentkit had to stop: something it did not expect ({type(error).__name__}).",
                "Everything that was saved is stored; parentkit moments shows it.",
                "These places in the code help whoever mends it. They hold nothing of yours:",
                *places,
            )
        )
    )
