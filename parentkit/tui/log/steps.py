"""The steps of the box: sign, responses, fit. Pure: each key makes a new state of the old one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from parentkit.tui.choosing import CUE, FIT, LETTERS, RESPONSE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from parentkit.tui.choosing import Choosing


def letter(state: Choosing, pressed: str) -> Choosing:
    """Chooses by a letter, or goes on with the word that is being typed."""
    if state.typed is not None:
        return typing(state, state.typed + pressed)
    if pressed.isupper():
        return typing(state, pressed.lower())
    codes = state.offered(state.step)
    place = LETTERS.find(pressed)
    return take(state, codes[place]) if 0 <= place < len(codes) else state


def typing(state: Choosing, typed: str | None) -> Choosing:
    """Narrows the list to what a word could mean; None lets letters choose again."""
    narrowed = state._replace(typed=typed, place=0)
    return _highlighting(narrowed) if typed is None else narrowed


def move(state: Choosing, by: int) -> Choosing:
    """Highlights another item; among the fits, that is the one that counts."""
    codes = state.offered(state.step)
    if not codes:
        return state
    moved = state._replace(place=max(0, min(len(codes) - 1, state.place + by)))
    if moved.step == FIT and moved.typed is None:
        return moved._replace(draft=moved.draft._replace(fit=moved.highlighted))
    return moved


def take(state: Choosing, code: str) -> Choosing:
    """Chooses an item of the current list and goes on to the next one."""
    draft = state.draft
    if not code:
        return state
    if state.step == CUE:
        draft = draft._replace(cue=code, fit="")
        return at_step(state._replace(draft=draft), FIT if draft.responses else RESPONSE)
    if state.step == RESPONSE:
        again = code in draft.responses
        given = draft.responses if again else (*draft.responses, code)
        return at_step(state._replace(draft=draft._replace(responses=given, fit="")), FIT)
    return at_step(state._replace(draft=draft._replace(fit=code)), FIT)


def another(state: Choosing) -> Choosing:
    """Goes back to the responses for one more."""
    return at_step(state, RESPONSE) if state.step == FIT and state.typed is None else state


def back(state: Choosing) -> Choosing:
    """One step back: a typed letter, the last response, the sign."""
    draft = state.draft
    if state.typed is not None:
        return typing(state, state.typed[:-1] if state.typed else None)
    if state.step == RESPONSE and draft.responses:
        return at_step(state, FIT)
    if state.step == RESPONSE:
        return _back_to(state._replace(draft=draft._replace(cue="", fit="")), CUE, draft.cue)
    if state.step == FIT:
        *given, last = draft.responses
        draft = draft._replace(responses=tuple(given), fit="")
        return _back_to(state._replace(draft=draft), RESPONSE, last)
    return state


def pick(state: Choosing, shortcut: Mapping[str, Any]) -> Choosing:
    """Takes a template or a habit: a sign, and whatever goes with it."""
    words = {name: said for name, said in shortcut.items() if name not in ("cue", "responses")}
    draft = state.draft.with_words({**state.draft.words, **words})
    draft = draft._replace(cue=shortcut["cue"], responses=shortcut.get("responses", ()), fit="")
    return opened(state._replace(draft=draft))


def opened(state: Choosing) -> Choosing:
    """The step at which a draft goes on."""
    draft = state.draft
    step = FIT if draft.cue and draft.responses else RESPONSE if draft.cue else CUE
    return at_step(state, step)


def at_step(state: Choosing, step: str) -> Choosing:
    """The same at a step, nothing typed, and highlighted what stands or is suggested there."""
    return _highlighting(state._replace(step=step, typed=None, place=0))


def suggesting(state: Choosing, fit: str) -> Choosing:
    """The same with another suggested fit."""
    changed = state._replace(suggested=fit)
    return _highlighting(changed) if state.step == FIT and state.typed is None else changed


def _highlighting(state: Choosing) -> Choosing:
    wanted = state.draft.cue if state.step == CUE else ""
    if state.step == FIT:
        wanted = state.draft.fit or state.suggested
    return _back_to(state, state.step, wanted)


def _back_to(state: Choosing, step: str, code: str) -> Choosing:
    codes = state._replace(typed=None).offered(step)
    place = codes.index(code) if code in codes else 0
    return state._replace(step=step, typed=None, place=place)
