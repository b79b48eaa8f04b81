"""Send a machine-scored case to a person, release it, or leave it to the statistics."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from engine import lease
from engine.casework.assigning import assign_fairly
from engine.casework.deadlines import appeal_deadline
from engine.casework.move import SYSTEM, lock_case, move
from engine.lease import Claim
from engine.sampling.bernoulli import is_drawn
from engine.services import Services
from models.lifecycle import Event, State
from models.tables.cases import Case, JudgementRow, RouteReason
from models.tables.recordings import Progress, Recording, ScoreRun
from models.tables.reviews import AssignmentKind
from models.tables.sampling import Draw, SamplingPlan
from models.transaction import Transaction


def route(claim: Claim, *, services: Services) -> None:
    """Draw the recording or not, and send its cases where they belong.

    Safe to repeat: a draw is made once per plan and recording, and only cases that are still MACHINE_SCORED move.

    Raises:
        StaleClaim: another worker owns this work by now.
    """
    now = services.clock()
    with services.transaction() as tx:
        lease.finish(tx, claim, now)
        recording = tx.session.get_one(Recording, claim.recording_id)
        drawn = _draw(tx, recording, now)
        case_ids = tx.session.scalars(
            select(Case.id)
            .where(Case.recording_id == recording.id, Case.state == State.MACHINE_SCORED)
            .order_by(Case.id)
        ).all()
        for case_id in case_ids:
            _route_case(tx, lock_case(tx, case_id), drawn, services, now)
        recording.progress = Progress.ROUTED


def _route_case(tx: Transaction, case: Case, drawn: bool, services: Services, now: datetime) -> None:
    run = tx.session.get_one(ScoreRun, case.score_run_id)
    keys = {row.key for row in case.judgements}
    reasons = reasons_to_look((f for f in run.findings if f["rule"] in keys), drawn)
    if reasons:
        case.route_reasons = [reason.value for reason in reasons]
        case.routed_at = now
        move(tx, case, Event.ROUTE, SYSTEM, now, details={"reasons": case.route_reasons})
        assign_fairly(tx, case, AssignmentKind.REVIEW, now)
        return
    scorecard = services.rulebooks.of(run.rulebook_version_id).scorecard(case.scorecard)
    if services.settings.routing.auto_release and scorecard.auto_release:
        _take_over(case.judgements)
        case.reviewed_score = case.preliminary_score
        case.released_at = now
        case.appeal_until = appeal_deadline(tx, services.settings, now)
        move(tx, case, Event.AUTO_RELEASE, SYSTEM, now)


def reasons_to_look(findings: Iterable[dict[str, object]], drawn: bool) -> tuple[RouteReason, ...]:
    """Why people should see a case, strongest first; empty when nothing asks for them."""
    judged = tuple(findings)
    flagged = any(f["verdict"] == "fail" and (f.get("flags") or f.get("suspected")) for f in judged)
    unsure = any(f["verdict"] == "unsure" for f in judged)
    asked = ((RouteReason.FLAGGED, flagged), (RouteReason.UNSURE, unsure), (RouteReason.SAMPLED, drawn))
    return tuple(reason for reason, holds in asked if holds)


def _take_over(rows: Iterable[JudgementRow]) -> None:
    """Without a review, what the machine says is what is held."""
    for row in rows:
        row.reviewed = row.machine


def _draw(tx: Transaction, recording: Recording, now: datetime) -> bool:
    """Put the recording before every active plan; True when one of them draws it."""
    drawn = False
    for plan in tx.session.scalars(select(SamplingPlan).where(SamplingPlan.active).order_by(SamplingPlan.id)):
        known = tx.session.scalars(
            select(Draw).where(Draw.plan_id == plan.id, Draw.recording_id == recording.id)
        ).one_or_none()
        if known is None:
            share = float(plan.parameters["share"])
            known = Draw(
                plan_id=plan.id,
                recording_id=recording.id,
                design=plan.design,
                stratum="",
                seed=plan.seed,
                inclusion_prob=share,
                drawn=is_drawn(plan.seed, recording.sha256, share),
                # A Bernoulli draw looks at one call at a time: the frame it was drawn from is itself.
                frame_sha256=recording.sha256,
                drawn_at=now,
            )
            tx.session.add(known)
        drawn = drawn or known.drawn
    return drawn
