"""A report as one HTML page that holds all it needs: no scripts, no images, nothing fetched.

A policy in the page's head allows the one style sheet that it carries, by its hash, and nothing
else. Everything else in the page is text or the elements written here.
"""

from __future__ import annotations

import os
from itertools import chain
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
from parentkit.report.page.escape import inert

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LANGUAGE = "en"

_STRIP_HEIGHT = 40


def page(contents: Contents) -> Iterator[str]:
    """The page, piece by piece."""
    style = style_sheet()
    yield "<!DOCTYPE html>\n"
    yield f'<html lang="{LANGUAGE}">\n<head>\n<meta charset="utf-8">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy(style)}">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield '<meta name="color-scheme" content="light dark">\n'
    yield '<meta name="referrer" content="no-referrer">\n'
    yield '<meta name="robots" content="noindex">\n'
    yield f"<title>{inert(contents.title)}</title>\n"
    yield f"<style>{style}</style>\n</head>\n<body>\n"
    yield '<a class="skip" href="#report">Skip to the report</a>\n'
    yield from _head(contents)
    yield '<main id="report" tabindex="-1">\n'
    yield from chain.from_iterable(map(_section, contents.sections))
    yield "</main>\n</body>\n</html>\n"


def policy(style: str) -> str:
    """The Content-Security-Policy: nothing but that style sheet."""
    from base64 import b64encode
    from hashlib import sha256

    digest = b64encode(sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src 'none'; "
        "base-uri 'none'; form-action 'none'"
    )


def style_sheet() -> str:
    """The style sheet that every page carries."""
    path = os.path.join(os.path.dirname(__file__), "style.css")
    with open(path, encoding="utf-8") as file:
        return file.read()


def _head(contents: Contents) -> Iterator[str]:
    yield "<header>\n"
    yield f'<h1 dir="auto">{inert(contents.title)}</h1>\n'
    for line in contents.about:
        yield f'<p class="about">{inert(line)}</p>\n'
    yield '</header>\n<nav aria-label="Contents">\n<ul>\n'
    for section in contents.sections:
        yield f'<li><a href="#{section.name}">{inert(section.title)}</a></li>\n'
    yield "</ul>\n</nav>\n"


def _section(section: Section) -> Iterator[str]:
    heading = f"{section.name}-heading"
    yield f'<section id="{section.name}" aria-labelledby="{heading}">\n'
    yield f'<h2 id="{heading}">{inert(section.title)}</h2>\n'
    listed = [block for block in section.blocks if isinstance(block, Listed)]
    for place, block in enumerate(section.blocks):
        name = f"{section.name}-{place}"
        match block:
            case Words():
                yield _words(block)
            case Headlines():
                yield from _headlines(block.figures, name)
            case Drawing():
                yield from _drawing(block, name)
            case Table():
                yield from _table(block, name)
            case Day():
                yield from _day(block)
            case Listed():
                pass
    if listed:
        yield from _list(listed)
    yield "</section>\n"


def _words(words: Words) -> str:
    if not words.statement:
        return f'<p dir="auto">{inert(words.text)}</p>\n'
    return f'<p class="statement" id="statement-{words.statement}">{inert(words.text)}</p>\n'


def _headlines(figures: Sequence[Headline], name: str) -> Iterator[str]:
    yield '<div class="headlines">\n'
    for place, figure in enumerate(figures):
        yield '<div class="headline">\n'
        yield f"<h3>{inert(figure.name)}</h3>\n"
        yield f'<p class="value">{inert(figure.value)}</p>\n'
        yield f'<p class="detail">{inert(figure.detail)}</p>\n'
        if figure.rate is not None:
            told = f"{figure.value} on a line from 0 to 100 %, with its range and a mark at 30 %."
            body = strip(figure.rate, figure.low, figure.high)
            drawing = Drawing(figure.name, told, _STRIP_HEIGHT, body)
            yield _svg(drawing, f"{name}-{place}")
            yield '<p class="legend">0 %<span>dashed: the mark at 30 %</span>100 %</p>\n'
        yield "</div>\n"
    yield "</div>\n"


def _drawing(drawing: Drawing, name: str) -> Iterator[str]:
    yield f'<div class="chart" role="group" aria-label="{inert(drawing.title)}" tabindex="0">\n'
    yield _svg(drawing, name)
    yield "</div>\n"


def _svg(drawing: Drawing, name: str) -> str:
    return (
        f'<svg role="img" viewBox="0 0 {WIDTH} {drawing.height}" '
        f'aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{inert(drawing.title)}</title>'
        f'<desc id="{name}-desc">{inert(drawing.description)}</desc>'
        f"{drawing.body}</svg>\n"
    )


def _table(table: Table, name: str) -> Iterator[str]:
    caption = f"{name}-caption"
    yield f'<div class="table" role="group" aria-labelledby="{caption}" tabindex="0">\n<table>\n'
    yield f'<caption id="{caption}">{inert(table.caption)}</caption>\n<thead>\n<tr>'
    yield from (f'<th scope="col">{inert(head)}</th>' for head in table.heads)
    yield "</tr>\n</thead>\n<tbody>\n"
    for head, *cells in table.rows:
        yield f'<tr><th scope="row" dir="auto">{inert(head)}</th>'
        yield from (f"<td>{inert(cell)}</td>" for cell in cells)
        yield "</tr>\n"
    yield "</tbody>\n</table>\n</div>\n"


def _day(day: Day) -> Iterator[str]:
    yield f'<h3>{inert(day.title)}</h3>\n<ol class="moments">\n'
    yield from chain.from_iterable(map(_entry, day.entries))
    yield "</ol>\n"


def _entry(entry: Entry) -> Iterator[str]:
    time = inert(entry.time)
    yield f'<li>\n<p class="when"><time datetime="{time}">{inert(entry.time[11:16])}</time> '
    yield f'<bdi>{inert(entry.who)}</bdi> <span class="identity">{inert(entry.identity)}</span></p>'
    yield f'\n<p class="what" dir="auto">{inert(entry.what)}</p>\n'
    state = "met" if entry.met else "not-met"
    yield f'<p class="fit {state}"><span class="glyph" aria-hidden="true">{inert(entry.glyph)}'
    yield f"</span> {inert(entry.fit)}</p>\n"
    if entry.details:
        yield f'<p class="details" dir="auto">{inert(" · ".join(entry.details))}</p>\n'
    yield from chain.from_iterable(map(_quote, entry.quotes))
    yield "</li>\n"


def _quote(quote: Quote) -> Iterator[str]:
    yield f'<div class="quote">\n<p class="by"><bdi>{inert(quote.who)}</bdi></p>\n'
    yield "<blockquote>\n"
    yield from (f'<p dir="auto">{inert(line)}</p>\n' for line in quote.text.splitlines() if line)
    yield "</blockquote>\n</div>\n"


def _list(goals: Sequence[Listed]) -> Iterator[str]:
    yield '<ul class="goals">\n'
    for goal in goals:
        yield f'<li>\n<p class="fit"><span class="glyph" aria-hidden="true">{inert(goal.glyph)}'
        yield f"</span> {inert(goal.state)}</p>\n"
        yield f'<p dir="auto">{inert(goal.text)}</p>\n'
        if goal.details:
            yield f'<p class="details" dir="auto">{inert(goal.details)}</p>\n'
        yield "</li>\n"
    yield "</ul>\n"
