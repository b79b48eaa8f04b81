"""Starting processes, keeping them alive, and stopping every one of them."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import structlog

log = structlog.get_logger()

_PR_SET_PDEATHSIG = 1
# A child that ends at once, again and again, is started again ever more slowly.
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.5, 30.0
_LIVED_WELL_S = 30.0
_GRACE_S = 5.0


@dataclass(frozen=True, slots=True)
class Child:
    """A process to keep: its command line, and what to wait for before the next one is started."""

    name: str
    command: tuple[str, ...]
    wait_until_up: Callable[["subprocess.Popen[bytes]"], None] | None = None


@dataclass(slots=True)
class _Running:
    child: Child
    process: "subprocess.Popen[bytes]"
    started_at: float
    pause_s: float = _FIRST_PAUSE_S
    again_at: float | None = field(default=None)


class Supervisor:
    """Owns child processes. They die with it, even when it is killed."""

    def __init__(self, environment: Mapping[str, str], log_dir: Path) -> None:
        self._environment, self._log_dir = dict(environment), log_dir
        self._running: list[_Running] = []
        self._stopping = False

    def start(self, child: Child) -> "subprocess.Popen[bytes]":
        """Start *child* and wait until it is up, where it says how to see that."""
        process = self._spawn(child)
        self._running.append(_Running(child, process, time.monotonic()))
        if child.wait_until_up is not None:
            child.wait_until_up(process)
        return process

    def watch(self, every_s: float = 0.5) -> None:
        """Start again whatever ends, until a signal asks to stop; then stop everything."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop_soon)
        try:
            while not self._stopping:
                self.tend()
                time.sleep(every_s)
        finally:
            self.stop()

    def tend(self) -> None:
        """Look at every child once."""
        now = time.monotonic()
        for running in self._running:
            if running.again_at is not None:
                if now >= running.again_at:
                    running.process, running.started_at = self._spawn(running.child), now
                    running.again_at = None
            elif (code := running.process.poll()) is not None:
                lived_s = now - running.started_at
                running.pause_s = (
                    _FIRST_PAUSE_S if lived_s > _LIVED_WELL_S else min(running.pause_s * 2, _LONGEST_PAUSE_S)
                )
                running.again_at = now + running.pause_s
                log.warning("child.ended", child=running.child.name, code=code, again_in_s=running.pause_s)

    def stop(self) -> None:
        """Ask every child to end, last started first, then end those that do not."""
        living = [running.process for running in reversed(self._running) if running.process.poll() is None]
        # A worker that is asked once finishes its job, asked twice it drops it; leases make dropping harmless.
        for _ in range(2):
            for process in living:
                if process.poll() is None:
                    process.terminate()
            _wait(living, _GRACE_S / 2)
        for process in living:
            if process.poll() is None:
                process.kill()
                process.wait()
        self._running.clear()

    def _stop_soon(self, *_: object) -> None:
        self._stopping = True

    def _spawn(self, child: Child) -> "subprocess.Popen[bytes]":
        self._log_dir.mkdir(parents=True, exist_ok=True)
        with (self._log_dir / f"{child.name}.log").open("ab") as out:
            return subprocess.Popen(  # noqa: S603 - our own command lines
                child.command,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                # Ctrl+C in the terminal reaches us alone; we tell the children.
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _wait(processes: Sequence["subprocess.Popen[bytes]"], seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and any(process.poll() is None for process in processes):
        time.sleep(0.05)


def python(*arguments: str) -> tuple[str, ...]:
    """A command line for this very Python."""
    return (sys.executable, *arguments)


def inherited(**changes: str) -> dict[str, str]:
    """This process's environment with *changes*."""
    return {**os.environ, **changes}
