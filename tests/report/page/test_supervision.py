"""The version for supervision: canaries go in wherever people write, none comes out."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

import pytest

from parentkit.interchange.research import long_format, redcap
from parentkit.interchange.research.dataset import Named, dataset
from parentkit.report.page.moments import namer
from parentkit.services.coach.deidentify import covered_pseudonym

if TYPE_CHECKING:
    from parentkit.services.coach.pseudonyms import Pseudonyms

CANARY = "canary"
TIMES = ("18:05", "18:06", "2026-11-02", "2 November")


@pytest.fixture
def secretive(family: Any, coach: str, child: str) -> Any:
    """A family that has a canary wherever a person, or a hostile file, could put one."""
    words = f"{CANARY} words"
    family.write("child", {"name": f"{CANARY} child", "age_band": f"{CANARY} band"}, child)
    family.write("caregiver", {"name": f"{CANARY} caregiver"}, "0" * 25 + "2")
    for vocabulary, group in (
        ("cues", "distress"),
        ("responses", "supportive"),
        ("contexts", None),
        ("parent_states", f"{CANARY} group"),
    ):
        term = {"vocabulary": vocabulary, "code": f"my:{CANARY}", "label": words, "group": group}
        family.write("term", {name: value for name, value in term.items() if value})
    family.write("term", {"vocabulary": "cues", "code": "sad", "label": f"{CANARY} sad"})
    family.write(
        "term",
        {"vocabulary": "cues", "code": f"my:{CANARY}2", "label": words, "group": f"{CANARY} group"},
    )
    for number in range(40):
        cue = ("sad", f"my:{CANARY}", f"my:{CANARY}2")[number % 3]
        moment = family.moment(
            day=2 + number % 20,
            cue=cue,
            responses=[f"my:{CANARY}", "comfort"],
            fit=("matched", "missed", f"{CANARY} fit")[number % 3],
            suggested_fit=f"{CANARY} fit",
            slip=f"{CANARY} slip",
            repair={"state": "repaired", "after_minutes": number, "by": CANARY, "at": CANARY},
            child_after=("settled_engaged", f"{CANARY} after")[number % 2],
            context=f"my:{CANARY}",
            parent_state=f"my:{CANARY}",
            sampling=("event", f"{CANARY} sampling")[number % 2],
            clarity=CANARY,
            age_band=CANARY,
            tags=[CANARY],
            note=words,
            need=words,
            **{f"{CANARY}_field": words},
        )
        family.write("comment", {"moment": moment, "text": words, "sort": CANARY, "coder": coach})
        family.write(
            "coding",
            {
                "moment": moment,
                "fit": ("missed", "partial")[number % 2],
                "coder": (coach, f"{CANARY} coder")[number % 4 == 0],
                "blind": True,
                "rubric": {"engaged": 4, CANARY: 3},
            },
        )
    family.write("goal", {"text": words, "state": CANARY, "by_when": CANARY, "coder": coach})
    return family


def files(family: Any, *, covered: bool) -> dict[str, str]:
    reported = family.reported(supervision=covered)
    account, household = reported.account, reported.household
    named = Named(
        "a",
        "" if covered else f"{CANARY} family",
        "own use",
        covered_pseudonym if covered else lambda _, identity: identity,
        namer({}, household),
        [("engaged", "engaged")],
        covered,
    )
    data = dataset(named, household, (account.start, account.end), account.moments, account.goals)
    instances = {form: list(range(len(rows))) for form, rows in redcap.keys(data).items()}
    described = long_format.files(data)
    if not covered:
        del described["datapackage.json"]  # it says what columns mean, and nothing of the family
    both = {**described, **redcap.files(data, instances)}
    return {name: "".join(pieces) for name, pieces in both.items()}


def outputs(family: Any, *, covered: bool) -> dict[str, str]:
    return {
        "page": family.page(supervision=covered, title="A"),
        "markdown": family.markdown(supervision=covered, title="A"),
        **files(family, covered=covered),
    }


def test_the_full_version_has_the_canaries(secretive: Any) -> None:
    for name, text in outputs(secretive, covered=False).items():
        assert CANARY in text, name


def test_the_supervision_version_has_no_words_names_ids_days_or_times(
    secretive: Any, coach: str
) -> None:
    ids = [told.moment["id"] for told in secretive.reported().account.moments]
    for name, text in outputs(secretive, covered=True).items():
        assert CANARY not in text.casefold(), name
        assert not [one for one in (*ids, coach, coach[6:14]) if one in text], name
        assert not [time for time in TIMES if time in text], name
        without_made_on = text.replace("Made on Monday 23 November 2026", "")
        days = set(re.findall(r"\d{4}-\d\d-\d\d|\d\d:\d\d", without_made_on))
        assert not days, name


def test_the_supervision_version_keeps_the_figures(secretive: Any) -> None:
    full, covered = secretive.reported().account, secretive.reported(supervision=True).account
    kept = full.review.summary._replace(samplings={}), covered.review.summary._replace(samplings={})
    assert kept[0] == kept[1]
    assert sum(full.review.summary.samplings.values()) == full.review.summary.match.n
    assert [part.match for _, part in covered.responses] == [
        part.match for _, part in full.responses
    ]
    assert covered.double_coding.between[0].agreement == full.double_coding.between[0].agreement
    assert len(covered.moments) == len(full.moments) == 40


def test_people_have_pseudonyms_and_own_words_become_what_they_are(
    secretive: Any, pseudonyms: Pseudonyms, child: str, coach: str
) -> None:
    text = files(secretive, covered=True)
    rows = list(csv.DictReader(io.StringIO(text["moments.csv"].removeprefix("\ufeff"))))
    assert {row["child"] for row in rows} == {pseudonyms.of("person", child)}
    assert len({row["moment"] for row in rows}) == 40
    assert {row["cue"] for row in rows} == {"sad", "own_distress", "own_sign"}
    assert {row["response_1"] for row in rows} == {"own_supportive"}
    assert {row["week"] for row in rows} == {"2026-W45", "2026-W46", "2026-W47"}
    assert "a sign of the family's own (distress)" in text["codebook.csv"]
    judged = list(csv.DictReader(io.StringIO(text["judgements.csv"].removeprefix("\ufeff"))))
    assert {row["role"] for row in judged} == {"parent", "caregiver", "coach"}
    coders = {row["coder"] for row in judged if row["role"] == "coach"}
    assert coders == {pseudonyms.of("person", coach)}


def test_a_page_calls_people_by_the_beginning_of_their_pseudonym(
    secretive: Any, pseudonyms: Pseudonyms, coach: str
) -> None:
    called = f"coach {pseudonyms.of('person', coach)[:6]}"
    assert called in secretive.page(supervision=True, title="A")
    assert called in secretive.markdown(supervision=True, title="A")


def test_the_page_says_that_it_is_the_version_for_supervision(secretive: Any) -> None:
    source = secretive.page(supervision=True, title="A")
    assert "Version for supervision" in source
    assert "Weeks 2026-W44 to 2026-W47" in source
    assert "<blockquote>" not in source
    assert 'id="moments"' not in source
