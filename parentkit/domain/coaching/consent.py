"""A consent as it was given: who may see what, for which purpose, until when, withdrawn or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

USUAL_WEEKS = 12
"""How long a consent holds where nothing else is said: as long as one round of coaching."""

LONGEST_DAYS = 400
"""How many days ahead the last day of a consent may lie: a year and a little."""

USUAL_PURPOSE = "looking at moments together"
LONGEST_PURPOSE = 200


class Consent(NamedTuple):
    """A consent as it stands.

    Attributes:
        id: of its record.
        contact: id of the contact that it was given to.
        include: what of INCLUDABLE (domain.coaching.scope) it covers, in their order.
        purpose: what it is for, in the parent's words.
        begins, until: its first and its last local day.
        given_at: when it was given, local time with offset.
        withdrawn_at: when it was withdrawn, UTC to the millisecond as text; empty while it was not.
        signer: fingerprint of the key that it was given with; empty while nothing was shared under
            it. Two parents who write into one journal each withdraw their own.
        by: id of the caregiver who gave it.
    """

    id: str
    contact: str
    include: tuple[str, ...]
    purpose: str
    begins: str
    until: str
    given_at: str
    withdrawn_at: str = ""
    signer: str = ""
    by: str = ""

    def is_by(self, signer: str) -> bool:
        """Whether it is a key's own; where either is not known, it counts as that."""
        return not self.signer or not signer or self.signer == signer

    def fields(self) -> dict[str, Any]:
        """What its record holds."""
        fields = {
            "contact": self.contact,
            "scope": {"include": list(self.include)},
            "purpose": self.purpose,
            "from": self.begins,
            "until": self.until,
            "given_at": self.given_at,
            "withdrawn_at": self.withdrawn_at,
            "signer": self.signer,
        }
        return {name: value for name, value in fields.items() if value != ""}

    def terms(self) -> dict[str, Any]:
        """What the coach is told of it."""
        return {"purpose": self.purpose, "from": self.begins, "until": self.until}


def consent_in(identity: str, fields: Mapping[str, Any]) -> Consent:
    """The consent that a record holds; what cannot be read counts as not said."""
    scope = fields.get("scope")
    include = scope.get("include") if isinstance(scope, dict) else None
    return Consent(
        identity,
        _text(fields, "contact"),
        tuple(map(str, include)) if isinstance(include, list) else (),
        _text(fields, "purpose"),
        _text(fields, "from"),
        _text(fields, "until"),
        _text(fields, "given_at"),
        _text(fields, "withdrawn_at"),
        _text(fields, "signer"),
    )


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""
