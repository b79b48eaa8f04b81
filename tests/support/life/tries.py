"""What people try with a case, each by whoever; whether it should succeed is asked of the law."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from engine.casework.deciding import Decided
from engine.review_draft import AdjustmentDraft, VerdictDraft
from engine.steps.appeal import AppealAsk
from models.tables.appeals import AppealState, Decision, ReasonCode
from models.tables.cases import Held
from models.tables.reviews import ApprovalKind, ApprovalState, AssignmentKind, AssignmentState
from tests.support.life import law
from tests.support.life.hands import Hands

INSPECTORS = st.sampled_from(["inspector", "inspector2", "inspector3", "lead2"])
LEADS = st.sampled_from(["lead", "lead2", "lead3"])
LEADERS = st.sampled_from(["leader1", "leader1", "leader2"])
APPELLANTS = st.sampled_from(["agent8001", "agent8001", "agent8002", "leader1", "leader2"])
CONTESTED = st.sets(st.sampled_from(["GREET-01", "BAN-01", "CALM-01"]), min_size=1)
DECISIONS = st.sampled_from(
    [(Decision.UPHOLD, None), (Decision.OVERTURN, None), (Decision.OVERTURN, None), (Decision.PARTIAL, -1.0),
     (Decision.PARTIAL, 5.0), (Decision.PARTIAL, -40.0)]
)  # fmt: skip


class Tries(Hands):
    """The rules of people."""

    @precondition(lambda self: self.is_at("in_review"))
    @rule(who=INSPECTORS, adjust=st.sampled_from([0, 0, 0, -1.5, 5]), overrule=st.booleans())
    def submit(self, who: str, adjust: float, overrule: bool) -> None:
        changes = {"CALM-01": VerdictDraft(held=Held.PASS, comment="已安抚")} if overrule else {}
        draft = self.desk.draft(changes, adjustment=_adjustment(adjust))
        work = self.work(AssignmentKind.REVIEW)
        allowed = work is not None and work.inspector_id == self.id_of(who)
        self.attempt(lambda: self.do.review.confirm(self.public(work), draft, 0, **self.inspector(who)), allowed)

    @precondition(lambda self: self.is_at("in_review", "appealed"))
    @rule(who=INSPECTORS, verb=st.sampled_from(["skip", "recuse"]))
    def step_back(self, who: str, verb: str) -> None:
        work = self.work(None)
        step = self.do.review.skip if verb == "skip" else self.do.assign.recuse
        allowed = work is not None and work.inspector_id == self.id_of(who)
        self.attempt(lambda: step(self.public(work), "认识坐席", **self.inspector(who)), allowed)

    @precondition(lambda self: self.begun and not self.is_at("final"))
    @rule(to=INSPECTORS, take_back=st.booleans())
    def move_work(self, to: str, take_back: bool) -> None:
        lead = self.desk.as_("lead")
        if take_back:
            self.attempt(lambda: self.do.assign.recall(self.case_id(), "请假", **lead))
        else:
            self.attempt(lambda: self.do.assign.reassign(self.case_id(), self.id_of(to), "专长", **lead))

    @precondition(lambda self: self.is_at("confirmed"))
    @rule(who=LEADS)
    def release(self, who: str) -> None:
        waits = any(one.state is ApprovalState.ASKED for one in self.facts().approvals)
        self.attempt(lambda: self.do.release.release(self.case_id(), **self.desk.as_(who)), not waits)

    @precondition(lambda self: self.asked() is not None)
    @rule(who=st.sampled_from(["lead", "lead2", "lead3", "admin"]), grant=st.booleans())
    def answer(self, who: str, grant: bool) -> None:
        asked = self.asked()
        assert asked is not None
        step = self.do.approve.grant if grant else self.do.approve.refuse
        second = "admin" if asked.kind is ApprovalKind.REOPENING else "lead"
        barred = not who.startswith(second) or asked.asked_by_id == self.id_of(who)
        self.attempt(lambda: step(asked.public_id, "已核对", **self.desk.as_(who)), False if barred else None)

    @precondition(lambda self: self.is_at("released"))
    @rule(who=st.sampled_from(["agent8001", "agent8002"]))
    def accept(self, who: str) -> None:
        self.attempt(lambda: self.do.respond.acknowledge(self.case_id(), **self.desk.as_(who)), who == "agent8001")

    @precondition(lambda self: self.is_at("released", "final", "appealed"))
    @rule(who=APPELLANTS, keys=CONTESTED)
    def file(self, who: str, keys: set[str]) -> None:
        asks = [AppealAsk(key, Held.PASS, "请再听录音") for key in sorted(keys)]
        allowed = law.may_appeal(self.facts(), self.clock(), who, sorted(keys), self.terms.rounds)
        self.attempt(lambda: self.do.appeal.file(self.case_id(), asks, **self.desk.as_(who)), allowed)

    @precondition(lambda self: self.begun and bool(self.facts().appeals))
    @rule(who=st.sampled_from(["agent8001", "agent8001", "leader1"]), oldest=st.booleans())
    def take_back(self, who: str, oldest: bool) -> None:
        one = self.facts().appeals[0 if oldest else -1]
        allowed = one.state is AppealState.OPEN and not one.opinions and one.filed_by_id == self.id_of(who)
        self.attempt(lambda: self.do.appeal.withdraw(one.public_id, **self.desk.as_(who)), allowed)

    @precondition(lambda self: self.is_at("appealed"))
    @rule(who=INSPECTORS)
    def opine_as_inspector(self, who: str) -> None:
        work, one = self.work(AssignmentKind.OPINION), self.open_appeal()
        mine = work is not None and work.inspector_id == self.id_of(who)
        given = self.opinions(one, "inspector")
        self.attempt(
            lambda: self.do.opine.inspector_opinion(self.public(work), given, **self.inspector(who)),
            mine and self.clock() <= one.opinions_due_at,
        )

    @precondition(lambda self: self.begun and bool(self.facts().appeals))
    @rule(who=LEADERS, oldest=st.booleans())
    def opine_as_leader(self, who: str, oldest: bool) -> None:
        one = self.facts().appeals[0 if oldest else -1]
        said = any(opinion.side.value == "team_leader" for opinion in one.opinions)
        mine = who == "leader1" and one.filed_by_id != self.id_of(who)
        in_time = one.state is AppealState.OPEN and self.clock() <= one.opinions_due_at
        given = self.opinions(one, "team_leader")
        step = self.do.opine.team_leader_opinion
        self.attempt(lambda: step(one.public_id, given, **self.desk.as_(who)), mine and in_time and not said)

    @precondition(lambda self: self.is_at("adjudication", "appealed"))
    @rule(who=LEADS, word=DECISIONS)
    def settle(self, who: str, word: tuple[Decision, float | None]) -> None:
        one, (decision, points) = self.facts().appeals[-1], word
        decided = [Decided(item.judgement.key, decision, ReasonCode.CONTEXT, "语境", points) for item in one.items]
        version, before = self.facts().case.version, self.facts().scores[-1][1]
        step, lead = self.do.decide.decide, self.desk.as_(who)
        self.attempt(lambda: step(one.public_id, decided, version - 1, **lead), False)
        won = self.attempt(lambda: step(one.public_id, decided, version, **lead))
        assert not (won and points in (5.0, -40.0)), "a partial decision gave points or cost more than before"
        assert not won or self.facts().case.final_score >= before, "contesting cost points"

    @precondition(lambda self: self.is_at("released"))
    @rule(key=st.sampled_from(["CALM-01", "GREET-01"]), to=st.sampled_from([Held.PASS, Held.FAIL]))
    def ask_to_correct(self, key: str, to: Held) -> None:
        done = [one for one in self.facts().work if one.state is AssignmentState.DONE]
        review_ = next((one for one in done if one.kind is AssignmentKind.REVIEW), None)
        if review_ is None:
            return
        reviewer = self.desk.house.login_of(review_.inspector_id)
        step = self.do.correct.ask
        self.attempt(lambda: step(review_.public_id, {key: to}, "点错了", **self.inspector(reviewer)), True)

    @precondition(lambda self: self.is_at("final") and self.asked() is None)
    @rule(who=LEADS)
    def ask_to_reopen(self, who: str) -> None:
        self.attempt(lambda: self.do.reopen.ask(self.case_id(), ["GREET-01"], "新的证据", **self.desk.as_(who)), True)


def _adjustment(points: float) -> AdjustmentDraft | None:
    return AdjustmentDraft(points=points, reason="客户情绪激动") if points else None
