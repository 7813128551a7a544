"""A record as a TinyDB document that is read when it is looked into."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from tinydb.table import Document

if TYPE_CHECKING:
    from collections.abc import Callable


UNTOLD = object()
"""Stands for a value that only a record's lines can tell."""


class Source(Protocol):
    """Where a document comes from."""

    def told(self, row: int, field: str) -> Any:
        """A field at once: None where it is absent, UNTOLD where the lines must be read."""

    def fields(self, row: int) -> dict[str, Any]:
        """All fields, from the record's lines."""


def _read_first(method: Callable[..., Any]) -> Any:
    """A method of dict that is called when all fields are there."""

    def on_all_fields(self: JournalDocument, *values: Any, **named: Any) -> Any:
        self.read()
        return method(self, *values, **named)

    return on_all_fields


class JournalDocument(Document):
    """A dict of a record's fields that turns into a plain Document when it is read.

    Making a hundred thousand of these takes a fraction of the time that decoding as many lines
    does. A field that the catalogue tells is given without reading the record's lines; anything
    else reads them. Changing a document changes nothing that is stored.

    One field at least is there from the start, because the encoder of the package `json` takes a
    dict for empty by its size, before it asks for the items. `unread` makes these documents; they
    have no constructor of their own, which would take as long as all the rest.
    """

    __init__: Any = dict.__init__
    doc_id: Any
    _source: Source
    _row: int

    def read(self) -> None:
        """Have all fields there; from then on this is a plain Document."""
        if type(self) is JournalDocument:
            fields = self._source.fields(self._row)
            given_out = dict(dict.items(self))  # lists in it may have been changed
            dict.clear(self)
            dict.update(self, fields)
            dict.update(self, given_out)
            del self._source, self._row
            self.__class__ = Document  # type: ignore[assignment]

    @property
    def looked_into(self) -> bool:
        """Whether a part of it was given out that can have been changed since."""
        return dict.__len__(self) > 1

    def __getitem__(self, name: Any) -> Any:
        if dict.__contains__(self, name):
            return dict.__getitem__(self, name)
        value = self._source.told(self._row, name)
        if value is None:
            raise KeyError(name)
        if value is UNTOLD:
            self.read()
            return dict.__getitem__(self, name)
        if isinstance(value, list):
            dict.__setitem__(self, name, value)
        return value

    def get(self, name: Any, default: Any = None) -> Any:
        """The value of a field, `default` where it is absent."""
        try:
            return self[name]
        except KeyError:
            return default

    def __contains__(self, name: Any) -> bool:
        try:
            self[name]
        except KeyError:
            return False
        return True

    def copy(self) -> dict[str, Any]:
        """The fields as a plain dict."""
        return dict(self)

    def __reduce__(self) -> Any:
        return Document, (dict(self), self.doc_id)

    def __eq__(self, other: object) -> bool:
        self.read()
        if isinstance(other, JournalDocument):
            other.read()
        return dict.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = None  # type: ignore[assignment]
    __iter__ = _read_first(dict.__iter__)
    __reversed__ = _read_first(dict.__reversed__)
    __len__ = _read_first(dict.__len__)
    __repr__ = _read_first(dict.__repr__)
    __or__ = _read_first(dict.__or__)
    __ror__ = _read_first(dict.__ror__)
    __ior__ = _read_first(dict.__ior__)
    __setitem__ = _read_first(dict.__setitem__)
    __delitem__ = _read_first(dict.__delitem__)
    keys = _read_first(dict.keys)
    values = _read_first(dict.values)
    items = _read_first(dict.items)
    pop = _read_first(dict.pop)
    popitem = _read_first(dict.popitem)
    setdefault = _read_first(dict.setdefault)
    update = _read_first(dict.update)
    clear = _read_first(dict.clear)


def unread(doc_id: str, source: Source, row: int, cue: str) -> JournalDocument:
    """The document of a row's record, with its cue alone there."""
    made: JournalDocument = JournalDocument(cue=cue)
    made.doc_id = doc_id
    made._source = source  # noqa: SLF001 as a constructor would
    made._row = row  # noqa: SLF001
    return made
