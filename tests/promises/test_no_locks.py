"""File systems that know no locks, or only half of what locks are: SMB, Lustre, some of FUSE.

The program runs with a stand-in for the system's `flock` that answers as such file systems do.
"""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

FLOCK = """
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <unistd.h>
int flock(int descriptor, int operation)
{
    const char *letting_go = getenv("REFUSE_UN"), *taking = getenv("REFUSE_EX");
    const char *refused = operation & LOCK_UN ? letting_go : taking;
    if (refused && *refused) {
        errno = atoi(refused);
        return -1;
    }
    return syscall(SYS_flock, descriptor, operation);
}
"""

NO_LOCKS = sorted({errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL, 524})


@pytest.fixture(scope="module")
def flock_library(tmp_path_factory: pytest.TempPathFactory) -> str:
    compiler = shutil.which("gcc") or shutil.which("cc")
    if not compiler or not sys.platform.startswith("linux"):
        pytest.skip("the stand-in for flock is built with a C compiler on Linux")
    folder: Path = tmp_path_factory.mktemp("flock")
    (folder / "flock.c").write_text(FLOCK, encoding="ascii")
    words = [compiler, "-shared", "-fPIC", "-o", "flock.so", "flock.c"]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"the stand-in for flock could not be built: {done.stderr}")
    return str(folder / "flock.so")


def refusing(program: Any, library: str, *, taking: int = 0, letting_go: int = 0) -> Any:
    """The program on a file system that answers so when a lock is taken or let go of."""
    program.environment["LD_PRELOAD"] = library
    program.environment["REFUSE_EX"] = str(taking or "")
    program.environment["REFUSE_UN"] = str(letting_go or "")
    return program


def logs_once(program: Any) -> None:
    """One call is one moment, acknowledged as such."""
    before = len(program.moments())
    done = program.run("log", "sad", "comfort")
    assert (done.returncode, done.stdout[:7]) == (0, "Logged "), done.stderr
    assert "could not be" not in done.stderr
    assert len(program.moments()) == before + 1


@pytest.mark.parametrize("number", NO_LOCKS)
def test_where_there_are_no_locks_a_moment_is_stored_once_and_called_stored(
    program: Any, flock_library: str, number: int
) -> None:
    refusing(program, flock_library, taking=number, letting_go=number)
    logs_once(program)
    logs_once(program)


@pytest.mark.parametrize("number", [errno.ENOSYS, errno.EIO, errno.EACCES])
def test_a_lock_that_cannot_be_let_go_of_makes_nothing_stored_look_lost(
    program: Any, flock_library: str, number: int
) -> None:
    refusing(program, flock_library, letting_go=number)
    logs_once(program)
    logs_once(program)


EVERY_LOCK = (
    "caregiver use me",
    "backup",
    "edit {id} --note changed",
    "undo",
    "doctor --repair",
    "restore",
    "restore --replace",
    "log afraid comfort",
    "purge {id} --yes",
    "log afraid comfort",
)


def test_everything_that_takes_a_lock_works_without_locks(program: Any, flock_library: str) -> None:
    refusing(program, flock_library, taking=errno.ENOSYS, letting_go=errno.ENOSYS)
    identity = program.run("log", "sad", "comfort").stdout.split()[1]
    for words in EVERY_LOCK:
        done = program.run(*words.format(id=identity).split())
        assert done.returncode == 0, (words, done.stdout, done.stderr)
    assert [one["cue"] for one in program.moments()] == ["afraid"] * 2


def test_a_busy_lock_still_keeps_a_second_writer_waiting(program: Any, flock_library: str) -> None:
    refusing(program, flock_library, taking=errno.EWOULDBLOCK)
    script = (
        "import sys; from parentkit.storage import lock; lock.PATIENCE_SECONDS = 0.01\n"
        "from parentkit.__main__ import main; sys.argv = ['parentkit', 'log', 'sad', 'comfort']\n"
        "sys.exit(main())"
    )
    done = program.run_python("-c", script)
    assert (done.returncode, done.stdout) == (3, "")
    assert "another parentkit is writing" in done.stderr
    assert not os.path.exists(program.home) or not program.moments()
