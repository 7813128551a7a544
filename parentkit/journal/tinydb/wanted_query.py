"""What is wanted as a query of TinyDB, which any of its tables can be searched with."""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING

from tinydb import Query, where

from parentkit.domain.log.wanted import (
    LISTS,
    AtMost,
    Both,
    Either,
    Has,
    Is,
    Not,
    Said,
    Within,
    is_among,
    is_at_most,
    is_said,
    is_tagged,
    is_within,
    stands_in,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tinydb.queries import QueryInstance as QueryInstance  # noqa: PLC0414 for others too

    from parentkit.domain.log.wanted import Wanted


def query_for(wanted: Wanted) -> QueryInstance:
    """The query that holds for a document exactly where it is wanted."""
    match wanted:
        case Both(parts):
            return reduce(and_, map(query_for, parts)) if parts else Query().noop()
        case Either(parts):
            return reduce(or_, map(query_for, parts))
        case Not(part):
            return ~query_for(part)
        case Is(field, code):
            return _query_for_code(field, code)
    return _query_for_words(wanted)


def _query_for_words(leaf: Has | Within | AtMost | Said) -> QueryInstance:
    match leaf:
        case Has(names, text):
            return reduce(or_, (_tested(name, stands_in, text.casefold()) for name in names))
        case Within(start, end, field):
            return _tested(field, is_within, start, end)
        case AtMost(field, number):
            return _tested(field, is_at_most, number)
        case Said(field):
            return _tested(field, is_said, field)


def _query_for_code(field: str, code: str) -> QueryInstance:
    if field == "tags":
        return _tested(field, is_tagged, code.casefold())
    if field in LISTS:
        return _tested(field, is_among, code)
    path = where("repair")["state"] if field == "repair" else where(field)
    return path == code  # type: ignore[no-any-return]  # a query, whatever == gives elsewhere


def _tested(field: str, test: Callable[..., bool], *more: str | int) -> QueryInstance:
    return where(field).test(test, *more)
