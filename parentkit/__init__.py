"""parentkit: notice, log and think about attunement, in the terminal and on your own machine.

For programs: `parentkit.open_log()`, `parentkit.read_export()` and what they give (docs/api.md).
These names are loaded when they are first asked for, so that importing the package costs nothing;
type checkers read them in the stub beside this file.
"""

__version__ = "0.1.0"

_ROOMS = {
    "api": "Export Log open_log read_export",
    "domain.errors": (
        "AmbiguousCode DataProblem NothingFound ParentkitError UnknownCode UsageProblem"
    ),
    "interchange.research.typed": "Coding Moment Part Rates Records Reflection Share Unread",
    "interchange.research.typed_rows": "to_rows",
}
"""The names for programs, by the module that each stands in."""

__all__ = tuple(f"__version__ {' '.join(_ROOMS.values())}".split())


def __getattr__(name: str) -> object:
    for room, offered in _ROOMS.items():
        if name in offered.split():
            return getattr(__import__(f"{__name__}.{room}", fromlist=(name,)), name)
    raise AttributeError(f"module 'parentkit' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
