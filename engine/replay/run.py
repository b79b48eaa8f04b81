"""Judging everything that is stored, on every core."""

import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor

from sqlalchemy import select

from engine.replay.difference import Difference
from engine.replay.stretch import Sources, Stretch, replay_stretch
from engine.services import Services
from models.tables.recordings import TranscriptRow
from models.transaction import Transactions
from rules.rulebook import Rulebook

# Recordings per stretch: a second or less of work, so that progress is seen and cores end together.
STRETCH = 500


def replay(
    old: Rulebook,
    new: Rulebook,
    services: Services,
    *,
    processes: int | None = None,
    advanced: Callable[[int, int], None] | None = None,
) -> Difference:
    """Judge every stored call by *old* and *new*.

    Whatever ends this early, Ctrl-C included, ends the processes too, each after the stretch it is at.

    Args:
        processes: None uses every core.
        advanced: called with (calls done, calls in all) at the start and after each stretch.
    """
    stretches, calls = _stretches(services.transaction, texts_of(old), texts_of(new))
    total = Difference()
    if advanced is not None:
        advanced(0, calls)
    if not stretches:
        return total
    # Spawned, not forked: this process may hold database connections and threads.
    context = multiprocessing.get_context("spawn")
    workers = min(processes or os.cpu_count() or 1, len(stretches))
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin)
    try:
        # In the order of the calls, whoever is ready first: the digest depends on it.
        for part in pool.map(_replay_stretch, stretches):
            total.add(part)
            if advanced is not None:
                advanced(total.calls, calls)
    finally:
        pool.shutdown(cancel_futures=True)
    return total


def _stretches(transaction: Transactions, old: Sources, new: Sources) -> tuple[Sequence[Stretch], int]:
    """Everything transcribed, cut into stretches, and how many calls that is."""
    with transaction.read() as tx:
        ids = tx.session.scalars(
            select(TranscriptRow.recording_id).distinct().order_by(TranscriptRow.recording_id)
        ).all()
    url = transaction.database.url.render_as_string(hide_password=False)
    starts = range(0, len(ids), STRETCH)
    return [Stretch(url, ids[at], ids[at : at + STRETCH][-1], old, new) for at in starts], len(ids)


def _begin() -> None:
    """First thing in a process.

    Ctrl-C reaches every process of a terminal; the parent ends the others in order. Judging leaves no rings of objects
    behind, so that looking for them again and again would be a tenth of the work; once a stretch is enough.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()


def _replay_stretch(stretch: Stretch) -> Difference:
    try:
        return replay_stretch(stretch)
    finally:
        gc.collect()


def texts_of(rulebook: Rulebook) -> Sources:
    """The files of a rulebook, as a process is told them."""
    return tuple(sorted(rulebook.sources.items()))
