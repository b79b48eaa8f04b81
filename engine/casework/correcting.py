"""A clerical error after release: an inspector asks, the QC lead approves, the score gets a new version."""

from datetime import datetime

from engine.access import Actor
from engine.casework.deadlines import appeal_deadline
from engine.casework.finalising import adjustment_of
from engine.casework.move import Mover, move
from engine.casework.reviewing import record
from engine.casework.scoring import keep_score, score_of, standing, standing_judgements
from engine.casework.tell import tell
from engine.errors import Conflict
from engine.services import Services
from models.lifecycle import Event, State
from models.tables.cases import Case, Held, ScoreKind
from models.tables.notices import NoticeKind
from models.tables.recordings import ScoreRun
from models.tables.reviews import Approval
from models.transaction import Transaction


def apply_correction(
    tx: Transaction, case: Case, approval: Approval, actor: Actor, services: Services, now: datetime
) -> None:
    """Change the reviewed verdicts that *approval* names.

    The agent gets the whole time to appeal again: what changed may be what they would contest.

    Raises:
        Conflict: the case is no longer RELEASED.
    """
    if case.state is not State.RELEASED:
        raise Conflict("case", now=case.state.value)
    by_key = {row.key: row for row in case.judgements}
    for key, held in approval.body["verdicts"].items():
        row = by_key[key]
        old, new = standing(row)[0], Held(held)
        if old is not new:
            record(tx, case, actor, now, key, old, new, approval.reason)
            row.reviewed, row.reviewed_points = new, None
            row.final = row.final_points = None
    run = tx.session.get_one(ScoreRun, case.score_run_id)
    rulebook = services.rulebooks.of(run.rulebook_version_id)
    result = score_of(rulebook, case, standing_judgements(case.judgements), adjustment_of(tx, case))
    case.reviewed_score = result.total
    deadline = appeal_deadline(tx, services.settings, now)
    case.appeal_until = max(deadline, case.appeal_until) if case.appeal_until else deadline
    move(tx, case, Event.CORRECT, Mover.person(actor), now, why=approval.reason)
    keep_score(tx, case, ScoreKind.CORRECTED, result, now)
    if case.agent_id is not None:
        tell(tx, case.agent_id, NoticeKind.CORRECTED, case.public_id, now)
