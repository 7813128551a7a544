"""Where exercises, scenes and background cards are found: those shipped, and a family's own."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from parentkit.domain.errors import DataProblem, NothingFound
from parentkit.domain.exercises.exercise import Card, Exercise, Wanted, fields_of
from parentkit.domain.log.vocabulary import Vocabulary
from parentkit.domain.log.wanted import EVERYTHING
from parentkit.domain.sentence import plural
from parentkit.interchange.pages.card_file import SOURCES, read_card
from parentkit.interchange.pages.exercise_file import read_exercise
from parentkit.interchange.pages.page import HEADING, NAME, Finding, UnreadableFile
from parentkit.interchange.pages.scene_file import TITLE, read_scenes
from parentkit.storage.reading import TooLarge, read_bounded

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from parentkit.domain.exercises.exercise import Scenes
    from parentkit.domain.log.household import Household
    from parentkit.journal import Journal

ENDING = ".md"
SCENES = "scenes"
CARDS = "cards"
LARGEST = 1 << 20
"""Bytes of a file; a longer one is not a page that somebody wrote for this."""


Item = TypeVar("Item", Exercise, Card)


class Shelf(NamedTuple, Generic[Item]):
    """All exercises or all cards, shipped ones first and each part in the order of the ids.

    `problems` say which files could not be taken; they cost none of the others.
    """

    items: list[Item]
    problems: list[DataProblem]


def shipped_folder() -> str:
    """The folder of the shipped exercises: in the package as installed, beside it in a checkout."""
    package = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
    installed = os.path.join(package, "exercises")
    if os.path.isdir(installed):
        return installed
    return os.path.join(os.path.dirname(package), "exercises")


def own_folder(journal: Journal) -> str:
    """Where a family or its coach puts exercises of their own; it need not exist."""
    return os.path.join(journal.places.family, "packs", "exercises")


def exercises(journal: Journal) -> Shelf[Exercise]:
    """Every exercise that can be read."""
    return _shelf(journal, "", read_exercise)


def cards(journal: Journal) -> Shelf[Card]:
    """Every background card that can be read."""
    return _shelf(journal, CARDS, read_card)


def fitting(items: Sequence[Item], wanted: Wanted) -> list[Item]:
    """Those of some exercises or cards that are wanted, in their order."""
    if wanted.tree == EVERYTHING:  # a list as it stands needs no database
        return list(items)
    from parentkit.journal import among

    return among(items, fields_of, wanted.tree)


def exercise_called(journal: Journal, text: str) -> Exercise:
    """The exercise of that id or title, or of the one that begins so.

    Raises:
        UnknownCode: there is none; names the nearest.
        AmbiguousCode: several could be meant.
        DataProblem: its file cannot be read.
    """
    path = _page(journal, "", text)
    if path:
        return read_exercise(path, text, _text(path))
    return _resolved("exercise", exercises(journal).items, text)


def scenes_of(journal: Journal, household: Household, exercise: Exercise) -> Scenes:
    """The scenes of an exercise of that kind.

    Raises:
        NothingFound: their file is not there.
        DataProblem: it cannot be read.
    """
    path = _page(journal, SCENES, exercise.scenes)
    if not path:
        raise NothingFound(
            f"The scenes of {exercise.id} are not there: scenes/{exercise.scenes}{ENDING}.",
            f"They stand beside it, or in {os.path.join(own_folder(journal), SCENES)}.",
        )
    return _scenes(path, household)


def card_called(journal: Journal, text: str) -> Card:
    """The card of that id or title, or of the one that begins so.

    Raises:
        UnknownCode: there is none; names the nearest.
        AmbiguousCode: several could be meant.
    """
    return _resolved("card", cards(journal).items, text)


def check(household: Household, path: str) -> str:
    """Reads one file strictly, whether an exercise, scenes or a card; returns what it holds.

    Raises:
        DataProblem: the file is not in its form, or scenes that it names are not beside it.
    """
    text = _text(path)
    if text.startswith(TITLE):
        scenes = _scenes(path, household)
        one, other = "{n} scene: {title}", "{n} scenes: {title}"
        return plural(len(scenes.scenes), one=one, other=other, title=scenes.title)
    if f"\n{HEADING}{SOURCES}" in text:
        return f"a card: {read_card(path, _stem(path), text).title}"
    exercise = read_exercise(path, _stem(path), text)
    if exercise.scenes:
        beside = os.path.join(os.path.dirname(path), SCENES, exercise.scenes + ENDING)
        shipped = os.path.join(shipped_folder(), SCENES, exercise.scenes + ENDING)
        _scenes(beside if os.path.isfile(beside) else shipped, household)
    return f"an exercise: {exercise.title}"


def _folders(journal: Journal) -> tuple[str, str]:
    return shipped_folder(), own_folder(journal)


def _shelf(journal: Journal, kind: str, read: Callable[[str, str, str], Item]) -> Shelf[Item]:
    found: dict[str, Item] = {}
    problems: list[DataProblem] = []
    for folder in _folders(journal):
        for path in _pages(os.path.join(folder, kind), problems):
            try:
                item = read(path, _stem(path), _text(path))
            except DataProblem as problem:
                problems.append(problem)
                continue
            if item.id in found:
                told = f"{path}: the id {item.id!r} is taken by a page that is shipped."
                problems.append(DataProblem(told, "Give this one another id and file name."))
            else:
                found[item.id] = item
    return Shelf(list(found.values()), problems)


def _pages(folder: str, problems: list[DataProblem]) -> list[str]:
    try:
        names = sorted(os.listdir(folder))
    except FileNotFoundError:
        return []
    except OSError as problem:
        problems.append(_unreadable(folder, problem))
        return []
    return [
        os.path.join(folder, name)
        for name in names
        if name.endswith(ENDING) and not name.startswith(".")
    ]


def _page(journal: Journal, kind: str, stem: str) -> str:
    """The path of a page by its exact name; empty where there is none."""
    if NAME.fullmatch(stem):
        for folder in _folders(journal):
            path = os.path.join(folder, kind, stem + ENDING)
            if os.path.isfile(path):
                return path
    return ""


def _stem(path: str) -> str:
    return os.path.basename(path).removesuffix(ENDING)


def _scenes(path: str, household: Household) -> Scenes:
    cues, responses = household.vocabulary("cues"), household.vocabulary("responses")
    return read_scenes(path, _text(path), cues.codes(), responses.codes())


def _resolved(what: str, items: list[Item], text: str) -> Item:
    """The one that a person means, found by its words as a sign or a response is."""
    terms = [{"id": item.id, "label": item.title} for item in items]
    chosen = Vocabulary(what, terms, ()).resolve(text)
    return next(item for item in items if item.id == chosen)


def _text(path: str) -> str:
    """What stands in a file.

    Raises:
        DataProblem: it cannot be read, is no text in UTF-8, or is far too long.
    """
    try:
        data = read_bounded(path, LARGEST)
    except TooLarge:
        words = f"{path} is longer than {LARGEST} bytes."
        raise DataProblem(words, "An exercise is one page.") from None
    except OSError as problem:
        raise _unreadable(path, problem) from problem
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data[: problem.start].count(b"\n") + 1
        told = Finding(line, "This is not text in UTF-8.", "Save the file as UTF-8.")
        raise UnreadableFile(path, [told]) from problem


def _unreadable(path: str, problem: OSError) -> DataProblem:
    reason = problem.strerror or str(problem)
    return DataProblem(f"{path} cannot be read: {reason}.", "Look at its name and its mode.")
