"""Records of every kind, as Hypothesis makes them up."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import strategies as st

from parentkit.domain import codes
from parentkit.domain.text import clean
from parentkit.domain.time.localtime import stamp_local
from parentkit.domain.ulid import ulid

Strategy = st.SearchStrategy[Any]

FORMULAS = ("=SUM(A1)", "+1", "-x", "@me", "\uff1d1")
SIGNS = ("'", "''=", '"', ",", ";", "; ", " > ", "\\", "\n", "\r\n", "\t", " ", "{")
LETTERS = ("à la crèche", "🌙 — long day", "\u200d", "\u200f\u05d0", "\ufeff")
PIECES = st.sampled_from((*FORMULAS, *SIGNS, *LETTERS))
TEXTS = (
    st.lists(st.one_of(PIECES, st.text(max_size=5)), min_size=1, max_size=5)
    .map("".join)
    .map(clean)
    .filter(bool)
)
IDS = st.builds(ulid, st.integers(0, 2**48 - 1), st.binary(min_size=10, max_size=10))
TIMES = st.builds(
    lambda second, seconds: stamp_local(second, seconds=seconds),
    st.integers(10**6, 4 * 10**9),
    st.booleans(),
)
CODES = st.sampled_from(
    ["afraid", "comfort", "my:größe", "=my", "my:a > b", "-1", "'x", "a;b", "my: x"]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-999, 2**53) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
REPAIRS = st.fixed_dictionaries(
    {"state": st.sampled_from(codes.REPAIR_STATES)},
    optional={
        "after_minutes": st.integers(0, 43200),
        "by": st.sampled_from(codes.REPAIR_STARTERS),
        "source": st.sampled_from((codes.PERSON, codes.SUGGESTED)),
        "at": TIMES,
        "newer": JSON,
    },
)
FITS = st.sampled_from(codes.FITS)
JUDGEMENT: dict[str, Strategy] = {
    "fit": FITS,
    "slip": st.sampled_from(codes.SLIPS),
    "repair": REPAIRS,
    "child_after": st.sampled_from(codes.CHILD_AFTER),
}
NEWER: dict[str, Strategy] = {
    "newer": JSON.filter(lambda value: value is not None),
    "extra": st.dictionaries(st.text(max_size=5), TEXTS, min_size=1, max_size=3),
}
MOMENTS = st.fixed_dictionaries(
    {
        "id": IDS,
        "observed_at": TIMES,
        "child": IDS,
        "caregiver": IDS,
        "cue": CODES,
        "responses": st.lists(CODES, min_size=1, max_size=4),
        "logged_at": TIMES,
    },
    optional={
        **JUDGEMENT,
        **NEWER,
        "fit_source": st.sampled_from((codes.PERSON, codes.SUGGESTED)),
        "suggested_fit": FITS,
        "clarity": st.sampled_from(codes.CLARITIES),
        "sampling": st.sampled_from(codes.SAMPLINGS),
        "context": CODES,
        "parent_state": CODES,
        "miscue": st.booleans(),
        "flag": st.booleans(),
        "tags": st.lists(TEXTS, min_size=1, max_size=3),
        "note": TEXTS,
        "need": TEXTS,
    },
)
CODINGS = st.fixed_dictionaries(
    {"id": IDS, "moment": IDS, "coder": IDS, "logged_at": TIMES}, optional={**JUDGEMENT, **NEWER}
)
PEOPLE = st.fixed_dictionaries(
    {"id": IDS, "name": TEXTS},
    optional={**NEWER, "hidden": st.booleans(), "birth_month": st.just("2023-04")},
)
TERMS = st.fixed_dictionaries(
    {"id": IDS, "vocabulary": st.just("cues"), "code": CODES},
    optional={**NEWER, "label": TEXTS, "group": CODES},
)
TEMPLATES = st.fixed_dictionaries(
    {"id": IDS, "name": TEXTS, "cue": CODES}, optional={**NEWER, "context": CODES, "child": IDS}
)


@pytest.fixture(scope="session")
def moments() -> Strategy:
    """Documents of moments, with texts that spreadsheets and terminals trip over."""
    return MOMENTS


@pytest.fixture(scope="session")
def records() -> Strategy:
    """Kinds and documents of every kind."""
    kinds = {
        codes.MOMENT: MOMENTS,
        codes.CODING: CODINGS,
        codes.CHILD: PEOPLE,
        codes.CAREGIVER: PEOPLE,
        codes.TEMPLATE: TEMPLATES,
        codes.TERM: TERMS,
    }
    return st.one_of(*(st.tuples(st.just(kind), of) for kind, of in kinds.items()))


@pytest.fixture(scope="session")
def moment() -> dict[str, Any]:
    """One plain moment."""
    return {
        "id": "01KAR3M5ZJ9W0000000000000A",
        "observed_at": "2026-11-22T18:05+01:00",
        "child": codes.FIRST_CHILD,
        "caregiver": "01KAR3M5ZJ9W0000000000000B",
        "cue": "afraid",
        "responses": ["fix_advise", "comfort"],
        "fit": "misread",
        "fit_source": "person",
        "repair": {"state": "repaired", "source": "person", "after_minutes": 10},
        "note": "=SUM(A1)",
        "logged_at": "2026-11-22T18:06:01+01:00",
    }


@pytest.fixture(scope="module")
def berlin() -> Iterator[None]:
    """The zone of Berlin."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "Europe/Berlin")
        time.tzset()
        yield
    time.tzset()
