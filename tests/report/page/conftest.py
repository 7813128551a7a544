"""Reports about families that are made up, from real journals in a folder of the test's own."""

from __future__ import annotations

import time
from datetime import date
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from parentkit.content import load
from parentkit.domain.log.selection import Selection
from parentkit.domain.time.period import Period
from parentkit.domain.ulid import ulid_named
from parentkit.journal.journal import Journal
from parentkit.journal.log.writer import Draft
from parentkit.report.page.contents import About, contents
from parentkit.report.page.html import page
from parentkit.report.page.markdown import markdown
from parentkit.services.coach.pseudonyms import Pseudonyms
from parentkit.services.coach.report import Reported, report_on
from parentkit.services.family.household import read_household

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    Record = tuple[str, str, Mapping[str, Any]]

MS = 1_795_420_800_000  # 23 November 2026, 08:00 UTC
CHILD, CAREGIVER, COACH = "0" * 25 + "1", "0" * 25 + "2", "coach:" + "ab" * 16
PSEUDONYMS = Pseudonyms(bytes(32), "own use", "cd" * 16)
PERIOD = Period(date(2026, 10, 26), date(2026, 11, 23))

VOID = {"meta", "line", "circle", "rect", "polyline", "polygon"}


class Element(NamedTuple):
    """An element of a page: its name, its attributes, the elements around it, its text."""

    name: str
    attributes: dict[str, str]
    path: tuple[str, ...]
    text: list[str]

    @property
    def words(self) -> str:
        return " ".join("".join(self.text).split())


class Tree(HTMLParser):
    """The elements of a page in order; raises where one is closed that is not open."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(source)
        self.close()
        assert not self._open, "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        path = tuple(each.name for each in self._open)
        element = Element(tag, {name: value or "" for name, value in attrs}, path, [])
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().name == tag

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text.append(data)

    def all(self, name: str) -> list[Element]:
        return [element for element in self.elements if element.name == name]


class Family:
    """A family in a journal, and reports about it."""

    period = PERIOD

    def __init__(self, folder: Path) -> None:
        self.journal = Journal(str(folder / "home"), str(folder / "state"), lambda: MS)
        self.number = 0
        self.write("child", {"name": "Mia"}, CHILD)
        self.write("caregiver", {"name": "Anna"}, CAREGIVER)

    def write(self, kind: str, fields: Mapping[str, Any], identity: str = "") -> str:
        self.number += 1
        identity = identity or ulid_named(f"{kind} {self.number}", MS - 10**9 + self.number)
        by = str(fields.get("coder", CAREGIVER))
        self.journal.append([Draft(kind, identity, dict(fields), by=by)])
        return identity

    def moment(self, day: int = 2, **fields: Any) -> str:
        """A moment of a day of November 2026; days below 1 lie in October."""
        on = date.fromordinal(date(2026, 10, 31).toordinal() + day)
        return self.write(
            "moment",
            {
                "child": CHILD,
                "caregiver": CAREGIVER,
                "observed_at": f"{on}T18:05+01:00",
                "logged_at": f"{on}T18:06:00+01:00",
                "sampling": "event",
                "cue": "sad",
                "responses": ["comfort"],
                "fit": "matched",
                "fit_source": "person",
                "suggested_fit": "matched",
                **fields,
            },
        )

    def reported(self, *, supervision: bool = False, everything: bool = False) -> Reported:
        return report_on(
            self.journal,
            read_household(self.journal),
            Selection(None if everything else PERIOD),
            covered_by=PSEUDONYMS if supervision else None,
        )

    def page(self, *, supervision: bool = False, title: str = "The Larks") -> str:
        return "".join(page(self._contents(title, supervision=supervision)))

    def markdown(self, *, supervision: bool = False, title: str = "The Larks") -> str:
        return "\n".join(markdown(self._contents(title, supervision=supervision)))

    def _contents(self, title: str, *, supervision: bool) -> Any:
        reported = self.reported(supervision=supervision)
        coders = {} if supervision else {COACH: "Dana Reed"}
        about = About(title, "2026-11-23", supervision, coders)
        said = load("statements")["statements"]
        return contents(about, reported.account, reported.household, said)


@pytest.fixture
def family(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Family]:
    """A family that has written nothing yet."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield Family(tmp_path)
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def tree() -> Callable[[str], Tree]:
    """Reads a page."""
    return Tree


@pytest.fixture
def coach() -> str:
    """The id of the coach whose name reports know."""
    return COACH


@pytest.fixture
def pseudonyms() -> Pseudonyms:
    """What covers people and records in a version for supervision."""
    return PSEUDONYMS


@pytest.fixture
def child() -> str:
    """The id of the family's child."""
    return CHILD
