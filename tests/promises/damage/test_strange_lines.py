"""Lines with a checksum that fits and something in them that no version of ours has written."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any

import pytest

from parentkit.domain.errors import ParentkitError

if TYPE_CHECKING:
    from collections.abc import Iterator

CANARY = "nobody-may-see-this"


def sealed(text: str) -> bytes:
    """A line of JSON with the checksum that fits it, by the description of the format."""
    body = text[:-1].encode("utf-8", "surrogatepass")
    return b'%b,"sum":"%08x"}\n' % (body, zlib.crc32(body))


def line_like(page: Any, **changed: Any) -> str:
    """The first line's operation as a newer one, with some of its parts changed; None takes out."""
    line = json.loads(page.data.splitlines()[0])
    del line["sum"]
    line |= {"seq": 5, "stamp": line["stamp"].replace("/0000/", "/0001/"), **changed}
    return json.dumps({name: value for name, value in line.items() if value is not None})


STRANGE_LINES = (
    lambda page: line_like(page, set=[]),
    lambda page: line_like(page, set=None),
    lambda page: line_like(page, seq=0),
    lambda page: line_like(page, seq=True),
    lambda page: line_like(page, v="1"),
    lambda page: line_like(page, id=5),
    lambda page: line_like(page, stamp="yesterday"),
    lambda page: line_like(page, base={"note": "x"}),
    lambda page: line_like(page, batch=7),
    lambda page: line_like(page, set={"note": float("nan")}),
    lambda page: line_like(page).replace('"fit"', '"cue"'),
    lambda page: line_like(page).replace('"matched"', "[" * 5000 + "]" * 5000),
    lambda page: line_like(page).replace('"matched"', "1" * 5000),
    lambda page: line_like(page).replace('"matched"', "1e999"),
    lambda page: line_like(page).replace('"matched"', '"\\ud800"'),
    lambda page: line_like(page).replace('"matched"', '"\ud800"'),
    lambda page: line_like(page).replace('"matched"', "'matched'"),
    lambda _page: "[1]",
    lambda _page: "{}",
)


@pytest.mark.parametrize("number", range(len(STRANGE_LINES)))
def test_a_line_that_is_no_operation_is_set_aside_although_its_checksum_fits(
    page: Any, number: int
) -> None:
    page.put(page.data + sealed(STRANGE_LINES[number](page)))
    assert page.found([5]) == set(page.ids)
    page.go_on(set(page.ids))


def test_what_a_newer_version_has_written_is_read_and_kept(page: Any) -> None:
    line = sealed(line_like(page, v=2, mood="new", set={"fit": "partial", "weather": {"sun": 1}}))
    page.put(page.data + line)
    journal = page.home.journal()
    record = journal.get(page.ids[0])
    assert record.fields["weather"] == {"sun": 1}
    assert not journal.read().problems
    journal.amend(record, {"fit": "missed"})
    assert journal.get(page.ids[0]).fields["weather"] == {"sun": 1}
    with open(page.path, "rb") as file:
        assert line in file.read()


STRANGE_VALUES = (
    {"observed_at": 5},
    {"observed_at": "some day"},
    {"observed_at": "2026-13-45T99:99+99:99"},
    {"observed_at": "2026-11-22"},
    {"observed_at": None},
    {"logged_at": []},
    {"cue": ["afraid"]},
    {"cue": "a sign of another version"},
    {"responses": "comfort"},
    {"responses": [5, None, {}]},
    {"responses": []},
    {"fit": 1},
    {"fit": "of another version"},
    {"repair": "repaired"},
    {"repair": {"state": 5, "after_minutes": "ten"}},
    {"tags": "bedtime"},
    {"tags": [1, {}]},
    {"note": {"text": "words"}},
    {"child": 5},
    {"caregiver": {}},
    {"flag": "yes", "miscue": 3, "clarity": [], "context": {}, "parent_state": 0},
    {"deleted": "maybe"},
    {"sampling": 7, "suggested_fit": [], "fit_source": 0},
)


@pytest.mark.parametrize("fields", STRANGE_VALUES, ids=str)
def test_every_command_copes_with_values_that_no_version_of_ours_has_written(
    page: Any,
    tmp_path: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    fields: dict[str, Any],
) -> None:
    monkeypatch.setenv("PARENTKIT_HOME", page.home.home)
    monkeypatch.setenv("PARENTKIT_STATE", page.home.state)
    page.put(page.data + sealed(line_like(page, set=fields)))
    for command, code in outcomes(tmp_path, page.ids[0]):
        said = capsys.readouterr()
        assert code in (0, 1, 3), (command, said)
        if command == "moments --all --json":
            known = {document["id"] for document in json.loads(said.out)}
            assert known >= set(page.ids[1:])


COMMANDS = (
    "moments --all",
    "moments --all --json",
    "moments",
    "find cue is afraid or note is unsaid",
    "rates --all",
    "rates --week --json",
    "rates --all --by caregiver",
    "show ID",
    "history ID",
    "edit ID --fit partial",
    "repair ID",
    "undo",
    "log afraid comfort",
    "child list",
    "export --out OUT",
    "doctor",
)


def outcomes(tmp_path: Any, identity: str) -> Iterator[tuple[str, int]]:
    """What each command answers: an exit code, or that of the error it tells."""
    from parentkit.cli.main import run

    for command in COMMANDS:
        words = command.replace("ID", identity).replace("OUT", str(tmp_path / "export")).split()
        told = ""
        try:
            code = run(words, [])
        except ParentkitError as problem:
            told, code = f"{problem.message} {problem.hint}", problem.exit_code
        assert CANARY not in told
        yield command, code


@pytest.mark.parametrize("line", range(4))
def test_every_command_copes_with_a_line_that_is_gone(
    tmp_path: Any,
    at_home: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    line: int,
) -> None:
    from parentkit.cli.main import run

    monkeypatch.setenv("PARENTKIT_HOME", at_home.home)
    monkeypatch.setenv("PARENTKIT_STATE", at_home.state)
    run(["log", "afraid", "comfort", "--note", CANARY], [])
    (path,) = [path for path in at_home.files() if not path.endswith("family.jsonl")]
    (identity,) = {stored["id"] for stored in at_home.lines()[path]}
    run(["edit", identity, "--fit", "partial", "--note", f"{CANARY} again"], [])
    run(["repair", identity, "--after", "10m"], [])
    run(["log", "sad", "comfort"], [])
    path = path if line < 3 else next(one for one in at_home.files() if one != path)
    with open(path, "rb") as file:
        lines = file.read().splitlines(keepends=True)
    lines[line % 3] = lines[line % 3].replace(b'"set"', b'"sat"')
    with open(path, "wb") as file:
        file.writelines(lines)
    capsys.readouterr()
    for command, code in outcomes(tmp_path, identity):
        said = capsys.readouterr()
        assert code in (0, 1, 3), (command, said)
        if command.startswith("moments") and line < 3:
            assert f"{path}, line {line % 3 + 1} (" in said.err
            assert CANARY not in said.err
