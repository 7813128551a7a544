"""Loading much at once without the garbage collector looking through it again and again."""

from __future__ import annotations

import gc

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType


class CollectorPaused:
    """While it lasts nothing is searched for cycles; objects are freed as ever when unused.

    A search takes as long as there are objects, and making a hundred thousand sets off dozens.
    """

    __slots__ = ("_was_on",)

    def __enter__(self) -> None:
        self._was_on = gc.isenabled()
        gc.disable()

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _problem: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if self._was_on:
            gc.enable()
