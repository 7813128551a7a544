"""HTML and SVG, escaped by construction: what is not `Markup` is text, wherever it is put.

`Markup` is made here alone. Joining it with other text by any means but those of this module gives
plain text again, which is escaped when it is put anywhere: a mistake shows, and never acts.
"""

from __future__ import annotations

from html import escape

from parentkit.domain.text import clean


class Markup(str):
    """Elements that are whole, or text that is escaped."""

    __slots__ = ()


DOCTYPE = Markup("<!DOCTYPE html>\n")

_NO_CONTENT = {"meta"}
_SHAPES = {"circle", "line", "polygon", "polyline", "rect"}


def element(name: str, /, *content: str, **attributes: str) -> Markup:
    """An element; `class_` and `aria_label` are the attributes `class` and `aria-label`."""
    for each in (name, *attributes):
        if not each.replace("_", "").isalnum():
            raise ValueError("names of elements and attributes are never anybody's text")
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_inert(value)}"'
        for key, value in attributes.items()
    )
    if name in _NO_CONTENT:
        return Markup(f"<{name}{given}>")
    if name in _SHAPES:
        return Markup(f"<{name}{given}/>")
    return Markup(f"<{name}{given}>{together(*content)}</{name}>")


def line(name: str, /, *content: str, **attributes: str) -> Markup:
    """An element that ends its line."""
    return Markup(f"{element(name, *content, **attributes)}\n")


def block(name: str, /, *content: str, **attributes: str) -> Markup:
    """An element whose tags stand on lines of their own."""
    return line(name, "\n", *content, **attributes)


def together(*content: str) -> Markup:
    """One after the other, what is text being escaped."""
    return Markup("".join(map(_inert, content)))


def style(sheet: str) -> Markup:
    """A style sheet in an element; browsers read it as it stands, up to the end tag."""
    if "</" in sheet:
        raise ValueError("a style sheet may not end its element")
    return Markup(f"<style>{sheet}</style>")


def style_policy(sheet: str) -> Markup:
    """The Content-Security-Policy, for an attribute: nothing but that style sheet."""
    from base64 import b64encode
    from hashlib import sha256

    digest = b64encode(sha256(sheet.encode()).digest()).decode()
    return Markup(
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src 'none'; "
        "base-uri 'none'; form-action 'none'"
    )


def _inert(text: str) -> str:
    """What is markup as it is; any other text shown, never acted on, also within quotes."""
    return text if isinstance(text, Markup) else escape(clean(text), quote=True)
