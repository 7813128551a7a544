"""Exercises, scenes and background cards: what a person can practise, and read about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.domain.log.age import BANDS as AGE_BANDS
from parentkit.domain.log.wanted import AtMost, Has, Is, both, on_days

if TYPE_CHECKING:
    from parentkit.domain.log.wanted import Wanted as Tree
    from parentkit.domain.time.period import Period

KINDS = ("with_child", "settling", "perspective", "repair_rehearsal", "listening", "scenes")
"""What sort of practice an exercise is; `scenes` are short stories with answers to choose from."""

WHO = ("child", "alone", "co_parent")
"""With whom an exercise is done; several mean that any of them will do."""

TRAINS = ("notice", "read", "respond", "in_time", "repair", "self")
"""What an exercise trains: the places at which a moment can slip, the way back, oneself."""

BANDS = tuple(band for band, _ in AGE_BANDS)
"""The age bands, youngest first."""

ADULT = "adult"
"""The age of scenes in which a co-parent stands in the child's place."""

SCENES = "scenes"
LONGEST_MINUTES = 15


class Breath(NamedTuple):
    """Paced breathing: seconds to breathe in, hold, breathe out and hold, and how many rounds."""

    breathe_in: int
    hold: int
    breathe_out: int
    hold_empty: int
    rounds: int

    @property
    def seconds(self) -> int:
        """How long all rounds take together."""
        return sum(self[:4]) * self.rounds


class Step(NamedTuple):
    """One thing to do; `seconds` is how long it is timed for, 0 where it takes what it takes."""

    text: str
    seconds: int


class Exercise(NamedTuple):
    """One exercise as its file has it.

    Attributes:
        id: the stem of its file's name.
        title: what it is called.
        minutes: about how long it takes, 1 to LONGEST_MINUTES.
        kind: one of KINDS.
        who: some of WHO.
        ages: the bands that it is for, all of them where it is for any age.
        trains: some of TRAINS, what it trains most first.
        source: the practice or the work that it goes back to.
        breath: paced breathing, which belongs to the one step that lasts as long.
        scenes: the stem of its file of scenes; empty where it has none.
        steps: what to do, in order.
        notice: what one may notice.
        question: the closing question.
        when_not: when it is better left.
        why: why it may help.
    """

    id: str
    title: str
    minutes: int
    kind: str
    who: tuple[str, ...]
    ages: tuple[str, ...]
    trains: tuple[str, ...]
    source: str
    breath: Breath | None
    scenes: str
    steps: tuple[Step, ...]
    notice: str
    question: str
    when_not: str
    why: str

    @property
    def for_any_age(self) -> bool:
        """Whether it suits a child of any age, or needs none."""
        return len(self.ages) == len(BANDS)


class Answer(NamedTuple):
    """One way to answer a scene: the code of the response, its words, what may be said of it."""

    code: str
    words: str
    why: str


class Scene(NamedTuple):
    """A short story with a sign in it and answers; `age` is one of BANDS or ADULT."""

    id: str
    age: str
    cue: str
    story: str
    answers: tuple[Answer, ...]


class Scenes(NamedTuple):
    """A file of scenes, with its title and what is said before the first."""

    title: str
    intro: str
    scenes: tuple[Scene, ...]


class Card(NamedTuple):
    """A page of background; `paragraphs` may hold Markdown emphasis, `sources` are one per line."""

    id: str
    title: str
    paragraphs: tuple[str, ...]
    sources: tuple[str, ...]


WORDS = "words"
"""The field in which all that is written in an exercise or a card is looked for."""


class Wanted(NamedTuple):
    """Which exercises are looked for; what is not said lets all through.

    Attributes:
        trains: one of TRAINS.
        minutes: the most that it may take.
        band: an age band that it has to suit.
        who: one of WHO that it can be done with.
        text: words that stand in it, in any case.
    """

    trains: str | None = None
    minutes: int | None = None
    band: str | None = None
    who: str | None = None
    text: str = ""

    @property
    def tree(self) -> Tree:
        """The same as a tree, which is asked of what `fields_of` gives."""
        codes = {"trains": self.trains, "ages": self.band, "who": self.who}
        minutes = [] if self.minutes is None else [AtMost("minutes", self.minutes)]
        text = [Has((WORDS,), self.text)] if self.text else []
        return both(*(Is(name, code) for name, code in codes.items() if code), *minutes, *text)


class PractisedWanted(NamedTuple):
    """Which sittings are looked for; what is not said lets all through.

    Attributes:
        period: begun on these days.
        text: with these words in the title or in what was written about it, in any case.
    """

    period: Period | None = None
    text: str = ""

    @property
    def tree(self) -> Tree:
        """The same as a tree."""
        days = [on_days(self.period, "started_at")] if self.period else []
        text = [Has(("title", "words", "answer"), self.text)] if self.text else []
        return both(*days, *text)


def fields_of(item: Exercise | Card) -> dict[str, Any]:
    """What an exercise or a card can be asked for: its fields, and under WORDS all of its text."""
    if isinstance(item, Card):
        words = (item.title, *item.paragraphs)
    else:
        steps = (step.text for step in item.steps)
        words = (item.title, *steps, item.notice, item.question, item.when_not, item.why)
    return {**item._asdict(), WORDS: "\n".join(words)}
