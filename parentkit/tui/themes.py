"""Colours: a calm pair, high contrast, one for colour-blind eyes, the terminal's own, and greys.

A sign's colour stands beside its glyph and its word, never alone, and no state is red. The set for
colour-blind eyes is that of Okabe and Ito, "Color Universal Design" (2008).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.color import Color, ColorParseError
from textual.theme import BUILTIN_THEMES, Theme

if TYPE_CHECKING:
    from collections.abc import Mapping

STATES = ("met", "partial", "not-met", "repaired", "open", "unsure", "flag")
"""The states that have a colour of their own, as CSS variables `$sign-met` and so on."""

SOFT = "soft"
"""The colour of what may be passed over, as the CSS variable `$soft`."""


def shipped() -> list[Theme]:
    """The themes of the program, the first one the default."""
    return [
        _theme(
            "calm-dark",
            ("#1d2128", "#242932", "#2d333e", "#dcdfe4", "#8fb7c9", "#e0b978", "#9aa3b1"),
            ("#9cc4d6", "#bba9d6", "#b5ad9f", "#9ccbb0", "#9aa3b0", "#9aa3b0", "#e0b978"),
        ),
        _theme(
            "calm-light",
            ("#faf8f4", "#f3f0e9", "#e9e4da", "#2b2b2b", "#2f6478", "#7f4f0c", "#5b626e"),
            ("#1f5f7a", "#5d4a89", "#625b4f", "#25623f", "#5a6270", "#5a6270", "#7f4f0c"),
            dark=False,
        ),
        _theme(
            "high-contrast",
            ("#000000", "#000000", "#1a1a1a", "#ffffff", "#ffffff", "#ffff00", "#d8d8d8"),
            ("#ffffff", "#ffffff", "#ffffff", "#00ffff", "#ffffff", "#ffffff", "#ffff00"),
        ),
        _theme(
            "okabe-ito",
            ("#141414", "#1c1c1c", "#262626", "#f0f0f0", "#56b4e9", "#f0e442", "#b4b4b4"),
            ("#56b4e9", "#cc79a7", "#e69f00", "#009e73", "#bbbbbb", "#bbbbbb", "#f0e442"),
        ),
        _ansi(),
        _theme(
            "grey",
            ("#101010", "#181818", "#262626", "#d8d8d8", "#ffffff", "#ffffff", "#a4a4a4"),
            ("#ffffff", "#d8d8d8", "#b8b8b8", "#ffffff", "#b8b8b8", "#b8b8b8", "#ffffff"),
        ),
    ]


GROUNDS = ("background", "surface", "panel", "foreground", "primary", "accent", "soft")
"""The colours that an own theme names in `ui.toml`; beside them it may name any state."""


def own(themes: Mapping[str, Mapping[str, str]], complaints: list[str]) -> list[Theme]:
    """Themes that a person has written; what is not a colour is named in `complaints`.

    What a theme leaves out is as in the default one. `dark = "no"` marks a light one.
    """
    made = []
    for name, colours in themes.items():
        known = {"dark", *GROUNDS, *STATES}
        for key, value in colours.items():
            if key not in known:
                complaints.append(
                    f"ui.toml: a theme has no {key!r}; it has {', '.join(sorted(known))}."
                )
            elif key != "dark" and not _is_colour(value):
                complaints.append(f"ui.toml: {value!r} for {key} in {name!r} is not a colour.")
        kept = {key: value for key, value in colours.items() if _is_colour(value)}
        base = shipped()[0]
        made.append(
            _theme(
                name,
                tuple(kept.get(each) or _of(base, each) for each in GROUNDS),
                tuple(kept.get(each) or base.variables[f"sign-{each}"] for each in STATES),
                dark=colours.get("dark") != "no",
            )
        )
    return made


def _of(theme: Theme, ground: str) -> str:
    return theme.variables[SOFT] if ground == SOFT else str(getattr(theme, ground))


def _is_colour(text: str) -> bool:
    try:
        Color.parse(text)
    except ColorParseError:
        return False
    return True


def _theme(
    name: str,
    grounds: tuple[str, ...],
    signs: tuple[str, ...],
    *,
    dark: bool = True,
) -> Theme:
    background, surface, panel, foreground, primary, accent, soft = grounds
    return Theme(
        name=name,
        primary=primary,
        secondary=primary,
        accent=accent,
        warning=accent,
        error=accent,
        success=primary,
        foreground=foreground,
        background=background,
        surface=surface,
        panel=panel,
        dark=dark,
        variables=_variables(soft, signs),
    )


def _ansi() -> Theme:
    return Theme(
        name="ansi",
        ansi=True,
        primary="ansi_blue",
        secondary="ansi_cyan",
        accent="ansi_yellow",
        warning="ansi_yellow",
        error="ansi_yellow",
        success="ansi_cyan",
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        boost="ansi_default",
        dark=True,
        # What Textual's own widgets ask for where the terminal's colours are used.
        variables={**BUILTIN_THEMES["ansi-dark"].variables}
        | _variables(
            "ansi_bright_black",
            (
                "ansi_blue",
                "ansi_magenta",
                "ansi_default",
                "ansi_cyan",
                "ansi_default",
                "ansi_default",
                "ansi_yellow",
            ),
        ),
    )


def _variables(soft: str, signs: tuple[str, ...]) -> dict[str, str]:
    states = {f"sign-{state}": colour for state, colour in zip(STATES, signs, strict=True)}
    return {SOFT: soft, **states}
