"""Judge the latest transcript of a recording and open its cases."""

from datetime import datetime

from engine import lease
from engine.blind import new_public_id
from engine.call_metadata import metadata_of
from engine.casework.judging import judgement_rows, keep_run, latest_transcript
from engine.casework.move import remember
from engine.casework.scoring import keep_score, machine_judgements, score_of
from engine.lease import Claim
from engine.queueing import Job
from engine.services import Services
from models.lifecycle import State
from models.tables.cases import Case, ScoreKind
from models.tables.organisation import User
from models.tables.recordings import Progress, Recording, ScoreRun
from models.tables.work import Stage
from models.transaction import Transaction
from rules.evaluate import evaluate
from rules.finding import Finding
from rules.form import Scorecard, fits
from rules.rulebook import Rulebook
from rules.transcript_file import transcript_from_json


def score(claim: Claim, *, services: Services) -> None:
    """Judge a recording by every active rulebook that has a scorecard for it.

    Safe to repeat: a transcript is judged once by a version of a rulebook.

    Raises:
        StaleClaim: another worker owns this work by now.
    """
    with services.transaction.read() as tx:
        recording = tx.session.get_one(Recording, claim.recording_id)
        heard = latest_transcript(tx, recording.id)
        version_ids = services.rulebooks.active_ids(tx)
        metadata = metadata_of(recording)
    transcript = transcript_from_json(heard.body)
    judged = []
    for version_id in version_ids:
        rulebook = services.rulebooks.of(version_id)
        scorecards = tuple(card for card in rulebook.scorecards if fits(card, metadata))
        if scorecards:
            judged.append((version_id, rulebook, scorecards, evaluate(rulebook, transcript, metadata)))

    now = services.clock()
    with services.transaction() as tx:
        lease.finish(tx, claim, now)
        recording = tx.session.get_one(Recording, claim.recording_id)
        for version_id, rulebook, scorecards, findings in judged:
            run = keep_run(tx, heard, version_id, scorecards, findings, now)
            if run is None:
                continue
            for scorecard in scorecards:
                _open_case(tx, recording, run, rulebook, scorecard, findings, now)
            remember(
                tx,
                "recording.scored",
                f"recording:{recording.id}",
                None,
                now,
                details={"rulebook": rulebook.digest, "findings": len(findings)},
            )
        recording.progress = Progress.SCORED
        lease.request(tx, recording.id, Stage.ROUTE, claim.input_digest, now)
        tx.after_commit(lambda: services.queue.wake(Job.ROUTE))


def _open_case(
    tx: Transaction,
    recording: Recording,
    run: ScoreRun,
    rulebook: Rulebook,
    scorecard: Scorecard,
    findings: tuple[Finding, ...],
    now: datetime,
) -> None:
    agent = tx.session.get(User, recording.agent_id) if recording.agent_id else None
    case = Case(
        public_id=new_public_id(),
        recording_id=recording.id,
        score_run_id=run.id,
        scorecard=scorecard.id,
        scorecard_version=scorecard.version,
        maximum=scorecard.maximum,
        agent_id=recording.agent_id,
        team_id=agent.team_id if agent else None,
        state=State.MACHINE_SCORED,
        version=0,
        route_reasons=[],
        appeal_rounds=0,
        created_at=now,
    )
    case.judgements = list(judgement_rows(scorecard, {finding.rule: finding for finding in findings}))
    preliminary = score_of(rulebook, case, machine_judgements(case.judgements))
    case.preliminary_score = preliminary.total
    tx.session.add(case)
    tx.session.flush()
    keep_score(tx, case, ScoreKind.PRELIMINARY, preliminary, now)
    remember(tx, "case.opened", f"case:{case.id}", None, now, new=State.MACHINE_SCORED.value)
