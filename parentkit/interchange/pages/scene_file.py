"""Scenes as a file: a title, an introduction, story after story; docs/exercises.md has one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from parentkit.domain.exercises.exercise import ADULT, BANDS, Answer, Scene, Scenes
from parentkit.interchange.pages.page import Line, Page, Section, shown

if TYPE_CHECKING:
    from collections.abc import Collection

TITLE = "# "
AGES = (*BANDS, ADULT)
FEWEST_ANSWERS = 2

_ANSWER = re.compile(r"- \[([^\]]*)\] (\S.*)")
_WHY = re.compile(r"  why: (\S.*)")
_BLOCKS = "A scene is three blocks: `age:` and `cue:` lines, a story on one line, then the answers."
_PAIR = "An answer is two lines: `- [response] words`, below it two spaces and `why: words`."


def read_scenes(file: str, text: str, cues: Collection[str], responses: Collection[str]) -> Scenes:
    """The scenes that a file holds; arguments beside the text are what may stand in it.

    Args:
        file: what the file is called in messages.
        text: what stands in it.
        cues: the codes of the signs that are known.
        responses: the codes of the responses that are known.

    Raises:
        UnreadableFile: the file is not in its form; names every line that is not, and what to do.
    """
    page = Page(file, text)
    before, sections = page.sections(page.lines)
    title = before[0].text if before else ""
    if not title.startswith(TITLE):
        page.find(page.lines[0], "The file has no title at its top.", "Begin it with `# Title`.")
    if not sections:
        page.find(page.lines[-1], "There is no scene in it.", "A scene begins with `## its-id`.")
    scenes = [_scene(page, section, cues, responses) for section in sections]
    ids = [scene.id for scene in scenes]
    for place, section in enumerate(sections):
        if ids[place] in ids[:place]:
            page.find(section.heading, f"Two scenes are called {shown(ids[place])}.", "Rename one.")
    page.finish()
    intro = "\n".join(line.text for line in before[1:]).strip()
    return Scenes(title.removeprefix(TITLE).strip(), intro, tuple(scenes))


def _scene(
    page: Page, section: Section, cues: Collection[str], responses: Collection[str]
) -> Scene:
    name = page.name(section.heading)
    blocks = section.blocks()
    if len(blocks) != 3 or len(blocks[1]) != 1:  # noqa: PLR2004 as the message says
        page.find(section.heading, f"The scene {shown(name)} is not in its form.", _BLOCKS)
        return Scene(name, "", "", "", ())
    head, story, listed = blocks
    entries = dict(line.text.partition(": ")[::2] for line in head)
    if list(entries) != ["age", "cue"] or len(head) != len(entries):
        page.find(head[0], "A scene begins with its age and its cue.", _BLOCKS)
    else:
        page.choice(head[0]._replace(text=entries["age"]), "age", AGES)
        page.choice(head[1]._replace(text=entries["cue"]), "sign", cues)
    answers = _answers(page, listed, responses)
    if len(answers) < FEWEST_ANSWERS:
        page.find(listed[0], "A scene needs two answers at least to choose from.", _PAIR)
    return Scene(name, entries.get("age", ""), entries.get("cue", ""), story[0].text, answers)


def _answers(page: Page, lines: list[Line], responses: Collection[str]) -> tuple[Answer, ...]:
    answers: list[Answer] = []
    taken = iter(lines)
    for line in taken:
        said = _ANSWER.fullmatch(line.text)
        below = next(taken, None) if said else None
        why = _WHY.fullmatch(below.text) if below else None
        if not (said and why):
            page.find(
                below or line, f"{shown((below or line).text)} is not part of an answer.", _PAIR
            )
            return tuple(answers)
        page.choice(line._replace(text=said[1]), "response", responses)
        if said[1] in [answer.code for answer in answers]:
            told = f"Two answers of this scene are [{said[1]}]."
            page.find(line, told, "Give each answer another response.")
        answers.append(Answer(said[1], said[2], why[1]))
    return tuple(answers)
