"""A query of TinyDB over things that are no records of a journal, or are in memory already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from tinydb import TinyDB
from tinydb.storages import MemoryStorage

from parentkit.journal.tinydb.wanted_query import query_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from parentkit.domain.log.wanted import Wanted

Thing = TypeVar("Thing")


def among(
    things: Iterable[Thing], fields_of: Callable[[Thing], Mapping[str, Any]], wanted: Wanted
) -> list[Thing]:
    """Those of some things that are wanted, in their order.

    Args:
        things: questions, exercises, families, whatever is listed.
        fields_of: gives what is known of one, by the names that `wanted` asks for.
        wanted: which of them.
    """
    table = TinyDB(storage=MemoryStorage).table("things", cache_size=0)
    listed = dict(enumerate(things, start=1))
    table.insert_multiple(fields_of(thing) for thing in listed.values())
    return [listed[document.doc_id] for document in table.search(query_for(wanted))]
