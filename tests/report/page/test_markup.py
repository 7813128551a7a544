"""Whatever text is put into a page is read back as the same text, and makes nothing of its own."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from parentkit.domain.text import clean
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
from parentkit.report.page.charts import Bar, Pair, Point, bars_chart, pairs_chart, weeks_chart
from parentkit.report.page.html import page, style_sheet
from parentkit.report.page.markup import block, element, line, style, style_policy, together

if TYPE_CHECKING:
    from collections.abc import Iterator

PIECES = (
    *("<script>", "</title>", "</style>", "<!--", "-->", "<![CDATA[", "]]>", "<svg/onload=x>"),
    *("&amp;", "&#60;", "&lt", "&", '"', "'", "`", "=", "/>", "<", ">", " x=", "\n", "a", "\0"),
)
TEXTS = st.text(max_size=40) | st.lists(st.sampled_from(PIECES), max_size=8).map("".join)


SHORT = 26
MANY = 20


class Read(HTMLParser):
    """A page as a browser's parser takes it: elements with attributes, and text."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.texts: list[str] = [""]
        self.others: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, attrs))
        self.texts.append("")

    def handle_endtag(self, _tag: str) -> None:
        self.texts.append("")

    def handle_data(self, data: str) -> None:
        self.texts[-1] += data

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    handle_pi = unknown_decl = handle_comment


@given(TEXTS, TEXTS, TEXTS)
@example("</p><b>", '" onload="x', "&lt;")
def test_text_anywhere_is_read_back_as_it_is(one: str, other: str, title: str) -> None:
    inner = together(one, element("em", other), one)
    read = Read(block("p", inner, aria_label=title, class_=other))
    assert read.elements == [
        ("p", [("aria-label", clean(title)), ("class", clean(other))]),
        ("em", []),
    ]
    assert read.texts == ["", f"\n{clean(one)}", clean(other), clean(one), "\n"]
    assert read.others == []


@given(TEXTS)
def test_markup_that_was_changed_by_hand_is_text(text: str) -> None:
    made = element("b", text)
    for changed in (f"{made}", made + "", made.replace("b", "i"), made[:]):
        read = Read(line("p", changed))
        assert [name for name, _ in read.elements] == ["p"]
        assert read.texts[1] == clean(changed)


def test_what_is_empty_has_no_end_tag_and_shapes_close_themselves() -> None:
    assert line("meta", http_equiv="x", content="y") == '<meta http-equiv="x" content="y">\n'
    assert element("line", class_="a", x1="0.0") == '<line class="a" x1="0.0"/>'
    assert element("svg", viewBox="0 0 1 2") == '<svg viewBox="0 0 1 2"></svg>'


@pytest.mark.parametrize("name", ["b onload=x", "p>", "", "é é", 'a-b"', "a/b"])
def test_a_name_is_nobodys_text(name: str) -> None:
    with pytest.raises(ValueError, match="never anybody's text"):
        element(name)
    with pytest.raises(ValueError, match="never anybody's text"):
        element("p", **{name: "x"})


def test_a_style_sheet_ends_where_its_element_does() -> None:
    assert style("a > b { color: red }") == "<style>a > b { color: red }</style>"
    with pytest.raises(ValueError, match="may not end"):
        style("a {} </style><script>")
    assert "sha256-" in element("meta", content=style_policy(style_sheet()))


def everywhere(text: str) -> Contents:
    """A report that has one text wherever a text may stand."""
    point = Point(text, 3, 0.5, 0.2, 0.8)
    entry = Entry(
        text,
        text,
        text,
        text,
        text,
        met=True,
        details=[text],
        quotes=[Quote(text, text)],
        identity=text,
    )
    blocks = [
        Words(text),
        Words(text, "id"),
        Table(text, (text, text), [(text, text)]),
        Headlines([Headline(text, text, text, 0.5, 0.2, 0.8)]),
        Drawing(text, text, 10, together(text)),
        weeks_chart(text, [point]),
        pairs_chart(text, [Pair(text, point, point)]),
        bars_chart(text, [Bar(text, 1, 1, 1)]),
        Day(text, [entry]),
        Listed(text, text, text, text),
    ]
    return Contents(text, [text], [Section("one", text, blocks)])


def elements(source: str) -> Iterator[tuple[str, list[str]]]:
    for tag, attributes in Read(source).elements:
        yield tag, [name for name, _ in attributes]


def fits_anywhere(text: str) -> bool:
    """Whether it is one line, and short enough for a chart's names."""
    return text.splitlines() == [text] and bool(clean(text)) and len(text) <= SHORT


@given(TEXTS.filter(fits_anywhere))
def test_no_text_in_a_report_makes_an_element_or_goes_lost(text: str) -> None:
    source, plain = "".join(page(everywhere(text))), "".join(page(everywhere("x")))
    read, like = Read(source), Read(plain)
    assert list(elements(source)) == list(elements(plain))
    assert read.others == like.others
    pairs = list(zip(read.texts, like.texts, strict=True))
    assert all(found == clean(text) for found, x in pairs if x == "x")
    assert sum(x == "x" for _, x in pairs) > MANY
