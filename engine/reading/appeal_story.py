"""An appeal as those tell it who filed it: what was asked, how far it is, what was decided and why."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.blind import Roster
from engine.reading.findings_view import Words, words
from engine.reading.questions import Question, questions
from engine.services import Services
from models.tables.appeals import Appeal, AppealItem, AppealState
from models.tables.cases import Case, JudgementKind, JudgementRow
from models.tables.recordings import ScoreRun
from models.transaction import Transaction
from rules.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class ContestedItem:
    """One contested judgement; the last four are None until it is decided."""

    key: str
    title: Words
    contested: str
    wanted: str
    reason: str
    decision: str | None
    reason_code: str | None
    note: str | None
    points: float | None


@dataclass(frozen=True, slots=True)
class AppealStory:
    """*opinions_in*: how many of the two opinions are there; what they say stays sealed. *mine*: the reader's own."""

    id: str
    round: int
    state: str
    by: str
    filed_at: datetime
    opinions_due_at: datetime
    decision_due_at: datetime
    opinions_in: int
    decided_at: datetime | None
    closed_at: datetime | None
    items: tuple[ContestedItem, ...]
    questions: tuple[Question, ...]
    mine: bool


def appeal_stories(
    tx: Transaction, case: Case, services: Services, mask: Roster, reader: int
) -> tuple[AppealStory, ...]:
    """Every appeal of *case*, newest first."""
    run = tx.session.get_one(ScoreRun, case.score_run_id)
    rulebook = services.rulebooks.of(run.rulebook_version_id)
    appeals = tx.session.scalars(select(Appeal).where(Appeal.case_id == case.id).order_by(Appeal.round.desc()))
    return tuple(_story(tx, appeal, case, rulebook, mask, reader) for appeal in appeals)


def title_of(row: JudgementRow, case: Case, rulebook: Rulebook) -> Words:
    """What a judgement is called: the rule's title, or that of the item a person answers."""
    if row.kind is JudgementKind.RULE:
        return words(rulebook.rule(row.key).title)
    return words(next(item.title for item in rulebook.scorecard(case.scorecard).items() if item.id == row.item_id))


def _story(tx: Transaction, appeal: Appeal, case: Case, rulebook: Rulebook, mask: Roster, reader: int) -> AppealStory:
    return AppealStory(
        id=appeal.public_id,
        round=appeal.round,
        state=appeal.state.value,
        by=_by(appeal, case),
        filed_at=appeal.filed_at,
        opinions_due_at=appeal.opinions_due_at,
        decision_due_at=appeal.decision_due_at,
        opinions_in=sum(not opinion.absent for opinion in appeal.opinions),
        decided_at=appeal.decided_at,
        closed_at=appeal.closed_at,
        items=tuple(
            _item(item, case, rulebook, mask, decided=appeal.state is AppealState.DECIDED) for item in appeal.items
        ),
        questions=questions(tx, appeal, mask),
        mine=appeal.filed_by_id == reader,
    )


def _by(appeal: Appeal, case: Case) -> str:
    """In which role it was filed; a reopened case was asked for by the QC lead."""
    if appeal.filed_by_id == case.agent_id:
        return "agent"
    both_absent = bool(appeal.opinions) and all(opinion.absent for opinion in appeal.opinions)
    return "qc_lead" if both_absent and appeal.opinions_due_at == appeal.filed_at else "team_leader"


def _item(item: AppealItem, case: Case, rulebook: Rulebook, mask: Roster, *, decided: bool) -> ContestedItem:
    return ContestedItem(
        key=item.judgement.key,
        title=title_of(item.judgement, case, rulebook),
        contested=item.contested.value,
        wanted=item.wanted.value,
        reason=mask.mask(item.reason),
        decision=item.decision.value if decided and item.decision else None,
        reason_code=item.reason_code.value if decided and item.reason_code else None,
        note=mask.mask(item.decision_note) if decided and item.decision_note else None,
        points=item.decided_points if decided else None,
    )
