"""Exercises, scenes and background cards: every file in its strict form, and all of it kind."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from parentkit.domain.exercises.exercise import Scene, Scenes
from parentkit.interchange.pages.card_file import read_card
from parentkit.interchange.pages.exercise_file import read_exercise
from parentkit.interchange.pages.scene_file import read_scenes

FOLDER = Path(__file__).parents[2] / "exercises"
EXERCISE_FILES = sorted(FOLDER.glob("*.md"))
SCENE_FILES = sorted((FOLDER / "scenes").glob("*.md"))
CARD_FILES = sorted((FOLDER / "cards").glob("*.md"))
each_file = pytest.mark.parametrize(
    "path", [*EXERCISE_FILES, *SCENE_FILES, *CARD_FILES], ids=lambda p: f"{p.parent.name}/{p.stem}"
)

KINDS = {"with_child", "settling", "perspective", "repair_rehearsal", "listening", "scenes"}
WHO = {"child", "alone", "co_parent"}
BANDS = ["infant", "toddler", "child", "teen"]
TRAINS = {"notice", "read", "respond", "in_time", "repair", "self"}
CARDS = {
    "what-attunement-is", "matching-and-repair", "the-still-face",
    "what-the-30-percent-is", "looking-for-a-therapist",
}  # fmt: skip

RESPONSES = [
    "watch_wait", "join_mirror", "listen_ask", "comfort", "validate", "meet_need", "scaffold",
    "give_room", "kind_limit", "half_there", "fix_advise", "no_response", "distract_minimise",
    "take_over", "scold_punish", "own_upset", "withdrew",
]  # fmt: skip
INTEREST = "MMMRMRPRKPRXROOOX"
ROOM = "MRPRMRRMKPOXOOOOX"
SORROW = "PMMMMPPRKPRXOOOOX"
BODY = "PPPPPMPRKPPXOOOOX"
SUGGESTED_FIT = {
    "share_look": INTEREST,
    "play_invite": INTEREST,
    "proud": INTEREST,
    "disclose": INTEREST,
    "mend_bid": INTEREST,
    "help_task": "PPMPPMMRKPPXROOOX",
    "autonomy": ROOM,
    "slow_down": ROOM,
    "stop_break": ROOM,
    "afraid": SORROW,
    "sad": SORROW,
    "hurt_body": "PPPMMMPRPPPXOOOOX",
    "angry": "MPMMMPPPKPRXOOOOX",
    "closeness": "PMMMMPRRKPRXOOOOX",
    "hungry": BODY,
    "tired": BODY,
    "overloaded": "PPPMPMPMKPPXOOOOX",
    "unsure": "M?M??????P?X?OOOX",
}
"""The suggested fit of the domain page: a letter per response, in the order of RESPONSES."""

GRADING = re.compile(
    r"\b(fail\w*|scor(e|es|ed|ing)|bad|badly|wrong\w*|streaks?|badges?|only|right answers?)\b",
    re.IGNORECASE,
)
PROMISES = re.compile(
    r"\b(guarantee\w*|proven|ensures?|always works|will (make|stop|fix|help|become|feel)|cures?)\b",
    re.IGNORECASE,
)
INSTRUMENTS = re.compile(
    r"\b(EPDS|PHQ|GAD-7|PSI|PRFQ|CCNES|questionnaire|on a scale|strongly (agree|disagree)|"
    r"in the past (7|seven) days|rate (yourself|your child))\b",
    re.IGNORECASE,
)


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def scenes_in(path: Path) -> Scenes:
    return read_scenes(str(path), text_of(path), SUGGESTED_FIT, RESPONSES)


EXERCISES = {
    path.stem: read_exercise(str(path), path.stem, text_of(path)) for path in EXERCISE_FILES
}
SCENES = [scene for path in SCENE_FILES for scene in scenes_in(path).scenes]
each_exercise = pytest.mark.parametrize("name", EXERCISES)
each_scene = pytest.mark.parametrize("scene", SCENES, ids=lambda s: s.id)


def counted(key: str) -> Counter[str]:
    values = [getattr(exercise, key) for exercise in EXERCISES.values()]
    return Counter(
        one for value in values for one in ([value] if isinstance(value, str) else value)
    )


def suggested(cue: str, response: str) -> str:
    return SUGGESTED_FIT[cue][RESPONSES.index(response)]


@each_exercise
def test_the_front_matter_has_known_values(name: str) -> None:
    exercise = EXERCISES[name]
    assert exercise.id == name
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
    assert 1 <= exercise.minutes <= 15
    assert exercise.kind in KINDS
    for values, known in ((exercise.who, WHO), (exercise.trains, TRAINS), (exercise.ages, BANDS)):
        assert set(values) <= set(known)
        assert len(values) == len(set(values)) > 0


@each_exercise
def test_the_source_names_a_practice_or_a_work_with_its_year(name: str) -> None:
    exercise = EXERCISES[name]
    year = re.search(r"\b(19[5-9]\d|20[0-2]\d)\b", exercise.source)
    assert year or exercise.kind == "scenes", exercise.source


@each_exercise
def test_the_steps_are_few_plain_and_fit_into_the_minutes(name: str) -> None:
    exercise = EXERCISES[name]
    assert 3 <= len(exercise.steps) <= 6
    for step in exercise.steps:
        assert re.search(r"[.?!:\"]$", step.text), step
        assert len(step.text.split()) <= 43, step
        assert not re.search(r"\(\d+ s\)", step.text)
    assert sum(step.seconds for step in exercise.steps) <= 60 * exercise.minutes


@each_exercise
def test_paced_breathing_lasts_as_long_as_one_of_the_steps(name: str) -> None:
    breath = EXERCISES[name].breath
    if breath is None:
        return
    assert breath.breathe_in > 0
    assert breath.breathe_out > 0
    lasting = sum(breath[:4]) * breath.rounds
    assert [step.seconds for step in EXERCISES[name].steps].count(lasting) == 1


@each_exercise
def test_the_closing_question_is_one_question_that_cannot_be_answered_by_yes(name: str) -> None:
    question = EXERCISES[name].question
    assert question.count("?") == 1
    assert question.endswith("?")
    assert re.search(r"\b(what|how|when|where|who|which)\b", question, re.IGNORECASE)
    assert not re.match(r"(Do|Did|Does|Is|Are|Was|Were|Can|Could|Have|Has|Would)\b", question)


@each_exercise
def test_an_exercise_reads_easily(name: str) -> None:
    exercise = EXERCISES[name]
    steps = [step.text for step in exercise.steps]
    rest = (exercise.notice, exercise.question, exercise.when_not, exercise.why)
    prose = " ".join((*steps, *rest))
    sentences = [s for s in re.split(r"(?<=[.!?:])[\"\s]+", prose) if s]
    assert len(prose.split()) / len(sentences) <= 14


@each_exercise
def test_an_exercise_for_two_adults_says_when_one_is_afraid_of_the_other(name: str) -> None:
    exercise = EXERCISES[name]
    if exercise.who == ("co_parent",) or exercise.id == "scenes-co-parents":
        assert re.search(r"\b(afraid|frighten|force)\b", exercise.when_not)


def test_storms_crying_and_shouting_point_to_safety_first() -> None:
    crying = EXERCISES["plan-for-long-crying"]
    assert any("cot" in step.text for step in crying.steps)
    assert "Never shake a baby" in crying.when_not
    assert "step out of reach" in EXERCISES["stay-with-the-storm"].when_not
    assert "help screen" in EXERCISES["after-shouting"].when_not


def test_there_are_enough_exercises_of_every_kind_for_everything_and_every_age() -> None:
    assert len(EXERCISES) >= 32
    assert set(counted("kind")) == KINDS
    assert all(counted("trains")[value] >= 4 for value in TRAINS)
    assert counted("who")["co_parent"] >= 4
    with_child = [e for e in EXERCISES.values() if "child" in e.who]
    for band in BANDS:
        assert sum(band in e.ages for e in with_child) >= 5, band


def test_titles_differ() -> None:
    titles = [e.title for e in EXERCISES.values()]
    assert len(set(titles)) == len(titles)


def test_every_scene_file_belongs_to_one_exercise_of_the_kind_scenes() -> None:
    linked = {e.scenes for e in EXERCISES.values() if e.scenes}
    of_kind = [e for e in EXERCISES.values() if e.kind == "scenes"]
    assert linked == {path.stem for path in SCENE_FILES}
    assert len(of_kind) == len(linked)
    assert all(e.scenes for e in of_kind)


@each_scene
def test_a_scene_has_a_short_story_and_three_or_four_different_answers(scene: Scene) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", scene.id)
    assert scene.cue in SUGGESTED_FIT
    assert 15 <= len(scene.story.split()) <= 60
    assert len(re.findall(r"[.!?][\"]?(\s|$)", scene.story)) >= 2
    codes = [answer.code for answer in scene.answers]
    assert 3 <= len(codes) <= 4
    assert len(set(codes)) == len(codes)
    assert set(codes) <= set(RESPONSES)
    assert all(6 <= len(answer.why.split()) <= 45 for answer in scene.answers)


@each_scene
def test_a_scene_has_an_answer_that_meets_the_sign_and_one_that_does_not(scene: Scene) -> None:
    letters = [suggested(scene.cue, answer.code) for answer in scene.answers]
    assert set(letters) & {"M", "K"}
    assert set(letters) & {"P", "R", "X", "O"}


def test_scene_ids_differ_and_a_file_keeps_to_its_age() -> None:
    assert len({scene.id for scene in SCENES}) == len(SCENES)
    for path in SCENE_FILES:
        age = "adult" if path.stem == "co-parents" else path.stem
        assert {scene.age for scene in scenes_in(path).scenes} == {age}


def test_there_are_scenes_for_every_age_every_sign_and_every_response() -> None:
    assert len(SCENES) >= 44
    ages = Counter(scene.age for scene in SCENES)
    assert set(ages) == {*BANDS, "adult"}
    assert min(ages.values()) >= 8
    assert {scene.cue for scene in SCENES} == set(SUGGESTED_FIT)
    assert {answer.code for scene in SCENES for answer in scene.answers} == set(RESPONSES)


def test_the_answer_that_meets_the_sign_is_not_always_the_first() -> None:
    firsts = [suggested(scene.cue, scene.answers[0].code) in "MK" for scene in SCENES]
    assert 0.2 <= sum(firsts) / len(firsts) <= 0.7


def test_the_scenes_between_adults_say_who_stands_in_the_childs_place() -> None:
    intro = scenes_in(FOLDER / "scenes" / "co-parents.md").intro
    assert "partner" in intro
    assert "child" in intro


def test_the_cards_are_there_each_with_dated_sources() -> None:
    assert {path.stem for path in CARD_FILES} == CARDS
    for path in CARD_FILES:
        card = read_card(str(path), path.stem, text_of(path))
        assert 150 <= len(" ".join(card.paragraphs).split()) <= 480
        assert len(card.sources) >= 2
        for source in card.sources:
            assert re.fullmatch(r".+\b(19|20)\d\d", source), source


@each_file
def test_nothing_grades_promises_or_borrows_a_questionnaire(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for pattern in (GRADING, PROMISES, INSTRUMENTS):
        found = pattern.search(text)
        assert found is None, found


@each_file
def test_what_must_not_be_printed_beside_the_mark_is_not_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\b(34|86|33) ?(%|per ?cent)|3-5 seconds", text)
    assert "  \n" not in text
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
