"""What is developed with is pinned, and the pins are those of what pyproject.toml names."""

from __future__ import annotations

import os
import re
import tomllib
from importlib import metadata
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = os.path.join(os.path.dirname(__file__), "..", "..")
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


def read(*parts: str) -> str:
    with open(os.path.join(ROOT, *parts), encoding="utf-8") as file:
        return file.read()


PROJECT: dict[str, Any] = tomllib.loads(read("pyproject.toml"))
GROUPS = PROJECT["dependency-groups"]
NAMED = [
    Requirement(each)
    for group in (PROJECT["project"]["dependencies"], *GROUPS.values())
    for each in group
    if isinstance(each, str)
]
LOCKED = [Requirement(line) for line in read(".ci", "locked.txt").splitlines() if line[0] != "#"]


def pins(name: str, **machine: str) -> list[str]:
    """The versions that are locked for a package on a machine."""
    return [
        str(one.specifier).removeprefix("==")
        for one in LOCKED
        if canonicalize_name(one.name) == canonicalize_name(name)
        and (one.marker is None or one.marker.evaluate(machine))
    ]


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
@pytest.mark.parametrize("named", NAMED, ids=str)
def test_whatever_is_named_is_pinned_once_within_what_is_allowed(
    named: Requirement, python: str, system: str
) -> None:
    (pin,) = pins(
        named.name,
        python_version=python,
        python_full_version=f"{python}.9",
        sys_platform=system,
        platform_machine="x86_64",
    )
    assert pin in named.specifier


def test_what_the_named_packages_need_is_pinned_too() -> None:
    """Looked for in what is installed here, whatever its versions are."""
    waiting = [named.name for named in NAMED]
    seen = set()
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name in seen:
            continue
        seen.add(name)
        try:
            needs = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue
        assert any(canonicalize_name(one.name) == name for one in LOCKED), name
        needed = [Requirement(each) for each in needs]
        waiting += [each.name for each in needed if not each.marker or each.marker.evaluate()]
    assert {"pytest", "textual", "rich"} < seen


def test_nothing_is_pinned_but_by_a_version() -> None:
    assert LOCKED
    assert all(re.fullmatch(r"==[\w.]+", str(one.specifier)) for one in LOCKED)
    assert all(one.url is None for one in LOCKED)


def test_the_pythons_are_those_that_the_project_names() -> None:
    said = [each.split(" :: ")[2] for each in PROJECT["project"]["classifiers"] if "3." in each]
    assert tuple(said) == PYTHONS
    assert PYTHONS[0] in SpecifierSet(PROJECT["project"]["requires-python"])
    assert "--python-version 3.11 " in read(".ci", "lock")


@pytest.mark.parametrize("path", ["Makefile", ".ci/run", ".ci/package", "README.md"])
def test_every_installation_for_development_is_from_the_lock(path: str) -> None:
    text = read(path).replace("\\\n", " ")
    calls = [line for line in text.splitlines() if " install " in line and "pip" in line.lower()]
    for_development = [line for line in calls if "--group" in line or ".whl" in line]
    for line in for_development:
        assert re.search(r"\.ci/locked\.txt|\$\(LOCKED\)|locked\[@\]|/locked\.txt", line), line
    assert for_development
