"""Worker processes as `callqc up` starts them, to be killed, paused and started again by tests."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from engine.settings import Settings
from tests.support import child
from tests.support.machine import ROOT


class Crew:
    """Workers by name; *module* runs them (`workers.main`, or a test's own with something taken away)."""

    def __init__(self, settings: Settings, log: Path, *, module: str = "workers.main") -> None:
        self.log, self._module = log, module
        self._environment = _environment(settings)
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str) -> None:
        """Start the worker *name*: `speech-1`, `light-1`, `scheduler`."""
        duty = name.partition("-")[0]
        command = [sys.executable, "-m", self._module, duty]
        self._running[name] = child.start(command, log=self.log, env=self._environment, cwd=ROOT)

    def revive(self) -> None:
        """Start again whoever ended."""
        for name, process in list(self._running.items()):
            if process.poll() is not None:
                self.start(name)

    def parent(self, name: str) -> psutil.Process:
        return psutil.Process(self._running[name].pid)

    def horses(self, name: str) -> list[psutil.Process]:
        """The work horses of *name* that live now."""
        try:
            return self.parent(name).children()
        except psutil.NoSuchProcess:
            return []

    def kill_parent(self, name: str) -> None:
        """Kill the worker alone, as the out-of-memory killer does; its horse must follow by itself."""
        process = self._running[name]
        process.send_signal(signal.SIGKILL)
        process.wait()

    def kill_horse(self, name: str) -> None:
        for horse in self.horses(name):
            horse.kill()

    def stop(self) -> None:
        for process in self._running.values():
            child.stop(process, how=signal.SIGKILL)


def works_on(process: psutil.Process) -> bool:
    """Whether *process* still runs; one that is dead and waits for somebody to notice does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@contextmanager
def crew(settings: Settings, *names: str, module: str = "workers.main") -> Iterator[Crew]:
    """A crew that works until the block ends."""
    log = settings.data_dir / "crew.log"
    members = Crew(settings, log, module=module)
    try:
        for name in names:
            members.start(name)
        yield members
    finally:
        members.stop()


def wait_until(
    claim: Callable[[], object], *, within_s: float, every_s: float = 0.1, meanwhile: Callable[[], object] | None = None
) -> bool:
    """True as soon as *claim* holds; False when it never did."""
    deadline = time.monotonic() + within_s
    while not claim():
        if time.monotonic() > deadline:
            return False
        if meanwhile is not None:
            meanwhile()
        time.sleep(every_s)
    return True


def _environment(settings: Settings) -> dict[str, str]:
    """What a worker must know to work in the same house."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("CALLQC_")}
    plain |= {
        "CALLQC_DATA_DIR": str(settings.data_dir),
        "CALLQC_DATABASE_URL": settings.effective_database_url,
        "CALLQC_REDIS_URL": settings.effective_redis_url,
        "CALLQC_CONFIG": str(settings.data_dir / "none.toml"),
        "CALLQC_LOG_LEVEL": settings.log_level,
        "OMP_NUM_THREADS": "1",
    }
    for part in ("work", "speech", "notify"):
        for name, value in getattr(settings, part).model_dump(mode="json", exclude_unset=True).items():
            plain[f"CALLQC_{part}__{name}".upper()] = json.dumps(value) if isinstance(value, list) else str(value)
    return plain
