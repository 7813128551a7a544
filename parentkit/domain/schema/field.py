"""What is known of one field of a record, and of which sorts fields are.

The defaults are closed: a field that says nothing about it stays on this machine, is hidden from
whoever codes blind, and is dropped for supervision. The quick path imports this, so `Field` is a
plain class: `typing` takes longer to load than all of the tables.
"""

from __future__ import annotations

ID = "id"
TIME = "time"
CODE = "code"
CODES = "codes"
TEXT = "text"
TEXTS = "texts"
FLAG = "flag"
COUNT = "count"
DAY = "day"
MONTH = "month"
REPAIR = "repair"
RATINGS = "ratings"

NEVER, ALWAYS, BY_COACH = "", "always", "by coach"
"""When a field leaves: never, always, from a coach alone; else where a person includes that."""

KEPT, LATEST = "kept", "latest"
"""What becomes of a value that two people wrote at the same time: kept beside, or gone."""


class Field:
    """A field of a record. Unchanging once made.

    Args:
        name: its name in the record.
        sort: one of the sorts above.
        meaning: what it holds, for whoever reads an export or a codebook.
        choices: where given, nothing else may stand in it.
        vocabulary: where its codes have their words: one that a family extends (`cues`), or, beside
            `choices`, a list of judgements.json (`clarities`).
        required: whether it stands in every record of its kind.
        filled_in: whether the program writes it and nobody says it.
        merge: KEPT or LATEST; where left out, a person's text is kept and all else gives way.
        leaves: NEVER, ALWAYS, BY_COACH, or what of INCLUDABLE (domain.coaching.scope) takes it
            along; with whoever may send records of its kind.
        blind: whether somebody who codes blind sees it.
        judged: whether others may judge it as well, in a coding beside the moment.
        deidentified: whether it stays in what is shown for supervision. Text never does.
        said: its name among the words of services.log.parse_fields, where that is another.
        label: what it is called before its value.
        hint: how it may be written; empty where it is chosen from words that are shown.
        long: whether it is written on as many lines as wanted.
        form: what it is called in the form of details.
        ask: what helps with it there.
        yes: what a FLAG says.
        option: its option on the command line, with what stands for its value and its help.
        columns: what its column in a diary may be called besides its name.
    """

    __slots__ = (
        *("name", "sort", "meaning", "choices", "vocabulary", "required", "filled_in"),
        *("merge", "leaves", "blind", "judged", "deidentified", "said", "label", "hint"),
        *("long", "_form", "_ask", "yes", "option", "columns"),
    )

    def __init__(  # noqa: PLR0913 one argument for each thing that is known of a field
        self,
        name: str,
        sort: str,
        meaning: str = "",
        *,
        choices: tuple[str, ...] = (),
        vocabulary: str = "",
        required: bool = False,
        filled_in: bool = False,
        merge: str = "",
        leaves: str = NEVER,
        blind: bool = False,
        judged: bool = False,
        deidentified: bool = False,
        said: str = "",
        label: str = "",
        hint: str = "",
        long: bool = False,
        form: str = "",
        ask: str = "",
        yes: str = "yes",
        option: tuple[str, str, str] | None = None,
        columns: tuple[str, ...] = (),
    ) -> None:
        self.name = name
        self.sort = sort
        self.meaning = meaning
        self.choices = choices
        self.vocabulary = vocabulary
        self.required = required
        self.filled_in = filled_in
        self.merge = merge or (KEPT if sort == TEXT and not filled_in else LATEST)
        self.leaves = leaves
        self.blind = blind
        self.judged = judged
        self.deidentified = deidentified
        self.said = said or name
        self.label = label or name.replace("_", " ")
        self.hint = hint
        self.long = long
        self._form = form
        self._ask = ask
        self.yes = yes
        self.option = option
        self.columns = columns

    def __repr__(self) -> str:
        return f"<field {self.name}>"

    @property
    def form(self) -> str:
        """What it is called in the form of details: its label, where nothing else is given."""
        return self._form or f"{self.label[:1].upper()}{self.label[1:]}"

    @property
    def ask(self) -> str:
        """What helps with it in the form of details: its meaning, where nothing else is given."""
        return self._ask or f"{self.meaning[:1].upper()}{self.meaning[1:]}."

    @property
    def is_extended(self) -> bool:
        """Whether its codes are of a vocabulary that a family may extend."""
        return bool(self.vocabulary) and not self.choices
