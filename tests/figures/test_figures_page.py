"""docs/figures.md speaks of everything that the figures are made from."""

import json
import os
import pkgutil

import pytest

import parentkit.content
import parentkit.figures
from parentkit.figures import agreement, change, display, run_chart

PAGE = os.path.join(os.path.dirname(__file__), *[os.pardir] * 2, "docs", "figures.md")


@pytest.fixture(scope="module")
def page() -> str:
    with open(PAGE, encoding="utf-8") as file:
        return " ".join(file.read().split())


@pytest.mark.parametrize("word", ["too_few", "cannot_tell", "below", "around", "above"])
def test_every_verdict_is_explained(page: str, word: str) -> None:
    assert f"`{word}`" in page


def test_every_statement_is_listed_with_when_it_is_said(page: str) -> None:
    path = os.path.join(os.path.dirname(parentkit.content.__file__), "statements.json")
    with open(path, encoding="utf-8") as file:
        statements = json.load(file)["statements"]
    assert [each["id"] for each in statements if f"| `{each['id']}` |" not in page] == []


def test_every_module_that_holds_a_section_is_named(page: str) -> None:
    sections = [
        module.name
        for module in pkgutil.iter_modules(parentkit.figures.__path__)
        if "docs/figures.md" in _docstring(module.name)
    ]
    assert len(sections) >= 10
    assert [name for name in sections if f"`{name}.py`" not in page] == []


def test_the_limits_on_the_page_are_those_in_the_code(page: str) -> None:
    for sentence in (
        f"| N under {display.FEWEST_FOR_A_RATE} | counts |",
        f"| N under {display.FEWEST_FOR_A_VERDICT}, or under",
        f"or under {display.FEWEST_DAYS_FOR_A_VERDICT} days, or a range",
        f"or a range wider than {display.WIDEST_FOR_A_VERDICT * 100:.0f} points |",
        f"from {agreement.FEWEST_DOUBLE_CODED} moments coded by two",
        f"from {change.FEWEST_MOMENTS} moments on {change.FEWEST_DAYS} days in each window",
        f"from {run_chart.FEWEST_WEEKS} weeks with a rate",
    ):
        assert sentence in page


def _docstring(name: str) -> str:
    module = pkgutil.resolve_name(f"parentkit.figures.{name}")
    return module.__doc__ or ""
