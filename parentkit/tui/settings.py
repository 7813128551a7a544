"""What a person has set for the screens: own colours and keys in `ui.toml`, and the last choice.

`ui.toml` stands in the family's home and is written by hand; docs/ui.md describes it. The colours
and signs chosen last stand in the local state.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.storage.local_state import Shelf, documents
from parentkit.storage.reading import read_bounded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from parentkit.journal import Places

FILE = "ui.toml"


class Settings(NamedTuple):
    """What was set, and sentences about what could not be read of it.

    Attributes:
        theme: the name of the colours to begin with, empty for the default.
        signs: `unicode`, `ascii` or empty where the terminal decides.
        keys: binding ids to keys, as Textual writes them.
        themes: own themes: name to colours.
        hide_minutes: minutes after which a hidden screen comes back by itself; 0 is never.
        problems: sentences for the person.
    """

    theme: str = ""
    signs: str = ""
    keys: Mapping[str, str] = {}
    themes: Mapping[str, Mapping[str, str]] = {}
    hide_minutes: int = 0
    problems: tuple[str, ...] = ()


def read_settings(places: Places) -> Settings:
    """The settings of this home and this machine; nothing there is the default."""
    path = os.path.join(places.home, FILE)
    written, problems = _written(path)
    chosen = next(iter(documents(_shelf(places))), {})
    keys, themes = written.get("keys", {}), written.get("themes", {})
    minutes = written.get("hide_minutes", 0)
    if not _is_table_of_text(keys):
        keys, problems = {}, [*problems, f"{path}: [keys] holds something other than text."]
    if not isinstance(themes, dict) or not all(map(_is_table_of_text, themes.values())):
        themes, problems = {}, [*problems, f"{path}: [themes] holds something other than colours."]
    if type(minutes) is not int or minutes < 0:
        minutes, problems = 0, [*problems, f"{path}: hide_minutes is a whole number from 0 on."]
    return Settings(
        theme=str(chosen.get("theme") or written.get("theme") or ""),
        signs=str(chosen.get("signs") or written.get("signs") or ""),
        keys=keys,
        themes=themes,
        hide_minutes=minutes,
        problems=tuple(problems),
    )


def keep_choice(places: Places, theme: str, signs: str) -> None:
    """Keeps the colours and signs chosen on this machine.

    Raises:
        OSError: they could not be written.
    """
    from parentkit.storage.tinydb_file import LocalState

    with LocalState(_shelf(places)) as table:
        if not table.update(chosen := {"theme": theme, "signs": signs}):
            table.insert(chosen)


def _shelf(places: Places) -> Shelf:
    return Shelf(places.state, "look", "ui.json", _from_older)


def _from_older(found: Any) -> Iterator[dict[str, Any]]:
    if isinstance(found, dict):
        yield found


def _written(path: str) -> tuple[dict[str, Any], list[str]]:
    if not os.path.exists(path):
        return {}, []
    import tomllib

    try:
        return tomllib.loads(read_bounded(path).decode()), []
    except (OSError, ValueError) as problem:
        return {}, [f"{path} cannot be read ({problem}); the usual keys and colours are used."]


def _is_table_of_text(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(each, str) for each in value.values())
