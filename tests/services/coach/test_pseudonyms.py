"""Pseudonyms and numbers of rows are the same in every later file for the same audience."""

from __future__ import annotations

import csv
import hmac
import os
import re
import stat
from base64 import b32encode
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from parentkit import clock
from parentkit.domain.errors import DataProblem, UsageProblem
from parentkit.domain.ulid import ulid
from parentkit.services.coach.forget import forget
from parentkit.services.coach.instances import numbered
from parentkit.services.coach.pseudonyms import Pseudonyms, audience_called, pseudonyms_for
from parentkit.storage import held as door

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Called, Coach, Parent

    Call = Callable[..., Called]
    Rows = list[dict[str, str]]

MIA, BEN = "00000000000000000000000001", "01M81QCH11D00000000000BEN0"
OCTOBER, NOVEMBER = 40 * 24, 1
ALL = ("--period", "all")
PSEUDONYM = re.compile(r"[a-z2-7]{16}")


class Exports:
    """Makes tables about a family, each into a folder of its own, and reads them."""

    def __init__(self, call: Call, folder: Path) -> None:
        self._call = call
        self._folder = folder
        self._number = 0

    def make(self, form: str, *words: str) -> tuple[Called, Path]:
        self._number += 1
        to = self._folder / f"export-{self._number}"
        said = ("--format", form, *(() if "--period" in words else ALL), *words, "--to", str(to))
        return self._call("coach", "report", "Rivera", *said), to

    def table(self, form: str, name: str, *words: str) -> Rows:
        done, to = self.make(form, *words)
        assert done.code == 0, done.err
        with open(to / name, encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def moments(self, *words: str) -> Rows:
        return self.table("csv", "moments.csv", *words)

    def instances(self, *words: str) -> dict[tuple[str, str], str]:
        """The instance of each moment and coding, by the pseudonym of the moment and the role."""
        rows = self.table("redcap", "data.csv", *words)
        places = [
            (row["moment_pseudonym"] or row["coding_moment"], row["coding_role"]) for row in rows
        ]
        numbers = [row["redcap_repeat_instance"] for row in rows]
        return dict(zip(places[1:], numbers[1:], strict=True))


@pytest.fixture
def exports(call: Call, tmp_path: Path) -> Exports:
    return Exports(call, tmp_path)


@pytest.fixture
def two_children(coach: Coach, parent: Parent) -> list[tuple[str, dict[str, Any]]]:
    """Two moments of Ben in October, one of Mia in November."""
    moments = [
        parent.moment(OCTOBER + 2, child=BEN),
        parent.moment(OCTOBER, child=BEN),
        parent.moment(NOVEMBER, child=MIA),
    ]
    coach.add(sent(parent, *moments))
    return moments


def sent(parent: Parent, *moments: tuple[str, dict[str, Any]]) -> bytes:
    """A file with these moments that names both children."""
    share = ulid(clock.now_ms(), os.urandom(10))
    lines = parent.lines(*moments, share=share, kind="moment")
    ben = lines[0]._replace(id=BEN, fields={"name": "Ben"})
    return parent.file(share=share, lines=[ben, *lines])


def only(rows: Rows, column: str) -> str:
    [value] = {row[column] for row in rows}
    return value


def test_a_child_is_the_same_in_every_period_and_alone(exports: Exports, two_children: Any) -> None:
    assert two_children
    october = exports.moments("--period", "2026-10")
    november = exports.moments("--period", "2026-11")
    both = exports.moments()
    ben, mia = only(october, "child"), only(november, "child")
    assert PSEUDONYM.fullmatch(ben)
    assert ben != mia
    assert [row["child"] for row in both] == [ben, ben, mia]
    alone = exports.moments("--child", MIA)
    assert only(alone, "child") == mia
    assert [row["moment"] for row in both] == [row["moment"] for row in [*october, *november]]
    assert only(alone, "moment") == only(november, "moment")
    assert {row["family"] for row in [*october, *november, *alone]} == {only(both, "family")}


def test_the_version_for_supervision_has_the_same_pseudonyms_and_calls_people_by_them(
    exports: Exports, call: Call, two_children: Any
) -> None:
    assert two_children
    full, covered = exports.moments(), exports.moments("--supervision")
    columns = ("family", "moment", "child", "caregiver")
    assert sorted([row[each] for each in columns] for row in covered) == (
        sorted([row[each] for each in columns] for row in full)
    )
    page = call("coach", "report", "Rivera", "--supervision", "--format", "markdown")
    assert page.out.startswith(f"# Family {full[0]['family'][:6]}\n")


def test_two_who_get_files_cannot_join_them_and_each_gets_the_same_again(
    exports: Exports, two_children: Any
) -> None:
    assert two_children
    files = [
        exports.moments(*words)
        for words in ((), ("--for", "Sam Ono"), ("--for", "University"), ("--for", " sam  ONO"))
    ]
    for column in ("family", "moment", "child", "caregiver"):
        values = [{row[column] for row in rows} for rows in files]
        assert values[1] == values[3]
        assert not values[0] & values[1]
        assert not values[0] & values[2]
        assert not values[1] & values[2]


def test_a_name_that_was_never_given_before_is_said_to_be_new(
    exports: Exports, two_children: Any
) -> None:
    assert two_children
    assert "The first file for" not in exports.make("csv")[0].err
    told = exports.make("csv", "--for", "Sam Ono")[0].err
    assert "The first file for sam ono." in told
    assert "own use" in told
    assert "The first file for" not in exports.make("csv", "--for", "Sam Ono")[0].err


def test_rows_of_a_redcap_project_are_never_renumbered(
    exports: Exports, coach: Coach, parent: Parent, two_children: Any
) -> None:
    november = exports.instances("--child", MIA)
    assert [number for (_, role), number in november.items() if not role] == ["1"]
    everything = exports.instances()
    assert november.items() <= everything.items()
    moments = [number for (_, role), number in everything.items() if not role]
    assert sorted(moments) == ["1", "2", "3"]
    assert len(moments) == len(two_children)
    coach.add(sent(parent, parent.moment(OCTOBER + 1, child=BEN)))
    later = exports.instances()
    assert everything.items() <= later.items()
    assert sorted(number for (_, role), number in later.items() if not role) == [*"1234"]
    assert exports.instances("--supervision") == later
    october = exports.instances("--period", "2026-10")
    assert october.items() <= later.items()


def test_numbers_of_rows_do_not_join_two_audiences(exports: Exports, two_children: Any) -> None:
    assert two_children
    exports.instances("--child", MIA)
    for_sam = exports.table("redcap", "data.csv", "--child", BEN, "--for", "Sam Ono")
    numbers = [
        row["redcap_repeat_instance"]
        for row in for_sam
        if row["redcap_repeat_instrument"] == "moment"
    ]
    assert sorted(numbers) == ["1", "2"], "counted for Sam alone"


def test_rows_of_two_audiences_stand_in_an_order_of_their_own(
    exports: Exports, coach: Coach, parent: Parent
) -> None:
    """Twelve moments of one week: neither their place nor their number tells when they were."""
    coach.add(parent.file(*(parent.moment(1 + number) for number in range(12))))
    for name in ("Sam Ono", "University"):
        for table in ("moments.csv", "judgements.csv"):
            rows = exports.table("csv", table, "--supervision", "--for", name)
            keys = [row["moment"] for row in rows]
            assert keys == sorted(keys)
        places = exports.instances("--supervision", "--for", name)
        moments = [(int(number), key) for (key, role), number in places.items() if not role]
        assert sorted(moments) == list(enumerate(sorted(key for _, key in moments), 1))


def test_two_parents_of_one_family_are_one_family(
    exports: Exports, coach: Coach, parent: Parent, another: Parent
) -> None:
    coach.add(parent.file(parent.moment()))
    before = only(exports.moments(), "family")
    coach.add(another.file(another.moment(3)), join="Rivera")
    assert len(rows := exports.moments()) == 2
    assert only(rows, "family") == before


def test_the_key_is_made_once_for_its_owner_alone_and_is_told_of(
    exports: Exports, coach: Coach, two_children: Any
) -> None:
    assert two_children
    path = os.path.join(coach.practice.folder, "pseudonyms")
    assert not os.path.exists(path)
    assert path in exports.make("csv")[0].err
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    with open(path, "rb") as file:
        key = file.read()
    assert len(key) == 32
    assert path not in exports.make("csv")[0].err
    with open(path, "rb") as file:
        assert file.read() == key


def test_a_page_with_names_needs_no_key(call: Call, coach: Coach, two_children: Any) -> None:
    assert two_children
    done = call("coach", "report", "Rivera", "--format", "markdown", "--for", "Sam Ono")
    assert done.code == 0
    assert "For sam ono" in done.out
    assert not os.path.exists(os.path.join(coach.practice.folder, "pseudonyms"))


@pytest.mark.parametrize("harm", ["gone", "cut short", "a folder", "a link to nowhere"])
def test_a_key_that_cannot_be_read_is_never_made_anew(
    exports: Exports, coach: Coach, two_children: Any, harm: str
) -> None:
    assert two_children
    before = exports.moments()
    path = os.path.join(coach.practice.folder, "pseudonyms")
    with open(path, "rb") as file:
        key = file.read()
    os.unlink(path)
    if harm == "cut short":
        with open(path, "wb") as file:
            file.write(key[:-1])
    elif harm == "a folder":
        os.mkdir(path)
    elif harm == "a link to nowhere":
        os.symlink(f"{path}.elsewhere", path)
    refused, to = exports.make("csv")
    assert refused.code == 3
    assert path in refused.err
    assert not to.exists()
    if os.path.isdir(path):
        os.rmdir(path)
    elif os.path.lexists(path):
        os.unlink(path)
    with open(path, "wb") as file:
        file.write(key)
    assert exports.moments() == before


@pytest.mark.parametrize("content", ["cut short", "null", "[]"])
def test_numbers_that_cannot_be_read_are_never_begun_anew(
    exports: Exports, coach: Coach, two_children: Any, content: str
) -> None:
    assert two_children
    exports.instances()
    folder = os.path.join(coach.practice.folder, "exports")
    [name] = set(os.listdir(folder)) - {"names.json"}
    path = os.path.join(folder, name)
    if content == "cut short":
        os.truncate(path, 20)
    else:
        Path(path).write_text(content, encoding="utf-8")
    refused, to = exports.make("redcap")
    assert refused.code == 3
    assert path in refused.err
    assert not to.exists()


@pytest.mark.parametrize("harm", ["the folder", "the names", "the numbers"])
def test_numbers_that_are_gone_are_never_begun_anew(
    exports: Exports, coach: Coach, two_children: Any, harm: str
) -> None:
    assert two_children
    before = exports.instances("--child", MIA)
    folder = os.path.join(coach.practice.folder, "exports")
    [name] = set(os.listdir(folder)) - {"names.json"}
    lost = {"the folder": "", "the names": "names.json", "the numbers": name}[harm]
    os.rename(os.path.join(folder, lost), os.path.join(coach.practice.folder, "elsewhere"))
    refused, to = exports.make("redcap")
    assert refused.code == 3
    assert "is gone" in refused.err
    assert not to.exists()
    if harm == "the numbers":
        anew = exports.instances("--for", "Sam Ono, again")
        assert not set(anew) & set(before), "nobody takes them for the earlier ones"
    os.rename(os.path.join(coach.practice.folder, "elsewhere"), os.path.join(folder, lost))
    assert before.items() <= exports.instances().items()


def test_numbers_of_an_older_version_are_noticed_once_a_file_was_made(
    exports: Exports, coach: Coach, two_children: Any
) -> None:
    assert two_children
    before = exports.instances()
    folder = os.path.join(coach.practice.folder, "exports")
    with open(os.path.join(folder, "names.json"), "w", encoding="utf-8") as file:
        file.write('{"parentkit-audiences":1,"names":["own use"]}')
    assert exports.instances() == before
    [name] = set(os.listdir(folder)) - {"names.json"}
    os.remove(os.path.join(folder, name))
    assert exports.make("redcap")[0].code == 3


def test_without_the_names_both_are_moved_away_to_begin_anew(
    exports: Exports, coach: Coach, two_children: Any
) -> None:
    assert two_children
    before = exports.moments()
    folder = coach.practice.folder
    for name in ("exports", "pseudonyms"):
        os.rename(os.path.join(folder, name), os.path.join(folder, f"{name}-before"))
    assert not {row["moment"] for row in exports.moments()} & {row["moment"] for row in before}


def test_two_who_need_the_key_at_once_get_one(
    coach: Coach, parent: Parent, monkeypatch: pytest.MonkeyPatch
) -> None:
    coach.add(parent.file(parent.moment()))
    family, path = coach.open().family, os.path.join(coach.practice.folder, "pseudonyms")
    names = os.path.join(coach.practice.folder, "exports", "names.json")
    lock, other = door.lock, bytes(range(32))

    def lock_after_another_process(descriptor: int) -> None:
        with open(path, "xb") as file:
            file.write(other)
        os.mkdir(os.path.dirname(names))
        with open(names, "x", encoding="utf-8") as file:
            file.write('{"parentkit-audiences":1,"names":["sam ono"]}')
        lock(descriptor)

    monkeypatch.setattr(door, "lock", lock_after_another_process)
    assert pseudonyms_for(coach.practice, family, "own use").pseudonyms.key == other


def test_whoever_is_waited_for_too_long_is_told_and_nothing_is_made(
    coach: Coach, parent: Parent, monkeypatch: pytest.MonkeyPatch
) -> None:
    coach.add(parent.file(parent.moment()))
    monkeypatch.setattr("parentkit.storage.lock.PATIENCE_SECONDS", 0.01)
    path = os.path.join(coach.practice.folder, "exports.lock")
    family = coach.open().family
    with door.held(path), pytest.raises(DataProblem, match="another parentkit is using it") as told:
        pseudonyms_for(coach.practice, family, "own use")
    assert told.value.message.startswith(path)
    assert not os.path.exists(os.path.join(coach.practice.folder, "pseudonyms"))


def test_two_who_number_rows_at_once_give_each_a_number_of_its_own(
    coach: Coach, parent: Parent, monkeypatch: pytest.MonkeyPatch
) -> None:
    coach.add(parent.file(parent.moment()))
    names = pseudonyms_for(coach.practice, coach.open().family, "own use").pseudonyms
    lock, numbers = door.lock, []

    def lock_after_another_process(descriptor: int) -> None:
        monkeypatch.setattr(door, "lock", lambda _descriptor: None)
        numbers.append(numbered(coach.practice, names, {"moment": ["b", "a"]}))
        lock(descriptor)

    monkeypatch.setattr(door, "lock", lock_after_another_process)
    numbers.append(numbered(coach.practice, names, {"moment": ["a", "c"]}))
    assert numbers == [{"moment": [2, 1]}, {"moment": [1, 3]}]


def test_nothing_shows_the_key() -> None:
    assert "kkk" not in repr(Pseudonyms(b"k" * 32, "own use", "a" * 32))


def test_pseudonyms_are_keyed_hashes_as_the_page_on_reports_says() -> None:
    key, family = bytes(range(32)), "ab" * 16
    names = Pseudonyms(key, "sam ono", family)

    def letters(text: str) -> str:
        return b32encode(hmac.digest(key, text.encode(), "sha256")).decode()[:16].lower()

    assert names.family == letters(f"family\0sam ono\0{family}")
    assert names.of("moment", MIA) == letters(f"moment\0sam ono\0{MIA}")
    assert names.of("person", MIA) == letters(f"person\0sam ono\0{family}/{MIA}")
    other = names._replace(family_id="cd" * 16)
    assert other.of("person", MIA) != names.of("person", MIA), "every first child has the same id"
    coach = "coach:" + "ef" * 16
    assert other.of("person", coach) == names.of("person", coach)


def test_forgetting_a_family_forgets_its_rows_but_gives_none_of_their_numbers_again(
    exports: Exports, coach: Coach, parent: Parent
) -> None:
    data = parent.file(one := parent.moment())
    coach.add(data)
    before = exports.moments()
    first = exports.instances()
    forget(coach.practice, coach.open().family)
    folder = os.path.join(coach.practice.folder, "exports")
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), "rb") as file:
            text = file.read().decode()
        assert before[0]["moment"] not in text
        assert one[0] not in text
    coach.add(data)
    assert exports.moments() == before
    again = exports.instances()
    assert again.keys() == first.keys()
    assert not {(key[1], number) for key, number in again.items()} & {
        (key[1], number) for key, number in first.items() if not key[1]
    }


def test_a_report_is_not_read_back_as_an_export(
    exports: Exports, call: Call, two_children: Any
) -> None:
    assert two_children
    _, folder = exports.make("csv")
    refused = call("import", str(folder))
    assert refused.code == 3
    assert "reports are not read back" in refused.err


@pytest.mark.parametrize("name", ["", "  ", "x" * 101])
def test_an_audience_has_a_name(call: Call, two_children: Any, name: str) -> None:
    assert two_children
    with pytest.raises(UsageProblem):
        audience_called(name)
    assert call("coach", "report", "Rivera", "--supervision", "--for", name).code == 2
