"""Says what still stands between a checkout and its release; docs/releasing.md is the recipe.

Looks at files and at git alone. Ends with 1 where anything is open.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def main() -> int:
    """Prints what is open, one line each."""
    version = version_of(_read("parentkit", "__init__.py"))
    found = open_in(version, _read("CHANGELOG.md"), _read("pyproject.toml"))
    found += _open_in_git(version)
    for line in found:
        print(f"open: {line}")
    print(f"{version} is {'not ready yet' if found else 'ready'}.")
    return 1 if found else 0


def version_of(text: str) -> str:
    """The version that `parentkit/__init__.py` names; it stands nowhere else."""
    (version,) = re.findall(r'^__version__ = "([^"]+)"$', text, re.MULTILINE)
    return str(version)


def open_in(version: str, changelog: str, project: str) -> list[str]:
    """What the changelog and the project's description lack for this version."""
    found = []
    dated = rf"^## \[{re.escape(version)}\] - \d{{4}}-\d\d-\d\d$"
    if not re.search(dated, changelog, re.MULTILINE):
        found.append(f"CHANGELOG.md has no section `## [{version}] - YYYY-MM-DD`")
    unreleased = changelog.partition("## [Unreleased]")[2].partition("\n## [")[0]
    if unreleased.strip():
        found.append("CHANGELOG.md has lines under Unreleased that no version has")
    urls = tomllib.loads(project)["project"].get("urls", {})
    nobodys = sorted(name for name, url in urls.items() if ".example/" in url)
    if nobodys or not urls:
        found.append(f"pyproject.toml has no real address for {', '.join(nobodys) or 'anything'}")
    return found


def _open_in_git(version: str) -> list[str]:
    found = []
    if _git("status", "--porcelain"):
        found.append("something here is not committed")
    tag = f"v{version}"
    tagged = tag in _git("tag", "--list").split()
    if tagged and _git("rev-parse", f"{tag}^{{commit}}") != _git("rev-parse", "HEAD"):
        found.append(f"the tag {tag} is on another commit; it needs another number")
    return found


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def _read(*parts: str) -> str:
    with open(os.path.join(ROOT, *parts), encoding="utf-8") as file:
        return file.read()


if __name__ == "__main__":
    sys.exit(main())
