"""Looking back over answers: one question through the weeks, and the words that come up most."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.log.vocabulary import Vocabulary
from parentkit.domain.reflection.reflection import answered

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from parentkit.domain.log.moment import Document

MOST_WORDS = 20
FEWEST_USES = 2
SHORTEST_WORD = 3


class Thread(NamedTuple):
    """One question, as it was last asked, with its answers, oldest first."""

    question: str
    text: str
    answers: list[Document]


def threads(reflections: Iterable[Document]) -> list[Thread]:
    """What was answered, by question; the question with the most answers first.

    Args:
        reflections: in the order in which they were asked; those passed over are left out.
    """
    by_question: dict[str, list[Document]] = {}
    for document in filter(answered, reflections):
        by_question.setdefault(str(document.get("question")), []).append(document)
    found = [
        Thread(question, str(answers[-1].get("text", "")), answers)
        for question, answers in by_question.items()
    ]
    return sorted(found, key=lambda thread: (-len(thread.answers), thread.question))


def thread_called(found: Sequence[Thread], text: str) -> Thread:
    """The thread of the question with that id or that wording, or of the one that begins so.

    Raises:
        UnknownCode: none is called that; names the nearest.
        AmbiguousCode: several could be meant.
    """
    terms = [{"id": thread.question, "label": thread.text} for thread in found]
    chosen = Vocabulary("question with an answer", terms, ()).resolve(text)
    return next(thread for thread in found if thread.question == chosen)


def words_used_most(texts: Iterable[str], common: Collection[str]) -> list[str]:
    """The words that come up most, most used first, then as they first came.

    Args:
        texts: what somebody wrote.
        common: words to leave out, in lower case.
    """
    uses = Counter(
        word
        for text in texts
        for word in _words(text)
        if len(word) >= SHORTEST_WORD and word not in common
    )
    return [word for word, times in uses.most_common(MOST_WORDS) if times >= FEWEST_USES]


def _words(text: str) -> list[str]:
    """Words in lower case: letters and digits, with apostrophes and hyphens inside."""
    plain = text.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    spaced = "".join(each if each.isalnum() or each in "'-" else " " for each in plain)
    return [word.strip("'-") for word in spaced.split()]
