import argparse
import os
import re
import shlex

import pytest

from parentkit.cli.log import vocabulary as command
from parentkit.content import load
from parentkit.domain.codes import FITS
from parentkit.domain.log.fit import suggest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LETTERS = dict(zip("MKPRXO?", ("matched", "kind_limit_matched", *FITS[2:]), strict=True))


def page() -> str:
    with open(os.path.join(ROOT, "docs", "vocabulary.md"), encoding="utf-8") as file:
        return file.read()


def tables() -> list[list[list[str]]]:
    """The cells of every table of the page, its header first."""
    found: list[list[list[str]]] = []
    for block in page().split("\n\n"):
        lines = [line.strip("| ").split(" | ") for line in block.splitlines() if line[:1] == "|"]
        if lines:
            found.append([lines[0], *lines[2:]])
    return found


def shipped() -> list[dict[str, str]]:
    lists = [load(name)["terms"] for name in ("cues", "responses", "contexts", "parent_states")]
    lists += [terms for terms in load("judgements").values() if isinstance(terms, list)]
    return [term for terms in lists for term in terms]


def test_every_term_stands_on_the_page_with_its_label() -> None:
    written = [
        (row[0].strip("`"), row[1]) for table in tables() for row in table[1:] if "`" in row[0]
    ]
    assert sorted(written) == sorted((term["id"], term["label"]) for term in shipped())


@pytest.mark.parametrize("name", ["cues", "responses"])
def test_signs_and_responses_stand_there_with_group_and_standard_term(name: str) -> None:
    rows = [row for table in tables() if table[0][-1] == "standard term" for row in table[1:]]
    for term in load(name)["terms"]:
        row = [f"`{term['id']}`", term["label"], term["group"] or "-", term["standard_term"]]
        assert row in rows


def test_the_table_on_the_page_is_the_one_that_suggests() -> None:
    (table,) = [table for table in tables() if table[0][0] == "sign"]
    header, *rows = table
    matrix = load("fit_matrix")
    told = {
        (cue, response): LETTERS[letter]
        for cues, *letters in rows
        for cue in cues.split(", ")
        for response, letter in zip(header[1:], letters, strict=True)
    }
    assert len(told) == 18 * 17
    for (cue, response), fit in told.items():
        assert suggest(matrix, cue, [response], str, str).fit == fit


def test_signs_of_ones_own_follow_the_signs_that_the_page_names() -> None:
    named = re.findall(r"(\w+): as `(\w+)`", page().replace("\n", " "))
    matrix = load("fit_matrix")
    assert {family: matrix["cues"][cue]["row"] for family, cue in named} == {
        family: row["row"] for family, row in matrix["families"].items()
    }


def test_every_command_on_the_page_can_be_given() -> None:
    parser = argparse.ArgumentParser(exit_on_error=False)
    command.add_arguments(parser)
    lines = re.findall(r"parentkit vocabulary (.+?)(?:`|$)", page(), re.MULTILINE)
    assert len(lines) >= 9
    for line in lines:
        assert parser.parse_args(shlex.split(line)).verb


def test_every_source_of_a_term_is_listed() -> None:
    listed = page().partition("## Where the words come from")[2]
    for name in ("cues", "responses"):
        for term in load(name)["terms"]:
            for source in term["source"].split("; "):
                if source.startswith("This tool") or source == "Fabes and others 2002":
                    continue
                author = re.search(r": (\w+)", source)
                assert author, source
                assert author[1] in listed, source
