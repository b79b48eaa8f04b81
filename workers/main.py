"""`callqc-worker speech|light|scheduler`: one process, one duty."""

import ctypes
import os
import signal
import socket
import sys
import threading

import click
import structlog

import workers.jobs  # noqa: F401 - imported before the fork, so that no horse pays for it
from engine.logs import set_up_logs
from engine.queueing import QueueName, queue_key
from engine.settings import Settings
from engine.steps.beat import beat
from engine.steps.sweep import sweep
from engine.wiring import open_services
from models.database import Database
from models.transaction import Transactions
from workers.worker import patient_connection, worker_on

log = structlog.get_logger()
_PR_SET_PDEATHSIG = 1


@click.command()
@click.argument("duty", type=click.Choice([*(name.value for name in QueueName), "scheduler"]))
@click.option("--die-with-parent", is_flag=True, help="End when the process that started this one ends.")
def main(duty: str, die_with_parent: bool) -> None:
    """Run one worker process: hear speech, do everything else, or keep the clock."""
    if die_with_parent:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    settings = Settings()
    set_up_logs(settings.log_level)
    if duty == "scheduler":
        keep_the_clock(settings)
    else:
        work_on(QueueName(duty), settings)


def work_on(queue: QueueName, settings: Settings) -> None:
    """Serve one queue until told to stop."""
    name = f"{queue.value}-{socket.gethostname()}-{os.getpid()}"
    worker = worker_on(queue_key("callqc", queue), patient_connection(settings.effective_redis_url), name)
    # Without a pool: no connection may be open when the worker forks.
    transaction = Transactions(Database(settings.effective_database_url, pooled=False))
    worker.on_beat = lambda beating: beat(beating, queue.value, transaction=transaction)
    worker.work(logging_level="WARNING")


def keep_the_clock(settings: Settings) -> None:
    """Sweep again and again until told to stop."""
    services = open_services(settings)
    name = f"scheduler-{socket.gethostname()}-{os.getpid()}"
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    while not stop.is_set():
        beat(name, "scheduler", transaction=services.transaction)
        try:
            swept = sweep(services=services)
        except Exception:
            # The next tick tries again; a clock that stops loses deadlines.
            log.error("sweep.failed", exc_info=True)
        else:
            log.debug("sweep.done", woken=swept.woken, released=swept.released, closed=swept.closed)
        stop.wait(settings.work.sweep_every_s)


if __name__ == "__main__":
    sys.exit(main())
