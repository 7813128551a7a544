"""Write a moment down: the child's sign, and what you did, in order.

Signs and responses are given by id, by label, or by any beginning that only one of them has.
Without any, short questions are asked, one key each. What you leave out is filled in: now, this
device's child and caregiver, the suggested fit.
"""

from __future__ import annotations

import sys

from parentkit.cli.session import glyphs, open_family, put, put_json, say, somebody_is_there
from parentkit.domain.schema.field import FLAG, TEXTS
from parentkit.domain.schema.fields import REST, arranged, said_fields
from parentkit.report.log.moment import moment_lines
from parentkit.services.family.present import with_people
from parentkit.services.log.capture import Captured, capture
from parentkit.services.log.parse_fields import read_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from parentkit.cli.session import Opened
    from parentkit.domain.log.household import Household
    from parentkit.domain.schema.field import Field
    from parentkit.journal import Journal

EXAMPLES = """\
  parentkit log afraid comfort
  parentkit log sad fix_advise listen_ask --repaired-after 10m
  parentkit log angry kind --at "yesterday 18:05" --child Mia --context bedtime
  parentkit log tired meet --note -          (the note is read from standard input)
  parentkit log                              (asked step by step)
"""

_ORDER = (
    *("fit", "observed_at", "child", "caregiver", "repair", "repaired_after", "repaired_by"),
    *("slip", "child_after", "clarity", "context", "parent_state", "need", "sampling", REST),
    *("tags", "note", "miscue", "flag"),
)


def add_word_options(parser: argparse.ArgumentParser) -> None:
    """Declares the options that describe a moment; used by `log` and `edit`."""
    for field in arranged(said_fields(), _ORDER):
        if field.option:
            _add_option(parser, field)
    parser.add_argument("--json", action="store_true", help="print the stored record as JSON")


def _add_option(parser: argparse.ArgumentParser, field: Field) -> None:
    option, placeholder, text = field.option or ("", "", "")
    if field.sort == FLAG:
        parser.add_argument(option, dest=field.said, action="store_true", help=text)
    elif field.sort == TEXTS:
        parser.add_argument(
            option, dest=field.said, metavar=placeholder, action="append", help=text
        )
    elif field.name == "note":
        parser.add_argument(
            option, dest=field.said, nargs="?", const="-", metavar=placeholder, help=text
        )
    else:
        parser.add_argument(option, dest=field.said, metavar=placeholder, help=text)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit log`."""
    parser.add_argument("cue", nargs="?", metavar="CUE", help="the child's sign")
    parser.add_argument("responses", nargs="*", metavar="RESPONSE", help="what you did, in order")
    parser.add_argument(
        "--template", metavar="NAME", help="begin with a template's sign and context"
    )
    add_word_options(parser)


def run(arguments: argparse.Namespace, opened: Opened) -> int:
    """Runs `parentkit log`; returns the exit code."""
    words = {
        name: value for name, value in vars(arguments).items() if name not in ("json", "template")
    }
    journal, household = open_family(opened)
    if arguments.template:
        words = _from_template(household, arguments.template, words)
    if not words["cue"] or not words["responses"]:
        from parentkit.cli.log.prompts import ask_missing

        words = ask_missing(household, words)
    return _log(journal, household, words, as_json=arguments.json)


def log_plain(cue: str, responses: list[str], opened: Opened) -> int:
    """The quick path: a sign and responses without options; returns the exit code."""
    journal, household = open_family(opened)
    return _log(journal, household, {"cue": cue, "responses": responses}, as_json=False)


def read_note(words: dict[str, Any]) -> bool:
    """Puts a note from standard input in the place of `-`, once all other words are readable.

    Returns whether somebody typed it just now.
    """
    if words.get("note") != "-":
        return False
    from parentkit.cli.ask import ask_text

    if typed := somebody_is_there():
        say("Write the note; an empty line ends it.")
    words["note"] = ask_text()
    return typed


def _from_template(household: Household, name: str, words: dict[str, Any]) -> dict[str, Any]:
    from parentkit.domain.log.household import template
    from parentkit.domain.schema.kinds import template_fields

    chosen = template(household, name)
    if words["cue"]:
        words["responses"] = [words["cue"], *words["responses"]]
    given: dict[str, Any] = {field: chosen[field] for field in template_fields() if field in chosen}
    said = {field: value for field, value in words.items() if value}
    return {**words, **given, **said, "cue": chosen["cue"]}


def _log(journal: Journal, household: Household, words: dict[str, Any], *, as_json: bool) -> int:
    codes = {name: value for name, value in words.items() if name != "note"}
    fields = read_words(household, codes).complete()
    typed = False
    if words.get("note"):
        typed = read_note(words)
        fields.update(read_words(household, {"note": words["note"]}).complete())
    present = with_people(journal, household, fields)
    household = present.household
    here = {"child": present.child, "caregiver": present.caregiver}
    captured = capture(journal, household, {**here, **fields})
    document = captured.document
    if captured.set_apart and not stays_apart(document, as_json=as_json, after_words=typed):
        from parentkit.services.log.revise import put_back

        document = put_back(journal, household, document["id"], {}, as_one=True)
        captured = Captured(document, captured.suggestion, set_apart=True)
    asked = "fit" in fields or document.get("flag") is True or as_json
    if not asked and somebody_is_there():
        from parentkit.cli.log.prompts import offer_fit

        document = offer_fit(journal, household, captured, after_words=typed)
    _show(household, captured, document, as_json=as_json)
    offer_help(document)
    for notice in present.notices:
        say(notice)
    return 0


def _show(
    household: Household, captured: Captured, document: dict[str, Any], *, as_json: bool
) -> None:
    # Where somebody was hurt, nothing is said about how it fits.
    reason = "" if document.get("flag") is True else captured.suggestion.reason
    if as_json:
        put_json({**document, "reason": reason})
        return
    put([f"Logged {document['id']}"])
    put(moment_lines(document, household, glyphs(), reason))
    if somebody_is_there():
        say("parentkit undo takes it back.")


def offer_help(document: dict[str, Any]) -> None:
    """Shows the help page after a moment that is set apart; `edit` does the same."""
    if document.get("flag") is True:
        from parentkit.cli.help.help_now import page

        say("\n".join(("", *page(stored=True, on=sys.stderr))))


def stays_apart(document: dict[str, Any], *, as_json: bool, after_words: bool) -> bool:
    """Whether a moment that its words have just set apart stays so; `edit` asks the same.

    Where nobody can be asked, it does, and how to put it back is said.
    """
    if not as_json and somebody_is_there():
        from parentkit.cli.log.prompts import ask_apart

        return ask_apart(after_words=after_words)
    from parentkit.report.safety import SOUNDS_HURT

    say(f"Kept apart from the figures. {SOUNDS_HURT}")
    say(f"If that is wrong: parentkit edit {document['id']} --clear flag")
    return True
