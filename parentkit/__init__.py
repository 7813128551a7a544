"""parentkit: notice, log and think about attunement, in the terminal and on your own machine.

For programs: `parentkit.open_log()`, `parentkit.read_export()` and what they give (docs/api.md).
These names are loaded from parentkit.api when they are first asked for, so that importing the
package costs nothing.
"""

__version__ = "0.1.0"

__all__ = (
    "AmbiguousCode",
    "Coding",
    "DataProblem",
    "Export",
    "Log",
    "Moment",
    "NothingFound",
    "ParentkitError",
    "Part",
    "Rates",
    "Records",
    "Reflection",
    "Share",
    "UnknownCode",
    "Unread",
    "UsageProblem",
    "__version__",
    "open_log",
    "read_export",
    "to_rows",
)


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'parentkit' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module("parentkit.api"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
