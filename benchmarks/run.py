"""All benchmarks: `python -m benchmarks.run` (or `make bench`). Prints ratios; decides nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile

from benchmarks.history import write_history
from benchmarks.installed import ROOT, install
from benchmarks.measure import Measured, beside

MOMENTS = 100_000

PLAIN_TINYDB = """
import sys, time
from tinydb import TinyDB
TinyDB(sys.argv[1]).insert({"cue": "afraid", "responses": ["comfort"], "at": time.time()})
"""


def main() -> None:
    """Installs the wheel, writes a ten-year history, and measures."""
    with tempfile.TemporaryDirectory() as folder:
        bin_folder = install(folder, "jrnl")
        empty, full = (_places(os.path.join(folder, name)) for name in ("empty", "full"))
        write_history(full["PARENTKIT_HOME"], full["PARENTKIT_STATE"], MOMENTS)
        _commands(bin_folder, empty, full)
        _others(bin_folder, folder)
        # Run beside a copy, so that the wheel is imported and not the checkout.
        shutil.copytree(os.path.join(ROOT, "benchmarks"), os.path.join(folder, "benchmarks"))
        for name in ("append", "tinydb_open"):
            print(f"\n{name}")
            command = [os.path.join(bin_folder, "python"), "-m", f"benchmarks.{name}"]
            subprocess.run(command, cwd=folder, check=True)


def _places(folder: str) -> dict[str, str]:
    return {
        "PARENTKIT_HOME": os.path.join(folder, "home"),
        "PARENTKIT_STATE": os.path.join(folder, "state"),
    }


def _commands(bin_folder: str, empty: dict[str, str], full: dict[str, str]) -> None:
    program = os.path.join(bin_folder, "parentkit")
    nothing = [os.path.join(bin_folder, "python"), "-c", "pass"]
    print(f"whole commands; baseline: python -c pass; history: {MOMENTS:,} moments in ten years")
    log = [program, "log", "afraid", "comfort"]
    _tell("log, empty home (asked: 1.8)", beside(log, nothing, empty))
    _tell("log, ten years (asked: 1.8)", beside(log, nothing, full))
    for words, asked in (("rates", 4), ("rates --all", 18), ("reflect --json", 5), ("moments", 5)):
        command = [program, *words.split()]
        _tell(f"{words}, ten years (asked: {asked})", beside(command, nothing, full))
    index = os.path.join(full["PARENTKIT_STATE"], "snapshots")
    anew = beside([program, "rates", "--all"], nothing, full, 3, before=lambda: _take_away(index))
    _tell("rates --all, no index (asked: 2 s)", anew)


def _take_away(folder: str) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def _others(bin_folder: str, folder: str) -> None:
    """The same thing written down with other programs."""
    python = os.path.join(bin_folder, "python")
    nothing = [python, "-c", "pass"]
    plain = os.path.join(folder, "plain.json")
    _tell("plain TinyDB insert, empty", beside([python, "-c", PLAIN_TINYDB, plain], nothing, {}))
    own = {"HOME": folder, "XDG_CONFIG_HOME": folder, "XDG_DATA_HOME": folder}
    journal = os.path.join(folder, "jrnl.txt")
    config = os.path.join(folder, "jrnl", "jrnl.yaml")
    os.mkdir(os.path.dirname(config))
    with open(config, "w", encoding="utf-8") as file:
        file.write(f"journals:\n  default: {journal}\nversion: v4.2\nencrypt: false\n")
    open(journal, "w", encoding="utf-8").close()
    jrnl = [os.path.join(bin_folder, "jrnl"), "afraid, comfort"]
    _try("jrnl", jrnl, nothing, own)
    task = shutil.which("task")
    if task is None:
        print("  task add: not installed here (Debian: taskwarrior)")
    else:
        command = [task, "rc:/dev/null", f"rc.data.location={folder}", "rc.confirmation=off"]
        _try("task add", [*command, "add", "afraid", "comfort"], nothing, own)


def _try(name: str, command: list[str], baseline: list[str], environment: dict[str, str]) -> None:
    try:
        _tell(name, beside(command, baseline, environment))
    except RuntimeError as problem:
        print(f"  {name}: could not be measured ({str(problem).splitlines()[-1]})")


def _tell(name: str, measured: Measured) -> None:
    print(
        f"  {name:<36} {measured.ratio:6.2f} x  {measured.milliseconds:8.1f} ms  "
        f"{measured.peak_mb:6.0f} MB at most"
    )


if __name__ == "__main__":
    sys.exit(main())
