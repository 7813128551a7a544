"""What is run before a commit, before a change lands and on other systems is one and the same."""

from __future__ import annotations

import importlib.util
import os
import re
import tomllib
from typing import Any

import pytest

ROOT = os.path.join(os.path.dirname(__file__), "..", "..")


def read(*parts: str) -> str:
    with open(os.path.join(ROOT, *parts), encoding="utf-8") as file:
        return file.read()


def recipe(target: str) -> list[str]:
    """The lines that `make` runs for a target."""
    found = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", read("Makefile"), re.MULTILINE)
    assert found is not None, target
    return [line.strip().replace("$(BIN)", ".venv/bin") for line in found[1].splitlines()]


def loaded(*parts: str) -> Any:
    """A script's functions."""
    spec = importlib.util.spec_from_file_location("script", os.path.join(ROOT, *parts))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_before_a_commit_the_same_is_run_as_by_make_lint() -> None:
    hooks = re.findall(r"^ +entry: (.*)$", read(".pre-commit-config.yaml"), re.MULTILINE)
    assert hooks == recipe("lint")


def test_what_is_run_before_a_commit_is_there_already() -> None:
    text = read(".pre-commit-config.yaml")
    assert re.findall(r"repo: (.*)", text) == ["local"]
    assert set(re.findall(r"language: (.*)", text)) == {"system"}


WORKFLOW = read(".github", "workflows", "tests.yml")


def test_the_hosted_run_has_the_pythons_and_the_systems_that_are_promised() -> None:
    project = tomllib.loads(read("pyproject.toml"))["project"]
    pythons = [each.split(" :: ")[2] for each in project["classifiers"] if "Python :: 3." in each]
    (matrix,) = re.findall(r"python: \[(.*)\]", WORKFLOW)
    assert re.findall(r'"([\d.]+)"', matrix) == pythons
    (systems,) = re.findall(r"system: \[(.*)\]", WORKFLOW)
    assert {each.split("-")[0] for each in systems.split(", ")} == {"ubuntu", "macos", "windows"}


@pytest.mark.parametrize("target", re.findall(r"run: make ([a-z-]+)", WORKFLOW))
def test_the_hosted_run_takes_steps_that_there_are(target: str) -> None:
    assert recipe(target)


def test_the_hosted_run_has_every_step_of_the_run_at_home() -> None:
    at_home = set(re.findall(r"^make ([a-z-]+)", read(".ci", "run"), re.MULTILINE))
    hosted = set(re.findall(r"run: make ([a-z-]+)", WORKFLOW))
    assert {"lint", "docs", "coverage", "test-outer-rooms"} <= at_home
    assert at_home - {"test-outer-rooms"} <= hosted
    (tests,) = [line for line in recipe("test") if "pytest" in line]
    assert '-m "not slow"' in tests
    assert 'run: python -m pytest -n auto --dist loadgroup -m "not slow"' in WORKFLOW
    assert ".ci/package" in read(".ci", "run")
    assert any(".ci/package" in line for line in recipe("package"))


def test_at_home_every_default_test_is_run_once_the_inner_rooms_being_measured() -> None:
    (inner,) = [line for line in recipe("coverage") if "pytest" in line]
    (outer,) = [line for line in recipe("test-outer-rooms") if "pytest" in line]
    (every,) = [line for line in recipe("test") if "pytest" in line]
    assert inner == f"{every} --cov --cov-report= $(INNER_ROOMS)"
    assert outer == f"{every} $(addprefix --ignore=,$(INNER_ROOMS))"


def test_the_hosted_run_may_read_and_nothing_else() -> None:
    assert re.findall(r"^ *permissions:\n((?: +.*\n)+)", WORKFLOW, re.MULTILINE) == [
        "  contents: read\n"
    ]
    assert "secrets." not in WORKFLOW
    assert "pull_request_target" not in WORKFLOW
    actions = re.findall(r"uses: (.*)", WORKFLOW)
    assert actions
    assert all(re.fullmatch(r"actions/[a-z-]+@v\d+", each) for each in actions)


READERS = re.findall(r"^      - .*: (\S+\.md)$", read("mkdocs.yml"), re.MULTILINE)


def test_every_page_stands_under_one_kind_of_reader() -> None:
    there = {f"docs/{name}" for name in os.listdir(os.path.join(ROOT, "docs")) if ".md" in name}
    assert there - set(READERS) == set()
    assert len(READERS) == len(set(READERS))


def test_every_page_under_a_reader_is_there() -> None:
    made = {"exercises/index.md"}
    assert [page for page in READERS if not os.path.exists(os.path.join(ROOT, page))] == sorted(
        made
    )


@pytest.mark.parametrize(
    ("page", "fetches"),
    [
        ('<script src="https://unpkg.com/shim"></script>', True),
        ('<link rel="stylesheet" href="//fonts.example/css">', True),
        ("body { background: url(https://pictures.example/a.png) }", True),
        ("@import 'more.css';", True),
        ('<a href="https://semver.org/">Semantic Versioning</a>', False),
        ('<link rel="stylesheet" href="assets/main.css">', False),
    ],
)
def test_a_page_that_fetches_from_elsewhere_is_noticed(page: str, fetches: bool) -> None:  # noqa: FBT001
    assert bool(loaded("docs", "make_site.py").FETCHED.search(page)) is fetches


CHANGES = "# Changelog\n\n## [Unreleased]\n{0}\n## [0.2.0] - 2027-01-31\n\n- A line.\n"
ADDRESSES = '[project]\nurls = {{ Source = "https://{0}/" }}\n'


@pytest.mark.parametrize(
    ("version", "changelog", "project", "named"),
    [
        ("0.2.0", CHANGES.format(""), ADDRESSES.format("code.parentkit.org"), []),
        ("0.3.0", CHANGES.format(""), ADDRESSES.format("code.parentkit.org"), ["[0.3.0]"]),
        ("0.2.0", CHANGES.format("\n- New.\n"), ADDRESSES.format("a.org"), ["Unreleased"]),
        ("0.2.0", CHANGES.format(""), ADDRESSES.format("parentkit.example"), ["Source"]),
        ("0.2.0", CHANGES.format(""), "[project]\n", ["address"]),
    ],
)
def test_what_is_open_before_a_release_is_named(
    version: str, changelog: str, project: str, named: list[str]
) -> None:
    found = loaded(".ci", "release_ready.py").open_in(version, changelog, project)
    assert len(found) == len(named)
    assert all(word in line for word, line in zip(named, found, strict=True))


def test_the_version_stands_in_one_place() -> None:
    from parentkit import __version__

    version = loaded(".ci", "release_ready.py").version_of(read("parentkit", "__init__.py"))
    assert version == __version__
    assert "version" in tomllib.loads(read("pyproject.toml"))["project"]["dynamic"]
