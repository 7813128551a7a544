"""Exercises, scenes and background cards: every file in its strict form, and all of it kind."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

FOLDER = Path(__file__).parents[2] / "exercises"
EXERCISE_FILES = sorted(FOLDER.glob("*.md"))
SCENE_FILES = sorted((FOLDER / "scenes").glob("*.md"))
CARD_FILES = sorted((FOLDER / "cards").glob("*.md"))
each_file = pytest.mark.parametrize(
    "path", [*EXERCISE_FILES, *SCENE_FILES, *CARD_FILES], ids=lambda p: f"{p.parent.name}/{p.stem}"
)

REQUIRED = ["id", "title", "minutes", "kind", "who", "ages", "trains", "source"]
OPTIONAL = ["breath", "scenes"]
SECTIONS = ["Steps", "You may notice", "Closing question", "When not to", "Why it may help"]
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


class Exercise(NamedTuple):
    front: dict[str, str]
    sections: dict[str, str]

    def listed(self, key: str) -> list[str]:
        return self.front[key].split(", ")

    @property
    def steps(self) -> list[str]:
        lines = self.sections["Steps"].splitlines()
        assert [line.split(". ")[0] for line in lines] == [str(n) for n in range(1, len(lines) + 1)]
        return [line.split(". ", 1)[1] for line in lines]

    @property
    def seconds(self) -> list[int]:
        ends = (re.search(r" \((\d+) s\)$", step) for step in self.steps)
        return [int(end[1]) for end in ends if end]

    @property
    def bands(self) -> list[str]:
        return BANDS if self.front["ages"] == "any" else self.listed("ages")


class Answer(NamedTuple):
    code: str
    words: str
    why: str


class Scene(NamedTuple):
    id: str
    age: str
    cue: str
    story: str
    answers: list[Answer]


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """The `key: value` lines between two `---` lines, and what follows them."""
    opening, front, body = re.split(r"^---$\n?", text, maxsplit=2, flags=re.MULTILINE)
    assert opening == ""
    pairs: dict[str, str] = {}
    for line in front.splitlines():
        match = re.fullmatch(r"([a-z]+): (\S(?:.*\S)?)", line)
        assert match, line
        assert match[1] not in pairs, line
        pairs[match[1]] = match[2]
    return pairs, body


def read_exercise(path: Path) -> Exercise:
    front, body = front_matter(path.read_text(encoding="utf-8"))
    before, *parts = re.split(r"^## (.+)$", body, flags=re.MULTILINE)
    assert before.strip() == ""
    assert parts[0::2] == SECTIONS
    texts = [part.strip() for part in parts[1::2]]
    assert all(texts)
    return Exercise(front, dict(zip(SECTIONS, texts, strict=True)))


def read_scene(id_: str, text: str) -> Scene:
    head, story, listed = (part.strip() for part in text.strip().split("\n\n"))
    age, cue = head.splitlines()
    answers = []
    lines = listed.splitlines()
    for said, explained in zip(lines[0::2], lines[1::2], strict=True):
        answer = re.fullmatch(r"- \[([a-z_]+)\] (.+)", said)
        why = re.fullmatch(r"  why: (.+)", explained)
        assert answer, said
        assert why, explained
        answers.append(Answer(answer[1], answer[2], why[1]))
    assert age.startswith("age: ")
    assert cue.startswith("cue: ")
    assert "\n" not in story
    return Scene(id_, age[5:], cue[5:], story, answers)


def read_scenes(path: Path) -> tuple[str, list[Scene]]:
    intro, *parts = re.split(r"^## (.+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    scenes = [read_scene(*pair) for pair in zip(parts[0::2], parts[1::2], strict=True)]
    return intro, scenes


EXERCISES = {path.stem: read_exercise(path) for path in EXERCISE_FILES}
SCENES = [scene for path in SCENE_FILES for scene in read_scenes(path)[1]]
each_exercise = pytest.mark.parametrize("name", EXERCISES)
each_scene = pytest.mark.parametrize("scene", SCENES, ids=lambda s: s.id)


def counted(key: str) -> Counter[str]:
    return Counter(value for e in EXERCISES.values() for value in e.listed(key))


def suggested(cue: str, response: str) -> str:
    return SUGGESTED_FIT[cue][RESPONSES.index(response)]


@each_exercise
def test_the_front_matter_has_its_keys_in_order_and_known_values(name: str) -> None:
    exercise = EXERCISES[name]
    optional = [key for key in OPTIONAL if key in exercise.front]
    assert list(exercise.front) == REQUIRED + optional
    assert exercise.front["id"] == name
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
    assert 1 <= int(exercise.front["minutes"]) <= 15
    assert exercise.front["kind"] in KINDS
    for key, known in (("who", WHO), ("trains", TRAINS), ("ages", {*BANDS, "any"})):
        values = exercise.listed(key)
        assert set(values) <= known
        assert len(values) == len(set(values))
    assert "any" not in exercise.listed("ages") or exercise.front["ages"] == "any"


@each_exercise
def test_the_source_names_a_practice_or_a_work_with_its_year(name: str) -> None:
    source = EXERCISES[name].front["source"]
    year = re.search(r"\b(19[5-9]\d|20[0-2]\d)\b", source)
    assert year or EXERCISES[name].front["kind"] == "scenes", source


@each_exercise
def test_the_steps_are_few_plain_and_fit_into_the_minutes(name: str) -> None:
    exercise = EXERCISES[name]
    assert 3 <= len(exercise.steps) <= 6
    for step in exercise.steps:
        assert re.search(r"[.?!:\"]( \(\d+ s\))?$", step), step
        assert len(step.split()) <= 45, step
    assert len(re.findall(r"\(\d+ s\)", exercise.sections["Steps"])) == len(exercise.seconds)
    assert sum(exercise.seconds) <= 60 * int(exercise.front["minutes"])


@each_exercise
def test_paced_breathing_lasts_as_long_as_one_of_the_steps(name: str) -> None:
    exercise = EXERCISES[name]
    if "breath" not in exercise.front:
        return
    match = re.fullmatch(r"(\d+)/(\d+)/(\d+)/(\d+) x (\d+)", exercise.front["breath"])
    assert match
    *phases, rounds = map(int, match.groups())
    assert phases[0] > 0
    assert phases[2] > 0
    assert exercise.seconds.count(sum(phases) * rounds) == 1


@each_exercise
def test_the_closing_question_is_one_question_that_cannot_be_answered_by_yes(name: str) -> None:
    question = EXERCISES[name].sections["Closing question"]
    assert question.count("?") == 1
    assert question.endswith("?")
    assert re.search(r"\b(what|how|when|where|who|which)\b", question, re.IGNORECASE)
    assert not re.match(r"(Do|Did|Does|Is|Are|Was|Were|Can|Could|Have|Has|Would)\b", question)


@each_exercise
def test_an_exercise_reads_easily(name: str) -> None:
    prose = " ".join(EXERCISES[name].sections.values())
    prose = re.sub(r"\(\d+ s\)|^\d+\. ", "", prose, flags=re.MULTILINE)
    sentences = [s for s in re.split(r"(?<=[.!?:])[\"\s]+", prose) if s]
    assert len(prose.split()) / len(sentences) <= 14


@each_exercise
def test_an_exercise_for_two_adults_says_when_one_is_afraid_of_the_other(name: str) -> None:
    exercise = EXERCISES[name]
    if exercise.front["who"] == "co_parent" or exercise.front["id"] == "scenes-co-parents":
        assert re.search(r"\b(afraid|frighten|force)\b", exercise.sections["When not to"])


def test_storms_crying_and_shouting_point_to_safety_first() -> None:
    crying = EXERCISES["plan-for-long-crying"].sections
    assert "cot" in crying["Steps"]
    assert "Never shake a baby" in crying["When not to"]
    assert "step out of reach" in EXERCISES["stay-with-the-storm"].sections["When not to"]
    assert "help screen" in EXERCISES["after-shouting"].sections["When not to"]


def test_there_are_enough_exercises_of_every_kind_for_everything_and_every_age() -> None:
    assert len(EXERCISES) >= 32
    assert set(counted("kind")) == KINDS
    assert all(counted("trains")[value] >= 4 for value in TRAINS)
    assert counted("who")["co_parent"] >= 4
    with_child = [e for e in EXERCISES.values() if "child" in e.listed("who")]
    for band in BANDS:
        assert sum(band in e.bands for e in with_child) >= 5, band


def test_titles_differ() -> None:
    titles = [e.front["title"] for e in EXERCISES.values()]
    assert len(set(titles)) == len(titles)


def test_every_scene_file_belongs_to_one_exercise_of_the_kind_scenes() -> None:
    linked = {e.front["scenes"] for e in EXERCISES.values() if "scenes" in e.front}
    of_kind = [e for e in EXERCISES.values() if e.front["kind"] == "scenes"]
    assert linked == {path.stem for path in SCENE_FILES}
    assert len(of_kind) == len(linked)
    assert all("scenes" in e.front for e in of_kind)


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
        assert {scene.age for scene in read_scenes(path)[1]} == {age}


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
    intro, _ = read_scenes(FOLDER / "scenes" / "co-parents.md")
    assert "partner" in intro
    assert "child" in intro


def test_the_cards_are_there_each_with_dated_sources() -> None:
    assert {path.stem for path in CARD_FILES} == CARDS
    for path in CARD_FILES:
        front, body = front_matter(path.read_text(encoding="utf-8"))
        assert list(front) == ["id", "title"]
        assert front["id"] == path.stem
        prose, sources = body.split("\n## Sources\n")
        assert 150 <= len(prose.split()) <= 480
        listed = sources.strip().splitlines()
        assert len(listed) >= 2
        for line in listed:
            assert re.fullmatch(r"- .+\b(19|20)\d\d", line), line


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
