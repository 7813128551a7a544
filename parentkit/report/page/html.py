"""A report as one HTML page that holds all it needs: no scripts, no images, nothing fetched.

A policy in the page's head allows the one style sheet that it carries, by its hash, and nothing
else. Everything else in the page is text or the elements that are built here.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from parentkit.report.page.blocks import (
    Contents,
    Day,
    Drawing,
    Entry,
    Headline,
    Headlines,
    Listed,
    Quote,
    Section,
    Table,
    Words,
)
from parentkit.report.page.charts import WIDTH, strip
from parentkit.report.page.markup import (
    DOCTYPE,
    Markup,
    block,
    element,
    line,
    style,
    style_policy,
    together,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parentkit.report.page.blocks import Block

LANGUAGE = "en"

_STRIP_HEIGHT = 40


def page(contents: Contents) -> Iterator[str]:
    """The page, piece by piece."""
    yield DOCTYPE
    yield block("html", _head(style_sheet(), contents.title), _body(contents), lang=LANGUAGE)


def style_sheet() -> str:
    """The style sheet that every page carries."""
    path = os.path.join(os.path.dirname(__file__), "style.css")
    with open(path, encoding="utf-8") as file:
        return file.read()


def _head(sheet: str, title: str) -> Markup:
    return block(
        "head",
        line("meta", charset="utf-8"),
        line("meta", http_equiv="Content-Security-Policy", content=style_policy(sheet)),
        line("meta", name="viewport", content="width=device-width, initial-scale=1"),
        line("meta", name="color-scheme", content="light dark"),
        line("meta", name="referrer", content="no-referrer"),
        line("meta", name="robots", content="noindex"),
        line("title", title),
        style(sheet),
        "\n",
    )


def _body(contents: Contents) -> Markup:
    links = [
        line("li", element("a", section.title, href=f"#{section.name}"))
        for section in contents.sections
    ]
    about = [line("p", words, class_="about") for words in contents.about]
    return block(
        "body",
        line("a", "Skip to the report", class_="skip", href="#report"),
        block("header", line("h1", contents.title, dir="auto"), *about),
        block("nav", block("ul", *links), aria_label="Contents"),
        block("main", *map(_section, contents.sections), id="report", tabindex="-1"),
    )


def _section(section: Section) -> Markup:
    heading = f"{section.name}-heading"
    listed = [each for each in section.blocks if isinstance(each, Listed)]
    return block(
        "section",
        line("h2", section.title, id=heading),
        *(_block(each, f"{section.name}-{place}") for place, each in enumerate(section.blocks)),
        block("ul", *map(_goal, listed), class_="goals") if listed else "",
        id=section.name,
        aria_labelledby=heading,
    )


def _block(shown: Block, name: str) -> str:
    """A block; goals stand together, at the end of their section."""
    match shown:
        case Words():
            return _words(shown)
        case Headlines():
            figures = enumerate(shown.figures)
            each = (_headline(figure, f"{name}-{place}") for place, figure in figures)
            return block("div", *each, class_="headlines")
        case Drawing():
            return _drawing(shown, name)
        case Table():
            return _table(shown, f"{name}-caption")
        case Day():
            entries = block("ol", *map(_entry, shown.entries), class_="moments")
            return together(line("h3", shown.title), entries)
        case Listed():
            return ""


def _words(words: Words) -> Markup:
    if not words.statement:
        return line("p", words.text, dir="auto")
    return line("p", words.text, class_="statement", id=f"statement-{words.statement}")


def _headline(figure: Headline, name: str) -> Markup:
    parts = [
        line("h3", figure.name),
        line("p", figure.value, class_="value"),
        line("p", figure.detail, class_="detail"),
    ]
    if figure.rate is not None:
        told = f"{figure.value} on a line from 0 to 100 %, with its range and a mark at 30 %."
        body = strip(figure.rate, figure.low, figure.high)
        mark = element("span", "dashed: the mark at 30 %")
        parts.append(_svg(Drawing(figure.name, told, _STRIP_HEIGHT, body), name))
        parts.append(line("p", "0 %", mark, "100 %", class_="legend"))
    return block("div", *parts, class_="headline")


def _drawing(drawing: Drawing, name: str) -> Markup:
    return block(
        "div",
        _svg(drawing, name),
        class_="chart",
        role="group",
        aria_label=drawing.title,
        tabindex="0",
    )


def _svg(drawing: Drawing, name: str) -> Markup:
    return line(
        "svg",
        element("title", drawing.title, id=f"{name}-title"),
        element("desc", drawing.description, id=f"{name}-desc"),
        drawing.body,
        role="img",
        viewBox=f"0 0 {WIDTH} {drawing.height}",
        aria_labelledby=f"{name}-title {name}-desc",
    )


def _table(table: Table, caption: str) -> Markup:
    heads = [element("th", head, scope="col") for head in table.heads]
    rows = [
        line(
            "tr",
            element("th", head, scope="row", dir="auto"),
            *(element("td", cell) for cell in cells),
        )
        for head, *cells in table.rows
    ]
    whole = block(
        "table",
        line("caption", table.caption, id=caption),
        block("thead", line("tr", *heads)),
        block("tbody", *rows),
    )
    about = {"class_": "table", "role": "group", "aria_labelledby": caption, "tabindex": "0"}
    return block("div", whole, **about)


def _entry(entry: Entry) -> Markup:
    time = element("time", entry.time[11:16], datetime=entry.time)
    identity = element("span", entry.identity, class_="identity")
    details = " · ".join(entry.details)
    return block(
        "li",
        line("p", time, " ", element("bdi", entry.who), " ", identity, class_="when"),
        line("p", entry.what, class_="what", dir="auto"),
        _signed(entry.glyph, entry.fit, "fit met" if entry.met else "fit not-met"),
        line("p", details, class_="details", dir="auto") if entry.details else "",
        *map(_quote, entry.quotes),
    )


def _signed(glyph: str, words: str, sort: str) -> Markup:
    """A sign, which is not read aloud, and the words that say the same."""
    sign = element("span", glyph, class_="glyph", aria_hidden="true")
    return line("p", sign, " ", words, class_=sort)


def _quote(quote: Quote) -> Markup:
    lines = [line("p", words, dir="auto") for words in quote.text.splitlines() if words]
    return block(
        "div",
        line("p", element("bdi", quote.who), class_="by"),
        block("blockquote", *lines),
        class_="quote",
    )


def _goal(goal: Listed) -> Markup:
    return block(
        "li",
        _signed(goal.glyph, goal.state, "fit"),
        line("p", goal.text, dir="auto"),
        line("p", goal.details, class_="details", dir="auto") if goal.details else "",
    )
