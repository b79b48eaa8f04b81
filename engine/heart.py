"""Keeping claims alive while work is really going on."""

import threading
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Self

import structlog

from engine import lease
from engine.lease import Claim, LeaseTerms
from engine.services import Services

log = structlog.get_logger()


class Heart:
    """Renews the leases of *claims* from a thread, as long as somebody reports progress.

    A thread goes on beating while the machine code it lives beside hangs for ever; so it beats only while the
    last progress is younger than *stall_s*. After that the lease runs out and another worker takes over.
    """

    def __init__(self, claims: Sequence[Claim], services: Services, *, stall_s: float) -> None:
        self._claims, self._services, self._stall_s = tuple(claims), services, stall_s
        self._progressed_at = time.monotonic()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat_on, name="heart", daemon=True)

    def advanced(self) -> None:
        """Work got on."""
        self._progressed_at = time.monotonic()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join(timeout=5)

    def _beat_on(self) -> None:
        terms = terms_of(self._services)
        while not self._stop.wait(terms.lease_s / 3):
            if time.monotonic() - self._progressed_at > self._stall_s:
                log.warning("work.stalled", work_ids=[claim.work_id for claim in self._claims])
                return
            with self._services.transaction() as tx:
                now = self._services.clock()
                for claim in self._claims:
                    lease.beat(tx, claim, now, terms)


def terms_of(services: Services) -> LeaseTerms:
    """The terms of a lease as the settings have them."""
    work = services.settings.work
    return LeaseTerms(work.lease_s, work.max_attempts, work.retry_after_s)
