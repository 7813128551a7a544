"""Change a moment. What you name is replaced, the rest stays; the history keeps what was there.

Where nobody had judged the fit, it follows a changed sign or response; your own judgement stays.
--clear flag puts a moment that was set apart back with the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.cli.log.log import add_word_options, offer_help, read_note, stays_apart
from parentkit.cli.session import glyphs, open_family, put, put_json
from parentkit.domain.log.moment import FIELD_ORDER, NEEDED
from parentkit.domain.schema.field import TEXT
from parentkit.domain.schema.fields import written_fields
from parentkit.report.log.moment import moment_lines
from parentkit.services.log.parse_fields import read_words
from parentkit.services.log.revise import edit, put_back

if TYPE_CHECKING:
    import argparse

    from parentkit.cli.session import Opened

EXAMPLES = """\
  parentkit edit 01KAR3M5ZJ9W --fit partial --slip read
  parentkit edit 01KAR3M5ZJ9W --response fix_advise --response listen_ask
  parentkit edit 01KAR3M5ZJ9W --at "yesterday 18:05" --clear note
"""

CLEARABLE = tuple(
    name for name in FIELD_ORDER if name not in NEEDED and name not in ("id", "logged_at")
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit edit`."""
    parser.add_argument("id", metavar="ID", help="a moment's id, or enough of its beginning")
    parser.add_argument("--cue", metavar="CUE", help="another sign")
    parser.add_argument(
        "--response",
        dest="responses",
        metavar="RESPONSE",
        action="append",
        help="what you did instead; repeat it for several in order",
    )
    parser.add_argument(
        "--clear",
        metavar="FIELD",
        action="append",
        default=[],
        choices=CLEARABLE,
        help="empty a field",
    )
    add_word_options(parser)


def run(arguments: argparse.Namespace, opened: Opened) -> int:
    """Runs `parentkit edit`; returns the exit code."""
    own = ("json", "id", "clear", "note")
    words = {name: value for name, value in vars(arguments).items() if name not in own}
    journal, household = open_family(opened)
    fields = read_words(household, words).complete()
    typed = False
    if arguments.note:
        note = {"note": arguments.note}
        typed = read_note(note)
        fields |= read_words(household, note).complete()
    was_apart = journal.find(arguments.id).fields.get("flag") is True
    document = edit(journal, household, arguments.id, fields, arguments.clear)
    newly = document.get("flag") is True and not was_apart and "flag" not in fields
    if newly and not stays_apart(document, as_json=arguments.json, after_words=typed):
        document = put_back(journal, household, document["id"], {}, as_one=False)
    if arguments.json:
        put_json(document)
    else:
        put([f"Changed {document['id']}", *moment_lines(document, household, glyphs())])
    if {"flag", *written_fields(TEXT)}.intersection(fields):
        offer_help(document)
    return 0
