import os
from collections.abc import Callable
from typing import Any

import pytest

from parentkit.journal.index import known_damage, store
from parentkit.journal.log import damage
from parentkit.journal.log.folders import dated_files

Log = Callable[..., str]


def test_files_known_to_be_whole_are_not_gone_through_again_and_changed_ones_are(
    family: Any, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known_damage, "MOST_READ_DIRECTLY", 0)
    monkeypatch.setattr(store, "RENEW_AFTER", 0)
    journal = family.device()
    moment = log(journal)
    (path,) = dated_files(journal.places.journal)
    looked_at: list[str] = []

    def counted(lines: list[bytes], path: str) -> Any:
        looked_at.append(path)
        return damage_among(lines, path)

    damage_among = damage.damage_among
    monkeypatch.setattr(damage, "damage_among", counted)
    assert journal.about(moment, ("coding",)).problems == []
    assert looked_at == [path]
    journal.episodes()
    looked_at.clear()
    assert journal.about(moment, ("coding",)).problems == []
    assert looked_at == []
    with open(path, "ab") as file:
        file.write(b"Dear diary,\n")
    assert [problem.line for problem in journal.about(moment, ("coding",)).problems] == [2]
    journal.episodes()
    assert [problem.line for problem in journal.about(moment, ("coding",)).problems] == [2]
    journal.history(moment)
    assert [problem.line for problem in journal.problems] == [2]
    os.remove(path)
    assert journal.about(moment, ("coding",)).problems == []
