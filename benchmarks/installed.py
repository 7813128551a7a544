"""A fresh environment with this checkout installed as a wheel, as a user would have it."""

from __future__ import annotations

import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def install(folder: str, *others: str) -> str:
    """Makes the environment below `folder`, with other packages; returns its bin folder."""
    environment = os.path.join(folder, "environment")
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    bin_folder = os.path.join(environment, "Scripts" if os.name == "nt" else "bin")
    pip = [
        os.path.join(bin_folder, "python"),
        "-m",
        "pip",
        "--quiet",
        "--disable-pip-version-check",
    ]
    # An older pip makes a script that loads `re`, which takes half as long as an empty process.
    subprocess.run([*pip, "install", "--upgrade", "pip>=25.1"], check=True)
    wheels = os.path.join(folder, "wheels")
    subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", wheels, ROOT], check=True)
    (wheel,) = os.listdir(wheels)
    subprocess.run([*pip, "install", os.path.join(wheels, wheel), *others], check=True)
    return bin_folder
