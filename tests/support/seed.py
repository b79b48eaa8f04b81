"""A house with people, calls and cases in every state, made by the real steps from the demo's stories.

No recogniser and no worker: the words of a call are those that were given to the voices, so a house is ready in
seconds. What a test needs is asked for by story and by step; `furnished` does a bit of everything.
"""

import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select

from engine import lease
from engine.access import Actor
from engine.casework.deciding import Decided
from engine.casework.opinions import OpinionGiven
from engine.casework.reviewing import needs_verdict
from engine.passwords import hashed
from engine.queueing import SilentQueue
from engine.review_draft import AdjustmentDraft, ReviewDraft, Span, VerdictDraft
from engine.rulebooks import Rulebooks, publish
from engine.services import Services
from engine.settings import Settings
from engine.steps import appeal, decide, opine, release, respond, review
from engine.steps.route import route
from engine.steps.score import score
from engine.storage import Storage
from models.database import Database
from models.roles import StaffRole
from models.tables.appeals import Appeal, Decision, ReasonCode, Stance
from models.tables.cases import Case, Held, MarkKind
from models.tables.organisation import Announcement, Team, User, UserRole
from models.tables.recordings import ChannelPolicy, Direction, Progress, Recording, Source, TranscriptRow
from models.tables.reviews import Assignment, AssignmentKind, AssignmentState
from models.tables.sampling import SamplingPlan
from models.tables.work import Stage
from models.transaction import Transactions
from rules.load import pack_path, sources_of
from rules.transcript import Transcript
from rules.transcript_file import transcript_from_json, transcript_json
from tests.support.clock import Clock

PASSWORD = "a quiet seeded house"
DEMO = Path(__file__).parent.parent.parent / "engine" / "demo"
TELECOM = pack_path("zh-telecom")

R = StaffRole
# login, name, roles, team, agent number
PEOPLE: tuple[tuple[str, str, tuple[StaffRole, ...], str | None, str | None], ...] = (
    ("admin", "管理员甲", (R.ADMIN,), None, None),
    ("manager", "方主管", (R.QC_MANAGER,), None, None),
    ("lead", "罗质检", (R.QC_LEAD,), None, None),
    ("lead2", "白质检", (R.QC_LEAD, R.INSPECTOR), None, None),
    ("inspector", "沈静怡", (R.INSPECTOR,), None, None),
    ("inspector2", "贾明远", (R.INSPECTOR,), None, None),
    ("leader1", "周班长", (R.TEAM_LEADER,), "一组", None),
    ("leader2", "吴班长", (R.TEAM_LEADER,), "二组", None),
    *(
        (f"agent{no}", name, (R.AGENT,), "一组" if no < "8005" else "二组", no)
        for no, name in (
            ("8001", "陈思远"), ("8002", "林若琳"), ("8003", "郭子涵"), ("8004", "马晓峰"),
            ("8005", "高梓萱"), ("8006", "邓浩然"), ("8007", "贺文斌"), ("8008", "唐雨薇"),
        )
    ),
)  # fmt: skip


@dataclass
class House:
    """Services on a fresh database, and the people in it."""

    services: Services
    clock: Clock
    people: dict[str, Actor] = field(default_factory=dict)

    def as_(self, login: str, role: StaffRole | None = None) -> dict[str, Any]:
        """What a step or a reading takes, as the person of that login, in *role* where they have several."""
        actor = self.people[login]
        return {"actor": replace(actor, role=role) if role else actor, "services": self.services}

    def case(self, story: str) -> Case:
        """The case of a story, as the database has it now."""
        with self.services.transaction.read() as tx:
            found = tx.session.scalars(
                select(Case).join(Recording, Recording.id == Case.recording_id).where(Recording.call_id == story)
            ).one()
            assert list(found.judgements) is not None
            return found

    def login_of(self, user_id: int | None) -> str:
        return next(login for login, actor in self.people.items() if actor.user_id == user_id)

    def open_assignment(self, story: str, kind: AssignmentKind = AssignmentKind.REVIEW) -> Assignment:
        with self.services.transaction.read() as tx:
            return tx.session.scalars(
                select(Assignment).where(
                    Assignment.case_id == self.case(story).id,
                    Assignment.kind == kind,
                    Assignment.state == AssignmentState.OPEN,
                )
            ).one()

    def hear(self, story: str) -> None:
        """Take the call of *story* in, judge it and route it; every call is drawn."""
        about = yaml.safe_load((DEMO / "stories" / f"{story}.yaml").read_text(encoding="utf-8"))
        words = json.loads((DEMO / "audio" / f"{story}.ref.json").read_text(encoding="utf-8"))
        audio = next(path for path in DEMO.glob(f"audio/{story}.*") if path.suffix != ".json")
        self.take(story, transcript_from_json({"version": 1, **words}), about, audio)

    def take(self, call_id: str, transcript: Transcript, about: Mapping[str, Any], audio: Path | None = None) -> None:
        """A call that was heard as *transcript*: judged and routed. Without *audio* there is nothing to listen to."""
        now = self.clock()
        sha256 = self.services.storage.put(audio) if audio else hashlib.sha256(call_id.encode()).hexdigest()
        body = transcript_json(transcript)
        with self.services.transaction() as tx:
            agent = tx.session.scalars(select(User).where(User.agent_no == about["agent"])).one_or_none()
            recording = Recording(
                source_id=tx.session.scalars(select(Source.id)).one(),
                call_id=call_id,
                sha256=sha256,
                size_bytes=audio.stat().st_size if audio else 1,
                file_name=audio.name if audio else f"{call_id}.wav",
                progress=Progress.TRANSCRIBED,
                direction=Direction(about["direction"]),
                channel_policy=ChannelPolicy.STEREO_AGENT_LEFT,
                project=about["project"],
                queue=about["queue"],
                agent_no=about["agent"],
                agent_id=agent.id if agent else None,
                customer_no=about["customer_no"],
                started_at=now - timedelta(hours=2),
                ended_at=now - timedelta(hours=2) + timedelta(seconds=transcript.timeline.duration_s),
                details={"satisfaction": about.get("satisfaction"), "ticket": f"T{sha256[:8]}"},
                duration_s=transcript.timeline.duration_s,
                codec="opus",
                channels=2,
                sample_rate_hz=8000,
                warnings=[],
                playable_sha256=sha256 if audio else None,
                received_at=now,
            )
            tx.session.add(recording)
            tx.session.flush()
            tx.session.add(
                TranscriptRow(
                    recording_id=recording.id,
                    input_digest=sha256,
                    body=body,
                    peaks=_peaks(body),
                    backend="seeded",
                    model="none",
                    revision="1",
                    took_s=0.0,
                    created_at=now,
                )
            )
            lease.request(tx, recording.id, Stage.SCORE, sha256[:40], now)
        self._work(Stage.SCORE, score)
        self._work(Stage.ROUTE, route)

    def fail(self, name: str, code: str, detail: str = "") -> None:
        """A recording that could not be heard."""
        now = self.clock()
        with self.services.transaction() as tx:
            recording = Recording(
                source_id=tx.session.scalars(select(Source.id)).one(), call_id=name,
                sha256=hashlib.sha256(name.encode()).hexdigest(), size_bytes=44, file_name=f"{name}.wav",
                progress=Progress.RECEIVED, direction=Direction.INBOUND, details={}, warnings=[], received_at=now,
                channel_policy=ChannelPolicy.STEREO_AGENT_LEFT, project="宽带业务",
            )  # fmt: skip
            tx.session.add(recording)
            tx.session.flush()
            lease.request(tx, recording.id, Stage.TRANSCRIBE, name, now)
        with self.services.transaction() as tx:
            held = lease.claim(tx, Stage.TRANSCRIBE, "seed", now, lease.LeaseTerms(60, 3, 0))
            assert held is not None
            lease.give_up(tx, held, code, detail, now)

    def review(self, story: str, *, overrule: Mapping[str, str] | None = None, adjust: float = 0.0) -> None:
        """The inspector agrees with the machine, but for the rules of *overrule* (key -> why it is wrong)."""
        assignment = self.open_assignment(story)
        login = self.login_of(assignment.inspector_id)
        wrong = overrule or {}
        verdicts = {}
        for row in self.case(story).judgements:
            if row.key in wrong:
                held = Held.PASS if row.machine is Held.FAIL else Held.FAIL
                verdicts[row.key] = VerdictDraft(
                    held=held,
                    comment=wrong[row.key],
                    spans=[Span(start_s=3, end_s=6, quote="嗯")] if held is Held.FAIL else [],
                )
            elif needs_verdict(row):
                held = row.machine if row.machine is Held.FAIL else Held.PASS
                verdicts[row.key] = VerdictDraft(held=held, comment="" if row.machine is Held.FAIL else "听录音后确认")
        draft = ReviewDraft(
            verdicts=verdicts,
            comment="整体流程完整,注意结束语。",
            marks=[MarkKind.COMPLAINT_RISK] if wrong else [],
            adjustment=AdjustmentDraft(points=adjust, reason="客户来电情绪激动,坐席处置得当") if adjust else None,
        )
        inspector = self.as_(login, R.INSPECTOR)
        review.open_review(assignment.public_id, **inspector)
        review.beat(assignment.public_id, 95.0, **inspector)
        review.confirm(assignment.public_id, draft, 0, **inspector)

    def release(self, story: str) -> None:
        release.release(self.case(story).public_id, **self.as_("lead2"))

    def acknowledge(self, story: str) -> None:
        case = self.case(story)
        respond.acknowledge(case.public_id, **self.as_(self.login_of(case.agent_id)))

    def appeal(self, story: str, reason: str = "我当时已经说明了,请再听一遍录音。") -> Appeal:
        """The agent contests every failure."""
        case = self.case(story)
        asks = [appeal.AppealAsk(row.key, Held.PASS, reason) for row in case.judgements if row.reviewed is Held.FAIL]
        public_id = appeal.file(case.public_id, asks, **self.as_(self.login_of(case.agent_id)))
        with self.services.transaction.read() as tx:
            return tx.session.scalars(select(Appeal).where(Appeal.public_id == public_id)).one()

    def withdraw(self, story: str) -> None:
        agent = self.login_of(self.case(story).agent_id)
        appeal.withdraw(self.open_appeal(story).public_id, **self.as_(agent))

    def inspector_opinion(self, story: str) -> None:
        assignment = self.open_assignment(story, AssignmentKind.OPINION)
        login = self.login_of(assignment.inspector_id)
        given = self._opinions(story, Stance.SUPPORTS_RESULT, "复听后仍认为命中成立。")
        opine.inspector_opinion(assignment.public_id, given, **self.as_(login, R.INSPECTOR))

    def leader_opinion(self, story: str) -> None:
        case = self.case(story)
        login = next(login for login in ("leader1", "leader2") if self.people[login].team_id == case.team_id)
        given = self._opinions(story, Stance.SUPPORTS_APPEAL, "坐席已先安抚客户,建议采纳。")
        opine.team_leader_opinion(self.open_appeal(story).public_id, given, **self.as_(login))

    def decide(self, story: str, decision: Decision = Decision.OVERTURN) -> None:
        contested = self.open_appeal(story)
        decided = [
            Decided(item.judgement.key, decision, ReasonCode.CONTEXT, "结合上下文,该句不构成违规。")
            for item in contested.items
        ]
        decide.decide(contested.public_id, decided, self.case(story).version, **self.as_("lead"))

    def open_appeal(self, story: str) -> Appeal:
        with self.services.transaction.read() as tx:
            return tx.session.scalars(
                select(Appeal).where(Appeal.case_id == self.case(story).id).order_by(Appeal.round.desc()).limit(1)
            ).one()

    def _opinions(self, story: str, stance: Stance, text: str) -> list[OpinionGiven]:
        return [OpinionGiven(item.judgement.key, stance, text) for item in self.open_appeal(story).items]

    def _work(self, stage: Stage, step: Any) -> None:
        with self.services.transaction() as tx:
            held = lease.claim(tx, stage, "seed", self.clock(), lease.LeaseTerms(60, 3, 0))
        assert held is not None
        step(held, services=self.services)


def house(folder: Path, url: str, clock: Clock | None = None, rulebook: Path = TELECOM) -> House:
    """People, a source and the rulebook on the migrated database at *url*; no call yet."""
    clock = clock or Clock()
    services = _services(folder, url, clock)
    now = clock()
    with services.transaction() as tx:
        teams = {name: Team(name=name, created_at=now) for name in ("一组", "二组", "三组")}
        tx.session.add_all(teams.values())
        tx.session.flush()
        password_hash = hashed(PASSWORD)
        users = [
            User(
                login=login, name=name, agent_no=no, team_id=teams[team].id if team else None, created_at=now,
                password_hash=password_hash, roles=[UserRole(role=role) for role in roles],
            )
            for login, name, roles, team, no in PEOPLE
        ]  # fmt: skip
        tx.session.add_all(users)
        tx.session.add(
            Source(
                name="upload", inbound_policy=ChannelPolicy.STEREO_AGENT_LEFT, created_at=now,
                outbound_policy=ChannelPolicy.STEREO_AGENT_LEFT, language="zh",
            )
        )  # fmt: skip
        tx.session.add(
            SamplingPlan(name="base", design="bernoulli", parameters={"share": 1.0}, seed="s", created_at=now)
        )
        tx.session.add(Announcement(title="本周五 18:00 起系统维护半小时", body="请提前保存。", published_at=now))
        publish(tx, rulebook.name, sources_of(rulebook), now)
        tx.session.flush()
        people = {user.login: Actor(user.id, user.roles[0].role, user.role_set, user.team_id) for user in users}
    return House(services, clock, people)


def entered(folder: Path, url: str, clock: Clock | None = None, **settings: Any) -> House:
    """The house that is on the database at *url* already, with everybody in it, under other *settings*."""
    clock = clock or Clock()
    services = _services(folder, url, clock, **settings)
    with services.transaction.read() as tx:
        users = tx.session.scalars(select(User)).all()
        people = {user.login: Actor(user.id, _first_role(user), user.role_set, user.team_id) for user in users}
    return House(services, clock, people)


def furnished(folder: Path, url: str, clock: Clock | None = None) -> House:
    """A house with cases in every state of the life cycle, and recordings that failed."""
    made = house(folder, url, clock)
    stories = sorted(path.stem for path in (DEMO / "stories").glob("*.yaml"))
    stories = [story for story in stories if (DEMO / "audio" / f"{story}.ref.json").exists()]
    for story in stories:
        made.hear(story)
        made.clock.forward(hours=1)
    made.fail("empty-file", "empty")
    made.fail("half-a-header", "not_audio", "Invalid data found when processing input")
    reviewed = [story for story in stories if _has_failure(made, story)]
    for place, story in enumerate(reviewed[3:]):
        made.review(story, adjust=5.0 if place == 0 else 0.0)
        made.clock.forward(minutes=20)
    for story in reviewed[5:]:
        made.release(story)
    for story in reviewed[-3:]:
        made.acknowledge(story)
    contested = reviewed[8:-3]
    for story in contested[:8]:
        made.appeal(story)
    for story in contested[1:7]:
        made.inspector_opinion(story)
    for story in contested[2:7]:
        made.leader_opinion(story)
    for story, decision in zip(contested[5:7], (Decision.OVERTURN, Decision.UPHOLD), strict=False):
        made.decide(story, decision)
    return made


@cache
def furnished_once(template: Path) -> House:
    """The furnished house of this process, on a copy of the empty database *template*: to be copied, not changed."""
    folder = template.parent / "furnished"
    folder.mkdir()
    shutil.copy(template, folder / "callqc.db")
    return furnished(folder, f"sqlite:///{folder / 'callqc.db'}")


def _services(folder: Path, url: str, clock: Clock, **settings: Any) -> Services:
    transaction = Transactions(Database(url))
    return Services(
        transaction=transaction,
        storage=Storage(folder / "audio"),
        queue=SilentQueue(),
        clock=clock,
        settings=Settings(data_dir=folder, database_url=url, demo=True, **settings),
        rulebooks=Rulebooks(transaction),
    )


def _first_role(user: User) -> StaffRole:
    return min(user.roles, key=lambda row: row.id).role


def _has_failure(made: House, story: str) -> bool:
    return any(row.machine is Held.FAIL for row in made.case(story).judgements)


def _peaks(body: Mapping[str, Any], rate_hz: int = 20) -> dict[str, Any]:
    """An outline that is loud where somebody speaks."""
    utterances: Iterable[Mapping[str, Any]] = body["utterances"]
    count = int(body["timeline"]["duration_s"] * rate_hz) + 1
    channels = [[0.02] * count for _ in range(2)]
    for utterance in utterances:
        lane = channels[0 if utterance["role"] == "agent" else 1]
        for place in range(int(utterance["start_s"] * rate_hz), min(count, int(utterance["end_s"] * rate_hz))):
            lane[place] = round(0.25 + 0.5 * abs((place * 7 % 11) / 11 - 0.5), 3)
    return {"rate_hz": rate_hz, "channels": channels, "duration_s": body["timeline"]["duration_s"]}
