"""A moment put back among the unread ones: to be read again, and never to be coded blind again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from parentkit.domain.errors import NothingFound
from parentkit.services.coach.blind import is_blind
from parentkit.services.coach.caseload import caseload
from parentkit.services.coach.inbox import Wanted, inbox, see
from parentkit.services.coach.write import mark_unread

if TYPE_CHECKING:
    from conftest import Coach, Parent


def unread(coach: Any) -> tuple[int, int]:
    (case,) = caseload(coach.practice)
    return case.unread, len(inbox(coach.practice, Wanted(unread=True)).items)


def test_it_is_unread_until_it_is_opened_again(coach: Coach, parent: Parent) -> None:
    moment = parent.moment(fit="missed")
    coach.add(parent.file(moment))
    opened = coach.open()
    see(coach.practice, opened, moment[0], coach.coder)
    assert unread(coach) == (0, 0)
    mark_unread(opened.journal, coach.coder, moment[0])
    assert unread(coach) == (1, 1)
    (item,) = inbox(coach.practice).items
    assert "fit" not in item.document
    see(coach.practice, opened, moment[0], coach.coder)
    assert unread(coach) == (0, 0)


def test_it_stays_known_that_its_judgement_was_seen(coach: Coach, parent: Parent) -> None:
    moment = parent.moment()
    coach.add(parent.file(moment))
    opened = coach.open()
    assert is_blind(opened.journal, coach.coder, {"id": moment[0], **moment[1]})
    see(coach.practice, opened, moment[0], coach.coder)
    mark_unread(opened.journal, coach.coder, moment[0])
    assert not is_blind(opened.journal, coach.coder, {"id": moment[0], **moment[1]})


def test_what_was_never_opened_cannot_be_put_back(coach: Coach, parent: Parent) -> None:
    moment = parent.moment()
    coach.add(parent.file(moment))
    with pytest.raises(NothingFound):
        mark_unread(coach.open().journal, coach.coder, moment[0])
