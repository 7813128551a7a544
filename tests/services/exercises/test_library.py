"""Where the shipped exercises are found: in the wheel as installed, and in a checkout."""

from __future__ import annotations

import tomllib
import zipfile
from pathlib import Path

import pytest

from parentkit.services.exercises import library

CHECKOUT = Path(__file__).parents[3]
FILES = {
    path.relative_to(CHECKOUT / "exercises").as_posix(): path.read_bytes()
    for path in sorted((CHECKOUT / "exercises").rglob("*.md"))
}


def test_every_exercise_scene_and_card_of_the_checkout_is_found_as_it_is() -> None:
    found = Path(library.shipped_folder())
    assert {path.relative_to(found).as_posix() for path in found.rglob("*.md")} == set(FILES)
    assert all((found / name).read_bytes() == data for name, data in FILES.items())


@pytest.mark.parametrize("installed", [True, False])
def test_the_package_is_looked_into_first_and_beside_it_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, installed: object
) -> None:
    package = tmp_path / "parentkit"
    (package / "services").mkdir(parents=True)
    (tmp_path / "exercises").mkdir()
    if installed:
        (package / "exercises").mkdir()
    monkeypatch.setattr(library, "__file__", str(package / "services" / "exercises" / "library.py"))
    expected = package / "exercises" if installed else tmp_path / "exercises"
    assert library.shipped_folder() == str(expected)


def test_the_wheel_is_told_to_take_the_exercises_along() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["force-include"] == {"exercises": "parentkit/exercises"}


@pytest.mark.slow
def test_a_wheel_holds_every_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build = pytest.importorskip("hatchling.build", reason="hatchling builds the wheel")
    monkeypatch.chdir(CHECKOUT)
    wheel = zipfile.ZipFile(tmp_path / build.build_wheel(str(tmp_path)))
    held = {
        name.removeprefix("parentkit/exercises/"): wheel.read(name)
        for name in wheel.namelist()
        if name.startswith("parentkit/exercises/")
    }
    assert held == FILES
