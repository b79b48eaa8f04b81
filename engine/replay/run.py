"""Judging everything that is stored, on every core."""

import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

from sqlalchemy import func, select

from engine.replay.chunk import Stretch, replay_stretch
from engine.replay.difference import Difference
from engine.services import Services
from models.tables.recordings import TranscriptRow
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

    Args:
        processes: None uses every core.
        advanced: called with (calls done, stretches left) after each stretch.
    """
    with services.transaction.read() as tx:
        first, last = tx.session.execute(
            select(func.min(TranscriptRow.recording_id), func.max(TranscriptRow.recording_id))
        ).one()
    total = Difference()
    if first is None:
        return total
    url = services.transaction.database.url.render_as_string(hide_password=False)
    stretches = [
        Stretch(url, start, min(start + STRETCH - 1, last), _texts(old), _texts(new))
        for start in range(first, last + 1, STRETCH)
    ]
    # Spawned, not forked: this process may hold database connections and threads.
    context = multiprocessing.get_context("spawn")
    workers = min(processes or os.cpu_count() or 1, len(stretches))
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        # In the order of the calls, whoever is ready first: the digest depends on it.
        for number, part in enumerate(pool.map(replay_stretch, stretches), start=1):
            total.add(part)
            if advanced is not None:
                advanced(total.calls, len(stretches) - number)
    return total


def _texts(rulebook: Rulebook) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(rulebook.sources.items()))
