"""What can be written to find moments, and how it is written again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parentkit.content import load
from parentkit.domain.log.household import Household
from parentkit.domain.log.wanted import EVERYTHING, Both, Either, Has, Is, Not, Said, Within
from parentkit.domain.text import one_line, shown_width
from parentkit.services.log.find_fields import FIELDS as FIELDS_ASKED
from parentkit.services.log.find_fields import vocabulary_of
from parentkit.services.log.find_grammar import DEEPEST, parse
from parentkit.services.log.find_problem import NARROWEST, FindProblem
from parentkit.services.log.find_tokens import VERBS, quoted
from parentkit.services.log.find_tree import All, AnyOf, Ask, No, printed
from parentkit.services.log.find_words import read, wanted_by

if TYPE_CHECKING:
    from parentkit.domain.log.wanted import Wanted
    from parentkit.services.log.find_tree import Tree

TODAY = date(2026, 11, 22)
FIELDS = dict.fromkeys(("cue", "note", "tag", "when"), VERBS)
MIA = {"id": "01M1AZJPG0YYPZXKH46DHKX62C", "name": "Mia"}
ANNA = {"id": "01M1AZJPG1627J63Z0KFG8YEEK", "name": "Anna and Jo"}
OWN = {"id": "01M1AZJPG1627J63Z0KFG8YEEM", "vocabulary": "cues", "code": "my:moon", "label": "moon"}

FAMILY = Household((("child", MIA), ("caregiver", ANNA), ("term", OWN)), load)


def lines() -> st.SearchStrategy[str]:
    written = st.text(max_size=12) | st.sampled_from(
        (
            "and",
            "NOT",
            "said",
            'a "cup"',
            "(so)",
            "don't",
            "'tis",
            "cue is",
            "blue  cup",
            "“so”",
            "is",
        )
    )
    return written.map(one_line)


def asks() -> st.SearchStrategy[Tree]:
    fields = st.sampled_from(list(FIELDS))
    told = st.builds(Ask, fields, st.sampled_from(VERBS), lines(), st.booleans(), st.just(0))
    said = st.builds(Ask, fields, st.just("said"), st.just(""), st.booleans(), st.just(0))
    return told | said


def joined(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return several.map(All) | several.map(AnyOf) | inner.map(No)


def without_places(tree: Tree) -> Tree:
    if isinstance(tree, Ask):
        return tree._replace(at=0)
    if isinstance(tree, No):
        return No(without_places(tree.part))
    return type(tree)(tuple(map(without_places, tree.parts)))


@given(st.recursive(asks(), joined, max_leaves=8))
def test_a_tree_that_is_written_and_read_is_the_same_tree(tree: Tree) -> None:
    assert without_places(parse(printed(tree), FIELDS, {})) == tree


PIECES = [
    "cue",
    "note",
    "is",
    "has",
    "not",
    "and",
    "or",
    "(",
    ")",
    "sad",
    '"',
    "'",
    "said",
    "since",
]
TYPED = st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join)


@given(TYPED | st.text(max_size=40))
def test_whatever_is_typed_is_read_or_told_with_its_place(text: str) -> None:
    try:
        tree = parse(text, FIELDS, {})
    except FindProblem as problem:
        places = [problem.at, problem.hint.split("\n")[1].index("^") - len("  ")]
    else:
        places = []
        assert without_places(parse(printed(tree), FIELDS, {})) == without_places(tree)
    assert all(0 <= place <= len(one_line(text)) for place in places)


WEEK = Within("2026-11-16", "2026-11-23")
AFRAID, SAD = Is("cue", "afraid"), Is("cue", "sad")

MEANT: tuple[tuple[str, Wanted], ...] = (
    ("cue is afraid", AFRAID),
    ("CUE IS Afraid", AFRAID),
    ("sign is not sad", Not(SAD)),
    ("cue is moon", Is("cue", "my:moon")),
    ("response is comfort", Is("responses", "comfort")),
    ("response has comfort", Is("responses", "comfort")),
    ("repair is not yet", Is("repair", "not_yet")),
    ("repair is not not yet", Not(Is("repair", "not_yet"))),
    ("repair is not repaired", Not(Is("repair", "repaired"))),
    ("state is stressed", Is("parent_state", "stressed")),
    ("child is mia", Is("child", MIA["id"])),
    ('by is "Anna and Jo"', Is("caregiver", ANNA["id"])),
    ("caregiver is anna", Is("caregiver", ANNA["id"])),
    ("tag is nursery", Is("tags", "nursery")),
    ("tag has not nursery", Not(Is("tags", "nursery"))),
    ("note has the blue cup", Has(("note",), "the blue cup")),
    ("words has 'and so on'", Has(("note", "need"), "and so on")),
    ("note has don't", Has(("note",), "don't")),
    ("note has 'don't and won't'", Has(("note",), "don't and won't")),
    ("context is unsaid", Not(Said("context"))),
    ("context is not unsaid", Said("context")),
    ("words is said", Either((Said("note"), Said("need")))),
    ("flag is yes", Said("flag")),
    ("miscue is no", Not(Said("miscue"))),
    ("when is this week", WEEK),
    ("when on 2026-11-22", Within("2026-11-22", "2026-11-23")),
    ("when since 3 weeks", Within("2026-11-02", "")),
    ("when since mon", Within("2026-11-16", "")),
    ("when before last week", Within("", "2026-11-09")),
    ("when is since 3 nov", Within("2026-11-03", "")),
    ("when since 3 weeks ago", Within("2026-11-01", "")),
    ("when before 2 months ago", Within("", "2026-09-22")),
    ("when in november", Within("2026-11-01", "2026-12-01")),
    ("when is in november 2025", Within("2025-11-01", "2025-12-01")),
    ("when from 16. nov", Within("2026-11-16", "")),
    ("when last week", Within("2026-11-09", "2026-11-16")),
    ("when not last week", Not(Within("2026-11-09", "2026-11-16"))),
    ("when between 1 nov and 14 nov", Within("2026-11-01", "2026-11-15")),
    (
        "when is Between 1 and 14 nov and cue is sad",
        Both((Within("2026-11-01", "2026-11-15"), SAD)),
    ),
    ("note has between meals and cue is sad", Both((Has(("note",), "between meals"), SAD))),
    ("when was yesterday", Within("2026-11-21", "2026-11-22")),
    ("cue = sad", SAD),
    ("child is all", EVERYTHING),
    ("child is not Everybody", Not(EVERYTHING)),
    ("note has child in bed", Has(("note",), "child in bed")),
    ("cue is sad and cue is afraid or cue is sad", Either((Both((SAD, AFRAID)), SAD))),
    ("cue is sad and (cue is afraid or cue is sad)", Both((SAD, Either((AFRAID, SAD))))),
    ("not cue is sad and cue is afraid", Both((Not(SAD), AFRAID))),
    ("not (cue is sad and cue is afraid)", Not(Both((SAD, AFRAID)))),
)


@pytest.mark.parametrize(("words", "wanted"), MEANT)
def test_what_the_words_mean(words: str, wanted: Wanted) -> None:
    assert wanted_by(words, FAMILY, TODAY) == wanted


REFUSED = (
    ("cue is afriad", "afriad", "Nearest: scared, worried; angry"),
    ("cue is", "", "quotation marks"),
    ("cue is and note has x", "and", "quotation marks"),
    ("cue sad", "sad", "cue is, cue is said"),
    ("cue has sad", "has", "cue is, cue is said"),
    ("note is x", "is", "note has, note is said"),
    ("cue since mon", "since", "cue is"),
    ("mood is x", "mood", "All fields: cue, response"),
    ("noet has x", "noet", "Nearest: note"),
    ("cue is sad and", "", "All fields"),
    ("cue is sad and or cue is sad", "or", "cue is ... or cue is ..."),
    ("(cue is sad", "", "Put )"),
    ("cue is sad)", ")", "Leave it out"),
    ("(cue is sad) cue is sad", "cue is sad", "Put one of them"),
    ("cue is afraid or sad", "sad", "cue is ... or cue is ..."),
    ("note has scared and lonely", "lonely", '"... and ..."'),
    ("find dentist", "find", "note has"),
    ("note has dentist cue is sad", "cue is sad", "quotation marks"),
    ('note has "x', '"x', "Close it"),
    ('note has ""', '""', "Say what"),
    ("child is Bob", "Bob", "Names: Mia"),
    ("cue is s", "s", "Could be: "),
    ("sad", "sad", "Perhaps: cue is sad."),
    ("Mia", "Mia", "Perhaps: child is Mia."),
    ("mia sad last week", "mia", "Perhaps: child is mia and cue is sad and when is last week."),
    ("since 3 weeks ago", "since", "Perhaps: when since 3 weeks ago."),
    ("sad before nov", "sad", "Perhaps: cue is sad and when before nov."),
    ("on monday", "on", "Perhaps: when on monday."),
    ("child is Mia and Jo", "Jo", "child is ... or child is ..."),
    ("when between 1 nov", "between", "Examples"),
    ("when nonsense", "nonsense", "Examples"),
    ("when", "", "when since"),
    ("when and cue is sad", "and", "when since"),
    ("not yet", "yet", "All fields"),
    ("last week", "last", "Perhaps: when is last week."),
    ("when is 3 weeks ago", "3 weeks", "2026-W44; since 3 weeks ago"),
    ("when on 3.11.2026", "3.11", "Write 11 mar 2026 or 3 nov 2026"),
    ("when has last week", "has", "when since"),
    ("flag is perhaps", "perhaps", "yes, no"),
    ("when since 3/4", "3/4", "2026-04-03"),
    ("fit is zebra", "zebra", "All: met; met, kind no"),
    ("", "", "All fields"),
)


@pytest.mark.parametrize(("words", "place", "hint"), REFUSED)
def test_what_cannot_be_read_is_pointed_at(words: str, place: str, hint: str) -> None:
    with pytest.raises(FindProblem) as refused:
        wanted_by(words, FAMILY, TODAY)
    problem = refused.value
    assert problem.exit_code == 2
    assert words[problem.at :].startswith(place)
    assert bool(place) or problem.at == len(words)
    line, mark, told = problem.hint.split("\n")
    assert len(line) == len(words)
    assert line[: problem.at] == words[: problem.at] or "has" in words
    assert mark.removeprefix("  ") == " " * problem.at + "^"
    assert hint in told


def test_what_an_error_offers_is_what_lists_show_and_can_be_written() -> None:
    codes = 0
    for name, field in FIELDS_ASKED.items():
        if not field.words:
            continue
        vocabulary = vocabulary_of(field, FAMILY)
        for code in vocabulary.offered():
            words = quoted(vocabulary.short(code))
            assert wanted_by(f"{name} is {words}", FAMILY, TODAY) == Is(field.fields[0], code)
            codes += 1
        with pytest.raises(FindProblem) as refused:
            wanted_by(f"{name} is zzzzz", FAMILY, TODAY)
        assert "_" not in refused.value.message + refused.value.hint.removesuffix(
            f"parentkit vocabulary list {field.words} shows all."
        )
    assert codes > 50


def test_a_long_value_is_not_repeated_whole() -> None:
    with pytest.raises(FindProblem) as refused:
        wanted_by(f"cue is {'sda ' * 400}", FAMILY, TODAY)
    assert max(map(len, (refused.value.message, *refused.value.hint.split("\n")))) < 120


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("when since 3 weeks", ("from Mon 2 Nov on",)),
        ("when before last week and cue is sad", ("before Mon 9 Nov",)),
        ("when in november or not when on yesterday", ("November 2026", "Saturday 21 November")),
        ("when since 2026-11-02 and when before 2026-11", ()),
        ("when is said", ()),
    ],
)
def test_days_in_words_are_said_as_they_were_taken(words: str, days: tuple[str, ...]) -> None:
    assert read(words, FAMILY, TODAY).days == days


@pytest.mark.parametrize(
    "words",
    [
        "note has SECRET and cue is afriad",
        "cue is afriad and words has SECRET or note has not SECRET",
        "note has SECRET SECRET when since mon",
        'note has "SECRET" cue is sad',
        'cue is afriad and note has "SECRET',
        'cue is sad and note has "SECRET',
        "note has SECRET) and cue is sad",
        "(note has SECRET",
        "note has SECRET and",
        "note has SECRET and mood is bad",
        "note has scared and SECRET",
        "note contains SECRET",
        "note is SECRET",
        "note has scared (SECRET",
        "note SECRET",
        "SECRET",
    ],
)
def test_what_is_looked_for_in_notes_is_not_repeated(words: str) -> None:
    with pytest.raises(FindProblem) as refused:
        wanted_by(words, FAMILY, TODAY)
    assert "SECRET" not in refused.value.message + refused.value.hint
    assert "......" in refused.value.hint


def test_a_long_line_is_shown_around_the_place() -> None:
    words = " and ".join(["cue is sad"] * 20 + ["cue is sda"] + ["cue is sad"] * 20)
    with pytest.raises(FindProblem) as refused:
        wanted_by(words, FAMILY, TODAY)
    line, mark, _ = refused.value.hint.split("\n")
    assert len(line) < 70
    assert line.startswith("... ")
    assert line[len(mark) - len("  ^") :].startswith("sda")


@given(
    st.lists(st.sampled_from(["cue", "is", "日本語の言葉", "(sad", "é", "and"]), max_size=60),
    st.integers(0, 80),
    st.data(),
)
def test_the_place_is_shown_in_any_width(words: list[str], width: int, data: st.DataObject) -> None:
    line = " ".join(words)
    at = data.draw(st.integers(0, len(line)))
    problem = FindProblem(line, at, "No.", "Possible: this.")
    problem.fit(width)
    shown, mark, told = problem.hint.split("\n  ")
    assert told == "Possible: this."
    assert max(map(shown_width, (shown, mark))) <= max(width, NARROWEST)
    places = [end for end in range(len(shown) + 1) if shown_width(shown[:end]) == len(mark) - 1]
    assert [line[at:].startswith(shown[end:]) for end in places] == [True] or not line[at:].strip()


@pytest.mark.parametrize(
    "written", ["„a and b“", "„a and b”", "“a and b”", "\u2018a and b\u2019", "«a and b»"]
)
def test_what_other_keyboards_put_around_words_is_a_quotation(written: str) -> None:
    assert wanted_by(f"note has {written}", FAMILY, TODAY) == Has(("note",), "a and b")


@pytest.mark.parametrize("opening", ["(", "not "])
def test_what_is_nested_too_deeply_or_too_long_is_said_so(opening: str) -> None:
    closing = ")" * (DEEPEST - 1) if opening == "(" else ""
    assert wanted_by(opening * (DEEPEST - 1) + "cue is sad" + closing, FAMILY, TODAY)
    with pytest.raises(FindProblem, match="nested too deeply"):
        wanted_by(opening * 400 + "cue is sad", FAMILY, TODAY)
    with pytest.raises(FindProblem, match="characters"):
        wanted_by("cue is sad and " * 1000, FAMILY, TODAY)
