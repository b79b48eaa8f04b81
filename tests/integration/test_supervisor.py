"""Children that are started, started again when they end, and stopped, every one."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from engine.supervisor import Child, Supervisor, inherited, python

SLEEP = python("-c", "import time; time.sleep(60)")
DEAF = python(
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)",
)


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    made = Supervisor(inherited(PYTHONUNBUFFERED="1"), tmp_path / "logs")
    yield made
    made.stop()


def until(holds: Callable[[], bool], seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came to pass"
        time.sleep(0.05)


def test_a_child_runs_until_it_is_stopped(supervisor: Supervisor):
    process = supervisor.start(Child("sleeper", SLEEP))
    assert process.poll() is None

    supervisor.stop()

    assert process.poll() is not None
    assert not psutil.pid_exists(process.pid)


def test_what_a_child_says_is_in_its_log(supervisor: Supervisor, tmp_path: Path):
    supervisor.start(Child("talker", python("-c", "print('hello')"))).wait(15)

    assert "hello" in (tmp_path / "logs" / "talker.log").read_text()


def test_a_child_is_waited_for_where_it_says_how(supervisor: Supervisor):
    seen: list[int] = []

    process = supervisor.start(Child("sleeper", SLEEP, wait_until_up=lambda started: seen.append(started.pid)))

    assert seen == [process.pid]


def test_a_child_that_ends_is_started_again_ever_more_slowly(supervisor: Supervisor, tmp_path: Path):
    supervisor.start(Child("short", python("-c", "print('once')")))
    log = tmp_path / "logs" / "short.log"

    def lives() -> int:
        supervisor.tend()
        return log.read_text().count("once")

    until(lambda: lives() >= 3)
    paused = [running.pause_s for running in supervisor._running]
    assert paused[0] >= 2.0


def test_a_child_that_does_not_listen_is_ended_all_the_same(supervisor: Supervisor, tmp_path: Path):
    process = supervisor.start(Child("deaf", DEAF))
    until(lambda: "deaf" in (tmp_path / "logs" / "deaf.log").read_text())

    supervisor.stop()

    assert process.poll() == -9


def test_stopping_twice_is_stopping_once(supervisor: Supervisor):
    supervisor.start(Child("sleeper", SLEEP))

    supervisor.stop()
    supervisor.stop()


def test_children_die_with_their_parent_even_when_it_is_killed(tmp_path: Path):
    program = f"""
import sys, time
from pathlib import Path
from engine.supervisor import Child, Supervisor, inherited
kept = Supervisor(inherited(), Path({str(tmp_path)!r}))
print(kept.start(Child("sleeper", {SLEEP!r})).pid, flush=True)
time.sleep(60)
"""
    parent = psutil.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, env=os.environ)
    assert parent.stdout is not None
    child_pid = int(parent.stdout.readline())
    assert psutil.pid_exists(child_pid)

    parent.kill()
    parent.wait()
    parent.stdout.close()

    until(lambda: not psutil.pid_exists(child_pid) or psutil.Process(child_pid).status() == psutil.STATUS_ZOMBIE)
