"""An RQ worker that dies with its parent, outlives a Redis that is away, and runs nothing but our own jobs."""

import ctypes
import os
import signal
from collections.abc import Callable
from typing import Any

import structlog
from redis import ConnectionError as RedisAway
from redis import Redis
from redis import TimeoutError as RedisSlow
from redis.backoff import ExponentialBackoff
from redis.retry import Retry
from rq import Queue, Worker
from rq.executions import Execution
from rq.job import Job as RqJob

from engine.queueing import Job

log = structlog.get_logger()

ALLOWED = frozenset(f"workers.jobs.{job.value}" for job in Job)
_PR_SET_PDEATHSIG = 1

# Seconds. RQ's own defaults notice a dead worker after 13 minutes; these after 30 seconds.
WORKER_TTL = 60
MAINTENANCE_EVERY = 30
WATCH_EVERY = 10


class ForeignJob(Exception):
    """Somebody put a job into Redis that is none of ours; it is not run."""

    def __init__(self, name: str | None) -> None:
        self.name = name
        super().__init__("a job that is not in workers.jobs")


class OwnJob(RqJob):
    """A job by one of our names. Whoever can write to Redis must not be able to run anything else."""

    @property
    def func(self) -> Callable[..., Any] | None:
        if self.func_name not in ALLOWED:
            raise ForeignJob(self.func_name)
        found: Callable[..., Any] | None = super().func
        return found


class SteadyWorker(Worker):
    """Forks a work horse per job; the horse holds the models and the database, the parent neither."""

    on_beat: Callable[[str], None] | None = None

    # Noted before the fork: a horse that asks later may already have been handed to another parent.
    own_pid = 0

    def fork_work_horse(self, job: RqJob, queue: Queue) -> None:
        self.own_pid = os.getpid()
        super().fork_work_horse(job, queue)

    def main_work_horse(self, job: RqJob, queue: Queue) -> None:
        # The horse dies when the parent does: an orphan would go on and its work be done a second time.
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != self.own_pid:
            os._exit(1)
        super().main_work_horse(job, queue)

    def get_heartbeat_ttl(self, job: RqJob, working_time: float = 0.0) -> int:
        return 3 * int(self.job_monitoring_interval)

    def heartbeat(self, *args: Any, **kwargs: Any) -> None:
        if self.on_beat is not None:
            self.on_beat(self.name)
        super().heartbeat(*args, **kwargs)

    def maintain_heartbeats(self, job: RqJob, execution: Execution) -> None:
        try:
            super().maintain_heartbeats(job, execution)
        except (RedisAway, RedisSlow):
            # The lease in the database is what counts; Redis may come back.
            log.warning("redis.away")


def patient_connection(url: str) -> Redis:
    """A connection that waits for a Redis that restarts, a minute or so."""
    return Redis.from_url(
        url,
        retry=Retry(ExponentialBackoff(cap=2, base=0.1), 60),
        retry_on_error=[RedisAway, RedisSlow],
        socket_timeout=None,
    )


def worker_on(queue_key: str, connection: Redis, name: str) -> SteadyWorker:
    """A worker on one queue; with several, a crash between two Redis commands can lose a job."""
    return SteadyWorker(
        [Queue(queue_key, connection=connection, serializer="json", job_class=OwnJob)],
        name=name,
        connection=connection,
        serializer="json",
        job_class=OwnJob,
        worker_ttl=WORKER_TTL,
        maintenance_interval=MAINTENANCE_EVERY,
        job_monitoring_interval=WATCH_EVERY,
        log_job_description=False,
    )
