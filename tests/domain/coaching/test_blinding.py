from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from parentkit.domain.coaching.blinding import SHOWN_FIELDS, blinded
from parentkit.domain.log.moment import FIELD_ORDER, JUDGEMENT_FIELDS

VALUES = st.one_of(st.text(max_size=5), st.booleans(), st.lists(st.text(max_size=3), max_size=2))
DOCUMENTS = st.dictionaries(st.one_of(st.sampled_from(FIELD_ORDER), st.text(max_size=8)), VALUES)


@given(DOCUMENTS, DOCUMENTS)
def test_moments_that_differ_in_hidden_fields_alone_look_the_same(
    shown: dict[str, Any], hidden: dict[str, Any]
) -> None:
    other = {name: value for name, value in hidden.items() if name not in SHOWN_FIELDS}
    kept = {name: value for name, value in shown.items() if name in SHOWN_FIELDS}
    assert blinded({**shown, **other}) == kept


def test_no_field_of_a_judgement_is_shown() -> None:
    gives_away = {*JUDGEMENT_FIELDS, "suggested_fit", "fit_source", "need", "tags", "logged_at"}
    assert not gives_away.intersection(SHOWN_FIELDS)
