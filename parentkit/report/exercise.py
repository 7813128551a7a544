"""Exercises, scenes and cards as lines of plain text that read well aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from parentkit.domain.codes import SUGGESTED
from parentkit.domain.sentence import listed, plural
from parentkit.domain.text import clean
from parentkit.report.layout import row, wrapped
from parentkit.report.log.moment import fit_words, when_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from parentkit.domain.exercises.exercise import Answer, Breath, Card, Exercise, Scene, Step
    from parentkit.domain.log.fit import Suggestion
    from parentkit.domain.log.household import Household

TRAINS = {
    "notice": "noticing",
    "read": "reading the sign",
    "respond": "answering",
    "in_time": "answering in time",
    "repair": "finding the way back",
    "self": "being steady oneself",
}
"""What an exercise trains, as a person reads it."""

WHO = {"child": "with your child", "alone": "alone", "co_parent": "with a co-parent"}
"""With whom an exercise is done, as a person reads it."""

IN_THE_CHILDS_PLACE = "Where this says child, the other adult stands in that place."
BETWEEN_ADULTS = (
    "In these scenes your partner or co-parent stands in the child's place: the signs and the "
    "answers keep their names."
)


def listing_lines(exercises: Iterable[Exercise]) -> Iterator[str]:
    """A list to choose from: title and minutes, then the id and what it is good for."""
    for exercise in exercises:
        yield f"{exercise.title}, {exercise.minutes} min"
        yield f"  {exercise.id}"
        yield from wrapped(for_what(exercise), indent="  ")


def intro_lines(exercise: Exercise) -> Iterator[str]:
    """What is said before an exercise begins; `when not to` stands before everything else."""
    yield f"{exercise.title}, about {exercise.minutes} min"
    yield from wrapped(for_what(exercise))
    yield from _part("When not to", exercise.when_not)
    yield from _part("Why it may help", exercise.why)
    yield ""
    yield from wrapped(f"Source: {exercise.source}.")


def step_lines(number: int, of: int, step: Step) -> list[str]:
    """One step, with the time it takes."""
    told = plural(
        step.seconds,
        zero="{number} of {of}. {text}",
        one="{number} of {of}. {text} ({n} second)",
        other="{number} of {of}. {text} ({n} seconds)",
        number=number,
        of=of,
        text=step.text,
    )
    return ["", *wrapped(told)]


def closing_lines(exercise: Exercise) -> list[str]:
    """What one may notice, and the closing question."""
    return [*_part("You may notice", exercise.notice), "", *wrapped(exercise.question)]


def breath_words(breath: Breath) -> str:
    """A rhythm of breathing in one sentence, for where nobody waits for it."""
    names = ("in", "hold", "out", "hold")
    phases = [f"{name} {seconds}" for name, seconds in zip(names, breath, strict=False) if seconds]
    return f"Seconds: {', '.join(phases)}. {rounds_sentence(breath)}"


def rounds_sentence(breath: Breath) -> str:
    """How many rounds, and how long all of them take."""
    seconds = plural(breath.seconds, one="{n} second", other="{n} seconds")
    one, other = "{n} round, {seconds}.", "{n} rounds, {seconds}."
    return plural(breath.rounds, one=one, other=other, seconds=seconds)


def from_now_sentence(seconds: int) -> str:
    """That a time begins."""
    return plural(seconds, one="{n} second, from now.", other="{n} seconds, from now.")


def left_sentence(seconds: int) -> str:
    """How much of a time is left."""
    return plural(
        seconds,
        zero="The time has passed.",
        one="{n} second left.",
        other="{n} seconds left.",
    )


def practise_words(exercise: Exercise) -> str:
    """What is offered beside a day: the title, with the minutes that it takes."""
    return plural(
        exercise.minutes,
        one="Practise: {title} ({n} minute)",
        other="Practise: {title} ({n} minutes)",
        title=exercise.title,
    )


def suggestion_lines(exercise: Exercise, because: str) -> Iterator[str]:
    """Today's exercise, why it is offered, and when it is better left."""
    yield f"{exercise.title}, {exercise.minutes} min"
    yield f"  {exercise.id}"
    yield from wrapped(for_what(exercise), indent="  ")
    yield from wrapped(because, indent="  ")


def scene_lines(scene: Scene) -> Iterator[str]:
    """A scene with its answers, numbered from 1."""
    yield ""
    yield from wrapped(scene.story)
    yield ""
    for number, answer in enumerate(scene.answers, 1):
        yield from _numbered(number, answer.words)


def chosen_lines(
    scene: Scene,
    answer: Answer,
    suggestion: Suggestion,
    household: Household,
    glyphs: Mapping[str, str],
) -> list[str]:
    """Which sign and response an answer was in the tool's terms, the suggested fit, and why."""
    cues, responses = household.vocabulary("cues"), household.vocabulary("responses")
    judged = {"fit": suggestion.fit, "fit_source": SUGGESTED}
    lines = ["", *_numbered(scene.answers.index(answer) + 1, answer.words)]
    lines += row("sign", cues.label(scene.cue))
    lines += row("response", responses.label(answer.code))
    lines += row("fit", fit_words(judged, household, glyphs))
    lines += row("", suggestion.reason)
    return lines + row("why", answer.why)


def card_lines(card: Card) -> Iterator[str]:
    """A background card with its sources."""
    yield card.title
    for paragraph in card.paragraphs:
        yield ""
        yield from wrapped(_plain(paragraph))
    yield ""
    yield "Sources"
    for source in card.sources:
        first, *rest = wrapped(_plain(source), indent="    ")
        yield f"  - {first.strip()}"
        yield from rest


def practised_lines(documents: Sequence[Mapping[str, Any]], household: Household) -> Iterator[str]:
    """What was practised: when, what, who where several log, and what was written about it."""
    for document in documents:
        when = when_words(str(document.get("started_at", "")))
        what = f"{when}  {document.get('title', document.get('exercise'))}"
        yield from wrapped(clean(what if document.get("done") else f"{what} (begun)"))
        if len(household.caregivers) > 1:
            yield from row("who", household.name(str(document.get("caregiver", ""))))
        for label, field in (("answer", "answer"), ("how it was", "words")):
            if document.get(field):
                yield from row(label, clean(str(document[field])))


def for_what(exercise: Exercise) -> str:
    """With whom it is done, for which ages, and what it trains."""
    who = listed((WHO[each] for each in exercise.who), "or")
    ages = "any age" if exercise.for_any_age else ", ".join(exercise.ages)
    return f"{who}; {ages}; for {', '.join(TRAINS[each] for each in exercise.trains)}"


def _part(title: str, text: str) -> list[str]:
    paragraphs = [line for part in text.splitlines() for line in wrapped(part, indent="  ")]
    return ["", title, *paragraphs]


def _numbered(number: int, words: str) -> list[str]:
    first, *rest = wrapped(words, indent="     ")
    return [f"  {number}  {first.strip()}", *rest]


def _plain(text: str) -> str:
    """Prose without Markdown's marks of emphasis, which a screen reader would read out."""
    return text.replace("**", "").replace("*", "")
