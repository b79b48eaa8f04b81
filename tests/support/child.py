"""Run a program that dies with its parent, as another user where that is asked for.

Run as a file, before it becomes the program: `python child.py USER|- PROGRAM ARGUMENT…`. A test that is
killed leaves nothing behind.
"""

import contextlib
import ctypes
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

_SET_PARENT_DEATH_SIGNAL = 1  # prctl(2)


def start(
    command: Sequence[str | Path],
    *,
    log: Path,
    user: str | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start *command*; what it says goes to the end of *log*."""
    with log.open("ab") as out:
        return subprocess.Popen(
            [sys.executable, __file__, user or "-", *map(str, command)],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            env=env,
            cwd=cwd,
        )


def stop(process: subprocess.Popen[bytes], *, how: signal.Signals = signal.SIGTERM, patience_s: float = 10) -> None:
    """Ask *process* to end, make it end when it does not, and wait until it is gone."""
    if process.poll() is None:
        process.send_signal(how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience_s)
    if process.poll() is None:
        process.kill()
    process.wait()


def _become(user: str, command: list[str]) -> None:
    if user != "-":
        account = pwd.getpwnam(user)
        os.setgroups([])
        os.setgid(account.pw_gid)
        os.setuid(account.pw_uid)
    if sys.platform == "linux":
        # After the change of user: that clears it.
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    os.execvp(command[0], command)


if __name__ == "__main__":
    _become(sys.argv[1], sys.argv[2:])
