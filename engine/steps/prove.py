"""Replaying drafts of rulebooks that wait for it: what would change on the calls that are stored."""

import time
from collections.abc import Mapping
from typing import Any

import structlog

from engine.casework import replay_claims
from engine.casework.move import remember
from engine.casework.replay_claims import NoLongerWanted, ReplayClaim
from engine.replay.examples import examples_of
from engine.replay.report import difference_json
from engine.replay.run import replay
from engine.services import Services
from models.tables.recordings import RulebookVersion
from models.tables.rulebooks import RulebookDraft
from rules.load import load_rulebook_text, load_stored_text

log = structlog.get_logger()

MOST_RULES_SHOWN = 200
# A bar that moves, and a database that is not asked for every stretch.
BEAT_EVERY_S = 1.0


def prove(*, services: Services, processes: int | None = None) -> int:
    """Replay what waits; how many. Nothing is open while calls are judged; what nobody waits for is thrown away."""
    proved = 0
    while (held := _claimed(services)) is not None:
        try:
            _replayed(held, services, processes)
            proved += 1
        except NoLongerWanted:
            log.info("replay.abandoned", draft_id=held.draft_id)
    return proved


class Beats:
    """Tells how far a replay has come, at most once in BEAT_EVERY_S, and so holds the claim."""

    def __init__(self, held: ReplayClaim, services: Services) -> None:
        self._held, self._services = held, services
        self._done = self._calls = 0
        self._told_at = 0.0

    def advanced(self, calls_done: int, calls: int) -> None:
        """Calls were judged.

        Raises:
            NoLongerWanted: it was stopped, or is not ours any more.
        """
        is_edge = calls_done in (0, calls)
        self._done, self._calls = calls_done, calls
        self.alive(at_once=is_edge)

    def alive(self, *, at_once: bool = False) -> None:
        """Work got on. Raises as `advanced` does."""
        if not at_once and time.monotonic() - self._told_at < BEAT_EVERY_S:
            return
        self._told_at = time.monotonic()
        with self._services.transaction() as tx:
            lease_s, now = self._services.settings.work.lease_s, self._services.clock()
            replay_claims.beat(tx, self._held, self._done, self._calls, now, lease_s=lease_s)


def _claimed(services: Services) -> ReplayClaim | None:
    work, now = services.settings.work, services.clock()
    with services.transaction() as tx:
        claims = (
            replay_claims.claim(tx, draft_id, now, lease_s=work.lease_s, max_attempts=work.max_attempts)
            for draft_id in replay_claims.waiting(tx, now, work.max_attempts)
        )
        return next((one for one in claims if one is not None), None)


def _replayed(held: ReplayClaim, services: Services, processes: int | None) -> None:
    with services.transaction.read() as tx:
        draft = tx.session.get_one(RulebookDraft, held.draft_id)
        digest, base = draft.digest, tx.session.get_one(RulebookVersion, draft.base_version_id)
        new, old = load_rulebook_text(_texts(draft.files)), load_stored_text(_texts(base.files))
    beats = Beats(held, services)
    body = difference_json(replay(old, new, services, processes=processes, advanced=beats.advanced))
    body["rules"] = [row for row in body["rules"] if row["changed"]][:MOST_RULES_SHOWN]
    body["examples"] = examples_of(body["rules"], old, new, services.transaction, advanced=beats.alive)
    now = services.clock()
    with services.transaction() as tx:
        draft = tx.session.get_one(RulebookDraft, held.draft_id, with_for_update=True)
        replay_claims.finish(tx, held)
        draft.replay, draft.replayed_digest, draft.replayed_at = body, digest, now
        remember(
            tx,
            "rulebook.replayed",
            f"draft:{draft.id}",
            None,
            now,
            new=str(body["digest"])[:12],
            details={"calls": body["calls"], "changed_calls": body["changed_calls"]},
        )


def _texts(files: Mapping[str, Any]) -> dict[str, str]:
    return {str(file): str(text) for file, text in files.items()}
