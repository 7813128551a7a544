"""The page as a browser, a screen reader and a suspicious person meet it."""

from __future__ import annotations

import base64
import hashlib
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parentkit.content import load
from parentkit.domain.log.selection import Selection
from parentkit.domain.ulid import ulid_named
from parentkit.journal.log.writer import Draft
from parentkit.services.family.household import read_household
from parentkit.services.rates.review import look_at

if TYPE_CHECKING:
    pass

FITS = ("matched", "partial", "misread", "kind_limit_matched", "missed", "overrode", "unsure")
MS = 1_795_420_800_000
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
HOSTILE = (
    '<script>alert(1)</script><img src=x onerror=alert(1)>"><b>bold</b>',
    "&lt;i&gt; ]]> --> ' onload='x",
    "\u202egnp.exe\u2066\x1b]0;owned\x07\x00 end",
    '=HYPERLINK("http://example.org")',
)


def fill(family: Any) -> None:
    for number in range(70):
        repair = {"state": ("repaired", "not_yet", "not_going_to")[number % 3]}
        if repair["state"] == "repaired":
            repair["after_minutes"] = 3 * number
        family.moment(
            day=number % 26 - 4,
            fit=FITS[number % 7],
            cue=("sad", "angry", "proud", "hungry", "slow_down")[number % 5],
            responses=[("comfort", "fix_advise", "listen_ask")[number % 3], "withdrew"],
            repair=repair,
        )


def test_the_page_allows_its_own_style_sheet_and_nothing_else(family: Any, tree: Any) -> None:
    fill(family)
    source = family.page()
    [policy] = [
        element.attributes["content"]
        for element in tree(source).all("meta")
        if element.attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    style = re.search(r"<style>(.*)</style>", source, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src 'none'; base-uri 'none'; "
        "form-action 'none'"
    )


def test_the_page_holds_no_script_no_handler_no_style_of_its_own_and_fetches_nothing(
    family: Any, tree: Any
) -> None:
    fill(family)
    source = family.page()
    for element in tree(source).elements:
        assert element.name not in {"script", "iframe", "object", "embed", "link", "img", "base"}
        assert not [name for name in element.attributes if name.startswith("on")]
        assert "style" not in element.attributes
        assert "src" not in element.attributes
        assert element.attributes.get("href", "#").startswith("#")
    assert "url(" not in source
    assert "@import" not in source
    assert not re.search(r"https?://", source)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_people_wrote_is_text_and_nothing_more(
    family: Any, tree: Any, hostile: str, coach: str, child: str
) -> None:
    family.write("child", {"name": hostile}, child)
    family.write(
        "term",
        {"vocabulary": "cues", "code": "my:x", "label": hostile, "group": "distress"},
    )
    own = {"vocabulary": "responses", "code": "my:y", "label": hostile, "group": "mixed"}
    family.write("term", own)
    moment = family.moment(
        cue="my:x",
        responses=["my:y"],
        note=hostile,
        need=hostile,
        tags=[hostile],
        context=hostile,
        fit="misread",
        child_after=hostile,
    )
    family.write("comment", {"moment": moment, "text": hostile, "sort": hostile, "coder": coach})
    family.write("coding", {"moment": moment, "fit": hostile, "coder": hostile, "blind": True})
    family.write("goal", {"text": hostile, "state": hostile, "by_when": hostile, "coder": hostile})
    clean, source = family.page(title="The Larks"), family.page(title=hostile)
    found, plain = tree(source), tree(clean)
    assert [element.name for element in found.elements] == [
        element.name for element in plain.elements
    ]
    assert not {"script", "img", "b", "i"} & {element.name for element in found.elements}
    assert not set("\x00\x1b\x07\u202e\u2066").intersection(source)
    if hostile.isprintable():
        notes = [element.words for element in found.all("blockquote")]
        assert notes.count(" ".join(hostile.split())) == 3, "note, need and comment are there whole"


def test_headings_go_down_one_step_at_a_time_and_ids_are_there_once(family: Any, tree: Any) -> None:
    fill(family)
    found = tree(family.page())
    levels = [int(element.name[1]) for element in found.elements if element.name in HEADINGS]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = [element.attributes["id"] for element in found.elements if "id" in element.attributes]
    assert len(ids) == len(set(ids))
    named = {
        name
        for element in found.elements
        for attribute in ("aria-labelledby", "aria-describedby")
        for name in element.attributes.get(attribute, "").split()
    }
    targets = {element.attributes["href"].removeprefix("#") for element in found.all("a")}
    assert named | targets <= set(ids)


def test_every_chart_has_a_name_a_description_and_a_table_after_it(family: Any, tree: Any) -> None:
    fill(family)
    found = tree(family.page())
    charts = [
        place
        for place, each in enumerate(found.elements)
        if each.attributes.get("class") == "chart"
    ]
    assert len(charts) == 4
    for place in charts:
        after = [each.name for each in found.elements[place + 1 :]]
        section = after[: after.index("section")] if "section" in after else after
        assert section[:3] == ["svg", "title", "desc"]
        assert "table" in section
    for drawing in found.all("svg"):
        assert drawing.attributes["role"] == "img"


def test_tables_have_captions_and_heads_with_their_scope(family: Any, tree: Any) -> None:
    fill(family)
    found = tree(family.page())
    assert len(found.all("caption")) == len(found.all("table")) >= 4
    assert all(caption.words for caption in found.all("caption"))
    for head in found.all("th"):
        assert head.attributes["scope"] == ("col" if "thead" in head.path else "row")


def test_the_language_is_said_and_the_first_link_leads_past_the_contents(
    family: Any, tree: Any
) -> None:
    found = tree(family.page())
    [document] = found.all("html")
    assert document.attributes["lang"] == "en"
    assert found.all("a")[0].attributes["href"] == "#report"
    assert found.all("main")[0].attributes["id"] == "report"


def test_figures_are_those_of_the_rates(family: Any, tree: Any) -> None:
    fill(family)
    household = read_household(family.journal)
    from_rates = look_at(family.journal, household, Selection(family.period), "family").review
    account = family.reported().account
    assert account.review.summary == from_rates.summary
    assert account.families == [part for part in from_rates.parts if part[1].match.n]
    match, back = from_rates.summary.match, from_rates.summary.came_back
    values = [
        element.words
        for element in tree(family.page()).all("p")
        if element.attributes.get("class") in ("value", "detail")
    ]
    assert match.rate is not None
    assert back.rate is not None
    assert match.low is not None
    assert match.high is not None
    assert values[0] == f"{match.rate:.0%}".replace("%", " %")
    span = f"{100 * match.low:.0f} to {100 * match.high:.0f} %"
    assert values[1] == f"roughly: {match.met} of {match.n}, range {span}"
    assert values[2] == f"{100 * back.rate:.0f} %"


def test_too_few_moments_are_told_in_counts_and_no_rate_is_drawn(family: Any, tree: Any) -> None:
    for number in range(4):
        family.moment(day=number + 2, fit="matched" if number % 2 else "missed")
    found = tree(family.page())
    values = [each.words for each in found.all("p") if each.attributes.get("class") == "value"]
    assert values == ["2 of 4", "2 of 4"]
    assert "%" not in " ".join(cell.words for cell in found.all("td"))
    assert not [each for each in found.all("circle") if "headline" in each.path]


def test_a_report_about_nothing_says_so_and_is_a_whole_page(family: Any, tree: Any) -> None:
    found = tree(family.page())
    assert "Gaps are normal." in found.all("main")[0].words
    titles = [each.words for each in found.all("h2")]
    assert titles == ["What this is", "At a glance"]
    assert statements(found) == {"not_a_test", "before_sharing"}


def statements(found: Any) -> set[str]:
    return {
        element.attributes["id"].removeprefix("statement-")
        for element in found.elements
        if element.attributes.get("class") == "statement"
    }


def test_statements_stand_in_the_page_whole_and_under_their_ids(family: Any, tree: Any) -> None:
    fill(family)
    found = tree(family.page())
    known = {each["id"]: each for each in load("statements")["statements"]}
    shown = {
        element.attributes["id"].removeprefix("statement-"): element.words
        for element in found.elements
        if element.attributes.get("class") == "statement"
    }
    needed = {"what_it_is", "what_30_is", "missing_by_design", "not_a_test", "before_sharing"}
    assert needed | {"range", "repair"} <= set(shown) <= set(known)
    assert shown["not_a_test"] == known["not_a_test"]["long"]
    summary = family.reported().account.review.summary
    assert shown["what_it_is"].startswith(
        f"Of the {summary.match.n} moments written down, {summary.match.met} were judged as met."
    )


@pytest.mark.parametrize(
    ("fits", "told"),
    [
        (["missed"], "Of the 1 moment written down, 0 were judged as met."),
        (["matched"], "Of the 1 moment written down, 1 was judged as met."),
        (["matched", "missed"], "Of the 2 moments written down, 1 was judged as met."),
        (["matched", "matched"], "Of the 2 moments written down, 2 were judged as met."),
    ],
)
def test_the_page_counts_as_people_say_it(
    family: Any, tree: Any, fits: list[str], told: str
) -> None:
    for fit in fits:
        family.moment(day=17, fit=fit)
    assert told in " ".join(each.words for each in tree(family.page()).elements)


def test_weeks_without_moments_are_gaps(family: Any, tree: Any) -> None:
    for number in range(6):
        family.moment(day=2, fit=FITS[number])
        family.moment(day=17, fit=FITS[number])
    weeks = [week for week, _ in family.reported().account.weeks]
    assert weeks == ["2026-W44", "2026-W45", "2026-W46", "2026-W47"]
    rows = [cell.words for cell in tree(family.page()).all("td")]
    assert rows.count("none written down") == 2


def test_moments_set_apart_are_counted_and_not_shown(family: Any, tree: Any) -> None:
    family.moment(note="an ordinary one")
    family.moment(note="the frightening one", flag=True)
    words = tree(family.page()).all("main")[0].words
    assert "1 moment set apart" in words
    assert "an ordinary one" in words
    assert "the frightening one" not in words


def test_comments_codings_and_goals_stand_under_the_names_of_who_wrote_them(
    family: Any, tree: Any, coach: str
) -> None:
    moment = family.moment(fit="missed")
    family.write(
        "comment", {"moment": moment, "text": "You went back.", "sort": "strength", "coder": coach}
    )
    family.write("coding", {"moment": moment, "fit": "partial", "coder": coach, "blind": True})
    family.write("goal", {"text": "Wait a breath", "state": "open", "coder": coach})
    words = tree(family.page()).all("main")[0].words
    assert "Dana Reed, a strength You went back." in words
    assert "as Dana Reed sees it, coded blind ◐ partly" in words
    assert "open Wait a breath set by Dana Reed" in words


def test_what_somebody_else_wrote_in_a_coachs_name_is_not_shown(family: Any, coach: str) -> None:
    moment = family.moment(fit="missed")
    borrowed = {"moment": moment, "text": "put into my mouth", "coder": coach}
    family.journal.append([Draft("comment", ulid_named("borrowed", MS), borrowed, by="somebody")])
    assert "put into my mouth" not in family.page()


def test_the_page_says_where_two_coders_agree_from_thirty_moments_on(
    family: Any, tree: Any, coach: str
) -> None:
    moments = [family.moment(day=number % 20 + 1, fit=FITS[number % 3]) for number in range(30)]
    for number, moment in enumerate(moments[:29]):
        family.write(
            "coding", {"moment": moment, "fit": FITS[number % 4], "coder": coach, "blind": True}
        )
    assert "Cohen's kappa" not in family.page().replace("&#x27;", "'")
    family.write("coding", {"moment": moments[29], "fit": "missed", "coder": coach, "blind": True})
    words = tree(family.page()).all("main")[0].words
    assert "agreement about what is written, not about what happened" in words
    assert "30 moments coded by both" in words
    assert "Cohen's kappa" in words


def test_markdown_tells_the_same_figures(family: Any, tree: Any) -> None:
    fill(family)
    cells = [cell.words for cell in tree(family.page(supervision=True)).all("td")]
    rows = re.findall(r"^\| (.*) \|$", family.markdown(supervision=True), re.MULTILINE)
    written = [cell.strip() for row in rows for cell in row.split(" | ")[1:]]
    assert [cell for cell in cells if cell] == [
        cell for cell in written if cell and not cell.startswith("---") and cell in cells
    ]


@pytest.mark.parametrize(
    ("note", "written"),
    [
        ("<b>x</b> & co", r"\<b\>x\</b\> \& co"),
        ("# not a title", r"\# not a title"),
        ("1. not a list", r"1\. not a list"),
        ("- nor this", r"\- nor this"),
        ("[a](http://b.c) www.d.e", r"\[a\](http:\//b.c) www\.d.e"),
        ("| a | b |", r"\| a \| b \|"),
    ],
)
def test_in_markdown_what_people_wrote_stays_text(family: Any, note: str, written: str) -> None:
    family.moment(note=note)
    assert f"  > {written}\n" in f"{family.markdown()}\n"


@settings(max_examples=15, deadline=None)
@given(weeks=st.lists(st.integers(0, 9), min_size=4, max_size=4), seed=st.integers(0, 99))
def test_parts_add_up_to_the_whole(
    family: Any, tmp_path_factory: pytest.TempPathFactory, weeks: list[int], seed: int
) -> None:
    family = type(family)(tmp_path_factory.mktemp("family"))
    for week, count in enumerate(weeks):
        for number in range(count):
            fit = FITS[(seed + number) % 7]
            family.moment(day=7 * week - 4, fit=fit, cue=("sad", "proud")[number % 2])
    account = family.reported().account
    n = account.review.summary.match.n
    assert sum(part.match.n for _, part in account.families) == n
    assert sum(part.match.n for _, part in account.responses) == n
    assert sum(part.match.n for _, part in account.weeks if part) == n
