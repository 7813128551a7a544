"""The words of this tool and your own: list them, add some, call them something else, hide some.

The vocabularies are cues, responses, contexts and parent_states. A hidden word is no longer
offered; moments that have it stay as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from parentkit.cli.session import open_family, put, put_json, warn
from parentkit.cli.verbs import add_verb
from parentkit.domain.log.household import VOCABULARIES
from parentkit.report.layout import wrapped
from parentkit.services.family.terms import add_term, change_term

if TYPE_CHECKING:
    import argparse

    from parentkit.cli.session import Opened
    from parentkit.domain.log.vocabulary import Vocabulary

EXAMPLES = """\
  parentkit vocabulary list cues
  parentkit vocabulary list responses --band toddler
  parentkit vocabulary add cues "wants the blue cup" --group exploration
  parentkit vocabulary rename cues afraid "scared of something"
  parentkit vocabulary hide responses meet_need
"""

GROUPS = (
    "a sign's family (exploration, distress, connection, body, pause) or a response's pole "
    "(supportive, mixed, unsupportive)"
)

BANDS = ("infant", "toddler", "child", "teen")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit vocabulary`."""
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    summaries = {
        "list": "list the words",
        "add": "add a word of your own",
        "rename": "call a word something else",
        "hide": "offer it no longer",
        "unhide": "offer it again",
    }
    parsers = {verb: add_verb(verbs, verb, text, EXAMPLES) for verb, text in summaries.items()}
    for verb, verb_parser in parsers.items():
        verb_parser.add_argument(
            "vocabulary",
            metavar="VOCABULARY",
            choices=tuple(VOCABULARIES),
            nargs="?" if verb == "list" else None,
            help=", ".join(VOCABULARIES),
        )
        if verb != "list":
            verb_parser.add_argument("term", metavar="TERM", help="an id or a label")
        verb_parser.add_argument("--json", action="store_true", help="print as JSON")
    parsers["rename"].add_argument("label", metavar="LABEL", help="the new label")
    parsers["add"].add_argument(
        "--group",
        metavar="G",
        help=GROUPS,
    )
    parsers["list"].add_argument(
        "--band", choices=BANDS, help="with what it looks like at that age"
    )
    parsers["list"].add_argument("--hidden", action="store_true", help="hidden ones too")


def run(arguments: argparse.Namespace, opened: Opened) -> int:
    """Runs `parentkit vocabulary`; returns the exit code."""
    journal, household = open_family(opened)
    name = arguments.vocabulary
    if arguments.verb == "list":
        chosen = [name] if name else list(VOCABULARIES)
        entries = {(one.get("vocabulary"), one.get("code")): one["id"] for one in household.terms}
        _list(arguments, {each: household.vocabulary(each) for each in chosen}, entries)
        return warn(journal.problems)
    if arguments.verb == "add":
        term = add_term(journal, household, name, arguments.term, arguments.group)
    else:
        changes: dict[str, dict[str, Any]] = {
            "rename": {"label": getattr(arguments, "label", None)},
            "hide": {"hidden": True},
            "unhide": {"hidden": False},
        }
        term = change_term(journal, household, name, arguments.term, changes[arguments.verb])
    if arguments.json:
        put_json(term)
    else:
        code = term["code"]
        put([f"Added {code}" if arguments.verb == "add" else f"Changed {code}"])
    return 0


def _list(
    arguments: argparse.Namespace,
    vocabularies: dict[str, Vocabulary],
    entries: dict[tuple[Any, Any], str],
) -> None:
    """Prints the words; `entries` are the ids of what the family said of them itself."""
    rows = [
        {
            "vocabulary": name,
            "id": code,
            "label": words.label(code),
            "group": words.group(code) or None,
            "hidden": words.hidden(code),
            "description": words.describe(code, arguments.band) if arguments.band else None,
            "entry": entries.get((name, code)),
        }
        for name, words in vocabularies.items()
        for code in (words.codes() if arguments.hidden else words.offered())
    ]
    if arguments.json:
        put_json(rows)
        return
    for name in vocabularies:
        put([name])
        for entry in (each for each in rows if each["vocabulary"] == name):
            put([f"  {entry['id']:<18}{entry['label']}"])
            put(wrapped(str(entry["description"] or ""), indent=" " * 20))
