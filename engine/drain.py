"""Doing as much waiting work of one stage as one job may: claim, do, finish, again."""

import os
import socket
import time
from collections.abc import Callable, Sequence

import structlog

from engine import lease
from engine.heart import terms_of
from engine.lease import Claim, StaleClaim
from engine.queueing import STAGE_OF_JOB, Job
from engine.services import Services
from models.tables.work import Stage

log = structlog.get_logger()


class WorkFailed(Exception):
    """An attempt at some work failed and was given back. *kind* names the error, without its words."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(kind)


def drain(job: Job, do: Callable[[Sequence[Claim]], None], services: Services, *, at_once: int = 1) -> int:
    """Work on the stage of *job* until nothing waits or the budget is used up.

    Args:
        do: does the claims it is given and finishes each, or raises; on raise they are given back.
        at_once: claims handed over together.

    Returns:
        How many claims were made.
    """
    work = services.settings.work
    stage = STAGE_OF_JOB[job]
    services.queue.answered(job)
    until = time.monotonic() + work.drain_max_s
    done = 0
    while done < work.drain_max_items and time.monotonic() < until:
        claims = _claim(stage, min(at_once, work.drain_max_items - done), services)
        if not claims:
            return done
        done += len(claims)
        try:
            do(claims)
        except StaleClaim as stale:
            log.warning("work.stale", work_id=stale.work_id, fence=stale.fence)
        except Exception as error:  # noqa: BLE001 - whatever it was, the work is given back and the job fails
            _give_back(claims, error, services)
            # RQ prints and keeps what a job raises, message and all; the log has the rest already.
            raise WorkFailed(type(error).__name__) from None
    services.queue.wake(job)
    return done


def _claim(stage: Stage, most: int, services: Services) -> list[Claim]:
    """Up to *most* claims. What was tried before goes alone, so that a poison takes no neighbours with it."""
    owner = f"{socket.gethostname()}:{os.getpid()}"
    claims: list[Claim] = []
    with services.transaction() as tx:
        while len(claims) < most:
            claim = lease.claim(tx, stage, owner, services.clock(), terms_of(services), untried=bool(claims))
            if claim is None:
                break
            claims.append(claim)
            if claim.attempts > 1:
                break
    return claims


def _give_back(claims: Sequence[Claim], error: Exception, services: Services) -> None:
    # The message may hold words that were spoken; its kind is enough to begin with.
    reason = type(error).__name__
    log.error("work.failed", work_ids=[claim.work_id for claim in claims], error=reason, exc_info=True)
    now = services.clock()
    with services.transaction() as tx:
        for claim in claims:
            lease.give_back(tx, claim, "internal_error", reason, now, terms_of(services))
