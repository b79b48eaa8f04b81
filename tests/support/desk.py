"""One case on the desk: a house whose call is in review, and short ways to bring it to where a test begins."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from engine.casework.deciding import Decided
from engine.casework.opinions import OpinionGiven
from engine.casework.reviewing import needs_verdict
from engine.errors import Refused
from engine.review_draft import ReviewDraft, VerdictDraft
from engine.steps import appeal, approve, correct, decide, opine, reopen, review
from engine.steps.appeal import AppealAsk
from models import audit
from models.lifecycle import State
from models.roles import StaffRole
from models.tables.appeals import Appeal, Decision, Opinion, ReasonCode, Stance
from models.tables.audit import AuditRow
from models.tables.cases import Case, CaseScore, Held, JudgementRow, Modification
from models.tables.notices import Notice
from models.tables.reviews import Assignment, AssignmentKind, AssignmentState
from tests.support.seed import House

# The call of agent 8001, who is led by leader1, as tests/data/desk/form.yaml judges it: 50 - 2 - 2 * 2 - 3 - 2.5.
STORY = "network-fault"
PRELIMINARY = 38.5
FAILURES = ("GREET-01", "BAN-01", "CALM-01", "STEP-01")
CALL = """
    A 0.0-2.0 说吧
    C 2.0-5.0 我家的网又断了
    A 5.0-8.0 不知道 等着
    C 8.0-12.0 你怎么会不知道呢
    A 12.0-16.0 就是不知道 我转给别人
    C 16.0-18.0 好吧
    A 18.0-20.0 再见
"""
RULEBOOK = Path(__file__).parent.parent / "data" / "desk"


class Desk:
    """The case of one story in *house*."""

    def __init__(self, house: House, story: str = STORY) -> None:
        self.house, self.story = house, story
        self.clock, self.services = house.clock, house.services

    @property
    def case(self) -> Case:
        return self.house.case(self.story)

    @property
    def state(self) -> State:
        return self.case.state

    @property
    def agent(self) -> dict[str, Any]:
        return self.house.as_(self.house.login_of(self.case.agent_id))

    @property
    def leader(self) -> dict[str, Any]:
        """Leads the team of the agent."""
        return self.as_(self.leader_login)

    @property
    def leader_login(self) -> str:
        team = self.case.team_id
        return next(login for login in ("leader1", "leader2") if self.house.people[login].team_id == team)

    def as_(self, login: str, role: StaffRole | None = None) -> dict[str, Any]:
        return self.house.as_(login, role)

    def row(self, key: str) -> JudgementRow:
        return next(row for row in self.case.judgements if row.key == key)

    # The review

    def assignment(self, kind: AssignmentKind = AssignmentKind.REVIEW) -> Assignment:
        return self.house.open_assignment(self.story, kind)

    def holder(self, kind: AssignmentKind = AssignmentKind.REVIEW) -> dict[str, Any]:
        """Whoever has the open work, as the inspector they are."""
        return self.as_(self.house.login_of(self.assignment(kind).inspector_id), StaffRole.INSPECTOR)

    def draft(self, changes: Mapping[str, VerdictDraft] | None = None, **fields: Any) -> ReviewDraft:
        """A complete review that agrees with the machine, but for *changes*."""
        verdicts = {row.key: _agreed(row) for row in self.case.judgements if needs_verdict(row)}
        return ReviewDraft(verdicts={**verdicts, **(changes or {})}, **fields)

    def confirm(self, draft: ReviewDraft | None = None, version: int = 0) -> None:
        review.confirm(self.assignment().public_id, draft or self.draft(), version, **self.holder())

    # The appeal

    def asks(self, *keys: str, wanted: Held = Held.PASS) -> list[AppealAsk]:
        return [AppealAsk(key, wanted, "请再听一遍录音。") for key in keys or FAILURES[:2]]

    def file(self, *keys: str, by: dict[str, Any] | None = None) -> str:
        return appeal.file(self.case.public_id, self.asks(*keys), **(by or self.agent))

    def appeals(self) -> list[Appeal]:
        """Every appeal, oldest first."""
        with self.services.transaction.read() as tx:
            return list(tx.session.scalars(select(Appeal).where(Appeal.case_id == self.case.id).order_by(Appeal.round)))

    @property
    def appeal(self) -> Appeal:
        return self.appeals()[-1]

    def opinions(self, stance: Stance = Stance.SUPPORTS_RESULT) -> list[OpinionGiven]:
        return [OpinionGiven(item.judgement.key, stance, "听了前后文。") for item in self.appeal.items]

    def inspector_opines(self) -> None:
        assigned = self.assignment(AssignmentKind.OPINION)
        opine.inspector_opinion(assigned.public_id, self.opinions(), **self.holder(AssignmentKind.OPINION))

    def leader_opines(self) -> None:
        opine.team_leader_opinion(self.appeal.public_id, self.opinions(Stance.SUPPORTS_APPEAL), **self.leader)

    def decisions(self, decision: Decision = Decision.UPHOLD, points: float | None = None) -> list[Decided]:
        return [
            Decided(item.judgement.key, decision, ReasonCode.CONTEXT, "结合上下文。", points)
            for item in self.appeal.items
        ]

    def decide(self, decision: Decision = Decision.UPHOLD, *, by: str = "lead") -> float | None:
        return decide.decide(self.appeal.public_id, self.decisions(decision), self.case.version, **self.as_(by))

    # The way there

    def to(self, state: State) -> "Desk":
        """Bring the case to *state* by the straight road."""
        for verb in _ROAD[: _ROAD_STATES.index(state)]:
            verb(self)
        assert self.state is state
        return self

    def correct(self, verdicts: Mapping[str, Held], reason: str = "点错了选项。") -> str:
        """Asked by whoever reviewed; the id of the request."""
        done = self.assignments(AssignmentKind.REVIEW, AssignmentState.DONE)[-1]
        reviewer = self.as_(self.house.login_of(done.inspector_id), StaffRole.INSPECTOR)
        return correct.ask(done.public_id, verdicts, reason, **reviewer)

    def reopen(self, *keys: str, by: str = "lead2") -> None:
        """Asked by a lead, granted by the administrator."""
        asked = reopen.ask(self.case.public_id, keys or FAILURES[:1], "发现新的证据。", **self.as_(by))
        approve.grant(asked, "", **self.as_("admin"))

    # What was written

    def assignments(self, kind: AssignmentKind, *states: AssignmentState) -> list[Assignment]:
        with self.services.transaction.read() as tx:
            query = select(Assignment).where(Assignment.case_id == self.case.id, Assignment.kind == kind)
            if states:
                query = query.where(Assignment.state.in_(states))
            return list(tx.session.scalars(query.order_by(Assignment.id)))

    def told(self, prefix: str = "") -> list[AuditRow]:
        """Rows about this case, oldest first."""
        with self.services.transaction.read() as tx:
            rows = tx.session.scalars(
                select(AuditRow).where(AuditRow.subject == f"case:{self.case.id}").order_by(AuditRow.number)
            )
            return [row for row in rows if row.action.startswith(prefix)]

    def moves(self) -> list[tuple[str, str | None, str | None]]:
        """Every change of state: event, from, to. What only opened the case or its page is none."""
        rows = self.told("case.")
        return [(row.action.removeprefix("case."), row.old, row.new) for row in rows if row.old is not None]

    def chain(self) -> audit.BrokenLink | int:
        with self.services.transaction.read() as tx:
            return audit.verify(tx)

    def scores(self) -> list[CaseScore]:
        with self.services.transaction.read() as tx:
            query = select(CaseScore).where(CaseScore.case_id == self.case.id).order_by(CaseScore.number)
            return list(tx.session.scalars(query))

    def modifications(self) -> list[Modification]:
        with self.services.transaction.read() as tx:
            query = select(Modification).where(Modification.case_id == self.case.id).order_by(Modification.id)
            return list(tx.session.scalars(query))

    def notices(self, login: str | None = None) -> list[Notice]:
        query = select(Notice).order_by(Notice.id)
        if login is not None:
            query = query.where(Notice.user_id == self.house.people[login].user_id)
        with self.services.transaction.read() as tx:
            return list(tx.session.scalars(query))

    def count(self, table: type[Any]) -> int:
        with self.services.transaction.read() as tx:
            return tx.session.scalar(select(func.count()).select_from(table)) or 0

    def opinions_given(self) -> list[Opinion]:
        with self.services.transaction.read() as tx:
            return list(tx.session.scalars(select(Opinion).where(Opinion.appeal_id == self.appeal.id)))


def _agreed(row: JudgementRow) -> VerdictDraft:
    nothing_to_praise = row.key == "praise"
    return VerdictDraft(held=Held.FAIL if row.machine is Held.FAIL or nothing_to_praise else Held.PASS)


def _both_opine(desk: Desk) -> None:
    desk.inspector_opines()
    desk.leader_opines()


_ROAD_STATES = (State.IN_REVIEW, State.CONFIRMED, State.RELEASED, State.APPEALED, State.ADJUDICATION, State.FINAL)
_ROAD = (
    Desk.confirm,
    lambda desk: desk.house.release(desk.story),
    Desk.file,
    _both_opine,
    Desk.decide,
)


@contextmanager
def refused(code: str, *, where: str = "") -> Iterator[None]:
    """A guard says no with *code*, about *where*."""
    with pytest.raises(Refused) as told:
        yield
    assert (told.value.code, told.value.where) == (code, where)


@contextmanager
def nothing_written(desk: Desk) -> Iterator[None]:
    """Whatever is raised inside, no row of the audit chain is new and the case is what it was."""
    before = (desk.case.version, desk.state, desk.count(AuditRow))
    yield
    assert (desk.case.version, desk.state, desk.count(AuditRow)) == before


def kinds(notices: Iterable[Notice]) -> list[str]:
    return [notice.kind.value for notice in notices]
