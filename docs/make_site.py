"""Builds docs/ as a site in build/site: `make docs`, or `python docs/make_site.py`.

The pages are the ones that the hosting site shows, in the same places, so that every link leads to
the same page on both. Only what a site cannot do by itself is added: a list for a folder.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SOURCE = os.path.join(ROOT, "build", "site-source")
SITE = os.path.join(ROOT, "build", "site")
PAGES = (
    *("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"),
    os.path.join("tests", "fixtures", "README.md"),
)
EXERCISES_HEAD = """# All exercises

As they come with the program; [how they are practised and written](../docs/exercises.md).
"""

FETCHED = re.compile(
    r"<(?:script|img|iframe|link|source|audio|video)\b[^>]*?\s(?:src|href|srcset)=[\"']?(?:https?:)?//"
    r"|@import\s|url\([\"']?(?:https?:)?//",
    re.IGNORECASE,
)
"""What a browser would fetch from elsewhere by itself; a link that a person follows is none."""


def main() -> int:
    """Writes build/site; returns 1 where a page is amiss, which the builder names."""
    gather()
    words = [sys.executable, "-m", "mkdocs", "build", "--strict", "--clean"]
    built = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    if built.returncode:
        print(built.stdout, built.stderr, sep="\n")
        return 1
    fetching = [path for path in sorted(_files(SITE)) if _fetches(path)]
    for path in fetching:
        print(f"{path} fetches something from elsewhere")
    print(f"{len(fetching)} pages to mend" if fetching else os.path.join(SITE, "index.html"))
    return 1 if fetching else 0


def gather() -> None:
    """Puts the pages into build/site-source, where the builder finds nothing else."""
    shutil.rmtree(SOURCE, ignore_errors=True)
    for name in PAGES:
        target = os.path.join(SOURCE, name)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        shutil.copy(os.path.join(ROOT, name), target)
    leave = shutil.ignore_patterns("*.py", "__pycache__")
    shutil.copytree(os.path.join(ROOT, "docs"), os.path.join(SOURCE, "docs"), ignore=leave)
    _list_exercises()
    _rewrite(
        os.path.join(SOURCE, "docs", "exercises.md"), "](../exercises)", "](../exercises/index.md)"
    )


def _list_exercises() -> None:
    target = os.path.join(SOURCE, "exercises")
    os.makedirs(target)
    shown = []
    for name in sorted(os.listdir(os.path.join(ROOT, "exercises"))):
        if name.endswith(".md"):
            with open(os.path.join(ROOT, "exercises", name), encoding="utf-8") as file:
                _, head, body = file.read().split("---\n", 2)
            keys = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
            text = f"# {keys['title']}\n\nAbout {keys['minutes']} min.\n{body}"
            _write(os.path.join(target, name), text)
            shown.append(f"- [{keys['title']}]({name}), {keys['minutes']} min\n")
    _write(os.path.join(target, "index.md"), f"{EXERCISES_HEAD}\n{''.join(shown)}")


def _fetches(path: str) -> bool:
    if not path.endswith((".html", ".css")):
        return False
    with open(path, encoding="utf-8") as file:
        return FETCHED.search(file.read()) is not None


def _files(folder: str) -> list[str]:
    return [os.path.join(where, name) for where, _, names in os.walk(folder) for name in names]


def _rewrite(path: str, old: str, new: str) -> None:
    with open(path, encoding="utf-8") as file:
        text = file.read()
    _write(path, text.replace(old, new))


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    sys.exit(main())
