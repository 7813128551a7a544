"""A field or a kind of record that is written into its table is everywhere, and leaves nowhere.

The program is copied, two fields and two kinds are added where CONTRIBUTING.md says, and nothing
else is touched. One field and one kind say that they may be seen; the others say nothing about it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import parentkit

pytestmark = pytest.mark.real_clock("the copy runs in processes of its own")

PACKAGE = Path(parentkit.__file__).parent
FIELDS = """
    Field(
        "loudness",
        CODE,
        "how loud the sign was",
        choices=("quiet", "loud"),
        vocabulary="loudness",
        leaves=ALWAYS,
        blind=True,
        deidentified=True,
        judged=True,
        option=("--loudness", "L", "how loud the sign was: quiet, loud"),
    ),
    Field("hunch", TEXT, "a hunch", option=("--hunch", "TEXT", "what you guess")),
"""
OF_TEMPLATE = """
            Field("loudness", CODE, "how loud the sign of a template is"),
"""
WORDS = [{"id": "quiet", "label": "hardly heard"}, {"id": "loud", "label": "through the house"}]
KINDS = """
    Kind(
        "letter",
        (_OF_MOMENT, _TEXT, Field("draft", TEXT, "what was not meant to be read")),
        sent_by=(FAMILY_ROLE,),
        about_moment=True,
    ),
    Kind("diary", (_OF_MOMENT, _TEXT), about_moment=True),
    Kind("wish", (_TEXT, _CODER, _WRITTEN), lasting=True, sent_by=(COACH_ROLE,), many="wishes"),
"""
HOUSEHOLD = """
from parentkit.content import load
from parentkit.domain.log.household import Household
MIA, ANNA = "01KAR3M5ZJ9W00000000000001", "01KAR3M5ZJ9W00000000000002"
people = [("child", {"id": MIA, "name": "Mia"}), ("caregiver", {"id": ANNA, "name": "Anna"})]
household = Household(people, load)
moment = {
    "id": "01KAR3M5ZJ9W00000000000009", "observed_at": "2026-11-22T18:05+01:00", "child": MIA,
    "caregiver": ANNA, "cue": "afraid", "responses": ["comfort"], "fit": "matched",
    "fit_source": "person", "loudness": "quiet", "hunch": "tired",
}
"""


class Copy:
    """The program with two more fields and three more kinds, in a home of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        package = folder / "parentkit"
        shutil.copytree(PACKAGE, package)
        shutil.copytree(PACKAGE.parent / "exercises", folder / "exercises")
        schema = package / "domain" / "schema"
        _put_before(schema / "fields.py", '    Field(\n        "tags",', FIELDS)
        _put_before(schema / "kinds.py", "    Kind(REMINDER,", KINDS)
        _put_before(schema / "kinds.py", '            Field("parent_state", CODE,', OF_TEMPLATE)
        words = package / "content" / "judgements.json"
        told = {**json.loads(words.read_text(encoding="utf-8")), "loudness": WORDS}
        words.write_text(json.dumps(told), encoding="utf-8")

    def run(self, *words: str, home: str = "home", code: int = 0) -> str:
        """What a command of the copy prints."""
        return self._call(["-m", "parentkit", *words], home, code)

    def python(self, script: str, home: str = "home") -> Any:
        """What a script leaves in `told`, run with the copy."""
        ending = "\nimport json\nprint(json.dumps(told))"
        return json.loads(self._call(["-c", HOUSEHOLD + script + ending], home, 0))

    def _call(self, words: list[str], home: str, code: int) -> str:
        done = subprocess.run(
            [sys.executable, *words],
            env={
                **os.environ,
                "PYTHONDONTWRITEBYTECODE": "",
                "PYTHONPYCACHEPREFIX": str(self.folder / "compiled"),
                "PYTHONPATH": str(self.folder),
                "PARENTKIT_HOME": str(self.folder / home),
                "PARENTKIT_STATE": str(self.folder / f"{home}-state"),
            },
            cwd=self.folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout if code == 0 else done.stdout + done.stderr


def _put_before(path: Path, mark: str, text: str) -> None:
    before, found, after = path.read_text(encoding="utf-8").partition(mark)
    assert found
    path.write_text(f"{before.rstrip()}\n{text.strip(chr(10))}\n{mark}{after}", encoding="utf-8")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    return Copy(tmp_path_factory.mktemp("copy"))


@pytest.fixture(scope="module")
def logged(copy: Copy) -> dict[str, Any]:
    """A moment that says both fields."""
    words = ("log", "afraid", "comfort", "--loudness", "hardly", "--hunch", "he was tired")
    return dict(json.loads(copy.run(*words, "--json")))


def test_a_field_is_said_shown_changed_and_completed_in_the_command_line(
    copy: Copy, logged: dict[str, Any]
) -> None:
    assert (logged["loudness"], logged["hunch"]) == ("quiet", "he was tired")
    shown = copy.run("show", logged["id"])
    assert "  loudness    hardly heard\n" in shown
    assert "  hunch       he was tired\n" in shown
    assert "how loud the sign was: quiet, loud" in copy.run("edit", "--help")
    assert "quiet loud" in copy.run("completion", "bash")
    refused = copy.run("log", "afraid", "comfort", "--loudness", "shrill", code=2)
    assert "'shrill' is not a known loudness" in refused
    other = json.loads(copy.run("log", "sad", "comfort", "--loudness", "loud", "--json"))
    cleared = json.loads(copy.run("edit", other["id"], "--clear", "loudness", "--json"))
    assert "loudness" not in cleared


def test_a_field_that_others_judge_stands_in_their_judgements_and_beside_a_coachs(
    copy: Copy, logged: dict[str, Any]
) -> None:
    copy.run("caregiver", "add", "Jo")
    words = ("code", logged["id"], "--fit", "matched", "--loudness", "loud", "--caregiver", "Jo")
    assert json.loads(copy.run(*words, "--json"))["loudness"] == "loud"
    assert "  loudness    through the house\n" in copy.run("show", logged["id"])
    assert "--loudness" in copy.run("coach", "code", "--help")
    assert "--hunch" not in copy.run("code", "--help")
    copy.run("export", "--format", "csv", "--out", "judged", "--all")
    header, row = (copy.folder / "judged" / "codings.csv").read_text("utf-8-sig").splitlines()
    assert dict(zip(header.split(","), row.split(","), strict=True))["loudness"] == "loud"
    told = copy.python("""
from parentkit.domain.coaching.scope import arriving
from parentkit.report.coach.blind import side_by_side
from parentkit.report.glyphs import ASCII
coding = {"fit": "matched", "loudness": "loud"}
beside = side_by_side(coding, moment, household, ASCII, "")
told = [beside, sorted(arriving("coding", by_coach=True))]
""")
    beside, arrives = told
    (line,) = [line for line in beside if "loudness" in line]
    assert "through the house" in line
    assert any("hardly heard" in line for line in beside)
    assert "loudness" in arrives
    assert "hunch" not in arrives


def test_what_a_template_fills_in_is_said_shown_and_taken(copy: Copy) -> None:
    said = ("template", "add", "the drill", "--cue", "afraid", "--loudness", "loud")
    assert "the drill: " in (told := copy.run(*said, home="template"))
    assert "through the house" in told
    moment = copy.run("log", "--template", "the drill", "comfort", "--json", home="template")
    assert json.loads(moment)["loudness"] == "loud"
    keys = copy.python(
        """
from parentkit.cli.session import open_family
from parentkit.tui.family import read_family
from parentkit.tui.log.around import look_around
family = read_family(open_family([])[0], 1)
told = [dict(each.takes) for each in look_around(family, family.child).shortcuts]
""",
        home="template",
    )
    assert {"cue": "afraid", "loudness": "loud"} in keys


def test_what_a_question_may_ask_about_is_closed(copy: Copy) -> None:
    pack = '[[questions]]\nid = "how-loud"\ntext = "How loud was it?"\nkind = "child"\n'
    path = copy.folder / "questions.toml"
    path.write_text(pack + 'when = { scope = "moment", slip = ["read"] }\n', encoding="utf-8")
    copy.run("reflect", "--check", str(path))
    path.write_text(pack + 'when = { scope = "moment", loudness = ["loud"] }\n', encoding="utf-8")
    refused = copy.run("reflect", "--check", str(path), code=3)
    assert "loudness" in refused


def test_words_of_harm_in_a_new_field_set_the_moment_apart(copy: Copy) -> None:
    said = json.loads(copy.run("log", "sad", "comfort", "--hunch", "I hit him hard", "--json"))
    assert said["flag"] is True


def test_a_field_is_exported_described_and_read_back(copy: Copy, logged: dict[str, Any]) -> None:
    copy.run("export", "--format", "csv", "--out", "tables", "--all")
    header, *_ = (copy.folder / "tables" / "moments.csv").read_text("utf-8-sig").splitlines()
    assert {"loudness", "hunch"} <= set(header.split(","))
    described = json.loads((copy.folder / "tables" / "datapackage.json").read_text("utf-8"))
    (moments,) = (one for one in described["resources"] if one["name"] == "moments")
    (field,) = (one for one in moments["schema"]["fields"] if one["name"] == "loudness")
    assert field["description"] == "how loud the sign was"
    assert field["constraints"] == {"enum": ["quiet", "loud"]}
    copy.run("import", "tables", home="other")
    again = json.loads(copy.run("show", logged["id"], "--json", home="other"))
    assert (again["loudness"], again["hunch"]) == ("quiet", "he was tired")


def test_a_diary_may_have_a_column_for_it(copy: Copy) -> None:
    table = "Date,Time,Cue,Response,Loudness\n2026-10-05,07:40,afraid,comfort,through the house\n"
    (copy.folder / "diary.csv").write_text(table, encoding="utf-8")
    copy.run("import", "diary.csv", home="diary")
    (moment,) = json.loads(copy.run("moments", "--all", "--json", home="diary"))
    assert moment["loudness"] == "loud"


def test_a_field_is_in_the_form_of_details_and_on_the_page_of_a_moment(copy: Copy) -> None:
    told = copy.python("""
from parentkit.services.log.field_words import FIELDS, change, choices, words_of
from parentkit.tui.log.details_fields import DETAILS
told = {
    "form": {each.name: [each.label, each.kind, each.help] for each in DETAILS},
    "page": [each.label for each in FIELDS],
    "choices": choices(household, "loudness"),
    "words": words_of(moment, household, "loudness"),
    "change": change(moment, household, "loudness", "through").fields,
}
""")
    assert told["form"]["loudness"] == ["Loudness", "choice", "How loud the sign was."]
    assert told["form"]["hunch"] == ["Hunch", "text", "A hunch."]
    assert {"loudness", "hunch"} <= set(told["page"])
    assert told["choices"] == ["hardly heard", "through the house"]
    assert told["words"] == "hardly heard"
    assert told["change"] == {"loudness": "loud"}


@pytest.mark.usefixtures("logged")
def test_the_form_of_details_reads_it(copy: Copy) -> None:
    told = copy.python("""
import asyncio
from parentkit.cli.session import open_family
from parentkit.tui.app import ParentkitApp
from parentkit.tui.log.details import DetailsBox
from parentkit.tui.log.draft import MomentDraft
from parentkit.tui.settings import read_settings

async def typed():
    journal, _ = open_family([])
    app = ParentkitApp(journal, read_settings(journal.places))
    async with app.run_test(size=(100, 40)) as pilot:
        box = DetailsBox(household, MomentDraft("afraid", ("comfort",)), "loudness")
        await app.push_screen(box)
        while not (app.screen is box and app.focused and app.focused.id == "loudness"):
            await pilot.pause()
        await pilot.press("h", "a", "r", "d")
        return box.draft.read(household).fields

told = asyncio.run(typed())
""")
    assert told["loudness"] == "quiet"


def test_a_codebook_has_it_and_the_one_for_supervision_only_where_it_says_so(copy: Copy) -> None:
    told = copy.python("""
from parentkit.figures.account import Told
from parentkit.interchange.research.dataset import Named, dataset
from parentkit.interchange.research.redcap import instruments
from parentkit.interchange.research.variables import of_moments

def variables(covered):
    names = (lambda kind, one: one, household.name)
    named = Named("family", "", "for Kim", *names, [], covered)
    data = dataset(named, household, ("2026-11-16", "2026-11-23"), [Told(moment, [])], [])
    form = next(each for each in instruments(data) if each.name == "moment")
    table = {each.name: [each.label, each.value(data.cases[0])] for each in of_moments(data)}
    return [table, [name for name, _ in form.fields]]

told = [variables(False), variables(True)]
""")
    (table, form), (covered, covered_form) = told
    assert table["loudness"] == ["how loud the sign was", "quiet"]
    assert table["hunch"] == ["a hunch", "tired"]
    assert {"moment_loudness", "moment_hunch"} <= set(form)
    assert covered["loudness"] == ["how loud the sign was", "quiet"]
    assert "hunch" not in covered
    assert "moment_loudness" in covered_form
    assert "moment_hunch" not in covered_form


def test_what_says_nothing_is_neither_sent_nor_seen_blind_nor_for_supervision(copy: Copy) -> None:
    told = copy.python("""
from types import SimpleNamespace
from parentkit.domain.coaching.blinding import blinded
from parentkit.domain.coaching.scope import INCLUDABLE, arriving, shown_part
from parentkit.figures.account import Told
from parentkit.report.coach.blind import blind_lines
from parentkit.services.coach.deidentify import Cover

pseudonyms = SimpleNamespace(of=lambda kind, one: one)
told = {
    "sent": shown_part("moment", moment, set(INCLUDABLE)),
    "arrives": sorted(arriving("moment", by_coach=False)),
    "blind": blind_lines(blinded(moment), household),
    "covered": Cover(household, load, pseudonyms).told(Told(moment, [])).moment,
}
""")
    for seen in (told["sent"], told["arrives"], told["covered"]):
        assert "loudness" in seen
        assert "hunch" not in seen
    assert "  loudness    hardly heard" in told["blind"]
    assert "tired" not in "".join(told["blind"])


def test_an_unknown_word_in_it_is_found(copy: Copy) -> None:
    found = copy.python("""
from parentkit.services.upkeep.unknown_codes import Known
told = list(Known(household).unknown({**moment, "loudness": "shrill"}))
""")
    assert ["unknown_word", "loudness", "shrill"] in found


DANA = """
from parentkit.sharing import keys
told = keys.make().card("Dana")
"""
LETTERS = """
from parentkit.cli.session import open_family
from parentkit.domain.ulid import ulid
from parentkit.journal.log.writer import Draft
journal, family = open_family([])
about = {"moment": MOMENT, "text": "dear coach", "draft": "not for you"}
journal.append([Draft("letter", ulid(1, b"letter-no1"), about)])
journal.append([Draft("diary", ulid(1, b"diary--no1"), {**about, "text": "for me"})])
told = sorted(one.kind for one in journal.read("2026-01-01", kinds=("letter", "diary")))
"""


def test_a_kind_travels_with_its_moment_is_previewed_and_is_erased_with_it(copy: Copy) -> None:
    home = "letters"
    moment = json.loads(copy.run("log", "afraid", "comfort", "--json", home=home))["id"]
    assert copy.python(LETTERS.replace("MOMENT", repr(moment)), home) == ["diary", "letter"]
    card = copy.python(DANA)
    (copy.folder / "dana.card").write_text(json.dumps(card), encoding="utf-8")
    copy.run("key", "make", home=home)
    copy.run("consent", "add-coach", "dana.card", "--yes", home=home)
    preview = copy.run("share", "--with", "Dana", "--preview", home=home)
    assert "1 caregiver, 1 letter" in preview
    assert "A letter  " in preview
    assert "dear coach" in preview
    assert "not for you" not in preview
    assert "for me" not in preview
    copy.run("purge", moment, "--yes", home=home)
    files = (copy.folder / home).rglob("*.jsonl")
    left = "".join(path.read_text(encoding="utf-8") for path in files)
    assert "dear coach" not in left
    assert "for me" not in left


def test_a_kind_that_a_coach_sends_is_let_in_whole_and_counted(copy: Copy) -> None:
    told = copy.python("""
from parentkit.domain.coaching.coaching import SENT_KINDS, ill_formed
from parentkit.domain.coaching.scope import arriving
from parentkit.domain.schema.kind_facts import is_kept_text, is_lasting
from parentkit.report.sharing.feedback import counted
from parentkit.sharing.bundle import KINDS_OF

told = {
    "sent": [SENT_KINDS[-1], "wish" in KINDS_OF["reply"], "wish" in KINDS_OF["moments"]],
    "lasting": sorted(filter(is_lasting, ("wish", "letter"))),
    "arrives": sorted(arriving("wish", by_coach=True)),
    "from_family": sorted(arriving("wish", by_coach=False)),
    "ill": ill_formed("wish", {"text": 3, "coder": "coach:x"}),
    "words": counted([("wish", {}), ("wish", {})]),
    "private": [each for each in KINDS_OF.values() if "diary" in each],
    "kept": is_kept_text("draft"),
}
""")
    assert told["sent"] == ["wish", True, False]
    assert told["lasting"] == ["wish"]
    assert told["arrives"] == ["coder", "deleted", "logged_at", "text"]
    assert told["from_family"] == []
    assert told["ill"] == ["text"]
    assert told["words"] == "2 wishes"
    assert told["private"] == []
    assert told["kept"] is True
