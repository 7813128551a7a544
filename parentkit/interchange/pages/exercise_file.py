"""An exercise as a file: front matter and five sections; docs/exercises.md shows one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from parentkit.domain.exercises.exercise import (
    BANDS,
    KINDS,
    LONGEST_MINUTES,
    SCENES,
    TRAINS,
    WHO,
    Breath,
    Exercise,
    Step,
)
from parentkit.domain.sentence import plural
from parentkit.interchange.pages.page import Line, Page, Section, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

REQUIRED = ("id", "title", "minutes", "kind", "who", "ages", "trains", "source")
OPTIONAL = ("breath", "scenes")
SECTIONS = ("Steps", "You may notice", "Closing question", "When not to", "Why it may help")
ANY = "any"

_STEP = re.compile(r"([0-9]{1,3})\. +(\S.*?)(?: \(([0-9]{1,4}) s\))?")
_TIMER = re.compile(r"\(\s*\d+\s*(s|sec|secs|seconds|m|min|mins|minutes)\.?\s*\)", re.IGNORECASE)
_BREATH = re.compile(r"(\d{1,3})/(\d{1,3})/(\d{1,3})/(\d{1,3}) x (\d{1,3})")
_NOWHERE = Line(1, "")


def read_exercise(file: str, stem: str, text: str) -> Exercise:
    """The exercise that a file holds.

    Args:
        file: what the file is called in messages.
        stem: its name without the ending, which has to be the exercise's id.
        text: what stands in it.

    Raises:
        UnreadableFile: the file is not in its form; names every line that is not, and what to do.
    """
    page = Page(file, text)
    front, below = page.front_matter(REQUIRED, OPTIONAL)
    sections = _sections(page, below)
    minutes = page.number(front["minutes"], LONGEST_MINUTES) if "minutes" in front else 1
    steps = _steps(page, sections["Steps"]) if "Steps" in sections else []
    breath = _breath(page, front["breath"], steps) if "breath" in front else None
    _check_time(page, sections, steps, minutes)
    _check_scenes(page, front)
    _check_question(page, sections)
    exercise = Exercise(
        id=page.own_id(front["id"], stem) if "id" in front else "",
        title=_text(front, "title"),
        minutes=minutes,
        kind=_choice(page, front, "kind", KINDS),
        who=_choices(page, front, "who", WHO),
        ages=_ages(page, front),
        trains=_choices(page, front, "trains", TRAINS),
        source=_text(front, "source"),
        breath=breath,
        scenes=page.name(front["scenes"]) if "scenes" in front else "",
        steps=tuple(steps),
        notice=_section(sections, "You may notice"),
        question=_section(sections, "Closing question"),
        when_not=_section(sections, "When not to"),
        why=_section(sections, "Why it may help"),
    )
    page.finish()
    return exercise


def _sections(page: Page, below: list[Line]) -> Mapping[str, Section]:
    before, found = page.sections(below)
    for line in before:
        if line.text:
            told = "This stands between the front matter and the first section."
            page.find(line, told, "Move it into a section.")
            break
    sections: dict[str, Section] = {}
    for section in found:
        name = section.heading.text
        if name not in SECTIONS:
            page.unknown(section.heading, "section", name, SECTIONS)
        elif name in sections:
            page.find(section.heading, f"The section {name!r} stands twice.", "Keep one of them.")
        elif not section.text:
            page.find(section.heading, f"The section {name!r} is empty.", "Write something in it.")
            sections[name] = section
        else:
            sections[name] = section
    page.in_order([each.heading for each in sections.values()], list(sections), SECTIONS)
    for name in SECTIONS:
        if name not in sections:
            page.find(page.lines[-1], f"The section {name!r} is missing.", f"Add ## {name}.")
    return sections


def _steps(page: Page, section: Section) -> list[Step]:
    steps: list[Step] = []
    for line in section.lines:
        if not line.text:
            continue
        step = _STEP.fullmatch(line.text)
        if not step:
            told = f"{shown(line.text)} is not a step."
            page.find(line, told, "A step is one line: number, full stop, space, words.")
            continue
        steps.append(Step(step[2], int(step[3] or 0)))
        if int(step[1]) != len(steps):
            page.find(line, f"The step is numbered {step[1]}.", f"Number it {len(steps)}.")
        if _TIMER.search(step[2]) or step[3] == "0":
            told = "This step has a time that is not read as one."
            page.find(line, told, "A time stands once, at the end of the line, like this: (60 s)")
    return steps


def _breath(page: Page, line: Line, steps: list[Step]) -> Breath | None:
    numbers = _BREATH.fullmatch(line.text)
    if not numbers:
        told = f"{shown(line.text)} is not a rhythm of breathing."
        page.find(line, told, "Seconds in, hold, out, hold, and rounds: 4/0/6/0 x 12")
        return None
    breath = Breath(*map(int, numbers.groups()))
    if not (breath.breathe_in and breath.breathe_out and breath.rounds):
        page.find(line, "Breathing takes time in, time out, and one round at least.")
    elif [step.seconds for step in steps].count(breath.seconds) != 1:
        one, other = "The breathing takes {n} second.", "The breathing takes {n} seconds."
        told = plural(breath.seconds, one=one, other=other)
        page.find(line, told, f"End the one step that it belongs to with ({breath.seconds} s).")
    return breath


def _check_time(
    page: Page, sections: Mapping[str, Section], steps: list[Step], minutes: int
) -> None:
    timed = sum(step.seconds for step in steps)
    if timed > minutes * 60:
        told = f"The steps take {timed} seconds, which is longer than {minutes} min."
        page.find(sections["Steps"].heading, told, "Give more minutes, or shorten a step.")


def _check_scenes(page: Page, front: Mapping[str, Line]) -> None:
    kind = _text(front, "kind")
    if kind == SCENES and "scenes" not in front:
        told = "The kind is scenes, and no file of scenes is named."
        page.find(front["kind"], told, "Add a line `scenes: NAME` for scenes/NAME.md.")
    elif "scenes" in front and kind != SCENES:
        page.find(front["scenes"], f"An exercise of the kind {kind!r} has no scenes.")


def _check_question(page: Page, sections: Mapping[str, Section]) -> None:
    section = sections.get("Closing question")
    if (
        section
        and section.text
        and not (section.text.endswith("?") and section.text.count("?") == 1)
    ):
        told = "The closing question is one question, with its question mark at the end."
        page.find(section.heading, told)


def _ages(page: Page, front: Mapping[str, Line]) -> tuple[str, ...]:
    if "ages" not in front:
        return ()
    names = page.choices(front["ages"], "age band", (*BANDS, ANY))
    if ANY not in names:
        return tuple(band for band in BANDS if band in names)
    if len(names) > 1:
        page.find(front["ages"], "'any' stands beside other ages.", "Say any alone.")
    return BANDS


def _choice(page: Page, front: Mapping[str, Line], key: str, known: tuple[str, ...]) -> str:
    return page.choice(front[key], key, known) if key in front else ""


def _choices(
    page: Page, front: Mapping[str, Line], key: str, known: tuple[str, ...]
) -> tuple[str, ...]:
    return page.choices(front[key], f"word for {key!r}", known) if key in front else ()


def _text(front: Mapping[str, Line], key: str) -> str:
    return front.get(key, _NOWHERE).text


def _section(sections: Mapping[str, Section], name: str) -> str:
    return sections[name].text if name in sections else ""
