"""How a sign and the responses to it usually fit, and the one sentence that says why.

The table is data (`fit_matrix.json`; a coach may bring another) and it suggests: a person's own
judgement always wins. Its fields:

- `columns`, `rows`, `letters`: a row is one letter per column, a column is a response;
- `cues`: for each cue its row, what a fitting response `answers`, and what such a child usually
  `wants`; `families`: the same for a cue of the family's own, by the family it was given, with the
  row that most of that family's shipped cues have;
- `did`: what the caregiver did, for each response; `poles`: fit and `did` for a response of the
  family's own, by its pole;
- `sentences`: how the parts are joined, by fit; `overrides`: whole sentences for single pairs.
"""

from __future__ import annotations

from parentkit.domain.codes import MET, REPAIRED, UNSURE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    Matrix = Mapping[str, Any]


class Suggestion:
    """A suggested fit, `repaired` or nothing for the repair, and the reason in one sentence."""

    __slots__ = ("fit", "reason", "repair")

    def __init__(self, fit: str, repair: str | None, reason: str) -> None:
        self.fit = fit
        self.repair = repair
        self.reason = reason


def suggest(
    matrix: Matrix,
    cue: str,
    responses: Sequence[str],
    pole_of: Callable[[str], str],
    family_of: Callable[[str], str],
) -> Suggestion:
    """How `cue` and the first response usually fit, and whether a later response came back to it.

    Args:
        matrix: the table.
        cue: code of the sign.
        responses: codes in the order in which they were given.
        pole_of: the pole of a response, empty where nobody knows; asked for responses without a
            column: supportive and mixed ones suggest `partial`, unsupportive ones `misread`, the
            mildest of the fits that are not met, since the table cannot say that the sign went
            unseen or was pushed aside.
        family_of: the family of a cue, empty where nobody knows; asked for cues without a row.

    Returns:
        The suggestion. Codes that neither the table nor the callers know suggest `unsure`.
    """
    sentences = matrix["sentences"]
    row = _row(matrix, cue, family_of)
    if row is None or not responses:
        lacks = "nothing" if row else "no_row"
        return Suggestion(UNSURE, None, f"{sentences[lacks]}.")
    first, *later = (_look_up(matrix, row, response, pole_of) for response in responses)
    fit, did = first
    reason = matrix["overrides"].get(cue, {}).get(responses[0])
    if reason is None:
        reason = sentences[fit if did else "no_column"].format(did=did, **row)
    back = next((did for later_fit, did in later if later_fit in MET), None)
    if fit in MET or back is None:
        return Suggestion(fit, None, f"{reason}.")
    reason = sentences[REPAIRED].format(reason=reason, did=back[0].lower() + back[1:])
    return Suggestion(fit, REPAIRED, f"{reason}.")


def _row(matrix: Matrix, cue: str, family_of: Callable[[str], str]) -> Mapping[str, str] | None:
    cues: Mapping[str, Mapping[str, str]] = matrix["cues"]
    families: Mapping[str, Mapping[str, str]] = matrix["families"]
    return cues[cue] if cue in cues else families.get(family_of(cue))


def _look_up(
    matrix: Matrix, row: Mapping[str, str], response: str, pole_of: Callable[[str], str]
) -> tuple[str, str]:
    """The fit of a response in a row, and what the caregiver did; empty where nobody knows it."""
    if response in matrix["columns"]:
        letters = matrix["rows"][row["row"]].split()
        letter = letters[matrix["columns"].index(response)]
        return matrix["letters"][letter], matrix["did"][response]
    pole = matrix["poles"].get(pole_of(response))
    return (pole["fit"], pole["did"]) if pole else (UNSURE, "")
