"""A report in a real browser: quiet, fetching nothing, accessible, light and dark, on paper."""

from __future__ import annotations

import random
import struct
import zlib
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from parentkit.content import load
from parentkit.domain.log.selection import Selection
from parentkit.domain.time.period import Period
from parentkit.domain.ulid import ulid_named
from parentkit.journal.journal import Journal
from parentkit.journal.log.writer import Draft
from parentkit.report.page.contents import About, contents
from parentkit.report.page.html import page
from parentkit.services.coach.pseudonyms import Pseudonyms
from parentkit.services.coach.report import report_on
from parentkit.services.family.household import read_household
from parentkit.services.start.demo import Places, make_demo

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.slow

COACH = "coach:" + "ab" * 16
MS = 1_795_420_800_000
HOSTILE = '<script>document.title="taken"</script><img src="http://127.0.0.1:9/x">\u202etxt.exe'
FITS = ("matched", "partial", "misread", "missed", "overrode")

A4, LETTER = (595, 842), (612, 792)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Journal:
    """The sample family, with a coach's codings, comments and goals, and hostile words."""
    folder = tmp_path_factory.mktemp("sample")
    places = Places(str(folder / "home"), str(folder / "state"))
    make_demo(places)
    journal = Journal(*places, lambda: MS)
    moments = [one for one in journal.read().records if not one.fields.get("flag")]
    chance = random.Random(3)
    drafts = []
    for number, moment in enumerate(moments[::4]):
        fit = str(moment.fields["fit"])
        fields = {"moment": moment.id, "coder": COACH, "logged_at": "2026-11-23T09:00:00+01:00"}
        coded = fit if chance.random() < 0.7 else chance.choice(FITS)
        coding = {**fields, "fit": coded, "blind": True}
        drafts.append(Draft("coding", ulid_named(f"coding {number}", MS), coding, by=COACH))
        text = HOSTILE if number == 3 else "You noticed it and stayed; what told you?"
        comment = {**fields, "sort": ("strength", "question")[number % 2], "text": text}
        drafts.append(Draft("comment", ulid_named(f"comment {number}", MS), comment, by=COACH))
    goal = {"text": "Wait three breaths before answering", "state": "open", "coder": COACH}
    drafts.append(Draft("goal", ulid_named("goal", MS), goal | {"by_when": "2026-12-20"}, by=COACH))
    journal.append(drafts)
    return journal


@pytest.fixture(scope="module", params=["full", "supervision"])
def seen(
    request: pytest.FixtureRequest,
    sample: Journal,
    look: Callable[[Path, Path], dict[str, Any]],
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[dict[str, Any], Path]:
    """What the browser saw of a version, and the folder with pictures and PDFs."""
    covered = request.param == "supervision"
    four_weeks = Selection(Period(date(2026, 10, 26), date(2026, 11, 23)))
    cover = Pseudonyms(bytes(32), "own use", "ab" * 16) if covered else None
    reported = report_on(sample, read_household(sample), four_weeks, covered_by=cover)
    coders = {} if covered else {COACH: "Dana Reed"}
    title = "Family b223af56" if covered else f"Rivera {HOSTILE}"
    about = About(title, "2026-11-23", covered, coders)
    told = contents(about, reported.account, reported.household, load("statements")["statements"])
    folder = tmp_path_factory.mktemp(request.param)
    (folder / "page.html").write_text("".join(page(told)), encoding="utf-8")
    return look(folder / "page.html", folder), folder


def test_the_page_is_quiet_and_fetches_nothing(seen: tuple[dict[str, Any], Path]) -> None:
    assert seen[0]["console"] == []
    assert seen[0]["requests"] == []
    assert "taken" not in seen[0]["titles"]


def test_axe_finds_nothing_to_complain_about(seen: tuple[dict[str, Any], Path]) -> None:
    assert seen[0]["violations"] == {"light": [], "dark": [], "narrow": []}
    assert seen[0]["checks"] >= 25, "axe looked at something"


def test_the_page_fits_its_window_and_the_keyboard_leads_through_it(
    seen: tuple[dict[str, Any], Path],
) -> None:
    assert seen[0]["overflow"] == {"light": 0, "dark": 0, "narrow": 0}
    assert seen[0]["tabs"] == ["Skip to the report", "What this is", "At a glance"]
    assert seen[0]["skipped"] == "#report"


def test_light_is_light_and_dark_is_dark(seen: tuple[dict[str, Any], Path]) -> None:
    light, dark = (corner((seen[1] / f"{name}.png").read_bytes()) for name in ("light", "dark"))
    assert min(light) > 230
    assert max(dark) < 60


def test_it_prints_on_a4_and_on_letter(seen: tuple[dict[str, Any], Path]) -> None:
    for name, size in (("A4", A4), ("Letter", LETTER)):
        pdf = (seen[1] / f"{name}.pdf").read_bytes()
        assert pdf.startswith(b"%PDF-")
        box = pdf.partition(b"/MediaBox [")[2].partition(b"]")[0].split()
        assert [float(each) for each in box[2:]] == pytest.approx(size, abs=1.5), "points"


def corner(png: bytes) -> tuple[int, int, int]:
    """The colour of a picture's first pixel: eight bits a channel, as browsers take pictures."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, _, depth, colour = struct.unpack(">IIBB", png[16:26])
    assert (depth, colour in (2, 6), width > 0) == (8, True, True)
    data, place = b"", 8
    while place < len(png):
        length, kind = struct.unpack(">I4s", png[place : place + 8])
        if kind == b"IDAT":
            data += png[place + 8 : place + 8 + length]
        place += length + 12
    first = zlib.decompressobj().decompress(data, 4)
    return first[1], first[2], first[3]
