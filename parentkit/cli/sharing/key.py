"""Your keys for sharing: made once, kept on this device, for its owner alone.

What coaches send back opens with them, and what you share is signed with them. The fingerprint in
ten words is for reading out over the phone: the same ten words on both sides, the same key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit import clock
from parentkit.cli.ask import new_passphrase, passphrase_asker, recovery_key
from parentkit.cli.session import open_journal, put, put_json, say
from parentkit.cli.verbs import add_verb
from parentkit.report.layout import row
from parentkit.services.sharing import keyring
from parentkit.services.sharing.paths import place_of, usual_path
from parentkit.storage.new_files import NewFiles

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from parentkit.cli.session import Opened
    from parentkit.journal import Journal
    from parentkit.sharing.keys import Identity

EXAMPLES = """\
  parentkit key make
  parentkit key make --passphrase
  parentkit key show
  parentkit key export-card --name "Mia's family" --to our.card
  parentkit key recovery --to /media/stick/parentkit-key.age
  parentkit key recovery --restore /media/stick/parentkit-key.age
"""

SUMMARIES = {
    "make": "make your keys",
    "show": "show your fingerprint, in words too",
    "export-card": "write a card with your public keys and a name",
    "recovery": "keep a locked copy of your keys elsewhere, or put one back",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the verbs of `parentkit key`."""
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    made = {verb: add_verb(verbs, verb, text, EXAMPLES) for verb, text in SUMMARIES.items()}
    for verb in ("make", "recovery"):
        made[verb].add_argument(
            "--passphrase", action="store_true", help="lock the key file by a passphrase"
        )
    made["show"].add_argument("--json", action="store_true", help="print as JSON")
    card = made["export-card"]
    card.add_argument("--name", metavar="NAME", required=True, help="the name on the card")
    card.add_argument("--to", metavar="PATH", help="write it to this file; else it is printed")
    recovery = made["recovery"]
    recovery.add_argument("--to", metavar="PATH", help="where the copy is written")
    recovery.add_argument(
        "--for", dest="recipient", metavar="AGE1...", help="lock it for this public age key"
    )
    recovery.add_argument("--restore", metavar="PATH", help="put the keys of a copy in place")


def run(arguments: argparse.Namespace, opened: Opened) -> int:
    """Runs `parentkit key`; returns the exit code."""
    journal = open_journal(opened)
    runs: dict[str, Callable[[Journal, argparse.Namespace], int]] = {
        "make": _make,
        "show": _show,
        "export-card": _card,
        "recovery": _recovery,
    }
    return runs[arguments.verb](journal, arguments)


def _make(journal: Journal, arguments: argparse.Namespace) -> int:
    path = keyring.key_file(journal.places)
    passphrase = new_passphrase() if arguments.passphrase else None
    identity = keyring.make_key(path, passphrase)
    put(_lines(identity))
    say("The keys open again; that was tried.")
    say("Without them, what a coach sends back cannot be opened. A locked copy on a stick or at a")
    say("friend's is worth having: parentkit key recovery --to PATH")
    return 0


def _show(journal: Journal, arguments: argparse.Namespace) -> int:
    identity = _own(journal)
    if arguments.json:
        put_json(
            {
                "fingerprint": identity.fingerprint,
                "words": identity.words,
                "recipient": identity.recipient,
                "file": keyring.key_file(journal.places),
            }
        )
    else:
        put(_lines(identity))
    return 0


def _card(journal: Journal, arguments: argparse.Namespace) -> int:
    from parentkit.domain.jsontext import compact

    text = compact(_own(journal).card(arguments.name))
    if not arguments.to:
        put([text])
        return 0
    folder, name = place_of(arguments.to)
    NewFiles(folder, [name]).put(name, [text.encode() + b"\n"])
    put([f"Written: {arguments.to}"])
    return 0


def _recovery(journal: Journal, arguments: argparse.Namespace) -> int:
    if arguments.restore:
        return _restore(journal, arguments)
    path = arguments.to or usual_path("key-copy", "", clock.local_now().date().isoformat())
    folder, name = place_of(path)
    new = NewFiles(folder, [name])
    copy = keyring.recovery_copy(_own(journal), arguments.recipient)
    new.put(name, [copy.data])
    put([f"Written: {path}"])
    if copy.secret:
        put(["The recovery key that opens it, shown this once:", copy.secret])
        say("Write it on paper and keep it apart from the copy. It is stored nowhere.")
    return 0


def _restore(journal: Journal, arguments: argparse.Namespace) -> int:
    copy = keyring.read_copy(arguments.restore)
    path = keyring.key_file(journal.places)
    secret = recovery_key()
    passphrase = new_passphrase() if arguments.passphrase else None
    put(["The keys are back.", *_lines(keyring.recover(path, copy, secret, passphrase))])
    return 0


def _own(journal: Journal) -> Identity:
    return keyring.own_key(keyring.key_file(journal.places), passphrase_asker())


def _lines(identity: Identity) -> list[str]:
    lines = ["Your key for sharing", *row("in words", identity.words)]
    return [*lines, f"  public key  {identity.recipient}"]
