"""Replaying drafts of rulebooks that wait for it: what would change on the calls that are stored."""

from engine.casework.drafts import waiting_drafts
from engine.casework.move import remember
from engine.replay.examples import examples_of
from engine.replay.report import difference_json
from engine.replay.run import replay
from engine.services import Services
from models.tables.recordings import RulebookVersion
from models.tables.rulebooks import DraftState, RulebookDraft
from rules.load import load_rulebook_text, load_stored_text

MOST_RULES_SHOWN = 200


def prove(*, services: Services, processes: int | None = None) -> int:
    """Replay what waits; how many. Nothing is open while calls are judged; an answer to old words is thrown away."""
    with services.transaction.read() as tx:
        drafts = waiting_drafts(tx)
    for draft_id in drafts:
        _replayed(draft_id, services, processes)
    return len(drafts)


def _replayed(draft_id: int, services: Services, processes: int | None) -> None:
    with services.transaction.read() as tx:
        draft = tx.session.get_one(RulebookDraft, draft_id)
        asked_at, digest = draft.replay_asked_at, draft.digest
        new = load_rulebook_text({str(file): str(text) for file, text in draft.files.items()})
        base = tx.session.get_one(RulebookVersion, draft.base_version_id)
        old = load_stored_text({str(file): str(text) for file, text in base.files.items()})
    body = difference_json(replay(old, new, services, processes=processes))
    body["rules"] = [row for row in body["rules"] if row["changed"]][:MOST_RULES_SHOWN]
    body["examples"] = examples_of(body["rules"], old, new, services.transaction)
    now = services.clock()
    with services.transaction() as tx:
        draft = tx.session.get_one(RulebookDraft, draft_id, with_for_update=True)
        if draft.replay_asked_at != asked_at or draft.digest != digest or draft.state is not DraftState.OPEN:
            return
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
