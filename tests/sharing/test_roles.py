"""The table of roles is closed: a file or a line that it does not name is refused."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parentkit.domain import codes
from parentkit.domain.coaching.scope import arriving
from parentkit.domain.ulid import ulid, ulid_named
from parentkit.journal.log.operation import Operation
from parentkit.sharing.bundle import coach_id
from parentkit.sharing.envelope import TYPES
from parentkit.sharing.roles import (
    Passage,
    apart,
    author_named,
    author_of,
    moved,
    not_in_table,
    objection,
    rule_for,
    within_scope,
)

ROLES = ("family", "coach", "supervisor", "programme", "")
SIDES = ("family", "coach", "supervisor", "programme")
FILES = (*TYPES, "report", "data", "invite", "")

FROM_FAMILY = {"child", "caregiver", "term", "moment", "reflection", "coding"}
FROM_COACH = {"coding", "comment", "goal", "assignment"}
NAMED = {
    ("family", "coach", "moments"): FROM_FAMILY,
    ("family", "coach", "withdrawal"): set(),
    ("coach", "family", "reply"): FROM_COACH,
    ("coach", "coach", "reply"): FROM_COACH,
}
KINDS = sorted(
    {value for name, value in vars(codes).items() if name.isupper() and isinstance(value, str)}
    | {"unheard_of", ""}
)
CAREGIVER = "01M81QCAREG1VER00000000ANA"
MINE, THEIRS = "0" * 32, "f" * 32
DEVICE = ulid_named("share/x")
STAMP = f"2026-11-22T17:05:12.345Z/0000/{DEVICE}"
LIMIT = "2026-11-23T17:05:12.345Z~"
TOMORROW = "2026-11-23"
ID = ulid(1_795_350_600_000, bytes(10))


def passage(role: str, side: str, file: str) -> Passage:
    rule = rule_for(role, side, file)
    assert rule
    return Passage(rule, author_named(rule, MINE), LIMIT, TOMORROW)


def line(kind: str, by: str, fields: dict[str, object], stamp: str = STAMP) -> Operation:
    return Operation(ID, kind, DEVICE, 1, stamp, by, dict(fields))


@pytest.mark.parametrize("key", product(ROLES, SIDES, FILES))
def test_a_file_is_let_in_where_the_table_names_it_and_nowhere_else(
    key: tuple[str, str, str],
) -> None:
    rule = rule_for(*key)
    if key not in NAMED:
        assert rule is None
        may = any(key[:2] == named[:2] for named in NAMED)
        told = not_in_table("Dana's key", *key)
        assert told.endswith(" alone." if may else "and Dana's key may send nothing here.")
        return
    assert rule
    assert rule.kinds == NAMED[key]


@pytest.mark.parametrize("key", NAMED)
@pytest.mark.parametrize("kind", KINDS)
def test_a_line_is_let_in_where_the_table_names_its_kind(
    key: tuple[str, str, str], kind: str
) -> None:
    by = coach_id(MINE) if key[0] == "coach" else CAREGIVER
    assert (objection(passage(*key), line(kind, by, {})) == "") is (kind in NAMED[key])


WRITERS = {
    "family": {"": True, CAREGIVER: True, coach_id(MINE): False, coach_id(THEIRS): False},
    "coach": {"": False, CAREGIVER: False, coach_id(MINE): True, coach_id(THEIRS): False},
}


@pytest.mark.parametrize("key", [key for key in NAMED if NAMED[key]])
def test_nobody_writes_or_judges_in_another_ones_name(key: tuple[str, str, str]) -> None:
    named = WRITERS[key[0]]
    for kind, (by, may_write), (coder, may_judge) in product(
        NAMED[key], named.items(), named.items()
    ):
        found = objection(passage(*key), line(kind, by, {"coder": coder}))
        assert (found == "") is (may_write and may_judge), (kind, by, coder)
    for coder in ([], {}, 7, True):
        assert objection(passage(*key), line("coding", next(iter(named)), {"coder": coder}))


TIMES = ("observed_at", "logged_at", "asked_at", "answered_at", "done_at")


@pytest.mark.parametrize("name", TIMES)
def test_nothing_comes_from_a_day_that_has_not_come(name: str) -> None:
    into = passage("family", "coach", "moments")
    for at, allowed in (
        ("2026-11-23T23:59+14:00", True),
        ("2026-11-24T00:00+14:00", False),
        ("9999-12-31T18:05+01:00", False),
        (None, True),
    ):
        assert (objection(into, line("moment", CAREGIVER, {name: at})) == "") is allowed


def test_the_sentence_of_a_refusal_is_inert() -> None:
    into = passage("family", "coach", "moments")
    told = objection(into, line("moment", CAREGIVER, {"observed_at": "9\x1b[2J\u202e\n9"}))
    assert told
    assert not set("\x1b\u202e\n") & set(told)


@pytest.mark.parametrize("key", [key for key in NAMED if NAMED[key]])
def test_no_line_is_stamped_more_than_a_day_ahead(key: tuple[str, str, str]) -> None:
    by = coach_id(MINE) if key[0] == "coach" else CAREGIVER
    for wall, allowed in (("2026-11-23T17:05:12.345Z", True), ("2026-11-23T17:05:12.346Z", False)):
        found = objection(passage(*key), line("coding", by, {}, f"{wall}/ffff/{DEVICE}"))
        assert (found == "") is allowed


FIELDS = sorted(
    {name for coach in (True, False) for kind in KINDS for name in arriving(kind, by_coach=coach)}
)


@pytest.mark.parametrize("key", [key for key in NAMED if NAMED[key]])
def test_fields_of_another_kind_another_role_or_a_newer_version_are_dropped(
    key: tuple[str, str, str],
) -> None:
    everything = dict.fromkeys([*FIELDS, "purged", "unheard_of", "birth_month", "recipient"], "x")
    for kind in NAMED[key]:
        kept = within_scope(passage(*key), line(kind, CAREGIVER, everything)).set
        assert kept.keys() == arriving(kind, by_coach=key[0] == "coach")
        assert not {"purged", "unheard_of", "birth_month", "recipient"} & kept.keys()
        if key[0] == "family":
            assert not {"blind", "rubric", "exercise"} & kept.keys()


def test_a_line_that_is_within_its_scope_stays_the_very_line() -> None:
    one = line("moment", CAREGIVER, {"cue": "afraid", "deleted": None})
    assert within_scope(passage("family", "coach", "moments"), one) is one
    assert moved(one, {}) is one


AUTHORS = ("", coach_id(MINE), coach_id(THEIRS), coach_id("a" * 32))


@given(st.lists(st.tuples(st.sampled_from(AUTHORS), st.integers(0, 2)), max_size=12))
def test_whoever_comes_first_with_an_id_each_author_has_a_record_of_their_own(
    arrivals: list[tuple[str, int]],
) -> None:
    """Authors send records under the same few ids, in any order and again: none ever meet."""
    owners: dict[tuple[str, str], set[str]] = {}
    where: dict[tuple[str, str], str] = {}
    for author, number in arrivals:
        named = ("coding", ulid(1_795_350_600_000, bytes([number] * 10)))
        place = apart([named], author, owners).get(named, named[1])
        assert where.setdefault((author, named[1]), place) == place  # also the next time
        assert owners.setdefault(("coding", place), {author}) == {author}
        assert place[:10] == named[1][:10]


def test_an_id_is_not_kept_from_its_author_by_who_has_guessed_where_it_goes() -> None:
    mine, theirs = coach_id(MINE), coach_id(THEIRS)
    named = ("goal", ID)
    owners = {named: {theirs}}
    for _ in range(50):
        place = ("goal", apart([named], mine, owners)[named])
        assert place not in owners
        owners[place] = {theirs}
    assert ("goal", apart([named], mine, owners)[named]) not in owners


def test_what_a_family_marks_as_done_stays_the_coachs() -> None:
    mine = coach_id(MINE)
    assert apart([("assignment", ID)], mine, {("assignment", ID): {mine, ""}}) == {}
    assert apart([("assignment", ID)], mine, {("assignment", ID): {""}})
    assert author_of(line("coding", CAREGIVER, {"coder": mine})) == mine
    assert author_of(line("coding", CAREGIVER, {"coder": CAREGIVER})) == ""
