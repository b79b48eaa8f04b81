"""Waking workers up. The work itself waits in the database; a lost wake-up costs one sweep."""

from enum import StrEnum
from typing import Protocol

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue

from models.tables.work import Stage


class Job(StrEnum):
    """Every job there is: a function of the same name in `workers.jobs`."""

    TRANSCRIBE = "transcribe"
    SCORE = "score"
    ROUTE = "route"
    SWEEP = "sweep"
    DELIVER = "deliver"
    REPLAY = "replay"


class QueueName(StrEnum):
    SPEECH = "speech"
    LIGHT = "light"


QUEUE_OF: dict[Job, QueueName] = {
    Job.TRANSCRIBE: QueueName.SPEECH,
    Job.SCORE: QueueName.LIGHT,
    Job.ROUTE: QueueName.LIGHT,
    Job.SWEEP: QueueName.LIGHT,
    Job.DELIVER: QueueName.LIGHT,
    Job.REPLAY: QueueName.LIGHT,
}

JOB_OF_STAGE: dict[Stage, Job] = {
    Stage.TRANSCRIBE: Job.TRANSCRIBE,
    Stage.SCORE: Job.SCORE,
    Stage.ROUTE: Job.ROUTE,
}
STAGE_OF_JOB: dict[Job, Stage] = {job: stage for stage, job in JOB_OF_STAGE.items()}


class JobQueue(Protocol):
    def wake(self, job: Job) -> None:
        """Ask for one run of *job*. Asking twice before a worker answers is asking once."""

    def answered(self, job: Job) -> None:
        """A worker begins to run *job*; whoever asks from now on needs another run."""

    def is_up(self) -> bool:
        """Whether wake-ups arrive at all."""


class RqQueue:
    """Wake-ups through RQ. JSON only: nothing that is read from Redis is ever unpickled.

    Args:
        asked_for_s: a wake-up that nobody answered is forgotten after this, for its worker may have died between
            taking it and answering it; the sweep then sends another.
    """

    def __init__(
        self, connection: Redis, *, prefix: str = "callqc", job_timeout_s: int = 1500, asked_for_s: float = 30
    ) -> None:
        self.connection, self.prefix, self.job_timeout_s = connection, prefix, job_timeout_s
        self.asked_for_ms = int(asked_for_s * 1000)

    def wake(self, job: Job) -> None:
        if not self.connection.set(self._asked_key(job), b"1", nx=True, px=self.asked_for_ms):
            return
        queue = Queue(queue_key(self.prefix, QUEUE_OF[job]), connection=self.connection, serializer="json")
        queue.enqueue(
            f"workers.jobs.{job.value}",
            result_ttl=0,
            failure_ttl=3600,
            job_timeout=self.job_timeout_s,
            description=job.value,
        )

    def answered(self, job: Job) -> None:
        self.connection.delete(self._asked_key(job))

    def is_up(self) -> bool:
        try:
            return bool(self.connection.ping())
        except RedisError:
            return False

    def _asked_key(self, job: Job) -> str:
        return f"{self.prefix}:asked:{job.value}"


class SilentQueue:
    """Wakes nobody: for one-off commands and for tests that run the steps themselves."""

    def wake(self, job: Job) -> None:
        return

    def answered(self, job: Job) -> None:
        return

    def is_up(self) -> bool:
        return True


def queue_key(prefix: str, name: QueueName) -> str:
    """The name RQ knows a queue by; several installations may share one Redis."""
    return f"{prefix}-{name.value}"


def short_patience(url: str) -> Redis:
    """A connection for those who only wake: Redis being away must not hold up a request."""
    return Redis.from_url(url, socket_connect_timeout=1, socket_timeout=2)
